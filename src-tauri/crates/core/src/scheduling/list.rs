//! Events as the list and the detail page show them: from the store, network or not.

use lectern_domain::event::EventState;
use lectern_store::events::EventRecord;

use super::{EventDetail, EventSummary, RegistrationMode};
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
    Ok(desk.read(|r| r.events().list()).await?.into_iter().map(summary).collect())
}

pub async fn one(desk: &Desk, id: &str) -> Result<EventDetail, ShowError> {
    let wanted = id.to_owned();
    let found = desk
        .read(move |r| {
            let Some(event) = r.events().by_id(&wanted)? else { return Ok(None) };
            let counts = r.messages().counts(&wanted)?;
            Ok(Some((event, counts)))
        })
        .await?;
    let (event, counts) = found.ok_or_else(|| ShowError::NoEvent(id.to_owned()))?;
    Ok(EventDetail {
        description: event.description.clone(),
        event_id: event.graph_event_id.clone(),
        meeting_id: event.meeting_id.clone(),
        web_link: event.web_link.clone(),
        messages: MessageCounts::from(counts),
        registration_mode: event.registration.map(|_| RegistrationMode::Own),
        created_at: event.created_at.to_string(),
        problem: event.problem.clone(),
        summary: summary(event),
    })
}

fn summary(event: EventRecord) -> EventSummary {
    EventSummary {
        registration_open: event.registration.is_some() && event.state == EventState::Scheduled,
        capacity: event.registration.and_then(|registration| registration.capacity),
        registered: event.registered,
        id: event.id,
        title: event.title,
        start: event.start.to_string(),
        end: event.end.to_string(),
        zone: event.zone,
        state: event.state,
        join_url: event.join_url,
        organizer: event.organizer_name.unwrap_or_default(),
    }
}
