//! Who signed in, from the id token.
//!
//! Its signature is not checked: it comes straight from the token endpoint over TLS, where OpenID Connect Core 3.1.3.7
//! (6) lets TLS stand for it. Issuer, audience, expiry and nonce are checked. The access token is never read.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::Deserialize;
use url::Url;

/// The claims this app uses.
/// <https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference>
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdToken {
    /// The person in the tenant: never changes, and is the key to keep.
    pub oid: String,
    /// The tenant.
    pub tid: String,
    /// What the person types to sign in. Can change; for display only.
    pub preferred_username: Option<String>,
    pub name: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdTokenError {
    #[error("the id token cannot be read")]
    Malformed,
    #[error("the id token comes from another issuer")]
    Issuer,
    #[error("the id token is for another app")]
    Audience,
    #[error("the id token is from another tenant")]
    Tenant,
    #[error("the id token answers another sign-in")]
    Nonce,
    /// A token that was issued a moment ago cannot have expired.
    #[error("the id token has expired already: this computer's clock seems to be wrong")]
    Clock,
}

/// What the id token must say.
pub(super) struct Expected<'a> {
    pub login: &'a Url,
    /// A GUID binds the answer to that tenant; a domain or `organizations` does not.
    pub tenant: &'a str,
    pub client_id: &'a str,
    /// What the request sent; only then is the claim there.
    pub nonce: Option<&'a str>,
    pub now: Timestamp,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    exp: i64,
    oid: String,
    tid: String,
    nonce: Option<String>,
    preferred_username: Option<String>,
    name: Option<String>,
}

/// Entra's own recommendation for the skew between two clocks.
const SKEW_SECONDS: i64 = 300;

impl IdToken {
    pub(super) fn read(token: &str, expected: &Expected<'_>) -> Result<Self, IdTokenError> {
        let claims = decode(token).ok_or(IdTokenError::Malformed)?;
        let issuer = Url::parse(&claims.iss).map_err(|_| IdTokenError::Issuer)?;
        let path = format!("/{}/v2.0", claims.tid);
        if issuer.origin() != expected.login.origin() || issuer.path().trim_end_matches('/') != path {
            return Err(IdTokenError::Issuer);
        }
        if !claims.aud.eq_ignore_ascii_case(expected.client_id) {
            return Err(IdTokenError::Audience);
        }
        let tenant_is_guid = uuid::Uuid::try_parse(expected.tenant).is_ok();
        if tenant_is_guid && !claims.tid.eq_ignore_ascii_case(expected.tenant) {
            return Err(IdTokenError::Tenant);
        }
        if expected.nonce.is_some() && claims.nonce.as_deref() != expected.nonce {
            return Err(IdTokenError::Nonce);
        }
        if claims.exp.saturating_add(SKEW_SECONDS) <= expected.now.as_second() {
            return Err(IdTokenError::Clock);
        }
        let Claims { oid, tid, preferred_username, name, .. } = claims;
        Ok(Self { oid, tid, preferred_username, name })
    }
}

fn decode(token: &str) -> Option<Claims> {
    let mut parts = token.split('.');
    let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
    let bytes = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
    serde_json::from_slice(&bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const TID: &str = "11111111-2222-3333-4444-555555555555";

    fn read(change: &serde_json::Value, nonce: Option<&str>) -> Result<IdToken, IdTokenError> {
        let login = Url::parse("https://login.microsoftonline.com").expect("a URL");
        let mut claims = json!({
            "iss": format!("https://login.microsoftonline.com/{TID}/v2.0"), "aud": "app", "exp": 1_000_000,
            "oid": "o", "tid": TID, "name": "Ana", "preferred_username": "ana@contoso.example", "ver": "2.0",
        });
        for (key, value) in change.as_object().expect("changes") {
            claims[key] = value.clone();
        }
        let token = format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(claims.to_string()));
        let now = Timestamp::from_second(1_000_200).expect("a time");
        IdToken::read(&token, &Expected { login: &login, tenant: TID, client_id: "app", nonce, now })
    }

    #[test]
    fn a_good_token_names_its_person() {
        let token = read(&json!({}), None).expect("within the allowed skew");
        assert_eq!((token.oid.as_str(), token.name.as_deref()), ("o", Some("Ana")));
        assert!(read(&json!({"nonce": "n"}), Some("n")).is_ok());
    }

    #[test]
    fn every_foreign_token_is_refused() {
        use IdTokenError as E;
        for (change, nonce, expected) in [
            (json!({"iss": format!("https://login.evil.example/{TID}/v2.0")}), None, E::Issuer),
            (json!({"iss": "https://login.microsoftonline.com/common/v2.0"}), None, E::Issuer),
            (json!({"aud": "another"}), None, E::Audience),
            (json!({"tid": "x", "iss": "https://login.microsoftonline.com/x/v2.0"}), None, E::Tenant),
            (json!({"nonce": "m"}), Some("n"), E::Nonce),
            (json!({}), Some("n"), E::Nonce),
            (json!({"exp": 999_000}), None, E::Clock),
            (json!({"oid": 7}), None, E::Malformed),
        ] {
            assert_eq!(read(&change, nonce), Err(expected), "{change}: it would sign in somebody else");
        }
    }
}
