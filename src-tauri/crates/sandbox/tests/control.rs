//! The control door: closed to web pages, open to those who know its path.

use serde_json::{Value, json};

use crate::desk::{Answer, Desk, SCOPE};

#[tokio::test]
async fn no_web_page_gets_in() {
    let desk = Desk::open().await;
    let control = desk.sandbox.ready().control.clone();
    let ask = async |url: &str, header: Option<(&str, &str)>| {
        let mut request = desk.http.get(url);
        if let Some((name, value)) = header {
            request = request.header(name, value);
        }
        request.send().await.expect("an answer").status().as_u16()
    };
    assert_eq!(ask(&control, None).await, 200, "who knows the path is served");
    for origin in ["https://evil.example", "null", "http://127.0.0.1:1"] {
        assert_eq!(
            ask(&control, Some(("origin", origin))).await,
            403,
            "a script from {origin} must not get in"
        );
    }
    for host in ["evil.example", "127.0.0.1", "localhost:1", "127.0.0.1.evil.example"] {
        assert_eq!(
            ask(&control, Some(("host", host))).await,
            403,
            "a name rebound to loopback ({host}) must not"
        );
    }
    let port = control.split('/').nth(2).and_then(|host| host.split(':').nth(1)).expect("a port");
    let named = format!("localhost:{port}");
    assert_eq!(ask(&control, Some(("host", &named))).await, 200, "localhost is this machine too");
    let key = control.rsplit('/').next().expect("a path");
    assert_eq!(key.len(), 32, "128 bits in hexadecimal digits");
    let guessed = control.replace(key, &"0".repeat(32));
    assert_eq!(ask(&format!("{guessed}/traffic"), None).await, 404, "the path is the key");
    assert_eq!(ask(&format!("http://127.0.0.1:{port}/"), None).await, 404);
}

#[tokio::test]
async fn it_describes_itself() {
    let desk = Desk::open().await;
    let about = desk.look("").await;
    let routes = about["routes"].as_array().expect("a list of routes");
    for route in ["POST /faults", "GET /mail", "GET /traffic?after=N", "POST /reset", "POST /clock"] {
        assert!(routes.iter().any(|known| known["route"] == route), "{route} is not described");
    }
    assert_eq!(
        about["tenant"]["users"][0]["displayName"], "Contoso Events",
        "the seeded account comes first"
    );
    assert!(desk.look("/mail").await.as_array().is_some_and(Vec::is_empty), "nothing was sent yet");
    assert_eq!(desk.look("/sms").await, json!([]));
}

#[tokio::test]
async fn traffic_is_kept_without_its_secrets() {
    let desk = Desk::open().await;
    let tokens = desk.sign_in(SCOPE, &[("client_info", "1")]).await;
    desk.refresh(&tokens.text("refresh_token"), &[]).await;
    let me = format!("{}/v1.0/me", desk.sandbox.ready().graph);
    let sent = desk.http.get(me).bearer_auth(tokens.text("access_token")).send().await;
    sent.expect("an answer");
    let traffic = desk.look("/traffic").await;
    let text = traffic.to_string();
    for name in ["access_token", "refresh_token", "id_token"] {
        assert!(!text.contains(&tokens.text(name)), "the value of {name} must not be in the record");
        assert!(text.contains(name), "its name stays");
    }
    let list = traffic.as_array().expect("a list");
    let [start, poll, refresh, graph] = list.as_slice() else { panic!("four exchanges, not {list:?}") };
    assert_eq!(start["service"], "entra");
    assert_eq!(
        start["requestBody"].as_str().map(|body| body.contains("client_id=")),
        Some(true),
        "forms are text"
    );
    assert!(start["responseBody"]["user_code"].is_string(), "a body that is JSON is kept as JSON");
    assert_eq!(start["responseBody"]["device_code"], "<redacted>");
    assert_eq!(poll["path"], "/organizations/oauth2/v2.0/token");
    assert!(
        poll["requestBody"].as_str().is_some_and(|body| body.contains("device_code=%3Credacted%3E")),
        "{poll}"
    );
    assert_eq!(graph["requestHeaders"]["authorization"], "Bearer <redacted>");
    let after = desk.look(&format!("/traffic?after={}", poll["n"])).await;
    assert_eq!(after[0]["n"], refresh["n"], "after=N leaves out the first N");
}

#[tokio::test]
async fn the_clock_and_the_date_header_go_together() {
    let desk = Desk::open().await;
    let moved = desk.control("/clock", json!({"now": "2026-12-01T18:00:00Z", "frozen": true})).await;
    assert_eq!(moved.body["now"], "2026-12-01T18:00:00Z");
    desk.control("/clock", json!({"advanceSeconds": 90})).await;
    assert_eq!(desk.look("/clock").await["now"], "2026-12-01T18:01:30Z");
    let sent = desk.http.get(desk.entra("/common/discovery/v2.0/keys")).send().await.expect("an answer");
    assert_eq!(sent.headers()["date"], "Tue, 01 Dec 2026 18:01:30 GMT", "clients learn the skew from it");
    let refused = desk.control("/clock", json!({"advance": 90})).await;
    assert_eq!(refused.status, 400, "a misspelt command must not pass for done");
}

#[tokio::test]
async fn a_reset_forgets_all_but_the_numbers() {
    let desk = Desk::open().await;
    let tokens = desk.sign_in(SCOPE, &[]).await;
    desk.control("/switches", json!({"joinUrlForm": "short"})).await;
    desk.control("/faults", json!({"route": "GET /me", "status": 503})).await;
    let last =
        |traffic: Value| traffic.as_array().and_then(|list| list.last().cloned()).map(|x| x["n"].clone());
    let before = last(desk.look("/traffic").await);
    assert_eq!(desk.control("/reset", json!({})).await.status, 200);
    assert_eq!(desk.look("/switches").await["joinUrlForm"], "long");
    assert_eq!(desk.look("/faults").await, json!([]));
    assert_eq!(desk.look("/traffic").await, json!([]));
    let refused = desk.refresh(&tokens.text("refresh_token"), &[]).await;
    assert_eq!(refused.body["error"], "invalid_grant", "sign-ins are forgotten");
    let after = last(desk.look("/traffic").await);
    assert!(
        after.as_ref().and_then(Value::as_u64) > before.as_ref().and_then(Value::as_u64),
        "numbers are never used twice"
    );
}

#[tokio::test]
async fn unknown_switches_and_users_are_refused() {
    let desk = Desk::open().await;
    let refused = async |path: &str, body: Value| -> Answer {
        let answer = desk.control(path, body).await;
        assert!((400..500).contains(&answer.status), "{path}: {answer:?}");
        assert!(answer.body["error"]["message"].is_string(), "and says why: {answer:?}");
        answer
    };
    refused("/switches", json!({"joinUrl": "short"})).await;
    refused("/switches", json!({"joinUrlForm": "medium"})).await;
    refused("/grants/revoke", json!({"user": "nobody"})).await;
    refused("/device-codes/NOSUCHCODE/approve", json!({})).await;
    refused("/faults", json!({"route": "emails:send", "status": 429})).await;
    refused("/faults", json!({"route": "POST /emails:send", "status": 200})).await;
}
