//! A profile: one data folder with its account and settings. Its kind is fixed when it is made: a sandbox never gets a
//! real profile's tokens, scheme or keychain entries, and a real one speaks to its cloud only (D10).

pub mod configure;
pub mod files;
pub mod other_start;
pub mod passphrase;
pub mod recovery;
pub mod renew;

use std::path::{Path, PathBuf};

use lectern_domain::secret::Secret;
use lectern_microsoft::cloud::Cloud as WireCloud;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::chance::Chance;
use crate::error::{CommandError, ErrorCode};
use crate::keychain::{FolderKeychain, Keychain, KeychainError, OsKeychain, PassphraseKeychain};

pub(crate) const FILE: &str = "profile.json";
const VERSION: u32 = 1;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum ProfileKind {
    Sandbox,
    Real,
}

impl ProfileKind {
    /// The link scheme that this kind of profile answers to.
    pub fn scheme(self) -> &'static str {
        match self {
            Self::Sandbox => "lectern-sandbox",
            Self::Real => "lectern",
        }
    }

    /// The folder of this kind's default profile, under the user's data folder.
    pub fn folder(self) -> &'static str {
        self.name()
    }

    pub fn profile_name(self) -> &'static str {
        match self {
            Self::Sandbox => "Sandbox",
            Self::Real => "Lectern",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Sandbox => "sandbox",
            Self::Real => "real",
        }
    }
}

/// Where the profile's key rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum KeyPlace {
    Keychain,
    Passphrase,
    /// Only a sandbox.
    Folder,
}

/// One of Microsoft's clouds, as a profile names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum CloudName {
    Global,
    UsGovL4,
    UsGovL5,
    China,
}

impl From<CloudName> for WireCloud {
    fn from(name: CloudName) -> Self {
        match name {
            CloudName::Global => Self::Global,
            CloudName::UsGovL4 => Self::UsGovL4,
            CloudName::UsGovL5 => Self::UsGovL5,
            CloudName::China => Self::China,
        }
    }
}

/// Whom a real profile signs in with: the customer's own app registration in its own cloud.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct Registration {
    pub cloud: CloudName,
    /// The directory's id, or one of its verified domains.
    pub tenant: String,
    /// The application's id.
    pub client_id: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct File {
    version: u32,
    id: Uuid,
    name: String,
    kind: ProfileKind,
    key_place: KeyPlace,
    #[serde(default)]
    registration: Option<Registration>,
}

#[derive(Debug, Clone)]
pub struct Profile {
    dir: PathBuf,
    file: File,
}

#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    #[error("There is no profile in {0}. Make one first.")]
    Missing(PathBuf),
    #[error("There is already a profile in {0}; its kind is fixed.")]
    Exists(PathBuf),
    #[error(
        "The profile file {path} can't be read: {detail}. Restore it from a backup, or start a new profile in another folder."
    )]
    Damaged { path: PathBuf, detail: String },
    #[error("The profile in {path} was made by a newer Lectern (version {found}). Update Lectern.")]
    Newer { path: PathBuf, found: u32 },
    #[error("A sandbox profile can't be used as a real one, nor the other way round: {0} is of kind {1}.")]
    WrongKind(PathBuf, &'static str),
    #[error("Only a sandbox may keep its key in its folder.")]
    FolderKey,
    #[error("A sandbox needs no passphrase: its people are made up.")]
    SandboxPassphrase,
    #[error(
        "A passphrase needs at least {0} characters. Four or five words that nobody would guess are good."
    )]
    ShortPassphrase(usize),
    #[error(transparent)]
    Keychain(#[from] KeychainError),
    #[error("{path}: {detail}")]
    Io { path: PathBuf, detail: String },
}

impl From<ProfileError> for CommandError {
    fn from(error: ProfileError) -> Self {
        let code = match &error {
            ProfileError::Missing(_) => ErrorCode::NotFound,
            ProfileError::Newer { .. } => ErrorCode::NewerProfile,
            ProfileError::Keychain(inner) => inner.code(),
            ProfileError::Io { .. } => ErrorCode::Internal,
            _ => ErrorCode::Invalid,
        };
        Self::new(code, error.to_string())
    }
}

pub struct NewProfile {
    pub name: String,
    pub kind: ProfileKind,
    pub key_place: KeyPlace,
    pub registration: Option<Registration>,
}

impl Profile {
    pub fn create(dir: &Path, new: NewProfile, chance: Chance) -> Result<Self, ProfileError> {
        if new.kind == ProfileKind::Real && new.key_place == KeyPlace::Folder {
            return Err(ProfileError::FolderKey);
        }
        let path = dir.join(FILE);
        if path.exists() {
            return Err(ProfileError::Exists(dir.to_owned()));
        }
        let file = File {
            version: VERSION,
            id: chance.uuid(),
            name: new.name,
            kind: new.kind,
            key_place: new.key_place,
            registration: new.registration,
        };
        let made = Self { dir: dir.to_owned(), file };
        files::private_dir(dir).map_err(|e| ProfileError::Io { path, detail: e.to_string() })?;
        made.save()?;
        Ok(made)
    }

    /// Whether there is a profile in this folder, sound or not.
    pub fn is_in(dir: &Path) -> bool {
        dir.join(FILE).is_file()
    }

    /// Under another name, from now on.
    pub(crate) fn called(mut self, name: String) -> Result<Self, ProfileError> {
        self.file.name = name;
        self.save()?;
        Ok(self)
    }

    fn save(&self) -> Result<(), ProfileError> {
        let path = self.dir.join(FILE);
        let failed = |detail: String| ProfileError::Io { path: path.clone(), detail };
        let bytes = serde_json::to_vec_pretty(&self.file).map_err(|e| failed(e.to_string()))?;
        files::replace_private(&path, &bytes).map_err(|e| failed(e.to_string()))
    }

    pub fn open(dir: &Path) -> Result<Self, ProfileError> {
        #[derive(Deserialize)]
        struct Version {
            version: u32,
        }
        let path = dir.join(FILE);
        let damaged = |detail: String| ProfileError::Damaged { path: path.clone(), detail };
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(ProfileError::Missing(dir.to_owned()));
            }
            Err(error) => return Err(damaged(error.to_string())),
        };
        let Version { version } = serde_json::from_slice(&bytes).map_err(|e| damaged(e.to_string()))?;
        if version > VERSION {
            return Err(ProfileError::Newer { path, found: version });
        }
        let file: File = serde_json::from_slice(&bytes).map_err(|e| damaged(e.to_string()))?;
        Ok(Self { dir: dir.to_owned(), file })
    }

    /// Opens the profile, or makes it of the wished kind. One that exists keeps its kind; another kind is refused.
    pub fn open_or_create(dir: &Path, new: NewProfile, chance: Chance) -> Result<Self, ProfileError> {
        match Self::open(dir) {
            Ok(found) if found.kind() == new.kind => Ok(found),
            Ok(found) => Err(ProfileError::WrongKind(dir.to_owned(), found.kind().name())),
            Err(ProfileError::Missing(_)) => Self::create(dir, new, chance),
            Err(error) => Err(error),
        }
    }

    /// The profile in this folder. Only where there is none is one made, and asked where its key may rest: one that is
    /// damaged, or of a newer Lectern, is told as such and left alone.
    pub fn found_or_made(
        dir: &Path,
        kind: ProfileKind,
        key_place: impl FnOnce() -> Result<KeyPlace, KeychainError>,
        chance: Chance,
    ) -> Result<Self, ProfileError> {
        let key_place = match Self::open(dir) {
            Ok(found) => found.key_place(),
            Err(ProfileError::Missing(_)) => key_place()?,
            Err(error) => return Err(error),
        };
        let new = NewProfile { name: kind.profile_name().into(), kind, key_place, registration: None };
        Self::open_or_create(dir, new, chance)
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub fn id(&self) -> Uuid {
        self.file.id
    }

    pub fn name(&self) -> &str {
        &self.file.name
    }

    pub fn kind(&self) -> ProfileKind {
        self.file.kind
    }

    pub fn key_place(&self) -> KeyPlace {
        self.file.key_place
    }

    pub fn registration(&self) -> Option<&Registration> {
        self.file.registration.as_ref()
    }

    pub fn store_path(&self) -> PathBuf {
        self.dir.join("lectern.db")
    }

    /// A keychain entry of this profile: kind and id are in every name, so that no two profiles ever meet there.
    pub fn entry(&self, what: &str) -> String {
        format!("{}/{}/{what}", self.file.kind.name(), self.file.id)
    }

    pub fn keychain(
        &self,
        passphrase: Option<&Secret<String>>,
        chance: Chance,
    ) -> Result<Box<dyn Keychain>, KeychainError> {
        Ok(match self.file.key_place {
            KeyPlace::Keychain => Box::new(OsKeychain),
            KeyPlace::Folder => Box::new(FolderKeychain::new(&self.dir)),
            KeyPlace::Passphrase => {
                let passphrase = passphrase.ok_or(KeychainError::PassphraseNeeded)?;
                Box::new(PassphraseKeychain::open(&self.dir, passphrase, chance)?)
            }
        })
    }
}

/// Where a new profile's key should rest: the keychain where one works; a sandbox may fall back to its folder.
pub fn best_key_place(kind: ProfileKind) -> Result<KeyPlace, KeychainError> {
    match OsKeychain.prove(&format!("{}/probe", kind.name())) {
        Ok(()) => Ok(KeyPlace::Keychain),
        Err(KeychainError::Locked | KeychainError::Absent(_)) if kind == ProfileKind::Sandbox => {
            Ok(KeyPlace::Folder)
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn no_keychain() -> Result<KeyPlace, KeychainError> {
        Err(KeychainError::Absent("no bus".into()))
    }

    #[test]
    fn what_is_wrong_with_a_profile_is_told_before_any_keychain_is_asked() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let found = |text: &str| {
            std::fs::write(folder.path().join(FILE), text).expect("a profile file");
            let error = Profile::found_or_made(folder.path(), ProfileKind::Real, no_keychain, Chance);
            let left = std::fs::read_to_string(folder.path().join(FILE)).expect("the file");
            assert_eq!(left, text, "whatever is wrong with it, it is not written over");
            error.expect_err("it can't be opened")
        };
        assert!(
            matches!(found("{\"version\":1,"), ProfileError::Damaged { .. }),
            "“no keychain” would send its owner to the wrong place"
        );
        assert!(matches!(found("{\"version\":99}"), ProfileError::Newer { found: 99, .. }));
        std::fs::remove_file(folder.path().join(FILE)).expect("removed");
        let new = Profile::found_or_made(folder.path(), ProfileKind::Real, no_keychain, Chance);
        assert!(matches!(new, Err(ProfileError::Keychain(_))), "only a new one needs a place for its key");
        assert!(!folder.path().join(FILE).exists(), "and none is left half made");
    }
}
