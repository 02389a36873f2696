//! Events that a trusted service decides about.

use jiff::Timestamp;
use lectern_domain::event::PublicationState;
use rusqlite::{Row, params};

use super::events;
use crate::db::{At, PublicationStateWord, at, maybe_at};
use crate::error::StoreError;

table! {
    /// The table `publications`.
    Publications, PublicationsMut
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicationRecord {
    pub event_id: String,
    /// The last part of its page's address.
    pub slug: String,
    pub state: PublicationState,
    /// How its page looks: JSON of the core's.
    pub page: String,
    /// The desk that published it; `None`: this one.
    pub device_id: Option<String>,
    pub published_at: Timestamp,
    pub updated_at: Timestamp,
    /// Which one of the event's publications this is, by its desk's id; empty: from before there were ids.
    pub publication: String,
    /// When everybody had been handed over.
    pub opened_at: Option<Timestamp>,
}

impl Publications<'_> {
    pub fn by_slug(&self, slug: &str) -> Result<Option<PublicationRecord>, StoreError> {
        self.db.one(&select("p.slug = ?1"), [slug], read)
    }

    pub fn of_event(&self, event_id: &str) -> Result<Option<PublicationRecord>, StoreError> {
        self.db.one(&select("e.id = ?1"), [event_id], read)
    }

    /// Whether there was such a publication of the event, before the one that is known of it now.
    pub fn has_ended(&self, event_id: &str, publication: &str) -> Result<bool, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "SELECT 1 FROM ended_publications WHERE publication = ?1 AND event_number = ?2";
        Ok(self.db.one(sql, params![publication, number], |_| Ok(()))?.is_some())
    }

    /// By slug.
    pub fn list(&self) -> Result<Vec<PublicationRecord>, StoreError> {
        self.db.all(&format!("{} ORDER BY p.slug", select("TRUE")), [], read)
    }
}

impl PublicationsMut<'_> {
    /// New, or changed; the moment at which it was first published stays.
    pub fn put(&self, record: &PublicationRecord) -> Result<(), StoreError> {
        let PublicationRecord { event_id, slug, page, device_id, publication, .. } = record;
        let sql = "INSERT INTO publications
                       (event_number, slug, state, page, device_id, published_at, updated_at, publication, opened_at)
                   SELECT number, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM events WHERE id = ?1
                   ON CONFLICT (event_number) DO UPDATE
                   SET slug = excluded.slug, state = excluded.state, page = excluded.page,
                       device_id = excluded.device_id, updated_at = excluded.updated_at,
                       publication = excluded.publication, opened_at = excluded.opened_at";
        let (state, opened_at) = (PublicationStateWord(record.state), record.opened_at.map(At));
        let (published_at, updated_at) = (At(record.published_at), At(record.updated_at));
        let written = self.db.run(
            sql,
            params![event_id, slug, state, page, device_id, published_at, updated_at, publication, opened_at],
        )?;
        if written == 0 {
            return Err(StoreError::NotFound { what: "event", id: event_id.clone() });
        }
        Ok(())
    }

    /// It is over, and what is still said of it changes nothing.
    pub fn end(&self, event_id: &str, publication: &str, now: Timestamp) -> Result<(), StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "INSERT INTO ended_publications (publication, event_number, ended_at) VALUES (?1, ?2, ?3)
                   ON CONFLICT DO NOTHING";
        self.db.run(sql, params![publication, number, At(now)]).map(drop)
    }
}

fn select(condition: &str) -> String {
    format!(
        "SELECT e.id AS event_id, p.slug, p.state, p.page, p.device_id, p.published_at, p.updated_at,
             p.publication, p.opened_at
         FROM publications p JOIN events e ON e.number = p.event_number WHERE {condition}"
    )
}

fn read(row: &Row<'_>) -> rusqlite::Result<PublicationRecord> {
    Ok(PublicationRecord {
        event_id: row.get("event_id")?,
        slug: row.get("slug")?,
        state: row.get::<_, PublicationStateWord>("state")?.0,
        page: row.get("page")?,
        device_id: row.get("device_id")?,
        published_at: at(row, "published_at")?,
        updated_at: at(row, "updated_at")?,
        publication: row.get("publication")?,
        opened_at: maybe_at(row, "opened_at")?,
    })
}
