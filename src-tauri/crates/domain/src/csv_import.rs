//! Lists of people from other systems: whatever a spreadsheet saved, read without losing or inventing anything.
//!
//! [`read`] turns bytes into a table (and [`crate::workbook::read`] those of a workbook), [`recognize`] says which
//! system wrote it, [`guess`] says which column is what, [`check()`] says who can be imported and why the others
//! cannot.

mod asked;
mod check;
mod decode;
mod delimiter;
mod formats;
mod guess;
mod read;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use asked::{Asked, guess_asked};
pub use check::{Checked, ImportRow, RowError, check, check_told};
pub use formats::{ListFormat, Recognized, recognize};
pub use guess::guess;
pub(crate) use guess::is_people_header;
pub use read::read;
pub(crate) use read::{PREAMBLE, with_headers};

/// A file as rows and cells. Lines count from 1, as an editor counts them, whatever ends them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// `UTF-8`, `UTF-16LE`, `UTF-16BE` or `windows-1252`; of a workbook `XLSX`.
    pub encoding: &'static str,
    /// `None`: a workbook, whose cells nothing separates.
    pub delimiter: Option<char>,
    /// Of a workbook: the sheet that this is, and all that can be seen in it.
    pub sheets: Option<Sheets>,
    /// The names of the columns; `Column 1`, … where the file has no header line.
    pub headers: Vec<String>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheets {
    pub chosen: String,
    pub all: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line on which the row starts; of a workbook the row's number.
    pub line: u64,
    pub cells: Vec<String>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts", rename = "ImportField")]
pub enum Field {
    Name,
    FirstName,
    LastName,
    Email,
    Company,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CsvError {
    #[error("the file is empty")]
    Empty,
    #[error("line {line}: a quote (\") is opened and never closed")]
    UnclosedQuote { line: u64 },
    #[error("line {line}: the file contains a NUL character; it is not a text file, or damaged")]
    Nul { line: u64 },
    #[error("line {line}: the file says it is {encoding}, but this line is not; save it again as UTF-8")]
    Encoding { encoding: &'static str, line: u64 },
    #[error("line {line}: the row cannot be read")]
    Row { line: u64 },
}
