//! "Send me a test", by ACS Email: the very way that confirmations take, and no part of the outbox.

use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::services::{channel, test_mail};
use lectern_core::sign_in::account;
use lectern_tests::{Organizer, Stage};
use serde_json::json;

#[tokio::test]
async fn a_test_mail_by_acs_arrives_once_and_leaves_the_outbox_alone() {
    let stage = Stage::with(json!({"emailSecondsUntilDone": 1})).await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Not yet", None).await;
    organizer.guests(&event, 1).await;
    let sent = test_mail::send(&organizer.desk, None).await.expect("sent");
    let own = account::current(&organizer.desk).await.expect("the store").expect("somebody").username;
    assert_eq!(
        (sent.to.as_str(), sent.delivered),
        (own.as_str(), true),
        "to oneself, and followed to its end"
    );
    let mails = stage.mail().await;
    assert_eq!(mails.len(), 1, "one test is one mail, and no guest hears of it: {mails:?}");
    assert_eq!(mails[0]["subject"], "Lectern can send mail");
    assert!(mails[0]["to"].to_string().contains(&own), "{}", mails[0]);
    assert_eq!(mails[0]["attachments"], json!([]), "a test is no event: nothing may land on a calendar");
    let sender = stage.calls("POST", "/emails:send").await[0].asked()["senderAddress"].clone();
    let text = mails[0]["text"].as_str().expect("a text");
    assert!(text.contains("ACS Email") && text.contains(sender.as_str().expect("an address")), "{text}");
    assert_eq!(organizer.outbox(&event).await.counts.planned, 1, "the outbox waits for its own order");

    let named = test_mail::send(&organizer.desk, Some("desk@example.org")).await.expect("sent");
    assert_eq!(named.to, "desk@example.org");
    assert!(stage.recipients().await.contains(&"desk@example.org".to_owned()), "to whoever is named");
    stage.close("a test mail").await;
}

#[tokio::test]
async fn a_test_mail_that_does_not_arrive_says_why() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let told = async |to: Option<&str>| -> CommandError {
        test_mail::send(&organizer.desk, to).await.expect_err("it did not arrive").into()
    };
    let dropped = told(Some("suppressed@example.org")).await;
    assert!(dropped.message.contains("Dropped"), "in the service's words: {dropped}");
    let nonsense = told(Some("nobody")).await;
    assert_eq!((nonsense.code, nonsense.field.as_deref()), (ErrorCode::Invalid, Some("to")), "{nonsense}");
    stage.fault(json!({"route": "POST /emails:send", "status": 401})).await;
    let key = told(None).await;
    assert!(key.code == ErrorCode::Remote && key.message.contains("not sent"), "{key}");
    stage.fault(json!({"route": "POST /emails:send", "when": "after"})).await;
    let doubt = told(None).await;
    assert!(doubt.message.contains("may or may not"), "what nobody knows is not claimed: {doubt}");
    channel::use_acs_email(&organizer.desk, "events@nowhere.example").await.expect("chosen");
    let sender = told(None).await;
    assert!(sender.message.contains("not sent"), "a sender that the resource does not have: {sender}");
    stage.close("a test mail that fails").await;
}
