//! Events as the list and the detail page show them: from the store, network or not.

use jiff::Timestamp;
use lectern_domain::event::EventState;
use lectern_store::elsewhere::ElsewhereRecord;
use lectern_store::events::EventRecord;
use lectern_store::{Reader, StoreError};

use super::calendar::ElsewhereChange;
use super::{EventDetail, EventSummary, RegistrationMode, rule, series};
use crate::desk::Desk;
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::messages::list::MessageCounts;

#[derive(Debug, thiserror::Error)]
pub enum ShowError {
    #[error("There is no event {0} here. It may have been made under another profile.")]
    NoEvent(String),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<ShowError> for CommandError {
    fn from(error: ShowError) -> Self {
        match error {
            ShowError::Desk(inner) => inner.into(),
            ShowError::NoEvent(_) => Self::new(ErrorCode::NotFound, error.to_string()),
        }
    }
}

pub async fn all(desk: &Desk) -> Result<Vec<EventSummary>, DeskError> {
    let now = desk.now();
    desk.read(move |r| {
        let events = r.events().list()?;
        events.into_iter().map(|event| summary(r, event, now)).collect()
    })
    .await
}

pub async fn one(desk: &Desk, id: &str) -> Result<EventDetail, ShowError> {
    let (wanted, now) = (id.to_owned(), desk.now());
    let found = desk
        .read(move |r| {
            let Some(event) = r.events().by_id(&wanted)? else { return Ok(None) };
            Ok(Some(detail(r, event, now)?))
        })
        .await?;
    found.ok_or_else(|| ShowError::NoEvent(id.to_owned()))
}

fn detail(r: &Reader<'_>, event: EventRecord, now: Timestamp) -> Result<EventDetail, StoreError> {
    let counts = r.messages().counts(&event.id)?;
    let elsewhere = r.elsewhere().unseen(&event.id)?.iter().map(elsewhere).collect();
    Ok(EventDetail {
        description: event.description.clone(),
        event_id: event.graph_event_id.clone(),
        meeting_id: event.meeting_id.clone(),
        web_link: event.web_link.clone(),
        messages: MessageCounts::from(counts),
        registration_mode: event.registration.map(|_| RegistrationMode::Own),
        created_at: event.created_at.to_string(),
        problem: event.problem.clone(),
        series: series::view(r, &event, now)?,
        elsewhere,
        summary: summary(r, event, now)?,
    })
}

fn elsewhere(record: &ElsewhereRecord) -> ElsewhereChange {
    ElsewhereChange {
        noticed_at: record.noticed_at.to_string(),
        edited_at: record.edited_at.map(|at| at.to_string()),
        fields: serde_json::from_str(&record.fields).unwrap_or_default(),
    }
}

pub(crate) fn summary(
    r: &Reader<'_>,
    event: EventRecord,
    now: Timestamp,
) -> Result<EventSummary, StoreError> {
    let rule = rule::of(event.recurrence.as_deref());
    let (start, end) = match &rule {
        Some(rule) => series::next(r, &event, rule, now)?,
        None => (event.start, event.end),
    };
    Ok(EventSummary {
        registration_open: event.registration.is_some() && event.state == EventState::Scheduled,
        capacity: event.registration.and_then(|registration| registration.capacity),
        registered: event.registered,
        id: event.id,
        title: event.title,
        start: start.to_string(),
        end: end.to_string(),
        zone: event.zone,
        state: event.state,
        join_url: event.join_url,
        organizer: event.organizer_name.unwrap_or_default(),
        repeats: rule.map(|rule| rule.words()),
        changed_elsewhere: event.changed_elsewhere,
    })
}
