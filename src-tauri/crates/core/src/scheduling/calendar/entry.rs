//! What the calendar tells of an entry, read into what is kept of it.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use lectern_domain::event::EntryKind;
use lectern_domain::zone;
use lectern_microsoft::graph::{DateTimeTimeZone, Event, EventType};
use lectern_store::calendar::EntryRecord;

use crate::error::DeskError;
use crate::scheduling::rule;

/// `None`: it says too little to be shown anywhere (no time). The round goes on without it.
pub(in crate::scheduling) fn record(event: &Event) -> Option<EntryRecord> {
    let (start, end) = times(event).ok()?;
    let kind = kind(event);
    let adoptable = is_ours(event);
    // Of what is no online meeting of the account's own, nothing but its place in time is kept.
    let ours = |text: &Option<String>| text.clone().filter(|_| adoptable);
    Some(EntryRecord {
        graph_id: event.id.clone(),
        kind,
        series_id: event.series_master_id.clone(),
        transaction_id: ours(&event.transaction_id),
        title: ours(&event.subject.as_ref().map(|_| title(event))),
        start,
        end,
        zone: Some(zone_of(event)).filter(|_| adoptable),
        recurrence: event
            .recurrence
            .as_ref()
            .filter(|_| adoptable)
            .and_then(rule::read)
            .map(|r| rule::kept(&r)),
        adoptable,
    })
}

/// An online meeting that the account organizes and that was not called off.
pub(super) fn is_ours(event: &Event) -> bool {
    event.is_online_meeting == Some(true)
        && event.is_organizer == Some(true)
        && event.is_cancelled != Some(true)
        && event.is_draft != Some(true)
}

/// A kind that is not known here is told by whether it belongs to a series.
pub(super) fn kind(event: &Event) -> EntryKind {
    match (&event.kind, &event.series_master_id) {
        (Some(EventType::SeriesMaster), _) => EntryKind::SeriesMaster,
        (Some(EventType::Exception), _) => EntryKind::Exception,
        (Some(EventType::Occurrence), _) | (_, Some(_)) => EntryKind::Occurrence,
        (_, None) => EntryKind::SingleInstance,
    }
}

/// On one line, as titles are typed here: Outlook takes line breaks and double blanks, which are no other words.
pub(in crate::scheduling) fn title(event: &Event) -> String {
    event.subject.as_deref().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the entry says of its own version: the change key, or the etag where a short entry brings no more.
pub(super) fn version(event: &Event) -> Option<&str> {
    let of_etag = || Some(event.etag.as_deref()?.trim_start_matches("W/").trim_matches('"'));
    event.change_key.as_deref().or_else(of_etag)
}

pub(in crate::scheduling) fn times(event: &Event) -> Result<(Timestamp, Timestamp), DeskError> {
    Ok((instant(event.start.as_ref())?, instant(event.end.as_ref())?))
}

/// The zone in which it was made: a Windows name, an IANA name, or one that nobody knows, for which it is UTC.
pub(super) fn zone_of(event: &Event) -> String {
    let told = event.original_start_time_zone.as_deref().unwrap_or("UTC");
    zone::iana(told).unwrap_or("UTC").to_owned()
}

/// Answered in UTC, since no other zone was asked for.
pub(in crate::scheduling) fn instant(at: Option<&DateTimeTimeZone>) -> Result<Timestamp, DeskError> {
    let odd = || DeskError::Remote {
        service: "Microsoft Graph",
        message: "the event's time is not one in UTC.".to_owned(),
    };
    let at = at.filter(|at| at.time_zone.eq_ignore_ascii_case("UTC")).ok_or_else(odd)?;
    let local: DateTime = at.date_time.parse().map_err(|_| odd())?;
    TimeZone::UTC.to_timestamp(local).map_err(|_| odd())
}
