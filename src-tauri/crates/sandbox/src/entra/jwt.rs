//! Signed tokens: RS256 with the sandbox's one key.
//!
//! The key is in the source on purpose, like an emulator's well-known key: a restarted sandbox then still
//! knows the tokens it gave out. It protects nothing; a forged token names no sign-in of this sandbox and is
//! refused for that.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rsa::{KeyPair, PublicKeyComponents};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

static KEY: LazyLock<KeyPair> = LazyLock::new(|| {
    KeyPair::from_der(include_bytes!("../../assets/token-signing-key.der"))
        .expect("the key in the source is well-formed")
});

/// The key's id, as in the header of every token.
pub const KEY_ID: &str = "lectern-sandbox-2026";

/// `claims` as a compact JWS.
pub fn sign(claims: &impl Serialize) -> String {
    let header = json!({"typ": "JWT", "alg": "RS256", "kid": KEY_ID});
    let body = serde_json::to_vec(claims).expect("claims are plain JSON");
    let input = format!("{}.{}", URL_SAFE_NO_PAD.encode(header.to_string()), URL_SAFE_NO_PAD.encode(body));
    let mut signature = vec![0; KEY.public().modulus_len()];
    KEY.sign(&RSA_PKCS1_SHA256, &ring::rand::SystemRandom::new(), input.as_bytes(), &mut signature)
        .expect("the buffer is as long as the modulus");
    format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// The claims of a token that this key signed, or nothing.
pub fn verify<T: DeserializeOwned>(token: &str) -> Option<T> {
    let (input, signature) = token.rsplit_once('.')?;
    let (_, claims) = input.split_once('.')?;
    let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
    UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, KEY.public().as_ref())
        .verify(input.as_bytes(), &signature)
        .ok()?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
}

/// The public half as a JSON Web Key; `issuer` is the tenant's.
pub fn public_key(issuer: &str) -> Value {
    let public = PublicKeyComponents::<Vec<u8>>::from(KEY.public());
    json!({
        "kty": "RSA", "use": "sig", "kid": KEY_ID, "x5t": KEY_ID, "alg": "RS256", "issuer": issuer,
        "n": URL_SAFE_NO_PAD.encode(public.n), "e": URL_SAFE_NO_PAD.encode(public.e),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_token_is_not_ours() {
        let token = sign(&json!({"aud": "a"}));
        assert_eq!(verify::<Value>(&token), Some(json!({"aud": "a"})), "our own token must verify");
        let (head, tail) = token.split_once('.').expect("three parts");
        let (_, signature) = tail.split_once('.').expect("three parts");
        let forged = format!("{head}.{}.{signature}", URL_SAFE_NO_PAD.encode(r#"{"aud":"b"}"#));
        assert_eq!(verify::<Value>(&forged), None, "claims that were not signed must not be believed");
    }
}
