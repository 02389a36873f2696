//! New names and companies for people who are on the list: who is called otherwise stands elsewhere.

use lectern_domain::language::Language;
use lectern_domain::person_name::fold;
use rusqlite::params;

use super::{RegistrantsMut, events};
use crate::db::LanguageWord;
use crate::error::StoreError;
use crate::name_order::{self, SortKey};
use crate::search::words;

/// How somebody is written from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewritten {
    pub id: String,
    pub name: String,
    pub company: Option<String>,
}

struct Moving<'p> {
    key: SortKey,
    email: String,
    person: &'p Rewritten,
}

impl RegistrantsMut<'_> {
    /// Who is not on this event's list is left out.
    pub fn rewrite(&self, event_id: &str, people: &[Rewritten]) -> Result<(), StoreError> {
        let number = events::number(&self.db, event_id)?;
        let mut moving = Vec::new();
        for person in people {
            let found = self.db.one(
                "SELECT place, name_folded, email, email_normalized FROM registrants
                 WHERE id = ?1 AND event_number = ?2",
                params![person.id, number],
                |row| {
                    let (place, folded): (i64, String) = (row.get(0)?, row.get(1)?);
                    let (email, email_normalized): (String, String) = (row.get(2)?, row.get(3)?);
                    Ok((place, folded, email, email_normalized))
                },
            )?;
            let Some((place, folded, email, email_normalized)) = found else { continue };
            let key = SortKey { name_folded: fold(&person.name), email_normalized };
            if key.name_folded == folded {
                self.write_at(place, &key, &email, person)?;
            } else {
                moving.push(Moving { key, email, person });
            }
        }
        moving.sort_unstable_by(|one, other| one.key.cmp(&other.key));
        let mut left = moving.as_slice();
        while !left.is_empty() {
            let keys: Vec<&SortKey> = left.iter().map(|one| &one.key).collect();
            // Nobody has left yet: a place is free, whoever else is about to move.
            let places = name_order::allot(&self.db, number, &keys)?;
            let (settled, rest) = left.split_at(places.len());
            for (one, place) in settled.iter().zip(places) {
                self.write_at(place, &one.key, &one.email, one.person)?;
            }
            left = rest;
        }
        Ok(())
    }

    /// Whoever comes again may read another language than before.
    pub fn speaks(&self, id: &str, language: Language) -> Result<(), StoreError> {
        let sql = "UPDATE registrants SET language = ?2 WHERE id = ?1 OR guest_of = ?1";
        self.db.run(sql, params![id, LanguageWord(language)]).map(drop)
    }

    fn write_at(&self, place: i64, key: &SortKey, email: &str, person: &Rewritten) -> Result<(), StoreError> {
        let Rewritten { id, name, company } = person;
        self.db.run(
            "DELETE FROM registrant_words WHERE rowid = (SELECT place FROM registrants WHERE id = ?1)",
            [id],
        )?;
        self.db.run(
            "UPDATE registrants SET place = ?2, name = ?3, name_folded = ?4, company = ?5 WHERE id = ?1",
            params![id, place, name, key.name_folded, company],
        )?;
        let words = words([name, email, company.as_deref().unwrap_or_default()]);
        self.db.run("INSERT INTO registrant_words (rowid, words) VALUES (?1, ?2)", params![place, words])?;
        Ok(())
    }
}
