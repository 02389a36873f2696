//! The traffic of a whole job before the judge of recorded traffic, where that judge is at hand.

use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::services::{Services, encode, event, mail};

const JUDGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/tools/validate_traffic.py");

fn skipped(why: &str) {
    #[allow(clippy::print_stdout, reason = "a skipped test must be seen")]
    {
        println!("skipped: {why}");
    }
}

#[tokio::test]
async fn every_exchange_of_a_job_keeps_the_contract() {
    if !Path::new(JUDGE).exists() {
        return skipped("../shared/tools/validate_traffic.py is not there");
    }
    let python = std::env::var("LECTERN_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let ready = Command::new(&python).args(["-c", "import jsonschema, yaml"]).output();
    if !ready.is_ok_and(|output| output.status.success()) {
        return skipped("Python with jsonschema and pyyaml is not there");
    }
    let services = Services::open().await;
    calendar(&services).await;
    meetings(&services).await;
    resource(&services).await;
    let traffic = services.desk.look("/traffic").await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("traffic.json");
    std::fs::write(&path, traffic.to_string()).expect("a file");
    let judged = Command::new(&python).arg(JUDGE).arg(&path).output().expect("the judge runs");
    let verdict = String::from_utf8_lossy(&judged.stdout).into_owned();
    let complaints = String::from_utf8_lossy(&judged.stderr).into_owned();
    let judged_well = verdict.lines().last().and_then(|line| line.split(' ').next()?.parse::<usize>().ok());
    assert!(judged_well.is_some_and(|count| count >= 25), "the whole job came before the judge: {verdict}");
    assert!(judged.status.success(), "answers the real service would not give:\n{verdict}{complaints}");
}

async fn calendar(services: &Services) {
    services.graph("GET", "/me", None).await;
    services.graph("GET", "/me/calendar", None).await;
    let mut full = event(Some("7f1f0f3c-52c8-4a5e-9d8b-4e2a6c1b9f10"));
    full["location"] = json!({"displayName": "Main stage"});
    full["attendees"] = json!([{"type": "Optional", "emailAddress": {"address": "ana@example.org"}}]);
    full["hideAttendees"] = json!(true);
    let made = services.graph("POST", "/me/events", Some(full)).await;
    let path = format!("/me/events/{}", made.text("id"));
    services.graph("GET", &path, None).await;
    services.graph("PATCH", &path, Some(json!({"subject": "Renamed", "categories": ["Public"]}))).await;
    services.graph("GET", "/me/events?$top=3&$count=true", None).await;
    let window = "startDateTime=2026-11-01T00:00:00Z&endDateTime=2027-02-01T00:00:00Z";
    services.graph("GET", &format!("/me/calendarView?{window}"), None).await;
    let mut page = services.graph("GET", &format!("/me/calendarView/delta?{window}"), None).await;
    while page.body["@odata.nextLink"].is_string() {
        page = services.graph("GET", &page.text("@odata.nextLink"), None).await;
    }
    services.graph("POST", &format!("{path}/cancel"), Some(json!({"Comment": "Moved"}))).await;
    services.graph("GET", &page.text("@odata.deltaLink"), None).await;
    let headers = json!({"Content-Type": "application/json"});
    let batch = json!({"requests": [
        {"id": "1", "method": "GET", "url": "/me"},
        {"id": "2", "method": "POST", "url": "/me/events", "headers": headers, "body": event(None)},
        {"id": "3", "method": "GET", "url": "/me/events/nothing"},
    ]});
    services.graph("POST", "/$batch", Some(batch)).await;
    services.graph("POST", "/me/events", Some(json!({"nonsense": 1}))).await;
    services.graph("DELETE", &path, None).await;
}

async fn meetings(services: &Services) {
    let made = services.new_event(event(None)).await;
    let link = made.body["onlineMeeting"]["joinUrl"].as_str().expect("a link").to_owned();
    let path = format!("/me/onlineMeetings?$filter=JoinWebUrl%20eq%20'{}'", encode(&link));
    let found = services.graph("GET", &path, None).await;
    let id = found.body["value"][0]["id"].as_str().expect("an id");
    let options = json!({
        "allowedPresenters": "organizer", "lobbyBypassSettings": {"scope": "everyone"},
        "startDateTime": "2026-12-01T17:00:00Z", "endDateTime": "2026-12-01T18:00:00Z",
    });
    services.graph("PATCH", &format!("/me/onlineMeetings/{id}"), Some(options)).await;
    services.graph("GET", &format!("/me/onlineMeetings/{id}"), None).await;
    let people =
        json!({"attendees": [{"upn": "ana.reyes@contosoevents.onmicrosoft.com", "role": "presenter"}]});
    let alone = json!({"subject": "Alone", "participants": people});
    services.graph("POST", "/me/onlineMeetings", Some(alone)).await;
    services.graph("GET", "/me/onlineMeetings", None).await;
}

async fn resource(services: &Services) {
    let version = "api-version=2023-10-01";
    let body = json!({"createTokenWithScopes": ["voip.join", "chat.join.limited"]});
    let made = services.acs("POST", &format!("/identities?{version}"), Some(body)).await;
    let id = made.body["identity"]["id"].as_str().expect("an id").replace(':', "%3A");
    let issue = format!("/identities/{id}/:issueAccessToken?{version}");
    services.acs("POST", &issue, Some(json!({"scopes": ["voip"]}))).await;
    services.acs("POST", &format!("/identities/{id}/:revokeAccessTokens?{version}"), None).await;
    services.acs("DELETE", &format!("/identities/{id}?{version}"), None).await;
    let sent =
        services.acs("POST", "/emails:send?api-version=2025-09-01", Some(mail(&["ana@example.org"]))).await;
    let operation = format!("/emails/operations/{}?api-version=2025-09-01", sent.text("id"));
    services.acs("GET", &operation, None).await;
    services.acs("POST", "/emails:send?api-version=2025-09-01", Some(mail(&["nobody"]))).await;
}
