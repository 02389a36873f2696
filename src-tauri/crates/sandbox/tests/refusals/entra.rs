//! Entra's refusals.

use serde_json::{Value, json};

use crate::desk::{DEVICE_GRANT, Desk, SCOPE};

const UNKNOWN: &str = "11111111-2222-3333-4444-555555555555";
const DEVICE: &str = "/organizations/oauth2/v2.0/devicecode";
const TOKEN: &str = "/organizations/oauth2/v2.0/token";

type Fields = Vec<(&'static str, &'static str)>;
/// What is wrong, path, fields, status, error, AADSTS number. `CLIENT` and the like stand for seeded values.
type Row = (&'static str, &'static str, Fields, u16, &'static str, u32);

#[rustfmt::skip]
fn rows() -> Vec<Row> {
    let credentials = |scope, secret| vec![("grant_type", "client_credentials"), ("client_id", "SERVICE"), ("scope", scope), ("client_secret", secret)];
    let graph = "https://graph.microsoft.com/.default";
    let home = "/TENANT/oauth2/v2.0/token";
    vec![
        ("no client", DEVICE, vec![("scope", SCOPE)], 400, "invalid_request", 900_144),
        ("no scope", DEVICE, vec![("client_id", "CLIENT")], 400, "invalid_request", 900_144),
        ("unknown client", DEVICE, vec![("client_id", UNKNOWN), ("scope", SCOPE)], 400, "unauthorized_client", 700_016),
        ("client is no GUID", DEVICE, vec![("client_id", "lectern"), ("scope", SCOPE)], 400, "unauthorized_client", 700_038),
        ("unknown tenant", "/other.example/oauth2/v2.0/devicecode", vec![("client_id", "CLIENT"), ("scope", SCOPE)], 400, "invalid_request", 90_002),
        ("malformed tenant", "/nobody/oauth2/v2.0/devicecode", vec![("client_id", "CLIENT"), ("scope", SCOPE)], 400, "invalid_request", 900_023),
        ("personal accounts", "/consumers/oauth2/v2.0/devicecode", vec![("client_id", "CLIENT"), ("scope", SCOPE)], 400, "invalid_request", 9_002_332),
        ("single-tenant client on common", "/common/oauth2/v2.0/devicecode", vec![("client_id", "SERVICE"), ("scope", SCOPE)], 400, "invalid_request", 50_194),
        ("unknown resource", DEVICE, vec![("client_id", "CLIENT"), ("scope", "https://a.example/Read")], 400, "invalid_resource", 500_011),
        ("two resources", DEVICE, vec![("client_id", "CLIENT"), ("scope", "User.Read https://communication.azure.com//.default")], 400, "invalid_request", 28_000),
        ("default and more", DEVICE, vec![("client_id", "CLIENT"), ("scope", "https://graph.microsoft.com/.default User.Read")], 400, "invalid_scope", 70_011),
        ("scopes with commas", DEVICE, vec![("client_id", "CLIENT"), ("scope", "User.Read,Mail.Send")], 400, "invalid_scope", 70_011),
        ("no grant type", TOKEN, vec![("client_id", "CLIENT")], 400, "invalid_request", 900_144),
        ("unknown grant type", TOKEN, vec![("client_id", "CLIENT"), ("grant_type", "password")], 400, "unsupported_grant_type", 70_003),
        ("no device code", TOKEN, vec![("client_id", "CLIENT"), ("grant_type", DEVICE_GRANT)], 400, "invalid_request", 900_144),
        ("unknown device code", TOKEN, vec![("client_id", "CLIENT"), ("grant_type", DEVICE_GRANT), ("device_code", "x")], 400, "invalid_grant", 9_002_313),
        ("secret of a public client", TOKEN, vec![("client_id", "CLIENT"), ("client_secret", "SECRET"), ("grant_type", DEVICE_GRANT), ("device_code", "x")], 401, "invalid_client", 700_025),
        ("confidential client without secret", home, vec![("client_id", "SERVICE"), ("grant_type", DEVICE_GRANT), ("device_code", "x")], 401, "invalid_client", 7_000_218),
        ("unknown refresh token", TOKEN, vec![("client_id", "CLIENT"), ("grant_type", "refresh_token"), ("refresh_token", "x")], 400, "invalid_grant", 9_002_313),
        ("unknown code", TOKEN, vec![("client_id", "CLIENT"), ("grant_type", "authorization_code"), ("code", "x"), ("redirect_uri", "http://localhost")], 400, "invalid_grant", 9_002_313),
        ("code without redirect", TOKEN, vec![("client_id", "CLIENT"), ("grant_type", "authorization_code"), ("code", "x")], 400, "invalid_request", 900_144),
        ("wrong secret", home, credentials(graph, "wrong"), 401, "invalid_client", 7_000_215),
        ("assertion by nobody's certificate", home, vec![("grant_type", "client_credentials"), ("client_id", "SERVICE"), ("scope", graph), ("client_assertion", "x"), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")], 401, "invalid_client", 700_027),
        ("credentials without a tenant", TOKEN, vec![("grant_type", "client_credentials"), ("client_id", "CLIENT"), ("scope", graph), ("client_secret", "SECRET")], 400, "invalid_request", 50_059),
        ("credentials without default", home, credentials("https://graph.microsoft.com/User.Read.All", "SERVICE_SECRET"), 400, "invalid_scope", 1_002_012),
        ("credentials for nothing known", home, credentials("https://a.example/.default", "SERVICE_SECRET"), 400, "invalid_resource", 500_011),
        ("claims that are no JSON", TOKEN, vec![("client_id", "CLIENT"), ("grant_type", "refresh_token"), ("refresh_token", "REFRESH"), ("claims", "cp1")], 400, "invalid_request", 9_002_313),
        ("scope nobody consented to", TOKEN, vec![("client_id", "CLIENT"), ("grant_type", "refresh_token"), ("refresh_token", "REFRESH"), ("scope", "Mail.Read")], 400, "invalid_grant", 65_001),
        ("scope that does not exist", TOKEN, vec![("client_id", "CLIENT"), ("grant_type", "refresh_token"), ("refresh_token", "REFRESH"), ("scope", "Mail.Burn")], 400, "invalid_client", 650_053),
        ("another client's refresh token", home, vec![("client_id", "SERVICE"), ("client_secret", "SERVICE_SECRET"), ("grant_type", "refresh_token"), ("refresh_token", "REFRESH")], 400, "invalid_grant", 70_000),
        ("device code of another tenant segment", home, vec![("client_id", "CLIENT"), ("grant_type", DEVICE_GRANT), ("device_code", "DEVICE")], 400, "invalid_grant", 700_005),
    ]
}

#[tokio::test]
async fn each_has_its_status_error_and_number() {
    let desk = Desk::open().await;
    let refresh_token = desk.sign_in(SCOPE, &[]).await.text("refresh_token");
    let device_code = desk.start_device_code(SCOPE).await.text("device_code");
    let tenant = desk.sandbox.ready().tenant_id.clone();
    let value = |text: &str| match text {
        "CLIENT" => desk.sandbox.ready().client_id.clone(),
        "SERVICE" => lectern_sandbox::tenant::SERVICE_CLIENT_ID.to_owned(),
        "SECRET" => lectern_sandbox::tenant::CLIENT_SECRET.to_owned(),
        "SERVICE_SECRET" => lectern_sandbox::tenant::SERVICE_SECRET.to_owned(),
        "REFRESH" => refresh_token.clone(),
        "DEVICE" => device_code.clone(),
        other => other.to_owned(),
    };
    for (what, path, fields, status, error, number) in rows() {
        let owned: Vec<_> = fields.iter().map(|(name, text)| (*name, value(text))).collect();
        let sent: Vec<_> = owned.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let answer = desk.form(&path.replace("TENANT", &tenant), &sent).await;
        assert_eq!(answer.status, status, "{what}: {}", answer.body);
        assert_eq!(answer.body["error"], error, "{what}: {}", answer.body);
        assert_eq!(answer.body["error_codes"], json!([number]), "{what}: {}", answer.body);
        assert_shape(what, &answer.body, number);
    }
}

fn assert_shape(what: &str, body: &Value, number: u32) {
    let text = body["error_description"].as_str().unwrap_or_default();
    assert!(text.starts_with(&format!("AADSTS{number}: ")), "{what}: {text}");
    for part in ["Trace ID: ", "Correlation ID: ", "Timestamp: "] {
        assert!(text.contains(part), "{what}: the text has no {part}");
    }
    let timestamp = body["timestamp"].as_str().unwrap_or_default();
    assert!(
        timestamp.len() == 20 && timestamp.ends_with('Z') && timestamp.contains(' '),
        "{what}: {timestamp}"
    );
    assert!(
        body["trace_id"].is_string() && body["correlation_id"].is_string(),
        "{what}: ids are for support"
    );
}

#[tokio::test]
async fn only_posted_forms_are_read() {
    let desk = Desk::open().await;
    let got = desk.http.get(desk.entra(TOKEN)).send().await.expect("an answer");
    assert_eq!(got.status(), 405, "tokens are not given to a GET");
    assert!(got.text().await.expect("a body").contains("AADSTS900561"));
    let json =
        json!({"grant_type": DEVICE_GRANT, "client_id": desk.sandbox.ready().client_id, "device_code": "x"});
    let sent = desk.http.post(desk.entra(TOKEN)).json(&json).send().await.expect("an answer");
    assert!(sent.text().await.expect("a body").contains("AADSTS900144"), "JSON is no form");
    let unknown = desk.entra("/other.example/v2.0/.well-known/openid-configuration");
    let sent = desk.http.get(unknown).send().await.expect("an answer");
    assert_eq!(sent.status(), 400, "an unknown tenant has no configuration");
    let instance =
        desk.entra("/common/discovery/instance?authorization_endpoint=https://evil.example/common/");
    let sent = desk.http.get(instance).send().await.expect("an answer");
    assert!(sent.text().await.expect("a body").contains("AADSTS50049"), "only this host is an instance");
}
