//! Who sends an event's messages: this store's outbox, or another one.

use jiff::Timestamp;
use rusqlite::params;

use super::events;
use crate::db::At;
use crate::error::StoreError;

table! {
    /// The table `sent_elsewhere`.
    Leases, LeasesMut
}

/// As a condition on a row of `messages`: it is this outbox's to send.
pub(crate) const OURS: &str = "event_number NOT IN (SELECT event_number FROM sent_elsewhere)";

impl Leases<'_> {
    /// Since when another outbox sends this event's messages; `None`: this one does.
    pub fn elsewhere(&self, event_id: &str) -> Result<Option<Timestamp>, StoreError> {
        let sql =
            "SELECT s.since FROM sent_elsewhere s JOIN events e ON e.number = s.event_number WHERE e.id = ?1";
        Ok(self.db.one(sql, [event_id], |row| row.get::<_, At>(0))?.map(|at| at.0))
    }

    /// Messages of this event that are on their way from here: claimed, and not known to have arrived.
    pub fn under_way(&self, event_id: &str) -> Result<u32, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "SELECT count(*) FROM messages WHERE event_number = ?1 AND state = 'sending'";
        Ok(self.db.one(sql, [number], |row| row.get(0))?.unwrap_or_default())
    }
}

impl LeasesMut<'_> {
    /// From here on another outbox sends them.
    pub fn give(&self, event_id: &str, now: Timestamp) -> Result<(), StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "INSERT INTO sent_elsewhere (event_number, since) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        self.db.run(sql, params![number, At(now)]).map(drop)
    }

    /// From here on this one does.
    pub fn take(&self, event_id: &str) -> Result<(), StoreError> {
        let number = events::number(&self.db, event_id)?;
        self.db.run("DELETE FROM sent_elsewhere WHERE event_number = ?1", [number]).map(drop)
    }
}
