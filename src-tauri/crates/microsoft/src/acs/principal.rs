//! A service principal that speaks for this machine instead of the resource's key.
//!
//! <https://learn.microsoft.com/azure/communication-services/concepts/authentication>

use std::fmt;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

use crate::ambient::Clock;
use crate::entra::{Entra, EntraError};
use crate::secret::{AccessToken, ClientSecret};

/// A token is renewed this long before it ends.
const MARGIN: SignedDuration = SignedDuration::from_mins(5);

/// An app registration with a role on the resource, and its secret.
pub struct Principal {
    entra: Entra,
    secret: ClientSecret,
    scope: String,
    held: Mutex<Option<(AccessToken, Timestamp)>>,
}

impl Principal {
    /// `scope` is [`crate::cloud::Endpoints::acs_scope`].
    pub fn new(entra: Entra, secret: ClientSecret, scope: impl Into<String>) -> Self {
        Self { entra, secret, scope: scope.into(), held: Mutex::new(None) }
    }

    /// From memory while it is good.
    pub(super) async fn token(&self, clock: &Clock) -> Result<AccessToken, EntraError> {
        let mut held = self.held.lock().await;
        if let Some((token, until)) = &*held
            && *until > clock.now()
        {
            return Ok(token.clone());
        }
        let set = self.entra.client_credentials(self.secret.expose(), &self.scope).await?;
        let life = SignedDuration::try_from(set.expires_in).unwrap_or(MARGIN);
        let until = clock.now().saturating_add(life - MARGIN).unwrap_or(clock.now());
        *held = Some((set.access_token.clone(), until));
        Ok(set.access_token)
    }

    /// The service took it no more.
    pub(super) async fn turned_down(&self, token: &AccessToken) {
        let mut held = self.held.lock().await;
        if held.as_ref().is_some_and(|(own, _)| own.expose() == token.expose()) {
            *held = None;
        }
    }
}

impl fmt::Debug for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Principal").field("client_id", &self.entra.client_id()).finish_non_exhaustive()
    }
}
