//! The recovery key: data whose keychain is lost opens with it again, and a new one takes the old one's place, also
//! where the program is killed on the way.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use lectern_core::companion::browser::BrowserChoice;
use lectern_core::desk::{Desk, DeskOptions, OpenError};
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::profile::recovery::{self, RecoveryError};
use lectern_core::profile::{Profile, ProfileKind, passphrase, renew};
use lectern_core::session::{self, Appearance, KeychainStatus};
use lectern_core::{Chance, Clock as _, SystemClock};
use lectern_domain::secret::Secret;
use lectern_tests::Terminal;
use serde_json::Value;

const WORD: &str = "correct horse battery staple";
const NEW_WORD: &str = "another horse battery staple";

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

async fn open(dir: &Path, word: &str) -> Result<Desk, OpenError> {
    let options = DeskOptions {
        profile: Profile::open(dir).expect("the profile"),
        passphrase: Some(secret(word)),
        sandbox: None,
        clock: Arc::new(SystemClock),
        chance: Chance,
        browser: BrowserChoice::None,
    };
    Desk::open(options).await
}

/// A real profile with something in it that has to come back, and its key on paper.
async fn made(dir: &Path) -> String {
    passphrase::create(dir, ProfileKind::Real, None, &secret(WORD), Chance).expect("a profile");
    let desk = open(dir, WORD).await.expect("it opens");
    session::set_appearance(&desk, Appearance::Contrast).await.expect("kept");
    let key = recovery::show(&desk).await.expect("shown").groups.join("-");
    recovery::noted(&desk).await.expect("noted");
    key
}

async fn still_there(desk: &Desk) -> bool {
    session::appearance(desk).await.expect("the data") == Appearance::Contrast
}

#[tokio::test]
async fn a_lost_passphrase_is_no_lost_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("profile");
    let key = made(&dir).await;
    std::fs::remove_file(dir.join("vault.json")).expect("the vault is lost");
    let shut: CommandError = open(&dir, WORD).await.err().expect("no key").into();
    assert_eq!(shut.code, ErrorCode::KeyGone, "the window asks for the recovery key here: {shut}");
    let found = Profile::open(&dir).expect("the profile");
    let state = session::shut_state(ProfileKind::Real, Some(&found), &shut).expect("told as a state");
    assert!(state.keychain == KeychainStatus::Gone && state.recovery_offered);
    let word = secret(NEW_WORD);
    recovery::recover(&dir, &secret(&key), Some(&word), Chance, SystemClock.now()).expect("back from paper");
    assert!(still_there(&open(&dir, NEW_WORD).await.expect("under the new passphrase")).await);
}

#[tokio::test]
async fn a_new_key_takes_the_old_ones_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("profile");
    let old = made(&dir).await;
    let desk = open(&dir, WORD).await.expect("it opens");
    let profile = desk.profile().clone();
    let word = secret(WORD);
    let busy = renew::renew(&profile, Some(&word), Chance, SystemClock.now());
    assert!(matches!(busy, Err(RecoveryError::InUse)), "not under somebody who has it open");
    let before = dir.join("lectern.db.before-restore");
    std::fs::copy(dir.join("lectern.db"), &before).expect("a copy beside it");
    drop(desk);
    let new =
        renew::renew(&profile, Some(&word), Chance, SystemClock.now()).expect("renewed").groups.join("-");
    assert_ne!(new, old);
    let desk = open(&dir, WORD).await.expect("it opens as ever");
    assert!(still_there(&desk).await);
    assert_eq!(recovery::show(&desk).await.expect("shown until it is noted").groups.join("-"), new);
    drop(desk);

    let recover = |key: &str| {
        recovery::recover(&dir, &secret(key), Some(&secret(NEW_WORD)), Chance, SystemClock.now()).map(drop)
    };
    assert!(matches!(recover(&old), Err(RecoveryError::Wrong)), "the old one opens nothing any more");
    std::fs::rename(&before, dir.join("lectern.db")).expect("the copy in its place");
    assert!(matches!(recover(&old), Err(RecoveryError::Wrong)), "nor does it open the copies");
    recover(&new).expect("the new one opens both");
    assert!(still_there(&open(&dir, NEW_WORD).await.expect("it opens")).await);
}

#[tokio::test]
async fn a_power_cut_while_the_key_is_made_leaves_data_that_opens() {
    const KILLS: u32 = 15;
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("profile");
    made(&dir).await;
    let word = folder.path().join("word");
    std::fs::write(&word, format!("{WORD}\n")).expect("a file");
    let terminal = Terminal::bare(&folder.path().join("home"))
        .with("LECTERN_PROFILE", dir.as_os_str())
        .with("LECTERN_PASSPHRASE_FILE", word.as_os_str());
    let began = Instant::now();
    let renewed = terminal.run(&["profile", "renew-key"]).await.json();
    assert_eq!(renewed["groups"].as_array().map(Vec::len), Some(14), "shown once: {renewed}");
    let mut whole = began.elapsed();
    let (mut killed, mut chance) = (0, 0x9e37_79b9_u64);
    for turn in 0.. {
        assert!(turn < 200, "the machine is too quick for its kills: {killed}");
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let part = f64::from(u32::try_from(chance >> 40).unwrap_or_default() % 1000) / 1000.0;
        if terminal.killed_after(&["profile", "renew-key"], whole.mul_f64(0.2 + part)).await {
            killed += 1;
        } else {
            whole = whole.mul_f64(0.8).max(Duration::from_millis(30));
        }
        let desk = open(&dir, WORD).await.unwrap_or_else(|error| panic!("kill {killed}: {error}"));
        assert!(still_there(&desk).await, "kill {killed}: nothing is lost");
        let key: Value = terminal.run(&["profile", "recovery-key"]).await.json();
        let key = key["groups"].as_array().expect("groups").iter().map(|g| g.as_str().unwrap_or_default());
        let key = key.collect::<Vec<_>>().join("-");
        drop(desk);
        if killed == KILLS {
            recovery::recover(&dir, &secret(&key), Some(&secret(NEW_WORD)), Chance, SystemClock.now())
                .expect("what is shown is what opens it");
            break;
        }
    }
}
