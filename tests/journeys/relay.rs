//! Mail through an SMTP relay, which remembers nothing: what breaks after the text went out is a person's to decide.

use jiff::{SignedDuration, Timestamp};
use lectern_core::messages::channel::Security;
use lectern_core::messages::resolve::{self, Resolution};
use lectern_core::scheduling::list;
use lectern_core::services::channel::{self, SmtpChoice};
use lectern_core::{Clock, SystemClock};
use lectern_domain::message::MessageState;
use lectern_tests::{Mood, Organizer, Relay, Shifted, Stage, Terminal};
use serde_json::json;
use std::sync::Arc;

async fn by_relay(stage: &Stage, relay: &Relay) -> Organizer {
    by_relay_at(stage, relay, Arc::new(SystemClock)).await
}

async fn by_relay_at(stage: &Stage, relay: &Relay, clock: Arc<dyn Clock>) -> Organizer {
    let organizer = Organizer::arriving(stage, clock).await;
    organizer.sign_in().await;
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

/// Time passes, here and at the service.
async fn wait(stage: &Stage, clock: &Shifted, time: SignedDuration) {
    clock.advance(time);
    stage.order("clock", json!({"advanceSeconds": time.as_secs()})).await;
}

#[tokio::test]
async fn a_mailbox_that_is_always_busy_is_given_up_after_four_days() {
    let (stage, relay) = (Stage::open().await, Relay::open().await);
    let clock = Arc::new(Shifted::by(SignedDuration::ZERO));
    let organizer = by_relay_at(&stage, &relay, clock.clone()).await;
    let event = organizer.event("Always busy", None).await;
    organizer.guests(&event, 2).await;
    relay.plan(&[Mood::Defers]);
    let first = organizer.send().await;
    assert_eq!((first.sent, first.waiting), (1, 1), "one busy mailbox keeps nobody else waiting: {first:?}");
    let (mut hours, mut comings, mut failed) = (0, relay.conversations(), 0);
    assert_eq!(comings, 2);
    relay.plan(&[Mood::Defers; 100]);
    while failed == 0 {
        assert!(hours < 5 * 24, "RFC 5321 gives a mail four to five days, not for ever");
        wait(&stage, &clock, SignedDuration::from_hours(3)).await;
        hours += 3;
        let report = organizer.send().await;
        assert_eq!((report.sent, report.ambiguous), (0, 0), "{hours} h: {report:?}");
        assert!(relay.conversations() - comings <= 1, "{hours} h: one try a run, and not at every run");
        (comings, failed) = (relay.conversations(), report.failed);
    }
    assert!(hours >= 4 * 24, "nor is it given up early: {hours} h");
    assert_eq!(comings, 1 + 13, "the other guest's, and thirteen tries");
    let page = organizer.outbox(&event).await;
    assert_eq!((page.counts.planned, page.counts.delivered, page.counts.failed), (0, 1, 1));
    let busy = page.rows.iter().find(|row| row.state == MessageState::Failed).expect("the busy one");
    let problem = busy.problem.as_deref().unwrap_or_default();
    assert!(problem.contains("13 tries") && problem.contains("451"), "how often, and why: {problem}");
    wait(&stage, &clock, SignedDuration::from_hours(24)).await;
    organizer.send().await;
    assert_eq!(relay.conversations(), comings, "the end is the end");

    resolve::resolve(&organizer.desk, &busy.id, Resolution::Again).await.expect("decided");
    let report = organizer.send().await;
    assert_eq!((report.failed, report.waiting), (0, 1), "a person's word gives it all its tries again");
    stage.close("a busy mailbox").await;
}

#[tokio::test]
async fn nobody_is_told_the_way_into_an_event_too_late() {
    let (stage, relay) = (Stage::open().await, Relay::open().await);
    let clock = Arc::new(Shifted::by(SignedDuration::ZERO));
    let organizer = by_relay_at(&stage, &relay, clock.clone()).await;
    let event = organizer.event("Too late", None).await;
    let shown = list::one(&organizer.desk, &event).await.expect("the event").summary;
    let until = |moment: &str| {
        let moment: Timestamp = moment.parse().expect("an instant");
        SignedDuration::from_secs(moment.duration_since(organizer.desk.now()).as_secs())
    };
    let minutes = SignedDuration::from_mins;
    wait(&stage, &clock, until(&shown.start) - minutes(10)).await;
    organizer.add(&event, "Busy", "busy@example.org").await.expect("added");
    relay.plan(&[Mood::Defers, Mood::Defers]);
    let before = organizer.send().await;
    assert_eq!((before.waiting, relay.conversations()), (1, 1), "there is time yet: {before:?}");
    wait(&stage, &clock, minutes(20)).await;
    let during = organizer.send().await;
    assert_eq!((during.waiting, relay.conversations()), (0, 2), "one last try, and no more: {during:?}");

    organizer.add(&event, "Late", "late@example.org").await.expect("added");
    assert_eq!(organizer.send().await.sent, 1, "who comes in late needs the way in like everybody");
    organizer.add(&event, "Later", "later@example.org").await.expect("added");
    wait(&stage, &clock, until(&shown.end) + minutes(1)).await;
    let after = organizer.send().await;
    assert_eq!((after.sent, after.failed, after.waiting), (0, 0, 0), "{after:?}");
    assert_eq!(relay.conversations(), 3, "of what is over nobody is told");
    assert_eq!(relay.recipients(), ["late@example.org"]);
    let page = organizer.outbox(&event).await;
    assert_eq!((page.counts.delivered, page.counts.skipped), (1, 2), "planned = delivered + skipped");
    for (email, word) in [("busy@example.org", "451"), ("later@example.org", "over")] {
        let row = page.rows.iter().find(|row| row.email == email).expect("it is on the list");
        let problem = row.problem.as_deref().unwrap_or_default();
        assert!(row.state == MessageState::Skipped && problem.contains(word), "{email}: {problem}");
    }
    stage.close("too late").await;
}
