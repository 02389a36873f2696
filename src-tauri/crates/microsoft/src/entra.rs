//! The Microsoft identity platform (v2.0): device code, browser with PKCE, refresh, client credentials.
//!
//! The `oauth2` crate drives each flow; this room gives it our transport, Entra's own error names, and claims
//! challenges (continuous access evaluation). Facts: <https://learn.microsoft.com/entra/identity-platform/>.

mod browser;
pub mod claims;
mod device_code;
mod discovery;
mod error;
mod id_token;
mod tokens;
mod wire;

pub use browser::{Authorize, CallbackError, PkceSession};
pub use device_code::{DeviceAuthorization, Poll};
pub use discovery::Directory;
pub use error::{EntraError, EntraErrorKind};
pub use id_token::{IdToken, IdTokenError};
pub use tokens::TokenSet;

use crate::cloud::Endpoints;
use crate::secret::RefreshToken;
use crate::transport::Transport;
use oauth2::{
    AuthType, AuthUrl, ClientId, DeviceAuthorizationUrl, EndpointNotSet, EndpointSet, Scope, TokenUrl,
};
use std::borrow::Cow;
use url::Url;
use wire::{Exchange, OauthClient};

type Client = OauthClient<EndpointSet, EndpointSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

/// One app registration in one tenant of one cloud.
#[derive(Debug, Clone)]
pub struct Entra {
    transport: Transport,
    endpoints: Endpoints,
    tenant: String,
    client_id: String,
    client: Client,
}

impl Entra {
    /// `tenant` is a tenant's id or domain, or `organizations`. `common` and `consumers` hold accounts that have no
    /// Teams events, and Entra refuses them the device flow (AADSTS90133).
    ///
    /// # Errors
    /// [`EntraErrorKind::Client`] for a tenant or client id that no address can hold.
    pub fn new(
        transport: Transport,
        endpoints: Endpoints,
        tenant: &str,
        client_id: &str,
    ) -> Result<Self, EntraError> {
        let plain = |text: &str| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
        };
        if !plain(tenant) || tenant.contains("..") || !plain(client_id) {
            return Err(EntraError::client("the tenant or client id is not one"));
        }
        let address = |leaf: &str| -> Result<Url, EntraError> {
            let address = endpoints.login.join(&format!("/{tenant}/oauth2/v2.0/{leaf}"));
            address.map_err(|_| EntraError::client("the sign-in address is not one"))
        };
        let client = OauthClient::new(ClientId::new(client_id.to_owned()))
            .set_auth_uri(AuthUrl::from_url(address("authorize")?))
            .set_device_authorization_url(DeviceAuthorizationUrl::from_url(address("devicecode")?))
            .set_token_uri(TokenUrl::from_url(address("token")?))
            // Entra's documentation shows credentials in the body; Basic is left to others
            .set_auth_type(AuthType::RequestBody);
        Ok(Self { transport, endpoints, tenant: tenant.to_owned(), client_id: client_id.to_owned(), client })
    }

    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    pub fn tenant(&self) -> &str {
        &self.tenant
    }

    /// Where an administrator agrees for everybody of the tenant.
    pub fn admin_consent(&self) -> String {
        self.endpoints.admin_consent(&self.tenant, &self.client_id)
    }

    /// Trades a refresh token for new tokens. Keep the new refresh token and throw the old one away: Entra rotates
    /// without revoking.
    ///
    /// `POST /{tenant}/oauth2/v2.0/token`, `grant_type=refresh_token`. `challenge` is the JSON of a claims challenge.
    /// <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#refresh-the-access-token>
    ///
    /// # Errors
    /// [`EntraErrorKind::InvalidGrant`] once the grant has ended: only a new sign-in helps. Also
    /// [`EntraErrorKind::InteractionRequired`], [`EntraErrorKind::ConsentMissing`], [`EntraErrorKind::Blocked`].
    pub async fn refresh(
        &self,
        token: &RefreshToken,
        scopes: &[&str],
        challenge: Option<&str>,
    ) -> Result<TokenSet, EntraError> {
        let exchange = Exchange::new(&self.transport);
        let token = oauth2::RefreshToken::new(token.expose().to_owned());
        let answer = self
            .client
            .exchange_refresh_token(&token)
            .add_scopes(to_scopes(scopes))
            .add_extra_param("claims", claims::merge(challenge)?)
            .request_async(&exchange)
            .await;
        self.tokens(&answer.map_err(|error| exchange.explain(error))?, None)
    }

    /// A confidential client's own token, e.g. a service principal's for ACS ([`Endpoints::acs_scope`]). Only `/.default`
    /// scopes exist here, and no refresh token comes back.
    ///
    /// `POST /{tenant}/oauth2/v2.0/token`, `grant_type=client_credentials`.
    /// <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow>
    ///
    /// # Errors
    /// [`EntraErrorKind::Client`] for a wrong secret or scope.
    pub async fn client_credentials(&self, secret: &str, scope: &str) -> Result<TokenSet, EntraError> {
        let exchange = Exchange::new(&self.transport);
        let client = self.client.clone().set_client_secret(oauth2::ClientSecret::new(secret.to_owned()));
        let answer = client
            .exchange_client_credentials()
            .add_scope(Scope::new(scope.to_owned()))
            .request_async(&exchange)
            .await;
        self.tokens(&answer.map_err(|error| exchange.explain(error))?, None)
    }

    /// The wire's answer as ours, with its id token checked.
    fn tokens(&self, answer: &wire::TokenAnswer, nonce: Option<&str>) -> Result<TokenSet, EntraError> {
        let expected = id_token::Expected {
            login: &self.endpoints.login,
            tenant: &self.tenant,
            client_id: &self.client_id,
            nonce,
            now: self.transport.clock().now(),
        };
        TokenSet::read(answer, &expected)
    }
}

fn to_scopes(scopes: &[&str]) -> Vec<Scope> {
    scopes.iter().map(|scope| Scope::new((*scope).to_owned())).collect()
}

fn joined(scopes: &[&str]) -> Cow<'static, str> {
    Cow::Owned(scopes.join(" "))
}
