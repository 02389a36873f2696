//! `/me/onlineMeetings`

use axum::http::{Method, StatusCode};
use jiff::{Timestamp, ToSpan};
use serde_json::{Map, Value, json};

use super::attendance;
use super::event_change::Setting;
use super::meeting::{Meeting, attendee};
use super::meeting_filter::Wanted;
use super::meeting_shape::{CREATE, CREATE_OR_GET, UPDATE};
use super::odata::Options;
use super::permit;
use super::refusal::{Outcome, Refusal};
use super::route::Ask;
use super::shape::Shape;
use crate::switches::{JoinUrlFilterByOther, JoinUrlFilterByShort, JoinUrlFilterNoMatch};
use crate::tenant::Tenant;
use crate::wire::Reply;
use crate::world::World;

pub(crate) fn answer(world: &mut World, ask: &Ask<'_>, path: &[&str]) -> Outcome<Reply> {
    let method = &ask.call.method;
    match path {
        [] if method == Method::GET => find(world, ask),
        [] if method == Method::POST => create(world, ask),
        [name] if name.eq_ignore_ascii_case("createOrGet") && method == Method::POST => {
            create_or_get(world, ask)
        }
        [id] if method == Method::GET => get(world, ask, id),
        [id] if method == Method::PATCH => update(world, ask, id),
        [id] if method == Method::DELETE => delete(world, ask, id),
        [] | [_] => Err(Refusal::method_not_allowed()),
        [id, name, rest @ ..] if name.eq_ignore_ascii_case("attendanceReports") && method == Method::GET => {
            attended(world, ask, id, rest)
        }
        [_, other, ..] => Err(Refusal::no_such_segment(other)),
    }
}

/// `GET /me/onlineMeetings?$filter=…`
fn find(world: &World, ask: &Ask<'_>) -> Outcome<Reply> {
    permit::read_meetings(world, &ask.grant, &ask.owner)?;
    own(ask)?;
    let query = ask.query();
    let (filters, others): (Vec<_>, Vec<_>) =
        query.into_iter().partition(|(name, _)| name.eq_ignore_ascii_case("$filter"));
    let Some((_, filter)) = filters.first() else {
        return Err(Refusal::bad_request(
            "BadRequest",
            "Filter expression expected - /me/onlineMeetings?$filter=…",
        ));
    };
    let wanted = Wanted::read(filter)?;
    let options = Options::read(&others, &CREATE)?;
    let found = world.graph.meetings.values().find(|meeting| match &wanted {
        Wanted::JoinWebUrl(url) => meeting.join_url == *url,
        Wanted::JoinMeetingId(number) => meeting.number == number.replace(' ', ""),
    });
    let value = match found {
        Some(meeting)
            if meeting.organizer == ask.owner
                && matches!(&wanted, Wanted::JoinWebUrl(url) if is_short(url))
                && world.switches.join_url_filter_by_short == JoinUrlFilterByShort::EmptyList =>
        {
            Vec::new()
        }
        Some(meeting) if meeting.organizer == ask.owner => {
            vec![options.project(meeting.answer(&world.tenant))]
        }
        Some(_) => match world.switches.join_url_filter_by_other {
            JoinUrlFilterByOther::Forbidden403 => return Err(no_access()),
            JoinUrlFilterByOther::EmptyList => Vec::new(),
        },
        None => match world.switches.join_url_filter_no_match {
            JoinUrlFilterNoMatch::NotFound404 => return Err(not_found()),
            JoinUrlFilterNoMatch::EmptyList => Vec::new(),
        },
    };
    let context = context(world, ask, "");
    Ok(Reply::json(StatusCode::OK, json!({"@odata.context": context, "value": value})))
}

fn is_short(join_url: &str) -> bool {
    join_url.split('/').nth(3) == Some("meet")
}

/// `GET /me/onlineMeetings/{id}`
fn get(world: &World, ask: &Ask<'_>, id: &str) -> Outcome<Reply> {
    permit::read_meetings(world, &ask.grant, &ask.owner)?;
    own(ask)?;
    let options = Options::read(&ask.query(), &CREATE)?;
    let meeting = mine(world, ask, id)?;
    let answer = options.project(meeting.answer(&world.tenant));
    Ok(one(world, ask, answer, StatusCode::OK))
}

/// `POST /me/onlineMeetings`: a meeting with no calendar item.
fn create(world: &mut World, ask: &Ask<'_>) -> Outcome<Reply> {
    permit::write_meetings(world, &ask.grant, &ask.owner)?;
    own(ask)?;
    let object = read(&CREATE, ask)?;
    let meeting = new(world, ask, object)?;
    let answer = meeting.answer(&world.tenant);
    world.graph.meetings.insert(meeting.id.clone(), meeting);
    Ok(one(world, ask, answer, StatusCode::CREATED))
}

/// `POST /me/onlineMeetings/createOrGet`
fn create_or_get(world: &mut World, ask: &Ask<'_>) -> Outcome<Reply> {
    permit::write_meetings(world, &ask.grant, &ask.owner)?;
    own(ask)?;
    let mut object = read(&CREATE_OR_GET, ask)?;
    let external = match object.remove("externalId") {
        Some(Value::String(id)) if !id.is_empty() => id,
        _ => return Err(Refusal::bad_request("InvalidArgument", "externalId is required.")),
    };
    let known =
        world.graph.meetings.values().find(|meeting| {
            meeting.organizer == ask.owner && meeting.external_id.as_ref() == Some(&external)
        });
    if let Some(known) = known {
        return Ok(one(world, ask, known.answer(&world.tenant), StatusCode::OK));
    }
    let mut meeting = new(world, ask, object)?;
    meeting.external_id = Some(external);
    let answer = meeting.answer(&world.tenant);
    world.graph.meetings.insert(meeting.id.clone(), meeting);
    Ok(one(world, ask, answer, StatusCode::CREATED))
}

fn new(world: &World, ask: &Ask<'_>, mut object: Map<String, Value>) -> Outcome<Meeting> {
    let organizer = world.tenant.user(&ask.owner).ok_or_else(not_found)?;
    if !organizer.teams_licensed {
        return Err(Refusal::forbidden("The user is not licensed for Microsoft Teams."));
    }
    let start = instant(object.remove("startDateTime")).unwrap_or(ask.now);
    let end = match instant(object.remove("endDateTime")) {
        Some(end) => end,
        None => start.checked_add(1.hour()).unwrap_or(start),
    };
    check_times(start, end)?;
    let subject = object.remove("subject").and_then(|value| value.as_str().map(str::to_owned));
    let link_form = world.switches.join_url_form;
    let setting = Setting { tenant: &world.tenant, organizer, link_form, now: ask.now, seed: None };
    let mut meeting = Meeting::new(setting, start, end, subject.unwrap_or_default());
    if let Some(settings) = object.remove("joinMeetingIdSettings") {
        meeting.passcode_required = settings["isPasscodeRequired"].as_bool().unwrap_or(true);
    }
    object.remove("chatInfo");
    object.remove("isBroadcast");
    apply(&world.tenant, &mut meeting, object);
    Ok(meeting)
}

/// `PATCH /me/onlineMeetings/{id}`
fn update(world: &mut World, ask: &Ask<'_>, id: &str) -> Outcome<Reply> {
    permit::write_meetings(world, &ask.grant, &ask.owner)?;
    own(ask)?;
    let mut object = read(&UPDATE, ask)?;
    let mut meeting = mine(world, ask, id)?.clone();
    let (start, end) = (instant(object.remove("startDateTime")), instant(object.remove("endDateTime")));
    match (start, end) {
        (Some(start), Some(end)) => {
            check_times(start, end)?;
            (meeting.start, meeting.end) = (start, end);
        }
        (None, None) => {}
        _ => {
            return Err(Refusal::bad_request(
                "BadRequest",
                "StartDateTime and EndDateTime must be updated together.",
            ));
        }
    }
    let names_presenters = object.get("allowedPresenters").is_some_and(|value| value == "roleIsPresenter");
    let lists_attendees = object.get("participants").is_some_and(|value| value["attendees"].is_array());
    if names_presenters && !lists_attendees {
        return Err(Refusal::bad_request(
            "BadRequest",
            "The full list of attendees with their roles is required when allowedPresenters is roleIsPresenter.",
        ));
    }
    if let Some(subject) = object.remove("subject") {
        subject.as_str().unwrap_or_default().clone_into(&mut meeting.subject);
    }
    apply(&world.tenant, &mut meeting, object);
    let answer = meeting.answer(&world.tenant);
    world.graph.meetings.insert(meeting.id.clone(), meeting);
    Ok(one(world, ask, answer, StatusCode::OK))
}

/// `DELETE /me/onlineMeetings/{id}`
fn delete(world: &mut World, ask: &Ask<'_>, id: &str) -> Outcome<Reply> {
    permit::write_meetings(world, &ask.grant, &ask.owner)?;
    own(ask)?;
    let id = mine(world, ask, id)?.id.clone();
    world.graph.meetings.remove(&id);
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}

/// `GET /me/onlineMeetings/{id}/attendanceReports` and what is under it.
fn attended(world: &World, ask: &Ask<'_>, id: &str, path: &[&str]) -> Outcome<Reply> {
    permit::read_attendance(world, &ask.grant, &ask.owner)?;
    own(ask)?;
    let meeting = mine(world, ask, id)?;
    let context = context(world, ask, &format!("('{}')/attendanceReports", meeting.id));
    attendance::answer(world, ask, &meeting.id, &context, path)
}

fn apply(tenant: &Tenant, meeting: &mut Meeting, mut object: Map<String, Value>) {
    if let Some(participants) = object.remove("participants")
        && let Some(given) = participants["attendees"].as_array()
    {
        let known = |one: &Value| {
            let id = one["identity"]["user"]["id"].as_str().or(one["upn"].as_str())?;
            tenant.find_user(id)
        };
        meeting.attendees = given.iter().map(|one| attendee(known(one), one)).collect();
    }
    for (name, value) in object {
        match meeting.options.get_mut(&name) {
            // Parts of a complex option that are not mentioned stay.
            Some(Value::Object(known)) if value.is_object() => {
                known.extend(value.as_object().cloned().unwrap_or_default());
            }
            _ if value.is_null() => {
                meeting.options.remove(&name);
            }
            _ => {
                meeting.options.insert(name, value);
            }
        }
    }
}

/// What an organizer sets on the options' page in Teams, without Graph: for every meeting of that subject. The names and
/// values are those that Graph takes. Tells how many meetings there were.
pub(crate) fn set_options(world: &mut World, subject: &str, options: &Value) -> Outcome<usize> {
    let given = UPDATE.read(options.to_string().as_bytes(), Some("application/json"))?;
    let World { graph, tenant, .. } = world;
    let of_subject = graph.meetings.values_mut().filter(|meeting| meeting.subject == subject);
    Ok(of_subject.map(|meeting| apply(tenant, meeting, given.clone())).count())
}

fn check_times(start: Timestamp, end: Timestamp) -> Outcome<()> {
    (end >= start).then_some(()).ok_or_else(|| {
        Refusal::bad_request("BadRequest", "The meeting's EndDateTime must not be before its StartDateTime.")
    })
}

fn instant(value: Option<Value>) -> Option<Timestamp> {
    value?.as_str()?.parse().ok()
}

/// The body, with the meetings service's own name for what may not be set.
fn read(shape: &Shape, ask: &Ask<'_>) -> Outcome<Map<String, Value>> {
    shape.read(&ask.call.body, ask.content_type()).map_err(|mut refusal| {
        if refusal.code == "ErrorInvalidPropertySet" {
            "InvalidArgument".clone_into(&mut refusal.code);
        }
        refusal
    })
}

/// A meeting of the asking organizer, by id.
fn mine<'w>(world: &'w World, ask: &Ask<'_>, id: &str) -> Outcome<&'w Meeting> {
    let meeting = world.graph.meetings.get(id).ok_or_else(not_found)?;
    if meeting.organizer == ask.owner { Ok(meeting) } else { Err(no_access()) }
}

/// A delegated token reaches its own user's meetings only.
fn own(ask: &Ask<'_>) -> Outcome<()> {
    match &ask.grant.user {
        Some(user) if *user != ask.owner => Err(no_access()),
        _ => Ok(()),
    }
}

fn no_access() -> Refusal {
    Refusal::forbidden("3003: User does not have access to lookup meeting.")
}

fn not_found() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "NotFound", "3004: Meeting does not exist.")
}

fn one(world: &World, ask: &Ask<'_>, answer: Value, status: StatusCode) -> Reply {
    let mut body = json!({"@odata.context": context(world, ask, "/$entity")});
    if let (Value::Object(body), Value::Object(answer)) = (&mut body, answer) {
        body.extend(answer);
    }
    Reply::json(status, body)
}

fn context(world: &World, ask: &Ask<'_>, rest: &str) -> String {
    format!("{}/v1.0/$metadata#users('{}')/onlineMeetings{rest}", world.urls.graph, ask.owner)
}
