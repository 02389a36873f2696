//! What changed on the list of a published event, in order: one row a person, at their latest change.

use jiff::Timestamp;
use rusqlite::params;

use super::events;
use super::registrants::PersonCopy;
use super::registrants::copies::{whole, whole_columns};
use crate::db::At;
use crate::error::StoreError;

table! {
    /// The tables `feed_rows` and `answered_commands`.
    Feed, FeedMut
}

#[derive(Debug, Clone, PartialEq)]
pub struct FeedRow {
    pub seq: i64,
    pub what: Changed,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Changed {
    Person(Box<PersonCopy>),
    /// Off the list, as if they had never been on it.
    Gone(String),
    /// The event's registration: its rules, its places.
    Registration,
}

/// What was answered to a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredCommand {
    pub id: String,
    pub event_id: String,
    pub device_id: String,
    /// SHA-256 of what was asked.
    pub command_hash: [u8; 32],
    /// JSON of the core's.
    pub answer: String,
    pub answered_at: Timestamp,
}

impl Feed<'_> {
    /// From behind `after`.
    pub fn after(&self, event_id: &str, after: i64, limit: u32) -> Result<Vec<FeedRow>, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let person = whole_columns();
        let sql = format!(
            "SELECT f.seq, f.registrant_id AS whose, {person} FROM feed_rows f
             LEFT JOIN registrants r ON r.id = f.registrant_id LEFT JOIN tickets k ON k.registrant_id = f.registrant_id
             WHERE f.event_number = ?1 AND f.seq > ?2 ORDER BY f.seq LIMIT ?3"
        );
        self.db.all(&sql, params![number, after, limit], |row| {
            let (seq, whose): (i64, String) = (row.get("seq")?, row.get("whose")?);
            let there = row.get::<_, Option<String>>("id")?.is_some();
            let what = match (whose.is_empty(), there) {
                (true, _) => Changed::Registration,
                (false, true) => Changed::Person(Box::new(whole(row)?)),
                (false, false) => Changed::Gone(whose),
            };
            Ok(FeedRow { seq, what })
        })
    }

    /// The number of the latest change; 0: there was none.
    pub fn latest(&self, event_id: &str) -> Result<i64, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "SELECT max(seq) FROM feed_rows WHERE event_number = ?1";
        Ok(self.db.one(sql, [number], |row| row.get::<_, Option<i64>>(0))?.flatten().unwrap_or_default())
    }

    pub fn answered(&self, command_id: &str) -> Result<Option<AnsweredCommand>, StoreError> {
        let sql =
            "SELECT c.*, e.id AS event_id FROM answered_commands c JOIN events e ON e.number = c.event_number
             WHERE c.id = ?1";
        self.db.one(sql, [command_id], |row| {
            Ok(AnsweredCommand {
                id: row.get("id")?,
                event_id: row.get("event_id")?,
                device_id: row.get("device_id")?,
                command_hash: row.get("command_hash")?,
                answer: row.get("answer")?,
                answered_at: row.get::<_, At>("answered_at")?.0,
            })
        })
    }
}

impl FeedMut<'_> {
    pub fn answer(&self, answered: &AnsweredCommand) -> Result<(), StoreError> {
        let AnsweredCommand { id, event_id, device_id, command_hash, answer, answered_at } = answered;
        let sql =
            "INSERT INTO answered_commands (id, event_number, device_id, command_hash, answer, answered_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let number = events::number(&self.db, event_id)?;
        let at = At(*answered_at);
        self.db.run(sql, params![id, number, device_id, command_hash, answer, at]).map(drop)
    }

    /// Whoever is still to be told something comes once more, with that.
    pub fn tell_planned(&self, event_id: &str) -> Result<(), StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "UPDATE registrants SET note = note WHERE event_number = ?1
             AND id IN (SELECT registrant_id FROM messages WHERE event_number = ?1 AND state = 'planned')";
        self.db.run(sql, [number]).map(drop)
    }
}
