//! A sandbox never touches the real, and a key that is missing is told.

use std::sync::Arc;

use lectern_core::companion::browser::BrowserChoice;
use lectern_core::desk::{Desk, DeskOptions, OpenError, SandboxEndpoints, SandboxError};
use lectern_core::profile::{KeyPlace, NewProfile, Profile, ProfileError, ProfileKind};
use lectern_core::session::{self, KeychainStatus};
use lectern_core::{Chance, SystemClock};
use lectern_domain::secret::Secret;
use lectern_tests::{Organizer, Stage, Terminal};
use serde_json::json;

fn new(kind: ProfileKind, key_place: KeyPlace) -> NewProfile {
    NewProfile { name: "Journey".into(), kind, key_place, registration: None }
}

fn options(profile: Profile, sandbox: Option<SandboxEndpoints>) -> DeskOptions {
    let passphrase = Some(Secret::new("correct horse battery staple".to_owned()));
    DeskOptions {
        profile,
        passphrase,
        sandbox,
        clock: Arc::new(SystemClock),
        chance: Chance,
        browser: BrowserChoice::None,
    }
}

#[tokio::test]
async fn the_two_kinds_never_meet() {
    let stage = Stage::open().await;
    let dir = stage.path("real");
    let real = Profile::create(&dir, new(ProfileKind::Real, KeyPlace::Passphrase), Chance).expect("made");
    let crossed = Desk::open(options(real.clone(), Some(stage.endpoints()))).await.err();
    assert!(
        matches!(crossed, Some(OpenError::RealOnSandbox)),
        "a real profile speaks to its cloud only: {crossed:?}"
    );
    let as_sandbox = Profile::open_or_create(&dir, new(ProfileKind::Sandbox, KeyPlace::Folder), Chance);
    assert!(matches!(as_sandbox, Err(ProfileError::WrongKind(..))), "a kind is fixed at creation");
    let folder = Profile::create(&stage.path("folder"), new(ProfileKind::Real, KeyPlace::Folder), Chance);
    assert!(matches!(folder, Err(ProfileError::FolderKey)), "a real key never lies in a folder");

    let dir = stage.path("sandbox");
    let sandbox = Profile::create(&dir, new(ProfileKind::Sandbox, KeyPlace::Folder), Chance).expect("made");
    let alone = Desk::open(options(sandbox.clone(), None)).await.err();
    assert!(
        matches!(alone, Some(OpenError::SandboxMissing)),
        "a sandbox profile never falls back to the real: {alone:?}"
    );
    let as_real = Profile::open_or_create(&dir, new(ProfileKind::Real, KeyPlace::Passphrase), Chance);
    assert!(matches!(as_real, Err(ProfileError::WrongKind(..))));
    assert_ne!(real.entry("key"), sandbox.entry("key"), "nor do they share a keychain entry");
    assert_ne!(ProfileKind::Real.scheme(), ProfileKind::Sandbox.scheme());
    let elsewhere = SandboxEndpoints::discover("http://192.0.2.7:9/x").await;
    assert!(matches!(elsewhere, Err(SandboxError::NotLoopback(_))), "a sandbox is on this machine");
}

#[tokio::test]
async fn a_kind_that_was_edited_in_the_file_opens_nothing() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    organizer.event("Mine", None).await;
    let dir = organizer.dir().to_owned();
    drop(organizer);
    let path = dir.join("profile.json");
    let text = std::fs::read_to_string(&path).expect("the profile");
    std::fs::write(&path, text.replace("\"sandbox\"", "\"real\"").replace("\"folder\"", "\"passphrase\""))
        .expect("edited");
    let profile = Profile::open(&dir).expect("it reads");
    let opened = Desk::open(options(profile, None)).await;
    assert!(opened.is_err(), "the key belongs to the kind it was made for");
    std::fs::write(&path, "{\"version\": 1, \"kind\":").expect("damaged");
    let damaged = Profile::open(&dir).expect_err("damaged").to_string();
    assert!(damaged.contains("profile.json"), "the place is named: {damaged}");
    std::fs::write(&path, "{\"version\": 99}").expect("newer");
    assert!(
        matches!(Profile::open(&dir), Err(ProfileError::Newer { found: 99, .. })),
        "a newer one is not touched"
    );
}

#[tokio::test]
async fn a_key_that_is_gone_is_told_and_the_data_kept() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    organizer.event("Mine", None).await;
    let shown = session::state(&organizer.desk).await.expect("the state");
    assert_eq!(shown.keychain, KeychainStatus::Absent, "a sandbox without a keychain says so");
    assert!(shown.keychain_message.is_some());
    let dir = organizer.dir().to_owned();
    drop(organizer);
    let keys = dir.join("sandbox-keys.json");
    let kept = std::fs::read(&keys).expect("the keys");
    std::fs::remove_file(&keys).expect("gone");
    let profile = || Profile::open(&dir).expect("the profile");
    let opened = Desk::open(options(profile(), Some(stage.endpoints()))).await.err();
    assert!(
        matches!(opened, Some(OpenError::KeyGone)),
        "no new key may hide the data under the old one: {opened:?}"
    );
    std::fs::write(&keys, kept).expect("restored");
    let again = Organizer::back_at(&stage, &dir, Arc::new(SystemClock)).await;
    assert_eq!(lectern_core::scheduling::list::all(&again.desk).await.expect("the list").len(), 1);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_machine_without_a_keychain_is_told_from_the_terminal() {
    let stage = Stage::open().await;
    let bare = Terminal::bare(&stage.path("home"));
    let real = bare
        .run(&[
            "profile",
            "--tenant",
            "contoso.example",
            "--client-id",
            "4b6d2c1e-8f3a-4c57-a1d9-0e7b5f92c384",
        ])
        .await;
    let told = real.error(4);
    assert!(
        ["keychainAbsent", "keychainLocked"].contains(&told["code"].as_str().unwrap_or_default()),
        "{told}"
    );
    assert!(!stage.path("home").join(".local").exists(), "and nothing was made half");
    let sandbox = Terminal::at(&stage, &stage.path("new"));
    let checks = sandbox.run(&["doctor"]).await;
    assert!(
        checks.out.contains("\"keychain\"") && checks.out.contains("own folder"),
        "a sandbox goes on, and says where its key is: {checks:?}"
    );
    let crossed = Terminal::at(&stage, &stage.path("new2"))
        .run(&["profile", "--tenant", "t", "--client-id", "c"])
        .await;
    assert_eq!(crossed.error(2)["code"], json!("invalid"), "a real profile takes no sandbox");
}
