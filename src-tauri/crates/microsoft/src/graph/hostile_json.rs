//! Whatever Graph, a gateway or a damaged line sends: it is decoded or turned away by name, never a panic.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::error::ServiceError;
use super::event::Event;
use super::online_meeting::OnlineMeeting;
use super::page::Page;
use super::user::User;
use crate::transport::{Response, TransportError};

fn event() -> Value {
    json!({
        "@odata.etag": "W/\"1\"", "id": "AAMk", "transactionId": "t", "subject": "Briefing",
        "body": {"contentType": "html", "content": "<p>x</p>"},
        "start": {"dateTime": "2026-12-01T18:00:00.0000000", "timeZone": "UTC"},
        "end": {"dateTime": "2026-12-01T19:00:00.0000000", "timeZone": "UTC"},
        "location": {"displayName": "Hall"}, "type": "singleInstance", "isOnlineMeeting": true,
        "organizer": {"emailAddress": {"name": "Ana", "address": "ana@contoso.example"}},
        "attendees": [{"type": "required", "emailAddress": {"address": "b@contoso.example"}, "status": {"response": "none"}}],
        "onlineMeeting": {"joinUrl": "https://teams.microsoft.com/l/meetup-join/19%3ameeting"},
    })
}

fn meeting() -> Value {
    json!({
        "id": "MSp", "subject": "Briefing", "joinWebUrl": "https://teams.microsoft.com/l/meetup-join/19%3ameeting",
        "startDateTime": "2026-12-01T18:00:00Z", "allowedPresenters": "organizer", "allowMeetingChat": "enabled",
        "lobbyBypassSettings": {"scope": "organization", "isDialInBypassEnabled": false},
        "participants": {"organizer": {"upn": "ana@contoso.example", "identity": {"user": {"id": "1"}}}, "attendees": []},
        "joinMeetingIdSettings": {"isPasscodeRequired": true, "joinMeetingId": "1234567890", "passcode": "abc"},
        "chatInfo": {"threadId": "19:meeting@thread.v2"},
    })
}

fn bodies() -> Vec<Value> {
    let page = |value: Value| json!({"@odata.context": "c", "value": [value], "@odata.nextLink": "https://graph.microsoft.com/v1.0/me/events?$skip=1"});
    vec![
        event(),
        meeting(),
        page(event()),
        page(meeting()),
        json!({"id": "1", "displayName": "Ana", "mail": null, "userPrincipalName": "ana@contoso.example"}),
        json!({"error": {"code": "ErrorItemNotFound", "message": "m", "innerError": {"code": "c", "request-id": "r"}}}),
    ]
}

/// How many places a value has: itself and everything in it.
fn places(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(places).sum::<usize>(),
        Value::Object(members) => members.values().map(places).sum(),
        _ => 0,
    }
}

/// Does something to the value at a place; places are counted in depth-first order.
fn at(value: &mut Value, place: &mut usize, act: &mut dyn FnMut(&mut Value)) {
    if *place == 0 {
        act(value);
    }
    *place = place.wrapping_sub(1);
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| at(item, place, act)),
        Value::Object(members) => members.values_mut().for_each(|member| at(member, place, act)),
        _ => {}
    }
}

fn strange() -> impl Strategy<Value = Value> {
    let deep = (0..200_usize).prop_map(|depth| (0..depth).fold(json!(1), |inner, _| json!([inner])));
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,20}".prop_map(Value::from),
        Just(json!("\u{202e}\u{0}\u{fffd}")),
        Just(json!({})),
        Just(json!([])),
        Just(json!([null, {"id": null}])),
        deep,
    ]
}

/// Every reading that the desk does, on one body. The reasons of those that were turned away.
fn read(status: u16, body: Vec<u8>) -> Vec<TransportError> {
    let answer = Response::made(status, body);
    let refused = ServiceError::from_answer(&answer);
    assert_eq!(refused.status, status, "an error keeps its status whatever its body says");
    [
        answer.json::<Event>().err(),
        answer.json::<OnlineMeeting>().err(),
        answer.json::<Page<Event>>().err(),
        answer.json::<Page<OnlineMeeting>>().err(),
        answer.json::<User>().err(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn named(errors: &[TransportError]) -> bool {
    errors.iter().all(|error| {
        matches!(error, TransportError::Malformed { path, reason, .. } if !path.is_empty() && !reason.is_empty())
            && error.to_string().len() < 1_000
    })
}

proptest! {
    #[test]
    fn what_is_not_as_promised_is_turned_away_by_name(
        which in 0..6_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), strange()), 1..5),
        status in prop_oneof![Just(200_u16), Just(404), Just(502)],
    ) {
        let mut body = bodies().swap_remove(which);
        for (place, new) in changes {
            let mut place = place.index(places(&body));
            at(&mut body, &mut place, &mut |value| *value = new.clone());
        }
        let errors = read(status, serde_json::to_vec(&body).expect("JSON"));
        prop_assert!(named(&errors), "an error that names no place helps nobody: {errors:?} for {body}");
    }

    #[test]
    fn a_body_that_was_cut_or_scrambled_is_turned_away_by_name(
        which in 0..6_usize,
        cut in any::<prop::sample::Index>(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
    ) {
        let mut bytes = serde_json::to_vec(&bodies()[which]).expect("JSON");
        bytes.truncate(cut.index(bytes.len()));
        if !bytes.is_empty() {
            for (place, byte) in flips {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
        }
        let errors = read(200, bytes.clone());
        prop_assert!(named(&errors), "{errors:?}");
        prop_assert_eq!(errors.len(), 5, "half an answer must never pass for a whole one: {:?}", String::from_utf8_lossy(&bytes));
    }

    /// Graph adds members at any time, within a version too.
    #[test]
    fn members_that_nobody_knows_yet_do_no_harm(place in any::<prop::sample::Index>(), name in "x[a-z]{3,9}", new in strange()) {
        let (mut event, mut meeting) = (event(), meeting());
        for body in [&mut event, &mut meeting] {
            let mut place = place.index(places(body));
            at(body, &mut place, &mut |value| {
                if let Value::Object(members) = value {
                    members.insert(name.clone(), new.clone());
                }
            });
        }
        let read = |body: &Value| Response::made(200, serde_json::to_vec(body).expect("JSON"));
        prop_assert!(read(&event).json::<Event>().is_ok(), "{event}");
        prop_assert!(read(&meeting).json::<OnlineMeeting>().is_ok(), "{meeting}");
    }
}
