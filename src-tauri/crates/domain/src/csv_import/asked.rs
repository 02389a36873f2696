//! What a list says to the questions of an event: which column answers which, and each row's answers, checked.

use std::collections::{BTreeMap, HashSet};

use super::guess::letters;
use super::{Field, Row, RowError, Table};
use crate::registration::{Answers, Question, accept_from_list, cells};

/// The questions, and of each column the id of the one that it answers.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub questions: Vec<Question>,
    pub columns: Vec<Option<String>>,
}

/// A column answers the question whose words it has. Of columns with the same name the last is taken, and of questions
/// with the same words each has its own: our own lists have the questions behind everything else.
pub fn guess_asked(table: &Table, fields: &[Option<Field>], questions: &[Question]) -> Vec<Option<String>> {
    let folded: Vec<String> = table.headers.iter().map(|header| letters(header)).collect();
    let mut columns: Vec<Option<String>> = vec![None; folded.len()];
    for question in questions.iter().rev() {
        let label = letters(&question.label);
        let column = (0..folded.len()).rev().find(|&column| {
            folded[column] == label
                && !label.is_empty()
                && columns[column].is_none()
                && fields.get(column).copied().flatten().is_none()
        });
        if let Some(column) = column {
            columns[column] = Some(question.id.clone());
        }
    }
    columns
}

impl Asked {
    /// Why the columns cannot be meant so.
    pub(super) fn problem(&self) -> Option<String> {
        let mut seen = HashSet::new();
        for id in self.columns.iter().flatten() {
            let Some(question) = self.question(id) else {
                return Some(
                    "A column answers a question that is not asked any more. Choose again.".to_owned(),
                );
            };
            if !seen.insert(id) {
                let label = &question.label;
                return Some(format!("Two columns are marked as answers to “{label}”. Choose one of them."));
            }
        }
        None
    }

    fn question(&self, id: &str) -> Option<&Question> {
        self.questions.iter().find(|question| question.id == id)
    }

    /// What the row says; the first answer that cannot be one is the row's problem.
    pub(super) fn answers(&self, table: &Table, row: &Row) -> Result<Answers, RowError> {
        let columns = self.columns.iter().enumerate();
        let mut given = BTreeMap::new();
        for (column, question) in
            columns.filter_map(|(column, id)| Some((column, self.question(id.as_deref()?)?)))
        {
            let cell = row.cells.get(column).map_or("", String::as_str);
            if !cell.trim().is_empty() {
                given.insert(question.id.clone(), cells::read(&question.kind, cell));
            }
        }
        if given.is_empty() {
            return Ok(Answers::new());
        }
        accept_from_list(&self.questions, &given).map_err(|error| {
            let column = self.columns.iter().position(|id| id.as_deref() == Some(error.question.as_str()));
            let cell = column.and_then(|column| row.cells.get(column)).map_or("", |cell| cell.trim());
            RowError {
                line: row.line,
                column: column.and_then(|column| table.headers.get(column)).cloned(),
                code: "answer",
                message: format!("“{}” is no answer to “{}”: {}", glimpse(cell), error.label, error.problem),
            }
        })
    }
}

/// A cell may be as large as its file.
fn glimpse(cell: &str) -> String {
    match cell.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &cell[..end]),
        None => cell.to_owned(),
    }
}
