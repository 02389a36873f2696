use crate::listener::{Listener, Reply, transport};
use lectern_microsoft::AccessToken;
use lectern_microsoft::graph::{
    Change, DateTimeTimeZone, DeltaLink, DeltaStart, EventPatch, Graph, GraphError, NewEvent, Preferences,
};
use serde_json::json;

fn graph(listener: &Listener) -> Graph {
    Graph::new(transport(), listener.url.clone())
}

fn token() -> AccessToken {
    AccessToken::new("at-1")
}

#[tokio::test]
async fn an_event_is_created_and_its_meeting_found() {
    let join_url = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_a%40thread.v2/0?context=%7b%22Tid%22%3a%22t%22%7d";
    let event = json!({"id": "AAMk-_=", "@odata.etag": "W/\"ck\"", "onlineMeeting": {"joinUrl": join_url}});
    let meetings = json!({"value": [{"id": "MSp/x", "joinWebUrl": join_url}]});
    let listener = Listener::playing(vec![
        Reply::json(201, event),
        Reply::json(200, meetings),
        Reply::json(200, json!({"id": "MSp/x"})),
        Reply::Answer(202, String::new(), String::new()),
    ])
    .await;
    let (graph, token) = (graph(&listener), token());
    let user = graph.as_user(&token);
    let at = |time: &str| DateTimeTimeZone {
        date_time: time.to_owned(),
        time_zone: "Romance Standard Time".to_owned(),
    };
    let new = NewEvent::teams("Launch", at("2026-12-01T18:00:00"), at("2026-12-01T19:00:00"), "t-1");
    let preferences = Preferences {
        time_zone: Some("Romance Standard Time".to_owned()),
        immutable_ids: true,
        page_size: None,
    };
    let event = user.events().preferring(preferences).create(&new).await.expect("created");
    let join_url = event.online_meeting.and_then(|meeting| meeting.join_url).expect("a join URL");
    let meetings = user.online_meetings().by_join_url(&join_url).await.expect("found");
    user.online_meetings().get(&meetings[0].id).await.expect("read");
    user.events().cancel(&event.id, "Rain").await.expect("a 202 has no body");

    let seen = listener.seen();
    assert_eq!(seen[0].line, "POST /v1.0/me/events HTTP/1.1");
    assert_eq!(seen[0].header("authorization"), Some("Bearer at-1"));
    let prefer = seen[0].header("prefer");
    assert_eq!(prefer, Some("outlook.timezone=\"Romance Standard Time\", IdType=\"ImmutableId\""));
    assert_eq!(
        seen[1].line,
        "GET /v1.0/me/onlineMeetings?$filter=JoinWebUrl%20eq%20%27https%3A%2F%2Fteams.microsoft.com%2Fl%2Fmeetup-join%2F\
         19%253ameeting_a%2540thread.v2%2F0%3Fcontext%3D%257b%2522Tid%2522%253a%2522t%2522%257d%27 HTTP/1.1",
        "anything but the URL encoded once more is a 400"
    );
    assert_eq!(seen[2].line, "GET /v1.0/me/onlineMeetings/MSp%2Fx HTTP/1.1", "a raw / would be another path");
    assert_eq!(seen[3].line, "POST /v1.0/me/events/AAMk-_%3D/cancel HTTP/1.1");
    assert_eq!(seen[3].body, r#"{"Comment":"Rain"}"#);
}

#[tokio::test]
async fn a_challenge_reaches_the_caller() {
    let challenge =
        "WWW-Authenticate: Bearer realm=\"\", error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"";
    let body = json!({"error": {"code": "InvalidAuthenticationToken", "message": "Continuous access evaluation …",
        "innerError": {"date": "2026-11-23T10:00:00", "request-id": "inner"}}});
    let refused = Reply::json(401, body)
        .with("WWW-Authenticate: PoP nonce=\"x\"")
        .with(challenge)
        .with("request-id: r-1");
    let listener = Listener::playing(vec![refused]).await;
    let (graph, token) = (graph(&listener), token());
    let error = graph.as_user(&token).me().await.expect_err("challenged");
    assert!(error.unauthorized() && !error.ambiguous());
    assert_eq!(error.claims(), Some(r#"{"a":1}"#), "without the claims the new token is refused as well");
    assert_eq!(error.service().and_then(|error| error.request_id.as_deref()), Some("r-1"));
}

#[tokio::test]
async fn a_patch_carries_its_etag_and_a_conflict_shows() {
    let body = json!({"error": {"code": "ErrorIrresolvableConflict", "message": "m"}});
    let listener = Listener::playing(vec![Reply::json(412, body)]).await;
    let (graph, token) = (graph(&listener), token());
    let patch = EventPatch { subject: Some("Later".to_owned()), ..EventPatch::default() };
    let error =
        graph.as_user(&token).events().update("a", &patch, Some("W/\"ck\"")).await.expect_err("conflict");
    assert!(error.conflict());
    let sent = &listener.seen()[0];
    assert_eq!((sent.header("if-match"), sent.body.as_str()), (Some("W/\"ck\""), r#"{"subject":"Later"}"#));
    let error = graph.as_user(&token).events().get("..").await.expect_err("no id");
    assert_eq!((error, listener.seen().len()), (GraphError::Id, 1), "nothing may be sent");
}

#[tokio::test]
async fn a_delta_is_followed_to_its_end() {
    let window = DeltaStart::Window {
        start: "2026-11-01T00:00:00Z".parse().expect("a time"),
        end: "2027-11-01T00:00:00Z".parse().expect("a time"),
    };
    let listener = Listener::playing_here(|url| {
        let link = format!("{url}v1.0/me/calendarView/delta?$skiptoken=R0%2b-_~");
        let next = json!({"value": [{"id": "b"}], "@odata.nextLink": link});
        let done = json!({"value": [{"id": "a", "@removed": {"reason": "deleted"}}], "@odata.deltaLink": "http://x/d"});
        vec![Reply::json(200, next), Reply::json(200, done)]
    })
    .await;
    let (first, token) = (graph(&listener), token());
    let preferences = Preferences { page_size: Some(2), ..Preferences::default() };
    let events = first.as_user(&token).events().preferring(preferences);
    let round = events.calendar_changes(window).await.expect("two pages");
    assert_eq!(round.changes.len(), 2, "a page may not be forgotten");
    assert_eq!(round.changes[1], Change::Removed { id: "a".to_owned() });
    let requests = listener.seen();
    let bounds = "startDateTime=2026-11-01T00%3A00%3A00Z&endDateTime=2027-11-01T00%3A00%3A00Z";
    assert_eq!(requests[0].line, format!("GET /v1.0/me/calendarView/delta?{bounds} HTTP/1.1"));
    assert_eq!(
        requests[1].line, "GET /v1.0/me/calendarView/delta?$skiptoken=R0%2b-_~ HTTP/1.1",
        "sign by sign"
    );
    assert_eq!(
        requests[1].header("prefer"),
        Some("odata.maxpagesize=2"),
        "the link does not carry the preference"
    );
    let foreign = first.as_user(&token).events().calendar_view_delta(&DeltaStart::Link(round.link)).await;
    assert!(
        matches!(foreign, Err(GraphError::Link { .. })),
        "the token would go to another host: {foreign:?}"
    );

    let gone = json!({"error": {"code": "syncStateNotFound", "message": "m"}});
    let listener = Listener::playing(vec![Reply::json(410, gone)]).await;
    let link = listener.url.join("/v1.0/me/calendarView/delta?$deltatoken=R0us%2b-_").expect("a link");
    let start = DeltaStart::Link(DeltaLink::new(link.as_str()));
    let error =
        graph(&listener).as_user(&token).events().calendar_view_delta(&start).await.expect_err("gone");
    assert!(error.resync_required(), "else the calendar is never read again");
    let sent = &listener.seen()[0];
    assert_eq!(
        sent.line, "GET /v1.0/me/calendarView/delta?$deltatoken=R0us%2b-_ HTTP/1.1",
        "links are followed sign by sign"
    );
}
