//! What was done to a person and what they were told, as it goes along with them from one copy of a list to another. What
//! is there already is not put there twice.

use jiff::Timestamp;
use lectern_domain::message::{ChannelKind, MessageKind, MessageState};
use rusqlite::params;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{RegistrantsMut, events};
use crate::db::{At, ChannelWord, KindWord, MessageStateWord};
use crate::error::StoreError;

/// One entry of the history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PastChange {
    pub at: Timestamp,
    pub who: String,
    pub what: String,
    pub detail: Value,
}

/// A message that left, or may have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PastMessage {
    pub id: String,
    pub kind: MessageKind,
    pub channel: ChannelKind,
    pub state: MessageState,
    pub planned_at: Timestamp,
    pub finished_at: Timestamp,
}

/// Of a row `r` of `registrants`, as JSON, each in the order in which it happened.
pub(crate) const PAST: &str = "(SELECT json_group_array(json_object('at', c.at, 'who', c.who, 'what', c.what,
            'detail', json(c.detail)))
        FROM (SELECT * FROM changes WHERE registrant_id = r.id ORDER BY id) c) AS history,
    (SELECT json_group_array(json_object('id', m.id, 'kind', m.kind, 'channel', m.channel, 'state', m.state,
            'plannedAt', m.planned_at, 'finishedAt', m.finished_at))
        FROM (SELECT * FROM messages WHERE registrant_id = r.id AND state IN ('delivered', 'ambiguous')
            ORDER BY number) m) AS told";

impl RegistrantsMut<'_> {
    pub(super) fn settle_history(
        &self,
        event_id: &str,
        id: &str,
        history: &[PastChange],
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO changes (at, who, event_id, registrant_id, what, detail)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS (SELECT 1 FROM changes
                 WHERE registrant_id = ?4 AND at = ?1 AND who = ?2 AND what = ?5 AND detail = ?6)";
        history.iter().try_for_each(|past| {
            let PastChange { at, who, what, detail } = past;
            self.db.run(sql, params![At(*at), who, event_id, id, what, detail.to_string()]).map(drop)
        })
    }

    pub(super) fn settle_told(
        &self,
        event_id: &str,
        id: &str,
        told: &[PastMessage],
    ) -> Result<(), StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "INSERT INTO messages (id, event_number, registrant_id, kind, dedupe, channel, state, operation_id,
                 planned_at, due_at, ready_at, finished_at)
             VALUES (?1, ?2, ?3, ?4, ?1, ?5, ?6, ?1, ?7, ?7, ?7, ?8) ON CONFLICT DO NOTHING";
        told.iter().filter(|past| is_past(past.state)).try_for_each(|past| {
            let kind = KindWord(past.kind);
            let (channel, state) = (ChannelWord(past.channel), MessageStateWord(past.state));
            let (planned, finished) = (At(past.planned_at), At(past.finished_at));
            self.db.run(sql, params![past.id, number, id, kind, channel, state, planned, finished]).map(drop)
        })
    }
}

fn is_past(state: MessageState) -> bool {
    matches!(state, MessageState::Delivered | MessageState::Ambiguous)
}
