//! The organizer's own copies: made as one file that may leave this machine, and brought back.
//!
//! A copy holds no token: who brings it back signs in. Its database is under a key of its own, which lies in the file's
//! head, sealed under a passphrase or under the profile's own key (the one on paper, the recovery key).

mod file;
mod forget;
pub mod held;
pub mod make;
mod prepare;
pub mod restore;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use lectern_store::{Pages, Store, StoreError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::chance::Chance;
use crate::desk::{Begun, Desk, Work};
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::keychain::Keychain;
use crate::profile::recovery::RecoveryError;
use crate::profile::{Profile, ProfileError, ProfileKind};
use crate::seal::Seal;

pub use prepare::tidy;

/// What the key of a copy is sealed under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum BackupUnder {
    Passphrase,
    /// The profile's own key, which its owner has on paper as the recovery key.
    RecoveryKey,
}

/// What a copy is, told before anything is touched.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct BackupView {
    pub made_at: String,
    /// The name of the profile that it was made of.
    pub name: String,
    pub same_profile: bool,
    pub account: Option<String>,
    pub events: u32,
    pub people: u32,
    /// Not sent when it was made: held for a person, once it is brought back.
    pub unsent: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum BackupPhase {
    Copying,
    Writing,
    Reading,
    Checking,
    PuttingInPlace,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct BackupProgress {
    pub phase: BackupPhase,
    /// Of `total`, in parts that mean nothing but the share.
    #[ts(type = "number")]
    pub done: u64,
    #[ts(type = "number")]
    pub total: u64,
}

/// Told of each step; must not block.
pub type Told = Arc<dyn Fn(&BackupProgress) + Send + Sync>;

/// Nobody wants to know.
pub fn untold() -> Told {
    Arc::new(|_| {})
}

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{0} is there already. Choose another name, or say that it may be replaced.")]
    Exists(PathBuf),
    #[error("{0} is no backup of Lectern's.")]
    NotABackup(PathBuf),
    #[error("{0} was made by a newer Lectern. Update Lectern; nothing was changed.")]
    Newer(PathBuf),
    #[error("{path} is damaged ({detail}). Nothing was changed; use another copy.")]
    Damaged { path: PathBuf, detail: String },
    #[error(
        "This is a copy of a {} profile, and a {} profile is open here. The two never mix; nothing was changed.",
        named(*.made_of), named(*.here)
    )]
    OtherKind { made_of: ProfileKind, here: ProfileKind },
    #[error("{}", needed(*.0))]
    SecretNeeded(BackupUnder),
    #[error("{}", wrong(*.0))]
    WrongSecret(BackupUnder),
    #[error("{0} Nothing was changed; try again when it is done.")]
    Busy(&'static str),
    #[error("It was stopped; nothing was changed.")]
    Stopped,
    #[error("The key of this profile is not in its keychain.")]
    KeyGone,
    #[error("There is nothing to go back to: no backup was brought back here.")]
    NothingAside,
    #[error("{path}: {detail}. Check the folder, its permissions and the free space.")]
    Io { path: PathBuf, detail: String },
    #[error(transparent)]
    Recovery(#[from] RecoveryError),
    #[error(transparent)]
    Profile(#[from] ProfileError),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

fn named(kind: ProfileKind) -> &'static str {
    match kind {
        ProfileKind::Sandbox => "sandbox",
        ProfileKind::Real => "real",
    }
}

fn needed(under: BackupUnder) -> &'static str {
    match under {
        BackupUnder::Passphrase => "This copy is under a passphrase. Enter the one that it was made with.",
        BackupUnder::RecoveryKey => {
            "This copy is under another key than this profile's. Enter the recovery key of the profile that it was made of."
        }
    }
}

fn wrong(under: BackupUnder) -> &'static str {
    match under {
        BackupUnder::Passphrase => "The passphrase does not open this copy. Nothing was changed.",
        BackupUnder::RecoveryKey => "That recovery key does not open this copy. Nothing was changed.",
    }
}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stopped => Self::Stopped,
            other => Self::Desk(other.into()),
        }
    }
}

impl From<BackupError> for CommandError {
    fn from(error: BackupError) -> Self {
        let told = error.to_string();
        match error {
            BackupError::Desk(inner) => inner.into(),
            BackupError::Profile(inner) => inner.into(),
            BackupError::Recovery(inner) => Self::from(inner).on("secret"),
            BackupError::SecretNeeded(_) | BackupError::WrongSecret(_) => {
                Self::new(ErrorCode::Refused, told).on("secret")
            }
            BackupError::OtherKind { .. } | BackupError::Stopped => Self::new(ErrorCode::Refused, told),
            BackupError::Exists(_) => Self::new(ErrorCode::Conflict, told),
            BackupError::Busy(_) => Self::new(ErrorCode::Busy, told),
            BackupError::Newer(_) => Self::new(ErrorCode::NewerProfile, told),
            BackupError::NothingAside => Self::new(ErrorCode::NotFound, told),
            BackupError::NotABackup(_) | BackupError::Damaged { .. } => Self::new(ErrorCode::Invalid, told),
            BackupError::KeyGone | BackupError::Io { .. } => Self::new(ErrorCode::Internal, told),
        }
    }
}

/// Ends what is being made or brought back; nothing of it stays.
pub fn stop(desk: &Desk) {
    desk.stop_backup.store(true, Ordering::Relaxed);
}

/// What the work needs of a desk, off its threads.
struct Bench {
    profile: Profile,
    store: Arc<Store>,
    keychain: Arc<dyn Keychain>,
    seal: Seal,
    chance: Chance,
    now: Timestamp,
    stop: Arc<AtomicBool>,
    told: Told,
    _begun: Begun,
}

impl Bench {
    fn of(desk: &Desk, told: Told) -> Self {
        desk.stop_backup.store(false, Ordering::Relaxed);
        Self {
            profile: desk.profile().clone(),
            store: desk.store(),
            keychain: Arc::clone(desk.keychain()),
            seal: desk.seal().clone(),
            chance: desk.chance(),
            now: desk.now(),
            stop: Arc::clone(&desk.stop_backup),
            told,
            _begun: desk.begin(Work::Copying),
        }
    }

    fn tell(&self, phase: BackupPhase, done: u64, total: u64) -> Result<(), BackupError> {
        (self.told)(&BackupProgress { phase, done, total });
        if self.stop.load(Ordering::Relaxed) { Err(BackupError::Stopped) } else { Ok(()) }
    }

    /// Runs a copy of pages under this name.
    fn copying<T>(&self, phase: BackupPhase, copy: impl FnOnce(Pages<'_>) -> T) -> T {
        let told = |done, total| (self.told)(&BackupProgress { phase, done, total });
        copy(Pages { told: &told, stop: &self.stop })
    }
}

fn io(path: &Path) -> impl Fn(std::io::Error) -> BackupError + '_ {
    |error| BackupError::Io { path: path.to_owned(), detail: error.to_string() }
}
