//! "Which events are there?" Meetings, webinars and town halls as one list: found, cut down, sorted, and told a window at
//! a time.

use std::cmp::Reverse;

use jiff::Timestamp;
use lectern_domain::event::EventKind;
use lectern_domain::event_list::{EventsOrder, EventsState, EventsTime};
use lectern_domain::person_name::fold;
use lectern_store::listings::{Listed, Wanted};
use lectern_store::{Reader, StoreError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::scheduling::{EventSummary, list as meetings, series};
use crate::virtual_events::{VirtualEventSummary, list as webinars};

/// What an event must be, all of it; the default is every event, what comes first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "core.ts", optional_fields)]
pub struct EventsFilter {
    pub kind: Option<EventKind>,
    pub state: Option<EventsState>,
    pub time: Option<EventsTime>,
    pub order: Option<EventsOrder>,
}

/// A webinar or a town hall has a kind, a meeting has none.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(untagged)]
#[ts(export, export_to = "core.ts")]
pub enum ListedEvent {
    Meeting(EventSummary),
    Virtual(VirtualEventSummary),
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct EventsPage {
    /// Of all events, whatever is looked for.
    pub total: u32,
    pub matching: u32,
    /// How many of the matching are on or come; in the order of what is next they are the first.
    pub coming: u32,
    pub rows: Vec<ListedEvent>,
}

/// The most rows of one window.
const MOST: usize = 500;

/// Each word of `query` must begin a word of the title; accents and capitals don't matter.
pub async fn page(
    desk: &Desk,
    query: &str,
    filter: EventsFilter,
    offset: u32,
    limit: u32,
) -> Result<EventsPage, DeskError> {
    let (query, now) = (query.to_owned(), desk.now());
    let (from, limit) = (usize::try_from(offset).unwrap_or(usize::MAX), (limit as usize).min(MOST));
    desk.read(move |r| {
        let EventsFilter { kind, state, time, order } = filter;
        let wanted = Wanted { query, kind, state, drafts: time == Some(EventsTime::Drafts) };
        let mut found = r.listings().matching(&wanted)?;
        at_their_dates(r, &mut found, now)?;
        found.retain(|event| match time {
            Some(EventsTime::Coming) => comes(event, now),
            Some(EventsTime::Past) => event.end <= now,
            Some(EventsTime::Drafts) | None => true,
        });
        sort(&mut found, order.unwrap_or_default(), now);
        let coming = found.iter().filter(|event| comes(event, now)).count();
        let mut rows = Vec::with_capacity(limit.min(found.len()));
        for event in found.iter().skip(from).take(limit) {
            rows.extend(told(r, event, now)?);
        }
        Ok(EventsPage {
            total: r.listings().total()?,
            matching: size(found.len()),
            coming: size(coming),
            rows,
        })
    })
    .await
}

fn size(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}

fn comes(event: &Listed, now: Timestamp) -> bool {
    !event.cancelled && event.end > now
}

/// A series stands where its next date is, which no row says.
fn at_their_dates(r: &Reader<'_>, found: &mut [Listed], now: Timestamp) -> Result<(), StoreError> {
    for listed in found.iter_mut().filter(|event| event.series) {
        if let Some(event) = r.events().by_id(&listed.id)? {
            let current = series::current(r, event, now)?;
            (listed.start, listed.end) = (current.start, current.end);
        }
    }
    Ok(())
}

fn sort(found: &mut [Listed], order: EventsOrder, now: Timestamp) {
    let next = |event: &Listed| {
        if comes(event, now) { (0, event.start.as_second()) } else { (1, -event.start.as_second()) }
    };
    match order {
        EventsOrder::Next => found.sort_by_key(next),
        EventsOrder::Latest => found.sort_by_key(|event| Reverse(event.start)),
        EventsOrder::Title => found.sort_by_cached_key(|event| (fold(&event.title), event.start)),
        EventsOrder::Registered => found.sort_by_key(|event| (Reverse(event.registered), next(event))),
    }
}

fn told(r: &Reader<'_>, event: &Listed, now: Timestamp) -> Result<Option<ListedEvent>, StoreError> {
    Ok(match event.kind {
        EventKind::Meeting => match r.events().by_id(&event.id)? {
            Some(meeting) => Some(ListedEvent::Meeting(meetings::summary(r, meeting, now)?)),
            None => None,
        },
        EventKind::Webinar | EventKind::TownHall => {
            r.virtual_events().by_id(&event.id)?.map(|found| ListedEvent::Virtual(webinars::summary(&found)))
        }
    })
}
