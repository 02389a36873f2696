//! Every event in one list: in the window and in the terminal the same, and quick where there are ten thousand.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use lectern_core::desk::Desk;
use lectern_core::error::DeskError;
use lectern_core::overview::listing::{self, EventsFilter, EventsPage, ListedEvent};
use lectern_core::scheduling::cancel;
use lectern_domain::event::EventKind;
use lectern_domain::event_list::{EventsOrder, EventsState, EventsTime};
use lectern_store::events::NewEvent as EventRow;
use lectern_tests::{Organizer, Terminal};
use serde_json::json;

use crate::webinars::{agreed, unlimited, webinar};

fn titles(page: &EventsPage) -> Vec<String> {
    let title = |event: &ListedEvent| match event {
        ListedEvent::Meeting(meeting) => meeting.title.clone(),
        ListedEvent::Virtual(event) => event.title.clone(),
    };
    page.rows.iter().map(title).collect()
}

async fn listed(desk: &Desk, query: &str, filter: EventsFilter) -> Vec<String> {
    titles(&listing::page(desk, query, filter, 0, 100).await.expect("a page"))
}

#[tokio::test]
async fn meetings_and_webinars_are_one_list_that_is_cut_down_and_sorted() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    let big = organizer.event("Big one", None).await;
    organizer.event("Another", None).await;
    organizer.guests(&big, 3).await;
    let off = organizer.event("Called off", None).await;
    cancel::cancel(desk, &off, "").await.expect("cancelled");
    webinar(&organizer, "Winter webinar").await;

    let all = listing::page(desk, "", EventsFilter::default(), 0, 100).await.expect("a page");
    assert_eq!((all.total, all.matching, all.coming), (4, 4, 3), "what is cancelled does not come");
    assert_eq!(titles(&all).last().map(String::as_str), Some("Called off"), "and stands below");
    let by = |order| EventsFilter { order: Some(order), ..EventsFilter::default() };
    assert_eq!(
        listed(desk, "", by(EventsOrder::Title)).await,
        ["Another", "Big one", "Called off", "Winter webinar"]
    );
    assert_eq!(listed(desk, "", by(EventsOrder::Registered)).await[0], "Big one");
    let webinars = EventsFilter { kind: Some(EventKind::Webinar), ..EventsFilter::default() };
    assert_eq!(listed(desk, "", webinars).await, ["Winter webinar"]);
    let cancelled = EventsFilter { state: Some(EventsState::Cancelled), ..EventsFilter::default() };
    assert_eq!(listed(desk, "", cancelled).await, ["Called off"]);
    let drafts = EventsFilter { time: Some(EventsTime::Drafts), ..EventsFilter::default() };
    assert_eq!(listed(desk, "", drafts).await, ["Winter webinar"]);
    assert_eq!(listed(desk, "bi", EventsFilter::default()).await, ["Big one"]);

    let terminal = Terminal::at(&stage, organizer.dir());
    let told =
        terminal.run(&["events", "list", "--time", "coming", "--sort", "title", "--limit", "2"]).await.json();
    assert_eq!((&told["matching"], &told["total"]), (&json!(3), &json!(4)));
    assert_eq!(
        (&told["rows"][0]["title"], &told["rows"][1]["title"]),
        (&json!("Another"), &json!("Big one"))
    );
    let plain = terminal.run(&["events", "list"]).await.json();
    assert_eq!(plain["events"].as_array().map(Vec::len), Some(3), "without options the meetings, as before");
}

/// Half of them over, and one in a hundred cancelled.
async fn ten_thousand(desk: &Desk) {
    let now = desk.now();
    desk.write(move |w| -> Result<(), DeskError> {
        for n in 0..10_000_i64 {
            let start = now + SignedDuration::from_hours(n - 5_000);
            w.events().insert(&row(n, start), now)?;
        }
        Ok(())
    })
    .await
    .expect("written");
}

fn row(n: i64, start: Timestamp) -> EventRow {
    EventRow {
        id: format!("e{n:05}"),
        transaction_id: format!("t{n}"),
        title: format!(
            "Quarterly {} review {n}",
            ["sales", "Éclair", "people", "budget"][usize::try_from(n % 4).unwrap_or(0)]
        ),
        description: "What is new.".into(),
        start,
        end: start + SignedDuration::from_mins(45),
        zone: "Europe/Berlin".into(),
        owner_id: None,
        organizer_name: None,
        organizer_email: None,
    }
}

#[tokio::test]
async fn ten_thousand_events_are_turned_over_like_ten() {
    let stage = agreed(unlimited()).await;
    let organizer = Organizer::at(&stage).await;
    let desk = &organizer.desk;
    ten_thousand(desk).await;
    let first = listing::page(desk, "", EventsFilter::default(), 0, 100).await.expect("a page");
    assert_eq!((first.total, first.matching, first.rows.len()), (10_000, 10_000, 100));
    // The windows together are the list: nobody twice, nobody missing.
    let mut seen = std::collections::HashSet::new();
    let mut slowest = Duration::ZERO;
    for window in (0..10_000).step_by(500) {
        let began = Instant::now();
        let page = listing::page(desk, "", EventsFilter::default(), window, 500).await.expect("a page");
        slowest = slowest.max(began.elapsed());
        for event in page.rows {
            let ListedEvent::Meeting(meeting) = event else { panic!("only meetings were made") };
            assert!(seen.insert(meeting.id.clone()), "{} came twice", meeting.id);
        }
    }
    assert_eq!(seen.len(), 10_000);
    let began = Instant::now();
    let found = listing::page(desk, "eclair 77", EventsFilter::default(), 0, 100).await.expect("a page");
    assert!(found.matching > 0 && titles(&found).iter().all(|title| title.contains("Éclair")));
    slowest = slowest.max(began.elapsed());
    // Unoptimized and beside other tests; a released build takes a tenth of it.
    assert!(slowest < Duration::from_secs(3), "a window took {slowest:?}");
}
