//! The profile's data as one file: made while everybody works on, looked at whole before anything is touched, and put
//! in place so that a power cut leaves the one or the other. What left since then does not leave again by itself.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use lectern_core::backup::held::{self, HeldDecision};
use lectern_core::backup::make::{self, NewBackup};
use lectern_core::backup::restore::{self, Restored};
use lectern_core::backup::{BackupError, BackupPhase, Told, untold};
use lectern_core::companion::browser::BrowserChoice;
use lectern_core::desk::{Desk, DeskOptions};
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::profile::{ProfileKind, passphrase, recovery};
use lectern_core::registration::ticket;
use lectern_core::scheduling::list;
use lectern_core::sign_in::account;
use lectern_core::{Chance, SystemClock, backup};
use lectern_domain::secret::Secret;
use lectern_tests::{Organizer, Stage, Terminal};
use serde_json::json;

const WORD: &str = "correct horse battery staple";

#[expect(clippy::unnecessary_wraps, reason = "what opens a copy may be left out")]
fn word(text: &str) -> Option<Secret<String>> {
    Some(Secret::new(text.to_owned()))
}

async fn make(desk: &Desk, path: &Path, passphrase: Option<Secret<String>>) {
    let wish = NewBackup { path: path.to_owned(), passphrase, replace: false };
    make::make(desk, wish, untold()).await.expect("a copy is made");
}

async fn bring_back(desk: &Desk, path: &Path, secret: Option<Secret<String>>) -> Restored {
    restore::restore(desk, path, secret, untold()).await.expect("it comes back")
}

async fn titles(desk: &Desk) -> Vec<String> {
    let events = list::all(desk).await.expect("the events");
    let mut titles: Vec<String> = events.into_iter().map(|event| event.title).collect();
    titles.sort();
    titles
}

#[tokio::test]
async fn what_left_since_the_copy_does_not_leave_again_by_itself() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    let event = organizer.event("Copied", None).await;
    let guests = organizer.guests(&event, 3).await;
    let before =
        ticket::show(desk, &organizer.list(&event, "").await.rows[0].id).await.expect("a ticket").code;
    let file = stage.path("copy.lectern");
    make(desk, &file, None).await;

    assert_eq!(organizer.send().await.sent, 3, "all three leave after the copy was made");
    organizer.add(&event, "Late", "late@example.org").await.expect("added");
    let back = bring_back(desk, &file, None).await;
    assert_eq!(
        (back.backup.people, back.backup.unsent, back.held),
        (3, 3, 3),
        "told before and after: {back:?}"
    );
    assert_eq!(organizer.list(&event, "").await.total, 3, "it is as it was then");
    let again =
        ticket::show(desk, &organizer.list(&event, "").await.rows[0].id).await.expect("a ticket").code;
    assert_eq!(again, before, "tickets open as before");
    let who = account::current(desk).await.expect("the store").expect("somebody");
    assert!(!who.needs_sign_in, "who is signed in here stays so");

    for _ in 0..2 {
        let report = organizer.send().await;
        assert_eq!((report.sent, report.ambiguous), (0, 3), "nothing goes by itself: {report:?}");
    }
    assert_eq!(stage.recipients().await, guests, "each once");
    let new = organizer.add(&event, "New", "new@example.org").await;
    new.expect("and one can go on working");
    let report = held::release(desk, HeldDecision::Send).await.expect("decided");
    assert_eq!(
        (report.delivered, report.planned, report.left),
        (3, 0, 0),
        "the service remembers: {report:?}"
    );
    assert_eq!(organizer.send().await.sent, 1, "only the new one");
    let mut all = guests.clone();
    all.push("new@example.org".into());
    assert_eq!(stage.recipients().await, all, "nobody got two");
    assert!(restore::show(desk).await.expect("the data").restored_from.is_none(), "decided is decided");
    stage.close("a copy brought back").await;
}

#[tokio::test]
async fn what_never_left_leaves_once_the_organizer_says_so() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Held", None).await;
    let guests = organizer.guests(&event, 3).await;
    let file = stage.path("copy.lectern");
    make(&organizer.desk, &file, word(WORD)).await;
    bring_back(&organizer.desk, &file, word(WORD)).await;
    stage.order("network", json!({"between": "page200"})).await;
    let report = held::release(&organizer.desk, HeldDecision::Send).await.expect("asked in vain");
    assert_eq!(
        (report.planned, report.left),
        (0, 3),
        "without the service's word nothing is planned: {report:?}"
    );
    stage.order("network", json!({"between": null})).await;
    let report = held::release(&organizer.desk, HeldDecision::Send).await.expect("decided");
    assert_eq!((report.planned, report.left), (3, 0), "{report:?}");
    assert_eq!(organizer.send().await.sent, 3);
    assert_eq!(stage.recipients().await, guests, "each once");
    stage.close("held messages").await;
}

#[tokio::test]
async fn what_was_here_is_kept_and_comes_back() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    organizer.event("Old", None).await;
    let file = stage.path("copy.lectern");
    make(&organizer.desk, &file, None).await;
    let event = organizer.event("New", None).await;
    organizer.guests(&event, 2).await;
    bring_back(&organizer.desk, &file, None).await;
    assert_eq!(titles(&organizer.desk).await, ["Old"]);
    assert!(restore::show(&organizer.desk).await.expect("the data").undo_offered);
    let back = restore::undo(&organizer.desk, untold()).await.expect("undone");
    assert_eq!((titles(&organizer.desk).await, back.held), (vec!["New".into(), "Old".into()], 2));
    let twice = restore::undo(&organizer.desk, untold()).await;
    assert!(matches!(twice, Err(BackupError::NothingAside)), "{twice:?}");
    stage.close("a copy taken back").await;
}

#[tokio::test]
async fn a_file_that_is_not_what_it_says_changes_nothing() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Here", None).await;
    organizer.guests(&event, 2).await;
    let desk = &organizer.desk;
    let (file, bent) = (stage.path("copy.lectern"), stage.path("bent.lectern"));
    make(desk, &file, word(WORD)).await;
    let exists =
        make::make(desk, NewBackup { path: file.clone(), passphrase: None, replace: false }, untold()).await;
    assert!(matches!(exists, Err(BackupError::Exists(_))), "a copy is not written over unasked: {exists:?}");
    let whole = std::fs::read(&file).expect("the file");
    let head = whole.iter().position(|byte| *byte == b'{').expect("a head");
    let version = whole.windows(11).position(|part| part == b"\"version\":1").expect("a version") + 10;
    let mut newer = whole.clone();
    newer[version] = b'9';
    let changed = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        bytes
    };
    let name = whole.windows(7).position(|part| part == b"Journey").expect("the profile's name");
    for (bytes, what, code) in [
        (b"a letter".to_vec(), "no backup", ErrorCode::Invalid),
        (Vec::new(), "no backup", ErrorCode::Invalid),
        (whole[..head + 10].to_vec(), "damaged", ErrorCode::Invalid),
        (whole[..whole.len() - 4096].to_vec(), "damaged", ErrorCode::Invalid),
        (changed(whole.len() - 5000), "damaged", ErrorCode::Invalid),
        (changed(name), "damaged", ErrorCode::Invalid),
        (newer, "newer Lectern", ErrorCode::NewerProfile),
    ] {
        std::fs::write(&bent, bytes).expect("written");
        for look in [true, false] {
            let error: CommandError = if look {
                restore::look(desk, &bent, word(WORD)).await.map(drop).expect_err("looked at").into()
            } else {
                restore::restore(desk, &bent, word(WORD), untold())
                    .await
                    .map(drop)
                    .expect_err("refused")
                    .into()
            };
            assert!(error.message.contains(what) && error.code == code, "{what}: {error:?}");
        }
    }
    for (secret, expected) in
        [(None, "Enter the one"), (word("wrong horse battery"), "does not open this copy")]
    {
        let error: CommandError =
            restore::look(desk, &file, secret).await.map(drop).expect_err("shut").into();
        assert!(error.message.contains(expected), "{error:?}");
        assert_eq!(error.field.as_deref(), Some("secret"), "the form marks this field");
    }
    assert_eq!(titles(desk).await, ["Here"]);
    assert!(!restore::show(desk).await.expect("the data").undo_offered, "nothing was put aside for nothing");
    stage.close("files that are none").await;
}

async fn real(dir: PathBuf) -> Desk {
    let secret = Secret::new(WORD.to_owned());
    let profile = passphrase::create(&dir, ProfileKind::Real, None, &secret, Chance).expect("a profile");
    let options = DeskOptions {
        profile,
        passphrase: Some(secret),
        sandbox: None,
        clock: Arc::new(SystemClock),
        chance: Chance,
        browser: BrowserChoice::None,
    };
    Desk::open(options).await.expect("it opens")
}

#[tokio::test]
async fn a_copy_goes_to_another_machine_with_the_recovery_key_and_never_between_kinds() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let (ours, theirs) = (real(stage.path("ours")).await, real(stage.path("theirs")).await);
    let file = stage.path("real.lectern");
    make(&ours, &file, None).await;
    assert!(restore::look(&ours, &file, None).await.expect("this profile's own key").same_profile);
    let key = |groups: Vec<String>| word(&groups.join("-"));
    let foreign = restore::look(&theirs, &file, None).await;
    assert!(matches!(foreign, Err(BackupError::SecretNeeded(_))), "{foreign:?}");
    let not_its = key(recovery::show(&theirs).await.expect("shown once").groups);
    let wrong = restore::look(&theirs, &file, not_its).await;
    assert!(matches!(wrong, Err(BackupError::WrongSecret(_))), "{wrong:?}");
    let right = key(recovery::show(&ours).await.expect("shown once").groups);
    assert!(!restore::look(&theirs, &file, right.clone()).await.expect("it opens").same_profile);
    restore::restore(&theirs, &file, right, untold()).await.expect("it comes back elsewhere");

    let crossed = restore::look(&organizer.desk, &file, None).await;
    assert!(matches!(crossed, Err(BackupError::OtherKind { .. })), "{crossed:?}");
    let sandboxes = stage.path("sandbox.lectern");
    make(&organizer.desk, &sandboxes, word(WORD)).await;
    let crossed = restore::restore(&theirs, &sandboxes, word(WORD), untold()).await;
    assert!(matches!(crossed, Err(BackupError::OtherKind { .. })), "made up people stay apart: {crossed:?}");
    stage.close("copies between profiles").await;
}

#[tokio::test]
async fn tickets_open_in_another_profile_and_tokens_are_not_taken_along() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Carried", None).await;
    organizer.guests(&event, 1).await;
    let code =
        ticket::show(&organizer.desk, &organizer.list(&event, "").await.rows[0].id).await.expect("one").code;
    let file = stage.path("copy.lectern");
    make(&organizer.desk, &file, word(WORD)).await;
    let other = Organizer::arriving(&stage, Arc::new(SystemClock)).await;
    let back = bring_back(&other.desk, &file, word(WORD)).await;
    assert!(!back.backup.same_profile && back.backup.account.is_some(), "{back:?}");
    let theirs = ticket::show(&other.desk, &other.list(&event, "").await.rows[0].id).await.expect("one").code;
    assert_eq!(theirs, code, "guests have their tickets already");
    let who = account::current(&other.desk).await.expect("the store").expect("whose it was is told");
    assert!(who.needs_sign_in, "a copy signs nobody in");
    stage.close("a copy in another profile").await;
}

#[tokio::test]
async fn making_and_bringing_back_can_be_stopped_and_wait_for_nobody() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Stopped", None).await;
    organizer.guests(&event, 2).await;
    let desk = Arc::new(organizer.into_desk());
    let file = stage.path("copy.lectern");
    make(&desk, &file, None).await;
    let stopping = Arc::clone(&desk);
    let at_once: Told = Arc::new(move |progress| {
        if progress.phase == BackupPhase::Checking {
            backup::stop(&stopping);
        }
    });
    let stopped = restore::restore(&desk, &file, None, at_once).await;
    assert!(matches!(stopped, Err(BackupError::Stopped)), "{stopped:?}");
    assert!(!restore::show(&desk).await.expect("the data").undo_offered);
    let stopping = Arc::clone(&desk);
    let at_once: Told = Arc::new(move |_| backup::stop(&stopping));
    let half = stage.path("half.lectern");
    let stopped =
        make::make(&desk, NewBackup { path: half.clone(), passphrase: None, replace: true }, at_once).await;
    assert!(matches!(stopped, Err(BackupError::Stopped)), "{stopped:?}");
    let left: Vec<_> = std::fs::read_dir(stage.folder())
        .expect("the folder")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.contains("half"))
        .collect();
    assert!(left.is_empty(), "half a copy is none: {left:?}");
    stage.close("stopped copies").await;
}

#[tokio::test]
async fn a_power_cut_leaves_the_one_or_the_other() {
    const KILLS: u32 = 20;
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Old", None).await;
    organizer.guests(&event, 5).await;
    let file = stage.path("copy.lectern");
    make(&organizer.desk, &file, None).await;
    organizer.event("New", None).await;
    let now = stage.path("now.lectern");
    make(&organizer.desk, &now, None).await;
    let dir = organizer.dir().to_owned();
    drop(organizer);
    let terminal = Terminal::at(&stage, &dir);
    let (file, now) = (file.to_string_lossy().into_owned(), now.to_string_lossy().into_owned());
    let began = Instant::now();
    terminal.run(&["restore", &file, "--yes"]).await.json();
    let mut whole = began.elapsed();
    let (mut killed, mut chance) = (0, 0x2545_f491_u64);
    for turn in 0.. {
        assert!(turn < 200, "the machine is too quick for its kills: {killed}");
        let source = if turn % 2 == 0 { &now } else { &file };
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let part = f64::from(u32::try_from(chance >> 40).unwrap_or_default() % 1000) / 1000.0;
        let wait = whole.mul_f64(0.1 + part);
        if terminal.killed_after(&["restore", source, "--yes"], wait).await {
            killed += 1;
        } else {
            whole = whole.mul_f64(0.8).max(Duration::from_millis(30));
        }
        let back = Organizer::back_at(&stage, &dir, Arc::new(SystemClock)).await;
        let found = titles(&back.desk).await;
        assert!(
            found == ["Old"] || found == ["New", "Old"],
            "kill {killed}: neither the one nor the other: {found:?}"
        );
        assert_eq!(back.list(&event, "").await.total, 5, "kill {killed}: whole");
        assert!(!dir.join("backup-work").exists(), "kill {killed}: what lay between is cleared away");
        assert_eq!(back.send().await.sent, 0, "kill {killed}: nothing leaves by itself");
        if killed == KILLS {
            break;
        }
    }
    let last = terminal.run(&["restore", &now, "--yes"]).await.json();
    assert_eq!(last["held"], 5, "and then it works as ever: {last}");
    assert!(stage.mail().await.is_empty());
    stage.close("kills while a copy was brought back").await;
}

#[tokio::test]
async fn the_terminal_tells_what_a_file_is_before_it_changes_anything() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Told", None).await;
    organizer.guests(&event, 2).await;
    let terminal = Terminal::at(&stage, organizer.dir());
    let file = stage.path("copy.lectern").to_string_lossy().into_owned();
    let made = terminal.told(&["backup", &file, "--passphrase-stdin"], &format!("{WORD}\n")).await.json();
    assert_eq!((&made["under"], made["bytes"].as_u64() > Some(4096)), (&json!("passphrase"), true), "{made}");
    let short =
        terminal.told(&["backup", &file, "--replace", "--passphrase-stdin"], "short\n").await.error(2);
    assert!(short["message"].as_str().expect("words").contains("12 characters"), "{short}");
    let shut = terminal.run(&["restore", &file, "--look"]).await.error(4);
    assert_eq!(shut["code"], "refused", "{shut}");
    let look =
        terminal.told(&["restore", &file, "--look", "--secret-stdin"], &format!("{WORD}\n")).await.json();
    assert_eq!((&look["events"], &look["people"], &look["unsent"]), (&json!(1), &json!(2), &json!(2)));
    let unasked = terminal.told(&["restore", &file, "--secret-stdin"], &format!("{WORD}\n")).await.error(2);
    assert!(unasked["message"].as_str().expect("words").contains("--yes"), "{unasked}");
    terminal.told(&["restore", &file, "--secret-stdin", "--yes"], &format!("{WORD}\n")).await.json();
    assert_eq!(terminal.run(&["messages", "held"]).await.json()["held"], 2);
    let report = terminal.run(&["messages", "held", "--release", "skip"]).await.json();
    assert_eq!(report["skipped"], 2, "{report}");
    terminal.run(&["restore", "--undo"]).await.json();
    stage.close("copies in the terminal").await;
}
