//! From a file to people: read, its columns known, each row checked; told as it goes.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use lectern_domain::csv_import::{self, Asked, Checked, Field, Recognized, Table};
use lectern_domain::registration::Question;
use lectern_domain::workbook;

use super::{ImportChoices, ImportSource};
use crate::desk::blocking;
use crate::registration::RegistrationError;
use crate::registration::bulk::progress::{BulkPhase, Steps};

pub(super) struct Looked {
    pub bytes: Vec<u8>,
    pub table: Table,
    pub fields: Vec<Option<Field>>,
    pub asked: Asked,
    pub recognized: Option<Recognized>,
    pub checked: Checked,
}

/// Who is told, and what ends it early.
pub(super) type Watched = Option<(Arc<Steps>, Arc<AtomicBool>)>;

pub(super) async fn look(
    source: ImportSource,
    choices: ImportChoices,
    questions: Vec<Question>,
    watched: Watched,
) -> Result<Looked, RegistrationError> {
    blocking(move || {
        let begin = |phase, total| watched.as_ref().map(|(steps, _)| steps.begin(phase, total, 1));
        begin(BulkPhase::Reading, 0);
        let bytes = match source {
            ImportSource::Bytes(bytes) => bytes,
            ImportSource::File(path) => read(&path)?,
        };
        let table = table(&bytes, choices.sheet.as_deref())?;
        let mut fields = choices.fields.unwrap_or_else(|| csv_import::guess(&table));
        fields.resize(table.headers.len(), None);
        let mut columns =
            choices.questions.unwrap_or_else(|| csv_import::guess_asked(&table, &fields, &questions));
        columns.resize(table.headers.len(), None);
        let asked = Asked { questions, columns };
        let phase = begin(BulkPhase::Checking, table.rows.len());
        let checked = csv_import::check_told(&table, &fields, &asked, |_| {
            if let Some(phase) = &phase {
                phase.step();
            }
            watched.as_ref().is_none_or(|(_, stop)| !stop.load(Ordering::Relaxed))
        });
        if watched.as_ref().is_some_and(|(_, stop)| stop.load(Ordering::Relaxed)) {
            return Err(RegistrationError::Stopped);
        }
        let recognized = csv_import::recognize(&table);
        Ok(Looked { bytes, table, fields, asked, recognized, checked })
    })
    .await?
}

fn read(path: &Path) -> Result<Vec<u8>, RegistrationError> {
    std::fs::read(path).map_err(|error| RegistrationError::File {
        path: path.display().to_string(),
        doing: "read",
        detail: error.to_string(),
    })
}

fn table(bytes: &[u8], sheet: Option<&str>) -> Result<Table, RegistrationError> {
    if workbook::is_workbook(bytes) {
        workbook::read(bytes, sheet).map_err(|error| RegistrationError::Csv(told(&error.to_string())))
    } else {
        csv_import::read(bytes).map_err(|error| RegistrationError::Csv(told(&error.to_string())))
    }
}

/// "line 7: …" as a sentence.
fn told(problem: &str) -> String {
    let mut letters = problem.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}. Nothing was imported.", letters.as_str())
}
