//! "How does it stand?" The event's state and words, its page and its sessions, as Teams tells them: asked for now and
//! then while somebody looks, never more often than the limits bear (750 reads in 30 s for an app over all tenants, by
//! one source only).

use jiff::SignedDuration;
use lectern_microsoft::graph::{SessionTime, VirtualEvent, VirtualEventSession};
use lectern_store::virtual_events::VirtualEventRecord;

use super::teams::{self, Failure, MANAGE};
use super::{
    EventKind, RegistrationPage, Session, VirtualEventDetail, VirtualEventError, VirtualEventState,
    co_organizers, edit, invited, list,
};
use crate::desk::Desk;
use crate::error::DeskError;

/// The parts of an event as the store names them.
pub(super) const PAGE: &str = "page";
pub(super) const SESSIONS: &str = "sessions";

/// What was read so lately is not asked for again.
const FRESH: SignedDuration = SignedDuration::from_secs(20);

/// `now`: also if it was read a moment ago, because something was done to it.
pub async fn refresh(desk: &Desk, id: &str, now: bool) -> Result<VirtualEventDetail, VirtualEventError> {
    let record = teams::record(desk, id).await?;
    if let Some(graph_id) = record.graph_id.clone()
        && (now || !is_fresh(desk, id).await?)
    {
        teams::owned(desk, &record).await?;
        read(desk, &record, &graph_id).await?;
    }
    list::one(desk, id).await
}

async fn is_fresh(desk: &Desk, id: &str) -> Result<bool, DeskError> {
    let (wanted, now) = (id.to_owned(), desk.now());
    let read = desk.read(move |r| r.virtual_events().part::<Vec<Session>>(&wanted, SESSIONS)).await?;
    Ok(read.is_some_and(|part| now.duration_since(part.read_at) < FRESH))
}

async fn read(desk: &Desk, record: &VirtualEventRecord, graph_id: &str) -> Result<(), VirtualEventError> {
    let kind = teams::kind(record.kind);
    let event = teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).get(graph_id).await
    })
    .await?;
    keep(desk, record, &event).await?;
    let page = match record.kind {
        // Documented in beta only.
        EventKind::TownHall => None,
        _ => page(desk, record, graph_id).await?,
    };
    let sessions = teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).sessions(graph_id).await
    })
    .await?;
    let sessions: Vec<Session> = sessions.into_iter().map(session).collect();
    let (id, now) = (record.id.clone(), desk.now());
    let hall = record.kind == EventKind::TownHall;
    desk.write(move |w| {
        co_organizers::keep(w, &id, &event, now)?;
        if hall {
            invited::keep(w, &id, &event, now)?;
        }
        if let Some(page) = page {
            w.virtual_events().set_part(&id, PAGE, &page, now)?;
        }
        w.virtual_events().set_part(&id, SESSIONS, &sessions, now)?;
        Ok::<_, VirtualEventError>(())
    })
    .await
}

async fn page(
    desk: &Desk,
    record: &VirtualEventRecord,
    graph_id: &str,
) -> Result<Option<RegistrationPage>, VirtualEventError> {
    let kind = teams::kind(record.kind);
    let answer = teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).registration_configuration(graph_id).await
    })
    .await;
    match answer {
        Ok(found) => Ok(Some(RegistrationPage {
            url: found.registration_web_url.filter(|url| url.starts_with("https://")),
            capacity: found.capacity,
            waitlist: found.is_waitlist_enabled == Some(true),
            approval: found.is_manual_approval_enabled == Some(true),
        })),
        // An event without registration.
        Err(Failure::Graph(error)) if error.not_found() => Ok(None),
        Err(failure) => Err(failure.into()),
    }
}

/// What was changed in Teams is taken over: the organizer sees what people see.
pub(super) async fn keep(
    desk: &Desk,
    record: &VirtualEventRecord,
    event: &VirtualEvent,
) -> Result<(), DeskError> {
    let there = edit::words_of(event, &record.words);
    let state = teams::state(event).unwrap_or(record.state);
    let (id, was, state_was, now) = (record.id.clone(), record.words.clone(), record.state, desk.now());
    if there == was && state == state_was {
        return Ok(());
    }
    desk.write(move |w| {
        let events = w.virtual_events();
        if there != was {
            events.words(&id, &there, now)?;
        }
        if state != state_was {
            events.state(&id, state, now)?;
            w.changes().record(&crate::history::of_event(&id, change(state)), now)?;
        }
        Ok::<_, DeskError>(())
    })
    .await
}

pub(super) fn change(state: VirtualEventState) -> &'static str {
    match state {
        VirtualEventState::Creating | VirtualEventState::Draft => "created",
        VirtualEventState::Published => "published",
        VirtualEventState::Cancelled => "cancelled",
    }
}

fn session(session: VirtualEventSession) -> Session {
    let instant = |time: Option<SessionTime>| match time? {
        SessionTime::Zoned(at) => teams::instant(&at).map(|at| at.to_string()),
        SessionTime::Text(text) => text.parse::<jiff::Timestamp>().ok().map(|at| at.to_string()),
    };
    Session {
        start: instant(session.start_date_time),
        end: instant(session.end_date_time),
        join_url: session.join_web_url.filter(|url| url.starts_with("https://")),
        id: session.id,
    }
}
