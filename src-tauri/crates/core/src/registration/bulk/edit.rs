//! "They all work for Fabrikam now", and names that a spreadsheet has mangled.

use lectern_domain::bulk::BulkKind;
use lectern_domain::name_fix::{NameFix, fixed};
use lectern_domain::person_name::{self, NameError};
use lectern_store::Writer;
use lectern_store::bulks::{NewBulk, Touched};
use lectern_store::registrants::Rewritten;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::chosen::Chosen;
use super::progress::{BulkPhase, Phase, Steps, Told};
use super::{BulkDone, alone, elsewhere};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::history;
use crate::registration::RegistrationError;
use crate::registration::register::Registrar;
use crate::registration::roll::Roll;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct BulkEdit {
    /// Empty: they have none from now on. `None`: it stays as it is.
    pub company: Option<String>,
    pub names: Option<NameFix>,
}

/// What an edit found, and what it put there.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Before {
    pub name: [String; 2],
    pub company: [Option<String>; 2],
}

/// How many were changed; who is as wanted already is none of them.
pub async fn edit(
    desk: &Desk,
    event_id: &str,
    chosen: Chosen,
    edit: BulkEdit,
    told: Told,
) -> Result<BulkDone, RegistrationError> {
    let company = edit.company.as_deref().map(company).transpose()?;
    let _alone = alone(desk)?;
    let registrar = Registrar::of(desk).await?;
    let steps = Steps::of(desk, told, event_id, BulkKind::Edit, false);
    if let Some(done) = elsewhere::edit(desk, event_id, &chosen, &edit, &steps).await? {
        return Ok(done);
    }
    let phase = steps.begin(BulkPhase::Writing, 0, 2);
    let watch = phase.watch(desk, &["registrants", "changes"]);
    let (event_id, now, id) = (event_id.to_owned(), desk.now(), desk.chance().uuid().to_string());
    desk.write_watched(watch, move |w| {
        let title = chosen.title();
        let roll = Roll::any(w, &registrar, &event_id)?;
        let ids = chosen.ids(w, &event_id)?;
        let (touched, people) = planned(w, &ids, company.as_ref(), edit.names)?;
        if people.is_empty() {
            return Ok(BulkDone::nobody());
        }
        rewrite(w, &event_id, &people, &phase)?;
        let new =
            NewBulk { id: id.clone(), event_id: event_id.clone(), kind: BulkKind::Edit, title, file: None };
        w.bulks().begin(&new, now)?;
        w.bulks().touch(&id, &touched)?;
        w.bulks().finish(&id, people.len(), now)?;
        for person in &people {
            roll.note(&person.id, "edited", None)?;
        }
        w.changes().record(&history::of_bulk(&event_id, "edited-many", &id, people.len()), now)?;
        Ok(BulkDone::of(id, people.len()))
    })
    .await
}

fn rewrite(
    w: &Writer<'_>,
    event_id: &str,
    people: &[Rewritten],
    phase: &Phase,
) -> Result<(), RegistrationError> {
    phase.expect(people.len());
    Ok(w.registrants().rewrite(event_id, people)?)
}

pub(super) fn planned(
    w: &Writer<'_>,
    ids: &[String],
    company: Option<&Option<String>>,
    names: Option<NameFix>,
) -> Result<(Vec<Touched>, Vec<Rewritten>), RegistrationError> {
    let (mut touched, mut people) = (Vec::new(), Vec::new());
    for id in ids {
        let Some(found) = w.registrants().by_id(id)? else { continue };
        let name = names.map_or_else(|| found.name.clone(), |fix| fixed(&found.name, fix));
        let company = company.map_or_else(|| found.company.clone(), Clone::clone);
        if name == found.name && company == found.company {
            continue;
        }
        let before = Before { name: [found.name, name.clone()], company: [found.company, company.clone()] };
        let before = serde_json::to_string(&before).map_err(|error| DeskError::Stopped(error.to_string()))?;
        touched.push(Touched { registrant_id: id.clone(), before: Some(before) });
        people.push(Rewritten { id: id.clone(), name, company });
    }
    Ok((touched, people))
}

pub(super) fn company(text: &str) -> Result<Option<String>, RegistrationError> {
    match person_name::clean(text) {
        Ok(company) => Ok(Some(company)),
        Err(NameError::Empty) => Ok(None),
        Err(NameError::TooLong) => {
            let message = "A company's name has at most 200 characters.".to_owned();
            Err(RegistrationError::Field { field: "company", message })
        }
    }
}
