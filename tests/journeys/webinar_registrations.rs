//! Teams' list of a webinar, read whole by the application's credential: also who registered on Teams' own page.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::SignedDuration;
use lectern_core::Clock;
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::overview::webinar;
use lectern_core::privacy::erase::{self, Erasure};
use lectern_core::privacy::{retention, run};
use lectern_core::virtual_events::VirtualEventError;
use lectern_core::virtual_events::enrol::{self, untold};
use lectern_core::virtual_events::limits::{self, RequestLimits};
use lectern_core::virtual_events::questions::{self, Answer, NewQuestion};
use lectern_core::virtual_events::registrations::{self, ListReading, Registrations, Told, Wanted};
use lectern_domain::event::RegisteredBy;
use lectern_domain::registration::RegistrantStatus;
use lectern_tests::{Organizer, Shifted, Simulated, Stage, Terminal};
use serde_json::{Value, json};

use crate::webinar_people::{outsiders, trusted};
use crate::webinars::{agreed, published, unlimited};

fn silent() -> Told {
    registrations::untold()
}

async fn shown(organizer: &Organizer, id: &str, query: &str) -> Registrations {
    let wanted = Wanted { query: query.into(), status: None };
    registrations::show(&organizer.desk, id, wanted, 0, 1_000).await.expect("shown")
}

/// Somebody on Teams' own page.
async fn visits(stage: &Stage, event: &str, first: &str, last: &str, email: &str) -> Value {
    let visitor = json!({"firstName": first, "lastName": last, "email": email});
    stage.order(&format!("virtual-events/{event}/visitors"), visitor).await
}

/// A published webinar that the application was let into; its id here and at Graph.
async fn webinar_with_list(stage: &Stage, organizer: &Organizer) -> (String, String) {
    let event = published(organizer, "Listed").await;
    let graph_id = event.event_id.expect("Graph's id");
    trusted(stage, organizer, &graph_id).await;
    (event.summary.id, graph_id)
}

fn with(changes: &Value) -> Value {
    let mut all = unlimited();
    all.as_object_mut().expect("an object").extend(changes.as_object().expect("an object").clone());
    all
}

#[tokio::test]
async fn everybody_on_teams_list_is_shown_also_who_came_by_its_page() {
    let stage = agreed(with(&json!({"virtualEventPageSize": 2}))).await;
    let organizer = Organizer::at(&stage).await;
    let event = published(&organizer, "Listed").await;
    let (id, graph_id) = (event.summary.id, event.event_id.expect("Graph's id"));
    let refused = registrations::read(&organizer.desk, &id, silent()).await.expect_err("no credential");
    let told = CommandError::from(refused);
    assert_eq!(told.code, ErrorCode::Refused, "{told}");
    assert!(told.message.contains("registration page"), "it says what there is instead: {told}");
    trusted(&stage, &organizer, &graph_id).await;
    assert_eq!(shown(&organizer, &id, "").await.read_at, None, "never asked is not the same as nobody");
    let track = NewQuestion::Custom {
        text: "Which track?".into(),
        answer: Answer::SingleChoice,
        choices: vec!["Red".into(), "Blue".into()],
        required: false,
    };
    let asked = questions::add(&organizer.desk, &id, track).await.expect("asked");
    enrol::enrol(&organizer.desk, &id, &outsiders(2), untold()).await.expect("enrolled");
    let said = json!([{"questionId": asked.questions[0].id, "multiChoiceValues": ["Blue"]}]);
    let evil = json!({"firstName": "=cmd|'/C calc'!A0", "lastName": "<b>Bobby</b>", "email": "bobby@example.org", "answers": said});
    let visitors = format!("virtual-events/{graph_id}/visitors");
    stage.order(&visitors, evil).await;
    visits(&stage, &graph_id, "שרה", "לוי 🎉", "sara@example.org").await;
    stage.order(&visitors, json!({"user": "Priya Raman"})).await;

    let read = registrations::read(&organizer.desk, &id, silent()).await.expect("read");
    assert_eq!((read.pages, read.people, read.gone), (3, 5, 0));
    let all = shown(&organizer, &id, "").await;
    assert!(all.read_at.is_some() && !all.cut_off && !all.running, "{all:?}");
    assert_eq!((all.matching, all.counts.registered), (5, 5));
    let by = |source| all.rows.iter().filter(|row| row.source == source).count();
    assert_eq!((by(RegisteredBy::Lectern), by(RegisteredBy::Page)), (2, 3), "{all:?}");
    let bobby = &shown(&organizer, &id, "bob").await.rows[0];
    assert_eq!(
        (bobby.answers[0].question.as_str(), bobby.answers[0].said.as_str()),
        ("Which track?", "Blue")
    );
    assert_eq!(shown(&organizer, &id, "שרה").await.matching, 1, "names of any script are found");
    let priya = &shown(&organizer, &id, "priya").await.rows[0];
    assert!(priya.user_id.is_some(), "whoever is of the organization is told apart: {priya:?}");

    let off = format!("virtual-events/{graph_id}/registrations/{}/cancel", bobby.id);
    stage.order(&off, json!({})).await;
    registrations::read(&organizer.desk, &id, silent()).await.expect("read again");
    let wanted = Wanted { query: String::new(), status: Some(RegistrantStatus::Cancelled) };
    let cancelled = registrations::show(&organizer.desk, &id, wanted, 0, 9).await.expect("shown");
    assert_eq!((cancelled.matching, cancelled.counts.all), (1, 5));
    assert!(cancelled.rows[0].cancelled_at.is_some(), "{cancelled:?}");
    let figures = webinar::of(&organizer.desk, &id).await.expect("figures");
    let sum: u32 = figures.registrations.iter().map(|one| one.people).sum();
    assert_eq!(sum, 5, "{figures:?}");

    let (text, book) = (stage.path("list.csv"), stage.path("list.xlsx"));
    assert_eq!(registrations::export(&organizer.desk, &id, text.clone()).await.expect("written"), 5);
    let csv = std::fs::read_to_string(&text).expect("a file");
    assert!(csv.contains("'=cmd"), "no spreadsheet may run a guest's name: {csv}");
    assert!(csv.lines().next().is_some_and(|head| head.ends_with("Which track?")), "{csv}");
    registrations::export(&organizer.desk, &id, book.clone()).await.expect("written");
    let bytes = std::fs::read(&book).expect("a file");
    let table = lectern_domain::workbook::read(&bytes, None).expect("a workbook, not text of that name");
    assert_eq!(table.rows.len(), 5);
    stage.close("Teams' list").await;
}

#[tokio::test]
async fn the_terminal_lists_them_and_a_killed_reading_goes_on_at_its_page() {
    let stage = agreed(with(&json!({"virtualEventPageSize": 1}))).await;
    let organizer = Organizer::at(&stage).await;
    let (id, graph_id) = webinar_with_list(&stage, &organizer).await;
    for n in 0..8 {
        visits(&stage, &graph_id, &format!("Guest{n}"), "Outside", &format!("guest{n}@example.org")).await;
    }
    let terminal = Terminal::at(&stage, organizer.dir());
    stage.order("switches", json!({"virtualEventLatencyMs": 400})).await;
    let mut running = terminal.start(&["webinars", "registrations", &id, "--progress"]);
    while running.line().await["people"].as_u64().unwrap_or_default() < 3 {}
    assert!(running.kill().await, "it was killed in the middle");
    stage.order("switches", json!({"virtualEventLatencyMs": 0})).await;
    let half = shown(&organizer, &id, "").await;
    assert!(half.cut_off && half.matching >= 3 && half.matching < 8, "what was read is kept: {half:?}");

    let mark = stage.mark().await;
    let told = terminal.run(&["webinars", "registrations", &id]).await.json();
    assert_eq!((&told["matching"], &told["cutOff"]), (&json!(8), &json!(false)), "{told}");
    let pages = stage.traffic_after(mark).await;
    let pages: Vec<_> = pages.iter().filter(|call| call.is("GET", "/registrations")).collect();
    assert_eq!(pages.len(), 8 - half.matching as usize, "no page is read twice");
    let file = stage.path("people.csv");
    let words = ["webinars", "registrations", &id, "--kept", "--search", "guest7", "--csv"];
    let words: Vec<&str> = words.into_iter().chain([file.to_str().expect("a path")]).collect();
    let found = terminal.run(&words).await.json();
    assert_eq!((&found["matching"], &found["rows"][0]["email"]), (&json!(1), &json!("guest7@example.org")));
    let lines = std::fs::read_to_string(&file).expect("a file").lines().count();
    assert_eq!(lines, 9, "the file has everybody");

    // A service that forgot the link of a reading that was cut off: from the beginning, once.
    stage.order("switches", json!({"virtualEventLatencyMs": 400})).await;
    let mut running = terminal.start(&["webinars", "registrations", &id, "--progress"]);
    while running.line().await["people"].as_u64().unwrap_or_default() < 2 {}
    running.kill().await;
    stage.order("switches", json!({"virtualEventLatencyMs": 0})).await;
    let route = "GET /solutions/virtualEvents/webinars/{id}/registrations";
    stage.fault(json!({"route": route, "status": 410})).await;
    let read = registrations::read(&organizer.desk, &id, silent()).await.expect("read");
    assert_eq!(read.people, 8, "whole, from the first page on");
    stage.fault(json!({"route": route, "when": "after"})).await;
    assert_eq!(registrations::read(&organizer.desk, &id, silent()).await.expect("read").people, 8);
    stage.close("a reading that was cut off").await;
}

#[tokio::test]
async fn a_long_list_is_read_at_the_pace_that_teams_allows() {
    let stage = agreed(json!({"virtualEventPageSize": 1})).await;
    let clock = Arc::new(Simulated::of(&stage.endpoints()).await);
    let organizer = Organizer::arriving(&stage, Arc::clone(&clock) as Arc<dyn Clock>).await;
    organizer.sign_in().await;
    let (id, graph_id) = webinar_with_list(&stage, &organizer).await;
    stage.order(&format!("virtual-events/{graph_id}/registrations"), json!({"count": 45})).await;
    stage.order("switches", json!({"virtualEventReads": 10})).await;
    clock.pass(Duration::from_secs(31)).await;
    let refusals = async || {
        let told = stage.endpoints().ask("virtual-events").await.expect("the door answers");
        told["requests"]["refused"].as_u64().expect("a number")
    };
    let slower = RequestLimits { reads: 10, ..RequestLimits::default() };
    limits::set(&organizer.desk, slower).await.expect("set");
    let (before, began) = (refusals().await, clock.now());
    let waits = Arc::new(Mutex::new(0));
    let ear = Arc::clone(&waits);
    let told: Told = Arc::new(move |step: &ListReading| {
        *ear.lock().expect("nobody panicked") += usize::from(step.waiting_until.is_some());
    });
    assert_eq!(registrations::read(&organizer.desk, &id, told).await.expect("read").people, 45);
    let took = clock.now().duration_since(began);
    assert!(took >= SignedDuration::from_secs(120), "four more windows of ten: {took}");
    assert_eq!(refusals().await, before, "whoever keeps to the limit is never refused");
    assert!(*waits.lock().expect("nobody panicked") > 0, "and it says why it does nothing");

    limits::set(&organizer.desk, RequestLimits::default()).await.expect("set");
    clock.pass(Duration::from_secs(31)).await;
    assert_eq!(registrations::read(&organizer.desk, &id, silent()).await.expect("read").people, 45);
    assert!(refusals().await > before, "a smaller limit than was believed is learned from refusals");
    stage.close("a list at Teams' pace").await;
}

#[tokio::test]
async fn who_is_not_let_in_is_told_what_is_missing() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let (id, graph_id) = webinar_with_list(&stage, &organizer).await;
    let rsc = json!({"app": crate::webinar_people::SERVICE, "event": graph_id, "permissions": []});
    stage.order("grants/rsc", rsc).await;
    let refused = registrations::read(&organizer.desk, &id, silent()).await.expect_err("not let in");
    assert!(matches!(refused, VirtualEventError::NoCredential(_)), "{refused}");
    assert!(refused.to_string().contains("VirtualEvent.Read.Chat"), "{refused}");
    stage.close("not let in").await;
}

#[tokio::test]
async fn who_was_erased_does_not_come_back_by_reading_the_list_again() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::arriving(&stage, Arc::new(Shifted::by(SignedDuration::ZERO))).await;
    organizer.sign_in().await;
    let (id, graph_id) = webinar_with_list(&stage, &organizer).await;
    visits(&stage, &graph_id, "Ana", "Silva", "Ana.Silva@example.org").await;
    visits(&stage, &graph_id, "Ben", "Outside", "ben@example.org").await;
    registrations::read(&organizer.desk, &id, silent()).await.expect("read");
    let terminal = Terminal::at(&stage, organizer.dir());
    let file = stage.path("ana.json");
    let export = ["privacy", "export", "ana.silva@example.org", "--out", file.to_str().expect("a path")];
    assert_eq!(terminal.run(&export).await.json()["listed"], 1, "what is kept of her");
    let kept: Value = serde_json::from_slice(&std::fs::read(&file).expect("a file")).expect("JSON");
    assert_eq!(kept["teamsRegistrations"][0]["lastName"], "Silva", "{kept}");

    let ana = "ana.silva@example.org";
    let asked = Erasure { email: ana.into(), confirm: ana.into(), also: Vec::new() };
    let report = erase::erase(&organizer.desk, asked).await.expect("erased");
    assert_eq!(report.listed, 1);
    assert!(
        report.unreachable.iter().any(|words| words.contains("Teams' own registration")),
        "Teams keeps hers: {:?}",
        report.unreachable
    );
    for look in ["at once", "read again"] {
        let all = shown(&organizer, &id, "").await;
        assert_eq!((all.matching, shown(&organizer, &id, "silva").await.matching), (2, 0), "{look}");
        let nobody: Vec<_> = all.rows.iter().filter(|row| row.email.is_empty()).collect();
        assert_eq!(nobody.len(), 1, "{look}: the figures stay: {all:?}");
        assert!(nobody[0].first_name.starts_with("Erased person"), "{look}: {nobody:?}");
        registrations::read(&organizer.desk, &id, silent()).await.expect("read");
    }
    let list = stage.path("after.csv");
    assert_eq!(registrations::export(&organizer.desk, &id, list).await.expect("written"), 1, "only Ben");
    retention::set(&organizer.desk, &id, Some(0), false).await.expect("kept until the end");
    assert_eq!(retention::show(&organizer.desk, &id).await.expect("shown").people, 1, "Ben is left");
    let dir = organizer.dir().to_owned();
    drop(organizer);
    let later = Arc::new(Shifted::by(SignedDuration::from_hours(24 * 30)));
    let organizer = Organizer::back_at(&stage, &dir, later).await;
    let due = run::run(&organizer.desk).await.expect("run");
    assert_eq!(due.erased.first().map(|one| one.people), Some(1), "{due:?}");
    assert_eq!(shown(&organizer, &id, "ben").await.matching, 0);
    assert_eq!(shown(&organizer, &id, "").await.matching, 2, "the figures stay");
    stage.close("erased from Teams' list").await;
}
