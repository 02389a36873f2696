//! What was changed on the calendar by somebody else's hand, until the organizer has seen it.

use jiff::Timestamp;
use rusqlite::params;

use super::events::number;
use crate::db::{At, at, maybe_at};
use crate::error::StoreError;

table! {
    /// The table `event_elsewhere`.
    Elsewhere, ElsewhereMut
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElsewhereRecord {
    pub noticed_at: Timestamp,
    /// When the service says it was edited.
    pub edited_at: Option<Timestamp>,
    /// JSON of the caller's.
    pub fields: String,
}

impl Elsewhere<'_> {
    /// What the organizer has not seen yet, oldest first.
    pub fn unseen(&self, event_id: &str) -> Result<Vec<ElsewhereRecord>, StoreError> {
        self.db.all(
            "SELECT x.* FROM event_elsewhere x JOIN events e ON e.number = x.event_number
             WHERE e.id = ?1 AND x.seen_at IS NULL ORDER BY x.id",
            [event_id],
            |row| {
                Ok(ElsewhereRecord {
                    noticed_at: at(row, "noticed_at")?,
                    edited_at: maybe_at(row, "edited_at")?,
                    fields: row.get("fields")?,
                })
            },
        )
    }
}

impl ElsewhereMut<'_> {
    pub fn noticed(&self, event_id: &str, change: &ElsewhereRecord) -> Result<(), StoreError> {
        self.db.run(
            "INSERT INTO event_elsewhere (event_number, noticed_at, edited_at, fields) VALUES (?1, ?2, ?3, ?4)",
            params![
                number(&self.db, event_id)?,
                At(change.noticed_at),
                change.edited_at.map(At),
                change.fields
            ],
        )?;
        Ok(())
    }

    pub fn seen(&self, event_id: &str, now: Timestamp) -> Result<(), StoreError> {
        self.db.run(
            "UPDATE event_elsewhere SET seen_at = ?2 WHERE event_number = ?1 AND seen_at IS NULL",
            params![number(&self.db, event_id)?, At(now)],
        )?;
        Ok(())
    }
}
