//! Ten thousand characters where a title is due, and five hundred people at one event: typed, they are refused at their
//! field and nothing is lost; made by somebody else, they are shown whole, taken over, exported, mailed, and break nothing.

use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::registration::export;
use lectern_core::scheduling::calendar::{adopt, sync};
use lectern_core::scheduling::change::{self, EventChange};
use lectern_core::scheduling::create::NewEvent;
use lectern_core::scheduling::draft::{self, EventDraft};
use lectern_core::scheduling::occurrence::{self, DateChange};
use lectern_core::scheduling::options::{self, OptionValues, RolePerson};
use lectern_core::scheduling::{duplicate, list, template};
use lectern_core::virtual_events::edit::{self, VirtualEventChange};
use lectern_core::virtual_events::presenters::{self, NewPresenter};
use lectern_core::virtual_events::questions::{self, Answer, NewQuestion};
use lectern_core::virtual_events::{EventKind, create as virtual_create};
use lectern_domain::recurrence::{Ending, Pattern, Recurrence};
use lectern_tests::{Attendee, Organizer, Outlook, Stage, Terminal, clock};
use serde_json::{Value, json};

use crate::webinars::{agreed, form, unlimited, webinar};

const LONG: usize = 10_000;

fn long() -> String {
    "ö".repeat(LONG)
}

/// Refused at this field, in words.
fn at<E: Into<CommandError>>(field: &str, error: E) {
    let told: CommandError = error.into();
    assert_eq!((told.code, told.field.as_deref()), (ErrorCode::Invalid, Some(field)), "{told}");
    assert!(told.message.contains("characters"), "and why: {told}");
    assert!(told.message.chars().count() < 300, "not with all of it in the answer: {told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_title_of_ten_thousand_characters_is_refused_where_it_is_typed_and_the_draft_is_kept() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    let typed = organizer.draft(&long());
    let NewEvent { title, description, start, end, zone, .. } = typed.clone();
    let words = EventDraft {
        title,
        description,
        start,
        end,
        zone,
        kind: None,
        audience: None,
        recurrence: None,
        setup: None,
    };
    draft::save(desk, &typed.draft_id, Some(words)).await.expect("kept");
    at("title", organizer.try_schedule(&typed).await.expect_err("too long"));
    let kept = draft::load(desk, Some(typed.draft_id.clone())).await.expect("kept").draft.expect("words");
    assert_eq!(kept.title, long(), "nothing that was typed is lost");

    let mut weekly = organizer.draft("Series");
    weekly.recurrence =
        Some(Recurrence { pattern: Pattern::Daily, interval: 1, ending: Ending::After { times: 3 } });
    let series = organizer.try_schedule(&weekly).await.expect("a series").summary.id;
    sync::sync(desk, true).await.expect("read");
    let titled = EventChange { title: Some(long()), ..EventChange::default() };
    at("title", change::change(desk, &series, titled).await.expect_err("too long"));
    let dates = list::one(desk, &series).await.expect("an event").series.expect("a series").dates;
    let date = dates[1].id.clone().expect("an id");
    let titled = DateChange { title: Some(long()), ..DateChange::default() };
    at("title", occurrence::change(desk, &series, &date, titled).await.expect_err("too long"));
    at("name", template::save(desk, &series, &long()).await.expect_err("too long"));
    let terminal = Terminal::at(&stage, organizer.dir());
    let said = terminal.run(&["events", "change", &series, "--title", &long()]).await;
    assert_eq!(said.error(2)["code"], "invalid");
    let changed = stage.calls("PATCH", "/me/events").await.len();
    assert_eq!((changed, stage.events_of(&long()).await.len()), (0, 0), "Microsoft was asked for nothing");
    stage.close("long titles").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_webinars_long_words_are_refused_where_they_are_typed() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    let new = form(&organizer, EventKind::Webinar, &long());
    at("title", virtual_create::create(desk, new).await.expect_err("too long"));
    let id = webinar(&organizer, "Short").await.summary.id;
    let mark = stage.mark().await;
    let titled = VirtualEventChange { title: Some(long()), ..VirtualEventChange::default() };
    at("title", edit::edit(desk, &id, titled).await.expect_err("too long"));
    let asked = |text: &str, choices: &[&str]| NewQuestion::Custom {
        text: text.into(),
        answer: if choices.is_empty() { Answer::Text } else { Answer::SingleChoice },
        choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
        required: false,
    };
    at("text", questions::add(desk, &id, asked(&long(), &[])).await.expect_err("too long"));
    at("choices", questions::add(desk, &id, asked("Which?", &["a", &long()])).await.expect_err("too long"));
    let guest = || NewPresenter {
        name: Some("Mina".into()),
        email: Some("mina@example.org".into()),
        ..NewPresenter::default()
    };
    for (field, new) in [
        ("bio", NewPresenter { bio: Some(long()), ..guest() }),
        ("company", NewPresenter { company: Some(long()), ..guest() }),
        ("jobTitle", NewPresenter { job_title: Some(long()), ..guest() }),
        (
            "linkedIn",
            NewPresenter { linked_in: Some(format!("https://www.linkedin.com/in/{}", long())), ..guest() },
        ),
        ("name", NewPresenter { name: Some(long()), ..guest() }),
    ] {
        at(field, presenters::add(desk, &id, new).await.expect_err("too long"));
    }
    let sent = stage.traffic_after(mark).await;
    assert!(sent.iter().all(|call| call.0["method"] == "GET"), "Teams was told nothing");
    stage.close("a webinar's long words").await;
}

/// What somebody may write in Outlook: long, from the right, in emoji, in HTML, and over several lines.
fn hostile() -> String {
    format!(
        "<script>alert(1)</script> \u{202e}הפוך 👩\u{200d}👩\u{200d}👧\u{200d}👦\r\nBcc: x@example.org {}",
        long()
    )
}

async fn taken_over(organizer: &Organizer, made: &Value) -> String {
    let offers = sync::sync(&organizer.desk, true).await.expect("read").calendar.offers;
    let offer = offers.into_iter().find(|offer| made["id"] == offer.id.as_str()).expect("it is offered");
    let whole = made["subject"].as_str().expect("text").replace("\r\n", " ");
    assert_eq!(offer.title, whole, "offered under its whole title");
    adopt::adopt(&organizer.desk, &offer.id).await.expect("taken over").summary.id
}

fn times(organizer: &Organizer) -> Value {
    let new = organizer.draft("");
    json!({"start": clock(&new.start, "W. Europe Standard Time"), "end": clock(&new.end, "W. Europe Standard Time")})
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_title_of_ten_thousand_characters_that_arrives_is_whole_and_breaks_nothing() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let outlook = Outlook::at(&stage).await;
    let mut wanted = times(&organizer);
    wanted["subject"] = json!(hostile());
    let made = outlook.makes(wanted).await;
    // One line of it, and nothing else is lost.
    let title = made["subject"].as_str().expect("text").replace("\r\n", " ");
    let id = taken_over(&organizer, &made).await;
    let desk = &organizer.desk;
    assert_eq!(list::all(desk).await.expect("a list")[0].title, title);
    assert!(sync::sync(desk, true).await.expect("read").elsewhere.is_empty(), "nobody changed it");
    registered(&stage, &organizer, &id, &title).await;
    let terminal = Terminal::at(&stage, organizer.dir());
    assert_eq!(terminal.run(&["events", "show", &id]).await.json()["title"], title.as_str());
    terminal.run_plain(&["events", "list"]).await;

    // Who moves it need not shorten what somebody else wrote.
    let day = &organizer.draft("").start[..10];
    let later = EventChange {
        start: Some(format!("{day}T16:00")),
        end: Some(format!("{day}T17:00")),
        ..EventChange::default()
    };
    assert_eq!(change::change(desk, &id, later).await.expect("moved").summary.title, title);
    let kept = template::save(desk, &id, "Long").await.expect("kept as a template");
    assert_eq!(kept.title, title);
    let copy = duplicate::duplicate(desk, &id).await.expect("a draft");
    assert_eq!(copy.draft.expect("words").title, title, "the form shows it, and asks to shorten it");

    let graph_id = made["id"].as_str().expect("an id");
    outlook.changes(graph_id, json!({"subject": format!("{title}!")})).await;
    assert_eq!(sync::sync(desk, true).await.expect("read").elsewhere, [id.as_str()]);
    let shown = list::one(desk, &id).await.expect("an event");
    assert_eq!(shown.summary.title, format!("{title}!"));
    assert_eq!(shown.elsewhere[0].fields[0].before, title, "and what it was before");
    stage.close("a long title from elsewhere").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_arrives_without_a_subject_or_on_two_lines_is_renamed_without_a_question() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let outlook = Outlook::at(&stage).await;
    for subject in ["", "On two\r\n  lines"] {
        let mut wanted = times(&organizer);
        wanted["subject"] = json!(subject);
        let made = outlook.makes(wanted).await;
        sync::sync(&organizer.desk, true).await.expect("read");
        let id = made["id"].as_str().expect("an id");
        let event = adopt::adopt(&organizer.desk, id).await.expect("taken over");
        let named = EventChange { title: Some("Named here".into()), ..EventChange::default() };
        let renamed = change::change(&organizer.desk, &event.summary.id, named).await;
        assert_eq!(renamed.expect("nobody else changed it").summary.title, "Named here", "{subject:?}");
        assert!(sync::sync(&organizer.desk, true).await.expect("read").elsewhere.is_empty());
    }
    stage.close("titles that are none").await;
}

/// On a list, in a mail and its calendar file, and in a file of people.
async fn registered(stage: &Stage, organizer: &Organizer, id: &str, title: &str) {
    let desk = &organizer.desk;
    let mode = lectern_core::scheduling::RegistrationMode::Own;
    lectern_core::registration::open::open(desk, id, mode, None).await.expect("registration opens");
    organizer.add(id, "Ana Reyes", "ana@example.org").await.expect("added");
    assert_eq!((organizer.send().await.sent, stage.mail().await.len()), (1, 1));
    let reader = Attendee::reading_mail(stage, "ana@example.org").await;
    let subject = reader.mail()["subject"].as_str().expect("text");
    assert!(!subject.contains(['\r', '\n']), "one line: nobody adds a header to our mails: {subject:.80}");
    assert!(!reader.mail()["html"].as_str().expect("markup").contains("<script>"), "a title is no code");
    let calendar = reader.calendar();
    let lines: Vec<&str> = calendar.split("\r\n").collect();
    assert!(lines.iter().all(|line| line.len() <= 75), "calendar files are folded (RFC 5545 3.1)");
    assert_eq!(lines.iter().filter(|line| line.starts_with("BEGIN:VEVENT")).count(), 1);
    let unfolded = calendar.replace("\r\n ", "");
    let summary = unfolded.lines().find(|line| line.starts_with("SUMMARY:")).expect("a title");
    assert!(summary.ends_with(&"ö".repeat(100)), "with all of it, on one line");
    for file in ["people.csv", "people.xlsx"] {
        assert_eq!(export::export(desk, id, stage.path(file)).await.expect("written"), 1, "{title:.30}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_people_stay_invited_whatever_is_changed_here() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let outlook = Outlook::at(&stage).await;
    let person = |n: usize| json!({"type": "required", "emailAddress": {"address": format!("p{n:03}@fabrikam.example"), "name": format!("P {n}")}});
    let mut wanted = times(&organizer);
    wanted["attendees"] = (0..500).map(person).collect();
    let made = outlook.makes(wanted).await;
    let graph_id = made["id"].as_str().expect("an id");
    let id = taken_over(&organizer, &made).await;
    let day = &organizer.draft("").start[..10];
    let changed = EventChange {
        title: Some("Renamed here".into()),
        description: Some("With other words.".into()),
        start: Some(format!("{day}T16:00")),
        end: Some(format!("{day}T17:00")),
        ..EventChange::default()
    };
    change::change(&organizer.desk, &id, changed).await.expect("changed");
    let now = outlook.get(&format!("/me/events/{graph_id}")).await;
    assert_eq!(
        (&now["subject"], &now["attendees"]),
        (&json!("Renamed here"), &made["attendees"]),
        "all of them"
    );
    let one_more: Value = (0..501).map(person).collect();
    let (status, refused) = outlook
        .ask(reqwest::Method::PATCH, &format!("/me/events/{graph_id}"), Some(&json!({"attendees": one_more})))
        .await;
    assert_eq!(status, 400, "{refused}");

    let crowd = |count: usize| {
        let person = |n| RolePerson { upn: format!("p{n:03}@fabrikam.example"), role: "attendee".into() };
        OptionValues { people: Some((0..count).map(person).collect()), ..OptionValues::default() }
    };
    let before = stage.traffic().await.len();
    at_people(options::change(&organizer.desk, &id, crowd(501)).await.expect_err("one too many"));
    let sent = stage.traffic().await.split_off(before);
    assert!(sent.iter().all(|call| call.0["method"] == "GET"), "Teams was told nothing: {sent:?}");
    let now = options::change(&organizer.desk, &id, crowd(500)).await.expect("as many as an event has");
    assert_eq!(now.values.people.map(|people| people.len()), Some(500));
    stage.close("five hundred people").await;
}

fn at_people(error: options::OptionsError) {
    let told = CommandError::from(error);
    assert_eq!((told.code, told.field.as_deref()), (ErrorCode::Invalid, Some("people")), "{told}");
    assert!(
        told.message.contains("501") && told.message.contains("500"),
        "how many, and how many may be: {told}"
    );
}
