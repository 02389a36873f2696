//! The resource's refusals.

use serde_json::{Value, json};

use crate::services::{Services, mail};

/// What is wrong, method, target, body, status, code, and a part of the message. `ID` stands for an identity.
type Row = (&'static str, &'static str, &'static str, Option<Value>, u16, &'static str, &'static str);

const CREATE: &str = "/identities?api-version=2023-10-01";
const ISSUE: &str = "/identities/ID/:issueAccessToken?api-version=2023-10-01";
const TEAMS: &str = "/teamsUser/:exchangeAccessToken?api-version=2023-10-01";
const SEND: &str = "/emails:send?api-version=2025-09-01";

#[allow(clippy::unnecessary_wraps, reason = "as a row has it")]
fn with(path: &str, value: Value) -> Option<Value> {
    let mut body = mail(&["ana@example.org"]);
    *body.pointer_mut(path).expect("a part of a mail") = value;
    Some(body)
}

#[allow(clippy::unnecessary_wraps, reason = "as a row has it")]
fn extra(name: &str, value: Value) -> Option<Value> {
    let mut body = mail(&["ana@example.org"]);
    body[name] = value;
    Some(body)
}

fn people(count: usize) -> Value {
    (0..count).map(|number| json!({"address": format!("p{number}@example.org")})).collect()
}

#[rustfmt::skip]
fn identities() -> Vec<Row> {
    vec![
        ("no api-version", "POST", "/identities", None, 400, "ApiVersionUnspecified", "An API version is required"),
        ("unknown api-version", "POST", "/identities?api-version=2024-01-01", None, 400, "UnsupportedApiVersion", "does not support the API version '2024-01-01'"),
        ("email's version on identities", "POST", "/identities?api-version=2025-09-01", None, 400, "UnsupportedApiVersion", ""),
        ("identity's version on email", "POST", "/emails:send?api-version=2023-10-01", Some(mail(&["ana@example.org"])), 400, "UnsupportedApiVersion", ""),
        ("Teams users before their version", "POST", "/teamsUser/:exchangeAccessToken?api-version=2021-03-07", Some(json!({})), 400, "UnsupportedApiVersion", ""),
        ("unknown scope", "POST", CREATE, Some(json!({"createTokenWithScopes": ["video"]})), 400, "BadRequest", "video"),
        ("scopes that are no list", "POST", CREATE, Some(json!({"createTokenWithScopes": "voip"})), 400, "BadRequest", "array"),
        ("59 minutes", "POST", CREATE, Some(json!({"createTokenWithScopes": ["voip"], "expiresInMinutes": 59})), 400, "BadRequest", "between 60 and 1440"),
        ("1441 minutes", "POST", ISSUE, Some(json!({"scopes": ["voip"], "expiresInMinutes": 1441})), 400, "BadRequest", "between 60 and 1440"),
        ("a life in a version without lives", "POST", "/identities?api-version=2022-06-01", Some(json!({"createTokenWithScopes": ["voip"], "expiresInMinutes": 60})), 400, "BadRequest", "2022-06-01"),
        ("customId, which was taken away", "POST", CREATE, Some(json!({"customId": "ana"})), 400, "BadRequest", "customId"),
        ("no scopes", "POST", ISSUE, Some(json!({"scopes": []})), 400, "BadRequest", "At least one scope"),
        ("malformed identity", "POST", "/identities/ana/:issueAccessToken?api-version=2023-10-01", Some(json!({"scopes": ["voip"]})), 400, "BadRequest", "8:acs:"),
        ("identity of another resource", "DELETE", "/identities/8:acs:0_1?api-version=2023-10-01", None, 404, "NotFound", ""),
        ("method of nothing", "GET", CREATE, None, 405, "MethodNotAllowed", ""),
        ("unknown path", "POST", "/rooms?api-version=2023-10-01", None, 404, "NotFound", ""),
        ("exchange without its parts", "POST", TEAMS, Some(json!({"token": "x"})), 400, "BadRequest", "'appId' is required"),
        ("exchange of nonsense", "POST", TEAMS, Some(json!({"token": "x", "appId": "a", "userId": "u"})), 401, "InvalidToken", ""),
    ]
}

#[rustfmt::skip]
fn mails() -> Vec<Row> {
    vec![
        ("unknown property", "POST", SEND, extra("importance", json!("high")), 400, "BadRequest", "importance"),
        ("unknown property within", "POST", SEND, with("/content", json!({"subject": "s", "text": "t"})), 400, "BadRequest", "content.text"),
        ("no subject", "POST", SEND, with("/content", json!({"plainText": "t"})), 400, "BadRequest", "content.subject"),
        ("neither text nor html", "POST", SEND, with("/content", json!({"subject": "s"})), 400, "BadRequest", "Either 'html' or 'plainText'"),
        ("51 recipients", "POST", SEND, with("/recipients", json!({"to": people(49), "cc": people(1), "bcc": people(1)})), 400, "BadRequest", "limit of 50"),
        ("nobody in to", "POST", SEND, with("/recipients", json!({"to": [], "bcc": people(1)})), 400, "BadRequest", "'to'"),
        ("malformed address", "POST", SEND, with("/recipients", json!({"to": [{"address": "ana at example.org"}]})), 400, "BadRequest", "Invalid format for email address"),
        ("sender of another domain", "POST", SEND, with("/senderAddress", json!("donotreply@fabrikam.example")), 404, "DomainNotLinked", "has not been linked"),
        ("unknown sender name", "POST", SEND, with("/senderAddress", json!("boss@contosoevents.example")), 400, "InvalidSenderUserName", ""),
        ("attachment that is no base64", "POST", SEND, with("/attachments/0/contentInBase64", json!("not base64!")), 400, "BadRequest", "base64"),
        ("attachment of a forbidden type", "POST", SEND, with("/attachments/0/contentType", json!("application/x-msdownload")), 400, "BadRequest", "not allowed"),
        ("attachment without a name", "POST", SEND, with("/attachments/0/name", json!("")), 400, "BadRequest", "name"),
        ("headers that are no text", "POST", SEND, extra("headers", json!({"x-priority": 1})), 400, "BadRequest", "x-priority"),
        ("more than 10 MB", "POST", SEND, with("/content/html", json!("x".repeat(10 * 1024 * 1024))), 413, "EmailSizeLimitExceeded", "10 MB"),
        ("unknown operation", "GET", "/emails/operations/8540c0de-899f-5cce-acb5-3ec493af3800?api-version=2025-09-01", None, 404, "NotFound", "Couldn't find a record"),
    ]
}

#[tokio::test]
async fn each_has_its_status_code_and_words() {
    let services = Services::open().await;
    let made = services.acs("POST", CREATE, None).await;
    let id = made.body["identity"]["id"].as_str().expect("an id").to_owned();
    let rows: Vec<Row> = identities().into_iter().chain(mails()).collect();
    for (what, method, target, body, status, code, words) in rows {
        let answer = services.acs(method, &target.replace("ID", &id), body).await;
        assert_eq!((answer.status, answer.code()), (status, code), "{what}: {}", answer.body);
        let message = answer.body["error"]["message"].as_str().unwrap_or_default();
        assert!(message.contains(words), "{what}: {words:?} is in {message:?}");
        assert_eq!(answer.header("x-ms-error-code"), code, "{what}: the SDKs read it from here");
    }
    assert_eq!(services.desk.look("/mail").await, json!([]), "nothing that was refused was sent");
}

#[tokio::test]
async fn signatures_are_verified_on_what_came_over_the_wire() {
    let services = Services::open().await;
    let body = json!({"createTokenWithScopes": ["voip"]});
    let denied = "Denied by the resource provider.";
    let differs = "Request 'x-ms-content-sha256' differs from generated content hash.";
    let scheme = "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=";
    let other = format!("{scheme}aGLvpEAbmQYSqn6Tg3ts110IsTBd+TomGvdUl+3BqD4=");
    let credential = format!(
        "HMAC-SHA256 Credential=x&SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={other}"
    );
    for (what, headers, message) in [
        ("no signature", vec![("authorization", "")], denied),
        ("another key's signature", vec![("authorization", other.as_str())], denied),
        ("App Configuration's form", vec![("authorization", credential.as_str())], denied),
        ("a token for nothing", vec![("authorization", "Bearer abc")], denied),
        ("no date", vec![("x-ms-date", "")], denied),
        ("a date of long ago", vec![("x-ms-date", "Mon, 01 Jan 2024 00:00:00 GMT")], denied),
        ("another host", vec![("host", "contoso.communication.azure.com")], denied),
        (
            "another body's hash",
            vec![("x-ms-content-sha256", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")],
            differs,
        ),
    ] {
        let answer = services.acs_with("POST", CREATE, &headers, Some(body.clone())).await;
        assert_eq!((answer.status, answer.code()), (401, "Denied"), "{what}: {}", answer.body);
        assert_eq!(answer.body["error"]["message"], message, "{what}");
    }
    let graph = format!("Bearer {}", services.token);
    let answer = services.acs_with("POST", CREATE, &[("authorization", graph.as_str())], None).await;
    assert_eq!(answer.status, 401, "a token for Graph opens nothing here");
}

#[tokio::test]
async fn an_operation_id_is_a_guid_and_a_clock_may_be_off_by_what_the_switch_says() {
    let services = Services::open().await;
    let sent = services
        .acs_with("POST", SEND, &[("operation-id", "mail-1")], Some(mail(&["ana@example.org"])))
        .await;
    assert_eq!((sent.status, sent.code()), (400, "BadRequest"), "{}", sent.body);
    services.switch(json!({"acsClockSkewSeconds": -1})).await;
    let refused = services.acs("POST", CREATE, None).await;
    assert_eq!(refused.status, 401, "no skew is small enough now");
}
