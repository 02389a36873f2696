//! A list from somewhere else: looked at first, then all valid rows in one transaction, and the rest saved with its
//! reasons.

mod dropped;
mod look;
mod rejected;
pub mod resume;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use lectern_domain::bulk::BulkKind;
use lectern_domain::csv_import::{Checked, Field, ImportRow, ListFormat, RowError, Table};
use lectern_domain::registration::{Refusal, RegistrantStatus, Source};
use lectern_store::bulks::{KeptFile, NewBulk, Touched};
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
use look::{Looked, look};

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
    /// Of a workbook.
    pub sheet: Option<String>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ImportColumn {
    pub header: String,
    pub field: Option<Field>,
    pub samples: Vec<String>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ImportError {
    #[ts(type = "number")]
    pub line: u64,
    pub column: Option<String>,
    pub code: &'static str,
    pub message: String,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ImportSample {
    #[ts(type = "number")]
    pub line: u64,
    pub name: String,
    pub email: String,
    pub company: Option<String>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ImportPreview {
    pub encoding: String,
    /// `None`: a workbook.
    pub delimiter: Option<String>,
    /// Of a workbook: those that can be seen, and the one that is shown here.
    pub sheets: Vec<String>,
    pub sheet: Option<String>,
    /// Whose list it is, where its columns say so.
    pub format: Option<ListFormat>,
    pub columns: Vec<ImportColumn>,
    pub rows: usize,
    pub valid: usize,
    /// On the list already, or twice in the file.
    pub duplicates: usize,
    /// Of the errors: those who are not coming, as the list says itself.
    pub left_out: usize,
    pub errors: Vec<ImportError>,
    pub error_count: usize,
    /// Why nothing can be imported yet.
    pub problem: Option<String>,
    pub sample: Vec<ImportSample>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ImportReport {
    /// What it is undone by; `None`: nobody came of it.
    pub bulk_id: Option<String>,
    /// The person stopped it, and nobody was imported.
    pub stopped: bool,
    pub rows: usize,
    pub imported: usize,
    pub duplicates: usize,
    pub errors: Vec<ImportError>,
    pub error_count: usize,
    /// Where the rows that were not imported are, each with its reason.
    pub rejected_file: Option<String>,
}

/// So many errors are shown in the window; the file with the rejected rows holds all.
const LISTED: usize = 200;
const SAMPLES: usize = 3;
const SAMPLE_ROWS: usize = 8;
/// Characters of a sample.
const GLIMPSE: usize = 80;

impl ImportPreview {
    /// With as many errors as a person looks at; `error_count` counts all.
    #[must_use]
    pub fn for_a_window(mut self) -> Self {
        self.errors.truncate(LISTED);
        self
    }
}

impl ImportReport {
    /// With as many errors as a person looks at; `error_count` counts all.
    #[must_use]
    pub fn for_a_window(mut self) -> Self {
        self.errors.truncate(LISTED);
        self
    }
}

impl From<&RowError> for ImportError {
    fn from(error: &RowError) -> Self {
        Self {
            line: error.line,
            column: error.column.clone(),
            code: error.code,
            message: error.message.clone(),
        }
    }
}

/// What an import would do, told as the import itself would tell it. Changes nothing.
pub async fn preview(
    desk: &Desk,
    id: &str,
    source: ImportSource,
    choices: ImportChoices,
) -> Result<ImportPreview, RegistrationError> {
    let Looked { table, fields, recognized, mut checked, .. } = look(source, choices, None).await?;
    let not_coming = checked.errors.iter().filter(|error| error.code == "leftOut").count();
    let (valid, erased) = without_erased(desk, id, std::mem::take(&mut checked.valid)).await?;
    checked.valid = valid;
    checked.errors.extend(erased);
    let Foreseen { valid, duplicates, left_out: stay_out } = foresee(desk, id, &checked.valid).await?;
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
        valid,
        duplicates: duplicates + checked.duplicates_in_file.len(),
        left_out: not_coming,
        errors: checked.errors.iter().map(ImportError::from).collect(),
        error_count: checked.errors.len(),
        sample: checked.valid.iter().take(SAMPLE_ROWS).map(sample).collect(),
        problem: checked.problem,
        columns: columns(&table, &fields),
    })
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
    let looked = match look(source, choices.clone(), watched).await {
        Err(RegistrationError::Stopped) => return Ok(ImportReport::stopped(0)),
        looked => looked?,
    };
    if let Some(problem) = looked.checked.problem {
        return Err(RegistrationError::Csv(problem));
    }
    let kept = Kept { choices, file };
    let bulk_id = desk.chance().uuid().to_string();
    begin(desk, &bulk_id, id, &kept, looked.bytes).await?;
    write(desk, id, &bulk_id, looked.table, looked.checked, &kept, &steps).await
}

impl ImportReport {
    fn stopped(rows: usize) -> Self {
        let (imported, duplicates, error_count) = (0, 0, 0);
        Self {
            bulk_id: None,
            stopped: true,
            rows,
            imported,
            duplicates,
            errors: Vec::new(),
            error_count,
            rejected_file: None,
        }
    }
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
    table: Table,
    checked: Checked,
    kept: &Kept,
    steps: &Arc<Steps>,
) -> Result<ImportReport, RegistrationError> {
    let Checked { valid, duplicates_in_file, mut errors, .. } = checked;
    let (valid, erased) = without_erased(desk, id, valid).await?;
    errors.extend(erased);
    let (lines, rows): (Vec<u64>, usize) = (valid.iter().map(|row| row.line).collect(), table.rows.len());
    let outcome = register(desk, id, bulk_id, valid, steps).await;
    if outcome.is_err() {
        // It never was. What stands in the way of saying so is told at the next start.
        let forgotten = bulk_id.to_owned();
        drop(desk.write(move |w| Ok::<_, RegistrationError>(w.bulks().forget(&forgotten)?)).await);
    }
    let answers = match outcome {
        Err(RegistrationError::Stopped) => return Ok(ImportReport::stopped(rows)),
        outcome => outcome?,
    };
    let (mut imported, mut known) = (0, 0);
    for (line, answer) in lines.iter().zip(&answers) {
        match answer {
            new if new.is_new() => imported += 1,
            other => match left_out(*line, other) {
                Some(error) => errors.push(error),
                None => known += 1,
            },
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
        duplicates: known + duplicates_in_file.len(),
        errors: listed,
        error_count,
        rejected_file,
    })
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
    let (id, bulk_id, now) = (id.to_owned(), bulk_id.to_owned(), desk.now());
    desk.write_watched(watch, move |w| {
        let roll = Roll::open(w, &registrar, &id)?;
        let candidates: Vec<Candidate> =
            valid.into_iter().map(|row| Candidate::new(row.name, row.email, row.company)).collect();
        let mut answers = registrar.register(w, &roll.event, &candidates, Source::Import)?;
        for (candidate, answer) in candidates.iter().zip(&mut answers) {
            bring_back(&roll, candidate, answer)?;
        }
        let new: Vec<Touched> = answers.iter().filter_map(touched).collect();
        w.bulks().touch(&bulk_id, &new)?;
        w.bulks().finish(&bulk_id, new.len(), now)?;
        w.changes().record(&history::of_bulk(&id, "imported", &bulk_id, new.len()), now)?;
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
fn bring_back(
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

fn sample(row: &ImportRow) -> ImportSample {
    ImportSample {
        line: row.line,
        name: glimpse(&row.name),
        email: glimpse(row.email.as_str()),
        company: row.company.as_deref().map(glimpse),
    }
}

/// Enough to recognize a cell by; a whole one may be as large as its file.
fn glimpse(cell: &str) -> String {
    match cell.char_indices().nth(GLIMPSE) {
        Some((end, _)) => format!("{}…", &cell[..end]),
        None => cell.to_owned(),
    }
}

fn columns(table: &Table, fields: &[Option<Field>]) -> Vec<ImportColumn> {
    let samples = |place: usize| {
        let filled =
            table.rows.iter().filter_map(|row| row.cells.get(place)).filter(|cell| !cell.trim().is_empty());
        filled.take(SAMPLES).map(|cell| glimpse(cell)).collect()
    };
    let headers = table.headers.iter().zip(fields).enumerate();
    headers
        .map(|(place, (header, field))| ImportColumn {
            header: header.clone(),
            field: *field,
            samples: samples(place),
        })
        .collect()
}
