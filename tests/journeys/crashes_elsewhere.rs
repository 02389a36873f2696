//! Kills in the rest of the job, and answers that nobody can read although what was asked is done: nothing is lost, nothing
//! doubled, and the next try goes on.

use std::time::{Duration, Instant};

use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::messages::run::RunReport;
use lectern_core::registration::open;
use lectern_core::scheduling::{RegistrationMode, create};
use lectern_tests::{Attendee, Organizer, Stage, Terminal};
use serde_json::json;

/// Quarters of how long the program takes, from early to a little late.
fn moments(whole: Duration) -> impl Iterator<Item = Duration> {
    [0.3, 0.5, 0.7, 0.8, 0.9, 1.0].into_iter().map(move |part| whole.mul_f64(part))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_of_a_sign_in() {
    let stage = Stage::with(json!({"deviceCodeInterval": 1})).await;
    let dir = stage.path("desk");
    Organizer::profile(&dir);
    let terminal = Terminal::at(&stage, &dir);
    for place in 0..3 {
        let mut running = terminal.start(&["sign-in", "--device-code"]);
        let code = running.line().await;
        assert_eq!(code["event"], "code", "{code}");
        if place > 0 {
            let user_code = code["userCode"].as_str().expect("a code");
            stage.order(&format!("device-codes/{user_code}/approve"), json!({})).await;
        }
        if place > 1 {
            // The token is asked for; whether it is kept before the kill, nobody sees. Both must do.
            stage.until_seen(stage.mark().await, "POST", "/oauth2/v2.0/token").await;
        }
        running.kill().await;
    }
    let mut running = terminal.start(&["sign-in", "--device-code"]);
    let code = running.line().await;
    let user_code = code["userCode"].as_str().expect("a code");
    stage.order(&format!("device-codes/{user_code}/approve"), json!({})).await;
    assert_eq!(
        running.line().await["event"],
        "signed-in",
        "a sign-in that was cut off is simply begun again"
    );
    assert_eq!(running.end().await, Some(0));
    terminal.run(&["events", "list"]).await.json();
    stage.close("killed in the middle of a sign-in").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_opening_a_registration_and_adding_people() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.try_schedule(&organizer.draft("Killed")).await.expect("scheduled").summary.id;
    let terminal = Terminal::at(&stage, organizer.dir());
    let began = Instant::now();
    terminal.run(&["events", "show", &event]).await.json();
    let whole = began.elapsed() * 2;
    let open = ["registration", "open", "--event", &event, "--mode", "own", "--capacity", "50"];
    let mut killed = 0;
    for wait in moments(whole) {
        killed += u32::from(terminal.killed_after(&open, wait).await);
    }
    assert_eq!(terminal.run(&open).await.json()["capacity"], 50, "opened at last, once");
    for (place, wait) in moments(whole).enumerate() {
        let email = format!("guest{place}@example.org");
        let add = ["registrants", "add", "--event", &event, "--name", "Guest", "--email", &email];
        killed += u32::from(terminal.killed_after(&add, wait).await);
        terminal.run(&add).await.json();
    }
    assert!(killed > 0, "a sweep in which nothing was killed proves nothing");
    let shown = terminal.run(&["events", "show", &event]).await.json();
    assert_eq!(shown["registered"], 6, "each person once: {shown}");
    let outbox = terminal.run(&["messages", "list", "--event", &event]).await.json();
    assert_eq!(outbox["counts"]["planned"], 6, "and one confirmation each: {outbox}");
    stage.close("killed while opening and adding").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_getting_a_pass_the_guest_stays_one_person() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Joining", None).await;
    organizer.guests(&event, 1).await;
    organizer.send().await;
    let link = Attendee::reading_mail(&stage, "guest01@example.org").await.lectern_link();
    let terminal = Terminal::at(&stage, organizer.dir());
    for (when, delay) in [("before", 30_000), ("after", 0)] {
        stage.fault(json!({"route": "POST /identities", "when": when, "delayMs": delay})).await;
        let running = terminal.start(&["join", &link]);
        stage.until_held().await;
        running.kill().await;
    }
    let first = terminal.run(&["join", &link]).await.json();
    let again = terminal.run(&["join", &link]).await.json();
    assert!(first["userId"].is_string(), "{first}");
    assert_eq!(first["userId"], again["userId"], "one ticket, one person in the meeting");
    stage.close("killed while getting a pass").await;
}

#[tokio::test]
async fn an_answer_that_cannot_be_read_makes_no_second_event_and_no_second_mail() {
    for repeated in ["createsSecond", "conflict409"] {
        let answers = json!({"repeatedTransactionId": repeated, "repeatedOperationId": "sendsAgain"});
        let stage = Stage::with(answers).await;
        let organizer = Organizer::at(&stage).await;
        stage.fault(json!({"route": "POST /me/events", "when": "garbled"})).await;
        let draft = organizer.draft("Half an answer");
        // Told or mended at once: either way one event must come of it.
        if let Err(error) = organizer.try_schedule(&draft).await {
            let told = CommandError::from(error);
            assert_eq!(told.code, ErrorCode::Remote, "{repeated}: whose fault it is, is said: {told}");
            assert!(told.message.contains("Graph"), "{repeated}: and where: {told}");
        }
        create::resume(&organizer.desk).await.expect("taken up again");
        let event = organizer.try_schedule(&draft).await.expect("whole at last").summary.id;
        assert_eq!(stage.events_of("Half an answer").await.len(), 1, "{repeated}: one event on the calendar");

        open::open(&organizer.desk, &event, RegistrationMode::Own, None).await.expect("opened");
        organizer.guests(&event, 2).await;
        stage.fault(json!({"route": "POST /emails:send", "when": "garbled"})).await;
        let report: RunReport = organizer.send().await;
        assert_eq!(report.failed, 0, "{repeated}: an answer that was lost is no failure: {report:?}");
        if report.waiting > 0 {
            organizer.send().await;
        }
        let recipients = stage.recipients().await;
        assert_eq!(recipients, ["guest01@example.org", "guest02@example.org"], "{repeated}: each mail once");
        stage.close("answers that cannot be read").await;
    }
}
