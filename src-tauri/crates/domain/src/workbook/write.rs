//! A list as a workbook that no program runs: every cell is text or a date, whatever it begins with.

use jiff::Timestamp;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

pub enum Cell {
    Text(String),
    /// Shown in UTC; its column says so.
    Moment(Timestamp),
}

const SHEET: &str = "People";
/// More than this a cell cannot hold.
const LONGEST: usize = 32_767;

/// One sheet: a header line that stays in sight, a filter over each column, dates as dates. `at` is when it was made.
///
/// Errors: more than a million rows, or a date that workbooks do not know (before 1900).
pub fn write(
    headers: &[&str],
    rows: impl Iterator<Item = Vec<Cell>>,
    at: Timestamp,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_timestamp(at.as_second())?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let bold = Format::new().set_bold();
    // What begins like a formula stays text also when somebody clicks into it.
    let text = Format::new().set_quote_prefix();
    let moment = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    let sheet = book.add_worksheet();
    sheet.set_name(SHEET)?;
    for (column, header) in (0..).zip(headers) {
        sheet.write_string_with_format(0, column, *header, &bold)?;
        sheet.set_column_width(column, 26)?;
    }
    let mut last = 0;
    for (row, cells) in (1..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Text(content) if content.is_empty() => {}
                Cell::Text(content) => {
                    let content: String = content.chars().take(LONGEST).collect();
                    if content.starts_with(['=', '+', '-', '@']) {
                        sheet.write_string_with_format(row, column, content, &text)?;
                    } else {
                        sheet.write_string(row, column, content)?;
                    }
                }
                Cell::Moment(instant) => {
                    let instant = ExcelDateTime::from_timestamp(instant.as_second())?;
                    sheet.write_datetime_with_format(row, column, &instant, &moment)?;
                }
            }
        }
        last = row;
    }
    sheet.set_freeze_panes(1, 0)?;
    if let Some(width) = u16::try_from(headers.len()).ok().and_then(|width| width.checked_sub(1)) {
        sheet.autofilter(0, 0, last, width)?;
    }
    book.save_to_buffer()
}
