//! What is kept of one person, wherever it lies: found by address over all events, and erased.
//!
//! Copies from before a migration are read by the same code, so every table and column that is not in the first schema
//! is asked for before it is used. A test walks the schema and fails for a column that is not listed in it.

mod attendance;
mod erase;
mod lists;
mod registered;

use std::collections::{BTreeSet, HashSet};

use lectern_domain::email_address::EmailAddress;
use rusqlite::params;
use serde_json::Value;

use crate::db::{Db, at, maybe_at};
use crate::error::StoreError;

pub use erase::{Erased, Erasing, name};
pub use registered::Registered;

table! {
    /// All tables that hold people.
    Personal, PersonalMut
}

/// Whose data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// By the normalized address, with the guests who stand at it. Registrants of the retired external registration have
    /// no address: they are named by id.
    Person { email: String, externals: Vec<String> },
    /// Everybody of an event of either kind.
    Event { id: String },
    /// These rows of lists and no more: who was erased at a service that decides about an event of theirs.
    Rows { ids: Vec<String> },
}

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    pub id: String,
    pub event_id: String,
    pub name: String,
    /// Somebody who was brought along.
    pub guest: bool,
    email_normalized: String,
    event_number: i64,
    words: [String; 3],
}

/// Somebody of the retired external registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Namesake {
    pub id: String,
    pub event_id: String,
    pub event_title: String,
    pub name: String,
    pub join_url: Option<String>,
}

/// An enrolment in a webinar, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolment {
    pub event_id: String,
    pub event_title: String,
    pub id: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub state: String,
    pub registration_id: Option<String>,
    pub join_url: Option<String>,
    pub problem: Option<String>,
    /// JSON, the core's.
    pub answers: String,
    pub created_at: jiff::Timestamp,
}

/// A line of an attendance report.
#[derive(Debug, Clone, PartialEq)]
pub struct Attended {
    pub event_id: String,
    pub event_title: String,
    /// As the core keeps it.
    pub line: Value,
}

/// What many people went through together, and this one with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bulked {
    pub kind: String,
    pub title: String,
    pub began_at: jiff::Timestamp,
    pub undone_at: Option<jiff::Timestamp>,
    pub before: Option<String>,
}

/// Where an address stands besides the tables of people: in a description, a draft, a list of presenters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    pub table: String,
    pub column: String,
    pub rows: u32,
}

/// A condition with one value: whose rows of `unproven` are meant.
fn unproven(whom: &Whom) -> (&'static str, &str) {
    match whom {
        Whom::Person { email, .. } => ("email_normalized = ?1", email),
        Whom::Event { id } => ("event_number = (SELECT number FROM events WHERE id = ?1)", id),
        // Nobody with a row there has yet to prove an address.
        Whom::Rows { .. } => ("id = ?1 AND FALSE", ""),
    }
}

impl Personal<'_> {
    /// On lists, in the order of the events; nobody who was erased already.
    pub fn listed(&self, whom: &Whom) -> Result<Vec<Listed>, StoreError> {
        lists::of(&self.db, whom)
    }

    /// Whether there is anybody to erase.
    pub fn any(&self, whom: &Whom) -> Result<bool, StoreError> {
        if !self.listed(whom)?.is_empty() {
            return Ok(true);
        }
        let (enrolled, external) = match whom {
            Whom::Person { email, externals } => (
                ("SELECT 1 FROM virtual_enrolments WHERE email_key = ?1", email.clone()),
                (
                    "SELECT 1 FROM external_registrants WHERE name NOT LIKE 'Erased person%'
                       AND id IN (SELECT value FROM json_each(?1))",
                    serde_json::json!(externals).to_string(),
                ),
            ),
            Whom::Event { id } => (
                (
                    "SELECT 1 FROM virtual_enrolments n JOIN virtual_events e ON e.number = n.event_number
                     WHERE e.id = ?1 AND n.email <> ''",
                    id.clone(),
                ),
                (
                    "SELECT 1 FROM external_registrants x JOIN events e ON e.number = x.event_number
                     WHERE e.id = ?1 AND x.name NOT LIKE 'Erased person%'",
                    id.clone(),
                ),
            ),
            Whom::Rows { .. } => return Ok(false),
        };
        for (table, (sql, of)) in [("virtual_enrolments", enrolled), ("external_registrants", external)] {
            if has(&self.db, table, "id")?
                && self.db.one(&format!("{sql} LIMIT 1"), [of], |_| Ok(()))?.is_some()
            {
                return Ok(true);
            }
        }
        if registered::any(&self.db, whom)? {
            return Ok(true);
        }
        if has(&self.db, "unproven", "form")? {
            let (condition, value) = unproven(whom);
            let sql = format!("SELECT 1 FROM unproven WHERE {condition} LIMIT 1");
            if self.db.one(&sql, [value], |_| Ok(()))?.is_some() {
                return Ok(true);
            }
        }
        Ok(match whom {
            Whom::Person { email, .. } => !self.attended(email)?.is_empty(),
            Whom::Event { id } => attendance::count(&self.db, id)? > 0,
            Whom::Rows { .. } => false,
        })
    }

    pub fn enrolments(&self, email_key: &str) -> Result<Vec<Enrolment>, StoreError> {
        self.db.all(
            "SELECT n.*, e.id AS event_id, e.title FROM virtual_enrolments n
             JOIN virtual_events e ON e.number = n.event_number WHERE n.email_key = ?1 ORDER BY n.number",
            [email_key],
            |row| {
                Ok(Enrolment {
                    event_id: row.get("event_id")?,
                    event_title: row.get("title")?,
                    id: row.get("id")?,
                    first_name: row.get("first_name")?,
                    last_name: row.get("last_name")?,
                    email: row.get("email")?,
                    state: row.get("state")?,
                    registration_id: row.get("registration_id")?,
                    join_url: row.get("join_url")?,
                    problem: row.get("problem")?,
                    answers: row.get("answers")?,
                    created_at: at(row, "created_at")?,
                })
            },
        )
    }

    /// On Teams' lists, as they were read last.
    pub fn registered(&self, email_key: &str) -> Result<Vec<Registered>, StoreError> {
        registered::of(&self.db, email_key)
    }

    /// Everybody of external registrations: no address is kept of them, so whoever asks compares names.
    pub fn externals(&self) -> Result<Vec<Namesake>, StoreError> {
        self.db.all(
            "SELECT r.id, e.id AS event_id, e.title, r.name, r.join_url FROM external_registrants r
             JOIN events e ON e.number = r.event_number ORDER BY r.number",
            [],
            |row| {
                Ok(Namesake {
                    id: row.get("id")?,
                    event_id: row.get("event_id")?,
                    event_title: row.get("title")?,
                    name: row.get("name")?,
                    join_url: row.get("join_url")?,
                })
            },
        )
    }

    /// In attendance reports, by address.
    pub fn attended(&self, email: &str) -> Result<Vec<Attended>, StoreError> {
        attendance::of(&self.db, email)
    }

    pub fn bulks(&self, registrant_id: &str) -> Result<Vec<Bulked>, StoreError> {
        self.db.all(
            "SELECT b.kind, b.title, b.began_at, b.undone_at, p.before FROM bulk_people p
             JOIN bulk_changes b ON b.number = p.bulk_number WHERE p.registrant_id = ?1 ORDER BY b.number",
            [registrant_id],
            |row| {
                Ok(Bulked {
                    kind: row.get("kind")?,
                    title: row.get("title")?,
                    began_at: at(row, "began_at")?,
                    undone_at: maybe_at(row, "undone_at")?,
                    before: row.get("before")?,
                })
            },
        )
    }

    /// The guest identity of a registrant's ticket, as the service names it.
    pub fn guest_identity(&self, registrant_id: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT i.id FROM ticket_identities i JOIN tickets t ON t.code_hash = i.ticket_hash
             WHERE t.registrant_id = ?1";
        self.db.one(sql, [registrant_id], |row| row.get(0))
    }

    /// Of an event's people, for what lies in plain files: each address once.
    pub fn addresses(&self, event_id: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT lower(r.email) FROM registrants r JOIN events e ON e.number = r.event_number
             WHERE e.id = ?1 AND r.email <> ''
             UNION SELECT n.email_key FROM virtual_enrolments n JOIN virtual_events v ON v.number = n.event_number
             WHERE v.id = ?1 AND n.email <> ''
             UNION SELECT n.email_key FROM virtual_registrations n JOIN virtual_events v ON v.number = n.event_number
             WHERE v.id = ?1 AND n.email <> ''";
        self.db.all(sql, [event_id], |row| row.get(0))
    }

    /// The normalized address of everybody who was not erased, each once.
    pub fn everybody(&self) -> Result<BTreeSet<String>, StoreError> {
        let sql = "SELECT email_normalized FROM registrants WHERE email <> ''
             UNION SELECT email_key FROM virtual_enrolments WHERE email <> ''
             UNION SELECT email_key FROM virtual_registrations WHERE email <> ''";
        let listed: Vec<String> = self.db.all(sql, [], |row| row.get(0))?;
        let mut found: BTreeSet<String> =
            listed.iter().map(|email| lists::host_of(email).to_owned()).collect();
        found.extend(attendance::addresses(&self.db)?);
        Ok(found)
    }

    /// Registrants of external registrations who were erased, by id.
    pub fn erased_externals(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT id FROM external_registrants WHERE name LIKE 'Erased person%'";
        self.db.all(sql, [], |row| row.get(0))
    }

    /// Under whom those stand on an event's list who were erased.
    pub fn pseudonyms(&self, event_id: &str) -> Result<HashSet<String>, StoreError> {
        let sql = "SELECT r.email_normalized FROM registrants r JOIN events e ON e.number = r.event_number
             WHERE e.id = ?1 AND r.erased_at IS NOT NULL";
        let found: Vec<String> = self.db.all(sql, [event_id], |row| row.get(0))?;
        Ok(found.into_iter().collect())
    }

    /// Of lists, by id: who was erased and has no place.
    pub fn erased_without_place(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT id FROM registrants WHERE erased_at IS NOT NULL AND status = 'cancelled'";
        self.db.all(sql, [], |row| row.get(0))
    }

    /// How many of an event's people are not erased yet.
    pub fn count(&self, event_id: &str) -> Result<u32, StoreError> {
        let sql = "SELECT (SELECT count(*) FROM registrants r JOIN events e ON e.number = r.event_number
                           WHERE e.id = ?1 AND r.erased_at IS NULL)
                        + (SELECT count(*) FROM virtual_enrolments n JOIN virtual_events v ON v.number = n.event_number
                           WHERE v.id = ?1 AND n.email <> '')
                        + (SELECT count(*) FROM external_registrants x JOIN events e ON e.number = x.event_number
                           WHERE e.id = ?1 AND x.name NOT LIKE 'Erased person%')";
        let listed = self.db.one(sql, [event_id], |row| row.get::<_, u32>(0))?.unwrap_or_default();
        Ok(listed + registered::count(&self.db, event_id)? + attendance::count(&self.db, event_id)?)
    }

    /// An import that was cut off, with its whole file: event and file by name.
    pub fn unfinished_import(&self) -> Result<Option<(String, String)>, StoreError> {
        let sql = "SELECT e.title, b.title FROM bulk_changes b JOIN events e ON e.number = b.event_number
             WHERE b.state = 'running' AND b.file IS NOT NULL LIMIT 1";
        self.db.one(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// How many changes that wait for a service name this address.
    pub fn waiting(&self, email: &str) -> Result<usize, StoreError> {
        let commands: Vec<String> =
            self.db.all("SELECT command FROM queued_commands", [], |row| row.get(0))?;
        Ok(commands.iter().filter(|command| names(command, email)).count())
    }

    /// Everywhere in the file that this address stands, whatever table it is, this room's own left out.
    pub fn mentions(&self, email: &str) -> Result<Vec<Mention>, StoreError> {
        let needle = email.to_lowercase();
        let sql = "SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND m.name NOT LIKE 'registrant\\_words%' ESCAPE '\\'
               AND m.name NOT LIKE 'sqlite%' AND m.name <> 'erasures' AND c.type IN ('TEXT', 'BLOB')";
        let columns: Vec<(String, String)> = self.db.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut found = Vec::new();
        for (table, column) in columns {
            // Attendance is read and erased line by line: an address in it is told there.
            let less = if table == "virtual_event_parts" { " AND part <> 'attendance'" } else { "" };
            let sql = format!(
                "SELECT count(*) FROM \"{table}\" WHERE instr(lower(CAST(\"{column}\" AS TEXT)), ?1) > 0{less}"
            );
            let rows = self.db.one(&sql, [&needle], |row| row.get(0))?.unwrap_or_default();
            if rows > 0 {
                found.push(Mention { table, column, rows });
            }
        }
        Ok(found)
    }
}

/// Whether a change that waits for a service names this address: as somebody's, or in what was written.
pub fn names(command: &str, email: &str) -> bool {
    fn any(value: &Value, email: &str) -> bool {
        match value {
            Value::String(text) => {
                EmailAddress::parse(text).is_ok_and(|address| lists::host_of(address.normalized()) == email)
            }
            Value::Array(values) => values.iter().any(|value| any(value, email)),
            Value::Object(values) => values.values().any(|value| any(value, email)),
            _ => false,
        }
    }
    let Ok(command) = serde_json::from_str::<Value>(command) else { return false };
    let note = command["note"].as_str().unwrap_or_default();
    any(&command, email) || note.to_lowercase().contains(email)
}

/// Whether this file's schema has it.
fn has(db: &Db<'_>, table: &str, column: &str) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM pragma_table_info(?1) WHERE name = ?2)";
    Ok(db.one(sql, params![table, column], |row| row.get(0))?.unwrap_or_default())
}

/// One of the words that a list's status is told by.
fn is_status(value: &Value) -> bool {
    serde_json::from_value::<lectern_domain::registration::RegistrantStatus>(value.clone()).is_ok()
}
