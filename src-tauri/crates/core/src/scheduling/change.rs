//! "Change this event." The calendar first, then here. It is read before it is written: what was changed elsewhere
//! meanwhile is never written over unasked, and a repeated change finds itself done. `If-Match` closes the moment
//! between the two where the service honours it; that it does is not documented for events.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use lectern_domain::recurrence::Recurrence;
use lectern_domain::zone::{self, Fold};
use lectern_microsoft::graph::{Event, EventPatch, ItemBody, Preferences};
use lectern_store::events::{ChangedEvent, EventRecord};
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use super::body::{self, Body};
use super::calendar::{entry, instant};
use super::create::{self, CreateError};
use super::{EventDetail, EventState, list, owner, rule};
use crate::desk::{Desk, GraphFailure};
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::history;
use crate::locks::Lock;
use crate::messages::render;
use crate::messages::telling::Teller;

/// What is not named stays. Times are local wall-clock times, as in `2026-12-01T18:00`; a new zone alone keeps the
/// wall-clock times and moves the instants.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct EventChange {
    pub title: Option<String>,
    pub description: Option<String>,
    pub start: Option<String>,
    pub end: Option<String>,
    pub zone: Option<String>,
    /// Where clocks go back and the time comes twice: which one.
    pub fold: Option<Fold>,
    /// Of a series: another rule. Dates that were changed on their own are lost with the old one.
    #[serde(default)]
    pub recurrence: Option<Recurrence>,
    /// Why it is moved, for those who registered before: their join page says it. With no other time it is said of the
    /// move before, instead of what was said then.
    pub message: Option<String>,
    /// Also over what was changed elsewhere meanwhile.
    pub overwrite: bool,
    /// Where it is at another time then: whether those who know the one before get a mail. It is remembered. Not said:
    /// they get none.
    #[serde(default)]
    pub tell: Option<bool>,
}

#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    #[error(transparent)]
    Show(#[from] list::ShowError),
    #[error(transparent)]
    Field(#[from] CreateError),
    #[error("A cancelled event can't be changed. Make a new one.")]
    Cancelled,
    #[error("This event is still being created. It can be changed once it is on the calendar.")]
    Unfinished,
    #[error("This is a single event. Make a series of it as a new one: its people have a way into this one.")]
    NoSeries,
    #[error(
        "Nothing was changed: the dates of a series keep their order, and this one would lie on or beyond its neighbour. Choose a time between the date before and the date after, or cancel this date and make a single event."
    )]
    Crossing,
    #[error("Nothing was changed: the event was edited elsewhere{when}. {now}")]
    Elsewhere { when: String, now: String },
    #[error("Nothing was changed: somebody is editing this event at the same moment. Try again.")]
    Busy,
    #[error("{0} Whether the calendar took the change is not known. Make it again: that is safe.")]
    Unsure(DeskError),
    #[error(
        "Nothing was changed: Teams' part of the calendar entry can't be told from the description any more, and without it the meeting would be lost. Change the description in Outlook."
    )]
    Body,
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<lectern_store::StoreError> for ChangeError {
    fn from(error: lectern_store::StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<ChangeError> for CommandError {
    fn from(error: ChangeError) -> Self {
        let message = error.to_string();
        match error {
            ChangeError::Show(inner) => inner.into(),
            ChangeError::Field(inner) => inner.into(),
            ChangeError::Desk(inner) => inner.into(),
            ChangeError::Unsure(inner) => Self { message, ..Self::from(inner) },
            ChangeError::Elsewhere { .. } => Self::new(ErrorCode::Conflict, message),
            ChangeError::Busy => Self { retry_after: Some(1.0), ..Self::new(ErrorCode::Throttled, message) },
            ChangeError::Cancelled
            | ChangeError::Unfinished
            | ChangeError::NoSeries
            | ChangeError::Crossing
            | ChangeError::Body => Self::new(ErrorCode::Refused, message),
        }
    }
}

/// Safe to repeat. Confirmations that have not left say what is new; those that have are not sent again, and who has one
/// gets a mail about the move, where that is wished.
pub async fn change(desk: &Desk, id: &str, change: EventChange) -> Result<EventDetail, ChangeError> {
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    let wanted = id.to_owned();
    let record = desk
        .read(move |r| r.events().by_id(&wanted))
        .await?
        .ok_or_else(|| list::ShowError::NoEvent(id.to_owned()))?;
    let graph_id = match (record.state, &record.graph_event_id) {
        (EventState::Cancelled, _) => return Err(ChangeError::Cancelled),
        (EventState::Scheduled, Some(graph_id)) => graph_id,
        _ => return Err(ChangeError::Unfinished),
    };
    let mut wanted = wanted_of(desk, &record, &change)?;
    let message = message_of(desk, &record, &wanted.event, &change).await?;
    let changed = differences(&record, &wanted);
    if !changed.is_empty() {
        owner::check(desk, &record).await?;
        wanted.event.change_key = on_calendar(desk, &record, graph_id, &wanted, change.overwrite).await?;
    }
    write_down(desk, record, wanted, changed, (message, change.tell)).await?;
    Ok(list::one(desk, id).await?)
}

/// What the event is to be.
struct Wanted {
    event: ChangedEvent,
    rule: Option<Recurrence>,
}

async fn write_down(
    desk: &Desk,
    record: EventRecord,
    wanted: Wanted,
    mut changed: Vec<&'static str>,
    (message, tell): (Option<String>, Option<bool>),
) -> Result<(), DeskError> {
    let on_the_calendar = !changed.is_empty();
    changed.extend(message.as_ref().map(|_| "message"));
    if changed.is_empty() {
        return Ok(());
    }
    let (teller, now) = (Teller::of(desk).await?, desk.now());
    desk.write(move |w| {
        let id = &record.id;
        if on_the_calendar {
            w.events().changed(id, &wanted.event, now)?;
            w.events().set_recurrence(id, wanted.rule.as_ref().map(rule::kept).as_deref())?;
            teller.moved(w, &record, Teller::chosen(w, tell)?)?;
        }
        if let Some(message) = message {
            w.notices().say_of_move(id, &message)?;
        }
        w.changes().record(&history::of_event_with(id, "changed", json!({"fields": changed})), now)?;
        Ok::<_, DeskError>(())
    })
    .await
}

/// Read at a glance, above the button that joins.
const LONGEST_MESSAGE: usize = 1_000;

/// Looked at before the calendar is asked for anything.
async fn message_of(
    desk: &Desk,
    record: &EventRecord,
    wanted: &ChangedEvent,
    change: &EventChange,
) -> Result<Option<String>, ChangeError> {
    let refused = |message: String| CreateError::Field { field: "message", message };
    let message = change.message.as_deref().map(str::trim).filter(|message| !message.is_empty());
    let Some(message) = message.map(str::to_owned) else { return Ok(None) };
    let length = message.chars().count();
    if length > LONGEST_MESSAGE {
        let told = format!("The message may have {LONGEST_MESSAGE} characters; this one has {length}.");
        return Err(refused(told).into());
    }
    let id = record.id.clone();
    let moves = (record.start, record.end) != (wanted.start, wanted.end);
    if !moves && !desk.read(move |r| r.notices().was_moved(&id)).await? {
        let told = "The message says why an event was moved, and this one never was. Change its time too.";
        return Err(refused(told.into()).into());
    }
    Ok(Some(message))
}

fn wanted_of(desk: &Desk, record: &EventRecord, change: &EventChange) -> Result<Wanted, ChangeError> {
    let title = match &change.title {
        Some(title) => create::title(title)?,
        None => record.title.clone(),
    };
    let zone =
        change.zone.as_deref().map_or_else(|| record.zone.clone(), |zone| create::iana(zone).to_owned());
    let before = rule::of(record.recurrence.as_deref());
    if before.is_none() && change.recurrence.is_some() {
        return Err(ChangeError::NoSeries);
    }
    let rule = change.recurrence.clone().or_else(|| before.clone());
    let stays = |at| zone::local(at, &record.zone);
    let mut local = (
        change.start.clone().unwrap_or_else(|| stays(record.start)),
        change.end.clone().unwrap_or_else(|| stays(record.end)),
    );
    let (mut start, mut end) = (record.start, record.end);
    let named = change.start.is_some() || change.end.is_some() || zone != record.zone;
    if named || rule != before {
        if let Some(rule) = &rule {
            local = create::from_first_date(rule, &local.0, &local.1)?;
        }
        let instant = |field, local: &str, stays: Timestamp| {
            // What was not named and stays on the clock stays at its instant, also where the clock shows it twice.
            if zone == record.zone && local == zone::local(stays, &zone) && change.fold.is_none() {
                return Ok(stays);
            }
            create::resolved(field, local, &zone, change.fold)
        };
        (start, end) = (instant("start", &local.0, record.start)?, instant("end", &local.1, record.end)?);
    }
    if (start, end) != (record.start, record.end) || rule != before {
        check_times(desk, (start, end), rule.as_ref(), &zone)?;
    }
    let description = change
        .description
        .as_deref()
        .map_or_else(|| record.description.clone(), |text| text.trim().to_owned());
    let event = ChangedEvent { title, description, start, end, zone, change_key: None };
    Ok(Wanted { event, rule })
}

/// A series may have begun long ago, as long as a date is still to come.
fn check_times(
    desk: &Desk,
    times: (Timestamp, Timestamp),
    rule: Option<&Recurrence>,
    zone: &str,
) -> Result<(), CreateError> {
    let Some(rule) = rule else { return create::check_times(desk, times.0, times.1) };
    if times.1 > times.0 && rule.occurrences(times, zone, desk.now(), 1).is_empty() {
        let message = "This series would be over already. Choose a later last date.".to_owned();
        return Err(CreateError::Field { field: "recurrence", message });
    }
    if times.1 <= times.0 { create::check_times(desk, times.0, times.1) } else { Ok(()) }
}

fn differences(record: &EventRecord, wanted: &Wanted) -> Vec<&'static str> {
    let Wanted { event, rule } = wanted;
    [
        ("title", record.title != event.title),
        ("description", record.description != event.description),
        ("time", moved(record, event)),
        ("series", rule::of(record.recurrence.as_deref()) != *rule),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect()
}

fn moved(record: &EventRecord, wanted: &ChangedEvent) -> bool {
    (record.start, record.end, &record.zone) != (wanted.start, wanted.end, &wanted.zone)
}

/// What a date of a series is refused with that would lie on or beyond its neighbour.
pub(super) const CROSSING: &str = "ErrorOccurrenceCrossingBoundary";

/// A service that breaks off, or says that the event has moved on, is asked so often.
const TRIES: u64 = 3;

/// Until the calendar says what is wanted; the change key that it has then.
async fn on_calendar(
    desk: &Desk,
    record: &EventRecord,
    graph_id: &str,
    wanted: &Wanted,
    overwrite: bool,
) -> Result<Option<String>, ChangeError> {
    let preferences = Preferences { immutable_ids: true, ..Preferences::default() };
    // After a request whose answer is lost, nobody may say that nothing was changed.
    let mut doubt = false;
    for n in 1..=TRIES {
        let read = desk
            .graph(|graph, token| {
                let preferences = preferences.clone();
                async move { graph.as_user(&token).events().preferring(preferences).get(graph_id).await }
            })
            .await
            .map_err(|failure| unsure(doubt, failure))?;
        let patch = missing(record, wanted, &read, overwrite)?;
        if patch == EventPatch::default() {
            return Ok(read.change_key);
        }
        let (patch, etag) = (&patch, read.etag.as_deref());
        let answer = desk
            .graph(|graph, token| {
                let preferences = preferences.clone();
                async move {
                    graph.as_user(&token).events().preferring(preferences).update(graph_id, patch, etag).await
                }
            })
            .await;
        match answer {
            Ok(event) => return Ok(event.change_key),
            // 412 comes without If-Match too: the event is read again, and the change made if nothing stands against it.
            Err(GraphFailure::Graph(error)) if error.conflict() || error.ambiguous() => {
                doubt |= error.ambiguous();
                if n == TRIES {
                    return Err(if doubt {
                        unsure(true, GraphFailure::Graph(error))
                    } else {
                        ChangeError::Busy
                    });
                }
                if error.ambiguous() {
                    tokio::time::sleep(Duration::from_secs(n)).await;
                }
            }
            Err(GraphFailure::Graph(error)) if error.code() == CROSSING => return Err(ChangeError::Crossing),
            Err(failure) => return Err(unsure(doubt, failure)),
        }
    }
    Err(ChangeError::Busy)
}

fn unsure(doubt: bool, failure: GraphFailure) -> ChangeError {
    if doubt { ChangeError::Unsure(failure.into()) } else { ChangeError::Desk(failure.into()) }
}

/// What of the wanted is not on the calendar yet; or what stands there against it.
fn missing(
    record: &EventRecord,
    wanted: &Wanted,
    event: &Event,
    overwrite: bool,
) -> Result<EventPatch, ChangeError> {
    let (mut patch, mut against) = (EventPatch::default(), Vec::new());
    let (there, title) = (entry::title(event), &wanted.event.title);
    if record.title != *title && there != *title {
        // What has no subject has a name here all the same.
        if !overwrite && !there.is_empty() && there != record.title {
            against.push(format!("Its title is now \u{201c}{there}\u{201d}."));
        }
        patch.subject = Some(title.clone());
    }
    times(record, wanted, event, overwrite, &mut patch, &mut against)?;
    series(record, wanted, event, overwrite, &mut patch, &mut against);
    let description = &wanted.event.description;
    if record.description != *description {
        let html = event.body.as_ref().and_then(|body| body.content.as_deref()).unwrap_or_default();
        let body = Body::read(html, record.join_url.as_deref()).ok_or(ChangeError::Body)?;
        let there = body.text();
        if !body::alike(&there, description) {
            if !overwrite && !body::alike(&there, &record.description) {
                against.push("Its description is another one now.".to_owned());
            }
            patch.body = Some(ItemBody::html(body.with(description)));
        }
    }
    if against.is_empty() { Ok(patch) } else { Err(elsewhere(record, event, &against)) }
}

fn times(
    record: &EventRecord,
    wanted: &Wanted,
    event: &Event,
    overwrite: bool,
    patch: &mut EventPatch,
    against: &mut Vec<String>,
) -> Result<(), DeskError> {
    let (rule, wanted) = (&wanted.rule, &wanted.event);
    if !moved(record, wanted) {
        return Ok(());
    }
    let there = (instant(event.start.as_ref())?, instant(event.end.as_ref())?);
    let zone = create::windows_zone(&wanted.zone);
    let zone_there = event.original_start_time_zone.as_deref();
    if there != (wanted.start, wanted.end) || (record.zone != wanted.zone && zone_there != Some(zone)) {
        if !overwrite && there != (record.start, record.end) && there != (wanted.start, wanted.end) {
            let when = render::when(there.0, there.1, &wanted.zone)
                .unwrap_or_else(|_| format!("{}\u{2013}{}", there.0, there.1));
            against.push(format!("Its time is now {when}."));
        }
        let (start, end) = match rule {
            Some(_) => create::on_the_clock(wanted.start, wanted.end, &wanted.zone),
            None => create::wall_clock(wanted.start, wanted.end, &wanted.zone),
        };
        (patch.start, patch.end) = (Some(start), Some(end));
    }
    Ok(())
}

/// The rule goes with a series whose first date moves: its range begins there.
fn series(
    record: &EventRecord,
    wanted: &Wanted,
    event: &Event,
    overwrite: bool,
    patch: &mut EventPatch,
    against: &mut Vec<String>,
) {
    let Wanted { event: to, rule: Some(rule) } = wanted else { return };
    let before = rule::of(record.recurrence.as_deref());
    let there = event.recurrence.as_ref().and_then(rule::read);
    if there.as_ref() == Some(rule) && patch.start.is_none() {
        return;
    }
    if !overwrite && there.is_some() && there != before && there.as_ref() != Some(rule) {
        let words = there.as_ref().map(Recurrence::words).unwrap_or_default();
        against.push(format!("It happens {words} now."));
    }
    let local = zone::local(to.start, &to.zone);
    if let Some(first) = local.get(..10).and_then(|day| day.parse().ok()) {
        patch.recurrence = Some(rule::told(rule, first, &to.zone));
    }
}

fn elsewhere(record: &EventRecord, event: &Event, against: &[String]) -> ChangeError {
    let edited = event.last_modified_date_time.as_deref().and_then(|at| at.parse::<Timestamp>().ok());
    let when = edited.zip(TimeZone::get(&record.zone).ok()).map(|(at, zone)| {
        let name = zone.iana_name().unwrap_or("UTC").to_owned();
        format!(" on {} ({name})", at.to_zoned_datetime(zone).strftime("%-d %B at %H:%M"))
    });
    ChangeError::Elsewhere { when: when.unwrap_or_default(), now: against.join(" ") }
}
