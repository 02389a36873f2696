//! A vault under a passphrase, for machines without a keychain and by the person's own choice: Argon2id makes the key,
//! XChaCha20-Poly1305 seals the entries as one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use argon2::Argon2;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lectern_domain::secret::Secret;
use serde::{Deserialize, Serialize};

use super::{Keychain, KeychainError};
use crate::chance::Chance;
use crate::profile::files;
use crate::seal::ProfileKey;

const CONTEXT: &str = "vault";

#[derive(Serialize, Deserialize)]
struct Vault {
    /// Argon2id with the crate's defaults (19 MiB, 2 passes): OWASP's first recommendation.
    salt: String,
    sealed: String,
}

pub struct PassphraseKeychain {
    path: PathBuf,
    salt: [u8; 16],
    key: ProfileKey,
    chance: Chance,
}

impl PassphraseKeychain {
    /// Opens the vault, or makes an empty one where there is none.
    pub fn open(
        profile_dir: &Path,
        passphrase: &Secret<String>,
        chance: Chance,
    ) -> Result<Self, KeychainError> {
        let path = profile_dir.join("vault.json");
        let failed = |error: &dyn std::fmt::Display| file_error(&path, error);
        let existing: Option<Vault> = match std::fs::read(&path) {
            Ok(bytes) => Some(serde_json::from_slice(&bytes).map_err(|e| failed(&e))?),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => return Err(failed(&error)),
        };
        let Some(vault) = existing else { return Self::empty(path, passphrase, chance) };
        let salt: Option<[u8; 16]> =
            STANDARD.decode(&vault.salt).ok().and_then(|bytes| bytes.try_into().ok());
        let salt = salt.ok_or_else(|| failed(&"its salt is damaged"))?;
        let keychain = Self { key: derived(&path, passphrase, &salt)?, path, salt, chance };
        keychain.load()?;
        Ok(keychain)
    }

    /// An empty vault under a new passphrase; one that is there, and that nobody can open, is put aside.
    pub fn anew(
        profile_dir: &Path,
        passphrase: &Secret<String>,
        chance: Chance,
    ) -> Result<Self, KeychainError> {
        let path = profile_dir.join("vault.json");
        match std::fs::rename(&path, profile_dir.join("vault-before-recovery.json")) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(file_error(&path, &error)),
        }
        Self::empty(path, passphrase, chance)
    }

    fn empty(path: PathBuf, passphrase: &Secret<String>, chance: Chance) -> Result<Self, KeychainError> {
        let salt = chance.bytes();
        let keychain = Self { key: derived(&path, passphrase, &salt)?, path, salt, chance };
        keychain.save(&BTreeMap::new())?;
        Ok(keychain)
    }

    fn load(&self) -> Result<BTreeMap<String, String>, KeychainError> {
        let bytes = std::fs::read(&self.path).map_err(|e| file_error(&self.path, &e))?;
        let vault: Vault = serde_json::from_slice(&bytes).map_err(|e| file_error(&self.path, &e))?;
        let sealed = STANDARD.decode(&vault.sealed).map_err(|e| file_error(&self.path, &e))?;
        let plain = self.key.seal().open(CONTEXT, &sealed).map_err(|_| KeychainError::WrongPassphrase)?;
        serde_json::from_slice(plain.expose()).map_err(|e| file_error(&self.path, &e))
    }

    fn save(&self, entries: &BTreeMap<String, String>) -> Result<(), KeychainError> {
        let plain = serde_json::to_vec(entries).map_err(|e| file_error(&self.path, &e))?;
        let sealed = self.key.seal().seal(self.chance, CONTEXT, &plain);
        let vault = Vault { salt: STANDARD.encode(self.salt), sealed: STANDARD.encode(sealed) };
        let bytes = serde_json::to_vec_pretty(&vault).map_err(|e| file_error(&self.path, &e))?;
        files::replace_private(&self.path, &bytes).map_err(|e| file_error(&self.path, &e))
    }
}

fn derived(path: &Path, passphrase: &Secret<String>, salt: &[u8; 16]) -> Result<ProfileKey, KeychainError> {
    let mut key = [0; 32];
    Argon2::default()
        .hash_password_into(passphrase.expose().as_bytes(), salt, &mut key)
        .map_err(|error| file_error(path, &error))?;
    Ok(ProfileKey::new(key))
}

fn file_error(path: &Path, error: &dyn std::fmt::Display) -> KeychainError {
    KeychainError::File { path: path.display().to_string(), detail: error.to_string() }
}

impl Keychain for PassphraseKeychain {
    fn get(&self, entry: &str) -> Result<Option<Secret<Vec<u8>>>, KeychainError> {
        let entries = self.load()?;
        let Some(text) = entries.get(entry) else { return Ok(None) };
        STANDARD.decode(text).map(|bytes| Some(Secret::new(bytes))).map_err(|e| file_error(&self.path, &e))
    }

    fn set(&self, entry: &str, value: &[u8]) -> Result<(), KeychainError> {
        let mut entries = self.load()?;
        entries.insert(entry.to_owned(), STANDARD.encode(value));
        self.save(&entries)
    }

    fn delete(&self, entry: &str) -> Result<(), KeychainError> {
        let mut entries = self.load()?;
        if entries.remove(entry).is_some() {
            self.save(&entries)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vault_opens_again_under_its_passphrase_and_under_no_other() {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let right = Secret::new("correct horse".to_owned());
        let vault = PassphraseKeychain::open(dir.path(), &right, Chance).expect("makes a vault");
        vault.set("real/1/key", &[1, 2, 3]).expect("writes");
        let again = PassphraseKeychain::open(dir.path(), &right, Chance).expect("opens again");
        assert_eq!(again.get("real/1/key").expect("reads").expect("is there").expose(), &[1, 2, 3]);
        let wrong = Secret::new("battery staple".to_owned());
        assert!(
            matches!(
                PassphraseKeychain::open(dir.path(), &wrong, Chance),
                Err(KeychainError::WrongPassphrase)
            ),
            "a wrong passphrase must be told as such, and must not make a new vault over the old one"
        );
        let text = std::fs::read_to_string(dir.path().join("vault.json")).expect("the file");
        assert!(!text.contains("real/1/key"), "not even the entries' names may be readable: {text}");
    }
}
