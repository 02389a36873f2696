//! From text to rows. The `csv` crate splits; what it forgives (a quote that is never closed) is refused before.

use csv::{ReaderBuilder, StringRecord};

use super::decode::{decode, line_ends};
use super::{CsvError, Row, Table, delimiter, guess};
use crate::csv_export::original;
use crate::email_address::EmailAddress;

/// How many rows may stand above the header, as in the reports that Teams exports.
pub(crate) const PREAMBLE: usize = 15;

/// Reads a table from the bytes of a file. Nothing is dropped but empty lines, a `sep=` line, and the sections
/// around the list of participants in a Teams report.
pub fn read(bytes: &[u8]) -> Result<Table, CsvError> {
    let (text, encoding) = decode(bytes)?;
    let declared = delimiter::declared(&text);
    let (delimiter, start) = declared.unwrap_or_else(|| (delimiter::guessed(&text), 0));
    let lines_before = line_ends(&text.as_bytes()[..start]);
    let body = &text[start..];
    check_quotes(body, delimiter, lines_before)?;
    let rows = split(body, delimiter, lines_before)?;
    let (headers, rows) = with_headers(rows)?;
    Ok(Table { encoding, delimiter: Some(char::from(delimiter)), sheets: None, headers, rows })
}

/// The rules of the splitter: a quote opens at the start of a cell, two inside stand for one.
fn check_quotes(text: &str, delimiter: u8, lines_before: u64) -> Result<(), CsvError> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut cell_starts = true;
    while at < bytes.len() {
        if cell_starts && bytes[at] == b'"' {
            let close = closing_quote(bytes, at + 1).ok_or_else(|| CsvError::UnclosedQuote {
                line: 1 + lines_before + line_ends(&bytes[..at]),
            })?;
            at = close + 1;
            cell_starts = false;
        } else {
            cell_starts = bytes[at] == delimiter || matches!(bytes[at], b'\n' | b'\r');
            at += 1;
        }
    }
    Ok(())
}

fn closing_quote(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == b'"')?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

fn split(text: &str, delimiter: u8, lines_before: u64) -> Result<Vec<Row>, CsvError> {
    let bytes = text.as_bytes();
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(bytes);
    let mut rows = Vec::with_capacity(bytes.len() / 48);
    let mut record = StringRecord::new();
    // The splitter counts only line feeds; an editor also counts a lone carriage return.
    let (mut counted_to, mut line) = (0, 1 + lines_before);
    loop {
        let more = reader.read_record(&mut record).map_err(|_| CsvError::Row { line })?;
        if !more {
            return Ok(rows);
        }
        let reported =
            record.position().map_or(counted_to, |at| usize::try_from(at.byte()).unwrap_or(counted_to));
        // A row starts after the line ends and empty lines before it.
        let blank = bytes[reported..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let start = reported + blank;
        line += line_ends(&bytes[counted_to..start]);
        counted_to = start;
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(Row { line, cells: record.iter().map(|cell| original(cell).to_owned()).collect() });
        }
    }
}

pub(crate) fn with_headers(mut rows: Vec<Row>) -> Result<(Vec<String>, Vec<Row>), CsvError> {
    let first = rows.first().ok_or(CsvError::Empty)?;
    // A list that starts with an address has no header line, and its first person must not be lost.
    if first.cells.iter().any(|cell| EmailAddress::parse(cell).is_ok()) {
        let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        return Ok(((1..=width).map(|number| format!("Column {number}")).collect(), rows));
    }
    let header = rows.iter().take(PREAMBLE).position(|row| guess::is_people_header(&row.cells)).unwrap_or(0);
    let mut rest = rows.split_off(header);
    let headers: Vec<String> = rest.remove(0).cells.iter().map(|cell| cell.trim().to_owned()).collect();
    if header > 0 {
        // A report goes on with other sections, each under a title of one cell.
        let end =
            rest.iter().position(|row| row.cells.iter().filter(|cell| !cell.trim().is_empty()).count() == 1);
        rest.truncate(end.unwrap_or(rest.len()));
    }
    Ok((headers, rest))
}
