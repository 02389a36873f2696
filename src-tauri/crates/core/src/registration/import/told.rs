//! What an import would do and what it did, as it is told.

use lectern_domain::csv_import::{Asked, Field, ImportRow, ListFormat, RowError, Table};
use lectern_domain::registration::{QuestionKind, not_asked};
use serde::Serialize;
use ts_rs::TS;

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ImportColumn {
    pub header: String,
    pub field: Option<Field>,
    /// The id of the question that it answers.
    pub question: Option<String>,
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
    /// What the event asks, in its order.
    pub questions: Vec<ImportQuestion>,
}

/// A question, and how far the list answers it. Nothing is ever answered in anybody's place.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ImportQuestion {
    pub id: String,
    pub label: String,
    pub required: bool,
    /// People agree to something by it.
    pub consent: bool,
    /// Of those who will be imported: who would have had to answer it, and the list does not say.
    pub not_asked: usize,
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
    /// Of those, who were not asked everything that is required.
    pub not_asked: usize,
    pub duplicates: usize,
    pub errors: Vec<ImportError>,
    pub error_count: usize,
    /// Where the rows that were not imported are, each with its reason.
    pub rejected_file: Option<String>,
}

/// So many errors are shown in the window; the file with the rejected rows holds all.
const LISTED: usize = 200;
const SAMPLES: usize = 3;
pub(super) const SAMPLE_ROWS: usize = 8;
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

impl ImportReport {
    pub(super) fn stopped(rows: usize) -> Self {
        let (imported, duplicates, error_count) = (0, 0, 0);
        Self {
            bulk_id: None,
            stopped: true,
            rows,
            imported,
            not_asked: 0,
            duplicates,
            errors: Vec::new(),
            error_count,
            rejected_file: None,
        }
    }
}

pub(super) fn sample(row: &ImportRow) -> ImportSample {
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

pub(super) fn columns(table: &Table, fields: &[Option<Field>], asked: &Asked) -> Vec<ImportColumn> {
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
            question: asked.columns.get(place).cloned().flatten(),
            samples: samples(place),
        })
        .collect()
}

/// The questions, with those of the rows whom nobody asked.
pub(super) fn questions<'a>(
    asked: &Asked,
    coming: impl Iterator<Item = &'a ImportRow>,
) -> Vec<ImportQuestion> {
    let mut questions: Vec<ImportQuestion> = asked
        .questions
        .iter()
        .map(|question| ImportQuestion {
            id: question.id.clone(),
            label: question.label.clone(),
            required: question.required,
            consent: matches!(question.kind, QuestionKind::Consent { .. }),
            not_asked: 0,
        })
        .collect();
    for row in coming {
        for open in not_asked(&asked.questions, &row.answers) {
            if let Some(told) = questions.iter_mut().find(|told| told.id == open.id) {
                told.not_asked += 1;
            }
        }
    }
    questions
}
