//! planned = delivered once + failed + skipped + ambiguous, under every answer to a repeated operation id and every
//! failure on the way.

use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::messages::run::RunError;
use lectern_tests::{Call, Organizer, Stage, judge};
use serde_json::{Value, json};
use tokio::task::JoinSet;

/// So many stages at once: more would only wait for the processor.
const TOGETHER: usize = 4;

/// What goes wrong with the second of three mails, or with the question how it went.
fn every_fault() -> Vec<Value> {
    let send = "POST /emails:send";
    let ask = "GET /emails/operations/{id}";
    vec![
        json!({"route": send, "when": "after"}),
        json!({"route": send, "when": "before"}),
        json!({"route": send, "status": 429, "retryAfter": 1}),
        json!({"route": send, "status": 500}),
        json!({"route": send, "status": 503, "retryAfter": 1}),
        json!({"route": ask, "status": 429, "retryAfter": 1}),
        json!({"route": ask, "when": "before"}),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_mail_arrives_once_under_every_switch_and_fault() {
    let (mut parts, mut traffic) = (JoinSet::new(), Vec::new());
    for repeated in ["sameOperation", "conflict409", "sendsAgain"] {
        for (place, fault) in every_fault().into_iter().enumerate() {
            let seconds = i64::from(place % 2 == 0);
            let switches = json!({"repeatedOperationId": repeated, "emailSecondsUntilDone": seconds});
            if parts.len() == TOGETHER {
                traffic.extend(parts.join_next().await.expect("a part").expect("each mail once"));
            }
            parts.spawn(async move { under(switches, fault).await });
        }
    }
    while let Some(part) = parts.join_next().await {
        traffic.extend(part.expect("each mail once"));
    }
    judge("the outbox under every switch and fault", &traffic).await;
}

async fn under(switches: Value, fault: Value) -> Vec<Call> {
    let told = format!("{switches} {fault}");
    let stage = Stage::with(switches).await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Once each", None).await;
    let guests = organizer.guests(&event, 3).await;
    stage.fault(fault).await;
    let report = organizer.send().await;
    assert_eq!((report.failed, report.ambiguous), (0, 0), "{told}: ACS remembers what it took: {report:?}");
    if report.waiting > 0 {
        assert_eq!(organizer.outbox(&event).await.counts.ambiguous, 0, "{told}");
        panic!("{told}: a second of patience was enough for all three: {report:?}");
    }
    let counts = organizer.outbox(&event).await.counts;
    assert_eq!(counts.delivered, 3, "{told}: {counts:?}");
    assert_eq!(stage.recipients().await, guests, "{told}: each has it once");
    assert_eq!(organizer.send().await.sent, 0, "{told}: and nothing is left to send");
    stage.end().await
}

#[tokio::test]
async fn a_long_pause_is_told_and_everything_waits() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Later", None).await;
    organizer.guests(&event, 3).await;
    stage.fault(json!({"route": "POST /emails:send", "status": 429, "retryAfter": 600, "count": 5})).await;
    let report = organizer.send().await;
    assert_eq!((report.sent, report.waiting), (0, 3), "ten minutes are not waited for: {report:?}");
    assert_eq!(
        stage.calls("POST", "/emails:send").await.len(),
        1,
        "who is told to pause does not knock again"
    );
    stage.close("a long pause").await;
}

#[tokio::test]
async fn refusals_and_bounces_are_failures_and_stop_nobody_else() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Bounces", None).await;
    for name in ["suppressed", "bounce", "ana"] {
        organizer.add(&event, name, &format!("{name}@example.org")).await.expect("added");
    }
    let report = organizer.send().await;
    assert_eq!((report.sent, report.failed, report.ambiguous), (1, 2, 0), "{report:?}");
    let counts = organizer.outbox(&event).await.counts;
    assert_eq!((counts.delivered, counts.failed), (1, 2));
    for row in organizer.outbox(&event).await.rows.iter().filter(|row| row.email != "ana@example.org") {
        let problem = row.problem.as_deref().unwrap_or_default();
        assert!(problem.contains("Dropped"), "the service's reason is shown: {problem}");
    }
    stage.close("bounces").await;
}

#[tokio::test]
async fn a_key_that_was_changed_gives_nothing_up() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Wrong key", None).await;
    organizer.guests(&event, 2).await;
    stage.fault(json!({"route": "POST /emails:send", "status": 401, "count": 2})).await;
    let report = organizer.send().await;
    assert_eq!(
        (report.sent, report.failed, report.waiting),
        (0, 0, 2),
        "mended in Settings, they leave: {report:?}"
    );
    stage.close("a wrong key").await;
}

#[tokio::test]
async fn only_one_sends_at_a_time() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Two windows", None).await;
    let guests = organizer.guests(&event, 3).await;
    stage.fault(json!({"route": "POST /emails:send", "delayMs": 300})).await;
    let (one, two) = tokio::join!(organizer.try_send(), organizer.try_send());
    let refused = one.is_err();
    let (done, told) = if refused { (two, one) } else { (one, two) };
    assert_eq!(done.expect("one of them sends").sent, 3);
    let error = told.expect_err("the other is told");
    assert!(matches!(error, RunError::Elsewhere), "{error}");
    assert_eq!(CommandError::from(error).code, ErrorCode::Busy);
    assert_eq!(stage.recipients().await, guests);
    stage.close("two windows").await;
}

#[tokio::test]
async fn a_mail_that_always_breaks_the_service_ends_the_run_and_stops_nobody_else() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Always breaks", None).await;
    organizer.guests(&event, 1).await;
    stage.fault(json!({"route": "POST /emails:send", "status": 500, "count": 2})).await;
    let report = organizer.send().await;
    assert_eq!((report.waiting, report.failed), (1, 0), "once more at once, then later: {report:?}");
    assert_eq!(stage.calls("POST", "/emails:send").await.len(), 2, "a run that never ends helps nobody");
    assert_eq!(stage.faults_left().await, 0);
    organizer.add(&event, "Ana", "ana@example.org").await.expect("added");
    let report = organizer.send().await;
    assert_eq!((report.sent, report.waiting), (1, 1), "the others leave meanwhile: {report:?}");
    assert_eq!(stage.recipients().await, ["ana@example.org"]);
    stage.close("a mail that breaks the service").await;
}
