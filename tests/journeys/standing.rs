//! When a service can't do its work it says so, by the right status, and goes on by itself when it can again.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use lectern_core::SystemClock;
use lectern_core::error::DeskError;
use lectern_core::serving::clockwork;
use lectern_core::serving::pairing;
use lectern_core::serving::publication::{self, PageLook};
use lectern_domain::device::DeviceRole;
use lectern_tests::{Organizer, Served, Shifted, Stage};
use serde_json::json;

async fn key(service: &Served) -> String {
    let code = pairing::offer(&service.desk, DeviceRole::Owner).await.expect("a code").code.grouped();
    let told = service.post("/v1/pair", &json!({"code": code, "name": "Desk", "version": "1"})).await;
    format!("Bearer {}", told.json()["key"].as_str().expect("a key"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_another_process_holds_the_data_a_change_is_asked_for_again() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Lecture", None).await;
    publication::open_here(&organizer.desk, &event, "lecture", &PageLook::default()).await.expect("open");
    let dir = organizer.dir().to_owned();
    let service = Served::on(Arc::new(organizer.into_desk())).await;
    let key = key(&service).await;
    let other = Organizer::back_at(&stage, &dir, Arc::new(SystemClock)).await;
    let held = tokio::spawn(async move {
        let long = |_: &lectern_store::Writer<'_>| {
            // Longer than a write waits for its turn.
            std::thread::sleep(Duration::from_secs(24));
            Ok::<_, DeskError>(())
        };
        other.desk.write(long).await.expect("it ends");
    });
    tokio::time::sleep(Duration::from_millis(500)).await;
    let headers = [("authorization", key.as_str()), ("content-type", "application/json")];
    let body = json!({"role": "organizer"}).to_string();
    let waits = service.asked("POST", "/v1/desk/pairing-codes", &headers, body.clone());
    let reads = async {
        for _ in 0..10 {
            let told = service.asked("GET", "/v1/desk/devices", &headers, "").await.expect("an answer");
            assert_eq!(told.status, 200, "who only reads is not held up: {told:?}");
            assert_eq!(service.get("/e/lecture").await.status, 200, "nor is a visitor who looks");
        }
    };
    let (waited, ()) = tokio::join!(waits, reads);
    let waited = waited.expect("an answer");
    let said = waited.problem(503);
    assert_eq!(said["code"], "busy", "{said}");
    assert_eq!(waited.header("retry-after"), "5", "{waited:?}");
    held.await.expect("it ends");
    let again = service.asked("POST", "/v1/desk/pairing-codes", &headers, body).await.expect("an answer");
    assert_eq!(again.status, 201, "{again:?}");
}

#[tokio::test]
async fn a_clock_that_is_an_hour_off_is_no_readiness() {
    let stage = Stage::open().await;
    for (hours, side) in [(1, "1 h ahead"), (-1, "1 h behind")] {
        let clock = Arc::new(Shifted::by(SignedDuration::from_hours(hours)));
        let desk = Arc::new(Organizer::arriving(&stage, clock).await.into_desk());
        let service = Served::on(desk).await;
        service.get("/readyz").await;
        let running = clockwork::start(&service.desk);
        let mut said = String::new();
        for _ in 0..80 {
            let told = service.get("/readyz").await;
            said.clone_from(&told.text);
            if told.status == 503 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
        assert!(said.contains(side), "what is wrong with it: {said}");
        assert_eq!(service.get("/healthz").await.status, 200, "a restart would mend nothing");
        running.stop().await;
    }
}
