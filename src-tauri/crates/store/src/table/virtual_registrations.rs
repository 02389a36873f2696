//! Who is registered for a webinar, as Teams' list was read last, and how far a reading of it is.

use jiff::Timestamp;
use lectern_domain::event::RegisteredBy;
use lectern_domain::registration::RegistrantStatus;
use rusqlite::types::Value;
use rusqlite::{Row, params, params_from_iter};

use super::virtual_events::number;
use crate::db::{At, RegisteredByWord, StatusWord, maybe_at};
use crate::error::StoreError;
use crate::search::words;

table! {
    /// The tables `virtual_registrations` and `virtual_registration_readings`.
    VirtualRegistrations, VirtualRegistrationsMut
}

/// A row of Teams' list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedRegistration {
    /// Graph's own.
    pub id: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// The address in the form in which two of them are the same.
    pub email_key: String,
    /// Of a person of the organization.
    pub user_id: Option<String>,
    pub status: RegistrantStatus,
    /// What the program that enrolled them calls it; ours is an enrolment's id.
    pub external_id: Option<String>,
    pub registered_at: Option<Timestamp>,
    pub cancelled_at: Option<Timestamp>,
    /// JSON, the core's.
    pub answers: String,
    /// Teams knows who it is; here it is nobody any more.
    pub erased: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationRecord {
    pub id: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub user_id: Option<String>,
    pub status: RegistrantStatus,
    pub source: RegisteredBy,
    pub enrolment_id: Option<String>,
    pub registered_at: Option<Timestamp>,
    pub cancelled_at: Option<Timestamp>,
    pub answers: String,
    pub erased: bool,
}

/// How far a reading is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingRecord {
    pub round: i64,
    /// Of one that has not come to its end.
    pub began_at: Option<Timestamp>,
    /// Where that one goes on.
    pub next_link: Option<String>,
    /// When the list was last read to its end.
    pub read_at: Option<Timestamp>,
}

/// Whom somebody looks for; the default is everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sought {
    /// Each word must begin a word of the name or the address.
    pub query: String,
    pub status: Option<RegistrantStatus>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistrationsPage {
    pub rows: Vec<RegistrationRecord>,
    /// How many are looked for.
    pub matching: u32,
}

const FROM: &str = "virtual_registrations n JOIN virtual_events e ON e.number = n.event_number";
/// The latest first.
const ORDER: &str = "n.registered_at DESC, n.number";

impl Sought {
    fn conditions(&self, event_id: &str) -> (String, Vec<Value>) {
        let (mut sql, mut values) = ("e.id = ?".to_owned(), vec![Value::from(event_id.to_owned())]);
        if let Some(status) = self.status {
            sql.push_str(" AND n.status = ?");
            values.push(Value::from(StatusWord(status).word().to_owned()));
        }
        // Letters and digits alone, so that nothing in it speaks the language of LIKE.
        for word in words([self.query.as_str()]).split_ascii_whitespace() {
            sql.push_str(" AND n.words LIKE ?");
            values.push(Value::from(format!("% {word}%")));
        }
        (sql, values)
    }
}

impl VirtualRegistrations<'_> {
    /// `None`: the list was never asked for.
    pub fn reading(&self, event_id: &str) -> Result<Option<ReadingRecord>, StoreError> {
        self.db.one(
            "SELECT r.round, r.began_at, r.next_link, r.read_at FROM virtual_registration_readings r
             JOIN virtual_events e ON e.number = r.event_number WHERE e.id = ?1",
            [event_id],
            |row| {
                Ok(ReadingRecord {
                    round: row.get("round")?,
                    began_at: maybe_at(row, "began_at")?,
                    next_link: row.get("next_link")?,
                    read_at: maybe_at(row, "read_at")?,
                })
            },
        )
    }

    /// Those who are looked for, the latest first.
    pub fn page(
        &self,
        event_id: &str,
        sought: &Sought,
        offset: u32,
        limit: u32,
    ) -> Result<RegistrationsPage, StoreError> {
        let (conditions, values) = sought.conditions(event_id);
        let count = format!("SELECT count(*) FROM {FROM} WHERE {conditions}");
        let matching = self.db.one(&count, params_from_iter(&values), |row| row.get(0))?.unwrap_or_default();
        let rows = self.db.all(
            &format!("SELECT n.* FROM {FROM} WHERE {conditions} ORDER BY {ORDER} LIMIT ? OFFSET ?"),
            params_from_iter(values.iter().chain(&[Value::from(limit), Value::from(offset)])),
            read,
        )?;
        Ok(RegistrationsPage { rows, matching })
    }

    /// How many there are of each status, by the way they came onto the list.
    pub fn counts(&self, event_id: &str) -> Result<Vec<(RegistrantStatus, RegisteredBy, u32)>, StoreError> {
        self.db.all(
            &format!(
                "SELECT n.status, n.source, count(*) FROM {FROM} WHERE e.id = ?1 GROUP BY n.status, n.source"
            ),
            [event_id],
            |row| Ok((row.get::<_, StatusWord>(0)?.0, row.get::<_, RegisteredByWord>(1)?.0, row.get(2)?)),
        )
    }
}

impl VirtualRegistrationsMut<'_> {
    /// A reading from the first page on; the number of its round.
    pub fn begin(&self, event_id: &str, now: Timestamp) -> Result<i64, StoreError> {
        let round = self.db.one(
            "INSERT INTO virtual_registration_readings (event_number, round, began_at) VALUES (?1, 1, ?2)
             ON CONFLICT (event_number) DO UPDATE
                 SET round = round + 1, began_at = excluded.began_at, next_link = NULL RETURNING round",
            params![number(&self.db, event_id)?, At(now)],
            |row| row.get(0),
        )?;
        round.ok_or_else(|| self.db.unexpected("a reading was not begun".to_owned()))
    }

    /// A page, and where the next one is.
    pub fn keep(
        &self,
        event_id: &str,
        round: i64,
        page: &[ListedRegistration],
        next_link: Option<&str>,
    ) -> Result<(), StoreError> {
        let event = number(&self.db, event_id)?;
        for row in page {
            self.put(event, round, row)?;
        }
        self.db.run(
            "UPDATE virtual_registration_readings SET next_link = ?2 WHERE event_number = ?1",
            params![event, next_link],
        )?;
        Ok(())
    }

    fn put(&self, event: i64, round: i64, row: &ListedRegistration) -> Result<(), StoreError> {
        let found = words([row.first_name.as_str(), &row.last_name, &row.email]);
        self.db.run(
            "INSERT INTO virtual_registrations (event_number, id, first_name, last_name, email, email_key, words,
                 user_id, status, registered_at, cancelled_at, answers, erased, seen_round, enrolment_id, source)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,
                 (SELECT id FROM virtual_enrolments WHERE id = ?15 AND event_number = ?1),
                 CASE WHEN ?15 IS NULL THEN 'page'
                     WHEN EXISTS (SELECT 1 FROM virtual_enrolments WHERE id = ?15 AND event_number = ?1) THEN 'lectern'
                     ELSE 'program' END)
             ON CONFLICT (event_number, id) DO UPDATE SET first_name = excluded.first_name,
                 last_name = excluded.last_name, email = excluded.email, email_key = excluded.email_key,
                 words = excluded.words, user_id = excluded.user_id, status = excluded.status,
                 registered_at = excluded.registered_at, cancelled_at = excluded.cancelled_at,
                 answers = excluded.answers, erased = excluded.erased, seen_round = excluded.seen_round,
                 enrolment_id = excluded.enrolment_id, source = excluded.source",
            params![
                event,
                row.id,
                row.first_name,
                row.last_name,
                row.email,
                row.email_key,
                format!(" {found}"),
                row.user_id,
                StatusWord(row.status),
                row.registered_at.map(At),
                row.cancelled_at.map(At),
                row.answers,
                row.erased,
                round,
                row.external_id,
            ],
        )?;
        Ok(())
    }

    /// Read to its end: whom this round did not name is on Teams' list no more. How many those are.
    pub fn finish(&self, event_id: &str, round: i64, now: Timestamp) -> Result<usize, StoreError> {
        let event = number(&self.db, event_id)?;
        let gone = self.db.run(
            "DELETE FROM virtual_registrations WHERE event_number = ?1 AND seen_round <> ?2",
            params![event, round],
        )?;
        self.db.run(
            "UPDATE virtual_registration_readings SET began_at = NULL, next_link = NULL, read_at = ?2
             WHERE event_number = ?1",
            params![event, At(now)],
        )?;
        Ok(gone)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<RegistrationRecord> {
    Ok(RegistrationRecord {
        id: row.get("id")?,
        first_name: row.get("first_name")?,
        last_name: row.get("last_name")?,
        email: row.get("email")?,
        user_id: row.get("user_id")?,
        status: row.get::<_, StatusWord>("status")?.0,
        source: row.get::<_, RegisteredByWord>("source")?.0,
        enrolment_id: row.get("enrolment_id")?,
        registered_at: maybe_at(row, "registered_at")?,
        cancelled_at: maybe_at(row, "cancelled_at")?,
        answers: row.get("answers")?,
        erased: row.get("erased")?,
    })
}
