//! A list from somewhere else: looked at first, then all valid rows in one transaction, and the rest saved with its
//! reasons.

mod dropped;
mod elsewhere;
mod look;
mod rejected;
pub mod resume;
mod told;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use lectern_domain::bulk::BulkKind;
use lectern_domain::csv_import::{Checked, Field, ImportRow};
use lectern_domain::registration::{Question, Refusal, RegistrantStatus, Source, not_asked};
use lectern_store::bulks::{KeptFile, NewBulk, Touched};
use lectern_store::changes::NewChange;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use ts_rs::TS;

use super::bulk::alone;
use super::bulk::progress::{BulkPhase, Steps, Told};
use super::foresee::{Foreseen, foresee, left_out, without_erased};
use super::register::{Candidate, Registered, Registrar};
use super::roll::Roll;
use super::{RegistrationError, open_event, remove};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::history;
pub use dropped::Dropped;
use elsewhere::Settled;
use look::{Looked, look};
pub use told::{ImportColumn, ImportError, ImportPreview, ImportQuestion, ImportReport, ImportSample};
use told::{SAMPLE_ROWS, columns, questions, sample};

/// A file by its path, or its bytes where it was dropped into the window.
#[derive(Debug, Clone)]
pub enum ImportSource {
    File(PathBuf),
    Bytes(Vec<u8>),
}

impl ImportSource {
    /// Where no path is given, what was dropped.
    pub fn given(path: Option<PathBuf>, dropped: impl FnOnce() -> Vec<u8>) -> Self {
        path.map_or_else(|| Self::Bytes(dropped()), Self::File)
    }
}

/// What the person says about the file; where nothing is said, it is guessed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "core.ts")]
pub struct ImportChoices {
    /// One entry a column.
    pub fields: Option<Vec<Option<Field>>>,
    /// One entry a column: the id of the question that it answers.
    pub questions: Option<Vec<Option<String>>>,
    /// Of a workbook.
    pub sheet: Option<String>,
}

/// What an import would do, told as the import itself would tell it. Changes nothing.
pub async fn preview(
    desk: &Desk,
    id: &str,
    source: ImportSource,
    choices: ImportChoices,
) -> Result<ImportPreview, RegistrationError> {
    let asks = asked(desk, id).await?;
    let Looked { table, fields, asked, recognized, mut checked, .. } =
        look(source, choices, asks, None).await?;
    let not_coming = checked.errors.iter().filter(|error| error.code == "leftOut").count();
    let (valid, erased) = without_erased(desk, id, std::mem::take(&mut checked.valid)).await?;
    checked.valid = valid;
    checked.errors.extend(erased);
    let Foreseen { valid: coming, duplicates, left_out: stay_out } =
        foresee(desk, id, &checked.valid).await?;
    checked.errors.extend(stay_out);
    checked.errors.sort_by_key(|error| error.line);
    let sheets = table.sheets.clone();
    Ok(ImportPreview {
        encoding: table.encoding.to_owned(),
        delimiter: table.delimiter.map(String::from),
        sheet: sheets.as_ref().map(|sheets| sheets.chosen.clone()),
        sheets: sheets.map(|sheets| sheets.all).unwrap_or_default(),
        format: recognized.map(|known| known.format),
        rows: table.rows.len(),
        valid: coming.len(),
        duplicates: duplicates + checked.duplicates_in_file.len(),
        left_out: not_coming,
        errors: checked.errors.iter().map(ImportError::from).collect(),
        error_count: checked.errors.len(),
        sample: checked.valid.iter().take(SAMPLE_ROWS).map(sample).collect(),
        problem: checked.problem,
        columns: columns(&table, &fields, &asked),
        questions: questions(&asked, checked.valid.iter().filter(|row| coming.contains(&row.line))),
    })
}

/// What the event asks of everybody on its list.
async fn asked(desk: &Desk, id: &str) -> Result<Vec<Question>, RegistrationError> {
    let wanted = id.to_owned();
    let rules = desk
        .read(move |r| match r.events().by_id(&wanted)? {
            Some(_) => Ok(Some(r.events().rules(&wanted)?)),
            None => Ok(None),
        })
        .await?;
    Ok(rules.ok_or_else(|| RegistrationError::NoEvent(id.to_owned()))?.questions)
}

/// All valid rows in one transaction; a person who is on the list already is never added twice. Stopped or killed
/// before its end, nothing of it is there; killed, it can be gone on with ([`resume`]).
pub async fn run(
    desk: &Desk,
    id: &str,
    source: ImportSource,
    choices: ImportChoices,
    told: Told,
) -> Result<ImportReport, RegistrationError> {
    let file = match &source {
        ImportSource::File(path) => Some(path.clone()),
        ImportSource::Bytes(_) => None,
    };
    let _alone = alone(desk)?;
    let steps = Steps::of(desk, told, id, BulkKind::Import, false);
    let watched = Some((Arc::clone(&steps), Arc::clone(&desk.stop_bulk)));
    let asks = asked(desk, id).await?;
    let mut looked = match look(source, choices.clone(), asks, watched).await {
        Err(RegistrationError::Stopped) => return Ok(ImportReport::stopped(0)),
        looked => looked?,
    };
    if let Some(problem) = looked.checked.problem {
        return Err(RegistrationError::Csv(problem));
    }
    let kept = Kept { choices, file };
    let bulk_id = desk.chance().uuid().to_string();
    begin(desk, &bulk_id, id, &kept, std::mem::take(&mut looked.bytes)).await?;
    write(desk, id, &bulk_id, looked, &kept, &steps).await
}

/// What is kept beside the file's bytes, to go on with after a crash.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kept {
    choices: ImportChoices,
    /// Where it lay.
    file: Option<PathBuf>,
}

impl Kept {
    fn title(&self) -> String {
        let name = self.file.as_deref().and_then(Path::file_name);
        name.map_or_else(|| "a dropped file".to_owned(), |name| name.to_string_lossy().into_owned())
    }

    fn beside(&self, desk: &Desk) -> PathBuf {
        match &self.file {
            Some(path) => path.with_extension("rejected.csv"),
            None => desk.profile().dir().join(format!("rejected-{}.csv", desk.now().as_second())),
        }
    }
}

/// Written down before anything else, with the file: a crash from here on can be gone on from.
async fn begin(
    desk: &Desk,
    bulk_id: &str,
    event_id: &str,
    kept: &Kept,
    bytes: Vec<u8>,
) -> Result<(), RegistrationError> {
    let choices = serde_json::to_value(kept).map_err(|error| DeskError::Stopped(error.to_string()))?;
    let hash: [u8; 32] = Sha256::digest(&bytes).into();
    let file = Some(KeptFile { hash, bytes, choices });
    let (title, kind) = (kept.title(), BulkKind::Import);
    let new = NewBulk { id: bulk_id.to_owned(), event_id: event_id.to_owned(), kind, title, file };
    let now = desk.now();
    desk.write(move |w| {
        open_event(w.events().by_id(&new.event_id)?, &new.event_id)?;
        Ok(w.bulks().begin(&new, now)?)
    })
    .await
}

async fn write(
    desk: &Desk,
    id: &str,
    bulk_id: &str,
    looked: Looked,
    kept: &Kept,
    steps: &Arc<Steps>,
) -> Result<ImportReport, RegistrationError> {
    let Looked { table, asked, checked, .. } = looked;
    let Checked { valid, duplicates_in_file, mut errors, .. } = checked;
    let (valid, erased) = without_erased(desk, id, valid).await?;
    errors.extend(erased);
    let open = |row: &ImportRow| !not_asked(&asked.questions, &row.answers).is_empty();
    let lines: Vec<(u64, bool)> = valid.iter().map(|row| (row.line, open(row))).collect();
    let rows = table.rows.len();
    let title = kept.title();
    let outcome = match elsewhere::register(desk, id, (bulk_id, &title), &valid, steps).await {
        Ok(Some(settled)) => Ok(settled),
        Ok(None) => here(desk, id, bulk_id, valid, steps).await,
        Err(error) => Err(error),
    };
    let settled = match outcome {
        Err(RegistrationError::Stopped) => return Ok(ImportReport::stopped(rows)),
        outcome => outcome?,
    };
    let (mut imported, mut known, mut unasked) = (0, 0, 0);
    for ((_, open), settled) in lines.iter().zip(settled) {
        match settled {
            Settled::New => {
                imported += 1;
                unasked += usize::from(*open);
            }
            Settled::Known => known += 1,
            Settled::Left(error) => errors.push(error),
        }
    }
    errors.sort_by_key(|error| error.line);
    let listed: Vec<ImportError> = errors.iter().map(ImportError::from).collect();
    let error_count = errors.len();
    let rejected_file = if errors.is_empty() {
        None
    } else {
        Some(rejected::save(desk, kept.beside(desk), table, errors).await?)
    };
    Ok(ImportReport {
        bulk_id: (imported > 0).then(|| bulk_id.to_owned()),
        stopped: false,
        rows,
        imported,
        not_asked: unasked,
        duplicates: known + duplicates_in_file.len(),
        errors: listed,
        error_count,
        rejected_file,
    })
}

/// By this desk, which decides about the event; of what fails nothing is left.
async fn here(
    desk: &Desk,
    id: &str,
    bulk_id: &str,
    valid: Vec<ImportRow>,
    steps: &Arc<Steps>,
) -> Result<Vec<Settled>, RegistrationError> {
    let lines: Vec<u64> = valid.iter().map(|row| row.line).collect();
    let outcome = register(desk, id, bulk_id, valid, steps).await;
    if outcome.is_err() {
        // It never was. What stands in the way of saying so is told at the next start.
        drop(forgotten(desk, bulk_id).await);
    }
    let settled = |(line, answer): (u64, Registered)| match left_out(line, &answer) {
        _ if answer.is_new() => Settled::New,
        Some(error) => Settled::Left(error),
        None => Settled::Known,
    };
    Ok(lines.into_iter().zip(outcome?).map(settled).collect())
}

/// It is not wanted any more: of whom nobody came nothing is left, and whom a service took by it can be taken back.
async fn forgotten(desk: &Desk, bulk_id: &str) -> Result<(), RegistrationError> {
    let (id, now) = (bulk_id.to_owned(), desk.now());
    desk.write(move |w| match w.bulks().people(&id)?.len() {
        0 => Ok(w.bulks().forget(&id)?),
        people => Ok(w.bulks().finish(&id, people, now)?),
    })
    .await
}

async fn register(
    desk: &Desk,
    id: &str,
    bulk_id: &str,
    valid: Vec<ImportRow>,
    steps: &Arc<Steps>,
) -> Result<Vec<Registered>, RegistrationError> {
    let registrar = Registrar::of(desk).await?;
    // Of each: the person's row and the planned message.
    let phase = steps.begin(BulkPhase::Writing, valid.len(), 2);
    let watch = phase.watch(desk, &["registrants", "messages"]);
    // The moment at which the people are registered: their history begins with it.
    let (id, bulk_id, now) = (id.to_owned(), bulk_id.to_owned(), registrar.now);
    desk.write_watched(watch, move |w| {
        let roll = Roll::open(w, &registrar, &id)?;
        let candidates: Vec<Candidate> = valid
            .into_iter()
            .map(|row| Candidate::new(row.name, row.email, row.company, row.answers))
            .collect();
        let mut answers = registrar.register(w, &roll.event, &candidates, Source::Import)?;
        for (candidate, answer) in candidates.iter().zip(&mut answers) {
            bring_back(&roll, candidate, answer)?;
        }
        let new: Vec<Touched> = answers.iter().filter_map(touched).collect();
        w.bulks().touch(&bulk_id, &new)?;
        w.bulks().finish(&bulk_id, new.len(), now)?;
        let done = history::of_bulk(&id, "imported", &bulk_id, new.len());
        w.changes().record(&NewChange { who: registrar.who.clone(), ..done }, now)?;
        Ok(answers)
    })
    .await
}

fn touched(answer: &Registered) -> Option<Touched> {
    let (Registered::New(id) | Registered::Waitlisted { id, .. } | Registered::Pending(id)) = answer else {
        return None;
    };
    Some(Touched { registrant_id: id.clone(), before: None })
}

/// Whom an import that was undone had written to is off the list and still in it. Imported again, they are on it as the
/// rules have it now, with the ticket that they were sent. Whoever was taken off by hand stays off.
pub(super) fn bring_back(
    roll: &Roll<'_>,
    candidate: &Candidate,
    answer: &mut Registered,
) -> Result<(), RegistrationError> {
    let Registered::Duplicate { existing, status: RegistrantStatus::Cancelled } = answer else {
        return Ok(());
    };
    if !roll.w.bulks().was_taken_back(existing, &roll.event.id)? {
        return Ok(());
    }
    let id = existing.clone();
    *answer = match roll.rules.refusal(candidate.email(), 0, roll.registrar.now)? {
        Some(refusal) => Registered::Refused(refusal),
        None if !remove::put_back(roll, &id, false)? => Registered::Refused(Refusal::Full),
        None => {
            if !candidate.answers().is_empty() {
                roll.w.answers().set(&roll.event.id, &id, candidate.answers(), roll.registrar.now)?;
            }
            let back = roll.person(&id)?;
            match back.status {
                RegistrantStatus::Waitlisted => {
                    Registered::Waitlisted { id, position: back.position.unwrap_or_default() }
                }
                RegistrantStatus::PendingApproval => Registered::Pending(id),
                _ => Registered::New(id),
            }
        }
    };
    Ok(())
}
