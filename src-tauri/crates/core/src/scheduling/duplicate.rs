//! "The same again." A draft with the words, length, rule, options and registration of an event, a week or more later, at
//! the same time on the same clocks. People are not copied, and nothing is made before "Create" is pressed.

use jiff::civil::DateTime;
use jiff::{Timestamp, ToSpan};
use lectern_domain::zone;

use super::draft::{self, EventDraft, NextEvent};
use super::options::OptionsError;
use super::setup;
use crate::desk::Desk;

pub async fn duplicate(desk: &Desk, id: &str) -> Result<NextEvent, OptionsError> {
    let event = setup::event(desk, id).await?;
    // Of what was cancelled, or has no meeting yet, there are no options to copy.
    let setup = match setup::of(desk, &event).await {
        Ok(setup) => Some(setup),
        Err(OptionsError::Cancelled | OptionsError::Unfinished) => None,
        Err(error) => return Err(error),
    };
    let zone = &event.summary.zone;
    let (start, end) = match &event.series {
        Some(series) => later(&series.start, &series.end, zone, desk.now()),
        None => later(&event.summary.start, &event.summary.end, zone, desk.now()),
    };
    let draft = EventDraft {
        title: event.summary.title.clone(),
        description: event.description.clone(),
        start,
        end,
        zone: event.summary.zone.clone(),
        kind: None,
        audience: None,
        recurrence: event.series.map(|series| series.rule),
        setup,
    };
    Ok(draft::begin(desk, Some(draft)).await?)
}

/// So many weeks after an event that it lies ahead.
pub(crate) fn later(start: &str, end: &str, zone: &str, now: Timestamp) -> (String, String) {
    let (Ok(start), Ok(end)) = (start.parse::<Timestamp>(), end.parse::<Timestamp>()) else {
        return (String::new(), String::new());
    };
    let weeks = (now.duration_since(start).as_hours().max(0) / (7 * 24)) + 1;
    let moved = |at: Timestamp| {
        let local = zone::local(at, zone);
        let on = local.parse::<DateTime>().ok().and_then(|on| on.checked_add(weeks.weeks()).ok());
        on.map_or(local, |on| on.strftime("%Y-%m-%dT%H:%M").to_string())
    };
    (moved(start), moved(end))
}
