use crate::listener::{Listener, Reply, transport};
use lectern_microsoft::acs::{
    Acs, AcsError, ConnectionString, Email, EmailAddress, EmailContent, EmailRecipients, OperationStatus,
    Principal, Scope, exchange_entra_token,
};
use lectern_microsoft::cloud::Endpoints;
use lectern_microsoft::entra::Entra;
use lectern_microsoft::secret::{AccessToken, ClientSecret};
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Duration;
use uuid::Uuid;

fn acs(listener: &Listener) -> Acs {
    let connection =
        ConnectionString::parse(&format!("endpoint={};accesskey=aw==", listener.url)).expect("a sandbox's");
    let transport = transport();
    let clock = transport.clock().clone();
    Acs::new(transport, connection, clock)
}

fn mail() -> Email {
    let to = EmailAddress { address: "ana@example.org".to_owned(), display_name: None };
    Email {
        sender_address: "donotreply@contoso.example".to_owned(),
        content: EmailContent { subject: "Hi".to_owned(), plain_text: Some("t".to_owned()), html: None },
        recipients: EmailRecipients { to: vec![to], ..EmailRecipients::default() },
        reply_to: Vec::new(),
        attachments: Vec::new(),
        headers: BTreeMap::new(),
        user_engagement_tracking_disabled: None,
    }
}

#[tokio::test]
async fn a_guest_gets_an_identity() {
    let created = json!({"identity": {"id": "8:acs:r_u"},
        "accessToken": {"token": "call", "expiresOn": "2026-11-23T11:00:00.1234567+00:00"}});
    let listener =
        Listener::playing(vec![Reply::json(201, created), Reply::Answer(204, String::new(), String::new())])
            .await;
    let acs = acs(&listener);
    let scopes = [Scope::VoipJoin, Scope::ChatJoinLimited];
    let identity = acs.identities().create(&scopes, Some(60)).await.expect("created");
    assert_eq!(identity.token.expect("scopes were asked for").token.expose(), "call");
    acs.identities().delete(&identity.id).await.expect("a 204 has no body");
    let seen = listener.seen();
    assert_eq!(seen[0].line, "POST /identities?api-version=2023-10-01 HTTP/1.1");
    assert_eq!(seen[0].header("x-ms-date"), Some("Mon, 23 Nov 2026 10:00:00 GMT"));
    let signed = "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=";
    assert!(seen[0].header("authorization").is_some_and(|value| value.starts_with(signed)));
    let host = listener.url.as_str().trim_start_matches("http://").trim_end_matches('/').to_owned();
    assert_eq!(
        seen[0].header("host"),
        Some(host.as_str()),
        "the host that is signed is the host that is sent"
    );
    assert_eq!(seen[1].line, "DELETE /identities/8%3Aacs%3Ar_u?api-version=2023-10-01 HTTP/1.1");
}

#[tokio::test]
async fn a_mail_keeps_its_operation_id() {
    let id = Uuid::from_u128(7);
    let accepted =
        Reply::json(202, json!({"id": id.to_string(), "status": "Running"})).with("retry-after: 30");
    let failed = Reply::json(
        200,
        json!({"id": id.to_string(), "status": "Failed", "error": {"code": "EmailDropped", "message": "m"}}),
    );
    let unknown = Reply::json(404, json!({"error": {"code": "NotFound", "message": "m"}}));
    let listener = Listener::playing(vec![accepted, failed, unknown]).await;
    let acs = acs(&listener);
    let accepted = acs.emails().send(id, &mail()).await.expect("accepted");
    assert_eq!((accepted.operation_id, accepted.retry_after), (id, Some(Duration::from_secs(30))));
    let state = acs.emails().operation(id).await.expect("a failed mail is a 200");
    assert_eq!(
        (state.status, state.error.map(|error| error.code)),
        (OperationStatus::Failed, Some("EmailDropped".to_owned()))
    );
    let error = acs.emails().operation(id).await.expect_err("unknown");
    assert!(error.not_found() && !error.ambiguous(), "it was never taken, so it may be sent");
    let seen = listener.seen();
    assert_eq!(seen[0].line, "POST /emails:send?api-version=2025-09-01 HTTP/1.1");
    assert_eq!(
        seen[0].header("operation-id"),
        Some(id.to_string().as_str()),
        "a retry would be a second mail"
    );
    assert_eq!(seen[1].line, format!("GET /emails/operations/{id}?api-version=2025-09-01 HTTP/1.1"));
}

#[tokio::test]
async fn a_mail_whose_answer_is_lost_is_never_repeated() {
    for (reply, why) in [(Reply::Cut, "a cut"), (Reply::json(503, "{}"), "a gateway in trouble")] {
        let listener =
            Listener::playing(vec![reply, Reply::json(202, json!({"id": "x", "status": "Running"}))]).await;
        let error = acs(&listener).emails().send(Uuid::from_u128(8), &mail()).await.expect_err(why);
        assert!(error.ambiguous(), "{why}: the mail may be on its way");
        assert_eq!(listener.seen().len(), 1, "{why}: people would get it twice");
    }
}

#[tokio::test]
async fn refusals_are_told_apart() {
    let denied = json!({"error": {"code": "Denied", "message": "Denied by the resource provider."}});
    let quota = Reply::json(429, json!({"error": {"code": "TooManyRequests", "message": "m"}}))
        .with("Retry-After: 600");
    let coded = Reply::json(400, "{}").with("x-ms-error-code: InvalidSender");
    let listener = Listener::playing(vec![Reply::json(401, denied), quota, coded]).await;
    let acs = acs(&listener);
    let send = || async { acs.emails().send(Uuid::from_u128(9), &mail()).await.expect_err("refused") };
    let error = send().await;
    assert!(error.unauthorized() && error.code() == "Denied", "{error:?}");
    let error = send().await;
    assert_eq!((error.throttled(), error.retry_after()), (true, Some(Duration::from_mins(10))));
    assert_eq!(send().await.code(), "InvalidSender", "some refusals say it in the header only");
    let error = acs.identities().revoke("..").await.expect_err("no id");
    assert_eq!(error, AcsError::Id);
}

#[tokio::test]
async fn a_service_principal_signs_with_its_token() {
    let answer = || Reply::json(200, json!({"token": "teams", "expiresOn": "2026-11-23T11:00:00Z"}));
    let grant = |token: &str| {
        Reply::json(200, json!({"token_type": "Bearer", "expires_in": 3600, "access_token": token}))
    };
    let denied = Reply::json(401, json!({"error": {"code": "Denied", "message": "m"}}));
    let replies = vec![grant("sp"), answer(), answer(), denied, grant("sp2"), answer()];
    let listener = Listener::playing(replies).await;
    let transport = transport();
    let clock = transport.clock().clone();
    let endpoints = Endpoints::loopback(listener.url.clone(), listener.url.clone()).expect("loopback");
    let scope = endpoints.acs_scope.clone().expect("a scope");
    let entra = Entra::new(transport.clone(), endpoints, "contoso.example", "app-id").expect("a principal");
    let principal = Principal::new(entra, ClientSecret::new("s3cret"), scope);
    let acs = Acs::by_principal(transport, &listener.url, principal, clock);
    let token = acs
        .identities()
        .exchange_teams_token(&AccessToken::new("user"), "app", "oid")
        .await
        .expect("a token");
    assert_eq!(token.token.expose(), "teams");
    let sent = &listener.seen()[1];
    assert_eq!(sent.line, "POST /teamsUser/:exchangeAccessToken?api-version=2023-10-01 HTTP/1.1");
    assert_eq!((sent.header("authorization"), sent.header("x-ms-date")), (Some("Bearer sp"), None));
    assert_eq!(sent.body, r#"{"appId":"app","token":"user","userId":"oid"}"#);
    let grants = &listener.seen()[0];
    assert_eq!(grants.form("scope").as_deref(), Some("https://communication.azure.com//.default"));
    for _ in 0..2 {
        let again = acs.identities().exchange_teams_token(&AccessToken::new("user"), "app", "oid").await;
        again.expect("a token");
    }
    let bearers: Vec<_> =
        listener.seen().iter().map(|seen| seen.header("authorization").map(str::to_owned)).collect();
    let bearer = |token: &str| Some(format!("Bearer {token}"));
    assert_eq!(
        bearers,
        [None, bearer("sp"), bearer("sp"), bearer("sp"), None, bearer("sp2")],
        "one token serves many calls, and one that was turned down is replaced once"
    );
    assert!(!format!("{acs:?}").contains("s3cret"), "a logged secret signs for the whole resource");
}

#[tokio::test]
async fn a_work_account_is_exchanged_without_a_key() {
    let answer = json!({"identity": {"id": "8:acs:r_wf_t_o"},
        "accessToken": {"token": "voip", "expiresOn": "2026-11-23T11:00:00Z"}});
    let listener = Listener::playing(vec![Reply::json(200, answer)]).await;
    let person = exchange_entra_token(&transport(), &listener.url, &AccessToken::new("entra")).await;
    assert_eq!(person.expect("a person").id, "8:acs:r_wf_t_o");
    let sent = &listener.seen()[0];
    assert_eq!(sent.line, "POST /access/entra/:exchangeAccessToken?api-version=2025-03-02-preview HTTP/1.1");
    assert_eq!((sent.header("authorization"), sent.body.as_str()), (Some("Bearer entra"), "{}"));
}
