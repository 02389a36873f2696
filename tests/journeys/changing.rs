//! An event that is changed after it was scheduled: once, with Teams' part kept, and never over what somebody edited
//! elsewhere meanwhile, whatever the service makes of `If-Match`.

use std::path::Path;
use std::sync::Arc;

use lectern_core::SystemClock;
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::scheduling::change::{self, ChangeError, EventChange};
use lectern_core::scheduling::{EventDetail, cancel};
use lectern_domain::join_link::redact;
use lectern_tests::{Attendee, Call, Organizer, Stage, Terminal, judge};
use serde_json::{Value, json};

const ANSWERS: [&str; 2] = ["honoured", "ignored"];

async fn try_change(
    organizer: &Organizer,
    id: &str,
    change: EventChange,
) -> Result<EventDetail, ChangeError> {
    change::change(&organizer.desk, id, change).await
}

async fn change(organizer: &Organizer, id: &str, change: EventChange) -> EventDetail {
    try_change(organizer, id, change).await.expect("changed")
}

fn titled(title: &str) -> EventChange {
    EventChange { title: Some(title.to_owned()), ..EventChange::default() }
}

fn described(description: &str) -> EventChange {
    EventChange { description: Some(description.to_owned()), ..EventChange::default() }
}

/// Those that were applied.
async fn patches(stage: &Stage) -> Vec<Call> {
    let all = stage.traffic().await.into_iter();
    all.filter(|call| call.0["method"] == "PATCH" && call.path().contains("/me/events/")).collect()
}

/// What stands on the calendar by the last answer of the service.
async fn on_calendar(stage: &Stage) -> Value {
    let told = stage.traffic().await.into_iter().rev();
    let mut told = told.filter(|call| call.path().contains("/me/events/") && call.status() == 200);
    told.next().expect("somebody has read it").answered().clone()
}

/// The same event at another desk of the same account: what Outlook is to this one.
async fn elsewhere(stage: &Stage, organizer: Organizer) -> (Organizer, Organizer) {
    let (here, there) = (organizer.dir().to_owned(), stage.path("elsewhere"));
    drop(organizer);
    copy(&here, &there);
    let clock = || Arc::new(SystemClock);
    (Organizer::back_at(stage, &here, clock()).await, Organizer::back_at(stage, &there, clock()).await)
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a profile").flatten() {
        std::fs::copy(entry.path(), to.join(entry.file_name())).expect("a copy");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_event_says_what_is_new() {
    for answer in ANSWERS {
        let stage = Stage::with(json!({"eventPatchIfMatch": answer})).await;
        let organizer = Organizer::at(&stage).await;
        let event = organizer.event("Before", None).await;
        organizer.add(&event, "Early", "early@example.org").await.expect("added");
        assert_eq!(organizer.send().await.sent, 1);
        organizer.add(&event, "Late", "late@example.org").await.expect("added");
        let day = organizer.draft("").start[..10].to_owned();
        let wanted = EventChange {
            title: Some("  After  all ".into()),
            description: Some("Doors at <six> & tea.\nBring a friend.".into()),
            start: Some(format!("{day}T18:00")),
            end: Some(format!("{day}T19:00")),
            zone: Some("Europe/Lisbon".into()),
            ..EventChange::default()
        };
        let changed = change(&organizer, &event, wanted.clone()).await;
        assert_eq!(
            (changed.summary.title.as_str(), changed.summary.zone.as_str()),
            ("After all", "Europe/Lisbon")
        );
        let asked = patches(&stage).await;
        assert_eq!(asked.len(), 1, "{answer}: one act");
        assert!(asked[0].0["requestHeaders"]["if-match"].is_string(), "{answer}: {:?}", asked[0]);
        assert!(asked[0].asked().get("attendees").is_none(), "registrants are never calendar attendees");
        let there = asked[0].answered();
        assert_eq!((&there["subject"], &there["isOnlineMeeting"]), (&json!("After all"), &json!(true)));
        let (body, url) = (there["body"]["content"].to_string(), changed.summary.join_url.expect("a way in"));
        // The record keeps to itself what lets somebody in.
        assert!(
            body.contains(&redact(&url)) && body.contains("Passcode: <redacted>"),
            "{answer}: Teams' part is kept: {body}"
        );
        assert!(body.contains("Doors at &lt;six&gt; &amp; tea.") && !body.contains("What is new"), "{body}");

        change(&organizer, &event, wanted).await;
        assert_eq!(patches(&stage).await.len(), 1, "{answer}: the same change again is none");
        assert_eq!(organizer.send().await.sent, 1, "{answer}: nobody is mailed twice for it");
        let (early, late) = (
            Attendee::reading_mail(&stage, "early@example.org").await,
            Attendee::reading_mail(&stage, "late@example.org").await,
        );
        assert!(late.text().contains("After all") && late.text().contains("18:00"), "{}", late.text());
        assert!(early.calendar().contains("SEQUENCE:0"), "{}", early.calendar());
        let calendar = late.calendar();
        assert!(
            calendar.contains("SEQUENCE:1") && calendar.contains("SUMMARY:After all"),
            "{answer}: {calendar}"
        );
        stage.close("a changed event").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_is_made_once_whatever_fails() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Round 0", None).await;
    let faults = [
        json!({"when": "after"}),
        json!({"when": "before"}),
        json!({"status": 500}),
        json!({"status": 503, "retryAfter": 0}),
        json!({"status": 429, "retryAfter": 0}),
        json!({"status": 412, "code": "ErrorIrresolvableConflict"}),
    ];
    for (round, mut fault) in (1..).zip(faults) {
        let title = format!("Round {round}");
        fault["route"] = json!("PATCH /me/events/{id}");
        stage.fault(fault.clone()).await;
        let changed = change(&organizer, &event, titled(&title)).await;
        assert_eq!(stage.faults_left().await, 0, "{fault}: it was met");
        assert_eq!(changed.summary.title, title, "{fault}");
        assert_eq!(on_calendar(&stage).await["subject"], json!(title), "{fault}");
    }
    stage.fault(json!({"route": "PATCH /me/events/{id}", "status": 500, "count": 3})).await;
    let stopped = try_change(&organizer, &event, titled("In doubt")).await.expect_err("three are enough");
    assert!(matches!(stopped, ChangeError::Unsure(_)), "nobody may say that nothing was changed: {stopped}");
    change(&organizer, &event, titled("In doubt")).await;
    for _ in 0..3 {
        let busy =
            json!({"route": "PATCH /me/events/{id}", "status": 412, "code": "ErrorIrresolvableConflict"});
        stage.fault(busy).await;
    }
    let busy = try_change(&organizer, &event, titled("Never")).await.expect_err("no end of edits");
    assert!(matches!(busy, ChangeError::Busy), "{busy}");
    assert_eq!(on_calendar(&stage).await["subject"], json!("In doubt"));
    cancel::cancel(&organizer.desk, &event, "").await.expect("cancelled");
    let over = try_change(&organizer, &event, titled("Too late")).await.expect_err("cancelled");
    assert_eq!(CommandError::from(over).code, ErrorCode::Refused);
    stage.close("a change whatever fails").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_edited_elsewhere_is_not_written_over_unasked() {
    for answer in ANSWERS {
        let stage = Stage::with(json!({"eventPatchIfMatch": answer})).await;
        let organizer = Organizer::at(&stage).await;
        let event = organizer.event("Ours", None).await;
        let (here, there) = elsewhere(&stage, organizer).await;
        change(&there, &event, titled("Theirs")).await;
        change(&there, &event, described("Their words")).await;
        let before = patches(&stage).await.len();
        for (wanted, what) in
            [(titled("Mine"), "\u{201c}Theirs\u{201d}"), (described("My words"), "description")]
        {
            let refused = try_change(&here, &event, wanted).await.expect_err("edited elsewhere");
            let told = CommandError::from(refused);
            assert_eq!(told.code, ErrorCode::Conflict, "{answer}: {told}");
            assert!(told.message.starts_with("Nothing was changed") && told.message.contains(what), "{told}");
        }
        assert_eq!(patches(&stage).await.len(), before, "{answer}: nothing was asked for");
        let terminal = Terminal::at(&stage, here.dir());
        let words = ["events", "change", &event, "--title", "Mine"];
        assert_eq!(terminal.run(&words).await.error(4)["code"], "conflict", "{answer}");
        let day = here.draft("").start[..10].to_owned();
        let later = EventChange {
            start: Some(format!("{day}T16:00")),
            end: Some(format!("{day}T17:00")),
            ..EventChange::default()
        };
        change(&here, &event, later).await;
        assert_eq!(
            on_calendar(&stage).await["subject"],
            "Theirs",
            "{answer}: what is not ours to change stays"
        );
        let over = terminal.run(&[&words[..], &["--overwrite"]].concat()).await.json();
        assert_eq!(over["title"], "Mine", "{answer}: {over}");
        assert_eq!(on_calendar(&stage).await["subject"], "Mine", "{answer}: over it when asked");
        assert_eq!(terminal.run(&["events", "change", &event]).await.error(2)["code"], "invalid");
        assert_eq!(
            terminal.run(&["events", "change", "nope", "--title", "X"]).await.error(6)["code"],
            "notFound"
        );
        stage.close("edited elsewhere").await;
    }
}

/// Both desks at once: one reads, the other changes, the first writes. `If-Match` is all that stands between them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn between_reading_and_writing_only_if_match_helps() {
    let mut traffic = Vec::new();
    for answer in ANSWERS {
        let stage = Stage::with(json!({"eventPatchIfMatch": answer})).await;
        let organizer = Organizer::at(&stage).await;
        let event = organizer.event("Ours", None).await;
        let (here, there) = elsewhere(&stage, organizer).await;
        stage.fault(json!({"route": "PATCH /me/events/{id}", "delayMs": 5_000})).await;
        let (mine, theirs) = tokio::join!(try_change(&here, &event, titled("Mine")), async {
            stage.until_held().await;
            try_change(&there, &event, titled("Theirs")).await
        });
        theirs.expect("nobody was there before");
        match answer {
            "honoured" => {
                let told = CommandError::from(mine.expect_err("the event has moved on"));
                assert_eq!(told.code, ErrorCode::Conflict, "{told}");
                let refused = patches(&stage).await.iter().filter(|call| call.status() == 412).count();
                assert_eq!((refused, &on_calendar(&stage).await["subject"]), (1, &json!("Theirs")));
            }
            // The one gap that no client can close: the last one wins, and the calendar is what both will read.
            _ => assert_eq!(mine.expect("taken").summary.title, "Mine"),
        }
        traffic.extend(stage.end().await);
    }
    judge("between reading and writing", &traffic).await;
}
