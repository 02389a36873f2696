//! The outbox as it is read: what is planned, under way, done, and in doubt.

mod heard;
mod held;
mod outbox;

use jiff::Timestamp;
use lectern_domain::language::Language;
use lectern_domain::message::{ChannelKind, MessageKind, MessageState};
use lectern_domain::moved::EventTime;
use rusqlite::{Row, params};

pub use heard::Heard;
pub use held::{HELD, Released};
pub use outbox::{NewMessage, Resolution, SkipReason};

use super::events;
use super::leases::OURS;
use crate::db::{At, ChannelWord, KindWord, LanguageWord, MessageStateWord, at, maybe_at};
use crate::error::StoreError;

table! {
    /// The table `messages`. A message is planned with its operation id, claimed under a lease, sent, and marked.
    ///
    /// Whose lease ran out before an answer came may have been sent: it is listed by [`Messages::abandoned`] and never
    /// claimed again by itself.
    Messages, MessagesMut
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageRecord {
    pub id: String,
    pub event_id: String,
    pub registrant_id: String,
    /// The registrant's, as they are now.
    pub name: String,
    pub email: String,
    /// That they read, where they said so.
    pub language: Option<Language>,
    pub kind: MessageKind,
    pub dedupe: String,
    pub channel: ChannelKind,
    pub state: MessageState,
    pub operation_id: String,
    pub planned_at: Timestamp,
    pub due_at: Timestamp,
    /// When it may be claimed: `due_at`, or later after it was put back.
    pub ready_at: Timestamp,
    /// How often it was claimed, without those that [`MessagesMut::give_back`] took back.
    pub attempts: u32,
    pub claimed_at: Option<Timestamp>,
    pub claim_owner: Option<String>,
    pub lease_until: Option<Timestamp>,
    /// When the service took the request; while the state is sending, the result is awaited.
    pub accepted_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
    pub problem: Option<String>,
    /// Of a move: the time that its reader knows, where it is known here.
    pub was: Option<EventTime>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MessageCounts {
    pub planned: u32,
    pub sending: u32,
    pub delivered: u32,
    pub failed: u32,
    pub ambiguous: u32,
    pub skipped: u32,
}

const SELECT: &str = "SELECT m.*, e.id AS event_id, r.name, r.email, r.language FROM messages m
    JOIN events e ON e.number = m.event_number JOIN registrants r ON r.id = m.registrant_id";

impl Messages<'_> {
    pub fn by_id(&self, id: &str) -> Result<Option<MessageRecord>, StoreError> {
        self.db.one(&format!("{SELECT} WHERE m.id = ?1"), [id], read)
    }

    /// In the order they were planned.
    pub fn of_registrant(&self, registrant_id: &str) -> Result<Vec<MessageRecord>, StoreError> {
        self.db.all(&format!("{SELECT} WHERE m.registrant_id = ?1 ORDER BY m.number"), [registrant_id], read)
    }

    /// What this person heard last of where they stand, or may have heard. That the event was moved says nothing of it.
    pub fn last_told(&self, registrant_id: &str) -> Result<Option<MessageKind>, StoreError> {
        let sql = "SELECT kind FROM messages
             WHERE registrant_id = ?1 AND state IN ('sending', 'delivered', 'ambiguous')
                 AND kind NOT IN ('moved', 'calledOff') ORDER BY number DESC LIMIT 1";
        Ok(self.db.one(sql, [registrant_id], |row| row.get::<_, KindWord>(0))?.map(|kind| kind.0))
    }

    pub fn counts(&self, event_id: &str) -> Result<MessageCounts, StoreError> {
        let number = events::number(&self.db, event_id)?;
        self.count("SELECT state, count(*) FROM messages WHERE event_number = ?1 GROUP BY state", [number])
    }

    /// Over all events.
    pub fn counts_of_all(&self) -> Result<MessageCounts, StoreError> {
        self.count("SELECT state, count(*) FROM messages GROUP BY state", [])
    }

    /// One state, as planned; or all, by state in alphabetical order (ambiguous first: they need a person).
    pub fn page(
        &self,
        event_id: &str,
        state: Option<MessageState>,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<MessageRecord>, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let Some(state) = state else {
            let stretch = "SELECT number FROM messages WHERE event_number = ?1 ORDER BY state, number LIMIT ?2 OFFSET ?3";
            return self.db.all(&rows_of(stretch, "m.state, m.number"), params![number, limit, offset], read);
        };
        let stretch = "SELECT number FROM messages WHERE event_number = ?1 AND state = ?2 ORDER BY number
             LIMIT ?3 OFFSET ?4";
        let window = params![number, MessageStateWord(state), limit, offset];
        self.db.all(&rows_of(stretch, "m.number"), window, read)
    }

    /// In flight when the lease ran out, with no answer seen: nobody knows whether the service took them. Oldest first.
    pub fn abandoned(&self, now: Timestamp) -> Result<Vec<MessageRecord>, StoreError> {
        self.db.all(
            &format!(
                "{SELECT} WHERE m.state = 'sending' AND m.accepted_at IS NULL AND m.lease_until <= ?1 ORDER BY m.number"
            ),
            [At(now)],
            read,
        )
    }

    /// When the next planned message may be claimed; in the past: there is work now. `None`: nothing is planned.
    pub fn next_ready_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = format!("SELECT min(ready_at) FROM messages WHERE state = 'planned' AND {OURS}");
        Ok(self.db.one(&sql, [], |row| row.get::<_, Option<At>>(0))?.flatten().map(|at| at.0))
    }

    /// Of those that were tried and put off: when the first may be tried again, and why it was put off.
    pub fn next_put_off(&self) -> Result<Option<(Timestamp, String)>, StoreError> {
        let sql = format!(
            "SELECT ready_at, problem FROM messages WHERE state = 'planned' AND problem IS NOT NULL AND {OURS}
             ORDER BY ready_at, number LIMIT 1"
        );
        self.db.one(&sql, [], |row| Ok((row.get::<_, At>("ready_at")?.0, row.get("problem")?)))
    }

    /// How many may be claimed now.
    pub fn count_ready(&self, channel: ChannelKind, now: Timestamp) -> Result<u32, StoreError> {
        let sql = format!(
            "SELECT count(*) FROM messages WHERE state = 'planned' AND channel = ?1 AND ready_at <= ?2 AND {OURS}"
        );
        Ok(self.db.one(&sql, params![ChannelWord(channel), At(now)], |row| row.get(0))?.unwrap_or_default())
    }

    fn count(&self, sql: &str, params: impl rusqlite::Params) -> Result<MessageCounts, StoreError> {
        let mut counts = MessageCounts::default();
        let rows = self.db.all(sql, params, |row| Ok((row.get::<_, MessageStateWord>(0)?.0, row.get(1)?)))?;
        for (state, count) in rows {
            *match state {
                MessageState::Planned => &mut counts.planned,
                MessageState::Sending => &mut counts.sending,
                MessageState::Delivered => &mut counts.delivered,
                MessageState::Failed => &mut counts.failed,
                MessageState::Ambiguous => &mut counts.ambiguous,
                MessageState::Skipped => &mut counts.skipped,
            } = count;
        }
        Ok(counts)
    }
}

/// The messages of a stretch that the index alone has sorted and cut: what is skipped is not looked up.
fn rows_of(stretch: &str, order: &str) -> String {
    format!(
        "SELECT m.*, e.id AS event_id, r.name, r.email, r.language FROM ({stretch}) s
         CROSS JOIN messages m ON m.number = s.number CROSS JOIN events e ON e.number = m.event_number
         CROSS JOIN registrants r ON r.id = m.registrant_id ORDER BY {order}"
    )
}

fn read(row: &Row<'_>) -> rusqlite::Result<MessageRecord> {
    Ok(MessageRecord {
        id: row.get("id")?,
        event_id: row.get("event_id")?,
        registrant_id: row.get("registrant_id")?,
        name: row.get("name")?,
        email: row.get("email")?,
        language: row.get::<_, Option<LanguageWord>>("language")?.map(|word| word.0),
        kind: row.get::<_, KindWord>("kind")?.0,
        dedupe: row.get("dedupe")?,
        channel: row.get::<_, ChannelWord>("channel")?.0,
        state: row.get::<_, MessageStateWord>("state")?.0,
        operation_id: row.get("operation_id")?,
        planned_at: at(row, "planned_at")?,
        due_at: at(row, "due_at")?,
        ready_at: at(row, "ready_at")?,
        attempts: row.get("attempts")?,
        claimed_at: maybe_at(row, "claimed_at")?,
        claim_owner: row.get("claim_owner")?,
        lease_until: maybe_at(row, "lease_until")?,
        accepted_at: maybe_at(row, "accepted_at")?,
        finished_at: maybe_at(row, "finished_at")?,
        problem: row.get("problem")?,
        was: heard::was(row)?,
    })
}
