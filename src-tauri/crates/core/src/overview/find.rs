//! "Where is …?" Events by title, people by name or address, messages by whom they are to: over all events.

use lectern_domain::message::{MessageKind, MessageState};
use lectern_domain::registration::RegistrantStatus;
use serde::Serialize;
use ts_rs::TS;

use crate::desk::Desk;
use crate::error::DeskError;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct FoundEvent {
    pub id: String,
    pub title: String,
    pub start: String,
    pub zone: String,
    /// A webinar or town hall.
    pub is_virtual: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct FoundPerson {
    /// Graph's id of the registration where it is Teams' list.
    pub registrant_id: String,
    pub event_id: String,
    pub event_title: String,
    pub name: String,
    pub email: String,
    pub status: RegistrantStatus,
    /// On Teams' list of a webinar.
    pub is_virtual: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct FoundMessage {
    pub id: String,
    pub event_id: String,
    pub event_title: String,
    /// Whom it is to.
    pub name: String,
    pub kind: MessageKind,
    pub state: MessageState,
}

/// The first of each kind, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct Found {
    pub events: Vec<FoundEvent>,
    pub events_total: u32,
    pub people: Vec<FoundPerson>,
    /// 1,000 stands for a thousand and more.
    pub people_total: u32,
    pub messages: Vec<FoundMessage>,
    /// Of the first hundred people that are found.
    pub messages_total: u32,
}

/// The most of a kind that are told.
const MOST: u32 = 100;

/// Each word of `query` must begin a word of what is looked for; accents and capitals don't matter. At most `limit` of
/// each kind.
pub async fn everywhere(desk: &Desk, query: &str, limit: u32) -> Result<Found, DeskError> {
    let (query, now, most) = (query.to_owned(), desk.now(), limit.min(MOST));
    let (events, people, messages) = desk
        .read(move |r| {
            let finds = r.finds();
            let events = finds.events(&query, now, most as usize)?;
            Ok((events, finds.people(&query, most)?, finds.messages(&query, most)?))
        })
        .await?;
    let event = |found: lectern_store::finds::FoundEvent| FoundEvent {
        id: found.id,
        title: found.title,
        start: found.start.to_string(),
        zone: found.zone,
        is_virtual: found.is_virtual,
    };
    let person = |found: lectern_store::finds::FoundPerson| FoundPerson {
        registrant_id: found.id,
        event_id: found.event_id,
        event_title: found.event_title,
        name: found.name,
        email: found.email,
        status: found.status,
        is_virtual: found.is_virtual,
    };
    let message = |found: lectern_store::finds::FoundMessage| FoundMessage {
        id: found.id,
        event_id: found.event_id,
        event_title: found.event_title,
        name: found.name,
        kind: found.kind,
        state: found.state,
    };
    Ok(Found {
        events: events.rows.into_iter().map(event).collect(),
        events_total: events.total,
        people: people.rows.into_iter().map(person).collect(),
        people_total: people.total,
        messages: messages.rows.into_iter().map(message).collect(),
        messages_total: messages.total,
    })
}
