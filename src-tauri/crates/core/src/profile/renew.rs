//! "Give me a new recovery key; the old one may be in the wrong hands." The store is written anew under another key and
//! put in the place of the old one in one step; so are the copies beside it. Killed at any point, the profile opens:
//! until the step with the old key, from then on with the new one, which the keychain has from before it.
//!
//! What is sealed inside the store stays sealed as it was: its key then lies in the store, where only the new one leads.

use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lectern_domain::secret::Secret;
use lectern_store::{Store, StoreError, rekeyed};

use super::recovery::{self, NOTED, RecoveryError, RecoveryKey};
use super::{Profile, ProfileKind, files};
use crate::chance::Chance;
use crate::error::DeskError;
use crate::keychain::{Keychain, KeychainError};
use crate::locks::Lock;
use crate::seal::{ProfileKey, Seal};

/// So often, and so long, somebody else is waited for.
pub(crate) const LOOKS: u32 = 100;
pub(crate) const LOOK: Duration = Duration::from_millis(100);

/// What a file is called while it is written under the new key.
const ANEW: &str = ".rekeyed";

/// Shared by every desk that is open.
pub(crate) const OPEN: &str = "open";
/// A key that is about to be this profile's.
pub(crate) const NEXT: &str = "key-next";
/// In the store: what its tickets and tokens are sealed under, once the profile's key is another than it was.
pub(crate) const SEAL: &str = "seal-key";

/// A new key for a profile that nobody has open. It is shown until its owner says that she has noted it.
pub fn renew(
    profile: &Profile,
    passphrase: Option<&Secret<String>>,
    chance: Chance,
    now: jiff::Timestamp,
) -> Result<RecoveryKey, RecoveryError> {
    if profile.kind() == ProfileKind::Sandbox {
        return Err(RecoveryError::Sandbox);
    }
    let _start = Lock::wait_blocking(profile, "start")?;
    let _alone = Lock::try_take(profile, OPEN)?.ok_or(RecoveryError::InUse)?;
    let keychain = profile.keychain(passphrase, chance)?;
    let found = ProfileKey::new(*recovery::key(keychain.as_ref(), profile)?.expose());
    let (old, store) = opened(profile, keychain.as_ref(), found, now)?;
    keep_seal(&store, &old)?;
    // The last one to close it leaves one file.
    drop(store);
    let new: Secret<[u8; 32]> = Secret::new(chance.bytes());
    keychain.set(&profile.entry(NEXT), new.expose())?;
    let key = ProfileKey::new(*new.expose());
    exchange(profile, &old, &key)?;
    promote(profile, keychain.as_ref(), &new)?;
    Ok(RecoveryKey { groups: recovery::written(&new) })
}

/// As [`renew`], once the window's own desk is closed: what still runs of it ends within moments.
pub fn when_closed(
    profile: &Profile,
    passphrase: Option<&Secret<String>>,
    chance: Chance,
    now: impl Fn() -> jiff::Timestamp,
) -> Result<RecoveryKey, RecoveryError> {
    let mut looks = 0;
    loop {
        match renew(profile, passphrase, chance, now()) {
            Err(RecoveryError::InUse) if looks < LOOKS => {
                looks += 1;
                std::thread::sleep(LOOK);
            }
            other => return other,
        }
    }
}

/// The store with the key that opens it. One that was about to be this profile's and does is; one that does not is not
/// kept.
pub(crate) fn opened(
    profile: &Profile,
    keychain: &dyn Keychain,
    key: ProfileKey,
    now: jiff::Timestamp,
) -> Result<(ProfileKey, Store), DeskError> {
    let path = profile.store_path();
    let next = next(profile, keychain)?;
    match (Store::open(&path, key.store_key().expose(), now), next) {
        (Ok(store), None) => Ok((key, store)),
        (Ok(store), Some(_)) => {
            forget(profile);
            keychain.delete(&profile.entry(NEXT))?;
            Ok((key, store))
        }
        (Err(StoreError::WrongKey { .. }), Some(next)) => {
            let key = ProfileKey::new(*next.expose());
            let store = Store::open(&path, key.store_key().expose(), now)?;
            finish(profile).map_err(|error| DeskError::Stopped(error.to_string()))?;
            promote(profile, keychain, &next)?;
            Ok((key, store))
        }
        (Err(error), _) => Err(error.into()),
    }
}

/// What is sealed in this store is sealed under this.
pub(crate) fn seal(store: &Store, key: &ProfileKey) -> Result<Seal, DeskError> {
    let Some(text) = store.read(|r| r.settings().get::<String>(SEAL))? else { return Ok(key.seal()) };
    let bytes = STANDARD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.map(|bytes| Seal::of(Secret::new(bytes))).ok_or(DeskError::Seal("the store's own key"))
}

fn next(profile: &Profile, keychain: &dyn Keychain) -> Result<Option<Secret<[u8; 32]>>, KeychainError> {
    let found = keychain.get(&profile.entry(NEXT))?;
    Ok(found.and_then(|found| found.expose().as_slice().try_into().ok()).map(Secret::new))
}

fn promote(profile: &Profile, keychain: &dyn Keychain, new: &Secret<[u8; 32]>) -> Result<(), KeychainError> {
    keychain.set(&profile.entry("key"), new.expose())?;
    keychain.delete(&profile.entry(NEXT))
}

fn keep_seal(store: &Store, old: &ProfileKey) -> Result<(), DeskError> {
    let own = STANDARD.encode(seal(store, old)?.key().expose());
    store.write(|w| {
        w.settings().set(SEAL, &own)?;
        Ok(w.settings().set(NOTED, &false)?)
    })
}

/// All of it is written anew beside; then the store is exchanged in one step, and the copies after it.
fn exchange(profile: &Profile, old: &ProfileKey, new: &ProfileKey) -> Result<(), RecoveryError> {
    let store = profile.store_path();
    for path in copies(&store)?.iter().chain([&store]) {
        let beside = with_ending(path, ANEW);
        match rekeyed(path, old.store_key().expose(), &beside, new.store_key().expose()) {
            Ok(()) => {}
            // A copy under some other key is none of this profile's.
            Err(StoreError::WrongKey { .. }) if path != &store => {}
            Err(error) => return Err(DeskError::from(error).into()),
        }
        let left = with_ending(path, "-wal");
        if std::fs::metadata(&left).is_ok_and(|found| found.len() > 0) {
            return Err(RecoveryError::InUse);
        }
        for rest in [left, with_ending(path, "-shm")] {
            drop(std::fs::remove_file(rest));
        }
    }
    take(&store)?;
    finish(profile)
}

/// What was written anew takes its place.
fn take(path: &Path) -> Result<(), RecoveryError> {
    match std::fs::rename(with_ending(path, ANEW), path) {
        Ok(()) => files::sync_beside(path).map_err(|error| io(path, &error)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(io(path, &error)),
    }
}

fn finish(profile: &Profile) -> Result<(), RecoveryError> {
    copies(&profile.store_path())?.iter().try_for_each(|path| take(path))
}

/// What was written for a key that was never taken.
fn forget(profile: &Profile) {
    let store = profile.store_path();
    for path in copies(&store).unwrap_or_default().iter().chain([&store]) {
        drop(std::fs::remove_file(with_ending(path, ANEW)));
    }
}

/// `lectern.db.before-…`: made before migrations, and before a backup was brought back.
pub(crate) fn copies(store: &Path) -> Result<Vec<PathBuf>, RecoveryError> {
    let (Some(dir), Some(name)) = (store.parent(), store.file_name().and_then(|name| name.to_str())) else {
        return Ok(Vec::new());
    };
    let begins = format!("{name}.before-");
    let is_one = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with(&begins)
            && !["-wal", "-shm", ANEW, ".unfinished"].iter().any(|end| name.ends_with(end))
    };
    let entries = std::fs::read_dir(dir).map_err(|error| io(dir, &error))?;
    Ok(entries.filter_map(|entry| Some(entry.ok()?.path())).filter(is_one).collect())
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn io(path: &Path, error: &std::io::Error) -> RecoveryError {
    RecoveryError::Io { path: path.to_owned(), detail: error.to_string() }
}
