//! Calendars, as a desk uses them.

use lectern_sandbox::Options;
use serde_json::{Value, json};

use crate::desk::{Desk, SCOPE};
use crate::services::{Services, event, mail};

#[tokio::test]
async fn an_event_is_made_online_and_read_back_in_its_zone() {
    let services = Services::open().await;
    let zone = ("prefer", "outlook.timezone=\"Europe/Paris\"");
    let made = services.graph_with("POST", "/me/events", &[zone], Some(event(Some("t-1")))).await;
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(
        made.body["start"],
        json!({"dateTime": "2026-12-01T18:00:00.0000000", "timeZone": "Europe/Paris"})
    );
    assert_eq!(made.header("preference-applied"), "outlook.timezone=\"Europe/Paris\"", "the zone was taken");
    assert_eq!(made.body["transactionId"], "t-1", "echoed because it was set");
    assert_eq!(made.body["originalStartTimeZone"], "Romance Standard Time", "Exchange keeps Windows names");
    assert_eq!(made.body["isOrganizer"], true);
    let link = made.body["onlineMeeting"]["joinUrl"].as_str().expect("a join link");
    assert!(link.starts_with("https://teams.microsoft.com/l/meetup-join/19%3ameeting_"), "{link}");
    let content = made.body["body"]["content"].as_str().expect("a body");
    assert!(content.starts_with("<html>") && content.contains(link), "the invitation holds the way in");

    let path = format!("/me/events/{}", made.text("id"));
    let read = services.graph("GET", &path, None).await;
    assert_eq!(
        read.body["start"]["dateTime"], "2026-12-01T17:00:00.0000000",
        "UTC where nothing is preferred"
    );
    assert_eq!(read.body["start"]["timeZone"], "UTC");
    let text = [("prefer", "outlook.body-content-type=\"text\"")];
    let read = services.graph_with("GET", &path, &text, None).await;
    let content = read.body["body"]["content"].as_str().expect("a body");
    assert!(content.starts_with("Bring questions.") && !content.contains('<'), "{content}");
}

#[tokio::test]
async fn a_repeated_transaction_has_each_documented_possibility() {
    let services = Services::open().await;
    let first = services.new_event(event(Some("once"))).await;
    let again = services.graph("POST", "/me/events", Some(event(Some("once")))).await;
    assert_eq!(
        (again.status, &again.body["id"]),
        (201, &first.body["id"]),
        "the same event, not a second one"
    );
    services.switch(json!({"repeatedTransactionId": "conflict409"})).await;
    let refused = services.graph("POST", "/me/events", Some(event(Some("once")))).await;
    assert_eq!(refused.status, 409, "{}", refused.body);
    services.switch(json!({"repeatedTransactionId": "createsSecond"})).await;
    let second = services.graph("POST", "/me/events", Some(event(Some("once")))).await;
    assert_ne!(second.body["id"], first.body["id"], "a service without deduplication makes a double");
}

#[tokio::test]
async fn changes_move_the_change_key_and_if_match_is_honoured() {
    let services = Services::open().await;
    let made = services.new_event(event(None)).await;
    let path = format!("/me/events/{}", made.text("id"));
    let changed = services.graph("PATCH", &path, Some(json!({"subject": "Renamed"}))).await;
    assert_eq!((changed.status, &changed.body["subject"]), (200, &json!("Renamed")));
    assert_ne!(changed.body["changeKey"], made.body["changeKey"], "another version of the item");
    let old = made.text("@odata.etag");
    let stale =
        services.graph_with("PATCH", &path, &[("if-match", &old)], Some(json!({"subject": "No"}))).await;
    assert_eq!((stale.status, stale.code()), (412, "ErrorIrresolvableConflict"));
    services.switch(json!({"eventPatchIfMatch": "ignored"})).await;
    let taken =
        services.graph_with("PATCH", &path, &[("if-match", &old)], Some(json!({"subject": "Yes"}))).await;
    assert_eq!(taken.status, 200, "the contract declares If-Match for DELETE only");
    let offline = services.graph("PATCH", &path, Some(json!({"isOnlineMeeting": false}))).await;
    assert_eq!(offline.body["isOnlineMeeting"], true, "Outlook ignores it once an event is online");
}

#[tokio::test]
async fn a_cancelled_event_and_a_deleted_one_are_gone() {
    let services = Services::open().await;
    for (method, rest, body, status) in
        [("POST", "/cancel", Some(json!({"Comment": "Moved."})), 202), ("DELETE", "", None, 204)]
    {
        let made = services.new_event(event(None)).await;
        let path = format!("/me/events/{}", made.text("id"));
        let gone = services.graph(method, &format!("{path}{rest}"), body).await;
        assert_eq!((gone.status, &gone.body), (status, &json!("")), "no body");
        let read = services.graph("GET", &path, None).await;
        assert_eq!((read.status, read.code()), (404, "ErrorItemNotFound"));
    }
}

#[tokio::test]
async fn lists_come_in_pages_of_ten_with_links_to_follow() {
    let services = Services::open().await;
    for number in 0..12 {
        let mut body = event(None);
        body["subject"] = json!(format!("Evening {number:02}"));
        services.new_event(body).await;
    }
    let query = "/me/events?$filter=startswith(subject,'Evening')&$orderby=subject%20desc&$count=true";
    let first = services.graph("GET", query, None).await;
    assert_eq!(first.status, 200, "{}", first.body);
    assert_eq!(first.body["value"].as_array().map(Vec::len), Some(10), "ten by default");
    assert_eq!(first.body["@odata.count"], 12);
    assert_eq!(first.body["value"][0]["subject"], "Evening 11");
    let second = services.graph("GET", &first.text("@odata.nextLink"), None).await;
    assert_eq!(second.body["value"].as_array().map(Vec::len), Some(2), "{}", second.body);
    assert_eq!(second.body["@odata.nextLink"], Value::Null, "the last page has no next one");
    let some = services.graph("GET", "/me/events?$select=subject&$top=1", None).await;
    let names: Vec<_> = some.body["value"][0].as_object().expect("an event").keys().collect();
    assert_eq!(names, ["@odata.etag", "id", "subject"], "nothing that was not selected");
}

#[tokio::test]
async fn immutable_ids_lead_to_the_same_event() {
    let services = Services::open().await;
    let made = services.new_event(event(None)).await;
    let preference = [("prefer", "IdType=\"ImmutableId\"")];
    let path = format!("/me/events/{}", made.text("id"));
    let read = services.graph_with("GET", &path, &preference, None).await;
    let immutable = read.text("id");
    assert_ne!(immutable, made.text("id"), "another form of id");
    let again = services.graph_with("GET", &format!("/me/events/{immutable}"), &preference, None).await;
    assert_eq!(again.body["iCalUId"], made.body["iCalUId"], "both ids name one event");
}

#[tokio::test]
async fn without_a_teams_licence_an_event_is_a_plain_appointment() {
    let services = Services::open().await;
    let token = services.token_of("front.desk", "Calendars.ReadWrite").await;
    let authorization = format!("Bearer {token}");
    let headers = [("authorization", authorization.as_str())];
    let made = services.graph_with("POST", "/me/events", &headers, Some(event(None))).await;
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(made.body["isOnlineMeeting"], false, "no licence, no meeting, and no error");
    assert_eq!(made.body["onlineMeeting"], Value::Null);
    let calendar = services.graph_with("GET", "/me/calendar", &headers, None).await;
    assert_eq!(calendar.body["allowedOnlineMeetingProviders"], json!([]), "the calendar says so beforehand");
}

#[tokio::test]
async fn a_token_for_basic_reading_sees_no_body() {
    let services = Services::open().await;
    let made = services.new_event(event(None)).await;
    let token = services.token_of("events", "Calendars.ReadBasic").await;
    let authorization = format!("Bearer {token}");
    let headers = [("authorization", authorization.as_str())];
    let path = format!("/me/events/{}", made.text("id"));
    let read = services.graph_with("GET", &path, &headers, None).await;
    assert_eq!((read.status, read.body.get("body")), (200, None), "{}", read.body);
    let refused = services.graph_with("PATCH", &path, &headers, Some(json!({"subject": "x"}))).await;
    assert_eq!((refused.status, refused.code()), (403, "ErrorAccessDenied"));
}

#[tokio::test]
async fn after_a_restart_events_meetings_and_mail_are_still_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = Options { state_file: Some(folder.path().join("world.json")), ..Options::default() };
    let services = Services::with(options.clone(), SCOPE).await;
    let made = services.new_event(event(Some("kept"))).await;
    services.acs("POST", "/emails:send?api-version=2025-09-01", Some(mail(&["ana@example.org"]))).await;
    let token = services.token;
    services.desk.sandbox.stop().await;

    let services = Services { desk: Desk::with(options).await, token };
    let read = services.graph("GET", &format!("/me/events/{}", made.text("id")), None).await;
    assert_eq!(
        (read.status, &read.body["onlineMeeting"]),
        (200, &made.body["onlineMeeting"]),
        "{}",
        read.body
    );
    let again = services.graph("POST", "/me/events", Some(event(Some("kept")))).await;
    assert_eq!(again.body["id"], made.body["id"], "a desk that retries after both crashed makes no double");
    assert_eq!(services.desk.look("/mail").await.as_array().map(Vec::len), Some(1), "the mail was sent");
}
