//! At a service: a change of many as it comes, part by part. Each part is carried out as a desk carries out the whole, and
//! is written down, so that it can be taken back by parts as well.

use std::collections::{HashMap, HashSet};

use lectern_domain::bulk::{BulkKind, BulkState};
use lectern_domain::csv_import::ImportRow;
use lectern_domain::email_address::EmailAddress;
use lectern_domain::registration::{Answer, Answers, RegistrantStatus, Source};
use lectern_store::Writer;
use lectern_store::bulks::{NewBulk, Touched};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::edit::{self, BulkEdit};
use super::undo;
use crate::registration::foresee::{left_out, was_erased};
use crate::registration::import::bring_back;
use crate::registration::register::{Candidate, Registered, Registrar};
use crate::registration::roll::Roll;
use crate::registration::{RegistrationError, remove};
use crate::seal::Pseudonyms;

/// Which change it is a part of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Part {
    /// The change's id at its desk.
    pub bulk: String,
    pub title: String,
    /// Places that became free go to the queue after it.
    pub last: bool,
}

/// Somebody who was meant and not changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    pub id: String,
    pub message: String,
}

/// What became of those who were named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PartDone {
    pub done: Vec<String>,
    pub left: Vec<Left>,
    /// Of an import that is taken back: who had been written to.
    pub told: Vec<String>,
}

/// A row of a list, checked at the desk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PartRow {
    pub line: u64,
    pub name: String,
    pub email: String,
    pub company: Option<String>,
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, Answer>)]
    pub answers: Answers,
}

/// What became of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RowDone {
    /// On the list by this import.
    New {
        id: String,
    },
    Known,
    Left {
        code: String,
        message: String,
    },
}

impl PartDone {
    fn left(&mut self, id: &str, message: &str) {
        self.left.push(Left { id: id.to_owned(), message: message.to_owned() });
    }
}

fn new_bulk(event: &str, kind: BulkKind, part: &Part) -> NewBulk {
    let (id, title) = (part.bulk.clone(), part.title.clone());
    NewBulk { id, event_id: event.to_owned(), kind, title, file: None }
}

fn touched(ids: &[String]) -> Vec<Touched> {
    ids.iter().map(|id| Touched { registrant_id: id.clone(), before: None }).collect()
}

pub(crate) fn removed(
    w: &Writer<'_>,
    registrar: &Registrar,
    event: &str,
    (part, people): (&Part, &[String]),
) -> Result<PartDone, RegistrationError> {
    let roll = Roll::any(w, registrar, event)?;
    let gone = remove::take_off(&roll, people)?;
    let mut outcome = PartDone::default();
    for id in people.iter().filter(|id| !gone.contains(*id)) {
        outcome.left(id, gone_already(&roll, id)?);
    }
    outcome.done = gone.into_iter().collect();
    let now = registrar.now;
    w.bulks().add_part(&new_bulk(event, BulkKind::Removal, part), &touched(&outcome.done), now)?;
    if part.last {
        roll.fill()?;
    }
    Ok(outcome)
}

fn gone_already(roll: &Roll<'_>, id: &str) -> Result<&'static str, RegistrationError> {
    Ok(match roll.person(id) {
        Ok(_) => "Off the list already.",
        Err(RegistrationError::Erased) => "This person was erased.",
        Err(RegistrationError::NoRegistrant) => "Not on this list any more.",
        Err(error) => return Err(error),
    })
}

pub(crate) fn edited(
    w: &Writer<'_>,
    registrar: &Registrar,
    event: &str,
    (part, people, wanted): (&Part, &[String], &BulkEdit),
) -> Result<PartDone, RegistrationError> {
    let roll = Roll::any(w, registrar, event)?;
    let company = wanted.company.as_deref().map(edit::company).transpose()?;
    let listed: Vec<String> = roll.people(people)?.into_iter().map(|person| person.id).collect();
    let (touched, rewritten) = edit::planned(w, &listed, company.as_ref(), wanted.names)?;
    w.registrants().rewrite(event, &rewritten)?;
    for person in &rewritten {
        roll.note(&person.id, "edited", None)?;
    }
    w.bulks().add_part(&new_bulk(event, BulkKind::Edit, part), &touched, registrar.now)?;
    let done: HashSet<&String> = rewritten.iter().map(|person| &person.id).collect();
    let mut outcome = PartDone::default();
    for id in people.iter().filter(|id| !done.contains(id)) {
        let known = listed.contains(id);
        outcome.left(id, if known { "As wanted already." } else { "Not on this list any more." });
    }
    outcome.done = rewritten.iter().map(|person| person.id.clone()).collect();
    Ok(outcome)
}

/// In the order of the rows. Who came by this very import before is told as new again: a part that is sent once more
/// counts the same.
pub(crate) fn imported(
    w: &Writer<'_>,
    registrar: &Registrar,
    pseudonyms: &Pseudonyms,
    event: &str,
    (part, rows): (&Part, Vec<PartRow>),
) -> Result<Vec<RowDone>, RegistrationError> {
    let roll = Roll::open(w, registrar, event)?;
    let erased = w.personal().pseudonyms(event)?;
    let mut outcomes: HashMap<u64, RowDone> = HashMap::with_capacity(rows.len());
    let lines: Vec<u64> = rows.iter().map(|row| row.line).collect();
    let mut coming = Vec::with_capacity(rows.len());
    for row in rows {
        let row = checked(row)?;
        if erased.contains(&pseudonyms.of(row.email.normalized())) {
            outcomes.insert(row.line, left(was_erased(row.line)));
        } else {
            coming.push((row.line, Candidate::new(row.name, row.email, row.company, row.answers)));
        }
    }
    let (at, candidates): (Vec<u64>, Vec<Candidate>) = coming.into_iter().unzip();
    let answers = registrar.register(w, &roll.event, &candidates, Source::Import)?;
    let mut new = Vec::new();
    for ((line, candidate), mut answer) in at.into_iter().zip(&candidates).zip(answers) {
        bring_back(&roll, candidate, &mut answer)?;
        let outcome = match answer {
            Registered::New(id) | Registered::Waitlisted { id, .. } | Registered::Pending(id) => {
                new.push(id.clone());
                RowDone::New { id }
            }
            Registered::Duplicate { existing, status }
                if status != RegistrantStatus::Cancelled && w.bulks().touched(&part.bulk, &existing)? =>
            {
                RowDone::New { id: existing }
            }
            other => left_out(line, &other).map_or(RowDone::Known, left),
        };
        outcomes.insert(line, outcome);
    }
    w.bulks().add_part(&new_bulk(event, BulkKind::Import, part), &touched(&new), registrar.now)?;
    Ok(lines.iter().filter_map(|line| outcomes.remove(line)).collect())
}

fn left(error: lectern_domain::csv_import::RowError) -> RowDone {
    RowDone::Left { code: error.code.to_owned(), message: error.message }
}

fn checked(row: PartRow) -> Result<ImportRow, RegistrationError> {
    let field = |field, message: String| RegistrationError::Field { field, message };
    let name = lectern_domain::person_name::clean(&row.name);
    let name = name.map_err(|error| field("name", format!("Line {}: {error}", row.line)))?;
    let email = EmailAddress::parse(&row.email);
    let email = email.map_err(|error| field("email", format!("Line {}: {error}", row.line)))?;
    let PartRow { line, company, answers, .. } = row;
    Ok(ImportRow { line, name, email, company, answers })
}

/// Of a change that came by parts, these people.
pub(crate) fn undone(
    w: &Writer<'_>,
    registrar: &Registrar,
    event: &str,
    (part, people): (&Part, &[String]),
) -> Result<PartDone, RegistrationError> {
    let bulk = w.bulks().by_id(&part.bulk)?.filter(|bulk| bulk.event_id == event);
    let bulk = bulk.ok_or(RegistrationError::NoBulk)?;
    match bulk.state {
        BulkState::Running => return Err(RegistrationError::NoBulk),
        BulkState::Done => w.bulks().mark_undone(&bulk.id, registrar.now)?,
        // The parts after the first.
        BulkState::Undone => {}
    }
    let meant: HashSet<&String> = people.iter().collect();
    let mut touched = w.bulks().people(&bulk.id)?;
    touched.retain(|one| meant.contains(&one.registrant_id));
    let ids: Vec<String> = touched.iter().map(|one| one.registrant_id.clone()).collect();
    let mut outcome = PartDone::default();
    match bulk.kind {
        BulkKind::Import => {
            let roll = Roll::any(w, registrar, event)?;
            w.bulks().take_back(&bulk.id, Some(&ids))?;
            let kept = w.bulks().people(&bulk.id)?;
            outcome.told =
                kept.into_iter().map(|one| one.registrant_id).filter(|id| meant.contains(id)).collect();
            remove::take_off(&roll, &outcome.told)?;
            outcome.done.clone_from(&ids);
            if part.last {
                roll.fill()?;
            }
        }
        BulkKind::Removal => outcome.done = undo::back(&Roll::open(w, registrar, event)?, &ids)?,
        BulkKind::Edit => outcome.done = undo::as_before(&Roll::any(w, registrar, event)?, touched, |_| ())?,
    }
    let done: HashSet<&String> = outcome.done.iter().collect();
    let left: Vec<Left> = people
        .iter()
        .filter(|id| !done.contains(id))
        .map(|id| Left { id: id.clone(), message: "No place any more, or changed again since.".into() })
        .collect();
    outcome.left = left;
    Ok(outcome)
}
