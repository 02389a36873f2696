//! An event is moved, or called off, and who knows of it gets one mail about that: at the desk, found in Teams, at a
//! service, and over a power cut.

use std::path::Path;
use std::sync::Arc;

use lectern_core::SystemClock;
use lectern_core::messages::run as sending;
use lectern_core::messages::telling;
use lectern_core::publishing::sync as publishing;
use lectern_core::registration::register::add;
use lectern_core::registration::settings::{self, RegistrationSettings};
use lectern_core::scheduling::calendar::sync;
use lectern_core::scheduling::cancel;
use lectern_core::scheduling::change::{self, EventChange};
use lectern_domain::registration::Rules;
use lectern_tests::{Organizer, Stage, Terminal};
use serde_json::{Value, json};

use crate::commanding::{newcomer, published};

fn to(organizer: &Organizer, hour: u8, tell: Option<bool>) -> EventChange {
    let draft = organizer.draft("");
    if draft.start.ends_with(&format!("T{hour}:00")) {
        // To where it was from the start, to the minute.
        return EventChange {
            start: Some(draft.start),
            end: Some(draft.end),
            tell,
            ..EventChange::default()
        };
    }
    let day = draft.start[..10].to_owned();
    EventChange {
        start: Some(format!("{day}T{hour}:00")),
        end: Some(format!("{day}T{}:00", hour + 1)),
        tell,
        ..EventChange::default()
    }
}

async fn moves(organizer: &Organizer, event: &str, hour: u8, tell: Option<bool>) {
    change::change(&organizer.desk, event, to(organizer, hour, tell)).await.expect("moved");
}

async fn planned(organizer: &Organizer, event: &str) -> u32 {
    organizer.outbox(event).await.counts.planned
}

/// The mails that this address got, oldest first.
async fn mails(stage: &Stage, address: &str) -> Vec<Value> {
    stage.mail().await.into_iter().filter(|mail| mail["to"] == address).collect()
}

fn text(mail: &Value) -> &str {
    mail["text"].as_str().unwrap_or_default()
}

/// A property of the calendar file that came along.
fn property(mail: &Value, name: &str) -> String {
    let file = lectern_tests::Attendee::of(mail.clone()).calendar();
    let unfolded = file.replace("\r\n ", "");
    let found = unfolded.lines().find_map(|line| line.strip_prefix(&format!("{name}:")).map(str::to_owned));
    found.unwrap_or_else(|| panic!("no {name} in {unfolded}"))
}

#[tokio::test]
async fn whoever_knows_the_old_time_gets_one_mail_with_both_and_the_newer_file() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Q4 <b>talk</b>", None).await;
    let ana = "guest01@example.org";
    organizer.guests(&event, 1).await;
    organizer.send().await;
    organizer.add(&event, "Late", "late@example.org").await.expect("added");
    let choice = telling::choice(&organizer.desk, &event).await.expect("a choice");
    assert_eq!(
        (choice.people, choice.tell, choice.by_service),
        (1, true, false),
        "one of them was told of it"
    );

    moves(&organizer, &event, 16, Some(true)).await;
    assert_eq!(planned(&organizer, &event).await, 2, "the move to Ana, the confirmation to Late");
    moves(&organizer, &event, 18, Some(true)).await;
    assert_eq!(planned(&organizer, &event).await, 2, "what has not left says the newest time");
    let retitled = EventChange { title: Some("Q5 <b>talk</b>".into()), ..EventChange::default() };
    change::change(&organizer.desk, &event, EventChange { tell: Some(true), ..retitled })
        .await
        .expect("named");
    assert_eq!(planned(&organizer, &event).await, 2, "another name alone is no news");
    organizer.send().await;

    let told = mails(&stage, ana).await;
    assert_eq!(told.len(), 2, "the confirmation and the move, once: {told:?}");
    let (first, second) = (&told[0], &told[1]);
    let (old, new) = (text(second).find("14:00"), text(second).find("18:00"));
    assert!(old.expect("the time she knows") < new.expect("the new one"), "{}", text(second));
    assert!(!text(second).contains("16:00"), "nobody heard of that: {}", text(second));
    assert!(text(second).contains("(Europe/Berlin)") && text(second).contains("lectern-sandbox://join?"));
    let html = second["html"].as_str().unwrap_or_default();
    assert!(html.contains("<s>") && html.contains("&lt;b&gt;talk") && !html.contains("<b>talk"), "{html}");
    assert_eq!(property(first, "UID"), property(second, "UID"), "one entry in a calendar");
    let sequence = |mail| property(mail, "SEQUENCE").parse::<u32>().expect("a number");
    assert!(sequence(second) > sequence(first), "the newer one counts");
    assert_eq!(property(second, "METHOD"), "PUBLISH", "registrants are no attendees");
    assert_ne!(property(first, "DTSTART"), property(second, "DTSTART"));
    let late = mails(&stage, "late@example.org").await;
    assert_eq!(late.len(), 1, "who hears of it afterwards gets the confirmation alone: {late:?}");
    assert!(text(&late[0]).contains("18:00") && !text(&late[0]).contains("14:00"), "{}", text(&late[0]));
    stage.close("moved and told").await;
}

#[tokio::test]
async fn moved_back_before_it_left_nobody_hears_of_it_and_afterwards_everybody_does() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Back", None).await;
    organizer.guests(&event, 2).await;
    organizer.send().await;
    moves(&organizer, &event, 16, Some(true)).await;
    assert_eq!(planned(&organizer, &event).await, 2);
    moves(&organizer, &event, 14, Some(false)).await;
    assert_eq!(planned(&organizer, &event).await, 0, "there is nothing to say any more");
    assert_eq!(organizer.send().await.sent, 0);

    moves(&organizer, &event, 16, Some(false)).await;
    assert_eq!(planned(&organizer, &event).await, 0, "kept to herself");
    moves(&organizer, &event, 17, Some(true)).await;
    organizer.send().await;
    let told = mails(&stage, "guest01@example.org").await;
    assert_eq!(told.len(), 2);
    assert!(
        text(&told[1]).contains("14:00") && text(&told[1]).contains("17:00"),
        "the time that was told: {told:?}"
    );
    moves(&organizer, &event, 14, Some(true)).await;
    organizer.send().await;
    assert_eq!(mails(&stage, "guest01@example.org").await.len(), 3, "the way back is a move as well");
    stage.close("moved back").await;
}

#[tokio::test]
async fn called_off_is_told_to_who_has_a_place_or_waits_and_takes_the_entry_out() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Off", Some(1)).await;
    let rules = Rules { waitlist: true, ..Rules::default() };
    let settings = RegistrationSettings { capacity: Some(1), rules };
    settings::set(&organizer.desk, &event, settings).await.expect("rules");
    for name in ["ana", "ben"] {
        organizer.add(&event, name, &format!("{name}@example.org")).await.expect("an answer");
    }
    organizer.send().await;
    moves(&organizer, &event, 16, Some(true)).await;
    organizer.send().await;
    let ben = mails(&stage, "ben@example.org").await;
    assert_eq!(ben.len(), 2, "who waits hears of it too");
    assert!(
        !text(&ben[1]).contains("://") && ben[1]["attachments"].as_array().is_none_or(Vec::is_empty),
        "{ben:?}"
    );

    organizer.add(&event, "cem", "cem@example.org").await.expect("an answer");
    let off =
        cancel::cancel_telling(&organizer.desk, &event, "The <i>hall</i> is flooded.", Some(true)).await;
    assert_eq!(off.expect("cancelled").messages.planned, 2);
    organizer.send().await;
    let ana = mails(&stage, "ana@example.org").await;
    assert_eq!(ana.len(), 3);
    assert!(text(&ana[2]).contains("The <i>hall</i> is flooded."), "{}", text(&ana[2]));
    assert_eq!(property(&ana[2], "STATUS"), "CANCELLED");
    assert_eq!(property(&ana[2], "METHOD"), "PUBLISH");
    assert_eq!(property(&ana[2], "UID"), property(&ana[0], "UID"));
    assert_eq!(mails(&stage, "ben@example.org").await.len(), 3);
    assert!(
        mails(&stage, "cem@example.org").await.is_empty(),
        "who never heard of it is not told that it is off"
    );
    cancel::cancel_telling(&organizer.desk, &event, "", Some(true)).await.expect("safe to repeat");
    assert_eq!(planned(&organizer, &event).await, 0, "once");
    stage.close("called off").await;
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a profile").flatten() {
        std::fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_move_and_a_cancellation_found_in_teams_are_told_as_it_was_chosen_last() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("There", None).await;
    organizer.guests(&event, 1).await;
    organizer.send().await;
    sync::sync(&organizer.desk, true).await.expect("read");
    copy(organizer.dir(), &stage.path("elsewhere"));
    let there = Organizer::back_at(&stage, &stage.path("elsewhere"), Arc::new(SystemClock)).await;
    moves(&there, &event, 16, None).await;
    sync::sync(&organizer.desk, true).await.expect("read");
    sync::sync(&organizer.desk, true).await.expect("read again");
    assert_eq!(planned(&organizer, &event).await, 1, "once");
    organizer.send().await;
    assert!(text(&mails(&stage, "guest01@example.org").await[1]).contains("16:00"));
    cancel::cancel(&there.desk, &event, "").await.expect("cancelled there");
    sync::sync(&organizer.desk, true).await.expect("read");
    organizer.send().await;
    let told = mails(&stage, "guest01@example.org").await;
    assert_eq!(told.len(), 3);
    assert_eq!(property(&told[2], "STATUS"), "CANCELLED");
    stage.close("moved in Teams").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_a_published_event_the_service_tells_each_once_and_the_desk_nobody() {
    let stage = Stage::open().await;
    let at = Box::pin(published(&stage, None)).await;
    let (desk, event) = (at.desk(), at.event.as_str());
    add(desk, event, newcomer("Ana")).await.expect("an answer");
    sending::run(&at.service, &|_| {}).await.expect("sent");
    publishing::sync(desk, event).await.expect("up to date");
    let choice = telling::choice(desk, event).await.expect("a choice");
    assert_eq!((choice.people, choice.by_service), (1, true));
    moves(&at.organizer, event, 16, Some(true)).await;
    for _ in 0..2 {
        publishing::sync(desk, event).await.expect("up to date");
        sending::run(&at.service, &|_| {}).await.expect("sent");
        assert_eq!(at.organizer.send().await.sent, 0, "the desk never does");
    }
    let told = mails(&stage, "ana@contoso.example").await;
    assert_eq!(told.len(), 2, "once: {told:?}");
    assert!(text(&told[1]).contains("14:00") && text(&told[1]).contains("16:00"), "{}", text(&told[1]));
    moves(&at.organizer, event, 17, Some(false)).await;
    publishing::sync(desk, event).await.expect("up to date");
    sending::run(&at.service, &|_| {}).await.expect("sent");
    assert_eq!(mails(&stage, "ana@contoso.example").await.len(), 2, "kept to herself there as well");
    cancel::cancel_telling(desk, event, "Too few.", Some(true)).await.expect("cancelled");
    publishing::sync(desk, event).await.expect("up to date");
    sending::run(&at.service, &|_| {}).await.expect("sent");
    assert_eq!(property(&mails(&stage, "ana@contoso.example").await[2], "STATUS"), "CANCELLED");
    at.goes_away().await;
    stage.close("moved at a service").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_between_the_move_and_its_mails_each_arrives_once() {
    let stage = Stage::with(json!({"repeatedOperationId": "sendsAgain", "emailSecondsUntilDone": 1})).await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Cut", None).await;
    let guests = organizer.guests(&event, 3).await;
    organizer.send().await;
    let change = to(&organizer, 16, None);
    let (start, end) = (change.start.expect("a start"), change.end.expect("an end"));
    let terminal = Terminal::at(&stage, organizer.dir());
    drop(organizer);
    let moving = ["events", "change", event.as_str(), "--start", &start, "--end", &end, "--tell"];
    stage.fault(json!({"route": "PATCH /me/events/{id}", "when": "after"})).await;
    let running = terminal.start(&moving);
    stage.until_held().await;
    running.kill().await;
    terminal.run(&moving).await.json();
    terminal.run(&moving).await.json();
    for (when, delay) in [("before", 30_000), ("after", 0)] {
        stage.fault(json!({"route": "POST /emails:send", "when": when, "delayMs": delay})).await;
        let running = terminal.start(&["messages", "run"]);
        stage.until_held().await;
        running.kill().await;
    }
    terminal.run(&["messages", "run"]).await.json();
    for guest in &guests {
        assert_eq!(mails(&stage, guest).await.len(), 2, "{guest}: the confirmation and the move, once each");
    }
    stage.close("killed between a move and its mails").await;
}
