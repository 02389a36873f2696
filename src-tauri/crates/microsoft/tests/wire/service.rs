use crate::listener::{Listener, Reply, transport};
use lectern_microsoft::secret::RefreshKey;
use lectern_microsoft::service::{MAX_ANSWER, Meeting, Service, ServiceError};
use lectern_microsoft::transport::TransportError;
use serde_json::{Value, json};

const LINK: &str = "https://teams.microsoft.com/meet/2345678901234";

fn pass(target: &Value) -> Value {
    json!({"joinTarget": target, "userId": "8:acs:a_b", "displayName": "Ana", "endpoint": "https://c.example",
        "token": "t0ken", "expiresOn": "2026-11-24T12:00:00Z", "refreshKey": "k3y", "later": true})
}

fn service(listener: &Listener) -> Service {
    Service::new(&transport(), listener.url.as_str(), true).expect("on this machine")
}

async fn refused(reply: Reply) -> ServiceError {
    let listener = Listener::playing(vec![reply]).await;
    let error = service(&listener).join("CODE").await.err().expect("refused");
    assert_eq!(listener.seen().len(), 1, "a stranger is asked once: {error:?}");
    error
}

#[tokio::test]
async fn a_ticket_becomes_a_pass_and_a_key_another_token() {
    let number = json!({"meetingId": "2345678901234", "passcode": null});
    let renewed = json!({"token": "later", "expiresOn": "2026-11-25T12:00:00Z", "refreshKey": "next"});
    let replies = vec![
        Reply::json(200, pass(&json!({"meetingLink": LINK}))),
        Reply::json(200, pass(&number)),
        Reply::json(200, renewed),
    ];
    let listener = Listener::playing(replies).await;
    let service = service(&listener);
    let first = service.join("CODE").await.expect("a pass");
    assert!(matches!(first.meeting, Meeting::Link { meeting_link } if meeting_link == LINK));
    assert!(matches!(
        service.join("CODE").await.expect("a pass").meeting,
        Meeting::Id { passcode: None, .. }
    ));
    let later = service.renew(&RefreshKey::new("k3y")).await.expect("a token");
    assert_eq!((later.token.expose(), later.refresh_key.expect("a new key").expose()), ("later", "next"));
    let seen = listener.seen();
    assert_eq!(
        (seen[0].line.as_str(), seen[0].body.as_str()),
        ("POST /v1/join HTTP/1.1", r#"{"code":"CODE"}"#)
    );
    assert_eq!(
        (seen[2].line.as_str(), seen[2].body.as_str()),
        ("POST /v1/token HTTP/1.1", r#"{"refreshKey":"k3y"}"#)
    );
}

#[tokio::test]
async fn whatever_else_comes_is_told_apart_and_never_repeated() {
    use TransportError as T;
    let html = Reply::Answer(200, "Content-Type: text/html\r\n".into(), "<title>Hotel</title>".into());
    assert!(matches!(refused(html).await, ServiceError::Transport(T::NotJson { .. })));
    let moved = Reply::json(302, "{}").with("Location: https://evil.example/");
    assert!(matches!(refused(moved).await, ServiceError::Transport(T::Redirected { .. })));
    let long = pass(&json!({"meetingLink": "x".repeat(MAX_ANSWER)}));
    let too_large = refused(Reply::json(200, long)).await;
    assert!(matches!(too_large, ServiceError::Transport(T::TooLarge { limit: MAX_ANSWER, .. })));
    for wrong in
        [json!({}), pass(&json!({})), pass(&json!({"meetingLink": LINK, "meetingId": "1"})), json!([])]
    {
        let error = refused(Reply::json(200, &wrong)).await;
        assert!(matches!(error, ServiceError::Transport(T::Malformed { .. })), "{wrong}: {error:?}");
        assert!(!error.to_string().contains("t0ken"), "no value of a stranger's answer is repeated: {error}");
    }
    assert!(matches!(refused(Reply::json(404, "{}")).await, ServiceError::Refused { status: 404, .. }));
    assert!(matches!(
        refused(Reply::json(503, "{}").with("Retry-After: 0")).await,
        ServiceError::Refused { .. }
    ));
    assert!(matches!(refused(Reply::Cut).await, ServiceError::Transport(T::Broken { .. })));
}

#[test]
fn a_ticket_goes_to_an_https_origin_and_nowhere_else() {
    for bad in [
        "http://events.example",
        "https://u@events.example",
        "https://u:p@events.example",
        "https://events.example/x",
        "https://events.example/?x",
        "https://events.example/#x",
        "ftp://events.example",
        "events.example",
        "http://127.0.0.1:1",
    ] {
        let made = Service::new(&transport(), bad, false);
        assert_eq!(made.err(), Some(ServiceError::Address), "a ticket would go to {bad}");
    }
    assert!(Service::new(&transport(), "https://events.example:8443", false).is_ok());
    assert!(
        Service::new(&transport(), "https://127.0.0.1:8443", false).is_ok(),
        "a service of this machine's own"
    );
    assert!(
        Service::new(&transport(), "https://events.example", true).is_err(),
        "a sandbox stays on its machine"
    );
    assert!(Service::new(&transport(), "http://127.0.0.1:1", true).is_ok());
}
