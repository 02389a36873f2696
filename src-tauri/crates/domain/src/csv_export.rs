//! Lists of people for spreadsheets: text stays text, and our own import reads the original back.

const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// Writes a table as UTF-8 with a byte order mark (Excel takes it for Windows-1252 otherwise), commas, CRLF.
///
/// A cell that a spreadsheet would run as a formula is written with a `'` before it (OWASP, "CSV Injection"), and
/// so is one that already looks like that: [`original`] takes exactly one off again.
pub fn write(headers: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut text = String::from(BYTE_ORDER_MARK);
    write_row(&mut text, headers.iter().copied());
    for row in rows {
        write_row(&mut text, row.iter().map(String::as_str));
    }
    text
}

/// The cell as it was before [`write()`] made it harmless.
pub fn original(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_guarded(rest)).unwrap_or(cell)
}

fn write_row<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    let start = text.len();
    let mut count = 0;
    for cell in cells {
        if count > 0 {
            text.push(',');
        }
        write_cell(text, cell);
        count += 1;
    }
    // One empty cell would be an empty line, which is no row.
    if count == 1 && text.len() == start {
        text.push_str("\"\"");
    }
    text.push_str("\r\n");
}

fn write_cell(text: &mut String, cell: &str) {
    let guard = is_guarded(cell);
    let quote = cell.contains([',', ';', '\t', '"', '\r', '\n', '\0'])
        || cell.starts_with(' ')
        || cell.ends_with(' ');
    if !quote {
        if guard {
            text.push('\'');
        }
        text.push_str(cell);
        return;
    }
    text.push('"');
    if guard {
        text.push('\'');
    }
    for character in cell.chars().filter(|c| *c != '\0') {
        if character == '"' {
            text.push('"');
        }
        text.push(character);
    }
    text.push('"');
}

/// Whether a cell starts like a formula, behind any number of guards that are already there. Spreadsheets skip
/// blanks, and tabs and line breaks can push what follows into a cell of its own.
fn is_guarded(cell: &str) -> bool {
    let bare = cell.trim_start_matches('\'');
    let blanks = bare.len() - bare.trim_start_matches(is_skipped).len();
    let (lead, rest) = bare.split_at(blanks);
    lead.contains(['\t', '\r', '\n']) || rest.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

fn is_skipped(character: char) -> bool {
    character.is_whitespace() || character.is_control() || matches!(character, '\u{FEFF}' | '\u{200B}')
}

#[cfg(test)]
mod tests {
    use super::{original, write};

    #[test]
    fn a_spreadsheet_runs_nothing() {
        for cell in [
            "=1+1",
            "+49 30",
            "-2",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "  =1",
            "＝1",
            "－1",
            "＋1",
            "＠x",
            "\u{A0}=1",
            "\u{FEFF}=1",
            "\u{0}=1",
            "'=1",
            "'''+1",
            " '=1",
        ] {
            let text = write(&["h"], std::iter::once(vec![cell.to_owned()]));
            let line = text.split_once("\r\n").expect("a header").1.trim_start_matches('"');
            let safe = line.starts_with('\'') || line.starts_with(" '");
            assert!(safe, "{cell:?} was written as {line:?} and would run");
        }
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        let text = write(
            &["Name", "Note"],
            [vec!["O'Neil".into(), "a, \"b\"\nc".into()], vec!["'tis".into(), String::new()]].into_iter(),
        );
        assert_eq!(text, "\u{FEFF}Name,Note\r\nO'Neil,\"a, \"\"b\"\"\nc\"\r\n'tis,\r\n");
        assert_eq!((original("'=1"), original("''=1"), original("'tis")), ("=1", "'=1", "'tis"));
    }
}
