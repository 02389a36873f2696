//! "Make a webinar (or town hall) of this." It begins as a draft. Once, however often it is tried: there is no
//! `transactionId` for virtual events, so the row with its tag is written before Graph is asked, the draft is told the
//! tag right after it was made, and after any doubt the organizer's own events are looked through before the request is
//! repeated: for the tag, or for a draft that nobody has tagged with the very same words and times. A crash between
//! making and tagging leaves just such a one. How soon a new draft is listed is not documented.

use std::time::Duration;

use lectern_microsoft::graph::{
    ItemBody, NewVirtualEvent as GraphNew, VirtualEvent, VirtualEventSettings, VirtualEventStatus,
};
use lectern_store::virtual_events::{NewVirtualEvent as NewRecord, VirtualEventRecord, VirtualEventWords};
use serde::Deserialize;
use ts_rs::TS;
use uuid::Uuid;

use lectern_domain::zone::Fold;

use super::setup::{self, VirtualSetup};
use super::teams::{self, Failure, MANAGE};
use super::{Audience, EventKind, VirtualEventDetail, VirtualEventError, VirtualEventState, list, refresh};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::locks::Lock;
use crate::privacy::retention;
use crate::scheduling::create as calendar;

/// Local wall-clock times in `zone`, as in `2026-12-01T18:00`.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct NewVirtualEvent {
    pub kind: EventKind,
    pub title: String,
    pub description: String,
    pub start: String,
    pub end: String,
    pub zone: String,
    /// Where clocks go back and the time comes twice: which one.
    pub fold: Option<Fold>,
    pub audience: Audience,
    /// Teams mails attendees by itself.
    pub attendee_mail: bool,
    /// From a template or another event.
    #[serde(default)]
    pub setup: Option<VirtualSetup>,
    /// A UUID of the form's own: the same at every try, so that a repeated press makes no second event.
    pub draft_id: String,
}

/// What our tags begin with.
const OURS: &str = "lectern:";
/// A service that breaks off is asked again so often, after having been looked through.
const DOUBTS: u64 = 2;

pub async fn create(desk: &Desk, new: NewVirtualEvent) -> Result<VirtualEventDetail, VirtualEventError> {
    teams::offered(desk)?;
    let mut record = planned(desk, &new)?;
    let id = record.id.clone();
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    let known = {
        let id = id.clone();
        desk.read(move |r| r.virtual_events().by_id(&id)).await?
    };
    let seen_before = known.is_some();
    if !seen_before {
        let account = calendar::signed_in(desk).await?;
        record.owner_id = Some(account.user_id);
        (record.organizer_name, record.organizer_email) =
            (Some(account.display_name), Some(account.username));
        let now = desk.now();
        let setup = new.setup.and_then(|setup| setup::kept(setup, record.kind));
        desk.write(move |w| {
            w.virtual_events().insert(&record, now)?;
            w.virtual_events().set_setup(&record.id, setup.as_deref(), now)?;
            Ok::<_, VirtualEventError>(retention::begin(w, &record.id, now)?)
        })
        .await?;
    }
    finish(desk, &id, seen_before).await?;
    list::one(desk, &id).await
}

/// "Try again": goes on with one that is still being made.
pub async fn go_on(desk: &Desk, id: &str) -> Result<VirtualEventDetail, VirtualEventError> {
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    finish(desk, id, true).await?;
    list::one(desk, id).await
}

pub(crate) fn is_unfinished(event: &VirtualEventRecord) -> bool {
    event.state != VirtualEventState::Cancelled && !event.tagged
}

/// Goes on with what a crash or a lost network left half done. Errors stay with their event.
pub async fn resume(desk: &Desk) -> Result<usize, DeskError> {
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    let mut finished = 0;
    for event in desk.read(|r| r.virtual_events().list()).await? {
        if !is_unfinished(&event) && event.setup.is_none() {
            continue;
        }
        match finish(desk, &event.id, true).await {
            Ok(()) => finished += 1,
            Err(error) => tracing::info!(event = event.id, %error, "a webinar or town hall waits"),
        }
    }
    Ok(finished)
}

pub(super) fn planned(desk: &Desk, new: &NewVirtualEvent) -> Result<NewRecord, VirtualEventError> {
    if new.kind == EventKind::Meeting {
        return Err(wrong("kind", "A meeting is made on the calendar, not here."));
    }
    let title = calendar::title(&new.title)?;
    let start = calendar::resolved("start", &new.start, &new.zone, new.fold)?;
    let end = calendar::resolved("end", &new.end, &new.zone, new.fold)?;
    calendar::check_times(desk, start, end)?;
    let id = Uuid::parse_str(&new.draft_id).map_err(|_| wrong("draftId", "The form's id is no UUID."))?;
    let words = VirtualEventWords {
        title,
        description: new.description.trim().to_owned(),
        start,
        end,
        zone: new.zone.clone(),
        audience: new.audience,
    };
    Ok(NewRecord {
        id: id.to_string(),
        kind: new.kind,
        tag: format!(
            "{OURS}{}",
            Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("lectern:webinar:{id}").as_bytes())
        ),
        words,
        attendee_mail: new.attendee_mail,
        owner_id: None,
        organizer_name: None,
        organizer_email: None,
    })
}

/// Its own, since Teams is told none: what was made in Teams is known by its id.
pub(super) fn tag_of_adopted(id: &Uuid) -> String {
    format!("{OURS}adopted:{id}")
}

fn wrong(field: &'static str, message: &str) -> VirtualEventError {
    VirtualEventError::Field { field, message: message.to_owned() }
}

pub(super) async fn finish(desk: &Desk, id: &str, seen_before: bool) -> Result<(), VirtualEventError> {
    let record = teams::record(desk, id).await?;
    if !is_unfinished(&record) {
        return Ok(setup::apply(desk, id).await?);
    }
    match steps(desk, &record, seen_before).await {
        Ok(()) => {
            setup::apply(desk, id).await?;
            // What its page says is nice to have at once; the event is whole without it.
            if let Err(error) = refresh::refresh(desk, id, true).await {
                tracing::info!(event = id, %error, "a new event's page was not read");
            }
            Ok(())
        }
        Err(error) => {
            let (id, problem, now) = (record.id, error.to_string(), desk.now());
            desk.write(move |w| Ok::<_, DeskError>(w.virtual_events().problem(&id, Some(&problem), now)?))
                .await?;
            Err(VirtualEventError::Kept(Box::new(error)))
        }
    }
}

async fn steps(desk: &Desk, record: &VirtualEventRecord, seen_before: bool) -> Result<(), VirtualEventError> {
    teams::owned(desk, record).await?;
    let mut named = false;
    let graph_id = if let Some(known) = &record.graph_id {
        known.clone()
    } else {
        let event = on_teams(desk, record, seen_before).await?;
        named = is_named(&event, record);
        let (id, graph_id, now) = (record.id.clone(), event.id.clone(), desk.now());
        desk.write(move |w| Ok::<_, DeskError>(w.virtual_events().made(&id, &graph_id, now)?)).await?;
        event.id
    };
    if !named {
        let (kind, tag, graph_id) = (teams::kind(record.kind), &record.tag, &graph_id);
        teams::ask(desk, MANAGE, |graph, token| async move {
            graph.as_user(&token).virtual_events(kind).name(graph_id, tag).await
        })
        .await?;
    }
    let (id, now) = (record.id.clone(), desk.now());
    Ok(desk.write(move |w| Ok::<_, DeskError>(w.virtual_events().tagged(&id, now)?)).await?)
}

/// The event at Teams: found where an earlier try may have made it, else made.
async fn on_teams(
    desk: &Desk,
    record: &VirtualEventRecord,
    seen_before: bool,
) -> Result<VirtualEvent, VirtualEventError> {
    if seen_before && let Some(found) = look_up(desk, record).await? {
        return Ok(found);
    }
    let mut doubts = 0;
    loop {
        match post(desk, record).await {
            Ok(event) => return Ok(event),
            Err(failure) if doubts < DOUBTS && failure.ambiguous() => {
                doubts += 1;
                tokio::time::sleep(Duration::from_secs(doubts)).await;
                if let Some(found) = look_up(desk, record).await? {
                    return Ok(found);
                }
            }
            Err(failure) => return Err(failure.into()),
        }
    }
}

async fn post(desk: &Desk, record: &VirtualEventRecord) -> Result<VirtualEvent, Failure> {
    let words = &record.words;
    let (start, end) = calendar::wall_clock(words.start, words.end, &words.zone);
    let new = GraphNew {
        display_name: words.title.clone(),
        description: (!words.description.is_empty()).then(|| ItemBody::text(&words.description)),
        start_date_time: start,
        end_date_time: end,
        audience: Some(teams::audience(words.audience)),
        co_organizers: Vec::new(),
        settings: Some(VirtualEventSettings {
            is_attendee_email_notification_enabled: Some(record.attendee_mail),
        }),
        is_invite_only: None,
    };
    let (kind, new) = (teams::kind(record.kind), &new);
    teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).create(new).await
    })
    .await
}

pub(super) fn is_named(event: &VirtualEvent, record: &VirtualEventRecord) -> bool {
    event.external_event_information.iter().any(|own| own.external_event_id.as_deref() == Some(&record.tag))
}

/// The event that an earlier try made, by our tag; else the draft that it had no time to tag.
pub(super) async fn look_up(
    desk: &Desk,
    record: &VirtualEventRecord,
) -> Result<Option<VirtualEvent>, VirtualEventError> {
    let kind = teams::kind(record.kind);
    let mut organized = teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).organized().await
    })
    .await?;
    organized.retain(|event| event.status != Some(VirtualEventStatus::Canceled));
    if let Some(place) = organized.iter().position(|event| is_named(event, record)) {
        return Ok(Some(organized.swap_remove(place)));
    }
    for event in organized {
        if is_lost(&event, record) {
            let id = event.id.clone();
            // Another event of this desk's with the same words, which waits for its own tag.
            if desk.read(move |r| r.virtual_events().by_graph_id(&id)).await?.is_none() {
                return Ok(Some(event));
            }
        }
    }
    Ok(None)
}

pub(super) fn is_lost(event: &VirtualEvent, record: &VirtualEventRecord) -> bool {
    let ours = |tag: &Option<String>| tag.as_deref().is_some_and(|tag| tag.starts_with(OURS));
    let at = |at: &Option<_>| at.as_ref().and_then(teams::instant);
    event.status == Some(VirtualEventStatus::Draft)
        && !event.external_event_information.iter().any(|named| ours(&named.external_event_id))
        && event.display_name.as_deref() == Some(&record.words.title)
        && at(&event.start_date_time) == Some(record.words.start)
        && at(&event.end_date_time) == Some(record.words.end)
}
