//! Long changes: told row by row, and stopped from outside without leaving anything behind.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::Connection;

use crate::error::StoreError;
use crate::store::fail;

/// After so many of SQLite's instructions it is asked whether to go on: some microseconds.
const STEPS: std::ffi::c_int = 1_000;

/// What a long change tells, and by what it is stopped.
#[derive(Clone)]
pub struct Watch {
    /// The table, at each row of it that is put in, changed or deleted; not of tables without a rowid. Must not block.
    pub told: Arc<dyn Fn(&str) + Send + Sync>,
    /// Once true, the statement in hand ends with [`StoreError::Stopped`] and the transaction is undone.
    pub stop: Arc<AtomicBool>,
}

impl Watch {
    pub(crate) fn begin(
        &self,
        connection: &mut Connection,
        path: &std::path::Path,
    ) -> Result<(), StoreError> {
        let told = Arc::clone(&self.told);
        connection.update_hook(Some(move |_, _: &str, table: &str, _| told(table))).map_err(fail(path))?;
        let stop = Arc::clone(&self.stop);
        connection.progress_handler(STEPS, Some(move || stop.load(Ordering::Relaxed))).map_err(fail(path))
    }

    pub(crate) fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// Nobody watches any more, also where a panic had kept the one before from saying so.
pub(crate) fn end(connection: &mut Connection, path: &std::path::Path) -> Result<(), StoreError> {
    connection.update_hook(None::<fn(rusqlite::hooks::Action, &str, &str, i64)>).map_err(fail(path))?;
    connection.progress_handler(0, None::<fn() -> bool>).map_err(fail(path))
}
