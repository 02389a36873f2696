//! Outsiders who are enrolled in a webinar by an application, each under an id of ours.

use jiff::Timestamp;
use lectern_domain::event::EnrolmentState;
use rusqlite::{Row, params};

use super::virtual_events::number;
use crate::db::{At, EnrolmentWord, at, maybe_at};
use crate::error::StoreError;

table! {
    /// The table `virtual_enrolments`.
    Enrolments, EnrolmentsMut
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEnrolment {
    /// Told to Teams as the registration's external id.
    pub id: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// The address in the form in which two of them are the same.
    pub email_key: String,
    /// To the webinar's questions: JSON, the core's.
    pub answers: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolmentRecord {
    pub id: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub email_key: String,
    pub answers: String,
    pub state: EnrolmentState,
    pub registration_id: Option<String>,
    pub join_url: Option<String>,
    pub problem: Option<String>,
    /// Teams asked for patience.
    pub not_before: Option<Timestamp>,
    /// When its state changed last.
    pub updated_at: Timestamp,
}

impl Enrolments<'_> {
    /// All of an event, in the order in which they came.
    pub fn of_event(&self, event_id: &str) -> Result<Vec<EnrolmentRecord>, StoreError> {
        self.db.all(
            "SELECT n.* FROM virtual_enrolments n JOIN virtual_events e ON e.number = n.event_number
             WHERE e.id = ?1 ORDER BY n.number",
            [event_id],
            read,
        )
    }

    /// The first of an event, whom Teams refused before the others.
    pub fn first(&self, event_id: &str, most: u32) -> Result<Vec<EnrolmentRecord>, StoreError> {
        self.db.all(
            "SELECT n.* FROM virtual_enrolments n JOIN virtual_events e ON e.number = n.event_number
             WHERE e.id = ?1 ORDER BY n.problem IS NULL, n.number LIMIT ?2",
            params![event_id, most],
            read,
        )
    }

    /// The first of an event in this state.
    pub fn in_state(
        &self,
        event_id: &str,
        state: EnrolmentState,
        most: u32,
    ) -> Result<Vec<EnrolmentRecord>, StoreError> {
        self.db.all(
            "SELECT n.* FROM virtual_enrolments n JOIN virtual_events e ON e.number = n.event_number
             WHERE e.id = ?1 AND n.state = ?2 ORDER BY n.number LIMIT ?3",
            params![event_id, EnrolmentWord(state), most],
            read,
        )
    }

    /// As [`Self::in_state`], without those whom Teams put off until later.
    pub fn due(
        &self,
        event_id: &str,
        state: EnrolmentState,
        now: Timestamp,
        most: u32,
    ) -> Result<Vec<EnrolmentRecord>, StoreError> {
        self.db.all(
            "SELECT n.* FROM virtual_enrolments n JOIN virtual_events e ON e.number = n.event_number
             WHERE e.id = ?1 AND n.state = ?2 AND (n.not_before IS NULL OR n.not_before <= ?3)
             ORDER BY n.number LIMIT ?4",
            params![event_id, EnrolmentWord(state), At(now), most],
            read,
        )
    }

    /// When the first of those whom Teams put off may be asked for again.
    pub fn next_due(&self, event_id: &str, state: EnrolmentState) -> Result<Option<Timestamp>, StoreError> {
        let next = self.db.one(
            "SELECT min(n.not_before) AS next FROM virtual_enrolments n
             JOIN virtual_events e ON e.number = n.event_number WHERE e.id = ?1 AND n.state = ?2",
            params![event_id, EnrolmentWord(state)],
            |row| maybe_at(row, "next"),
        )?;
        Ok(next.flatten())
    }

    /// Who has a place and no link of their own here yet.
    pub fn without_link(&self, event_id: &str) -> Result<Vec<(String, String)>, StoreError> {
        self.db.all(
            "SELECT n.id, n.registration_id FROM virtual_enrolments n
             JOIN virtual_events e ON e.number = n.event_number
             WHERE e.id = ?1 AND n.state = 'enrolled' AND n.join_url IS NULL AND n.registration_id IS NOT NULL
                 AND n.email <> ''
             ORDER BY n.number",
            [event_id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// How many are in each state; states that nobody is in are left out.
    pub fn counts(&self, event_id: &str) -> Result<Vec<(EnrolmentState, u32)>, StoreError> {
        self.db.all(
            "SELECT n.state, count(*) FROM virtual_enrolments n JOIN virtual_events e ON e.number = n.event_number
             WHERE e.id = ?1 GROUP BY n.state",
            [event_id],
            |row| Ok((row.get::<_, EnrolmentWord>(0)?.0, row.get(1)?)),
        )
    }
}

impl EnrolmentsMut<'_> {
    /// `false`: somebody of this address is there already, under the id of then. Whom Teams refused, or who
    /// was taken off, is given another try with the names and answers of now.
    pub fn insert(&self, event_id: &str, new: &NewEnrolment, now: Timestamp) -> Result<bool, StoreError> {
        let changed = self.db.run(
            "INSERT INTO virtual_enrolments
                 (id, event_number, first_name, last_name, email, email_key, answers, state, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?8, 'planned', ?7, ?7) ON CONFLICT (event_number, email_key)
             DO UPDATE SET state = 'planned', problem = NULL, not_before = NULL, join_url = NULL,
                 first_name = excluded.first_name, last_name = excluded.last_name, answers = excluded.answers,
                 updated_at = excluded.updated_at
             WHERE state IN ('refused', 'cancelled')",
            params![
                new.id,
                number(&self.db, event_id)?,
                new.first_name,
                new.last_name,
                new.email,
                new.email_key,
                At(now),
                new.answers,
            ],
        )?;
        Ok(changed == 1)
    }

    pub fn state(
        &self,
        id: &str,
        state: EnrolmentState,
        problem: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.db.run(
            "UPDATE virtual_enrolments SET state = ?2, problem = ?3, not_before = NULL, updated_at = ?4 WHERE id = ?1",
            params![id, EnrolmentWord(state), problem, At(now)],
        )?;
        Ok(())
    }

    /// Teams has too much to do (429): as before, and not asked for again before then.
    pub fn put_off(
        &self,
        id: &str,
        state: EnrolmentState,
        not_before: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.db.run(
            "UPDATE virtual_enrolments SET state = ?2, not_before = ?3, updated_at = ?4 WHERE id = ?1",
            params![id, EnrolmentWord(state), At(not_before), At(now)],
        )?;
        Ok(())
    }

    /// Everybody who waits to be enrolled is refused a place; how many.
    pub fn refuse_planned(&self, event_id: &str, problem: &str, now: Timestamp) -> Result<usize, StoreError> {
        self.db.run(
            "UPDATE virtual_enrolments SET state = 'refused', problem = ?2, updated_at = ?3
             WHERE event_number = ?1 AND state = 'planned'",
            params![number(&self.db, event_id)?, problem, At(now)],
        )
    }

    /// Who was never sent is no longer meant to be; how many.
    pub fn forget_planned(&self, event_id: &str) -> Result<usize, StoreError> {
        self.db.run(
            "DELETE FROM virtual_enrolments WHERE event_number = ?1 AND state = 'planned'",
            [number(&self.db, event_id)?],
        )
    }

    /// To be taken off Teams' list: these, or everybody who has a place or waits for one. How many.
    pub fn cancel(
        &self,
        event_id: &str,
        email_key: Option<&str>,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        self.db.run(
            "UPDATE virtual_enrolments SET state = 'cancelling', problem = NULL, not_before = NULL, updated_at = ?3
             WHERE event_number = ?1 AND (?2 IS NULL OR email_key = ?2) AND state IN ('enrolled', 'waiting')
                 AND registration_id IS NOT NULL",
            params![number(&self.db, event_id)?, email_key, At(now)],
        )
    }

    /// Whom nobody has taken off yet stays.
    pub fn keep_cancelling(&self, event_id: &str, now: Timestamp) -> Result<usize, StoreError> {
        self.db.run(
            "UPDATE virtual_enrolments SET state = 'enrolled', not_before = NULL, updated_at = ?2
             WHERE event_number = ?1 AND state = 'cancelling'",
            params![number(&self.db, event_id)?, At(now)],
        )
    }

    /// Teams' list shows it.
    pub fn listed(
        &self,
        id: &str,
        registration_id: &str,
        state: EnrolmentState,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.db.run(
            "UPDATE virtual_enrolments SET registration_id = ?2, state = ?3, problem = NULL, updated_at = ?4
             WHERE id = ?1",
            params![id, registration_id, EnrolmentWord(state), At(now)],
        )?;
        Ok(())
    }

    pub fn join_url(&self, id: &str, join_url: &str, now: Timestamp) -> Result<(), StoreError> {
        self.db.run(
            "UPDATE virtual_enrolments SET join_url = ?2, updated_at = ?3 WHERE id = ?1",
            params![id, join_url, At(now)],
        )?;
        Ok(())
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<EnrolmentRecord> {
    Ok(EnrolmentRecord {
        id: row.get("id")?,
        first_name: row.get("first_name")?,
        last_name: row.get("last_name")?,
        email: row.get("email")?,
        email_key: row.get("email_key")?,
        answers: row.get("answers")?,
        state: row.get::<_, EnrolmentWord>("state")?.0,
        registration_id: row.get("registration_id")?,
        join_url: row.get("join_url")?,
        problem: row.get("problem")?,
        not_before: maybe_at(row, "not_before")?,
        updated_at: at(row, "updated_at")?,
    })
}
