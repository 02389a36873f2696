//! A ticket at the service itself: what an attendee's Lectern gets for it, and for its key, again and again.

use std::sync::Arc;

use lectern_core::SystemClock;
use lectern_core::join::{prepare, start};
use lectern_core::scheduling::cancel;
use lectern_core::scheduling::change::{self, EventChange};
use lectern_core::serving::pairing;
use lectern_core::serving::passes::trail;
use lectern_domain::device::DeviceRole;
use lectern_domain::join_link::JoinTarget;
use lectern_tests::{Attendee, Organizer, Service, Stage};
use serde_json::{Value, json};

async fn at_the_door(stage: &Stage) -> (Service, String, String) {
    let service = Service::start(stage, Arc::new(SystemClock)).await;
    let event = service.event("Town hall", 20).await;
    let (_, code) = service.ticket(&event, "Ana Reyes", "ana@example.org").await;
    (service, event, code)
}

async fn identities(stage: &Stage) -> usize {
    stage.calls("POST", "/identities").await.len()
}

#[tokio::test]
async fn a_ticket_becomes_a_pass_and_its_key_another_one() {
    let stage = Stage::open().await;
    let (service, event, code) = at_the_door(&stage).await;
    let there = Organizer::at(&stage).await;
    let desk = &there.desk;
    let view = Attendee::follow_trusting(desk, &service.link(&code), service.host()).await.expect("led");
    assert!(view.surface.is_some(), "it can be joined here: {view:?}");
    assert_eq!(view.display_name.as_deref(), Some("Ana Reyes"));
    let target = prepare::target(desk, &view.join_id).expect("a meeting");
    assert!(matches!(target, JoinTarget::MeetingLink { .. }));
    let pass = start::start(desk, &view.join_id, "Ana").await.expect("a pass");
    let first = start::refresh(desk, &view.join_id).await.expect("another token");
    let second = start::refresh(desk, &view.join_id).await.expect("by the key that came with it");
    assert!(!first.token.is_empty() && !second.token.is_empty());
    let again = Attendee::follow_trusting(desk, &service.link(&code), service.host()).await.expect("led");
    let other = start::start(desk, &again.join_id, "Ana").await.expect("a pass");
    assert_eq!(pass.user_id, other.user_id, "one ticket, one person in the meeting");
    assert_eq!(identities(&stage).await, 1, "and one identity at ACS");
    let trail = trail::of_event(&service.desk, &event, 0, trail::PAGE).await.expect("a trail").grants;
    let firsts: Vec<Option<i64>> = trail.iter().map(|row| row.first).collect();
    assert_eq!(firsts, [None, Some(trail[0].number), Some(trail[0].number), None], "all that was given");
    let written = serde_json::to_string(&trail).expect("JSON");
    assert!(!written.contains(&pass.token) && !written.contains(&code), "without the secrets");
    let path = format!("/v1/desk/events/{event}/passes");
    assert_eq!(service.get(&path).await.status, 401, "visitors are not told who was let in");
    let offered = pairing::offer(&service.desk, DeviceRole::Organizer).await.expect("a code");
    let paired =
        pairing::pair(&service.desk, &offered.code.grouped(), "Front desk", "1").await.expect("paired");
    let told = service.get_as(&path, paired.key.expose()).await;
    assert_eq!(
        (told.status, told.json()["grants"].as_array().map(Vec::len)),
        (200, Some(4)),
        "{}",
        told.text
    );
    let rest = service.get_as(&format!("{path}?after={}", trail[2].number), paired.key.expose()).await;
    assert_eq!(rest.json()["grants"].as_array().map(Vec::len), Some(1), "{}", rest.text);
    service.stop().await;
    stage.close("a ticket at the service").await;
}

fn key(seen: &Value) -> Value {
    json!({"refreshKey": seen["refreshKey"]})
}

#[tokio::test]
async fn a_key_that_comes_back_ends_its_join_and_no_other() {
    let stage = Stage::open().await;
    let (service, _, code) = at_the_door(&stage).await;
    let body = json!({ "code": code });
    let (one, other) = (service.post("/v1/join", &body).await, service.post("/v1/join", &body).await);
    assert_eq!((one.status, other.status), (200, 200), "{} {}", one.text, other.text);
    let (first, other) = (key(&one.json()), key(&other.json()));
    let second = service.post("/v1/token", &first).await;
    assert_eq!(second.status, 200, "{}", second.text);
    let lost = service.post("/v1/token", &first).await;
    assert_eq!(lost.status, 200, "an answer that was lost is asked for again: {}", lost.text);
    let third = service.post("/v1/token", &key(&lost.json())).await;
    assert_eq!(third.status, 200, "{}", third.text);
    let back = service.post("/v1/token", &first).await;
    assert_eq!((back.status, &back.json()["reason"]), (401, &json!("key")), "somebody has a copy of it");
    for ended in [key(&second.json()), key(&third.json())] {
        assert_eq!(service.post("/v1/token", &ended).await.status, 401, "whoever of the two it is");
    }
    assert_eq!(service.post("/v1/token", &other).await.status, 200, "another join goes on");
    assert_eq!(service.post("/v1/join", &body).await.status, 200, "and the ticket lets in again");
    for bad in ["", ".", "1.", "99999.abc", "-1.x", "1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "é.é"]
    {
        let told = service.post("/v1/token", &json!({"refreshKey": bad})).await;
        assert_eq!(told.status, 401, "{bad}: {}", told.text);
    }
    service.stop().await;
    stage.close("a key that comes back").await;
}

/// What the page of a ticket says, in English, as plain text between its marks.
async fn page(service: &Service, code: &str) -> String {
    let seen = service.get(&format!("/j/{code}")).await;
    assert_eq!(seen.status, 200, "{}", seen.text);
    seen.text.replace("&#x2f;", "/")
}

#[tokio::test]
async fn the_page_of_a_ticket_says_where_its_event_stands() {
    let stage = Stage::open().await;
    let (service, _, code) = at_the_door(&stage).await;
    let open = page(&service, &code).await;
    let deep = "lectern-sandbox://join?link=";
    assert!(open.contains(deep) && open.contains("ticket=") && open.contains("service=http"), "{open}");
    assert!(open.contains("https://teams.microsoft.com/") && open.contains("You can join now"), "{open}");
    let german = service.get_with(&format!("/j/{code}"), "de-AT,de;q=0.9").await.text;
    assert!(german.contains("Sie können jetzt teilnehmen") && german.contains("lang=\"de\""), "{german}");

    let early = service.event("Next week", 7 * 24 * 60).await;
    let (_, early) = service.ticket(&early, "<b>Ana</b>", "early@example.org").await;
    assert!(page(&service, &early).await.contains("The doors are not open yet"));
    let told = service.post("/v1/join", &json!({ "code": early })).await;
    assert_eq!((told.status, &told.json()["reason"]), (403, &json!("early")), "{}", told.text);
    assert!(told.retry_after().is_some_and(|wait| wait > 3600), "it says when to come back");

    let called_off = service.event("Called off", 30).await;
    let (_, off) = service.ticket(&called_off, "Ana", "off@example.org").await;
    cancel::cancel(&service.desk, &called_off, "The speaker is ill. <sorry>").await.expect("cancelled");
    let cancelled = page(&service, &off).await;
    assert!(cancelled.contains("This event was cancelled"), "{cancelled}");
    assert!(cancelled.contains("The speaker is ill. &lt;sorry&gt;"), "in the organizer's words: {cancelled}");
    assert!(!cancelled.contains("lectern-sandbox://"), "nobody is led into an empty meeting");
    let told = service.post("/v1/join", &json!({ "code": off })).await;
    assert_eq!((told.status, &told.json()["reason"]), (410, &json!("cancelled")));

    keep("early", &page(&service, &early).await);
    keep("cancelled", &cancelled);
    keep("open", &open);
    keep("german", &german);
    moved(&service).await;
    let (unknown, malformed) =
        (service.get("/j/01ARZ3NDEKTSV4RRFFQ69G5FAV").await, service.get("/j/%3Cscript%3E").await);
    assert_eq!((unknown.status, malformed.status), (404, 404));
    keep("unknown", &unknown.text);
    assert_eq!(unknown.text, malformed.text, "a code that is none is told nothing, however it looks");
    for code in ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "", "x", "💥"] {
        let told = service.post("/v1/join", &json!({ "code": code })).await;
        assert_eq!((told.status, &told.json()["reason"]), (404, &json!("unknown")), "{code}");
    }
    service.stop().await;
    stage.close("the page of a ticket").await;
}

async fn moved(service: &Service) {
    let event = service.event("Moved <i>today</i>", 600).await;
    let (_, code) = service.ticket(&event, "Ana", "moved@example.org").await;
    let local = |at: jiff::Timestamp| at.strftime("%Y-%m-%dT%H:%M").to_string();
    let now = service.desk.now();
    let end = now.saturating_add(jiff::SignedDuration::from_hours(1)).expect("a time");
    let change = EventChange {
        start: Some(local(now)),
        end: Some(local(end)),
        message: Some("The hall is flooded.\nBring boots. <b>שלום</b>".into()),
        ..EventChange::default()
    };
    change::change(&service.desk, &event, change).await.expect("moved");
    let shown = page(service, &code).await;
    keep("moved", &shown);
    assert!(shown.contains("It was moved") && shown.contains("Bring boots. &lt;b&gt;שלום"), "{shown}");
    assert!(shown.contains("It is on now"), "{shown}");
    assert!(!shown.contains("<i>today"), "a title is text: {shown}");
}

/// For whoever wants to look at the pages in a browser.
fn keep(name: &str, page: &str) {
    if let Ok(folder) = std::env::var("LECTERN_WRITE_PAGES") {
        std::fs::write(format!("{folder}/{name}.html"), page).expect("written");
    }
}
