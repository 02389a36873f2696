//! A list from somewhere else: looked at first, then all valid rows in one transaction, and the rest saved with its
//! reasons.

use std::path::{Path, PathBuf};

use lectern_domain::csv_export;
use lectern_domain::csv_import::{self, Checked, Field, ImportRow, RowError, Table};
use lectern_domain::registration::Source;
use serde::Serialize;
use ts_rs::TS;

use super::RegistrationError;
use super::foresee::{Foreseen, foresee, left_out};
use super::register::{Candidate, Registered, Registrar};
use super::roll::Roll;
use crate::desk::{Desk, blocking};
use crate::error::DeskError;
use crate::history;
use crate::profile::files;

/// A file by its path, or its bytes where it was dropped into the window.
#[derive(Debug, Clone)]
pub enum ImportSource {
    File(PathBuf),
    Bytes(Vec<u8>),
}

impl ImportSource {
    pub fn given(path: Option<PathBuf>, bytes: Option<Vec<u8>>) -> Result<Self, RegistrationError> {
        match (path, bytes) {
            (Some(path), None) => Ok(Self::File(path)),
            (None, Some(bytes)) => Ok(Self::Bytes(bytes)),
            _ => Err(RegistrationError::Csv("Choose one file to import.".into())),
        }
    }
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
    pub delimiter: String,
    pub columns: Vec<ImportColumn>,
    pub rows: usize,
    pub valid: usize,
    /// On the list already, or twice in the file.
    pub duplicates: usize,
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
    fields: Option<Vec<Option<Field>>>,
) -> Result<ImportPreview, RegistrationError> {
    let (table, fields, mut checked) = looked_at(source, fields).await?;
    let Foreseen { valid, duplicates, left_out } = foresee(desk, id, &checked.valid).await?;
    checked.errors.extend(left_out);
    checked.errors.sort_by_key(|error| error.line);
    Ok(ImportPreview {
        encoding: table.encoding.to_owned(),
        delimiter: table.delimiter.to_string(),
        rows: table.rows.len(),
        valid,
        duplicates: duplicates + checked.duplicates_in_file.len(),
        errors: checked.errors.iter().map(ImportError::from).collect(),
        error_count: checked.errors.len(),
        sample: checked.valid.iter().take(SAMPLE_ROWS).map(sample).collect(),
        problem: checked.problem,
        columns: columns(&table, &fields),
    })
}

/// All valid rows in one transaction; a person who is on the list already is never added twice.
pub async fn run(
    desk: &Desk,
    id: &str,
    source: ImportSource,
    fields: Option<Vec<Option<Field>>>,
) -> Result<ImportReport, RegistrationError> {
    let beside = match &source {
        ImportSource::File(path) => path.with_extension("rejected.csv"),
        ImportSource::Bytes(_) => {
            desk.profile().dir().join(format!("rejected-{}.csv", desk.now().as_second()))
        }
    };
    let (table, _, checked) = looked_at(source, fields).await?;
    if let Some(problem) = checked.problem {
        return Err(RegistrationError::Csv(problem));
    }
    let Checked { valid, duplicates_in_file, mut errors, .. } = checked;
    let lines: Vec<u64> = valid.iter().map(|row| row.line).collect();
    let answers = register(desk, id, valid).await?;
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
    let (rows, error_count) = (table.rows.len(), errors.len());
    let rejected_file =
        if errors.is_empty() { None } else { Some(save_rejected(desk, beside, table, errors).await?) };
    Ok(ImportReport {
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
    valid: Vec<ImportRow>,
) -> Result<Vec<Registered>, RegistrationError> {
    let registrar = Registrar::of(desk).await?;
    let (id, now) = (id.to_owned(), desk.now());
    desk.write(move |w| {
        let event = Roll::open(w, &registrar, &id)?.event;
        let candidates: Vec<Candidate> =
            valid.into_iter().map(|row| Candidate::new(row.name, row.email, row.company)).collect();
        let answers = registrar.register(w, &event, &candidates, Source::Import)?;
        let imported = answers.iter().filter(|answer| answer.is_new()).count();
        w.changes().record(&history::of_import(&id, imported), now)?;
        Ok(answers)
    })
    .await
}

async fn looked_at(
    source: ImportSource,
    fields: Option<Vec<Option<Field>>>,
) -> Result<(Table, Vec<Option<Field>>, Checked), RegistrationError> {
    blocking(move || {
        let bytes = match source {
            ImportSource::Bytes(bytes) => bytes,
            ImportSource::File(path) => std::fs::read(&path).map_err(|error| RegistrationError::File {
                path: path.display().to_string(),
                doing: "read",
                detail: error.to_string(),
            })?,
        };
        let table =
            csv_import::read(&bytes).map_err(|error| RegistrationError::Csv(told(&error.to_string())))?;
        let mut fields = fields.unwrap_or_else(|| csv_import::guess(&table));
        fields.resize(table.headers.len(), None);
        let checked = csv_import::check(&table, &fields);
        Ok((table, fields, checked))
    })
    .await?
}

/// "line 7: …" as a sentence.
fn told(problem: &str) -> String {
    let mut letters = problem.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}. Nothing was imported.", letters.as_str())
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

/// Beside the file it came from; in the profile's folder where that can't be written to.
async fn save_rejected(
    desk: &Desk,
    beside: PathBuf,
    table: Table,
    errors: Vec<RowError>,
) -> Result<String, DeskError> {
    let fallback = desk.profile().dir().join(format!("rejected-{}.csv", desk.now().as_second()));
    blocking(move || {
        let text = rejected(&table, &errors);
        let write = |path: &Path| {
            let path = unused(path, text.as_bytes());
            files::replace_private(&path, text.as_bytes()).map(|()| path.display().to_string())
        };
        write(&beside)
            .or_else(|_| write(&fallback))
            .map_err(|error| DeskError::Stopped(format!("the rejected rows could not be saved: {error}")))
    })
    .await?
}

/// This name, or a numbered one: what lies there already may be somebody's half-corrected list.
fn unused(path: &Path, bytes: &[u8]) -> PathBuf {
    let free = |path: &Path| !path.exists() || std::fs::read(path).is_ok_and(|found| found == bytes);
    let numbered = |number: u32| path.with_extension(format!("{number}.csv"));
    if free(path) {
        return path.to_owned();
    }
    (2..1000).map(numbered).find(|path| free(path)).unwrap_or_else(|| path.to_owned())
}

fn rejected(table: &Table, errors: &[RowError]) -> String {
    let mut headers: Vec<&str> = table.headers.iter().map(String::as_str).collect();
    headers.extend(["Line", "Problem"]);
    let width = table.headers.len();
    let rows = errors.iter().map(|error| {
        let found = table.rows.binary_search_by_key(&error.line, |row| row.line).ok();
        let mut cells = found.map(|place| table.rows[place].cells.clone()).unwrap_or_default();
        cells.resize(width, String::new());
        cells.extend([error.line.to_string(), error.message.clone()]);
        cells
    });
    csv_export::write(&headers, rows)
}
