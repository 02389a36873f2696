//! The operating system's keychain: Secret Service, macOS Keychain, Windows Credential Manager.

#[cfg_attr(target_os = "linux", path = "os/late.rs")]
#[cfg_attr(not(target_os = "linux"), path = "os/never_late.rs")]
mod late;

use keyring::{Entry, Error};
use lectern_domain::secret::Secret;

use super::{Keychain, KeychainError};

const SERVICE: &str = "app.lectern.desktop";

/// Calls block (D-Bus on Linux): the desk makes them off the async threads.
#[derive(Default)]
pub struct OsKeychain;

impl OsKeychain {
    fn entry(name: &str) -> Result<Entry, KeychainError> {
        match Entry::new(SERVICE, name) {
            // The library looks for a keychain once a process. A person who has started one since then tries again here.
            Err(Error::NoDefaultStore) => {
                late::entry(name).map_err(|error| KeychainError::Absent(error.to_string()))
            }
            other => other.map_err(|error| Self::told(name, &error)),
        }
    }

    fn told(entry: &str, error: &Error) -> KeychainError {
        match error {
            Error::NoStorageAccess(_) => KeychainError::Locked,
            other => KeychainError::Refused { entry: entry.to_owned(), detail: other.to_string() },
        }
    }
}

impl Keychain for OsKeychain {
    fn get(&self, entry: &str) -> Result<Option<Secret<Vec<u8>>>, KeychainError> {
        match Self::entry(entry)?.get_secret() {
            Ok(value) => Ok(Some(Secret::new(value))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(Self::told(entry, &error)),
        }
    }

    fn set(&self, entry: &str, value: &[u8]) -> Result<(), KeychainError> {
        Self::entry(entry)?.set_secret(value).map_err(|error| Self::told(entry, &error))
    }

    fn delete(&self, entry: &str) -> Result<(), KeychainError> {
        match Self::entry(entry)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(Self::told(entry, &error)),
        }
    }
}
