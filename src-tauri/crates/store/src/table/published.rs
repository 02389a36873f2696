//! At a desk: its events that a trusted service decides about, and what is to be done there.

use jiff::Timestamp;
use rusqlite::{Row, params};

use super::events;
use crate::db::{At, at, maybe_at};
use crate::error::StoreError;

table! {
    /// The tables `published_events` and `queued_commands`.
    Published, PublishedMut
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Its people are being handed over.
    Publishing,
    /// The service decides.
    Published,
    /// The service was asked for the list, and decides nothing any more.
    GivingBack,
}

impl Standing {
    fn word(self) -> &'static str {
        match self {
            Self::Publishing => "publishing",
            Self::Published => "published",
            Self::GivingBack => "givingBack",
        }
    }

    fn of(word: &str) -> Self {
        match word {
            "published" => Self::Published,
            "givingBack" => Self::GivingBack,
            _ => Self::Publishing,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedRecord {
    pub event_id: String,
    /// The service's origin.
    pub service: String,
    pub slug: String,
    pub url: String,
    pub state: Standing,
    /// JSON of the core's.
    pub page: String,
    pub epoch: String,
    pub cursor: i64,
    pub told: String,
    pub published_at: Timestamp,
    pub synced_at: Option<Timestamp>,
    pub problem: Option<String>,
    /// Which one of the event's publications this desk speaks of.
    pub publication: String,
    /// The desk that published it, by its name; `None`: this one.
    pub device: Option<String>,
    /// Since when nobody decides about this copy any more.
    pub over_at: Option<Timestamp>,
    /// The list is being read once more from its beginning.
    pub anew: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueuedCommand {
    pub id: String,
    pub event_id: String,
    /// JSON of the core's.
    pub command: String,
    pub made_at: Timestamp,
    /// Why the service refused it.
    pub refused: Option<String>,
    /// The publication that it was meant for.
    pub publication: String,
}

impl Published<'_> {
    pub fn of_event(&self, event_id: &str) -> Result<Option<PublishedRecord>, StoreError> {
        self.db.one(&select("e.id = ?1"), [event_id], read)
    }

    /// Those that were published first, first.
    pub fn list(&self) -> Result<Vec<PublishedRecord>, StoreError> {
        self.db.all(&format!("{} ORDER BY p.published_at, e.number", select("TRUE")), [], read)
    }

    /// In the order in which they were made.
    pub fn queue(&self, event_id: &str) -> Result<Vec<QueuedCommand>, StoreError> {
        let sql =
            "SELECT c.*, e.id AS event_id FROM queued_commands c JOIN events e ON e.number = c.event_number
             WHERE e.id = ?1 ORDER BY c.number";
        self.db.all(sql, [event_id], |row| {
            Ok(QueuedCommand {
                id: row.get("id")?,
                event_id: row.get("event_id")?,
                command: row.get("command")?,
                made_at: at(row, "made_at")?,
                refused: row.get("message")?,
                publication: row.get("publication")?,
            })
        })
    }
}

impl Published<'_> {
    /// How many parts of this change of many wait for their answer.
    pub fn parts(&self, bulk_id: &str) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM queued_commands WHERE command ->> '$.part.bulk' = ?1 AND refused_at IS NULL";
        Ok(self.db.one(sql, [bulk_id], |row| row.get(0))?.unwrap_or_default())
    }
}

impl PublishedMut<'_> {
    /// New, or in the place of what was known of it.
    pub fn put(&self, record: &PublishedRecord) -> Result<(), StoreError> {
        let PublishedRecord { event_id, service, slug, url, page, epoch, cursor, told, problem, .. } = record;
        let PublishedRecord { publication, device, anew, .. } = record;
        let number = events::number(&self.db, event_id)?;
        let sql = "INSERT OR REPLACE INTO published_events
                 (event_number, service, slug, url, state, page, epoch, cursor, told, published_at, synced_at, problem,
                  publication, device, over_at, anew)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
        let (state, published_at) = (record.state.word(), At(record.published_at));
        let (synced_at, over_at) = (record.synced_at.map(At), record.over_at.map(At));
        self.db
            .run(
                sql,
                params![
                    number,
                    service,
                    slug,
                    url,
                    state,
                    page,
                    epoch,
                    cursor,
                    told,
                    published_at,
                    synced_at,
                    problem,
                    publication,
                    device,
                    over_at,
                    anew
                ],
            )
            .map(drop)
    }

    /// Under which id it is published next: `fresh`, or the one of a try that was cut off.
    pub fn attempt(&self, event_id: &str, fresh: &str) -> Result<String, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "INSERT INTO publication_attempts (event_number, publication) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        self.db.run(sql, params![number, fresh])?;
        let sql = "SELECT publication FROM publication_attempts WHERE event_number = ?1";
        Ok(self.db.one(sql, [number], |row| row.get(0))?.unwrap_or_else(|| fresh.to_owned()))
    }

    /// It is this desk's alone again.
    pub fn remove(&self, event_id: &str) -> Result<(), StoreError> {
        let number = events::number(&self.db, event_id)?;
        for table in ["queued_commands", "unheard_people", "publication_attempts"] {
            self.db.run(&format!("DELETE FROM {table} WHERE event_number = ?1"), [number])?;
        }
        self.db.run("DELETE FROM published_events WHERE event_number = ?1", [number]).map(drop)
    }

    pub fn enqueue(&self, command: &QueuedCommand) -> Result<(), StoreError> {
        let number = events::number(&self.db, &command.event_id)?;
        let sql = "INSERT INTO queued_commands (id, event_number, command, made_at, publication)
             VALUES (?1, ?2, ?3, ?4, ?5)";
        let QueuedCommand { id, command, made_at, publication, .. } = command;
        self.db.run(sql, params![id, number, command, At(*made_at), publication]).map(drop)
    }

    /// It stays where it is, until somebody has read why. Whether it was waiting.
    pub fn refused(&self, id: &str, message: &str, now: Timestamp) -> Result<bool, StoreError> {
        let sql =
            "UPDATE queued_commands SET refused_at = ?2, message = ?3 WHERE id = ?1 AND refused_at IS NULL";
        Ok(self.db.run(sql, params![id, At(now), message])? == 1)
    }

    /// Whether it was there.
    pub fn dequeue(&self, id: &str) -> Result<bool, StoreError> {
        Ok(self.db.run("DELETE FROM queued_commands WHERE id = ?1", [id])? == 1)
    }

    /// What was planned here is the service's to say now.
    pub fn hand_over_planned(&self, event_id: &str, now: Timestamp) -> Result<(), StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "UPDATE messages SET state = 'skipped', finished_at = ?2, skip_reason = 'overtaken'
             WHERE event_number = ?1 AND state = 'planned'";
        self.db.run(sql, params![number, At(now)]).map(drop)
    }

    /// Whether this person is to be told this already.
    pub fn plans(
        &self,
        registrant_id: &str,
        kind: lectern_domain::message::MessageKind,
    ) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM messages WHERE registrant_id = ?1 AND kind = ?2 AND state = 'planned'";
        Ok(self.db.one(sql, params![registrant_id, crate::db::KindWord(kind)], |_| Ok(()))?.is_some())
    }
}

fn select(condition: &str) -> String {
    format!(
        "SELECT e.id AS event_id, p.service, p.slug, p.url, p.state, p.page, p.epoch, p.cursor, p.told, p.published_at,
             p.synced_at, p.problem, p.publication, p.device, p.over_at, p.anew
         FROM published_events p JOIN events e ON e.number = p.event_number WHERE {condition}"
    )
}

fn read(row: &Row<'_>) -> rusqlite::Result<PublishedRecord> {
    Ok(PublishedRecord {
        event_id: row.get("event_id")?,
        service: row.get("service")?,
        slug: row.get("slug")?,
        url: row.get("url")?,
        state: Standing::of(&row.get::<_, String>("state")?),
        page: row.get("page")?,
        epoch: row.get("epoch")?,
        cursor: row.get("cursor")?,
        told: row.get("told")?,
        published_at: at(row, "published_at")?,
        synced_at: maybe_at(row, "synced_at")?,
        problem: row.get("problem")?,
        publication: row.get("publication")?,
        device: row.get("device")?,
        over_at: maybe_at(row, "over_at")?,
        anew: row.get("anew")?,
    })
}
