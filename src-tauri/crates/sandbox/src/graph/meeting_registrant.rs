//! `…/registration/registrants`: the personal join link is shown once, at creation, and is null ever after.

use axum::http::{Method, StatusCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::event_answer::instant;
use super::meeting_registration::{
    MeetingRegistration, context, known, known_mut, meeting, no_access, personal_link, read, retired,
};
use super::permit;
use super::refusal::{Outcome, Refusal};
use super::route::Ask;
use super::shape::{self, Kind, Shape};
use crate::switches::ExternalRegistrantId;
use crate::wire::Reply;
use crate::world::World;

use Kind::{List, Object, ReadOnly, Text};

/// Somebody on a meeting's list.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Registrant {
    pub id: String,
    /// What the other system calls them, of an external registration.
    pub sent: String,
    /// The user and tenant that an external system named, or who enrolled themselves.
    pub user: Option<String>,
    pub tenant: Option<String>,
    /// Name, address and answers of a plain registration.
    pub about: Map<String, Value>,
    pub registered: Timestamp,
}

const EXTERNAL: Shape = Shape {
    name: "microsoft.graph.externalMeetingRegistrant",
    public: "microsoft.graph.externalMeetingRegistrant",
    properties: &[("id", Text), ("tenantId", Text), ("userId", Text), ("joinWebUrl", ReadOnly)],
};

const PLAIN: Shape = Shape {
    name: "microsoft.graph.meetingRegistrant",
    public: "microsoft.graph.meetingRegistrant",
    properties: &[
        ("firstName", Text),
        ("lastName", Text),
        ("email", Text),
        ("customQuestionAnswers", List(&Object(&ANSWER))),
        ("id", ReadOnly),
        ("joinWebUrl", ReadOnly),
        ("registrationDateTime", ReadOnly),
        ("status", ReadOnly),
    ],
};

const ANSWER: Shape = Shape {
    name: "microsoft.graph.customQuestionAnswer",
    public: "microsoft.graph.customQuestionAnswer",
    properties: &[("questionId", Text), ("displayName", Text), ("value", Text)],
};

pub(crate) fn answer(world: &mut World, ask: &Ask<'_>, id: &str, path: &[&str]) -> Outcome<Reply> {
    let method = ask.call.method.clone();
    // Who enrols at a plain registration for everyone reads the meeting only; all else changes the list.
    if ask.grant.user.is_none() && method == Method::POST {
        permit::read_meetings(world, &ask.grant, &ask.owner)?;
    } else {
        permit::write_meetings(world, &ask.grant, &ask.owner)?;
    }
    if meeting(world, id)?.organizer != ask.owner {
        return Err(no_access());
    }
    if let Some(reply) = retired(world, ask, path.is_empty())? {
        return Ok(reply);
    }
    match (path, &method) {
        ([], &Method::GET) => list(world, ask, id),
        ([], &Method::POST) if known(world, id)?.external => enrol_external(world, ask, id),
        ([], &Method::POST) => enrol(world, ask, id),
        ([one], &Method::DELETE) => remove(world, ask, id, one),
        ([] | [_], _) => Err(Refusal::method_not_allowed()),
        ([_, other, ..], _) => Err(Refusal::no_such_segment(other)),
    }
}

/// Only the organizer sees the list and enrols at an external registration.
fn check_organizer(ask: &Ask<'_>) -> Outcome<()> {
    let theirs = ask.grant.user.as_ref().is_none_or(|user| *user == ask.owner);
    theirs.then_some(()).ok_or_else(no_access)
}

fn list(world: &World, ask: &Ask<'_>, id: &str) -> Outcome<Reply> {
    check_organizer(ask)?;
    let registration = known(world, id)?;
    let value: Vec<Value> =
        registration.registrants.iter().map(|one| shown(registration, one, None)).collect();
    let context = format!("{}/registrants", context(world, ask, id));
    Ok(Reply::json(StatusCode::OK, json!({"@odata.context": context, "value": value})))
}

/// `{"id": "<the other system's>"}`, for an organization with the person's tenant and user; 200, not 201.
fn enrol_external(world: &mut World, ask: &Ask<'_>, id: &str) -> Outcome<Reply> {
    check_organizer(ask)?;
    if ask.grant.user.is_none() {
        permit::write_meetings(world, &ask.grant, &ask.owner)?;
    }
    let object = read(&EXTERNAL, shape::parse(&ask.call.body, ask.content_type())?)?;
    let text = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let sent = text("id");
    let bad = |text: &str| Err(Refusal::bad_request("BadRequest", text));
    if sent.is_empty() {
        return bad("The registrant's id is required.");
    }
    let everyone = known(world, id)?.allowed == "everyone";
    let (tenant, user) = (text("tenantId"), text("userId"));
    if everyone && !(tenant.is_empty() && user.is_empty()) {
        return bad("Only the id is supplied where everyone is allowed to register.");
    }
    if !everyone && (tenant.is_empty() || user.is_empty()) {
        return bad("tenantId and userId are required where the organization is allowed to register.");
    }
    if known(world, id)?.registrants.iter().any(|one| one.sent == sent) {
        let text = "A registrant with this id exists already.";
        return Err(Refusal::new(StatusCode::CONFLICT, "Conflict", text));
    }
    let own = everyone && world.switches.external_registrant_id == ExternalRegistrantId::Own;
    let registrant = Registrant {
        id: if own { crate::random::guid() } else { sent.clone() },
        sent: sent.clone(),
        user: (!user.is_empty()).then_some(user),
        tenant: (!tenant.is_empty()).then_some(tenant),
        about: Map::new(),
        registered: ask.now,
    };
    let link = personal_link(world, meeting(world, id)?, &sent, everyone);
    let body = shown(known(world, id)?, &registrant, Some(&link));
    known_mut(world, id)?.registrants.push(registrant);
    Ok(entity(world, ask, id, body))
}

/// A plain registration: a signed-in person of the organization enrols themselves and is told their link; where
/// everyone is allowed an application enrols, and the link goes by mail.
fn enrol(world: &mut World, ask: &Ask<'_>, id: &str) -> Outcome<Reply> {
    let object = read(&PLAIN, shape::parse(&ask.call.body, ask.content_type())?)?;
    let registration = known(world, id)?;
    let everyone = registration.allowed == "everyone";
    if everyone == ask.grant.user.is_some() {
        return Err(permit::missing_scope());
    }
    check_person(world, ask, &object)?;
    check_answers(registration, &object)?;
    let registrant = Registrant {
        id: crate::random::opaque::<24>(),
        sent: String::new(),
        user: ask.grant.user.clone(),
        tenant: None,
        about: object,
        registered: ask.now,
    };
    let mut body = json!({
        "@odata.type": format!("#{}", PLAIN.public), "id": "", "joinWebUrl": "", "registrationDateTime": null,
        "firstName": null, "lastName": null, "email": null, "status": null, "customQuestionAnswers": [],
    });
    if !everyone {
        body["id"] = json!(registrant.id);
        body["joinWebUrl"] = json!(personal_link(world, meeting(world, id)?, &registrant.id, false));
    }
    known_mut(world, id)?.registrants.push(registrant);
    Ok(entity(world, ask, id, body))
}

/// Name and address are there; a signed-in person's are those of the directory.
fn check_person(world: &World, ask: &Ask<'_>, object: &Map<String, Value>) -> Outcome<()> {
    let text = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default();
    if let Some(name) = ["firstName", "lastName", "email"].iter().find(|name| text(name).is_empty()) {
        return Err(Refusal::bad_request("BadRequest", format!("The property '{name}' is required.")));
    }
    let Some(user) = ask.grant.user.as_deref().and_then(|user| world.tenant.user(user)) else {
        return Ok(());
    };
    let same = |name: &str, known: Option<&str>| known.is_none_or(|known| text(name) == known);
    let fits = same("firstName", user.given_name.as_deref())
        && same("lastName", user.surname.as_deref())
        && text("email").eq_ignore_ascii_case(&user.mail);
    fits.then_some(()).ok_or_else(|| {
        Refusal::bad_request("BadRequest", "firstName, lastName and email must match the signed-in user.")
    })
}

fn check_answers(registration: &MeetingRegistration, object: &Map<String, Value>) -> Outcome<()> {
    let none = Vec::new();
    let answers = object.get("customQuestionAnswers").and_then(Value::as_array).unwrap_or(&none);
    let bad = |text: String| Err(Refusal::bad_request("BadRequest", text));
    for answer in answers {
        let question = registration.questions.iter().find(|one| one["id"] == answer["questionId"]);
        let Some(question) = question else {
            return bad(format!("There is no question {}.", answer["questionId"]));
        };
        let options = question["answerOptions"].as_array().unwrap_or(&none);
        if !options.is_empty() && !options.contains(&answer["value"]) {
            return bad(format!("The answer to {} is none of its options.", question["displayName"]));
        }
    }
    let answered = |question: &Map<String, Value>| {
        answers.iter().any(|answer| answer["questionId"] == question["id"] && answer["value"].is_string())
    };
    match registration.questions.iter().find(|one| one["isRequired"] == true && !answered(one)) {
        Some(question) => bad(format!("The question {} is required.", question["displayName"])),
        None => Ok(()),
    }
}

/// The organizer removes an external registrant; whoever registered at a plain one, themselves.
fn remove(world: &mut World, ask: &Ask<'_>, id: &str, one: &str) -> Outcome<Reply> {
    let registration = known(world, id)?;
    let named = |known: &Registrant| known.id == one || (!known.sent.is_empty() && known.sent == one);
    let registrant =
        registration.registrants.iter().find(|known| named(known)).ok_or_else(|| {
            Refusal::new(StatusCode::NOT_FOUND, "NotFound", "The registrant was not found.")
        })?;
    if registration.external {
        check_organizer(ask)?;
    } else if registrant.user != ask.grant.user || ask.grant.user.is_none() {
        return Err(no_access());
    }
    known_mut(world, id)?.registrants.retain(|known| !named(known));
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}

fn shown(registration: &MeetingRegistration, one: &Registrant, link: Option<&str>) -> Value {
    if registration.external {
        return json!({
            "@odata.type": format!("#{}", EXTERNAL.public), "id": one.id, "joinWebUrl": link,
            "userId": one.user, "tenantId": one.tenant,
        });
    }
    let about = |name: &str| one.about.get(name).cloned().unwrap_or(Value::Null);
    json!({
        "@odata.type": format!("#{}", PLAIN.public), "id": one.id, "joinWebUrl": link,
        "firstName": about("firstName"), "lastName": about("lastName"), "email": about("email"),
        "status": "registered", "registrationDateTime": instant(one.registered),
        "customQuestionAnswers":
            one.about.get("customQuestionAnswers").cloned().unwrap_or_else(|| json!([])),
    })
}

fn entity(world: &World, ask: &Ask<'_>, id: &str, entity: Value) -> Reply {
    let mut body = json!({"@odata.context": format!("{}/registrants/$entity", context(world, ask, id))});
    if let (Value::Object(body), Value::Object(entity)) = (&mut body, entity) {
        body.extend(entity);
    }
    Reply::json(StatusCode::OK, body)
}
