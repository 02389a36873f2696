//! Many people at once: imported with progress, stopped, cut off and gone on with, taken back as a whole; removed and
//! edited by the hundred thousand. Nothing doubled, nothing half done.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::registration::bulk::chosen::Chosen;
use lectern_core::registration::bulk::edit::{self, BulkEdit};
use lectern_core::registration::bulk::progress::{BulkPhase, BulkProgress, Told, untold};
use lectern_core::registration::bulk::{self, list as done, removal, undo};
use lectern_core::registration::import::{self, ImportChoices, ImportSource};
use lectern_core::registration::list::ListFilter;
use lectern_core::registration::settings::{self, RegistrationSettings};
use lectern_core::registration::{export, list, remove};
use lectern_domain::bulk::{BulkKind, BulkState};
use lectern_domain::csv_import::ListFormat;
use lectern_domain::list_order::{ListOrder, OrderBy};
use lectern_domain::name_fix::NameFix;
use lectern_domain::registration::{RegistrantStatus, Rules};
use lectern_tests::{Organizer, Stage, Terminal};
use serde_json::{Value, json};

fn csv(people: usize) -> String {
    let mut text = String::from("Name,Email,Company\n");
    for n in 0..people {
        let company =
            ["Adatum", "Contoso", "Litware", "Nordtek", "Tailspin", "Woodgrove", "Proseware"][n % 7];
        let line = format!("Guest {n:06},guest{n}@example.org,{company}\n");
        text.push_str(&line);
    }
    text
}

fn heard() -> (Told, Arc<Mutex<Vec<BulkProgress>>>) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let hears = Arc::clone(&told);
    (Arc::new(move |progress| hears.lock().expect("nobody panicked").push(progress.clone())), told)
}

fn dropped(text: &str) -> ImportSource {
    ImportSource::Bytes(text.as_bytes().to_vec())
}

async fn total(organizer: &Organizer, event: &str) -> u32 {
    organizer.list(event, "").await.total
}

fn matching(query: &str, except: Vec<String>) -> Chosen {
    Chosen::Matching { query: query.into(), filter: ListFilter::default(), except }
}

fn everybody() -> Chosen {
    matching("", Vec::new())
}

#[tokio::test]
async fn an_import_tells_how_far_it_is_and_holds_up_no_reader() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Large", None).await;
    organizer.guests(&event, 1).await;
    let (told, progress) = heard();
    let text = csv(5_000);
    let running = import::run(&organizer.desk, &event, dropped(&text), ImportChoices::default(), told);
    let (report, ()) = tokio::join!(running, async {
        for _ in 0..40 {
            let seen = organizer.list(&event, "guest").await.total;
            assert!(seen == 1 || seen == 5_001, "a reader sees all of an import or nothing, not {seen}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    assert_eq!(report.expect("imported").imported, 5_000);
    let progress: Vec<BulkProgress> = progress.lock().expect("nobody panicked").clone();
    for phase in [BulkPhase::Reading, BulkPhase::Checking, BulkPhase::Writing] {
        assert!(progress.iter().any(|told| told.phase == phase), "{phase:?} is told");
    }
    let writing: Vec<u32> =
        progress.iter().filter(|told| told.phase == BulkPhase::Writing).map(|told| told.done).collect();
    assert!(
        writing.is_sorted() && writing.last() == Some(&5_000),
        "it goes forward, to the end: {writing:?}"
    );
    assert!(progress.iter().any(|told| told.finish_at.is_some()), "and when it will be done");
    stage.close("a large import").await;
}

#[tokio::test]
async fn a_stopped_import_leaves_nothing_behind() {
    let stage = Stage::open().await;
    let organizer = Arc::new(Organizer::at(&stage).await);
    let event = organizer.event("Thought better of", None).await;
    let stopper = Arc::clone(&organizer);
    let told: Told = Arc::new(move |progress| {
        if progress.phase == BulkPhase::Writing && progress.done > 100 {
            bulk::stop(&stopper.desk);
        }
    });
    let text = csv(3_000);
    let report = import::run(&organizer.desk, &event, dropped(&text), ImportChoices::default(), told)
        .await
        .expect("being stopped is an answer");
    assert!(report.stopped && report.imported == 0, "{report:?}");
    assert_eq!(total(&organizer, &event).await, 0, "nobody is on the list");
    assert_eq!(organizer.outbox(&event).await.counts.planned, 0, "nobody is written to");
    assert_eq!(
        done::list(&organizer.desk, &event).await.expect("a list").len(),
        0,
        "and nothing is to be gone on with"
    );
    let again = organizer.import(&event, &text).await.expect("imported");
    assert_eq!(again.imported, 3_000, "it can be imported after all");
    drop(organizer);
    stage.close("a stopped import").await;
}

#[tokio::test]
async fn an_import_is_taken_back_whole_and_those_written_to_are_told_of() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("The wrong list", None).await;
    organizer.add(&event, "Kept", "kept@example.org").await.expect("added");
    let first =
        organizer.import(&event, "Name,Email\nAna,ana@example.org\nBo,bo@example.org\n").await.expect("in");
    assert_eq!(organizer.send().await.sent, 3);
    let second =
        organizer.import(&event, "Name,Email\nCy,cy@example.org\nDi,di@example.org\n").await.expect("in");
    let undone =
        undo::undo(&organizer.desk, &event, second.bulk_id.clone(), None, untold()).await.expect("undone");
    assert_eq!((undone.people, undone.told), (2, 0));
    assert_eq!(total(&organizer, &event).await, 3, "they are gone, not crossed out");
    assert_eq!(organizer.list(&event, "cy").await.matching, 0, "and are found no more");
    assert_eq!(organizer.send().await.sent, 0, "nobody of them is written to");
    let told = undo::undo(&organizer.desk, &event, first.bulk_id, None, untold()).await.expect("undone");
    assert_eq!((told.people, told.told), (2, 2), "who has a confirmation in the mailbox has to be told");
    let rows = organizer.list(&event, "").await.rows;
    let standing: Vec<(String, Value)> =
        rows.iter().map(|row| (row.name.clone(), json!(row.status))).collect();
    assert_eq!(
        standing,
        [("Ana", "cancelled"), ("Bo", "cancelled"), ("Kept", "registered")]
            .map(|(name, status)| (name.to_owned(), json!(status)))
    );
    let twice =
        undo::undo(&organizer.desk, &event, second.bulk_id, None, untold()).await.expect_err("done already");
    assert_eq!(CommandError::from(twice).code, ErrorCode::NotFound);
    let states: Vec<(BulkKind, BulkState)> = done::list(&organizer.desk, &event)
        .await
        .expect("a list")
        .iter()
        .map(|one| (one.kind, one.state))
        .collect();
    assert_eq!(states, [(BulkKind::Import, BulkState::Undone); 2]);

    let right =
        organizer.import(&event, "Name,Email\nAna,ana@example.org\nEd,ed@example.org\n").await.expect("in");
    assert_eq!((right.imported, right.duplicates), (2, 0), "the right list brings those back that are on it");
    assert_eq!(organizer.list(&event, "ana").await.rows[0].status, RegistrantStatus::Registered);
    assert_eq!(organizer.send().await.sent, 2, "Bo hears that he is off the list, Ed that he is on it");
    let to_ana = stage.recipients().await.iter().filter(|to| *to == "ana@example.org").count();
    assert_eq!(to_ana, 1, "whoever has a confirmation and is back hears nothing of the way there");
    stage.close("an undone import").await;
}

#[tokio::test]
async fn whoever_took_somebody_off_by_hand_keeps_them_off() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Off is off", None).await;
    let text = "Name,Email\nAna,ana@example.org\n";
    organizer.import(&event, text).await.expect("in");
    let ana = organizer.list(&event, "").await.rows[0].id.clone();
    remove::remove(&organizer.desk, &event, vec![ana]).await.expect("removed");
    let again = organizer.import(&event, text).await.expect("in");
    assert_eq!((again.imported, again.duplicates), (0, 0), "a list from before does not bring them back");
    assert_eq!(again.errors[0].code, "removed", "and says why");
    stage.close("off").await;
}

#[tokio::test]
async fn what_the_waitlist_gave_is_taken_back_with_it_and_a_removal_calls_the_next() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Full", Some(2)).await;
    let rules = Rules { waitlist: true, ..Rules::default() };
    let settings = RegistrationSettings { capacity: Some(2), rules };
    settings::set(&organizer.desk, &event, settings).await.expect("rules");
    let states = async || -> Vec<(String, RegistrantStatus)> {
        organizer.list(&event, "").await.rows.into_iter().map(|row| (row.name, row.status)).collect()
    };
    let here = |rows: &[(&str, RegistrantStatus)]| -> Vec<(String, RegistrantStatus)> {
        rows.iter().map(|(name, status)| ((*name).to_owned(), *status)).collect()
    };
    let (held, waits, gone) =
        (RegistrantStatus::Registered, RegistrantStatus::Waitlisted, RegistrantStatus::Cancelled);
    let two =
        organizer.import(&event, "Name,Email\nAna,ana@example.org\nBo,bo@example.org\n").await.expect("in");
    organizer.add(&event, "Cy", "cy@example.org").await.expect("waits");
    let late =
        organizer.import(&event, "Name,Email\nDi,di@example.org\nEd,ed@example.org\n").await.expect("in");
    assert_eq!((two.imported, late.imported), (2, 2), "who waits was imported too");
    let full = here(&[("Ana", held), ("Bo", held), ("Cy", waits), ("Di", waits), ("Ed", waits)]);
    assert_eq!(states().await, full);

    let ana = organizer.list(&event, "ana").await.rows[0].id.clone();
    let these = Chosen::These { ids: vec![ana] };
    let removed = removal::remove(&organizer.desk, &event, these, untold()).await.expect("removed");
    let called = here(&[("Ana", gone), ("Bo", held), ("Cy", held), ("Di", waits), ("Ed", waits)]);
    assert_eq!(states().await, called, "the place goes to the head of the queue at once");
    let waiting = Chosen::Matching {
        query: String::new(),
        filter: ListFilter { statuses: Some(vec![waits]), ..ListFilter::default() },
        except: Vec::new(),
    };
    let queue = removal::remove(&organizer.desk, &event, waiting, untold()).await.expect("removed");
    assert_eq!(queue.people, 2, "only whom the list shows");
    let back = undo::undo(&organizer.desk, &event, queue.id, None, untold()).await.expect("undone");
    assert_eq!((back.people, states().await), (2, called), "and each is where they stood");
    let back = undo::undo(&organizer.desk, &event, removed.id, None, untold()).await.expect("undone");
    let behind = here(&[("Ana", waits), ("Bo", held), ("Cy", held), ("Di", waits), ("Ed", waits)]);
    assert_eq!(
        (back.people, states().await),
        (1, behind),
        "a place that was given on is not taken away again"
    );

    let undone = undo::undo(&organizer.desk, &event, late.bulk_id, None, untold()).await.expect("undone");
    assert_eq!((undone.people, undone.told), (2, 0));
    let undone = undo::undo(&organizer.desk, &event, two.bulk_id, None, untold()).await.expect("undone");
    assert_eq!(
        (undone.people, states().await),
        (2, here(&[("Cy", held)])),
        "nobody of them is left anywhere"
    );
    let facets = list::facets(&organizer.desk, &event).await.expect("counts");
    assert_eq!((facets.waitlisted, total(&organizer, &event).await), (0, 1), "and the counts say so");
    stage.close("a queue that was imported").await;
}

#[tokio::test]
async fn everybody_a_search_finds_is_removed_and_put_back_exactly() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Many", None).await;
    organizer.import(&event, &csv(700)).await.expect("in");
    let before = organizer.list(&event, "").await;
    let gone_before = before.rows[0].id.clone();
    remove::remove(&organizer.desk, &event, vec![gone_before.clone()]).await.expect("removed");
    let planned = organizer.outbox(&event).await.counts.planned;
    let adatum = matching("adat", vec![before.rows[7].id.clone()]);
    let removed = removal::remove(&organizer.desk, &event, adatum, untold()).await.expect("removed");
    assert_eq!(removed.people, 98, "a hundred, less one who was off it and one who was left out");
    assert_eq!(organizer.outbox(&event).await.counts.planned, planned - 98);
    let undone = undo::undo(&organizer.desk, &event, removed.id, None, untold()).await.expect("undone");
    assert_eq!((undone.people, undone.left), (98, 0));
    let after = organizer.list(&event, "").await;
    let told = |rows: &[list::RegistrantRow]| -> Vec<Value> { rows.iter().map(|row| json!(row)).collect() };
    assert_eq!(told(&after.rows[1..]), told(&before.rows[1..]), "everything is as it was");
    assert_eq!(json!(after.rows[0].status), json!("cancelled"), "and who was off the list before still is");
    assert_eq!(organizer.outbox(&event).await.counts.planned, planned);
    let nothing = matching("!!!", Vec::new());
    let refused =
        removal::remove(&organizer.desk, &event, nothing, untold()).await.expect_err("no word in it");
    assert_eq!(
        CommandError::from(refused).field.as_deref(),
        Some("query"),
        "a slip of the keys removes nobody"
    );
    stage.close("a removal").await;
}

#[tokio::test]
async fn companies_and_names_are_changed_for_many_and_changed_back() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Renamed", None).await;
    let text = "Name,Email,Company\nREYES ANA,ana@example.org,Old\n\"Li, Bo\",bo@example.org,\nCy Quist,cy@example.org,Old\n";
    organizer.import(&event, text).await.expect("in");
    let before: Vec<Value> = organizer.list(&event, "").await.rows.iter().map(|row| json!(row)).collect();
    let change = |company: Option<&str>, names| BulkEdit { company: company.map(str::to_owned), names };
    let edited = edit::edit(&organizer.desk, &event, everybody(), change(Some("Fabrikam"), None), untold())
        .await
        .expect("edited");
    assert_eq!(edited.people, 3);
    assert_eq!(organizer.list(&event, "fabrikam").await.matching, 3, "they are found by it");
    assert_eq!(organizer.list(&event, "old").await.matching, 0);
    let names =
        edit::edit(&organizer.desk, &event, everybody(), change(None, Some(NameFix::LastFirst)), untold())
            .await
            .expect("edited");
    let order: Vec<String> = organizer.list(&event, "").await.rows.into_iter().map(|row| row.name).collect();
    assert_eq!(order, ["Bo Li", "Cy Quist", "REYES ANA"], "and stand where their new names belong");
    let caps =
        edit::edit(&organizer.desk, &event, everybody(), change(None, Some(NameFix::Capitals)), untold())
            .await
            .expect("edited");
    assert_eq!((names.people, caps.people), (1, 1), "who is as wanted is not touched");
    for bulk in [caps.id, names.id, edited.id] {
        undo::undo(&organizer.desk, &event, bulk, None, untold()).await.expect("undone");
    }
    let after: Vec<Value> = organizer.list(&event, "").await.rows.iter().map(|row| json!(row)).collect();
    assert_eq!(after, before, "as it was");
    let long = change(Some(&"x".repeat(201)), None);
    let refused =
        edit::edit(&organizer.desk, &event, everybody(), long, untold()).await.expect_err("too long");
    assert_eq!(CommandError::from(refused).field.as_deref(), Some("company"));
    stage.close("an edit").await;
}

#[tokio::test]
async fn the_list_is_sorted_by_what_is_asked_for_and_its_stretches_have_names() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Sorted", None).await;
    let text = "Name,Email,Company\nAna,ana@example.org,zeta\nBo,bo@example.org,Alpha\nCy,cy@example.org,\n";
    organizer.import(&event, text).await.expect("in");
    organizer.add(&event, "Di", "di@example.org").await.expect("added");
    let bo = organizer.list(&event, "bo").await.rows[0].id.clone();
    remove::remove(&organizer.desk, &event, vec![bo]).await.expect("removed");
    for (by, descending, query, expected) in [
        (OrderBy::Name, false, "", ["Ana", "Bo", "Cy", "Di"].as_slice()),
        (OrderBy::Name, true, "", &["Di", "Cy", "Bo", "Ana"]),
        (OrderBy::Company, false, "", &["Bo", "Ana", "Cy", "Di"]),
        (OrderBy::Company, true, "", &["Di", "Cy", "Ana", "Bo"]),
        (OrderBy::Registered, true, "", &["Di", "Cy", "Bo", "Ana"]),
        (OrderBy::Status, false, "", &["Bo", "Ana", "Cy", "Di"]),
        (OrderBy::Company, false, "example", &["Bo", "Ana", "Cy", "Di"]),
        (OrderBy::Registered, false, "a", &["Ana", "Bo"]),
    ] {
        let order = ListOrder { by, descending };
        let filter = ListFilter { order: Some(order), ..ListFilter::default() };
        let page = list::page(&organizer.desk, &event, query, filter.clone(), 0, 50).await.expect("the list");
        let names: Vec<&str> = page.rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, expected, "{order:?} {query:?}");
        let ids = list::ids(&organizer.desk, &event, query, filter, 1, 2).await.expect("ids");
        let stretch: Vec<String> = page.rows.iter().skip(1).take(2).map(|row| row.id.clone()).collect();
        assert_eq!(ids, stretch, "a selection by where people stand is of those that stand there");
    }
    stage.close("a sorted list").await;
}

#[tokio::test]
async fn a_foreign_list_is_recognized_and_a_workbook_comes_in_and_goes_out() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("From elsewhere", None).await;
    let report = "Order #,Order Date,First Name,Last Name,Email,Ticket Type,Attendee #,Attendee Status\n\
        1,2026-10-01,Rosa,Delgado,rosa@example.org,Free,1,Attending\n\
        2,2026-10-01,Jonah,Kim,jonah@example.org,Free,2,Not Attending\n";
    let looked = import::preview(&organizer.desk, &event, dropped(report), ImportChoices::default())
        .await
        .expect("a preview");
    assert_eq!((looked.format, looked.valid, looked.left_out), (Some(ListFormat::Eventbrite), 1, 1));
    let imported = organizer.import(&event, report).await.expect("in");
    assert_eq!((imported.imported, imported.error_count), (1, 1));
    let saved = std::fs::read_to_string(imported.rejected_file.expect("saved")).expect("a file");
    assert!(saved.contains("Left out: not coming any more"), "who stays out is told why: {saved}");

    organizer.add(&event, "=cmd|' /C calc'!A0", "evil@example.org").await.expect("added");
    let path = stage.path("people.xlsx");
    assert_eq!(export::export(&organizer.desk, &event, path.clone()).await.expect("written"), 2);
    let twin = organizer.event("The same, elsewhere", None).await;
    let source = ImportSource::File(path);
    let looked = import::preview(&organizer.desk, &twin, source.clone(), ImportChoices::default())
        .await
        .expect("read");
    assert_eq!(
        (looked.sheet.as_deref(), looked.delimiter.as_deref(), looked.valid),
        (Some("People"), None, 2)
    );
    let back =
        import::run(&organizer.desk, &twin, source, ImportChoices::default(), untold()).await.expect("in");
    assert_eq!(back.imported, 2);
    let names: Vec<String> = organizer.list(&twin, "").await.rows.into_iter().map(|row| row.name).collect();
    assert_eq!(names, ["=cmd|' /C calc'!A0", "Rosa Delgado"]);
    let old = ImportSource::Bytes(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on".to_vec());
    let refused =
        import::preview(&organizer.desk, &twin, old, ImportChoices::default()).await.expect_err("old");
    let told = CommandError::from(refused);
    assert!(told.code == ErrorCode::Invalid && told.message.contains("save it as .xlsx"), "{told}");
    stage.close("lists from elsewhere").await;
}

#[tokio::test]
async fn a_killed_import_is_all_or_nothing_and_is_gone_on_with() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Power cut", None).await;
    let people = 4_000;
    let file = stage.path("guests.csv");
    std::fs::write(&file, csv(people)).expect("a file");
    let name = file.display().to_string();
    let terminal = Terminal::at(&stage, organizer.dir());
    let mut cut_off = 0;
    let mut wait = Duration::from_millis(150);
    for _ in 0..12 {
        let words = ["registrants", "import", &name, "--event", &event];
        let killed = terminal.killed_after(&words, wait).await;
        let seen = total(&organizer, &event).await;
        assert!(seen == 0 || seen as usize == people, "all or nothing, not {seen} after {wait:?}");
        if seen > 0 {
            terminal.run(&["registrants", "undo-import", "--event", &event]).await.json();
            assert_eq!(total(&organizer, &event).await, 0);
        }
        let left = done::list(&organizer.desk, &event).await.expect("a list");
        if let Some(left) = left.iter().find(|bulk| bulk.interrupted) {
            cut_off += 1;
            std::fs::remove_file(&file).expect("the file itself is gone meanwhile");
            let report = terminal.run(&["registrants", "resume-import", "--event", &event]).await.json();
            assert_eq!(report["imported"], json!(people), "gone on with {}: {report}", left.title);
            let again = terminal.run(&["registrants", "resume-import", "--event", &event]).await;
            assert_eq!(again.error(6)["code"], "notFound", "once");
            assert_eq!(total(&organizer, &event).await as usize, people, "nobody twice");
            let undone = terminal.run(&["registrants", "undo-import", "--event", &event]).await.json();
            assert_eq!((undone["people"].clone(), undone["told"].clone()), (json!(people), json!(0)));
            std::fs::write(&file, csv(people)).expect("a file");
        }
        // Later each time, and from the beginning where it was done before the kill.
        wait = if killed { wait + wait / 3 } else { Duration::from_millis(150) };
    }
    assert!(cut_off > 0, "a sweep in which no import was cut off proves nothing");
    stage.close("killed imports").await;
}

#[tokio::test]
async fn the_terminal_removes_edits_and_takes_back() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("By hand", None).await;
    organizer.import(&event, &csv(70)).await.expect("in");
    let terminal = Terminal::at(&stage, organizer.dir());
    let run =
        async |words: &[&str]| terminal.run(&[&["registrants"], words, &["--event", &event]].concat()).await;
    assert_eq!(
        run(&["edit", "--query", "nordtek", "--company", "Fabrikam"]).await.json()["changed"],
        json!(10)
    );
    assert_eq!(run(&["remove", "--query", "fabrikam"]).await.json()["removed"], json!(10));
    assert_eq!(run(&["undo"]).await.json()["people"], json!(10), "the latest first");
    assert_eq!(run(&["remove", "--everybody"]).await.json()["removed"], json!(70));
    let changes = run(&["changes"]).await.json();
    let kinds: Vec<&str> = changes["changes"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["removal", "removal", "edit", "import"]);
    assert_eq!(run(&["undo"]).await.json()["people"], json!(70));
    assert_eq!(run(&["undo"]).await.json()["kind"], "edit");
    let plain = terminal.run_plain(&["registrants", "undo-import", "--event", &event]).await;
    assert_eq!(plain.out.trim(), "70 are off the list again.");
    assert_eq!(run(&["undo"]).await.error(6)["code"], "notFound", "nothing is left to take back");
    assert_eq!(run(&["remove"]).await.error(2)["code"], "invalid", "whom?");
    assert_eq!(run(&["edit", "--everybody"]).await.error(2)["code"], "invalid", "to what?");
    organizer.add(&event, "X", "x@example.org").await.expect("the list works on");
    stage.close("by hand").await;
}
