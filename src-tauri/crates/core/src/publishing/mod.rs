//! The desk's side of a published event: the service that this desk is paired with decides about its registration, and
//! here is a copy. What is wanted of it goes there as commands, in order; offline they wait.

pub mod ask;
mod copy;
pub mod event_page;
mod learn;
pub mod let_in;
pub mod missing;
pub(crate) mod progress;
pub mod publish;
pub mod show;
pub mod sync;
pub mod trouble;
pub mod unpublish;

use jiff::Timestamp;
use lectern_domain::event::PublicationState;
use lectern_domain::registration::RegistrantStatus;
use lectern_microsoft::service::DeskServiceError;
use lectern_store::StoreError;
use lectern_store::published::PublishedRecord;
use progress::HandingProgress;
use serde::Serialize;
use trouble::Trouble;
use ts_rs::TS;

use crate::error::{CommandError, DeskError, ErrorCode};
use crate::privacy::PrivacyError;
use crate::registration::RegistrationError;
use crate::services::ServiceDeskError;
use crate::serving::publication::PageLook;

#[derive(Debug, thiserror::Error)]
pub enum PublishingError {
    #[error("There is no event {0} here. It may have been made under another profile.")]
    NoEvent(String),
    #[error("This event is not published.")]
    NotPublished,
    #[error("Open its registration first: the page is where people register.")]
    NotOpen,
    #[error("Only an event that is on the calendar can be published, and none that was cancelled.")]
    NotScheduled,
    #[error(
        "A series can’t be published yet. Take one of its dates over as an event of its own, and publish that."
    )]
    Series,
    #[error(
        "This event is published at {0}, and this desk is paired with another service now. Pair it with that one again."
    )]
    OtherService(String),
    #[error("{0} messages of this event are on their way. Try again in a moment.")]
    UnderWay(u32),
    #[error("{0} changes wait here for the service. They go first; try again when it can be reached.")]
    Waiting(usize),
    #[error("It was taken back while its people were being handed over.")]
    TakenBack,
    #[error(
        "The desk “{0}” published this event: its page, and what else is the event’s own, are changed there."
    )]
    OtherDesk(String),
    #[error("This publication of the event is over at the service.")]
    Ended,
    #[error(
        "It was closed at the service from an owner’s desk before everybody was handed over. Publish it again."
    )]
    GivenUp,
    #[error("What the service told can’t be read: {0}. One of the two may be of an older version.")]
    Unreadable(String),
    #[error(transparent)]
    Slug(#[from] crate::serving::ServingError),
    #[error(transparent)]
    Service(#[from] ServiceDeskError),
    #[error(transparent)]
    Privacy(#[from] PrivacyError),
    #[error(transparent)]
    Registration(#[from] RegistrationError),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StoreError> for PublishingError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<PublishingError> for CommandError {
    fn from(error: PublishingError) -> Self {
        let code = match error {
            PublishingError::Desk(inner) => return inner.into(),
            PublishingError::Service(inner) => return inner.into(),
            PublishingError::Slug(inner) => return inner.into(),
            PublishingError::Privacy(inner) => return inner.into(),
            PublishingError::Registration(inner) => return inner.into(),
            PublishingError::NoEvent(_) | PublishingError::NotPublished => ErrorCode::NotFound,
            PublishingError::UnderWay(_)
            | PublishingError::Waiting(_)
            | PublishingError::Ended
            | PublishingError::GivenUp => ErrorCode::Conflict,
            PublishingError::Unreadable(_) => ErrorCode::Remote,
            _ => ErrorCode::Refused,
        };
        Self::new(code, error.to_string())
    }
}

/// A change that the service has not answered yet, or refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct QueuedView {
    pub id: String,
    #[ts(type = "string")]
    pub made_at: Timestamp,
    /// In a few words.
    pub what: String,
    /// Whom on the list it is about.
    pub people: Vec<String>,
    /// Why the service refused it; `None`: it waits.
    pub refused: Option<String>,
}

/// An event that a service decides about, as this desk knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct PublishedView {
    pub event_id: String,
    /// The service's origin.
    pub service: String,
    pub slug: String,
    pub url: String,
    /// filling: people are being handed over; open: the service decides; closed: the list is on its way back.
    pub state: PublicationState,
    pub look: PageLook,
    #[ts(type = "string | null")]
    pub synced_at: Option<Timestamp>,
    /// Why the service could not be asked last time.
    pub problem: Option<Trouble>,
    /// How far its people are, while they go there or come back.
    pub progress: Option<HandingProgress>,
    /// Grows with all that is learned from the service.
    #[ts(type = "number")]
    pub cursor: i64,
    /// In the order in which they were made.
    pub waiting: Vec<QueuedView>,
    /// The desk that published it, by its name: here is a copy. `None`: this one.
    pub published_by: Option<String>,
    /// Of a copy: since when nobody decides about it any more. It is kept for reading.
    #[ts(type = "string | null")]
    pub over: Option<Timestamp>,
    /// Who is on this desk's list, and not on that of a service which was brought back from an older copy: the first of
    /// them.
    pub missing: Vec<MissingView>,
    pub missing_count: u32,
}

/// Somebody whom the service lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct MissingView {
    pub id: String,
    pub name: String,
    pub email: String,
    /// As this desk has them.
    pub status: RegistrantStatus,
}

/// What the service says of a publication that is over.
const GONE: u16 = 410;
/// What it says of one that it does not know.
const UNKNOWN: u16 = 404;

/// The service itself says so, and nobody on the way.
fn says(error: &DeskServiceError, status: u16) -> bool {
    matches!(error, DeskServiceError::Problem(problem) if problem.status == status && problem.code.is_some())
}

/// Published here, and at the service that this desk is paired with.
async fn record(desk: &crate::desk::Desk, id: &str) -> Result<PublishedRecord, PublishingError> {
    let wanted = id.to_owned();
    desk.read(move |r| r.published().of_event(&wanted)).await?.ok_or(PublishingError::NotPublished)
}
