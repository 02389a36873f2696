//! People registered with a meeting by Microsoft's retired external registration: their links are told only once.

use jiff::Timestamp;
use rusqlite::params;

use super::events::number;
use crate::db::At;
use crate::error::StoreError;

table! {
    /// The table `external_registrants`.
    ExternalRegistrants, ExternalRegistrantsMut
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalRegistrantRecord {
    /// What the service was told to know the person by.
    pub id: String,
    pub name: String,
    /// `None`: the answer that held it never came, and nobody can ask again.
    pub join_url: Option<String>,
}

impl ExternalRegistrants<'_> {
    /// Those who were not removed.
    pub fn of_event(&self, event_id: &str) -> Result<Vec<ExternalRegistrantRecord>, StoreError> {
        self.db.all(
            "SELECT r.id, r.name, r.join_url FROM external_registrants r JOIN events e ON e.number = r.event_number
             WHERE e.id = ?1 AND r.removed_at IS NULL ORDER BY r.number",
            [event_id],
            |row| {
                Ok(ExternalRegistrantRecord {
                    id: row.get("id")?,
                    name: row.get("name")?,
                    join_url: row.get("join_url")?,
                })
            },
        )
    }
}

impl ExternalRegistrantsMut<'_> {
    /// Before the service is asked; the same again changes nothing.
    pub fn insert(&self, event_id: &str, id: &str, name: &str, now: Timestamp) -> Result<(), StoreError> {
        self.db.run(
            "INSERT INTO external_registrants (event_number, id, name, created_at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (event_number, id) DO NOTHING",
            params![number(&self.db, event_id)?, id, name, At(now)],
        )?;
        Ok(())
    }

    pub fn join_url(&self, event_id: &str, id: &str, join_url: &str) -> Result<(), StoreError> {
        self.db.run(
            "UPDATE external_registrants SET join_url = ?3 WHERE event_number = ?1 AND id = ?2",
            params![number(&self.db, event_id)?, id, join_url],
        )?;
        Ok(())
    }

    pub fn removed(&self, event_id: &str, id: &str, now: Timestamp) -> Result<(), StoreError> {
        self.db.run(
            "UPDATE external_registrants SET removed_at = ?3 WHERE event_number = ?1 AND id = ?2",
            params![number(&self.db, event_id)?, id, At(now)],
        )?;
        Ok(())
    }

    /// The registration itself was deleted, and with it everybody.
    pub fn all_removed(&self, event_id: &str, now: Timestamp) -> Result<(), StoreError> {
        self.db.run(
            "UPDATE external_registrants SET removed_at = ?2 WHERE event_number = ?1 AND removed_at IS NULL",
            params![number(&self.db, event_id)?, At(now)],
        )?;
        Ok(())
    }
}
