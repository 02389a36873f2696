//! Puts people on the list, one or a hundred thousand, each at the place where the name belongs.

use std::collections::HashMap;

use jiff::Timestamp;
use lectern_domain::language::Language;
use lectern_domain::person_name::fold;
use lectern_domain::registration::{RegistrantStatus, Source};
use rusqlite::params;

use super::{RegistrantsMut, events};
use crate::db::{At, LanguageWord, SourceWord, StatusWord};
use crate::error::StoreError;
use crate::name_order::{self, SortKey};
use crate::search::words;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRegistrant {
    pub id: String,
    pub name: String,
    /// As typed.
    pub email: String,
    pub email_normalized: String,
    pub company: Option<String>,
    pub source: Source,
    /// That they registered in; `None`: it was not asked.
    pub language: Option<Language>,
}

/// What became of one row. A duplicate is an answer, not an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Insertion {
    Inserted,
    /// The address is on the list already, or stands earlier in the same rows.
    Duplicate {
        existing: String,
        status: RegistrantStatus,
    },
}

/// As what somebody comes onto the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub status: RegistrantStatus,
    /// Who brings them along.
    pub guest_of: Option<String>,
}

impl Default for Entry {
    fn default() -> Self {
        Self { status: RegistrantStatus::Registered, guest_of: None }
    }
}

struct Candidate<'r> {
    key: SortKey,
    row: &'r NewRegistrant,
}

impl RegistrantsMut<'_> {
    /// Registers all rows whose address is new; the answers are in the order of the rows.
    pub fn insert_many(
        &self,
        event_id: &str,
        rows: &[NewRegistrant],
        now: Timestamp,
    ) -> Result<Vec<Insertion>, StoreError> {
        self.insert_as(event_id, rows, &Entry::default(), now)
    }

    /// As [`Self::insert_many`], with another status than registered. Who is waitlisted stands at the end of the queue,
    /// each behind the one before where the rows come in one by one.
    pub fn insert_as(
        &self,
        event_id: &str,
        rows: &[NewRegistrant],
        entry: &Entry,
        now: Timestamp,
    ) -> Result<Vec<Insertion>, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let mut answers = Vec::with_capacity(rows.len());
        let mut seen: HashMap<&str, &str> = HashMap::with_capacity(rows.len());
        let mut candidates = Vec::with_capacity(rows.len());
        for row in rows {
            let answer = self.meets(number, &seen, row)?;
            if answer == Insertion::Inserted {
                seen.insert(&row.email_normalized, &row.id);
                let key =
                    SortKey { name_folded: fold(&row.name), email_normalized: row.email_normalized.clone() };
                candidates.push(Candidate { key, row });
            }
            answers.push(answer);
        }
        candidates.sort_unstable_by(|one, other| one.key.cmp(&other.key));
        let mut left = candidates.as_slice();
        while !left.is_empty() {
            let keys: Vec<&SortKey> = left.iter().map(|candidate| &candidate.key).collect();
            let places = name_order::allot(&self.db, number, &keys)?;
            let (settled, rest) = left.split_at(places.len());
            for (candidate, place) in settled.iter().zip(places) {
                self.insert_at(place, number, candidate, entry, now)?;
            }
            left = rest;
        }
        Ok(answers)
    }

    fn meets(
        &self,
        number: i64,
        seen: &HashMap<&str, &str>,
        row: &NewRegistrant,
    ) -> Result<Insertion, StoreError> {
        if let Some(earlier) = seen.get(row.email_normalized.as_str()) {
            let status = RegistrantStatus::Registered;
            return Ok(Insertion::Duplicate { existing: (*earlier).to_owned(), status });
        }
        let existing = self.db.one(
            "SELECT id, status FROM registrants WHERE event_number = ?1 AND email_normalized = ?2",
            params![number, row.email_normalized],
            |found| {
                Ok(Insertion::Duplicate { existing: found.get(0)?, status: found.get::<_, StatusWord>(1)?.0 })
            },
        )?;
        Ok(existing.unwrap_or(Insertion::Inserted))
    }

    fn insert_at(
        &self,
        place: i64,
        number: i64,
        candidate: &Candidate<'_>,
        entry: &Entry,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let Candidate { key, row } = candidate;
        self.db.run(
            "INSERT INTO registrants (place, id, event_number, name, name_folded, email, email_normalized, company,
                 status, source, registered_at, guest_of, language)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                place,
                row.id,
                number,
                row.name,
                key.name_folded,
                row.email,
                row.email_normalized,
                row.company,
                StatusWord(entry.status),
                SourceWord(row.source),
                At(now),
                entry.guest_of,
                row.language.map(LanguageWord),
            ],
        )?;
        let words = words([&*row.name, &*row.email, row.company.as_deref().unwrap_or_default()]);
        self.db.run("INSERT INTO registrant_words (rowid, words) VALUES (?1, ?2)", params![place, words])?;
        if entry.status == RegistrantStatus::Waitlisted {
            self.to_the_end(&row.id)?;
        }
        Ok(())
    }
}
