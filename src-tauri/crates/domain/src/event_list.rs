//! In what order the organizer's events are shown, and what they are cut down by.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum EventsOrder {
    /// What is on or comes, soonest first; then what is over or cancelled, latest first.
    #[default]
    Next,
    /// By start, the latest first.
    Latest,
    Title,
    /// Most people first. Of webinars and town halls Teams keeps the list: here they have nobody.
    Registered,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum EventsTime {
    /// On now or still to come, and not cancelled.
    Coming,
    /// Over, held or not.
    Past,
    /// Webinars and town halls that are not published yet, whenever they are.
    Drafts,
}

/// What a meeting's states and a webinar's have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum EventsState {
    /// On the calendar, or published.
    Planned,
    Creating,
    Cancelled,
}
