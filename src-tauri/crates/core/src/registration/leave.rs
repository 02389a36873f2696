//! Before somebody is erased: of an event that is still to come they give their place back, and it goes to the queue.
//! Nobody tells them; that they asked for it is why. Of one that is over, where they stood stays: it counts.

use lectern_domain::registration::RegistrantStatus;
use lectern_store::Writer;

use super::RegistrationError;
use super::register::Registrar;
use super::roll::Roll;
use crate::scheduling::series;

/// `ids` are of this event's list, hosts with their guests.
pub(crate) fn for_good(
    w: &Writer<'_>,
    registrar: &Registrar,
    event_id: &str,
    ids: &[String],
) -> Result<(), RegistrationError> {
    let roll = Roll::any(w, registrar, event_id)?;
    let end = series::last_end(&w.calendar(), &roll.event)?;
    let over = end.is_some_and(|end| end <= registrar.now);
    if !over {
        let mut leaving = Vec::new();
        for person in roll.people(ids)? {
            if person.status.is_live() {
                leaving.push(person.id);
            }
        }
        w.registrants().set_status(&leaving, RegistrantStatus::Cancelled, registrar.now)?;
        w.tickets().revoke(&leaving, registrar.now)?;
    }
    for id in ids {
        roll.note(id, "erased", None)?;
    }
    if over { Ok(()) } else { roll.fill() }
}
