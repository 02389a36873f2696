//! The authorization code flow with PKCE, as a browser and an application go through it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use sha2::{Digest, Sha256};
use url::Url;

use crate::desk::{Answer, Desk, SCOPE, claims};
use crate::device_code::hidden;

const REDIRECT: &str = "http://localhost:49152";
const VERIFIER: &str = "a-verifier-of-forty-three-characters-or-more";

/// Fields that are sent instead, or not at all where there is nothing in them.
type Changes<'a> = &'a [(&'a str, &'a str)];

fn address(desk: &Desk, changes: Changes) -> Url {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
    let mut fields = vec![
        ("client_id", desk.sandbox.ready().client_id.clone()),
        ("response_type", "code".into()),
        ("redirect_uri", REDIRECT.into()),
        ("scope", SCOPE.into()),
        ("state", "st&te".into()),
        ("nonce", "n0nce".into()),
        ("code_challenge", challenge),
        ("code_challenge_method", "S256".into()),
    ];
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        if !value.is_empty() {
            fields.push((name, (*value).into()));
        }
    }
    Url::parse_with_params(&desk.entra("/organizations/oauth2/v2.0/authorize"), fields).expect("an address")
}

fn field(location: &str, name: &str) -> Option<String> {
    let url = Url::parse(location).expect("an address");
    url.query_pairs().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
}

/// Goes through the page by its form; gives the address that the browser is sent to.
async fn decide(desk: &Desk, decision: &str) -> String {
    let page = desk.http.get(address(desk, &[])).send().await.expect("the page");
    assert_eq!(page.status(), 200);
    let cookie =
        page.headers()["set-cookie"].to_str().expect("text").split(';').next().expect("a pair").to_owned();
    let flow = hidden(&page.text().await.expect("markup"), "flow");
    let form = [("flow", &*flow), ("user", "ana.reyes"), ("decision", decision)];
    let url = desk.entra("/organizations/oauth2/v2.0/authorize");
    let stranger = desk.http.post(&url).form(&form).send().await.expect("an answer");
    assert_eq!(stranger.status(), 400, "only the browser that was given the page may answer it");
    let sent = desk.http.post(&url).header("cookie", cookie).form(&form).send().await.expect("an answer");
    assert_eq!(sent.status(), 302, "the browser goes back to the application");
    sent.headers()["location"].to_str().expect("text").to_owned()
}

async fn redeem(desk: &Desk, code: &str, redirect: &str, verifier: &str) -> Answer {
    let client_id = desk.sandbox.ready().client_id.clone();
    desk.token(&[
        ("grant_type", "authorization_code"),
        ("client_id", &client_id),
        ("code", code),
        ("redirect_uri", redirect),
        ("code_verifier", verifier),
    ])
    .await
}

#[tokio::test]
async fn a_code_is_redeemed_once_by_who_began() {
    let desk = Desk::open().await;
    let location = decide(&desk, "approve").await;
    assert!(location.starts_with(REDIRECT), "any port of localhost is registered: {location}");
    assert_eq!(field(&location, "state").as_deref(), Some("st&te"), "the state comes back as it was sent");
    let code = field(&location, "code").expect("a code");

    let stolen = redeem(&desk, &code, REDIRECT, &"x".repeat(43)).await;
    assert_eq!(stolen.body["error_codes"], json!([501_481]), "a code without its verifier is worth nothing");
    let elsewhere = redeem(&desk, &code, "http://localhost:1", VERIFIER).await;
    assert_eq!(elsewhere.body["error_codes"], json!([500_112]), "the redirect is compared with its port");
    let tokens = redeem(&desk, &code, REDIRECT, VERIFIER).await;
    assert_eq!(tokens.status, 200, "{}", tokens.body);
    let id = claims(&tokens.text("id_token"));
    assert_eq!((&id["nonce"], &id["name"]), (&json!("n0nce"), &json!("Ana Reyes")));
    assert!(tokens.body["refresh_token"].is_string(), "offline_access was asked for");
    let again = redeem(&desk, &code, REDIRECT, VERIFIER).await;
    assert_eq!(again.body["error_codes"], json!([54005]), "a code is good once");
}

#[tokio::test]
async fn no_is_told_to_the_application() {
    let desk = Desk::open().await;
    let location = decide(&desk, "deny").await;
    assert_eq!(field(&location, "error").as_deref(), Some("access_denied"));
    assert!(field(&location, "error_description").expect("a text").starts_with("AADSTS65004"));
    assert_eq!(field(&location, "state").as_deref(), Some("st&te"), "also a refusal carries the state");
}

#[tokio::test]
async fn a_code_lives_ten_minutes() {
    let desk = Desk::open().await;
    let done = desk.control("/authorizations", json!({"url": address(&desk, &[]).as_str()})).await;
    let code = field(&done.text("location"), "code").expect("a code");
    desk.control("/clock", json!({"advanceSeconds": 601})).await;
    assert_eq!(redeem(&desk, &code, REDIRECT, VERIFIER).await.body["error_codes"], json!([70008]));
}

#[tokio::test]
async fn what_is_wrong_is_told_where_it_is_safe() {
    let desk = Desk::open().await;
    let by_redirect: [(Changes, &str, &str); 8] = [
        (&[("code_challenge", "")], "invalid_request", "AADSTS9002325"),
        (&[("code_challenge_method", "plain")], "invalid_request", "AADSTS9002325"),
        (&[("code_challenge", "short")], "invalid_request", "AADSTS501491"),
        (&[("response_type", "token")], "unsupported_response_type", "AADSTS700051"),
        (&[("scope", "https://a.example/x")], "invalid_resource", "AADSTS500011"),
        (&[("scope", "Calendars.Destroy")], "invalid_client", "AADSTS650053"),
        (&[("scope", "VirtualEvent.Read")], "invalid_grant", "AADSTS65001"),
        (&[("prompt", "none")], "login_required", "AADSTS50058"),
    ];
    for (changes, error, number) in by_redirect {
        let sent = desk.http.get(address(&desk, changes)).send().await.expect("an answer");
        assert_eq!(sent.status(), 302, "{changes:?} is told by redirect");
        let location = sent.headers()["location"].to_str().expect("text");
        assert_eq!(field(location, "error").as_deref(), Some(error), "for {changes:?}");
        assert!(field(location, "error_description").expect("a text").starts_with(number), "{location}");
    }
    let on_page: [(Changes, &str); 5] = [
        (&[("redirect_uri", "http://localhost:1/elsewhere")], "AADSTS50011"),
        (&[("redirect_uri", "http://127.0.0.1:49152")], "AADSTS50011"),
        (&[("redirect_uri", "https://evil.example/")], "AADSTS50011"),
        (&[("client_id", "11111111-2222-3333-4444-555555555555")], "AADSTS700016"),
        (&[("client_id", "")], "AADSTS900144"),
    ];
    for (changes, number) in on_page {
        let sent = desk.http.get(address(&desk, changes)).send().await.expect("an answer");
        assert_eq!(sent.status(), 400, "{changes:?} must not be sent to an address that nobody registered");
        assert!(sent.text().await.expect("markup").contains(number), "{changes:?} is {number}");
    }
}

#[tokio::test]
async fn a_form_can_carry_the_code() {
    let desk = Desk::open().await;
    let url = address(&desk, &[("response_mode", "form_post")]);
    let done = desk.control("/authorizations", json!({"url": url.as_str(), "user": "priya.raman"})).await;
    assert_eq!(
        done.text("location"),
        REDIRECT,
        "MSAL recommends form_post: no code in an address: {}",
        done.body
    );
    let code = done.body["fields"]["code"].as_str().expect("a code").to_owned();
    assert_eq!(done.body["fields"]["state"], "st&te");
    assert_eq!(redeem(&desk, &code, REDIRECT, VERIFIER).await.status, 200);
    let denied = desk.control("/authorizations", json!({"url": url.as_str(), "decision": "deny"})).await;
    assert_eq!(denied.body["fields"]["error"], "access_denied");
}
