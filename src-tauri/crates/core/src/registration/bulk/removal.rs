//! "Take all these off the list", and one press takes it back.

use lectern_domain::bulk::BulkKind;
use lectern_store::bulks::{NewBulk, Touched};

use super::chosen::Chosen;
use super::progress::{BulkPhase, Steps, Told};
use super::{BulkDone, alone, elsewhere};
use crate::desk::Desk;
use crate::history;
use crate::registration::register::Registrar;
use crate::registration::roll::Roll;
use crate::registration::{RegistrationError, remove};

/// Guests go with their host, and the places that become free go to the queue. Who is off the list already is left alone,
/// and stays off it when this is undone.
pub async fn remove(
    desk: &Desk,
    event_id: &str,
    chosen: Chosen,
    told: Told,
) -> Result<BulkDone, RegistrationError> {
    let _alone = alone(desk)?;
    let registrar = Registrar::of(desk).await?;
    let steps = Steps::of(desk, told, event_id, BulkKind::Removal, false);
    if let Some(done) = elsewhere::remove(desk, event_id, &chosen, &steps).await? {
        return Ok(done);
    }
    // Of each: the row itself, and its line in the history.
    let phase = steps.begin(BulkPhase::Writing, 0, 2);
    let watch = phase.watch(desk, &["registrants", "changes"]);
    let (event_id, now, id) = (event_id.to_owned(), desk.now(), desk.chance().uuid().to_string());
    desk.write_watched(watch, move |w| {
        let title = chosen.title();
        let roll = Roll::any(w, &registrar, &event_id)?;
        let ids = chosen.ids(w, &event_id)?;
        phase.expect(ids.len());
        let gone = remove::take_off(&roll, &ids)?;
        if gone.is_empty() {
            return Ok(BulkDone::nobody());
        }
        let people = gone.len();
        let kind = BulkKind::Removal;
        let event = event_id.clone();
        w.bulks().begin(&NewBulk { id: id.clone(), event_id: event, kind, title, file: None }, now)?;
        let touched: Vec<Touched> =
            gone.into_iter().map(|registrant_id| Touched { registrant_id, before: None }).collect();
        w.bulks().touch(&id, &touched)?;
        w.bulks().finish(&id, people, now)?;
        roll.fill()?;
        w.changes().record(&history::of_bulk(&event_id, "removed-many", &id, people), now)?;
        Ok(BulkDone::of(id, people))
    })
    .await
}
