//! `POST …/registrations`: a person of the tenant enrols, 201 with the registration; an application enrols an
//! outsider, 204 with no body.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::state::{Asks, Question, Registration, Standing, Status, VirtualEvent};
use super::{
    About, bad_request, body, check_options, find, find_mut, one, permits, place, read, registrations, shapes,
};
use crate::graph::refusal::{Outcome, Refusal};
use crate::graph::route::Ask;
use crate::switches::{EnrolmentRefusal, Repeated};
use crate::wire::Reply;
use crate::world::World;

const LONGEST_EXTERNAL_ID: usize = 256;

pub(super) fn enrol(world: &mut World, ask: &Ask<'_>, about: About<'_>) -> Outcome<Reply> {
    permits::check(world, &ask.grant, Some(about.id), &permits::ENROL)?;
    check_options(ask, &[])?;
    let event = find(world, about)?;
    check_open(world, ask, event)?;
    let registration = wanted(world, ask, event)?;
    let context = place(event, "registrations");
    let (known, repeated) = repetition(world, event, &registration);
    let registration = match (known, repeated) {
        (Some(_), Repeated::Conflict409) => {
            let text = "The registrant has been registered for this virtual event already.";
            return Err(Refusal::new(StatusCode::CONFLICT, "Conflict", text));
        }
        (Some(known), Repeated::SameRegistration) => known.clone(),
        _ => insert(world, about, registration)?,
    };
    if ask.grant.user.is_none() {
        return Ok(Reply::empty(StatusCode::NO_CONTENT));
    }
    let mut answer = registrations::shown(&registration);
    answer["@odata.type"] = json!("#microsoft.graph.virtualEventRegistration");
    Ok(one(world, &context, answer, StatusCode::CREATED))
}

/// Whether the event takes registrations at all, and this caller's.
fn check_open(world: &World, ask: &Ask<'_>, event: &VirtualEvent) -> Outcome<()> {
    if event.status == Status::Draft {
        return Err(refused(
            world.switches.unpublished_enrolment,
            "The virtual event has not been published: it takes no registrations.",
        ));
    }
    if event.status == Status::Canceled {
        return Err(super::changes::canceled());
    }
    if event.end.at <= ask.now {
        return Err(bad_request("The virtual event is over: it takes no registrations."));
    }
    if !event.registration_required {
        return Err(bad_request("The virtual event does not require registration."));
    }
    // Outsiders come to public events only.
    if ask.grant.user.is_none() && event.audience != "everyone" {
        return Err(Refusal::forbidden("The virtual event is open to the organization only."));
    }
    Ok(())
}

pub(super) fn refused(how: EnrolmentRefusal, text: &str) -> Refusal {
    let (status, code) = match how {
        EnrolmentRefusal::BadRequest400 => (StatusCode::BAD_REQUEST, "BadRequest"),
        EnrolmentRefusal::Forbidden403 => (StatusCode::FORBIDDEN, "Forbidden"),
        EnrolmentRefusal::NotFound404 => (StatusCode::NOT_FOUND, "NotFound"),
        EnrolmentRefusal::Conflict409 => (StatusCode::CONFLICT, "Conflict"),
    };
    Refusal::new(status, code, text)
}

/// The registration that a body asks for, its standing still open.
fn wanted(world: &World, ask: &Ask<'_>, event: &VirtualEvent) -> Outcome<Registration> {
    let person = ask.grant.user.as_deref().and_then(|user| world.tenant.user(user));
    let shape = if person.is_some() { &shapes::OWN_REGISTRATION } else { &shapes::OUTSIDER_REGISTRATION };
    let object = read(shape, body(ask)?)?;
    let text = |name: &str| object.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let demanded: &[&str] = if person.is_some() {
        &["preferredTimezone", "preferredLanguage"]
    } else {
        &["preferredTimezone", "preferredLanguage", "firstName", "lastName", "email"]
    };
    if let Some(name) = demanded.iter().find(|name| text(name).is_empty()) {
        return Err(bad_request(format!("The property '{name}' is required.")));
    }
    if person.is_none() && !is_address(&text("email")) {
        return Err(bad_request("The property 'email' is not a valid e-mail address."));
    }
    let external = object.get("externalRegistrationInformation");
    let named = |name: &str| external.and_then(|external| external[name].as_str()).map(str::to_owned);
    let external_id = named("registrationId").filter(|id| !id.is_empty());
    if external_id.as_ref().is_some_and(|id| id.chars().count() > LONGEST_EXTERNAL_ID) {
        return Err(bad_request(format!(
            "externalRegistrationInformation.registrationId must not be longer than {LONGEST_EXTERNAL_ID} characters."
        )));
    }
    let (first_name, last_name, email) = match person {
        Some(user) => (
            user.given_name.clone().unwrap_or_else(|| user.display_name.clone()),
            user.surname.clone().unwrap_or_default(),
            user.mail.clone(),
        ),
        None => (text("firstName"), text("lastName"), text("email")),
    };
    Ok(Registration {
        id: crate::random::guid(),
        user: person.map(|user| user.id.clone()),
        enrolled_by: person.is_none().then(|| ask.grant.app_id.clone()),
        first_name,
        last_name,
        email,
        standing: Standing::Registered,
        registered: ask.now,
        canceled: None,
        time_zone: text("preferredTimezone"),
        language: text("preferredLanguage"),
        answers: answers(&event.questions, object.get("registrationQuestionAnswers"))?,
        referrer: named("referrer"),
        external_id,
    })
}

/// Each answer is to a question of this event, once, in the question's own form; what is required is answered.
pub(super) fn answers(questions: &[Question], given: Option<&Value>) -> Outcome<Vec<Map<String, Value>>> {
    let mut read: Vec<Map<String, Value>> = Vec::new();
    for answer in given.and_then(Value::as_array).into_iter().flatten() {
        let id = answer["questionId"].as_str().unwrap_or_default();
        let question = questions.iter().find(|one| one.id == id);
        let question = question.ok_or_else(|| bad_request(format!("There is no question '{id}'.")))?;
        if read.iter().any(|known| known["questionId"] == id) {
            return Err(bad_request(format!("The question '{id}' is answered twice.")));
        }
        check_answer(question, answer)?;
        let mut kept = Map::new();
        kept.insert("questionId".into(), json!(id));
        kept.insert("displayName".into(), json!(question.display_name));
        kept.insert("value".into(), answer["value"].clone());
        kept.insert("booleanValue".into(), answer["booleanValue"].clone());
        let choices = answer.get("multiChoiceValues").filter(|choices| choices.is_array());
        kept.insert("multiChoiceValues".into(), choices.cloned().unwrap_or_else(|| json!([])));
        read.push(kept);
    }
    let answered = |question: &Question| {
        read.iter().any(|answer| answer["questionId"] == question.id.as_str() && says_something(answer))
    };
    match questions.iter().find(|question| question.required && !answered(question)) {
        Some(question) => Err(bad_request(format!(
            "The question '{}' ({}) is required.",
            question.display_name, question.id
        ))),
        None => Ok(read),
    }
}

fn says_something(answer: &Map<String, Value>) -> bool {
    answer["booleanValue"].is_boolean()
        || answer["value"].as_str().is_some_and(|text| !text.trim().is_empty())
        || answer["multiChoiceValues"].as_array().is_some_and(|choices| !choices.is_empty())
}

fn check_answer(question: &Question, answer: &Value) -> Outcome<()> {
    let (value, boolean) = (answer["value"].as_str(), answer["booleanValue"].as_bool());
    let chosen: Vec<&str> =
        answer["multiChoiceValues"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let fits = match &question.asks {
        Asks::Custom { input, choices } => {
            let known = |one: &&str| choices.iter().any(|choice| choice == one);
            match input.as_str() {
                "boolean" => value.is_none() && chosen.is_empty(),
                // A single choice may stand in either property: the documentation's sample uses the list.
                "singleChoice" => {
                    let picked: Vec<&str> = value.into_iter().chain(chosen.iter().copied()).collect();
                    boolean.is_none() && picked.len() <= 1 && picked.iter().all(known)
                }
                "multiChoice" => value.is_none() && boolean.is_none() && chosen.iter().all(known),
                _ => boolean.is_none() && chosen.is_empty(),
            }
        }
        Asks::Predefined { .. } => boolean.is_none() && chosen.is_empty(),
    };
    fits.then_some(()).ok_or_else(|| {
        bad_request(format!(
            "The answer to '{}' ({}) does not fit the question.",
            question.display_name, question.id
        ))
    })
}

/// An earlier registration that this one repeats, and what is done about it. What the one who enrols calls it comes
/// first, then the person.
fn repetition<'e>(
    world: &World,
    event: &'e VirtualEvent,
    new: &Registration,
) -> (Option<&'e Registration>, Repeated) {
    let live = || event.registrations.iter().filter(|one| one.is_live());
    let by_id = new.external_id.as_ref().and_then(|id| {
        live().find(|one| one.external_id.as_ref() == Some(id) && one.enrolled_by == new.enrolled_by)
    });
    let switch = world.switches.repeated_registration_id;
    if by_id.is_some() && switch != Repeated::CreatesSecond {
        return (by_id, switch);
    }
    let by_person = live().find(|one| one.user == new.user && one.email.eq_ignore_ascii_case(&new.email));
    (by_person, world.switches.repeated_enrolment)
}

fn insert(world: &mut World, about: About<'_>, registration: Registration) -> Outcome<Registration> {
    let how = world.switches.full_enrolment;
    let taken = find_mut(world, about)?.take_in(registration).cloned();
    taken.map_err(|_| refused(how, "The virtual event is full."))
}

pub(super) fn is_address(text: &str) -> bool {
    let sound = |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c.is_control());
    text.split_once('@').is_some_and(|(name, domain)| sound(name) && sound(domain) && !domain.contains('@'))
}
