//! `/solutions/virtualEvents`: webinars and town halls. Only the global cloud has them.

mod changes;
mod configuration;
mod enrol;
mod event;
pub(crate) mod orders;
mod permits;
mod presenters;
mod registrations;
mod seed;
mod sessions;
mod shapes;
mod state;
mod throttle;

use axum::http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use super::refusal::{Outcome, Refusal};
use super::route::Ask;
use crate::switches::TownhallRegistration;
use crate::wire::Reply;
use crate::world::World;

pub(super) use seed::fill as plant;
pub(crate) use state::VirtualEvents;
use state::{Kind, VirtualEvent};

/// What a path is about: one event of one kind. `None` for the kind where the path goes by `/events/{id}`.
#[derive(Debug, Clone, Copy)]
struct About<'a> {
    kind: Option<Kind>,
    id: &'a str,
}

pub(crate) fn answer(world: &mut World, ask: &Ask<'_>, path: &[&str]) -> Outcome<Reply> {
    throttle::count(world, &ask.grant.app_id, ask.call.method != Method::GET)?;
    let Some((first, rest)) = path.split_first() else {
        return Err(Refusal::not_in_sandbox("the root of virtual events"));
    };
    let kind = match first.to_ascii_lowercase().as_str() {
        "webinars" => Some(Kind::Webinar),
        "townhalls" => Some(Kind::Townhall),
        "events" => None,
        _ => return Err(Refusal::no_such_segment(first)),
    };
    match (rest, kind) {
        ([], Some(kind)) => collection(world, ask, kind),
        ([], None) => Err(Refusal::not_in_sandbox("the collection of all virtual events")),
        ([function], Some(kind)) if function.to_ascii_lowercase().starts_with("getbyuser") => {
            event::by_role(world, ask, kind, function)
        }
        ([id, rest @ ..], kind) => within(world, ask, About { kind, id }, rest),
    }
}

fn collection(world: &mut World, ask: &Ask<'_>, kind: Kind) -> Outcome<Reply> {
    match ask.call.method {
        Method::GET => event::list(world, ask, kind),
        Method::POST => event::create(world, ask, kind),
        _ => Err(Refusal::method_not_allowed()),
    }
}

/// What belongs to one event. The contract has actions under `/events/{id}`, the documentation under the kind's
/// own collection: both are taken.
fn within(world: &mut World, ask: &Ask<'_>, about: About<'_>, path: &[&str]) -> Outcome<Reply> {
    let method = &ask.call.method;
    let Some((first, rest)) = path.split_first() else {
        return match *method {
            Method::GET => event::get(world, ask, about),
            Method::PATCH if about.kind.is_some() => changes::update(world, ask, about),
            _ => Err(Refusal::method_not_allowed()),
        };
    };
    let first = first.to_ascii_lowercase();
    if let ("publish" | "cancel" | "setexternaleventinformation", []) = (first.as_str(), rest) {
        return match *method {
            Method::POST => changes::act(world, ask, about, &first),
            _ => Err(Refusal::method_not_allowed()),
        };
    }
    match first.as_str() {
        "presenters" => presenters::answer(world, ask, about, rest),
        "sessions" => sessions::answer(world, ask, about, rest),
        "registrationconfiguration" => {
            registration_served(world, about)?;
            configuration::answer(world, ask, about, rest)
        }
        name if name == "registrations" || name.starts_with("registrations(") => {
            registration_served(world, about)?;
            registrations::answer(world, ask, about, path)
        }
        _ => Err(Refusal::no_such_segment(path[0])),
    }
}

/// Registration of town halls is in the contract of v1.0 and documented for beta only.
fn registration_served(world: &World, about: About<'_>) -> Outcome<()> {
    match about.kind {
        None => Err(Refusal::no_such_segment("registrations")),
        Some(Kind::Townhall) if world.switches.townhall_registration == TownhallRegistration::NotFound404 => {
            Err(not_found())
        }
        Some(_) => Ok(()),
    }
}

/// An event by id: 400 for what can be no id, 404 for what is not there.
fn find<'w>(world: &'w World, about: About<'_>) -> Outcome<&'w VirtualEvent> {
    check_id(about.id)?;
    let found = world.graph.virtual_events.events.get(about.id);
    found.filter(|event| about.kind.is_none_or(|kind| event.kind == kind)).ok_or_else(not_found)
}

/// The same to change. Whoever calls has checked who may.
fn find_mut<'w>(world: &'w mut World, about: About<'_>) -> Outcome<&'w mut VirtualEvent> {
    check_id(about.id)?;
    let found = world.graph.virtual_events.events.get_mut(about.id);
    found.filter(|event| about.kind.is_none_or(|kind| event.kind == kind)).ok_or_else(not_found)
}

fn check_id(id: &str) -> Outcome<()> {
    let is_guid = |part: &str| uuid::Uuid::try_parse(part).is_ok();
    match id.split_once('@') {
        Some((event, tenant)) if is_guid(event) && is_guid(tenant) => Ok(()),
        _ => Err(bad_request("Invalid virtual event id. It has the form <guid>@<tenant>.")),
    }
}

/// A delegated token works for the organizer and the co-organizers.
fn check_organizes(ask: &Ask<'_>, event: &VirtualEvent) -> Outcome<()> {
    let user = ask.grant.user.as_deref().unwrap_or_default();
    event.organizes(user).then_some(()).ok_or_else(not_yours)
}

/// What an organizer, a co-organizer or a presenter sees; an application that was let in sees all.
fn check_sees(ask: &Ask<'_>, event: &VirtualEvent) -> Outcome<()> {
    let sees = ask.grant.user.as_deref().is_none_or(|user| event.is_seen_by(user));
    sees.then_some(()).ok_or_else(not_yours)
}

fn not_yours() -> Refusal {
    Refusal::forbidden("The user does not have access to this virtual event.")
}

fn not_found() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "NotFound", "The requested resource was not found.")
}

fn bad_request(message: impl Into<String>) -> Refusal {
    Refusal::bad_request("BadRequest", message)
}

/// v1.0 documents no query options for virtual events; `allowed` names those that a page has.
fn check_options(ask: &Ask<'_>, allowed: &[&str]) -> Outcome<()> {
    for (name, _) in ask.query() {
        let known = ["$skiptoken"].iter().chain(allowed).any(|known| known.eq_ignore_ascii_case(&name));
        if name.starts_with('$') && !known {
            return Err(bad_request(format!("The query option '{name}' is not supported for this request.")));
        }
    }
    Ok(())
}

/// One page of a list; the page size is not documented.
fn page<T>(
    world: &World,
    ask: &Ask<'_>,
    context: &str,
    all: &[T],
    shown: impl Fn(&T) -> Value,
) -> Outcome<Reply> {
    let query = ask.query();
    let token = query.iter().find(|(name, _)| name.eq_ignore_ascii_case("$skiptoken"));
    let start = match token {
        None => 0,
        Some((_, token)) => token.parse::<usize>().map_err(|_| bad_request("Invalid skip token."))?,
    };
    let size = world.switches.virtual_event_page_size.max(1);
    let value: Vec<Value> = all.iter().skip(start).take(size).map(shown).collect();
    let mut body = json!({"@odata.context": self::context(world, context)});
    if start + value.len() < all.len() {
        let next = (start + value.len()).to_string();
        body["@odata.nextLink"] = json!(ask.link(world, &[("$skiptoken", Some(next))]));
    }
    body["value"] = Value::Array(value);
    Ok(Reply::json(StatusCode::OK, body))
}

/// One entity with its context.
fn one(world: &World, context: &str, entity: Value, status: StatusCode) -> Reply {
    let mut body = json!({"@odata.context": self::context(world, &format!("{context}/$entity"))});
    if let (Value::Object(body), Value::Object(entity)) = (&mut body, entity) {
        body.extend(entity);
    }
    Reply::json(status, body)
}

fn context(world: &World, rest: &str) -> String {
    format!("{}/v1.0/$metadata#solutions/virtualEvents/{rest}", world.urls.graph)
}

/// The part of a context that names an event's own collection.
fn place(event: &VirtualEvent, rest: &str) -> String {
    format!("{}('{}')/{rest}", event.kind.segment(), event.id)
}

/// A checked body, with the meetings service's own name for what may not be set.
fn read(shape: &super::shape::Shape, object: Map<String, Value>) -> Outcome<Map<String, Value>> {
    shape.object(object).map_err(|mut refusal| {
        if refusal.code == "ErrorInvalidPropertySet" {
            "InvalidArgument".clone_into(&mut refusal.code);
        }
        refusal
    })
}

/// The body, nothing of it checked but that it is a JSON object.
fn body(ask: &Ask<'_>) -> Outcome<Map<String, Value>> {
    super::shape::parse(&ask.call.body, ask.content_type())
}
