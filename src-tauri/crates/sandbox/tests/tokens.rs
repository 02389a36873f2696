//! What becomes of tokens: rotation, expiry, revocation, challenges, and an application's own.

use axum::http::{HeaderMap, HeaderValue};
use lectern_sandbox::entra::{Audience, Grant, TokenFault, check_bearer};
use lectern_sandbox::world::lock;
use serde_json::json;

use crate::desk::{Answer, Desk, SCOPE, claims};

const CP1: (&str, &str) = ("claims", r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#);

fn check(desk: &Desk, token: &str, audience: Audience) -> Result<Grant, TokenFault> {
    let mut headers = HeaderMap::new();
    let value = HeaderValue::from_str(&format!("Bearer {token}")).expect("a token is ASCII");
    headers.insert("authorization", value);
    check_bearer(&lock(desk.sandbox.world()), &headers, audience)
}

#[tokio::test]
async fn a_refresh_token_rotates_and_the_old_one_lives() {
    let desk = Desk::open().await;
    let first = desk.sign_in(SCOPE, &[]).await.text("refresh_token");
    let second = desk.refresh(&first, &[("scope", "Calendars.ReadWrite offline_access")]).await;
    assert_eq!(second.status, 200, "{}", second.body);
    assert_ne!(second.text("refresh_token"), first, "each use gives a new one");
    assert_eq!(second.text("scope"), "Calendars.ReadWrite", "a subset may be asked for");
    assert_eq!(desk.refresh(&first, &[]).await.status, 200, "the server does not revoke the old one");

    desk.control("/clock", json!({"advanceSeconds": 91 * 86_400})).await;
    let idle = desk.refresh(&second.text("refresh_token"), &[]).await;
    assert_eq!(idle.body["error_codes"], json!([700_082]), "ninety days without use are too long");
}

#[tokio::test]
async fn an_access_token_is_for_one_resource_and_an_hour() {
    let desk = Desk::open().await;
    let tokens = desk.sign_in(SCOPE, &[("client_info", "1")]).await;
    let token = tokens.text("access_token");
    let grant = check(&desk, &token, Audience::Graph).expect("a fresh token is good");
    assert!(grant.scopes.contains("Calendars.ReadWrite") && !grant.cae, "{grant:?}");
    assert_eq!(check(&desk, &token, Audience::Acs), Err(TokenFault::WrongAudience));
    assert_eq!(check(&desk, &format!("{token}x"), Audience::Graph), Err(TokenFault::Malformed));
    assert!(tokens.body["client_info"].is_string(), "MSAL caches no account without it");
    desk.control("/clock", json!({"advanceSeconds": 3_600})).await;
    assert_eq!(check(&desk, &token, Audience::Graph), Err(TokenFault::Expired), "by the sandbox's clock");
}

#[tokio::test]
async fn revoked_sign_ins_end() {
    let desk = Desk::open().await;
    let plain = desk.sign_in(SCOPE, &[]).await;
    let cae = desk.sign_in(SCOPE, &[CP1]).await;
    assert!(cae.body["expires_in"].as_i64() > Some(7_200), "tokens that can be challenged live longer");
    desk.control("/grants/revoke", json!({})).await;

    let refused = desk.refresh(&plain.text("refresh_token"), &[]).await;
    assert_eq!((refused.status, &refused.body["error"]), (400, &json!("invalid_grant")));
    assert_eq!(refused.body["error_codes"], json!([50173]), "{}", refused.body);
    assert!(
        check(&desk, &plain.text("access_token"), Audience::Graph).is_ok(),
        "a plain token lives its hour out"
    );
    match check(&desk, &cae.text("access_token"), Audience::Graph) {
        Err(TokenFault::Revoked { claims }) => assert!(claims.contains("nbf"), "{claims}"),
        other => panic!("a client with cp1 must be challenged, not {other:?}"),
    }
    let anew = desk.sign_in(SCOPE, &[CP1]).await;
    assert!(
        check(&desk, &anew.text("access_token"), Audience::Graph).is_ok(),
        "a new sign-in is a new grant"
    );
}

#[tokio::test]
async fn a_challenge_is_met_by_a_refresh() {
    let desk = Desk::open().await;
    let tokens = desk.sign_in(SCOPE, &[CP1]).await;
    desk.control("/grants/challenge", json!({"user": "events"})).await;
    let token = tokens.text("access_token");
    assert!(matches!(check(&desk, &token, Audience::Graph), Err(TokenFault::Revoked { .. })));
    let fresh = desk.refresh(&tokens.text("refresh_token"), &[CP1]).await;
    assert!(
        check(&desk, &fresh.text("access_token"), Audience::Graph).is_ok(),
        "no loop: the new token is good"
    );
}

async fn credentials(desk: &Desk, scope: &str) -> Answer {
    let (id, secret) = (lectern_sandbox::tenant::SERVICE_CLIENT_ID, lectern_sandbox::tenant::SERVICE_SECRET);
    let tenant = desk.sandbox.ready().tenant_id.clone();
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", id),
        ("client_secret", secret),
        ("scope", scope),
    ];
    desk.form(&format!("/{tenant}/oauth2/v2.0/token"), &fields).await
}

#[tokio::test]
async fn an_application_gets_a_token_of_its_own() {
    let desk = Desk::open().await;
    let answer = credentials(&desk, "https://graph.microsoft.com/.default").await;
    let mut names: Vec<_> = answer.body.as_object().expect("an object").keys().cloned().collect();
    names.sort();
    assert_eq!(names, ["access_token", "expires_in", "ext_expires_in", "token_type"], "exactly these four");
    let grant = check(&desk, &answer.text("access_token"), Audience::Graph).expect("good for Graph");
    assert!(grant.user.is_none() && grant.roles.contains("VirtualEvent.Read.All"), "{grant:?}");

    let acs = credentials(&desk, "https://communication.azure.com//.default").await;
    assert_eq!(acs.status, 200, "the double slash is what Azure's own clients send: {}", acs.body);
    assert!(check(&desk, &acs.text("access_token"), Audience::Acs).is_ok());
}

#[tokio::test]
async fn a_teams_user_gets_a_token_to_exchange() {
    let desk = Desk::open().await;
    let scope = "https://auth.msft.communication.azure.com/Teams.ManageCalls \
                 https://auth.msft.communication.azure.com/Teams.ManageChats";
    let token = desk.sign_in(scope, &[]).await.text("access_token");
    let grant = check(&desk, &token, Audience::AcsTeams).expect("good for the exchange");
    assert!(grant.scopes.contains("Teams.ManageCalls"), "{grant:?}");
}

#[tokio::test]
async fn discovery_leads_to_the_endpoints() {
    let desk = Desk::open().await;
    let read = async |path: &str| {
        let sent = desk.http.get(desk.entra(path)).send().await.expect("an answer");
        Answer::read(sent).await
    };
    let tenant = desk.sandbox.ready().tenant_id.clone();
    let configuration = read(&format!("/{tenant}/v2.0/.well-known/openid-configuration")).await;
    let issuer = configuration.text("issuer");
    let token = desk.sign_in(SCOPE, &[]).await.text("id_token");
    assert_eq!(claims(&token)["iss"], json!(issuer), "the id token's issuer is the configuration's");
    for name in ["token_endpoint", "authorization_endpoint", "device_authorization_endpoint", "jwks_uri"] {
        assert!(configuration.text(name).starts_with(&desk.entra("/")), "{name} is on the authority's host");
    }
    assert!(read("/contosoevents.onmicrosoft.com/v2.0/.well-known/openid-configuration").await.status == 200);
    let keys = read(&format!("/{tenant}/discovery/v2.0/keys")).await;
    assert_eq!(keys.body["keys"][0]["kty"], "RSA");
    let host = desk.entra("/common/oauth2/v2.0/authorize");
    let instance =
        read(&format!("/common/discovery/instance?api-version=1.1&authorization_endpoint={host}")).await;
    assert!(
        instance.text("tenant_discovery_endpoint").ends_with("/common/v2.0/.well-known/openid-configuration")
    );
}
