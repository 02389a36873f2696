//! Online meetings: found by their link, changed, and never mixed up.

use serde_json::json;

use crate::services::{Services, encode, event};

#[tokio::test]
async fn a_meeting_is_found_by_its_link_encoded_once_more() {
    let services = Services::open().await;
    for form in ["long", "short"] {
        services.switch(json!({"joinUrlForm": form})).await;
        let made = services.new_event(event(None)).await;
        let link = made.body["onlineMeeting"]["joinUrl"].as_str().expect("a link").to_owned();
        let path = format!("/me/onlineMeetings?$filter=JoinWebUrl%20eq%20'{}'", encode(&link));
        let found = services.graph("GET", &path, None).await;
        assert_eq!(found.status, 200, "{form}: {}", found.body);
        let meeting = &found.body["value"][0];
        assert_eq!(meeting["joinWebUrl"], json!(link), "{form}: the meeting of the event");
        assert_eq!(meeting["subject"], "Product briefing");

        let path = format!("/me/onlineMeetings/{}", meeting["id"].as_str().expect("an id"));
        let options = json!({"lobbyBypassSettings": {"scope": "Everyone"}, "allowedPresenters": "organizer"});
        let changed = services.graph("PATCH", &path, Some(options)).await;
        assert_eq!(changed.status, 200, "{}", changed.body);
        let lobby = json!({"scope": "everyone", "isDialInBypassEnabled": false});
        assert_eq!(changed.body["lobbyBypassSettings"], lobby, "the service's spelling; the rest stays");
    }
}

#[tokio::test]
async fn a_link_that_is_not_encoded_once_more_is_an_invalid_filter() {
    let services = Services::open().await;
    let made = services.new_event(event(None)).await;
    let link = made.body["onlineMeeting"]["joinUrl"].as_str().expect("a link").to_owned();
    let path = format!("/me/onlineMeetings?$filter=JoinWebUrl%20eq%20'{link}'");
    let answer = services.graph("GET", &path, None).await;
    assert_eq!((answer.status, answer.code()), (400, "BadRequest"), "{}", answer.body);
    let shouted = encode(&link).replace("%253a", "%253A");
    let path = format!("/me/onlineMeetings?$filter=JoinWebUrl%20eq%20'{shouted}'");
    assert_eq!(services.graph("GET", &path, None).await.status, 404, "exactly as returned, or not found");
    services.switch(json!({"joinUrlFilterNoMatch": "emptyList"})).await;
    assert_eq!(
        services.graph("GET", &path, None).await.body["value"],
        json!([]),
        "the other possible answer"
    );
}

#[tokio::test]
async fn only_the_organizer_finds_a_meeting() {
    let services = Services::open().await;
    let made = services.new_event(event(None)).await;
    let link = made.body["onlineMeeting"]["joinUrl"].as_str().expect("a link").to_owned();
    let path = format!("/me/onlineMeetings?$filter=JoinWebUrl%20eq%20'{}'", encode(&link));
    let token = services.token_of("ana.reyes", "OnlineMeetings.Read").await;
    let authorization = format!("Bearer {token}");
    let headers = [("authorization", authorization.as_str())];
    let refused = services.graph_with("GET", &path, &headers, None).await;
    assert_eq!((refused.status, refused.code()), (403, "Forbidden"), "{}", refused.body);
    services.switch(json!({"joinUrlFilterByOther": "emptyList"})).await;
    let empty = services.graph_with("GET", &path, &headers, None).await;
    assert_eq!((empty.status, &empty.body["value"]), (200, &json!([])));
}

#[tokio::test]
async fn a_meeting_follows_its_event_and_has_a_life_of_its_own() {
    let services = Services::open().await;
    let made = services.new_event(event(None)).await;
    let path = format!("/me/events/{}", made.text("id"));
    services.graph("PATCH", &path, Some(json!({"subject": "Second title"}))).await;
    let link = made.body["onlineMeeting"]["joinUrl"].as_str().expect("a link").to_owned();
    let filter = format!("/me/onlineMeetings?$filter=JoinWebUrl%20eq%20'{}'", encode(&link));
    let found = services.graph("GET", &filter, None).await;
    assert_eq!(found.body["value"][0]["subject"], "Second title", "Teams shows the calendar's title");

    let body = json!({
        "subject": "No calendar item",
        "startDateTime": "2026-12-02T10:00:00Z", "endDateTime": "2026-12-02T11:00:00+00:00",
        "joinMeetingIdSettings": {"isPasscodeRequired": false},
    });
    let alone = services.graph("POST", "/me/onlineMeetings", Some(body)).await;
    assert_eq!(alone.status, 201, "{}", alone.body);
    let number = alone.body["joinMeetingIdSettings"]["joinMeetingId"].as_str().expect("a number");
    let by_number =
        format!("/me/onlineMeetings?$filter=joinMeetingIdSettings/joinMeetingId%20eq%20'{number}'");
    let found = services.graph("GET", &by_number, None).await;
    assert_eq!(found.body["value"][0]["id"], alone.body["id"]);
    let path = format!("/me/onlineMeetings/{}", alone.text("id"));
    assert_eq!(services.graph("DELETE", &path, None).await.status, 204);
    assert_eq!(services.graph("GET", &path, None).await.status, 404);

    let external = json!({"externalId": "e-1", "subject": "Shared"});
    let first = services.graph("POST", "/me/onlineMeetings/createOrGet", Some(external.clone())).await;
    let second = services.graph("POST", "/me/onlineMeetings/createOrGet", Some(external)).await;
    assert_eq!((first.status, second.status), (201, 200), "made once, then found");
    assert_eq!(first.body["id"], second.body["id"]);
}
