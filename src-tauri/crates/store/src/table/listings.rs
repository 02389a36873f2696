//! Meetings, webinars and town halls as one list: what each of them is found and sorted by, and no more.

use jiff::Timestamp;
use lectern_domain::event::EventKind;
use lectern_domain::event_list::EventsState;
use rusqlite::params;

use crate::db::{KindOfEventWord, at};
use crate::error::StoreError;
use crate::search::words;

table! {
    /// The tables `events` and `virtual_events` together.
    Listings, ListingsMut
}

/// What is looked for, all of it; the default is every event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Each word of it must begin a word of the title.
    pub query: String,
    pub kind: Option<EventKind>,
    pub state: Option<EventsState>,
    /// Of webinars and town halls those that are not published.
    pub drafts: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub id: String,
    pub kind: EventKind,
    pub title: String,
    /// Of a series the first date's.
    pub start: Timestamp,
    pub end: Timestamp,
    pub cancelled: bool,
    pub series: bool,
    /// Who hold a place; of a webinar or town hall nobody, since Teams keeps its list.
    pub registered: u32,
}

/// The states of both tables in the words that they share.
const ALL: &str = "
    SELECT e.id, 'meeting' AS kind, e.title, e.start_utc, e.end_utc, e.recurrence IS NOT NULL AS series,
        CASE e.state WHEN 'scheduled' THEN 'planned' ELSE e.state END AS state, coalesce(c.registered, 0) AS registered
    FROM events e LEFT JOIN registrant_counts c ON c.event_number = e.number
    UNION ALL
    SELECT id, kind, title, start_utc, end_utc, 0, CASE state WHEN 'published' THEN 'planned' ELSE state END, 0
    FROM virtual_events";

impl Listings<'_> {
    /// How many events there are.
    pub fn total(&self) -> Result<u32, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM events) + (SELECT count(*) FROM virtual_events)";
        Ok(self.db.one(sql, [], |row| row.get(0))?.unwrap_or_default())
    }

    /// By start, so that whoever sorts by something else has equals in their order.
    pub fn matching(&self, wanted: &Wanted) -> Result<Vec<Listed>, StoreError> {
        let looked_for = words([wanted.query.as_str()]);
        let looked_for: Vec<&str> = looked_for.split_ascii_whitespace().collect();
        let sql = format!(
            "SELECT * FROM ({ALL}) WHERE (?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR state = ?2)
             AND (NOT ?3 OR state = 'draft') ORDER BY start_utc, id"
        );
        let mut found = Vec::new();
        // Titles are folded as they are read, as the search over everything does.
        let fits = |title: &str| {
            if looked_for.is_empty() {
                return true;
            }
            let own = words([title]);
            looked_for.iter().all(|word| own.split_ascii_whitespace().any(|one| one.starts_with(word)))
        };
        self.db.each(
            &sql,
            params![wanted.kind.map(KindOfEventWord), wanted.state.map(word), wanted.drafts],
            |row| {
                let title: String = row.get("title")?;
                if !fits(&title) {
                    return Ok(None);
                }
                Ok(Some(Listed {
                    id: row.get("id")?,
                    kind: row.get::<_, KindOfEventWord>("kind")?.0,
                    title,
                    start: at(row, "start_utc")?,
                    end: at(row, "end_utc")?,
                    cancelled: row.get::<_, String>("state")? == word(EventsState::Cancelled),
                    series: row.get("series")?,
                    registered: row.get("registered")?,
                }))
            },
            |row| {
                found.extend(row);
                Ok::<(), StoreError>(())
            },
        )?;
        Ok(found)
    }
}

fn word(state: EventsState) -> &'static str {
    match state {
        EventsState::Planned => "planned",
        EventsState::Creating => "creating",
        EventsState::Cancelled => "cancelled",
    }
}
