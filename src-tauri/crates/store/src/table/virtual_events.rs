//! Webinars and town halls, and what Teams last said of their parts.

use jiff::Timestamp;
use lectern_domain::event::{Audience, EventKind, VirtualEventState};
use rusqlite::{Row, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::db::{At, AudienceWord, Db, KindOfEventWord, VirtualStateWord, at, maybe_at};
use crate::error::StoreError;

table! {
    /// The tables `virtual_events` and `virtual_event_parts`.
    VirtualEvents, VirtualEventsMut
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVirtualEvent {
    pub id: String,
    pub kind: EventKind,
    /// Fixed before the first request, so that a draft whose answer was lost is found again.
    pub tag: String,
    pub words: VirtualEventWords,
    /// Mail of Teams' own to attendees.
    pub attendee_mail: bool,
    pub owner_id: Option<String>,
    pub organizer_name: Option<String>,
    pub organizer_email: Option<String>,
}

/// How an event stands in Teams that was not made here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenOver {
    pub graph_id: String,
    pub state: VirtualEventState,
    /// Somebody else organizes it.
    pub co_organized: bool,
}

/// What an organizer can change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VirtualEventWords {
    pub title: String,
    pub description: String,
    pub start: Timestamp,
    pub end: Timestamp,
    /// IANA name.
    pub zone: String,
    pub audience: Audience,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a column of its own, and says nothing of the others"
)]
pub struct VirtualEventRecord {
    pub id: String,
    pub kind: EventKind,
    pub tag: String,
    pub words: VirtualEventWords,
    pub attendee_mail: bool,
    pub state: VirtualEventState,
    pub graph_id: Option<String>,
    /// Teams has taken the tag.
    pub tagged: bool,
    /// Taken over from Teams, not made here.
    pub adopted: bool,
    /// Somebody else organizes it.
    pub co_organized: bool,
    /// What it still has to be given, as JSON of the core's.
    pub setup: Option<String>,
    pub owner_id: Option<String>,
    pub organizer_name: Option<String>,
    pub organizer_email: Option<String>,
    pub problem: Option<String>,
    pub created_at: Timestamp,
    pub cancelled_at: Option<Timestamp>,
}

/// A part as Teams told it, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<T> {
    pub value: T,
    pub read_at: Timestamp,
}

impl VirtualEvents<'_> {
    pub fn by_id(&self, id: &str) -> Result<Option<VirtualEventRecord>, StoreError> {
        self.db.one("SELECT * FROM virtual_events WHERE id = ?1", [id], read)
    }

    pub fn by_graph_id(&self, graph_id: &str) -> Result<Option<VirtualEventRecord>, StoreError> {
        self.db.one("SELECT * FROM virtual_events WHERE graph_id = ?1", [graph_id], read)
    }

    /// All of them, by start.
    pub fn list(&self) -> Result<Vec<VirtualEventRecord>, StoreError> {
        self.db.all("SELECT * FROM virtual_events ORDER BY start_utc, number", [], read)
    }

    /// A part of all events that this account began or took over.
    pub fn parts<T: DeserializeOwned>(&self, owner_id: &str, part: &str) -> Result<Vec<T>, StoreError> {
        let found: Vec<String> = self.db.all(
            "SELECT p.value FROM virtual_event_parts p JOIN virtual_events e ON e.number = p.event_number
             WHERE e.owner_id = ?1 AND p.part = ?2 ORDER BY e.number",
            [owner_id, part],
            |row| row.get("value"),
        )?;
        let read = |text: &String| {
            serde_json::from_str(text).map_err(|error| self.db.unexpected(format!("{part}: {error}")))
        };
        found.iter().map(read).collect()
    }

    /// `None`: Teams was never asked for it.
    pub fn part<T: DeserializeOwned>(&self, id: &str, part: &str) -> Result<Option<Part<T>>, StoreError> {
        let found = self.db.one(
            "SELECT p.value, p.read_at FROM virtual_event_parts p
             JOIN virtual_events e ON e.number = p.event_number WHERE e.id = ?1 AND p.part = ?2",
            [id, part],
            |row| Ok((row.get::<_, String>("value")?, at(row, "read_at")?)),
        )?;
        let Some((text, read_at)) = found else { return Ok(None) };
        let value = serde_json::from_str(&text)
            .map_err(|error| self.db.unexpected(format!("{part} of event {id}: {error}")))?;
        Ok(Some(Part { value, read_at }))
    }
}

impl VirtualEventsMut<'_> {
    /// Writes it down in state creating.
    pub fn insert(&self, event: &NewVirtualEvent, now: Timestamp) -> Result<(), StoreError> {
        let words = &event.words;
        self.db.run(
            "INSERT INTO virtual_events (id, kind, tag, title, description, start_utc, end_utc, zone, audience,
                 attendee_mail, state, owner_id, organizer_name, organizer_email, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'creating', ?11, ?12, ?13, ?14, ?14)",
            params![
                event.id,
                KindOfEventWord(event.kind),
                event.tag,
                words.title,
                words.description,
                At(words.start),
                At(words.end),
                words.zone,
                AudienceWord(words.audience),
                event.attendee_mail,
                event.owner_id,
                event.organizer_name,
                event.organizer_email,
                At(now),
            ],
        )?;
        Ok(())
    }

    /// One that Teams has, whoever made it: nothing is left to do.
    pub fn adopt(
        &self,
        event: &NewVirtualEvent,
        there: &TakenOver,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.insert(event, now)?;
        self.change(
            "UPDATE virtual_events SET graph_id = ?2, state = ?3, co_organized = ?4, adopted = 1, tagged = 1
             WHERE id = ?1",
            &event.id,
            params![event.id, there.graph_id, VirtualStateWord(there.state), there.co_organized],
        )
    }

    /// What it still has to be given; `None`: nothing.
    pub fn set_setup(&self, id: &str, setup: Option<&str>, now: Timestamp) -> Result<(), StoreError> {
        self.change(
            "UPDATE virtual_events SET setup = ?2, updated_at = ?3 WHERE id = ?1",
            id,
            params![id, setup, At(now)],
        )
    }

    /// Teams has it under this id, as a draft.
    pub fn made(&self, id: &str, graph_id: &str, now: Timestamp) -> Result<(), StoreError> {
        self.change(
            "UPDATE virtual_events SET graph_id = ?2, updated_at = ?3,
                 state = CASE state WHEN 'creating' THEN 'draft' ELSE state END WHERE id = ?1",
            id,
            params![id, graph_id, At(now)],
        )
    }

    /// Teams knows it by our tag: nothing of the creation is left to do.
    pub fn tagged(&self, id: &str, now: Timestamp) -> Result<(), StoreError> {
        self.change(
            "UPDATE virtual_events SET tagged = 1, problem = NULL, updated_at = ?2 WHERE id = ?1",
            id,
            params![id, At(now)],
        )
    }

    pub fn words(&self, id: &str, words: &VirtualEventWords, now: Timestamp) -> Result<(), StoreError> {
        self.change(
            "UPDATE virtual_events SET title = ?2, description = ?3, start_utc = ?4, end_utc = ?5, zone = ?6,
                 audience = ?7, updated_at = ?8 WHERE id = ?1",
            id,
            params![
                id,
                words.title,
                words.description,
                At(words.start),
                At(words.end),
                words.zone,
                AudienceWord(words.audience),
                At(now)
            ],
        )
    }

    /// What Teams says of its state; a cancelled event stays cancelled.
    pub fn state(&self, id: &str, state: VirtualEventState, now: Timestamp) -> Result<(), StoreError> {
        self.change(
            "UPDATE virtual_events SET state = CASE state WHEN 'cancelled' THEN state ELSE ?2 END,
                 cancelled_at = CASE ?2 WHEN 'cancelled' THEN coalesce(cancelled_at, ?3) ELSE cancelled_at END,
                 updated_at = ?3 WHERE id = ?1",
            id,
            params![id, VirtualStateWord(state), At(now)],
        )
    }

    /// What could not be done yet, in words; `None` when it is over.
    pub fn problem(&self, id: &str, problem: Option<&str>, now: Timestamp) -> Result<(), StoreError> {
        self.change(
            "UPDATE virtual_events SET problem = ?2, updated_at = ?3 WHERE id = ?1",
            id,
            params![id, problem, At(now)],
        )
    }

    /// Keeps the newest.
    pub fn set_part<T: Serialize + ?Sized>(
        &self,
        id: &str,
        part: &str,
        value: &T,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let text = serde_json::to_string(value)
            .map_err(|error| self.db.unexpected(format!("{part} of event {id}: {error}")))?;
        self.db.run(
            "REPLACE INTO virtual_event_parts (event_number, part, value, read_at) VALUES (?1, ?2, ?3, ?4)",
            params![number(&self.db, id)?, part, text, At(now)],
        )?;
        Ok(())
    }

    fn change(&self, sql: &str, id: &str, params: impl rusqlite::Params) -> Result<(), StoreError> {
        let changed = self.db.run(sql, params)?;
        if changed == 1 { Ok(()) } else { Err(StoreError::not_found("event", id)) }
    }
}

/// The number that other tables know it by.
pub(crate) fn number(db: &Db<'_>, id: &str) -> Result<i64, StoreError> {
    db.one("SELECT number FROM virtual_events WHERE id = ?1", [id], |row| row.get(0))?
        .ok_or_else(|| StoreError::not_found("event", id))
}

fn read(row: &Row<'_>) -> rusqlite::Result<VirtualEventRecord> {
    Ok(VirtualEventRecord {
        id: row.get("id")?,
        kind: row.get::<_, KindOfEventWord>("kind")?.0,
        tag: row.get("tag")?,
        words: VirtualEventWords {
            title: row.get("title")?,
            description: row.get("description")?,
            start: at(row, "start_utc")?,
            end: at(row, "end_utc")?,
            zone: row.get("zone")?,
            audience: row.get::<_, AudienceWord>("audience")?.0,
        },
        attendee_mail: row.get("attendee_mail")?,
        state: row.get::<_, VirtualStateWord>("state")?.0,
        graph_id: row.get("graph_id")?,
        tagged: row.get("tagged")?,
        adopted: row.get("adopted")?,
        co_organized: row.get("co_organized")?,
        setup: row.get("setup")?,
        owner_id: row.get("owner_id")?,
        organizer_name: row.get("organizer_name")?,
        organizer_email: row.get("organizer_email")?,
        problem: row.get("problem")?,
        created_at: at(row, "created_at")?,
        cancelled_at: maybe_at(row, "cancelled_at")?,
    })
}
