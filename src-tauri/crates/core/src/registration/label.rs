//! What the organizer writes on people: a note, tags, one group. None of it is ever sent to anybody.

use lectern_store::{StoreError, Writer};
use serde_json::json;

use super::RegistrationError;
use super::register::Registrar;
use super::roll::Roll;
use crate::desk::Desk;
use crate::publishing::ask;
use crate::serving::commands::{Answered, Command};

const LONGEST_NOTE: usize = 5_000;
const LONGEST_WORD: usize = 60;

/// In the place of the note from before; empty takes it away.
pub async fn note(desk: &Desk, id: &str, registrant_id: &str, note: &str) -> Result<(), RegistrationError> {
    let note = readable(note)?;
    let command = Command::Note { person: registrant_id.into(), note: note.clone() };
    if let Some(asked) = ask::ask(desk, id, command).await? {
        return asked.answer().map(drop);
    }
    let registrar = Registrar::of(desk).await?;
    let (id, registrant_id) = (id.to_owned(), registrant_id.to_owned());
    desk.write(move |w| noted(w, &registrar, (&id, &registrant_id), &note)).await
}

/// As [`note`], inside a transaction: of this event, on this person.
pub(crate) fn noted(
    w: &Writer<'_>,
    registrar: &Registrar,
    (id, registrant_id): (&str, &str),
    note: &str,
) -> Result<(), RegistrationError> {
    let note = readable(note)?;
    let roll = Roll::any(w, registrar, id)?;
    let person = roll.person(registrant_id)?;
    let before = w.registrants().note(&person.id)?;
    if before != note {
        w.registrants().set_note(&person.id, &note)?;
        // The words are in the note alone: whoever erases it must not find it again in the history.
        roll.note(&person.id, if note.is_empty() { "note-removed" } else { "noted" }, None)?;
    }
    Ok(())
}

fn readable(note: &str) -> Result<String, RegistrationError> {
    let note = note.trim().to_owned();
    if note.chars().count() > LONGEST_NOTE {
        let message = format!("A note has at most {LONGEST_NOTE} characters.");
        return Err(RegistrationError::Field { field: "note", message });
    }
    Ok(note)
}

/// Puts a tag on everybody named, or takes it off; how many that changed.
pub async fn tag(
    desk: &Desk,
    id: &str,
    registrant_ids: Vec<String>,
    tag: &str,
    on: bool,
) -> Result<usize, RegistrationError> {
    let tag = word("tag", tag)?;
    let command = |people| Command::Tag { people, tag: tag.clone(), on };
    if let Some(answers) = ask::in_parts(desk, id, &registrant_ids, command).await? {
        return Ok(answers.iter().map(Answered::read::<usize>).sum());
    }
    let registrar = Registrar::of(desk).await?;
    let id = id.to_owned();
    desk.write(move |w| tagged(w, &registrar, &id, &registrant_ids, (&tag, on))).await
}

/// As [`tag`], inside a transaction.
pub(crate) fn tagged(
    w: &Writer<'_>,
    registrar: &Registrar,
    id: &str,
    registrant_ids: &[String],
    (tag, on): (&str, bool),
) -> Result<usize, RegistrationError> {
    let tag = word("tag", tag)?;
    each(w, registrar, id, registrant_ids, |roll, id| {
        let changed = if on {
            roll.w.tags().put(&roll.event.id, id, &tag)?
        } else {
            roll.w.tags().take(&roll.event.id, id, &tag)?
        };
        let what = if on { "tagged" } else { "untagged" };
        Ok(changed.then(|| (what, json!({"tag": tag}))))
    })
}

/// Into this group, out of any other; `None`: into none.
pub async fn group(
    desk: &Desk,
    id: &str,
    registrant_ids: Vec<String>,
    group: Option<&str>,
) -> Result<usize, RegistrationError> {
    let group = group.map(|group| word("group", group)).transpose()?;
    let command = |people| Command::Group { people, group: group.clone() };
    if let Some(answers) = ask::in_parts(desk, id, &registrant_ids, command).await? {
        return Ok(answers.iter().map(Answered::read::<usize>).sum());
    }
    let registrar = Registrar::of(desk).await?;
    let id = id.to_owned();
    desk.write(move |w| grouped(w, &registrar, &id, &registrant_ids, group.as_deref())).await
}

/// As [`group`], inside a transaction.
pub(crate) fn grouped(
    w: &Writer<'_>,
    registrar: &Registrar,
    id: &str,
    registrant_ids: &[String],
    group: Option<&str>,
) -> Result<usize, RegistrationError> {
    let group = group.map(|group| word("group", group)).transpose()?;
    each(w, registrar, id, registrant_ids, |roll, id| {
        let changed = roll.w.registrants().set_group(id, group.as_deref())?;
        Ok(changed.then(|| ("grouped", json!({"group": group}))))
    })
}

fn each(
    w: &Writer<'_>,
    registrar: &Registrar,
    id: &str,
    registrant_ids: &[String],
    change: impl Fn(&Roll<'_>, &str) -> Result<Option<(&'static str, serde_json::Value)>, StoreError>,
) -> Result<usize, RegistrationError> {
    let roll = Roll::any(w, registrar, id)?;
    let people = roll.people(registrant_ids)?;
    if people.is_empty() && !registrant_ids.is_empty() {
        return Err(RegistrationError::NoRegistrant);
    }
    let mut changed = 0;
    for person in people {
        if let Some((what, detail)) = change(&roll, &person.id)? {
            roll.note(&person.id, what, Some(detail))?;
            changed += 1;
        }
    }
    Ok(changed)
}

/// One line, not too long, without what hides.
fn word(field: &'static str, text: &str) -> Result<String, RegistrationError> {
    let refused = |message: String| RegistrationError::Field { field, message };
    let word =
        lectern_domain::person_name::clean(text).map_err(|_| refused(format!("A {field} needs a word.")))?;
    if word.chars().count() > LONGEST_WORD {
        return Err(refused(format!("A {field} has at most {LONGEST_WORD} characters.")));
    }
    Ok(word)
}
