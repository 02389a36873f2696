//! Power cuts: the program is killed at every stage, and by chance, and run again. Nothing is lost and nothing doubled.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use lectern_core::scheduling::create;
use lectern_core::scheduling::draft::{self as form, EventDraft};
use lectern_core::{Clock as _, SystemClock};
use lectern_tests::{Organizer, Stage, Terminal, draft};
use serde_json::{Value, json};

/// Moments that look like chance and come in the same order at every run.
struct Moments {
    seed: u64,
    /// How long the program takes when nobody kills it.
    whole: Duration,
    kills: u32,
}

impl Moments {
    fn of(whole: Duration, seed: u64) -> Self {
        Self { seed, whole, kills: 0 }
    }

    /// From a quarter of the program's time to a little past its end.
    fn next(&mut self) -> Duration {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        let part = f64::from(u32::try_from(self.seed % 10_000).unwrap_or_default()) / 10_000.0;
        self.whole.mul_f64(0.25 + part * 0.85)
    }

    /// A program that was quicker than its kill says that the machine is: the next moments come sooner.
    fn count(&mut self, killed: bool) {
        self.kills += u32::from(killed);
        if !killed {
            self.whole = self.whole.mul_f64(0.7);
        }
    }

    fn prove(&self) {
        assert!(self.kills > 0, "a sweep in which nothing was killed proves nothing");
    }
}

/// The stages of putting an event on the calendar: what is planned for its request, and what shows that it is there.
const STAGES: [(&str, &str, u64); 7] = [
    ("POST /me/events", "before", 30_000),
    ("POST /me/events", "after", 0),
    ("GET /me/calendarView", "before", 30_000),
    ("GET /me/onlineMeetings", "before", 30_000),
    ("GET /me/onlineMeetings", "after", 0),
    ("PATCH /me/onlineMeetings/{id}", "before", 30_000),
    ("PATCH /me/onlineMeetings/{id}", "after", 0),
];

struct Creation {
    title: String,
    arguments: Vec<String>,
}

impl Creation {
    fn new(title: &str) -> Self {
        let new = draft(SystemClock.now(), title);
        let words = ["events", "create", "--title", title, "--start", &new.start, "--end", &new.end];
        let rest = ["--zone", "Europe/Berlin", "--request-id", &new.draft_id];
        let arguments = words.into_iter().chain(rest).map(str::to_owned).collect();
        Self { title: title.to_owned(), arguments }
    }

    /// As people type it: without a name of its own for the creation. It is known by its words and times.
    fn unnamed(title: &str) -> Self {
        let mut creation = Self::new(title);
        creation.arguments.truncate(creation.arguments.len() - 2);
        creation
    }

    fn arguments(&self) -> Vec<&str> {
        self.arguments.iter().map(String::as_str).collect()
    }

    async fn whole(&self, stage: &Stage, terminal: &Terminal, told: &str) {
        let event = terminal.run(&self.arguments()).await.json();
        for name in ["id", "eventId", "meetingId", "joinUrl"] {
            assert!(event[name].is_string(), "{told}: whole at last: {event}");
        }
        let made = stage.events_of(&self.title).await;
        assert_eq!(
            made,
            [event["eventId"].to_string()],
            "{told}: one event on the calendar, the one we keep"
        );
    }
}

async fn signed_in(stage: &Stage) -> (PathBuf, Terminal) {
    let organizer = Organizer::at(stage).await;
    let dir = organizer.dir().to_owned();
    let terminal = Terminal::at(stage, &dir);
    (dir, terminal)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_every_stage_of_creating() {
    for repeated in ["createsSecond", "conflict409"] {
        let stage = Stage::with(json!({"repeatedTransactionId": repeated})).await;
        let (_, terminal) = signed_in(&stage).await;
        for (place, (route, when, delay)) in STAGES.into_iter().enumerate() {
            let told = format!("{repeated}: killed at {route} ({when})");
            let title = format!("Stage {place}");
            let named = repeated == "createsSecond";
            let creation = if named { Creation::new(&title) } else { Creation::unnamed(&title) };
            if route == "GET /me/calendarView" {
                // It is read only after a doubt.
                stage.fault(json!({"route": "POST /me/events", "when": "after"})).await;
            }
            stage.fault(json!({"route": route, "when": when, "delayMs": delay})).await;
            let running = terminal.start(&creation.arguments());
            stage.until_held().await;
            let killed = running.kill().await;
            assert!(killed || delay == 0, "{told}: a request that is held keeps the program waiting");
            creation.whole(&stage, &terminal, &told).await;
        }
        let listed = terminal.run(&["events", "list"]).await.json();
        assert_eq!(listed["events"].as_array().map(Vec::len), Some(STAGES.len()), "{repeated}: {listed}");
        stage.close("killed at every stage of creating").await;
    }
}

#[tokio::test]
async fn a_form_keeps_its_name_until_its_event_is_whole() {
    let stage = Stage::open().await;
    let mut organizer = Organizer::at(&stage).await;
    let mut new = draft(SystemClock.now(), "From a form");
    new.draft_id = form::load(&organizer.desk, None).await.expect("a form").id;
    let words = EventDraft {
        title: new.title.clone(),
        description: new.description.clone(),
        start: new.start.clone(),
        end: new.end.clone(),
        zone: new.zone.clone(),
        kind: None,
        audience: None,
        recurrence: None,
        setup: None,
    };
    form::save(&organizer.desk, &new.draft_id, Some(words)).await.expect("kept");
    stage.fault(json!({"route": "GET /me/onlineMeetings", "status": 400})).await;
    assert!(organizer.try_schedule(&new).await.is_err(), "it is left half made");
    let dir = organizer.dir().to_owned();
    drop(organizer);
    organizer = Organizer::back_at(&stage, &dir, std::sync::Arc::new(SystemClock)).await;
    let kept = form::load(&organizer.desk, None).await.expect("a form");
    assert_eq!(kept.id, new.draft_id, "another name would make a second event of the same form");
    assert_eq!(kept.draft.map(|words| words.title), Some(new.title.clone()), "nothing is typed twice");
    assert_eq!(create::resume(&organizer.desk).await.expect("resumed"), 1);
    let next = form::load(&organizer.desk, None).await.expect("a form");
    assert!(
        next.id != new.draft_id && next.draft.is_none(),
        "what became an event is no draft any more: {next:?}"
    );
    stage.close("a form that became an event").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_moment_of_creating() {
    let stage = Stage::with(json!({"repeatedTransactionId": "createsSecond"})).await;
    let (_, terminal) = signed_in(&stage).await;
    let first = Creation::new("Not killed");
    let began = Instant::now();
    first.whole(&stage, &terminal, "the first").await;
    let mut moments = Moments::of(began.elapsed(), 0x1ec7_e125);
    for round in 0..6 {
        let title = format!("Round {round}");
        let creation = if round % 2 == 0 { Creation::new(&title) } else { Creation::unnamed(&title) };
        let wait = moments.next();
        moments.count(terminal.killed_after(&creation.arguments(), wait).await);
        creation.whole(&stage, &terminal, &format!("killed after {wait:?}")).await;
    }
    moments.prove();
    stage.close("killed at any moment of creating").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_once_everything_is_done_and_typed_again() {
    let stage = Stage::with(json!({"repeatedTransactionId": "createsSecond"})).await;
    let (_, terminal) = signed_in(&stage).await;
    for round in 0..4 {
        let told = format!("round {round}");
        let creation = Creation::unnamed(&format!("Done {round}"));
        let mark = stage.mark().await;
        let running = terminal.start(&creation.arguments());
        // The last that a creation asks for. Nobody sees whether its answer was still written down: both must do.
        stage.until_seen(mark, "PATCH", "").await;
        running.kill().await;
        creation.whole(&stage, &terminal, &told).await;
        let again = terminal.run(&creation.arguments()).await.json();
        assert_eq!(again["existing"], true, "{told}: it says that nothing was made: {again}");
        creation.whole(&stage, &terminal, &told).await;
    }
    stage.close("killed once everything is done").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_moment_of_an_import() {
    const ROWS: usize = 600;
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let (event, twin) = (organizer.event("Import", None).await, organizer.event("Measure", None).await);
    let terminal = Terminal::at(&stage, organizer.dir());
    drop(organizer);
    let file = stage.path("people.csv");
    let rows: Vec<String> = (0..ROWS).map(|n| format!("Guest {n},guest{n}@example.org")).collect();
    std::fs::write(&file, format!("Name,E-mail\n{}\n", rows.join("\n"))).expect("the file");
    let file = file.to_str().expect("text").to_owned();
    let began = Instant::now();
    terminal.run(&["registrants", "import", &file, "--event", &twin]).await.json();
    let (mut moments, mut seen) = (Moments::of(began.elapsed(), 0x0dd_ba11), 0);
    for round in 0..8 {
        let wait = moments.next();
        let arguments = ["registrants", "import", &file, "--event", &event];
        moments.count(terminal.killed_after(&arguments, wait).await);
        let list = terminal.run(&["registrants", "list", "--event", &event, "--limit", "1"]).await.json();
        let total = list["total"].as_u64().expect("a number");
        assert!([0, 600].contains(&total), "round {round}, {wait:?}: all or nobody, not {total}");
        assert!(total >= seen, "what was committed stays");
        seen = total;
    }
    moments.prove();
    let last = terminal.run(&["registrants", "import", &file, "--event", &event]).await.json();
    let sum = last["imported"].as_u64().unwrap_or_default() + last["duplicates"].as_u64().unwrap_or_default();
    assert_eq!(sum, ROWS as u64, "{last}");
    let outbox = terminal.run(&["messages", "list", "--event", &event, "--limit", "1"]).await.json();
    assert_eq!(outbox["counts"]["planned"], json!(ROWS), "one confirmation each: {outbox}");
    stage.close("killed at any moment of an import").await;
}

/// Runs the outbox to its end and holds it against the sandbox's mailbox.
async fn delivered_once(stage: &Stage, terminal: &Terminal, guests: &[String], told: &str) {
    let report: Value = terminal.run(&["messages", "run"]).await.json();
    assert_eq!(report["waiting"], 0, "{told}: nothing is left behind: {report}");
    assert_eq!(report["ambiguous"], 0, "{told}: ACS can always be asked: {report}");
    assert_eq!(report["failed"], 0, "{told}: {report}");
    assert_eq!(stage.recipients().await, guests, "{told}: each mail is there once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_every_stage_of_sending() {
    for repeated in ["sendsAgain", "conflict409", "sameOperation"] {
        let stage = Stage::with(json!({"repeatedOperationId": repeated, "emailSecondsUntilDone": 1})).await;
        let organizer = Organizer::at(&stage).await;
        let event = organizer.event("Sending", None).await;
        let guests = organizer.guests(&event, 5).await;
        let terminal = Terminal::at(&stage, organizer.dir());
        drop(organizer);
        for (route, when, delay) in [
            ("POST /emails:send", "before", 30_000),
            ("POST /emails:send", "after", 0),
            ("GET /emails/operations/{id}", "before", 30_000),
        ] {
            stage.fault(json!({"route": route, "when": when, "delayMs": delay})).await;
            let running = terminal.start(&["messages", "run"]);
            stage.until_held().await;
            let killed = running.kill().await;
            assert!(killed || delay == 0, "{repeated}: {route} ({when}) keeps the program waiting");
        }
        delivered_once(&stage, &terminal, &guests, repeated).await;
        stage.close("killed at every stage of sending").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_moment_of_sending() {
    // Kills are what this is about: without the quota of 30 a minute no run ends before they come.
    let stage = Stage::with(json!({"repeatedOperationId": "sendsAgain", "emailQuota": false})).await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Sending", None).await;
    let guests = organizer.guests(&event, 40).await;
    let terminal = Terminal::at(&stage, organizer.dir());
    drop(organizer);
    let began = Instant::now();
    terminal.run(&["events", "list"]).await.json();
    let mut moments = Moments::of(began.elapsed() * 2, 0x5eed_cafe);
    for _ in 0..8 {
        let wait = moments.next();
        moments.count(terminal.killed_after(&["messages", "run"], wait).await);
    }
    moments.prove();
    delivered_once(&stage, &terminal, &guests, &format!("after {} kills", moments.kills)).await;
    stage.close("killed at any moment of sending").await;
}
