//! Many people from outside: at the pace that Teams allows, told honestly, paused, killed and gone on with, each once.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::SignedDuration;
use lectern_core::Clock;
use lectern_core::virtual_events::enrol::{self, EnrolPhase, EnrolProgress, Told, Whom, untold};
use lectern_core::virtual_events::limits::{self, RequestLimits};
use lectern_core::virtual_events::{EnrolmentState, people};
use lectern_tests::{Organizer, Simulated, Stage, Terminal};
use serde_json::json;

use crate::webinar_people::{all_enrolled, outsiders, registered, trusted};
use crate::webinars::{agreed, published, unlimited};

/// A published webinar that the application was let into, on a clock that waiting moves on.
async fn simulated(stage: &Stage) -> (Organizer, Arc<Simulated>, String, String) {
    let clock = Arc::new(Simulated::of(&stage.endpoints()).await);
    let organizer = Organizer::arriving(stage, Arc::clone(&clock) as Arc<dyn Clock>).await;
    organizer.sign_in().await;
    let event = published(&organizer, "Many").await;
    let (id, graph_id) = (event.summary.id, event.event_id.expect("Graph's id"));
    trusted(stage, &organizer, &graph_id).await;
    (organizer, clock, id, graph_id)
}

fn heard() -> (Told, Arc<Mutex<Vec<EnrolProgress>>>) {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ear = Arc::clone(&heard);
    (Arc::new(move |step: &EnrolProgress| ear.lock().expect("nobody panicked").push(step.clone())), heard)
}

/// How many requests for virtual events came too early.
async fn refused(stage: &Stage) -> u64 {
    let told = stage.endpoints().ask("virtual-events").await.expect("the door answers");
    told["requests"]["refused"].as_u64().expect("a number")
}

#[tokio::test]
async fn it_goes_at_the_pace_that_teams_allows_and_says_when_it_ends() {
    let stage = agreed(json!({})).await;
    let (organizer, clock, id, graph_id) = simulated(&stage).await;
    let began = clock.now();
    let (told, steps) = heard();
    let done = enrol::enrol(&organizer.desk, &id, &outsiders(100), told).await.expect("enrolled");
    all_enrolled(&done, 100);
    assert_eq!(registered(&stage, &graph_id).await, 100, "nobody twice");
    assert_eq!(refused(&stage).await, 0, "whoever keeps to the limit is never refused");
    let took = clock.now().duration_since(began);
    assert!(
        took >= SignedDuration::from_secs(180) && took < SignedDuration::from_secs(190),
        "six more windows of fifteen: {took}"
    );
    let steps = steps.lock().expect("nobody panicked").clone();
    let first = steps.iter().find(|step| step.phase == EnrolPhase::Enrolling).expect("it tells");
    let end: jiff::Timestamp = first.finish_at.as_ref().expect("an end").parse().expect("a time");
    let off = clock.now().duration_since(end).abs();
    assert!(off < SignedDuration::from_secs(15), "what it says at the beginning holds at the end: {off}");
    assert!(steps.iter().any(|step| step.waiting_until.is_some()), "and why it does nothing for so long");
    stage.close("a hundred enrolled").await;
}

#[tokio::test]
async fn a_smaller_limit_is_learned_from_refusals_and_remembered() {
    let stage = agreed(json!({"virtualEventWrites": 6})).await;
    let (organizer, clock, id, graph_id) = simulated(&stage).await;
    clock.pass(Duration::from_secs(31)).await;
    let done = enrol::enrol(&organizer.desk, &id, &outsiders(60), untold()).await.expect("enrolled");
    all_enrolled(&done, 60);
    assert_eq!(registered(&stage, &graph_id).await, 60, "a refused one is sent again, alone, and once");
    assert_eq!(refused(&stage).await, 10, "of fifteen six are taken, then of seven six; then it knows");
    assert!(done.pace.learned && done.pace.most == 6, "{:?}", done.pace);
    let dir = organizer.dir().to_owned();
    drop(organizer);
    let again = Organizer::back_at(&stage, &dir, Arc::clone(&clock) as Arc<dyn Clock>).await;
    clock.pass(Duration::from_secs(31)).await;
    enrol::enrol(&again.desk, &id, &outsiders(72), untold()).await.expect("goes on");
    assert_eq!(refused(&stage).await, 10, "a restart forgets nothing");
    let wrong = RequestLimits { writes: 0, ..RequestLimits::default() };
    assert!(limits::set(&again.desk, wrong).await.is_err(), "nothing would ever be sent");
    stage.close("a learned limit").await;
}

#[tokio::test]
async fn reads_are_counted_too() {
    let stage = agreed(json!({"virtualEventReads": 12, "virtualEventPageSize": 5})).await;
    let (organizer, clock, id, _) = simulated(&stage).await;
    let known = RequestLimits { reads: 12, ..RequestLimits::default() };
    limits::set(&organizer.desk, known).await.expect("a setting");
    clock.pass(Duration::from_secs(31)).await;
    let before = refused(&stage).await;
    let done = enrol::enrol(&organizer.desk, &id, &outsiders(40), untold()).await.expect("enrolled");
    all_enrolled(&done, 40);
    assert_eq!(refused(&stage).await, before, "pages and links wait for their turn");
    stage.close("counted reads").await;
}

#[tokio::test]
async fn each_of_a_batch_is_judged_on_its_own() {
    let stage = agreed(unlimited()).await;
    let (organizer, clock, id, graph_id) = simulated(&stage).await;
    let route = "POST /solutions/virtualEvents/webinars/{id}/registrations";
    stage.fault(json!({"route": route, "when": "before", "status": 429, "retryAfter": 40})).await;
    stage.fault(json!({"route": route, "when": "before", "status": 400, "code": "InvalidName"})).await;
    stage.fault(json!({"route": route, "when": "before", "status": 503})).await;
    let began = clock.now();
    let done = enrol::enrol(&organizer.desk, &id, &outsiders(8), untold()).await.expect("the others");
    let refused: Vec<_> = done.people.iter().filter(|one| one.state == EnrolmentState::Refused).collect();
    assert_eq!(refused.len(), 1, "one person's trouble is that person's: {done:?}");
    assert!(refused[0].problem.as_ref().is_some_and(|why| why.contains("InvalidName")), "with its reason");
    assert_eq!((done.enrolled, registered(&stage, &graph_id).await), (7, 7));
    assert!(clock.now().duration_since(began) >= SignedDuration::from_secs(40), "its own Retry-After");
    stage.close("a batch judged one by one").await;
}

#[tokio::test]
async fn a_batch_without_an_answer_is_looked_for_first() {
    for fault in [
        json!({"when": "after"}),
        json!({"when": "before", "status": 503, "retryAfter": 5}),
        json!({"when": "before", "status": 429, "retryAfter": 20}),
        json!({"when": "garbled"}),
    ] {
        let mut all = unlimited();
        all["registrationListDelaySeconds"] = json!(4);
        let stage = agreed(all).await;
        let (organizer, _, id, graph_id) = simulated(&stage).await;
        let mut fault = fault.clone();
        fault["route"] = json!("POST /$batch");
        stage.fault(fault.clone()).await;
        let done = enrol::enrol(&organizer.desk, &id, &outsiders(25), untold()).await.expect("goes on");
        all_enrolled(&done, 25);
        assert_eq!(registered(&stage, &graph_id).await, 25, "{fault}: nobody twice, nobody left out");
        stage.close("a lost batch").await;
    }
}

#[tokio::test]
async fn it_is_paused_and_gone_on_with_and_the_rest_let_go() {
    let stage = agreed(json!({})).await;
    let (organizer, _, id, graph_id) = simulated(&stage).await;
    let organizer = Arc::new(organizer);
    let (desk, steps) = (Arc::clone(&organizer), Arc::new(Mutex::new(0)));
    let told: Told = Arc::new(move |step| {
        let mut steps = steps.lock().expect("nobody panicked");
        *steps += usize::from(step.phase == EnrolPhase::Enrolling && step.waiting_until.is_none());
        if *steps == 3 {
            enrol::pause(&desk.desk);
        }
    });
    let paused = enrol::enrol(&organizer.desk, &id, &outsiders(90), told).await.expect("some");
    assert_eq!((paused.stopped.as_deref(), paused.counts.planned), (Some("Paused."), 45), "{paused:?}");
    assert!(paused.pace.finish_at.is_some(), "how long the rest would take");
    assert_eq!(enrol::give_up(&organizer.desk, &id).await.expect("let go"), 45);
    let done = enrol::enrol(&organizer.desk, &id, &[], untold()).await.expect("looks once more");
    all_enrolled(&done, 45);
    assert_eq!(registered(&stage, &graph_id).await, 45);
    stage.close("paused").await;
}

#[tokio::test]
async fn many_are_taken_off_again_and_may_come_back() {
    let stage = agreed(unlimited()).await;
    let (organizer, _, id, graph_id) = simulated(&stage).await;
    enrol::enrol(&organizer.desk, &id, &outsiders(30), untold()).await.expect("enrolled");
    stage.fault(json!({"route": "POST /$batch", "when": "after"})).await;
    let these = Whom::These(vec!["GUEST01@example.org".into(), "guest02@example.org".into()]);
    let two = enrol::withdraw(&organizer.desk, &id, these, untold()).await.expect("taken off");
    assert_eq!((two.counts.cancelled, two.counts.enrolled), (2, 28), "{two:?}");
    let all = enrol::withdraw(&organizer.desk, &id, Whom::Everybody, untold()).await.expect("taken off");
    assert_eq!((all.counts.cancelled, registered(&stage, &graph_id).await), (30, 0));
    let back = enrol::enrol(&organizer.desk, &id, &outsiders(3), untold()).await.expect("enrolled anew");
    assert_eq!((back.counts.enrolled, back.counts.cancelled), (3, 27), "{back:?}");
    assert_eq!(registered(&stage, &graph_id).await, 3);
    stage.close("taken off").await;
}

#[tokio::test]
async fn who_is_registered_here_is_enrolled_there() {
    let stage = agreed(unlimited()).await;
    let (organizer, _, id, _) = simulated(&stage).await;
    let event = organizer.event("Own list", None).await;
    organizer
        .import(&event, "Name,Email\nAda Maria King,ada@example.org\nJo Doe,jo@example.org\n")
        .await
        .expect("two");
    let whom = people::of_event(&organizer.desk, &event).await.expect("two names each");
    let done = enrol::enrol(&organizer.desk, &id, &whom, untold()).await.expect("enrolled");
    all_enrolled(&done, 2);
    organizer.import(&event, "Name,Email\nCher,cher@example.org\n").await.expect("one more");
    let error = people::of_event(&organizer.desk, &event).await.expect_err("one name");
    assert!(error.to_string().contains("Cher <cher@example.org>"), "it says who: {error}");
    stage.close("an own list enrolled").await;
}

/// A machine's own clock, a window of one second, and twenty kills at moments that nobody chose.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_twenty_times_and_everybody_is_there_once() {
    let stage = agreed(json!({"virtualEventWindowSeconds": 1})).await;
    let organizer = Organizer::at(&stage).await;
    let event = published(&organizer, "Killed").await;
    let (id, graph_id) = (event.summary.id, event.event_id.expect("Graph's id"));
    trusted(&stage, &organizer, &graph_id).await;
    let known = RequestLimits { seconds: 1, ..RequestLimits::default() };
    limits::set(&organizer.desk, known).await.expect("a setting");
    let file = stage.path("outsiders.csv");
    let rows: Vec<String> = (1..=200).map(|n| format!("Guest{n},Outside,guest{n:02}@example.org")).collect();
    std::fs::write(&file, format!("First name,Last name,Email\n{}\n", rows.join("\n"))).expect("a file");
    let file = file.to_str().expect("text").to_owned();
    let terminal = Terminal::at(&stage, organizer.dir());
    drop(organizer);
    let command = ["webinars", "enrol", &id, "--people", &file, "--progress"];
    let mut dice = 7_u64;
    for _ in 0..20 {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut running = terminal.start(&command);
        let first = running.line().await;
        assert_eq!(first["eventId"], json!(id), "each step is an object on a line: {first}");
        tokio::time::sleep(Duration::from_millis((dice >> 33) % 500)).await;
        running.kill().await;
    }
    let said = terminal.run(&["webinars", "enrol", &id, "--people", &file]).await.json();
    assert_eq!(said["enrolled"], 200, "{said}");
    let people = said["people"].as_array().expect("people");
    assert!(people.iter().all(|one| one["state"] == "enrolled" && one["joinUrl"].is_string()), "{said}");
    assert_eq!(registered(&stage, &graph_id).await, 200, "nobody twice");
    stage.close("killed while enrolling").await;
}
