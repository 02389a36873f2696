//! "This machine may let guests in": the connection string of an ACS resource, in this machine's keychain and nowhere
//! else. It goes in and is never shown again; a sandbox brings its own.

use std::sync::Arc;

use lectern_domain::secret::Secret;

use crate::desk::{Desk, OpenError, blocking};
use crate::error::{CommandError, DeskError, ErrorCode};

const ENTRY: &str = "acs-connection";

#[derive(Debug, thiserror::Error)]
pub enum AcsConnectionError {
    #[error("A sandbox has its own stand-in for ACS. Set a connection string in a real profile.")]
    Sandbox,
    #[error(
        "This is not the connection string of an ACS resource: {0}. In the Azure portal it is under Keys of the resource."
    )]
    Connection(String),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<AcsConnectionError> for CommandError {
    fn from(error: AcsConnectionError) -> Self {
        let told = error.to_string();
        match error {
            AcsConnectionError::Desk(inner) => inner.into(),
            AcsConnectionError::Sandbox => Self::new(ErrorCode::Refused, told),
            AcsConnectionError::Connection(_) => Self::new(ErrorCode::Invalid, told).on("connection"),
        }
    }
}

/// Kept and used from now on; what was kept before is replaced. Answers where the resource is.
pub async fn set(desk: &Desk, connection: Secret<String>) -> Result<String, AcsConnectionError> {
    if desk.sandbox().is_some() {
        return Err(AcsConnectionError::Sandbox);
    }
    let acs = desk.acs_by(&connection).map_err(|error| match error {
        OpenError::Connection(detail) => AcsConnectionError::Connection(detail),
        other => AcsConnectionError::Connection(other.to_string()),
    })?;
    let (keychain, entry) = (Arc::clone(desk.keychain()), desk.profile().entry(ENTRY));
    let kept = blocking(move || keychain.set(&entry, connection.expose().trim().as_bytes())).await?;
    kept.map_err(DeskError::from)?;
    let endpoint = acs.endpoint().to_owned();
    desk.use_acs(Some(acs));
    Ok(endpoint)
}

/// Guests open their meetings in Teams from now on, and ACS Email is gone as a channel of this machine.
pub async fn remove(desk: &Desk) -> Result<(), AcsConnectionError> {
    if desk.sandbox().is_some() {
        return Err(AcsConnectionError::Sandbox);
    }
    let (keychain, entry) = (Arc::clone(desk.keychain()), desk.profile().entry(ENTRY));
    blocking(move || keychain.delete(&entry)).await?.map_err(DeskError::from)?;
    desk.use_acs(None);
    Ok(())
}
