//! "What needs me?" Over all events: what nobody but a person can decide or mend.

use serde::Serialize;
use ts_rs::TS;

use crate::desk::Desk;
use crate::error::DeskError;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct WaitingEvent {
    pub event_id: String,
    pub title: String,
    pub start: String,
    pub zone: String,
    /// People to be approved or rejected.
    pub pending: u32,
    pub failed: u32,
    /// Messages of which nobody knows whether they arrived.
    pub ambiguous: u32,
    /// What could not be done yet, in words.
    pub problem: Option<String>,
    pub changed_elsewhere: bool,
}

/// By start; an event of which nothing is waiting is left out.
pub async fn all(desk: &Desk) -> Result<Vec<WaitingEvent>, DeskError> {
    let now = desk.now();
    let found = desk.read(move |r| r.figures().waiting(now)).await?;
    Ok(found
        .into_iter()
        .map(|one| WaitingEvent {
            event_id: one.event_id,
            title: one.title,
            start: one.start.to_string(),
            zone: one.zone,
            pending: one.pending,
            failed: one.failed,
            ambiguous: one.ambiguous,
            problem: one.problem,
            changed_elsewhere: one.changed_elsewhere,
        })
        .collect())
}
