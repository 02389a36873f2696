//! Events on the organizer's calendar: created with their online meeting in one act, listed, changed,
//! cancelled.

pub mod again;
pub mod cancel;
pub mod change;
pub mod create;
pub mod draft;
pub mod list;

pub(crate) mod body;
mod owner;

use serde::Serialize;
use ts_rs::TS;

pub use lectern_domain::event::EventState;

use crate::messages::list::MessageCounts;

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
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum RegistrationMode {
    Own,
}
