//! What was done to many people at once: what it was, whom it touched, and of an interrupted import its file.

use jiff::Timestamp;
use lectern_domain::bulk::{BulkKind, BulkState};
use rusqlite::{Row, params};
use serde_json::Value;

use super::events;
use crate::db::{At, BulkKindWord, BulkStateWord, at, maybe_at};
use crate::error::StoreError;

table! {
    /// The tables `bulk_changes` and `bulk_people`.
    Bulks, BulksMut
}

/// What an import needs to be gone on with after a crash.
#[derive(Clone)]
pub struct KeptFile {
    /// SHA-256.
    pub hash: [u8; 32],
    pub bytes: Vec<u8>,
    /// Of the person: which column is what, and the like.
    pub choices: Value,
}

#[derive(Clone)]
pub struct NewBulk {
    pub id: String,
    pub event_id: String,
    pub kind: BulkKind,
    pub title: String,
    pub file: Option<KeptFile>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct BulkRecord {
    pub id: String,
    pub event_id: String,
    pub kind: BulkKind,
    pub state: BulkState,
    pub title: String,
    /// How many it touched.
    pub people: u32,
    pub began_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub undone_at: Option<Timestamp>,
    pub choices: Option<Value>,
}

/// Somebody whom it touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    pub registrant_id: String,
    /// What the change wrote down about them, for undoing.
    pub before: Option<String>,
}

/// What undoing an import left behind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TakenBack {
    /// Gone, with their tickets and with messages that nobody had sent.
    pub gone: usize,
    /// A message had left, or may have: they stay in the list, and have to be taken off it.
    pub told: usize,
}

/// An import that somebody came with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// The file's name.
    pub title: String,
    pub at: Timestamp,
    /// `None`: not written down then.
    pub who: Option<String>,
}

const SELECT: &str =
    "SELECT b.id, e.id AS event_id, b.kind, b.state, b.title, b.people, b.began_at, b.ended_at,
    b.undone_at, b.choices FROM bulk_changes b JOIN events e ON e.number = b.event_number";
const LATEST: u32 = 50;
/// All of them, or some.
const MEANT: &str = "(?2 IS NULL OR registrant_id IN (SELECT value FROM json_each(?2)))";
/// Those of an import who were never written to.
const UNTOLD: &str = "SELECT registrant_id FROM bulk_people WHERE bulk_number = ?1 AND before IS NULL
    AND (?2 IS NULL OR registrant_id IN (SELECT value FROM json_each(?2)))";
/// All that refers to a person's row, and goes before it.
pub(crate) const OF_A_PERSON: [&str; 6] =
    ["messages", "tickets", "registrant_tags", "registrant_answers", "registrant_sayings", "unheard_people"];

impl Bulks<'_> {
    pub fn by_id(&self, id: &str) -> Result<Option<BulkRecord>, StoreError> {
        self.db.one(&format!("{SELECT} WHERE b.id = ?1"), [id], read)
    }

    /// The latest fifty, latest first.
    pub fn of_event(&self, event_id: &str) -> Result<Vec<BulkRecord>, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = format!("{SELECT} WHERE b.event_number = ?1 ORDER BY b.number DESC LIMIT ?2");
        self.db.all(&sql, params![number, LATEST], read)
    }

    /// Whether an import of this event was begun and has not ended.
    pub fn unfinished(&self, event_id: &str) -> Result<bool, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "SELECT EXISTS (SELECT 1 FROM bulk_changes
             WHERE event_number = ?1 AND state = 'running' AND file IS NOT NULL)";
        Ok(self.db.one(sql, [number], |row| row.get(0))?.unwrap_or_default())
    }

    /// Of an import that has not ended.
    pub fn file(&self, id: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let sql = "SELECT file FROM bulk_changes WHERE id = ?1";
        Ok(self.db.one(sql, [id], |row| row.get::<_, Option<Vec<u8>>>(0))?.flatten())
    }

    pub fn people(&self, id: &str) -> Result<Vec<Touched>, StoreError> {
        let sql = "SELECT registrant_id, before FROM bulk_people WHERE bulk_number = ?1";
        self.db.all(sql, [self.number(id)?], |row| {
            Ok(Touched { registrant_id: row.get(0)?, before: row.get(1)? })
        })
    }

    /// Whether an import that was undone had brought them, and had written to them before.
    pub fn was_taken_back(&self, registrant_id: &str, event_id: &str) -> Result<bool, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "SELECT EXISTS (SELECT 1 FROM bulk_changes b JOIN bulk_people p ON p.bulk_number = b.number
             WHERE b.event_number = ?1 AND b.state = 'undone' AND p.registrant_id = ?2 AND p.before = 'told')";
        Ok(self.db.one(sql, params![number, registrant_id], |row| row.get(0))?.unwrap_or_default())
    }

    /// The imports that brought somebody onto the list of this event, in their order.
    pub fn brought(&self, registrant_id: &str, event_id: &str) -> Result<Vec<Brought>, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "SELECT b.title, coalesce(b.ended_at, b.began_at) AS at, (SELECT c.who FROM changes c
                 WHERE c.event_id = ?2 AND c.what = 'imported' AND c.detail ->> 'bulk' = b.id) AS who
             FROM bulk_changes b WHERE b.event_number = ?1 AND b.kind = 'import' AND EXISTS (SELECT 1 FROM bulk_people p
                 WHERE p.bulk_number = b.number AND p.registrant_id = ?3) ORDER BY b.number";
        self.db.all(sql, params![number, event_id, registrant_id], |row| {
            Ok(Brought { title: row.get("title")?, at: at(row, "at")?, who: row.get("who")? })
        })
    }

    /// Whether it touched this person.
    pub fn touched(&self, id: &str, registrant_id: &str) -> Result<bool, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM bulk_changes b JOIN bulk_people p ON p.bulk_number = b.number
             WHERE b.id = ?1 AND p.registrant_id = ?2)";
        Ok(self.db.one(sql, [id, registrant_id], |row| row.get(0))?.unwrap_or_default())
    }

    fn number(&self, id: &str) -> Result<i64, StoreError> {
        self.db
            .one("SELECT number FROM bulk_changes WHERE id = ?1", [id], |row| row.get(0))?
            .ok_or_else(|| StoreError::not_found("change", id))
    }
}

impl BulksMut<'_> {
    pub fn begin(&self, new: &NewBulk, now: Timestamp) -> Result<(), StoreError> {
        let number = events::number(&self.db, &new.event_id)?;
        let file = new.file.as_ref();
        self.db.run(
            "INSERT INTO bulk_changes (id, event_number, kind, state, title, began_at, file_hash, file, choices)
             VALUES (?1, ?2, ?3, 'running', ?4, ?5, ?6, ?7, ?8)",
            params![
                new.id,
                number,
                BulkKindWord(new.kind),
                new.title,
                At(now),
                file.map(|file| &file.hash[..]),
                file.map(|file| &file.bytes),
                file.map(|file| file.choices.to_string()),
            ],
        )?;
        Ok(())
    }

    pub fn touch(&self, id: &str, people: &[Touched]) -> Result<(), StoreError> {
        let number = self.number(id)?;
        let sql = "INSERT INTO bulk_people (bulk_number, registrant_id, before) VALUES (?1, ?2, ?3)
             ON CONFLICT DO NOTHING";
        for person in people {
            self.db.run(sql, params![number, person.registrant_id, person.before])?;
        }
        Ok(())
    }

    /// In the transaction of the change itself: it is either done and said to be, or neither.
    pub fn finish(&self, id: &str, people: usize, now: Timestamp) -> Result<(), StoreError> {
        let rows = self.db.run(
            "UPDATE bulk_changes SET state = 'done', ended_at = ?2, people = ?3, file = NULL
             WHERE id = ?1 AND state = 'running'",
            params![id, At(now), i64::try_from(people).unwrap_or(i64::MAX)],
        )?;
        if rows == 1 { Ok(()) } else { Err(conflict(id, "under way")) }
    }

    /// It never was: stopped, refused, or not to be gone on with.
    pub fn forget(&self, id: &str) -> Result<(), StoreError> {
        let rows = self.db.run("DELETE FROM bulk_changes WHERE id = ?1 AND state = 'running'", [id])?;
        if rows == 1 { Ok(()) } else { Err(conflict(id, "under way")) }
    }

    pub fn mark_undone(&self, id: &str, now: Timestamp) -> Result<(), StoreError> {
        let rows = self.db.run(
            "UPDATE bulk_changes SET state = 'undone', undone_at = ?2 WHERE id = ?1 AND state = 'done'",
            params![id, At(now)],
        )?;
        if rows == 1 { Ok(()) } else { Err(conflict(id, "done")) }
    }

    /// Takes whom an import brought off the list for good, with ticket and unsent messages; whoever may have been
    /// written to stays, and is marked so. `only`: no more than these.
    pub fn take_back(&self, id: &str, only: Option<&[String]>) -> Result<TakenBack, StoreError> {
        let number = self.number(id)?;
        let only = only.map(|ids| serde_json::json!(ids).to_string());
        let whose = params![number, only];
        self.db.run(
            &format!(
                "DELETE FROM bulk_people WHERE bulk_number = ?1 AND {MEANT}
                 AND NOT EXISTS (SELECT 1 FROM registrants r WHERE r.id = registrant_id)"
            ),
            whose,
        )?;
        let told = self.db.run(
            &format!(
                "UPDATE bulk_people SET before = 'told' WHERE bulk_number = ?1 AND {MEANT} AND EXISTS (SELECT 1
                 FROM messages m WHERE m.registrant_id = bulk_people.registrant_id
                 AND (m.attempts > 0 OR m.state NOT IN ('planned', 'skipped')))"
            ),
            whose,
        )?;
        for table in OF_A_PERSON {
            self.db.run(&format!("DELETE FROM {table} WHERE registrant_id IN ({UNTOLD})"), whose)?;
        }
        self.db.run(
            &format!(
                "DELETE FROM registrant_words WHERE rowid IN (SELECT place FROM registrants WHERE id IN ({UNTOLD}))"
            ),
            whose,
        )?;
        let gone = self.db.run(&format!("DELETE FROM registrants WHERE id IN ({UNTOLD})"), whose)?;
        self.db.run(
            &format!("DELETE FROM bulk_people WHERE bulk_number = ?1 AND {MEANT} AND before IS NULL"),
            whose,
        )?;
        Ok(TakenBack { gone, told })
    }

    /// One more part of a change that comes in parts: each is done by itself, and the whole can be undone.
    pub fn add_part(&self, new: &NewBulk, people: &[Touched], now: Timestamp) -> Result<(), StoreError> {
        let number = events::number(&self.db, &new.event_id)?;
        let sql = "INSERT INTO bulk_changes (id, event_number, kind, state, title, began_at, ended_at)
             VALUES (?1, ?2, ?3, 'done', ?4, ?5, ?5) ON CONFLICT (id) DO NOTHING";
        self.db.run(sql, params![new.id, number, BulkKindWord(new.kind), new.title, At(now)])?;
        let sql =
            "SELECT 1 FROM bulk_changes WHERE id = ?1 AND event_number = ?2 AND kind = ?3 AND state = 'done'";
        if self.db.one(sql, params![new.id, number, BulkKindWord(new.kind)], |_| Ok(()))?.is_none() {
            return Err(conflict(&new.id, "done"));
        }
        self.touch(&new.id, people)?;
        let sql = "UPDATE bulk_changes SET people = (SELECT count(*) FROM bulk_people p WHERE p.bulk_number = number)
             WHERE id = ?1";
        self.db.run(sql, [&new.id]).map(drop)
    }

    /// These were not concerned after all.
    pub fn untouch(&self, id: &str, people: &[String]) -> Result<(), StoreError> {
        let number = self.number(id)?;
        let sql = "DELETE FROM bulk_people WHERE bulk_number = ?1 AND registrant_id = ?2";
        people.iter().try_for_each(|person| self.db.run(sql, params![number, person]).map(drop))
    }

    /// Whom an undone import had written to, as a service says it.
    pub fn mark_told(&self, id: &str, people: &[String]) -> Result<(), StoreError> {
        let number = self.number(id)?;
        let sql = "UPDATE bulk_people SET before = 'told' WHERE bulk_number = ?1 AND registrant_id = ?2";
        people.iter().try_for_each(|person| self.db.run(sql, params![number, person]).map(drop))
    }

    /// What is written down beside it, the core's.
    pub fn choose(&self, id: &str, choices: &Value) -> Result<(), StoreError> {
        let sql = "UPDATE bulk_changes SET choices = ?2 WHERE id = ?1";
        self.db.run(sql, params![id, choices.to_string()]).map(drop)
    }
}

fn conflict(id: &str, expected: &'static str) -> StoreError {
    StoreError::Conflict { what: "change", id: id.to_owned(), expected }
}

fn read(row: &Row<'_>) -> rusqlite::Result<BulkRecord> {
    let choices: Option<String> = row.get("choices")?;
    Ok(BulkRecord {
        id: row.get("id")?,
        event_id: row.get("event_id")?,
        kind: row.get::<_, BulkKindWord>("kind")?.0,
        state: row.get::<_, BulkStateWord>("state")?.0,
        title: row.get("title")?,
        people: row.get("people")?,
        began_at: at(row, "began_at")?,
        ended_at: maybe_at(row, "ended_at")?,
        undone_at: maybe_at(row, "undone_at")?,
        choices: choices.and_then(|text| serde_json::from_str(&text).ok()),
    })
}
