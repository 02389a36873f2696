//! Teams' list as a file that no spreadsheet runs: a workbook where its name ends in `.xlsx`, else CSV. A column for each
//! question that somebody answered.

use std::path::PathBuf;

use jiff::Timestamp;
use lectern_domain::csv_export;
use lectern_domain::event::RegisteredBy;
use lectern_domain::registration::RegistrantStatus;
use lectern_domain::workbook::{Cell, WorkbookWriteError, write};
use lectern_store::virtual_registrations::{RegistrationRecord, Sought};

use super::Said;
use crate::desk::{Desk, blocking};
use crate::profile::files;
use crate::virtual_events::{VirtualEventError, teams};

const HEADERS: [&str; 7] =
    ["First name", "Last name", "Email", "Status", "Registered by", "Registered", "Cancelled"];
/// A workbook's dates have no zone of their own.
const WORKBOOK_HEADERS: [&str; 7] =
    ["First name", "Last name", "Email", "Status", "Registered by", "Registered (UTC)", "Cancelled (UTC)"];

struct Line {
    text: [String; 5],
    times: [Option<Timestamp>; 2],
    /// In the order of the questions.
    said: Vec<String>,
}

/// How many people the file holds: everybody as the list was read last, the latest first, without whoever was erased.
pub async fn export(desk: &Desk, id: &str, path: PathBuf) -> Result<usize, VirtualEventError> {
    teams::record(desk, id).await?;
    let (event, now) = (id.to_owned(), desk.now());
    let page =
        desk.read(move |r| r.virtual_registrations().page(&event, &Sought::default(), 0, u32::MAX)).await?;
    let rows: Vec<_> = page.rows.into_iter().filter(|row| !row.erased).collect();
    let count = rows.len();
    blocking(move || {
        let failed = |error: &dyn std::fmt::Display| VirtualEventError::File {
            path: path.display().to_string(),
            doing: "written",
            detail: error.to_string(),
        };
        let (questions, lines) = lines(rows);
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

fn lines(rows: Vec<RegistrationRecord>) -> (Vec<String>, Vec<Line>) {
    let answers: Vec<Vec<Said>> =
        rows.iter().map(|row| serde_json::from_str(&row.answers).unwrap_or_default()).collect();
    let mut questions: Vec<String> = Vec::new();
    for said in answers.iter().flatten() {
        if !questions.contains(&said.question) {
            questions.push(said.question.clone());
        }
    }
    let lines = rows.into_iter().zip(answers).map(|(row, said)| {
        let of = |question: &String| said.iter().find(|one| one.question == *question);
        Line {
            said: questions
                .iter()
                .map(|one| of(one).map(|found| found.said.clone()).unwrap_or_default())
                .collect(),
            text: [
                row.first_name,
                row.last_name,
                row.email,
                status(row.status).to_owned(),
                source(row.source).to_owned(),
            ],
            times: [row.registered_at, row.cancelled_at],
        }
    });
    let lines = lines.collect();
    (questions, lines)
}

fn text(questions: &[String], lines: Vec<Line>) -> String {
    let headers: Vec<&str> = HEADERS.into_iter().chain(questions.iter().map(String::as_str)).collect();
    let rows = lines.into_iter().map(|Line { text, times, said }| {
        let times = times.map(|at| at.map(|at| at.to_string()).unwrap_or_default());
        text.into_iter().chain(times).chain(said).collect()
    });
    csv_export::write(&headers, rows)
}

fn workbook(questions: &[String], lines: Vec<Line>, now: Timestamp) -> Result<Vec<u8>, WorkbookWriteError> {
    let headers: Vec<&str> =
        WORKBOOK_HEADERS.into_iter().chain(questions.iter().map(String::as_str)).collect();
    let rows = lines.into_iter().map(|Line { text, times, said }| {
        let times = times.map(|at| at.map_or(Cell::Text(String::new()), Cell::Moment));
        let said = said.into_iter().map(Cell::Text);
        text.into_iter().map(Cell::Text).chain(times).chain(said).collect()
    });
    write(&headers, rows, now)
}

fn status(status: RegistrantStatus) -> &'static str {
    match status {
        RegistrantStatus::Registered | RegistrantStatus::Offered => "registered",
        RegistrantStatus::Waitlisted => "waitlisted",
        RegistrantStatus::PendingApproval => "pending approval",
        RegistrantStatus::Rejected => "rejected",
        RegistrantStatus::Cancelled => "cancelled",
    }
}

fn source(source: RegisteredBy) -> &'static str {
    match source {
        RegisteredBy::Lectern => "Lectern",
        RegisteredBy::Page => "Teams' page",
        RegisteredBy::Program => "another program",
    }
}
