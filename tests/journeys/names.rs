//! Names that are written from the right, in emoji, with signs that turn the order of writing round, with loose accents and
//! in HTML: from the list that is imported to the person who is forgotten.

use lectern_core::overview::find;
use lectern_core::privacy::erase::{self, Erasure};
use lectern_core::registration::bulk::progress::untold;
use lectern_core::registration::import::{self, ImportChoices, ImportSource};
use lectern_core::registration::list::{self, ListFilter};
use lectern_core::registration::{export, ticket};
use lectern_domain::list_order::{ListOrder, OrderBy};
use lectern_tests::{Attendee, Organizer, Stage};

/// As it is written in the file, as it is kept and shown, and what somebody types to find it.
const PEOPLE: [(&str, &str, &str); 7] = [
    ("دانا الراشد", "دانا الراشد", "الراشد"),
    ("👩\u{200d}👩\u{200d}👧\u{200d}👦 Öztürk", "👩\u{200d}👩\u{200d}👧\u{200d}👦 Öztürk", "ozturk"),
    ("Ann \u{202e}gnp.exe\u{202c} Other", "Ann gnp.exe Other", "gnp"),
    ("Zoe\u{308} Jose\u{301}", "Zoë José", "zoe jose"),
    ("Z\u{351}\u{351}a\u{321}lgo", "Z\u{351}\u{351}a\u{321}lgo", "zalgo"),
    ("<script>alert(1)</script> Bob", "<script>alert(1)</script> Bob", "script"),
    ("מרים לוי", "מרים לוי", "לוי"),
];

fn email(n: usize) -> String {
    format!("person{n}@example.org")
}

fn csv() -> String {
    let rows = PEOPLE.iter().enumerate().map(|(n, (written, ..))| format!("\"{written}\",{}\n", email(n)));
    format!("Name,Email\n{}", rows.collect::<String>())
}

async fn sorted(organizer: &Organizer, event: &str, descending: bool) -> Vec<String> {
    let order = Some(ListOrder { by: OrderBy::Name, descending });
    let filter = ListFilter { order, ..ListFilter::default() };
    let page = list::page(&organizer.desk, event, "", filter, 0, 50).await.expect("the list");
    page.rows.into_iter().map(|row| row.name).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_way_of_writing_a_name_goes_the_whole_way() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let event = organizer.event("Names", None).await;
    let report = organizer.import(&event, &csv()).await.expect("imported");
    assert_eq!((report.imported, report.error_count), (PEOPLE.len(), 0), "{report:?}");
    let (up, mut down) = (sorted(&organizer, &event, false).await, sorted(&organizer, &event, true).await);
    down.reverse();
    assert_eq!(up, down, "one order, both ways");
    for (n, (_, kept, typed)) in PEOPLE.iter().enumerate() {
        assert!(up.iter().any(|name| name == kept), "{kept:?} is kept as it is: {up:?}");
        let found = organizer.list(&event, typed).await;
        let emails: Vec<&str> = found.rows.iter().map(|row| row.email.as_str()).collect();
        assert_eq!(emails, [email(n).as_str()], "{typed:?} finds {kept:?} alone");
        let everywhere = find::everywhere(&organizer.desk, typed, 20).await.expect("searched");
        assert!(everywhere.people.iter().any(|person| person.name == *kept), "{typed:?}: {everywhere:?}");
    }
    out_and_in(&stage, &organizer, &event).await;
    mailed(&stage, &organizer, &event).await;
    forgotten(&organizer, &event).await;
    stage.close("names").await;
}

/// What is exported is what is imported again, as text and as a workbook.
async fn out_and_in(stage: &Stage, organizer: &Organizer, event: &str) {
    for file in ["people.csv", "people.xlsx"] {
        let path = stage.path(file);
        let written = export::export(&organizer.desk, event, path.clone()).await.expect("written");
        assert_eq!(written, PEOPLE.len(), "{file}");
        let twin = organizer.event(&format!("From {file}"), None).await;
        let source = ImportSource::File(path);
        let back = import::run(&organizer.desk, &twin, source, ImportChoices::default(), untold()).await;
        assert_eq!(back.expect("read again").imported, PEOPLE.len(), "{file}");
        assert_eq!(sorted(organizer, &twin, false).await, sorted(organizer, event, false).await, "{file}");
    }
}

async fn mailed(stage: &Stage, organizer: &Organizer, event: &str) {
    let sent = organizer.send().await;
    assert_eq!(sent.failed, 0, "{sent:?}");
    for (n, (_, kept, _)) in PEOPLE.iter().enumerate() {
        let mails = stage.mail().await;
        let mine = mails.iter().filter(|mail| mail["to"] == email(n).as_str());
        let mine =
            mine.clone().find(|mail| mail["subject"].as_str().is_some_and(|words| words.contains("Names")));
        let mail = mine.unwrap_or_else(|| panic!("{kept} is mailed"));
        let (text, html) =
            (mail["text"].as_str().unwrap_or_default(), mail["html"].as_str().unwrap_or_default());
        assert!(text.contains(kept), "{kept:?} is addressed by name: {text}");
        assert!(!html.contains("<script>"), "a name is no code: {html}");
        let row = organizer.list(event, &email(n)).await.rows.remove(0);
        let shown = ticket::show(&organizer.desk, &row.id).await.expect("a ticket");
        let view = Attendee::follow(&organizer.desk, &shown.link).await.expect("decided");
        assert_eq!(view.display_name.as_deref(), Some(*kept), "and comes in under it");
    }
}

async fn forgotten(organizer: &Organizer, event: &str) {
    for (n, (_, kept, typed)) in PEOPLE.iter().enumerate() {
        let asked = Erasure { email: email(n), confirm: email(n), also: Vec::new() };
        erase::erase(&organizer.desk, asked).await.expect("erased");
        assert_eq!(organizer.list(event, typed).await.matching, 0, "nobody finds {kept:?} any more");
        let left = find::everywhere(&organizer.desk, typed, 20).await.expect("searched");
        assert!(left.people.is_empty(), "{kept:?} is nowhere: {left:?}");
    }
}
