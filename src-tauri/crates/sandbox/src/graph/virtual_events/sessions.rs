//! `…/sessions`: an event made by Graph has exactly one, with its attendance reports.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::permits::By;
use super::state::{Registration, Standing, VirtualEvent};
use super::{
    About, check_options, check_organizes, check_sees, context, event, find, not_found, one, page, permits,
    place,
};
use crate::graph::event_answer::instant;
use crate::graph::refusal::{Outcome, Refusal};
use crate::graph::route::Ask;
use crate::graph::{attendance, meeting_policy, names};
use crate::switches::SessionTimes;
use crate::wire::Reply;
use crate::world::World;

pub(super) fn answer(world: &World, ask: &Ask<'_>, about: About<'_>, path: &[&str]) -> Outcome<Reply> {
    if ask.call.method != Method::GET {
        return Err(Refusal::method_not_allowed());
    }
    match path {
        [session, reports, rest @ ..] if reports.eq_ignore_ascii_case("attendanceReports") => {
            return attended(world, ask, about, session, rest);
        }
        [_, other, ..] => return Err(Refusal::no_such_segment(other)),
        [_] | [] => {}
    }
    permits::check(world, &ask.grant, Some(about.id), &permits::READ_PARTS)?;
    check_options(ask, &[])?;
    let event = find(world, about)?;
    check_sees(ask, event)?;
    let context = place(event, "sessions");
    match path {
        [id] if *id != event.session => Err(not_found()),
        [_] => Ok(one(world, &context, general(world, event), StatusCode::OK)),
        _ => page(world, ask, &context, &[general(world, event)], Clone::clone),
    }
}

/// Attendance: organizers by `OnlineMeetingArtifact.Read.All`, an application with an access policy or let into
/// the event.
fn attended(world: &World, ask: &Ask<'_>, about: About<'_>, session: &str, path: &[&str]) -> Outcome<Reply> {
    let by = permits::check(world, &ask.grant, Some(about.id), &permits::ATTENDANCE)?;
    let event = find(world, about)?;
    match by {
        By::Person => check_organizes(ask, event)?,
        By::Role => meeting_policy::check(world, &ask.grant, &event.organizer)?,
        By::Resource => {}
    }
    if session != event.session {
        return Err(not_found());
    }
    let context = context(world, &place(event, &format!("sessions('{session}')/attendanceReports")));
    attendance::answer(world, ask, session, &context, path)
}

/// The session with the link that everybody has.
fn general(world: &World, event: &VirtualEvent) -> Value {
    let link = names::long_join_url(&event.thread, &world.tenant.id, &event.organizer);
    json!({
        "@odata.type": "#microsoft.graph.virtualEventSession",
        "id": event.session,
        "subject": event.display_name,
        "startDateTime": event::local(&event.start),
        "endDateTime": event::local(&event.end),
        "joinWebUrl": link,
        "capacity": event.configuration.capacity,
        "videoOnDemandWebUrl": null,
    })
}

/// The session with one person's own link; whoever is not in has none.
pub(super) fn of_registration(world: &World, event: &VirtualEvent, one: &Registration) -> Vec<Value> {
    if one.standing != Standing::Registered {
        return Vec::new();
    }
    let (start, end) = match world.switches.registration_session_times {
        SessionTimes::DateTimeTimeZone => (event::local(&event.start), event::local(&event.end)),
        SessionTimes::Text => (json!(instant(event.start.at)), json!(instant(event.end.at))),
    };
    let public = one.user.is_none();
    let link = names::personal_join_url(&event.thread, &world.tenant.id, &event.organizer, &one.id, public);
    vec![json!({
        "@odata.type": "#microsoft.graph.virtualEventSession",
        "id": event.session,
        "subject": event.display_name,
        "startDateTime": start,
        "endDateTime": end,
        "joinWebUrl": link,
        "audioConferencing": null,
        "chatInfo": null,
        "joinMeetingIdSettings": null,
        "lobbyBypassSettings": null,
    })]
}
