//! "Bring this copy back": looked at whole before anything is touched, put in place in one transaction, with what was
//! here kept aside. Killed at any point, the store is the one or the other.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use lectern_domain::secret::Secret;
use serde::Serialize;
use ts_rs::TS;

use super::prepare::{self, RESTORED, Ready, RestoredNote};
use super::{BackupError, BackupPhase, BackupView, Bench, Told, io, untold};
use crate::desk::{Desk, blocking};
use crate::error::DeskError;
use crate::locks::Lock;
use crate::profile::Profile;

/// What came back.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct Restored {
    pub backup: BackupView,
    /// Messages that wait for a decision.
    pub held: u32,
    /// Rows of people who had been erased since the copy was made: they are erased in what came back, too.
    pub erased_again: u32,
}

/// How the data stands towards copies.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct DataView {
    /// Set until what is held was decided about: when the copy was made that was brought back.
    pub restored_from: Option<String>,
    pub held: u32,
    /// What was here before it is still kept.
    pub undo_offered: bool,
    /// Under the profile's own key, a copy opens here without a word; a sandbox has no recovery key beside it.
    pub has_recovery_key: bool,
}

/// Nobody works on the outbox, the calendar, many people or their enrolment, and nobody is erased, while the store
/// changes under them.
const WORK: [&str; 6] = ["outbox", "scheduling", "calendar", "bulk", "enrolling", "privacy"];

pub async fn show(desk: &Desk) -> Result<DataView, DeskError> {
    let aside = aside(desk.profile());
    let (note, held) =
        desk.read(|r| Ok((r.settings().get::<RestoredNote>(RESTORED)?, r.messages().count_held()?))).await?;
    Ok(DataView {
        restored_from: note.map(|note| note.made_at.to_string()),
        held,
        undo_offered: aside.exists(),
        has_recovery_key: desk.profile().kind() == crate::profile::ProfileKind::Real,
    })
}

/// What the file is, after all that can be checked of it was checked. Nothing is changed.
pub async fn look(
    desk: &Desk,
    path: &Path,
    secret: Option<Secret<String>>,
) -> Result<BackupView, BackupError> {
    let (bench, path) = (Bench::of(desk, untold()), path.to_owned());
    blocking(move || {
        let _alone = alone(&bench)?;
        Ok(prepare::from_file(&bench, &path, secret.as_ref())?.view.clone())
    })
    .await?
}

pub async fn restore(
    desk: &Desk,
    path: &Path,
    secret: Option<Secret<String>>,
    told: Told,
) -> Result<Restored, BackupError> {
    let (bench, path) = (Bench::of(desk, told), path.to_owned());
    blocking(move || {
        let _alone = alone(&bench)?;
        let ready = prepare::from_file(&bench, &path, secret.as_ref())?;
        let _work = work_rests(&bench)?;
        let aside = aside(&bench.profile);
        bench.store.backup_to(&aside)?;
        in_place(&bench, &ready)
    })
    .await?
}

/// Back to what was here before the last copy was brought back. Its unsent messages are held as well: some may have
/// left in between.
pub async fn undo(desk: &Desk, told: Told) -> Result<Restored, BackupError> {
    let bench = Bench::of(desk, told);
    blocking(move || {
        let _alone = alone(&bench)?;
        let aside = aside(&bench.profile);
        let at = match std::fs::metadata(&aside) {
            Ok(found) => found.modified().ok().and_then(|at| Timestamp::try_from(at).ok()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(BackupError::NothingAside);
            }
            Err(error) => return Err(io(&aside)(error)),
        };
        let ready = prepare::from_aside(&bench, &aside, at.unwrap_or(bench.now))?;
        let _work = work_rests(&bench)?;
        let back = in_place(&bench, &ready)?;
        std::fs::remove_file(&aside).map_err(io(&aside))?;
        Ok(back)
    })
    .await?
}

/// The copy that was put aside is not wanted any more.
pub async fn forget_aside(desk: &Desk) -> Result<(), BackupError> {
    let aside = aside(desk.profile());
    blocking(move || match std::fs::remove_file(&aside) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(io(&aside)(error)),
        _ => Ok(()),
    })
    .await?
}

fn in_place(bench: &Bench, ready: &Ready) -> Result<Restored, BackupError> {
    bench.copying(BackupPhase::PuttingInPlace, |pages| {
        bench.store.replace_with(&ready.data, ready.key.expose(), pages)
    })?;
    let held = bench.store.read(|r| r.messages().count_held())?;
    tracing::info!(made_at = %ready.made_at, held, "a copy was brought back");
    Ok(Restored { backup: ready.view.clone(), held, erased_again: ready.erased_again })
}

fn alone(bench: &Bench) -> Result<Lock, BackupError> {
    let busy = BackupError::Busy("Another copy is being made or brought back.");
    Lock::try_take(&bench.profile, "backup")?.ok_or(busy)
}

fn work_rests(bench: &Bench) -> Result<Vec<Lock>, BackupError> {
    const BUSY: &str = "Lectern is sending, scheduling, enrolling, erasing or changing a list just now, here or in \
                        another window or terminal.";
    WORK.iter().map(|name| Lock::try_take(&bench.profile, name)?.ok_or(BackupError::Busy(BUSY))).collect()
}

/// Beside the store, under the same key; named as the copies before migrations are.
fn aside(profile: &Profile) -> PathBuf {
    let mut name = profile.store_path().into_os_string();
    name.push(".before-restore");
    name.into()
}
