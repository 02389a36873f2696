//! Changing, publishing and cancelling an event.

use axum::http::StatusCode;

use super::state::{ExternalEvent, Status};
use super::{
    About, bad_request, body, check_options, check_organizes, event, find, find_mut, one, permits, read,
    shapes,
};
use crate::graph::refusal::{Outcome, Refusal};
use crate::graph::route::Ask;
use crate::wire::Reply;
use crate::world::World;

const LONGEST_EXTERNAL_ID: usize = 256;

/// `PATCH /webinars/{id}`
pub(super) fn update(world: &mut World, ask: &Ask<'_>, about: About<'_>) -> Outcome<Reply> {
    permits::check(world, &ask.grant, Some(about.id), &permits::WRITE)?;
    check_options(ask, &[])?;
    let known = find(world, about)?;
    check_organizes(ask, known)?;
    check_not_canceled(known.status)?;
    let mut event = known.clone();
    let mut object = body(ask)?;
    // Whom a published event is open to stays: not documented, and so in Teams.
    if event.status == Status::Published && object.contains_key("audience") {
        return Err(bad_request("The audience of a published event can't be changed."));
    }
    event::apply(world, &mut event, &mut object)?;
    let (answer, context) = (event::shown(&world.tenant, &event), event.kind.segment());
    world.graph.virtual_events.events.insert(event.id.clone(), event);
    Ok(one(world, context, answer, StatusCode::OK))
}

/// `POST /webinars/{id}/publish`, `…/cancel`, `…/setExternalEventInformation`: 204, no body.
pub(super) fn act(world: &mut World, ask: &Ask<'_>, about: About<'_>, action: &str) -> Outcome<Reply> {
    permits::check(world, &ask.grant, Some(about.id), &permits::WRITE)?;
    check_options(ask, &[])?;
    let event = find(world, about)?;
    match action {
        "publish" => {
            check_is_organizer(ask, &event.organizer)?;
            match event.status {
                Status::Draft => set_status(world, about, Status::Published)?,
                Status::Published => return Err(bad_request("The virtual event is published already.")),
                Status::Canceled => return Err(canceled()),
            }
        }
        "cancel" => {
            check_is_organizer(ask, &event.organizer)?;
            check_not_canceled(event.status)?;
            set_status(world, about, Status::Canceled)?;
        }
        _ => {
            check_organizes(ask, event)?;
            set_external(world, ask, about)?;
        }
    }
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}

fn set_status(world: &mut World, about: About<'_>, status: Status) -> Outcome<()> {
    find_mut(world, about)?.status = status;
    Ok(())
}

/// Each application has one name for the event; without one, its name is taken away.
fn set_external(world: &mut World, ask: &Ask<'_>, about: About<'_>) -> Outcome<()> {
    let object = read(&shapes::EXTERNAL_EVENT, body(ask)?)?;
    let id = object.get("externalEventId").and_then(|value| value.as_str());
    if id.is_some_and(|id| id.chars().count() > LONGEST_EXTERNAL_ID) {
        return Err(bad_request(format!(
            "externalEventId must not be longer than {LONGEST_EXTERNAL_ID} characters."
        )));
    }
    let event = find_mut(world, about)?;
    event.external.retain(|one| one.application_id != ask.grant.app_id);
    if let Some(id) = id {
        event.external.push(ExternalEvent {
            application_id: ask.grant.app_id.clone(),
            external_event_id: id.to_owned(),
        });
    }
    Ok(())
}

/// A co-organizer can change an event, and neither publish nor cancel it.
fn check_is_organizer(ask: &Ask<'_>, organizer: &str) -> Outcome<()> {
    (ask.grant.user.as_deref() == Some(organizer))
        .then_some(())
        .ok_or_else(|| Refusal::forbidden("Only the organizer can publish or cancel a virtual event."))
}

fn check_not_canceled(status: Status) -> Outcome<()> {
    if status == Status::Canceled { Err(canceled()) } else { Ok(()) }
}

pub(super) fn canceled() -> Refusal {
    bad_request("The virtual event is canceled.")
}
