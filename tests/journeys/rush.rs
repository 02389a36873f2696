//! The rush at the door: tokens that lie ready, the line of those who come late, ACS in trouble, and what is left after.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use lectern_core::serving::passes::{Door, PassError, PassGiven};
use lectern_core::{Clock, SystemClock};
use lectern_store::events::GraphIds;
use lectern_tests::{Service, Shifted, Simulated, Stage};
use serde_json::json;

const CREATE: &str = "POST /identities";

async fn made(stage: &Stage) -> usize {
    stage.calls("POST", "/identities").await.iter().filter(|call| call.status() == 201).count()
}

async fn until_idle(door: &Door) {
    for _ in 0..600 {
        let figures = door.figures();
        if (figures.waiting, figures.ahead, figures.asked) == (0, 0, 0) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the door comes to no end: {:?}", door.figures());
}

fn reason(given: &Result<PassGiven, PassError>) -> &'static str {
    given.as_ref().err().map_or("given", PassError::reason)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tokens_of_a_coming_event_lie_ready_and_serve_while_acs_is_down() {
    let stage = Stage::open().await;
    let service = Service::without_a_door(&stage, Arc::new(SystemClock)).await;
    let event = service.event("Town hall", 30).await;
    let far = service.event("Next month", 30 * 24 * 60).await;
    service.crowd(&far, 3).await;
    let codes = service.crowd(&event, 40).await;
    let door = Door::open(Arc::clone(&service.desk));
    door.make_ahead().await.expect("planned");
    until_idle(&door).await;
    assert_eq!(made(&stage).await, 40, "of the event that comes soon, one each, and of no other");
    assert_eq!(door.make_ahead().await.expect("planned"), 0, "nothing is made twice");
    let sealed = std::fs::read(service.desk.profile().dir().join("lectern.db-wal")).unwrap_or_default();
    assert!(!sealed.windows(4).any(|bytes| bytes == b"eyJ0"), "and none of them is readable on the disk");

    stage.fault(json!({"route": CREATE, "status": 503, "count": 1000})).await;
    for code in &codes {
        let given = door.join(code, None).await.unwrap_or_else(|error| panic!("minted ahead: {error}"));
        assert!(given.user_id.starts_with("8:acs:"));
    }
    assert_eq!(made(&stage).await, 40, "nobody is asked at the door");
    let (_, late) = service.ticket(&event, "Late Guest", "late@example.org").await;
    let told = door.join(&late, None).await;
    assert_eq!(reason(&told), "useTeams", "whoever comes late is told the way into Teams");
    assert!(door.figures().troubled);
    let told = door.join(&late, None).await.err().expect("still down");
    assert!(told.wait(service.desk.now()).is_some_and(|wait| wait.as_secs() >= 30), "{told}");
    stage.no_faults().await;
    until_idle(&door).await;
    door.join(&late, None).await.expect("ACS is back, and their token was made without their coming again");
    drop(door);
    service.stop().await;
    stage.close("minted ahead").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_without_a_token_waits_in_one_line_and_is_told_how_long() {
    let stage = Stage::open().await;
    let clock = Arc::new(Simulated::of(&stage.endpoints()).await);
    let service = Service::without_a_door(&stage, clock.clone()).await;
    let event = service.event("Town hall", 30).await;
    let codes = service.crowd(&event, 1_060).await;
    let door = Arc::new(Door::open(Arc::clone(&service.desk)));
    let began = service.desk.now();
    let mut tasks = Vec::new();
    for code in codes.clone() {
        let door = Arc::clone(&door);
        tasks.push(tokio::spawn(async move { door.join(&code, None).await }));
    }
    let mut told = Vec::new();
    for task in tasks {
        told.push(task.await.expect("no panic"));
    }
    let queued: Vec<&PassError> = told.iter().filter_map(|told| told.as_ref().err()).collect();
    for error in &queued {
        let PassError::Queued { wait, .. } = error else { panic!("nobody is refused: {error}") };
        assert!(wait.as_secs() <= 32, "an honest wait: {wait}");
    }
    // Where a slow machine has not served somebody in time whose turn it is, they are told to come again at once.
    let later = |error: &&&PassError| matches!(error, PassError::Queued { wait, .. } if wait.as_secs() > 2);
    let later = queued.iter().filter(later).count();
    assert!((1..=60).contains(&later), "a thousand have their turn at once, not {}", told.len() - later);
    until_idle(&door).await;
    assert_eq!(made(&stage).await, 1_060, "one identity each");
    let passed = service.desk.now().duration_since(began);
    assert!((30..=31).contains(&passed.as_secs()), "as fast as ACS allows: {passed}");
    for code in &codes {
        door.join(code, None).await.expect("whoever comes again is let in");
    }
    assert_eq!(made(&stage).await, 1_060);
    let refused = stage.calls("POST", "/identities").await.iter().filter(|call| call.status() == 429).count();
    assert_eq!(refused, 0, "and ACS never has to refuse");
    drop(door);
    service.stop().await;
    stage.end().await;
}

#[tokio::test]
async fn what_nobody_needs_any_more_is_deleted_at_acs() {
    let stage = Stage::open().await;
    let clock = Arc::new(Shifted::by(SignedDuration::ZERO));
    let service = Service::without_a_door(&stage, clock.clone()).await;
    let event = service.event("Town hall", 10).await;
    let (ana, first) = service.ticket(&event, "Ana", "ana@example.org").await;
    let (_, second) = service.ticket(&event, "Ben", "ben@example.org").await;
    let door = Door::open(Arc::clone(&service.desk));
    for code in [&first, &second] {
        door.join(code, None).await.expect("let in");
    }
    door.tidy().await.expect("nothing to do");
    let deleted = |calls: Vec<lectern_tests::Call>| {
        calls.iter().filter(|call| call.0["method"] == "DELETE" && call.status() == 204).count()
    };
    assert_eq!(deleted(stage.traffic().await), 0, "nobody is put out of a call");
    lectern_core::registration::remove::remove(&service.desk, &event, vec![ana]).await.expect("removed");
    assert_eq!(reason(&door.join(&first, None).await), "revoked");
    door.tidy().await.expect("tidied");
    assert_eq!(deleted(stage.traffic().await), 1, "a ticket that was taken back takes its guest along");

    let later = SignedDuration::from_mins(10 + 60 + 119);
    stage.order("clock", json!({"advanceSeconds": later.as_secs()})).await;
    clock.advance(later);
    door.tidy().await.expect("tidied");
    assert_eq!(deleted(stage.traffic().await), 1, "whoever still talks goes on talking");
    let more = SignedDuration::from_mins(2);
    stage.order("clock", json!({"advanceSeconds": more.as_secs()})).await;
    clock.advance(more);
    assert_eq!(reason(&door.join(&second, None).await), "over");
    door.tidy().await.expect("tidied");
    assert_eq!(deleted(stage.traffic().await), 2, "nothing of a guest outlives the event");
    drop(door);
    service.stop().await;
    stage.close("what nobody needs").await;
}

#[tokio::test]
async fn what_teams_keeps_to_itself_is_handed_over_and_a_wrong_clock_is_no_refusal() {
    let stage = Stage::open().await;
    let service = Service::start(&stage, Arc::new(SystemClock)).await;
    let event = service.event("A webinar", 10).await;
    let (_, code) = service.ticket(&event, "Ana", "ana@example.org").await;
    let page = "https://events.teams.microsoft.com/event/00000000-0000-0000-0000-000000000001@00000000-0000-0000-0000-000000000002";
    let (id, ids) = (event.clone(), GraphIds { join_url: Some(page.into()), ..GraphIds::default() });
    let now = service.desk.now();
    let set = service
        .desk
        .write(move |w| Ok::<_, lectern_core::error::DeskError>(w.events().scheduled(&id, &ids, now)?));
    set.await.expect("a webinar's page in the place of a meeting");
    let told = service.post("/v1/join", &json!({ "code": code })).await;
    assert_eq!((told.status, &told.json()["reason"]), (409, &json!("handOver")), "{}", told.text);
    let shown = service.get(&format!("/j/{code}")).await.text.replace("&#x2f;", "/");
    assert!(shown.contains("This event is joined in Teams") && shown.contains(page), "{shown}");
    assert!(!shown.contains("lectern-sandbox://"), "Lectern can't join it");
    assert_eq!(made(&stage).await, 0, "no token is made for it");
    service.stop().await;

    let hour = Arc::new(Shifted::by(SignedDuration::from_mins(-61)));
    let slow: Arc<dyn Clock> = hour;
    let wrong = Service::start(&stage, slow).await;
    let event = wrong.event("Town hall", 5).await;
    let (_, code) = wrong.ticket(&event, "Ana", "ana@example.org").await;
    let told = wrong.post("/v1/join", &json!({ "code": code })).await;
    assert_eq!((told.status, &told.json()["reason"]), (503, &json!("useTeams")), "{}", told.text);
    assert_eq!(told.retry_after(), Some(30), "{}", told.text);
    wrong.stop().await;
    stage.end().await;
}
