//! Webinars and town halls: from the draft to the attendance.

use lectern_sandbox::Options;
use serde_json::{Value, json};

use crate::planner::{NOW, Planner, TOWNHALLS, WEBINARS, custom, outsider, own, townhall, webinar};

#[tokio::test]
async fn a_webinar_goes_from_draft_to_published_to_canceled() {
    let planner = Planner::open().await;
    let mut body = webinar();
    body["coOrganizers"] = json!([{"id": "2e7b91d4-05c3-4a8f-8d6e-91f4b72c03a5"}]);
    body["settings"] = json!({"isAttendeeEmailNotificationEnabled": false});
    let made = planner.ask("POST", WEBINARS, Some(body)).await;
    assert_eq!((made.status, &made.body["status"]), (201, &json!("draft")), "{}", made.body);
    let (event, tenant) = (made.text("id"), planner.services.desk.sandbox.ready().tenant_id.clone());
    assert!(event.ends_with(&format!("@{tenant}")), "<guid>@<tenant>: {event}");
    assert_eq!(made.body["startDateTime"], webinar()["startDateTime"], "the organizer's zone is kept");
    assert_eq!(made.body["createdBy"]["user"]["displayName"], "Contoso Events");
    assert_eq!(made.body["coOrganizers"][0]["displayName"], "Ana Reyes");
    let path = format!("{WEBINARS}/{event}");
    let changed = planner.ask("PATCH", &path, Some(json!({"displayName": "Second title"}))).await;
    assert_eq!((changed.status, &changed.body["displayName"]), (200, &json!("Second title")));
    let published = planner.ask("POST", &format!("{path}/publish"), None).await;
    assert_eq!((published.status, published.body.as_str()), (204, Some("")), "no body");
    let named = json!({"externalEventId": "lectern-1"});
    let set = planner.ask("POST", &format!("{path}/setExternalEventInformation"), Some(named)).await;
    assert_eq!(set.status, 204);
    let read = planner.ask("GET", &path.replace('@', "%40"), None).await;
    assert_eq!(read.body["status"], "published", "the at sign may be encoded: {}", read.body);
    assert_eq!(read.body["externalEventInformation"][0]["externalEventId"], "lectern-1");
    let canceled = planner.ask("POST", &format!("{path}/cancel"), None).await;
    assert_eq!(canceled.status, 204);
    assert_eq!(planner.ask("GET", &path, None).await.body["status"], "canceled", "it stays readable");
    let late = planner.ask("PATCH", &path, Some(json!({"displayName": "x"}))).await;
    assert_eq!(late.status, 400, "a cancellation is for ever: {}", late.body);
}

#[tokio::test]
async fn actions_go_by_the_kind_and_by_events_alike() {
    let planner = Planner::open().await;
    let path = planner.draft(webinar()).await;
    let by_events = path.replace("/webinars/", "/events/");
    assert_eq!(planner.ask("POST", &format!("{by_events}/publish"), None).await.status, 204);
    let read = planner.ask("GET", &by_events, None).await;
    assert_eq!(read.body["@odata.type"], "#microsoft.graph.virtualEventWebinar", "{}", read.body);
    assert_eq!(read.body["status"], "published");
    assert_eq!(planner.ask("POST", &format!("{by_events}/cancel"), None).await.status, 204);
}

#[tokio::test]
async fn organizers_find_their_own_and_applications_the_whole_tenants() {
    let planner = Planner::open().await;
    planner.services.switch(json!({"virtualEventPageSize": 2})).await;
    for _ in 0..3 {
        planner.draft(webinar()).await;
    }
    let first = planner.ask("GET", &format!("{WEBINARS}/getByUserRole(role='organizer')"), None).await;
    assert_eq!(first.body["value"].as_array().map(Vec::len), Some(2), "{}", first.body);
    let second = planner.ask("GET", &first.text("@odata.nextLink"), None).await;
    assert_eq!(second.body["value"].as_array().map(Vec::len), Some(1), "{}", second.body);
    assert!(second.body["@odata.nextLink"].is_null(), "the last page leads nowhere");
    let shared = planner.ask("GET", &format!("{WEBINARS}/getByUserRole(role='coOrganizer')"), None).await;
    assert_eq!(shared.body["value"][0]["displayName"], "Meet the speakers: Contoso Summit", "Ana's, seeded");
    let all = planner.ask_app("GET", WEBINARS, None).await;
    assert_eq!(all.status, 200, "an application reads the tenant's: {}", all.body);
    let ana = "getByUserIdAndRole(userId='2e7b91d4-05c3-4a8f-8d6e-91f4b72c03a5',role='organizer')";
    let hers = planner.ask_app("GET", &format!("{WEBINARS}/{ana}"), None).await;
    assert_eq!(hers.body["value"].as_array().map(Vec::len), Some(1), "{}", hers.body);
}

#[tokio::test]
async fn presenters_are_people_of_the_tenant_and_guests() {
    let planner = Planner::open().await;
    let presenters = format!("{}/presenters", planner.draft(webinar()).await);
    let member = json!({
        "identity": {"@odata.type": "#microsoft.graph.communicationsUserIdentity",
                     "id": "49a6d2b3-7ef0-4c95-9b18-f3c7410e85d6"},
    });
    let priya = planner.ask("POST", &presenters, Some(member)).await;
    assert_eq!((priya.status, &priya.body["identity"]["displayName"]), (201, &json!("Priya Raman")));
    assert_eq!(priya.body["presenterDetails"], Value::Null);
    let guest = json!({
        "identity": {"@odata.type": "#microsoft.graph.communicationsGuestIdentity",
                     "displayName": "שרה כהן <b>", "email": "sara@example.org"},
        "presenterDetails": {"bio": {"contentType": "html", "content": "<p>Speaks.</p>"}, "company": "Fabrikam",
                             "jobTitle": "CTO", "linkedInProfileWebUrl": "https://www.linkedin.com/in/sara"},
    });
    let sara = planner.ask("POST", &presenters, Some(guest)).await;
    assert_eq!((sara.status, &sara.body["email"]), (201, &json!("sara@example.org")), "{}", sara.body);
    assert_eq!(sara.body["identity"]["displayName"], "שרה כהן <b>", "a name is text and stays as it is");
    let one = format!("{presenters}/{}", sara.text("id"));
    let changed = planner.ask("PATCH", &one, Some(json!({"presenterDetails": {"jobTitle": "CEO"}}))).await;
    let details = &changed.body["presenterDetails"];
    assert_eq!(
        (&details["jobTitle"], &details["company"]),
        (&json!("CEO"), &json!("Fabrikam")),
        "the rest stays"
    );
    let listed = planner.ask("GET", &presenters, None).await;
    assert_eq!(listed.body["value"].as_array().map(Vec::len), Some(2));
    assert_eq!(planner.ask("DELETE", &one, None).await.status, 204);
    assert_eq!(planner.ask("GET", &one, None).await.status, 404);
}

#[tokio::test]
async fn a_town_hall_is_made_by_invitation_and_keeps_no_details_of_presenters() {
    let planner = Planner::open().await;
    let made = planner.ask("POST", TOWNHALLS, Some(townhall())).await;
    assert_eq!((made.status, &made.body["isInviteOnly"]), (201, &json!(true)), "{}", made.body);
    assert_eq!(made.body["invitedAttendees"][0]["displayName"], "Ana Reyes");
    let path = format!("{TOWNHALLS}/{}", made.text("id"));
    let guest = json!({"identity": {
        "@odata.type": "#microsoft.graph.communicationsGuestIdentity", "displayName": "G", "email": "g@example.org",
    }});
    assert_eq!(planner.ask("POST", &format!("{path}/presenters"), Some(guest)).await.status, 201);
    let open = json!({"isInviteOnly": false, "isRegistrationRequired": true});
    assert_eq!(planner.ask("PATCH", &path, Some(open)).await.status, 200);
    assert_eq!(planner.ask("POST", &format!("{path}/publish"), None).await.status, 204);
    let enrolled = planner.ask("POST", &format!("{path}/registrations"), Some(own())).await;
    assert_eq!(enrolled.status, 201, "registration of town halls is in the contract: {}", enrolled.body);
    planner.services.switch(json!({"townhallRegistration": "notFound404"})).await;
    let gone = planner.ask("GET", &format!("{path}/registrationConfiguration"), None).await;
    assert_eq!(gone.status, 404, "the other possible answer");
    assert_eq!(
        planner.ask("GET", &format!("{TOWNHALLS}/getByUserRole(role='organizer')"), None).await.status,
        200
    );
}

#[tokio::test]
async fn questions_are_asked_and_answered() {
    let planner = Planner::open().await;
    let path = planner.draft(webinar()).await;
    let questions = format!("{path}/registrationConfiguration/questions");
    let label = json!({"@odata.type": "#microsoft.graph.virtualEventRegistrationPredefinedQuestion", "label": "Street"});
    let street = planner.ask("POST", &questions, Some(label)).await;
    assert_eq!((street.status, &street.body["displayName"]), (201, &json!("Address")), "{}", street.body);
    assert_eq!(street.body["label"], "street", "in the service's own spelling");
    let city =
        planner.ask("POST", &questions, Some(custom("singleChoice", &["Lisbon", "Porto"], true))).await;
    let agree = planner.ask("POST", &questions, Some(custom("boolean", &[], false))).await;
    let been = planner.ask("POST", &questions, Some(custom("multiChoice", &["Rome", "Paris"], false))).await;
    assert_eq!((city.status, agree.status, been.status), (201, 201, 201));
    planner.ask("POST", &format!("{path}/publish"), None).await;

    let mut body = own();
    body["registrationQuestionAnswers"] = json!([
        {"questionId": street.text("id"), "value": "Rua do Ouro 1", "booleanValue": null, "multiChoiceValues": []},
        {"questionId": city.text("id"), "value": null, "booleanValue": null, "multiChoiceValues": ["Lisbon"]},
        {"questionId": agree.text("id"), "booleanValue": true},
        {"questionId": been.text("id"), "multiChoiceValues": ["Rome", "Paris"]},
    ]);
    let enrolled = planner.ask("POST", &format!("{path}/registrations"), Some(body)).await;
    assert_eq!((enrolled.status, &enrolled.body["status"]), (201, &json!("registered")), "{}", enrolled.body);
    let answers = enrolled.body["registrationQuestionAnswers"].as_array().expect("a list");
    assert_eq!((answers.len(), &answers[0]["displayName"]), (4, &json!("Address")));
    assert_eq!(planner.ask("DELETE", &format!("{questions}/{}", agree.text("id")), None).await.status, 204);
    let listed = planner.ask("GET", &questions, None).await;
    assert_eq!(listed.body["value"].as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn an_outsider_is_enrolled_blindly_and_found_by_listing() {
    let planner = Planner::open().await;
    let path = planner.published().await;
    let made = planner.enrol(&path, 1).await;
    assert_eq!((made.status, made.body.as_str()), (204, Some("")), "no id, no link, no body");
    let registrations = format!("{path}/registrations");
    let refused = planner.ask_app("GET", &registrations, None).await;
    assert_eq!((refused.status, refused.code()), (403, "Forbidden"), "not by a tenant-wide permission");
    planner.let_in(&path, &["VirtualEvent.Read.Chat", "VirtualEventRegistration-Anon.ReadWrite.Chat"]).await;
    let listed = planner.list(&path).await;
    assert_eq!(listed[0]["externalRegistrationInformation"]["registrationId"], "ticket-1");
    assert_eq!((&listed[0]["userId"], &listed[0]["status"]), (&Value::Null, &json!("registered")));
    assert!(listed[0].get("joinWebUrl").is_none(), "a registration has no link of its own");
    let one = format!("{registrations}/{}", listed[0]["id"].as_str().expect("an id"));
    let sessions = planner.ask_app("GET", &format!("{one}/sessions"), None).await;
    let session = &sessions.body["value"][0];
    let link = session["joinWebUrl"].as_str().expect("a link");
    let general = planner.ask("GET", &format!("{path}/sessions"), None).await;
    assert_eq!(
        general.body["value"].as_array().map(Vec::len),
        Some(1),
        "a webinar made by Graph has one session"
    );
    assert_ne!(general.body["value"][0]["joinWebUrl"], link, "this one is the person's own");
    assert_eq!(session["startDateTime"]["timeZone"], "Pacific Standard Time");
    let recorded = planner.services.desk.look("/traffic").await.to_string();
    assert!(recorded.contains("joinWebUrl") && !recorded.contains("prid"), "the record lets nobody in");
    planner.services.switch(json!({"registrationSessionTimes": "text"})).await;
    let sessions = planner.ask_app("GET", &format!("{one}/sessions"), None).await;
    assert_eq!(sessions.body["value"][0]["startDateTime"], "2026-12-10T18:00:00Z", "as in the sample");
    assert_eq!(planner.ask_app("POST", &format!("{one}/cancel"), None).await.status, 204);
    let after = planner.ask_app("GET", &one, None).await;
    assert_eq!(after.body["status"], "canceled", "{}", after.body);
    assert!(after.body["cancelationDateTime"].is_string());
    let sessions = planner.ask_app("GET", &format!("{one}/sessions"), None).await;
    assert_eq!(sessions.body["value"], json!([]), "who is not in has no link");
}

#[tokio::test]
async fn a_list_comes_in_pages_and_later_than_the_enrolment() {
    let planner = Planner::open().await;
    let path = planner.published().await;
    planner.let_in(&path, &["VirtualEvent.Read.Chat"]).await;
    planner.services.switch(json!({"virtualEventPageSize": 2, "registrationListDelaySeconds": 60})).await;
    for number in 0..5 {
        assert_eq!(planner.enrol(&path, number).await.status, 204);
    }
    assert!(planner.list(&path).await.is_empty(), "not listed yet");
    planner.order("/clock", json!({"advanceSeconds": 61})).await;
    let mut page = planner.ask_app("GET", &format!("{path}/registrations"), None).await;
    let mut found = page.body["value"].as_array().map_or(0, Vec::len);
    while page.body["@odata.nextLink"].is_string() {
        page = planner.ask_app("GET", &page.text("@odata.nextLink"), None).await;
        found += page.body["value"].as_array().map_or(0, Vec::len);
    }
    assert_eq!(found, 5, "every page once");
}

#[tokio::test]
async fn a_long_list_is_made_at_once_and_read_to_its_end() {
    let planner = Planner::open().await;
    let path = planner.published().await;
    planner.let_in(&path, &["VirtualEvent.Read.Chat"]).await;
    let order = format!("/virtual-events/{}/registrations", path.rsplit('/').next().expect("an id"));
    let made = planner.order(&order, json!({"count": 5_000})).await;
    assert_eq!(made["registrations"]["registered"], 5_000, "{made}");
    planner.services.switch(json!({"virtualEventPageSize": 1_000, "webinarCapacity": 0})).await;
    let (mut ids, mut next) = (std::collections::BTreeSet::new(), format!("{path}/registrations"));
    while !next.is_empty() {
        let page = planner.ask_app("GET", &next, None).await;
        let list = page.body["value"].as_array().expect("a list");
        ids.extend(list.iter().map(|one| one["id"].as_str().expect("an id").to_owned()));
        next = page.body["@odata.nextLink"].as_str().unwrap_or_default().to_owned();
    }
    assert_eq!(ids.len(), 5_000, "each once");
    planner.order(&order.replace("/registrations", "/configuration"), json!({"capacity": 5_001})).await;
    let full = planner.services.desk.control(&order, json!({"count": 2})).await;
    assert_eq!(full.status, 400, "the event's own rules hold: {}", full.body);
}

#[tokio::test]
async fn a_webinar_takes_no_more_than_its_licence_lets_it() {
    let planner = Planner::open().await;
    let path = planner.published().await;
    let configure = format!("/virtual-events/{}/configuration", path.rsplit('/').next().expect("an id"));
    planner.order(&configure, json!({"capacity": 1_000})).await;
    let over = planner.services.desk.control(&configure, json!({"capacity": 1_001})).await;
    assert_eq!(over.status, 400, "what passes here would fail in life: {}", over.body);
    planner.services.switch(json!({"registrationConfigurationPatch": "applied"})).await;
    let configuration = format!("{path}/registrationConfiguration");
    let patched = planner.ask("PATCH", &configuration, Some(json!({"capacity": 5_000}))).await;
    assert_eq!((patched.status, patched.code()), (400, "BadRequest"));
    planner.services.switch(json!({"webinarCapacity": 10_000})).await;
    assert_eq!(planner.ask("PATCH", &configuration, Some(json!({"capacity": 5_000}))).await.status, 200);
}

#[tokio::test]
async fn a_visitor_of_the_page_meets_the_events_own_rules() {
    let planner = Planner::open().await;
    let path = planner.published().await;
    let event = path.rsplit('/').next().expect("an id").to_owned();
    planner.let_in(&path, &["VirtualEvent.Read.Chat"]).await;
    let visitors = format!("/virtual-events/{event}/visitors");
    let came = planner
        .order(&visitors, json!({"firstName": "Ada", "lastName": "King", "email": "ada@example.org"}))
        .await;
    assert_eq!(
        (&came["status"], &came["externalRegistrationInformation"]),
        (&json!("registered"), &Value::Null)
    );
    let member = planner.order(&visitors, json!({"user": "Priya Raman"})).await;
    assert!(member["userId"].is_string(), "whoever is signed in is known to the directory: {member}");
    let nobody = planner.services.desk.control(&visitors, json!({"firstName": "Ada"})).await;
    assert_eq!(nobody.status, 400, "{}", nobody.body);
    let off = format!("/virtual-events/{event}/registrations/{}/cancel", came["id"].as_str().expect("an id"));
    assert_eq!(planner.order(&off, json!({})).await["status"], "canceled");
    assert_eq!(planner.list(&path).await.len(), 2, "who changed their mind stays on the list, as canceled");
}

#[tokio::test]
async fn capacity_waitlist_and_approval_give_each_their_standing() {
    let planner = Planner::open().await;
    let path = planner.published().await;
    let event = path.rsplit('/').next().expect("an id").to_owned();
    planner.let_in(&path, &["VirtualEvent.Read.Chat", "VirtualEventRegistration-Anon.ReadWrite.Chat"]).await;
    let configure = format!("/virtual-events/{event}/configuration");
    planner.order(&configure, json!({"capacity": 1, "isWaitlistEnabled": true})).await;
    let shown = planner.ask("GET", &format!("{path}/registrationConfiguration"), None).await;
    assert_eq!((&shown.body["capacity"], &shown.body["isWaitlistEnabled"]), (&json!(1), &json!(true)));
    assert!(shown.text("registrationWebUrl").starts_with("https://events.teams.microsoft.com/event/"));
    planner.enrol(&path, 1).await;
    planner.enrol(&path, 2).await;
    let standing = |list: &[Value]| list.iter().map(|one| one["status"].clone()).collect::<Vec<_>>();
    let list = planner.list(&path).await;
    assert_eq!(standing(&list), [json!("registered"), json!("waitlisted")]);
    let first = list[0]["id"].as_str().expect("an id");
    planner.ask_app("POST", &format!("{path}/registrations/{first}/cancel"), None).await;
    assert_eq!(standing(&planner.list(&path).await), [json!("canceled"), json!("registered")], "moved up");

    planner.order(&configure, json!({"capacity": null, "isManualApprovalEnabled": true})).await;
    planner.enrol(&path, 3).await;
    planner.enrol(&path, 4).await;
    let list = planner.list(&path).await;
    assert_eq!(list[2]["status"], "pendingApproval");
    for (number, decision, standing) in [(2, "approve", "registered"), (3, "reject", "rejectedByOrganizer")] {
        let id = list[number]["id"].as_str().expect("an id");
        let order = format!("/virtual-events/{event}/registrations/{id}/{decision}");
        assert_eq!(planner.order(&order, json!({})).await["status"], standing);
    }
    planner
        .order(
            &configure,
            json!({"capacity": 2, "isManualApprovalEnabled": false, "isWaitlistEnabled": false}),
        )
        .await;
    for (switch, status) in [("badRequest400", 400), ("conflict409", 409)] {
        planner.services.switch(json!({"fullEnrolment": switch})).await;
        assert_eq!(planner.enrol(&path, 9).await.status, status, "full, and nobody may wait");
    }
}

#[tokio::test]
async fn a_repeated_enrolment_is_answered_in_each_possible_way() {
    let planner = Planner::open().await;
    let path = planner.published().await;
    planner.let_in(&path, &["VirtualEvent.Read.Chat"]).await;
    planner.enrol(&path, 1).await;
    for (switch, status) in [("createsSecond", 204), ("sameRegistration", 204), ("conflict409", 409)] {
        planner.services.switch(json!({"repeatedRegistrationId": switch})).await;
        assert_eq!(planner.enrol(&path, 1).await.status, status, "{switch}");
        assert_eq!(planner.list(&path).await.len(), 2, "{switch}: only the first made a second one");
    }
    planner
        .services
        .switch(json!({"repeatedRegistrationId": "createsSecond", "repeatedEnrolment": "conflict409"}))
        .await;
    let mut other = outsider(1);
    other["externalRegistrationInformation"]["registrationId"] = json!("another");
    let again = planner.ask_app("POST", &format!("{path}/registrations"), Some(other)).await;
    assert_eq!(again.status, 409, "the same address: {}", again.body);
    planner.services.switch(json!({"repeatedEnrolment": "sameRegistration"})).await;
    let registrations = format!("{path}/registrations");
    let first = planner.ask("POST", &registrations, Some(own())).await;
    let second = planner.ask("POST", &registrations, Some(own())).await;
    assert_eq!((second.status, &second.body["id"]), (201, &first.body["id"]), "the same registration");
}

#[tokio::test]
async fn attendance_is_read_by_organizers_and_by_applications_that_were_let_in() {
    let planner = Planner::open().await;
    let path = planner.published().await;
    let event = path.rsplit('/').next().expect("an id").to_owned();
    planner.let_in(&path, &["VirtualEvent.Read.Chat", "OnlineMeetingArtifact.Read.Chat"]).await;
    planner.enrol(&path, 1).await;
    let registration = planner.list(&path).await[0]["id"].clone();
    planner
        .ask("POST", &format!("{path}/setExternalEventInformation"), Some(json!({"externalEventId": "e"})))
        .await;
    let held = json!({"event": event, "people": [
        {"user": "Contoso Events", "role": "Organizer"},
        {"registration": registration, "intervals": [
            ["2026-12-10T18:05:00Z", "2026-12-10T18:20:00Z"], ["2026-12-10T18:30:00Z", "2026-12-10T18:50:00Z"]]},
        {"name": "A guest", "email": "guest@example.org", "joined": "2026-12-10T18:30:00Z"},
    ]});
    let report = planner.order("/attendance", held).await["report"].as_str().expect("an id").to_owned();
    let session = planner.ask("GET", &format!("{path}/sessions"), None).await.body["value"][0]["id"].clone();
    let reports = format!("{path}/sessions/{}/attendanceReports", session.as_str().expect("an id"));
    let listed = planner.ask("GET", &reports, None).await;
    assert_eq!(listed.body["value"][0]["totalParticipantCount"], 3, "{}", listed.body);
    assert_eq!(listed.body["value"][0]["attendanceRecords"], json!([]), "a list holds no records");
    assert_eq!(listed.body["value"][0]["externalEventInformation"][0]["externalEventId"], "e");
    for (token, who) in [(&planner.services.token, "the organizer"), (&planner.app, "the application")] {
        let records = format!("{reports}/{report}/attendanceRecords");
        let records = planner.ask_as(token, "GET", &records, None).await;
        let one = &records.body["value"][1];
        assert_eq!(one["totalAttendanceInSeconds"], 35 * 60, "{who}: {}", records.body);
        assert_eq!((&one["registrationId"], &one["role"]), (&registration, &json!("Attendee")), "{who}");
        assert_eq!(one["externalRegistrationInformation"]["registrationId"], "ticket-1", "{who}");
    }
    let expanded = planner.ask("GET", &format!("{reports}/{report}?$expand=attendanceRecords"), None).await;
    assert_eq!(expanded.body["attendanceRecords"].as_array().map(Vec::len), Some(3));
    for _ in 0..60 {
        planner.order("/attendance", json!({"event": event})).await;
    }
    let newest = planner.ask("GET", &reports, None).await;
    assert_eq!(newest.body["value"].as_array().map(Vec::len), Some(50), "the newest fifty are shown");
    let about = planner.services.desk.look("").await;
    assert_eq!(about["virtualEvents"]["attendance"][0]["reports"].as_array().map(Vec::len), Some(61));
}

#[tokio::test]
async fn a_meeting_has_attendance_too() {
    let planner = Planner::open().await;
    let meeting = planner.ask("POST", "/me/onlineMeetings", Some(json!({"subject": "Held"}))).await;
    let held = json!({"meeting": meeting.body["joinWebUrl"], "people": [{"user": "Priya Raman", "role": "Presenter"}]});
    planner.order("/attendance", held).await;
    let reports = format!("/me/onlineMeetings/{}/attendanceReports", meeting.text("id"));
    let listed = planner.ask("GET", &reports, None).await;
    let report = listed.body["value"][0]["id"].as_str().expect("an id");
    let records = planner.ask("GET", &format!("{reports}/{report}/attendanceRecords"), None).await;
    assert_eq!(records.body["value"][0]["identity"]["displayName"], "Priya Raman", "{}", records.body);
}

#[tokio::test]
async fn all_of_it_is_there_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("world.json");
    let options = || Options { state_file: Some(file.clone()), now: NOW.parse().ok(), ..Options::default() };
    let planner = Planner::with(options()).await;
    let path = planner.published().await;
    planner.let_in(&path, &["VirtualEvent.Read.Chat"]).await;
    planner.enrol(&path, 1).await;
    let event = path.rsplit('/').next().expect("an id").to_owned();
    planner.order("/attendance", json!({ "event": event })).await;
    let mut before = planner.services.desk.look("/virtual-events").await;
    planner.services.desk.sandbox.stop().await;
    let planner = Planner::with(options()).await;
    // What was asked is counted anew, as the services count it: in a window of seconds.
    before["requests"] = json!({"asked": 0, "refused": 0});
    assert_eq!(planner.services.desk.look("/virtual-events").await, before, "nothing is lost");
    assert_eq!(planner.list(&path).await.len(), 1, "and who was let in still is");
    planner.services.desk.sandbox.stop().await;

    // A file of an earlier version knows of none of this.
    let mut world: Value = serde_json::from_slice(&std::fs::read(&file).expect("a file")).expect("JSON");
    for name in ["virtualEvents", "reports", "accessPolicies", "registrations"] {
        assert!(
            world["graph"].as_object_mut().expect("a part").remove(name).is_some(),
            "{name} is kept there"
        );
    }
    let switches = world["switches"].as_object_mut().expect("a part");
    switches.retain(|name, _| ["joinUrlForm", "slowDown"].contains(&name.as_str()));
    std::fs::write(&file, world.to_string()).expect("written");
    let planner = Planner::with(options()).await;
    assert_eq!(planner.services.desk.look("/virtual-events").await["events"], json!([]));
    planner.published().await;
}
