//! What the desk knows of the event behind a ticket: when it is, whether it was moved or cancelled, how to dial in.

use jiff::Timestamp;
use lectern_domain::event::EventState;
use lectern_domain::join_link::{LinkDecision, Verdict};
use lectern_store::events::EventRecord;
use serde::Serialize;
use ts_rs::TS;

use super::allowed::{self, Forbidden};
use super::dial_in::{self, DialIn};
use crate::desk::Desk;
use crate::error::DeskError;

/// Where the event stands at the moment of the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum EventStanding {
    Early,
    Running,
    Over,
    Cancelled,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct EventTime {
    pub start: String,
    pub end: String,
    pub zone: String,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct JoinEvent {
    pub title: String,
    pub start: String,
    pub end: String,
    pub zone: String,
    pub organizer: String,
    pub standing: EventStanding,
    /// What the organizer wrote when cancelling, or when moving it since this guest registered.
    pub organizer_message: Option<String>,
    /// Where it was when this guest registered, if it was moved since.
    pub moved_from: Option<EventTime>,
    pub dial_in: Option<DialIn>,
    /// What its organizer denies attendees in the meeting; `None`: not known.
    pub forbidden: Option<Vec<Forbidden>>,
}

/// `known_since`: when the guest heard of the event.
pub(crate) async fn event(
    desk: &Desk,
    record: EventRecord,
    known_since: Timestamp,
) -> Result<JoinEvent, DeskError> {
    let id = record.id.clone();
    let (moved, dial_in, allowed) = desk
        .read(move |r| {
            let notices = r.notices();
            Ok((notices.moved_since(&id, known_since)?, notices.dial_in(&id)?, notices.allowed(&id)?))
        })
        .await?;
    // Moved there and back again is not moved.
    let moved = moved.filter(|before| (before.start, before.end) != (record.start, record.end));
    let standing = standing(&record, desk.now());
    Ok(JoinEvent {
        standing,
        // Where nothing takes place any more, why it was moved is of no use.
        organizer_message: match standing {
            EventStanding::Cancelled => record.cancel_comment,
            _ => moved.as_ref().and_then(|before| before.message.clone()),
        },
        moved_from: moved.map(|before| EventTime {
            start: before.start.to_string(),
            end: before.end.to_string(),
            zone: before.zone,
        }),
        dial_in: dial_in.map(dial_in::shown),
        forbidden: allowed.map(allowed::forbidden),
        title: record.title,
        start: record.start.to_string(),
        end: record.end.to_string(),
        zone: record.zone,
        organizer: record.organizer_name.unwrap_or_default(),
    })
}

fn standing(record: &EventRecord, now: Timestamp) -> EventStanding {
    match record.state {
        EventState::Cancelled => EventStanding::Cancelled,
        _ if now < record.start => EventStanding::Early,
        _ if now < record.end => EventStanding::Running,
        _ => EventStanding::Over,
    }
}

/// A cancelled event's meeting may still be there, empty: nobody is sent into it.
pub(crate) fn called_off(decision: &LinkDecision) -> LinkDecision {
    LinkDecision {
        verdict: Verdict::Refuse,
        kind: decision.kind,
        cloud: decision.cloud,
        needs: None,
        target: None,
        open: None,
        reason: decision.reason,
        message: "The event was cancelled by its organizer.".into(),
    }
}
