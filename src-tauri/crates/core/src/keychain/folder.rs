//! A sandbox's key in its own folder: for people who are made up, on machines without a keychain. Never for a real
//! profile; `Profile::create` refuses the combination.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lectern_domain::secret::Secret;

use super::{Keychain, KeychainError};
use crate::profile::files;

pub struct FolderKeychain {
    path: PathBuf,
}

impl FolderKeychain {
    pub fn new(profile_dir: &Path) -> Self {
        Self { path: profile_dir.join("sandbox-keys.json") }
    }

    fn load(&self) -> Result<BTreeMap<String, String>, KeychainError> {
        match std::fs::read(&self.path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| self.failed(&error)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(error) => Err(self.failed(&error)),
        }
    }

    fn save(&self, entries: &BTreeMap<String, String>) -> Result<(), KeychainError> {
        let bytes = serde_json::to_vec_pretty(entries).map_err(|error| self.failed(&error))?;
        files::replace_private(&self.path, &bytes).map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &dyn std::fmt::Display) -> KeychainError {
        KeychainError::File { path: self.path.display().to_string(), detail: error.to_string() }
    }
}

impl Keychain for FolderKeychain {
    fn get(&self, entry: &str) -> Result<Option<Secret<Vec<u8>>>, KeychainError> {
        let entries = self.load()?;
        let Some(text) = entries.get(entry) else { return Ok(None) };
        let bytes = STANDARD.decode(text).map_err(|error| self.failed(&error))?;
        Ok(Some(Secret::new(bytes)))
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
