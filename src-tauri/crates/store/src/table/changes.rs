//! The history: who did what to which event or registrant.

use jiff::Timestamp;
use rusqlite::{Row, params};
use serde_json::Value;

use crate::db::{At, at};
use crate::error::StoreError;

table! {
    /// The table `changes`; it only grows.
    Changes, ChangesMut
}

#[derive(Debug, Clone, PartialEq)]
pub struct NewChange {
    pub who: String,
    pub event_id: Option<String>,
    pub registrant_id: Option<String>,
    /// A short word of the caller's, such as `eventCreated`.
    pub what: String,
    pub detail: Value,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ChangeRecord {
    pub id: i64,
    pub at: Timestamp,
    pub who: String,
    pub event_id: Option<String>,
    pub registrant_id: Option<String>,
    pub what: String,
    pub detail: Value,
}

impl Changes<'_> {
    /// Latest first.
    pub fn of_event(&self, event_id: &str, offset: u32, limit: u32) -> Result<Vec<ChangeRecord>, StoreError> {
        let sql = "SELECT * FROM changes WHERE event_id = ?1 ORDER BY id DESC LIMIT ?2 OFFSET ?3";
        self.db.all(sql, params![event_id, limit, offset], read)
    }

    /// In the order in which it happened.
    pub fn of_registrant(&self, registrant_id: &str) -> Result<Vec<ChangeRecord>, StoreError> {
        self.db.all("SELECT * FROM changes WHERE registrant_id = ?1 ORDER BY id", [registrant_id], read)
    }

    /// Latest first.
    pub fn list(&self, offset: u32, limit: u32) -> Result<Vec<ChangeRecord>, StoreError> {
        self.db.all("SELECT * FROM changes ORDER BY id DESC LIMIT ?1 OFFSET ?2", params![limit, offset], read)
    }
}

impl ChangesMut<'_> {
    pub fn record(&self, change: &NewChange, now: Timestamp) -> Result<(), StoreError> {
        self.db.run(
            "INSERT INTO changes (at, who, event_id, registrant_id, what, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                At(now),
                change.who,
                change.event_id,
                change.registrant_id,
                change.what,
                change.detail.to_string()
            ],
        )?;
        Ok(())
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<ChangeRecord> {
    let detail: String = row.get("detail")?;
    Ok(ChangeRecord {
        id: row.get("id")?,
        at: at(row, "at")?,
        who: row.get("who")?,
        event_id: row.get("event_id")?,
        registrant_id: row.get("registrant_id")?,
        what: row.get("what")?,
        // The schema holds it to be JSON; what serde cannot take (too deep) is still shown, as text.
        detail: serde_json::from_str(&detail).unwrap_or(Value::String(detail)),
    })
}
