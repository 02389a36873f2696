//! The outbox of an event, as its organizer sees it.

use lectern_domain::language::Language;
use lectern_domain::message::{ChannelKind, MessageKind, MessageState};
use lectern_store::messages::{MessageCounts as Counted, MessageRecord};
use serde::Serialize;
use ts_rs::TS;

use super::render;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::serving::publication;

#[derive(Debug, Clone, Copy, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct MessageCounts {
    pub planned: u32,
    pub sending: u32,
    pub delivered: u32,
    pub failed: u32,
    pub ambiguous: u32,
    pub skipped: u32,
}

impl From<Counted> for MessageCounts {
    fn from(counted: Counted) -> Self {
        let Counted { planned, sending, delivered, failed, ambiguous, skipped } = counted;
        Self { planned, sending, delivered, failed, ambiguous, skipped }
    }
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct MessageRow {
    pub id: String,
    pub registrant_id: String,
    pub name: String,
    pub email: String,
    pub kind: MessageKind,
    pub channel: ChannelKind,
    pub state: MessageState,
    pub subject: String,
    pub due_at: String,
    /// When it was delivered, failed, or was last tried.
    pub at: Option<String>,
    pub problem: Option<String>,
    /// What the channel knows this message by.
    pub operation_id: String,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct MessagePage {
    pub counts: MessageCounts,
    pub rows: Vec<MessageRow>,
}

impl MessageRow {
    fn of(record: MessageRecord, title: &str, page: Language) -> Self {
        Self {
            subject: render::subject(record.kind, title, record.language.unwrap_or(page)),
            at: record.finished_at.or(record.accepted_at).or(record.claimed_at).map(|at| at.to_string()),
            id: record.id,
            registrant_id: record.registrant_id,
            name: record.name,
            email: record.email,
            kind: record.kind,
            channel: record.channel,
            state: record.state,
            due_at: record.due_at.to_string(),
            problem: record.problem,
            operation_id: record.operation_id,
        }
    }
}

/// The most rows of one window.
const MOST: u32 = 500;

pub async fn page(
    desk: &Desk,
    id: &str,
    state: Option<MessageState>,
    offset: u32,
    limit: u32,
) -> Result<MessagePage, DeskError> {
    let id = id.to_owned();
    let (counts, rows, title, page) = desk
        .read(move |r| {
            let (title, page) = (r.events().get(&id)?.title, publication::language(r, &id)?);
            let rows = r.messages().page(&id, state, offset, limit.min(MOST))?;
            Ok((r.messages().counts(&id)?, rows, title, page))
        })
        .await?;
    let rows = rows.into_iter().map(|record| MessageRow::of(record, &title, page)).collect();
    Ok(MessagePage { counts: counts.into(), rows })
}
