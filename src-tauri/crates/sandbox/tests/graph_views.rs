//! Windows of a calendar and what changed in them.

use serde_json::{Value, json};

use crate::services::{Services, event};

const WINDOW: &str = "startDateTime=2026-12-01T00:00:00Z&endDateTime=2027-01-01T00:00:00Z";

fn series() -> Value {
    let mut series = event(None);
    series["subject"] = json!("Rehearsal");
    series["recurrence"] = json!({
        "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["tuesday"]},
        "range": {"type": "endDate", "startDate": "2026-12-01", "endDate": "2026-12-31"},
    });
    series
}

fn subjects(page: &Value) -> Vec<String> {
    let events = page["value"].as_array().expect("a list");
    events.iter().map(|event| event["subject"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn a_view_expands_series_and_their_dates_can_be_changed() {
    let services = Services::open().await;
    let master = services.new_event(series()).await;
    assert_eq!(master.body["type"], "seriesMaster");
    let path = format!("/me/events/{}/instances?{WINDOW}", master.text("id"));
    let dates = services.graph("GET", &path, None).await;
    let dates = dates.body["value"].as_array().expect("a list").clone();
    assert_eq!(dates.len(), 5, "five Tuesdays");
    assert_eq!(dates[1]["start"]["dateTime"], "2026-12-08T17:00:00.0000000", "six in Paris");
    assert_eq!(dates[1]["seriesMasterId"], master.body["id"]);

    let id = dates[1]["id"].as_str().expect("an id");
    let renamed =
        services.graph("PATCH", &format!("/me/events/{id}"), Some(json!({"subject": "Dress"}))).await;
    assert_eq!((renamed.status, &renamed.body["type"]), (200, &json!("exception")), "{}", renamed.body);
    let moved = json!({
        "start": {"dateTime": "2026-12-16T10:00:00", "timeZone": "UTC"},
        "end": {"dateTime": "2026-12-16T11:00:00", "timeZone": "UTC"},
    });
    let crossing = services.graph("PATCH", &format!("/me/events/{id}"), Some(moved)).await;
    assert_eq!((crossing.status, crossing.code()), (400, "ErrorOccurrenceCrossingBoundary"));
    let last = dates[4]["id"].as_str().expect("an id");
    assert_eq!(services.graph("DELETE", &format!("/me/events/{last}"), None).await.status, 204);

    let view = services.graph("GET", &format!("/me/calendarView?{WINDOW}&$top=100"), None).await;
    let names = subjects(&view.body);
    assert_eq!(names.iter().filter(|name| *name == "Rehearsal").count(), 3, "{names:?}");
    assert_eq!(names.iter().filter(|name| *name == "Dress").count(), 1, "{names:?}");
}

#[tokio::test]
async fn delta_pages_through_the_window_and_then_tells_what_changed() {
    let services = Services::open().await;
    let (one, two) = (services.new_event(event(None)).await, services.new_event(event(None)).await);
    let headers = [("prefer", "odata.maxpagesize=2")];
    let mut url = format!("/me/calendarView/delta?{WINDOW}");
    let (mut seen, mut pages) = (Vec::new(), 0);
    let delta = loop {
        let page = services.graph_with("GET", &url, &headers, None).await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(page.header("preference-applied").contains("odata.track-changes"));
        let value = page.body["value"].as_array().expect("a list");
        assert!(value.len() <= 2, "the page size that was asked for");
        seen.extend(value.iter().filter_map(|event| event["id"].as_str().map(str::to_owned)));
        pages += 1;
        match page.body["@odata.nextLink"].as_str() {
            Some(next) => next.clone_into(&mut url),
            None => break page.text("@odata.deltaLink"),
        }
    };
    assert!(pages > 1, "the seeded calendar does not fit on one page of two");
    assert!(
        seen.contains(&one.text("id")) && seen.contains(&two.text("id")),
        "everything in the window came"
    );

    let nothing = services.graph_with("GET", &delta, &headers, None).await;
    assert_eq!(nothing.body["value"], json!([]), "nothing has changed");
    let delta = nothing.text("@odata.deltaLink");
    services.graph("PATCH", &format!("/me/events/{}", one.text("id")), Some(json!({"subject": "New"}))).await;
    services.graph("DELETE", &format!("/me/events/{}", two.text("id")), None).await;
    let changes = services.graph_with("GET", &delta, &headers, None).await;
    let value = changes.body["value"].as_array().expect("a list");
    assert_eq!((value.len(), subjects(&changes.body)[0].as_str()), (2, "New"), "{}", changes.body);
    assert_eq!(
        value[1],
        json!({"@odata.type": "#microsoft.graph.event", "id": two.text("id"), "@removed": {"reason": "deleted"}})
    );
    assert!(changes.body["@odata.deltaLink"].is_string(), "the round goes on");
}

#[tokio::test]
async fn an_event_that_leaves_the_window_is_removed_from_it() {
    let services = Services::open().await;
    let made = services.new_event(event(None)).await;
    let first = services.graph("GET", &format!("/me/calendarView/delta()?{WINDOW}"), None).await;
    let delta = first.text("@odata.deltaLink");
    let later = json!({
        "start": {"dateTime": "2027-06-01T10:00:00", "timeZone": "UTC"},
        "end": {"dateTime": "2027-06-01T11:00:00", "timeZone": "UTC"},
    });
    services.graph("PATCH", &format!("/me/events/{}", made.text("id")), Some(later)).await;
    let changes = services.graph("GET", &delta, None).await;
    assert_eq!(changes.body["value"][0]["@removed"]["reason"], "deleted", "{}", changes.body);
}

#[tokio::test]
async fn a_lost_sync_state_names_the_way_to_a_full_sync() {
    let services = Services::open().await;
    let first = services.graph("GET", &format!("/me/calendarView/delta?{WINDOW}"), None).await;
    let delta = first.text("@odata.deltaLink");
    services.desk.control("/sync-state/forget", json!({})).await;
    let gone = services.graph("GET", &delta, None).await;
    assert_eq!((gone.status, gone.code()), (410, "SyncStateNotFound"), "{}", gone.body);
    let fresh = services.graph("GET", gone.header("location"), None).await;
    assert_eq!(fresh.status, 200, "Location leads to a full sync of the same window: {}", fresh.body);
}
