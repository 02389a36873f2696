//! What the people of an event were told of it, for when it is moved or called off.

use jiff::Timestamp;
use lectern_domain::moved::EventTime;
use rusqlite::{Row, params};

use super::{Messages, MessagesMut, events};
use crate::db::{At, maybe_at};
use crate::error::StoreError;

/// Somebody with a place, an offer or a turn in the queue who reads mail of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heard {
    pub registrant_id: String,
    /// When the last mail was made that named the event's time and left, or may have.
    pub heard_at: Option<Timestamp>,
    /// A mail about where they stand has not left yet.
    pub greeting: bool,
    /// A mail about a move that has not left yet.
    pub waiting: Option<String>,
    /// The time that that one says it was.
    pub was: Option<EventTime>,
}

impl Heard {
    /// Who knows a time of the event, and nothing is on its way to them that will say it.
    pub fn knows(&self) -> bool {
        self.heard_at.is_some() && !self.greeting
    }
}

const HEARD: &str = "SELECT r.id,
         (SELECT max(coalesce(m.claimed_at, m.finished_at)) FROM messages m
          WHERE m.registrant_id = r.id AND m.state IN ('sending', 'delivered', 'ambiguous')) AS heard_at,
         EXISTS (SELECT 1 FROM messages m WHERE m.registrant_id = r.id AND m.state = 'planned'
             AND m.kind NOT IN ('moved', 'calledOff')) AS greeting,
         w.id AS waiting, w.was_start, w.was_end, w.was_zone
     FROM registrants r
     LEFT JOIN messages w ON w.registrant_id = r.id AND w.kind = 'moved' AND w.state = 'planned'
     WHERE r.event_number = ?1 AND r.status IN ('registered', 'offered', 'waitlisted')
         AND r.guest_of IS NULL AND r.erased_at IS NULL
     ORDER BY r.id";

impl Messages<'_> {
    /// Guests are their hosts' to tell.
    pub fn heard(&self, event_id: &str) -> Result<Vec<Heard>, StoreError> {
        let number = events::number(&self.db, event_id)?;
        self.db.all(HEARD, [number], |row| {
            Ok(Heard {
                registrant_id: row.get("id")?,
                heard_at: maybe_at(row, "heard_at")?,
                greeting: row.get("greeting")?,
                waiting: row.get("waiting")?,
                was: was(row)?,
            })
        })
    }

    /// Whether a mail about a move was overtaken by what was said to this person since, and that was taken back too.
    pub fn missed_move(&self, registrant_id: &str) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM messages WHERE registrant_id = ?1 AND kind = 'moved' AND state = 'skipped'
                 AND skip_reason = 'overtaken' AND number > (SELECT max(number) FROM messages
                     WHERE registrant_id = ?1 AND state IN ('sending', 'delivered', 'ambiguous'))
             LIMIT 1";
        Ok(self.db.one(sql, [registrant_id], |_| Ok(()))?.is_some())
    }
}

impl MessagesMut<'_> {
    /// What the reader of a mail about a move believes until then.
    pub fn set_was(&self, id: &str, was: &EventTime) -> Result<(), StoreError> {
        let sql = "UPDATE messages SET was_start = ?2, was_end = ?3, was_zone = ?4 WHERE id = ?1";
        self.db.run(sql, params![id, At(was.start), At(was.end), was.zone]).map(drop)
    }
}

pub(super) fn was(row: &Row<'_>) -> rusqlite::Result<Option<EventTime>> {
    let zone: Option<String> = row.get("was_zone")?;
    let times = maybe_at(row, "was_start")?.zip(maybe_at(row, "was_end")?);
    Ok(times.zip(zone).map(|((start, end), zone)| EventTime { start, end, zone }))
}
