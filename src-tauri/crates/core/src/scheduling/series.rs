//! A series as it is shown: its rule and its dates. The dates are the calendar's own, exceptions included; until the
//! calendar was read they are counted out here.
//!
//! Registration belongs to what it was opened for. For a series that is the whole series: Teams gives all its dates one
//! meeting and one link, so a ticket lets people into every one of them. Who wants a list for one date alone takes that
//! date over as an event of its own.

use jiff::Timestamp;
use lectern_domain::event::EntryKind;
use lectern_domain::language::Language;
use lectern_domain::recurrence::Recurrence;
use lectern_store::calendar::Calendar;
use lectern_store::events::EventRecord;
use lectern_store::{Reader, StoreError};
use serde::Serialize;
use ts_rs::TS;

use super::rule;

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct SeriesView {
    pub rule: Recurrence,
    /// The first date's: where the rule begins.
    pub start: String,
    pub end: String,
    /// The next dates, the first so many.
    pub dates: Vec<SeriesDate>,
    /// The dates were read from the calendar; else they are counted out by the rule.
    pub from_calendar: bool,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct SeriesDate {
    /// Graph's id, to change or cancel this date; `None` where it was counted out.
    pub id: Option<String>,
    pub start: String,
    pub end: String,
    /// It was changed: another time, title or description than the series'.
    pub exception: bool,
    /// Its own title, where it has another one.
    pub title: Option<String>,
    /// The event here that stands for this date alone.
    pub event_id: Option<String>,
}

const SHOWN: u32 = 60;
/// More than Outlook lets a series have.
const MOST: usize = 1_000;

pub(super) fn view(
    r: &Reader<'_>,
    event: &EventRecord,
    now: Timestamp,
) -> Result<Option<SeriesView>, StoreError> {
    let Some(rule) = rule::of(event.recurrence.as_deref()) else { return Ok(None) };
    let read = match &event.graph_event_id {
        Some(graph_id) => r.calendar().instances(graph_id, now, SHOWN)?,
        None => Vec::new(),
    };
    let from_calendar = !read.is_empty();
    let mut dates: Vec<SeriesDate> = read
        .into_iter()
        .map(|date| SeriesDate {
            id: Some(date.graph_id),
            start: date.start.to_string(),
            end: date.end.to_string(),
            exception: date.kind == EntryKind::Exception,
            title: date.title.filter(|title| *title != event.title),
            event_id: date.event_id,
        })
        .collect();
    if !from_calendar {
        dates = counted(event, &rule, now, usize::try_from(SHOWN).unwrap_or(MOST))
            .into_iter()
            .map(|(start, end)| SeriesDate {
                id: None,
                start: start.to_string(),
                end: end.to_string(),
                exception: false,
                title: None,
                event_id: None,
            })
            .collect();
    }
    let (start, end) = (event.start.to_string(), event.end.to_string());
    Ok(Some(SeriesView { rule, start, end, dates, from_calendar }))
}

/// The event at the date that counts now: the one that is on or comes next, of a series that is over the last. A single
/// event is as it is. For whoever is let in, told or mailed about it.
pub(crate) fn current(r: &Reader<'_>, event: EventRecord, now: Timestamp) -> Result<EventRecord, StoreError> {
    let Some(rule) = rule::of(event.recurrence.as_deref()) else { return Ok(event) };
    let (start, end) = next(r, &event, &rule, now)?;
    Ok(EventRecord { start, end, ..event })
}

/// When it is over for good; `None`: a series without an end.
pub(crate) fn last_end(
    calendar: &Calendar<'_>,
    event: &EventRecord,
) -> Result<Option<Timestamp>, StoreError> {
    let Some(rule) = rule::of(event.recurrence.as_deref()) else { return Ok(Some(event.end)) };
    let dates = counted(event, &rule, Timestamp::MIN, MOST);
    if dates.len() == MOST {
        return Ok(None);
    }
    // A date may have been moved past the last one.
    let read = match &event.graph_event_id {
        Some(graph_id) => calendar.instances(graph_id, Timestamp::MIN, u32::MAX)?,
        None => Vec::new(),
    };
    let last = dates.into_iter().map(|(_, end)| end).chain(read.into_iter().map(|date| date.end)).max();
    Ok(Some(last.unwrap_or(event.end)))
}

/// A series' rule as its people read it.
pub(crate) fn words(event: &EventRecord, language: Language) -> Option<String> {
    rule::of(event.recurrence.as_deref()).map(|rule| rule.words_in(language))
}

/// The next date; of a series that is over, the last.
pub(super) fn next(
    r: &Reader<'_>,
    event: &EventRecord,
    rule: &Recurrence,
    now: Timestamp,
) -> Result<(Timestamp, Timestamp), StoreError> {
    let read = match &event.graph_event_id {
        Some(graph_id) => r.calendar().instances(graph_id, now, 1)?,
        None => Vec::new(),
    };
    Ok(read
        .first()
        .map(|date| (date.start, date.end))
        .or_else(|| counted(event, rule, now, 1).first().copied())
        .or_else(|| counted(event, rule, Timestamp::MIN, MOST).last().copied())
        .unwrap_or((event.start, event.end)))
}

fn counted(
    event: &EventRecord,
    rule: &Recurrence,
    now: Timestamp,
    most: usize,
) -> Vec<(Timestamp, Timestamp)> {
    rule.occurrences((event.start, event.end), &event.zone, now, most)
}
