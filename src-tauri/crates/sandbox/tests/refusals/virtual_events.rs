//! The refusals of virtual events.

use serde_json::{Value, json};

use crate::planner::{Planner, TOWNHALLS, WEBINARS, app_token, custom, outsider, own, townhall, webinar};

/// What is wrong, who asks, method, path, body, status, code, and a part of the message. In paths `DRAFT`, `OPEN`,
/// `GONE`, `ANA`, `HALL` stand for webinars and a town hall (own draft, published, canceled; Ana's; own), `REG` for
/// the registration of an outsider, `OWN` for the organizer's own.
type Row = (&'static str, Who, &'static str, &'static str, Option<Value>, u16, &'static str, &'static str);

#[derive(Debug, Clone, Copy)]
enum Who {
    Organizer,
    /// Signed in with all permissions, and has no part in the events.
    Tomasz,
    /// With the tenant-wide permissions of the seeded service, let into nothing.
    Application,
}

use Who::{Application, Organizer, Tomasz};

#[allow(clippy::unnecessary_wraps, reason = "as a row has it")]
fn with(mut body: Value, name: &str, value: Value) -> Option<Value> {
    body[name] = value;
    Some(body)
}

#[allow(clippy::unnecessary_wraps, reason = "as a row has it")]
fn without(mut body: Value, name: &str) -> Option<Value> {
    body.as_object_mut().expect("an object").remove(name);
    Some(body)
}

fn at(date_time: &str, zone: &str) -> Value {
    json!({"dateTime": date_time, "timeZone": zone})
}

#[rustfmt::skip]
fn events() -> Vec<Row> {
    vec![
        ("unknown property", Organizer, "POST", WEBINARS, with(webinar(), "title", json!("x")), 400, "RequestBodyRead", "'title' does not exist on type 'microsoft.graph.virtualEventWebinar'"),
        ("no title", Organizer, "POST", WEBINARS, without(webinar(), "displayName"), 400, "BadRequest", "displayName"),
        ("an empty title", Organizer, "POST", WEBINARS, with(webinar(), "displayName", json!(" ")), 400, "BadRequest", "displayName"),
        ("no end", Organizer, "POST", WEBINARS, without(webinar(), "endDateTime"), 400, "BadRequest", "endDateTime"),
        ("end before start", Organizer, "POST", WEBINARS, with(webinar(), "endDateTime", at("2026-12-10T09:00:00", "Pacific Standard Time")), 400, "BadRequest", "endDateTime"),
        ("in the past", Organizer, "POST", WEBINARS, with(webinar(), "startDateTime", at("2020-12-10T09:00:00", "UTC")), 400, "BadRequest", "past"),
        ("unknown zone", Organizer, "POST", WEBINARS, with(webinar(), "startDateTime", at("2026-12-10T09:00:00", "Mars/Olympus")), 400, "BadRequest", "Mars/Olympus"),
        ("unknown audience", Organizer, "POST", WEBINARS, with(webinar(), "audience", json!("friends")), 400, "RequestBodyRead", "'friends'"),
        ("a status of one's own", Organizer, "POST", WEBINARS, with(webinar(), "status", json!("published")), 400, "InvalidArgument", "status"),
        ("a creator of one's own", Organizer, "POST", WEBINARS, with(webinar(), "createdBy", json!({})), 400, "InvalidArgument", "createdBy"),
        ("an unknown co-organizer", Organizer, "POST", WEBINARS, with(webinar(), "coOrganizers", json!([{"id": "x"}])), 400, "BadRequest", "'x'"),
        ("a co-organizer of another tenant", Organizer, "POST", WEBINARS, with(webinar(), "coOrganizers", json!([{"id": "2e7b91d4-05c3-4a8f-8d6e-91f4b72c03a5", "tenantId": "77229959-e479-4a73-b6e0-ddac27be315c"}])), 400, "BadRequest", "not found"),
        ("another type", Organizer, "POST", WEBINARS, with(webinar(), "@odata.type", json!("#microsoft.graph.virtualEventTownhall")), 400, "RequestBodyRead", "virtualEventTownhall"),
        ("invitations to a webinar", Organizer, "POST", WEBINARS, with(webinar(), "isInviteOnly", json!(true)), 400, "RequestBodyRead", "isInviteOnly"),
        ("a public town hall by invitation", Organizer, "POST", TOWNHALLS, with(townhall(), "audience", json!("everyone")), 400, "BadRequest", "isInviteOnly"),
        ("invited without a type", Organizer, "POST", TOWNHALLS, with(townhall(), "invitedAttendees", json!([{"id": "x"}])), 400, "BadRequest", "@odata.type"),
        ("malformed id", Organizer, "GET", "/solutions/virtualEvents/webinars/x", None, 400, "BadRequest", "<guid>@<tenant>"),
        ("unknown id", Organizer, "GET", "/solutions/virtualEvents/webinars/00000000-0000-0000-0000-000000000001@00000000-0000-0000-0000-000000000002", None, 404, "NotFound", ""),
        ("a town hall as a webinar", Organizer, "GET", "/solutions/virtualEvents/webinars/HALL", None, 404, "NotFound", ""),
        ("unknown role", Organizer, "GET", "/solutions/virtualEvents/webinars/getByUserRole(role='guest')", None, 400, "BadRequest", "coOrganizer"),
        ("unknown segment", Organizer, "GET", "/solutions/virtualEvents/parties", None, 400, "BadRequest", "'parties'"),
        ("a query option", Organizer, "GET", "/solutions/virtualEvents/webinars/OPEN?$select=id", None, 400, "BadRequest", "$select"),
        ("deleting", Organizer, "DELETE", "/solutions/virtualEvents/webinars/DRAFT", None, 405, "Request_BadRequest", ""),
        ("published twice", Organizer, "POST", "/solutions/virtualEvents/webinars/OPEN/publish", None, 400, "BadRequest", "published already"),
        ("published after the cancellation", Organizer, "POST", "/solutions/virtualEvents/webinars/GONE/publish", None, 400, "BadRequest", "canceled"),
        ("canceled twice", Organizer, "POST", "/solutions/virtualEvents/webinars/GONE/cancel", None, 400, "BadRequest", "canceled"),
        ("changed after the cancellation", Organizer, "PATCH", "/solutions/virtualEvents/webinars/GONE", Some(json!({"displayName": "x"})), 400, "BadRequest", "canceled"),
        ("another audience once published", Organizer, "PATCH", "/solutions/virtualEvents/webinars/OPEN", Some(json!({"audience": "organization"})), 400, "BadRequest", "audience"),
        ("a title taken away", Organizer, "PATCH", "/solutions/virtualEvents/webinars/OPEN", Some(json!({"displayName": ""})), 400, "BadRequest", "displayName"),
        ("publish by GET", Organizer, "GET", "/solutions/virtualEvents/webinars/DRAFT/publish", None, 405, "Request_BadRequest", ""),
        ("an external id of 257 characters", Organizer, "POST", "/solutions/virtualEvents/webinars/OPEN/setExternalEventInformation", Some(json!({"externalEventId": "x".repeat(257)})), 400, "BadRequest", "256"),
        ("a co-organizer publishes", Organizer, "POST", "/solutions/virtualEvents/webinars/ANA/cancel", None, 403, "Forbidden", "Only the organizer"),
        ("a stranger reads", Tomasz, "GET", "/solutions/virtualEvents/webinars/OPEN", None, 403, "Forbidden", ""),
        ("a stranger changes", Tomasz, "PATCH", "/solutions/virtualEvents/webinars/OPEN", Some(json!({"displayName": "x"})), 403, "Forbidden", ""),
        ("an application creates", Application, "POST", WEBINARS, Some(webinar()), 403, "Forbidden", "Missing scope"),
        ("an application publishes", Application, "POST", "/solutions/virtualEvents/webinars/DRAFT/publish", None, 403, "Forbidden", "Missing scope"),
        ("a person reads the whole tenant's", Organizer, "GET", WEBINARS, None, 403, "Forbidden", "Missing scope"),
        ("an application reads its own", Application, "GET", "/solutions/virtualEvents/webinars/getByUserRole(role='organizer')", None, 403, "Forbidden", "Missing scope"),
        ("a person reads another's", Organizer, "GET", "/solutions/virtualEvents/webinars/getByUserIdAndRole(userId='x',role='organizer')", None, 403, "Forbidden", "Missing scope"),
    ]
}

#[rustfmt::skip]
fn parts() -> Vec<Row> {
    const PRESENTERS: &str = "/solutions/virtualEvents/webinars/DRAFT/presenters";
    const QUESTIONS: &str = "/solutions/virtualEvents/webinars/DRAFT/registrationConfiguration/questions";
    let guest = |more: Value| { let mut identity = json!({"@odata.type": "#microsoft.graph.communicationsGuestIdentity"}); identity.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default()); json!({"identity": identity}) };
    let sara = || guest(json!({"displayName": "Sara", "email": "sara@example.org"}));
    let predefined = |label: &str| Some(json!({"@odata.type": "#microsoft.graph.virtualEventRegistrationPredefinedQuestion", "label": label}));
    vec![
        ("a presenter without a type", Organizer, "POST", PRESENTERS, Some(json!({"identity": {"id": "x"}})), 400, "BadRequest", "@odata.type"),
        ("no identity", Organizer, "POST", PRESENTERS, Some(json!({})), 400, "BadRequest", "identity"),
        ("an unknown member", Organizer, "POST", PRESENTERS, Some(json!({"identity": {"@odata.type": "#microsoft.graph.communicationsUserIdentity", "id": "x"}})), 400, "BadRequest", "'x'"),
        ("a guest without an address", Organizer, "POST", PRESENTERS, Some(guest(json!({"displayName": "Sara"}))), 400, "BadRequest", "email"),
        ("a guest with no valid address", Organizer, "POST", PRESENTERS, Some(guest(json!({"displayName": "Sara", "email": "sara at home"}))), 400, "BadRequest", "email"),
        ("unknown detail", Organizer, "POST", PRESENTERS, with(sara(), "presenterDetails", json!({"age": 5})), 400, "RequestBodyRead", "'age'"),
        ("details at a town hall", Organizer, "POST", "/solutions/virtualEvents/townhalls/HALL/presenters", with(sara(), "presenterDetails", json!({"company": "F"})), 400, "InvalidArgument", "presenterDetails"),
        ("a presenter twice", Organizer, "POST", "/solutions/virtualEvents/webinars/ANA/presenters", Some(json!({"identity": {"@odata.type": "#microsoft.graph.communicationsUserIdentity", "id": "49a6d2b3-7ef0-4c95-9b18-f3c7410e85d6"}})), 400, "BadRequest", "already"),
        ("an unknown presenter", Organizer, "DELETE", "/solutions/virtualEvents/webinars/DRAFT/presenters/x", None, 404, "NotFound", ""),
        ("a presenter's identity changed", Organizer, "PATCH", "/solutions/virtualEvents/webinars/ANA/presenters/49a6d2b3-7ef0-4c95-9b18-f3c7410e85d6", Some(sara()), 400, "InvalidArgument", "identity"),
        ("a presenter by a stranger", Tomasz, "POST", PRESENTERS, Some(sara()), 403, "Forbidden", ""),
        ("a presenter by an application", Application, "POST", PRESENTERS, Some(sara()), 403, "Forbidden", "Missing scope"),
        ("a question without a type", Organizer, "POST", QUESTIONS, Some(json!({"displayName": "x"})), 400, "BadRequest", "@odata.type"),
        ("a question of the base type", Organizer, "POST", QUESTIONS, Some(json!({"@odata.type": "#microsoft.graph.virtualEventRegistrationQuestionBase", "displayName": "x"})), 400, "BadRequest", "@odata.type"),
        ("a choice of nothing", Organizer, "POST", QUESTIONS, Some(custom("singleChoice", &[], false)), 400, "BadRequest", "answerChoices"),
        ("choices for a text", Organizer, "POST", QUESTIONS, Some(custom("text", &["a"], false)), 400, "BadRequest", "answerChoices"),
        ("unknown form of answers", Organizer, "POST", QUESTIONS, Some(custom("radioButton", &["a"], false)), 400, "RequestBodyRead", "'radioButton'"),
        ("unknown label", Organizer, "POST", QUESTIONS, predefined("shoeSize"), 400, "RequestBodyRead", "'shoeSize'"),
        ("a label twice", Organizer, "POST", "/solutions/virtualEvents/webinars/ANA/registrationConfiguration/questions", predefined("organization"), 400, "BadRequest", "already"),
        ("a question changed", Organizer, "PATCH", "/solutions/virtualEvents/webinars/DRAFT/registrationConfiguration/questions/x", Some(json!({})), 405, "Request_BadRequest", ""),
        ("an unknown question", Organizer, "DELETE", "/solutions/virtualEvents/webinars/DRAFT/registrationConfiguration/questions/x", None, 404, "NotFound", ""),
        ("a question by an application", Application, "POST", QUESTIONS, predefined("city"), 403, "Forbidden", "Missing scope"),
        ("the configuration changed", Organizer, "PATCH", "/solutions/virtualEvents/webinars/DRAFT/registrationConfiguration", Some(json!({"capacity": 1})), 405, "Request_BadRequest", ""),
        ("an unknown session", Organizer, "GET", "/solutions/virtualEvents/webinars/OPEN/sessions/x", None, 404, "NotFound", ""),
        ("a session made", Organizer, "POST", "/solutions/virtualEvents/webinars/OPEN/sessions", Some(json!({})), 405, "Request_BadRequest", ""),
        ("attendance for an application without a policy", Application, "GET", "/solutions/virtualEvents/webinars/OPEN/sessions/x/attendanceReports", None, 403, "Forbidden", "Missing scope"),
    ]
}

#[rustfmt::skip]
fn registrations() -> Vec<Row> {
    const OPEN: &str = "/solutions/virtualEvents/webinars/OPEN/registrations";
    let long = json!({"registrationId": "x".repeat(257)});
    let answer = |answer: Value| with(own(), "registrationQuestionAnswers", json!([answer]));
    vec![
        ("enrolling before it is published", Application, "POST", "/solutions/virtualEvents/webinars/DRAFT/registrations", Some(outsider(8)), 400, "BadRequest", "not been published"),
        ("enrolling after the cancellation", Application, "POST", "/solutions/virtualEvents/webinars/GONE/registrations", Some(outsider(8)), 400, "BadRequest", "canceled"),
        ("enrolling somebody by name as a person", Organizer, "POST", OPEN, Some(outsider(8)), 400, "InvalidArgument", "Set action is invalid"),
        ("enrolling without a zone", Organizer, "POST", OPEN, without(own(), "preferredTimezone"), 400, "BadRequest", "preferredTimezone"),
        ("enrolling without a language", Organizer, "POST", OPEN, without(own(), "preferredLanguage"), 400, "BadRequest", "preferredLanguage"),
        ("an outsider without a name", Application, "POST", OPEN, without(outsider(8), "lastName"), 400, "BadRequest", "lastName"),
        ("an outsider without an address", Application, "POST", OPEN, without(outsider(8), "email"), 400, "BadRequest", "email"),
        ("an outsider with no valid address", Application, "POST", OPEN, with(outsider(8), "email", json!("diane@@example.org")), 400, "BadRequest", "email"),
        ("a registration id of 257 characters", Application, "POST", OPEN, with(outsider(8), "externalRegistrationInformation", long), 400, "BadRequest", "256"),
        ("a standing of one's own", Application, "POST", OPEN, with(outsider(8), "status", json!("registered")), 400, "InvalidArgument", "status"),
        ("an answer to no question", Organizer, "POST", OPEN, answer(json!({"questionId": "x", "value": "y"})), 400, "BadRequest", "'x'"),
        ("a required question left out", Organizer, "POST", "/solutions/virtualEvents/webinars/ASKS/registrations", Some(own()), 400, "BadRequest", "is required"),
        ("a choice that is none", Organizer, "POST", "/solutions/virtualEvents/webinars/ASKS/registrations", answer(json!({"questionId": "QUESTION", "value": "Faro"})), 400, "BadRequest", "does not fit"),
        ("two choices of one", Organizer, "POST", "/solutions/virtualEvents/webinars/ASKS/registrations", answer(json!({"questionId": "QUESTION", "multiChoiceValues": ["Lisbon", "Porto"]})), 400, "BadRequest", "does not fit"),
        ("yes where a choice is asked", Organizer, "POST", "/solutions/virtualEvents/webinars/ASKS/registrations", answer(json!({"questionId": "QUESTION", "booleanValue": true})), 400, "BadRequest", "does not fit"),
        ("an outsider at an internal event", Application, "POST", "/solutions/virtualEvents/webinars/ASKS/registrations", Some(outsider(8)), 403, "Forbidden", "organization only"),
        ("the list for a person", Organizer, "GET", OPEN, None, 403, "Forbidden", "Missing scope"),
        ("the list for a tenant-wide permission", Application, "GET", OPEN, None, 403, "Forbidden", "Missing scope"),
        ("one's sessions for a person", Organizer, "GET", "/solutions/virtualEvents/webinars/OPEN/registrations/OWN/sessions", None, 403, "Forbidden", "Missing scope"),
        ("one's sessions for a tenant-wide permission", Application, "GET", "/solutions/virtualEvents/webinars/OPEN/registrations/REG/sessions", None, 403, "Forbidden", "Missing scope"),
        ("sessions expanded", Organizer, "GET", "/solutions/virtualEvents/webinars/OPEN/registrations/OWN?$expand=sessions", None, 403, "Forbidden", "Missing scope"),
        ("something else expanded", Organizer, "GET", "/solutions/virtualEvents/webinars/OPEN/registrations/OWN?$expand=answers", None, 400, "BadRequest", "'answers'"),
        ("a registration by address", Organizer, "GET", "/solutions/virtualEvents/webinars/OPEN/registrations(email='diane1@example.org')", None, 400, "BadRequest", "registrations(email="),
        ("a registration by a stranger", Tomasz, "GET", "/solutions/virtualEvents/webinars/OPEN/registrations/OWN", None, 403, "Forbidden", ""),
        ("an unknown registration", Organizer, "GET", "/solutions/virtualEvents/webinars/OPEN/registrations/x", None, 404, "NotFound", ""),
        ("an outsider canceled by a person", Organizer, "POST", "/solutions/virtualEvents/webinars/OPEN/registrations/REG/cancel", None, 403, "Forbidden", "application permissions"),
        ("an outsider canceled by a tenant-wide permission", Application, "POST", "/solutions/virtualEvents/webinars/OPEN/registrations/REG/cancel", None, 403, "Forbidden", "Missing scope"),
        ("a registration changed", Organizer, "PATCH", "/solutions/virtualEvents/webinars/OPEN/registrations/OWN", Some(json!({})), 405, "Request_BadRequest", ""),
    ]
}

/// The webinars that rows speak of, by the words that stand for them.
async fn stage(planner: &Planner) -> Vec<(&'static str, String)> {
    let id = |path: String| path.rsplit('/').next().expect("an id").to_owned();
    let open = planner.published().await;
    let gone = planner.published().await;
    planner.ask("POST", &format!("{gone}/cancel"), None).await;
    let mut internal = webinar();
    internal["audience"] = json!("organization");
    let asks = planner.draft(internal).await;
    let question = custom("singleChoice", &["Lisbon", "Porto"], true);
    let question =
        planner.ask("POST", &format!("{asks}/registrationConfiguration/questions"), Some(question)).await;
    planner.ask("POST", &format!("{asks}/publish"), None).await;
    let hall = planner.ask("POST", TOWNHALLS, Some(townhall())).await.text("id");
    let shared = planner.ask("GET", &format!("{WEBINARS}/getByUserRole(role='coOrganizer')"), None).await;
    let own = planner.ask("POST", &format!("{open}/registrations"), Some(own())).await.text("id");
    assert_eq!(planner.enrol(&open, 1).await.status, 204);
    planner.let_in(&open, &["VirtualEvent.Read.Chat"]).await;
    let list = planner.list(&open).await;
    let outsider = list.iter().find(|one| one["userId"].is_null()).expect("Diane")["id"].clone();
    planner.let_in(&open, &[]).await;
    vec![
        ("DRAFT", id(planner.draft(webinar()).await)),
        ("OPEN", id(open)),
        ("GONE", id(gone)),
        ("ASKS", id(asks)),
        ("QUESTION", question.text("id")),
        ("HALL", hall),
        ("ANA", shared.body["value"][0]["id"].as_str().expect("seeded").to_owned()),
        ("REG", outsider.as_str().expect("an id").to_owned()),
        ("OWN", own),
    ]
}

#[tokio::test]
async fn each_has_its_status_code_and_words() {
    let planner = Planner::open().await;
    let names = stage(&planner).await;
    let tomasz = planner.services.token_of("tomasz.nowak", crate::planner::SCOPES).await;
    let put = |text: String| names.iter().fold(text, |text, (name, id)| text.replace(name, id));
    for (what, who, method, path, body, status, code, words) in
        events().into_iter().chain(parts()).chain(registrations())
    {
        let body = body.map(|body| serde_json::from_str(&put(body.to_string())).expect("JSON"));
        let token = match who {
            Organizer => &planner.services.token,
            Tomasz => &tomasz,
            Application => &planner.app,
        };
        let answer = planner.ask_as(token, method, &put(path.to_owned()), body).await;
        assert_eq!((answer.status, answer.code()), (status, code), "{what}: {}", answer.body);
        let message = answer.body["error"]["message"].as_str().unwrap_or_default();
        assert!(message.contains(words), "{what}: {words:?} is in {message:?}");
    }
}

#[tokio::test]
async fn a_permission_reaches_as_far_as_its_row_and_no_further() {
    let planner = Planner::open().await;
    let names = stage(&planner).await;
    let id = |name: &str| names.iter().find(|(known, _)| *known == name).expect("known").1.clone();
    let open = format!("{WEBINARS}/{}", id("OPEN"));
    let reader = planner.services.token_of("events", "VirtualEvent.Read").await;
    let meetings = planner.services.token_of("events", "OnlineMeetings.ReadWrite").await;
    let own = format!("{open}/registrations/{}", id("OWN"));
    let outsider = format!("{open}/registrations/{}", id("REG"));
    for (what, token, method, path, status) in [
        ("reading reads", &reader, "GET", &open, 200),
        ("reading does not write", &reader, "PATCH", &open, 403),
        ("reading does not enrol", &reader, "POST", &format!("{open}/registrations"), 403),
        ("reading sees one's own registration", &reader, "GET", &own, 200),
        ("reading is not attending", &reader, "GET", &format!("{open}/sessions/x/attendanceReports"), 403),
        ("meetings are another family", &meetings, "GET", &open, 403),
    ] {
        let answer = planner.ask_as(token, method, path, Some(json!({}))).await;
        assert_eq!(answer.status, status, "{what}: {}", answer.body);
    }
    // The tenant-wide permission to enrol also reads a registration by its id; to read alone needs a policy.
    assert_eq!(planner.ask_app("GET", &outsider, None).await.status, 200);
    planner.order("/grants/application", json!({"app": "Lectern Service", "roles": ["VirtualEvent.Read.All", "OnlineMeetingArtifact.Read.All"]})).await;
    assert_eq!(
        planner.ask_app("GET", &outsider, None).await.status,
        200,
        "a token keeps what it was issued with"
    );
    let reads = app_token(&planner.services.desk).await;
    assert_eq!(
        planner
            .ask_as(
                &reads,
                "POST",
                &format!("{open}/registrations"),
                Some(super::super::planner::outsider(7))
            )
            .await
            .status,
        403
    );
    let session = planner.ask("GET", &format!("{open}/sessions"), None).await.body["value"][0]["id"].clone();
    let attendance = format!("{open}/sessions/{}/attendanceReports", session.as_str().expect("an id"));
    for path in [&outsider, &attendance] {
        let refused = planner.ask_as(&reads, "GET", path, None).await;
        let message = refused.body["error"]["message"].as_str().unwrap_or_default();
        assert!(
            refused.status == 403 && message.contains("application access policy"),
            "{path}: {}",
            refused.body
        );
    }
    planner.order("/grants/policy", json!({"app": "Lectern Service", "user": "events"})).await;
    for path in [&outsider, &attendance] {
        assert_eq!(planner.ask_as(&reads, "GET", path, None).await.status, 200, "{path}");
    }
    // Resource-specific permissions are for one event.
    planner.let_in(&open, &["VirtualEvent.Read.Chat"]).await;
    assert_eq!(planner.ask_as(&reads, "GET", &format!("{open}/registrations"), None).await.status, 200);
    let other = format!("{WEBINARS}/{}/registrations", id("ASKS"));
    assert_eq!(planner.ask_as(&reads, "GET", &other, None).await.status, 403);
    let cancels = planner.ask_as(&reads, "POST", &format!("{outsider}/cancel"), None).await;
    assert_eq!(cancels.status, 403, "reading does not cancel: {}", cancels.body);
}

#[tokio::test]
async fn licences_policies_and_clouds_forbid_as_a_whole() {
    let planner = Planner::open().await;
    let front_desk = planner.services.token_of("front.desk", "VirtualEvent.ReadWrite").await;
    let refused = planner.ask_as(&front_desk, "POST", WEBINARS, Some(webinar())).await;
    assert_eq!((refused.status, refused.code()), (403, "Forbidden"), "{}", refused.body);
    assert!(refused.body["error"]["message"].as_str().is_some_and(|text| text.contains("licensed")));
    let tomasz = planner.services.token_of("tomasz.nowak", "VirtualEvent.ReadWrite").await;
    let made = planner.ask_as(&tomasz, "POST", WEBINARS, Some(webinar())).await;
    let order = format!("/virtual-events/{}/configuration", made.text("id"));
    let premium = planner.services.desk.control(&order, json!({"isWaitlistEnabled": true})).await;
    assert_eq!(premium.status, 400, "a waitlist needs Teams Premium: {}", premium.body);
    planner.services.switch(json!({"registrationConfigurationPatch": "applied"})).await;
    let configuration = format!("{WEBINARS}/{}/registrationConfiguration", made.text("id"));
    let body = json!({"isManualApprovalEnabled": true});
    assert_eq!(planner.ask_as(&tomasz, "PATCH", &configuration, Some(body)).await.status, 403);
    let patched = planner.ask_as(&tomasz, "PATCH", &configuration, Some(json!({"capacity": 5}))).await;
    assert_eq!((patched.status, &patched.body["capacity"]), (200, &json!(5)), "{}", patched.body);
    for (switch, value, status) in [
        ("webinarsAllowed", json!(false), 403),
        ("publicWebinarsAllowed", json!(false), 403),
        ("webinarAcceptLanguage", json!("required"), 400),
        ("cloud", json!("usGovL4"), 400),
        ("cloud", json!("china"), 400),
    ] {
        let was = planner.services.desk.look("/switches").await;
        planner.services.switch(json!({ switch: value })).await;
        let refused = planner.ask("POST", WEBINARS, Some(webinar())).await;
        assert_eq!(refused.status, status, "{switch}: {}", refused.body);
        if value == "china" {
            assert_eq!(
                planner.ask("POST", "/me/onlineMeetings", Some(json!({}))).await.status,
                400,
                "no meetings"
            );
            assert_eq!(planner.ask("GET", "/me/events", None).await.status, 200, "and a calendar");
        }
        planner.services.switch(was).await;
    }
}

#[tokio::test]
async fn each_open_question_can_be_answered_the_other_way() {
    let planner = Planner::open().await;
    let names = stage(&planner).await;
    let id = |name: &str| names.iter().find(|(known, _)| *known == name).expect("known").1.clone();
    let open = format!("{WEBINARS}/{}/registrations", id("OPEN"));
    let one = format!("{open}/{}", id("OWN"));
    planner
        .services
        .switch(json!({"delegatedRegistrationList": "served", "delegatedRegistrationSessions": "served"}))
        .await;
    assert_eq!(planner.ask("GET", &open, None).await.body["value"].as_array().map(Vec::len), Some(2));
    let sessions = planner.ask("GET", &format!("{one}/sessions"), None).await;
    assert!(sessions.body["value"][0]["joinWebUrl"].is_string(), "{}", sessions.body);
    let expanding = format!("{one}?$expand=sessions");
    planner.services.switch(json!({"expandedSessions": "ignored"})).await;
    assert!(planner.ask("GET", &expanding, None).await.body.get("sessions").is_none(), "ignored");
    planner.services.switch(json!({"expandedSessions": "served"})).await;
    assert_eq!(planner.ask("GET", &expanding, None).await.body["sessions"], sessions.body["value"]);
    planner.services.switch(json!({"registrationByKey": "served"})).await;
    let by_user = format!("{open}(userId='1f0c8a62-94d7-4e1b-b3a5-7c26d0e9f841')");
    assert_eq!(planner.ask("GET", &by_user, None).await.text("id"), id("OWN"));
    assert_eq!(planner.ask("POST", &format!("{by_user}/cancel"), None).await.status, 204);
    let by_address = format!("{open}(email='diane1@example.org')");
    assert_eq!(planner.ask("GET", &by_address, None).await.text("id"), id("REG"));
    let draft = format!("{WEBINARS}/{}/registrations", id("DRAFT"));
    for (switch, status) in [("forbidden403", 403), ("notFound404", 404)] {
        planner.services.switch(json!({"unpublishedEnrolment": switch})).await;
        assert_eq!(planner.ask("POST", &draft, Some(own())).await.status, status, "{switch}");
    }
}

#[tokio::test]
async fn orders_that_make_no_sense_are_refused() {
    let planner = Planner::open().await;
    let event = planner.published().await.rsplit('/').next().expect("an id").to_owned();
    for (path, body) in [
        ("/grants/consent", json!({"scopes": ["VirtualEvent.Everything"]})),
        ("/grants/application", json!({"app": "Lectern Service", "roles": ["VirtualEvent.Read.Chat"]})),
        ("/grants/application", json!({"app": "Nobody's", "roles": []})),
        (
            "/grants/rsc",
            json!({"app": "Lectern Service", "event": event, "permissions": ["VirtualEvent.Read.All"]}),
        ),
        ("/grants/rsc", json!({"app": "Lectern Service", "event": "x", "permissions": []})),
        ("/grants/policy", json!({"app": "Lectern Service", "user": "nobody"})),
        ("/attendance", json!({})),
        ("/attendance", json!({"event": event, "people": [{"registration": "x"}]})),
        (
            "/attendance",
            json!({"event": event, "people": [{"joined": "2026-12-10T19:00:00Z", "left": "2026-12-10T18:00:00Z"}]}),
        ),
        (&*format!("/virtual-events/{event}/configuration"), json!({"size": 3})),
        (&*format!("/virtual-events/{event}/registrations/x/approve"), json!({})),
    ] {
        let answer = planner.services.desk.control(path, body.clone()).await;
        assert!((400..500).contains(&answer.status), "{path} {body}: {answer:?}");
        assert!(answer.body["error"]["message"].is_string(), "and says why: {answer:?}");
    }
}
