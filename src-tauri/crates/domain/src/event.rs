//! One thing on the organizer's calendar that people attend.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where an event stands between this desk and the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum EventState {
    /// Written down here; the calendar has not confirmed it yet. Safe to retry with the same transaction id.
    Creating,
    /// The calendar event and its online meeting exist.
    Scheduled,
    /// Cancelled, here and on the calendar.
    Cancelled,
}

/// What a calendar entry is to its series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum EntryKind {
    SingleInstance,
    /// The series itself.
    SeriesMaster,
    /// A date of a series as the series has it.
    Occurrence,
    /// A date of a series that was changed.
    Exception,
}
