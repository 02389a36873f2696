//! Off the list, and back: the ticket stops and starts working with it, and a confirmation that has not left waits. The
//! places that become free go to the queue at once.

use std::collections::HashSet;

use lectern_domain::message::MessageKind;
use lectern_domain::registration::RegistrantStatus;
use lectern_store::Writer;
use serde::Deserialize;
use serde_json::json;

use super::RegistrationError;
use super::register::Registrar;
use super::roll::{Roll, Seated};
use crate::desk::Desk;
use crate::publishing::ask;
use crate::serving::commands::{Answered, Command};

/// What became of a removal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Removal {
    pub removed: usize,
    /// Nobody on this event's list.
    pub unknown: Vec<String>,
}

/// Takes off whoever is on the list, guests with their host, and names the others; where nobody is, nothing is done.
pub async fn remove(
    desk: &Desk,
    id: &str,
    registrant_ids: Vec<String>,
) -> Result<Removal, RegistrationError> {
    let command = |people| Command::Remove { people };
    if let Some(answers) = ask::in_parts(desk, id, &registrant_ids, command).await? {
        let mut sum = Removal::default();
        for part in answers.iter().map(Answered::read::<Removal>) {
            sum.removed += part.removed;
            sum.unknown.extend(part.unknown);
        }
        return Ok(sum);
    }
    let registrar = Registrar::of(desk).await?;
    let id = id.to_owned();
    desk.write(move |w| off(w, &registrar, &id, &registrant_ids)).await
}

/// As [`remove`], inside a transaction.
pub(crate) fn off(
    w: &Writer<'_>,
    registrar: &Registrar,
    id: &str,
    registrant_ids: &[String],
) -> Result<Removal, RegistrationError> {
    let roll = Roll::any(w, registrar, id)?;
    let people = roll.people(registrant_ids)?;
    let mut unknown = registrant_ids.to_vec();
    unknown.retain(|asked| people.iter().all(|person| person.id != *asked));
    if people.is_empty() && !unknown.is_empty() {
        return Err(RegistrationError::NotListed(unknown));
    }
    let asked: Vec<String> = people.into_iter().map(|person| person.id).collect();
    let gone = take_off(&roll, &asked)?;
    roll.fill()?;
    let removed = asked.iter().filter(|id| gone.contains(id.as_str())).count();
    Ok(Removal { removed, unknown })
}

/// Who was on the list and is off it now, guests with their host. The places stay free: [`Roll::fill`] gives them on.
pub(super) fn take_off(roll: &Roll<'_>, ids: &[String]) -> Result<HashSet<String>, RegistrationError> {
    let mut off = HashSet::with_capacity(ids.len());
    for person in roll.people(ids)? {
        let party = roll.w.registrants().party(&person.id)?;
        for gone in roll.unseat(&party, RegistrantStatus::Cancelled, MessageKind::Cancelled)? {
            roll.note(&gone, "removed", Some(json!({"before": person.status})))?;
            off.insert(gone);
        }
    }
    Ok(off)
}

/// How many came back, to a place, to where they waited or to a decision; fewer than asked for where the places have
/// gone meanwhile and nobody may wait.
pub async fn restore(desk: &Desk, id: &str, registrant_ids: Vec<String>) -> Result<usize, RegistrationError> {
    let command = |people| Command::Restore { people };
    if let Some(answers) = ask::in_parts(desk, id, &registrant_ids, command).await? {
        return Ok(answers.iter().map(Answered::read::<usize>).sum());
    }
    let registrar = Registrar::of(desk).await?;
    let id = id.to_owned();
    desk.write(move |w| back(w, &registrar, &id, &registrant_ids)).await
}

/// As [`restore`], inside a transaction.
pub(crate) fn back(
    w: &Writer<'_>,
    registrar: &Registrar,
    id: &str,
    registrant_ids: &[String],
) -> Result<usize, RegistrationError> {
    let roll = Roll::open(w, registrar, id)?;
    let mut back = 0;
    for person in roll.people(registrant_ids)? {
        if person.status == RegistrantStatus::Cancelled && !put_back(&roll, &person.id, true)? {
            break;
        }
        back += usize::from(person.status == RegistrantStatus::Cancelled);
    }
    Ok(back)
}

/// Only for somebody who is cancelled. `undone`: as if it had never been: what was approved stays approved, and a place
/// in the queue is where it was. `false`: there is no place.
pub(super) fn put_back(roll: &Roll<'_>, id: &str, undone: bool) -> Result<bool, RegistrationError> {
    let before = if undone { stood(roll, id)? } else { None };
    let undecided = match before {
        Some(RegistrantStatus::Rejected) => Some((RegistrantStatus::Rejected, MessageKind::Rejected)),
        Some(RegistrantStatus::PendingApproval) => {
            Some((RegistrantStatus::PendingApproval, MessageKind::Pending))
        }
        Some(_) => None,
        None => roll.rules.approval.then_some((RegistrantStatus::PendingApproval, MessageKind::Pending)),
    };
    if let Some((status, kind)) = undecided {
        let party = roll.w.registrants().party(id)?;
        roll.w.registrants().set_status(&party, status, roll.registrar.now)?;
        roll.tell(id, kind)?;
    } else if roll.seat(id, MessageKind::Confirmation, undone)? == Seated::Full {
        return Ok(false);
    }
    roll.note(id, "restored", None)?;
    Ok(true)
}

/// Where somebody stood before they were taken off, as the history has it.
fn stood(roll: &Roll<'_>, id: &str) -> Result<Option<RegistrantStatus>, RegistrationError> {
    let history = roll.w.changes().of_registrant(id)?;
    let removal = history.into_iter().rev().find(|change| change.what == "removed");
    Ok(removal.and_then(|change| serde_json::from_value(change.detail["before"].clone()).ok()))
}
