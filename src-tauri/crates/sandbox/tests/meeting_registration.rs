//! The registration of meetings in beta, as it was before Microsoft retired it.

use serde_json::{Value, json};

use crate::planner::Planner;
use crate::services::encode;

/// A planner whose tenant still has it, and the path of a meeting's registration.
pub async fn served() -> (Planner, String) {
    let planner = Planner::open().await;
    planner.services.switch(json!({"meetingRegistration": "served"})).await;
    let event = planner.services.new_event(crate::services::event(None)).await;
    let link = event.body["onlineMeeting"]["joinUrl"].as_str().expect("a link");
    let found = format!("/me/onlineMeetings?$filter=JoinWebUrl%20eq%20'{}'", encode(link));
    let found = planner.ask("GET", &found, None).await;
    let id = found.body["value"][0]["id"].as_str().expect("an id").to_owned();
    (planner, format!("/beta/me/onlineMeetings/{id}/registration"))
}

pub fn external(allowed: &str) -> Value {
    json!({"@odata.type": "#microsoft.graph.externalMeetingRegistration", "allowedRegistrant": allowed})
}

pub fn plain(allowed: &str) -> Value {
    json!({
        "@odata.type": "#microsoft.graph.meetingRegistration", "allowedRegistrant": allowed,
        "subject": "Ignite", "description": "Two days.", "startDateTime": "2026-12-01T08:00:00-08:00",
        "endDateTime": "2026-12-02T04:00:00-08:00",
        "speakers": [{"displayName": "Henry Ross", "bio": "Chairman"}],
        "customQuestions": [
            {"displayName": "A developer?", "answerInputType": "radioButton", "answerOptions": ["Yes", "No"],
             "isRequired": true},
            {"displayName": "Where from?", "answerInputType": "text"},
        ],
    })
}

#[tokio::test]
async fn an_external_registrant_is_told_their_link_once() {
    let (planner, path) = served().await;
    let made = planner.ask("POST", &path, Some(external("everyone"))).await;
    assert_eq!((made.status, &made.body["allowedRegistrant"]), (201, &json!("everyone")), "{}", made.body);
    let registrants = format!("{path}/registrants");
    let one = planner.ask("POST", &registrants, Some(json!({"id": "ticket 1"}))).await;
    assert_eq!(one.status, 200, "200, not 201: {}", one.body);
    assert!(
        one.text("joinWebUrl").contains("%22prid%22%3a%22ticket%201%22"),
        "the id that was sent: {}",
        one.body
    );
    assert_ne!(one.text("id"), "ticket 1", "as in the documentation's sample");
    planner.services.switch(json!({"externalRegistrantId": "asSent"})).await;
    let two = planner.ask("POST", &registrants, Some(json!({"id": "ticket-2"}))).await;
    assert_eq!(two.text("id"), "ticket-2", "the other possible answer");
    let listed = planner.ask("GET", &registrants, None).await;
    let list = listed.body["value"].as_array().expect("a list");
    assert_eq!(list.len(), 2);
    assert!(list.iter().all(|one| one["joinWebUrl"].is_null()), "never again: {}", listed.body);
    assert_eq!(planner.ask("DELETE", &format!("{registrants}/{}", two.text("id")), None).await.status, 204);
    assert_eq!(planner.ask("GET", &registrants, None).await.body["value"].as_array().map(Vec::len), Some(1));
    assert_eq!(planner.ask("GET", &path, None).await.body["id"], made.body["id"]);
    assert_eq!(planner.ask("DELETE", &path, None).await.status, 204);
    assert_eq!(planner.ask("GET", &path, None).await.status, 404);
}

#[tokio::test]
async fn for_an_organization_the_person_is_named() {
    let (planner, path) = served().await;
    planner.ask("POST", &path, Some(external("Organization"))).await;
    let body = json!({"id": "a-1", "tenantId": "7d1f0f3c-52c8-4a5e-9d8b-4e2a6c1b9f10", "userId": "u-1"});
    let one = planner.ask("POST", &format!("{path}/registrants"), Some(body)).await;
    assert_eq!((&one.body["id"], &one.body["userId"]), (&json!("a-1"), &json!("u-1")), "{}", one.body);
    assert!(one.text("joinWebUrl").contains("%22isPublic%22%3afalse"));
}

#[tokio::test]
async fn a_plain_registration_has_a_page_questions_and_people_who_enrol_themselves() {
    let (planner, path) = served().await;
    let made = planner.ask("POST", &path, Some(plain("organization"))).await;
    assert_eq!(made.status, 201, "{}", made.body);
    assert!(made.text("registrationPageWebUrl").starts_with("https://teams.microsoft.com/registration/"));
    assert!(made.body.get("customQuestions").is_none(), "questions are not echoed");
    assert_eq!(made.body["startDateTime"], "2026-12-01T16:00:00Z");
    let questions = planner.ask("GET", &format!("{path}/customQuestions"), None).await;
    let first = questions.body["value"][0]["id"].as_str().expect("an id").to_owned();
    let more = json!({"displayName": "Shoe size", "answerInputType": "text"});
    assert_eq!(planner.ask("POST", &format!("{path}/customQuestions"), Some(more)).await.status, 201);
    let renamed = json!({"displayName": "Are you a developer?"});
    let renamed = planner.ask("PATCH", &format!("{path}/customQuestions/{first}"), Some(renamed)).await;
    assert_eq!(renamed.body["answerOptions"], json!(["Yes", "No"]), "the rest stays: {}", renamed.body);

    let ana = planner.services.token_of("ana.reyes", "OnlineMeetings.ReadWrite").await;
    let theirs = path.replace("/me/", "/users/1f0c8a62-94d7-4e1b-b3a5-7c26d0e9f841/") + "/registrants";
    let body = json!({
        "firstName": "Ana", "lastName": "Reyes", "email": "ana.reyes@contosoevents.onmicrosoft.com",
        "customQuestionAnswers": [{"questionId": first, "value": "Yes"}],
    });
    let enrolled = planner.ask_as(&ana, "POST", &theirs, Some(body.clone())).await;
    assert_eq!((enrolled.status, &enrolled.body["email"]), (200, &Value::Null), "{}", enrolled.body);
    assert!(enrolled.text("joinWebUrl").starts_with("https://teams.microsoft.com/"));
    let mut wrong = body;
    wrong["lastName"] = json!("Somebody");
    assert_eq!(planner.ask_as(&ana, "POST", &theirs, Some(wrong)).await.status, 400, "not who she is");
    let one = format!("{theirs}/{}", enrolled.text("id"));
    assert_eq!(
        planner.ask("DELETE", &one, None).await.status,
        403,
        "an organizer removes external ones only"
    );
    assert_eq!(planner.ask_as(&ana, "DELETE", &one, None).await.status, 204);
    let changed = planner.ask("PATCH", &path, Some(json!({"subject": "Ignite again"}))).await;
    assert_eq!(changed.body["subject"], "Ignite again");
}

#[tokio::test]
async fn for_everyone_an_application_enrols_and_the_answer_is_empty() {
    let (planner, path) = served().await;
    planner.ask("POST", &path, Some(plain("everyone"))).await;
    let question =
        planner.ask("GET", &format!("{path}/customQuestions"), None).await.body["value"][0]["id"].clone();
    planner
        .order("/grants/application", json!({"app": "Lectern Service", "roles": ["OnlineMeetings.Read.All"]}))
        .await;
    planner.order("/grants/policy", json!({"app": "Lectern Service", "user": "events"})).await;
    let app = crate::planner::app_token(&planner.services.desk).await;
    let theirs = path.replace("/me/", "/users/1f0c8a62-94d7-4e1b-b3a5-7c26d0e9f841/") + "/registrants";
    let body = json!({
        "firstName": "Lisa", "lastName": "Adkins", "email": "lisa@example.org",
        "customQuestionAnswers": [{"questionId": question, "value": "No"}],
    });
    let enrolled = planner.ask_as(&app, "POST", &theirs, Some(body)).await;
    assert_eq!((enrolled.status, &enrolled.body["joinWebUrl"]), (200, &json!("")), "the link goes by mail");
    let listed = planner.ask("GET", &format!("{path}/registrants"), None).await;
    assert_eq!(listed.body["value"][0]["email"], "lisa@example.org", "{}", listed.body);
}
