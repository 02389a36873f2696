//! The recovery key: the profile's own 32 bytes on paper, for the day the keychain or the passphrase is gone. Shown to
//! the owner until she says that she has noted it, and never again.
//!
//! 14 groups of 4 characters of Crockford's base32: the key, and 24 bits of its SHA-256, so that a slip of the pen is
//! told from the wrong key (<https://www.crockford.com/base32.html>).

use std::path::Path;

use lectern_domain::secret::Secret;
use lectern_store::{Store, StoreError};
use serde::Serialize;
use sha2::{Digest, Sha256};
use ts_rs::TS;
use zeroize::Zeroize as _;

use super::{KeyPlace, Profile, ProfileError, ProfileKind, passphrase as passphrases};
use crate::chance::Chance;
use crate::desk::{Desk, blocking};
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::keychain::{Keychain, KeychainError, OsKeychain, PassphraseKeychain};
use crate::seal::ProfileKey;

pub(crate) const NOTED: &str = "recovery-key-noted";
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CHECK: usize = 3;
const BYTES: usize = 32 + CHECK;
const LENGTH: usize = BYTES * 8 / 5;
const GROUP: usize = 4;

/// Crosses to the organizer's window once, to be written down.
#[derive(Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct RecoveryKey {
    /// 14 groups of four.
    pub groups: Vec<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum RecoveryError {
    #[error("A sandbox has no recovery key: its people are made up.")]
    Sandbox,
    #[error("The recovery key was shown, and it was confirmed that it is noted. It is not shown again.")]
    Noted,
    #[error("The key of this profile is not in its keychain.")]
    Gone,
    #[error("A recovery key has {LENGTH} characters in groups of four; this one has {0}.")]
    Length(usize),
    #[error("Character {0} can't be part of a recovery key.")]
    Character(usize),
    #[error("This is not quite a recovery key: one of its characters was mistyped.")]
    Mistyped,
    #[error("This is a recovery key, but not this profile's: it does not open its data.")]
    Wrong,
    #[error("There is no data in this profile to recover.")]
    NoData,
    #[error(
        "Another window or terminal has this profile open. Close it, then make the new key: the old one must not be in \
         use meanwhile."
    )]
    InUse,
    #[error("{path}: {detail}. Nothing was changed; check the free space and try again.")]
    Io { path: std::path::PathBuf, detail: String },
    #[error(transparent)]
    Profile(#[from] ProfileError),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<KeychainError> for RecoveryError {
    fn from(error: KeychainError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<RecoveryError> for CommandError {
    fn from(error: RecoveryError) -> Self {
        let code = match &error {
            RecoveryError::Sandbox | RecoveryError::Noted | RecoveryError::Gone | RecoveryError::Wrong => {
                ErrorCode::Refused
            }
            RecoveryError::NoData => ErrorCode::NotFound,
            RecoveryError::InUse => ErrorCode::Busy,
            RecoveryError::Io { .. } => ErrorCode::Internal,
            RecoveryError::Length(_) | RecoveryError::Character(_) | RecoveryError::Mistyped => {
                ErrorCode::Invalid
            }
            RecoveryError::Profile(_) | RecoveryError::Desk(_) => return pass_on(error),
        };
        Self::new(code, error.to_string())
    }
}

fn pass_on(error: RecoveryError) -> CommandError {
    match error {
        RecoveryError::Profile(inner) => inner.into(),
        RecoveryError::Desk(inner) => inner.into(),
        other => CommandError::new(ErrorCode::Internal, other.to_string()),
    }
}

/// A real profile whose owner has not yet said that she noted the key.
pub async fn due(desk: &Desk) -> Result<bool, DeskError> {
    Ok(desk.profile().kind() == ProfileKind::Real && desk.setting::<bool>(NOTED).await? != Some(true))
}

pub async fn show(desk: &Desk) -> Result<RecoveryKey, RecoveryError> {
    if desk.profile().kind() == ProfileKind::Sandbox {
        return Err(RecoveryError::Sandbox);
    }
    if !due(desk).await? {
        return Err(RecoveryError::Noted);
    }
    let (keychain, profile) = (std::sync::Arc::clone(desk.keychain()), desk.profile().clone());
    let found = blocking(move || key(keychain.as_ref(), &profile)).await??;
    Ok(RecoveryKey { groups: written(&found) })
}

/// The profile's own 32 bytes, as its keychain has them.
pub(crate) fn key(keychain: &dyn Keychain, profile: &Profile) -> Result<Secret<[u8; 32]>, RecoveryError> {
    let found = keychain.get(&profile.entry("key"))?.ok_or(RecoveryError::Gone)?;
    Ok(Secret::new(found.expose().as_slice().try_into().map_err(|_| RecoveryError::Gone)?))
}

/// The owner has noted it: from now on it is not shown.
pub async fn noted(desk: &Desk) -> Result<(), DeskError> {
    desk.set_setting(NOTED, &true).await
}

/// Puts the key back: into the system's keychain, or under a new passphrase where one is given. Only a key that opens
/// the data is taken. Other secrets of the lost keychain (the ACS connection, the mail server's password) are entered
/// again by their owner.
pub fn recover(
    dir: &Path,
    text: &Secret<String>,
    passphrase: Option<&Secret<String>>,
    chance: Chance,
    now: jiff::Timestamp,
) -> Result<Profile, RecoveryError> {
    let mut profile = Profile::open(dir)?;
    if profile.kind() == ProfileKind::Sandbox {
        return Err(RecoveryError::Sandbox);
    }
    let key = read(text.expose())?;
    opens(&profile, &key, now)?;
    let entry = profile.entry("key");
    match passphrase {
        None => {
            let keychain = OsKeychain;
            keychain.prove(&profile.entry("recovery"))?;
            keychain.set(&entry, key.expose())?;
            profile.file.key_place = KeyPlace::Keychain;
        }
        Some(passphrase) => {
            passphrases::long_enough(passphrase)?;
            PassphraseKeychain::anew(dir, passphrase, chance)?.set(&entry, key.expose())?;
            profile.file.key_place = KeyPlace::Passphrase;
        }
    }
    profile.save()?;
    Ok(profile)
}

fn opens(profile: &Profile, key: &Secret<[u8; 32]>, now: jiff::Timestamp) -> Result<(), RecoveryError> {
    let path = profile.store_path();
    if !path.exists() {
        return Err(RecoveryError::NoData);
    }
    match Store::open(&path, ProfileKey::new(*key.expose()).store_key().expose(), now) {
        Ok(_) => Ok(()),
        Err(StoreError::WrongKey { .. }) => Err(RecoveryError::Wrong),
        Err(error) => Err(DeskError::from(error).into()),
    }
}

fn check(key: &[u8; 32]) -> [u8; CHECK] {
    let digest = Sha256::new().chain_update(b"lectern recovery key 1").chain_update(key).finalize();
    [digest[0], digest[1], digest[2]]
}

pub(super) fn written(key: &Secret<[u8; 32]>) -> Vec<String> {
    let mut bytes = [key.expose().as_slice(), &check(key.expose())].concat();
    let mut text = String::with_capacity(LENGTH);
    // 35 bytes are 7 blocks of 40 bits, and 40 bits are 8 characters: no rest anywhere.
    for block in bytes.chunks(5) {
        let value = block.iter().fold(0_u64, |value, byte| (value << 8) | u64::from(*byte));
        text.extend(
            (0..8)
                .rev()
                .map(|place| char::from(ALPHABET[usize::try_from((value >> (place * 5)) & 31).unwrap_or(0)])),
        );
    }
    bytes.zeroize();
    text.as_bytes().chunks(GROUP).map(|group| String::from_utf8_lossy(group).into_owned()).collect()
}

/// As people type it: case, dashes, blanks and line ends are ignored; I and L count as 1, O as 0.
pub(crate) fn read(text: &str) -> Result<Secret<[u8; 32]>, RecoveryError> {
    let mut digits = Vec::with_capacity(LENGTH);
    for (index, character) in text.chars().enumerate() {
        if character.is_whitespace() || matches!(character, '-' | '–' | '.') {
            continue;
        }
        digits.push(digit(character).ok_or(RecoveryError::Character(index + 1))?);
    }
    if digits.len() != LENGTH {
        return Err(RecoveryError::Length(digits.len()));
    }
    let mut bytes = Vec::with_capacity(BYTES);
    for block in digits.chunks(8) {
        let value = block.iter().fold(0_u64, |value, digit| (value << 5) | u64::from(*digit));
        bytes.extend_from_slice(&value.to_be_bytes()[3..]);
    }
    digits.zeroize();
    let (key, sum) = bytes.split_at(32);
    let key: Result<[u8; 32], _> = key.try_into();
    let read = key.ok().filter(|key| check(key) == sum).map(Secret::new);
    bytes.zeroize();
    read.ok_or(RecoveryError::Mistyped)
}

fn digit(character: char) -> Option<u8> {
    let upper = match character.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    };
    let place = ALPHABET.iter().position(|&known| char::from(known) == upper)?;
    u8::try_from(place).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Secret<[u8; 32]> {
        Secret::new(std::array::from_fn(|i| u8::try_from(i * 37 % 256).expect("below 256")))
    }

    #[test]
    fn a_key_comes_back_from_paper_however_it_was_typed() {
        let groups = written(&key());
        assert_eq!(groups.len(), 14);
        assert!(groups.iter().all(|group| group.len() == 4), "{groups:?}");
        for text in [groups.join("-"), groups.join(" ").to_lowercase(), format!("{}\n", groups.concat())] {
            assert_eq!(read(&text).expect("reads").expose(), key().expose());
        }
        let aloud = groups.join("-").replace('0', "o").replace('1', "l");
        assert_eq!(read(&aloud).expect("o is 0, l is 1").expose(), key().expose());
    }

    #[test]
    fn a_slip_of_the_pen_is_noticed_before_anything_is_written() {
        let text = written(&key()).concat();
        assert!(matches!(read(&text[1..]), Err(RecoveryError::Length(55))));
        assert!(matches!(read(&text.replacen(&text[..1], "U", 1)), Err(RecoveryError::Character(1))));
        let mut slipped = 0;
        for place in 0..LENGTH {
            let mut letters: Vec<char> = text.chars().collect();
            letters[place] = if letters[place] == 'Z' { 'Y' } else { 'Z' };
            slipped +=
                u32::from(matches!(read(&letters.iter().collect::<String>()), Err(RecoveryError::Mistyped)));
        }
        assert_eq!(slipped, 56, "one wrong character anywhere must be told from a wrong key");
    }
}
