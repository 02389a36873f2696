//! Looking for something over all events: their titles, their people, and what people were sent.

use jiff::Timestamp;
use lectern_domain::message::{MessageKind, MessageState};
use lectern_domain::registration::RegistrantStatus;
use rusqlite::{params, params_from_iter};

use crate::db::{KindWord, MessageStateWord, StatusWord, at};
use crate::error::StoreError;
use crate::search::{match_expression, words};

/// People are counted up to here: to count on would take longer than the answer is worth while somebody types.
pub const COUNTED: u32 = 1_000;

table! {
    /// Searches over the tables of all events.
    Finds, FindsMut
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundEvent {
    pub id: String,
    pub title: String,
    pub start: Timestamp,
    pub zone: String,
    /// A webinar or town hall.
    pub is_virtual: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPerson {
    pub id: String,
    pub event_id: String,
    pub event_title: String,
    pub name: String,
    pub email: String,
    pub status: RegistrantStatus,
    /// On Teams' list of a webinar.
    pub is_virtual: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundMessage {
    pub id: String,
    pub event_id: String,
    pub event_title: String,
    pub name: String,
    pub kind: MessageKind,
    pub state: MessageState,
}

/// The first of a kind, and how many there are of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    pub rows: Vec<T>,
    pub total: u32,
}

impl<T> Default for Found<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), total: 0 }
    }
}

impl Finds<'_> {
    /// Each word of `query` must begin a word of the title. What comes first comes first, then what is over, latest first.
    pub fn events(&self, query: &str, now: Timestamp, most: usize) -> Result<Found<FoundEvent>, StoreError> {
        let wanted = words([query]);
        let wanted: Vec<&str> = wanted.split_ascii_whitespace().collect();
        if wanted.is_empty() {
            return Ok(Found::default());
        }
        let (mut comes, mut over) = (Vec::new(), Vec::new());
        // Titles are folded as they are read: an event list has thousands of them, where a list of people has a hundred
        // times as many and its own index of words.
        let sql = "SELECT id, title, start_utc, zone, 0 AS is_virtual FROM events
             UNION ALL SELECT id, title, start_utc, zone, 1 FROM virtual_events ORDER BY start_utc, id";
        self.db.each(
            sql,
            [],
            |row| {
                let title: String = row.get("title")?;
                let folded = words([title.as_str()]);
                let fits = |word: &&str| folded.split_ascii_whitespace().any(|own| own.starts_with(*word));
                if !wanted.iter().all(fits) {
                    return Ok(None);
                }
                Ok(Some(FoundEvent {
                    id: row.get("id")?,
                    title,
                    start: at(row, "start_utc")?,
                    zone: row.get("zone")?,
                    is_virtual: row.get("is_virtual")?,
                }))
            },
            |found| {
                if let Some(event) = found {
                    if event.start >= now { comes.push(event) } else { over.push(event) }
                }
                Ok::<(), StoreError>(())
            },
        )?;
        over.reverse();
        comes.append(&mut over);
        let total = u32::try_from(comes.len()).unwrap_or(u32::MAX);
        comes.truncate(most);
        Ok(Found { rows: comes, total })
    }

    /// By name, e-mail address or company; event by event, within one by name; then those on Teams' lists of webinars.
    /// `total` stops at [`COUNTED`].
    pub fn people(&self, query: &str, most: u32) -> Result<Found<FoundPerson>, StoreError> {
        let Some(expression) = match_expression(query) else { return Ok(Found::default()) };
        let total: Option<u32> = self.db.one(
            "SELECT count(*) FROM (SELECT 1 FROM registrant_words WHERE words MATCH ?1 LIMIT ?2)",
            params![expression, COUNTED],
            |row| row.get(0),
        )?;
        let total = total.unwrap_or_default();
        let sql = "SELECT r.id, e.id AS event_id, e.title, r.name, r.email, r.status FROM
             (SELECT rowid AS place FROM registrant_words WHERE words MATCH ?1 ORDER BY rowid LIMIT ?2) s
             CROSS JOIN registrants r ON r.place = s.place CROSS JOIN events e ON e.number = r.event_number
             ORDER BY s.place";
        let mut rows = self.db.all(sql, params![expression, most], |row| {
            Ok(FoundPerson {
                id: row.get("id")?,
                event_id: row.get("event_id")?,
                event_title: row.get("title")?,
                name: row.get("name")?,
                email: row.get("email")?,
                status: row.get::<_, StatusWord>("status")?.0,
                is_virtual: false,
            })
        })?;
        let more = most.saturating_sub(u32::try_from(rows.len()).unwrap_or(most));
        let listed = self.listed(query, more, COUNTED.saturating_sub(total))?;
        rows.extend(listed.rows);
        Ok(Found { rows, total: total + listed.total })
    }

    /// On Teams' lists, looked through as they are: a webinar has thousands at most, and no index of words.
    fn listed(&self, query: &str, most: u32, counted: u32) -> Result<Found<FoundPerson>, StoreError> {
        let words: Vec<String> =
            words([query]).split_ascii_whitespace().map(|word| format!("% {word}%")).collect();
        let conditions = vec!["n.words LIKE ?"; words.len()].join(" AND ");
        let from = format!(
            "virtual_registrations n JOIN virtual_events e ON e.number = n.event_number WHERE {conditions}"
        );
        let count = format!("SELECT count(*) FROM (SELECT 1 FROM {from} LIMIT {counted})");
        let total = self.db.one(&count, params_from_iter(&words), |row| row.get(0))?.unwrap_or_default();
        let sql = format!(
            "SELECT n.id, e.id AS event_id, e.title, trim(n.first_name || ' ' || n.last_name) AS name, n.email, n.status
             FROM {from} ORDER BY e.number, n.number LIMIT {most}"
        );
        let rows = self.db.all(&sql, params_from_iter(&words), |row| {
            Ok(FoundPerson {
                id: row.get("id")?,
                event_id: row.get("event_id")?,
                event_title: row.get("title")?,
                name: row.get("name")?,
                email: row.get("email")?,
                status: row.get::<_, StatusWord>("status")?.0,
                is_virtual: true,
            })
        })?;
        Ok(Found { rows, total })
    }

    /// What the first hundred of those people were sent or will be, by recipient, the latest first.
    pub fn messages(&self, query: &str, most: u32) -> Result<Found<FoundMessage>, StoreError> {
        let Some(expression) = match_expression(query) else { return Ok(Found::default()) };
        let found =
            "(SELECT rowid AS place FROM registrant_words WHERE words MATCH ?1 ORDER BY rowid LIMIT 100) s
             CROSS JOIN registrants r ON r.place = s.place CROSS JOIN messages m ON m.registrant_id = r.id";
        let total = self.db.one(&format!("SELECT count(*) FROM {found}"), [&expression], |row| row.get(0))?;
        let sql = format!(
            "SELECT m.id, e.id AS event_id, e.title, r.name, m.kind, m.state FROM {found}
             CROSS JOIN events e ON e.number = m.event_number ORDER BY s.place, m.number DESC LIMIT ?2"
        );
        let rows = self.db.all(&sql, params![expression, most], |row| {
            Ok(FoundMessage {
                id: row.get("id")?,
                event_id: row.get("event_id")?,
                event_title: row.get("title")?,
                name: row.get("name")?,
                kind: row.get::<_, KindWord>("kind")?.0,
                state: row.get::<_, MessageStateWord>("state")?.0,
            })
        })?;
        Ok(Found { rows, total: total.unwrap_or_default() })
    }
}
