//! Mail through an SMTP relay, which remembers nothing: what breaks after the text went out is a person's to decide.

use lectern_core::SystemClock;
use lectern_core::messages::channel::Security;
use lectern_core::messages::resolve::{self, Resolution};
use lectern_core::services::channel::{self, SmtpChoice};
use lectern_domain::message::MessageState;
use lectern_tests::{Mood, Organizer, Relay, Stage, Terminal};
use std::sync::Arc;

async fn by_relay(stage: &Stage, relay: &Relay) -> Organizer {
    let organizer = Organizer::at(stage).await;
    let choice = SmtpChoice {
        host: "127.0.0.1".into(),
        port: relay.port,
        security: Security::None,
        username: None,
        sender: "events@contoso.example".into(),
    };
    channel::use_smtp(&organizer.desk, &choice, None).await.expect("chosen");
    organizer
}

#[tokio::test]
async fn mail_leaves_through_a_relay_once() {
    let (stage, relay) = (Stage::open().await, Relay::open().await);
    let organizer = by_relay(&stage, &relay).await;
    let event = organizer.event("By relay", None).await;
    let guests = organizer.guests(&event, 3).await;
    let report = organizer.send().await;
    assert_eq!((report.sent, report.failed, report.ambiguous), (3, 0, 0), "{report:?}");
    assert_eq!(relay.recipients(), guests, "each once");
    let text = relay.taken().remove(0);
    for needed in ["Message-ID: <", "Auto-Submitted: auto-generated", "method=PUBLISH", "event.ics"] {
        assert!(text.contains(needed), "a mail program needs {needed}: {text}");
    }
    assert!(stage.mail().await.is_empty(), "and none by the other channel");
    stage.close("mail by relay").await;
}

#[tokio::test]
async fn each_end_of_a_conversation_is_told_apart() {
    for (mood, counts, taken) in [
        (Mood::Refuses, (0, 1, 0, 0), 0),
        (Mood::Defers, (0, 0, 1, 0), 0),
        (Mood::HangsUpAfter, (0, 0, 0, 1), 1),
    ] {
        let (stage, relay) = (Stage::open().await, Relay::open().await);
        let organizer = by_relay(&stage, &relay).await;
        let event = organizer.event("Moods", None).await;
        organizer.guests(&event, 1).await;
        relay.plan(&[mood]);
        let report = organizer.send().await;
        let found = (report.sent, report.failed, report.waiting, report.ambiguous);
        assert_eq!(found, counts, "{mood:?}: sent, failed, waiting, ambiguous");
        assert_eq!(organizer.send().await.sent, 0, "{mood:?}: not tried again by itself");
        assert_eq!(relay.taken().len(), taken, "{mood:?}");
        stage.close("moods of a relay").await;
    }
}

#[tokio::test]
async fn a_conversation_cut_before_the_text_is_never_two_mails() {
    let (stage, relay) = (Stage::open().await, Relay::open().await);
    let organizer = by_relay(&stage, &relay).await;
    let event = organizer.event("Cut before", None).await;
    organizer.guests(&event, 2).await;
    relay.plan(&[Mood::HangsUpBefore]);
    let report = organizer.send().await;
    assert_eq!(report.sent + report.waiting + report.ambiguous, 2, "nothing is lost: {report:?}");
    assert!(
        report.ambiguous <= 1 && report.sent >= 1,
        "one broken conversation is one doubt at most: {report:?}"
    );
    let mut once = relay.recipients();
    once.dedup();
    assert_eq!(once.len(), relay.taken().len(), "nobody has two: {:?}", relay.recipients());
    stage.close("a relay that hangs up").await;
}

#[tokio::test]
async fn a_power_cut_in_mid_conversation_leaves_one_doubt_and_no_second_mail() {
    let (stage, relay) = (Stage::open().await, Relay::open().await);
    let organizer = by_relay(&stage, &relay).await;
    let event = organizer.event("Power cuts", None).await;
    let guests = organizer.guests(&event, 4).await;
    let dir = organizer.dir().to_owned();
    drop(organizer);
    let terminal = Terminal::at(&stage, &dir);
    relay.plan(&[Mood::Takes, Mood::Holds, Mood::Holds]);
    for _ in 0..2 {
        let running = terminal.start(&["messages", "run"]);
        relay.until_held().await;
        assert!(running.kill().await, "it was killed while the relay held its answer");
    }
    let report = terminal.run(&["messages", "run"]).await.json();
    assert_eq!(report["ambiguous"], 2, "one doubt a kill: {report}");
    assert_eq!(report["waiting"], 0, "and the others left: {report}");
    assert_eq!(relay.recipients(), guests, "the relay has each once: what was in doubt was not sent again");
    let organizer = Organizer::back_at(&stage, &dir, Arc::new(SystemClock)).await;
    decided_by_a_person(&organizer, &event, &relay).await;
    stage.close("power cuts at the relay").await;
}

async fn decided_by_a_person(organizer: &Organizer, event: &str, relay: &Relay) {
    let page = organizer.outbox(event).await;
    let doubts: Vec<_> = page.rows.iter().filter(|row| row.state == MessageState::Ambiguous).collect();
    assert_eq!((doubts.len(), page.counts.delivered), (2, 2), "{:?}", page.counts);
    resolve::resolve(&organizer.desk, &doubts[0].id, Resolution::Delivered).await.expect("decided");
    resolve::resolve(&organizer.desk, &doubts[1].id, Resolution::Again).await.expect("decided");
    let late = resolve::resolve(&organizer.desk, &doubts[0].id, Resolution::Again).await;
    assert!(late.is_err(), "what is settled stays settled");
    assert_eq!(organizer.send().await.sent, 1, "only on a person's word it goes again");
    let twice = relay.recipients().iter().filter(|to| **to == doubts[1].email).count();
    assert_eq!(twice, 2, "the person accepted that it may arrive twice");
}
