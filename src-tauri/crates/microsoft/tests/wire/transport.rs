use crate::listener::{Listener, Reply, transport};
use lectern_microsoft::transport::{MAX_ANSWER, Request, TransportError};
use serde_json::Value;
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

async fn get(replies: Vec<Reply>) -> (Result<Value, TransportError>, usize) {
    let listener = Listener::playing(replies).await;
    let answer = transport().send(&Request::get(listener.url.clone())).await;
    (answer.and_then(|answer| answer.json()), listener.seen().len())
}

async fn post(replies: Vec<Reply>) -> (Result<u16, TransportError>, Listener) {
    let listener = Listener::playing(replies).await;
    let request = Request::post(listener.url.clone()).json(&serde_json::json!({"a": 1})).expect("plain data");
    (transport().send(&request).await.map(|answer| answer.status), listener)
}

#[tokio::test]
async fn a_throttled_request_waits_and_succeeds() {
    let throttled = Reply::json(429, "{}").with("Retry-After: 0.2");
    let begin = Instant::now();
    let (answer, listener) = post(vec![throttled, Reply::json(201, "{}")]).await;
    assert_eq!(answer, Ok(201), "a 429 says that nothing was done, so even a POST goes again");
    assert!(begin.elapsed() >= Duration::from_millis(200), "coming back early counts against the quota");
    let seen = listener.seen();
    let ids: Vec<_> = seen.iter().map(|request| request.header("client-request-id")).collect();
    assert!(
        ids[0].is_some() && ids[0] == ids[1],
        "one call has one id, or support cannot follow it: {ids:?}"
    );
    assert!(seen[0].header("user-agent").is_some_and(|agent| agent.starts_with("Lectern/")));
}

#[tokio::test]
async fn a_long_wait_is_not_waited_for() {
    let begin = Instant::now();
    let listener = Listener::playing(vec![Reply::json(429, "{}").with("Retry-After: 3600")]).await;
    let answer = transport().send(&Request::get(listener.url.clone())).await.expect("an answer");
    assert_eq!((answer.status, answer.retry_after()), (429, Some(Duration::from_hours(1))));
    assert!(begin.elapsed() < Duration::from_secs(3), "a person must be told, not kept waiting");
}

#[tokio::test]
async fn retry_after_as_a_date_is_counted_from_the_answers_own_date() {
    let reply = Reply::json(429, "{}")
        .with("Date: Sun, 01 Jan 2034 00:00:00 GMT")
        .with("Retry-After: Sun, 01 Jan 2034 02:00:00 GMT");
    let listener = Listener::playing(vec![reply]).await;
    let answer = transport().send(&Request::get(listener.url.clone())).await.expect("an answer");
    assert_eq!(answer.retry_after(), Some(Duration::from_hours(2)), "a wrong clock here must not matter");
}

#[tokio::test]
async fn only_what_is_safe_is_repeated() {
    let trouble = || Reply::json(503, "{}").with("Retry-After: 0");
    let (answer, seen) = get(vec![trouble(), Reply::json(200, "{}")]).await;
    assert_eq!((answer.is_ok(), seen), (true, 2), "reading again changes nothing");
    let (answer, listener) = post(vec![trouble(), Reply::json(201, "{}")]).await;
    assert_eq!(
        (answer, listener.seen().len()),
        (Ok(503), 1),
        "the first one may have been applied: two events"
    );
    let (answer, seen) = get(vec![Reply::Cut, Reply::json(200, "{}")]).await;
    assert_eq!((answer.is_ok(), seen), (true, 2), "a broken connection while reading is tried again");
}

#[tokio::test]
async fn a_cut_after_sending_is_ambiguous() {
    let (answer, listener) = post(vec![Reply::Cut, Reply::json(201, "{}")]).await;
    let error = answer.expect_err("no answer came");
    assert!(matches!(error, TransportError::Broken { .. }), "{error:?}");
    assert!(error.ambiguous(), "the service may have done it");
    assert_eq!(listener.seen().len(), 1, "repeating it by itself could do it twice");
    let (answer, _) = post(vec![Reply::Silence]).await;
    let error = answer.expect_err("no answer came");
    assert!(matches!(error, TransportError::Timeout { .. }) && error.ambiguous(), "{error:?}");
}

#[tokio::test]
async fn what_was_never_sent_is_sure() {
    let free =
        tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("bound");
    for url in [format!("http://{free}/x?token=secret"), "https://name.invalid/".to_owned()] {
        let error = transport()
            .send(&Request::post(url.parse().expect("a URL")))
            .await
            .expect_err("nobody is there to answer");
        assert!(matches!(error, TransportError::Offline { .. }), "{url}: {error:?}");
        assert!(!error.ambiguous(), "{url}: it can safely be sent again");
        assert!(!error.to_string().contains("secret"), "a query may hold secrets: {error}");
    }
}

#[tokio::test]
async fn plain_http_never_leaves_the_machine() {
    for url in ["http://graph.microsoft.com/v1.0/me", "ftp://localhost/", "file:///etc/hosts"] {
        let url: Url = url.parse().expect("a URL");
        let error = transport().send(&Request::get(url.clone())).await.expect_err("a token in the clear");
        assert!(matches!(error, TransportError::Refused { .. }), "{url}: {error:?}");
    }
}

#[tokio::test]
async fn a_plain_listener_is_no_tls_server() {
    let listener = Listener::playing(vec![]).await;
    let mut url = listener.url.clone();
    url.set_scheme("https").expect("a special scheme");
    let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    url.set_port(Some(socket.local_addr().expect("bound").port())).expect("a port");
    tokio::spawn(async move {
        let (mut stream, _) = socket.accept().await.expect("a connection");
        tokio::io::AsyncWriteExt::write_all(&mut stream, b"HTTP/1.1 400 Bad Request\r\n\r\n")
            .await
            .expect("sent");
    });
    let error = transport().send(&Request::post(url)).await.expect_err("no certificate");
    assert!(
        matches!(error, TransportError::Tls { .. }),
        "a person needs to hear about certificates: {error:?}"
    );
    assert!(!error.ambiguous());
}

#[tokio::test]
async fn a_captive_portal_is_recognised() {
    let page = "<html><head><title>Hotel Wi-Fi</title></head><body>session=secret</body></html>";
    let portal = Reply::Answer(200, "Content-Type: text/html\r\n".to_owned(), page.to_owned());
    let error = get(vec![portal]).await.0.expect_err("a page is no answer");
    let shown = error.to_string();
    assert!(
        matches!(error, TransportError::NotJson { status: 200, .. }) && shown.contains("Hotel Wi-Fi"),
        "{shown}"
    );
    assert!(!shown.contains("secret"), "a page may hold anything: {shown}");
    let redirect = Reply::json(302, "").with("Location: http://portal.example/login");
    let error = get(vec![redirect]).await.0.expect_err("a redirect is no answer");
    assert_eq!(error, TransportError::Redirected { status: 302 }, "following it would hand the token over");
}

#[tokio::test]
async fn cut_off_answers_are_errors() {
    let error = get(vec![Reply::json(200, r#"{"value":[{"id":"a"}"#)]).await.0.expect_err("half a document");
    assert!(
        matches!(&error, TransportError::Malformed { reason, .. } if reason.contains("cut off")),
        "{error:?}"
    );
    let error = get(vec![Reply::json(200, "{} {}")]).await.0.expect_err("more than a document");
    assert!(matches!(error, TransportError::Malformed { .. }), "{error:?}");
    let short = Reply::Short("{}".to_owned());
    let error =
        get(vec![short.clone(), short.clone(), short.clone(), short]).await.0.expect_err("half an answer");
    assert!(matches!(error, TransportError::Broken { .. }) && error.ambiguous(), "{error:?}");
}

#[tokio::test]
async fn an_endless_answer_ends() {
    let huge = "x".repeat(MAX_ANSWER + 1);
    let error = get(vec![Reply::json(200, huge)]).await.0.expect_err("too much");
    assert!(matches!(error, TransportError::TooLarge { status: 200, .. }), "{error:?}");
}

#[test]
fn unusable_settings_are_named() {
    use lectern_microsoft::transport::{Transport, TransportOptions};
    for options in [
        TransportOptions { extra_ca_pem: Some("no PEM".to_owned()), ..TransportOptions::default() },
        TransportOptions { user_agent: "a\r\nb".to_owned(), ..TransportOptions::default() },
    ] {
        let error = Transport::new(options).expect_err("unusable");
        assert!(matches!(error, TransportError::Setup { .. }), "{error:?}");
    }
}
