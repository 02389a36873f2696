//! "My colleague comes instead." One person's place becomes another's: the old ticket is dead and a new one is there, in
//! one transaction, and nobody of the queue comes between them.

use lectern_domain::message::MessageKind;
use lectern_domain::registration::{RegistrantStatus, Rules, Source};
use lectern_store::Writer;
use lectern_store::registrants::{Entry, NewRegistrant as NewRecord};
use serde_json::json;

use super::RegistrationError;
use super::list::RegistrantRow;
use super::register::{Candidate, NewRegistrant, Registrar, candidate};
use super::roll::Roll;
use crate::desk::Desk;
use crate::publishing::ask;
use crate::serving::commands::Command;

/// Only from somebody who has a place, and only to somebody who stands nowhere on the list. Blocked domains stay blocked;
/// the window does not matter, since nobody new comes.
pub async fn transfer(
    desk: &Desk,
    id: &str,
    registrant_id: &str,
    to: NewRegistrant,
) -> Result<RegistrantRow, RegistrationError> {
    let command = Command::Transfer { person: registrant_id.into(), to: to.clone() };
    if let Some(asked) = ask::ask(desk, id, command).await? {
        return ask::row(desk, asked).await;
    }
    let registrar = Registrar::of(desk).await?;
    let (id, registrant_id) = (id.to_owned(), registrant_id.to_owned());
    desk.write(move |w| give_to(w, &registrar, (&id, &registrant_id), &to)).await
}

/// As [`transfer`], inside a transaction: of this event, from this person.
pub(crate) fn give_to(
    w: &Writer<'_>,
    registrar: &Registrar,
    from: (&str, &str),
    to: &NewRegistrant,
) -> Result<RegistrantRow, RegistrationError> {
    give(w, registrar, from, Source::Manual, |rules| candidate(to, rules))
}

/// As [`transfer`], inside a transaction: of this event, from this person.
pub(crate) fn give(
    w: &Writer<'_>,
    registrar: &Registrar,
    (id, registrant_id): (&str, &str),
    source: Source,
    to: impl FnOnce(&Rules) -> Result<Candidate, RegistrationError>,
) -> Result<RegistrantRow, RegistrationError> {
    let roll = Roll::open(w, registrar, id)?;
    let from = roll.person(registrant_id)?;
    if from.status != RegistrantStatus::Registered {
        return Err(RegistrationError::NoPlace);
    }
    if from.guests > 0 {
        return Err(RegistrationError::HasGuests);
    }
    let to = to(&roll.rules)?;
    if let Some(refusal) = roll.rules.domains.refusal(to.email()) {
        return Err(RegistrationError::Field { field: "email", message: refusal.to_string() });
    }
    let known = w.registrants().by_email(id, to.email().normalized())?;
    if known.as_ref().is_some_and(|known| known.status.is_live()) {
        let message = "This person is on the list already.".into();
        return Err(RegistrationError::Field { field: "email", message });
    }
    roll.unseat(std::slice::from_ref(&from.id), RegistrantStatus::Cancelled, MessageKind::Cancelled)?;
    w.messages().forget_removed_for(std::slice::from_ref(&from.id))?;
    let new = if let Some(known) = known {
        known.id
    } else {
        let row: NewRecord = registrar.record(&to, source);
        let entry = Entry { status: RegistrantStatus::PendingApproval, guest_of: None };
        w.registrants().insert_as(id, std::slice::from_ref(&row), &entry, registrar.now)?;
        row.id
    };
    w.registrants().set_group(&new, from.group.as_deref())?;
    if !to.answers().is_empty() {
        w.answers().set(id, &new, to.answers(), registrar.now)?;
    }
    roll.note(&from.id, "transferred", Some(json!({"to": new})))?;
    roll.admit(std::slice::from_ref(&new), MessageKind::Confirmation)?;
    roll.note(&new, "received", Some(json!({"from": from.id})))?;
    Ok(RegistrantRow::from(roll.person(&new)?))
}
