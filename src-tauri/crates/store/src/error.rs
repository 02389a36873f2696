//! What can go wrong with the store, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error(
        "The data in {} was written by a newer Lectern (schema {found}; this one knows {known}). Update Lectern; nothing \
         was changed.",
        path.display()
    )]
    Newer { path: PathBuf, found: u32, known: u32 },
    /// The key does not fit, or the file's first page is damaged: from the outside they look the same.
    #[error(
        "The data in {} does not open with this profile's key. Was the folder copied from another machine, or the \
         keychain replaced? Bring back the keychain entry or the recovery key.",
        path.display()
    )]
    WrongKey { path: PathBuf },
    #[error(
        "The data in {} is damaged ({detail}). Quit Lectern, keep a copy of the file, and bring back a backup from the \
         same folder.",
        path.display()
    )]
    Corrupt { path: PathBuf, detail: String },
    #[error(
        "The data in {} is in use by another Lectern process that does not let go. Nothing was changed; try again.",
        path.display()
    )]
    Busy { path: PathBuf },
    #[error("There is no room left on the disk of {}. Nothing was changed; free some space and try again.", path.display())]
    DiskFull { path: PathBuf },
    #[error("{} cannot be read or written ({detail}). Check the folder and its permissions.", path.display())]
    Unreachable { path: PathBuf, detail: String },
    #[error("There is no {what} {id}.")]
    NotFound { what: &'static str, id: String },
    /// Somebody else changed the row first, or it is past the state that the change starts from.
    #[error("The {what} {id} is no longer {expected}; look at it again.")]
    Conflict { what: &'static str, id: String, expected: &'static str },
    #[error("The list of event {event_id} has reached its limit of a million people.")]
    ListFull { event_id: String },
    /// By whoever watched it.
    #[error("It was stopped; nothing was changed.")]
    Stopped,
    #[error("What is stored in {} does not have the expected form: {detail}. Please report this.", path.display())]
    Unexpected { path: PathBuf, detail: String },
}

impl StoreError {
    pub(crate) fn not_found(what: &'static str, id: &str) -> Self {
        Self::NotFound { what, id: id.to_owned() }
    }

    pub(crate) fn from_sqlite(path: &Path, error: &rusqlite::Error) -> Self {
        let path = path.to_owned();
        let detail = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt { path, detail },
            Some(ErrorCode::DiskFull) => Self::DiskFull { path },
            Some(ErrorCode::OperationInterrupted) => Self::Stopped,
            Some(
                ErrorCode::CannotOpen
                | ErrorCode::PermissionDenied
                | ErrorCode::ReadOnly
                | ErrorCode::SystemIoFailure,
            ) => Self::Unreachable { path, detail },
            _ => Self::Unexpected { path, detail },
        }
    }

    pub(crate) fn from_io(path: &Path, error: &io::Error) -> Self {
        let path = path.to_owned();
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            _ => Self::Unreachable { path, detail: error.to_string() },
        }
    }
}
