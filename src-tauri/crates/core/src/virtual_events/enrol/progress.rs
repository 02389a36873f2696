//! How far an enrolment is, and when it will be done.

use std::sync::Arc;

use serde::Serialize;
use ts_rs::TS;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum EnrolPhase {
    /// Teams' list is read.
    Comparing,
    Enrolling,
    Cancelling,
    /// Each one's own link is fetched.
    Links,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct EnrolProgress {
    pub event_id: String,
    pub phase: EnrolPhase,
    /// Of `total` people whom this run is about.
    pub done: usize,
    pub total: usize,
    /// People whom Teams does not want, with reasons in the list.
    pub refused: usize,
    /// Requests of this run that came too early for Teams (429); each was put off, none was lost.
    pub put_off: u32,
    /// When all will have been sent, by what Teams lets an application do.
    pub finish_at: Option<String>,
    /// Until when it does nothing, because Teams' limit is used up.
    pub waiting_until: Option<String>,
}

/// Told of each step; must not block.
pub type Told = Arc<dyn Fn(&EnrolProgress) + Send + Sync>;

/// Nobody wants to know.
pub fn untold() -> Told {
    Arc::new(|_| {})
}
