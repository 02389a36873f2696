//! Planned failures: before the request takes effect, and after.

use serde_json::json;

use crate::desk::{Desk, SCOPE};

#[tokio::test]
async fn before_means_not_applied() {
    let desk = Desk::open().await;
    let fault =
        json!({"route": "POST /oauth2/v2.0/devicecode", "count": 2, "status": 429, "retryAfter": 1.5});
    desk.control("/faults", fault).await;
    let client_id = desk.sandbox.ready().client_id.clone();
    for _ in 0..2 {
        let url = desk.entra("/organizations/oauth2/v2.0/devicecode");
        let form = [("client_id", &*client_id), ("scope", SCOPE)];
        let sent = desk.http.post(url).form(&form).send().await.expect("an answer");
        assert_eq!(sent.status(), 429);
        assert_eq!(sent.headers()["retry-after"], "1.5", "a wait may be fractional");
        let text = sent.text().await.expect("a body");
        assert!(text.contains("AADSTS"), "a failing service still speaks its own language: {text}");
    }
    assert_eq!(desk.start_device_code(SCOPE).await.status, 200, "the count is used up");
}

#[tokio::test]
async fn a_gateway_answers_in_html() {
    let desk = Desk::open().await;
    let fault = json!({"route": "GET /discovery/v2.0/keys", "status": 502, "html": true});
    assert_eq!(desk.control("/faults", fault).await.status, 200);
    let sent = desk.http.get(desk.entra("/common/discovery/v2.0/keys")).send().await.expect("an answer");
    assert_eq!(
        (sent.status().as_u16(), &sent.headers()["content-type"]),
        (502, &"text/html; charset=utf-8".parse().expect("a value"))
    );
    let nothing = desk.control("/faults", json!({"route": "GET /x", "html": true})).await;
    assert_eq!(nothing.status, 400, "a page without a status says nothing");
}

#[tokio::test]
async fn after_means_applied_and_never_answered() {
    let desk = Desk::open().await;
    desk.control("/faults", json!({"route": "POST /oauth2/v2.0/devicecode", "when": "after"})).await;
    let client_id = desk.sandbox.ready().client_id.clone();
    let url = desk.entra("/organizations/oauth2/v2.0/devicecode");
    let sent = desk.http.post(url).form(&[("client_id", &*client_id), ("scope", SCOPE)]).send().await;
    assert!(sent.is_err(), "the connection is cut before a byte of the answer, not {sent:?}");
    let exchange = &desk.look("/traffic").await[0];
    assert_eq!(
        (&exchange["status"], &exchange["cut"]),
        (&json!(200), &json!(true)),
        "the record tells the truth"
    );
    let user_code = exchange["responseBody"]["user_code"].as_str().expect("it was made").to_owned();
    let approved = desk.control(&format!("/device-codes/{user_code}/approve"), json!({})).await;
    assert_eq!(approved.status, 200, "the request took effect");
}

#[tokio::test]
async fn without_a_status_the_request_is_lost() {
    let desk = Desk::open().await;
    desk.control("/faults", json!({"route": "GET /discovery/v2.0/keys"})).await;
    let url = desk.entra("/common/discovery/v2.0/keys");
    assert!(desk.http.get(&url).send().await.is_err(), "cut before it was seen");
    assert_eq!(desk.look("/traffic").await, json!([]), "the service never saw it");
    desk.control("/faults", json!({"route": "GET /discovery/v2.0/keys", "delayMs": 300})).await;
    let asked = std::time::Instant::now();
    assert_eq!(
        desk.http.get(&url).send().await.expect("an answer").status(),
        200,
        "a delay alone only delays"
    );
    assert!(asked.elapsed().as_millis() >= 300);
}
