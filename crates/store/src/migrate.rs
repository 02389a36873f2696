//! Brings a file to the schema that this build knows: numbered steps, one transaction each, a backup first.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior, params};

use crate::backup;
use crate::db::At;
use crate::error::StoreError;

/// Never edited once released; the next one is appended.
pub(crate) const MIGRATIONS: &[&str] = &[include_str!("../migrations/0001_start.sql")];

pub(crate) fn migrate(
    connection: &mut Connection,
    path: &Path,
    key: &[u8; 32],
    migrations: &[&str],
    now: Timestamp,
) -> Result<(), StoreError> {
    let found = version(connection, path)?;
    let known = u32::try_from(migrations.len()).expect("a handful of migrations");
    if found > known {
        return Err(StoreError::Newer { path: path.to_owned(), found, known });
    }
    if found > 0 && found < known {
        backup::copy(connection, &backup_path(path, found + 1), key)?;
    }
    for (to, sql) in (1..).zip(migrations).skip_while(|(to, _)| *to <= found) {
        apply(connection, to, sql, now).map_err(|error| StoreError::from_sqlite(path, &error))?;
    }
    Ok(())
}

/// `<file>.before-<n>`: the data as it was before step n.
pub(crate) fn backup_path(path: &Path, step: u32) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".before-{step}"));
    name.into()
}

fn version(connection: &Connection, path: &Path) -> Result<u32, StoreError> {
    connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(|error| StoreError::from_sqlite(path, &error))
}

fn apply(connection: &mut Connection, to: u32, sql: &str, now: Timestamp) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // The window and the terminal may start together: whoever comes second finds the step done.
    let at: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if at >= to {
        return Ok(());
    }
    transaction.execute_batch(sql)?;
    transaction
        .execute("INSERT INTO schema_history (version, applied_at) VALUES (?1, ?2)", params![to, At(now)])?;
    transaction.pragma_update(None, "user_version", to)?;
    transaction.commit()?;
    tracing::info!(schema = to, "the store's schema is up to date");
    Ok(())
}
