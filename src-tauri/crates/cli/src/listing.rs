//! The events as the window lists them.

use lectern_core::desk::Desk;
use lectern_core::error::CommandError;
use lectern_core::overview::listing::{self, EventsFilter, EventsPage, ListedEvent};
use lectern_core::scheduling::list;
use lectern_domain::event::EventKind;
use lectern_domain::event_list::{EventsOrder, EventsState, EventsTime};
use serde_json::json;

use crate::arguments::{EventListArgs, KindName, ListedOrderName, ListedStateName, ListedTimeName};
use crate::output::Output;
use crate::{events, virtual_events};

/// As many as one window has at the most.
const ALL: u32 = 500;

pub async fn run(desk: &Desk, args: EventListArgs, output: Output) -> Result<(), CommandError> {
    let EventListArgs { search, kind, state, time, sort, limit, offset } = args;
    let filter = EventsFilter {
        kind: kind.map(named),
        state: state.map(standing),
        time: time.map(when),
        order: sort.map(order),
    };
    if search.is_none() && limit.is_none() && offset.is_none() && filter == EventsFilter::default() {
        return meetings(desk, output).await;
    }
    let query = search.unwrap_or_default();
    let page = listing::page(desk, &query, filter, offset.unwrap_or(0), limit.unwrap_or(ALL)).await?;
    output.result(&page, shown);
    Ok(())
}

async fn meetings(desk: &Desk, output: Output) -> Result<(), CommandError> {
    let events = list::all(desk).await?;
    output.result(&json!({"events": events}), |_| {
        if events.is_empty() {
            return "No events yet. Make one with `lectern events create`.".into();
        }
        events.iter().map(events::row).collect::<Vec<_>>().join("\n")
    });
    Ok(())
}

fn shown(page: &EventsPage) -> String {
    if page.matching == 0 {
        return format!("None of {} events is like that.", page.total);
    }
    let row = |event: &ListedEvent| match event {
        ListedEvent::Meeting(meeting) => events::row(meeting),
        ListedEvent::Virtual(event) => virtual_events::row(event),
    };
    let mut lines: Vec<String> = page.rows.iter().map(row).collect();
    lines.push(format!("{} of {} events, {} of them to come.", page.matching, page.total, page.coming));
    lines.join("\n")
}

fn named(kind: KindName) -> EventKind {
    match kind {
        KindName::Meeting => EventKind::Meeting,
        KindName::Webinar => EventKind::Webinar,
        KindName::TownHall => EventKind::TownHall,
    }
}

fn standing(state: ListedStateName) -> EventsState {
    match state {
        ListedStateName::Planned => EventsState::Planned,
        ListedStateName::Creating => EventsState::Creating,
        ListedStateName::Cancelled => EventsState::Cancelled,
    }
}

fn when(time: ListedTimeName) -> EventsTime {
    match time {
        ListedTimeName::Coming => EventsTime::Coming,
        ListedTimeName::Past => EventsTime::Past,
        ListedTimeName::Drafts => EventsTime::Drafts,
    }
}

fn order(order: ListedOrderName) -> EventsOrder {
    match order {
        ListedOrderName::Next => EventsOrder::Next,
        ListedOrderName::Latest => EventsOrder::Latest,
        ListedOrderName::Title => EventsOrder::Title,
        ListedOrderName::Registered => EventsOrder::Registered,
    }
}
