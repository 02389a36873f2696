//! Opens one encrypted connection the way every process opens it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};
use zeroize::{Zeroize, Zeroizing};

use crate::error::StoreError;

/// How long one process waits for another's transaction. An import of 100,000 people takes a few seconds.
const BUSY: Duration = Duration::from_secs(20);

/// 64 MiB of pages at most: below that, the first letter of a search over 100,000 people waits for decryption.
const CACHE_KIB: i64 = -65_536;

/// The cipher's library sets itself up with the first key of a process and takes itself down with its last connection.
/// Two threads that come to that moment together find it half done ("SQL logic error", seen once in a hundred starts of
/// a test): so one connection comes before all others, alone, and stays.
static FIRST: LazyLock<Option<Mutex<Connection>>> = LazyLock::new(|| {
    let first = Connection::open_in_memory().ok()?;
    first
        .execute_batch("PRAGMA cipher_log_level = NONE; PRAGMA key = 'none'; CREATE TABLE awake (a)")
        .ok()?;
    Some(Mutex::new(first))
});

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Write,
    Read,
}

pub(crate) fn open(path: &Path, key: &[u8; 32], access: Access) -> Result<Connection, StoreError> {
    let connection = unlocked(path, key)?;
    settle(&connection, access).map_err(|error| StoreError::from_sqlite(path, &error))?;
    Ok(connection)
}

/// A copy stays one file: no log beside it. What is deleted in it is written over.
pub(crate) fn open_copy(path: &Path, key: &[u8; 32]) -> Result<Connection, StoreError> {
    let connection = unlocked(path, key)?;
    let pragmas = "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON;";
    connection.execute_batch(pragmas).map_err(|error| StoreError::from_sqlite(path, &error))?;
    Ok(connection)
}

fn unlocked(path: &Path, key: &[u8; 32]) -> Result<Connection, StoreError> {
    let fail = |error: rusqlite::Error| StoreError::from_sqlite(path, &error);
    LazyLock::force(&FIRST);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(fail)?;
    // Errors are returned; the cipher's own lines on stderr would only worry people.
    connection.execute_batch("PRAGMA cipher_log_level = NONE").map_err(fail)?;
    unlock(&connection, key).map_err(fail)?;
    connection.busy_timeout(BUSY).map_err(fail)?;
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(|error| {
        if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) {
            StoreError::WrongKey { path: path.to_owned() }
        } else {
            fail(error)
        }
    })?;
    Ok(connection)
}

/// The key as SQLCipher's raw form x'…': 32 random bytes need no derivation, which would cost a quarter of a second.
pub(crate) fn unlock(connection: &Connection, key: &[u8; 32]) -> rusqlite::Result<()> {
    let mut raw = Zeroizing::new(String::with_capacity(67));
    raw.push_str("x'");
    for byte in key {
        let mut digits = format!("{byte:02x}");
        raw.push_str(&digits);
        digits.zeroize();
    }
    raw.push('\'');
    connection.key(None::<&str>, raw.as_bytes(), false)
}

fn settle(connection: &Connection, access: Access) -> rusqlite::Result<()> {
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    let mut pragmas =
        String::from("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;");
    // Writing to a String cannot fail.
    let _ = write!(pragmas, "PRAGMA cache_size = {CACHE_KIB};");
    if access == Access::Read {
        pragmas.push_str("PRAGMA query_only = ON;");
    }
    connection.execute_batch(&pragmas)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

/// Makes the file before SQLite does, readable by its owner only; the -wal and -shm files inherit that.
pub(crate) fn create_private(path: &Path) -> Result<(), StoreError> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StoreError::from_io(path, &error)),
    }
}
