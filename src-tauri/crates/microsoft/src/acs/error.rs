//! ACS' refusals: `{"error":{"code","message","target","innererror"}}`.

use crate::entra::EntraError;
use crate::transport::{Response, TransportError};
use jiff::SignedDuration;
use serde_json::Value;
use std::fmt;
use std::time::Duration;

/// An ACS call that did not do what it was for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AcsError {
    #[error(transparent)]
    Service(Box<AcsServiceError>),
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The service principal got no token to speak with. Nothing was sent.
    #[error("the service principal got no token: {0}")]
    Principal(#[from] EntraError),
    /// An id that names nothing, or another path. Nothing was sent.
    #[error("that is not an id of the service's")]
    Id,
}

/// An answer with an error status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcsServiceError {
    pub status: u16,
    /// What to branch on; may be empty.
    pub code: String,
    /// For the log.
    pub message: String,
    /// The part of the request that was refused.
    pub target: Option<String>,
    /// For Microsoft's support.
    pub request_id: Option<String>,
    pub retry_after: Option<Duration>,
    /// How far this machine's clock was behind the service's: what a signature is turned down for.
    pub clock_behind: Option<SignedDuration>,
}

impl AcsServiceError {
    pub(super) fn from_answer(answer: &Response) -> Self {
        let body = answer.json::<Value>().unwrap_or(Value::Null);
        let error = &body["error"];
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let header = || answer.header("x-ms-error-code").map(str::to_owned);
        Self {
            status: answer.status,
            code: text(&error["code"]).filter(|code| !code.is_empty()).or_else(header).unwrap_or_default(),
            message: text(&error["message"]).unwrap_or_default(),
            target: text(&error["target"]),
            request_id: answer.header("x-ms-request-id").map(str::to_owned),
            retry_after: answer.retry_after(),
            clock_behind: answer.clock_behind(),
        }
    }
}

impl fmt::Display for AcsServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = if self.code.is_empty() { "no code" } else { &self.code };
        write!(f, "Communication Services answered {} ({code})", self.status)?;
        if self.message.is_empty() { Ok(()) } else { write!(f, ": {}", self.message) }
    }
}

impl std::error::Error for AcsServiceError {}

impl From<AcsServiceError> for AcsError {
    fn from(error: AcsServiceError) -> Self {
        Self::Service(Box::new(error))
    }
}

impl AcsError {
    pub fn service(&self) -> Option<&AcsServiceError> {
        match self {
            Self::Service(error) => Some(error),
            _ => None,
        }
    }

    pub fn status(&self) -> Option<u16> {
        self.service().map(|error| error.status)
    }

    /// Empty where the service gave none.
    pub fn code(&self) -> &str {
        self.service().map_or("", |error| &error.code)
    }

    pub fn retry_after(&self) -> Option<Duration> {
        self.service().and_then(|error| error.retry_after)
    }

    /// 401: a wrong or rotated key, or a clock that is too far off.
    pub fn unauthorized(&self) -> bool {
        self.status() == Some(401)
    }

    pub fn not_found(&self) -> bool {
        self.status() == Some(404)
    }

    /// 429: the resource's quota is used up for now.
    pub fn throttled(&self) -> bool {
        self.status() == Some(429)
    }

    /// Whether the request may have been applied all the same.
    pub fn ambiguous(&self) -> bool {
        match self {
            Self::Service(error) => error.status >= 500,
            Self::Transport(error) => error.ambiguous(),
            Self::Id | Self::Principal(_) => false,
        }
    }
}
