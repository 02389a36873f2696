//! What visitors see and do: the page of an event, and the page of one who is on its list. Nobody is signed in here; a
//! person's page opens by a code that only they were sent. Whether somebody is on a list is told to nobody else.

pub mod calendar;
pub mod code;
pub mod person;
pub mod proof;
pub mod register;
pub mod show;

use std::sync::Arc;

use lectern_domain::language::Language;
use lectern_store::{StoreError, Writer};

use super::ServingError;
use super::grouped::Grouped;
use crate::desk::Desk;
use crate::error::{CommandError, ErrorCode};
use crate::registration::RegistrationError;
use crate::registration::register::Registrar;

/// Whose hand it is, in the history of a person who did it by themselves.
const BY_THEMSELVES: &str = "page";

#[derive(Debug, thiserror::Error)]
pub enum PageError {
    #[error("There is no such page here.")]
    None,
    /// What a person may do at a time was not possible any more when they did it.
    #[error("This can't be done any more. Load the page again to see where it stands.")]
    NotNow,
    #[error(transparent)]
    Registration(#[from] RegistrationError),
    #[error(transparent)]
    Serving(#[from] ServingError),
    #[error(transparent)]
    Command(#[from] CommandError),
}

impl From<PageError> for CommandError {
    fn from(error: PageError) -> Self {
        match error {
            PageError::None => Self::new(ErrorCode::NotFound, error.to_string()),
            PageError::NotNow => Self::new(ErrorCode::Refused, error.to_string()),
            PageError::Registration(inner) => inner.into(),
            PageError::Serving(inner) => inner.into(),
            PageError::Command(inner) => inner,
        }
    }
}

/// Where visitors are served: those who come together share one commit.
pub struct Reception {
    changes: Grouped,
}

impl Reception {
    pub fn open(desk: Arc<Desk>) -> Self {
        Self { changes: Grouped::of(desk) }
    }

    /// What is refused is an answer and is kept as far as it went; what fails is undone.
    /// `language`: that the visitor reads.
    async fn change<T, F>(&self, desk: &Desk, language: Option<Language>, step: F) -> Result<T, PageError>
    where
        T: Send + 'static,
        F: Fn(&Writer<'_>, &Registrar) -> Result<T, RegistrationError> + Send + 'static,
    {
        let registrar = Registrar::of(desk).await?.by(BY_THEMSELVES).speaking(language);
        let told = self
            .changes
            .write(move |w| match step(w, &registrar) {
                Ok(value) => Ok(Ok(value)),
                Err(RegistrationError::Desk(error)) => Err(undone(error)),
                Err(refused) => Ok(Err(refused)),
            })
            .await?;
        Ok(told?)
    }
}

/// The disk's faults stay what they are: whoever waits is told by them.
fn undone(error: crate::error::DeskError) -> StoreError {
    match error {
        crate::error::DeskError::Store(inner) => inner,
        other => StoreError::Unexpected { path: std::path::PathBuf::new(), detail: other.to_string() },
    }
}
