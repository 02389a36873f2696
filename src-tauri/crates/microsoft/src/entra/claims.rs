//! Claims requests and challenges (continuous access evaluation).
//!
//! <https://learn.microsoft.com/entra/identity-platform/claims-challenge>

use super::EntraError;
use crate::transport::TransportError;
use serde_json::{Map, Value, json};

/// The `claims` parameter of a request: the challenge's JSON, if any, with the capability `cp1` added, which says that
/// this app understands challenges. Graph sends them to nobody else.
///
/// # Errors
/// A transport error where the challenge is no JSON object, or holds something else where an object belongs.
pub fn merge(challenge: Option<&str>) -> Result<String, EntraError> {
    let mut claims: Map<String, Value> = match challenge {
        Some(text) => serde_json::from_str(text).map_err(|_| not_a_challenge("."))?,
        None => Map::new(),
    };
    let access_token = claims.entry("access_token").or_insert_with(|| json!({}));
    // null is how OIDC spells "no particular value wanted"
    if access_token.is_null() {
        *access_token = json!({});
    }
    let access_token = access_token.as_object_mut().ok_or_else(|| not_a_challenge("access_token"))?;
    access_token.insert("xms_cc".to_owned(), json!({"values": ["cp1"]}));
    Ok(Value::Object(claims).to_string())
}

fn not_a_challenge(path: &str) -> EntraError {
    let reason = "the claims challenge is not an object".to_owned();
    TransportError::Malformed { status: 401, path: path.to_owned(), reason }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_capability_is_always_there() {
        let alone = merge(None).expect("nothing to merge");
        assert_eq!(
            alone, r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#,
            "as the documentation spells it"
        );
        let merged =
            merge(Some(r#"{"access_token":{"nbf":{"essential":true,"value":"1"}},"id_token":{"a":null}}"#))
                .expect("a challenge as Graph sends it");
        let merged: Value = serde_json::from_str(&merged).expect("our own JSON");
        assert_eq!(
            merged["access_token"]["xms_cc"]["values"],
            json!(["cp1"]),
            "else Graph stops challenging us"
        );
        assert_eq!(
            merged["access_token"]["nbf"]["value"], "1",
            "else the new token meets the same challenge: a loop"
        );
        assert_eq!(merged["id_token"], json!({"a": null}), "what we do not know must survive");
    }

    #[test]
    fn nonsense_is_refused() {
        for nonsense in ["", "[]", "\"x\"", r#"{"access_token":1}"#, "{"] {
            assert!(merge(Some(nonsense)).is_err(), "{nonsense:?} would be sent to Entra as claims");
        }
    }
}
