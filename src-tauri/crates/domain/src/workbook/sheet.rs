//! One sheet as rows of text, cell by cell: a sheet that claims a million columns costs what is in it.

use calamine::Dimensions;

use super::{Book, WorkbookError, contents, text};
use crate::csv_import::Row;

/// What all cells together may hold, padding included.
const MOST_CELLS: usize = 20_000_000;
const MOST_TEXT: usize = 256 * 1024 * 1024;
/// Lists of people are not made of merged cells.
const MOST_MERGED: usize = 10_000;

/// The rows that hold something, at most `limit`; each says its number in the sheet.
pub(super) fn rows(book: &mut Book<'_>, name: &str, limit: usize) -> Result<Vec<Row>, WorkbookError> {
    let mut rows: Vec<Row> = Vec::new();
    let (mut cells, mut bytes) = (0, 0);
    let mut reader = book.worksheet_cells_reader(name).map_err(|error| contents::told(&error))?;
    while let Some(cell) = reader.next_cell().map_err(|error| contents::told(&error))? {
        let (row, column) = cell.get_position();
        let text = text::shown(cell.get_value());
        if text.trim().is_empty() {
            continue;
        }
        if column >= contents::LAST_COLUMN {
            return Err(WorkbookError::TooWide { sheet: name.to_owned(), column: column + 1 });
        }
        let line = u64::from(row) + 1;
        match rows.last().map(|last| last.line) {
            Some(last) if last == line => {}
            Some(last) if last > line => return Err(WorkbookError::Damaged("rows out of order".to_owned())),
            _ if rows.len() == limit => break,
            _ => rows.push(Row { line, cells: Vec::new() }),
        }
        let Some(last) = rows.last_mut() else { continue };
        let place = usize::try_from(column).unwrap_or(usize::MAX);
        cells += (place + 1).saturating_sub(last.cells.len());
        bytes += text.len();
        if cells > MOST_CELLS || bytes > MOST_TEXT {
            return Err(WorkbookError::TooLarge("20 million cells, or 256 MiB of text"));
        }
        put(&mut last.cells, place, text);
    }
    drop(reader);
    let merged = book.merge_cells_by_sheet_name(name).map_err(|error| contents::told(&error))?;
    for area in merged.iter().take(MOST_MERGED) {
        cells = spread(&mut rows, area, cells)?;
    }
    Ok(rows)
}

fn put(cells: &mut Vec<String>, place: usize, text: String) {
    if cells.len() <= place {
        cells.resize(place + 1, String::new());
    }
    cells[place] = text;
}

/// What is merged over several rows is true of each. Over columns it is a heading, and stands once.
fn spread(rows: &mut [Row], area: &Dimensions, mut cells: usize) -> Result<usize, WorkbookError> {
    let (first, last) = (u64::from(area.start.0) + 1, u64::from(area.end.0) + 1);
    let place = usize::try_from(area.start.1).unwrap_or(usize::MAX);
    let Ok(top) = rows.binary_search_by_key(&first, |row| row.line) else { return Ok(cells) };
    let Some(text) = rows[top].cells.get(place).cloned().filter(|text| !text.is_empty()) else {
        return Ok(cells);
    };
    for row in rows[top + 1..].iter_mut().take_while(|row| row.line <= last) {
        if row.cells.get(place).is_none_or(String::is_empty) {
            cells += (place + 1).saturating_sub(row.cells.len()).max(1);
            if cells > MOST_CELLS {
                return Err(WorkbookError::TooLarge("20 million cells"));
            }
            put(&mut row.cells, place, text.clone());
        }
    }
    Ok(cells)
}
