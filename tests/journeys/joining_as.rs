//! As whom one joins, told before Join; and what the meeting's organizer has switched off for everybody who comes.

use std::sync::Arc;

use lectern_core::SystemClock;
use lectern_core::doctor::CheckStatus;
use lectern_core::join::allowed::{self, Forbidden};
use lectern_core::join::checks::CheckedThing;
use lectern_core::join::offers::{JoinOffer, Offered};
use lectern_core::join::passes::JoinAs;
use lectern_core::join::prepare::JoinView;
use lectern_core::scheduling::cancel;
use lectern_core::services::entra_users;
use lectern_core::sign_in::sign_out;
use lectern_tests::{Attendee, Organizer, Stage};
use serde_json::json;

fn offer(offers: &[JoinOffer], what: Offered) -> (bool, &str) {
    let found = offers.iter().find(|offer| offer.what == what).expect("every offer is listed");
    (found.available, found.reason.as_deref().unwrap_or_default())
}

fn row(view: &JoinView, about: CheckedThing) -> Option<(CheckStatus, &str)> {
    let found = view.checks.iter().find(|check| check.about == about);
    found.map(|check| (check.status, check.message.as_str()))
}

#[tokio::test]
async fn what_one_has_in_the_meeting_is_told_for_each_way_to_join() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    entra_users::switch_on(desk, None).await.expect("on");
    let link = "https://teams.microsoft.com/meet/2345678901234?p=abcDEF";
    let view = Attendee::follow(desk, link).await.expect("decided");
    let whom: Vec<JoinAs> = view.identities.iter().map(|identity| identity.joins_as).collect();
    assert_eq!(whom, [JoinAs::Guest, JoinAs::Teams, JoinAs::Entra], "the guest first: it can do the most");
    for identity in &view.identities {
        let (chat, why) = offer(&identity.offers, Offered::Chat);
        assert_eq!(
            chat,
            identity.joins_as == JoinAs::Guest,
            "{:?}: only guests get a chat",
            identity.joins_as
        );
        assert_eq!(why.is_empty(), chat, "{:?}: what is missing has its reason: {why}", identity.joins_as);
        assert!(
            offer(&identity.offers, Offered::Av).0,
            "{:?}: every pass is one for calls",
            identity.joins_as
        );
    }
    assert!(offer(&view.offers, Offered::Chat).0, "unasked, one joins as the guest");
    let channel = link_to_a_channel();
    let view = Attendee::follow(desk, &channel).await.expect("decided");
    for identity in &view.identities {
        let (chat, why) = offer(&identity.offers, Offered::Chat);
        assert!(!chat && why.starts_with("Channel meetings"), "nobody's pass opens a channel's chat: {why}");
    }
    let nowhere =
        Attendee::follow(desk, "https://teams.live.com/meet/9345678901234?p=abcDEF").await.expect("decided");
    assert!(
        nowhere.identities.iter().all(|identity| !offer(&identity.offers, Offered::Av).0),
        "as nobody can one have here what is only in Teams"
    );
    stage.close("as whom one joins").await;
}

fn link_to_a_channel() -> String {
    let context = "context=%7B%22Tid%22%3A%2200000000-0000-0000-0000-000000000001%22%2C%22Oid%22%3A%2200000000-0000-0000-0000-000000000002%22%7D";
    format!("https://teams.microsoft.com/l/meetup-join/19%3ax%40thread.tacv2/0?{context}")
}

/// What is switched off, by Graph's names; what of it is told; and what becomes of each offer.
const EACH: [(&str, Forbidden, Offered, bool, &str); 4] = [
    ("allowMeetingChat", Forbidden::Chat, Offered::Chat, false, "chat off"),
    ("allowAttendeeToEnableCamera", Forbidden::Camera, Offered::Av, true, "Without your camera"),
    ("allowAttendeeToEnableMic", Forbidden::Microphone, Offered::Av, true, "Without your microphone"),
    ("allowTeamworkReactions", Forbidden::Reactions, Offered::Reactions, true, "Raised hand only"),
];

#[tokio::test]
async fn what_the_organizer_switched_off_in_teams_is_said_before_join_with_that_reason() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    let event = organizer.event("Quiet hall", None).await;
    organizer.guests(&event, 1).await;
    organizer.send().await;
    let link = Attendee::reading_mail(&stage, "guest01@example.org").await.lectern_link();
    let view = Attendee::follow(desk, &link).await.expect("decided");
    assert_eq!(view.event.as_ref().and_then(|event| event.forbidden.as_deref()), Some(&[][..]));
    assert_eq!(row(&view, CheckedThing::Allowed).map(|(status, _)| status), Some(CheckStatus::Ok));
    assert!(view.offers.iter().all(|offer| offer.what == Offered::Polls || offer.reason.is_none()));

    for (option, forbidden, offered, available, reason) in EACH {
        let off = if option == "allowMeetingChat" { json!("disabled") } else { json!(false) };
        let on = if option == "allowMeetingChat" { json!("limited") } else { json!(true) };
        let set = |value| json!({"subject": "Quiet hall", "options": {option: value}});
        stage.order("meetings/options", set(off)).await;
        assert_eq!(allowed::look_again(desk).await.expect("asked"), 1, "one event is still to come");
        let view = Attendee::follow(desk, &link).await.expect("decided");
        let known = view.event.as_ref().and_then(|event| event.forbidden.clone());
        assert_eq!(known, Some(vec![forbidden]), "{option}");
        let (still, why) = offer(&view.offers, offered);
        assert!(still == available && why.contains(reason), "{option}: {still}, {why}");
        let (status, told) = row(&view, CheckedThing::Allowed).expect("it has a row");
        assert!(status == CheckStatus::Warning && told.contains("switched off"), "{option}: {told}");
        assert!(view.surface.is_some(), "{option}: one can join all the same");
        stage.order("meetings/options", set(on)).await;
    }
    allowed::look_again(desk).await.expect("asked");
    let view = Attendee::follow(desk, &link).await.expect("decided");
    let (status, told) = row(&view, CheckedThing::Allowed).expect("it has a row");
    assert_eq!(status, CheckStatus::Ok, "a chat during the meeting is all that a guest has anyway: {told}");

    let both = json!({"allowAttendeeToEnableCamera": false, "allowAttendeeToEnableMic": false});
    stage.order("meetings/options", json!({"subject": "Quiet hall", "options": both})).await;
    stage.fault(json!({"route": "GET /me/onlineMeetings/{id}", "status": 404})).await;
    assert_eq!(allowed::look_again(desk).await.expect("asked"), 0, "a meeting that is gone tells nothing");
    let before = Attendee::follow(desk, &link).await.expect("decided");
    assert!(offer(&before.offers, Offered::Av).1.is_empty(), "what was known stays");
    allowed::look_again(desk).await.expect("asked");
    let view = Attendee::follow(desk, &link).await.expect("decided");
    assert!(offer(&view.offers, Offered::Av).1.starts_with("To watch and listen"), "{:?}", view.offers);

    let dir = organizer.dir().to_owned();
    drop(organizer);
    let again = Organizer::back_at(&stage, &dir, Arc::new(SystemClock)).await;
    let view = Attendee::follow(&again.desk, &link).await.expect("decided");
    assert!(
        view.event.is_some_and(|event| event.forbidden.is_some_and(|all| all.len() == 2)),
        "after a restart too"
    );
    let foreign = Attendee::follow(&again.desk, &link_to_a_channel()).await.expect("decided");
    assert_eq!(row(&foreign, CheckedThing::Allowed), None, "of a link nothing is known");
    stage.close("what a meeting allows").await;
}

#[tokio::test]
async fn nobody_is_asked_about_events_that_are_off_or_somebody_elses() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    let event = organizer.event("Called off", None).await;
    organizer.event("Still on", None).await;
    assert_eq!(allowed::look_again(desk).await.expect("asked"), 2);
    cancel::cancel(desk, &event, "").await.expect("cancelled");
    assert_eq!(allowed::look_again(desk).await.expect("asked"), 1, "nobody comes to a cancelled event");
    organizer.sign_in_as(&stage, "ana.reyes").await;
    let mark = stage.mark().await;
    assert_eq!(allowed::look_again(desk).await.expect("nothing to ask"), 0, "they are not hers");
    sign_out::sign_out(desk).await.expect("signed out");
    assert_eq!(allowed::look_again(desk).await.expect("nobody to ask as"), 0);
    let asked = stage.traffic_after(mark).await;
    assert!(!asked.iter().any(|call| call.path().contains("/onlineMeetings")), "not one question: {asked:?}");
    stage.close("options of nobody's meetings").await;
}
