//! A second, independent reading of the calendar: series and zones made up by chance and expanded by a library that has
//! nothing of ours in it (`tests/clients/series_reading.py`), beside our own counting and beside the calendar's.

use std::path::Path;
use std::process::Command;

use jiff::Timestamp;
use lectern_core::scheduling::calendar::sync;
use lectern_core::scheduling::create::NewEvent;
use lectern_core::scheduling::list;
use lectern_domain::recurrence::Recurrence;
use lectern_domain::zone::{self, Fold};
use lectern_tests::{Organizer, Stage, skipped};
use serde::Deserialize;

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

fn cases(today: &str) -> Option<Vec<Case>> {
    let python = std::env::var("LECTERN_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let ready = Command::new(&python).args(["-c", "import dateutil.rrule, zoneinfo"]).output();
    if !ready.is_ok_and(|output| output.status.success()) {
        skipped("no second reading of series: Python with python-dateutil is not there");
        return None;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("clients/series_reading.py");
    let told =
        Command::new(&python).arg(script).args([today, &SERIES.to_string()]).output().expect("it runs");
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
    let Some(cases) = cases(&now.strftime("%Y-%m-%d").to_string()) else { return };
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
