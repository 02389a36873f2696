//! Signing in on another device (RFC 8628). Many tenants block it by Conditional Access, so it is the fallback.

use super::wire::{DeviceExtras, Exchange};
use super::{Entra, EntraError, EntraErrorKind, TokenSet, claims, to_scopes};
use oauth2::DeviceAuthorizationResponse;
use std::{fmt, time::Duration};
use tokio::sync::Notify;
use url::Url;

/// What to show to the person, and what to poll with.
#[derive(Clone)]
pub struct DeviceAuthorization {
    /// What the person types, e.g. `ABCD-EFGH`.
    pub user_code: String,
    /// Where the person types it.
    pub verification_uri: Url,
    /// How long the code is good for, counted from the answer.
    pub expires_in: Duration,
    /// How long to wait before each poll; [`Poll::SlowDown`] adds five seconds for good.
    pub interval: Duration,
    /// Entra's own sentence for the person.
    pub message: String,
    answer: DeviceAuthorizationResponse<DeviceExtras>,
}

impl fmt::Debug for DeviceAuthorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // who has the device code gets the tokens
        f.debug_struct("DeviceAuthorization")
            .field("verification_uri", &self.verification_uri.as_str())
            .field("expires_in", &self.expires_in)
            .field("interval", &self.interval)
            .finish_non_exhaustive()
    }
}

/// How a device sign-in stands.
#[derive(Debug, Clone)]
pub enum Poll {
    Ready(Box<TokenSet>),
    /// Nobody has typed the code yet.
    Pending,
    /// As [`Poll::Pending`], and wait five seconds longer from now on (RFC 8628 §3.5).
    SlowDown,
    /// The person said no.
    Declined,
    /// Too late, or a code that Entra does not know (any more): offer a new one.
    Expired,
}

impl Entra {
    /// Asks for a code.
    ///
    /// `POST /{tenant}/oauth2/v2.0/devicecode`. Add `openid profile offline_access` to the scopes; `challenge` is the
    /// JSON of a claims challenge. <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code>
    ///
    /// # Errors
    /// [`EntraErrorKind::Client`] for an app that is not registered as a public client.
    pub async fn start_device_code(
        &self,
        scopes: &[&str],
        challenge: Option<&str>,
    ) -> Result<DeviceAuthorization, EntraError> {
        let exchange = Exchange::new(&self.transport);
        let answer: DeviceAuthorizationResponse<DeviceExtras> = self
            .client
            .exchange_device_code()
            .add_scopes(to_scopes(scopes))
            .add_extra_param("claims", claims::merge(challenge)?)
            .request_async(&exchange)
            .await
            .map_err(|error| exchange.explain(error))?;
        Ok(DeviceAuthorization {
            user_code: answer.user_code().secret().clone(),
            verification_uri: answer.verification_uri().url().clone(),
            expires_in: answer.expires_in(),
            interval: answer.interval(),
            message: answer.extra_fields().message.clone(),
            answer,
        })
    }

    /// Asks once whether the person is done. Wait [`DeviceAuthorization::interval`] before each call.
    ///
    /// `POST /{tenant}/oauth2/v2.0/token`, `grant_type=urn:ietf:params:oauth:grant-type:device_code`.
    /// <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code#authenticating-the-user>
    ///
    /// # Errors
    /// [`EntraErrorKind::Blocked`] where a policy forbids this way of signing in; [`EntraErrorKind::Transport`] for a
    /// lost poll, after which polling goes on (more slowly after a timeout).
    pub async fn poll_device_code(&self, authorization: &DeviceAuthorization) -> Result<Poll, EntraError> {
        let exchange = Exchange::new(&self.transport);
        let asked_to_wait = Notify::new();
        // the crate would go round until the code expires; the first time it wants to sleep, this poll is over
        let sleep = |_: Duration| {
            asked_to_wait.notify_one();
            std::future::pending::<()>()
        };
        let flow = self
            .client
            .exchange_device_access_token(&authorization.answer)
            .add_extra_param("claims", claims::merge(None)?)
            .request_async(&exchange, sleep, None);
        let outcome = tokio::select! {
            answer = flow => answer.map_err(|error| exchange.explain(error)),
            () = asked_to_wait.notified() => Err(exchange.refusal().unwrap_or_else(|| EntraError::client("no answer"))),
        };
        match outcome {
            Ok(answer) => Ok(Poll::Ready(Box::new(self.tokens(&answer, None)?))),
            Err(refusal) => standing(refusal),
        }
    }
}

/// The refusals that are part of the flow.
fn standing(refusal: EntraError) -> Result<Poll, EntraError> {
    match (refusal.error.as_str(), refusal.kind()) {
        (_, EntraErrorKind::Throttled { .. } | EntraErrorKind::Unavailable { .. }) => Err(refusal),
        ("authorization_pending", _) => Ok(Poll::Pending),
        ("slow_down", _) => Ok(Poll::SlowDown),
        (_, EntraErrorKind::Declined) => Ok(Poll::Declined),
        // an unknown device_code has been seen as a plain invalid_grant
        (_, EntraErrorKind::Expired | EntraErrorKind::InvalidGrant) => Ok(Poll::Expired),
        _ => Err(refusal),
    }
}
