//! Workbooks (XLSX): lists of people out of them, and into them. Formulas are never worked out on the way in (what the
//! program that saved them had found is read), and never written on the way out.

mod contents;
mod sheet;
mod text;
mod write;

use std::io::Cursor;

use calamine::{Reader as _, SheetType, SheetVisible, Xlsx};

use crate::csv_import::{PREAMBLE, Row, Sheets, Table, is_people_header, with_headers};

pub use contents::is_workbook;
pub use rust_xlsxwriter::XlsxError as WorkbookWriteError;
pub use write::{Cell, write};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorkbookError {
    #[error(
        "the workbook is protected by a password; open it, take the password off (File, Info, Protect Workbook), and \
         save it again"
    )]
    Password,
    #[error("this is a workbook in the form of before 2007 (.xls); open it and save it as .xlsx or .csv")]
    Old,
    #[error("this is a binary workbook (.xlsb); open it and save it as .xlsx or .csv")]
    Binary,
    #[error("this is an OpenDocument file; open it and save it as .xlsx or .csv")]
    OpenDocument,
    #[error("this is no workbook, or it is damaged ({0}); open it and save it as .xlsx or .csv")]
    Damaged(String),
    #[error(
        "the workbook would unpack to more than {0}; a list of people is smaller. Copy the list alone into a new workbook"
    )]
    TooLarge(&'static str),
    #[error(
        "the sheet “{sheet}” reaches to column {column}; a list of people ends before column {}",
        contents::LAST_COLUMN
    )]
    TooWide { sheet: String, column: u32 },
    #[error("the workbook has no sheet “{0}”")]
    NoSheet(String),
    #[error("the workbook has no sheet that can be seen")]
    NoSheets,
    #[error("the sheet “{0}” is empty")]
    Empty(String),
}

/// So many sheets are looked into for a list of people.
const LOOKED_INTO: usize = 20;

/// Reads one sheet: the one named, or else the first whose top looks like a list of people. Values that a merged cell
/// shows over several rows stand in each of them.
pub fn read(bytes: &[u8], wanted: Option<&str>) -> Result<Table, WorkbookError> {
    contents::look_through(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| contents::told(&error))?;
    let all: Vec<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    let chosen = match wanted {
        Some(name) if all.iter().any(|sheet| sheet == name) => name.to_owned(),
        Some(name) => return Err(WorkbookError::NoSheet(name.to_owned())),
        None => likeliest(&mut book, &all)?,
    };
    let rows = sheet::rows(&mut book, &chosen, usize::MAX)?;
    let (headers, rows) = with_headers(rows).map_err(|_| WorkbookError::Empty(chosen.clone()))?;
    Ok(Table { encoding: "XLSX", delimiter: None, sheets: Some(Sheets { chosen, all }), headers, rows })
}

type Book<'b> = Xlsx<Cursor<&'b [u8]>>;

fn likeliest(book: &mut Book<'_>, all: &[String]) -> Result<String, WorkbookError> {
    let first = all.first().ok_or(WorkbookError::NoSheets)?;
    if all.len() == 1 {
        return Ok(first.clone());
    }
    let mut filled = None;
    for name in all.iter().take(LOOKED_INTO) {
        let top: Vec<Row> = sheet::rows(book, name, PREAMBLE)?;
        if top.iter().any(|row| is_people_header(&row.cells)) {
            return Ok(name.clone());
        }
        if filled.is_none() && !top.is_empty() {
            filled = Some(name.clone());
        }
    }
    Ok(filled.unwrap_or_else(|| first.clone()))
}
