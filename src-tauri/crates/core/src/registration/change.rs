//! "A larger room", or a smaller one. The places of an open registration change and nobody's own does: whoever is on
//! the list keeps theirs, and where there are more of them than places, nobody is added until enough have left. Places
//! that are new go to the queue at once.

use jiff::Timestamp;
use lectern_store::Writer;
use lectern_store::events::EventRecord;
use serde_json::json;

use super::RegistrationError;
use super::open::OpenError;
use super::register::Registrar;
use super::roll::Roll;
use super::settings::{self, RegistrationSettings};
use crate::desk::Desk;
use crate::history;
use crate::publishing::ask;
use crate::scheduling::{EventDetail, list};

/// `None`: no limit. The same capacity again changes nothing.
pub async fn change(desk: &Desk, id: &str, capacity: Option<u32>) -> Result<EventDetail, OpenError> {
    if ask::decides(desk, id).await? {
        let settings = settings::show(desk, id).await?;
        settings::set(desk, id, RegistrationSettings { capacity, ..settings }).await?;
        return Ok(list::one(desk, id).await?);
    }
    let registrar = Registrar::of(desk).await?;
    let wanted = id.to_owned();
    desk.write(move |w| resize(w, &registrar, &wanted, capacity)).await?;
    Ok(list::one(desk, id).await?)
}

pub(super) fn resize(
    w: &Writer<'_>,
    registrar: &Registrar,
    id: &str,
    capacity: Option<u32>,
) -> Result<(), RegistrationError> {
    let mut roll = Roll::open(w, registrar, id)?;
    note_capacity(w, &roll.event, capacity, registrar.now)?;
    roll.again()
}

pub(super) fn note_capacity(
    w: &Writer<'_>,
    event: &EventRecord,
    capacity: Option<u32>,
    now: Timestamp,
) -> Result<(), RegistrationError> {
    let before = event.registration.and_then(|registration| registration.capacity);
    if before == capacity {
        return Ok(());
    }
    w.events().open_registration(&event.id, capacity, now)?;
    let detail = json!({"before": before, "now": capacity});
    w.changes().record(&history::of_event_with(&event.id, "capacity-changed", detail), now)?;
    Ok(())
}
