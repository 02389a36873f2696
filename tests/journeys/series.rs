//! Series: made once, shown by the calendar's own dates, changed and called off as a whole or one date at a time.

use std::sync::Arc;

use jiff::SignedDuration;
use lectern_core::Clock;
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::registration::open;
use lectern_core::scheduling::calendar::{FieldName, adopt, sync};
use lectern_core::scheduling::change::{self, EventChange};
use lectern_core::scheduling::occurrence::{self, DateChange};
use lectern_core::scheduling::series::SeriesView;
use lectern_core::scheduling::{EventDetail, EventState, RegistrationMode, cancel, list};
use lectern_domain::recurrence::{Ending, Pattern, Recurrence, Weekday};
use lectern_domain::zone;
use lectern_tests::{Attendee, Organizer, Shifted, Stage, Terminal};
use serde_json::json;

fn weekly(days: &[Weekday], times: u16) -> Recurrence {
    let pattern = Pattern::Weekly { days: days.to_vec(), first_day: Weekday::Monday };
    Recurrence { pattern, interval: 1, ending: Ending::After { times } }
}

async fn shown(organizer: &Organizer, id: &str) -> EventDetail {
    list::one(&organizer.desk, id).await.expect("an event")
}

async fn series(organizer: &Organizer, id: &str) -> SeriesView {
    shown(organizer, id).await.series.expect("a series")
}

async fn read(organizer: &Organizer) -> sync::SyncReport {
    sync::sync(&organizer.desk, true).await.expect("the calendar is read")
}

/// On Tuesdays and Thursdays, six times, whatever day the form says.
async fn scheduled(organizer: &Organizer, title: &str) -> String {
    let mut draft = organizer.draft(title);
    draft.recurrence = Some(weekly(&[Weekday::Tuesday, Weekday::Thursday], 6));
    organizer.try_schedule(&draft).await.expect("a series").summary.id
}

fn clocks(view: &SeriesView) -> Vec<String> {
    view.dates
        .iter()
        .map(|date| zone::local(date.start.parse().expect("an instant"), "Europe/Berlin"))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_series_is_made_once_and_both_countings_of_its_dates_agree() {
    for answer in ["returnsExisting", "conflict409", "createsSecond"] {
        let stage = Stage::with(json!({"repeatedTransactionId": answer})).await;
        let organizer = Organizer::at(&stage).await;
        stage.fault(json!({"route": "POST /me/events", "when": "after"})).await;
        let id = scheduled(&organizer, "Course").await;
        assert_eq!(
            stage.events_of("Course").await.len(),
            1,
            "{answer}: the answer was lost, the series was not"
        );
        let counted = series(&organizer, &id).await;
        assert!(!counted.from_calendar && counted.dates.len() == 6, "{answer}: {counted:?}");
        read(&organizer).await;
        let told = series(&organizer, &id).await;
        assert!(told.from_calendar, "{answer}");
        assert_eq!(
            clocks(&told),
            clocks(&counted),
            "{answer}: the calendar's dates are those that were counted out"
        );
        assert!(
            clocks(&told).iter().all(|at| at.ends_with("T14:00")),
            "{answer}: the same time on the clock"
        );
        let event = shown(&organizer, &id).await;
        assert_eq!(event.summary.repeats.as_deref(), Some("every week on Tuesday and Thursday, 6 times"));
        assert_eq!(event.summary.start, told.dates[0].start, "the list shows the next date");
        assert!(read(&organizer).await.elsewhere.is_empty(), "{answer}: nobody changed it");
        let post = stage.calls("POST", "/me/events").await;
        let start = post[0].asked()["recurrence"]["range"]["startDate"].as_str().expect("a date").to_owned();
        assert!(clocks(&told)[0].starts_with(&start), "the rule begins on the first date itself: {start}");
        stage.close("a series").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_date_is_changed_and_called_off_without_the_others() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let id = scheduled(&organizer, "Course").await;
    read(&organizer).await;
    let dates = series(&organizer, &id).await.dates;
    let date_id = |n: usize| dates[n].id.clone().expect("told by the calendar");
    let day = |n: usize| clocks_of(&dates[n].start)[..10].to_owned();
    let wanted = DateChange {
        title: Some("Course: with a guest".into()),
        start: Some(format!("{}T16:00", day(1))),
        end: Some(format!("{}T17:00", day(1))),
        fold: None,
    };
    let changed =
        occurrence::change(&organizer.desk, &id, &date_id(1), wanted.clone()).await.expect("changed");
    let view = changed.series.expect("a series");
    assert!(view.dates[1].exception && clocks(&view)[1].ends_with("T16:00"), "{view:?}");
    assert_eq!(view.dates[1].title.as_deref(), Some("Course: with a guest"));
    assert!(clocks(&view)[0].ends_with("T14:00"), "the others stay");
    let mark = stage.mark().await;
    occurrence::change(&organizer.desk, &id, &date_id(1), wanted).await.expect("the same again");
    let again = stage.traffic_after(mark).await;
    assert!(again.iter().all(|call| call.0["method"] == "GET"), "is asked for once: {again:?}");

    let over = DateChange {
        start: Some(format!("{}T10:00", day(3))),
        end: Some(format!("{}T11:00", day(3))),
        ..DateChange::default()
    };
    let error = CommandError::from(
        occurrence::change(&organizer.desk, &id, &date_id(2), over).await.expect_err("beyond its neighbour"),
    );
    assert_eq!(error.code, ErrorCode::Refused);
    assert!(error.message.contains("keep their order"), "told in words, not by a code: {error}");

    occurrence::cancel(&organizer.desk, &id, &date_id(4), "").await.expect("called off");
    occurrence::cancel(&organizer.desk, &id, &date_id(4), "").await.expect("again");
    read(&organizer).await;
    let left = series(&organizer, &id).await;
    assert_eq!(left.dates.len(), 5, "{left:?}");
    assert!(left.dates[1].exception, "the calendar tells the same");
    assert_eq!(shown(&organizer, &id).await.summary.state, EventState::Scheduled);
    assert!(shown(&organizer, &id).await.elsewhere.is_empty(), "our own changes are no surprise");
    stage.close("one date").await;
}

fn clocks_of(instant: &str) -> String {
    zone::local(instant.parse().expect("an instant"), "Europe/Berlin")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_whole_series_is_changed_and_called_off() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let id = scheduled(&organizer, "Course").await;
    read(&organizer).await;
    let before = series(&organizer, &id).await;
    let day = clocks_of(&before.start)[..10].to_owned();
    let wanted = EventChange {
        start: Some(format!("{day}T18:00")),
        end: Some(format!("{day}T19:00")),
        recurrence: Some(weekly(&[Weekday::Friday], 3)),
        ..EventChange::default()
    };
    let changed = change::change(&organizer.desk, &id, wanted.clone()).await.expect("changed");
    assert_eq!(changed.summary.repeats.as_deref(), Some("every week on Friday, 3 times"));
    change::change(&organizer.desk, &id, wanted).await.expect("the same again");
    let patches: Vec<_> = stage
        .traffic()
        .await
        .into_iter()
        .filter(|call| call.0["method"] == "PATCH" && call.path().contains("/me/events/"))
        .collect();
    assert_eq!(patches.len(), 1, "{patches:?}");
    read(&organizer).await;
    let after = series(&organizer, &id).await;
    assert_eq!(after.dates.len(), 3, "{after:?}");
    assert!(clocks(&after).iter().all(|at| at.ends_with("T18:00")), "{after:?}");
    assert!(shown(&organizer, &id).await.elsewhere.is_empty());
    let single = organizer.event("Once", None).await;
    let error = CommandError::from(
        change::change(
            &organizer.desk,
            &single,
            EventChange { recurrence: Some(weekly(&[Weekday::Friday], 3)), ..EventChange::default() },
        )
        .await
        .expect_err("its people have a way into one meeting"),
    );
    assert_eq!(error.code, ErrorCode::Refused);
    cancel::cancel(&organizer.desk, &id, "").await.expect("called off");
    read(&organizer).await;
    assert!(
        series(&organizer, &id).await.dates.iter().all(|date| date.id.is_none()),
        "none is left on the calendar"
    );
    stage.close("a whole series").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_date_gets_a_list_of_its_own() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let id = scheduled(&organizer, "Course").await;
    read(&organizer).await;
    let dates = series(&organizer, &id).await.dates;
    let second = dates[1].id.clone().expect("told by the calendar");
    let own = adopt::adopt(&organizer.desk, &second).await.expect("taken over");
    assert_eq!(own.summary.start, dates[1].start);
    assert!(own.series.is_none() && own.meeting_id.is_some(), "one date, in the series' meeting: {own:?}");
    assert_eq!(series(&organizer, &id).await.dates[1].event_id.as_deref(), Some(own.summary.id.as_str()));
    let error =
        occurrence::cancel(&organizer.desk, &id, &second, "").await.expect_err("people may be on its list");
    assert_eq!(CommandError::from(error).code, ErrorCode::Refused);
    let day = clocks_of(&dates[1].start)[..10].to_owned();
    let wanted = EventChange {
        start: Some(format!("{day}T15:00")),
        end: Some(format!("{day}T16:00")),
        ..EventChange::default()
    };
    change::change(&organizer.desk, &own.summary.id, wanted).await.expect("changed as an event");
    assert!(read(&organizer).await.elsewhere.is_empty());
    cancel::cancel(&organizer.desk, &id, "").await.expect("the series is called off");
    let report = read(&organizer).await;
    assert_eq!(report.elsewhere, std::slice::from_ref(&own.summary.id), "and its date with it");
    let gone = shown(&organizer, &own.summary.id).await;
    assert_eq!(
        (gone.summary.state, gone.elsewhere[0].fields[0].field),
        (EventState::Cancelled, FieldName::Gone)
    );
    stage.close("a date of its own").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_terminal_makes_and_changes_series() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let terminal = Terminal::at(&stage, organizer.dir());
    let draft = organizer.draft("Course");
    let words = [
        "events",
        "create",
        "--title",
        "Course",
        "--start",
        &draft.start,
        "--end",
        &draft.end,
        "--zone",
        "Europe/Berlin",
        "--repeat",
        "weekly",
        "--on",
        "tuesday,thursday",
        "--times",
        "4",
    ];
    let made = terminal.run(&words).await.json();
    let again = terminal.run(&words).await.json();
    assert_eq!((&again["id"], &again["existing"]), (&made["id"], &json!(true)), "safe to repeat");
    let id = made["id"].as_str().expect("an id").to_owned();
    terminal.run(&["events", "sync"]).await.json();
    let told = terminal.run(&["events", "show", &id]).await.json();
    assert_eq!(told["series"]["dates"].as_array().map(Vec::len), Some(4), "{told}");
    let date = told["series"]["dates"][1]["id"].as_str().expect("an id").to_owned();
    let changed = terminal.run(&["events", "change", &id, "--date", &date, "--title", "Guest"]).await.json();
    assert_eq!(changed["series"]["dates"][1]["title"], "Guest");
    let left = terminal.run(&["events", "cancel", &id, "--date", &date]).await.json();
    assert_eq!(left["series"]["dates"].as_array().map(Vec::len), Some(3), "{left}");
    let all = terminal.run(&["events", "change", &id, "--repeat", "daily", "--times", "2"]).await.json();
    assert_eq!(all["repeats"], "every day, 2 times");
    let wrong = terminal
        .run(&[
            "events",
            "create",
            "--title",
            "x",
            "--start",
            &draft.start,
            "--end",
            &draft.end,
            "--zone",
            "Europe/Berlin",
            "--repeat",
            "daily",
            "--times",
            "0",
        ])
        .await;
    assert!(wrong.error(2)["message"].as_str().is_some_and(|text| text.contains("1 to 999")), "{wrong:?}");
    stage.close("the terminal's series").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_registers_for_a_series_is_told_the_date_that_comes_next() {
    let stage = Stage::open().await;
    let clock = Arc::new(Shifted::by(SignedDuration::ZERO));
    let organizer = Organizer::arriving(&stage, clock.clone()).await;
    organizer.sign_in().await;
    let id = scheduled(&organizer, "Course").await;
    open::open(&organizer.desk, &id, RegistrationMode::Own, None).await.expect("registration opens");
    let dates = series(&organizer, &id).await.dates;
    // Between the second date and the third.
    let second: jiff::Timestamp = dates[1].end.parse().expect("an instant");
    let ahead = second.duration_since(clock.now()) + SignedDuration::from_mins(5);
    clock.advance(ahead);
    stage.order("clock", json!({"advanceSeconds": ahead.as_secs()})).await;
    organizer.add(&id, "Late", "late@example.org").await.expect("added");
    let report = organizer.send().await;
    assert_eq!(report.sent, 1, "a series that goes on is not over: {report:?}");
    let mail = Attendee::reading_mail(&stage, "late@example.org").await;
    let third = clocks_of(&dates[2].start);
    let day: jiff::civil::Date = third[..10].parse().expect("a date");
    let said = day.strftime("%-d %B %Y").to_string();
    assert!(mail.text().contains(&said), "the next date, {said}: {}", mail.text());
    assert!(mail.text().contains("every week on Tuesday and Thursday, 6 times"), "{}", mail.text());
    let event = shown(&organizer, &id).await;
    assert_eq!(event.summary.start, dates[2].start);
    stage.close("registered for a series").await;
}
