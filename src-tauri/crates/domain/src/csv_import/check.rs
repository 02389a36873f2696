//! Who can be imported, and why the others cannot: every row ends in exactly one of the three lists.

use std::collections::HashSet;

use serde::Serialize;
use ts_rs::TS;

use super::asked::Asked;
use super::formats::{Recognized, recognize};
use super::{Field, Row, Table};
use crate::email_address::EmailAddress;
use crate::person_name::{self, NameError};
use crate::registration::Answers;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    pub valid: Vec<ImportRow>,
    /// The lines of rows whose address stands further up in the same file.
    pub duplicates_in_file: Vec<u64>,
    pub errors: Vec<RowError>,
    /// Why nothing can be imported yet, in words; then the lists are empty.
    pub problem: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportRow {
    pub line: u64,
    pub name: String,
    pub email: EmailAddress,
    pub company: Option<String>,
    /// What the list says to the event's questions.
    pub answers: Answers,
}

/// Why a row cannot be imported. `column` is the header of the column at fault, where it is one column's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts", rename = "ImportError")]
pub struct RowError {
    #[ts(type = "number")]
    pub line: u64,
    pub column: Option<String>,
    pub code: &'static str,
    pub message: String,
}

/// Where each field stands, and whose list it is.
#[derive(Default)]
struct Columns {
    known: Option<Recognized>,
    name: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
    email: usize,
    company: Option<usize>,
}

/// Checks each row against a mapping with one entry per column, as [`super::guess`] gives it or a person
/// corrected it.
pub fn check(table: &Table, mapping: &[Option<Field>]) -> Checked {
    check_told(table, mapping, &Asked::default(), |_| true)
}

/// As [`check()`], with the answers to an event's questions, and telling after each row how many are checked; where `told`
/// says no, it ends there.
pub fn check_told(
    table: &Table,
    mapping: &[Option<Field>],
    asked: &Asked,
    mut told: impl FnMut(usize) -> bool,
) -> Checked {
    if let Some(problem) = asked.problem() {
        return Checked { problem: Some(problem), ..Checked::default() };
    }
    let columns = match columns(mapping) {
        Ok(columns) => Columns { known: recognize(table), ..columns },
        Err(problem) => return Checked { problem: Some(problem), ..Checked::default() },
    };
    if table.rows.is_empty() {
        let problem = "The file has a header line and nobody below it.".to_owned();
        return Checked { problem: Some(problem), ..Checked::default() };
    }
    let mut checked = Checked { valid: Vec::with_capacity(table.rows.len()), ..Checked::default() };
    let mut seen: HashSet<String> = HashSet::with_capacity(table.rows.len());
    for (number, row) in (1..).zip(&table.rows) {
        if !told(number) {
            break;
        }
        match person(table, row, &columns, asked) {
            Err(error) => checked.errors.push(error),
            Ok(person) if seen.insert(person.email.normalized().to_owned()) => checked.valid.push(person),
            Ok(person) => checked.duplicates_in_file.push(person.line),
        }
    }
    checked
}

fn columns(mapping: &[Option<Field>]) -> Result<Columns, String> {
    let mut columns = Columns::default();
    let mut email = None;
    for (index, field) in mapping.iter().enumerate() {
        let slot = match field {
            None => continue,
            Some(Field::Name) => &mut columns.name,
            Some(Field::FirstName) => &mut columns.first,
            Some(Field::LastName) => &mut columns.last,
            Some(Field::Email) => &mut email,
            Some(Field::Company) => &mut columns.company,
        };
        if slot.replace(index).is_some() {
            return Err("Two columns are marked as the same thing. Choose one of them.".to_owned());
        }
    }
    columns.email = email.ok_or("No column holds e-mail addresses. Choose the one that does.")?;
    if columns.name.is_none() && columns.first.is_none() && columns.last.is_none() {
        return Err("No column holds names. Choose the one that does.".to_owned());
    }
    Ok(columns)
}

fn person(table: &Table, row: &Row, columns: &Columns, asked: &Asked) -> Result<ImportRow, RowError> {
    let error = |column: Option<usize>, code: &'static str, message: String| RowError {
        line: row.line,
        column: column.and_then(|index| table.headers.get(index)).cloned(),
        code,
        message,
    };
    let cell =
        |column: Option<usize>| column.and_then(|index| row.cells.get(index)).map_or("", |cell| cell.trim());
    // More cells than columns: a separator that was not quoted has moved everything after it.
    if row.cells.iter().skip(table.headers.len()).any(|cell| !cell.trim().is_empty()) {
        let message =
            format!("This row has {} cells, the header has {}.", row.cells.len(), table.headers.len());
        return Err(error(None, "tooManyCells", message));
    }
    if let Some(known) = &columns.known
        && let Some(reason) = known.format.left_out(cell(known.status))
    {
        let message = format!("Left out: {reason}, says the column.");
        return Err(error(known.status, "leftOut", message));
    }
    let second = columns.known.and_then(|known| known.second_email);
    let address = Some(cell(Some(columns.email))).filter(|address| !address.is_empty());
    let email = EmailAddress::parse(address.unwrap_or_else(|| cell(second)))
        .map_err(|why| error(Some(columns.email), why.code(), sentence(&why.to_string())))?;
    let whole = cell(columns.name);
    let name_column = columns.name.or(columns.first).or(columns.last);
    let name = if whole.is_empty() {
        person_name::clean(&format!("{} {}", cell(columns.first), cell(columns.last)))
    } else {
        person_name::clean(columns.known.map_or(whole, |known| known.format.bare_name(whole)))
    };
    let name = name.map_err(|why| {
        let code = if why == NameError::Empty { "nameMissing" } else { "nameTooLong" };
        error(name_column, code, sentence(&why.to_string()))
    })?;
    let company = match person_name::clean(cell(columns.company)) {
        Ok(company) => Some(company),
        Err(NameError::Empty) => None,
        Err(NameError::TooLong) => {
            let message = "The company's name is longer than 200 characters.".to_owned();
            return Err(error(columns.company, "companyTooLong", message));
        }
    };
    let answers = asked.answers(table, row)?;
    Ok(ImportRow { line: row.line, name, email, company, answers })
}

fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), characters.as_str()))
}
