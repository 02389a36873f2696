//! People on an event's list, in name order, found from the first letter.

pub(crate) mod copies;
mod filter;
mod insert;
mod order;
mod past;
mod rewrite;
mod standing;

use jiff::Timestamp;
use lectern_domain::message::MessageState;
use lectern_domain::registration::{RegistrantStatus, Source};
use rusqlite::{Row, params};

pub use copies::{PersonCopy, TicketCopy};
pub use filter::Filter;
pub use insert::{Entry, Insertion, NewRegistrant};
pub use past::{PastChange, PastMessage};
pub use rewrite::Rewritten;
pub use standing::{Lapsed, Party};

use super::events;
use crate::db::{MessageStateWord, SourceWord, StatusWord, at, maybe_at};
use crate::error::StoreError;
use crate::name_order::places;
use crate::search::match_expression;

table! {
    /// The table `registrants` and its word index.
    Registrants, RegistrantsMut
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrantRecord {
    pub id: String,
    pub event_id: String,
    pub name: String,
    /// As typed.
    pub email: String,
    pub email_normalized: String,
    pub company: Option<String>,
    pub status: RegistrantStatus,
    pub source: Source,
    pub registered_at: Timestamp,
    pub cancelled_at: Option<Timestamp>,
    /// Where the latest confirmation stands; `None`: none was planned.
    pub confirmation: Option<MessageState>,
    /// Who brings this person along.
    pub guest_of: Option<String>,
    /// How many this person brings along.
    pub guests: u32,
    pub group: Option<String>,
    pub tags: Vec<String>,
    /// Until when the place is kept.
    pub offer_until: Option<Timestamp>,
    /// In the queue; 1 is next.
    pub position: Option<u32>,
    /// Who it was is not known any more: the row counts, and that is all.
    pub erased: bool,
}

/// One screenful of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Everybody on the list, removed or not.
    pub total: u32,
    /// How many of them the query finds.
    pub matching: u32,
    pub rows: Vec<RegistrantRecord>,
}

/// Whose ticket it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketHolder {
    pub registrant: RegistrantRecord,
    pub revoked_at: Option<Timestamp>,
}

const COLUMNS: &str =
    "r.id, e.id AS event_id, r.name, r.email, r.email_normalized, r.company, r.status, r.source,
    r.registered_at, r.cancelled_at,
    (SELECT m.state FROM messages m WHERE m.registrant_id = r.id AND m.kind IN ('confirmation', 'approved')
     ORDER BY m.number DESC LIMIT 1) AS confirmation,
    r.guest_of, r.group_name, r.offer_until, r.erased_at IS NOT NULL AS erased,
    CASE WHEN r.hosts THEN (SELECT count(*) FROM registrants g
        WHERE g.guest_of = r.id AND g.status <> 'cancelled') ELSE 0 END AS guests,
    CASE WHEN r.tagged THEN (SELECT json_group_array(t.tag) FROM registrant_tags t
        WHERE t.registrant_id = r.id) ELSE '[]' END AS tags,
    CASE WHEN r.status = 'waitlisted' AND r.queue_number IS NOT NULL THEN
        (SELECT count(*) FROM registrants q WHERE q.event_number = r.event_number AND q.queue_number IS NOT NULL
         AND q.queue_number <= r.queue_number AND q.status = 'waitlisted') END AS position";

impl Registrants<'_> {
    pub fn by_id(&self, id: &str) -> Result<Option<RegistrantRecord>, StoreError> {
        self.db.one(
            &format!(
                "SELECT {COLUMNS} FROM registrants r JOIN events e ON e.number = r.event_number WHERE r.id = ?1"
            ),
            [id],
            read,
        )
    }

    pub fn by_email(
        &self,
        event_id: &str,
        email_normalized: &str,
    ) -> Result<Option<RegistrantRecord>, StoreError> {
        self.db.one(
            &format!(
                "SELECT {COLUMNS} FROM events e JOIN registrants r ON r.event_number = e.number
                 WHERE e.id = ?1 AND r.email_normalized = ?2"
            ),
            [event_id, email_normalized],
            read,
        )
    }

    /// By the SHA-256 of a ticket's code.
    pub fn by_ticket_hash(&self, code_hash: &[u8; 32]) -> Result<Option<TicketHolder>, StoreError> {
        self.db.one(
            &format!(
                "SELECT {COLUMNS}, t.revoked_at FROM tickets t JOIN registrants r ON r.id = t.registrant_id
                 JOIN events e ON e.number = r.event_number WHERE t.code_hash = ?1"
            ),
            [code_hash],
            |row| Ok(TicketHolder { registrant: read(row)?, revoked_at: maybe_at(row, "revoked_at")? }),
        )
    }

    /// How many hold a place now.
    pub fn count_registered(&self, event_id: &str) -> Result<u32, StoreError> {
        Ok(self.counts(events::number(&self.db, event_id)?)?.registered)
    }

    /// Everybody who ever was on the list.
    pub fn count_all(&self, event_id: &str) -> Result<u32, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "SELECT count(*) FROM registrants WHERE event_number = ?1";
        Ok(self.db.one(sql, [number], |row| row.get(0))?.unwrap_or_default())
    }

    /// The list in name order (accents folded), from `offset`, at most `limit` rows. Each word of `query` must begin a
    /// word of the name, e-mail address or company, in any order; a query without words finds everybody.
    pub fn page(&self, event_id: &str, query: &str, offset: u32, limit: u32) -> Result<Page, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let total = self.counts(number)?.listed;
        let all = places(number);
        let Some(expression) = match_expression(query) else {
            let standing =
                "SELECT place FROM registrants INDEXED BY registrants_by_name WHERE event_number = ?1
                ORDER BY name_folded, email_normalized LIMIT ?2 OFFSET ?3";
            let rows = self.db.all(&screenful(standing), params![number, limit, offset], read)?;
            return Ok(Page { total, matching: total, rows });
        };
        let matching = self.db.one(
            "SELECT count(*) FROM registrant_words WHERE words MATCH ?1 AND rowid >= ?2 AND rowid < ?3",
            params![expression, all.start, all.end],
            |row| row.get(0),
        )?;
        let standing =
            "SELECT rowid AS place FROM registrant_words WHERE words MATCH ?1 AND rowid >= ?2 AND rowid < ?3
            ORDER BY rowid LIMIT ?4 OFFSET ?5";
        let window = params![expression, all.start, all.end, limit, offset];
        let rows = self.db.all(&screenful(standing), window, read)?;
        Ok(Page { total, matching: matching.unwrap_or_default(), rows })
    }

    /// Visits the whole list in name order, one row at a time.
    pub fn each<E: From<StoreError>>(
        &self,
        event_id: &str,
        visit: impl FnMut(RegistrantRecord) -> Result<(), E>,
    ) -> Result<(), E> {
        let all = places(events::number(&self.db, event_id)?);
        self.db.each(
            &format!(
                "SELECT {COLUMNS} FROM registrants r JOIN events e ON e.number = r.event_number
                 WHERE r.place >= ?1 AND r.place < ?2 ORDER BY r.place"
            ),
            [all.start, all.end],
            read,
            visit,
        )
    }

    fn counts(&self, event_number: i64) -> Result<Counts, StoreError> {
        let sql = "SELECT listed, registered FROM registrant_counts WHERE event_number = ?1";
        let counts = self
            .db
            .one(sql, [event_number], |row| Ok(Counts { listed: row.get(0)?, registered: row.get(1)? }))?;
        Ok(counts.unwrap_or_default())
    }
}

#[derive(Default)]
struct Counts {
    listed: u32,
    registered: u32,
}

/// The rows that stand at the places of `standing`, which has sorted and cut them already.
fn screenful(standing: &str) -> String {
    format!(
        "SELECT {COLUMNS} FROM ({standing}) s CROSS JOIN registrants r ON r.place = s.place
         CROSS JOIN events e ON e.number = r.event_number ORDER BY s.place"
    )
}

fn read(row: &Row<'_>) -> rusqlite::Result<RegistrantRecord> {
    Ok(RegistrantRecord {
        id: row.get("id")?,
        event_id: row.get("event_id")?,
        name: row.get("name")?,
        email: row.get("email")?,
        email_normalized: row.get("email_normalized")?,
        company: row.get("company")?,
        status: row.get::<_, StatusWord>("status")?.0,
        source: row.get::<_, SourceWord>("source")?.0,
        registered_at: at(row, "registered_at")?,
        cancelled_at: maybe_at(row, "cancelled_at")?,
        confirmation: row.get::<_, Option<MessageStateWord>>("confirmation")?.map(|word| word.0),
        guest_of: row.get("guest_of")?,
        guests: row.get("guests")?,
        group: row.get("group_name")?,
        tags: row
            .get_ref("tags")?
            .as_str()
            .ok()
            .and_then(|tags| serde_json::from_str(tags).ok())
            .unwrap_or_default(),
        offer_until: maybe_at(row, "offer_until")?,
        position: row.get("position")?,
        erased: row.get("erased")?,
    })
}
