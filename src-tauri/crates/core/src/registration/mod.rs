//! Who may come, and how they get in: the list that Lectern keeps itself (mode `own`).

pub(crate) mod amend;
pub mod bulk;
pub mod change;
pub mod decide;
pub mod export;
mod foresee;
pub mod form;
pub mod import;
pub mod label;
pub(crate) mod leave;
pub mod list;
pub mod open;
pub mod person;
pub mod queue;
pub mod register;
pub mod remove;
pub mod settings;
pub mod ticket;
pub mod transfer;

pub(crate) mod roll;

use lectern_store::StoreError;
use lectern_store::events::EventRecord;

use crate::error::{CommandError, DeskError, ErrorCode};

/// What every use case of this room can run into.
#[derive(Debug, thiserror::Error)]
pub enum RegistrationError {
    #[error("There is no event {0} here. It may have been made under another profile.")]
    NoEvent(String),
    #[error("There is no such person on this list any more.")]
    NoRegistrant,
    #[error("This person was erased: the row only counts, and nothing can be done with it.")]
    Erased,
    #[error("Nobody was removed: not on this list: {}.", .0.join(", "))]
    NotListed(Vec<String>),
    #[error("Registration isn't open for this event. Open it first.")]
    NotOpen,
    #[error("The event was cancelled; nobody can be registered for it.")]
    Cancelled,
    #[error(
        "There is no open offer for this person. It may have run out, and the place have gone to the next."
    )]
    NoOffer,
    #[error("This person has no place that could be given to somebody else.")]
    NoPlace,
    #[error("This person brings guests. Cancel or transfer the guests' tickets first.")]
    HasGuests,
    #[error("This person isn't on the waitlist.")]
    NotWaiting,
    #[error("The event's registration window can't be read any more: {0} Set it again.")]
    Window(#[from] lectern_domain::registration::WindowError),
    #[error("{message}")]
    Field { field: &'static str, message: String },
    #[error("{path} can't be {doing}: {detail}.")]
    File { path: String, doing: &'static str, detail: String },
    #[error("{0}")]
    Csv(String),
    #[error(
        "Another import or change of many people is under way in this profile. Wait for it, or stop it there."
    )]
    Busy,
    #[error("There is nothing of this kind to take back or to go on with any more. Look at the list again.")]
    NoBulk,
    #[error("Stopped. Nothing was changed.")]
    Stopped,
    #[error(
        "A service decides about this event’s list, and this can’t be done through it yet. Take the event back from the \
         service first (unpublish), then do it here."
    )]
    Elsewhere,
    #[error(
        "This event was given back to the desk that published it. Here is a copy of its list as it was then, for reading."
    )]
    Over,
    #[error("This event’s list is on its way between this desk and the service. Try again when it is there.")]
    OnItsWay,
    #[error("The service can’t be reached. This waits here, in order, and goes to it as soon as it can be.")]
    Waits,
    #[error(
        "The service did it; then it could not be reached any more. The list here shows it as soon as it can be: it need not \
         be done again."
    )]
    Follows,
    #[error(
        "{there} of {all} rows are on the service’s list; then it could not be asked any more: {why} The file is kept. Go on \
         with this import when the service can be reached: nobody comes twice."
    )]
    CutOff { there: usize, all: usize, why: String },
    #[error("{message}")]
    ByService { field: Option<String>, message: String },
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StoreError> for RegistrationError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Stopped => Self::Stopped,
            StoreError::Conflict { what: "change", .. } | StoreError::NotFound { what: "change", .. } => {
                Self::NoBulk
            }
            other => Self::Desk(other.into()),
        }
    }
}

impl From<RegistrationError> for CommandError {
    fn from(error: RegistrationError) -> Self {
        let code = match error {
            RegistrationError::Desk(inner) => return inner.into(),
            RegistrationError::Field { field, message } => {
                return Self::new(ErrorCode::Invalid, message).on(field);
            }
            RegistrationError::NoEvent(_)
            | RegistrationError::NoRegistrant
            | RegistrationError::NoBulk
            | RegistrationError::NotListed(_) => ErrorCode::NotFound,
            RegistrationError::ByService { field, message } => {
                let mut error =
                    Self::new(if field.is_some() { ErrorCode::Invalid } else { ErrorCode::Refused }, message);
                error.field = field;
                return error;
            }
            RegistrationError::Waits | RegistrationError::Follows => ErrorCode::Waits,
            RegistrationError::CutOff { .. } => ErrorCode::Offline,
            RegistrationError::Busy | RegistrationError::OnItsWay => ErrorCode::Busy,
            RegistrationError::NotOpen
            | RegistrationError::Erased
            | RegistrationError::Elsewhere
            | RegistrationError::Over
            | RegistrationError::Cancelled
            | RegistrationError::Stopped
            | RegistrationError::NoOffer
            | RegistrationError::NotWaiting
            | RegistrationError::NoPlace
            | RegistrationError::HasGuests
            | RegistrationError::Window(_) => ErrorCode::Refused,
            RegistrationError::File { .. } | RegistrationError::Csv(_) => ErrorCode::Invalid,
        };
        Self::new(code, error.to_string())
    }
}

/// The event with its registration open, or why not.
fn open_event(event: Option<EventRecord>, id: &str) -> Result<EventRecord, RegistrationError> {
    let event = event.ok_or_else(|| RegistrationError::NoEvent(id.to_owned()))?;
    if event.state == lectern_domain::event::EventState::Cancelled {
        return Err(RegistrationError::Cancelled);
    }
    if event.registration.is_none() {
        return Err(RegistrationError::NotOpen);
    }
    Ok(event)
}
