//! "Keep these people for 30 days after the event." Off unless somebody says so; what was said last for new events is
//! taken when registration is opened.

use jiff::{SignedDuration, Timestamp};
use lectern_store::{Reader, StoreError, Writer};
use serde::Serialize;
use ts_rs::TS;

use super::PrivacyError;
use crate::desk::Desk;
use crate::history;
use crate::scheduling::series;

const DEFAULT: &str = "retention-default";
const LONGEST: u32 = 36_500;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct RetentionView {
    pub event_id: String,
    pub title: String,
    /// After the event's end; `None`: for good.
    pub days: Option<u32>,
    /// What new events begin with.
    pub for_new: Option<u32>,
    /// When the people are erased; `None`: never, or the series has no end.
    pub due_at: Option<String>,
    /// A series without an end is never over.
    pub endless: bool,
    /// How many there are to erase.
    pub people: u32,
    /// When it was done last, and of how many rows.
    pub erased_at: Option<String>,
    pub erased: u32,
}

/// An event of either kind, as far as its time goes.
pub(super) struct Timed {
    pub title: String,
    /// `None`: a series without an end.
    pub end: Option<Timestamp>,
}

pub(super) fn timed(r: &Reader<'_>, id: &str) -> Result<Option<Timed>, StoreError> {
    if let Some(event) = r.events().by_id(id)? {
        return Ok(Some(Timed { end: series::last_end(&r.calendar(), &event)?, title: event.title }));
    }
    let webinar = r.virtual_events().by_id(id)?;
    Ok(webinar.map(|event| Timed { title: event.words.title, end: Some(event.words.end) }))
}

pub(super) fn due(end: Option<Timestamp>, days: u32) -> Option<Timestamp> {
    let kept = SignedDuration::from_hours(i64::from(days) * 24);
    end.and_then(|end| end.checked_add(kept).ok())
}

pub async fn show(desk: &Desk, event_id: &str) -> Result<RetentionView, PrivacyError> {
    let id = event_id.to_owned();
    let found = desk.read(move |r| view(r, &id)).await?;
    found.ok_or_else(|| PrivacyError::NoEvent(event_id.to_owned()))
}

fn view(r: &Reader<'_>, id: &str) -> Result<Option<RetentionView>, StoreError> {
    let Some(Timed { title, end }) = timed(r, id)? else { return Ok(None) };
    let days = r.retentions().of_event(id)?.flatten();
    let done = r.erasures().of_event(id)?;
    Ok(Some(RetentionView {
        event_id: id.to_owned(),
        title,
        days,
        for_new: r.settings().get::<Option<u32>>(DEFAULT)?.flatten(),
        due_at: days.and_then(|days| due(end, days)).map(|at| at.to_string()),
        endless: end.is_none(),
        people: r.personal().count(id)?,
        erased_at: done.as_ref().map(|record| record.began_at.to_string()),
        erased: done.map_or(0, |record| record.people),
    }))
}

/// Events whose people are not kept for good, the next to be erased first.
pub async fn list(desk: &Desk) -> Result<Vec<RetentionView>, PrivacyError> {
    let mut views = desk
        .read(|r| {
            let mut views = Vec::new();
            for (id, _) in r.retentions().limited()? {
                views.extend(view(r, &id)?);
            }
            Ok(views)
        })
        .await?;
    // Endless series last.
    views.sort_by(|one, other| {
        (one.due_at.is_none(), &one.due_at).cmp(&(other.due_at.is_none(), &other.due_at))
    });
    Ok(views)
}

/// `None`: for good. `for_new`: events that are opened from now on begin with it.
pub async fn set(
    desk: &Desk,
    event_id: &str,
    days: Option<u32>,
    for_new: bool,
) -> Result<RetentionView, PrivacyError> {
    if days.is_some_and(|days| days > LONGEST) {
        let message = format!("Give a number of days up to {LONGEST}, or none to keep them for good.");
        return Err(PrivacyError::Field { field: "days", message });
    }
    let (id, now) = (event_id.to_owned(), desk.now());
    let known = desk
        .write(move |w| {
            let known = w.events().by_id(&id)?.is_some() || w.virtual_events().by_id(&id)?.is_some();
            if !known {
                return Ok(false);
            }
            let before = w.retentions().of_event(&id)?.flatten();
            w.retentions().set(&id, days, now)?;
            if before != days {
                let detail = serde_json::json!({"before": before, "now": days});
                w.changes().record(&history::of_event_with(&id, "retention-changed", detail), now)?;
            }
            if for_new {
                w.settings().set(DEFAULT, &days)?;
            }
            Ok::<_, PrivacyError>(true)
        })
        .await?;
    if known { show(desk, event_id).await } else { Err(PrivacyError::NoEvent(event_id.to_owned())) }
}

/// When registration is opened: as it was said last for new events, where nobody has said anything of this one.
pub(crate) fn begin(w: &Writer<'_>, event_id: &str, now: Timestamp) -> Result<(), StoreError> {
    let days = w.settings().get::<Option<u32>>(DEFAULT)?.flatten();
    if days.is_some() && w.retentions().of_event(event_id)?.is_none() {
        w.retentions().set(event_id, days, now)?;
    }
    Ok(())
}
