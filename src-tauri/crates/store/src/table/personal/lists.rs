//! Rows of lists, found by address or event, and given another name and place.

use lectern_domain::person_name::fold;
use rusqlite::params;

use super::{Listed, Whom};
use crate::db::Db;
use crate::error::StoreError;
use crate::name_order::{self, SortKey};
use crate::search::words;

/// Under whom somebody stands from now on.
pub(super) struct Renamed<'l> {
    pub listed: &'l Listed,
    pub name: String,
    /// In the place of the normalized address: unique within the event.
    pub pseudonym: String,
}

const COLUMNS: &str = "e.id AS event_id, r.id, r.event_number, r.name, r.email, r.email_normalized, coalesce(r.company, '') AS company";

pub(super) fn of(db: &Db<'_>, whom: &Whom) -> Result<Vec<Listed>, StoreError> {
    let found = match whom {
        Whom::Person { email, .. } => {
            // Guests stand at their host's address, # and a number; "$" comes after "#".
            let sql = format!(
                "SELECT {COLUMNS} FROM events e JOIN registrants r ON r.event_number = e.number
                 WHERE r.email_normalized >= ?1 AND r.email_normalized < ?1 || '$' AND r.email <> ''
                 ORDER BY e.number, r.place"
            );
            db.all(&sql, [email], read)?
        }
        Whom::Event { id } => {
            let sql = format!(
                "SELECT {COLUMNS} FROM events e JOIN registrants r ON r.event_number = e.number
                 WHERE e.id = ?1 AND r.email <> '' ORDER BY r.place"
            );
            db.all(&sql, [id], read)?
        }
        Whom::Rows { ids } => {
            let sql = format!(
                "SELECT {COLUMNS} FROM events e JOIN registrants r ON r.event_number = e.number
                 WHERE r.id IN (SELECT value FROM json_each(?1)) AND r.email <> '' ORDER BY e.number, r.place"
            );
            db.all(&sql, [serde_json::json!(ids).to_string()], read)?
        }
    };
    Ok(match whom {
        Whom::Person { email, .. } => {
            found.into_iter().filter(|row| host_of(&row.email_normalized) == email).collect()
        }
        Whom::Event { .. } | Whom::Rows { .. } => found,
    })
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Listed> {
    let email_normalized: String = row.get("email_normalized")?;
    let name: String = row.get("name")?;
    Ok(Listed {
        id: row.get("id")?,
        event_id: row.get("event_id")?,
        guest: host_of(&email_normalized) != email_normalized,
        event_number: row.get("event_number")?,
        words: [name.clone(), row.get("email")?, row.get("company")?],
        name,
        email_normalized,
    })
}

/// The address itself: what follows its domain is a guest's number.
pub(super) fn host_of(email_normalized: &str) -> &str {
    let domain = email_normalized.rfind('@').unwrap_or_default();
    match email_normalized[domain..].find('#') {
        Some(number) => &email_normalized[..domain + number],
        None => email_normalized,
    }
}

/// A guest's number, with its #.
pub(super) fn number_of(email_normalized: &str) -> &str {
    &email_normalized[host_of(email_normalized).len()..]
}

/// Where somebody stands on a list tells between whom the name was: they stand elsewhere from now on.
pub(super) fn rename(db: &Db<'_>, people: &[Renamed<'_>], extra: &str) -> Result<(), StoreError> {
    let mut of_event: Vec<&Renamed<'_>> = people.iter().collect();
    of_event.sort_by_key(|one| one.listed.event_number);
    for event in of_event.chunk_by(|one, other| one.listed.event_number == other.listed.event_number) {
        let number = event[0].listed.event_number;
        let mut moving: Vec<(SortKey, &Renamed<'_>)> = event.iter().map(|one| (key(one), *one)).collect();
        moving.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        let listed = db.one("SELECT count(*) FROM registrants WHERE event_number = ?1", [number], |row| {
            row.get::<_, i64>(0)
        })?;
        if listed == i64::try_from(moving.len()).ok() {
            lay_out(db, number, &moving, extra)?;
            continue;
        }
        let mut left = moving.as_slice();
        while !left.is_empty() {
            let keys: Vec<&SortKey> = left.iter().map(|(key, _)| key).collect();
            let places = name_order::allot(db, number, &keys)?;
            let (settled, rest) = left.split_at(places.len());
            for ((key, one), place) in settled.iter().zip(places) {
                let sql = "DELETE FROM registrant_words WHERE rowid = (SELECT place FROM registrants WHERE id = ?1)";
                db.run(sql, [&one.listed.id])?;
                write(db, place, key, one, extra)?;
            }
            left = rest;
        }
    }
    Ok(())
}

/// The whole list at once, evenly: there is nobody else to stand between.
fn lay_out(
    db: &Db<'_>,
    number: i64,
    moving: &[(SortKey, &Renamed<'_>)],
    extra: &str,
) -> Result<(), StoreError> {
    let all = name_order::places(number);
    let step = (all.end - all.start) / (i64::try_from(moving.len()).unwrap_or(i64::MAX - 1) + 1);
    // One after the other, upwards: the word index wants each of its passes so.
    let sql = "SELECT place FROM registrants WHERE place >= ?1 AND place < ?2 ORDER BY place";
    for place in db.all(sql, [all.start, all.end], |row| row.get::<_, i64>(0))? {
        db.run("DELETE FROM registrant_words WHERE rowid = ?1", [place])?;
    }
    db.run("UPDATE registrants SET place = -place WHERE place >= ?1 AND place < ?2", [all.start, all.end])?;
    for (nth, (key, one)) in (1..).zip(moving) {
        write(db, all.start + nth * step, key, one, extra)?;
    }
    Ok(())
}

fn key(one: &Renamed<'_>) -> SortKey {
    SortKey { name_folded: fold(&one.name), email_normalized: one.pseudonym.clone() }
}

fn write(db: &Db<'_>, place: i64, key: &SortKey, one: &Renamed<'_>, extra: &str) -> Result<(), StoreError> {
    let id = &one.listed.id;
    db.run(
        &format!(
            "UPDATE registrants SET place = ?2, name = ?3, name_folded = ?4, email = '', email_normalized = ?5,
                 company = NULL{extra} WHERE id = ?1"
        ),
        params![id, place, one.name, key.name_folded, one.pseudonym],
    )?;
    let words = words([one.name.as_str()]);
    db.run("INSERT INTO registrant_words (rowid, words) VALUES (?1, ?2)", params![place, words])?;
    Ok(())
}
