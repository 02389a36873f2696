//! Bad days of a service's pages and doors: forms that are none, locked data, and ACS and Graph failing in each of their ways. Whoever
//! comes is told what to do, nothing is lost, and nobody else is disturbed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use lectern_core::SystemClock;
use lectern_core::error::DeskError;
use lectern_core::registration::list::{self, ListFilter};
use lectern_core::serving::clockwork;
use lectern_core::serving::publication::{self, PageLook};
use lectern_service::config::Config;
use lectern_tests::{Organizer, Seen, Served, Service, Stage};
use serde_json::{Value, json};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const CREATE: &str = "POST /identities";

async fn on_the_list(desk: &lectern_core::desk::Desk, event: &str) -> usize {
    list::page(desk, event, "", ListFilter::default(), 0, 500).await.expect("a list").rows.len()
}

#[tokio::test]
async fn a_form_that_is_none_registers_nobody_and_says_what_is_wrong() {
    let stage = Stage::open().await;
    let service = Service::start(&stage, Arc::new(SystemClock)).await;
    let event = service.event("Lecture", 60 * 24).await;
    let desk = Arc::clone(&service.desk);
    service.stop().await;
    let served = Arc::new(Served::with(desk, Config { body_seconds: 2, ..Config::default() }).await);
    let path = "/e/lecture";
    let huge = format!("name=Ada&email=ada%40example.org&q.x={}", "x".repeat(3 << 20));
    for (headers, body, status) in [
        (&[][..], "name=Ada&email=ada%40example.org".to_owned(), 415),
        (&[("content-type", "application/json")], json!({"name": "Ada"}).to_string(), 415),
        (&[FORM], huge, 413),
    ] {
        served.asked("POST", path, headers, body).await.expect("an answer").problem(status);
    }
    let long = "x".repeat(100_000);
    for body in [
        String::new(),
        "%ff%fe=%00&name=%ff&email=%00".into(),
        format!("name={long}&email=ada%40example.org"),
        "name=Ada&email=ada%40example.org%0d%0aBcc%3A%20all%40example.org".into(),
        format!("name=Ada&email=nobody&{}", "guest=x&".repeat(2_000)),
        "=&&&==&name".into(),
    ] {
        let told = served.asked("POST", path, &[FORM], body.clone()).await.expect("an answer");
        assert_eq!(told.status, 422, "{body:.80}: {told:?}");
    }
    let slow = Arc::clone(&served);
    let slow = tokio::spawn(async move {
        let head = "POST /e/lecture HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                    Content-Length: 50\r\n\r\n";
        let pieces = [head.as_bytes().to_vec()].into_iter().chain(std::iter::repeat_n(b"x".to_vec(), 30));
        slow.trickled(pieces, Duration::from_millis(300)).await
    });
    assert_eq!(on_the_list(&served.desk, &event).await, 0, "nobody by half");
    let asked = Instant::now();
    let good = "name=Ada&email=ada%40example.org&more=than&was=asked";
    let taken = served.asked("POST", path, &[FORM], good).await.expect("an answer");
    assert_eq!(taken.status, 303, "{taken:?}");
    assert!(asked.elapsed() < Duration::from_secs(2), "while somebody sends a byte at a time");
    let told = slow.await.expect("it ends");
    assert!(told.starts_with("HTTP/1.1 408 ") && told.contains("application/problem+json"), "{told}");
    assert_eq!(on_the_list(&served.desk, &event).await, 1);
    stage.close("forms that are none").await;
}

/// What a visitor is told while ACS does not give what it should: to come again, or the way into Teams.
fn honest(told: &Seen, way: &Value) {
    let body = told.json();
    let reason = body["reason"].as_str().unwrap_or_default();
    assert!(
        matches!((told.status, reason), (503, "useTeams") | (429, "queued")),
        "{way}: {} {body}",
        told.status
    );
    assert_eq!(told.headers["content-type"], "application/problem+json", "{way}");
    assert!(told.retry_after().is_some_and(|wait| (1..=120).contains(&wait)), "{way}: when to come back");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_acs_fails_those_who_have_a_token_come_in_and_the_rest_are_told() {
    let stage = Stage::open().await;
    let service = Service::start(&stage, Arc::new(SystemClock)).await;
    let event = service.event("Town hall", 20).await;
    let (_, here) = service.ticket(&event, "Here Already", "here@example.org").await;
    let here = json!({ "code": here });
    assert_eq!(service.post("/v1/join", &here).await.status, 200);
    let ways = [
        json!({"status": 401}),
        json!({"status": 403}),
        json!({"status": 404}),
        json!({"status": 429, "retryAfter": 2}),
        json!({"status": 429}),
        json!({"status": 500}),
        json!({"status": 503, "retryAfter": 2}),
        json!({"status": 502, "html": true}),
        json!({}),
        json!({"when": "garbled"}),
        json!({"when": "page"}),
    ];
    for (number, way) in ways.iter().enumerate() {
        let mut fault = way.clone();
        fault["route"] = json!(CREATE);
        fault["count"] = json!(1000);
        let (_, late) = service.ticket(&event, "Late", &format!("late{number}@example.org")).await;
        stage.fault(fault).await;
        let late = json!({ "code": late });
        let (told, other, healthy) = tokio::join!(
            service.post("/v1/join", &late),
            service.post("/v1/join", &here),
            service.get("/healthz")
        );
        honest(&told, way);
        assert_eq!(
            (other.status, healthy.status),
            (200, 200),
            "{way}: nobody else is disturbed: {}",
            other.text
        );
        stage.no_faults().await;
        let began = Instant::now();
        loop {
            let told = service.post("/v1/join", &late).await;
            if told.status == 200 {
                break;
            }
            honest(&told, way);
            assert!(
                began.elapsed() < Duration::from_secs(75),
                "{way}: ACS is back, and nobody looked: {}",
                told.text
            );
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    }
    service.stop().await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_graph_fails_people_register_and_their_mails_leave() {
    let stage = Stage::open().await;
    let service = Service::start(&stage, Arc::new(SystemClock)).await;
    let event = service.event("Lecture", 60 * 24).await;
    let running = clockwork::start(&service.desk);
    // 401 is no failure but an answer: the grant was taken back, and what is planned waits for a sign-in.
    let ways = [
        json!({"status": 403}),
        json!({"status": 429, "retryAfter": 60}),
        json!({"status": 500}),
        json!({"status": 502, "html": true}),
        json!({}),
        json!({"when": "garbled"}),
    ];
    for (number, way) in ways.iter().enumerate() {
        for route in ["GET /me", "GET /me/calendarView/delta"] {
            let mut fault = way.clone();
            (fault["route"], fault["count"]) = (json!(route), json!(1000));
            stage.fault(fault).await;
        }
        let email = format!("p{number}@example.org");
        let sent = service.form("/e/lecture", &[("name", "Somebody"), ("email", &email)]).await;
        assert_eq!(sent.status, 303, "{way}: {}", sent.text);
        assert_eq!(service.get("/e/lecture").await.status, 200, "{way}");
        let began = Instant::now();
        while !stage.recipients().await.contains(&email) {
            assert!(
                began.elapsed() < Duration::from_secs(100),
                "{way}: the confirmation does not go by Graph"
            );
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
        stage.no_faults().await;
    }
    running.stop().await;
    assert_eq!(on_the_list(&service.desk, &event).await, ways.len());
    assert_eq!(stage.recipients().await.len(), ways.len(), "each once");
    service.stop().await;
    stage.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_that_meets_locked_data_comes_back_and_can_be_sent_again() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Lecture", None).await;
    publication::open_here(&organizer.desk, &event, "lecture", &PageLook::default()).await.expect("open");
    let dir = organizer.dir().to_owned();
    let service = Served::on(Arc::new(organizer.into_desk())).await;
    let other = Organizer::back_at(&stage, &dir, Arc::new(SystemClock)).await;
    let held = tokio::spawn(async move {
        let long = |_: &lectern_store::Writer<'_>| {
            // Longer than a write waits for its turn.
            std::thread::sleep(Duration::from_secs(23));
            Ok::<_, DeskError>(())
        };
        other.desk.write(long).await.expect("it ends");
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    let ada = "name=Ada&email=ada%40example.org";
    let told = service.asked("POST", "/e/lecture?lang=en", &[FORM], ada).await.expect("an answer");
    assert_eq!((told.status, told.header("retry-after")), (503, "5"), "{told:?}");
    assert!(told.text.contains("Go back and send the form again"), "what to do is said: {told:?}");
    held.await.expect("it ends");
    assert_eq!(on_the_list(&service.desk, &event).await, 0, "nothing was done by half");
    let sent = service.asked("POST", "/e/lecture", &[FORM], ada).await.expect("an answer");
    assert_eq!(sent.status, 303, "{sent:?}");
}
