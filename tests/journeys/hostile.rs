//! Requests to the trusted service that are broken, huge, slow, or mean ill: each gets its status as a problem, nothing
//! of it stays, and no other visitor is disturbed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use lectern_service::config::Config;
use lectern_tests::{Organizer, Served, Stage};
use serde_json::json;

const JSON: (&str, &str) = ("content-type", "application/json");

async fn served(stage: &Stage, config: Config) -> Served {
    Served::with(Arc::new(Organizer::at(stage).await.into_desk()), config).await
}

#[tokio::test]
async fn what_cannot_be_read_is_told_by_its_place() {
    let stage = Stage::open().await;
    let service = served(&stage, Config::default()).await;
    let pair = "/v1/pair";
    for (body, headers, status, field) in [
        ("{", &[JSON][..], 400, None),
        ("", &[JSON], 400, None),
        ("\u{0}\u{1}", &[JSON], 400, None),
        ("[]", &[JSON], 422, None),
        ("{\"code\": 5, \"name\": \"a\", \"version\": \"1\"}", &[JSON], 422, Some("code")),
        ("{\"code\": \"a\", \"name\": \"a\", \"version\": \"1\", \"more\": 1}", &[JSON], 422, Some("more")),
        ("{\"code\": \"a\", \"name\": \"a\", \"version\": \"1\"} x", &[JSON], 400, None),
        ("{}", &[("content-type", "text/plain")], 415, None),
        ("{}", &[], 415, None),
    ] {
        let answer = service.asked("POST", pair, headers, body).await.expect("an answer");
        let told = answer.problem(status);
        assert_eq!(told["field"].as_str(), field, "{body}: {told}");
    }
    let deep = format!("{}{}", "[".repeat(20_000), "]".repeat(20_000));
    service.asked("POST", pair, &[JSON], deep).await.expect("an answer").problem(422);
    service.get("/nothing/here").await.problem(404);
    let refused = service.asked("DELETE", pair, &[], "").await.expect("an answer");
    refused.problem(405);
    assert_eq!(refused.header("allow"), "POST", "{refused:?}");
    for key in ["", "Bearer", "Bearer x", "Bearer a.b.c", "Basic YTpi", "Bearer \u{7f}ü"] {
        let answer = service.asked("GET", "/v1/desk/devices", &[("authorization", key)], "").await;
        answer.map(|answer| answer.problem(401));
    }
    for path in ["/v1/desk/devices/%00", "/v1/desk/devices/%ff", "/v1/desk/devices/..%2f.."] {
        let answer = service.asked("DELETE", path, &[], "").await.expect("an answer");
        assert!([401, 404].contains(&answer.status), "{path}: {answer:?}");
    }
}

#[tokio::test]
async fn every_answer_has_an_id_and_is_neither_framed_nor_kept() {
    let stage = Stage::open().await;
    let service = served(&stage, Config::default()).await;
    let mut ids = Vec::new();
    for path in ["/healthz", "/readyz", "/openapi.json", "/nothing"] {
        let answer = service.asked("GET", path, &[("x-request-id", "a-visitors-own")], "").await;
        let answer = answer.expect("an answer");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        ids.push(answer.header("x-request-id").to_owned());
    }
    assert!(ids.iter().all(|id| id.len() == 32), "a visitor can't choose what the log says: {ids:?}");
    ids.dedup();
    assert_eq!(ids.len(), 4, "each request has its own");

    let trusted =
        Config { trusted_proxies: vec!["127.0.0.1".parse().expect("a network")], ..Config::default() };
    let behind = served(&stage, trusted).await;
    let answer = behind.asked("GET", "/healthz", &[("x-request-id", "from-the-proxy")], "").await;
    assert_eq!(answer.expect("an answer").header("x-request-id"), "from-the-proxy");
}

#[tokio::test]
async fn too_much_is_refused_before_it_is_read() {
    let stage = Stage::open().await;
    let service = served(&stage, Config::default()).await;
    let huge = json!({"code": "x".repeat(200_000), "name": "a", "version": "1"});
    service.post("/v1/pair", &huge).await.problem(413);
    let head = b"POST /v1/pair HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    let chunk = [b"1000\r\n".to_vec(), vec![b'x'; 4096], b"\r\n".to_vec()].concat();
    let pieces = [head.to_vec()].into_iter().chain(std::iter::repeat_n(chunk, 2_000));
    let told = service.trickled(pieces, Duration::from_millis(1)).await;
    assert!(told.starts_with("HTTP/1.1 413 "), "a length that is not told is counted: {told:.200}");
    let long = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(100_000)).into_bytes();
    let told = service.trickled([long], Duration::from_millis(100)).await;
    assert!(told.is_empty() || told.starts_with("HTTP/1.1 4"), "{told:.200}");
    assert_eq!(service.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_byte_a_second_ends_and_disturbs_nobody() {
    let stage = Stage::open().await;
    let config = Config { head_seconds: 2, body_seconds: 2, ..Config::default() };
    let service = Arc::new(served(&stage, config).await);
    let began = Instant::now();
    let slow = |head: bool| {
        let service = Arc::clone(&service);
        tokio::spawn(async move {
            let first = b"POST /v1/pair HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n";
            let first = if head { first.to_vec() } else { [&first[..], b"\r\n"].concat() };
            let pieces = [first].into_iter().chain(std::iter::repeat_n(b"x".to_vec(), 30));
            service.trickled(pieces, Duration::from_millis(300)).await
        })
    };
    let slow: Vec<_> = (0..20).map(|n| (n % 2 == 0, slow(n % 2 == 0))).collect();
    for _ in 0..10 {
        let asked = Instant::now();
        assert_eq!(service.get("/readyz").await.status, 200);
        assert!(asked.elapsed() < Duration::from_secs(2), "others are not held up");
    }
    for (head, told) in slow {
        let told = told.await.expect("it ends");
        if head {
            assert!(!told.contains(" 200 "), "half a head is no request: {told}");
        } else {
            assert!(told.starts_with("HTTP/1.1 408 "), "half a body is none: {told}");
            assert!(told.contains("application/problem+json"), "{told}");
        }
    }
    assert!(began.elapsed() < Duration::from_secs(20), "nobody trickles for ever: {:?}", began.elapsed());
}

#[tokio::test]
async fn whoever_holds_connections_gets_a_share_of_them() {
    let stage = Stage::open().await;
    let loopback = "127.0.0.1:0".parse().expect("an address");
    let config = Config { connections_per_address: 6, metrics_listen: Some(loopback), ..Config::default() };
    let service = served(&stage, config).await;
    let mut held = Vec::new();
    for _ in 0..6 {
        held.push(tokio::net::TcpStream::connect(service.running.address).await.expect("connected"));
    }
    tokio::time::sleep(Duration::from_millis(200)).await;
    let refused = service.asked("GET", "/healthz", &[], "").await;
    assert!(refused.is_none(), "the seventh finds no place: {refused:?}");
    let counted = service.counted().await;
    assert!(counted.contains("lectern_connections 6"), "{counted}");
    assert!(counted.contains("lectern_connections_refused_total"), "{counted}");
    held.pop();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(service.get("/healthz").await.status, 200, "a place that is given back serves the next");
    assert_eq!(service.get("/metrics").await.status, 404, "visitors do not read what is counted");
}
