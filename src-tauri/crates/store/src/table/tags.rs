//! Words that the organizer puts on people, to find them again.

use rusqlite::params;

use super::events;
use crate::error::StoreError;

table! {
    /// The table `registrant_tags`.
    Tags, TagsMut
}

impl Tags<'_> {
    /// In alphabetical order.
    pub fn of_registrant(&self, registrant_id: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT tag FROM registrant_tags WHERE registrant_id = ?1 ORDER BY tag";
        self.db.all(sql, [registrant_id], |row| row.get(0))
    }

    /// All that are used in an event, each with how many people have it.
    pub fn of_event(&self, event_id: &str) -> Result<Vec<(String, u32)>, StoreError> {
        let sql =
            "SELECT tag, count(*) FROM registrant_tags WHERE event_number = ?1 GROUP BY tag ORDER BY tag";
        self.db.all(sql, [events::number(&self.db, event_id)?], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// As [`Self::of_event`], of the groups.
    pub fn groups_of_event(&self, event_id: &str) -> Result<Vec<(String, u32)>, StoreError> {
        let sql = "SELECT group_name, count(*) FROM registrants
             WHERE event_number = ?1 AND group_name IS NOT NULL GROUP BY group_name ORDER BY group_name";
        self.db.all(sql, [events::number(&self.db, event_id)?], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}

impl TagsMut<'_> {
    /// Whether it was not there yet.
    pub fn put(&self, event_id: &str, registrant_id: &str, tag: &str) -> Result<bool, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "INSERT INTO registrant_tags (event_number, tag, registrant_id) VALUES (?1, ?2, ?3)
             ON CONFLICT DO NOTHING";
        Ok(self.db.run(sql, params![number, tag, registrant_id])? == 1)
    }

    /// Whether it was there.
    pub fn take(&self, event_id: &str, registrant_id: &str, tag: &str) -> Result<bool, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "DELETE FROM registrant_tags WHERE event_number = ?1 AND tag = ?2 AND registrant_id = ?3";
        Ok(self.db.run(sql, params![number, tag, registrant_id])? == 1)
    }
}
