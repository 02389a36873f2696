//! A hotel's page, a company's filter, a proxy with a password: somebody on the way answers in Microsoft's place. It is
//! told as what it is, nothing is lost or done twice, nobody is signed out, and nobody hammers at the door.

use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use lectern_core::doctor::{self, CheckStatus};
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::messages::run::{self as sending, later};
use lectern_core::scheduling::cancel;
use lectern_core::sign_in::{SignInProgress, account, device_code};
use lectern_core::{SystemClock, network};
use lectern_tests::{Organizer, Shifted, Stage};
use serde_json::json;

/// Each way in which somebody answers, and what the window is told to offer.
const ALL: [(&str, ErrorCode); 6] = [
    ("page200", ErrorCode::Captive),
    ("redirect302", ErrorCode::Captive),
    ("required511", ErrorCode::Captive),
    ("page401", ErrorCode::Captive),
    ("page403", ErrorCode::Captive),
    ("proxy407", ErrorCode::Offline),
];

async fn between(stage: &Stage, who: Option<&str>) {
    stage.order("network", json!({ "between": who })).await;
}

/// How many requests it has answered since it came.
async fn met(stage: &Stage) -> u64 {
    stage.endpoints().ask("network").await.expect("the control door")["met"].as_u64().expect("a number")
}

fn told(error: impl Into<CommandError>, who: &str, code: ErrorCode) {
    let error = error.into();
    assert_eq!(error.code, code, "{who}: {error}");
    let named = if code == ErrorCode::Captive { "network answers instead" } else { "proxy of this network" };
    assert!(error.message.contains(named) && error.message.contains("Nothing is lost"), "{who}: {error}");
    assert!(!error.message.contains("Sign in again"), "{who}: signing in to Microsoft again mends nothing");
}

async fn is_signed_in(organizer: &Organizer) -> bool {
    account::current(&organizer.desk).await.expect("the store").is_some_and(|account| !account.needs_sign_in)
}

#[tokio::test]
async fn a_sign_in_says_who_answers_and_works_once_they_are_gone() {
    let stage = Stage::open().await;
    let organizer = Organizer::arriving(&stage, Arc::new(SystemClock)).await;
    for (who, code) in ALL {
        between(&stage, Some(who)).await;
        let refused = device_code::start(&organizer.desk).await.err().expect("no code comes through");
        told(refused, who, code);
        assert_eq!(met(&stage).await, 1, "{who}: asked once, since asking again changes nothing");
    }
    assert!(network::sign_in_page(&organizer.desk).starts_with("http://127.0.0.1:"), "a sandbox's own page");
    between(&stage, None).await;
    organizer.sign_in().await;
    stage.close("a sign-in behind a portal").await;
}

#[tokio::test]
async fn a_portal_that_comes_while_a_code_is_typed_does_not_end_the_sign_in() {
    let stage = Stage::with(json!({"deviceCodeInterval": 1})).await;
    let organizer = Organizer::arriving(&stage, Arc::new(SystemClock)).await;
    let (shown, flow) = device_code::start(&organizer.desk).await.expect("a code");
    between(&stage, Some("page200")).await;
    let hotel = async {
        tokio::time::sleep(Duration::from_millis(3500)).await;
        let polls = met(&stage).await;
        assert!((1..=2).contains(&polls), "polled more and more slowly, not {polls} times");
        between(&stage, None).await;
        device_code::approve_in_sandbox(&organizer.desk, &shown.user_code).await.expect("approved");
    };
    let (end, ()) = tokio::join!(device_code::wait(&organizer.desk, flow), hotel);
    assert!(matches!(end, SignInProgress::SignedIn { .. }), "the code is as good as before: {end:?}");
    stage.close("a portal during a sign-in").await;
}

#[tokio::test]
async fn an_event_is_made_once_and_never_taken_for_cancelled_by_a_page() {
    for (who, code) in ALL {
        let stage = Stage::open().await;
        let organizer = Organizer::at(&stage).await;
        let standing = organizer.event("Standing", None).await;
        let draft = organizer.draft("Behind a page");
        between(&stage, Some(who)).await;
        told(organizer.try_schedule(&draft).await.expect_err("nothing gets through"), who, code);
        let refused = cancel::cancel(&organizer.desk, &standing, "").await;
        told(refused.expect_err("a page with 200 is no answer to a cancellation"), who, code);
        assert!(met(&stage).await <= 6, "{who}: no hot loop");
        assert!(is_signed_in(&organizer).await, "{who}: a stranger's 401 ends nobody's sign-in");

        between(&stage, None).await;
        organizer.try_schedule(&draft).await.expect("the same form again");
        assert_eq!(stage.events_of("Behind a page").await.len(), 1, "{who}: once");
        cancel::cancel(&organizer.desk, &standing, "").await.expect("cancelled");
        stage.close(&format!("events behind {who}")).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn mail_waits_for_the_network_and_leaves_once_by_itself() {
    for (who, _) in ALL {
        let stage = Stage::open().await;
        let clock = Arc::new(Shifted::by(SignedDuration::ZERO));
        let organizer = Organizer::arriving(&stage, clock.clone()).await;
        organizer.sign_in().await;
        let event = organizer.event("Behind a page", None).await;
        let guests = organizer.guests(&event, 3).await;
        between(&stage, Some(who)).await;
        for _ in 0..3 {
            let report = organizer.send().await;
            assert_eq!((report.sent, report.failed, report.waiting), (0, 0, 3), "{who}: {report:?}");
            assert!(report.problem.is_some_and(|why| why.contains("network")), "{who}: the outbox says why");
            assert!(report.next_at.is_some(), "{who}: and when it goes on");
        }
        assert!(met(&stage).await <= 9, "{who}: a run asks once, and not for each mail");
        assert!(is_signed_in(&organizer).await, "{who}: nobody is signed out by it");

        between(&stage, None).await;
        clock.advance(SignedDuration::from_mins(2));
        stage.order("clock", json!({"advanceSeconds": 120})).await;
        let desk = Arc::new(organizer.into_desk());
        let going = later::go_on(Arc::downgrade(&desk), false, &|_| {});
        tokio::time::timeout(Duration::from_mins(1), going).await.expect("it ends");
        assert_eq!(stage.recipients().await, guests, "{who}: each once, and nobody pressed a button");
        stage.close(&format!("mail behind {who}")).await;
    }
}

#[tokio::test]
async fn a_page_that_comes_instead_of_an_answer_doubles_nothing() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    stage.fault(json!({"route": "POST /me/events", "when": "page"})).await;
    let event = organizer.event("Answered by a page", None).await;
    assert_eq!(stage.events_of("Answered by a page").await.len(), 1, "it stood already, and was found");
    let guests = organizer.guests(&event, 3).await;
    stage.fault(json!({"route": "POST /emails:send", "when": "page"})).await;
    let report = sending::run(&organizer.desk, &|_| {}).await.expect("sending ends well");
    assert_eq!((report.sent, report.ambiguous), (3, 0), "its record says what became of it: {report:?}");
    assert_eq!(stage.recipients().await, guests, "each once");
    stage.close("pages instead of answers").await;
}

#[tokio::test]
async fn the_doctor_names_the_network() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let network = async || {
        let checks = doctor::run::run(&organizer.desk).await;
        checks.into_iter().find(|check| check.id == "network").expect("a check of the network")
    };
    let well = network().await;
    assert_eq!(well.status, CheckStatus::Ok, "{well:?}");
    for (who, code) in ALL {
        between(&stage, Some(who)).await;
        let found = network().await;
        assert_eq!(found.status, CheckStatus::Failed, "{who}");
        let mend = found.fix.expect("what to do");
        assert!(
            mend.contains(if code == ErrorCode::Captive { "browser" } else { "HTTPS_PROXY" }),
            "{who}: {mend}"
        );
    }
    between(&stage, None).await;
    stage.close("the doctor on a hotel's network").await;
}
