//! Our own events as the calendar has them now. Nothing that a delta says of them is believed before the event itself
//! was asked: a page may be older than what was changed here since, and "removed" may mean that it left the window.

use jiff::{SignedDuration, Timestamp};
use lectern_domain::event::{EntryKind, EventState};
use lectern_domain::zone;
use lectern_microsoft::graph::{Change, Event, Preferences};
use lectern_store::elsewhere::ElsewhereRecord;
use lectern_store::events::{ChangedEvent, EventRecord, GraphIds};
use lectern_store::{StoreError, Writer};
use serde_json::json;

use super::entry;
use super::{ElsewhereField, FieldName};
use crate::desk::{Desk, GraphFailure};
use crate::error::DeskError;
use crate::history;
use crate::messages::render;
use crate::messages::telling::{self, Teller};
use crate::scheduling::body::{self, Body};
use crate::scheduling::{create, rule};

/// What the calendar has of one of ours.
pub(super) enum Found {
    Same {
        change_key: Option<String>,
    },
    Changed(Box<Changed>),
    /// Cancelled or deleted.
    Gone,
}

pub(super) struct Changed {
    event: ChangedEvent,
    recurrence: Option<String>,
    fields: Vec<ElsewhereField>,
    edited_at: Option<Timestamp>,
}

/// One of ours that has to be asked about, and whether it was said to be gone.
pub(super) struct Doubt {
    pub id: String,
    pub removed: bool,
}

pub(super) fn is_followed(record: &EventRecord, owner_id: &str) -> bool {
    record.state == EventState::Scheduled
        && record.graph_event_id.is_some()
        && record.owner_id.as_deref().is_none_or(|owner| owner.eq_ignore_ascii_case(owner_id))
}

/// Those of ours of which a page says something that is not known here.
pub(super) fn doubts(ours: &[EventRecord], changes: &[Change]) -> Vec<Doubt> {
    let mut doubts: Vec<Doubt> = Vec::new();
    for change in changes {
        let (id, removed) = match change {
            Change::Kept(event) => (&event.id, event.is_cancelled == Some(true)),
            Change::Removed { id } => (id, true),
        };
        let spoken_of = |record: &&EventRecord| {
            let of_its_series = removed && record.series_id.as_ref() == Some(id);
            record.graph_event_id.as_ref() == Some(id) || of_its_series
        };
        for record in ours.iter().filter(spoken_of) {
            let known = match change {
                Change::Kept(event) => !removed && entry::version(event) == record.change_key.as_deref(),
                Change::Removed { .. } => false,
            };
            if known {
                continue;
            }
            match doubts.iter_mut().find(|doubt| doubt.id == record.id) {
                Some(doubt) => doubt.removed |= removed,
                None => doubts.push(Doubt { id: record.id.clone(), removed }),
            }
        }
    }
    doubts
}

/// Asks the calendar. `None`: it is none of ours any more. Nobody may change the event here meanwhile.
pub(super) async fn ask(desk: &Desk, doubt: &Doubt) -> Result<Option<Found>, DeskError> {
    let id = doubt.id.clone();
    let record = desk.read(move |r| r.events().by_id(&id)).await?;
    let Some(record) = record.filter(|record| record.state == EventState::Scheduled) else { return Ok(None) };
    let Some(graph_id) = record.graph_event_id.clone() else { return Ok(None) };
    let answer = desk
        .graph(|graph, token| {
            let graph_id = &graph_id;
            async move { graph.as_user(&token).events().preferring(in_utc()).get(graph_id).await }
        })
        .await;
    let event = match answer {
        Ok(event) => event,
        Err(GraphFailure::Graph(error)) if error.not_found() => return Ok(Some(Found::Gone)),
        Err(failure) => return Err(failure.into()),
    };
    if event.is_cancelled == Some(true) || (doubt.removed && !stands(desk, &event).await?) {
        return Ok(Some(Found::Gone));
    }
    Ok(Some(compared(&record, &event)?))
}

pub(in crate::scheduling) fn in_utc() -> Preferences {
    Preferences { immutable_ids: true, ..Preferences::default() }
}

/// So many dates of a series are looked for: one may have been moved or called off on its own, not all of them.
const DATES: usize = 5;

/// An id that survives moves may lead into the deleted items as well (not documented), where the calendar's view does
/// not reach. A series is looked for by its next dates; one that has none left is believed.
async fn stands(desk: &Desk, event: &Event) -> Result<bool, DeskError> {
    let (start, end) = entry::times(event)?;
    if entry::kind(event) != EntryKind::SeriesMaster {
        return is_seen(desk, event, start, end).await;
    }
    let Some(rule) = event.recurrence.as_ref().and_then(rule::read) else { return Ok(true) };
    let dates = rule.occurrences((start, end), &entry::zone_of(event), desk.now(), DATES);
    for (start, end) in &dates {
        if is_seen(desk, event, *start, *end).await? {
            return Ok(true);
        }
    }
    Ok(dates.is_empty())
}

/// Whether the calendar shows the event, or a date of the series, at that time.
async fn is_seen(desk: &Desk, event: &Event, start: Timestamp, end: Timestamp) -> Result<bool, DeskError> {
    let around = SignedDuration::from_mins(1);
    let (from, until) =
        (start.saturating_sub(around).unwrap_or(start), end.saturating_add(around).unwrap_or(end));
    let there = desk
        .graph(|graph, token| async move {
            let events = graph.as_user(&token).events().preferring(in_utc());
            let first = events.calendar_view(from, until).await?;
            events.rest_of(first).await
        })
        .await?;
    let id = Some(event.id.as_str());
    Ok(there.iter().any(|one| Some(one.id.as_str()) == id || one.series_master_id.as_deref() == id))
}

fn compared(record: &EventRecord, event: &Event) -> Result<Found, DeskError> {
    let mut fields = Vec::new();
    let mut differ =
        |field, before: String, after: String| fields.push(ElsewhereField { field, before, after });
    let title = entry::title(event);
    let title = if title.is_empty() { record.title.clone() } else { title };
    if title != record.title {
        differ(FieldName::Title, record.title.clone(), title.clone());
    }
    let html = event.body.as_ref().and_then(|body| body.content.as_deref()).unwrap_or_default();
    let join_url = record.join_url.as_deref();
    let text = Body::read(html, join_url).map(|body| body.text());
    let description = match text {
        Some(text) if !body::alike(&text, &record.description) => {
            differ(FieldName::Description, record.description.clone(), text.clone());
            text
        }
        _ => record.description.clone(),
    };
    let (start, end, zone) = times(record, event)?;
    if (start, end) != (record.start, record.end) {
        let said = |start, end, zone: &str| {
            render::when(start, end, zone).unwrap_or_else(|_| format!("{start}\u{2013}{end}"))
        };
        differ(FieldName::Time, said(record.start, record.end, &record.zone), said(start, end, &zone));
    }
    let recurrence = event.recurrence.as_ref().and_then(rule::read).map(|rule| rule::kept(&rule));
    let recurrence = recurrence.or_else(|| record.recurrence.clone());
    if recurrence != record.recurrence {
        let said = |kept: Option<&str>| rule::of(kept).map_or_else(|| "once".to_owned(), |rule| rule.words());
        let (before, after) = (said(record.recurrence.as_deref()), said(recurrence.as_deref()));
        differ(FieldName::Series, before, after);
    }
    if fields.is_empty() {
        return Ok(Found::Same { change_key: event.change_key.clone() });
    }
    let change_key = event.change_key.clone();
    let edited_at = event.last_modified_date_time.as_deref().and_then(|at| at.parse().ok());
    let event = ChangedEvent { title, description, start, end, zone, change_key };
    Ok(Found::Changed(Box::new(Changed { event, recurrence, fields, edited_at })))
}

/// The zone follows only a time that was moved, and only to other clocks: several IANA zones share a Windows name, and a
/// time that comes twice is written in UTC by ourselves.
fn times(record: &EventRecord, event: &Event) -> Result<(Timestamp, Timestamp, String), DeskError> {
    let (start, end) = entry::times(event)?;
    if (start, end) == (record.start, record.end) || end <= start {
        return Ok((record.start, record.end, record.zone.clone()));
    }
    let told = event.original_start_time_zone.as_deref().unwrap_or_default();
    let same = told == create::windows_zone(&record.zone) || told.eq_ignore_ascii_case("UTC");
    let zone = zone::iana(told).filter(|_| !same).unwrap_or(&record.zone);
    Ok((start, end, zone.to_owned()))
}

/// Written in the same transaction as the page that brought it. Nobody is there to be asked whether people are told: it is
/// done as it was chosen last.
pub(super) fn keep(
    w: &Writer<'_>,
    teller: Teller,
    id: &str,
    found: Found,
    now: Timestamp,
) -> Result<(), StoreError> {
    match found {
        Found::Same { change_key } => {
            w.events().learned(id, &GraphIds { change_key, ..GraphIds::default() }, now)
        }
        Found::Changed(changed) => {
            let Changed { event, recurrence, fields, edited_at } = *changed;
            let before = w.events().get(id)?;
            w.events().changed(id, &event, now)?;
            w.events().set_recurrence(id, recurrence.as_deref())?;
            teller.moved(w, &before, telling::wished(&w.reader())?)?;
            noticed(w, id, &fields, edited_at, now)?;
            let names: Vec<_> = fields.iter().map(|field| field.field).collect();
            w.changes().record(&history::by_calendar(id, "changedElsewhere", json!({"fields": names})), now)
        }
        Found::Gone => {
            w.events().cancelled(id, None, now)?;
            w.messages().skip_planned_of_event(id, now)?;
            teller.called_off(w, id, telling::wished(&w.reader())?)?;
            let gone = ElsewhereField { field: FieldName::Gone, before: String::new(), after: String::new() };
            noticed(w, id, &[gone], None, now)?;
            w.changes().record(&history::by_calendar(id, "cancelledElsewhere", json!({})), now)
        }
    }
}

fn noticed(
    w: &Writer<'_>,
    id: &str,
    fields: &[ElsewhereField],
    edited_at: Option<Timestamp>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let fields = serde_json::to_string(fields).unwrap_or_else(|_| "[]".to_owned());
    w.elsewhere().noticed(id, &ElsewhereRecord { noticed_at: now, edited_at, fields })
}
