//! People on Teams' lists of webinars, as they were read last.

use rusqlite::params;

use super::erase::NAME;
use super::{Whom, has};
use crate::db::{Db, maybe_at};
use crate::error::StoreError;

/// A row of Teams' list, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    pub event_id: String,
    pub event_title: String,
    pub id: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub user_id: Option<String>,
    pub status: String,
    pub registered_at: Option<jiff::Timestamp>,
    pub cancelled_at: Option<jiff::Timestamp>,
    /// JSON, the core's.
    pub answers: String,
}

const FROM: &str = "virtual_registrations n JOIN virtual_events e ON e.number = n.event_number";

/// A condition with one value: whose rows are meant. No address is nobody's address.
fn meant(whom: &Whom) -> (&'static str, &str) {
    match whom {
        Whom::Person { email, .. } => ("n.email_key = ?1 AND n.email_key <> ''", email),
        Whom::Event { id } => ("e.id = ?1 AND n.erased = 0", id),
        // Teams' lists have rows of their own.
        Whom::Rows { .. } => ("n.id = ?1 AND FALSE", ""),
    }
}

pub(super) fn of(db: &Db<'_>, email_key: &str) -> Result<Vec<Registered>, StoreError> {
    db.all(
        &format!(
            "SELECT n.*, e.id AS event_id, e.title FROM {FROM} WHERE n.email_key = ?1 ORDER BY n.number"
        ),
        [email_key],
        |row| {
            Ok(Registered {
                event_id: row.get("event_id")?,
                event_title: row.get("title")?,
                id: row.get("id")?,
                first_name: row.get("first_name")?,
                last_name: row.get("last_name")?,
                email: row.get("email")?,
                user_id: row.get("user_id")?,
                status: row.get("status")?,
                registered_at: maybe_at(row, "registered_at")?,
                cancelled_at: maybe_at(row, "cancelled_at")?,
                answers: row.get("answers")?,
            })
        },
    )
}

pub(super) fn any(db: &Db<'_>, whom: &Whom) -> Result<bool, StoreError> {
    if !has(db, "virtual_registrations", "erased")? {
        return Ok(false);
    }
    let (condition, value) = meant(whom);
    let sql = format!("SELECT 1 FROM {FROM} WHERE {condition} LIMIT 1");
    Ok(db.one(&sql, [value], |_| Ok(()))?.is_some())
}

/// Those of an event who were not erased.
pub(super) fn count(db: &Db<'_>, event_id: &str) -> Result<u32, StoreError> {
    let sql = format!("SELECT count(*) FROM {FROM} WHERE e.id = ?1 AND n.erased = 0");
    Ok(db.one(&sql, [event_id], |row| row.get(0))?.unwrap_or_default())
}

/// How many rows were masked. Graph's id goes too; the row is known again by its pseudonym when the list is read anew.
pub(super) fn erase(db: &Db<'_>, whom: &Whom, names: &dyn Fn(&str) -> String) -> Result<usize, StoreError> {
    if !has(db, "virtual_registrations", "erased")? {
        return Ok(0);
    }
    let (condition, value) = meant(whom);
    let sql = format!("SELECT n.number, n.email_key, n.id FROM {FROM} WHERE {condition} AND n.erased = 0");
    let rows: Vec<(i64, String, String)> =
        db.all(&sql, [value], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    for (number, email_key, id) in &rows {
        // Without an address there is the registration alone to tell them by.
        let pseudonym = names(if email_key.is_empty() { id } else { email_key });
        let name = super::erase::name(&pseudonym);
        db.run(
            "UPDATE virtual_registrations SET first_name = ?2, last_name = ?3, email = '', email_key = ?4, words = ?5,
                 user_id = NULL, answers = '[]', id = ?6, erased = 1 WHERE number = ?1",
            params![
                number,
                NAME,
                name.trim_start_matches(NAME).trim(),
                pseudonym,
                format!(" {}", crate::search::words([name.as_str()])),
                names(id),
            ],
        )?;
    }
    Ok(rows.len())
}
