//! From a path to its operation. Order of checks: signature or token, path, api-version, body.

use axum::http::{Method, StatusCode};

use super::refusal::{Outcome, Refusal};
use super::{access, email, exchange, identities};
use crate::wire::{Call, Reply};
use crate::world::World;

const IDENTITY: &[&str] =
    &["2021-03-07", "2022-06-01", "2022-10-01", "2023-10-01", "2025-06-30", "2026-07-22", "2026-09-23"];
/// Teams users came with the second stable version.
const TEAMS_USER: &[&str] =
    &["2022-06-01", "2022-10-01", "2023-10-01", "2025-06-30", "2026-07-22", "2026-09-23"];
/// A preview, and the only one.
const ENTRA_USER: &[&str] = &["2025-03-02-preview"];
const EMAIL: &[&str] = &["2023-03-31", "2025-09-01"];

/// A checked call.
#[derive(Debug, Clone)]
pub(crate) struct Ask<'a> {
    pub call: &'a Call,
    pub version: String,
}

pub(crate) fn answer(world: &mut World, call: &Call) -> Outcome<Reply> {
    let segments = call.segments().ok_or_else(|| Refusal::bad_request("The request URI is not valid."))?;
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let method = &call.method;
    let own_token = matches!(segments.as_slice(), ["access", "entra", ":exchangeAccessToken"]);
    if !own_token {
        access::check(world, call)?;
    }
    let ask = |versions| version(world, call, versions).map(|version| Ask { call, version });
    match segments.as_slice() {
        ["identities"] if method == Method::POST => {
            let ask = ask(IDENTITY)?;
            identities::create(world, &ask)
        }
        ["identities", id] if method == Method::DELETE => {
            ask(IDENTITY)?;
            identities::delete(world, id)
        }
        ["identities", id, ":issueAccessToken"] if method == Method::POST => {
            let ask = ask(IDENTITY)?;
            identities::issue(world, &ask, id)
        }
        ["identities", id, ":revokeAccessTokens"] if method == Method::POST => {
            ask(IDENTITY)?;
            identities::revoke(world, id)
        }
        ["teamsUser", ":exchangeAccessToken"] if method == Method::POST => {
            let ask = ask(TEAMS_USER)?;
            exchange::exchange(world, &ask)
        }
        ["access", "entra", ":exchangeAccessToken"] if method == Method::POST => {
            let ask = ask(ENTRA_USER)?;
            exchange::entra(world, &ask)
        }
        ["emails:send"] if method == Method::POST => {
            let ask = ask(EMAIL)?;
            email::send(world, &ask)
        }
        ["emails", "operations", id] if method == Method::GET => {
            ask(EMAIL)?;
            email::status(world, id)
        }
        ["identities" | "emails:send"]
        | ["identities", _]
        | ["identities", _, ":issueAccessToken" | ":revokeAccessTokens"]
        | ["teamsUser", ":exchangeAccessToken"]
        | ["access", "entra", ":exchangeAccessToken"]
        | ["emails", "operations", _] => Err(Refusal::method_not_allowed()),
        ["sms", ..] => Err(Refusal::new(
            StatusCode::NOT_IMPLEMENTED,
            "NotImplemented",
            "This sandbox does not send SMS.",
        )),
        _ => Err(Refusal::not_found("The requested resource was not found.")),
    }
}

fn version(world: &World, call: &Call, known: &[&str]) -> Outcome<String> {
    let query = call.query();
    let mut given = query.iter().filter(|(name, _)| name.eq_ignore_ascii_case("api-version"));
    let (version, second) = (given.next(), given.next());
    let Some((_, version)) = version.filter(|(_, value)| !value.is_empty()) else {
        return Err(Refusal::new(
            StatusCode::BAD_REQUEST,
            "ApiVersionUnspecified",
            "An API version is required, but was not specified.",
        ));
    };
    if second.is_some() {
        return Err(Refusal::new(
            StatusCode::BAD_REQUEST,
            "AmbiguousApiVersion",
            "Multiple, different API versions were requested. At most, only a single API version may be specified.",
        ));
    }
    if known.contains(&version.as_str()) {
        return Ok(version.clone());
    }
    Err(Refusal::new(
        StatusCode::BAD_REQUEST,
        "UnsupportedApiVersion",
        format!(
            "The HTTP resource that matches the request URI '{}{}' does not support the API version '{version}'.",
            world.urls.acs, call.path
        ),
    ))
}

/// The body as an object with these properties and no others; an absent body is an empty object.
pub(crate) fn object(call: &Call, known: &[&str]) -> Outcome<serde_json::Map<String, serde_json::Value>> {
    if call.body.is_empty() {
        return Ok(serde_json::Map::new());
    }
    let json = call.header("content-type").is_some_and(|kind| kind.starts_with("application/json"));
    if !json {
        return Err(Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "UnsupportedMediaType",
            "The content type must be application/json.",
        ));
    }
    let value = serde_json::from_slice::<serde_json::Value>(&call.body)
        .map_err(|_| Refusal::bad_request("The request body is not valid JSON."))?;
    let serde_json::Value::Object(object) = value else {
        return Err(Refusal::bad_request("The request body must be a JSON object."));
    };
    closed(&object, known, "")?;
    Ok(object)
}

/// Refuses what is not among the known properties; `path` is where the object stands.
pub(crate) fn closed(
    object: &serde_json::Map<String, serde_json::Value>,
    known: &[&str],
    path: &str,
) -> Outcome<()> {
    match object.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => {
            let target = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            Err(Refusal::property(&target, format!("The property '{target}' is not known.")))
        }
        None => Ok(()),
    }
}
