//! A person on a list as they are brought from one copy of it to another: everything, and put in the place of what was
//! there.

use std::collections::BTreeSet;

use jiff::Timestamp;
use lectern_domain::language::Language;
use lectern_domain::message::MessageKind;
use lectern_domain::registration::{Answers, RegistrantStatus, Source};
use rusqlite::types::{FromSql, ValueRef};
use rusqlite::{Row, params};
use serde::de::DeserializeOwned;

use super::past::{PAST, PastChange, PastMessage};
use super::{Entry, Insertion, NewRegistrant, Registrants, RegistrantsMut, Rewritten, events};
use crate::db::{At, KindWord, LanguageWord, SourceWord, StatusWord, at, maybe_at};
use crate::error::StoreError;
use crate::table::answers::AnswersMut;
use crate::table::bulks::OF_A_PERSON;

#[derive(Debug, Clone, PartialEq)]
pub struct PersonCopy {
    pub id: String,
    pub name: String,
    pub email: String,
    pub email_normalized: String,
    pub company: Option<String>,
    pub status: RegistrantStatus,
    pub source: Source,
    pub registered_at: Timestamp,
    pub cancelled_at: Option<Timestamp>,
    pub guest_of: Option<String>,
    /// Lower ones are called first.
    pub queue_number: Option<i64>,
    pub offer_until: Option<Timestamp>,
    pub group: Option<String>,
    pub note: String,
    pub erased_at: Option<Timestamp>,
    pub tags: BTreeSet<String>,
    pub answers: Answers,
    pub ticket: Option<TicketCopy>,
    /// What they are to be told and were not yet.
    pub planned: Vec<MessageKind>,
    /// That they registered in; `None`: it was not asked.
    pub language: Option<Language>,
    pub told: Vec<PastMessage>,
    pub history: Vec<PastChange>,
}

/// A ticket, sealed under the key of the store that it is in.
#[derive(Clone, PartialEq, Eq)]
pub struct TicketCopy {
    pub code_sealed: Vec<u8>,
    pub code_hash: [u8; 32],
    pub issued_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

impl std::fmt::Debug for TicketCopy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TicketCopy").field("revoked_at", &self.revoked_at).finish_non_exhaustive()
    }
}

pub(crate) fn whole_columns() -> String {
    format!("{OWN}, {PAST}")
}

const OWN: &str = "r.id, r.name, r.email, r.email_normalized, r.company, r.status, r.source,
    r.registered_at, r.cancelled_at, r.guest_of, r.queue_number, r.offer_until, r.group_name, r.note, r.erased_at,
    r.language, CASE WHEN r.tagged THEN (SELECT json_group_array(t.tag) FROM registrant_tags t
        WHERE t.registrant_id = r.id) ELSE '[]' END AS tags,
    (SELECT a.answers FROM registrant_answers a WHERE a.registrant_id = r.id) AS answers,
    k.code_sealed, k.code_hash, k.issued_at, k.revoked_at,
    (SELECT group_concat(m.kind) FROM messages m
        WHERE m.registrant_id = r.id AND m.state = 'planned') AS planned";

impl Registrants<'_> {
    /// The list in parts, hosts before guests: from behind `after` (a place, of a host or of a guest), and where the
    /// last stands.
    pub fn copies(
        &self,
        event_id: &str,
        (guests, after): (bool, i64),
        limit: u32,
    ) -> Result<Vec<(i64, PersonCopy)>, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let all = crate::name_order::places(number);
        let columns = whole_columns();
        let sql = format!(
            "SELECT r.place, {columns} FROM registrants r LEFT JOIN tickets k ON k.registrant_id = r.id
             WHERE r.place >= ?1 AND r.place < ?2 AND r.place > ?3 AND (r.guest_of IS NOT NULL) = ?4
             ORDER BY r.place LIMIT ?5"
        );
        self.db.all(&sql, params![all.start, all.end, after, guests, limit], |row| {
            Ok((row.get("place")?, whole(row)?))
        })
    }

    /// One of them.
    pub fn copy(&self, id: &str) -> Result<Option<PersonCopy>, StoreError> {
        let whole_columns = whole_columns();
        let sql = format!(
            "SELECT {whole_columns} FROM registrants r LEFT JOIN tickets k ON k.registrant_id = r.id WHERE r.id = ?1"
        );
        self.db.one(&sql, [id], whole)
    }
}

impl RegistrantsMut<'_> {
    /// In the place of what is known of them here, whoever is new at the place where the name belongs. A host comes
    /// before the guests. Whoever has the address of one of them under another id goes.
    pub fn put_copies(&self, event_id: &str, people: &[PersonCopy]) -> Result<(), StoreError> {
        let known = people.iter().map(|person| self.knows(&person.id)).collect::<Result<Vec<_>, _>>()?;
        let new: Vec<&PersonCopy> =
            people.iter().zip(&known).filter(|(_, known)| !**known).map(|(person, _)| person).collect();
        let (guests, hosts): (Vec<&PersonCopy>, Vec<_>) =
            new.into_iter().partition(|person| person.guest_of.is_some());
        self.bring(event_id, None, &hosts)?;
        for guest in guests {
            self.bring(event_id, guest.guest_of.clone(), &[guest])?;
        }
        for person in people {
            self.settle(event_id, person)?;
        }
        Ok(())
    }

    /// Out of this list, as if they had never been on it.
    pub fn forget(&self, id: &str) -> Result<(), StoreError> {
        for guest in self.guests(id)? {
            self.forget(&guest)?;
        }
        for table in OF_A_PERSON {
            self.db.run(&format!("DELETE FROM {table} WHERE registrant_id = ?1"), [id])?;
        }
        let words =
            "DELETE FROM registrant_words WHERE rowid = (SELECT place FROM registrants WHERE id = ?1)";
        self.db.run(words, [id])?;
        self.db.run("DELETE FROM registrants WHERE id = ?1", [id]).map(drop)
    }

    /// Nobody stands on it any more until somebody is put there again: a list that comes anew.
    pub fn clear_standing(&self, event_id: &str, now: Timestamp) -> Result<(), StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "UPDATE registrants SET status = 'cancelled', cancelled_at = ?2, offer_until = NULL, queue_number = NULL
             WHERE event_number = ?1 AND status <> 'cancelled'";
        self.db.run(sql, params![number, At(now)])?;
        let sql = "UPDATE tickets SET revoked_at = ?2 WHERE revoked_at IS NULL
             AND registrant_id IN (SELECT id FROM registrants WHERE event_number = ?1)";
        self.db.run(sql, params![number, At(now)]).map(drop)
    }

    fn knows(&self, id: &str) -> Result<bool, StoreError> {
        Ok(self.db.one("SELECT 1 FROM registrants WHERE id = ?1", [id], |_| Ok(()))?.is_some())
    }

    fn bring(
        &self,
        event_id: &str,
        guest_of: Option<String>,
        people: &[&PersonCopy],
    ) -> Result<(), StoreError> {
        let rows: Vec<NewRegistrant> = people.iter().map(|person| row_of(person)).collect();
        let entry = Entry { status: RegistrantStatus::Registered, guest_of };
        // When they came is settled with everything else of theirs.
        let inserted = self.insert_as(event_id, &rows, &entry, Timestamp::UNIX_EPOCH)?;
        for (row, insertion) in rows.iter().zip(inserted) {
            if let Insertion::Duplicate { existing, .. } = insertion {
                self.forget(&existing)?;
                self.insert_as(event_id, std::slice::from_ref(row), &entry, Timestamp::UNIX_EPOCH)?;
            }
        }
        Ok(())
    }

    fn settle(&self, event_id: &str, person: &PersonCopy) -> Result<(), StoreError> {
        let before = self.by_id(&person.id)?.filter(|before| before.event_id == event_id);
        let Some(before) = before else { return Err(StoreError::not_found("registrant", &person.id)) };
        self.db.run(
            "UPDATE registrants SET email = ?2, email_normalized = ?3, status = ?4, source = ?5, registered_at = ?6,
                 cancelled_at = ?7, queue_number = ?8, offer_until = ?9, group_name = ?10, note = ?11, erased_at = ?12,
                 tagged = ?13, language = ?14
             WHERE id = ?1",
            params![
                person.id,
                person.email,
                person.email_normalized,
                StatusWord(person.status),
                SourceWord(person.source),
                At(person.registered_at),
                person.cancelled_at.map(At),
                person.queue_number,
                person.offer_until.map(At),
                person.group,
                person.note,
                person.erased_at.map(At),
                !person.tags.is_empty(),
                person.language.map(LanguageWord),
            ],
        )?;
        let written = (&before.name, &before.company, &before.email);
        if written != (&person.name, &person.company, &person.email) {
            let (id, name, company) = (person.id.clone(), person.name.clone(), person.company.clone());
            self.rewrite(event_id, &[Rewritten { id, name, company }])?;
        }
        self.settle_tags(event_id, person)?;
        if person.answers.is_empty() {
            self.db.run("DELETE FROM registrant_answers WHERE registrant_id = ?1", [&person.id])?;
            self.db.run("DELETE FROM registrant_sayings WHERE registrant_id = ?1", [&person.id])?;
        } else {
            AnswersMut::new(self.db).set(event_id, &person.id, &person.answers, person.registered_at)?;
        }
        self.settle_history(event_id, &person.id, &person.history)?;
        self.settle_told(event_id, &person.id, &person.told)?;
        self.settle_ticket(person)
    }

    fn settle_tags(&self, event_id: &str, person: &PersonCopy) -> Result<(), StoreError> {
        let number = events::number(&self.db, event_id)?;
        self.db.run("DELETE FROM registrant_tags WHERE registrant_id = ?1", [&person.id])?;
        let sql = "INSERT INTO registrant_tags (event_number, tag, registrant_id) VALUES (?1, ?2, ?3)";
        person.tags.iter().try_for_each(|tag| self.db.run(sql, params![number, tag, person.id]).map(drop))
    }

    fn settle_ticket(&self, person: &PersonCopy) -> Result<(), StoreError> {
        let Some(ticket) = &person.ticket else {
            return self.db.run("DELETE FROM tickets WHERE registrant_id = ?1", [&person.id]).map(drop);
        };
        let revoked = ticket.revoked_at.map(At);
        let sql = "UPDATE tickets SET revoked_at = ?3 WHERE registrant_id = ?1 AND code_hash = ?2";
        if self.db.run(sql, params![person.id, ticket.code_hash, revoked])? == 1 {
            return Ok(());
        }
        self.db.run("DELETE FROM tickets WHERE registrant_id = ?1", [&person.id])?;
        let sql = "INSERT INTO tickets (registrant_id, code_sealed, code_hash, issued_at, revoked_at)
             VALUES (?1, ?2, ?3, ?4, ?5)";
        let issued = At(ticket.issued_at);
        self.db.run(sql, params![person.id, ticket.code_sealed, ticket.code_hash, issued, revoked]).map(drop)
    }
}

fn row_of(person: &PersonCopy) -> NewRegistrant {
    NewRegistrant {
        id: person.id.clone(),
        name: person.name.clone(),
        email: person.email.clone(),
        email_normalized: person.email_normalized.clone(),
        company: person.company.clone(),
        source: person.source,
        language: person.language,
    }
}

/// A row of [`whole_columns`].
pub(crate) fn whole(row: &Row<'_>) -> rusqlite::Result<PersonCopy> {
    let issued_at = maybe_at(row, "issued_at")?;
    let ticket = match issued_at {
        None => None,
        Some(issued_at) => Some(TicketCopy {
            code_sealed: row.get("code_sealed")?,
            code_hash: row.get("code_hash")?,
            issued_at,
            revoked_at: maybe_at(row, "revoked_at")?,
        }),
    };
    Ok(PersonCopy {
        id: row.get("id")?,
        name: row.get("name")?,
        email: row.get("email")?,
        email_normalized: row.get("email_normalized")?,
        company: row.get("company")?,
        status: row.get::<_, StatusWord>("status")?.0,
        source: row.get::<_, SourceWord>("source")?.0,
        registered_at: at(row, "registered_at")?,
        cancelled_at: maybe_at(row, "cancelled_at")?,
        guest_of: row.get("guest_of")?,
        queue_number: row.get("queue_number")?,
        offer_until: maybe_at(row, "offer_until")?,
        group: row.get("group_name")?,
        note: row.get("note")?,
        erased_at: maybe_at(row, "erased_at")?,
        tags: json(row, "tags")?,
        answers: json(row, "answers")?,
        ticket,
        planned: planned(row)?,
        language: row.get::<_, Option<LanguageWord>>("language")?.map(|word| word.0),
        told: json(row, "told")?,
        history: json(row, "history")?,
    })
}

fn json<T: DeserializeOwned + Default>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text: Option<String> = row.get(column)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
}

fn planned(row: &Row<'_>) -> rusqlite::Result<Vec<MessageKind>> {
    let words: Option<String> = row.get("planned")?;
    let words = words.unwrap_or_default();
    words
        .split(',')
        .filter(|word| !word.is_empty())
        .map(|word| Ok(KindWord::column_result(ValueRef::Text(word.as_bytes()))?.0))
        .collect()
}
