use crate::listener::{Listener, Reply, transport};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lectern_microsoft::RefreshToken;
use lectern_microsoft::cloud::Endpoints;
use lectern_microsoft::entra::{Authorize, CallbackError, Entra, EntraErrorKind, IdTokenError, Poll};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::time::Duration;
use url::Url;

const TENANT: &str = "11111111-2222-3333-4444-555555555555";
const CLIENT: &str = "99999999-2222-3333-4444-555555555555";
const SCOPES: [&str; 3] = ["openid", "offline_access", "https://graph.microsoft.com/Calendars.ReadWrite"];
const CP1: &str = r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#;

fn entra(listener: &Listener) -> Entra {
    let endpoints = Endpoints::loopback(listener.url.clone(), listener.url.clone()).expect("loopback");
    Entra::new(transport(), endpoints, TENANT, CLIENT).expect("plain ids")
}

fn refusal(error: &str, code: u32) -> Reply {
    let description =
        format!("AADSTS{code}: words. Trace ID: t Correlation ID: c Timestamp: 2026-11-23 10:00:00Z");
    let body = json!({"error": error, "error_description": description, "error_codes": [code],
        "timestamp": "2026-11-23 10:00:00Z", "trace_id": "t", "correlation_id": "c"});
    Reply::json(400, body)
}

fn tokens(id_token: Option<Value>) -> Reply {
    let mut body = json!({"token_type": "Bearer", "scope": "openid User.Read", "expires_in": 3599,
        "ext_expires_in": 3599, "access_token": "at-1", "refresh_token": "rt-2", "client_info": "e30"});
    if let Some(claims) = id_token {
        body["id_token"] = json!(format!("e30.{}.s", URL_SAFE_NO_PAD.encode(claims.to_string())));
    }
    Reply::json(200, body)
}

fn claims(issuer: &Url, nonce: Option<&str>) -> Value {
    let mut claims = json!({"iss": format!("{issuer}{TENANT}/v2.0"), "aud": CLIENT, "exp": 4_000_000_000_i64,
        "oid": "o", "tid": TENANT, "preferred_username": "events@contoso.example", "name": "Contoso Events"});
    if let Some(nonce) = nonce {
        claims["nonce"] = json!(nonce);
    }
    claims
}

fn device_code() -> Reply {
    Reply::json(
        200,
        json!({"user_code": "ABCD-EFGH", "device_code": "dc-secret", "verification_uri": "https://microsoft.com/devicelogin",
            "expires_in": 900, "interval": 5, "message": "To sign in, …"}),
    )
}

#[tokio::test]
async fn a_device_signs_in() {
    let pending = || refusal("authorization_pending", 70016);
    let listener = Listener::playing(vec![
        device_code(),
        pending(),
        refusal("slow_down", 0),
        Reply::Cut,
        Reply::json(503, "{}"),
        tokens(None),
    ])
    .await;
    let entra = entra(&listener);
    let code = entra.start_device_code(&SCOPES, None).await.expect("a code");
    assert_eq!((code.user_code.as_str(), code.interval), ("ABCD-EFGH", Duration::from_secs(5)));
    assert!(!format!("{code:?}").contains("dc-secret"), "who has the device code gets the tokens");
    assert!(matches!(entra.poll_device_code(&code).await, Ok(Poll::Pending)));
    assert!(matches!(entra.poll_device_code(&code).await, Ok(Poll::SlowDown)), "RFC 8628: five seconds more");
    let lost = entra.poll_device_code(&code).await.expect_err("a lost poll is not an outcome");
    assert!(matches!(lost.kind(), EntraErrorKind::Transport(error) if error.ambiguous()), "{lost:?}");
    let down = entra.poll_device_code(&code).await.expect_err("neither is a service in trouble");
    assert!(matches!(down.kind(), EntraErrorKind::Unavailable { .. }), "{down:?}");
    // on another thread, as a desktop app runs it
    let poll =
        tokio::spawn(async move { entra.poll_device_code(&code).await }).await.expect("it runs to its end");
    let Ok(Poll::Ready(tokens)) = poll else { panic!("the person was done") };
    assert_eq!(tokens.access_token.expose(), "at-1");
    assert_eq!(tokens.refresh_token.expect("offline_access was granted").expose(), "rt-2");
    assert_eq!((tokens.expires_in, tokens.scopes.len()), (Duration::from_secs(3599), 2));

    let seen = listener.seen();
    assert_eq!(seen[0].line, format!("POST /{TENANT}/oauth2/v2.0/devicecode HTTP/1.1"));
    assert_eq!(seen[0].form("scope").as_deref(), Some(SCOPES.join(" ").as_str()));
    assert_eq!(seen[0].form("claims").as_deref(), Some(CP1), "without cp1 Graph sends no challenges");
    assert_eq!(seen[1].line, format!("POST /{TENANT}/oauth2/v2.0/token HTTP/1.1"));
    assert_eq!(seen[1].form("grant_type").as_deref(), Some("urn:ietf:params:oauth:grant-type:device_code"));
    assert_eq!(seen[1].form("device_code").as_deref(), Some("dc-secret"));
    assert_eq!(seen[1].form("client_id").as_deref(), Some(CLIENT));
    assert_eq!(seen.len(), 6, "one poll is one request: anything more hurries Entra");
}

#[tokio::test]
async fn a_device_sign_in_ends_in_its_own_way() {
    let listener = Listener::playing(vec![
        device_code(),
        refusal("authorization_declined", 70017),
        refusal("expired_token", 70020),
        refusal("invalid_grant", 70000),
        refusal("access_denied", 53003),
        refusal("invalid_client", 700_016),
    ])
    .await;
    let entra = entra(&listener);
    let code = entra.start_device_code(&SCOPES, None).await.expect("a code");
    assert!(matches!(entra.poll_device_code(&code).await, Ok(Poll::Declined)));
    assert!(matches!(entra.poll_device_code(&code).await, Ok(Poll::Expired)));
    assert!(
        matches!(entra.poll_device_code(&code).await, Ok(Poll::Expired)),
        "an unknown code needs a new one as well"
    );
    let blocked = entra.poll_device_code(&code).await.expect_err("a policy");
    assert_eq!(blocked.kind(), &EntraErrorKind::Blocked, "'declined' would blame the person for a policy");
    let wrong = entra.poll_device_code(&code).await.expect_err("a wrong registration");
    assert_eq!(wrong.kind(), &EntraErrorKind::Client);
}

#[tokio::test]
async fn the_browser_signs_in() {
    let probe = Listener::playing(vec![]).await;
    let redirect = probe.url.join("/signed-in").expect("a path");
    let ask = Authorize {
        redirect_uri: &redirect,
        scopes: &SCOPES,
        login_hint: Some("events@contoso.example"),
        challenge: None,
    };
    let (url, session) = entra(&probe).authorize(&ask).expect("entropy");
    let query =
        |name: &str| url.query_pairs().find(|(own, _)| own == name).map(|(_, value)| value.into_owned());
    assert_eq!(url.path(), format!("/{TENANT}/oauth2/v2.0/authorize"));
    for (name, value) in [
        ("response_type", "code"),
        ("response_mode", "query"),
        ("code_challenge_method", "S256"),
        ("client_id", CLIENT),
        ("redirect_uri", redirect.as_str()),
        ("login_hint", "events@contoso.example"),
        ("claims", CP1),
    ] {
        assert_eq!(query(name).as_deref(), Some(value), "{name}");
    }
    let state = query("state").expect("a state");
    assert_eq!(session.accept(&format!("code=c&state={state}x")).err(), Some(CallbackError::Foreign));
    assert_eq!(
        session.accept("code=c").err(),
        Some(CallbackError::Foreign),
        "anybody can call a loopback address"
    );
    assert_eq!(session.accept(&format!("code=c&code=d&state={state}")).err(), Some(CallbackError::Malformed));
    let denied =
        session.accept(&format!("error=access_denied&error_description=AADSTS65004%3A+no&state={state}"));
    let Err(CallbackError::Refused(denied)) = denied else { panic!("an error= is a refusal: {denied:?}") };
    assert_eq!(denied.kind(), &EntraErrorKind::Declined);
    let code =
        session.accept(&format!("code=the%2Bcode&state={state}&session_state=x")).expect("our own answer");

    let nonce = query("nonce");
    let listener = Listener::playing_here(|url| {
        vec![tokens(Some(claims(url, nonce.as_deref()))), tokens(Some(claims(url, Some("another"))))]
    })
    .await;
    let entra = entra(&listener);
    let granted = entra.redeem(&code, &session, &redirect).await.expect("tokens");
    assert_eq!(granted.id_token.and_then(|token| token.name).as_deref(), Some("Contoso Events"));
    let error = entra.redeem(&code, &session, &redirect).await.expect_err("another sign-in's token");
    assert_eq!(
        error.kind(),
        &EntraErrorKind::IdToken(IdTokenError::Nonce),
        "a replayed token would sign in somebody else"
    );
    let sent = &listener.seen()[0];
    assert_eq!(sent.form("code").as_deref(), Some("the+code"));
    let verifier = sent.form("code_verifier").expect("PKCE");
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    assert_eq!(query("code_challenge"), Some(challenge), "Entra compares them");
    assert_eq!(sent.form("redirect_uri").as_deref(), Some(redirect.as_str()), "it must be the same one");
    assert_eq!(sent.form("client_secret"), None, "a public client has none");
}

#[tokio::test]
async fn a_refresh_can_name_the_account_again() {
    let listener = Listener::playing_here(|url| vec![tokens(Some(claims(url, None)))]).await;
    let tokens =
        entra(&listener).refresh(&RefreshToken::new("rt"), &SCOPES, None).await.expect("our own issuer");
    let account = tokens.id_token.expect("openid was asked for");
    assert_eq!((account.oid.as_str(), account.tid.as_str()), ("o", TENANT));
    assert_eq!(account.preferred_username.as_deref(), Some("events@contoso.example"));
}

#[tokio::test]
async fn a_refresh_rotates_and_meets_challenges() {
    let claims = r#"{"access_token":{"nbf":{"essential":true,"value":"1"}}}"#;
    let step_up = Reply::json(
        400,
        json!({"error": "interaction_required", "error_codes": [50076], "claims": claims,
            "error_description": "AADSTS50076: MFA"}),
    );
    let listener = Listener::playing(vec![tokens(None), step_up, refusal("invalid_grant", 50173)]).await;
    let entra = entra(&listener);
    let old = RefreshToken::new("rt-1");
    let new = entra.refresh(&old, &SCOPES[2..], Some(claims)).await.expect("new tokens");
    assert_eq!(new.refresh_token.expect("rotated").expose(), "rt-2");
    let sent = &listener.seen()[0];
    assert_eq!(sent.form("refresh_token").as_deref(), Some("rt-1"));
    let merged: Value = serde_json::from_str(&sent.form("claims").expect("claims")).expect("JSON");
    assert_eq!(merged["access_token"]["nbf"]["value"], "1", "else the new token meets the same challenge");
    assert_eq!(merged["access_token"]["xms_cc"]["values"][0], "cp1");
    let step_up = entra.refresh(&old, &SCOPES, None).await.expect_err("a person is needed");
    let expected = EntraErrorKind::InteractionRequired { claims: Some(claims.to_owned()) };
    assert_eq!(
        step_up.kind(),
        &expected,
        "the sign-in must carry the claims, or MFA is asked for again and again"
    );
    let revoked = entra.refresh(&old, &SCOPES, None).await.expect_err("revoked");
    assert_eq!((revoked.kind(), revoked.codes.as_slice()), (&EntraErrorKind::InvalidGrant, &[50173][..]));
}

#[tokio::test]
async fn a_service_principal_gets_its_token() {
    let answer =
        json!({"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": "sp"});
    let secret = refusal("invalid_client", 7_000_215);
    let listener = Listener::playing(vec![Reply::json(200, answer), secret, Reply::json(200, "{}")]).await;
    let entra = entra(&listener);
    let scope = "https://communication.azure.com//.default";
    let tokens = entra.client_credentials("s3cret", scope).await.expect("a token");
    assert_eq!((tokens.access_token.expose(), tokens.refresh_token.is_none()), ("sp", true));
    let sent = &listener.seen()[0];
    assert_eq!(sent.form("scope").as_deref(), Some(scope), "the double slash is right");
    assert_eq!((sent.form("client_secret").as_deref(), sent.header("authorization")), (Some("s3cret"), None));
    let error = entra.client_credentials("wrong", scope).await.expect_err("a wrong secret");
    assert_eq!(error.kind(), &EntraErrorKind::Client);
    let error = entra.client_credentials("s3cret", scope).await.expect_err("an answer without a token");
    assert!(matches!(error.kind(), EntraErrorKind::Transport(_)), "{error:?}");
}

#[test]
fn flows_can_run_on_any_thread() {
    fn sendable<T: Send>(_: T) {}
    let endpoints = Endpoints::of(lectern_microsoft::cloud::Cloud::Global);
    let entra = Entra::new(transport(), endpoints, "organizations", CLIENT).expect("plain ids");
    sendable(entra.start_device_code(&SCOPES, None));
    sendable(entra.refresh(&RefreshToken::new("x"), &SCOPES, None));
    sendable(entra.client_credentials("x", "y"));
    for (tenant, client) in [("../x", CLIENT), ("", CLIENT), ("a/b", CLIENT), ("organizations", "a b")] {
        let endpoints = Endpoints::of(lectern_microsoft::cloud::Cloud::Global);
        assert!(
            Entra::new(transport(), endpoints, tenant, client).is_err(),
            "{tenant:?} would be another path"
        );
    }
}
