//! Registration for meetings as Microsoft had it before webinars (beta; announced to end on 2024-12-12). It is off until
//! somebody switches it on, asked for before it is used, and a tenant that has it no more is told so and offered what
//! there is instead (D1 c). Each person's link is told once, in the answer to the creation, and never again: it is kept
//! at once, and where that answer was lost the person is registered anew.

pub mod close;
pub mod list;
pub mod open;
pub mod register;
pub mod switch;

mod audience;

use lectern_microsoft::AccessToken;
use lectern_microsoft::cloud::Feature;
use lectern_microsoft::graph::{Graph, GraphError};
use lectern_store::StoreError;
use lectern_store::events::EventRecord;
use serde::Serialize;
use ts_rs::TS;

use crate::clouds;
use crate::desk::{Desk, GraphFailure};
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::scheduling::EventState;
use open::ExternalAudience;

/// The registration of one meeting, as the desk knows it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ExternalRegistration {
    pub open: bool,
    /// Whom it lets in; `None`: not open, or opened before this was kept.
    pub audience: Option<ExternalAudience>,
    pub people: Vec<ExternalPerson>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ExternalPerson {
    pub id: String,
    pub name: String,
    /// `None`: the answer that held it was lost. Register the person anew.
    pub join_url: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum ExternalError {
    #[error(
        "External registration is switched off. Microsoft has retired it; it can be switched on in Settings, under Legacy."
    )]
    Off,
    #[error(
        "Your organization has no external registration any more: Microsoft retired it ({0}). Nothing was changed. Register people with Lectern on this meeting, or make a webinar."
    )]
    Retired(String),
    #[error("There is no external registration in this cloud. Register people with Lectern instead.")]
    Cloud,
    #[error("There is no event {0} here. It may have been made under another profile.")]
    NoEvent(String),
    #[error("This event has no Teams meeting to register for yet, or is cancelled.")]
    NoMeeting,
    #[error("External registration is not open for this event. Open it first.")]
    Closed,
    #[error("There is nobody {0} on this list.")]
    Nobody(String),
    #[error("Name the person.")]
    Name,
    #[error(
        "Only people of your organization can be registered here, and Microsoft asks for each one's user id: in Entra it is called the object id."
    )]
    NoUser,
    #[error("{0} Whether it was done is not known; {1}")]
    Unsure(DeskError, &'static str),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StoreError> for ExternalError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<ExternalError> for CommandError {
    fn from(error: ExternalError) -> Self {
        let message = error.to_string();
        match error {
            ExternalError::Desk(inner) => inner.into(),
            ExternalError::Unsure(inner, _) => Self { message, ..Self::from(inner) },
            ExternalError::NoEvent(_) | ExternalError::Nobody(_) => Self::new(ErrorCode::NotFound, message),
            ExternalError::Name => Self::new(ErrorCode::Invalid, message).on("name"),
            ExternalError::NoUser => Self::new(ErrorCode::Invalid, message).on("userId"),
            ExternalError::Off
            | ExternalError::Retired(_)
            | ExternalError::Cloud
            | ExternalError::NoMeeting
            | ExternalError::Closed => Self::new(ErrorCode::Refused, message),
        }
    }
}

/// Why a request went wrong.
enum Failure {
    Graph(GraphError),
    Desk(DeskError),
}

impl From<Failure> for ExternalError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Graph(error) if error.retired() => Self::Retired(error.to_string()),
            Failure::Graph(error) => Self::Desk(crate::desk::remote(&error)),
            Failure::Desk(error) => Self::Desk(error),
        }
    }
}

async fn ask<T, F, Fut>(desk: &Desk, call: F) -> Result<T, Failure>
where
    F: Fn(Graph, AccessToken) -> Fut,
    Fut: Future<Output = Result<T, GraphError>>,
{
    desk.graph(call).await.map_err(|failure| match failure {
        GraphFailure::Graph(error) => Failure::Graph(error),
        GraphFailure::Desk(error) => Failure::Desk(error),
    })
}

/// The event and its meeting's id, where this may be used at all.
async fn meeting(desk: &Desk, id: &str) -> Result<(EventRecord, String), ExternalError> {
    if clouds::lacks(desk, Feature::MeetingRegistration) {
        return Err(ExternalError::Cloud);
    }
    if !switch::is_on(desk).await? {
        return Err(ExternalError::Off);
    }
    let wanted = id.to_owned();
    let event = desk.read(move |r| r.events().by_id(&wanted)).await?;
    let event = event.ok_or_else(|| ExternalError::NoEvent(id.to_owned()))?;
    match (event.state, event.meeting_id.clone()) {
        (EventState::Scheduled, Some(meeting)) => Ok((event, meeting)),
        _ => Err(ExternalError::NoMeeting),
    }
}
