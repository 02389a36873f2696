//! The resource as a desk uses it: guests, tokens, mail.

use serde_json::json;

use crate::desk::claims;
use crate::services::{Services, mail};

const IDENTITY: &str = "api-version=2023-10-01";
const EMAIL: &str = "api-version=2025-09-01";

#[tokio::test]
async fn a_guest_gets_an_identity_and_a_token_that_says_who_and_how_long() {
    let services = Services::open().await;
    let body = json!({"createTokenWithScopes": ["voip.join", "chat.join.limited"], "expiresInMinutes": 60});
    let made = services.acs("POST", &format!("/identities?{IDENTITY}"), Some(body)).await;
    assert_eq!(made.status, 201, "{}", made.body);
    let id = made.body["identity"]["id"].as_str().expect("an id").to_owned();
    assert!(id.starts_with("8:acs:"), "{id}");
    let token = made.body["accessToken"]["token"].as_str().expect("a token");
    let claims = claims(token);
    assert_eq!(claims["skypeid"], id["8:".len()..], "the SDK reads the user from the token");
    assert_eq!(
        claims["exp"].as_i64().zip(claims["iat"].as_i64()).map(|(end, start)| end - start),
        Some(3600)
    );

    for path_id in [id.clone(), id.replace(':', "%3A")] {
        let target = format!("/identities/{path_id}/:issueAccessToken?{IDENTITY}");
        let issued = services.acs("POST", &target, Some(json!({"scopes": ["voip"]}))).await;
        assert_eq!(issued.status, 200, "the raw target is what is signed: {}", issued.body);
    }
    let target = format!("/identities/{id}/:revokeAccessTokens?{IDENTITY}");
    assert_eq!(services.acs("POST", &target, None).await.status, 204);
    assert_eq!(services.acs("DELETE", &format!("/identities/{id}?{IDENTITY}"), None).await.status, 204);
    assert_eq!(services.acs("POST", &target, None).await.status, 404, "gone with everything it had");
    let bare = services.acs("POST", &format!("/identities?{IDENTITY}"), None).await;
    assert_eq!((bare.status, bare.body.get("accessToken")), (201, None), "no token unless asked for");
}

#[tokio::test]
async fn an_application_with_a_role_on_the_resource_needs_no_key() {
    let services = Services::open().await;
    let tenant = services.desk.sandbox.ready().tenant_id.clone();
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", lectern_sandbox::tenant::SERVICE_CLIENT_ID),
        ("client_secret", lectern_sandbox::tenant::SERVICE_SECRET),
        ("scope", "https://communication.azure.com//.default"),
    ];
    let token = services.desk.form(&format!("/{tenant}/oauth2/v2.0/token"), &fields).await;
    let authorization = format!("Bearer {}", token.text("access_token"));
    let headers = [("authorization", authorization.as_str()), ("x-ms-date", ""), ("x-ms-content-sha256", "")];
    let made = services.acs_with("POST", &format!("/identities?{IDENTITY}"), &headers, None).await;
    assert_eq!(made.status, 201, "{}", made.body);
}

#[tokio::test]
async fn a_teams_user_is_exchanged_when_every_claim_fits() {
    let services = Services::open().await;
    let root = "https://auth.msft.communication.azure.com";
    let token =
        services.token_of("ana.reyes", &format!("{root}/Teams.ManageCalls {root}/Teams.ManageChats")).await;
    let (app, user) = (services.desk.sandbox.ready().client_id.clone(), claims(&token)["oid"].clone());
    let target = format!("/teamsUser/:exchangeAccessToken?{IDENTITY}");
    let body = json!({"token": token, "appId": app, "userId": user});
    let exchanged = services.acs("POST", &target, Some(body.clone())).await;
    assert_eq!(exchanged.status, 200, "{}", exchanged.body);
    let other = json!({"token": token, "appId": app, "userId": app});
    assert_eq!(
        services.acs("POST", &target, Some(other)).await.status,
        400,
        "userId must be the token's oid"
    );
    let graph = json!({"token": services.token, "appId": app, "userId": user});
    assert_eq!(
        services.acs("POST", &target, Some(graph)).await.status,
        401,
        "a token for Graph is none for Teams"
    );
    let calls_only = services.token_of("ana.reyes", &format!("{root}/Teams.ManageCalls")).await;
    let half = json!({"token": calls_only, "appId": app, "userId": user});
    assert_eq!(services.acs("POST", &target, Some(half)).await.status, 401, "both permissions are required");
    let unlicensed =
        services.token_of("front.desk", &format!("{root}/Teams.ManageCalls {root}/Teams.ManageChats")).await;
    let other = json!({"token": unlicensed, "appId": app, "userId": claims(&unlicensed)["oid"]});
    assert_eq!(services.acs("POST", &target, Some(other)).await.status, 403, "without a Teams licence");
}

#[tokio::test]
async fn a_work_account_is_exchanged_by_its_own_token_and_no_other() {
    let services = Services::open().await;
    let target = "/access/entra/:exchangeAccessToken?api-version=2025-03-02-preview";
    let scope = "https://communication.azure.com/clients/VoIP.Join";
    let token = services.token_of("ana.reyes", scope).await;
    let as_holder = |token: &str| format!("Bearer {token}");
    let exchange = async |authorization: String, target: &str, body: serde_json::Value| {
        let headers =
            [("authorization", authorization.as_str()), ("x-ms-date", ""), ("x-ms-content-sha256", "")];
        services.acs_with("POST", target, &headers, Some(body)).await
    };
    let made = exchange(as_holder(&token), target, json!({})).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let id = made.body["identity"]["id"].as_str().expect("an id").to_owned();
    assert!(id.contains("_wf_") && id.ends_with(claims(&token)["oid"].as_str().expect("an oid")), "{id}");
    let given = claims(made.body["accessToken"]["token"].as_str().expect("a token"));
    assert_eq!(given["acsScope"], "voip.join", "no chat for work accounts");

    let unassigned = services.token_of("priya.raman", scope).await;
    for (why, authorization, target, body, status) in [
        ("nobody assigned her", as_holder(&unassigned), target, json!({}), 403),
        ("a token for Graph", as_holder(&services.token), target, json!({}), 401),
        ("something in the body", as_holder(&token), target, json!({"appId": "x"}), 400),
        (
            "a stable version",
            as_holder(&token),
            "/access/entra/:exchangeAccessToken?api-version=2023-10-01",
            json!({}),
            400,
        ),
    ] {
        assert_eq!(exchange(authorization, target, body).await.status, status, "{why}");
    }
    let by_key = services.acs("POST", target, Some(json!({}))).await;
    assert_eq!(by_key.status, 401, "the key must not stand in for a person");
}

#[tokio::test]
async fn a_mail_is_accepted_followed_and_shown_at_the_control_door() {
    let services = Services::open().await;
    services.switch(json!({"emailSecondsUntilDone": 5, "emailRetryAfterSeconds": 2})).await;
    let operation = "8540c0de-899f-5cce-acb5-3ec493af3800";
    let headers = [("operation-id", operation)];
    let target = format!("/emails:send?{EMAIL}");
    let sent = services.acs_with("POST", &target, &headers, Some(mail(&["ana@example.org"]))).await;
    assert_eq!((sent.status, &sent.body), (202, &json!({"id": operation, "status": "Running"})));
    assert_eq!(sent.header("retry-after"), "2", "whole seconds");
    let location = sent.header("operation-location").to_owned();
    let follow = location.split_once("/emails").map(|(_, rest)| format!("/emails{rest}")).expect("a path");
    let running = services.acs("GET", &follow, None).await;
    assert_eq!((&running.body["status"], running.header("retry-after")), (&json!("Running"), "2"));
    services.desk.control("/clock", json!({"advanceSeconds": 6})).await;
    let done = services.acs("GET", &follow, None).await;
    assert_eq!((&done.body["status"], done.header("retry-after")), (&json!("Succeeded"), ""));

    let again = services.acs_with("POST", &target, &headers, Some(mail(&["ana@example.org"]))).await;
    assert_eq!(again.status, 202, "the same operation");
    let outbox = services.desk.look("/mail").await;
    assert_eq!(outbox.as_array().map(Vec::len), Some(1), "sent once: {outbox}");
    assert_eq!(outbox[0]["operationId"], operation);
    assert_eq!(outbox[0]["to"], "ana@example.org");
    assert_eq!(
        outbox[0]["attachments"],
        json!([{"name": "event.ics", "contentType": "text/calendar", "contentBase64": "QkVHSU4="}])
    );
    services.switch(json!({"repeatedOperationId": "conflict409"})).await;
    let refused = services.acs_with("POST", &target, &headers, Some(mail(&["ana@example.org"]))).await;
    assert_eq!(refused.status, 409);
    services.switch(json!({"repeatedOperationId": "sendsAgain"})).await;
    services.acs_with("POST", &target, &headers, Some(mail(&["ana@example.org"]))).await;
    assert_eq!(
        services.desk.look("/mail").await.as_array().map(Vec::len),
        Some(2),
        "a service that sends twice"
    );
}

#[tokio::test]
async fn a_mail_to_nobody_reachable_fails_with_status_200() {
    let services = Services::open().await;
    for (who, code) in [
        ("suppressed@example.org", "EmailDroppedAllRecipientsSuppressed"),
        ("bounce@example.org", "EmailDropped"),
    ] {
        let sent = services.acs("POST", &format!("/emails:send?{EMAIL}"), Some(mail(&[who]))).await;
        let follow = format!("/emails/operations/{}?{EMAIL}", sent.text("id"));
        let status = services.acs("GET", &follow, None).await;
        assert_eq!((status.status, &status.body["status"]), (200, &json!("Failed")), "{}", status.body);
        assert_eq!(status.body["error"]["code"], code);
    }
    assert_eq!(services.desk.look("/mail").await, json!([]), "nobody got anything");
}

#[tokio::test]
async fn the_sending_quota_counts_by_the_clock() {
    let services = Services::open().await;
    services.switch(json!({"emailQuota": true})).await;
    let target = format!("/emails:send?{EMAIL}");
    for number in 0..30 {
        let sent = services.acs("POST", &target, Some(mail(&["ana@example.org"]))).await;
        assert_eq!(sent.status, 202, "mail {number} of the first minute");
    }
    let refused = services.acs("POST", &target, Some(mail(&["ana@example.org"]))).await;
    assert_eq!((refused.status, refused.code()), (429, "TooManyRequests"));
    let wait: i64 = refused.header("retry-after").parse().expect("whole seconds");
    services.desk.control("/clock", json!({"advanceSeconds": wait + 1})).await;
    let sent = services.acs("POST", &target, Some(mail(&["ana@example.org"]))).await;
    assert_eq!(sent.status, 202, "after what Retry-After said: {}", sent.body);
}
