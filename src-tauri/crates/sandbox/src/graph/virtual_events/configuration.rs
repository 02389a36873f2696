//! `…/registrationConfiguration` and its questions.

use axum::http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use super::state::{Asks, Kind, Question, Status, VirtualEvent};
use super::{
    About, bad_request, body, changes, check_options, check_organizes, check_sees, find, find_mut, not_found,
    one, page, permits, place, read, shapes,
};
use crate::graph::refusal::{Outcome, Refusal};
use crate::graph::route::Ask;
use crate::switches::ConfigurationPatch;
use crate::tenant::User;
use crate::wire::Reply;
use crate::world::World;

const QUESTIONS: &str = "registrationConfiguration/questions";

pub(super) fn answer(world: &mut World, ask: &Ask<'_>, about: About<'_>, path: &[&str]) -> Outcome<Reply> {
    match (&ask.call.method, path) {
        (&Method::GET, []) => get(world, ask, about),
        (&Method::PATCH, []) => update(world, ask, about),
        (method, [name, rest @ ..]) if name.eq_ignore_ascii_case("questions") => match (method, rest) {
            (&Method::GET, []) => questions(world, ask, about),
            (&Method::GET, [id]) => question(world, ask, about, id),
            (&Method::POST, []) => add(world, ask, about),
            (&Method::DELETE, [id]) => remove(world, ask, about, id),
            (_, [] | [_]) => Err(Refusal::method_not_allowed()),
            (_, [_, other, ..]) => Err(Refusal::no_such_segment(other)),
        },
        (_, []) => Err(Refusal::method_not_allowed()),
        (_, [other, ..]) => Err(Refusal::no_such_segment(other)),
    }
}

fn readable<'w>(world: &'w World, ask: &Ask<'_>, about: About<'_>) -> Outcome<&'w VirtualEvent> {
    permits::check(world, &ask.grant, Some(about.id), &permits::READ_PARTS)?;
    check_options(ask, &[])?;
    let event = find(world, about)?;
    check_sees(ask, event)?;
    Ok(event)
}

fn changeable<'w>(world: &'w World, ask: &Ask<'_>, about: About<'_>) -> Outcome<&'w VirtualEvent> {
    permits::check(world, &ask.grant, Some(about.id), &permits::WRITE)?;
    check_options(ask, &[])?;
    let event = find(world, about)?;
    check_organizes(ask, event)?;
    if event.status == Status::Canceled { Err(changes::canceled()) } else { Ok(event) }
}

fn get(world: &World, ask: &Ask<'_>, about: About<'_>) -> Outcome<Reply> {
    let event = readable(world, ask, about)?;
    let context = place(event, "registrationConfiguration");
    Ok(one(world, &context, configuration(event), StatusCode::OK))
}

fn configuration(event: &VirtualEvent) -> Value {
    let kind = match event.kind {
        Kind::Webinar => "#microsoft.graph.virtualEventWebinarRegistrationConfiguration",
        Kind::Townhall => "#microsoft.graph.virtualEventTownhallRegistrationConfiguration",
    };
    json!({
        "@odata.type": kind,
        "id": event.id,
        "registrationWebUrl": format!("https://events.teams.microsoft.com/event/{}", event.id),
        "capacity": event.configuration.capacity,
        "isManualApprovalEnabled": event.configuration.manual_approval,
        "isWaitlistEnabled": event.configuration.waitlist,
    })
}

/// In the contract and on no page: refused, or applied as the organizer would in Teams.
fn update(world: &mut World, ask: &Ask<'_>, about: About<'_>) -> Outcome<Reply> {
    if world.switches.registration_configuration_patch == ConfigurationPatch::Refused405 {
        permits::check(world, &ask.grant, Some(about.id), &permits::WRITE)?;
        return Err(Refusal::method_not_allowed());
    }
    let event = changeable(world, ask, about)?;
    let mut object = body(ask)?;
    // The type says which kind of event it is for; both have the same properties.
    object.remove("@odata.type");
    let object = read(&shapes::CONFIGURATION, object)?;
    let organizer = world.tenant.user(&event.organizer).cloned();
    let most = world.switches.webinar_capacity;
    configure(find_mut(world, about)?, organizer.as_ref(), most, &object)?;
    let event = find(world, about)?;
    let context = place(event, "registrationConfiguration");
    Ok(one(world, &context, configuration(event), StatusCode::OK))
}

/// Sets what a body mentions. Approval and waitlist need Teams Premium; a webinar takes `most` people, 0 for any number.
pub(super) fn configure(
    event: &mut VirtualEvent,
    organizer: Option<&User>,
    most: u32,
    object: &Map<String, Value>,
) -> Outcome<()> {
    let mut next = event.configuration.clone();
    match object.get("capacity") {
        None => {}
        Some(Value::Null) => next.capacity = None,
        Some(value) => {
            let capacity = value.as_u64().and_then(|value| u32::try_from(value).ok());
            let capacity = capacity.ok_or_else(|| bad_request("capacity must not be negative."))?;
            if event.kind == Kind::Webinar && most > 0 && capacity > most {
                return Err(bad_request(format!("capacity must not be more than {most} for a webinar.")));
            }
            next.capacity = Some(capacity);
        }
    }
    let flag = |name: &str| object.get(name).and_then(Value::as_bool);
    next.manual_approval = flag("isManualApprovalEnabled").unwrap_or(next.manual_approval);
    next.waitlist = flag("isWaitlistEnabled").unwrap_or(next.waitlist);
    if (next.manual_approval || next.waitlist) && !organizer.is_some_and(|user| user.teams_premium) {
        return Err(Refusal::forbidden("Manual approval and waitlist need a Teams Premium licence."));
    }
    event.configuration = next;
    event.promote();
    Ok(())
}

fn questions(world: &World, ask: &Ask<'_>, about: About<'_>) -> Outcome<Reply> {
    let event = readable(world, ask, about)?;
    page(world, ask, &place(event, QUESTIONS), &event.questions, shown)
}

fn question(world: &World, ask: &Ask<'_>, about: About<'_>, id: &str) -> Outcome<Reply> {
    let event = readable(world, ask, about)?;
    let known = event.questions.iter().find(|one| one.id == id).ok_or_else(not_found)?;
    Ok(one(world, &place(event, QUESTIONS), shown(known), StatusCode::OK))
}

fn add(world: &mut World, ask: &Ask<'_>, about: About<'_>) -> Outcome<Reply> {
    let context = place(changeable(world, ask, about)?, QUESTIONS);
    let object = body(ask)?;
    let kind = object.get("@odata.type").and_then(Value::as_str).unwrap_or_default();
    let question = match kind.trim_start_matches('#') {
        name if name == shapes::CUSTOM_QUESTION.public => custom(object)?,
        name if name == shapes::PREDEFINED_QUESTION.public => predefined(object)?,
        _ => {
            return Err(bad_request(
                "A question needs an @odata.type: #microsoft.graph.virtualEventRegistrationCustomQuestion or \
                 #microsoft.graph.virtualEventRegistrationPredefinedQuestion.",
            ));
        }
    };
    let event = find_mut(world, about)?;
    if let Asks::Predefined { label } = &question.asks
        && event
            .questions
            .iter()
            .any(|one| matches!(&one.asks, Asks::Predefined { label: known } if known == label))
    {
        return Err(bad_request(format!("The predefined question '{label}' has been added already.")));
    }
    event.questions.push(question.clone());
    Ok(one(world, &context, shown(&question), StatusCode::CREATED))
}

fn remove(world: &mut World, ask: &Ask<'_>, about: About<'_>, id: &str) -> Outcome<Reply> {
    changeable(world, ask, about)?;
    let questions = &mut find_mut(world, about)?.questions;
    let at = questions.iter().position(|one| one.id == id).ok_or_else(not_found)?;
    questions.remove(at);
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}

fn custom(object: Map<String, Value>) -> Outcome<Question> {
    let mut object = read(&shapes::CUSTOM_QUESTION, object)?;
    let text = |value: Option<Value>| value.and_then(|value| value.as_str().map(str::to_owned));
    let display_name = text(object.remove("displayName")).unwrap_or_default();
    if display_name.trim().is_empty() {
        return Err(bad_request("A custom question needs a displayName."));
    }
    let input = text(object.remove("answerInputType"))
        .ok_or_else(|| bad_request("A custom question needs an answerInputType."))?;
    let choices: Vec<String> = match object.remove("answerChoices") {
        Some(Value::Array(choices)) => {
            choices.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect()
        }
        _ => Vec::new(),
    };
    let of_choices = matches!(input.as_str(), "singleChoice" | "multiChoice");
    if of_choices == choices.is_empty() {
        return Err(bad_request(format!(
            "answerChoices are needed for singleChoice and multiChoice, and for nothing else; this is '{input}'."
        )));
    }
    Ok(Question {
        id: crate::random::guid(),
        display_name,
        required: object.get("isRequired").and_then(Value::as_bool).unwrap_or(false),
        asks: Asks::Custom { input, choices },
    })
}

fn predefined(object: Map<String, Value>) -> Outcome<Question> {
    let object = read(&shapes::PREDEFINED_QUESTION, object)?;
    let label = object.get("label").and_then(Value::as_str).unwrap_or_default().to_owned();
    let display_name = match label.as_str() {
        "" => return Err(bad_request("A predefined question needs a label.")),
        "street" => "Address",
        "city" => "City",
        "state" => "State/Province",
        "postalCode" => "Zip/Postal code",
        "countryOrRegion" => "Country/Region",
        "industry" => "Industry",
        "jobTitle" => "Job title",
        _ => "Organization",
    };
    Ok(Question {
        id: crate::random::guid(),
        display_name: display_name.to_owned(),
        required: object.get("isRequired").and_then(Value::as_bool).unwrap_or(false),
        asks: Asks::Predefined { label },
    })
}

fn shown(question: &Question) -> Value {
    let mut shown = json!({
        "id": question.id, "displayName": question.display_name, "isRequired": question.required,
    });
    match &question.asks {
        Asks::Predefined { label } => {
            shown["@odata.type"] = json!(format!("#{}", shapes::PREDEFINED_QUESTION.public));
            shown["label"] = json!(label);
        }
        Asks::Custom { input, choices } => {
            shown["@odata.type"] = json!(format!("#{}", shapes::CUSTOM_QUESTION.public));
            shown["answerInputType"] = json!(input);
            shown["answerChoices"] = json!(choices);
        }
    }
    shown
}
