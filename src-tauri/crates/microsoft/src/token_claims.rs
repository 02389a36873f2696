//! What an access token says of itself, read without checking its signature.
//!
//! A token is its service's business; this is for turning away one that could not work before it is sent or handed on.
//! Of ACS' tokens `exp` and `skypeid` are read, which the calling SDK itself reads; of Entra's `appid` (`azp` in the
//! second version) and `oid`, which the Teams exchange compares with what is sent beside the token. No right is ever
//! given because of a claim.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::Deserialize;

/// Longer than any token that a service gives out.
const LONGEST: usize = 32 * 1024;

/// The claims that are looked at; each may be missing.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct TokenClaims {
    exp: Option<i64>,
    /// Whose ACS token it is: the identity without its leading `8:`.
    pub skypeid: Option<String>,
    #[serde(alias = "azp")]
    pub appid: Option<String>,
    pub oid: Option<String>,
}

impl TokenClaims {
    /// `None` where the text is no JSON Web Token.
    pub fn read(token: &str) -> Option<Self> {
        if token.len() > LONGEST {
            return None;
        }
        let mut parts = token.split('.');
        let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
        serde_json::from_slice(&bytes).ok()
    }

    pub fn expires(&self) -> Option<Timestamp> {
        Timestamp::from_second(self.exp?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(claims: &str) -> String {
        format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims))
    }

    #[test]
    fn only_what_could_be_a_token_is_read_as_one() {
        let read =
            TokenClaims::read(&token(r#"{"exp":1796153979,"skypeid":"acs:a_b","new":{}}"#)).expect("one");
        assert_eq!(read.expires().map(Timestamp::as_second), Some(1_796_153_979));
        assert_eq!(read.skypeid.as_deref(), Some("acs:a_b"));
        let second = TokenClaims::read(&token(r#"{"azp":"app"}"#)).expect("a token of the second version");
        assert_eq!(second.appid.as_deref(), Some("app"));
        for nonsense in
            ["", "a", "a.b", "a.b.c", "a.b.c.d", &token("[]"), &token(r#"{"exp":"soon"}"#), "..", "a.%.c"]
        {
            assert_eq!(TokenClaims::read(nonsense), None, "{nonsense:?} would be handed to the calling SDK");
        }
        let long = token(&format!(r#"{{"oid":"{}"}}"#, "x".repeat(LONGEST)));
        assert_eq!(TokenClaims::read(&long), None, "nobody's token is that long");
        assert_eq!(TokenClaims::default().expires(), None);
    }
}
