//! What those who are invited should know of an event besides its time: how to dial in, and that it was moved.

use jiff::Timestamp;
use rusqlite::{Row, params};

use super::events::number;
use crate::db::{At, at};
use crate::error::StoreError;

table! {
    /// The tables `event_dial_in` and `event_moves`. A trigger writes the second.
    Notices, NoticesMut
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DialInRecord {
    pub conference_id: Option<String>,
    pub toll_numbers: Vec<String>,
    pub toll_free_numbers: Vec<String>,
    /// A page with the numbers of other countries.
    pub more_numbers_url: Option<String>,
}

/// Where an event was before it was moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveRecord {
    pub start: Timestamp,
    pub end: Timestamp,
    pub zone: String,
}

impl Notices<'_> {
    pub fn dial_in(&self, event_id: &str) -> Result<Option<DialInRecord>, StoreError> {
        self.db.one(
            "SELECT d.* FROM event_dial_in d JOIN events e ON e.number = d.event_number WHERE e.id = ?1",
            [event_id],
            |row| {
                Ok(DialInRecord {
                    conference_id: row.get("conference_id")?,
                    toll_numbers: numbers(row, "toll_numbers")?,
                    toll_free_numbers: numbers(row, "toll_free_numbers")?,
                    more_numbers_url: row.get("more_numbers_url")?,
                })
            },
        )
    }

    /// The first move after that moment: where somebody who heard of the event then still believes it to be.
    pub fn moved_since(&self, event_id: &str, since: Timestamp) -> Result<Option<MoveRecord>, StoreError> {
        self.db.one(
            "SELECT m.start_utc, m.end_utc, m.zone FROM event_moves m
             JOIN events e ON e.number = m.event_number
             WHERE e.id = ?1 AND m.moved_at >= ?2 ORDER BY m.id LIMIT 1",
            params![event_id, At(since)],
            |row| {
                Ok(MoveRecord {
                    start: at(row, "start_utc")?,
                    end: at(row, "end_utc")?,
                    zone: row.get("zone")?,
                })
            },
        )
    }
}

impl NoticesMut<'_> {
    /// Keeps the newest.
    pub fn set_dial_in(&self, event_id: &str, dial_in: &DialInRecord) -> Result<(), StoreError> {
        self.db.run(
            "REPLACE INTO event_dial_in
                 (event_number, conference_id, toll_numbers, toll_free_numbers, more_numbers_url)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                number(&self.db, event_id)?,
                dial_in.conference_id,
                serde_json::json!(dial_in.toll_numbers).to_string(),
                serde_json::json!(dial_in.toll_free_numbers).to_string(),
                dial_in.more_numbers_url,
            ],
        )?;
        Ok(())
    }
}

fn numbers(row: &Row<'_>, column: &str) -> rusqlite::Result<Vec<String>> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error.into())
    })
}
