//! "Work accounts may join as themselves": a preview of Microsoft's, so it is off until somebody switches it on. It
//! needs no key on this machine, only the address of the resource whose administrator assigned the accounts.

use lectern_microsoft::acs::read_endpoint;

use crate::desk::Desk;
use crate::error::{CommandError, DeskError, ErrorCode};

/// The resource's address; no setting: off.
pub(crate) const SETTING: &str = "entra-users-preview";

#[derive(Debug, thiserror::Error)]
pub enum EntraUsersError {
    #[error(
        "This is not the address of an ACS resource of this profile's cloud, as in https://contoso.communication.azure.com."
    )]
    Endpoint,
    #[error("Name the ACS resource that the accounts were assigned to; this machine knows none.")]
    NoEndpoint,
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<EntraUsersError> for CommandError {
    fn from(error: EntraUsersError) -> Self {
        let told = error.to_string();
        match error {
            EntraUsersError::Desk(inner) => inner.into(),
            EntraUsersError::Endpoint | EntraUsersError::NoEndpoint => {
                Self::new(ErrorCode::Invalid, told).on("endpoint")
            }
        }
    }
}

/// Without an address: the resource whose key this machine holds.
pub async fn switch_on(desk: &Desk, endpoint: Option<&str>) -> Result<String, EntraUsersError> {
    let own = || desk.acs().map(|acs| acs.endpoint().to_owned());
    let named = endpoint.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).or_else(own);
    let named = named.ok_or(EntraUsersError::NoEndpoint)?;
    let url = read_endpoint(&named).ok().filter(|url| desk.is_acs(url)).ok_or(EntraUsersError::Endpoint)?;
    desk.set_setting(SETTING, url.as_str()).await?;
    Ok(url.into())
}

pub async fn switch_off(desk: &Desk) -> Result<(), DeskError> {
    desk.write(|w| Ok::<_, DeskError>(w.settings().remove(SETTING)?)).await
}
