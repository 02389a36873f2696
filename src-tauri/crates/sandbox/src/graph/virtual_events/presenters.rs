//! `…/presenters`: people of the tenant, and guests from outside.

use axum::http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use super::state::{Kind, Presenter, Status, VirtualEvent};
use super::{
    About, bad_request, body, changes, check_options, check_organizes, check_sees, event, find, find_mut,
    not_found, one, page, permits, place, read, shapes,
};
use crate::graph::refusal::{Outcome, Refusal};
use crate::graph::route::Ask;
use crate::switches::PresenterDetailsPatch;
use crate::wire::Reply;
use crate::world::World;

pub(super) fn answer(world: &mut World, ask: &Ask<'_>, about: About<'_>, path: &[&str]) -> Outcome<Reply> {
    match (&ask.call.method, path) {
        (&Method::GET, []) => list(world, ask, about),
        (&Method::GET, [id]) => get(world, ask, about, id),
        (&Method::POST, []) => add(world, ask, about),
        (&Method::PATCH, [id]) => update(world, ask, about, id),
        (&Method::DELETE, [id]) => remove(world, ask, about, id),
        (_, [] | [_]) => Err(Refusal::method_not_allowed()),
        (_, [_, other, ..]) => Err(Refusal::no_such_segment(other)),
    }
}

fn list(world: &World, ask: &Ask<'_>, about: About<'_>) -> Outcome<Reply> {
    permits::check(world, &ask.grant, Some(about.id), &permits::READ_PARTS)?;
    check_options(ask, &[])?;
    let event = find(world, about)?;
    check_sees(ask, event)?;
    page(world, ask, &place(event, "presenters"), &event.presenters, |one| shown(world, one))
}

fn get(world: &World, ask: &Ask<'_>, about: About<'_>, id: &str) -> Outcome<Reply> {
    permits::check(world, &ask.grant, Some(about.id), &permits::READ_PARTS)?;
    check_options(ask, &[])?;
    let event = find(world, about)?;
    check_sees(ask, event)?;
    let known = event.presenters.iter().find(|one| one.id == id).ok_or_else(not_found)?;
    Ok(one(world, &place(event, "presenters"), shown(world, known), StatusCode::OK))
}

/// The event, if the asking organizer may change who presents at it.
fn changeable<'w>(world: &'w World, ask: &Ask<'_>, about: About<'_>) -> Outcome<&'w VirtualEvent> {
    permits::check(world, &ask.grant, Some(about.id), &permits::WRITE)?;
    check_options(ask, &[])?;
    let event = find(world, about)?;
    check_organizes(ask, event)?;
    if event.status == Status::Canceled { Err(changes::canceled()) } else { Ok(event) }
}

fn add(world: &mut World, ask: &Ask<'_>, about: About<'_>) -> Outcome<Reply> {
    let event = changeable(world, ask, about)?;
    let (kind, context) = (event.kind, place(event, "presenters"));
    let mut object = body(ask)?;
    let identity = object.remove("identity").unwrap_or(Value::Null);
    let identity = self::identity(world, &identity)?;
    let object = read(shape(kind), object)?;
    let presenter = presenter(world, &identity, &object);
    let event = find_mut(world, about)?;
    let same = |one: &Presenter| one.id == presenter.id || one.email.eq_ignore_ascii_case(&presenter.email);
    if event.presenters.iter().any(same) {
        return Err(bad_request("The presenter has been added already."));
    }
    event.presenters.push(presenter.clone());
    Ok(one(world, &context, shown(world, &presenter), StatusCode::CREATED))
}

fn presenter(world: &World, identity: &Value, object: &Map<String, Value>) -> Presenter {
    let details = object.get("presenterDetails").cloned().unwrap_or(Value::Null);
    let text = |name: &str| identity[name].as_str().unwrap_or_default().to_owned();
    match world.tenant.user(&text("id")) {
        Some(user) => Presenter {
            id: user.id.clone(),
            email: user.mail.clone(),
            display_name: user.display_name.clone(),
            member: true,
            details,
        },
        None => Presenter {
            id: text("id"),
            email: text("email"),
            display_name: text("displayName"),
            member: false,
            details,
        },
    }
}

fn update(world: &mut World, ask: &Ask<'_>, about: About<'_>, id: &str) -> Outcome<Reply> {
    let event = changeable(world, ask, about)?;
    let (kind, context) = (event.kind, place(event, "presenters"));
    let mut object = read(shape(kind), body(ask)?)?;
    let merges = world.switches.presenter_details_patch == PresenterDetailsPatch::Merges;
    let known = find_mut(world, about)?.presenters.iter_mut().find(|one| one.id == id);
    let known = known.ok_or_else(not_found)?;
    match (object.remove("presenterDetails"), known.details.as_object_mut()) {
        // Whether details that are not mentioned stay is not documented.
        (Some(Value::Object(details)), Some(kept)) if merges => kept.extend(details),
        (Some(details), _) => known.details = details,
        (None, _) => {}
    }
    let known = known.clone();
    Ok(one(world, &context, shown(world, &known), StatusCode::OK))
}

fn remove(world: &mut World, ask: &Ask<'_>, about: About<'_>, id: &str) -> Outcome<Reply> {
    changeable(world, ask, about)?;
    let presenters = &mut find_mut(world, about)?.presenters;
    let at = presenters.iter().position(|one| one.id == id).ok_or_else(not_found)?;
    presenters.remove(at);
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}

/// Only webinars keep details of a presenter.
fn shape(kind: Kind) -> &'static crate::graph::shape::Shape {
    match kind {
        Kind::Webinar => &shapes::PRESENTER,
        Kind::Townhall => &shapes::TOWNHALL_PRESENTER,
    }
}

/// An identity by its `@odata.type`, complete: a person of the tenant, or a guest with a name and an address.
pub(super) fn identity(world: &World, given: &Value) -> Outcome<Value> {
    const USER: &str = "microsoft.graph.communicationsUserIdentity";
    const GUEST: &str = "microsoft.graph.communicationsGuestIdentity";
    let object = given.as_object().cloned().ok_or_else(|| bad_request("The identity is required."))?;
    let kind = object.get("@odata.type").and_then(Value::as_str).unwrap_or_default();
    match kind.trim_start_matches('#') {
        USER => {
            let read = read(&shapes::USER_IDENTITY, object)?;
            let id = event::member(world, &Value::Object(read))?;
            Ok(event::person(&world.tenant, &id))
        }
        GUEST => {
            let read = read(&shapes::GUEST_IDENTITY, object)?;
            let text = |name: &str| read.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            let (name, email) = (text("displayName"), text("email"));
            if name.trim().is_empty() || !super::enrol::is_address(&email) {
                return Err(bad_request("A guest identity needs a displayName and a valid email."));
            }
            Ok(json!({
                "@odata.type": format!("#{GUEST}"), "id": crate::random::guid(), "displayName": name,
                "email": email,
            }))
        }
        _ => Err(bad_request(
            "The identity needs an @odata.type: #microsoft.graph.communicationsUserIdentity or \
             #microsoft.graph.communicationsGuestIdentity.",
        )),
    }
}

fn shown(world: &World, presenter: &Presenter) -> Value {
    let identity = if presenter.member {
        event::person(&world.tenant, &presenter.id)
    } else {
        json!({
            "@odata.type": "#microsoft.graph.communicationsGuestIdentity",
            "id": presenter.id, "displayName": presenter.display_name, "email": presenter.email,
        })
    };
    json!({
        "id": presenter.id, "email": presenter.email, "identity": identity,
        "presenterDetails": presenter.details,
    })
}
