//! "Take this over." A webinar or town hall that was made in Teams becomes an event here, with its state, its page, its
//! sessions, questions and people; nothing is made and nothing of it is touched. Safe to repeat: the same event in Teams is
//! the same event here.

use lectern_domain::event::Audience;
use lectern_microsoft::graph::VirtualEvent;
use lectern_store::accounts::AccountRecord;
use lectern_store::virtual_events::{
    NewVirtualEvent as NewRecord, TakenOver, VirtualEventRecord, VirtualEventWords,
};
use uuid::Uuid;

use super::teams::{self, Failure, MANAGE};
use super::{
    EventKind, VirtualEventDetail, VirtualEventError, VirtualEventState, create, edit, list, offers,
    presenters, questions, refresh,
};
use crate::desk::Desk;
use crate::history;
use crate::locks::Lock;
use crate::privacy::retention;
use crate::scheduling::create as calendar;

pub async fn adopt(
    desk: &Desk,
    kind: EventKind,
    graph_id: &str,
) -> Result<VirtualEventDetail, VirtualEventError> {
    teams::offered(desk)?;
    let account = calendar::signed_in(desk).await?;
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    let wanted = graph_id.to_owned();
    if let Some(known) = desk.read(move |r| r.virtual_events().by_graph_id(&wanted)).await? {
        return list::one(desk, &known.id).await;
    }
    let (event, co_organized) = found(desk, kind, graph_id).await?;
    let state = teams::state(&event).unwrap_or(VirtualEventState::Draft);
    if state == VirtualEventState::Cancelled {
        return Err(VirtualEventError::CancelledInTeams);
    }
    if let Some(made) = made_here(desk, &event, kind).await? {
        create::finish(desk, &made.id, true).await?;
        return list::one(desk, &made.id).await;
    }
    let there = TakenOver { graph_id: event.id.clone(), state, co_organized };
    let id = write(desk, account, kind, &event, there).await?;
    read(desk, kind, &id).await;
    list::one(desk, &id).await
}

/// The event and whether somebody else organizes it. By Teams' own lists: who may see an event is not who may run it.
async fn found(
    desk: &Desk,
    kind: EventKind,
    graph_id: &str,
) -> Result<(VirtualEvent, bool), VirtualEventError> {
    let is = |event: &VirtualEvent| event.id == graph_id;
    if let Some(event) = offers::organized(desk, kind).await?.into_iter().find(is) {
        return Ok((event, false));
    }
    if let Some(event) = offers::co_organized(desk, kind).await?.into_iter().find(is) {
        return Ok((event, true));
    }
    let kind = teams::kind(kind);
    let answer = teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).get(graph_id).await
    })
    .await;
    Err(match answer {
        Ok(event) => VirtualEventError::NotYours(
            offers::organizer(&event).unwrap_or_else(|| "Somebody else".to_owned()),
        ),
        Err(Failure::Graph(error))
            if error.not_found() || error.forbidden() || error.status() == Some(400) =>
        {
            VirtualEventError::GoneInTeams
        }
        Err(failure) => failure.into(),
    })
}

/// What a crash left half made here, before Teams' answer was down.
async fn made_here(
    desk: &Desk,
    event: &VirtualEvent,
    kind: EventKind,
) -> Result<Option<VirtualEventRecord>, VirtualEventError> {
    let all = desk.read(|r| r.virtual_events().list()).await?;
    Ok(all.into_iter().find(|record| {
        record.kind == kind
            && create::is_unfinished(record)
            && (create::is_named(event, record)
                || (record.graph_id.is_none() && create::is_lost(event, record)))
    }))
}

async fn write(
    desk: &Desk,
    account: AccountRecord,
    kind: EventKind,
    event: &VirtualEvent,
    there: TakenOver,
) -> Result<String, VirtualEventError> {
    let began = event.start_date_time.as_ref().ok_or(VirtualEventError::NoTimes)?;
    let ends = event.end_date_time.as_ref().and_then(teams::instant);
    let (Some(start), Some(end)) = (teams::instant(began), ends) else {
        return Err(VirtualEventError::NoTimes);
    };
    if end <= start {
        return Err(VirtualEventError::NoTimes);
    }
    let blank = VirtualEventWords {
        title: offers::title(event),
        description: String::new(),
        start,
        end,
        zone: teams::zone_of(began),
        audience: Audience::Everyone,
    };
    let words = VirtualEventWords { title: blank.title.clone(), ..edit::words_of(event, &blank) };
    let id = Uuid::new_v5(&desk.profile().id(), format!("lectern:adopted:{}", event.id).as_bytes());
    let mails = event.settings.as_ref().and_then(|own| own.is_attendee_email_notification_enabled);
    let (organizer_name, organizer_email) = if there.co_organized {
        (offers::organizer(event), None)
    } else {
        (Some(account.display_name), Some(account.username))
    };
    let new = NewRecord {
        id: id.to_string(),
        kind,
        tag: create::tag_of_adopted(&id),
        words,
        attendee_mail: mails.unwrap_or(true),
        owner_id: Some(account.user_id),
        organizer_name,
        organizer_email,
    };
    let now = desk.now();
    desk.write(move |w| {
        w.virtual_events().adopt(&new, &there, now)?;
        retention::begin(w, &new.id, now)?;
        w.changes().record(&history::of_event(&new.id, "adopted"), now)?;
        Ok::<_, VirtualEventError>(new.id)
    })
    .await
}

/// What belongs to it is read at once where Teams lets it; the event is whole without it, and its page asks again.
async fn read(desk: &Desk, kind: EventKind, id: &str) {
    let mut answers = vec![refresh::refresh(desk, id, true).await, presenters::read(desk, id).await];
    if kind == EventKind::Webinar {
        answers.push(questions::read(desk, id).await);
    }
    for error in answers.into_iter().filter_map(Result::err) {
        tracing::info!(event = id, %error, "a part of what was taken over was not read");
    }
}
