//! Asking whether a directory is there, before anybody signs in.

use super::{Entra, EntraError};
use crate::transport::Request;
use jiff::SignedDuration;

/// A directory that Entra knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Directory {
    /// How far this machine's clock was behind Entra's; `None`: the answer had no date.
    pub clock_behind: Option<SignedDuration>,
}

impl Entra {
    /// Whether Entra knows the tenant; the answer's own content is not used.
    ///
    /// `GET /{tenant}/v2.0/.well-known/openid-configuration`, without a token.
    /// <https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc>
    ///
    /// # Errors
    /// [`super::EntraErrorKind::Client`] for a tenant that there is not (AADSTS90002).
    pub async fn directory(&self) -> Result<Directory, EntraError> {
        let address =
            self.endpoints.login.join(&format!("/{}/v2.0/.well-known/openid-configuration", self.tenant));
        let address = address.map_err(|_| EntraError::client("the sign-in address is not one"))?;
        let answer = self.transport.send(&Request::get(address)).await?;
        if !answer.is_success() {
            return Err(EntraError::from_answer(&answer));
        }
        answer.json::<serde_json::Value>()?;
        Ok(Directory { clock_behind: answer.clock_behind() })
    }
}
