//! Events that a trusted service decides about.

use jiff::Timestamp;
use lectern_domain::event::PublicationState;
use rusqlite::{Row, params};

use crate::db::{At, PublicationStateWord, at};
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
}

impl Publications<'_> {
    pub fn by_slug(&self, slug: &str) -> Result<Option<PublicationRecord>, StoreError> {
        self.db.one(&select("p.slug = ?1"), [slug], read)
    }

    pub fn of_event(&self, event_id: &str) -> Result<Option<PublicationRecord>, StoreError> {
        self.db.one(&select("e.id = ?1"), [event_id], read)
    }

    /// By slug.
    pub fn list(&self) -> Result<Vec<PublicationRecord>, StoreError> {
        self.db.all(&format!("{} ORDER BY p.slug", select("TRUE")), [], read)
    }
}

impl PublicationsMut<'_> {
    /// New, or changed; the moment at which it was first published stays.
    pub fn put(&self, publication: &PublicationRecord) -> Result<(), StoreError> {
        let PublicationRecord { event_id, slug, state, page, device_id, published_at, updated_at } =
            publication;
        let sql = "INSERT INTO publications
                       (event_number, slug, state, page, device_id, published_at, updated_at)
                   SELECT number, ?2, ?3, ?4, ?5, ?6, ?7 FROM events WHERE id = ?1
                   ON CONFLICT (event_number) DO UPDATE
                   SET slug = excluded.slug, state = excluded.state, page = excluded.page,
                       device_id = excluded.device_id, updated_at = excluded.updated_at";
        let state = PublicationStateWord(*state);
        let written = self
            .db
            .run(sql, params![event_id, slug, state, page, device_id, At(*published_at), At(*updated_at)])?;
        if written == 0 {
            return Err(StoreError::NotFound { what: "event", id: event_id.clone() });
        }
        Ok(())
    }
}

fn select(condition: &str) -> String {
    format!(
        "SELECT e.id AS event_id, p.slug, p.state, p.page, p.device_id, p.published_at, p.updated_at
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
    })
}
