//! Several profiles side by side, each a folder of its own with its own account, key and data: listed, added, renamed,
//! removed, and the one remembered that is meant where none is named.
//!
//! What must not be added here: anything that reads one profile with what another holds. The list is made of what each
//! profile says on its own [`card`]; only [`lost`] opens a store, with that profile's own key.

pub mod add;
pub mod card;
pub mod chosen;
pub mod list;
pub mod lost;
pub mod remove;
pub mod rename;
pub mod under_way;

use std::path::{Path, PathBuf};

use crate::error::{CommandError, DeskError, ErrorCode};
use crate::keychain::KeychainError;
use crate::profile::{Profile, ProfileError, ProfileKind};

/// Where those are that were added, beside the first one.
const MORE: &str = "profiles";

/// The folder in which the profiles of one kind stand side by side: the program's data folder of that kind.
#[derive(Debug, Clone)]
pub struct Shelf {
    data: PathBuf,
    kind: ProfileKind,
}

impl Shelf {
    pub fn new(data: PathBuf, kind: ProfileKind) -> Self {
        Self { data, kind }
    }

    pub fn kind(&self) -> ProfileKind {
        self.kind
    }

    /// The one that is there before any is added.
    pub fn first(&self) -> PathBuf {
        self.data.join(self.kind.folder())
    }

    /// The folders in which a profile is, this kind's own first one leading.
    fn folders(&self) -> Vec<PathBuf> {
        let added = std::fs::read_dir(self.data.join(MORE)).into_iter().flatten().flatten();
        let mut added: Vec<PathBuf> = added.map(|entry| entry.path()).collect();
        added.sort();
        std::iter::once(self.first()).chain(added).filter(|dir| Profile::is_in(dir)).collect()
    }

    /// A folder of this shelf as [`chosen`] writes it down: without what stands before it.
    fn place(&self, dir: &Path) -> Option<String> {
        let name = dir.file_name()?.to_str()?;
        if same(dir, &self.first()) {
            return Some(self.kind.folder().to_owned());
        }
        same(dir, &self.data.join(MORE).join(name)).then(|| format!("{MORE}/{name}"))
    }

    /// What was written down, read again: never out of this shelf, whatever the file says.
    fn at(&self, place: &str) -> Option<PathBuf> {
        if place == self.kind.folder() {
            return Some(self.first());
        }
        let name = place.strip_prefix(MORE)?.strip_prefix('/')?;
        let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        plain.then(|| self.data.join(MORE).join(name))
    }
}

/// The same folder, however it was written down: by a link, with `..`, with a slash at its end.
pub fn same(one: &Path, other: &Path) -> bool {
    real(one) == real(other)
}

/// One that is not there yet keeps its name.
pub(crate) fn real(folder: &Path) -> PathBuf {
    folder.canonicalize().or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.to_owned())
}

#[derive(Debug, thiserror::Error)]
pub enum ProfilesError {
    #[error("No account here is called {0:?}. `lectern profile list` names them.")]
    Unknown(String),
    #[error("More than one account here is called {0:?}. Name it by its id, as the list has it.")]
    Ambiguous(String),
    #[error("A name has 1 to {0} characters that can be seen.")]
    Name(usize),
    #[error(
        "Another window or terminal has this account open. Close it there, then remove the account: nothing was changed."
    )]
    InUse,
    #[error(
        "Two folders hold the same account: {0} and {1}. They share one key, and removing one would lock the other for \
         good. Put one of the folders away by hand first; nothing was changed."
    )]
    Copied(PathBuf, PathBuf),
    #[error("What this account keeps in the keychain could not be taken away, so nothing was: {0}")]
    Keychain(KeychainError),
    #[error("{path}: {detail}. Check its permissions, then remove the account once more.")]
    Io { path: PathBuf, detail: String },
    #[error(transparent)]
    Profile(#[from] ProfileError),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<ProfilesError> for CommandError {
    fn from(error: ProfilesError) -> Self {
        let told = error.to_string();
        match error {
            ProfilesError::Desk(inner) => inner.into(),
            ProfilesError::Profile(inner) => inner.into(),
            ProfilesError::Keychain(inner) => Self::new(inner.code(), told),
            ProfilesError::Unknown(_) => Self::new(ErrorCode::NotFound, told),
            ProfilesError::Ambiguous(_) => Self::new(ErrorCode::Invalid, told),
            ProfilesError::Name(_) => Self::new(ErrorCode::Invalid, told).on("name"),
            ProfilesError::InUse => Self::new(ErrorCode::Busy, told),
            ProfilesError::Copied(..) => Self::new(ErrorCode::Refused, told),
            ProfilesError::Io { .. } => Self::new(ErrorCode::Internal, told),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_down_leads_nowhere_else() {
        let shelf = Shelf::new("/data".into(), ProfileKind::Real);
        assert_eq!(shelf.at("real"), Some("/data/real".into()));
        assert_eq!(shelf.at("profiles/7c9e"), Some("/data/profiles/7c9e".into()));
        for odd in [
            "",
            "sandbox",
            "profiles",
            "profiles/",
            "profiles/..",
            "profiles/../../etc",
            "/etc",
            "profiles/a/b",
        ] {
            assert_eq!(shelf.at(odd), None, "{odd:?} is no folder of this shelf");
        }
        assert_eq!(shelf.place(Path::new("/data/profiles/7c9e")).as_deref(), Some("profiles/7c9e"));
        assert_eq!(shelf.place(Path::new("/data/real")).as_deref(), Some("real"));
        assert_eq!(shelf.place(Path::new("/elsewhere/real")), None);
    }
}
