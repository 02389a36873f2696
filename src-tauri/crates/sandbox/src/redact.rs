//! Takes secret values out of what is recorded, and leaves their names.

mod links;

use std::collections::BTreeMap;

use axum::http::HeaderMap;
use serde_json::Value;

const REDACTED: &str = "<redacted>";

/// Property names whose string is a secret wherever it stands in JSON. `code` is not among them: an error's
/// code is worth reading.
const SECRET_PROPERTIES: [&str; 12] = [
    "access_token",
    "refresh_token",
    "id_token",
    "device_code",
    "client_secret",
    "client_assertion",
    "assertion",
    "token",
    "password",
    "passcode",
    "accesskey",
    "authorization",
];

/// Fields that are secret in a form or a query only.
const SECRET_FIELDS: [&str; 6] = ["code", "code_verifier", "flow", "session_state", "id_token_hint", "sas"];

/// A JSON body.
pub fn json(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                if inner.is_string() && is_property(name) {
                    *inner = Value::String(REDACTED.into());
                } else {
                    json(inner);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(json),
        Value::String(inner) if ["://", "%", "asscode"].iter().any(|sign| inner.contains(sign)) => {
            *inner = text(inner);
        }
        _ => {}
    }
}

/// Text with join links in it, and passcodes in words, as Teams writes them below an event's description.
pub fn text(text: &str) -> String {
    spoken(&links::hide(text, REDACTED))
}

fn spoken(text: &str) -> String {
    const NAMED: &str = "asscode:";
    let mut parts = text.split(NAMED);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let value = part.trim_start();
        let rest = value.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
        kept.push_str(NAMED);
        kept.push_str(&part[..part.len() - value.len()]);
        if rest.len() < value.len() {
            kept.push_str(REDACTED);
        }
        kept.push_str(rest);
    }
    kept
}

/// `a=b&c=d`, as in a query or a form.
pub fn form(text: &str) -> String {
    let field = |pair: &str| match pair.split_once('=') {
        Some((name, value)) if is_field(name) => format!("{name}={}", stand_in(name, value)),
        _ => pair.to_owned(),
    };
    let text = links::hide(text, "%3Credacted%3E");
    text.split('&').map(field).collect::<Vec<_>>().join("&")
}

/// Headers, names in lower case, repeated ones joined.
pub fn headers(headers: &HeaderMap) -> BTreeMap<String, String> {
    let mut seen = BTreeMap::<String, String>::new();
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        let value = match name.as_str() {
            "authorization" => credentials(&value),
            "cookie" | "set-cookie" => cookies(&value),
            "location" => location(&value),
            _ => value.into_owned(),
        };
        seen.entry(name.as_str().to_owned())
            .and_modify(|joined| {
                joined.push_str(", ");
                joined.push_str(&value);
            })
            .or_insert(value);
    }
    seen
}

fn is_property(name: &str) -> bool {
    SECRET_PROPERTIES.iter().any(|secret| name.eq_ignore_ascii_case(secret))
}

fn is_field(name: &str) -> bool {
    is_property(name) || SECRET_FIELDS.iter().any(|secret| name.eq_ignore_ascii_case(secret))
}

/// A verifier keeps its length, since the contract has rules for it.
fn stand_in(name: &str, value: &str) -> String {
    if value.is_empty() {
        String::new()
    } else if name.eq_ignore_ascii_case("code_verifier") {
        format!("{:-<1$}", "redacted", value.len())
    } else {
        "%3Credacted%3E".to_owned()
    }
}

/// The scheme stays, and of an HMAC the list of signed headers.
fn credentials(value: &str) -> String {
    let (scheme, rest) = value.split_once(' ').unwrap_or((value, ""));
    match rest.split_once("Signature=") {
        Some((before, _)) => format!("{scheme} {before}Signature={REDACTED}"),
        None if rest.is_empty() => REDACTED.to_owned(),
        None => format!("{scheme} {REDACTED}"),
    }
}

fn cookies(value: &str) -> String {
    let name = value.split('=').next().unwrap_or_default();
    format!("{name}={REDACTED}")
}

fn location(value: &str) -> String {
    let (mark, at) = match (value.find('?'), value.find('#')) {
        (Some(at), _) => ('?', at),
        (None, Some(at)) => ('#', at),
        (None, None) => return value.to_owned(),
    };
    format!("{}{mark}{}", &value[..at], form(&value[at + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn secrets_go_and_their_names_stay() {
        let mut body = json!({"accessToken": {"token": "t", "expiresOn": "x"}, "error": {"code": "Denied"},
            "requests": [{"headers": {"Authorization": "Bearer t"}}]});
        json(&mut body);
        assert_eq!(
            body,
            json!({"accessToken": {"token": REDACTED, "expiresOn": "x"}, "error": {"code": "Denied"},
                "requests": [{"headers": {"Authorization": REDACTED}}]}),
            "a token must not be kept, and an error's code must"
        );
        let link = "https://teams.microsoft.com/l/meetup-join/x/0?context=%7b%22Tid%22%3a%22t%22%7d";
        for (said, kept) in [
            ("<div>Passcode: LZnm9</div>", "<div>Passcode: <redacted></div>"),
            ("Kein Passcode. passcode:", "Kein Passcode. passcode:"),
        ] {
            assert_eq!(text(said), kept);
        }
        let mut body = json!({"joinWebUrl": link, "joinMeetingIdSettings": {"passcode": "AbC"}, "value": [{"onlineMeeting": {"joinUrl": link}}]});
        json(&mut body);
        let kept = body.to_string();
        assert!(
            !kept.contains("Tid") && !kept.contains("AbC"),
            "who reads the record would be let in: {kept}"
        );
        assert!(
            kept.contains("/l/meetup-join/x/0?context=<redacted>"),
            "what was asked for stays readable: {kept}"
        );
        assert_eq!(
            form("grant_type=authorization_code&code=abc&state=1"),
            "grant_type=authorization_code&code=%3Credacted%3E&state=1"
        );
        let verifier = "v".repeat(43);
        let kept = form(&format!("code_verifier={verifier}"));
        assert_eq!(
            kept.len(),
            "code_verifier=".len() + 43,
            "the contract demands 43 characters of a verifier"
        );
        assert!(!kept.contains(&verifier), "and the verifier itself is a secret");
        assert_eq!(
            location("http://localhost:1/?code=abc&state=s"),
            "http://localhost:1/?code=%3Credacted%3E&state=s"
        );
        let signed = credentials("HMAC-SHA256 SignedHeaders=x-ms-date;host&Signature=abc=");
        assert_eq!(signed, "HMAC-SHA256 SignedHeaders=x-ms-date;host&Signature=<redacted>");
    }
}
