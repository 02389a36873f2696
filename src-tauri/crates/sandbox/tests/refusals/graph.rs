//! Graph's refusals.

use base64::Engine;
use serde_json::{Value, json};

use crate::services::{Services, event};

/// What is wrong, method, path, body, status, code, and a part of the message.
/// In paths `EVENT`, `OTHERS` and `MEETING` stand for ids: an own event, one that Ana organizes, an own meeting.
type Row = (&'static str, &'static str, &'static str, Option<Value>, u16, &'static str, &'static str);

#[allow(clippy::unnecessary_wraps, reason = "as a row has it")]
fn with(name: &str, value: Value) -> Option<Value> {
    let mut body = event(None);
    body[name] = value;
    Some(body)
}

#[allow(clippy::unnecessary_wraps, reason = "as a row has it")]
fn without(name: &str) -> Option<Value> {
    let mut body = event(None);
    body.as_object_mut().expect("an object").remove(name);
    Some(body)
}

fn at(date_time: &str, zone: &str) -> Value {
    json!({"dateTime": date_time, "timeZone": zone})
}

const EVENTS: &str = "/me/events";
const VIEW: &str = "/me/calendarView";
const DELTA: &str =
    "/me/calendarView/delta?startDateTime=2026-12-01T00:00:00Z&endDateTime=2027-01-01T00:00:00Z";

#[rustfmt::skip]
fn bodies() -> Vec<Row> {
    let crowd: Vec<Value> = (0..501).map(|n| json!({"emailAddress": {"address": format!("p{n}@example.org")}})).collect();
    vec![
        ("unknown property", "POST", EVENTS, with("title", json!("x")), 400, "RequestBodyRead", "The property 'title' does not exist on type 'Microsoft.OutlookServices.Event'."),
        ("unknown property within", "POST", EVENTS, with("start", json!({"dateTime": "2026-12-01T18:00:00", "zone": "UTC"})), 400, "RequestBodyRead", "'zone' does not exist on type 'Microsoft.OutlookServices.DateTimeTimeZone'"),
        ("wrong case of a property", "POST", EVENTS, with("Subject", json!("x")), 400, "RequestBodyRead", "'Subject'"),
        ("wrong type", "POST", EVENTS, with("isOnlineMeeting", json!("true")), 400, "RequestBodyRead", "'Edm.Boolean'"),
        ("object where text is", "POST", EVENTS, with("subject", json!({})), 400, "RequestBodyRead", "'PrimitiveValue' node was expected"),
        ("unknown enumeration value", "POST", EVENTS, with("showAs", json!("away")), 400, "RequestBodyRead", "Requested value 'away' was not found."),
        ("null collection", "POST", EVENTS, with("attendees", Value::Null), 400, "UnableToDeserializePostBody", "were unable to deserialize"),
        ("another type", "POST", EVENTS, with("@odata.type", json!("#microsoft.graph.message")), 400, "RequestBodyRead", "microsoft.graph.message"),
        ("unknown time zone", "POST", EVENTS, with("start", at("2026-12-01T18:00:00", "Mars/Olympus")), 400, "TimeZoneNotSupportedException", "'Mars/Olympus'"),
        ("no time zone", "POST", EVENTS, with("start", json!({"dateTime": "2026-12-01T18:00:00"})), 400, "TimeZoneNotSupportedException", "A valid TimeZone value must be specified"),
        ("no date", "POST", EVENTS, with("start", at("tomorrow", "UTC")), 400, "RequestBodyRead", "'tomorrow'"),
        ("offset beside a zone", "POST", EVENTS, with("start", at("2026-12-01T18:00:00+02:00", "UTC")), 400, "RequestBodyRead", "+02:00"),
        ("no start", "POST", EVENTS, without("start"), 400, "ErrorPropertyValidationFailure", ""),
        ("end before start", "POST", EVENTS, with("end", at("2026-12-01T17:00:00", "Europe/Paris")), 400, "ErrorPropertyValidationFailure", "At least one property failed validation."),
        ("all day and not midnight", "POST", EVENTS, with("isAllDay", json!(true)), 400, "ErrorPropertyValidationFailure", ""),
        ("501 attendees", "POST", EVENTS, with("attendees", Value::Array(crowd)), 400, "ErrorExceededMaxRecipientLimit", "500"),
        ("attendee without an address", "POST", EVENTS, with("attendees", json!([{"emailAddress": {"name": "Ana"}}])), 400, "ErrorInvalidRecipients", ""),
        ("read-only property", "POST", EVENTS, with("organizer", json!({})), 400, "ErrorInvalidPropertySet", "organizer"),
        ("join link of one's own", "POST", EVENTS, with("onlineMeeting", json!({})), 400, "ErrorInvalidPropertySet", "onlineMeeting"),
        ("provider that is not allowed", "POST", EVENTS, with("onlineMeetingProvider", json!("skypeForBusiness")), 400, "ErrorInvalidRequest", "allowedOnlineMeetingProviders"),
        ("weekly without days", "POST", EVENTS, with("recurrence", json!({"pattern": {"type": "weekly", "interval": 1}, "range": {"type": "noEnd"}})), 400, "ErrorPropertyValidationFailure", ""),
        ("transactionId later", "PATCH", "/me/events/EVENT", Some(json!({"transactionId": "x"})), 400, "ErrorInvalidPropertySet", "transactionId"),
        ("end before the existing start", "PATCH", "/me/events/EVENT", Some(json!({"end": at("2020-01-01T00:00:00", "UTC")})), 400, "ErrorPropertyValidationFailure", ""),
        ("cancelled by an attendee", "POST", "/me/events/OTHERS/cancel", Some(json!({"comment": "x"})), 400, "ErrorAccessDenied", "You need to be an organizer to cancel a meeting."),
        ("unknown parameter of cancel", "POST", "/me/events/EVENT/cancel", Some(json!({"reason": "x"})), 400, "RequestBodyRead", "'reason'"),
    ]
}

#[rustfmt::skip]
fn addresses() -> Vec<Row> {
    vec![
        ("malformed id", "GET", "/me/events/not-an-id", None, 400, "ErrorInvalidIdMalformed", "Id is malformed."),
        ("unknown id", "GET", "/me/events/AAMkADFmMGM4YTYyLTk0ZDctNGUxYi1iM2E1LTdjMjZkMGU5Zjg0MQBGAAAAAAAAAAAA", None, 404, "ErrorItemNotFound", "The specified object was not found in the store."),
        ("raw slash in an id", "GET", "/me/events/AAMk/AAMk", None, 400, "RequestBroker--ParseUri", ""),
        ("unknown segment", "GET", "/me/diary", None, 400, "BadRequest", "Resource not found for the segment 'diary'."),
        ("unknown version", "GET", "/v2.0/me", None, 400, "BadRequest", "Invalid version: v2.0"),
        ("unknown user", "GET", "/users/nobody@contosoevents.onmicrosoft.com/events", None, 404, "Request_ResourceNotFound", "nobody@"),
        ("somebody else's calendar", "GET", "/users/ana.reyes@contosoevents.onmicrosoft.com/events", None, 403, "ErrorAccessDenied", ""),
        ("method of nothing", "PUT", EVENTS, Some(json!({})), 405, "Request_BadRequest", "HTTP method is not allowed"),
        ("view without bounds", "GET", VIEW, None, 400, "ErrorInvalidParameter", "This request requires a time window"),
        ("view with an unencoded plus", "GET", "/me/calendarView?startDateTime=2026-12-01T00:00:00+05:30&endDateTime=2026-12-02T00:00:00Z", None, 400, "ErrorInvalidParameter", "'StartDateTime' is invalid"),
        ("view of six years", "GET", "/me/calendarView?startDateTime=2020-12-01T00:00:00Z&endDateTime=2026-12-02T00:00:00Z", None, 400, "ErrorInvalidParameter", "1825"),
        ("delta with a selection", "GET", "DELTA&$select=subject", None, 400, "ErrorInvalidUrlQuery", "'$select'"),
        ("delta token of nobody", "GET", "/me/calendarView/delta?$deltatoken=abc", None, 400, "SyncStateInvalid", ""),
        ("page of 1001", "GET", "/me/events?$top=1001", None, 400, "ErrorInvalidUrlQuery", "1000"),
        ("page of letters", "GET", "/me/events?$top=ten", None, 400, "ErrorInvalidUrlQuery", "$top"),
        ("unknown selection", "GET", "/me/events?$select=title", None, 400, "RequestBroker--ParseUri", "Could not find a property named 'title'"),
        ("filter by a body", "GET", "/me/events?$filter=contains(subject,'x')", None, 400, "ErrorInvalidUrlQueryFilter", "invalid nodes"),
        ("filter by transactionId", "GET", "/me/events?$filter=transactionId%20eq%20'x'", None, 400, "ErrorInvalidUrlQueryFilter", ""),
        ("unknown option", "GET", "/me/events?$page=2", None, 400, "RequestBroker--ParseUri", "'$page'"),
        ("meetings without a filter", "GET", "/me/onlineMeetings", None, 400, "BadRequest", "Filter expression expected"),
        ("meetings by subject", "GET", "/me/onlineMeetings?$filter=subject%20eq%20'x'", None, 400, "BadRequest", "Could not find a property named 'subject'"),
        ("decoded join link", "GET", "/me/onlineMeetings?$filter=JoinWebUrl%20eq%20'https%3A%2F%2Fteams.microsoft.com%2Fl%2Fmeetup-join%2F19%3Ameeting_x%40thread.v2%2F0%3Fcontext%3D%7B%22Tid%22%3A%22t%22%7D'", None, 400, "BadRequest", "Invalid filter."),
        ("join link without quotes", "GET", "/me/onlineMeetings?$filter=JoinWebUrl%20eq%20https%3A%2F%2Fteams.microsoft.com%2Fmeet%2F1", None, 400, "BadRequest", "Invalid filter."),
        ("unknown meeting", "GET", "/me/onlineMeetings/MSpub25l", None, 404, "NotFound", ""),
        ("meeting start without its end", "PATCH", "/me/onlineMeetings/MEETING", Some(json!({"startDateTime": "2026-12-01T10:00:00Z"})), 400, "BadRequest", "updated together"),
        ("meeting's own number", "PATCH", "/me/onlineMeetings/MEETING", Some(json!({"joinMeetingIdSettings": {"isPasscodeRequired": false}})), 400, "InvalidArgument", "joinMeetingIdSettings"),
        ("meeting's organizer", "PATCH", "/me/onlineMeetings/MEETING", Some(json!({"participants": {"organizer": {"upn": "x"}}})), 400, "InvalidArgument", "organizer"),
        ("presenters without a list", "PATCH", "/me/onlineMeetings/MEETING", Some(json!({"allowedPresenters": "roleIsPresenter"})), 400, "BadRequest", "full list of attendees"),
        ("unknown lobby scope", "PATCH", "/me/onlineMeetings/MEETING", Some(json!({"lobbyBypassSettings": {"scope": "friends"}})), 400, "RequestBodyRead", "'friends'"),
        ("meeting without an instant", "POST", "/me/onlineMeetings", Some(json!({"startDateTime": "2026-12-01T10:00:00"})), 400, "RequestBodyRead", "Edm.DateTimeOffset"),
        ("createOrGet without externalId", "POST", "/me/onlineMeetings/createOrGet", Some(json!({"subject": "x"})), 400, "InvalidArgument", "externalId"),
    ]
}

#[rustfmt::skip]
fn batches() -> Vec<Row> {
    let batch = |requests: Value| Some(json!({ "requests": requests }));
    let many: Vec<Value> = (0..21).map(|n| json!({"id": n.to_string(), "method": "GET", "url": "/me"})).collect();
    let get = |id: &str, after: &[&str]| json!({"id": id, "method": "GET", "url": "/me", "dependsOn": after});
    vec![
        ("21 in a batch", "POST", "/$batch", batch(Value::Array(many)), 400, "BadRequest", "20"),
        ("an empty batch", "POST", "/$batch", batch(json!([])), 400, "BadRequest", "must not be empty"),
        ("one id twice", "POST", "/$batch", batch(json!([get("a", &[]), get("A", &[])])), 400, "BadRequest", "unique"),
        ("no id", "POST", "/$batch", batch(json!([{"method": "GET", "url": "/me"}])), 400, "BadRequest", "Id"),
        ("a batch in a batch", "POST", "/$batch", batch(json!([{"id": "1", "method": "POST", "url": "/$batch"}])), 400, "BadRequest", "another batch"),
        ("a body without its type", "POST", "/$batch", batch(json!([{"id": "1", "method": "POST", "url": "/me/events", "body": {}}])), 400, "BadRequest", "Write request with id '1' does not contain a Content-Type header."),
        ("a POST without body or type", "POST", "/$batch", batch(json!([{"id": "1", "method": "POST", "url": "/me/events/x/cancel"}])), 400, "BadRequest", "Write request id : 1 does not contain Content-Type header or body."),
        ("a POST without a body", "POST", "/$batch", batch(json!([{"id": "1", "method": "POST", "url": "/me/events/x/cancel", "headers": {"Content-Type": "application/json"}}])), 400, "BadRequest", "header or body"),
        ("a dependency on nobody", "POST", "/$batch", batch(json!([get("a", &["z"])])), 400, "BadRequest", "'z'"),
        ("neither parallel nor serial", "POST", "/$batch", batch(json!([get("a", &[]), get("b", &["a"]), get("c", &[])])), 400, "BadRequest", "all parallel"),
        ("a batch with GET", "GET", "/$batch", None, 405, "Request_BadRequest", ""),
    ]
}

#[tokio::test]
async fn each_has_its_status_code_and_words() {
    let services = Services::open().await;
    let made = services.new_event(event(None)).await;
    let meeting = services.graph("POST", "/me/onlineMeetings", Some(json!({"subject": "x"}))).await;
    let listed = services.graph("GET", "/me/events?$top=100", None).await;
    let others = listed.body["value"].as_array().expect("a list");
    let others = others.iter().find(|event| event["isOrganizer"] == false).expect("Ana's rehearsal");
    let ids = [
        ("EVENT", made.text("id")),
        ("MEETING", meeting.text("id")),
        ("OTHERS", others["id"].as_str().expect("an id").to_owned()),
        ("DELTA", DELTA.to_owned()),
    ];
    let rows: Vec<Row> = bodies().into_iter().chain(addresses()).chain(batches()).collect();
    for (what, method, path, body, status, code, words) in rows {
        let path = ids.iter().fold(path.to_owned(), |path, (name, id)| path.replace(name, id));
        let answer = services.graph(method, &path, body).await;
        assert_eq!((answer.status, answer.code()), (status, code), "{what}: {}", answer.body);
        let message = answer.body["error"]["message"].as_str().unwrap_or_default();
        assert!(message.contains(words), "{what}: {words:?} is in {message:?}");
        let inner = &answer.body["error"]["innerError"];
        assert_eq!(inner["request-id"], answer.header("request-id"), "{what}: support asks for this id");
        assert!(!inner["date"].as_str().unwrap_or("Z").ends_with('Z'), "{what}: this date has no zone");
    }
}

#[tokio::test]
async fn tokens_are_judged_before_anything_else() {
    let services = Services::open().await;
    let acs =
        services.desk.start_device_code("https://auth.msft.communication.azure.com/Teams.ManageCalls").await;
    services.desk.control(&format!("/device-codes/{}/approve", acs.text("user_code")), json!({})).await;
    let acs = services.desk.poll(&acs.text("device_code")).await.text("access_token");
    let wrong_audience = format!("Bearer {acs}");
    let expired = format!("Bearer {}", services.token);
    let empty = "Access token is empty.";
    for (what, authorization, words) in [
        ("no token", "", empty),
        ("another scheme", "Basic abc", empty),
        ("no JWT", "Bearer abc", "JWT is not well formed"),
        ("wrong audience", wrong_audience.as_str(), "Invalid audience."),
    ] {
        let headers = [("authorization", authorization)];
        let answer = services.graph_with("GET", "/me/nothing/here", &headers, None).await;
        assert_eq!((answer.status, answer.code()), (401, "InvalidAuthenticationToken"), "{what}");
        let message = answer.body["error"]["message"].as_str().unwrap_or_default();
        assert!(message.contains(words), "{what}: {message}");
        assert!(answer.header("www-authenticate").starts_with("Bearer realm=\"\""), "{what}");
    }
    services.desk.control("/clock", json!({"advanceSeconds": 90_000})).await;
    let answer = services.graph_with("GET", "/me", &[("authorization", &expired)], None).await;
    assert_eq!(answer.body["error"]["message"], "Lifetime validation failed, the token is expired.");
}

#[tokio::test]
async fn each_family_says_in_its_own_way_that_a_permission_is_missing() {
    let services = Services::open().await;
    let only = |scope: &'static str| services.token_of("events", scope);
    let (reader, calendar, meetings) =
        (only("User.Read").await, only("Calendars.Read").await, only("OnlineMeetings.Read").await);
    for (what, token, method, path, body, code) in [
        ("events", &reader, "GET", "/me/events", None, "ErrorAccessDenied"),
        ("views", &reader, "GET", VIEW, None, "ErrorAccessDenied"),
        ("writing events", &calendar, "POST", EVENTS, Some(json!({"nonsense": 1})), "ErrorAccessDenied"),
        ("finding meetings", &calendar, "GET", "/me/onlineMeetings", None, "Forbidden"),
        ("writing meetings", &meetings, "POST", "/me/onlineMeetings", Some(json!({})), "Forbidden"),
        ("attendance", &meetings, "GET", "/me/onlineMeetings/x/attendanceReports", None, "Forbidden"),
        ("the directory", &meetings, "GET", "/me", None, "Authorization_RequestDenied"),
    ] {
        let authorization = format!("Bearer {token}");
        let answer = services.graph_with(method, path, &[("authorization", &authorization)], body).await;
        assert_eq!((answer.status, answer.code()), (403, code), "{what}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_revoked_sign_in_is_challenged() {
    let services = Services::open().await;
    let claims = [("claims", r#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#)];
    let token = services.desk.sign_in("User.Read", &claims).await.text("access_token");
    services.desk.control("/grants/revoke", json!({"user": "events"})).await;
    let authorization = format!("Bearer {token}");
    let answer = services.graph_with("GET", "/me", &[("authorization", &authorization)], None).await;
    assert_eq!((answer.status, answer.code()), (401, "InvalidAuthenticationToken"));
    let challenge = answer.header("www-authenticate");
    assert!(challenge.contains("error=\"insufficient_claims\""), "{challenge}");
    let claims = challenge.split("claims=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("claims");
    let claims = base64::engine::general_purpose::STANDARD.decode(claims).expect("base64");
    let claims: Value = serde_json::from_slice(&claims).expect("JSON");
    assert!(claims["access_token"]["nbf"]["essential"] == true, "{claims}");
}

#[tokio::test]
async fn what_is_no_json_is_not_read() {
    let services = Services::open().await;
    for (kind, body) in
        [("application/json", "{\"subject\":"), ("application/json", "[]"), ("text/plain", "{}")]
    {
        let url = services.graph_url("/me/events");
        let sent =
            services.desk.http.post(url).bearer_auth(&services.token).header("content-type", kind).body(body);
        let answer: Value = sent.send().await.expect("an answer").json().await.expect("JSON");
        let message = answer["error"]["message"].as_str().unwrap_or_default();
        assert!(message.starts_with("Unable to read JSON request payload."), "{kind} {body}: {answer}");
    }
    let zone = [("prefer", "outlook.timezone=\"Mars Standard Time\"")];
    let answer = services.graph_with("GET", "/me/events", &zone, None).await;
    assert_eq!((answer.status, answer.code()), (400, "TimeZoneNotSupportedException"));
}
