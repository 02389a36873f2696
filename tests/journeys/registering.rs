//! Onto the list, off it, and out as a file.

use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::registration::import::{self, ImportChoices, ImportSource};
use lectern_core::registration::register::AddOutcome;
use lectern_core::registration::{change, export, open, remove, ticket};
use lectern_core::scheduling::RegistrationMode;
use lectern_domain::registration::RegistrantStatus;
use lectern_domain::ticket::TicketCode;
use lectern_tests::{Attendee, Organizer, Stage, Terminal};
use serde_json::json;

fn id_of(outcome: &AddOutcome) -> String {
    match outcome {
        AddOutcome::Registered { registrant } | AddOutcome::Duplicate { registrant } => registrant.id.clone(),
        other => panic!("there is a place: {other:?}"),
    }
}

#[tokio::test]
async fn one_person_is_one_registrant_however_they_write_themselves() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Once each", None).await;
    let first = organizer.add(&event, "Ana Reyes", "ana@example.org").await.expect("added");
    for spelling in ["ANA@Example.ORG", "  ana@example.org "] {
        let again = organizer.add(&event, "Ana R.", spelling).await.expect("known");
        assert!(matches!(again, AddOutcome::Duplicate { .. }), "{spelling:?} is the same mailbox: {again:?}");
        assert_eq!(id_of(&again), id_of(&first));
    }
    for wrong in ["", "nobody", "a@b@c", "x@"] {
        let refused = organizer.add(&event, "Somebody", wrong).await.expect_err("no address");
        let told = CommandError::from(refused);
        assert_eq!(
            (told.code, told.field.as_deref()),
            (ErrorCode::Invalid, Some("email")),
            "{wrong:?}: {told}"
        );
    }
    assert_eq!(organizer.list(&event, "").await.total, 1);
    assert_eq!(organizer.send().await.sent, 1, "one person, one mail");
    stage.close("one person").await;
}

#[tokio::test]
async fn places_run_out_and_come_back() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Two places", Some(2)).await;
    let ana = organizer.add(&event, "Ana", "ana@example.org").await.expect("added");
    organizer.add(&event, "Ben", "ben@example.org").await.expect("added");
    let full = organizer.add(&event, "Cleo", "cleo@example.org").await.expect("an answer");
    assert!(matches!(full, AddOutcome::Full), "full is an answer, not an error: {full:?}");
    let known = organizer.add(&event, "Ana", "ana@example.org").await.expect("an answer");
    assert!(matches!(known, AddOutcome::Duplicate { .. }), "who has a place keeps it: {known:?}");

    let ana = id_of(&ana);
    assert_eq!(remove::remove(&organizer.desk, &event, vec![ana.clone()]).await.expect("removed").removed, 1);
    let cleo = organizer.add(&event, "Cleo", "cleo@example.org").await.expect("added");
    assert!(matches!(cleo, AddOutcome::Registered { .. }), "a place that was given back is free: {cleo:?}");
    let back = remove::restore(&organizer.desk, &event, vec![ana.clone()]).await.expect("an answer");
    assert_eq!(back, 0, "and taken now");
    open::open(&organizer.desk, &event, RegistrationMode::Own, Some(3)).await.expect("a larger room");
    assert_eq!(remove::restore(&organizer.desk, &event, vec![ana]).await.expect("restored"), 1);
    assert_eq!(organizer.send().await.sent, 3);
    assert_eq!(stage.recipients().await, ["ana@example.org", "ben@example.org", "cleo@example.org"]);
    stage.close("places").await;
}

#[tokio::test]
async fn a_smaller_room_throws_nobody_out_and_a_larger_one_lets_more_in() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let closed = organizer.try_schedule(&organizer.draft("Closed")).await.expect("scheduled").summary.id;
    let refused = change::change(&organizer.desk, &closed, Some(3)).await.expect_err("not open");
    assert_eq!(CommandError::from(refused).code, ErrorCode::Refused, "changing is not opening");
    let event = organizer.event("Moved twice", None).await;
    let guests = organizer.guests(&event, 3).await;
    let terminal = Terminal::at(&stage, organizer.dir());
    let resized = async |capacity: &str| {
        let words = ["registration", "change", "--event", &event, "--capacity", capacity];
        let told = terminal.run(&words).await.json();
        (told["registered"].clone(), told["capacity"].clone())
    };
    assert_eq!(resized("2").await, (json!(3), json!(2)), "more people than places is said, not mended");
    let full = organizer.add(&event, "Late", "late@example.org").await.expect("an answer");
    assert!(matches!(full, AddOutcome::Full), "nobody joins a list that is over: {full:?}");
    let ids: Vec<String> = organizer.list(&event, "").await.rows.iter().map(|row| row.id.clone()).collect();
    assert_eq!(ids.len(), 3, "everybody is still there");
    remove::remove(&organizer.desk, &event, vec![ids[0].clone()]).await.expect("removed");
    let still = organizer.add(&event, "Late", "late@example.org").await.expect("an answer");
    assert!(matches!(still, AddOutcome::Full), "two of two: {still:?}");
    assert_eq!(resized("3").await, (json!(2), json!(3)));
    let added = organizer.add(&event, "Late", "late@example.org").await.expect("added");
    assert!(matches!(added, AddOutcome::Registered { .. }), "{added:?}");
    assert_eq!(resized("none").await, (json!(3), json!(null)));
    assert_eq!(remove::restore(&organizer.desk, &event, vec![ids[0].clone()]).await.expect("back"), 1);
    let again =
        open::open(&organizer.desk, &event, RegistrationMode::Own, Some(1)).await.expect("open already");
    assert_eq!(
        (again.summary.registered, again.summary.capacity),
        (4, Some(1)),
        "opening again is one more change"
    );
    let wrong = ["registration", "change", "--event", &event, "--capacity", "many"];
    assert_eq!(terminal.run(&wrong).await.error(2)["code"], "invalid");
    assert_eq!(organizer.send().await.sent, 4, "whoever has a place hears of it");
    assert_eq!(stage.recipients().await, [guests, vec!["late@example.org".to_owned()]].concat());
    stage.close("a room that changes").await;
}

#[tokio::test]
async fn a_ticket_follows_its_holder_off_the_list_and_back() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Tickets", None).await;
    let added = organizer.add(&event, "Ana Reyes", "ana@example.org").await.expect("added");
    let id = id_of(&added);
    let shown = ticket::show(&organizer.desk, &id).await.expect("a ticket");
    let code = TicketCode::parse(&shown.code).expect("26 characters of Crockford base32").canonical();
    assert_eq!(code.len(), 26);
    for spelling in [code.clone(), code.to_lowercase(), shown.code.clone(), shown.link.clone()] {
        let view = Attendee::follow(&organizer.desk, &spelling).await.expect("known");
        assert_eq!(
            view.display_name.as_deref(),
            Some("Ana Reyes"),
            "{spelling}: case and dashes do not matter"
        );
    }
    remove::remove(&organizer.desk, &event, vec![id.clone()]).await.expect("removed");
    let refused = Attendee::follow(&organizer.desk, &code).await.expect_err("revoked");
    assert_eq!(CommandError::from(refused).code, ErrorCode::Refused, "who is off the list does not get in");
    assert_eq!(organizer.send().await.sent, 0, "nor is told to come");
    remove::restore(&organizer.desk, &event, vec![id.clone()]).await.expect("restored");
    let again = ticket::show(&organizer.desk, &id).await.expect("a ticket");
    assert_eq!(again.code, shown.code, "the ticket from before works again");
    Attendee::follow(&organizer.desk, &code).await.expect("known again");
    assert_eq!(organizer.send().await.sent, 1, "and the confirmation that waited leaves, once");
    stage.close("a ticket").await;
}

#[tokio::test]
async fn a_list_from_elsewhere_is_taken_whole_and_never_twice() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Import", None).await;
    let csv = "\u{feff}Full name;E-mail;Company\r\n\
        Ana Reyes;ana@example.org;\"Fabrikam;\r\nLisbon\"\r\n\
        Zoë Adams;zoe@example.org;\r\n\
        Zoe A.;ZOE@example.org;\r\n\
        Nobody;;Nowhere\r\n\
        =cmd|' /C calc'!A0;evil@example.org;@SUM(1+1)\r\n";
    let first = organizer.import(&event, csv).await.expect("imported");
    assert_eq!((first.rows, first.imported, first.duplicates, first.error_count), (5, 3, 1, 1), "{first:?}");
    assert_eq!(first.errors[0].line, 6, "a quoted line break does not shift the lines: {:?}", first.errors);
    let rejected = first.rejected_file.as_deref().expect("the rows that were left out are saved");
    let saved = std::fs::read_to_string(rejected).expect("the file");
    assert!(saved.contains("Nowhere"), "each with what it said: {saved}");
    let again = organizer.import(&event, csv).await.expect("imported");
    assert_eq!((again.imported, again.duplicates), (0, 4), "a list that comes twice adds nobody: {again:?}");
    assert_eq!(organizer.send().await.sent, 3);
    assert_eq!(stage.recipients().await, ["ana@example.org", "evil@example.org", "zoe@example.org"]);

    let path = stage.path("people.csv");
    let rows = export::export(&organizer.desk, &event, path.clone()).await.expect("exported");
    let text = std::fs::read_to_string(&path).expect("the file");
    assert_eq!(rows, 3);
    for cell in ["=cmd", "@SUM"] {
        assert!(text.contains(&format!("'{cell}")), "a spreadsheet must not run {cell}: {text}");
    }
    let twin = organizer.event("Import of the export", None).await;
    let back = organizer.import(&twin, &text).await.expect("imported");
    assert_eq!((back.imported, back.error_count), (3, 0), "what we write we can read: {back:?}");
    stage.close("an import").await;
}

#[tokio::test]
async fn a_look_at_a_list_foretells_its_import() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Two places more", Some(3)).await;
    organizer.add(&event, "Ana", "ana@example.org").await.expect("added");
    let gone = id_of(&organizer.add(&event, "Gone", "gone@example.org").await.expect("added"));
    remove::remove(&organizer.desk, &event, vec![gone.clone()]).await.expect("removed");
    let csv = "Name,E-mail\nAna,ana@example.org\nGone,gone@example.org\nBen,ben@example.org\n\
        Nobody,\nCleo,cleo@example.org\nDev,dev@example.org\n";
    let source = ImportSource::Bytes(csv.as_bytes().to_vec());
    let look =
        import::preview(&organizer.desk, &event, source, ImportChoices::default()).await.expect("a look");
    let done = organizer.import(&event, csv).await.expect("imported");
    assert_eq!((look.rows, look.valid, look.duplicates, look.error_count), (6, 2, 1, 3), "{look:?}");
    assert_eq!((done.rows, done.imported, done.duplicates, done.error_count), (6, 2, 1, 3), "{done:?}");
    let told = |errors: &[import::ImportError]| -> Vec<(u64, &'static str)> {
        errors.iter().map(|error| (error.line, error.code)).collect()
    };
    assert_eq!(told(&look.errors), [(3, "removed"), (5, "emailMissing"), (7, "full")]);
    assert_eq!(told(&done.errors), told(&look.errors), "the look and the import are of one mind");
    let rejected = std::fs::read_to_string(done.rejected_file.expect("saved")).expect("the file");
    assert!(rejected.contains("gone@example.org"), "nobody is left out without a word: {rejected}");
    let gone = organizer.list(&event, "gone").await;
    assert_eq!(gone.rows[0].status, RegistrantStatus::Cancelled, "a list brings nobody back by itself");
    stage.close("a look before an import").await;
}

#[tokio::test]
async fn a_look_at_a_list_says_where_there_is_none() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let closed = organizer.try_schedule(&organizer.draft("Closed")).await.expect("scheduled").summary.id;
    let file = stage.path("people.csv");
    std::fs::write(&file, "Name,E-mail\nAna,ana@example.org\n").expect("written");
    let file = file.to_str().expect("a path");
    let terminal = Terminal::at(&stage, organizer.dir());
    for (event, exit, code) in [("no-such-event", 6, "notFound"), (&*closed, 4, "refused")] {
        let words = ["registrants", "import", file, "--event", event, "--dry-run"];
        assert_eq!(terminal.run(&words).await.error(exit)["code"], code, "{event}");
    }
    stage.close("a look at no list").await;
}

#[tokio::test]
async fn a_closed_or_unknown_list_takes_nobody() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let closed = organizer.try_schedule(&organizer.draft("Closed")).await.expect("scheduled").summary.id;
    let refused = organizer.add(&closed, "Ana", "ana@example.org").await.expect_err("not open");
    assert_eq!(CommandError::from(refused).code, ErrorCode::Refused);
    let unknown = organizer.add("no-such-event", "Ana", "ana@example.org").await.expect_err("unknown");
    assert_eq!(CommandError::from(unknown).code, ErrorCode::NotFound);
    let broken =
        organizer.import(&closed, "Name,E-mail\n\"Ana,ana@example.org\n").await.expect_err("unclosed");
    let told = CommandError::from(broken);
    assert_eq!(told.code, ErrorCode::Invalid, "an unclosed quote is named, not guessed at: {told}");
    stage.close("a closed list").await;
}
