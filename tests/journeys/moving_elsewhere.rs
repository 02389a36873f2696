//! An event that a service decides about is moved, and cancelled, at its desk: the service says so to whoever asks and in
//! what it sends from then on, and the desk sends nothing.

use lectern_core::messages::run as sending;
use lectern_core::publishing::sync;
use lectern_core::registration::register::add;
use lectern_core::registration::{person, ticket};
use lectern_core::scheduling::cancel;
use lectern_core::scheduling::change::{self, EventChange};
use lectern_domain::message::{MessageKind, MessageState};
use lectern_tests::{Stage, Visitor};

use crate::commanding::{Published, id_of, newcomer, published};

const WHY: &str = "The hall is flooded.";

/// The service sends what is planned; how many mails there are then. The desk has nothing to send.
async fn sent(stage: &Stage, at: &Published) -> usize {
    sending::run(&at.service, &|_| {}).await.expect("sent");
    let desk = at.organizer.send().await;
    assert_eq!((desk.sent, desk.failed), (0, 0), "the desk never does: {desk:?}");
    stage.mail().await.len()
}

async fn page(at: &Published, name: &str) -> String {
    let code =
        ticket::show(at.desk(), &id_of(at.desk(), &at.event, name).await).await.expect("a ticket").code;
    let answer = Visitor::plain(&at.origin()).get(&format!("/j/{code}"), None).await.expect("an answer");
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.text
}

#[tokio::test]
async fn a_move_and_a_cancellation_are_the_services_to_tell_and_each_mail_leaves_once() {
    let stage = Stage::open().await;
    let at = Box::pin(published(&stage, None)).await;
    let (desk, event) = (at.desk(), at.event.as_str());
    add(desk, event, newcomer("Ana")).await.expect("an answer");
    assert_eq!(sent(&stage, &at).await, 1);
    assert_eq!(sent(&stage, &at).await, 1, "once");
    sync::sync(desk, event).await.expect("up to date");
    let ana = person::show(desk, &id_of(desk, event, "Ana").await).await.expect("Ana");
    let told: Vec<_> = ana.told.iter().map(|told| (told.kind, told.state)).collect();
    assert_eq!(
        told,
        [(MessageKind::Confirmation, MessageState::Delivered)],
        "who was told what is seen here"
    );

    // Ben's confirmation has not left when the event is moved.
    add(desk, event, newcomer("Ben")).await.expect("an answer");
    let day = at.organizer.draft("").start[..10].to_owned();
    let moved = EventChange {
        start: Some(format!("{day}T16:00")),
        end: Some(format!("{day}T17:00")),
        message: Some(WHY.into()),
        ..EventChange::default()
    };
    change::change(desk, event, moved).await.expect("moved");
    sync::sync(desk, event).await.expect("up to date");
    assert_eq!(sent(&stage, &at).await, 2, "Ana’s is not sent again");
    let mails = stage.mail().await;
    let ben = mails.iter().map(ToString::to_string).find(|mail| mail.contains("ben@contoso.example"));
    assert!(ben.expect("Ben’s").contains("16:00"), "it says the time that counts");
    let before = page(&at, "Ana").await;
    assert!(before.contains(WHY) && before.contains("16:00"), "in the organizer's words: {before}");
    let other = EventChange { message: Some("Bring boots.".into()), ..EventChange::default() };
    change::change(desk, event, other).await.expect("said otherwise");
    sync::sync(desk, event).await.expect("up to date");
    assert!(page(&at, "Ana").await.contains("Bring boots."), "words alone go there too");

    add(desk, event, newcomer("Cem")).await.expect("an answer");
    cancel::cancel(desk, event, "Too few came.").await.expect("cancelled");
    sync::sync(desk, event).await.expect("up to date");
    assert_eq!(sent(&stage, &at).await, 2, "nobody is invited to what does not take place");
    assert!(page(&at, "Ana").await.to_lowercase().contains("cancelled"));
    add(desk, event, newcomer("Dana")).await.expect_err("the service takes nobody any more");
    at.goes_away().await;
    stage.close("moved and cancelled at a service").await;
}
