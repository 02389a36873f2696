//! What this room can run into.

use lectern_store::StoreError;

use crate::error::{CommandError, DeskError, ErrorCode};
use crate::scheduling::create::CreateError;

#[derive(Debug, thiserror::Error)]
pub enum VirtualEventError {
    #[error("{message}")]
    Field { field: &'static str, message: String },
    #[error("There is no webinar or town hall {0} here. It may have been made under another profile.")]
    NoEvent(String),
    #[error(
        "Webinars and town halls exist in Microsoft's worldwide cloud only. Schedule a meeting instead and register people with Lectern."
    )]
    Cloud,
    #[error(
        "Your organization has not agreed yet that Lectern may {what} ({permission}). Only an administrator can agree, at {address}. Then try again; nothing typed is lost."
    )]
    Consent { what: &'static str, permission: &'static str, address: String },
    #[error(
        "The app registration does not ask for {permission}, which Lectern needs to {what}: {detail} Whoever looks after the registration can add it."
    )]
    Registration { what: &'static str, permission: &'static str, detail: String },
    #[error(
        "Teams did not allow this ({0}). The account needs a Teams licence that includes webinars and town halls, the organization's events policy has to allow them, and only the organizer may do it."
    )]
    NotAllowed(String),
    #[error("{0} It is kept here as being created; try again and it goes on where it stopped.")]
    Kept(Box<VirtualEventError>),
    #[error("A cancelled event can't be changed. Make a new one.")]
    Cancelled,
    #[error("This event is still being created. Try again once Teams has it.")]
    Unfinished,
    #[error("This event is not published yet: nobody can register. Publish it first.")]
    NotPublished,
    #[error("Nothing was changed: the event was edited elsewhere. {0}")]
    Elsewhere(String),
    #[error("{0} Whether Teams took the change is not known. Make it again: that is safe.")]
    Unsure(Box<VirtualEventError>),
    #[error(
        "Teams does not answer well for now ({0}), and whether it took the last people is not known. They are looked for on its list before they are sent again: go on in a while."
    )]
    Unclear(String),
    #[error("Teams' list is being read in another window or terminal already.")]
    BeingRead,
    #[error("{0}")]
    NotForTownHalls(&'static str),
    #[error("{0}")]
    OnlyForTownHalls(&'static str),
    #[error("{0} organizes this. Only the organizer can publish it or call it off; the rest you can do.")]
    OnlyOrganizer(String),
    #[error("This is no longer in Teams, or not yours to see. Look again.")]
    GoneInTeams,
    #[error("This was cancelled in Teams. There is nothing to take over.")]
    CancelledInTeams,
    #[error("{0} organizes this. Only the organizer and the co-organizers can take it over.")]
    NotYours(String),
    #[error("Teams tells no start and end of this that can be read. Give it both in Teams, then look again.")]
    NoTimes,
    #[error("{0}")]
    NoCredential(String),
    #[error("{path} can't be {doing}: {detail}")]
    File { path: String, doing: &'static str, detail: String },
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StoreError> for VirtualEventError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<CreateError> for VirtualEventError {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::Field { field, message } => Self::Field { field, message },
            CreateError::Kept(inner) | CreateError::Desk(inner) => Self::Desk(inner),
            CreateError::Show(inner) => Self::NoEvent(inner.to_string()),
        }
    }
}

impl From<VirtualEventError> for CommandError {
    fn from(error: VirtualEventError) -> Self {
        let message = error.to_string();
        match error {
            VirtualEventError::Desk(inner) => inner.into(),
            VirtualEventError::Field { field, .. } => Self::new(ErrorCode::Invalid, message).on(field),
            VirtualEventError::NoEvent(_) | VirtualEventError::GoneInTeams => {
                Self::new(ErrorCode::NotFound, message)
            }
            VirtualEventError::Elsewhere(_) => Self::new(ErrorCode::Conflict, message),
            VirtualEventError::BeingRead => Self::new(ErrorCode::Busy, message),
            VirtualEventError::Consent { .. } => Self::new(ErrorCode::ConsentNeeded, message),
            VirtualEventError::File { .. } => Self::new(ErrorCode::Invalid, message),
            // What stopped it decides what is offered next: a sign-in, a pause, another try.
            VirtualEventError::Kept(inner) | VirtualEventError::Unsure(inner) => {
                Self { message, ..Self::from(*inner) }
            }
            VirtualEventError::Unclear(_) => Self::new(ErrorCode::Remote, message),
            VirtualEventError::Cloud
            | VirtualEventError::Registration { .. }
            | VirtualEventError::NotAllowed(_)
            | VirtualEventError::Cancelled
            | VirtualEventError::Unfinished
            | VirtualEventError::NotPublished
            | VirtualEventError::NotForTownHalls(_)
            | VirtualEventError::OnlyForTownHalls(_)
            | VirtualEventError::OnlyOrganizer(_)
            | VirtualEventError::CancelledInTeams
            | VirtualEventError::NotYours(_)
            | VirtualEventError::NoTimes
            | VirtualEventError::NoCredential(_) => Self::new(ErrorCode::Refused, message),
        }
    }
}
