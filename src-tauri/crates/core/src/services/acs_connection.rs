//! "This machine may let guests in": an ACS resource's connection string, or a service principal with a role on it, in
//! this machine's keychain and nowhere else. It goes in and is never shown again; a sandbox brings its own key.

use std::sync::Arc;

use lectern_domain::secret::Secret;
use serde::Deserialize;
use ts_rs::TS;

use crate::desk::{CONNECTION, Desk, Kept, KeptPrincipal, OpenError, PRINCIPAL, blocking};
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::keychain::{Keychain, KeychainError};

/// An app registration with a role on the resource. Its secret comes beside it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct AcsPrincipal {
    /// `https://<resource>.communication.azure.com`
    pub endpoint: String,
    pub tenant: String,
    pub client_id: String,
}

#[derive(Debug, thiserror::Error)]
pub enum AcsConnectionError {
    #[error("A sandbox has its own stand-in for ACS. Set a connection string in a real profile.")]
    Sandbox,
    #[error(
        "This is not the connection string of an ACS resource: {0}. In the Azure portal it is under Keys of the resource."
    )]
    Connection(String),
    #[error(
        "This service principal can't be used: {0}. It takes the resource's https address, the tenant, the application id and its secret."
    )]
    Principal(String),
    #[error("Enter the service principal's secret.")]
    Secret,
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
            AcsConnectionError::Principal(_) => Self::new(ErrorCode::Invalid, told).on("endpoint"),
            AcsConnectionError::Secret => Self::new(ErrorCode::Invalid, told).on("secret"),
        }
    }
}

/// Kept and used from now on; what was kept before is replaced. Answers where the resource is.
pub async fn set(desk: &Desk, connection: Secret<String>) -> Result<String, AcsConnectionError> {
    if desk.sandbox().is_some() {
        return Err(AcsConnectionError::Sandbox);
    }
    let trimmed = Secret::new(connection.expose().trim().to_owned());
    keep(desk, Kept::Connection(trimmed), AcsConnectionError::Connection).await
}

/// As [`set`]. A sandbox takes one for its own resource.
pub async fn set_principal(
    desk: &Desk,
    principal: &AcsPrincipal,
    secret: Secret<String>,
) -> Result<String, AcsConnectionError> {
    let secret = secret.expose().trim();
    if secret.is_empty() {
        return Err(AcsConnectionError::Secret);
    }
    let kept = KeptPrincipal {
        endpoint: principal.endpoint.trim().to_owned(),
        tenant: principal.tenant.trim().to_owned(),
        client_id: principal.client_id.trim().to_owned(),
        secret: secret.to_owned(),
    };
    let text = serde_json::to_string(&kept).map_err(|error| DeskError::Stopped(error.to_string()))?;
    keep(desk, Kept::Principal(Secret::new(text)), AcsConnectionError::Principal).await
}

/// Guests open their meetings in Teams from now on, and ACS Email is gone as a channel of this machine. A sandbox goes
/// back to its own key.
pub async fn remove(desk: &Desk) -> Result<(), AcsConnectionError> {
    let by_principal = desk.acs().is_some_and(|acs| acs.is_by_principal());
    if desk.sandbox().is_some() && !by_principal {
        return Err(AcsConnectionError::Sandbox);
    }
    let own = desk.sandbox().map(|sandbox| Secret::new(sandbox.acs_connection_string.clone()));
    let acs = own.map(|own| desk.acs_by(&Kept::Connection(own))).transpose();
    let acs = acs.map_err(|error| AcsConnectionError::Connection(error.to_string()))?;
    let has_own = acs.is_some();
    in_keychain(desk, move |keychain, connection, principal| {
        keychain.delete(principal)?;
        if has_own { Ok(()) } else { keychain.delete(connection) }
    })
    .await?;
    desk.use_acs(acs);
    Ok(())
}

async fn keep(
    desk: &Desk,
    kept: Kept,
    refused: fn(String) -> AcsConnectionError,
) -> Result<String, AcsConnectionError> {
    let acs = desk.acs_by(&kept).map_err(|error| match error {
        OpenError::Connection(detail) => refused(detail),
        other => refused(other.to_string()),
    })?;
    in_keychain(desk, move |keychain, connection, principal| match &kept {
        Kept::Connection(text) => {
            keychain.set(connection, text.expose().as_bytes())?;
            keychain.delete(principal)
        }
        Kept::Principal(text) => {
            keychain.set(principal, text.expose().as_bytes())?;
            keychain.delete(connection)
        }
    })
    .await?;
    let endpoint = acs.endpoint().to_owned();
    desk.use_acs(Some(acs));
    Ok(endpoint)
}

async fn in_keychain(
    desk: &Desk,
    work: impl FnOnce(&dyn Keychain, &str, &str) -> Result<(), KeychainError> + Send + 'static,
) -> Result<(), DeskError> {
    let keychain = Arc::clone(desk.keychain());
    let (connection, principal) = (desk.profile().entry(CONNECTION), desk.profile().entry(PRINCIPAL));
    Ok(blocking(move || work(keychain.as_ref(), &connection, &principal)).await??)
}
