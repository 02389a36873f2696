//! What a successful token request brings.

use super::EntraError;
use super::id_token::{Expected, IdToken};
use super::wire::TokenAnswer;
use crate::secret::{AccessToken, RefreshToken};
use crate::transport::TransportError;
use oauth2::TokenResponse;
use std::time::Duration;

/// Tokens and how long the access token lives. `Debug` shows no token.
#[derive(Debug, Clone)]
pub struct TokenSet {
    pub access_token: AccessToken,
    /// Only where `offline_access` was asked for and granted.
    pub refresh_token: Option<RefreshToken>,
    /// Only where `openid` was asked for.
    pub id_token: Option<IdToken>,
    /// What was granted, which may be less or more than was asked; empty for client credentials.
    pub scopes: Vec<String>,
    /// Counted from the answer. A token under continuous access evaluation may live for more than a day.
    pub expires_in: Duration,
}

impl TokenSet {
    pub(super) fn read(answer: &TokenAnswer, expected: &Expected<'_>) -> Result<Self, EntraError> {
        let expires_in = answer.expires_in().ok_or_else(|| TransportError::Malformed {
            status: 200,
            path: "expires_in".to_owned(),
            reason: "missing".to_owned(),
        })?;
        let id_token = answer.extra_fields().id_token.as_deref();
        Ok(Self {
            access_token: AccessToken::new(answer.access_token().secret()),
            refresh_token: answer.refresh_token().map(|token| RefreshToken::new(token.secret())),
            id_token: id_token.map(|token| IdToken::read(token, expected)).transpose()?,
            scopes: answer.scopes().into_iter().flatten().map(|scope| scope.to_string()).collect(),
            expires_in,
        })
    }
}
