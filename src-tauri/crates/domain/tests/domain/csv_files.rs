//! Files as other systems write them, broken ones included, and the way out and back in.

use std::fmt::Write as _;

use lectern_domain::csv_export;
use lectern_domain::csv_import::{CsvError, Field, Table, check, guess, read};
use proptest::prelude::*;

fn table(bytes: &[u8]) -> Table {
    read(bytes).expect("a readable file")
}

fn utf_16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
    units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn every_encoding_a_spreadsheet_saves_is_read() {
    let text = "Name;E-Mail\r\nZoë Weiß;zoe@example.org\r\n";
    let latin: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    let marked = format!("\u{FEFF}{text}");
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), "UTF-8"),
        (marked.into_bytes(), "UTF-8"),
        (latin, "windows-1252"),
        (utf_16(text, false, true), "UTF-16LE"),
        (utf_16(text, true, true), "UTF-16BE"),
        (utf_16(text, false, false), "UTF-16LE"),
        (utf_16(text, true, false), "UTF-16BE"),
    ] {
        let table = table(&bytes);
        assert_eq!((table.encoding, table.delimiter), (encoding, Some(';')));
        assert_eq!(table.headers, ["Name", "E-Mail"], "{encoding}");
        assert_eq!(table.rows[0].cells, ["Zoë Weiß", "zoe@example.org"], "{encoding}: an accent was lost");
    }
    assert_eq!(
        table(b"Name,Mail\n\x93Al\x94 \x80,a@example.org").rows[0].cells[0],
        "“Al” €",
        "Windows-1252, not Latin-1"
    );
}

#[test]
fn delimiters_are_told_apart_or_declared() {
    for (text, delimiter, cells) in [
        ("Name\tMail\nA, B\ta@example.org", '\t', 2),
        ("Name;Firma, Ort\nA;B, C\nD;E", ';', 2),
        ("\"Name; Titel\",Mail\n\"A; B\",a@example.org", ',', 2),
        ("sep=|\r\nName|Mail\r\nA|a@example.org", '|', 2),
        ("\"sep=;\"\nName;Mail,x\nA;b,c", ';', 2),
        ("Mail\na@example.org", ',', 1),
    ] {
        let table = table(text.as_bytes());
        assert_eq!((table.delimiter, table.headers.len()), (Some(delimiter), cells), "{text:?}");
    }
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let text = "sep=,\r\nName,Mail\r\"A\r\nB\",a@example.org\n\n  \nC,c@example.org\r\n\r\nD,d@example.org";
    let lines: Vec<(u64, String)> =
        table(text.as_bytes()).rows.into_iter().map(|row| (row.line, row.cells[0].clone())).collect();
    let expected = [(3, "A\r\nB"), (7, "C"), (9, "D")].map(|(line, cell)| (line, cell.to_owned()));
    assert_eq!(lines, expected, "a person looks for the row by its line");
}

#[test]
fn what_is_broken_is_named_by_its_line() {
    for (bytes, expected) in [
        (&b""[..], CsvError::Empty),
        (b"\xEF\xBB\xBF\r\n \r\n", CsvError::Empty),
        (
            b"Name,Mail\nA,a@example.org\n\"B,b@example.org\nC,c@example.org\n",
            CsvError::UnclosedQuote { line: 3 },
        ),
        (b"Name,Mail\n\"A \"\" B,a@example.org", CsvError::UnclosedQuote { line: 2 }),
        (b"Name,Mail\nA,a@example.org\nB\0,b@example.org\n", CsvError::Nul { line: 3 }),
        (
            b"\xEF\xBB\xBFName,Mail\nA,a@example.org\nB\xFF,b@example.org",
            CsvError::Encoding { encoding: "UTF-8", line: 3 },
        ),
        (b"\xFF\xFEa\0\n\0\x00\xD8b\0", CsvError::Encoding { encoding: "UTF-16LE", line: 2 }),
    ] {
        assert_eq!(read(bytes), Err(expected));
    }
    let inner = table(b"Name,Mail\nA \"B\" C,a@example.org\n\"X\"y,c@example.org");
    assert_eq!(inner.rows[0].cells[0], "A \"B\" C", "a quote inside a cell is only a quote");
}

fn fields(header: &str) -> Vec<Option<Field>> {
    guess(&table(format!("{header}\n").as_bytes()))
}

#[test]
fn columns_are_known_by_the_names_that_people_and_systems_give_them() {
    const NAME: Option<Field> = Some(Field::Name);
    const FIRST: Option<Field> = Some(Field::FirstName);
    const LAST: Option<Field> = Some(Field::LastName);
    const EMAIL: Option<Field> = Some(Field::Email);
    const COMPANY: Option<Field> = Some(Field::Company);
    for (header, expected) in [
        ("name,email", vec![NAME, EMAIL]),
        ("First Name,Last Name,E-Mail Address,Company", vec![FIRST, LAST, EMAIL, COMPANY]),
        ("Vorname;Name;E-Mail-Adresse;Firma", vec![FIRST, LAST, EMAIL, COMPANY]),
        ("Prénom;Nom;Courriel;Société", vec![FIRST, LAST, EMAIL, COMPANY]),
        ("Vollständiger Name;Mail", vec![NAME, EMAIL]),
        ("Name,Surname,Email", vec![FIRST, LAST, EMAIL]),
        ("Full name,First name,Last name,Mail", vec![NAME, None, None, EMAIL]),
        // Eventbrite's attendee report
        (
            "Order #,Order Date,First Name,Last Name,Email,Quantity,Ticket Type,Attendee Status,Company",
            vec![None, None, FIRST, LAST, EMAIL, None, None, None, COMPANY],
        ),
        // pretix: the attendee's address goes before the order's
        (
            "Order code,Email,Attendee name,Attendee name: Given name,Attendee name: Family name,Attendee email,Company",
            vec![None, None, NAME, None, None, EMAIL, COMPANY],
        ),
        // Teams' webinar registrations
        ("First Name\tLast Name\tEmail\tRegistration Time", vec![FIRST, LAST, EMAIL, None]),
        ("foo,bar", vec![None, None]),
    ] {
        assert_eq!(fields(header), expected, "{header}");
    }
    let by_content = table(b"Who,Where\nAda,ada@example.org\nBob,bob@example.org\n");
    assert_eq!(guess(&by_content), [None, EMAIL], "addresses are known by what they are");
}

#[test]
fn a_list_without_header_loses_nobody() {
    let table = table(b"Ada,ada@example.org\nBob,bob@example.org\n");
    assert_eq!((table.headers.len(), table.rows.len(), table.rows[0].line), (2, 2, 1));
    assert_eq!(guess(&table), [None, Some(Field::Email)]);
}

#[test]
fn a_teams_attendance_report_is_read_past_its_summary() {
    let report = "1. Summary\r\nMeeting title\tTalk\r\nAttended participants\t2\r\n\r\n2. Participants\r\n\
        Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\r\n\
        Ada\t1\t2\t3m\tada@example.org\tada@example.org\tOrganizer\r\n\
        Bob\t1\t2\t3m\tbob@example.org\t\tAttendee\r\n\r\n3. In-Meeting Activities\r\n\
        Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\r\nAda\t1\t2\t3m\tada@example.org\tOrganizer\r\n";
    let table = table(&utf_16(report, false, true));
    let checked = check(&table, &guess(&table));
    let lines: Vec<u64> = checked.valid.iter().map(|row| row.line).collect();
    assert_eq!((lines, checked.errors.len()), (vec![7, 8], 0));
}

#[test]
fn every_row_is_imported_or_listed_with_its_reason() {
    let text = "Name,Mail,Firma\n\
        Ada,ada@example.org,Engine Ltd\n\
        Ada L.,\" ADA@Example.org\",\n\
        ,nobody@example.org,\n\
        Bob,,\n\
        Eve,eve@,\n\
        Müller, Anna,anna@example.org,X\n\
        Plus,ada+x@example.org\n";
    let table = table(text.as_bytes());
    let checked = check(&table, &guess(&table));
    let valid: Vec<(u64, &str)> = checked.valid.iter().map(|row| (row.line, row.email.as_str())).collect();
    assert_eq!(valid, [(2, "ada@example.org"), (8, "ada+x@example.org")]);
    assert_eq!(checked.valid[0].company.as_deref(), Some("Engine Ltd"));
    assert_eq!(checked.duplicates_in_file, [3], "one person, one ticket");
    let errors: Vec<(u64, Option<&str>, &str)> =
        checked.errors.iter().map(|error| (error.line, error.column.as_deref(), error.code)).collect();
    assert_eq!(
        errors,
        [
            (4, Some("Name"), "nameMissing"),
            (5, Some("Mail"), "emailMissing"),
            (6, Some("Mail"), "emailInvalid"),
            (7, None, "tooManyCells"),
        ]
    );
    let message = &checked.errors[2].message;
    assert_eq!(message, "The part after the @ is not a domain name.", "people read this");
}

#[test]
fn what_cannot_start_yet_says_what_to_do() {
    let table = table(b"a,b\nAda,x\n");
    let problem = |mapping: &[Option<Field>]| check(&table, mapping).problem.unwrap_or_default();
    assert!(problem(&[None, None]).contains("e-mail"));
    assert!(problem(&[None, Some(Field::Email)]).contains("names"));
    assert!(problem(&[Some(Field::Email), Some(Field::Email)]).contains("Two columns"));
    assert!(problem(&[Some(Field::Name), Some(Field::Email)]).is_empty());
    assert!(check(&self::table(b"Name,Mail\n"), &[Some(Field::Name), Some(Field::Email)]).problem.is_some());
}

#[test]
fn a_hundred_thousand_people() {
    let mut text = String::from("First name;Last name;Email;Company\r\n");
    for number in 0..100_000 {
        write!(text, "Zoë {number};\"O'Neil; jr\";person{number}@exämple.org;Firma {}\r\n", number % 97)
            .expect("a string");
    }
    let table = table(text.as_bytes());
    let checked = check(&table, &guess(&table));
    assert_eq!(
        (checked.valid.len(), checked.errors.len(), checked.valid[99_999].line),
        (100_000, 0, 100_001)
    );
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof!["[^\\x00]{0,12}", "['=+@\\-＝ \t\r\n\",;]{0,6}", "[A-Za-zäöü '-]{1,10}",]
}

proptest! {
    #[test]
    fn what_we_export_we_import_unchanged(rows in proptest::collection::vec(proptest::collection::vec(cell(), 3), 0..20)) {
        // Rows of blanks alone are no rows.
        let rows: Vec<Vec<String>> = rows.into_iter().map(|mut row| { row[0].insert(0, 'x'); row.swap(0, 1); row }).collect();
        let text = csv_export::write(&["Name", "E-Mail", "Firma"], rows.clone().into_iter());
        let table = table(text.as_bytes());
        prop_assert_eq!(table.delimiter, Some(','));
        prop_assert_eq!(&table.headers, &["Name", "E-Mail", "Firma"]);
        prop_assert_eq!(table.rows.into_iter().map(|row| row.cells).collect::<Vec<_>>(), rows);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), text in "[\"',;=\t\r\na@.]{0,80}") {
        for input in [&bytes[..], text.as_bytes()] {
            if let Ok(table) = read(input) {
                let _ = check(&table, &guess(&table));
            }
        }
    }
}
