//! The traffic of a whole job before the judge of recorded traffic, where that judge is at hand.

use std::path::Path;
use std::process::Command;

use serde_json::json;

use crate::meeting_registration::{external, plain, served};
use crate::planner::{Planner, TOWNHALLS, WEBINARS, custom, outsider, own, townhall, webinar};
use crate::services::{Services, encode, event, mail};

const JUDGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/tools/validate_traffic.py");

fn skipped(why: &str) {
    #[allow(clippy::print_stdout, reason = "a skipped test must be seen")]
    {
        println!("skipped: {why}");
    }
}

/// Where the judge is: its Python, or nothing with the reason told.
fn judge() -> Option<String> {
    if !Path::new(JUDGE).exists() {
        skipped("../shared/tools/validate_traffic.py is not there");
        return None;
    }
    let python = std::env::var("LECTERN_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let ready = Command::new(&python).args(["-c", "import jsonschema, yaml"]).output();
    if !ready.is_ok_and(|output| output.status.success()) {
        skipped("Python with jsonschema and pyyaml is not there");
        return None;
    }
    Some(python)
}

/// Brings the recorded traffic before the judge.
async fn judged(python: &str, services: &Services, at_least: usize) {
    let traffic = services.desk.look("/traffic").await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("traffic.json");
    std::fs::write(&path, traffic.to_string()).expect("a file");
    let judged = Command::new(python).arg(JUDGE).arg(&path).output().expect("the judge runs");
    let verdict = String::from_utf8_lossy(&judged.stdout).into_owned();
    let complaints = String::from_utf8_lossy(&judged.stderr).into_owned();
    let judged_well = verdict.lines().last().and_then(|line| line.split(' ').next()?.parse::<usize>().ok());
    assert!(
        judged_well.is_some_and(|count| count >= at_least),
        "the whole job came before the judge: {verdict}"
    );
    assert!(judged.status.success(), "answers the real service would not give:\n{verdict}{complaints}");
}

#[tokio::test]
async fn every_exchange_of_a_job_keeps_the_contract() {
    let Some(python) = judge() else { return };
    let services = Services::open().await;
    calendar(&services).await;
    meetings(&services).await;
    resource(&services).await;
    judged(&python, &services, 25).await;
}

/// Publishing and cancelling go by `/events/{id}`: the documentation's paths are not in the contract.
#[tokio::test]
async fn every_exchange_of_virtual_events_keeps_the_contract() {
    let Some(python) = judge() else { return };
    let planner = Planner::open().await;
    let path = planner.draft(webinar()).await;
    let event = path.rsplit('/').next().expect("an id").to_owned();
    prepared(&planner, &path).await;
    let events = path.replace("/webinars/", "/events/");
    let named = json!({"externalEventId": "lectern-1"});
    planner.ask("POST", &format!("{events}/setExternalEventInformation"), Some(named)).await;
    planner.ask("POST", &format!("{events}/publish"), None).await;
    registered(&planner, &path).await;
    planner.order("/attendance", json!({ "event": event })).await;
    let sessions = planner.ask("GET", &format!("{path}/sessions"), None).await;
    let session = sessions.body["value"][0]["id"].as_str().expect("an id").to_owned();
    let reports = format!("{path}/sessions/{session}/attendanceReports");
    let report = planner.ask("GET", &reports, None).await.body["value"][0]["id"].clone();
    let report = format!("{reports}/{}", report.as_str().expect("an id"));
    planner.ask("GET", &format!("{report}?$expand=attendanceRecords"), None).await;
    planner.ask("GET", &format!("{report}/attendanceRecords"), None).await;
    let hall = planner.ask("POST", TOWNHALLS, Some(townhall())).await.text("id");
    planner.ask("PATCH", &format!("{TOWNHALLS}/{hall}"), Some(json!({"displayName": "Spring"}))).await;
    planner.ask("GET", &format!("{TOWNHALLS}/{hall}/registrationConfiguration"), None).await;
    planner.ask("GET", &format!("/solutions/virtualEvents/events/{hall}"), None).await;
    planner.ask("GET", &format!("{TOWNHALLS}/getByUserRole(role='organizer')"), None).await;
    planner.ask_app("GET", WEBINARS, None).await;
    planner.ask("POST", &format!("{events}/cancel"), None).await;
    judged(&python, &planner.services, 40).await;
}

async fn prepared(planner: &Planner, path: &str) {
    let guest = json!({
        "identity": {"@odata.type": "#microsoft.graph.communicationsGuestIdentity",
                     "displayName": "Sara", "email": "sara@example.org"},
        "presenterDetails": {"company": "Fabrikam"},
    });
    let guest = planner.ask("POST", &format!("{path}/presenters"), Some(guest)).await.text("id");
    let details = json!({"presenterDetails": {"jobTitle": "CTO"}});
    planner.ask("PATCH", &format!("{path}/presenters/{guest}"), Some(details)).await;
    let member = json!({"identity": {
        "@odata.type": "#microsoft.graph.communicationsUserIdentity", "id": "49a6d2b3-7ef0-4c95-9b18-f3c7410e85d6",
    }});
    planner.ask("POST", &format!("{path}/presenters"), Some(member)).await;
    planner.ask("GET", &format!("{path}/presenters"), None).await;
    planner.ask("DELETE", &format!("{path}/presenters/{guest}"), None).await;
    let questions = format!("{path}/registrationConfiguration/questions");
    planner.ask("POST", &questions, Some(custom("multiChoice", &["a", "b"], false))).await;
    let label = json!({"@odata.type": "#microsoft.graph.virtualEventRegistrationPredefinedQuestion", "label": "city"});
    planner.ask("POST", &questions, Some(label)).await;
    planner.ask("GET", &questions, None).await;
    planner.ask("GET", &format!("{path}/registrationConfiguration"), None).await;
    planner.ask("PATCH", path, Some(json!({"displayName": "Renamed"}))).await;
    planner.ask("GET", path, None).await;
}

async fn registered(planner: &Planner, path: &str) {
    planner.let_in(path, &["VirtualEvent.Read.Chat", "VirtualEventRegistration-Anon.ReadWrite.Chat"]).await;
    let one = planner.ask("POST", &format!("{path}/registrations"), Some(own())).await.text("id");
    planner.ask("GET", &format!("{path}/registrations/{one}"), None).await;
    planner.enrol(path, 1).await;
    let enrol = |number: u32| {
        json!({
            "id": number.to_string(), "method": "POST", "url": format!("{path}/registrations"),
            "headers": {"Content-Type": "application/json"}, "body": outsider(number),
        })
    };
    let batch = json!({"requests": [enrol(2), enrol(3)]});
    planner.ask_app("POST", "/$batch", Some(batch)).await;
    for one in planner.list(path).await {
        let id = one["id"].as_str().expect("an id");
        planner.ask_app("GET", &format!("{path}/registrations/{id}?$expand=sessions"), None).await;
        planner.ask_app("GET", &format!("{path}/registrations/{id}/sessions"), None).await;
        planner.ask_app("POST", &format!("{path}/registrations/{id}/cancel"), None).await;
    }
    planner.ask("GET", &format!("{path}/registrations"), None).await;
}

#[tokio::test]
async fn every_exchange_of_meeting_registration_keeps_the_contract() {
    let Some(python) = judge() else { return };
    let (planner, path) = served().await;
    planner.ask("POST", &path, Some(external("everyone"))).await;
    let one = planner.ask("POST", &format!("{path}/registrants"), Some(json!({"id": "a"}))).await.text("id");
    planner.ask("GET", &format!("{path}/registrants"), None).await;
    planner.ask("GET", &path, None).await;
    planner.ask("DELETE", &format!("{path}/registrants/{one}"), None).await;
    planner.ask("DELETE", &path, None).await;
    planner.ask("POST", &path, Some(plain("organization"))).await;
    planner.ask("GET", &format!("{path}/customQuestions"), None).await;
    planner.ask("PATCH", &path, Some(json!({"subject": "Again"}))).await;
    for switch in ["retired400", "retired403", "retired404", "retired410", "retired501", "empty"] {
        planner.services.switch(json!({ "meetingRegistration": switch })).await;
        planner.ask("GET", &path, None).await;
        planner.ask("GET", &format!("{path}/registrants"), None).await;
    }
    judged(&python, &planner.services, 20).await;
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
