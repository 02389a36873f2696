//! Where a profile's 32-byte key and the few secrets of an administrator rest. The operating system's keychain first;
//! a passphrase only when the person asks for one; a key in the folder only for a sandbox, whose people are made up.

mod folder;
mod os;
mod passphrase;

use lectern_domain::secret::Secret;

pub use folder::FolderKeychain;
pub use os::OsKeychain;
pub use passphrase::PassphraseKeychain;

use crate::error::ErrorCode;

#[derive(Debug, thiserror::Error)]
pub enum KeychainError {
    #[error(
        "The keychain of this system is locked. Unlock it (on Linux: log in to the desktop session or open Passwords and Keys) and try again."
    )]
    Locked,
    #[error(
        "This system has no keychain that Lectern can use ({0}). On Linux install gnome-keyring or KWallet; or choose a passphrase for this profile."
    )]
    Absent(String),
    #[error(
        "This profile is under a passphrase. Enter it to open the profile (in a terminal: --passphrase-file FILE)."
    )]
    PassphraseNeeded,
    #[error("The passphrase does not open this profile. Try again; nothing was changed.")]
    WrongPassphrase,
    #[error("The keychain refused the entry {entry:?}: {detail}")]
    Refused { entry: String, detail: String },
    #[error("The file {path} can't be used: {detail}. Check its permissions and the free space.")]
    File { path: String, detail: String },
}

impl KeychainError {
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Locked | Self::PassphraseNeeded | Self::WrongPassphrase => ErrorCode::KeychainLocked,
            Self::Absent(_) => ErrorCode::KeychainAbsent,
            Self::Refused { .. } | Self::File { .. } => ErrorCode::Internal,
        }
    }
}

/// Entries are small (Windows refuses more than 2,560 bytes) and named by the profile's kind and id.
pub trait Keychain: Send + Sync {
    fn get(&self, entry: &str) -> Result<Option<Secret<Vec<u8>>>, KeychainError>;
    fn set(&self, entry: &str, value: &[u8]) -> Result<(), KeychainError>;
    fn delete(&self, entry: &str) -> Result<(), KeychainError>;

    /// Writes, reads back and deletes a probe: a locked keychain can look like an empty one until it is written to.
    fn prove(&self, profile: &str) -> Result<(), KeychainError> {
        let entry = format!("{profile}/probe");
        let probe = b"lectern probe";
        self.set(&entry, probe)?;
        let read = self.get(&entry)?;
        self.delete(&entry)?;
        match read {
            Some(value) if value.expose() == probe => Ok(()),
            _ => Err(KeychainError::Refused {
                entry,
                detail: "what was written could not be read back".into(),
            }),
        }
    }
}
