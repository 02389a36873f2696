//! The table of the decision (ARCHITECTURE.md, "Before Join"): each of its rows, met on the way of somebody who follows
//! a link. What a machine lacks, a missing key, a network that keeps calls out, or a resource of another cloud cannot be met
//! in a sandbox, where calls are simulated and the key is always there; those rows are met by a real profile, in
//! `core/tests/real_profile/calls.rs`, and in its window, in `tests/desktop/real-call.test.mjs`.

use std::sync::Arc;

use jiff::SignedDuration;
use lectern_core::doctor::CheckStatus;
use lectern_core::join::checks::CheckedThing;
use lectern_core::join::hand_over::{self, TeamsWay};
use lectern_core::join::notice::EventStanding;
use lectern_core::join::prepare::JoinView;
use lectern_core::join::{calendar, reach, start};
use lectern_core::scheduling::cancel;
use lectern_tests::{Attendee, Organizer, Shifted, Stage};

const CONTEXT: &str = "context=%7B%22Tid%22%3A%2200000000-0000-0000-0000-000000000001%22%2C%22Oid%22%3A%2200000000-0000-0000-0000-000000000002%22%7D";

fn row(view: &JoinView, about: CheckedThing) -> Option<(CheckStatus, &str)> {
    let mut found = view.checks.iter().filter(|check| check.about == about);
    let row = found.next().map(|check| (check.status, check.message.as_str()));
    assert!(found.next().is_none(), "one row for each thing: {:?}", view.checks);
    row
}

/// What a person reads in a row; it must be there.
fn words(view: &JoinView, about: CheckedThing, status: CheckStatus) -> &str {
    let (found, words) = row(view, about).unwrap_or_else(|| panic!("no row {about:?}: {:?}", view.checks));
    assert_eq!(found, status, "{about:?}: {words}");
    words
}

async fn invited(stage: &Stage, organizer: &Organizer, title: &str) -> (String, String) {
    let event = organizer.event(title, None).await;
    organizer.guests(&event, 1).await;
    organizer.send().await;
    (event, Attendee::reading_mail(stage, "guest01@example.org").await.lectern_link())
}

#[tokio::test]
async fn every_kind_of_link_says_in_its_rows_what_is_wrong_with_it_and_nothing_else() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let long = |host: &str, thread: &str| format!("https://{host}/l/meetup-join/19%3a{thread}/0?{CONTEXT}");
    let page = "https://events.teams.microsoft.com/event/00000000-0000-0000-0000-000000000001@00000000-0000-0000-0000-000000000002";
    let (ok, warning, failed) = (CheckStatus::Ok, CheckStatus::Warning, CheckStatus::Failed);
    for (link, of_link, of_cloud, embeds) in [
        (long("teams.microsoft.com", "meeting_x%40thread.v2"), ok, Some(ok), true),
        (long("teams.microsoft.com", "x%40thread.tacv2"), ok, Some(ok), true),
        ("https://teams.microsoft.com/meet/2345678901234?p=abcDEF".into(), ok, Some(ok), true),
        ("https://teams.microsoft.com/meet/2345678901234".into(), warning, Some(ok), true),
        ("234 567 890 123 4".into(), warning, Some(ok), true),
        (long("gov.teams.microsoft.us", "meeting_x%40thread.v2"), ok, Some(failed), false),
        (long("dod.teams.microsoft.us", "meeting_x%40thread.v2"), ok, Some(failed), false),
        (long("teams.microsoftonline.cn", "meeting_x%40thread.v2"), ok, Some(failed), false),
        ("https://teams.live.com/meet/9345678901234?p=abcDEF".into(), failed, Some(ok), false),
        (page.to_owned(), failed, Some(ok), false),
        ("https://teams.micros0ft.example/meet/2345678901234".into(), failed, None, false),
        ("file:///etc/passwd".into(), failed, None, false),
    ] {
        let view = Attendee::follow(&organizer.desk, &link).await.expect("every link is decided");
        words(&view, CheckedThing::Link, of_link);
        assert_eq!(row(&view, CheckedThing::Cloud).map(|(status, _)| status), of_cloud, "{link}");
        assert_eq!(
            view.surface.is_some(),
            embeds,
            "{link}: the rows and the decision agree: {:?}",
            view.checks
        );
        assert_eq!(
            view.checks.iter().any(|check| check.status == failed),
            !embeds,
            "{link}: {:?}",
            view.checks
        );
        words(&view, CheckedThing::Event, CheckStatus::Skipped);
    }
    stage.close("rows of links").await;
}

#[tokio::test]
async fn an_event_is_told_to_be_early_on_or_over() {
    let stage = Stage::open().await;
    let clock = Arc::new(Shifted::by(SignedDuration::ZERO));
    let organizer = Organizer::arriving(&stage, clock.clone()).await;
    organizer.sign_in().await;
    let (_, link) = invited(&stage, &organizer, "On time").await;
    let desk = &organizer.desk;
    let early = Attendee::follow(desk, &link).await.expect("decided");
    assert!(
        words(&early, CheckedThing::Event, CheckStatus::Ok).contains("come in and wait"),
        "nobody is sent away"
    );
    let known = early.event.as_ref().expect("the ticket names its event");
    assert_eq!((known.standing, &known.moved_from), (EventStanding::Early, &None));
    let start: jiff::Timestamp = known.start.parse().expect("an instant");
    clock.advance(start.duration_since(desk.now()) + SignedDuration::from_mins(1));
    let running = Attendee::follow(desk, &link).await.expect("decided");
    assert_eq!(running.event.as_ref().map(|event| event.standing), Some(EventStanding::Running));
    words(&running, CheckedThing::Event, CheckStatus::Ok);
    words(&running, CheckedThing::Token, CheckStatus::Ok);
    words(&running, CheckedThing::Machine, CheckStatus::Ok);
    clock.advance(SignedDuration::from_hours(3));
    let over = Attendee::follow(desk, &link).await.expect("decided");
    words(&over, CheckedThing::Event, CheckStatus::Warning);
    assert!(over.surface.is_some(), "a meeting that lasts longer than planned can still be joined");
    stage.close("an event's rows").await;
}

#[tokio::test]
async fn a_cancelled_event_says_so_in_its_organizers_words_and_lets_nobody_in() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let (event, link) = invited(&stage, &organizer, "Called off").await;
    let desk = &organizer.desk;
    cancel::cancel(desk, &event, "The hall is flooded. A new date follows.").await.expect("cancelled");
    let cancelled = Attendee::follow(desk, &link).await.expect("decided");
    let told = words(&cancelled, CheckedThing::Event, CheckStatus::Failed);
    assert!(told.contains("The hall is flooded."), "in the organizer's own words: {told}");
    assert!(cancelled.surface.is_none() && !cancelled.can_open_teams, "nobody is sent into an empty room");
    assert!(start::start(desk, &cancelled.join_id, "Guest").await.is_err(), "and no pass is made for it");
    assert!(hand_over::hand_over(desk, &cancelled.join_id, None).await.is_err(), "not by Teams either");
    stage.close("a cancelled event").await;
}

#[tokio::test]
async fn a_guest_gets_numbers_to_dial_and_a_calendar_entry_of_the_event_alone() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let (event, link) = invited(&stage, &organizer, "Notes: ../by telephone").await;
    let view = Attendee::follow(&organizer.desk, &link).await.expect("decided");
    let dial_in = view.event.and_then(|event| event.dial_in).expect("Teams told of numbers");
    assert_eq!(dial_in.toll_numbers, ["+1 323-555-0166", "+44 20 7946 0958"], "each number once");
    assert!(dial_in.conference_id.is_some_and(|id| id.len() == 9), "without it the number leads nowhere");
    let folder = stage.path("downloads");
    let file = calendar::save(&organizer.desk, &view.join_id, &folder).await.expect("written");
    assert_eq!(file.parent(), Some(folder.as_path()), "a title is no way out of the folder");
    let entry = std::fs::read_to_string(&file).expect("a file");
    assert!(entry.contains("METHOD:PUBLISH"), "a copy for information, as in the mail: {entry}");
    let uid = format!("UID:{event}@lectern.invalid");
    assert!(entry.contains(&uid), "the same entry as in the mail, so that calendars show it once: {entry}");
    let foreign = Attendee::follow(&organizer.desk, "https://teams.microsoft.com/meet/2345678901234").await;
    let foreign = foreign.expect("decided");
    assert!(
        calendar::save(&organizer.desk, &foreign.join_id, &folder).await.is_err(),
        "of a link nothing is known"
    );
    stage.close("telephone and calendar").await;
}

#[tokio::test]
async fn teams_is_given_this_meeting_only_and_the_way_is_remembered() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let (_, link) = invited(&stage, &organizer, "In Teams").await;
    let desk = &organizer.desk;
    let view = Attendee::follow(desk, &link).await.expect("decided");
    let ways = hand_over::ways(desk, &view.join_id).await.expect("ways");
    assert!(ways.ways.contains(&TeamsWay::Browser), "the browser is always a way");
    let given = hand_over::hand_over(desk, &view.join_id, Some(TeamsWay::Browser)).await.expect("an address");
    assert_eq!(given.told.way, TeamsWay::Browser);
    assert!(given.address.starts_with("https://teams.microsoft.com/"), "the cleaned link and no other");
    assert_eq!(given.address, given.told.link);
    assert_eq!(hand_over::ways(desk, &view.join_id).await.expect("ways").chosen, TeamsWay::Browser);
    assert!(hand_over::hand_over(desk, "no such join", None).await.is_err(), "no join, no address");
    let refused = Attendee::follow(desk, "https://evil.example/meet/2345678901234").await.expect("decided");
    assert!(
        hand_over::hand_over(desk, &refused.join_id, None).await.is_err(),
        "a refused link opens nowhere"
    );
    stage.close("hand-over").await;
}

#[tokio::test]
async fn a_sandbox_never_tries_the_network() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let before = stage.traffic().await.len();
    let check = reach::network(&organizer.desk).await;
    assert_eq!((check.about, check.status), (CheckedThing::Network, CheckStatus::Skipped));
    assert_eq!(stage.traffic().await.len(), before, "not even to the sandbox");
    stage.close("the network's row").await;
}
