//! Outsiders who are enrolled in a webinar by an application, each under an id of ours.

use jiff::Timestamp;
use lectern_domain::event::EnrolmentState;
use rusqlite::{Row, params};

use super::virtual_events::number;
use crate::db::{At, EnrolmentWord, at};
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
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolmentRecord {
    pub id: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub email_key: String,
    pub state: EnrolmentState,
    pub registration_id: Option<String>,
    pub join_url: Option<String>,
    pub problem: Option<String>,
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
}

impl EnrolmentsMut<'_> {
    /// `false`: somebody of this address is there already, under the id of then. Whom Teams refused is given another try,
    /// with the names of now.
    pub fn insert(&self, event_id: &str, new: &NewEnrolment, now: Timestamp) -> Result<bool, StoreError> {
        let changed = self.db.run(
            "INSERT INTO virtual_enrolments
                 (id, event_number, first_name, last_name, email, email_key, state, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'planned', ?7, ?7) ON CONFLICT (event_number, email_key)
             DO UPDATE SET state = 'planned', problem = NULL, first_name = excluded.first_name,
                 last_name = excluded.last_name, updated_at = excluded.updated_at WHERE state = 'refused'",
            params![
                new.id,
                number(&self.db, event_id)?,
                new.first_name,
                new.last_name,
                new.email,
                new.email_key,
                At(now)
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
            "UPDATE virtual_enrolments SET state = ?2, problem = ?3, updated_at = ?4 WHERE id = ?1",
            params![id, EnrolmentWord(state), problem, At(now)],
        )?;
        Ok(())
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
        state: row.get::<_, EnrolmentWord>("state")?.0,
        registration_id: row.get("registration_id")?,
        join_url: row.get("join_url")?,
        problem: row.get("problem")?,
        updated_at: at(row, "updated_at")?,
    })
}
