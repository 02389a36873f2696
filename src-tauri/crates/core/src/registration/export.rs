//! The list as a file that no spreadsheet runs: a workbook where its name ends in `.xlsx`, else CSV.

use std::path::PathBuf;

use jiff::Timestamp;
use lectern_domain::csv_export;
use lectern_domain::registration::{RegistrantStatus, cells};
use lectern_domain::workbook::{Cell, WorkbookWriteError, write};

use super::RegistrationError;
use crate::desk::{Desk, blocking};
use crate::profile::files;

const HEADERS: &[&str] = &["Name", "Email", "Company", "Status", "Registered"];
/// A workbook's dates have no zone of their own.
const WORKBOOK_HEADERS: &[&str] = &["Name", "Email", "Company", "Status", "Registered (UTC)"];

struct Line {
    text: [String; 4],
    registered_at: Timestamp,
    /// One a question.
    answers: Vec<String>,
}

/// How many people the file holds, each with what they answered, a column a question: an import of the same file knows
/// the columns again. It replaces a file of that name whole, or not at all.
pub async fn export(desk: &Desk, id: &str, path: PathBuf) -> Result<usize, RegistrationError> {
    let (wanted, now) = (id.to_owned(), desk.now());
    let (questions, lines) = desk
        .read(move |r| {
            let questions = r.events().rules(&wanted)?.questions;
            let mut lines = Vec::new();
            r.registrants().each(&wanted, |person| {
                if person.erased {
                    return Ok(());
                }
                let status = match person.status {
                    RegistrantStatus::Registered => "registered",
                    RegistrantStatus::Waitlisted => "waitlisted",
                    RegistrantStatus::Offered => "offered",
                    RegistrantStatus::PendingApproval => "pending approval",
                    RegistrantStatus::Rejected => "rejected",
                    RegistrantStatus::Cancelled => "cancelled",
                };
                let company = person.company.unwrap_or_default();
                let answers = if questions.is_empty() {
                    Vec::new()
                } else {
                    let said = r.answers().of_registrant(&person.id)?;
                    questions
                        .iter()
                        .map(|question| cells::written(question, said.get(&question.id)))
                        .collect()
                };
                let text = [person.name, person.email, company, status.into()];
                lines.push(Line { text, registered_at: person.registered_at, answers });
                Ok::<_, lectern_store::StoreError>(())
            })?;
            Ok((questions.into_iter().map(|question| question.label).collect::<Vec<_>>(), lines))
        })
        .await?;
    let count = lines.len();
    blocking(move || {
        let failed = |error: &dyn std::fmt::Display| RegistrationError::File {
            path: path.display().to_string(),
            doing: "written",
            detail: error.to_string(),
        };
        let bytes = if path.extension().is_some_and(|name| name.eq_ignore_ascii_case("xlsx")) {
            workbook(&questions, lines, now).map_err(|error| failed(&error))?
        } else {
            text(&questions, lines).into_bytes()
        };
        files::replace_private(&path, &bytes).map_err(|error| failed(&error))
    })
    .await??;
    Ok(count)
}

fn headers<'a>(fixed: &[&'a str], questions: &'a [String]) -> Vec<&'a str> {
    fixed.iter().copied().chain(questions.iter().map(String::as_str)).collect()
}

fn text(questions: &[String], lines: Vec<Line>) -> String {
    let rows = lines.into_iter().map(|Line { text, registered_at, answers }| {
        let mut cells = text.to_vec();
        cells.push(registered_at.to_string());
        cells.extend(answers);
        cells
    });
    csv_export::write(&headers(HEADERS, questions), rows)
}

fn workbook(questions: &[String], lines: Vec<Line>, now: Timestamp) -> Result<Vec<u8>, WorkbookWriteError> {
    let rows = lines.into_iter().map(|Line { text, registered_at, answers }| {
        let mut cells: Vec<Cell> = text.into_iter().map(Cell::Text).collect();
        cells.push(Cell::Moment(registered_at));
        cells.extend(answers.into_iter().map(Cell::Text));
        cells
    });
    write(&headers(WORKBOOK_HEADERS, questions), rows, now)
}
