//! Copies of the store beside it: what it was before each migration. They hold whoever was there then, and no newer
//! program looks into them by itself.

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior};

use crate::connection;
use crate::db::Db;
use crate::error::StoreError;
use crate::personal::{Erasing, Personal, PersonalMut, Whom};

/// What became of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyFate {
    /// Nobody of them was in it.
    Untouched,
    Rewritten,
    /// It was half made, or damaged: no way back to anything.
    Removed,
    /// It does not open with this store's key: nobody can say who is in it.
    Unreadable,
}

/// What the word index has forgotten it keeps until its parts are merged; what a page has, until it is written anew.
pub(crate) const PURGE: &str = "INSERT INTO registrant_words (registrant_words) VALUES ('optimize'); VACUUM";
/// What a crash left of making one.
const HALF_MADE: &str = ".unfinished";

/// `<file>.<anything>`, without what SQLite itself keeps beside a file.
pub(crate) fn beside(path: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let fail = |error: std::io::Error| StoreError::from_io(path, &error);
    let name = path.file_name().map(|name| format!("{}.", name.to_string_lossy())).unwrap_or_default();
    let mut found = Vec::new();
    for entry in fs::read_dir(path.parent().unwrap_or(Path::new("."))).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let file = entry.file_name().to_string_lossy().into_owned();
        let journal = ["-journal", "-wal", "-shm"].iter().any(|end| file.ends_with(end));
        if file.starts_with(&name) && !journal && entry.file_type().map_err(fail)?.is_file() {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

pub(crate) fn holds(path: &Path, key: &[u8; 32], whom: &Whom) -> Result<Option<bool>, StoreError> {
    match connection::open_copy(path, key) {
        Ok(copy) => Ok(Some(any(&copy, path, whom)?)),
        Err(StoreError::WrongKey { .. } | StoreError::Corrupt { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

fn any(copy: &Connection, path: &Path, whom: &Whom) -> Result<bool, StoreError> {
    Personal::new(Db::new(copy, path)).any(whom)
}

pub(crate) fn erase(path: &Path, key: &[u8; 32], erasing: &Erasing<'_>) -> Result<CopyFate, StoreError> {
    if path.to_string_lossy().ends_with(HALF_MADE) {
        return remove(path);
    }
    match rewrite(path, key, erasing) {
        Err(StoreError::WrongKey { .. }) => Ok(CopyFate::Unreadable),
        Err(StoreError::Corrupt { .. } | StoreError::Unexpected { .. }) => remove(path),
        fate => fate,
    }
}

/// Beside it, and in its place when that is done: whatever is killed in between leaves the copy as it was.
fn rewrite(path: &Path, key: &[u8; 32], erasing: &Erasing<'_>) -> Result<CopyFate, StoreError> {
    let fail = |error: rusqlite::Error| StoreError::from_sqlite(path, &error);
    let io = |error: std::io::Error| StoreError::from_io(path, &error);
    if !any(&connection::open_copy(path, key)?, path, erasing.whom)? {
        return Ok(CopyFate::Untouched);
    }
    let beside = PathBuf::from(format!("{}{HALF_MADE}", path.display()));
    fs::copy(path, &beside).map_err(io)?;
    let mut copy = connection::open_copy(&beside, key)?;
    let transaction = copy.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail)?;
    PersonalMut::new(Db::new(&transaction, path)).erase(erasing)?;
    transaction.commit().map_err(fail)?;
    copy.execute_batch(PURGE).map_err(fail)?;
    copy.close().map_err(|(_, error)| fail(error))?;
    fs::File::open(&beside).and_then(|file| file.sync_all()).map_err(io)?;
    fs::rename(&beside, path).map_err(io)?;
    Ok(CopyFate::Rewritten)
}

fn remove(path: &Path) -> Result<CopyFate, StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::from_io(path, &error)),
        _ => Ok(CopyFate::Removed),
    }
}
