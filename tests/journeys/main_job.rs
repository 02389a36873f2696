//! Sign in, schedule, register, confirm, join.

use lectern_core::join::start;
use lectern_domain::csv_import;
use lectern_tests::{Attendee, Organizer, Stage};
use serde_json::json;

const PEOPLE: &str =
    "Name,E-mail,Company\nAna Reyes,ana@example.org,Fabrikam\nBjørn Ødegård,bjorn@example.org,\n";

#[tokio::test]
async fn the_whole_job_with_both_forms_of_link() {
    for form in ["long", "short"] {
        let stage = Stage::with(json!({"joinUrlForm": form})).await;
        let organizer = Organizer::at(&stage).await;
        let event = organizer.event("Autumn Product Briefing", None).await;
        let report = organizer.import(&event, PEOPLE).await.expect("imported");
        assert_eq!((report.imported, report.error_count), (2, 0), "{form}: both people are valid");
        let sent = organizer.send().await;
        assert_eq!((sent.sent, sent.waiting, sent.ambiguous), (2, 0, 0), "{form}: all confirmations leave");
        confirmed(&stage, form).await;
        joined(&stage, &organizer, form).await;
        let posts = stage.calls("POST", "/me/events").await;
        assert!(posts[0].asked().get("attendees").is_none(), "registrants are never calendar attendees");
        assert!(stage.calls("POST", "/me/onlineMeetings").await.is_empty(), "that would be a second meeting");
        stage.close("the whole job").await;
    }
}

async fn confirmed(stage: &Stage, form: &str) {
    let url = stage.calls("POST", "/me/events").await[0].answered()["onlineMeeting"]["joinUrl"].clone();
    // The record keeps the secret part to itself.
    let (url, _) = url.as_str().and_then(|url| url.split_once('<')).expect("a link in the record");
    let reader = Attendee::reading_mail(stage, "bjorn@example.org").await;
    let links = reader.links();
    assert!(
        links[0].starts_with(url) && links[0].len() > url.len(),
        "{form}: the https link comes first, since mail programs drop custom schemes"
    );
    assert!(links[1].starts_with("lectern-sandbox://join?"), "{form}: then ours: {links:?}");
    let attached = &reader.mail()["attachments"][0];
    assert_eq!(attached["name"], "event.ics");
    assert!(reader.text().contains("Bjørn Ødegård"), "the mail names its reader: {}", reader.text());
}

async fn joined(stage: &Stage, organizer: &Organizer, form: &str) {
    let reader = Attendee::reading_mail(stage, "ana@example.org").await;
    let view = Attendee::follow(&organizer.desk, &reader.lectern_link()).await.expect("decided");
    assert_eq!(view.display_name.as_deref(), Some("Ana Reyes"), "{form}: the ticket knows its holder");
    assert!(view.surface.is_some() && view.blockers.is_empty(), "{form}: it can be joined here: {view:?}");
    let credentials = start::start(&organizer.desk, &view.join_id, "Ana Reyes").await.expect("a token");
    start::leave(&organizer.desk, &view.join_id).await.expect("left");
    let made = stage.calls("POST", "/identities").await;
    assert_eq!(made.len(), 1, "{form}: one identity for one guest");
    assert_eq!(made[0].asked()["createTokenWithScopes"], json!(["voip.join", "chat.join.limited"]));
    let gone: Vec<_> = stage
        .traffic()
        .await
        .into_iter()
        .filter(|call| call.0["method"] == "DELETE" || call.path().ends_with(":revokeAccessTokens"))
        .collect();
    assert_eq!(gone.len(), 1, "{form}: its tokens end with its join, the ticket's identity with the event");
    assert_eq!(gone[0].0["method"], "POST", "{form}: the event is still to come");
    let id = credentials.user_id.replace(':', "%3A");
    assert!(
        gone[0].path().contains(&id) || gone[0].path().contains(&credentials.user_id),
        "and it is that one"
    );
}

#[test]
fn the_fields_of_an_import_are_those_of_the_terminal() {
    let names = ["name", "firstName", "lastName", "email", "company"];
    for name in names {
        let field: Result<csv_import::Field, _> = serde_json::from_value(json!(name));
        assert!(field.is_ok(), "`--map {name}=…` is promised by the terminal's help");
    }
}
