//! People registered with a meeting by Microsoft's retired external registration: their links are told only once.

use jiff::Timestamp;
use rusqlite::params;

use super::events::number;
use crate::db::At;
use crate::error::StoreError;

table! {
    /// The tables `external_registrations` and `external_registrants`.
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
    pub fn is_open(&self, event_id: &str) -> Result<bool, StoreError> {
        let found = self.db.one(
            "SELECT 1 FROM external_registrations r JOIN events e ON e.number = r.event_number
             WHERE e.id = ?1 AND r.closed_at IS NULL",
            [event_id],
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }

    /// By what the service knows somebody on the list; our own id where it never told another.
    pub fn service_id(&self, event_id: &str, id: &str) -> Result<Option<String>, StoreError> {
        self.db.one(
            "SELECT coalesce(r.service_id, r.id) FROM external_registrants r
             JOIN events e ON e.number = r.event_number WHERE e.id = ?1 AND r.id = ?2 AND r.removed_at IS NULL",
            [event_id, id],
            |row| row.get(0),
        )
    }

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

    /// What the service answered, the only time that it does.
    pub fn told(
        &self,
        event_id: &str,
        id: &str,
        service_id: &str,
        join_url: Option<&str>,
    ) -> Result<(), StoreError> {
        self.db.run(
            "UPDATE external_registrants SET service_id = ?3, join_url = ?4 WHERE event_number = ?1 AND id = ?2",
            params![number(&self.db, event_id)?, id, service_id, join_url],
        )?;
        Ok(())
    }

    /// Opening twice keeps the first moment.
    pub fn opened(&self, event_id: &str, now: Timestamp) -> Result<(), StoreError> {
        self.db.run(
            "INSERT INTO external_registrations (event_number, opened_at) VALUES (?1, ?2)
             ON CONFLICT (event_number) DO UPDATE SET closed_at = NULL,
                 opened_at = CASE WHEN closed_at IS NULL THEN opened_at ELSE excluded.opened_at END",
            params![number(&self.db, event_id)?, At(now)],
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

    /// The registration was deleted, and everybody's link with it.
    pub fn closed(&self, event_id: &str, now: Timestamp) -> Result<(), StoreError> {
        let event = number(&self.db, event_id)?;
        self.db.run(
            "UPDATE external_registrants SET removed_at = ?2 WHERE event_number = ?1 AND removed_at IS NULL",
            params![event, At(now)],
        )?;
        self.db.run(
            "UPDATE external_registrations SET closed_at = ?2 WHERE event_number = ?1",
            params![event, At(now)],
        )?;
        Ok(())
    }
}
