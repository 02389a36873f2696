//! One thing on the organizer's calendar that people attend.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

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

/// Where an event stands at a trusted service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum PublicationState {
    /// Its people are still being handed over; its page is not shown yet.
    Filling,
    /// The service decides about it.
    Open,
    /// It was given back to the desk.
    Closed,
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

/// What kind of thing an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum EventKind {
    Meeting,
    Webinar,
    TownHall,
}

/// Where a webinar or town hall stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum VirtualEventState {
    /// Written down here; Teams has not confirmed it yet.
    Creating,
    /// Teams has it, and only its organizers see it.
    Draft,
    /// Whoever may attend sees it.
    Published,
    /// For good.
    Cancelled,
}

/// Who may attend a webinar or town hall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum Audience {
    Everyone,
    Organization,
}

/// Where an outsider's enrolment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum EnrolmentState {
    /// Written down with its own id; Teams was not asked.
    Planned,
    /// About to be sent, and perhaps was: what a killed run or a broken answer leaves. Teams' list decides.
    Sending,
    /// Teams took it (204); its list does not show it yet. Never sent again by itself.
    Sent,
    /// On Teams' list.
    Enrolled,
    /// Teams put it on its waiting list, or waits for the organizer's approval.
    Waiting,
    /// Teams refused it, or its organizer did there.
    Refused,
    /// To be taken off Teams' list again. A repetition does no harm: it is asked for until the list shows it.
    Cancelling,
    /// Taken off Teams' list.
    Cancelled,
}

/// By which way somebody came onto a webinar's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum RegisteredBy {
    /// Enrolled from here.
    Lectern,
    /// On Teams' own page.
    Page,
    /// Enrolled by another program, or by another copy of this one.
    Program,
}
