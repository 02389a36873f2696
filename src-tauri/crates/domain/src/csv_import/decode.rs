//! From bytes to text: byte order marks, UTF-16 without one, and Windows-1252 for what is no UTF-8.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::CsvError;

/// How many bytes are looked at to tell UTF-16 without a byte order mark.
const SAMPLE: usize = 4096;

pub(super) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str), CsvError> {
    let (encoding, marked) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, &bytes[length..]),
        None => match utf_16_by_its_zeros(bytes) {
            Some(encoding) => (encoding, bytes),
            None if std::str::from_utf8(bytes).is_ok() => (UTF_8, bytes),
            // Every byte is a character there: what older spreadsheets save.
            None => (WINDOWS_1252, bytes),
        },
    };
    let text = encoding
        .decode_without_bom_handling_and_without_replacement(marked)
        .ok_or_else(|| CsvError::Encoding { encoding: encoding.name(), line: bad_line(encoding, marked) })?;
    match text.find('\0') {
        Some(at) => Err(CsvError::Nul { line: 1 + line_ends(&text.as_bytes()[..at]) }),
        None => Ok((text, encoding.name())),
    }
}

/// In UTF-16, mostly Latin text has a zero in every other byte, and always on the same side.
fn utf_16_by_its_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |side: usize| sample.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    // A third of the characters Latin is enough: delimiters, line ends and addresses are.
    let many = sample.len() / 6;
    if second > many && first == 0 {
        Some(UTF_16LE)
    } else if first > many && second == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The line of the first character that is none, found by decoding as far as it goes.
fn bad_line(encoding: &'static Encoding, bytes: &[u8]) -> u64 {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    // Replacement characters that the file holds itself may come first; then that line is named, not far off.
    let end = text.find('\u{FFFD}').unwrap_or(text.len());
    1 + line_ends(&text.as_bytes()[..end])
}

/// How many lines end in `bytes`: `\n`, `\r\n` and a lone `\r` each end one.
pub(super) fn line_ends(bytes: &[u8]) -> u64 {
    let mut count = 0;
    for (index, byte) in bytes.iter().enumerate() {
        if *byte == b'\n' || (*byte == b'\r' && bytes.get(index + 1) != Some(&b'\n')) {
            count += 1;
        }
    }
    count
}
