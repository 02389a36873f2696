//! Takes a person out of every table that holds one. What counts stays (the row on the list with its status, how each
//! message ended, when it happened); who it was does not.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::params;
use serde_json::Value;

use super::lists::{self, Renamed};
use super::{Listed, PersonalMut, Whom, attendance, has, registered};
use crate::db::At;
use crate::error::StoreError;

pub(super) const NAME: &str = "Erased person";
/// As much of a pseudonym as tells two of them apart on a screen.
const SHOWN: usize = 6;
/// What the history may say of somebody who was erased: statuses, instants, and ids that mean nothing by themselves.
const TELLS_NOBODY: [&str; 7] = ["now", "until", "to", "from", "registrants", "bulk", "pseudonym"];
/// What the organizer wrote on somebody, where the schema has it.
const LABELS: &str = ", note = '', group_name = NULL, tagged = 0";
/// That a row is nobody's any more, where the schema has it.
const MARKED: &str = ", erased_at = '?'";
/// Shorter words are in too many titles.
const SHORTEST: usize = 3;

pub struct Erasing<'e> {
    pub whom: &'e Whom,
    /// The pseudonym of a normalized address.
    pub names: &'e dyn Fn(&str) -> String,
    /// In a copy from before, nobody will go on with an import that was cut off: it goes, with its file.
    pub copy: bool,
    pub now: Timestamp,
}

/// How many of each were erased.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Erased {
    pub registrants: usize,
    pub enrolments: usize,
    pub externals: usize,
    /// Rows of Teams' lists.
    pub listed: usize,
    pub attended: usize,
    /// Forms that waited for a proof of the address.
    pub unproven: usize,
    /// Planned messages that will not be sent.
    pub cancelled_messages: usize,
    /// With a channel at this moment: it may still deliver them.
    pub in_flight: usize,
}

impl Erased {
    pub fn any(&self) -> bool {
        self.registrants + self.enrolments + self.externals + self.listed + self.attended + self.unproven > 0
    }
}

/// What whoever was erased is called, by their pseudonym.
pub fn name(pseudonym: &str) -> String {
    let code = pseudonym.rsplit('-').next().unwrap_or_default();
    let number = code.find(['#', '~']).map_or("", |place| &code[place..]);
    let code: String = code.chars().take(SHOWN).collect();
    format!("{NAME} {code}{number}").trim_end().to_owned()
}

impl PersonalMut<'_> {
    pub fn erase(&self, erasing: &Erasing<'_>) -> Result<Erased, StoreError> {
        let people = self.listed(erasing.whom)?;
        let mut erased = Erased { registrants: people.len(), ..Erased::default() };
        self.bulk_titles(erasing, &people)?;
        for person in &people {
            self.of_person(person, erasing, &mut erased)?;
        }
        self.history(erasing.whom, &people)?;
        self.rename(erasing, &people)?;
        erased.enrolments = self.enrolled(erasing)?;
        erased.externals = self.external(erasing)?;
        self.queued(erasing.whom, &people)?;
        erased.unproven = self.unproven(erasing.whom)?;
        erased.listed = registered::erase(&self.db, erasing.whom, erasing.names)?;
        erased.attended = attendance::erase(&self.db, erasing.whom, erasing.names)?;
        Ok(erased)
    }

    /// What hangs on a row of a list.
    fn of_person(
        &self,
        person: &Listed,
        erasing: &Erasing<'_>,
        erased: &mut Erased,
    ) -> Result<(), StoreError> {
        let (db, id) = (&self.db, &person.id);
        let sql = "SELECT count(*) FROM messages WHERE registrant_id = ?1 AND state = 'sending'";
        let in_flight = db.one(sql, [id], |row| row.get::<_, u32>(0))?.unwrap_or_default();
        erased.in_flight += usize::try_from(in_flight).unwrap_or(usize::MAX);
        erased.cancelled_messages += db.run(
            "UPDATE messages SET state = 'skipped', finished_at = ?2, skip_reason = 'person'
             WHERE registrant_id = ?1 AND state = 'planned'",
            params![id, At(erasing.now)],
        )?;
        // Whatever a service said of a message may name its reader.
        db.run("UPDATE messages SET problem = NULL WHERE registrant_id = ?1", [id])?;
        if has(db, "ticket_identities", "keep_until")? {
            // Due at once: the sweep deletes it at the service, then here.
            db.run(
                "UPDATE ticket_identities SET keep_until = ?2
                 WHERE ticket_hash IN (SELECT code_hash FROM tickets WHERE registrant_id = ?1)",
                params![id, At(Timestamp::UNIX_EPOCH)],
            )?;
        }
        db.run("DELETE FROM tickets WHERE registrant_id = ?1", [id])?;
        for (table, key) in [
            ("registrant_tags", "registrant_id"),
            ("registrant_answers", "registrant_id"),
            ("registrant_sayings", "registrant_id"),
            ("bulk_people", "registrant_id"),
        ] {
            if has(db, table, key)? {
                db.run(&format!("DELETE FROM {table} WHERE {key} = ?1"), [id])?;
            }
        }
        Ok(())
    }

    /// What was looked for, and a file's name, may be somebody's.
    fn bulk_titles(&self, erasing: &Erasing<'_>, people: &[Listed]) -> Result<(), StoreError> {
        let db = &self.db;
        if !has(db, "bulk_changes", "title")? {
            return Ok(());
        }
        if erasing.copy {
            db.run("DELETE FROM bulk_changes WHERE state = 'running'", [])?;
        }
        let gone = "UPDATE bulk_changes SET title = '(erased)', choices = NULL WHERE number = ?1";
        let events: HashSet<i64> = people.iter().map(|person| person.event_number).collect();
        let said: HashSet<String> = people.iter().flat_map(|person| spoken(&person.words)).collect();
        for event in events {
            let sql = "SELECT number, title, coalesce(choices, '') FROM bulk_changes WHERE event_number = ?1";
            let titles: Vec<(i64, String, String)> =
                db.all(sql, [event], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
            for (number, title, choices) in titles {
                let whole = matches!(erasing.whom, Whom::Event { .. });
                if whole
                    || spoken(&[title, choices]).any(|word| said.iter().any(|known| known.starts_with(&word)))
                {
                    db.run(gone, [number])?;
                }
            }
        }
        Ok(())
    }

    /// That it happened stays; what it said of the person does not.
    fn history(&self, whom: &Whom, people: &[Listed]) -> Result<(), StoreError> {
        let mut rows: Vec<(i64, String)> = Vec::new();
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        match whom {
            Whom::Event { id } => {
                let sql = "SELECT id, detail FROM changes WHERE event_id = ?1 AND registrant_id IS NOT NULL";
                rows.extend(self.db.all(sql, [id], read)?);
            }
            Whom::Person { .. } | Whom::Rows { .. } => {
                for person in people {
                    let sql = "SELECT id, detail FROM changes WHERE registrant_id = ?1";
                    rows.extend(self.db.all(sql, [&person.id], read)?);
                }
            }
        }
        for (id, detail) in rows {
            let kept = told_of_nobody(&detail);
            if kept != detail {
                self.db.run("UPDATE changes SET detail = ?2 WHERE id = ?1", params![id, kept])?;
            }
        }
        Ok(())
    }

    fn rename(&self, erasing: &Erasing<'_>, people: &[Listed]) -> Result<(), StoreError> {
        let mut taken = HashSet::new();
        let mut renamed = Vec::with_capacity(people.len());
        for listed in people {
            let host = lists::host_of(&listed.email_normalized);
            let guest = lists::number_of(&listed.email_normalized);
            let first = format!("{}{guest}", (erasing.names)(host));
            // Somebody who was erased, came again, and is erased again.
            let mut pseudonym = first.clone();
            let mut nth = 2;
            while taken.contains(&(listed.event_number, pseudonym.clone()))
                || self.stands(listed.event_number, &pseudonym)?
            {
                pseudonym = format!("{first}~{nth}");
                nth += 1;
            }
            taken.insert((listed.event_number, pseudonym.clone()));
            renamed.push(Renamed { listed, name: name(&pseudonym), pseudonym });
        }
        let labels = if has(&self.db, "registrants", "note")? { LABELS } else { "" };
        let marked = if has(&self.db, "registrants", "erased_at")? { MARKED } else { "" };
        lists::rename(
            &self.db,
            &renamed,
            &format!("{labels}{}", marked.replace('?', &format!("{:.3}", erasing.now))),
        )
    }

    fn stands(&self, event_number: i64, pseudonym: &str) -> Result<bool, StoreError> {
        let sql =
            "SELECT EXISTS (SELECT 1 FROM registrants WHERE event_number = ?1 AND email_normalized = ?2)";
        Ok(self.db.one(sql, params![event_number, pseudonym], |row| row.get(0))?.unwrap_or_default())
    }

    /// Whom nothing was sent of yet is never enrolled; what Teams has, it keeps.
    fn enrolled(&self, erasing: &Erasing<'_>) -> Result<usize, StoreError> {
        let db = &self.db;
        if !has(db, "virtual_enrolments", "email_key")? {
            return Ok(0);
        }
        let (condition, wanted) = match erasing.whom {
            Whom::Person { email, .. } => ("n.email_key = ?1", email),
            Whom::Event { id } => ("e.id = ?1 AND n.email <> ''", id),
            Whom::Rows { .. } => return Ok(0),
        };
        let sql = format!(
            "SELECT n.number, n.email_key FROM virtual_enrolments n
             JOIN virtual_events e ON e.number = n.event_number WHERE {condition}"
        );
        let rows: Vec<(i64, String)> = db.all(&sql, [wanted], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if has(db, "virtual_enrolments", "answers")? {
            for (number, _) in &rows {
                db.run("UPDATE virtual_enrolments SET answers = '[]' WHERE number = ?1", [number])?;
            }
        }
        for (number, email_key) in &rows {
            let pseudonym = (erasing.names)(email_key);
            db.run(
                "UPDATE virtual_enrolments SET first_name = ?4, last_name = ?2, email = '', join_url = NULL,
                     registration_id = NULL, problem = NULL, email_key = CASE WHEN EXISTS
                       (SELECT 1 FROM virtual_enrolments o WHERE o.event_number = virtual_enrolments.event_number
                        AND o.email_key = ?3) THEN ?3 || '~' || number ELSE ?3 END,
                     state = CASE WHEN state IN ('planned', 'sending') THEN 'refused'
                         WHEN state = 'cancelling' THEN 'enrolled' ELSE state END
                 WHERE number = ?1",
                params![number, name(&pseudonym).trim_start_matches(NAME).trim(), pseudonym, NAME],
            )?;
        }
        Ok(rows.len())
    }

    /// What waits for a service and names them, or is written about them, goes nowhere any more.
    fn queued(&self, whom: &Whom, people: &[Listed]) -> Result<(), StoreError> {
        let db = &self.db;
        if !has(db, "queued_commands", "command")? {
            return Ok(());
        }
        let event = |id: &str| {
            let sql =
                "DELETE FROM queued_commands WHERE event_number = (SELECT number FROM events WHERE id = ?1)";
            db.run(sql, [id]).map(drop)
        };
        let waiting: Vec<(i64, String)> =
            db.all("SELECT number, command FROM queued_commands", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let named = |email: &str| {
            let of = waiting.iter().filter(|(_, command)| super::names(command, email));
            let sql = "DELETE FROM queued_commands WHERE number = ?1";
            of.map(|(number, _)| number).try_for_each(|number| db.run(sql, [number]).map(drop))
        };
        match whom {
            Whom::Person { email, .. } => named(email)?,
            Whom::Event { id } => event(id)?,
            Whom::Rows { .. } => {
                let emails = people.iter().filter(|person| !person.guest);
                emails.map(|person| &person.email_normalized).try_for_each(|email| named(email))?;
            }
        }
        let noted =
            "DELETE FROM queued_commands WHERE command ->> 'type' = 'note' AND command ->> 'person' = ?1";
        people.iter().try_for_each(|person| db.run(noted, [&person.id]).map(drop))
    }

    /// A form that nobody proved is of no use without its address.
    fn unproven(&self, whom: &Whom) -> Result<usize, StoreError> {
        if !has(&self.db, "unproven", "form")? {
            return Ok(0);
        }
        let (condition, value) = super::unproven(whom);
        self.db.run(&format!("DELETE FROM unproven WHERE {condition}"), [value])
    }

    /// The row stays, so that the person can still be taken off at the service.
    fn external(&self, erasing: &Erasing<'_>) -> Result<usize, StoreError> {
        let db = &self.db;
        if !has(db, "external_registrants", "join_url")? {
            return Ok(0);
        }
        let sql = format!(
            "UPDATE external_registrants SET name = '{NAME} ' || number, join_url = NULL WHERE name NOT LIKE '{NAME}%'"
        );
        match erasing.whom {
            Whom::Person { externals, .. } => {
                externals.iter().map(|id| db.run(&format!("{sql} AND id = ?1"), [id])).sum()
            }
            Whom::Rows { .. } => Ok(0),
            Whom::Event { id } => {
                db.run(&format!("{sql} AND event_number = (SELECT number FROM events WHERE id = ?1)"), [id])
            }
        }
    }
}

/// The folded words of some texts that are long enough to mean somebody.
fn spoken(texts: &[impl AsRef<str>]) -> impl Iterator<Item = String> {
    let words = crate::search::words(texts.iter().map(AsRef::as_ref));
    let long = |word: &&str| word.chars().count() >= SHORTEST;
    words.split_ascii_whitespace().filter(long).map(str::to_owned).collect::<Vec<_>>().into_iter()
}

/// A status before a step is a word of ours; a name there is not.
fn told_of_nobody(detail: &str) -> String {
    let Ok(Value::Object(mut told)) = serde_json::from_str(detail) else { return "{}".into() };
    told.retain(|key, value| {
        TELLS_NOBODY.contains(&key.as_str()) || (key == "before" && super::is_status(value))
    });
    Value::Object(told).to_string()
}
