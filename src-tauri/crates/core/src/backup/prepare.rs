//! A copy made ready beside the store: unpacked, checked, brought to this schema, and with what it had not sent held.
//! Nothing of the store is touched here.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use lectern_domain::secret::Secret;
use lectern_store::accounts::AccountRecord;
use lectern_store::{Store, StoreError};
use serde::{Deserialize, Serialize};

use super::{BackupError, BackupPhase, BackupView, Bench, file, forget, io};
use crate::error::DeskError;
use crate::locks::Lock;
use crate::profile::{Profile, files, recovery, renew};
use crate::registration::register::TICKET_CONTEXT;
use crate::seal::Seal;
use crate::serving::publishing::EPOCH;

/// Set in a store that was brought back, until its organizer has decided about what is held.
pub(crate) const RESTORED: &str = "restored-from-backup";

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RestoredNote {
    pub made_at: Timestamp,
    pub restored_at: Timestamp,
}

/// Where a copy is made ready, inside the profile's folder.
fn folder(profile: &Profile) -> PathBuf {
    profile.dir().join("backup-work")
}

/// Empty, and nobody else's to read.
pub(super) fn clear_folder(bench: &Bench) -> Result<PathBuf, BackupError> {
    let folder = folder(&bench.profile);
    match std::fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(io(&folder)(error)),
        _ => {}
    }
    files::private_dir(&folder).map_err(io(&folder))?;
    Ok(folder)
}

/// What a killed program left of it. Called under the lock of the start.
pub fn tidy(profile: &Profile) {
    let Ok(Some(_alone)) = Lock::try_take(profile, "backup") else { return };
    match std::fs::remove_dir_all(folder(profile)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            tracing::warn!(%error, "what was left of a backup could not be removed");
        }
        _ => {}
    }
}

/// Ready to be put in place; its folder goes with it.
pub(super) struct Ready {
    folder: PathBuf,
    pub data: PathBuf,
    pub key: Secret<[u8; 32]>,
    pub view: BackupView,
    pub made_at: Timestamp,
    /// Who was in it and had been erased since.
    pub erased_again: u32,
}

impl Drop for Ready {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// From a file that somebody chose.
pub(super) fn from_file(
    bench: &Bench,
    path: &Path,
    secret: Option<&Secret<String>>,
) -> Result<Ready, BackupError> {
    let found = file::open(path)?;
    let (made_of, here) = (found.head.kind, bench.profile.kind());
    if made_of != here {
        return Err(BackupError::OtherKind { made_of, here });
    }
    let inside = found.unlock(bench, path, secret)?;
    let head = found.head.clone();
    let room = Room::clear(bench)?;
    found.unpack(bench, path, &inside, &room.data)?;
    let view = BackupView {
        made_at: head.made_at.to_string(),
        name: head.name,
        same_profile: head.profile == bench.profile.id(),
        account: None,
        events: 0,
        people: 0,
        unsent: 0,
    };
    room.ready(bench, path, inside.data_key, &Seal::of(inside.seal_key), view, head.made_at)
}

/// From what was put aside when a copy was brought back.
pub(super) fn from_aside(bench: &Bench, aside: &Path, at: Timestamp) -> Result<Ready, BackupError> {
    let room = Room::clear(bench)?;
    let key = file::own_store_key(bench)?;
    std::fs::copy(aside, &room.data).map_err(io(aside))?;
    let view = BackupView {
        made_at: at.to_string(),
        name: bench.profile.name().to_owned(),
        same_profile: true,
        account: None,
        events: 0,
        people: 0,
        unsent: 0,
    };
    room.ready(bench, aside, key, &bench.seal, view, at)
}

struct Room {
    folder: PathBuf,
    data: PathBuf,
}

impl Room {
    fn clear(bench: &Bench) -> Result<Self, BackupError> {
        let folder = clear_folder(bench)?;
        Ok(Self { data: folder.join("data.db"), folder })
    }

    fn ready(
        self,
        bench: &Bench,
        path: &Path,
        key: Secret<[u8; 32]>,
        seal: &Seal,
        view: BackupView,
        made_at: Timestamp,
    ) -> Result<Ready, BackupError> {
        let mut ready = Ready { folder: self.folder, data: self.data, key, view, made_at, erased_again: 0 };
        bench.tell(BackupPhase::Checking, 0, 3)?;
        let damaged = |detail: String| BackupError::Damaged { path: path.to_owned(), detail };
        let copy = Store::open(&ready.data, ready.key.expose(), bench.now).map_err(|error| match error {
            StoreError::Newer { .. } => BackupError::Newer(path.to_owned()),
            StoreError::WrongKey { .. } | StoreError::Corrupt { .. } => damaged("it can't be read".into()),
            other => other.into(),
        })?;
        bench.tell(BackupPhase::Checking, 1, 3)?;
        if let Some(first) = copy.check()?.into_iter().next() {
            return Err(damaged(first));
        }
        bench.tell(BackupPhase::Checking, 2, 3)?;
        tell_of(&copy, &mut ready.view)?;
        settle(bench, &copy, seal, made_at)?;
        ready.erased_again = forget::again(bench, &copy)?;
        Ok(ready)
    }
}

fn tell_of(copy: &Store, view: &mut BackupView) -> Result<(), BackupError> {
    copy.read(|r| {
        let events = r.events().list()?;
        let counts = r.messages().counts_of_all()?;
        view.account = r.accounts().get()?.map(|account| account.username);
        view.events = u32::try_from(events.len()).unwrap_or(u32::MAX);
        view.people = events.iter().map(|event| event.registered + event.waitlisted).sum();
        view.unsent = counts.planned + counts.sending;
        Ok(())
    })
}

/// What is this profile's own stays: who is signed in, and whether the recovery key was noted. Tickets are sealed under
/// its key, and whatever had not been sent by then is held.
fn settle(bench: &Bench, copy: &Store, seal: &Seal, made_at: Timestamp) -> Result<(), BackupError> {
    type Own = (Option<AccountRecord>, Option<bool>, Option<String>);
    let (account, noted, seal_key): Own = bench.store.read(|r| {
        let settings = r.settings();
        Ok::<_, StoreError>((r.accounts().get()?, settings.get(recovery::NOTED)?, settings.get(renew::SEAL)?))
    })?;
    let note = RestoredNote { made_at, restored_at: bench.now };
    copy.write(|w| {
        w.tickets().reseal(|sealed| {
            let plain = seal.open(TICKET_CONTEXT, sealed)?;
            Ok::<_, DeskError>(bench.seal.seal(bench.chance, TICKET_CONTEXT, plain.expose()))
        })?;
        // Sealed as well, and of no use later: they are made anew.
        w.passes().forget(None)?;
        w.unproven().forget_unsent()?;
        if let Some(account) = &account {
            w.accounts().put(account)?;
        }
        w.messages().hold_unsent(bench.now)?;
        w.settings().set(RESTORED, &note)?;
        // Whoever reads the feed of its events has read a history that this copy does not know.
        w.settings().remove(EPOCH)?;
        match noted {
            Some(noted) => w.settings().set(recovery::NOTED, &noted)?,
            None => w.settings().remove(recovery::NOTED)?,
        }
        match &seal_key {
            Some(key) => w.settings().set(renew::SEAL, key)?,
            None => w.settings().remove(renew::SEAL)?,
        }
        Ok::<_, DeskError>(())
    })?;
    Ok(())
}
