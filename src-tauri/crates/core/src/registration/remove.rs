//! Off the list, and back: the ticket stops and starts working with it, and a confirmation that has not left waits.

use jiff::Timestamp;
use lectern_domain::registration::{Admission, RegistrantStatus, admit};
use lectern_store::Writer;
use lectern_store::events::EventRecord;

use super::{RegistrationError, open_event};
use crate::desk::Desk;
use crate::history;

/// What became of a removal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    pub removed: usize,
    /// Nobody on this event's list.
    pub unknown: Vec<String>,
}

/// Takes off whoever is on the list and names the others; where nobody is, nothing is done.
pub async fn remove(
    desk: &Desk,
    id: &str,
    registrant_ids: Vec<String>,
) -> Result<Removal, RegistrationError> {
    let (id, now) = (id.to_owned(), desk.now());
    desk.write(move |w| {
        let mut unknown = registrant_ids.clone();
        let ids = of_event(w, &id, registrant_ids)?;
        unknown.retain(|asked| !ids.contains(asked));
        if ids.is_empty() && !unknown.is_empty() {
            return Err(RegistrationError::NotListed(unknown));
        }
        let gone = take_off(w, &id, &ids, now)?;
        Ok(Removal { removed: gone.len(), unknown })
    })
    .await
}

/// Who of these was on the list and is off it now.
pub(super) fn take_off(
    w: &Writer<'_>,
    event_id: &str,
    ids: &[String],
    now: Timestamp,
) -> Result<Vec<String>, RegistrationError> {
    let gone = w.registrants().set_status(ids, RegistrantStatus::Cancelled, now)?;
    w.tickets().revoke(&gone, now)?;
    w.messages().skip_planned_for(&gone, now)?;
    for registrant in &gone {
        w.changes().record(&history::of_registrant(event_id, registrant, "removed"), now)?;
    }
    Ok(gone)
}

/// How many came back; fewer than asked for where the places have gone meanwhile.
pub async fn restore(desk: &Desk, id: &str, registrant_ids: Vec<String>) -> Result<usize, RegistrationError> {
    let (id, now) = (id.to_owned(), desk.now());
    desk.write(move |w| {
        let event = open_event(w.events().by_id(&id)?, &id)?;
        let ids = of_event(w, &id, registrant_ids)?;
        put_back(w, &event, &ids, now)
    })
    .await
}

pub(super) fn put_back(
    w: &Writer<'_>,
    event: &EventRecord,
    ids: &[String],
    now: Timestamp,
) -> Result<usize, RegistrationError> {
    let capacity = event.registration.and_then(|registration| registration.capacity);
    let mut back = Vec::with_capacity(ids.len());
    for id in ids {
        if admit(capacity, w.registrants().count_registered(&event.id)?) == Admission::Full {
            break;
        }
        back.extend(w.registrants().set_status(
            std::slice::from_ref(id),
            RegistrantStatus::Registered,
            now,
        )?);
    }
    w.tickets().reinstate(&back)?;
    w.messages().replan_for(&back, now)?;
    for registrant in &back {
        w.changes().record(&history::of_registrant(&event.id, registrant, "restored"), now)?;
    }
    Ok(back.len())
}

/// Only those on this event's list: an id from elsewhere changes nothing.
pub(super) fn of_event(
    w: &Writer<'_>,
    event_id: &str,
    ids: Vec<String>,
) -> Result<Vec<String>, RegistrationError> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        if w.registrants().by_id(&id)?.is_some_and(|registrant| registrant.event_id == event_id) {
            found.push(id);
        }
    }
    Ok(found)
}
