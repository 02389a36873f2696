//! The trusted service's side of things: the desk without a window. Desks pair with it, hand events over to it, and it
//! decides about them; visitors register, and turn tickets into tokens. HTTP is not known here.

pub mod clockwork;
pub mod commands;
mod current;
pub mod devices;
mod grouped;
pub mod handed;
pub mod here;
pub(crate) mod kept;
pub mod listed;
pub mod pages;
pub mod pairing;
pub mod passes;
pub mod publication;
pub mod publishing;
pub mod standing;

use lectern_store::StoreError;

use crate::desk::Desk;
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::registration::RegistrationError;

/// What one request is called in the log, and by whoever asks about it.
pub fn request_id(desk: &Desk) -> String {
    desk.chance().uuid().simple().to_string()
}

#[derive(Debug, thiserror::Error)]
pub enum ServingError {
    #[error(
        "This pairing code can't be used: it was mistyped, used before, or its time is over. Ask for a new one (lectern \
         serve --new-code)."
    )]
    Code,
    #[error("A device needs a name, as in “Front desk”, of {0} letters at most.")]
    DeviceName(usize),
    #[error("This desk is not paired with this service, or was revoked. Pair it again.")]
    Unpaired,
    #[error("Only an owner's desk may do this. Ask whoever set the service up.")]
    OwnerOnly,
    #[error("There is no such device here.")]
    NoDevice,
    #[error("This is the last owner's desk: nobody could pair another one. Pair another owner first.")]
    LastOwner,
    #[error("There is no such event here.")]
    NoEvent,
    /// In words that say what to do.
    #[error("{0}")]
    Clock(String),
    #[error("The address “{0}” is taken by another event. Choose another.")]
    SlugTaken(String),
    #[error(
        "“{0}” can't be the end of an address: small letters, digits and dashes between them, 60 at most."
    )]
    Slug(String),
    #[error("{0}")]
    NotPublishable(String),
    #[error("{message}")]
    Look { field: &'static str, message: String },
    #[error("“{0}” is an event of this service's own; no desk can publish it.")]
    OfThisService(String),
    #[error("{0}")]
    Unfit(String),
    #[error("People are handed over before an event is open, and not afterwards.")]
    NotFilling,
    #[error("This service does not decide about this event: it was given back, or is not open yet.")]
    Closed,
    #[error(
        "This publication of the event is over: it was given back, and may be published anew. Nothing was changed."
    )]
    Ended,
    #[error(
        "This service knows this event, and not this publication of it. It may have been brought back from an older copy; \
         publish the event again from its own desk."
    )]
    NoPublication,
    #[error("This event is published here already. Bring this desk up to date first (lectern service sync).")]
    Published,
    #[error("{0} messages of this event are on their way. Try again in a moment.")]
    UnderWay(u32),
    #[error("A command of this id was answered before, and it was another one. Give each its own id.")]
    OtherCommand,
    #[error(transparent)]
    Registration(#[from] RegistrationError),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

/// What goes wrong before anything is decided is nobody's answer.
pub(crate) fn inner(error: RegistrationError) -> ServingError {
    match error {
        RegistrationError::Desk(error) => ServingError::Desk(error),
        other => ServingError::Registration(other),
    }
}

impl From<StoreError> for ServingError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<ServingError> for CommandError {
    fn from(error: ServingError) -> Self {
        let code = match error {
            ServingError::Desk(inner) => return inner.into(),
            ServingError::Registration(inner) => return inner.into(),
            ServingError::Unfit(_) => ErrorCode::Invalid,
            ServingError::OfThisService(_)
            | ServingError::NotFilling
            | ServingError::Closed
            | ServingError::Ended
            | ServingError::Published
            | ServingError::UnderWay(_)
            | ServingError::OtherCommand => ErrorCode::Conflict,
            ServingError::Unpaired => ErrorCode::SignInNeeded,
            ServingError::Code
            | ServingError::OwnerOnly
            | ServingError::LastOwner
            | ServingError::NotPublishable(_) => ErrorCode::Refused,
            ServingError::NoDevice | ServingError::NoEvent | ServingError::NoPublication => {
                ErrorCode::NotFound
            }
            ServingError::Clock(_) => ErrorCode::Remote,
            ServingError::SlugTaken(_) => {
                return Self::new(ErrorCode::Conflict, error.to_string()).on("slug");
            }
            ServingError::DeviceName(_) => {
                return Self::new(ErrorCode::Invalid, error.to_string()).on("name");
            }
            ServingError::Look { field, .. } => {
                return Self::new(ErrorCode::Invalid, error.to_string()).on(field);
            }
            ServingError::Slug(_) => return Self::new(ErrorCode::Invalid, error.to_string()).on("slug"),
        };
        Self::new(code, error.to_string())
    }
}
