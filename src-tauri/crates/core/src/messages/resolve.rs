//! A message whose fate nobody knows is the organizer's to decide: it arrived, it is not needed, or send it again.

use lectern_store::StoreError;
use lectern_store::messages::Resolution as Stored;
use serde::Deserialize;
use ts_rs::TS;

use crate::desk::Desk;
use crate::error::{CommandError, DeskError, ErrorCode};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum Resolution {
    Delivered,
    Skipped,
    /// As a new request: the person has accepted that it may arrive twice.
    Again,
}

#[derive(Debug, thiserror::Error)]
pub enum ResolveError {
    #[error("There is no message of that id. `messages list` names them.")]
    NoMessage,
    #[error("This message is not waiting for a decision any more.")]
    Settled,
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StoreError> for ResolveError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound { .. } => Self::NoMessage,
            StoreError::Conflict { .. } => Self::Settled,
            other => Self::Desk(other.into()),
        }
    }
}

impl From<ResolveError> for CommandError {
    fn from(error: ResolveError) -> Self {
        match error {
            ResolveError::Desk(inner) => inner.into(),
            ResolveError::NoMessage => Self::new(ErrorCode::NotFound, error.to_string()),
            ResolveError::Settled => Self::new(ErrorCode::Conflict, error.to_string()),
        }
    }
}

pub async fn resolve(desk: &Desk, message_id: &str, resolution: Resolution) -> Result<(), ResolveError> {
    let resolution = match resolution {
        Resolution::Delivered => Stored::Delivered,
        Resolution::Skipped => Stored::Skipped,
        Resolution::Again => Stored::Again { operation_id: desk.chance().uuid().to_string() },
    };
    let (id, now) = (message_id.to_owned(), desk.now());
    desk.write(move |w| Ok::<_, ResolveError>(w.messages().resolve(&id, &resolution, now)?)).await
}
