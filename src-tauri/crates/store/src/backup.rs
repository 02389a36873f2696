//! A whole copy of the store under the same key, taken while others read and write.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use crate::connection::{self, Access, create_private, unlock};
use crate::error::StoreError;

const PAGES_PER_STEP: i32 = 1_000;

/// Writes `target` as a whole or not at all; an existing file there is replaced.
pub(crate) fn copy(path: &Path, target: &Path, key: &[u8; 32]) -> Result<(), StoreError> {
    let source = connection::open(path, key, Access::Read)?;
    let unfinished = unfinished_path(target);
    remove(&unfinished)?;
    create_private(&unfinished)?;
    fill(&source, &unfinished, key).map_err(|error| StoreError::from_sqlite(target, &error))?;
    fs::File::open(&unfinished)
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(&unfinished, target))
        .map_err(|error| StoreError::from_io(target, &error))
}

fn fill(source: &Connection, target: &Path, key: &[u8; 32]) -> rusqlite::Result<()> {
    let mut copy = Connection::open(target)?;
    unlock(&copy, key)?;
    Backup::new(source, &mut copy)?.run_to_completion(PAGES_PER_STEP, Duration::ZERO, None)?;
    // A backup is one file: without this it would ask for a -wal file beside it.
    copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))?;
    copy.close().map_err(|(_, error)| error)
}

fn unfinished_path(target: &Path) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(".unfinished");
    name.into()
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::from_io(path, &error)),
        _ => Ok(()),
    }
}
