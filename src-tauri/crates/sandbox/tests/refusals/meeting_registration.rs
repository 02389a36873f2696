//! The refusals of meeting registration, and the ways in which a tenant says that it is over.

use serde_json::{Value, json};

use crate::meeting_registration::{external, plain, served};
use crate::planner::Planner;

#[tokio::test]
async fn a_retired_tenant_says_so_in_each_possible_way() {
    let planner = Planner::open().await;
    let event = planner.services.new_event(crate::services::event(None)).await;
    assert!(event.body["onlineMeeting"]["joinUrl"].is_string());
    let meeting = planner.ask("POST", "/me/onlineMeetings", Some(json!({"subject": "x"}))).await.text("id");
    let path = format!("/beta/me/onlineMeetings/{meeting}/registration");
    assert_eq!(planner.ask("GET", &path, None).await.status, 404, "retired unless switched otherwise");
    for (switch, status) in [
        ("retired400", 400),
        ("retired403", 403),
        ("retired404", 404),
        ("retired410", 410),
        ("retired501", 501),
    ] {
        planner.services.switch(json!({"meetingRegistration": switch})).await;
        for (method, body) in [("GET", None), ("POST", Some(external("everyone")))] {
            let answer = planner.ask(method, &path, body).await;
            assert_eq!(answer.status, status, "{switch} {method}: {}", answer.body);
            assert!(!answer.code().is_empty(), "{switch} {method}: {}", answer.body);
        }
    }
    planner.services.switch(json!({"meetingRegistration": "empty"})).await;
    assert_eq!(planner.ask("GET", &path, None).await.body, json!({}));
    assert_eq!(planner.ask("GET", &format!("{path}/registrants"), None).await.body, json!({"value": []}));
    assert_eq!(planner.ask("POST", &path, Some(external("everyone"))).await.status, 204);
}

/// What is wrong, method, what follows the registration's path, body, status, code, and a part of the message.
type Row = (&'static str, &'static str, &'static str, Option<Value>, u16, &'static str, &'static str);

#[rustfmt::skip]
fn before() -> Vec<Row> {
    let untyped = || Some(json!({"allowedRegistrant": "everyone"}));
    let mut unfit = plain("everyone");
    unfit["customQuestions"][0]["answerOptions"] = json!([]);
    vec![
        ("none yet", "GET", "", None, 404, "NotFound", "no registration"),
        ("no type", "POST", "", untyped(), 400, "BadRequest", "Provide microsoft.graph.meetingRegistration or microsoft.graph.externalMeetingRegistration"),
        ("the base type", "POST", "", Some(json!({"@odata.type": "#microsoft.graph.meetingRegistrationBase"})), 400, "BadRequest", "Provide microsoft.graph.meetingRegistration"),
        ("nobody allowed", "POST", "", Some(json!({"@odata.type": "#microsoft.graph.externalMeetingRegistration"})), 400, "BadRequest", "allowedRegistrant"),
        ("somebody else allowed", "POST", "", Some(external("friends")), 400, "RequestBodyRead", "'friends'"),
        ("a page for an external one", "POST", "", Some({ let mut body = external("everyone"); body["subject"] = json!("x"); body }), 400, "RequestBodyRead", "'subject'"),
        ("a choice of nothing", "POST", "", Some(unfit), 400, "BadRequest", "answerOptions"),
        ("registrants of nothing", "GET", "/registrants", None, 404, "NotFound", "no registration"),
    ]
}

#[rustfmt::skip]
fn after() -> Vec<Row> {
    vec![
        ("a second one", "POST", "", Some(external("everyone")), 409, "Conflict", "already"),
        ("an external one changed", "PATCH", "", Some(json!({"allowedRegistrant": "organization"})), 405, "Request_BadRequest", ""),
        ("questions of an external one", "GET", "/customQuestions", None, 404, "NotFound", ""),
        ("a registrant without an id", "POST", "/registrants", Some(json!({})), 400, "BadRequest", "id"),
        ("a registrant with a user where everyone may", "POST", "/registrants", Some(json!({"id": "a", "userId": "u", "tenantId": "t"})), 400, "BadRequest", "Only the id"),
        ("a registrant's link of one's own", "POST", "/registrants", Some(json!({"id": "a", "joinWebUrl": "https://x"})), 400, "InvalidArgument", "joinWebUrl"),
        ("a registrant with a name", "POST", "/registrants", Some(json!({"id": "a", "firstName": "A"})), 400, "RequestBodyRead", "'firstName'"),
        ("a registrant twice", "POST", "/registrants", Some(json!({"id": "known"})), 409, "Conflict", "already"),
        ("an unknown registrant", "DELETE", "/registrants/x", None, 404, "NotFound", ""),
        ("an unknown segment", "GET", "/guests", None, 400, "BadRequest", "'guests'"),
    ]
}

#[tokio::test]
async fn each_has_its_status_code_and_words() {
    let (planner, path) = served().await;
    let check = async |rows: Vec<Row>| {
        for (what, method, rest, body, status, code, words) in rows {
            let answer = planner.ask(method, &format!("{path}{rest}"), body).await;
            assert_eq!((answer.status, answer.code()), (status, code), "{what}: {}", answer.body);
            let message = answer.body["error"]["message"].as_str().unwrap_or_default();
            assert!(message.contains(words), "{what}: {words:?} is in {message:?}");
        }
    };
    check(before()).await;
    assert_eq!(planner.ask("POST", &path, Some(external("everyone"))).await.status, 201);
    assert_eq!(
        planner.ask("POST", &format!("{path}/registrants"), Some(json!({"id": "known"}))).await.status,
        200
    );
    check(after()).await;
}

#[tokio::test]
async fn only_the_organizer_with_the_permission_gets_in() {
    let (planner, path) = served().await;
    planner.ask("POST", &path, Some(external("everyone"))).await;
    let ana = planner.services.token_of("ana.reyes", "OnlineMeetings.ReadWrite").await;
    let reader = planner.services.token_of("events", "OnlineMeetings.Read").await;
    let registrants = format!("{path}/registrants");
    for (what, token, method, at) in [
        ("another person's meeting", &ana, "GET", &path),
        ("another person's list", &ana, "GET", &registrants),
        ("the list needs writing", &reader, "GET", &registrants),
        ("making needs writing", &reader, "POST", &path),
    ] {
        let answer = planner.ask_as(token, method, at, Some(external("everyone"))).await;
        assert_eq!((answer.status, answer.code()), (403, "Forbidden"), "{what}: {}", answer.body);
    }
    assert_eq!(
        planner.ask_as(&reader, "GET", &path, None).await.status,
        200,
        "reading reads the registration"
    );
    planner.services.switch(json!({"cloud": "usGovL5"})).await;
    assert_eq!(planner.ask("GET", &path, None).await.status, 400, "the global cloud only");
    planner.services.switch(json!({"cloud": "global"})).await;
    let elsewhere = planner.ask("GET", "/beta/me/events", None).await;
    assert_eq!(elsewhere.status, 501, "what of beta is not here is said openly");
}
