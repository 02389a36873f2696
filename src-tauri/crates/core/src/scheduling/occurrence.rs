//! "Only this date." One date of a series is changed or called off on the calendar; the others stay as they are.

use lectern_domain::zone::Fold;
use lectern_microsoft::graph::{Event, EventPatch};
use lectern_store::events::EventRecord;
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use super::calendar::{entry, own};
use super::change::{CROSSING, ChangeError};
use super::{EventDetail, EventState, create, list, owner};
use crate::desk::{Desk, GraphFailure};
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::history;
use crate::locks::Lock;

/// What is not named stays. Times are local wall-clock times in the series' zone.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct DateChange {
    pub title: Option<String>,
    pub start: Option<String>,
    pub end: Option<String>,
    pub fold: Option<Fold>,
}

#[derive(Debug, thiserror::Error)]
pub enum DateError {
    #[error("This date is no longer on the calendar. Refresh the list.")]
    Gone,
    #[error("This date is not one of this series.")]
    Another,
    #[error("This date is an event of its own here. Change it there: people may be registered for it.")]
    OwnEvent,
    #[error(transparent)]
    Change(#[from] ChangeError),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<lectern_store::StoreError> for DateError {
    fn from(error: lectern_store::StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<DateError> for CommandError {
    fn from(error: DateError) -> Self {
        let code = match error {
            DateError::Change(inner) => return inner.into(),
            DateError::Desk(inner) => return inner.into(),
            DateError::Gone => ErrorCode::NotFound,
            DateError::Another | DateError::OwnEvent => ErrorCode::Refused,
        };
        Self::new(code, error.to_string())
    }
}

/// Safe to repeat: what the date says already is not asked for again.
pub async fn change(
    desk: &Desk,
    id: &str,
    date_id: &str,
    change: DateChange,
) -> Result<EventDetail, DateError> {
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    let series = series(desk, id, date_id).await?;
    let event = date(desk, &series, date_id).await?;
    let patch = patch(desk, &series, &event, &change)?;
    if patch != EventPatch::default() {
        let (patch, etag) = (&patch, event.etag.as_deref());
        let answer = desk
            .graph(|graph, token| async move {
                let events = graph.as_user(&token).events().preferring(own::in_utc());
                events.update(date_id, patch, etag).await
            })
            .await;
        let changed = match answer {
            Ok(event) => event,
            Err(GraphFailure::Graph(error)) if error.code() == CROSSING => {
                return Err(ChangeError::Crossing.into());
            }
            Err(GraphFailure::Graph(error)) if error.conflict() => return Err(ChangeError::Busy.into()),
            Err(failure) => return Err(DeskError::from(failure).into()),
        };
        keep(desk, &series, &changed).await?;
    }
    Ok(list::one(desk, id).await.map_err(ChangeError::from)?)
}

/// Safe to repeat: a date that is gone was called off by an earlier try, or in Outlook.
pub async fn cancel(desk: &Desk, id: &str, date_id: &str, comment: &str) -> Result<EventDetail, DateError> {
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    let series = series(desk, id, date_id).await?;
    let answer = desk
        .graph(|graph, token| async move {
            graph.as_user(&token).events().preferring(own::in_utc()).cancel(date_id, comment).await
        })
        .await;
    match answer {
        Ok(()) => {}
        Err(GraphFailure::Graph(error)) if error.not_found() => {}
        Err(failure) => return Err(DeskError::from(failure).into()),
    }
    let (series_id, date, now) = (series.id.clone(), date_id.to_owned(), desk.now());
    desk.write(move |w| {
        if let Some(owner) = &series.owner_id {
            w.calendar().remove(owner, &date)?;
        }
        w.changes()
            .record(&history::of_event_with(&series_id, "dateCancelled", json!({"date": date})), now)?;
        Ok::<_, DateError>(())
    })
    .await?;
    Ok(list::one(desk, id).await.map_err(ChangeError::from)?)
}

async fn series(desk: &Desk, id: &str, date_id: &str) -> Result<EventRecord, DateError> {
    let (wanted, date) = (id.to_owned(), date_id.to_owned());
    let (record, taken_over) =
        desk.read(move |r| Ok((r.events().by_id(&wanted)?, r.events().by_graph_event_id(&date)?))).await?;
    let record = record
        .ok_or_else(|| ChangeError::from(list::ShowError::NoEvent(id.to_owned())))
        .map_err(DateError::from)?;
    if taken_over.is_some() {
        return Err(DateError::OwnEvent);
    }
    match (record.state, &record.recurrence) {
        (EventState::Cancelled, _) => Err(ChangeError::Cancelled.into()),
        (EventState::Scheduled, Some(_)) => {
            owner::check(desk, &record).await?;
            Ok(record)
        }
        (EventState::Scheduled, None) => Err(DateError::Another),
        (EventState::Creating, _) => Err(ChangeError::Unfinished.into()),
    }
}

async fn date(desk: &Desk, series: &EventRecord, date_id: &str) -> Result<Event, DateError> {
    let answer = desk
        .graph(|graph, token| async move {
            graph.as_user(&token).events().preferring(own::in_utc()).get(date_id).await
        })
        .await;
    let event = match answer {
        Ok(event) => event,
        Err(GraphFailure::Graph(error)) if error.not_found() => return Err(DateError::Gone),
        Err(failure) => return Err(DeskError::from(failure).into()),
    };
    if event.series_master_id == series.graph_event_id { Ok(event) } else { Err(DateError::Another) }
}

fn patch(
    desk: &Desk,
    series: &EventRecord,
    event: &Event,
    change: &DateChange,
) -> Result<EventPatch, DateError> {
    let mut patch = EventPatch::default();
    if let Some(title) = &change.title {
        let title = create::title(title).map_err(ChangeError::from)?;
        patch.subject = Some(title).filter(|title| event.subject.as_ref() != Some(title));
    }
    let there = entry::times(event)?;
    let wanted = |field, local: &Option<String>, stays| match local {
        Some(local) => create::resolved(field, local, &series.zone, change.fold),
        None => Ok(stays),
    };
    let start = wanted("start", &change.start, there.0).map_err(ChangeError::from)?;
    let end = wanted("end", &change.end, there.1).map_err(ChangeError::from)?;
    if (start, end) != there {
        create::check_times(desk, start, end).map_err(ChangeError::from)?;
        let (start, end) = create::wall_clock(start, end, &series.zone);
        (patch.start, patch.end) = (Some(start), Some(end));
    }
    Ok(patch)
}

/// The date as the calendar has it now, so that it is shown before the calendar is read again.
async fn keep(desk: &Desk, series: &EventRecord, changed: &Event) -> Result<(), DateError> {
    let (record, owner) = (entry::record(changed), series.owner_id.clone());
    let (id, date, now) = (series.id.clone(), changed.id.clone(), desk.now());
    desk.write(move |w| {
        if let (Some(record), Some(owner)) = (record, owner)
            && let Some(round) = w.calendar().round(&owner)?
        {
            w.calendar().put(&owner, round.round, &record)?;
        }
        w.changes().record(&history::of_event_with(&id, "dateChanged", json!({"date": date})), now)?;
        Ok::<_, DateError>(())
    })
    .await
}
