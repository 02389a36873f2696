//! The system's keychain for real: gnome-keyring on a D-Bus session of its own, in a temporary HOME. The test starts
//! the session and runs itself inside it, once for each state that the keychain can be in.

#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use lectern_core::companion::browser::BrowserChoice;
use lectern_core::desk::{Desk, DeskOptions};
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::keychain::{Keychain as _, OsKeychain};
use lectern_core::profile::{KeyPlace, NewProfile, Profile, ProfileKind, best_key_place};
use lectern_core::profiles::add::{self, NewAccount};
use lectern_core::profiles::{ProfilesError, Shelf, remove};
use lectern_core::services::acs_connection;
use lectern_core::{Chance, SystemClock};
use lectern_domain::secret::Secret;

const STEP: &str = "LECTERN_KEYCHAIN_STEP";
const DIR: &str = "LECTERN_KEYCHAIN_PROFILE";

/// `$1` is this test's program. Each step is a process of its own, as each start of Lectern is.
const SESSION: &str = r#"
set -e
step() { LECTERN_KEYCHAIN_STEP=$1 "$program" --exact --nocapture the_systems_keychain; }
daemon() { printf pw | gnome-keyring-daemon --foreground --components=secrets "$@" 2>/dev/null & pid=$!; }
up() { for i in $(seq 100); do gdbus call --session -d org.freedesktop.DBus -o /org/freedesktop/DBus \
  -m org.freedesktop.DBus.NameHasOwner org.freedesktop.secrets | grep -q true && return; sleep 0.1; done; exit 9; }
down() { kill $pid; wait $pid || true; }
program=$1
daemon --unlock; up
step write
step read
step remove
# Names come on stderr, secrets on stdout: those are random bytes, and would make grep take all for a binary file.
secret-tool search --all service app.lectern.desktop 2>&1 >/dev/null | grep -a username
down
daemon --unlock; up
step read
gdbus call --session -d org.freedesktop.secrets -o /org/freedesktop/secrets -m org.freedesktop.Secret.Service.Lock \
  "['/org/freedesktop/secrets/collection/login']" >/dev/null
step locked
down
DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere step absent
DBUS_SESSION_BUS_ADDRESS=unix:path=$HOME/bus step started-later
"#;

fn has(program: &str) -> bool {
    Command::new("sh")
        .args(["-c", &format!("command -v {program}")])
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

#[test]
fn the_systems_keychain() {
    if let Ok(step) = std::env::var(STEP) {
        return inside(&step);
    }
    for needed in ["dbus-run-session", "dbus-daemon", "gnome-keyring-daemon", "gdbus", "secret-tool"] {
        if !has(needed) {
            println!("skipped: the system's keychain is not tried, because {needed} is missing");
            return;
        }
    }
    let home = tempfile::tempdir().expect("a temporary HOME");
    let run = home.path().join("run");
    std::fs::create_dir(&run).expect("a runtime folder");
    let told = Command::new("timeout")
        .args(["120", "dbus-run-session", "--", "bash", "-c", SESSION, "session"])
        .arg(std::env::current_exe().expect("this program"))
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path().join("data"))
        .env("XDG_RUNTIME_DIR", &run)
        .env(DIR, home.path().join("profile"))
        // Nobody is there to answer a prompt: without a display it is dismissed at once.
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .expect("dbus-run-session starts");
    let (out, err) = (String::from_utf8_lossy(&told.stdout), String::from_utf8_lossy(&told.stderr));
    assert!(told.status.success(), "a step failed:\n{out}\n{err}");
    let profile = Profile::open(&home.path().join("profile")).expect("the profile that the steps made");
    for what in ["key", "acs-connection"] {
        let entry = format!("real/{}/{what}", profile.id());
        assert!(
            out.contains(&entry),
            "kind and profile must be in every entry's name; no {entry} in:\n{out}"
        );
    }
    let others =
        out.lines().filter(|line| line.contains("real/") && !line.contains(&profile.id().to_string()));
    assert_eq!(others.count(), 0, "a profile that was removed must leave no entry behind:\n{out}");
    assert!(!out.contains("probe"), "the proof must leave nothing behind:\n{out}");
}

fn inside(step: &str) {
    match step {
        "write" => write(),
        "read" => read(),
        "remove" => remove_another(),
        "locked" => refused(ErrorCode::KeychainLocked),
        "absent" => refused(ErrorCode::KeychainAbsent),
        "started-later" => started_later(),
        other => panic!("no such step: {other}"),
    }
}

fn dir() -> PathBuf {
    PathBuf::from(std::env::var_os(DIR).expect("the test names the profile's folder"))
}

fn open() -> Result<Desk, CommandError> {
    open_in(&dir())
}

fn open_in(dir: &Path) -> Result<Desk, CommandError> {
    let options = DeskOptions {
        profile: Profile::open(dir)?,
        passphrase: None,
        sandbox: None,
        clock: Arc::new(SystemClock),
        chance: Chance,
        browser: BrowserChoice::None,
    };
    tokio::runtime::Runtime::new().expect("a runtime").block_on(async { Ok(Desk::open(options).await?) })
}

fn write() {
    assert_eq!(best_key_place(ProfileKind::Real).expect("an open keychain"), KeyPlace::Keychain);
    let keychain = OsKeychain;
    keychain.set("real/trial/entry", &[1, 2, 3]).expect("writes");
    assert_eq!(keychain.get("real/trial/entry").expect("reads").expect("is there").expose(), &[1, 2, 3]);
    assert!(
        keychain.get("sandbox/trial/entry").expect("reads").is_none(),
        "another kind's entry is another entry"
    );
    keychain.delete("real/trial/entry").expect("deletes");
    assert!(keychain.get("real/trial/entry").expect("reads").is_none(), "what was deleted must be gone");
    keychain.delete("real/trial/entry").expect("deleting twice is no failure");

    let kind = ProfileKind::Real;
    let new = NewProfile { name: "Trial".into(), kind, key_place: KeyPlace::Keychain, registration: None };
    Profile::create(&dir(), new, Chance).expect("makes a profile");
    keep_connection(&open().expect("opens for the first time"));
}

fn keep_connection(desk: &Desk) {
    let connection =
        Secret::new("endpoint=https://contoso.communication.azure.com/;accesskey=c2VjcmV0".to_owned());
    let kept =
        tokio::runtime::Runtime::new().expect("a runtime").block_on(acs_connection::set(desk, connection));
    kept.expect("kept");
}

/// In another process, and after the keychain's own restart.
fn read() {
    let profile = Profile::open(&dir()).expect("the profile");
    let key = OsKeychain.get(&profile.entry("key")).expect("reads").expect("the key outlives its process");
    assert_eq!(key.expose().len(), 32);
    open().expect("the data opens with the key that was kept");
}

/// Another account beside it comes and goes; this one's entries stay.
fn remove_another() {
    let shelf = Shelf::new(dir().with_file_name("data"), ProfileKind::Real);
    let new = NewAccount { name: Some("Other".into()), registration: None, key_place: KeyPlace::Keychain };
    let other = add::add(&shelf, new, Chance).expect("added");
    let desk = open_in(other.dir()).expect("opens for the first time");
    keep_connection(&desk);
    assert!(matches!(remove::remove(&shelf, &[dir()], &other), Err(ProfilesError::InUse)));
    drop(desk);
    let entries = ["key", "acs-connection"].map(|what| other.entry(what));
    assert!(entries.iter().all(|entry| OsKeychain.get(entry).expect("reads").is_some()), "it has its own");
    remove::when_closed(&shelf, &[dir()], &other).expect("removed");
    assert!(
        entries.iter().all(|entry| OsKeychain.get(entry).expect("reads").is_none()),
        "none of it is left"
    );
    assert!(!other.dir().exists());
    open().expect("the account beside it opens as before");
}

/// Both when there is a profile and when one is to be made.
fn refused(code: ErrorCode) {
    let error = open().err().expect("must not open");
    assert_eq!(error.code, code, "{}", error.message);
    let error = best_key_place(ProfileKind::Real).expect_err("no key can be kept");
    assert_eq!(error.code(), code, "{error}");
    let sandbox = best_key_place(ProfileKind::Sandbox).expect("a sandbox goes on without");
    assert_eq!(sandbox, KeyPlace::Folder);
}

/// The person starts a keychain while Lectern waits, and presses "Check again".
fn started_later() {
    refused(ErrorCode::KeychainAbsent);
    let address = std::env::var("DBUS_SESSION_BUS_ADDRESS").expect("the address of the bus to come");
    let mut bus = Command::new("dbus-daemon")
        .args(["--session", "--nofork", "--address", &address])
        .stderr(Stdio::null())
        .spawn()
        .expect("a bus starts");
    let started = Command::new("sh")
        .args([
            "-c",
            "sleep 1; printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1",
        ])
        .status();
    let opened = open();
    drop(bus.kill().and_then(|()| bus.wait()));
    assert!(started.is_ok_and(|status| status.success()), "the keychain must start for this trial");
    opened.expect("a keychain that was started later must be found without a restart");
}
