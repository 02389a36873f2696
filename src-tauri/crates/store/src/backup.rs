//! Whole copies of the store, taken while others read and write: under the same key beside it, under another to leave
//! this machine, and back again.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::connection::{self, Access, create_private, unlock};
use crate::error::StoreError;

const PAGES_PER_STEP: i32 = 1_000;
/// How long somebody else's transaction is waited for, a look at a time.
const LOOK: Duration = Duration::from_millis(25);
const LOOKS: u32 = 800;

/// What a copy tells of itself, and by what it is stopped.
#[derive(Clone, Copy)]
pub struct Pages<'a> {
    /// So many pages of so many. Must not block.
    pub told: &'a (dyn Fn(u64, u64) + Sync),
    /// Once true, the copy ends with [`StoreError::Stopped`], and nothing of it stays.
    pub stop: &'a AtomicBool,
}

static NEVER: AtomicBool = AtomicBool::new(false);

impl Pages<'static> {
    /// Nobody watches.
    pub fn untold() -> Self {
        Self { told: &|_, _| {}, stop: &NEVER }
    }
}

/// Writes `target` as a whole or not at all; an existing file there is replaced.
pub(crate) fn copy(path: &Path, target: &Path, key: &[u8; 32]) -> Result<(), StoreError> {
    written(path, key, target, key, "", Pages::untold())
}

/// As [`copy`], under another key and without what signs anybody in: neither a token of now nor what an earlier one
/// has left on a page.
pub(crate) fn export(
    path: &Path,
    key: &[u8; 32],
    target: &Path,
    target_key: &[u8; 32],
    pages: Pages<'_>,
) -> Result<(), StoreError> {
    const WITHOUT_TOKENS: &str = "UPDATE accounts SET refresh_token_sealed = NULL, access_tokens_sealed = NULL, \
                                  needs_sign_in = 1; VACUUM;";
    written(path, key, target, target_key, WITHOUT_TOKENS, pages)
}

/// As [`copy`], under another key; for files of the store that are not open, too.
pub fn rekeyed(path: &Path, key: &[u8; 32], target: &Path, target_key: &[u8; 32]) -> Result<(), StoreError> {
    written(path, key, target, target_key, "", Pages::untold())
}

/// Puts what is in `source` in the place of what is in `path`, in one transaction: whoever is killed meanwhile leaves
/// the one or the other. Others may have the file open; they see the new content from their next transaction on.
pub(crate) fn replace(
    path: &Path,
    key: &[u8; 32],
    source: &Path,
    source_key: &[u8; 32],
    pages: Pages<'_>,
) -> Result<(), StoreError> {
    let from = connection::open(source, source_key, Access::Read)?;
    let mut to = connection::open(path, key, Access::Write)?;
    pass(&from, &mut to, path, pages)
}

fn written(
    path: &Path,
    key: &[u8; 32],
    target: &Path,
    target_key: &[u8; 32],
    then: &str,
    pages: Pages<'_>,
) -> Result<(), StoreError> {
    let source = connection::open(path, key, Access::Read)?;
    let unfinished = unfinished_path(target);
    remove(&unfinished)?;
    create_private(&unfinished)?;
    let filled = fill(&source, &unfinished, target, target_key, then, pages);
    if filled.is_err() {
        remove(&unfinished)?;
    }
    filled?;
    fs::File::open(&unfinished)
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(&unfinished, target))
        .map_err(|error| StoreError::from_io(target, &error))
}

fn fill(
    source: &Connection,
    unfinished: &Path,
    target: &Path,
    key: &[u8; 32],
    then: &str,
    pages: Pages<'_>,
) -> Result<(), StoreError> {
    let fail = |error: rusqlite::Error| StoreError::from_sqlite(target, &error);
    let mut copy = Connection::open(unfinished).map_err(fail)?;
    unlock(&copy, key).map_err(fail)?;
    // One moment of the source: without it, each change by somebody else would begin the copy anew.
    let moment = source.unchecked_transaction().map_err(fail)?;
    moment.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(fail)?;
    pass(source, &mut copy, target, pages)?;
    drop(moment);
    copy.execute_batch("PRAGMA temp_store = MEMORY").map_err(fail)?;
    copy.execute_batch(then).map_err(fail)?;
    // A copy is one file: without this it would ask for a -wal file beside it.
    copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(())).map_err(fail)?;
    copy.close().map_err(|(_, error)| fail(error))
}

fn pass(
    source: &Connection,
    target: &mut Connection,
    path: &Path,
    pages: Pages<'_>,
) -> Result<(), StoreError> {
    let fail = |error: rusqlite::Error| StoreError::from_sqlite(path, &error);
    let backup = Backup::new(source, target).map_err(fail)?;
    let mut looks = 0;
    loop {
        if pages.stop.load(Ordering::Relaxed) {
            return Err(StoreError::Stopped);
        }
        match backup.step(PAGES_PER_STEP).map_err(fail)? {
            StepResult::Done => return Ok(()),
            StepResult::More => {
                let progress = backup.progress();
                let count = |pages: i32| u64::try_from(pages).unwrap_or_default();
                (pages.told)(count(progress.pagecount - progress.remaining), count(progress.pagecount));
            }
            _ if looks < LOOKS => {
                looks += 1;
                std::thread::sleep(LOOK);
            }
            _ => return Err(StoreError::Busy { path: path.to_owned() }),
        }
    }
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
