//! "Remove this account from this computer": its data, the copies beside it, its keychain entries, its folder. Its events
//! stay on its calendar, and copies that were saved elsewhere stay where they are.
//!
//! The profile's own file goes last: cut off anywhere, it is still on the list, and removing it once more goes on.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{ProfilesError, Shelf, card, list};
use crate::desk::{CONNECTION, PRINCIPAL};
use crate::keychain::{Keychain as _, OsKeychain};
use crate::locks::Lock;
use crate::messages::channel::smtp::PASSWORD;
use crate::profile::{self, KeyPlace, Profile, renew};
use crate::services::service_desk;
use crate::virtual_events::credential;

/// What a profile keeps in a keychain, by the names of its entries; the probes are there for moments only.
const ENTRIES: &[&str] = &[
    "key",
    renew::NEXT,
    CONNECTION,
    PRINCIPAL,
    PASSWORD,
    credential::ENTRY,
    service_desk::ENTRY,
    "start/probe",
    "recovery/probe",
    "doctor/probe",
];

/// Files of Lectern's in a profile's folder, which may be one that a person made and keeps other things in.
const FILES: &[&str] = &[
    card::FILE,
    "vault.json",
    "vault-before-recovery.json",
    "sandbox-keys.json",
    "sandbox-state.json",
    "doctor.tmp",
];
const FOLDERS: &[&str] = &["backup-work", "companion"];
const STORE: &str = "lectern.db";

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Removed {
    pub id: String,
    pub name: String,
    /// What somebody else has put into its folder, which therefore stays.
    pub left: Vec<PathBuf>,
}

/// Nobody may have it open. `elsewhere`: what else is known of besides the shelf.
pub fn remove(shelf: &Shelf, elsewhere: &[PathBuf], profile: &Profile) -> Result<Removed, ProfilesError> {
    alone_of_its_id(shelf, elsewhere, profile)?;
    let start = Lock::wait_blocking(profile, "start")?;
    let alone = Lock::try_take(profile, renew::OPEN)?.ok_or(ProfilesError::InUse)?;
    forget_keys(profile)?;
    let dir = profile.dir();
    let ours = |path: &PathBuf| is_ours(path);
    for path in entries(dir)?.iter().filter(|path| is_store(path)) {
        gone(path)?;
    }
    // Not every system deletes a file that is open.
    drop((start, alone));
    for path in entries(dir)?.iter().filter(|path| ours(path)) {
        gone(path)?;
    }
    gone(&dir.join(profile::FILE))?;
    let left = entries(dir)?;
    if left.is_empty() {
        std::fs::remove_dir(dir).map_err(|error| io(dir, &error))?;
    }
    Ok(Removed { id: profile.id().to_string(), name: profile.name().to_owned(), left })
}

/// As [`remove`], once the window's own desk is closed: what still runs of it ends within moments.
pub fn when_closed(
    shelf: &Shelf,
    elsewhere: &[PathBuf],
    profile: &Profile,
) -> Result<Removed, ProfilesError> {
    let mut looks = 0;
    loop {
        match remove(shelf, elsewhere, profile) {
            Err(ProfilesError::InUse) if looks < renew::LOOKS => {
                looks += 1;
                std::thread::sleep(renew::LOOK);
            }
            other => return other,
        }
    }
}

/// A folder that was copied by hand has the same entries in the keychain as the one that it was copied from.
fn alone_of_its_id(shelf: &Shelf, elsewhere: &[PathBuf], profile: &Profile) -> Result<(), ProfilesError> {
    let others = list::folders(shelf, elsewhere).into_iter().filter(|dir| !super::same(dir, profile.dir()));
    match others.filter_map(|dir| Profile::open(&dir).ok()).find(|other| other.id() == profile.id()) {
        Some(other) => Err(ProfilesError::Copied(profile.dir().to_owned(), other.dir().to_owned())),
        None => Ok(()),
    }
}

fn forget_keys(profile: &Profile) -> Result<(), ProfilesError> {
    if profile.key_place() == KeyPlace::Folder {
        return Ok(());
    }
    for entry in ENTRIES {
        match OsKeychain.delete(&profile.entry(entry)) {
            Ok(()) => {}
            Err(error) if profile.key_place() == KeyPlace::Keychain => {
                return Err(ProfilesError::Keychain(error));
            }
            // Its keys lie in its folder; what a keychain had of it before, if there is one, could not be asked.
            Err(_) => return Ok(()),
        }
    }
    Ok(())
}

fn is_store(path: &Path) -> bool {
    name(path) == STORE
        || name(path).starts_with(&format!("{STORE}-"))
        || name(path).starts_with(&format!("{STORE}."))
}

fn is_ours(path: &Path) -> bool {
    let name = name(path);
    // Written beside and renamed; a crash leaves one behind.
    let half = |whole: &str| {
        let stem = whole.trim_end_matches("json").trim_end_matches('.');
        name.strip_prefix(stem).is_some_and(|rest| rest.starts_with(".new"))
    };
    let empty = || path.metadata().is_ok_and(|found| found.is_file() && found.len() == 0);
    let lock = path.extension().is_some_and(|ending| ending == "lock") && empty();
    lock || FILES.contains(&name.as_str())
        || FILES.iter().chain([&profile::FILE]).any(|whole| half(whole))
        || (FOLDERS.contains(&name.as_str()) && path.is_dir())
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, ProfilesError> {
    let entries = std::fs::read_dir(dir).map_err(|error| io(dir, &error))?;
    entries.map(|entry| entry.map(|entry| entry.path()).map_err(|error| io(dir, &error))).collect()
}

fn gone(path: &Path) -> Result<(), ProfilesError> {
    let removed = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(io(path, &error)),
        _ => Ok(()),
    }
}

fn io(path: &Path, error: &std::io::Error) -> ProfilesError {
    ProfilesError::Io { path: path.to_owned(), detail: error.to_string() }
}
