//! Events on the organizer's calendar: created with their online meeting in one act, listed, changed,
//! cancelled.

pub mod again;
pub mod calendar;
pub mod cancel;
pub mod change;
pub mod create;
pub mod draft;
pub mod duplicate;
pub mod host;
pub mod list;
pub mod occurrence;
pub mod options;
pub mod series;
pub mod setup;
pub mod template;

pub(crate) mod body;
mod meeting;
pub(crate) mod owner;
pub(crate) mod rule;

use serde::Serialize;
use ts_rs::TS;

pub use lectern_domain::event::EventState;

use crate::messages::list::MessageCounts;
use calendar::ElsewhereChange;
use series::SeriesView;

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct EventSummary {
    pub id: String,
    pub title: String,
    pub start: String,
    pub end: String,
    pub zone: String,
    pub state: EventState,
    pub registration_open: bool,
    pub registered: u32,
    pub capacity: Option<u32>,
    pub join_url: Option<String>,
    pub organizer: String,
    /// A series' rule in words; `start` and `end` are then its next date's.
    pub repeats: Option<String>,
    /// Something was changed elsewhere that the organizer has not said she has seen.
    pub changed_elsewhere: bool,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct EventDetail {
    #[serde(flatten)]
    pub summary: EventSummary,
    pub description: String,
    /// Graph's id of the calendar event.
    pub event_id: Option<String>,
    /// Graph's id of the online meeting.
    pub meeting_id: Option<String>,
    pub web_link: Option<String>,
    pub messages: MessageCounts,
    pub registration_mode: Option<RegistrationMode>,
    pub created_at: String,
    /// What could not be done yet, in words.
    pub problem: Option<String>,
    pub series: Option<SeriesView>,
    /// What was changed elsewhere and not seen yet, oldest first.
    pub elsewhere: Vec<ElsewhereChange>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum RegistrationMode {
    Own,
}
