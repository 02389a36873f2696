//! "Give me all of it in one file": whole or not at all, while everybody works on.

use std::path::{Path, PathBuf};

use lectern_domain::secret::Secret;
use serde::Serialize;
use ts_rs::TS;

use super::file::{self, Inside, Lid};
use super::{BackupError, BackupPhase, BackupUnder, Bench, Told, io, prepare};
use crate::desk::{Desk, blocking};
use crate::locks::Lock;
use crate::profile::passphrase as passphrases;

pub struct NewBackup {
    pub path: PathBuf,
    /// `None`: under the profile's own key, so that it opens here, and anywhere with the recovery key.
    pub passphrase: Option<Secret<String>>,
    /// An older file of this name may go.
    pub replace: bool,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct BackupMade {
    pub path: String,
    pub under: BackupUnder,
    #[ts(type = "number")]
    pub bytes: u64,
}

pub async fn make(desk: &Desk, wish: NewBackup, told: Told) -> Result<BackupMade, BackupError> {
    if let Some(word) = &wish.passphrase {
        passphrases::long_enough(word)?;
    }
    let bench = Bench::of(desk, told);
    blocking(move || made(&bench, wish)).await?
}

fn made(bench: &Bench, wish: NewBackup) -> Result<BackupMade, BackupError> {
    if !wish.replace && wish.path.exists() {
        return Err(BackupError::Exists(wish.path));
    }
    let busy = BackupError::Busy("Another copy is being made or brought back.");
    let _alone = Lock::try_take(&bench.profile, "backup")?.ok_or(busy)?;
    let lid = match wish.passphrase {
        Some(word) => Lid::Passphrase(word),
        None => Lid::ProfileKey(file::own_key(bench)?),
    };
    let folder = prepare::clear_folder(bench)?;
    let beside = unfinished(&wish.path);
    let written = written(bench, &lid, &folder.join("data.db"), &beside)
        .and_then(|()| std::fs::rename(&beside, &wish.path).map_err(io(&wish.path)));
    // Whatever became of it, what lay between is of no use to anybody.
    drop(std::fs::remove_dir_all(&folder));
    if written.is_err() {
        drop(std::fs::remove_file(&beside));
    }
    written?;
    let bytes = std::fs::metadata(&wish.path).map_err(io(&wish.path))?.len();
    Ok(BackupMade { path: wish.path.display().to_string(), under: under(&lid), bytes })
}

fn under(lid: &Lid) -> BackupUnder {
    match lid {
        Lid::Passphrase(_) => BackupUnder::Passphrase,
        Lid::ProfileKey(_) => BackupUnder::RecoveryKey,
    }
}

fn written(bench: &Bench, lid: &Lid, data: &Path, beside: &Path) -> Result<(), BackupError> {
    let data_key = Secret::new(bench.chance.bytes());
    bench.copying(BackupPhase::Copying, |pages| bench.store.export_to(data, data_key.expose(), pages))?;
    let (digest, length) = file::measured(bench, data)?;
    let inside = Inside { data_key, seal_key: bench.seal.key(), digest, length };
    file::write(bench, &file::head(bench, lid, &inside)?, data, beside)
}

fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".unfinished");
    name.into()
}
