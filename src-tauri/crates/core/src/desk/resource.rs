//! The ACS resource that this machine may speak to: by its key, or by a service principal.

use std::sync::Arc;

use lectern_domain::secret::Secret;
use lectern_microsoft::Clock as WireClock;
use lectern_microsoft::acs::{Acs, ConnectionString, Principal, read_endpoint};
use lectern_microsoft::cloud::Endpoints;
use lectern_microsoft::entra::Entra;
use lectern_microsoft::secret::ClientSecret;
use lectern_microsoft::transport::Transport;
use serde::{Deserialize, Serialize};
use url::Url;

use super::OpenError;
use crate::clock::Clock;
use crate::keychain::Keychain;
use crate::profile::Profile;

/// The entries of the keychain. Only one of them is there at a time; a sandbox's own connection string gives way.
pub(crate) const CONNECTION: &str = "acs-connection";
pub(crate) const PRINCIPAL: &str = "acs-principal";

/// What the keychain holds of it.
pub(crate) enum Kept {
    Connection(Secret<String>),
    /// [`KeptPrincipal`] as JSON.
    Principal(Secret<String>),
}

/// A service principal as it lies in the keychain.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KeptPrincipal {
    pub endpoint: String,
    pub tenant: String,
    pub client_id: String,
    pub secret: String,
}

impl Kept {
    pub fn find(profile: &Profile, keychain: &dyn Keychain) -> Result<Option<Self>, OpenError> {
        if let Some(text) = read(profile, keychain, PRINCIPAL)? {
            return Ok(Some(Self::Principal(text)));
        }
        Ok(read(profile, keychain, CONNECTION)?.map(Self::Connection))
    }
}

fn read(
    profile: &Profile,
    keychain: &dyn Keychain,
    entry: &str,
) -> Result<Option<Secret<String>>, OpenError> {
    keychain
        .get(&profile.entry(entry))?
        .map(|bytes| String::from_utf8(bytes.expose().clone()).map(Secret::new))
        .transpose()
        .map_err(|_| OpenError::Connection("it is not text".into()))
}

pub(crate) fn acs(
    kept: &Kept,
    transport: &Transport,
    endpoints: &Endpoints,
    clock: &Arc<dyn Clock>,
) -> Result<Acs, OpenError> {
    let told = Arc::clone(clock);
    let clock = WireClock::new(move || told.now());
    match kept {
        Kept::Connection(text) => {
            let connection = ConnectionString::parse(text.expose()).map_err(|error| refused(&error))?;
            ours(endpoints.accepts_acs(connection.endpoint()), connection.endpoint())?;
            Ok(Acs::new(transport.clone(), connection, clock))
        }
        Kept::Principal(text) => {
            let kept: KeptPrincipal = serde_json::from_str(text.expose())
                .map_err(|_| OpenError::Connection("the service principal can't be read".into()))?;
            let endpoint = read_endpoint(&kept.endpoint).map_err(|error| refused(&error))?;
            // Its token is good for every resource that the principal has a role on: it goes to Microsoft's only.
            ours(endpoints.is_acs(&endpoint), &endpoint)?;
            let scope = endpoints.acs_scope.clone().ok_or_else(|| {
                OpenError::Connection(
                    "no documentation says how a service principal signs in this cloud".into(),
                )
            })?;
            let entra =
                Entra::new(transport.clone(), endpoints.clone(), kept.tenant.trim(), kept.client_id.trim())
                    .map_err(|error| refused(&error))?;
            let principal = Principal::new(entra, ClientSecret::new(kept.secret), scope);
            Ok(Acs::by_principal(transport.clone(), &endpoint, principal, clock))
        }
    }
}

fn ours(is: bool, endpoint: &Url) -> Result<(), OpenError> {
    let host = endpoint.host_str().unwrap_or("it");
    is.then_some(())
        .ok_or_else(|| OpenError::Connection(format!("{host} belongs to another kind of profile")))
}

fn refused(error: &dyn std::fmt::Display) -> OpenError {
    OpenError::Connection(error.to_string())
}
