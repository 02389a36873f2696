//! Events on the organizer's calendar, with the registration that is open for them.

use jiff::{SignedDuration, Timestamp};
use lectern_domain::event::EventState;
use lectern_domain::registration::Rules;
use rusqlite::{Row, named_params, params};

use crate::db::{At, Db, EventStateWord, at, maybe_at};
use crate::error::StoreError;

table! {
    /// The table `events` and its `registrations`.
    Events, EventsMut
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEvent {
    pub id: String,
    /// Fixed before the first request, so that a repeated one makes no second event.
    pub transaction_id: String,
    pub title: String,
    pub description: String,
    pub start: Timestamp,
    pub end: Timestamp,
    /// IANA name.
    pub zone: String,
    /// The account on whose calendar it belongs.
    pub owner_id: Option<String>,
    pub organizer_name: Option<String>,
    pub organizer_email: Option<String>,
}

/// What its organizer made of an event that stands on the calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedEvent {
    pub title: String,
    pub description: String,
    pub start: Timestamp,
    pub end: Timestamp,
    /// IANA name.
    pub zone: String,
    pub change_key: Option<String>,
}

/// What Graph gave the event; `None` leaves what is already known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GraphIds {
    pub graph_event_id: Option<String>,
    pub ical_uid: Option<String>,
    pub change_key: Option<String>,
    pub meeting_id: Option<String>,
    pub join_url: Option<String>,
    pub web_link: Option<String>,
    pub organizer_name: Option<String>,
    pub organizer_email: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRecord {
    pub id: String,
    pub transaction_id: String,
    pub title: String,
    pub description: String,
    pub start: Timestamp,
    pub end: Timestamp,
    pub zone: String,
    pub state: EventState,
    pub graph_event_id: Option<String>,
    pub ical_uid: Option<String>,
    pub change_key: Option<String>,
    pub meeting_id: Option<String>,
    pub join_url: Option<String>,
    pub web_link: Option<String>,
    /// `None`: not known, for an event of an older version.
    pub owner_id: Option<String>,
    pub organizer_name: Option<String>,
    pub organizer_email: Option<String>,
    pub problem: Option<String>,
    /// SEQUENCE of our own calendar file.
    pub ics_sequence: u32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub cancelled_at: Option<Timestamp>,
    pub cancel_comment: Option<String>,
    /// `None`: registration was never opened.
    pub registration: Option<RegistrationRecord>,
    /// Registrants whose status is registered.
    pub registered: u32,
    /// Taken over from the calendar, not made here.
    pub adopted: bool,
    /// Of a series: its rule, as JSON of the domain's.
    pub recurrence: Option<String>,
    /// Of a single date of a series: the series' id on the calendar.
    pub series_id: Option<String>,
    /// What its meeting still has to be told, as JSON of the core's.
    pub setup: Option<String>,
    /// Something was changed elsewhere that the organizer has not said she has seen.
    pub changed_elsewhere: bool,
    /// Those to whom a place is offered.
    pub offered: u32,
    pub waitlisted: u32,
    pub pending: u32,
    pub rejected: u32,
}

/// Registration in Lectern's own mode, the only one that is stored so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegistrationRecord {
    /// `None`: no limit.
    pub capacity: Option<u32>,
    pub opened_at: Timestamp,
}

const SELECT: &str = "SELECT e.*, r.opened_at, r.capacity, coalesce(c.registered, 0) AS registered,
        coalesce(c.offered, 0) AS offered, coalesce(c.waitlisted, 0) AS waitlisted, coalesce(c.pending, 0) AS pending,
        coalesce(c.rejected, 0) AS rejected,
        EXISTS (SELECT 1 FROM event_elsewhere x WHERE x.event_number = e.number AND x.seen_at IS NULL)
            AS changed_elsewhere
    FROM events e
    LEFT JOIN registrations r ON r.event_number = e.number
    LEFT JOIN registrant_counts c ON c.event_number = e.number";

impl Events<'_> {
    pub fn by_id(&self, id: &str) -> Result<Option<EventRecord>, StoreError> {
        self.db.one(&format!("{SELECT} WHERE e.id = ?1"), [id], read)
    }

    /// Like [`Self::by_id`], for those who were promised that it exists: [`StoreError::NotFound`].
    pub fn get(&self, id: &str) -> Result<EventRecord, StoreError> {
        self.by_id(id)?.ok_or_else(|| StoreError::not_found("event", id))
    }

    pub fn by_transaction_id(&self, transaction_id: &str) -> Result<Option<EventRecord>, StoreError> {
        self.db.one(&format!("{SELECT} WHERE e.transaction_id = ?1"), [transaction_id], read)
    }

    pub fn by_graph_event_id(&self, graph_event_id: &str) -> Result<Option<EventRecord>, StoreError> {
        self.db.one(&format!("{SELECT} WHERE e.graph_event_id = ?1"), [graph_event_id], read)
    }

    /// All of them, by start.
    pub fn list(&self) -> Result<Vec<EventRecord>, StoreError> {
        self.db.all(&format!("{SELECT} ORDER BY e.start_utc, e.number"), [], read)
    }

    /// Those that the calendar has not confirmed, oldest first: what to take up again after a crash.
    pub fn creating(&self) -> Result<Vec<EventRecord>, StoreError> {
        self.db.all(&format!("{SELECT} WHERE e.state = 'creating' ORDER BY e.number"), [], read)
    }

    /// Who gets in, besides the number of places; the default where registration is not open.
    pub fn rules(&self, id: &str) -> Result<Rules, StoreError> {
        let sql = "SELECT rules FROM registrations WHERE event_number = ?1";
        let kept: Option<String> = self.db.one(sql, [number(&self.db, id)?], |row| row.get(0))?;
        match kept {
            Some(rules) => serde_json::from_str(&rules)
                .map_err(|error| self.db.unexpected(format!("registration rules of {id}: {error}"))),
            None => Ok(Rules::default()),
        }
    }

    /// The last change that people are to be told about: when its desk made it. `None`: there was none.
    pub fn tell_at(&self, id: &str) -> Result<Option<Timestamp>, StoreError> {
        let found =
            self.db.one("SELECT tell_at FROM events WHERE id = ?1", [id], |row| maybe_at(row, "tell_at"))?;
        Ok(found.flatten())
    }

    pub fn registration(&self, id: &str) -> Result<Option<RegistrationRecord>, StoreError> {
        Ok(self.get(id)?.registration)
    }
}

impl EventsMut<'_> {
    /// Writes the event down in state creating.
    pub fn insert(&self, event: &NewEvent, now: Timestamp) -> Result<(), StoreError> {
        self.db.run(
            "INSERT INTO events (id, transaction_id, title, description, start_utc, end_utc, zone, state,
                 owner_id, organizer_name, organizer_email, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'creating', ?8, ?9, ?10, ?11, ?11)",
            params![
                event.id,
                event.transaction_id,
                event.title,
                event.description,
                At(event.start),
                At(event.end),
                event.zone,
                event.owner_id,
                event.organizer_name,
                event.organizer_email,
                At(now),
            ],
        )?;
        Ok(())
    }

    /// What makes an event a series: its rule (JSON); `None`: a single event again.
    pub fn set_recurrence(&self, id: &str, recurrence: Option<&str>) -> Result<(), StoreError> {
        found(self.db.run("UPDATE events SET recurrence = ?2 WHERE id = ?1", params![id, recurrence])?, id)
    }

    /// What its meeting has to be told; `None`: it was.
    pub fn set_setup(&self, id: &str, setup: Option<&str>) -> Result<(), StoreError> {
        found(self.db.run("UPDATE events SET setup = ?2 WHERE id = ?1", params![id, setup])?, id)
    }

    /// It was taken over from the calendar; `series_id` is the series that it is a date of.
    pub fn set_adopted(&self, id: &str, series_id: Option<&str>) -> Result<(), StoreError> {
        let changed = self
            .db
            .run("UPDATE events SET adopted = 1, series_id = ?2 WHERE id = ?1", params![id, series_id])?;
        found(changed, id)
    }

    /// Keeps what Graph has told so far, whatever the state: each answer is on disk before the next request.
    pub fn learned(&self, id: &str, ids: &GraphIds, now: Timestamp) -> Result<(), StoreError> {
        let changed = self.db.run(
            "UPDATE events SET
                 graph_event_id = coalesce(:graph_event_id, graph_event_id), ical_uid = coalesce(:ical_uid, ical_uid),
                 change_key = coalesce(:change_key, change_key), meeting_id = coalesce(:meeting_id, meeting_id),
                 join_url = coalesce(:join_url, join_url), web_link = coalesce(:web_link, web_link),
                 organizer_name = coalesce(:organizer_name, organizer_name),
                 organizer_email = coalesce(:organizer_email, organizer_email), updated_at = :now
             WHERE id = :id",
            named_params! {
                ":id": id,
                ":graph_event_id": ids.graph_event_id,
                ":ical_uid": ids.ical_uid,
                ":change_key": ids.change_key,
                ":meeting_id": ids.meeting_id,
                ":join_url": ids.join_url,
                ":web_link": ids.web_link,
                ":organizer_name": ids.organizer_name,
                ":organizer_email": ids.organizer_email,
                ":now": At(now),
            },
        )?;
        found(changed, id)
    }

    /// The calendar event exists: keeps `ids`, clears the problem, and ends the state creating (a cancelled event stays
    /// cancelled). `ids` or an earlier [`Self::learned`] must name the calendar event.
    pub fn scheduled(&self, id: &str, ids: &GraphIds, now: Timestamp) -> Result<(), StoreError> {
        self.learned(id, ids, now)?;
        let changed = self.db.run(
            "UPDATE events SET problem = NULL, state = CASE state WHEN 'creating' THEN 'scheduled' ELSE state END
             WHERE id = ?1 AND graph_event_id IS NOT NULL",
            [id],
        )?;
        if changed == 1 { Ok(()) } else { Err(conflict(id, "known to the calendar")) }
    }

    /// The calendar has taken the change: our own calendar file counts one up, so that calendars take it over. It
    /// must be scheduled.
    pub fn changed(&self, id: &str, event: &ChangedEvent, now: Timestamp) -> Result<(), StoreError> {
        let changed = self.db.run(
            "UPDATE events SET title = ?2, description = ?3, start_utc = ?4, end_utc = ?5, zone = ?6,
                 change_key = coalesce(?7, change_key), ics_sequence = ics_sequence + 1, updated_at = ?8
             WHERE id = ?1 AND state = 'scheduled'",
            params![
                id,
                event.title,
                event.description,
                At(event.start),
                At(event.end),
                event.zone,
                event.change_key,
                At(now),
            ],
        )?;
        if changed == 1 { Ok(()) } else { Err(conflict(id, "scheduled")) }
    }

    /// See [`Events::tell_at`].
    pub fn set_tell_at(&self, id: &str, at: Option<Timestamp>) -> Result<(), StoreError> {
        found(self.db.run("UPDATE events SET tell_at = ?2 WHERE id = ?1", params![id, at.map(At)])?, id)
    }

    /// As the desk counts that it is a copy of.
    pub fn set_sequence(&self, id: &str, ics_sequence: u32) -> Result<(), StoreError> {
        found(
            self.db.run("UPDATE events SET ics_sequence = ?2 WHERE id = ?1", params![id, ics_sequence])?,
            id,
        )
    }

    /// [`StoreError::Conflict`] when it is cancelled already.
    pub fn cancelled(&self, id: &str, comment: Option<&str>, now: Timestamp) -> Result<(), StoreError> {
        let changed = self.db.run(
            "UPDATE events SET state = 'cancelled', cancelled_at = ?2, cancel_comment = ?3, problem = NULL,
                 ics_sequence = ics_sequence + 1, updated_at = ?2
             WHERE id = ?1 AND state <> 'cancelled'",
            params![id, At(now), comment],
        )?;
        match changed {
            1 => Ok(()),
            _ => Err(self
                .by_id(id)?
                .map_or_else(|| StoreError::not_found("event", id), |_| conflict(id, "open"))),
        }
    }

    /// What could not be done yet, in words; `None` when it is over.
    pub fn problem(&self, id: &str, problem: Option<&str>, now: Timestamp) -> Result<(), StoreError> {
        let changed = self.db.run(
            "UPDATE events SET problem = ?2, updated_at = ?3 WHERE id = ?1",
            params![id, problem, At(now)],
        )?;
        found(changed, id)
    }

    /// What is said of it from now on is newer than what was said before, whatever the clock says.
    pub fn touch(&self, id: &str, now: Timestamp) -> Result<(), StoreError> {
        let Some(event) = self.by_id(id)? else { return Ok(()) };
        let later = event.updated_at.saturating_add(SignedDuration::from_millis(1)).unwrap_or(now);
        let sql = "UPDATE events SET updated_at = ?2 WHERE id = ?1";
        self.db.run(sql, params![id, At(now.max(later))]).map(drop)
    }

    /// Registration must be open.
    pub fn set_rules(&self, id: &str, rules: &Rules) -> Result<(), StoreError> {
        let json = serde_json::to_string(rules).map_err(|error| self.db.unexpected(error.to_string()))?;
        let sql = "UPDATE registrations SET rules = ?2 WHERE event_number = ?1";
        let changed = self.db.run(sql, params![number(&self.db, id)?, json])?;
        if changed == 1 { Ok(()) } else { Err(conflict(id, "open for registration")) }
    }

    /// Opens registration in mode own, or changes its capacity. Opening twice keeps the first moment.
    pub fn open_registration(
        &self,
        id: &str,
        capacity: Option<u32>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.db.run(
            "INSERT INTO registrations (event_number, mode, capacity, opened_at) VALUES (?1, 'own', ?2, ?3)
             ON CONFLICT (event_number) DO UPDATE SET capacity = excluded.capacity",
            params![number(&self.db, id)?, capacity, At(now)],
        )?;
        Ok(())
    }
}

/// The number that other tables know the event by.
pub(crate) fn number(db: &Db<'_>, id: &str) -> Result<i64, StoreError> {
    db.one("SELECT number FROM events WHERE id = ?1", [id], |row| row.get(0))?
        .ok_or_else(|| StoreError::not_found("event", id))
}

fn found(changed: usize, id: &str) -> Result<(), StoreError> {
    if changed == 1 { Ok(()) } else { Err(StoreError::not_found("event", id)) }
}

fn conflict(id: &str, expected: &'static str) -> StoreError {
    StoreError::Conflict { what: "event", id: id.to_owned(), expected }
}

fn read(row: &Row<'_>) -> rusqlite::Result<EventRecord> {
    let opened_at = maybe_at(row, "opened_at")?;
    let capacity = row.get("capacity")?;
    Ok(EventRecord {
        id: row.get("id")?,
        transaction_id: row.get("transaction_id")?,
        title: row.get("title")?,
        description: row.get("description")?,
        start: at(row, "start_utc")?,
        end: at(row, "end_utc")?,
        zone: row.get("zone")?,
        state: row.get::<_, EventStateWord>("state")?.0,
        graph_event_id: row.get("graph_event_id")?,
        ical_uid: row.get("ical_uid")?,
        change_key: row.get("change_key")?,
        meeting_id: row.get("meeting_id")?,
        join_url: row.get("join_url")?,
        web_link: row.get("web_link")?,
        owner_id: row.get("owner_id")?,
        organizer_name: row.get("organizer_name")?,
        organizer_email: row.get("organizer_email")?,
        problem: row.get("problem")?,
        ics_sequence: row.get("ics_sequence")?,
        created_at: at(row, "created_at")?,
        updated_at: at(row, "updated_at")?,
        cancelled_at: maybe_at(row, "cancelled_at")?,
        cancel_comment: row.get("cancel_comment")?,
        registration: opened_at.map(|opened_at| RegistrationRecord { capacity, opened_at }),
        registered: row.get("registered")?,
        adopted: row.get("adopted")?,
        recurrence: row.get("recurrence")?,
        series_id: row.get("series_id")?,
        setup: row.get("setup")?,
        changed_elsewhere: row.get("changed_elsewhere")?,
        offered: row.get("offered")?,
        waitlisted: row.get("waitlisted")?,
        pending: row.get("pending")?,
        rejected: row.get("rejected")?,
    })
}
