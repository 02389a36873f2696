//! What was erased, and what of it is still to be done.

use jiff::Timestamp;
use rusqlite::{Row, params};
use serde_json::Value;

use crate::db::{At, at, maybe_at};
use crate::error::StoreError;

table! {
    /// The table `erasures`. Written with the erasing itself; its end comes when copies and files beside the store have
    /// been seen to, and the store's own file has been rewritten.
    Erasures, ErasuresMut
}

#[derive(Debug, Clone, PartialEq)]
pub struct NewErasure {
    pub id: String,
    /// Of one person; else the event is named.
    pub pseudonym: Option<String>,
    pub event_id: Option<String>,
    /// Of no more than these rows of lists, by id.
    pub rows: Vec<String>,
    pub who: String,
    /// How many rows of lists.
    pub people: usize,
    /// The caller's: whom to look for in copies and files.
    pub wanted: Value,
    pub report: Value,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ErasureRecord {
    pub id: String,
    pub pseudonym: Option<String>,
    pub event_id: Option<String>,
    pub rows: Vec<String>,
    pub who: String,
    pub people: u32,
    pub began_at: Timestamp,
    /// `None`: not everything is done yet.
    pub ended_at: Option<Timestamp>,
    pub wanted: Option<Value>,
    pub report: Value,
}

const LATEST: u32 = 50;

impl Erasures<'_> {
    /// Cut off, or held up by another process; oldest first.
    pub fn unfinished(&self) -> Result<Vec<ErasureRecord>, StoreError> {
        self.db.all("SELECT * FROM erasures WHERE ended_at IS NULL ORDER BY number", [], read)
    }

    /// All of them, oldest first.
    pub fn all(&self) -> Result<Vec<ErasureRecord>, StoreError> {
        self.db.all("SELECT * FROM erasures ORDER BY number", [], read)
    }

    /// The latest fifty, latest first.
    pub fn latest(&self) -> Result<Vec<ErasureRecord>, StoreError> {
        self.db.all("SELECT * FROM erasures ORDER BY number DESC LIMIT ?1", [LATEST], read)
    }

    pub fn by_id(&self, id: &str) -> Result<Option<ErasureRecord>, StoreError> {
        self.db.one("SELECT * FROM erasures WHERE id = ?1", [id], read)
    }

    /// The last one for which this event's time was over.
    pub fn of_event(&self, event_id: &str) -> Result<Option<ErasureRecord>, StoreError> {
        let sql = "SELECT * FROM erasures WHERE event_id = ?1 ORDER BY number DESC LIMIT 1";
        self.db.one(sql, [event_id], read)
    }

    /// Whether somebody of this pseudonym asked to be erased.
    pub fn knows(&self, pseudonym: &str) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM erasures WHERE pseudonym = ?1)";
        Ok(self.db.one(sql, [pseudonym], |row| row.get(0))?.unwrap_or_default())
    }
}

impl ErasuresMut<'_> {
    pub fn begin(&self, new: &NewErasure, now: Timestamp) -> Result<(), StoreError> {
        self.db.run(
            "INSERT INTO erasures (id, pseudonym, event_id, who, people, began_at, wanted, report, of_rows)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                new.id,
                new.pseudonym,
                new.event_id,
                new.who,
                i64::try_from(new.people).unwrap_or(i64::MAX),
                At(now),
                new.wanted.to_string(),
                new.report.to_string(),
                of_rows(&new.rows),
            ],
        )?;
        Ok(())
    }

    /// As another store has it; one that is here already stays as it is.
    pub fn carry(&self, record: &ErasureRecord) -> Result<(), StoreError> {
        self.db.run(
            "INSERT INTO erasures (id, pseudonym, event_id, who, people, began_at, ended_at, wanted, report, of_rows)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (id) DO NOTHING",
            params![
                record.id,
                record.pseudonym,
                record.event_id,
                record.who,
                record.people,
                At(record.began_at),
                record.ended_at.map(At),
                record.wanted.as_ref().map(Value::to_string),
                record.report.to_string(),
                of_rows(&record.rows),
            ],
        )?;
        Ok(())
    }

    /// Copies and files have been seen to: nobody needs to know any more whom to look for.
    pub fn looked_through(&self, id: &str, report: &Value) -> Result<(), StoreError> {
        let sql = "UPDATE erasures SET wanted = NULL, report = ?2 WHERE id = ?1";
        self.db.run(sql, params![id, report.to_string()]).map(drop)
    }

    /// The store's file has been rewritten too. Ending twice keeps the first moment.
    pub fn finish(&self, id: &str, now: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE erasures SET ended_at = coalesce(ended_at, ?2) WHERE id = ?1 AND wanted IS NULL";
        self.db.run(sql, params![id, At(now)]).map(drop)
    }
}

fn of_rows(rows: &[String]) -> Option<String> {
    (!rows.is_empty()).then(|| serde_json::json!(rows).to_string())
}

fn read(row: &Row<'_>) -> rusqlite::Result<ErasureRecord> {
    let json = |text: String| serde_json::from_str(&text).unwrap_or(Value::Null);
    Ok(ErasureRecord {
        id: row.get("id")?,
        pseudonym: row.get("pseudonym")?,
        event_id: row.get("event_id")?,
        rows: row
            .get::<_, Option<String>>("of_rows")?
            .map_or_else(Vec::new, |text| serde_json::from_str(&text).unwrap_or_default()),
        who: row.get("who")?,
        people: row.get("people")?,
        began_at: at(row, "began_at")?,
        ended_at: maybe_at(row, "ended_at")?,
        wanted: row.get::<_, Option<String>>("wanted")?.map(json),
        report: json(row.get("report")?),
    })
}
