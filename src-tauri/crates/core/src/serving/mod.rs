//! The trusted service's side of things: the desk without a window. Desks pair with it, hand events over to it, and it
//! decides about them; visitors register, and turn tickets into tokens. HTTP is not known here.

pub mod clockwork;
pub mod devices;
mod grouped;
pub mod here;
pub mod pages;
pub mod pairing;
pub mod passes;
pub mod publication;
pub mod standing;

use lectern_store::StoreError;

use crate::desk::Desk;
use crate::error::{CommandError, DeskError, ErrorCode};

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
    #[error(transparent)]
    Desk(#[from] DeskError),
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
            ServingError::Unpaired => ErrorCode::SignInNeeded,
            ServingError::Code
            | ServingError::OwnerOnly
            | ServingError::LastOwner
            | ServingError::NotPublishable(_) => ErrorCode::Refused,
            ServingError::NoDevice | ServingError::NoEvent => ErrorCode::NotFound,
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
