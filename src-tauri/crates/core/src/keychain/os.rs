//! The operating system's keychain: Secret Service, macOS Keychain, Windows Credential Manager.

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

#[cfg(all(unix, not(target_os = "macos")))]
mod late {
    use keyring::{Entry, Result};
    use keyring_core::api::CredentialStoreApi as _;
    use zbus_secret_service_keyring_store::Store;

    pub fn entry(name: &str) -> Result<Entry> {
        Ok(Entry { inner: Store::new()?.build(super::SERVICE, name, None)? })
    }
}

/// Elsewhere the keychain is part of the system: one that is not there at the start does not come later.
#[cfg(not(all(unix, not(target_os = "macos"))))]
mod late {
    use keyring::{Entry, Error, Result};

    pub fn entry(_name: &str) -> Result<Entry> {
        Err(Error::NoDefaultStore)
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
