//! An event's own row, as another side has it: at the service, and at a desk that keeps a copy of another desk's.

use jiff::Timestamp;
use lectern_store::Writer;
use lectern_store::events::{ChangedEvent, GraphIds, NewEvent};

use super::ServingError;
use super::handed::HandedEvent;

/// New here. `owner`: on whose calendar it is, where that is not this one's.
pub(crate) fn begin(
    w: &Writer<'_>,
    id: &str,
    event: &HandedEvent,
    owner: Option<String>,
    now: Timestamp,
) -> Result<(), ServingError> {
    if event.start >= event.end {
        return Err(ServingError::Unfit("The event ends before it starts.".into()));
    }
    w.events().insert(
        &NewEvent {
            id: id.to_owned(),
            transaction_id: event.transaction_id.clone(),
            title: event.title.clone(),
            description: event.description.clone(),
            start: event.start,
            end: event.end,
            zone: event.zone.clone(),
            owner_id: owner,
            organizer_name: event.organizer_name.clone(),
            organizer_email: event.organizer_email.clone(),
        },
        now,
    )?;
    w.events().scheduled(id, &ids(event), now)?;
    // What its desk had planned about earlier changes comes with the people.
    w.events().set_tell_at(id, event.tell_at)?;
    Ok(w.events().set_sequence(id, event.ics_sequence)?)
}

/// As its desk has it now.
pub(crate) fn follow(
    w: &Writer<'_>,
    id: &str,
    event: &HandedEvent,
    now: Timestamp,
) -> Result<(), ServingError> {
    let cancelled = w.events().get(id)?.state == lectern_domain::event::EventState::Cancelled;
    if cancelled {
        return Ok(());
    }
    if event.start >= event.end {
        return Err(ServingError::Unfit("The event ends before it starts.".into()));
    }
    let changed = ChangedEvent {
        title: event.title.clone(),
        description: event.description.clone(),
        start: event.start,
        end: event.end,
        zone: event.zone.clone(),
        change_key: None,
    };
    w.events().changed(id, &changed, now)?;
    if let Some(moved) = &event.moved
        && w.notices().was_moved(id)?
    {
        w.notices().say_of_move(id, moved)?;
    }
    w.events().learned(id, &ids(event), now)?;
    if event.cancelled {
        w.events().cancelled(id, event.cancel_comment.as_deref(), now)?;
        w.messages().skip_planned_of_event(id, now)?;
    }
    Ok(w.events().set_sequence(id, event.ics_sequence)?)
}

fn ids(event: &HandedEvent) -> GraphIds {
    GraphIds {
        graph_event_id: Some(event.graph_event_id.clone()),
        ical_uid: event.ical_uid.clone(),
        meeting_id: event.meeting_id.clone(),
        join_url: event.join_url.clone(),
        web_link: event.web_link.clone(),
        organizer_name: event.organizer_name.clone(),
        organizer_email: event.organizer_email.clone(),
        ..GraphIds::default()
    }
}
