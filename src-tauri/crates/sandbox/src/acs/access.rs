//! Who may call: a request signed with the resource's access key, or an Entra token for the resource.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::fmt::rfc2822;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::refusal::{Outcome, Refusal};
use crate::entra::{Audience, check_bearer};
use crate::wire::Call;
use crate::world::World;

const SIGNED_HEADERS: &str = "x-ms-date;host;x-ms-content-sha256";

pub(crate) fn check(world: &World, call: &Call) -> Outcome<()> {
    let authorization = call.header("authorization").ok_or_else(Refusal::denied)?;
    match authorization.split_once(' ') {
        Some((scheme, parameters)) if scheme.eq_ignore_ascii_case("HMAC-SHA256") => {
            check_key(world, call, parameters)
        }
        Some((scheme, _)) if scheme.eq_ignore_ascii_case("Bearer") => check_token(world, call),
        _ => Err(Refusal::denied()),
    }
}

fn check_token(world: &World, call: &Call) -> Outcome<()> {
    let grant = check_bearer(world, &call.headers, Audience::Acs).map_err(|_| Refusal::denied())?;
    let contributes = world.tenant.app(&grant.app_id).is_some_and(|app| app.acs_contributor);
    // A role on the resource is given to an application; no person of the seeded tenant has one.
    if grant.user.is_none() && contributes { Ok(()) } else { Err(Refusal::denied()) }
}

fn check_key(world: &World, call: &Call, parameters: &str) -> Outcome<()> {
    let (signed, signature) = parameters
        .strip_prefix("SignedHeaders=")
        .and_then(|rest| rest.split_once("&Signature="))
        .ok_or_else(Refusal::denied)?;
    if !signed.eq_ignore_ascii_case(SIGNED_HEADERS) {
        return Err(Refusal::denied());
    }
    let header = |name| call.header(name).ok_or_else(Refusal::denied);
    let (date, host, hash) = (header("x-ms-date")?, header("host")?, header("x-ms-content-sha256")?);
    let sent = rfc2822::parse(date).map_err(|_| Refusal::denied())?.timestamp();
    let skew = world.now().duration_since(sent).abs();
    if skew.as_secs() > world.switches.acs_clock_skew_seconds {
        return Err(Refusal::denied());
    }
    if STANDARD.encode(Sha256::digest(&call.body)) != hash {
        return Err(Refusal::content_hash());
    }
    let text = string_to_sign(call.method.as_str(), &call.target(), date, host, hash);
    let expected = sign(&world.tenant.acs.access_key, &text).ok_or_else(Refusal::denied)?;
    let same = bool::from(expected.as_bytes().ct_eq(signature.as_bytes()));
    same.then_some(()).ok_or_else(Refusal::denied)
}

/// The target is the request's own, never decoded.
fn string_to_sign(method: &str, target: &str, date: &str, host: &str, hash: &str) -> String {
    format!("{method}\n{target}\n{date};{host};{hash}")
}

fn sign(key: &str, text: &str) -> Option<String> {
    let key = STANDARD.decode(key).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(text.as_bytes());
    Some(STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published vectors, where the folder with the contracts lies beside the repository.
    #[test]
    fn the_signature_is_the_official_clients_own() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/contracts/acs-hmac-vectors.json");
        let Ok(text) = std::fs::read_to_string(path) else {
            #[allow(clippy::print_stdout, reason = "a skipped test must be seen")]
            {
                println!("skipped: ../shared/contracts/acs-hmac-vectors.json is not there");
            }
            return;
        };
        let vectors: Vec<serde_json::Value> = serde_json::from_str(&text).expect("the vectors are JSON");
        for vector in vectors {
            let field = |name: &str| vector[name].as_str().unwrap_or_default();
            let (host, target) = field("url")["https://".len()..].split_at(field("host").len());
            let hash = STANDARD.encode(Sha256::digest(field("body")));
            assert_eq!(hash, field("x-ms-content-sha256"), "{}: content hash", field("name"));
            let text = string_to_sign(field("method"), target, field("x-ms-date"), host, &hash);
            assert_eq!(text, field("stringToSign"), "{}: what is signed", field("name"));
            let signature = sign(field("accessKeyBase64"), &text).expect("a base64 key");
            assert!(
                field("Authorization").ends_with(&format!("&Signature={signature}")),
                "{}",
                field("name")
            );
        }
    }
}
