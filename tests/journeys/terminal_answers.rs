//! What the terminal answers where something is missing, waits or is wrong: in the exit code, in JSON and in words.

use lectern_core::scheduling::cancel;
use lectern_tests::{Organizer, Stage, Terminal};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_doctor_without_a_patient_asks_for_the_sign_in() {
    let stage = Stage::open().await;
    Organizer::profile(&stage.path("desk"));
    let terminal = Terminal::at(&stage, &stage.path("desk"));
    let said = terminal.run(&["doctor"]).await;
    assert_eq!(said.code, Some(3), "what helps is to sign in: {said:?}");
    let told: Value = serde_json::from_str(&said.out).expect("the checks are told all the same");
    assert_eq!(told["ok"], false);
    stage.close("a doctor without a patient").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sandbox_is_for_this_machine_alone() {
    let home = tempfile::tempdir().expect("a folder");
    let said = Terminal::bare(home.path()).run(&["sandbox", "--listen", "0.0.0.0:0"]).await;
    let told = said.error(2);
    assert!(
        told["message"].as_str().is_some_and(|text| text.contains("127.0.0.1")),
        "it says what would do: {told}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_not_on_the_list_is_named_and_the_others_go() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Removal", None).await;
    organizer.guests(&event, 2).await;
    let ids: Vec<String> = organizer.list(&event, "").await.rows.into_iter().map(|row| row.id).collect();
    let terminal = Terminal::at(&stage, organizer.dir());
    let words = ["registrants", "remove", "--event", &event, "nope", &ids[0], "neither"];
    let said = terminal.run(&words).await;
    let told = said.error(6);
    for name in ["nope", "neither", "The others are removed"] {
        assert!(told["message"].as_str().is_some_and(|text| text.contains(name)), "{name}: {told}");
    }
    let result: Value = serde_json::from_str(&said.out).expect("and the result");
    assert_eq!(result, json!({"removed": 1, "unknown": ["nope", "neither"]}));
    let none = terminal.run(&["registrants", "remove", "--event", &event, "nope", "neither"]).await.error(6);
    assert!(none["message"].as_str().is_some_and(|text| text.contains("nope, neither")), "{none}");
    let left = terminal.run(&["events", "show", &event]).await.json();
    assert_eq!(left["registered"], 1, "one was named, one is gone");
    stage.close("a removal").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_says_why_and_until_when() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Waits", None).await;
    organizer.guests(&event, 2).await;
    let terminal = Terminal::at(&stage, organizer.dir());
    stage.fault(json!({"route": "POST /emails:send", "status": 429, "retryAfter": 3600})).await;
    let report = terminal.run(&["messages", "run"]).await.json();
    assert_eq!((&report["sent"], &report["waiting"]), (&json!(0), &json!(2)), "{report}");
    assert!(
        report["problem"].is_string() && report["nextAt"].is_string(),
        "a script must know when: {report}"
    );
    stage.close("what waits").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_read_the_time_of_the_event_and_what_became_of_it() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let (kept, gone) = (organizer.event("Kept", None).await, organizer.event("Gone", None).await);
    cancel::cancel(&organizer.desk, &gone, "").await.expect("cancelled");
    let terminal = Terminal::at(&stage, organizer.dir());
    let said = terminal.run_plain(&["events", "list"]).await;
    let line = |id: &str| said.out.lines().find(|line| line.contains(id)).expect("listed").to_owned();
    assert!(line(&kept).contains("14:00\u{2013}15:30 (Europe/Berlin)"), "not in UTC: {said:?}");
    assert!(line(&gone).contains("[cancelled]") && !line(&kept).contains('['), "{said:?}");
    stage.close("a plain list").await;
}
