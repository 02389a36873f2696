//! What is in the file, before anything believes it: the kind of file, and how large it really unpacks.

use std::io::{Cursor, Read, copy, sink};

use calamine::XlsxError;
use zip::ZipArchive;

use super::WorkbookError;

const ZIP: &[u8] = b"PK\x03\x04";
/// The compound files of Office before 2007, in which protected workbooks are wrapped still.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
const MOST_PARTS: usize = 10_000;
/// A list of a million people with ten columns takes less.
const MOST_BYTES: u64 = 512 * 1024 * 1024;
pub(super) const LAST_COLUMN: u32 = 1_000;

/// Whether these bytes are to be read as a workbook, be it one that cannot be read.
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP) || bytes.starts_with(COMPOUND)
}

/// Unpacks everything into nothing: what a file says about its own sizes is not believed.
pub(super) fn look_through(bytes: &[u8]) -> Result<(), WorkbookError> {
    if bytes.starts_with(COMPOUND) {
        return Err(if holds(bytes, "EncryptedPackage") {
            WorkbookError::Password
        } else {
            WorkbookError::Old
        });
    }
    let damaged = |error: &dyn std::fmt::Display| WorkbookError::Damaged(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if archive.len() > MOST_PARTS {
        return Err(WorkbookError::TooLarge("10,000 parts"));
    }
    let has =
        |archive: &ZipArchive<_>, wanted: &str| archive.file_names().flatten().any(|name| name == wanted);
    if has(&archive, "xl/workbook.bin") {
        return Err(WorkbookError::Binary);
    }
    if has(&archive, "content.xml") {
        return Err(WorkbookError::OpenDocument);
    }
    let mut left = MOST_BYTES;
    for place in 0..archive.len() {
        let part = archive.by_index(place).map_err(|error| damaged(&error))?;
        let unpacked = copy(&mut part.take(left + 1), &mut sink()).map_err(|error| damaged(&error))?;
        left = left.checked_sub(unpacked).ok_or(WorkbookError::TooLarge("512 MiB"))?;
    }
    Ok(())
}

/// The names in a compound file are UTF-16.
fn holds(bytes: &[u8], name: &str) -> bool {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|window| window == name)
}

pub(super) fn told(error: &XlsxError) -> WorkbookError {
    match error {
        XlsxError::Password => WorkbookError::Password,
        XlsxError::WorksheetNotFound(name) => WorkbookError::NoSheet(name.clone()),
        other => WorkbookError::Damaged(other.to_string()),
    }
}
