//! "What is lost if I remove it?" Counted with that profile's own key, where it is at hand; else it is said that it could
//! not be counted.

use std::path::Path;

use jiff::Timestamp;
use lectern_domain::secret::Secret;
use serde::Serialize;
use ts_rs::TS;

use super::ProfilesError;
use crate::chance::Chance;
use crate::error::CommandError;
use crate::locks::Lock;
use crate::profile::recovery::{self, RecoveryError};
use crate::profile::{Profile, renew};
use crate::seal::ProfileKey;

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct Lost {
    /// `None`: it could not be looked into; `why` says why.
    pub counts: Option<LostCounts>,
    pub why: Option<String>,
    /// All of its files, its own copies among them.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Copies of the data beside it, made before updates and before a backup was brought back.
    pub copies: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct LostCounts {
    pub events: u32,
    /// Webinars and town halls.
    pub virtual_events: u32,
    pub people: u32,
    /// Messages that have not left.
    pub unsent: u32,
}

pub fn lost(
    profile: &Profile,
    passphrase: Option<&Secret<String>>,
    chance: Chance,
    now: Timestamp,
) -> Result<Lost, ProfilesError> {
    let (counts, why) = match counted(profile, passphrase, chance, now) {
        Ok(counts) => (Some(counts), None),
        Err(error) => (None, Some(CommandError::from(error).message)),
    };
    let copies = renew::copies(&profile.store_path()).map_or(0, |all| all.len());
    let bytes = size(profile.dir());
    Ok(Lost { counts, why, bytes, copies: u32::try_from(copies).unwrap_or(u32::MAX) })
}

fn counted(
    profile: &Profile,
    passphrase: Option<&Secret<String>>,
    chance: Chance,
    now: Timestamp,
) -> Result<LostCounts, RecoveryError> {
    if !profile.store_path().exists() {
        return Ok(LostCounts { events: 0, virtual_events: 0, people: 0, unsent: 0 });
    }
    let _start = Lock::wait_blocking(profile, "start")?;
    let keychain = profile.keychain(passphrase, chance)?;
    let key = ProfileKey::new(*recovery::key(keychain.as_ref(), profile)?.expose());
    let (_, store) = renew::opened(profile, keychain.as_ref(), key, now)?;
    let few = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let counts = store.read(|r| {
        let events = r.events().list()?;
        let messages = r.messages().counts_of_all()?;
        Ok::<_, lectern_store::StoreError>(LostCounts {
            events: few(events.len()),
            virtual_events: few(r.virtual_events().list()?.len()),
            people: events.iter().map(|event| event.registered + event.waitlisted).sum(),
            unsent: messages.planned + messages.sending,
        })
    });
    Ok(counts.map_err(crate::error::DeskError::from)?)
}

fn size(path: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(path) else { return 0 };
    let each = entries.flatten().map(|entry| match entry.metadata() {
        Ok(found) if found.is_dir() => size(&entry.path()),
        Ok(found) => found.len(),
        Err(_) => 0,
    });
    each.sum()
}
