//! What a probe makes is written down before it is made, and deleted when the probe is over: by itself, or, after a
//! crash, by the next one.

use jiff::{SignedDuration, Timestamp};
use lectern_microsoft::graph::{Event, Preferences};
use serde::{Deserialize, Serialize};

use super::webinar;
use crate::desk::{Desk, GraphFailure};
use crate::error::DeskError;

const SETTING: &str = "probe-made";

/// The event, by what is known of it before it is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Made {
    /// On whose calendar; another account would look for it in vain.
    pub owner_id: String,
    pub owner: String,
    pub transaction_id: String,
    pub start: Timestamp,
    pub end: Timestamp,
    pub event_ids: Vec<String>,
    pub meeting_ids: Vec<String>,
    /// Of which the person may be registered, by Graph's id.
    #[serde(default)]
    pub webinar: Option<String>,
    /// That registration, once its id is known.
    #[serde(default)]
    pub registration: Option<String>,
}

pub(super) async fn noted(desk: &Desk) -> Result<Option<Made>, DeskError> {
    desk.setting(SETTING).await
}

pub(super) async fn note(desk: &Desk, made: &Made) -> Result<(), DeskError> {
    desk.set_setting(SETTING, made).await
}

/// Ids that survive what Outlook does to an item, on every call about the event.
pub(super) fn preferences() -> Preferences {
    Preferences { time_zone: None, immutable_ids: true, page_size: None }
}

/// What a sweep left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Swept {
    Clean,
    /// An event is gone whose link led to no meeting, so that none could be deleted.
    MeetingNotFound,
    /// The person may still be registered for the webinar: nobody but an application could look.
    MaybeRegistered,
}

/// Deletes what was made, meetings first found by their event's link. What is gone already is no failure.
pub(super) async fn sweep(desk: &Desk) -> Result<Swept, DeskError> {
    let Some(mut made) = noted(desk).await? else { return Ok(Swept::Clean) };
    let account = desk.read(|r| r.accounts().get()).await?.ok_or(DeskError::SignInNeeded)?;
    if !account.user_id.eq_ignore_ascii_case(&made.owner_id) {
        return Err(DeskError::OtherAccount { owner: made.owner });
    }
    let mut swept = if webinar::undo(desk, &made).await? { Swept::Clean } else { Swept::MaybeRegistered };
    for event in found(desk, &made).await? {
        if let Some(join_url) = event.online_meeting.as_ref().and_then(|meeting| meeting.join_url.as_deref())
        {
            let meetings = meetings(desk, join_url).await?;
            if meetings.is_empty() {
                swept = Swept::MeetingNotFound;
            }
            made.meeting_ids.extend(meetings);
        }
        made.event_ids.push(event.id);
    }
    made.event_ids.sort();
    made.event_ids.dedup();
    made.meeting_ids.sort();
    made.meeting_ids.dedup();
    // Once the event is gone nothing leads to its meeting any more.
    note(desk, &made).await?;
    for id in &made.event_ids {
        let deleted = desk
            .graph(|graph, token| async move {
                graph.as_user(&token).events().preferring(preferences()).delete(id).await
            })
            .await;
        gone(deleted)?;
    }
    for id in &made.meeting_ids {
        gone(
            desk.graph(
                |graph, token| async move { graph.as_user(&token).online_meetings().delete(id).await },
            )
            .await,
        )?;
    }
    desk.write(|w| Ok::<_, DeskError>(w.settings().remove(SETTING)?)).await?;
    Ok(swept)
}

fn gone(deleted: Result<(), GraphFailure>) -> Result<(), DeskError> {
    match deleted {
        Err(GraphFailure::Graph(error)) if matches!(error.status(), Some(404 | 410)) => Ok(()),
        other => Ok(other?),
    }
}

async fn found(desk: &Desk, made: &Made) -> Result<Vec<Event>, DeskError> {
    let around = SignedDuration::from_mins(1);
    let from = made.start.saturating_sub(around).unwrap_or(made.start);
    let until = made.end.saturating_add(around).unwrap_or(made.end);
    let events = desk
        .graph(|graph, token| async move {
            let events = graph.as_user(&token).events().preferring(preferences());
            let first = events.calendar_view(from, until).await?;
            events.rest_of(first).await
        })
        .await?;
    Ok(events
        .into_iter()
        .filter(|event| event.transaction_id.as_deref() == Some(&made.transaction_id))
        .collect())
}

/// The meetings behind a link: where the filter finds nothing, none can be deleted by it.
pub(super) async fn meetings(desk: &Desk, join_url: &str) -> Result<Vec<String>, DeskError> {
    let found = desk
        .graph(
            |graph, token| async move { graph.as_user(&token).online_meetings().by_join_url(join_url).await },
        )
        .await;
    match found {
        Ok(meetings) => Ok(meetings.into_iter().map(|meeting| meeting.id).collect()),
        Err(GraphFailure::Graph(error)) if matches!(error.status(), Some(400..=404)) => Ok(Vec::new()),
        Err(failure) => Err(failure.into()),
    }
}
