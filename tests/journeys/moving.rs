//! An event that is moved: whoever registered before is told where it was, and in the organizer's words why.

use lectern_core::doctor::CheckStatus;
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::join::checks::CheckedThing;
use lectern_core::join::prepare::JoinView;
use lectern_core::scheduling::cancel;
use lectern_core::scheduling::change::{self, EventChange};
use lectern_tests::{Attendee, Organizer, Stage, Terminal};

const WHY: &str = "The hall is flooded.\nBring boots. <b>שלום</b>";

fn at(organizer: &Organizer, hour: u8, message: Option<&str>) -> EventChange {
    let day = organizer.draft("").start[..10].to_owned();
    EventChange {
        start: Some(format!("{day}T{hour}:00")),
        end: Some(format!("{day}T{}:00", hour + 1)),
        message: message.map(str::to_owned),
        ..EventChange::default()
    }
}

fn only(message: &str) -> EventChange {
    EventChange { message: Some(message.to_owned()), ..EventChange::default() }
}

/// What the join page shows: whether it was moved, the organizer's words, and the row that warns.
async fn told(organizer: &Organizer, link: &str) -> (bool, Option<String>, String) {
    let view: JoinView = Attendee::follow(&organizer.desk, link).await.expect("decided");
    let event = view.event.expect("the ticket names its event");
    let row = view.checks.iter().find(|check| check.about == CheckedThing::Event).expect("a row");
    assert_eq!(row.status == CheckStatus::Warning, event.moved_from.is_some(), "{}", row.message);
    (event.moved_from.is_some(), event.organizer_message, row.message.clone())
}

async fn invited(stage: &Stage, organizer: &Organizer, event: &str, address: &str) -> String {
    organizer.add(event, "A guest", address).await.expect("added");
    organizer.send().await;
    Attendee::reading_mail(stage, address).await.lectern_link()
}

#[tokio::test]
async fn whoever_registered_before_reads_why_it_was_moved_and_nobody_else() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Moved", None).await;
    let early = invited(&stage, &organizer, &event, "early@example.org").await;
    assert_eq!(told(&organizer, &early).await.1, None);
    change::change(&organizer.desk, &event, at(&organizer, 16, Some(&format!("  {WHY}\n"))))
        .await
        .expect("moved");
    let (moved, words, row) = told(&organizer, &early).await;
    assert!(moved && row.contains(WHY), "the row says it too: {row}");
    assert_eq!(words.as_deref(), Some(WHY), "word for word");
    let late = invited(&stage, &organizer, &event, "late@example.org").await;
    let (moved, words, _) = told(&organizer, &late).await;
    assert_eq!((moved, words), (false, None), "who registered afterwards knows no other time");
    change::change(&organizer.desk, &event, at(&organizer, 18, None)).await.expect("moved");
    let (moved, words, row) = told(&organizer, &early).await;
    assert_eq!((moved, words), (true, None), "words about 16:00 say nothing of 18:00");
    assert_eq!(row, "Moved since you registered, by its organizer.");
    assert!(told(&organizer, &late).await.0, "now this guest knows another time as well");
    change::change(&organizer.desk, &event, at(&organizer, 19, Some(WHY))).await.expect("moved");
    cancel::cancel(&organizer.desk, &event, "").await.expect("cancelled");
    let view = Attendee::follow(&organizer.desk, &early).await.expect("decided");
    assert_eq!(
        view.event.and_then(|event| event.organizer_message),
        None,
        "why it was moved is no reason why it was cancelled"
    );
    stage.close("moved, in words").await;
}

#[tokio::test]
async fn the_message_is_mended_without_a_word_to_the_calendar_and_refused_where_nothing_was_moved() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Mended", None).await;
    let link = invited(&stage, &organizer, &event, "early@example.org").await;
    let before = stage.mark().await;
    let long = "x".repeat(1_001);
    for wanted in [
        only("For nothing."),
        EventChange { title: Some("Renamed".into()), ..only("For nothing.") },
        at(&organizer, 16, Some(&long)),
    ] {
        let refused =
            change::change(&organizer.desk, &event, wanted).await.expect_err("it says why nothing moved");
        let refused = CommandError::from(refused);
        assert_eq!(
            (refused.code, refused.field.as_deref()),
            (ErrorCode::Invalid, Some("message")),
            "{}",
            refused.message
        );
    }
    assert_eq!(stage.mark().await, before, "what is refused is refused before the calendar hears of it");
    let day = organizer.draft("").start[..10].to_owned();
    let (start, end) = (format!("{day}T16:00"), format!("{day}T17:00"));
    let terminal = Terminal::at(&stage, organizer.dir());
    let words =
        ["events", "change", &event, "--start", &start, "--end", &end, "--message", "The hall is takn."];
    for _ in 0..2 {
        terminal.run(&words).await.json();
        assert_eq!(told(&organizer, &link).await.1.as_deref(), Some("The hall is takn."), "safe to repeat");
    }
    let before = stage.mark().await;
    terminal.run(&["events", "change", &event, "--message", "The hall is taken."]).await.json();
    assert_eq!(told(&organizer, &link).await.1.as_deref(), Some("The hall is taken."));
    let asked = stage.traffic_after(before).await;
    assert!(
        !asked.iter().any(|call| call.path().contains("/events")),
        "a mended word is none of the calendar's"
    );
    stage.close("the message mended").await;
}
