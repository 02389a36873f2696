//! Many people at once: an import, a removal, an edit. Each is one transaction, told row by row, can be stopped without
//! leaving anything behind, and is undone as a whole.

pub mod chosen;
pub mod edit;
pub(crate) mod elsewhere;
pub mod list;
pub(crate) mod part;
pub mod progress;
pub mod removal;
pub mod undo;

use std::sync::atomic::Ordering;

use serde::Serialize;
use ts_rs::TS;

use super::RegistrationError;
use crate::desk::{Begun, Desk, Work};
use crate::locks::Lock;

/// What was done, and by what it is undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct BulkDone {
    /// `None`: nobody was concerned, and there is nothing to undo.
    pub id: Option<String>,
    pub people: usize,
    /// Of a published event: whom the service left as they were, and why.
    pub left: Vec<LeftOut>,
}

/// Somebody who was meant and not changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct LeftOut {
    pub id: String,
    pub message: String,
}

impl BulkDone {
    fn nobody() -> Self {
        Self { id: None, people: 0, left: Vec::new() }
    }

    fn of(id: String, people: usize) -> Self {
        Self { id: Some(id), people, left: Vec::new() }
    }
}

/// Ends what this process is doing to many people; nothing of it stays. Where it is done already, it stays done.
pub fn stop(desk: &Desk) {
    desk.stop_bulk.store(true, Ordering::Relaxed);
}

/// One at a time over all processes of a profile: whoever finds another's unfinished import knows that it was killed.
pub(crate) fn alone(desk: &Desk) -> Result<(Lock, Begun), RegistrationError> {
    let lock = Lock::try_take(desk.profile(), LOCK)?.ok_or(RegistrationError::Busy)?;
    desk.stop_bulk.store(false, Ordering::Relaxed);
    Ok((lock, desk.begin(Work::People)))
}

const LOCK: &str = "bulk";
