//! The device authorization grant, with each of its ends.

use serde_json::json;

use crate::desk::{Desk, SCOPE, claims};

#[tokio::test]
async fn pending_until_approved_then_tokens_once() {
    let desk = Desk::open().await;
    let started = desk.start_device_code(SCOPE).await;
    assert_eq!(started.body["expires_in"], 900, "codes live fifteen minutes");
    assert!(started.body["interval"].is_i64(), "clients wait for the interval");
    assert!(
        started.text("message").contains(&started.text("user_code")),
        "the message is shown to people as it is"
    );

    let pending = desk.poll(&started.text("device_code")).await;
    assert_eq!((pending.status, &pending.body["error"]), (400, &json!("authorization_pending")));
    assert_eq!(pending.body["error_codes"], json!([70016]), "the documented number");

    let user_code = started.text("user_code");
    let dashed = format!("{}-{}", user_code[..4].to_lowercase(), &user_code[4..]);
    let approved =
        desk.control(&format!("/device-codes/{dashed}/approve"), json!({"user": "ana.reyes"})).await;
    assert_eq!(
        approved.status, 200,
        "a code typed with a dash and in lower case is the same: {}",
        approved.body
    );

    let tokens = desk.poll(&started.text("device_code")).await;
    assert_eq!(tokens.status, 200, "{}", tokens.body);
    assert_eq!(tokens.body["token_type"], "Bearer");
    let scope = tokens.text("scope");
    assert!(scope.split(' ').any(|name| name == "Calendars.ReadWrite"), "spelt as asked for: {scope}");
    assert!(
        !scope.contains("offline_access"),
        "offline_access is answered by a refresh token, not by a scope"
    );
    let id = claims(&tokens.text("id_token"));
    assert_eq!(id["preferred_username"], "ana.reyes@contosoevents.onmicrosoft.com");
    assert_eq!(id["aud"], json!(desk.sandbox.ready().client_id));
    assert!(id.get("nonce").is_none(), "a nonce comes only if one was sent");
    assert!(tokens.body.get("client_info").is_none(), "client_info comes only if asked for");

    let again = desk.poll(&started.text("device_code")).await;
    assert_eq!((again.status, &again.body["error"]), (400, &json!("invalid_grant")), "a code is good once");
}

#[tokio::test]
async fn declined_and_expired_have_their_own_errors() {
    let desk = Desk::open().await;
    for (act, error) in [("deny", "authorization_declined"), ("expire", "expired_token")] {
        let started = desk.start_device_code(SCOPE).await;
        desk.control(&format!("/device-codes/{}/{act}", started.text("user_code")), json!({})).await;
        let polled = desk.poll(&started.text("device_code")).await;
        assert_eq!((polled.status, &polled.body["error"]), (400, &json!(error)), "after {act}");
    }
    let started = desk.start_device_code(SCOPE).await;
    desk.control("/clock", json!({"advanceSeconds": 901})).await;
    let polled = desk.poll(&started.text("device_code")).await;
    assert_eq!(polled.body["error"], "expired_token", "fifteen minutes by the sandbox's clock are over");
    let late = desk.control(&format!("/device-codes/{}/approve", started.text("user_code")), json!({})).await;
    assert_eq!(late.status, 409, "an expired code cannot be approved");
}

#[tokio::test]
async fn the_switches_change_what_is_left_open() {
    let desk = Desk::open().await;
    desk.control("/switches", json!({"unknownDeviceCode": "badVerificationCode", "slowDown": "whenTooFast"}))
        .await;
    assert_eq!(
        desk.poll("nonsense").await.body["error"],
        "bad_verification_code",
        "the documentation's name"
    );
    let started = desk.start_device_code(SCOPE).await;
    desk.poll(&started.text("device_code")).await;
    assert_eq!(desk.poll(&started.text("device_code")).await.body["error"], "slow_down", "two polls at once");
    desk.control("/clock", json!({"advanceSeconds": 6})).await;
    assert_eq!(desk.poll(&started.text("device_code")).await.body["error"], "authorization_pending");

    desk.control("/switches", json!({"deviceCodeFlow": "blocked"})).await;
    desk.control(&format!("/device-codes/{}/approve", started.text("user_code")), json!({})).await;
    let blocked = desk.poll(&started.text("device_code")).await;
    assert_eq!(blocked.body["error_codes"], json!([53003]), "many tenants block the device flow");
}

#[tokio::test]
async fn consent_that_only_an_administrator_gives_is_missing() {
    let desk = Desk::open().await;
    let started = desk.start_device_code("openid VirtualEvent.ReadWrite").await;
    desk.control(&format!("/device-codes/{}/approve", started.text("user_code")), json!({})).await;
    let refused = desk.poll(&started.text("device_code")).await;
    assert_eq!(refused.body["error"], "invalid_grant");
    assert_eq!(
        refused.body["error_codes"],
        json!([65001]),
        "VirtualEvent.* needs an administrator: {}",
        refused.body
    );
    assert_eq!(refused.body["suberror"], "consent_required");
}

#[tokio::test]
async fn a_person_enters_the_code_on_a_page() {
    let desk = Desk::open().await;
    let started = desk.start_device_code(SCOPE).await;
    let page = desk.http.get(started.text("verification_uri")).send().await.expect("the page");
    let cookie =
        page.headers()["set-cookie"].to_str().expect("text").split(';').next().expect("a pair").to_owned();
    assert_eq!(page.headers()["x-frame-options"], "DENY", "no site may frame the page");
    let flow = hidden(&page.text().await.expect("markup"), "flow");
    let url = desk.entra("/devicelogin");
    let user_code = started.text("user_code");
    let post = |fields: Vec<(&'static str, String)>| {
        desk.http.post(&url).header("cookie", &cookie).form(&fields).send()
    };

    let foreign =
        desk.http.post(&url).form(&[("user_code", &*user_code), ("decision", "approve")]).send().await;
    assert_eq!(
        foreign.expect("an answer").status(),
        400,
        "a form without the page's cookie comes from elsewhere"
    );
    let origin = desk.http.post(&url).header("cookie", &cookie).header("origin", "https://evil.example");
    let sent =
        origin.form(&[("flow", &*flow), ("user_code", &*user_code), ("decision", "approve")]).send().await;
    assert_eq!(sent.expect("an answer").status(), 400, "another site's form must not approve");
    assert_eq!(desk.poll(&started.text("device_code")).await.body["error"], "authorization_pending");

    let wrong =
        post(vec![("flow", flow.clone()), ("user_code", "XXXXXXXXX".into())]).await.expect("an answer");
    assert!(wrong.text().await.expect("markup").contains("didn’t work"), "a wrong code is said so");
    let asked =
        post(vec![("flow", flow.clone()), ("user_code", user_code.clone())]).await.expect("an answer");
    assert!(asked.text().await.expect("markup").contains("Tomasz Nowak"), "any seeded user can be chosen");
    let fields = vec![
        ("flow", flow),
        ("user_code", user_code),
        ("user", "tomasz.nowak".into()),
        ("decision", "approve".into()),
    ];
    assert_eq!(post(fields).await.expect("an answer").status(), 200);
    let tokens = desk.poll(&started.text("device_code")).await;
    assert_eq!(claims(&tokens.text("id_token"))["name"], "Tomasz Nowak", "who was chosen is signed in");
}

/// The value of a hidden field.
pub fn hidden(page: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let rest = page.split(&mark).nth(1).unwrap_or_else(|| panic!("no field {name} in {page}"));
    rest.split('"').next().expect("a closing quote").to_owned()
}
