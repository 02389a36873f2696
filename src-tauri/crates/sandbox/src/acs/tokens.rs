//! Access tokens for calling and chat, and what they may be asked to allow.

use jiff::{Timestamp, ToSpan};
use serde_json::{Map, Value, json};

use super::refusal::{Outcome, Refusal};
use crate::tenant::AcsResource;

const SCOPES: [&str; 5] = ["chat", "voip", "chat.join", "chat.join.limited", "voip.join"];
const SHORTEST_MINUTES: i64 = 60;
const LONGEST_MINUTES: i64 = 1440;
/// The first version in which a token's life can be asked for.
const FIRST_WITH_EXPIRY: &str = "2022-10-01";

/// What a body asks for.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub scopes: Vec<String>,
    pub minutes: i64,
}

impl Wanted {
    pub fn read(object: &Map<String, Value>, property: &str, version: &str) -> Outcome<Self> {
        let invalid = |message: String| Refusal::property(property, message);
        let scopes = match object.get(property) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(scopes)) => scopes
                .iter()
                .map(|scope| {
                    let name = scope.as_str().unwrap_or_default();
                    let known = SCOPES.iter().find(|known| **known == name);
                    known.map(|known| (*known).to_owned()).ok_or_else(|| {
                        invalid(format!("The scope {scope} is not one of: {}.", SCOPES.join(", ")))
                    })
                })
                .collect::<Outcome<_>>()?,
            Some(_) => return Err(invalid(format!("'{property}' must be an array of scopes."))),
        };
        let minutes = match object.get("expiresInMinutes") {
            None | Some(Value::Null) => LONGEST_MINUTES,
            Some(_) if version < FIRST_WITH_EXPIRY => {
                return Err(Refusal::property(
                    "expiresInMinutes",
                    format!("The property 'expiresInMinutes' is not known to API version {version}."),
                ));
            }
            Some(value) => value
                .as_i64()
                .filter(|minutes| (SHORTEST_MINUTES..=LONGEST_MINUTES).contains(minutes))
                .ok_or_else(|| {
                    Refusal::property(
                        "expiresInMinutes",
                        format!(
                            "'expiresInMinutes' must be between {SHORTEST_MINUTES} and {LONGEST_MINUTES}."
                        ),
                    )
                })?,
        };
        Ok(Self { scopes, minutes })
    }
}

/// A token and its expiry, as `CommunicationIdentityAccessToken`.
pub(crate) fn make(resource: &AcsResource, id: &str, wanted: &Wanted, now: Timestamp) -> Value {
    let expires = now.checked_add(wanted.minutes.minutes()).unwrap_or(now);
    let skype_id = id.strip_prefix("8:").unwrap_or(id);
    write(resource, skype_id, &wanted.scopes.join(","), now, expires)
}

/// A token for `skype_id` until `expires`.
pub(crate) fn write(
    resource: &AcsResource,
    skype_id: &str,
    scopes: &str,
    now: Timestamp,
    expires: Timestamp,
) -> Value {
    let claims = json!({
        "skypeid": skype_id,
        // The skype scope flags of every token that the public resources give out.
        "scp": 1792,
        "csi": now.as_second().to_string(),
        "exp": expires.as_second(),
        "iat": now.as_second(),
        "rgn": "emea",
        "acsScope": scopes,
        "resourceId": resource.resource_id,
        "resourceLocation": "europe",
    });
    let token = crate::entra::jwt::sign(&claims);
    json!({"token": token, "expiresOn": expires.strftime("%Y-%m-%dT%H:%M:%S.%7f+00:00").to_string()})
}
