//! From a link to a call, or to a reason why not.

use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::join::{prepare, start};
use lectern_core::scheduling::cancel;
use lectern_tests::{Attendee, Organizer, SHARED, Shifted, Stage, skipped};
use serde_json::{Value, json};

async fn deleted(stage: &Stage) -> usize {
    stage.traffic().await.iter().filter(|call| call.0["method"] == "DELETE" && call.status() == 204).count()
}

#[tokio::test]
async fn every_link_of_the_corpus_is_offered_as_it_may_be() {
    let corpus = std::path::Path::new(SHARED).join("contracts/join-links.json");
    let Ok(text) = std::fs::read_to_string(corpus) else {
        return skipped("the corpus of links is not there");
    };
    let corpus: Value = serde_json::from_str(&text).expect("JSON");
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    for row in corpus["rows"].as_array().expect("rows") {
        let (id, url, expect) = (&row["id"], row["url"].as_str().unwrap_or_default(), &row["expect"]);
        if expect["kind"] == "ticket" {
            continue;
        }
        let view = match Attendee::follow(&organizer.desk, url).await {
            Ok(view) => view,
            Err(error) => panic!("{id}: a foreign link is decided, whatever it is: {error}"),
        };
        assert_eq!(json!(view.verdict), expect["verdict"], "{id}");
        let may_embed = expect["verdict"] == "embed" && expect["needs"] != "gcch-resource";
        assert_eq!(view.surface.is_some(), may_embed, "{id}: {view:?}");
        assert_eq!(view.can_open_teams, !expect["open"].is_null(), "{id}: the way into Teams stays open");
        let token = start::start(&organizer.desk, &view.join_id, "Guest").await;
        assert_eq!(token.is_ok(), may_embed, "{id}: a token only where there is a call to join");
        if view.surface.is_none() && view.verdict != lectern_domain::join_link::Verdict::Embed {
            assert!(!view.blockers.is_empty(), "{id}: never without a reason");
        }
        start::leave(&organizer.desk, &view.join_id).await.expect("left");
    }
    let made = stage.calls("POST", "/identities").await.len();
    assert!(made > 0 && deleted(&stage).await == made, "every identity ends with its join");
    stage.close("foreign links").await;
}

#[tokio::test]
async fn a_ticket_of_a_cancelled_event_or_of_nobody_is_refused_in_words() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Called off", None).await;
    organizer.guests(&event, 1).await;
    organizer.send().await;
    let link = Attendee::reading_mail(&stage, "guest01@example.org").await.lectern_link();
    cancel::cancel(&organizer.desk, &event, "").await.expect("cancelled");
    let called_off = Attendee::follow(&organizer.desk, &link).await.expect("told, not failed");
    assert!(called_off.surface.is_none() && !called_off.can_open_teams, "nobody is sent into an empty room");
    let unknown =
        Attendee::follow(&organizer.desk, "0000-0000-0000-0000-0000-0000-00").await.expect_err("nobody's");
    assert_eq!(CommandError::from(unknown).code, ErrorCode::NotFound);
    for damaged in [
        "lectern-sandbox://join?link=%zz",
        "lectern-sandbox://join?ticket=1&ticket=2",
        "lectern-sandbox://join?evil=1",
    ] {
        let error = Attendee::follow(&organizer.desk, damaged).await.expect_err("damaged");
        let told = CommandError::from(error);
        assert_eq!(told.code, ErrorCode::Invalid, "{damaged}");
        assert!(told.message.ends_with(". Copy it again, whole."), "in whole sentences: {told}");
    }
    for foreign in ["lectern://join?ticket=0123456789ABCDEFGHJKMNPQRS", "Lectern://join?link=https%3A%2F%2Fx"]
    {
        let error = Attendee::follow(&organizer.desk, foreign).await.expect_err("another profile's");
        let told = CommandError::from(error);
        assert_eq!(told.code, ErrorCode::Invalid, "{foreign}: trying again does not help");
        assert_eq!(
            told.message,
            "This link belongs to a real profile (lectern://); this is a sandbox. Open it in Lectern started without \
             a sandbox, or use the Teams link in the same mail.",
            "it says where the link can be opened"
        );
    }
    stage.close("tickets refused").await;
}

#[tokio::test]
async fn a_call_that_lasts_gets_fresh_tokens_and_every_failure_its_reason() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Lasts", None).await;
    organizer.guests(&event, 1).await;
    organizer.send().await;
    let link = Attendee::reading_mail(&stage, "guest01@example.org").await.lectern_link();
    let desk = &organizer.desk;
    let view = Attendee::follow(desk, &link).await.expect("decided");
    for (fault, code) in [
        (json!({"status": 401}), ErrorCode::Refused),
        (json!({"status": 429, "retryAfter": 600}), ErrorCode::Throttled),
        (json!({"status": 500}), ErrorCode::Remote),
        (json!({"when": "before", "count": 4}), ErrorCode::Offline),
    ] {
        let mut fault = fault;
        fault["route"] = json!("POST /identities");
        stage.fault(fault.clone()).await;
        let error = start::start(desk, &view.join_id, "Guest").await.err().expect("it fails");
        let told = CommandError::from(error);
        assert_eq!(told.code, code, "{fault}: {told}");
        assert!(told.message.contains("Teams"), "{fault}: Teams is one click away, and it says so: {told}");
    }
    assert!(prepare::teams_address(desk, &view.join_id).expect("an address").starts_with("https://"));
    let first = start::start(desk, &view.join_id, "Guest").await.expect("a token");
    stage.order("clock", json!({"advanceSeconds": 60})).await;
    let fresh = start::refresh(desk, &view.join_id).await.expect("a fresh one");
    assert_ne!(first.token, fresh.token, "the calling SDK asks for a new one in good time");
    start::leave(desk, &view.join_id).await.expect("left");
    start::leave(desk, &view.join_id).await.expect("leaving twice is leaving");
    assert!(start::refresh(desk, &view.join_id).await.is_err(), "who has left gets no more tokens");
    let path = format!("/identities/{}/:revokeAccessTokens", first.user_id.replace(':', "%3A"));
    assert_eq!(stage.calls("POST", &path).await.len(), 1, "its tokens are taken back");
    assert_eq!(deleted(&stage).await, 0, "the ticket may come back until its event is over");
    stage.close("a call that lasts").await;
}

#[tokio::test]
async fn identities_that_a_crash_left_behind_are_swept() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.try_schedule(&organizer.draft("Crash")).await.expect("scheduled");
    let url = event.summary.join_url.expect("a link");
    let view = Attendee::follow(&organizer.desk, &url).await.expect("decided");
    start::start(&organizer.desk, &view.join_id, "Guest").await.expect("a token");
    assert_eq!(start::sweep(&organizer.desk).await.expect("swept"), 0, "a running call is not cut");
    let dir = organizer.dir().to_owned();
    drop(organizer);
    stage.order("clock", json!({"advanceSeconds": 25 * 3600})).await;
    let clock = std::sync::Arc::new(Shifted::by(jiff::SignedDuration::from_hours(25)));
    let again = Organizer::back_at(&stage, &dir, clock).await;
    assert_eq!(start::sweep(&again.desk).await.expect("swept"), 1);
    assert_eq!(deleted(&stage).await, 1, "no identity outlives every token made for it");
    stage.close("identities left behind").await;
}
