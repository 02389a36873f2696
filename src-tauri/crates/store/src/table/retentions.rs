//! How long the people of an event are kept after its end.

use jiff::Timestamp;
use rusqlite::params;

use crate::db::At;
use crate::error::StoreError;

table! {
    /// The table `event_retentions`.
    Retentions, RetentionsMut
}

impl Retentions<'_> {
    /// `None`: nobody has said; `Some(None)`: for good.
    pub fn of_event(&self, event_id: &str) -> Result<Option<Option<u32>>, StoreError> {
        self.db.one("SELECT days FROM event_retentions WHERE event_id = ?1", [event_id], |row| row.get(0))
    }

    /// Events that have an end to it, each with the days.
    pub fn limited(&self) -> Result<Vec<(String, u32)>, StoreError> {
        let sql = "SELECT event_id, days FROM event_retentions WHERE days IS NOT NULL ORDER BY event_id";
        self.db.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}

impl RetentionsMut<'_> {
    pub fn set(&self, event_id: &str, days: Option<u32>, now: Timestamp) -> Result<(), StoreError> {
        let sql = "REPLACE INTO event_retentions (event_id, days, set_at) VALUES (?1, ?2, ?3)";
        self.db.run(sql, params![event_id, days, At(now)]).map(drop)
    }
}
