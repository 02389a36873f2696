//! Which character separates the cells: the file says so (`sep=`), or its first rows do.

const CANDIDATES: [u8; 3] = [b',', b';', b'\t'];
/// How many rows are compared.
const ROWS: usize = 50;

/// A first line like `sep=;`, which Excel writes and obeys: the delimiter, and where the rows begin.
pub(super) fn declared(text: &str) -> Option<(u8, usize)> {
    let end = text.find(['\r', '\n']).unwrap_or(text.len());
    let line = text[..end].trim_matches('"');
    let (name, value) = line.split_at_checked(4)?;
    let delimiter = match value.as_bytes() {
        [byte] if name.eq_ignore_ascii_case("sep=") && byte.is_ascii() => *byte,
        _ => return None,
    };
    let newline = if text[end..].starts_with("\r\n") { 2 } else { usize::from(end < text.len()) };
    (!matches!(delimiter, b'"' | b'\r' | b'\n')).then_some((delimiter, end + newline))
}

/// The candidate that cuts most of the first rows into the same number of cells, and more than one. Not the
/// header's number: reports begin with a title.
pub(super) fn guessed(text: &str) -> u8 {
    let score = |delimiter: u8| {
        let counts = cell_counts(text, delimiter);
        let agreeing = |width: usize| counts.iter().filter(|count| **count == width).count();
        counts.iter().filter(|width| **width > 1).map(|width| (agreeing(*width), *width)).max()
    };
    // The last of equals wins, so the comma comes last; it is also right where a file has one column.
    CANDIDATES.into_iter().rev().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

/// How many cells each of the first rows has, quotes respected; empty lines are no rows.
fn cell_counts(text: &str, delimiter: u8) -> Vec<usize> {
    let mut counts = Vec::with_capacity(ROWS);
    let (mut cells, mut bytes_in_row, mut quoted) = (1, 0, false);
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => {
                if bytes_in_row > 0 {
                    counts.push(cells);
                }
                if counts.len() == ROWS {
                    return counts;
                }
                (cells, bytes_in_row) = (1, 0);
                continue;
            }
            _ if byte == delimiter && !quoted => cells += 1,
            _ => {}
        }
        bytes_in_row += 1;
    }
    if bytes_in_row > 0 {
        counts.push(cells);
    }
    counts
}
