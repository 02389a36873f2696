//! "Take it back", as a whole and exactly: whoever was changed again since keeps the later change.

use lectern_domain::bulk::{BulkKind, BulkState};
use lectern_domain::registration::RegistrantStatus;
use lectern_store::StoreError;
use lectern_store::bulks::{BulkRecord, Touched};
use lectern_store::registrants::Rewritten;
use serde::Serialize;
use ts_rs::TS;

use super::edit::Before;
use super::progress::{BulkPhase, Phase, Steps, Told};
use super::{alone, elsewhere};
use crate::desk::Desk;
use crate::history;
use crate::registration::register::Registrar;
use crate::registration::roll::Roll;
use crate::registration::{RegistrationError, remove};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct BulkUndone {
    pub id: String,
    pub kind: BulkKind,
    /// Of an import: who is gone from the list. Of a removal: who is back. Of an edit: who is as before.
    pub people: usize,
    /// Of an import: who had been written to. They are off the list, their tickets don't work, and a message that says so
    /// waits to be sent.
    pub told: usize,
    /// Left as they are: no place any more, or changed since.
    pub left: usize,
}

/// `bulk_id` `None`: the latest of the event that can be undone, where `kind` is given of that kind.
pub async fn undo(
    desk: &Desk,
    event_id: &str,
    bulk_id: Option<String>,
    kind: Option<BulkKind>,
    told: Told,
) -> Result<BulkUndone, RegistrationError> {
    let _alone = alone(desk)?;
    let registrar = Registrar::of(desk).await?;
    let wanted = event_id.to_owned();
    let found = desk.read(move |r| r.bulks().of_event(&wanted)).await.map_err(|error| match error {
        crate::error::DeskError::Store(store) => RegistrationError::from(store),
        other => other.into(),
    })?;
    let matches = |bulk: &BulkRecord| match &bulk_id {
        Some(id) => bulk.id == *id,
        None => bulk.state == BulkState::Done && kind.is_none_or(|kind| kind == bulk.kind),
    };
    let bulk = found.into_iter().find(matches).ok_or(RegistrationError::NoBulk)?;
    let steps = Steps::of(desk, told, &bulk.event_id, bulk.kind, true);
    if let Some(undone) = elsewhere::undo(desk, &bulk, &steps).await? {
        return Ok(undone);
    }
    let people = usize::try_from(bulk.people).unwrap_or(usize::MAX);
    let (phase, watch) = match bulk.kind {
        // Gone are a message and a person each.
        BulkKind::Import => {
            let phase = steps.begin(BulkPhase::Writing, people, 2);
            let watch = phase.watch(desk, &["registrants", "messages"]);
            (phase, watch)
        }
        BulkKind::Removal | BulkKind::Edit => {
            let phase = steps.begin(BulkPhase::Writing, people, 2);
            let watch = phase.watch(desk, &["registrants", "changes"]);
            (phase, watch)
        }
    };
    let now = desk.now();
    desk.write_watched(watch, move |w| {
        // Before anything else: whoever comes second finds it done.
        w.bulks().mark_undone(&bulk.id, now)?;
        let undone = match bulk.kind {
            BulkKind::Import => import(&Roll::any(w, &registrar, &bulk.event_id)?, &bulk)?,
            BulkKind::Removal => removal(&Roll::open(w, &registrar, &bulk.event_id)?, &bulk)?,
            BulkKind::Edit => edit(&Roll::any(w, &registrar, &bulk.event_id)?, &bulk, &phase)?,
        };
        let what = match bulk.kind {
            BulkKind::Import => "import-undone",
            BulkKind::Removal => "removal-undone",
            BulkKind::Edit => "edit-undone",
        };
        w.changes().record(&history::of_bulk(&bulk.event_id, what, &bulk.id, undone.people), now)?;
        Ok(undone)
    })
    .await
}

/// The places that become free go to the queue.
fn import(roll: &Roll<'_>, bulk: &BulkRecord) -> Result<BulkUndone, RegistrationError> {
    let bulks = roll.w.bulks();
    let gone = bulks.take_back(&bulk.id, None)?;
    let told: Vec<String> = bulks.people(&bulk.id)?.into_iter().map(|one| one.registrant_id).collect();
    remove::take_off(roll, &told)?;
    roll.fill()?;
    let (id, kind) = (bulk.id.clone(), bulk.kind);
    Ok(BulkUndone { id, kind, people: gone.gone + gone.told, told: gone.told, left: 0 })
}

fn removal(roll: &Roll<'_>, bulk: &BulkRecord) -> Result<BulkUndone, RegistrationError> {
    let ids: Vec<String> =
        roll.w.bulks().people(&bulk.id)?.into_iter().map(|one| one.registrant_id).collect();
    let people = back(roll, &ids)?.len();
    let (id, kind) = (bulk.id.clone(), bulk.kind);
    Ok(BulkUndone { id, kind, people, told: 0, left: ids.len() - people })
}

/// Each to where they stood: to a place, into the queue or to a decision. Hosts first, and their guests with them. Who
/// came back.
pub(super) fn back(roll: &Roll<'_>, ids: &[String]) -> Result<Vec<String>, RegistrationError> {
    let registrants = roll.w.registrants();
    let mut off = roll.people(ids)?;
    off.retain(|person| person.status == RegistrantStatus::Cancelled);
    off.sort_by_key(|person| person.guest_of.is_some());
    let mut people = Vec::with_capacity(off.len());
    for person in off {
        let came_with_host = || {
            Ok::<_, StoreError>(registrants.by_id(&person.id)?.is_some_and(|now| now.status != person.status))
        };
        if came_with_host()? || remove::put_back(roll, &person.id, true)? {
            people.push(person.id);
        }
    }
    Ok(people)
}

fn edit(roll: &Roll<'_>, bulk: &BulkRecord, phase: &Phase) -> Result<BulkUndone, RegistrationError> {
    let touched = roll.w.bulks().people(&bulk.id)?;
    let all = touched.len();
    let people = as_before(roll, touched, |count| phase.expect(count))?.len();
    let (id, kind) = (bulk.id.clone(), bulk.kind);
    Ok(BulkUndone { id, kind, people, told: 0, left: all - people })
}

/// Who was not changed again since; `expect` hears how many before they are written.
pub(super) fn as_before(
    roll: &Roll<'_>,
    touched: Vec<Touched>,
    expect: impl FnOnce(usize),
) -> Result<Vec<String>, RegistrationError> {
    let mut people = Vec::with_capacity(touched.len());
    for Touched { registrant_id, before } in touched {
        let before: Option<Before> = before.and_then(|text| serde_json::from_str(&text).ok());
        let (Some(before), Some(found)) = (before, roll.w.registrants().by_id(&registrant_id)?) else {
            continue;
        };
        let [name, new_name] = before.name;
        let [company, new_company] = before.company;
        if found.name == new_name && found.company == new_company {
            people.push(Rewritten { id: registrant_id, name, company });
        }
    }
    expect(people.len());
    roll.w.registrants().rewrite(&roll.event.id, &people)?;
    for person in &people {
        roll.note(&person.id, "edit-undone", None)?;
    }
    Ok(people.into_iter().map(|person| person.id).collect())
}
