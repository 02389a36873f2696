//! "Let people register."

use super::register::Registrar;
use super::{RegistrationError, change};
use crate::desk::Desk;
use crate::error::CommandError;
use crate::history;
use crate::privacy::retention;
use crate::publishing::ask;
use crate::scheduling::list::ShowError;
use crate::scheduling::{EventDetail, EventState, RegistrationMode, list};

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Registration(#[from] RegistrationError),
    #[error(transparent)]
    Show(#[from] ShowError),
}

impl From<OpenError> for CommandError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Registration(inner) => inner.into(),
            OpenError::Show(inner) => inner.into(),
        }
    }
}

/// Opens registration; where it is open already, its capacity changes (see [`change`]).
pub async fn open(
    desk: &Desk,
    id: &str,
    mode: RegistrationMode,
    capacity: Option<u32>,
) -> Result<EventDetail, OpenError> {
    let RegistrationMode::Own = mode;
    if ask::decides(desk, id).await? {
        return change::change(desk, id, capacity).await;
    }
    let registrar = Registrar::of(desk).await?;
    let (wanted, now) = (id.to_owned(), desk.now());
    desk.write(move |w| {
        let event = w.events().by_id(&wanted)?.ok_or_else(|| RegistrationError::NoEvent(wanted.clone()))?;
        if event.state == EventState::Cancelled {
            return Err(RegistrationError::Cancelled);
        }
        if event.registration.is_some() {
            return change::resize(w, &registrar, &wanted, capacity);
        }
        w.events().open_registration(&wanted, capacity, now)?;
        w.changes().record(&history::of_event(&wanted, "registration-opened"), now)?;
        retention::begin(w, &wanted, now)?;
        Ok(())
    })
    .await?;
    Ok(list::one(desk, id).await?)
}
