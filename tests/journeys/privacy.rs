//! One person is shown what is kept, and is erased everywhere; an event's people are kept for a time. By the terminal,
//! under power cuts, with messages in flight.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::join::start;
use lectern_core::privacy::erase::{self, Erasure};
use lectern_core::privacy::{retention, run};
use lectern_core::registration::register::{self, AddOutcome, NewRegistrant};
use lectern_core::registration::settings::{self, RegistrationSettings};
use lectern_core::registration::{label, remove};
use lectern_domain::registration::{Given, Question, QuestionKind, Rules};
use lectern_tests::{Attendee, Call, Organizer, Shifted, Stage, Terminal};
use serde_json::{Value, json};

const ANA: &str = "ana.silva@example.org";

fn rules() -> Rules {
    let question = |id: &str, kind| Question {
        id: id.into(),
        label: format!("Question {id}"),
        required: false,
        kind,
        shown_when: None,
    };
    let consent = QuestionKind::Consent { text: "You may photograph me".into() };
    Rules {
        guests: 2,
        waitlist: true,
        questions: vec![question("food", QuestionKind::Text), question("photos", consent)],
        ..Rules::default()
    }
}

fn ana() -> NewRegistrant {
    NewRegistrant {
        name: "Ana Silva".into(),
        email: "Ana.Silva@Example.org".into(),
        company: Some("Silva & Filhas".into()),
        guests: Some(vec!["Duarte Silva".into()]),
        answers: Some(
            [
                ("food".to_owned(), Given::Text("No peanuts".into())),
                ("photos".to_owned(), Given::YesNo(true)),
            ]
            .into(),
        ),
    }
}

/// Ana with a guest, answers, note and tag in one event, and somebody else.
async fn registered(organizer: &Organizer, event: &str, capacity: Option<u32>) -> String {
    let settings = RegistrationSettings { capacity, rules: rules() };
    settings::set(&organizer.desk, event, settings).await.expect("rules");
    let added = register::add(&organizer.desk, event, ana()).await.expect("added");
    let AddOutcome::Registered { registrant } = added else { panic!("a place: {added:?}") };
    let id = registrant.id;
    label::note(&organizer.desk, event, &id, "Ana sits near the door").await.expect("noted");
    label::tag(&organizer.desk, event, vec![id.clone()], "peanuts", true).await.expect("tagged");
    organizer.add(event, "Ben", "ben@example.org").await.expect("added");
    id
}

fn files(dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(dir)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// What lies open in a profile's folder.
fn lies_open(dir: &Path, needle: &str) -> Vec<String> {
    let holds = |name: &String| {
        let bytes = std::fs::read(dir.join(name)).unwrap_or_default();
        String::from_utf8_lossy(&bytes).to_lowercase().contains(needle)
    };
    files(dir).into_iter().filter(holds).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_person_is_shown_and_erased_everywhere() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let (event, other) =
        (organizer.event("Full house", Some(3)).await, organizer.event("Another", None).await);
    let id = registered(&organizer, &event, Some(3)).await;
    organizer.add(&other, "A. Silva", ANA).await.expect("added");
    assert!(matches!(
        organizer.add(&event, "Cleo", "cleo@example.org").await.expect("an answer"),
        AddOutcome::Waitlisted { .. }
    ));
    organizer.send().await;
    let rejected = format!("Name,Email\nAna Silva,nonsense\nDora,also nonsense\nEve,{ANA}\n");
    organizer.import(&event, &rejected).await.expect("imported");
    let ticket = lectern_core::registration::ticket::show(&organizer.desk, &id).await.expect("a ticket").code;
    let dir = organizer.dir().to_owned();
    drop(organizer);
    // As the profile was before a migration: she is in it.
    std::fs::copy(dir.join("lectern.db"), dir.join("lectern.db.before-3")).expect("a copy");
    assert_eq!(lies_open(&dir, "ana silva").len(), 1, "the rows that an import left out");
    let terminal = Terminal::at(&stage, &dir);

    is_shown(&stage, &terminal, &ticket).await;
    terminal.run(&["privacy", "erase", ANA]).await.error(2);
    terminal.run(&["privacy", "erase", ANA, "--confirm", "ana@example.org"]).await.error(2);
    let report = terminal.run(&["privacy", "erase", ANA, "--confirm", ANA]).await.json();
    assert_eq!((&report["people"], &report["finished"]), (&json!(3), &json!(true)), "{report}");
    assert_eq!(report["remains"], json!([]), "{report}");
    assert_eq!(
        report["files"].as_array().expect("a list").iter().map(|file| &file["fate"]).collect::<Vec<_>>(),
        ["rewritten", "rewritten"],
        "{report}"
    );
    let lists = lies_open(&dir, "dora");
    assert_eq!((lies_open(&dir, "silva"), lists.len()), (Vec::new(), 1), "Dora's row stays");
    let list = terminal.run(&["registrants", "list", "--event", &event]).await.json();
    let names: Vec<&str> = list["rows"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| row["name"].as_str().expect("text"))
        .collect();
    assert!(names.iter().all(|name| !name.contains("Silva")) && names.len() == 4, "{names:?}");
    let cleo = list["rows"].as_array().expect("rows").iter().find(|row| row["name"] == "Cleo").expect("Cleo");
    assert_eq!(cleo["status"], "registered", "the place goes to the next, since the event is still to come");
    let again = terminal.run(&["privacy", "preview", ANA]).await.json();
    assert_eq!(again["found"], false, "{again}");
    let log = terminal.run(&["privacy", "list"]).await.json();
    assert_eq!(log["erasures"][0]["finished"], true);
    assert!(!log.to_string().contains("silva"), "the log says what was done, not to whom: {log}");

    comes_back_by_hand_only(&stage, &terminal, &event).await;
    stage.close("one person is erased everywhere").await;
}

async fn is_shown(stage: &Stage, terminal: &Terminal, ticket: &str) {
    let preview = terminal.run(&["privacy", "preview", ANA]).await.json();
    assert_eq!(
        preview["events"].as_array().map(Vec::len),
        Some(3),
        "she, her guest, she elsewhere: {preview}"
    );
    assert_eq!(preview["files"].as_array().map(Vec::len), Some(2), "a copy and a list: {preview}");
    assert_eq!(preview["blocked"], Value::Null);

    let out = stage.path("ana.json");
    let export = terminal.run(&["privacy", "export", ANA, "--out", out.to_str().expect("text")]).await.json();
    assert_eq!(export["registrations"], 3);
    let text = std::fs::read_to_string(&out).expect("the file");
    let whole: Value = serde_json::from_str(&text).expect("JSON");
    let first = &whole["registrations"][0];
    assert_eq!(first["note"], "Ana sits near the door");
    assert_eq!(first["answers"][1]["answer"], json!({"agreed": true, "to": "You may photograph me"}));
    assert!(
        first["messages"][0]["asItWouldReadNow"]["text"]
            .as_str()
            .is_some_and(|words| words.contains("Full house"))
    );
    assert!(!first["history"].as_array().expect("a list").is_empty());
    let code = ticket.replace('-', "");
    assert!(!text.contains(&code) && !text.contains(ticket), "whoever finds the file must not come in");
    terminal.run(&["privacy", "export", "nobody@example.org"]).await.error(6);
}

async fn comes_back_by_hand_only(stage: &Stage, terminal: &Terminal, event: &str) {
    let before = stage.recipients().await.len();
    let list = stage.path("again.csv");
    std::fs::write(&list, format!("Name,Email\nAna Silva,{ANA}\n")).expect("a list");
    let list = list.to_str().expect("text");
    let look = terminal.run(&["registrants", "import", list, "--event", event, "--dry-run"]).await.json();
    assert_eq!((&look["valid"], &look["errors"][0]["code"]), (&json!(0), &json!("erased")), "{look}");
    let report = terminal.run(&["registrants", "import", list, "--event", event]).await.json();
    assert_eq!(
        (&report["imported"], &report["errors"][0]["code"]),
        (&json!(0), &json!("erased")),
        "{report}"
    );
    terminal.run(&["messages", "run"]).await.json();
    let mails = stage.recipients().await;
    let to_her = mails.iter().filter(|to| to.eq_ignore_ascii_case(ANA)).count();
    assert_eq!(to_her, 3, "two admissions and one guest's, all from before: {mails:?}");
    assert_eq!(mails.len(), before + 1, "only Cleo hears of a place: {mails:?}");
    let back = ["registrants", "add", "--event", event, "--name", "Ana Silva", "--email", ANA];
    let added = terminal.run(&back).await.json();
    assert_eq!(added["outcome"], "registered", "by hand she is somebody new: {added}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_moment_of_erasing() {
    const ROUNDS: u32 = 8;
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Kills", None).await;
    let rows: Vec<String> = (0..3_000).map(|n| format!("Guest {n},guest{n}@example.org")).collect();
    organizer.import(&event, &format!("Name,Email\n{}\n", rows.join("\n"))).await.expect("imported");
    let dir = organizer.dir().to_owned();
    drop(organizer);
    std::fs::copy(dir.join("lectern.db"), dir.join("lectern.db.before-9")).expect("a copy");
    let terminal = Terminal::at(&stage, &dir);
    let erase = |n: u32| format!("guest{n}@example.org");
    let began = Instant::now();
    let first = erase(0);
    terminal.run(&["privacy", "erase", &first, "--confirm", &first]).await.json();
    let whole = began.elapsed();
    let mut kills = 0;
    for round in 1..=ROUNDS {
        let (email, wait) = (erase(round), whole.mul_f64(0.2 + 0.09 * f64::from(round)));
        kills +=
            u32::from(terminal.killed_after(&["privacy", "erase", &email, "--confirm", &email], wait).await);
        // The next start goes on by itself.
        let log = terminal.run(&["privacy", "list"]).await.json();
        let waiting =
            log["erasures"].as_array().expect("a list").iter().filter(|row| row["finished"] == false);
        assert_eq!(waiting.count(), 0, "round {round}: what was cut off is finished: {log}");
        let left = terminal.run(&["privacy", "preview", &email]).await.json();
        let (listed, held) = (&left["events"], &left["files"]);
        let nothing = *listed == json!([]) && *held == json!([]);
        let everything =
            listed.as_array().map(Vec::len) == Some(1) && *held == json!(["lectern.db.before-9"]);
        assert!(nothing || everything, "round {round}: all of it or nothing: {left}");
        if everything {
            terminal.run(&["privacy", "erase", &email, "--confirm", &email]).await.json();
        }
    }
    assert!(kills > 0, "a sweep in which nothing was killed proves nothing");
    let list = terminal.run(&["registrants", "list", "--event", &event, "--limit", "1"]).await.json();
    assert_eq!(list["total"], 3_000, "the figures stay: {list}");
    let leftovers: Vec<String> =
        files(&dir).into_iter().filter(|name| name.ends_with(".unfinished")).collect();
    assert_eq!(leftovers, Vec::<String>::new());
    stage.close("killed at any moment of erasing").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_in_flight_is_told_of_and_nothing_follows() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("In flight", None).await;
    organizer.add(&event, "Ana", ANA).await.expect("added");
    let terminal = Terminal::at(&stage, organizer.dir());
    drop(organizer);
    stage.fault(json!({"route": "POST /emails:send", "when": "before", "delayMs": 30_000})).await;
    let running = terminal.start(&["messages", "run"]);
    stage.until_held().await;
    let report = terminal.run(&["privacy", "erase", ANA, "--confirm", ANA]).await.json();
    assert_eq!((&report["inFlight"], &report["cancelledMessages"]), (&json!(1), &json!(0)), "{report}");
    assert!(report["unreachable"].to_string().contains("may still arrive"), "it is told honestly: {report}");
    assert!(running.kill().await, "the request was held");
    terminal.run(&["messages", "run"]).await.json();
    let outbox = terminal.run(&["messages", "list", "--event", &event]).await.json();
    assert_eq!(outbox["counts"]["planned"], 0, "nobody is written to who was erased: {outbox}");
    assert!(stage.recipients().await.len() <= 1, "at most what was on its way");
    assert!(!outbox.to_string().contains("ana"), "{outbox}");
    stage.close("a message in flight").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_events_people_go_when_their_time_is_over_and_its_figures_stay() {
    let stage = Stage::open().await;
    let clock = Arc::new(Shifted::by(SignedDuration::ZERO));
    let organizer = Organizer::arriving(&stage, clock.clone()).await;
    organizer.sign_in().await;
    let desk = &organizer.desk;
    let event = organizer.event("For a time", None).await;
    let id = registered(&organizer, &event, None).await;
    let before = retention::show(desk, &event).await.expect("a view");
    assert_eq!((before.days, before.people, before.due_at), (None, 3, None), "off unless somebody says so");
    let set = retention::set(desk, &event, Some(30), true).await.expect("set");
    let due: jiff::Timestamp = set.due_at.expect("told beforehand").parse().expect("an instant");
    let next = organizer.event("Opened later", None).await;
    assert_eq!(retention::show(desk, &next).await.expect("a view").days, Some(30), "remembered");
    retention::set(desk, &next, None, false).await.expect("for good");
    let early = run::run(desk).await.expect("a run");
    assert_eq!((early.erased.len(), early.next_at.is_some()), (0, true), "{early:?}");

    clock.advance(due.duration_since(organizer.desk.now()) + SignedDuration::from_secs(1));
    let done = run::run(desk).await.expect("a run");
    assert_eq!((done.erased.len(), done.erased[0].people, done.waiting), (1, 3, 0), "{done:?}");
    let after = retention::show(desk, &event).await.expect("a view");
    assert_eq!((after.people, after.erased), (0, 3), "and told afterwards");
    let page = organizer.list(&event, "").await;
    assert_eq!(page.total, 3, "the figures stay");
    assert!(page.rows.iter().all(|row| row.erased && row.email.is_empty()), "{page:?}");
    assert_eq!(organizer.list(&event, "silva").await.matching, 0);
    assert_eq!(run::run(desk).await.expect("a run").erased.len(), 0, "once");
    let refused = label::note(desk, &event, &id, "once more").await.expect_err("nobody to write on");
    assert_eq!(CommandError::from(refused).code, ErrorCode::Refused);
    let none = remove::remove(desk, &event, vec![id]).await.expect_err("nobody to take off");
    assert_eq!(CommandError::from(none).code, ErrorCode::NotFound);
    stage.close("an event's people go").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_guest_identity_is_deleted_at_the_service_too() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("With tickets", None).await;
    organizer.add(&event, "Ana", ANA).await.expect("added");
    organizer.send().await;
    let link = Attendee::reading_mail(&stage, ANA).await.lectern_link();
    let join = Attendee::follow(&organizer.desk, &link).await.expect("decided").join_id;
    start::start(&organizer.desk, &join, "Ana").await.expect("a pass");
    start::leave(&organizer.desk, &join).await.expect("left");
    let deleted = || async {
        let deletes = |call: &&Call| call.0["method"] == "DELETE" && call.path().contains("/identities/");
        stage
            .traffic()
            .await
            .iter()
            .filter(deletes)
            .filter(|call| (200..300).contains(&call.status()))
            .count()
    };
    assert_eq!(deleted().await, 0, "it is kept until the event is over");
    let asked = Erasure { email: ANA.into(), confirm: ANA.into(), also: Vec::new() };
    erase::erase(&organizer.desk, asked).await.expect("erased");
    assert_eq!(deleted().await, 1, "unless she is erased");
    stage.close("a guest identity goes").await;
}

#[tokio::test]
async fn an_import_that_was_cut_off_is_decided_about_first() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Cut off", None).await;
    organizer.add(&event, "Ana", ANA).await.expect("added");
    let dir = organizer.dir().to_owned();
    drop(organizer);
    let terminal = Terminal::at(&stage, &dir);
    let rows: Vec<String> = (0..20_000).map(|n| format!("Guest {n},guest{n}@example.org")).collect();
    let list = stage.path("many.csv");
    std::fs::write(&list, format!("Name,Email\n{}\n", rows.join("\n"))).expect("the list");
    let mut wait = Duration::from_millis(100);
    loop {
        let import = ["registrants", "import", list.to_str().expect("text"), "--event", &event];
        terminal.killed_after(&import, wait).await;
        let changes = terminal.run(&["registrants", "changes", "--event", &event]).await.json();
        if changes["changes"].as_array().is_some_and(|all| all.iter().any(|one| one["interrupted"] == true)) {
            break;
        }
        let over = changes["changes"].as_array().is_some_and(|all| !all.is_empty());
        assert!(!over && wait < Duration::from_secs(20), "an import has to be cut off for this: {changes}");
        wait += Duration::from_millis(50);
    }
    let refused = terminal.run(&["privacy", "erase", ANA, "--confirm", ANA]).await.error(4);
    assert!(refused["message"].to_string().contains("many.csv"), "its whole file is kept: {refused}");
    terminal.run(&["registrants", "resume-import", "--event", &event, "--forget"]).await.json();
    terminal.run(&["privacy", "erase", ANA, "--confirm", ANA]).await.json();
    stage.close("an import that was cut off").await;
}

#[tokio::test]
async fn a_copy_from_before_comes_back_without_whom_was_erased_since() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Copied", None).await;
    registered(&organizer, &event, Some(2)).await;
    let dir = organizer.dir().to_owned();
    drop(organizer);
    let terminal = Terminal::at(&stage, &dir);
    let file = |name: &str| stage.path(name).to_str().expect("text").to_owned();
    let (before, after) = (file("before.lectern-backup"), file("after.lectern-backup"));
    terminal.run(&["backup", &before]).await.json();
    terminal.run(&["privacy", "erase", ANA, "--confirm", ANA]).await.json();

    let back = terminal.run(&["restore", &before, "--yes"]).await.json();
    assert_eq!(back["erasedAgain"], 2, "she and her guest: {back}");
    let found = terminal.run(&["privacy", "preview", ANA]).await.json();
    assert_eq!(found["found"], false, "a copy is no way around an erasing: {found}");
    let list = terminal.run(&["registrants", "list", "--event", &event]).await.json();
    assert!(list.to_string().contains("Ben") && !list.to_string().contains("Silva"), "{list}");
    let gone = |row: &&Value| row["name"].as_str().is_some_and(|name| name.starts_with("Erased person"));
    let rows = list["rows"].as_array().expect("rows").iter().filter(gone);
    assert!(
        rows.clone().count() == 2 && rows.clone().all(|row| row["status"] == "cancelled"),
        "her place is free: {list}"
    );
    let log = terminal.run(&["privacy", "list"]).await.json();
    assert_eq!(log["erasures"].as_array().map(Vec::len), Some(1), "the log comes along: {log}");
    assert_eq!(lies_open(&dir, "silva"), Vec::<String>::new());

    // Who comes again by their own wish is in every copy from then on.
    terminal
        .run(&["registrants", "add", "--event", &event, "--name", "Ana Silva", "--email", ANA])
        .await
        .json();
    terminal.run(&["backup", &after]).await.json();
    let back = terminal.run(&["restore", &after, "--yes"]).await.json();
    assert_eq!(back["erasedAgain"], 0, "{back}");
    assert_eq!(terminal.run(&["privacy", "preview", ANA]).await.json()["found"], true);
    stage.close("a copy from before an erasing").await;
}
