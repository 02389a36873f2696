//! A second, independent reading of the calendar: series and zones made up by chance and expanded by a library that has
//! nothing of ours in it (`tests/clients/series_reading.py`), beside our own counting and beside the calendar's.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use jiff::Timestamp;
use lectern_core::scheduling::calendar::sync;
use lectern_core::scheduling::create::NewEvent;
use lectern_core::scheduling::list;
use lectern_domain::event::EntryKind;
use lectern_domain::recurrence::Recurrence;
use lectern_domain::zone::{self, Fold};
use lectern_tests::{Organizer, Outlook, Stage, skipped};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Case {
    zone: String,
    start: String,
    minutes: i64,
    rule: Recurrence,
    instants: Vec<Timestamp>,
    skipped: usize,
}

/// For our own counting; and so many of them on the calendar, where each costs a few requests.
const SERIES: usize = 2_000;
const ON_CALENDAR: usize = 220;

/// What the second reading answers; `None`: there is none here.
fn told<T: DeserializeOwned>(words: &[&str]) -> Option<T> {
    let python = std::env::var("LECTERN_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let ready = Command::new(&python).args(["-c", "import dateutil.rrule, zoneinfo"]).output();
    if !ready.is_ok_and(|output| output.status.success()) {
        skipped("no second reading of series: Python with python-dateutil is not there");
        return None;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients/series_reading.py");
    let told = Command::new(&python).arg(script).args(words).output().expect("it runs");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    Some(serde_json::from_slice(&told.stdout).expect("JSON"))
}

fn end(case: &Case) -> String {
    let start: jiff::civil::DateTime = case.start.parse().expect("a time");
    let end = start.checked_add(jiff::SignedDuration::from_mins(case.minutes)).expect("a time");
    end.strftime("%Y-%m-%dT%H:%M").to_string()
}

/// Where the rule begins, as an instant, by the second reading's own first date.
fn first(case: &Case) -> (Timestamp, Timestamp) {
    let start = case.instants[0];
    (start, start.checked_add(jiff::SignedDuration::from_mins(case.minutes)).expect("an instant"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_readings_of_two_thousand_series_agree_to_the_second() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let now = organizer.desk.now();
    let today = now.strftime("%Y-%m-%d").to_string();
    let Some(cases) = told::<Vec<Case>>(&[&today, &SERIES.to_string()]) else { return };
    assert_eq!(cases.len(), SERIES);
    let crossed: usize = cases.iter().map(|case| case.skipped).sum();
    assert!(crossed >= 10, "some dates must fall into hours that clocks skip: {crossed}");
    for case in &cases {
        let start: jiff::civil::Date = case.start[..10].parse().expect("a date");
        let begins = case.rule.first(start).expect("it has a date").to_string();
        let told = zone::local(case.instants[0], &case.zone);
        assert_eq!(begins, told[..10], "{} {:?} from {}", case.zone, case.rule, case.start);
        let ours = case.rule.occurrences(first(case), &case.zone, now, case.instants.len());
        let ours: Vec<Timestamp> = ours.into_iter().map(|(start, _)| start).collect();
        assert_eq!(ours, case.instants, "{} {:?} from {}", case.zone, case.rule, case.start);
    }
    let cases = &cases[..ON_CALENDAR];
    let mut ids = Vec::new();
    for (n, case) in cases.iter().enumerate() {
        let new = NewEvent {
            title: format!("Series {n}"),
            description: String::new(),
            start: case.start.clone(),
            end: end(case),
            zone: case.zone.clone(),
            fold: Some(Fold::Earlier),
            recurrence: Some(case.rule.clone()),
            setup: None,
            draft_id: lectern_core::Chance.uuid().to_string(),
        };
        let made = organizer.try_schedule(&new).await;
        ids.push(made.unwrap_or_else(|error| panic!("{:?} in {}: {error}", case.rule, case.zone)).summary.id);
    }
    let report = sync::sync(&organizer.desk, true).await.expect("the calendar is read");
    assert!(report.elsewhere.is_empty(), "nobody changed a series: {:?}", report.elsewhere);
    let window = now.checked_add(jiff::SignedDuration::from_hours(24 * 399)).expect("an instant");
    for (case, id) in cases.iter().zip(ids) {
        let series = list::one(&organizer.desk, &id).await.expect("an event").series.expect("a series");
        let wanted: Vec<Timestamp> = case.instants.iter().copied().filter(|at| *at < window).collect();
        if wanted.is_empty() {
            continue;
        }
        assert!(series.from_calendar, "{:?} in {}", case.rule, case.zone);
        let told = series.dates.iter().map(|date| date.start.parse::<Timestamp>().expect("an instant"));
        let told: Vec<Timestamp> = told.filter(|at| *at < window).take(wanted.len()).collect();
        assert_eq!(told, wanted, "the calendar's dates: {} {:?} from {}", case.zone, case.rule, case.start);
    }
    stage.close("a second reading").await;
}

/// A series that somebody else makes, and what becomes of its dates.
#[derive(Deserialize)]
struct Changed {
    zone: String,
    event: Value,
    steps: Vec<Step>,
    instants: Vec<Timestamp>,
}

#[derive(Deserialize)]
struct Step {
    date: Timestamp,
    /// Nothing: it is taken away.
    change: Option<Value>,
}

const MADE_ELSEWHERE: usize = 160;

/// All pages from this address on, as they came, and where the next reading begins.
async fn pages(outlook: &Outlook, from: &str) -> (Vec<Value>, String) {
    let (mut pages, mut next) = (Vec::new(), from.to_owned());
    loop {
        let page = outlook.get(&next).await;
        let link = |name: &str| page[name].as_str().map(str::to_owned);
        let (on, end) = (link("@odata.nextLink"), link("@odata.deltaLink"));
        pages.push(page);
        match (on, end) {
            (Some(link), _) => next = link,
            (None, Some(link)) => return (pages, link),
            (None, None) => panic!("a page leads on"),
        }
    }
}

/// The ids of all dates, by series and beginning.
fn dates(pages: &[Value]) -> BTreeMap<(String, Timestamp), String> {
    let entries = pages.iter().flat_map(|page| page["value"].as_array().cloned().unwrap_or_default());
    let date = |entry: Value| {
        let at = format!("{}Z", &entry["start"]["dateTime"].as_str()?[..19]).parse().ok()?;
        Some(((entry["seriesMasterId"].as_str()?.to_owned(), at), entry["id"].as_str()?.to_owned()))
    };
    entries.filter_map(date).collect()
}

/// As the desk has read them.
async fn ours(organizer: &Organizer, id: &str) -> Vec<(Timestamp, EntryKind)> {
    let id = id.to_owned();
    let read = organizer.desk.read(move |r| r.calendar().instances(&id, Timestamp::MIN, u32::MAX)).await;
    read.expect("read").into_iter().map(|date| (date.start, date.kind)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_readings_of_a_calendar_agree_where_dates_were_moved_and_taken_away() {
    let stage = Stage::open().await;
    let organizer = Organizer::at(&stage).await;
    let outlook = Outlook::at(&stage).await;
    let now = organizer.desk.now();
    let day =
        |days: i64| (now + jiff::SignedDuration::from_hours(24 * days)).strftime("%Y-%m-%d").to_string();
    let Some(cases) = told::<Vec<Changed>>(&[&day(0), &MADE_ELSEWHERE.to_string(), "changed"]) else {
        return;
    };
    let whole = cases.iter().filter(|case| case.event["isAllDay"] == true).count();
    let moved = cases.iter().flat_map(|case| &case.steps).filter(|step| step.change.is_some()).count();
    assert!(whole >= 5 && moved >= 40, "of each kind some: {whole} for whole days, {moved} moved");
    let mut ids = Vec::new();
    for (n, case) in cases.iter().enumerate() {
        let mut event = case.event.clone();
        event["subject"] = json!(format!("Elsewhere {n}"));
        ids.push(outlook.makes(event).await["id"].as_str().expect("an id").to_owned());
    }
    sync::sync(&organizer.desk, true).await.expect("the calendar is read");
    let window = format!(
        "/me/calendarView/delta?startDateTime={}T00:00:00Z&endDateTime={}T00:00:00Z",
        day(-30),
        day(400)
    );
    let (mut raw, delta) = pages(&outlook, &window).await;
    let at = dates(&raw);
    for (case, id) in cases.iter().zip(&ids) {
        for step in &case.steps {
            let date = at.get(&(id.clone(), step.date));
            let date = date.unwrap_or_else(|| panic!("{} {} has {}", case.zone, case.event, step.date));
            match &step.change {
                Some(change) => drop(outlook.changes(date, change.clone()).await),
                None => outlook.deletes(date).await,
            }
        }
    }
    // Only what changed, by both; and the raw pages by the second reading.
    sync::sync(&organizer.desk, true).await.expect("the calendar is read");
    raw.extend(pages(&outlook, &delta).await.0);
    let file = stage.path("pages.json");
    std::fs::write(&file, serde_json::to_vec(&raw).expect("JSON")).expect("written");
    let second: BTreeMap<String, Vec<Timestamp>> =
        told(&["delta", &file.to_string_lossy()]).expect("it was there before");
    for (case, id) in cases.iter().zip(&ids) {
        let about = format!("{} {}", case.zone, case.event);
        assert_eq!(second[id], case.instants, "the delta as it came, against the rules: {about}");
        let read = ours(&organizer, id).await;
        let starts: Vec<Timestamp> = read.iter().map(|(start, _)| *start).collect();
        assert_eq!(starts, case.instants, "the desk's reading: {about}");
        let exceptions = read.iter().filter(|(_, kind)| *kind == EntryKind::Exception).count();
        let wanted = case.steps.iter().filter(|step| step.change.is_some()).count();
        assert_eq!(exceptions, wanted, "and which of them are exceptions: {about}");
    }
    stage.close("a second reading of changed dates").await;
}
