//! Exactly one event on the calendar, whatever the service answers to a repeated transaction id, and wherever the
//! network fails.

use lectern_core::doctor::{self, CheckStatus};
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::scheduling::{EventState, cancel, create, list};
use lectern_tests::{Call, Organizer, Stage, judge};
use serde_json::{Value, json};
use tokio::task::JoinSet;

/// So many stages at once: more would only wait for the processor.
const TOGETHER: usize = 4;

/// The documented gaps that scheduling meets, each answer that the service may give.
fn every_switch() -> Vec<Value> {
    let mut all = Vec::new();
    for repeated in ["returnsExisting", "conflict409", "createsSecond"] {
        for form in ["long", "short"] {
            for by_other in ["forbidden403", "emptyList"] {
                for no_match in ["notFound404", "emptyList"] {
                    all.push(json!({
                        "repeatedTransactionId": repeated, "joinUrlForm": form,
                        "joinUrlFilterByOther": by_other, "joinUrlFilterNoMatch": no_match,
                    }));
                }
            }
        }
    }
    all
}

/// What goes wrong on the way: the class "HTTP" of the fault table.
fn every_fault() -> Vec<Value> {
    let post = |more: Value| with("POST /me/events", more);
    let find = |more: Value| with("GET /me/onlineMeetings", more);
    let patch = |more: Value| with("PATCH /me/onlineMeetings/{id}", more);
    vec![
        json!(null),
        post(json!({"when": "after"})),
        post(json!({"when": "before"})),
        post(json!({"status": 500})),
        post(json!({"status": 503, "retryAfter": 0})),
        post(json!({"status": 429, "retryAfter": 0.2})),
        post(json!({"status": 429, "retryAfter": 3600})),
        find(json!({"status": 404})),
        find(json!({"status": 403})),
        find(json!({"status": 500})),
        find(json!({"when": "after"})),
        patch(json!({"when": "after"})),
        patch(json!({"status": 500})),
        patch(json!({"status": 429, "retryAfter": 0})),
    ]
}

fn with(route: &str, mut more: Value) -> Value {
    more["route"] = json!(route);
    more
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_event_under_every_switch_and_fault() {
    let (mut parts, mut traffic) = (JoinSet::new(), Vec::new());
    for (place, switches) in every_switch().into_iter().enumerate() {
        // Every fault meets every answer to a repeated id; the other switches share them out.
        let faults =
            every_fault().into_iter().enumerate().filter(move |(n, _)| n % 8 == place % 8 || *n == 1);
        let faults: Vec<Value> = faults.map(|(_, fault)| fault).collect();
        if parts.len() == TOGETHER {
            traffic.extend(parts.join_next().await.expect("a part").expect("one event"));
        }
        parts.spawn(async move { under(switches, faults).await });
    }
    while let Some(part) = parts.join_next().await {
        traffic.extend(part.expect("one event"));
    }
    judge("one event under every switch and fault", &traffic).await;
}

async fn under(switches: Value, faults: Vec<Value>) -> Vec<Call> {
    let stage = Stage::with(switches.clone()).await;
    let organizer = Organizer::at(&stage).await;
    for (place, fault) in faults.iter().enumerate() {
        let told = format!("{switches} {fault}");
        let draft = organizer.draft(&format!("Event {place}"));
        if !fault.is_null() {
            stage.fault(fault.clone()).await;
        }
        if let Err(error) = organizer.try_schedule(&draft).await {
            let kept = list::one(&organizer.desk, &draft.draft_id).await.expect("kept");
            assert!(kept.problem.is_some(), "{told}: what went wrong stands by its event ({error})");
            stage.order("clock", json!({"advanceSeconds": 1})).await;
            // Half of them are taken up at the next start, the others by the person who tries again.
            if place % 2 == 0 {
                create::resume(&organizer.desk).await.expect("resumed");
            }
        }
        let event = organizer.try_schedule(&draft).await.unwrap_or_else(|error| panic!("{told}: {error}"));
        assert!(event.meeting_id.is_some() && event.problem.is_none(), "{told}: whole at last: {event:?}");
        let made = stage.events_of(&draft.title).await;
        assert_eq!(made.len(), 1, "{told}: one event, however often it was tried");
        assert_eq!(json!(event.event_id).to_string(), made[0], "{told}: and it is the one we keep");
    }
    assert_eq!(list::all(&organizer.desk).await.expect("the list").len(), faults.len(), "{switches}");
    stage.end().await
}

#[tokio::test]
async fn a_service_that_stays_down_is_given_up_and_taken_up_again() {
    let stage = Stage::with(json!({"repeatedTransactionId": "createsSecond"})).await;
    let organizer = Organizer::at(&stage).await;
    let draft = organizer.draft("Stays down");
    stage.fault(json!({"route": "POST /me/events", "status": 500, "count": 3})).await;
    let error = organizer.try_schedule(&draft).await.expect_err("three failures are enough");
    let told = CommandError::from(error);
    assert_eq!(told.code, ErrorCode::Remote, "{told}");
    assert!(told.message.contains("kept"), "nothing typed is lost, and it says so: {told}");
    let waiting = list::one(&organizer.desk, &draft.draft_id).await.expect("kept");
    assert_eq!(waiting.summary.state, EventState::Creating);
    assert_eq!(create::resume(&organizer.desk).await.expect("resumed"), 1);
    assert_eq!(stage.events_of("Stays down").await.len(), 1);
    assert_eq!(create::resume(&organizer.desk).await.expect("resumed"), 0, "what is whole is left alone");
    stage.close("a service that stays down").await;
}

#[tokio::test]
async fn two_presses_at_once_make_one_event() {
    let stage = Stage::with(json!({"repeatedTransactionId": "createsSecond"})).await;
    let organizer = Organizer::at(&stage).await;
    let draft = organizer.draft("Twice");
    let (one, two) = tokio::join!(organizer.try_schedule(&draft), organizer.try_schedule(&draft));
    let (one, two) = (one.expect("scheduled"), two.expect("scheduled"));
    assert_eq!(one.event_id, two.event_id);
    assert_eq!(stage.calls("POST", "/me/events").await.len(), 1, "a double click is one request");
    stage.close("two presses").await;
}

#[tokio::test]
async fn bad_input_names_the_field_and_asks_nobody() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let good = organizer.draft("Good");
    let wrong = [
        ("title", create::NewEvent { title: "  ".into(), ..good.clone() }),
        ("title", create::NewEvent { title: "x".repeat(256), ..good.clone() }),
        ("start", create::NewEvent { start: "tomorrow".into(), ..good.clone() }),
        ("end", create::NewEvent { end: good.start.clone(), ..good.clone() }),
        ("zone", create::NewEvent { zone: "Mars/Olympus".into(), ..good.clone() }),
        (
            "start",
            create::NewEvent {
                start: "2020-01-01T10:00".into(),
                end: "2020-01-01T11:00".into(),
                ..good.clone()
            },
        ),
        (
            "start",
            create::NewEvent {
                start: "2027-03-28T02:30".into(),
                end: "2027-03-28T04:00".into(),
                ..good.clone()
            },
        ),
        ("draftId", create::NewEvent { draft_id: "mine".into(), ..good.clone() }),
    ];
    for (field, draft) in wrong {
        let error = organizer.try_schedule(&draft).await.expect_err("refused");
        let told = CommandError::from(error);
        assert_eq!((told.code, told.field.as_deref()), (ErrorCode::Invalid, Some(field)), "{told}");
    }
    assert!(stage.calls("POST", "/me/events").await.is_empty(), "what is wrong here goes nowhere");
    stage.close("bad input").await;
}

#[tokio::test]
async fn cancelling_is_safe_to_repeat_and_spares_the_outbox() {
    for when in ["before", "after"] {
        let stage = Stage::open().await;
        let organizer = Organizer::at(&stage).await;
        let event = organizer.event("Called off", None).await;
        organizer.guests(&event, 2).await;
        stage.fault(json!({"route": "POST /me/events/{id}/cancel", "when": when})).await;
        let first = cancel::cancel(&organizer.desk, &event, "The speaker is ill.").await;
        assert!(first.is_err(), "{when}: no answer came, so nothing is claimed");
        let done = cancel::cancel(&organizer.desk, &event, "The speaker is ill.").await.expect("cancelled");
        assert_eq!(done.summary.state, EventState::Cancelled);
        assert_eq!(
            (done.messages.skipped, done.messages.planned),
            (2, 0),
            "{when}: nobody is invited any more"
        );
        assert_eq!(organizer.send().await.sent, 0);
        assert!(stage.mail().await.is_empty());
        assert!(organizer.add(&event, "Late", "late@example.org").await.is_err(), "and nobody can register");
        cancel::cancel(&organizer.desk, &event, "").await.expect("safe to repeat");
        stage.close("a cancellation").await;
    }
}

#[tokio::test]
async fn the_doctor_says_who_has_no_licence_for_teams() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let licence = async || {
        let checks = doctor::run::run(&organizer.desk).await;
        checks.into_iter().find(|check| check.id == "licence").expect("it looks at the licence")
    };
    assert_eq!(licence().await.status, CheckStatus::Ok, "{:?}", licence().await);
    organizer.sign_in_as(&stage, "front.desk").await;
    let without = licence().await;
    assert_eq!(without.status, CheckStatus::Failed, "its events would have no meeting: {without:?}");
    assert!(without.fix.is_some_and(|fix| fix.contains("Licenses")), "and how to mend it");
    stage.close("the doctor and the licence").await;
}

#[tokio::test]
async fn the_doctor_knows_each_answer_to_a_link_that_is_nobodys() {
    for no_match in ["notFound404", "emptyList"] {
        let stage = Stage::with(json!({"joinUrlFilterNoMatch": no_match})).await;
        let organizer = Organizer::at(&stage).await;
        let checks = doctor::run::run(&organizer.desk).await;
        let failed: Vec<_> = checks.iter().filter(|check| check.status == CheckStatus::Failed).collect();
        assert!(failed.is_empty(), "{no_match}: a healthy desk has no complaint: {failed:?}");
        stage.close("the doctor").await;
    }
}
