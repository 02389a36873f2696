//! `/beta/me/onlineMeetings/{id}/registration`: external and plain registration of a meeting. Deprecated since
//! 2024-04-01 and gone since 2024-12-12; whether and how the paths still answer is not documented, so each answer is
//! a switch.

use axum::http::{Method, StatusCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::event_answer::instant;
use super::meeting::Meeting;
use super::meeting_registrant::{self, Registrant};
use super::refusal::{Outcome, Refusal};
use super::route::Ask;
use super::shape::{self, Kind, Shape};
use super::{names, permit};
use crate::switches::MeetingRegistrationState as Answer;
use crate::wire::Reply;
use crate::world::World;

use Kind::{Boolean, Choice, Instant, List, Object, ReadOnly, Text};

/// The one registration of a meeting.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MeetingRegistration {
    pub id: String,
    /// Somebody else's system keeps the list; otherwise Teams has a page for it.
    pub external: bool,
    /// `everyone` or `organization`.
    pub allowed: String,
    /// subject, description, start, end and speakers of a plain one.
    pub page: Map<String, Value>,
    pub questions: Vec<Map<String, Value>>,
    pub registrants: Vec<Registrant>,
}

const AUDIENCES: &[&str] = &["everyone", "organization"];

const EXTERNAL: Shape = Shape {
    name: "microsoft.graph.externalMeetingRegistration",
    public: "microsoft.graph.externalMeetingRegistration",
    properties: &[("allowedRegistrant", Choice(AUDIENCES)), ("id", ReadOnly), ("registrants", ReadOnly)],
};

const PLAIN: Shape = Shape {
    name: "microsoft.graph.meetingRegistration",
    public: "microsoft.graph.meetingRegistration",
    properties: &[
        ("allowedRegistrant", Choice(AUDIENCES)),
        ("subject", Text),
        ("description", Text),
        ("startDateTime", Instant),
        ("endDateTime", Instant),
        ("speakers", List(&Object(&SPEAKER))),
        ("customQuestions", List(&Object(&QUESTION))),
        ("id", ReadOnly),
        ("registrants", ReadOnly),
        ("registrationPageWebUrl", ReadOnly),
        ("registrationPageViewCount", ReadOnly),
    ],
};

const SPEAKER: Shape = Shape {
    name: "microsoft.graph.meetingSpeaker",
    public: "microsoft.graph.meetingSpeaker",
    properties: &[("displayName", Text), ("bio", Text)],
};

const QUESTION: Shape = Shape {
    name: "microsoft.graph.meetingRegistrationQuestion",
    public: "microsoft.graph.meetingRegistrationQuestion",
    properties: &[
        ("displayName", Text),
        ("answerInputType", Choice(&["text", "radioButton"])),
        ("answerOptions", List(&Text)),
        ("isRequired", Boolean),
        ("id", ReadOnly),
    ],
};

pub(crate) fn answer(world: &mut World, ask: &Ask<'_>, id: &str, path: &[&str]) -> Outcome<Reply> {
    let method = ask.call.method.clone();
    if path.first().is_some_and(|name| name.eq_ignore_ascii_case("registrants")) {
        return meeting_registrant::answer(world, ask, id, &path[1..]);
    }
    if method == Method::GET {
        permit::read_meetings(world, &ask.grant, &ask.owner)?;
    } else {
        permit::write_meetings(world, &ask.grant, &ask.owner)?;
    }
    organizes(world, ask, id)?;
    if let Some(reply) = retired(world, ask, path.first() == Some(&"customQuestions"))? {
        return Ok(reply);
    }
    match (path, method) {
        ([], Method::POST) => create(world, ask, id),
        ([], Method::GET) => Ok(one(world, ask, id, &shown(known(world, id)?), StatusCode::OK)),
        ([], Method::PATCH) => update(world, ask, id),
        ([], Method::DELETE) => {
            world.graph.registrations.remove(id).ok_or_else(no_registration)?;
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        ([name, rest @ ..], method) if name.eq_ignore_ascii_case("customQuestions") => {
            questions(world, ask, id, rest, &method)
        }
        ([], _) => Err(Refusal::method_not_allowed()),
        ([other, ..], _) => Err(Refusal::no_such_segment(other)),
    }
}

/// What a tenant answers for which this is over; nothing where it still works.
pub(super) fn retired(world: &World, ask: &Ask<'_>, of_many: bool) -> Outcome<Option<Reply>> {
    let over = "This API has been retired. Use the webinar APIs instead.";
    let (status, code) = match world.switches.meeting_registration {
        Answer::Served => return Ok(None),
        Answer::Empty if ask.call.method == Method::GET && of_many => {
            return Ok(Some(Reply::json(StatusCode::OK, json!({"value": []}))));
        }
        Answer::Empty if ask.call.method == Method::GET => {
            return Ok(Some(Reply::json(StatusCode::OK, json!({}))));
        }
        Answer::Empty => return Ok(Some(Reply::empty(StatusCode::NO_CONTENT))),
        Answer::Retired400 => (StatusCode::BAD_REQUEST, "BadRequest"),
        Answer::Retired403 => (StatusCode::FORBIDDEN, "Forbidden"),
        Answer::Retired404 => (StatusCode::NOT_FOUND, "NotFound"),
        Answer::Retired410 => (StatusCode::GONE, "Gone"),
        Answer::Retired501 => (StatusCode::NOT_IMPLEMENTED, "NotImplemented"),
    };
    Err(Refusal::new(status, code, over))
}

/// The meeting, if the asking person organizes it.
fn organizes<'w>(world: &'w World, ask: &Ask<'_>, id: &str) -> Outcome<&'w Meeting> {
    let meeting = meeting(world, id)?;
    let theirs =
        meeting.organizer == ask.owner && ask.grant.user.as_ref().is_none_or(|user| *user == ask.owner);
    theirs.then_some(meeting).ok_or_else(no_access)
}

pub(super) fn meeting<'w>(world: &'w World, id: &str) -> Outcome<&'w Meeting> {
    world
        .graph
        .meetings
        .get(id)
        .ok_or_else(|| Refusal::new(StatusCode::NOT_FOUND, "NotFound", "3004: Meeting does not exist."))
}

pub(super) fn no_access() -> Refusal {
    Refusal::forbidden("3003: User does not have access to lookup meeting.")
}

pub(super) fn known<'w>(world: &'w World, id: &str) -> Outcome<&'w MeetingRegistration> {
    world.graph.registrations.get(id).ok_or_else(no_registration)
}

pub(super) fn known_mut<'w>(world: &'w mut World, id: &str) -> Outcome<&'w mut MeetingRegistration> {
    world.graph.registrations.get_mut(id).ok_or_else(no_registration)
}

fn no_registration() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "NotFound", "The meeting has no registration.")
}

fn create(world: &mut World, ask: &Ask<'_>, id: &str) -> Outcome<Reply> {
    let object = shape::parse(&ask.call.body, ask.content_type())?;
    let kind = object.get("@odata.type").and_then(Value::as_str).unwrap_or_default();
    let external = match kind.trim_start_matches('#') {
        name if name == EXTERNAL.public => true,
        name if name == PLAIN.public => {
            // Teams' own page is for people: an application has no part in it.
            if ask.grant.user.is_none() {
                return Err(permit::missing_scope());
            }
            false
        }
        _ => {
            return Err(Refusal::bad_request(
                "BadRequest",
                "Invalid request. Provide microsoft.graph.meetingRegistration or \
                 microsoft.graph.externalMeetingRegistration in request body.",
            ));
        }
    };
    let mut object = read(if external { &EXTERNAL } else { &PLAIN }, object)?;
    if world.graph.registrations.contains_key(id) {
        let text = "The meeting has a registration already.";
        return Err(Refusal::new(StatusCode::CONFLICT, "Conflict", text));
    }
    let Some(Value::String(allowed)) = object.remove("allowedRegistrant") else {
        return Err(Refusal::bad_request("BadRequest", "allowedRegistrant is required."));
    };
    let questions = match object.remove("customQuestions") {
        Some(Value::Array(questions)) => {
            questions.iter().filter_map(Value::as_object).cloned().map(question).collect::<Outcome<_>>()?
        }
        _ => Vec::new(),
    };
    let registration = MeetingRegistration {
        id: crate::random::opaque::<24>(),
        external,
        allowed,
        page: object,
        questions,
        registrants: Vec::new(),
    };
    world.graph.registrations.insert(id.to_owned(), registration);
    // Questions can be sent along and are not echoed; the page has not been viewed.
    Ok(one(world, ask, id, &shown(known(world, id)?), StatusCode::CREATED))
}

/// `PATCH`, of a plain registration only.
fn update(world: &mut World, ask: &Ask<'_>, id: &str) -> Outcome<Reply> {
    if known(world, id)?.external {
        return Err(Refusal::method_not_allowed());
    }
    let mut object = shape::parse(&ask.call.body, ask.content_type())?;
    // Of questions there is a collection.
    if object.remove("customQuestions").is_some() {
        return Err(Refusal::bad_request("BadRequest", "customQuestions are changed one by one."));
    }
    let mut object = read(&PLAIN, object)?;
    let registration = known_mut(world, id)?;
    if let Some(Value::String(allowed)) = object.remove("allowedRegistrant") {
        registration.allowed = allowed;
    }
    registration.page.extend(object);
    Ok(one(world, ask, id, &shown(known(world, id)?), StatusCode::OK))
}

fn questions(world: &mut World, ask: &Ask<'_>, id: &str, path: &[&str], method: &Method) -> Outcome<Reply> {
    let context = format!("{}/customQuestions", context(world, ask, id));
    let registration = known_mut(world, id)?;
    if registration.external {
        return Err(no_registration());
    }
    let reply = |body: &Map<String, Value>, status| {
        let mut answer = json!({"@odata.context": format!("{context}/$entity")});
        if let Value::Object(answer) = &mut answer {
            answer.extend(body.clone());
        }
        Ok(Reply::json(status, answer))
    };
    let at = |id: &str, all: &[Map<String, Value>]| {
        all.iter().position(|one| one["id"] == id).ok_or_else(no_registration)
    };
    let all = &mut registration.questions;
    match (path, method) {
        ([], &Method::GET) => {
            Ok(Reply::json(StatusCode::OK, json!({"@odata.context": context, "value": all})))
        }
        ([], &Method::POST) => {
            let object = shape::parse(&ask.call.body, ask.content_type())?;
            let made = question(read(&QUESTION, object)?)?;
            all.push(made.clone());
            reply(&made, StatusCode::CREATED)
        }
        ([one], &Method::GET) => reply(&all[at(one, all)?], StatusCode::OK),
        ([one], &Method::PATCH) => {
            let object = read(&QUESTION, shape::parse(&ask.call.body, ask.content_type())?)?;
            let at = at(one, all)?;
            let mut changed = all[at].clone();
            changed.extend(object);
            all[at] = check_question(changed)?;
            reply(&all[at], StatusCode::OK)
        }
        ([one], &Method::DELETE) => {
            let at = at(one, all)?;
            all.remove(at);
            Ok(Reply::empty(StatusCode::NO_CONTENT))
        }
        ([] | [_], _) => Err(Refusal::method_not_allowed()),
        ([_, other, ..], _) => Err(Refusal::no_such_segment(other)),
    }
}

fn question(mut object: Map<String, Value>) -> Outcome<Map<String, Value>> {
    object.insert("id".into(), json!(crate::random::opaque::<24>()));
    object.entry("isRequired").or_insert(json!(false));
    object.entry("answerOptions").or_insert(json!([]));
    check_question(object)
}

fn check_question(object: Map<String, Value>) -> Outcome<Map<String, Value>> {
    let named = object.get("displayName").and_then(Value::as_str).is_some_and(|name| !name.trim().is_empty());
    let options = object.get("answerOptions").and_then(Value::as_array).map_or(0, Vec::len);
    let kind = object.get("answerInputType").and_then(Value::as_str).unwrap_or_default();
    let fits = (kind == "text" && options == 0) || (kind == "radioButton" && options > 0);
    (named && fits).then_some(object).ok_or_else(|| {
        Refusal::bad_request(
            "BadRequest",
            "A question needs a displayName and an answerInputType: text, or radioButton with answerOptions.",
        )
    })
}

/// A checked body, with the meetings service's own name for what may not be set.
pub(super) fn read(shape: &Shape, object: Map<String, Value>) -> Outcome<Map<String, Value>> {
    shape.object(object).map_err(|mut refusal| {
        if refusal.code == "ErrorInvalidPropertySet" {
            "InvalidArgument".clone_into(&mut refusal.code);
        }
        refusal
    })
}

fn shown(registration: &MeetingRegistration) -> Value {
    if registration.external {
        return json!({
            "@odata.type": format!("#{}", EXTERNAL.public), "id": registration.id,
            "allowedRegistrant": registration.allowed,
        });
    }
    let time = |name: &str| {
        let given = registration.page.get(name).and_then(Value::as_str);
        given.and_then(|text| text.parse::<Timestamp>().ok()).map(instant)
    };
    let page = |name: &str| registration.page.get(name).cloned().unwrap_or(Value::Null);
    json!({
        "@odata.type": format!("#{}", PLAIN.public), "id": registration.id,
        "allowedRegistrant": registration.allowed,
        "registrationPageWebUrl": format!("https://teams.microsoft.com/registration/{}?mode=read", registration.id),
        "registrationPageViewCount": null,
        "subject": page("subject"),
        "description": page("description"),
        "startDateTime": time("startDateTime"),
        "endDateTime": time("endDateTime"),
        "speakers": registration.page.get("speakers").cloned().unwrap_or_else(|| json!([])),
    })
}

fn one(world: &World, ask: &Ask<'_>, id: &str, entity: &Value, status: StatusCode) -> Reply {
    let mut body = json!({"@odata.context": format!("{}/$entity", context(world, ask, id))});
    if let (Value::Object(body), Value::Object(entity)) = (&mut body, entity) {
        body.extend(entity.clone());
    }
    Reply::json(status, body)
}

pub(super) fn context(world: &World, ask: &Ask<'_>, id: &str) -> String {
    format!("{}/beta/$metadata#users('{}')/onlineMeetings('{id}')/registration", world.urls.graph, ask.owner)
}

/// The link of one registrant of a meeting.
pub(super) fn personal_link(world: &World, meeting: &Meeting, registrant: &str, public: bool) -> String {
    names::personal_join_url(&meeting.thread, &world.tenant.id, &meeting.organizer, registrant, public)
}
