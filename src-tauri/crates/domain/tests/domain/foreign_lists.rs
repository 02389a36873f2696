//! What Teams, Eventbrite and pretix export: known by its columns, and whoever cancelled stays out with a reason.

use lectern_domain::csv_import::{Checked, Field, ListFormat, Table, check, guess, read, recognize};

fn utf_16(text: &str) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn looked_at(bytes: &[u8]) -> (Table, Option<ListFormat>, Checked) {
    let table = read(bytes).expect("a readable file");
    let format = recognize(&table).map(|known| known.format);
    let checked = check(&table, &guess(&table));
    (table, format, checked)
}

fn names(checked: &Checked) -> Vec<(&str, &str)> {
    checked.valid.iter().map(|row| (row.name.as_str(), row.email.as_str())).collect()
}

fn left_out(checked: &Checked) -> Vec<(u64, &str, &str)> {
    checked.errors.iter().map(|error| (error.line, error.code, error.message.as_str())).collect()
}

#[test]
fn a_teams_registration_report_joins_names_and_leaves_out_who_cancelled() {
    let report = "First Name\tLast Name\tEmail\tRegistration Time\tRegistration Status\r\n\
        Ana\tReyes\tana@example.org\t12/1/26, 2:00:00 PM\tRegistered\r\n\
        Bjørn\tØdegård\tbjorn@example.org\t12/1/26, 2:01:00 PM\tCanceled\r\n\
        Chloé\tDubois\tchloe@example.org\t12/1/26, 2:02:00 PM\tPending approval\r\n\
        Dan\tWong\tdan@example.org\t12/1/26, 2:03:00 PM\tWaitlisted\r\n";
    let (table, format, checked) = looked_at(&utf_16(report));
    assert_eq!((table.encoding, format), ("UTF-16LE", Some(ListFormat::TeamsRegistration)));
    assert_eq!(names(&checked), [("Ana Reyes", "ana@example.org")]);
    assert_eq!(
        left_out(&checked),
        [
            (3, "leftOut", "Left out: cancelled, says the column."),
            (4, "leftOut", "Left out: not approved yet, says the column."),
            (5, "leftOut", "Left out: on the waitlist, says the column."),
        ],
        "nobody vanishes without a reason"
    );
    let german = "Vorname\tNachname\tE-Mail\tRegistrierungszeit\tStatus\r\n\
        Ana\tReyes\tana@example.org\t01.12.26, 14:00\tRegistriert\r\n\
        Bo\tLi\tbo@example.org\t01.12.26, 14:01\tStorniert\r\n";
    let (_, format, checked) = looked_at(&utf_16(german));
    assert_eq!((format, checked.valid.len()), (Some(ListFormat::TeamsRegistration), 1));
}

#[test]
fn a_teams_attendance_report_is_read_between_its_sections_in_both_languages() {
    let english = "1. Summary\r\nMeeting title\tTalk\r\nAttended participants\t2\r\n\r\n2. Participants\r\n\
        Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\r\n\
        Doe, Jane (External) (Unverified)\t1\t2\t3m\tjane@example.org\t\tAttendee\r\n\
        Bob\t1\t2\t3m\t\tbob@example.org\tAttendee\r\n\r\n3. In-Meeting Activities\r\n\
        Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\r\nBob\t1\t2\t3m\tother@example.org\tAttendee\r\n";
    let german = "1. Zusammenfassung\r\nBesprechungstitel\tVortrag\r\nTeilnehmer\t2\r\n\r\n2. Teilnehmer\r\n\
        Name\tErster Beitritt\tLetztes Verlassen\tDauer der Besprechung\tE-Mail\tTeilnehmer-ID (UPN)\tRolle\r\n\
        Doe, Jane (Extern)\t1\t2\t3 Min.\tjane@example.org\t\tTeilnehmer\r\n\
        Bob\t1\t2\t3 Min.\t\tbob@example.org\tTeilnehmer\r\n\r\n3. Aktivitäten in der Besprechung\r\n\
        Name\tBeitrittszeit\tVerlassenszeit\tDauer\tE-Mail\tRolle\r\nBob\t1\t2\t3m\tother@example.org\tX\r\n";
    for report in [english, german] {
        let (_, format, checked) = looked_at(&utf_16(report));
        assert_eq!(format, Some(ListFormat::TeamsAttendance), "{report}");
        assert_eq!(
            names(&checked),
            [("Doe, Jane", "jane@example.org"), ("Bob", "bob@example.org")],
            "the mark of a stranger is no part of the name, and who has no address has the name they sign in by"
        );
        assert_eq!(checked.errors, [], "the third section is not a list of more people");
    }
}

#[test]
fn eventbrite_says_who_comes() {
    let report = "Order #,Order Date,First Name,Last Name,Email,Quantity,Price Tier,Ticket Type,Attendee #,Group,\
        Order Type,Currency,Total Paid,Fees Paid,Eventbrite Fees,Attendee Status,Company\n\
        1001,2026-10-01 18:00,Rosa,Delgado,Rosa@Example.com,1,,Free,1,,Free,EUR,0,0,0,Attending,Fabrikam\n\
        1002,2026-10-01 18:01,Jonah,Kim,jonah@example.com,1,,Free,2,,Free,EUR,0,0,0,Not Attending,\n\
        1003,2026-10-01 18:02,Wei,Li,wei@example.com,1,,Free,3,,Free,EUR,0,0,0,Checked In,\n\
        1004,2026-10-01 18:03,Zoë,Adams,zoe@example.com,1,,Free,4,,Free,EUR,0,0,0,Refunded,\n";
    let (_, format, checked) = looked_at(report.as_bytes());
    assert_eq!(format, Some(ListFormat::Eventbrite));
    assert_eq!(names(&checked), [("Rosa Delgado", "Rosa@Example.com"), ("Wei Li", "wei@example.com")]);
    assert_eq!(checked.valid[0].company.as_deref(), Some("Fabrikam"));
    let told: Vec<&str> = checked.errors.iter().map(|error| error.message.as_str()).collect();
    assert_eq!(
        told,
        ["Left out: not coming any more, says the column.", "Left out: refunded, says the column."]
    );
    assert_eq!(checked.errors[0].column.as_deref(), Some("Attendee Status"));
}

#[test]
fn pretix_positions_are_read_by_attendee_and_by_status() {
    let report = "Event slug,Order code,Position ID,Status,Email,Phone number,Order date,Order time,Product,Attendee name,\
        Attendee name: Given name,Attendee name: Family name,Attendee email,Company,Pseudonymization ID\n\
        conf,A1,1,paid,buyer@example.org,,2026-10-01,10:00:00,Day,Ana Reyes,Ana,Reyes,ana@example.org,Fabrikam,X1\n\
        conf,A2,1,canceled,buyer@example.org,,2026-10-01,10:00:00,Day,Bo Li,Bo,Li,bo@example.org,,X2\n\
        conf,A3,1,canceled (paid fee),b@example.org,,2026-10-01,10:00:00,Day,Cy Q,Cy,Q,cy@example.org,,X3\n\
        conf,A4,1,expired,b@example.org,,2026-10-01,10:00:00,Day,Di R,Di,R,di@example.org,,X4\n\
        conf,A5,1,pending,b@example.org,,2026-10-01,10:00:00,Day,Ed S,Ed,S,ed@example.org,,X5\n";
    let (table, format, checked) = looked_at(report.as_bytes());
    assert_eq!(format, Some(ListFormat::Pretix));
    assert_eq!(guess(&table)[12], Some(Field::Email), "the attendee's address, not the buyer's");
    assert_eq!(names(&checked), [("Ana Reyes", "ana@example.org"), ("Ed S", "ed@example.org")]);
    let german = "Bestellnummer;Position;Status;E-Mail;Teilnehmername;Teilnehmer-E-Mail\n\
        A1;1;bezahlt;kauf@example.org;Ana Reyes;ana@example.org\n\
        A2;1;storniert;kauf@example.org;Bo Li;bo@example.org\n";
    let (_, format, checked) = looked_at(german.as_bytes());
    assert_eq!((format, names(&checked)), (Some(ListFormat::Pretix), vec![("Ana Reyes", "ana@example.org")]));
}

#[test]
fn a_list_of_nobody_known_is_taken_at_its_columns() {
    let text = "Name,Email,Status\nAna,ana@example.org,cancelled\n";
    let (_, format, checked) = looked_at(text.as_bytes());
    assert_eq!(
        (format, checked.valid.len()),
        (None, 1),
        "whose word it is that somebody cancelled is not guessed"
    );
}
