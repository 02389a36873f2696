//! A profile that changes hands: what one account began, another can neither finish, double nor lose.

use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::scheduling::create::{self, NewEvent};
use lectern_core::scheduling::{EventDetail, EventState, cancel, list};
use lectern_tests::{Call, Organizer, Stage, judge};
use serde_json::{Value, json};

const OTHER: &str = "ana.reyes";

/// Where the first account is stopped: before the event is on the calendar, after it is and nobody heard, and before the
/// meeting behind it is known.
fn stops() -> [Value; 4] {
    [
        json!({"route": "POST /me/events", "status": 500}),
        json!({"route": "POST /me/events", "when": "after"}),
        json!({"route": "GET /me/onlineMeetings", "status": 404}),
        json!({"route": "PATCH /me/onlineMeetings/{id}", "status": 400}),
    ]
}

async fn shown(organizer: &Organizer, id: &str) -> EventDetail {
    list::one(&organizer.desk, id).await.expect("the event is kept")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_account_began_waits_for_it() {
    let mut traffic = Vec::new();
    for by_other in ["forbidden403", "emptyList"] {
        for no_match in ["notFound404", "emptyList"] {
            let repeated = if no_match == "emptyList" { "createsSecond" } else { "conflict409" };
            let switches = json!({
                "joinUrlFilterByOther": by_other, "joinUrlFilterNoMatch": no_match, "repeatedTransactionId": repeated,
            });
            traffic.extend(under(switches).await);
        }
    }
    judge("a profile that changes hands", &traffic).await;
}

async fn under(switches: Value) -> Vec<Call> {
    let stage = Stage::with(switches.clone()).await;
    let organizer = Organizer::at(&stage).await;
    let mut left = Vec::new();
    for (place, stop) in stops().into_iter().enumerate() {
        let draft = organizer.draft(&format!("Left {place}"));
        // Whoever is in doubt looks at the calendar first; here that ends the try.
        if stop["route"] == "POST /me/events" {
            stage.fault(json!({"route": "GET /me/calendarView", "status": 403})).await;
        }
        stage.fault(stop).await;
        organizer.try_schedule(&draft).await.expect_err("stopped");
        left.push(draft);
    }
    assert_eq!(stage.faults_left().await, 0, "{switches}: each stop was met");
    let mark = stage.mark().await;

    organizer.sign_in_as(&stage, OTHER).await;
    assert_eq!(create::resume(&organizer.desk).await.expect("resumed"), 0, "{switches}: nothing is hers");
    others_hands(&organizer, &left, &switches).await;
    let asked: Vec<Call> = stage.traffic_after(mark).await;
    let changed = asked.iter().filter(|call| call.path().contains("/v1.0/") && call.0["method"] != "GET");
    assert_eq!(changed.count(), 0, "{switches}: nothing is written under somebody else's name: {asked:?}");
    let filtered: Vec<u64> =
        asked.iter().filter(|call| call.is("GET", "/me/onlineMeetings")).map(Call::status).collect();
    let expected = if switches["joinUrlFilterByOther"] == "forbidden403" { 403 } else { 200 };
    assert!(
        !filtered.is_empty() && filtered.iter().all(|status| *status == expected),
        "{switches}: the answer of the switch was met: {filtered:?}"
    );
    own_event(&stage, &organizer, &switches).await;

    organizer.sign_in().await;
    assert_eq!(create::resume(&organizer.desk).await.expect("resumed"), left.len(), "{switches}: all go on");
    for draft in &left {
        let event = shown(&organizer, &draft.draft_id).await;
        assert!(
            event.meeting_id.is_some() && event.problem.is_none(),
            "{switches}: whole at last: {event:?}"
        );
        assert_eq!(
            stage.events_of(&draft.title).await,
            [json!(event.event_id).to_string()],
            "{switches}: one event, on the first one's calendar"
        );
    }
    stage.end().await
}

/// What the second account is told, whatever it tries with what was left.
async fn others_hands(organizer: &Organizer, left: &[NewEvent], switches: &Value) {
    for draft in left {
        let event = shown(organizer, &draft.draft_id).await;
        let problem = event.problem.clone().expect("the problem stands by its event");
        assert!(
            problem.contains("events@contosoevents.onmicrosoft.com") && problem.contains("Sign in as"),
            "{switches}: it says whose it is and what to do: {problem}"
        );
        let again = organizer.try_schedule(draft).await.expect_err("not hers to finish");
        assert_eq!(
            CommandError::from(again).code,
            ErrorCode::SignInNeeded,
            "{switches}: sign in is what helps"
        );
        let refused = cancel::cancel(&organizer.desk, &draft.draft_id, "").await.expect_err("not hers");
        let told = CommandError::from(refused);
        assert_eq!(told.code, ErrorCode::SignInNeeded, "{switches}: not on her calendar is not gone: {told}");
        assert_ne!(shown(organizer, &draft.draft_id).await.summary.state, EventState::Cancelled);
    }
}

/// The second account is no guest here: what it begins itself is its own.
async fn own_event(stage: &Stage, organizer: &Organizer, switches: &Value) {
    let own = organizer.draft("Her own");
    let event = organizer.try_schedule(&own).await.expect("she has a calendar too");
    assert_eq!(event.summary.organizer, "Ana Reyes", "{switches}");
    let done = cancel::cancel(&organizer.desk, &own.draft_id, "").await.expect("hers to cancel");
    assert_eq!(done.summary.state, EventState::Cancelled, "{switches}");
    assert_eq!(stage.events_of("Her own").await.len(), 1, "{switches}");
}
