//! Graph's refusals. <https://learn.microsoft.com/graph/errors>

use super::challenge;
use crate::transport::{Response, TransportError};
use reqwest::header::{HeaderMap, WWW_AUTHENTICATE};
use serde_json::Value;
use std::fmt;
use std::time::Duration;

/// A Graph call that did not do what it was for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GraphError {
    #[error(transparent)]
    Service(Box<ServiceError>),
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// An id that names nothing, or another path. Nothing was sent.
    #[error("that is not an id of Graph's")]
    Id,
    /// A link to the next page that leads away from Graph, in a circle or without end. The token was not sent there.
    #[error("Graph's link to the next page cannot be followed: {reason}")]
    Link { reason: &'static str },
    /// A batch that Graph would refuse: empty, more than twenty, an id twice. Nothing was sent.
    #[error("the batch is not one: {reason}")]
    Batch { reason: &'static str },
}

/// An answer with an error status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceError {
    pub status: u16,
    /// What to branch on; may be empty (Graph does that, and so does a gateway's page).
    pub code: String,
    /// For the log, never to branch on.
    pub message: String,
    /// Finer codes from nested `innerError`s, outermost first.
    pub inner_codes: Vec<String>,
    /// For Microsoft's support.
    pub request_id: Option<String>,
    pub retry_after: Option<Duration>,
    /// The JSON of a claims challenge: hand it to [`crate::entra::Entra::refresh`] and throw the access token away.
    pub claims: Option<String>,
}

impl ServiceError {
    pub(super) fn from_answer(answer: &Response) -> Self {
        let body = answer.json::<Value>().unwrap_or(Value::Null);
        let mut error = Self::from_parts(answer.status, &body, answer.retry_after());
        error.request_id = answer.header("request-id").map(str::to_owned).or(error.request_id);
        error.claims = claims(&answer.headers);
        error
    }

    /// From a status and a body, which is all that an inner answer of a batch has.
    pub(super) fn from_parts(status: u16, body: &Value, retry_after: Option<Duration>) -> Self {
        let error = &body["error"];
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let (mut inner_codes, mut request_id) = (Vec::new(), None);
        let mut inner = inner_error(error);
        while let Some(current) = inner {
            inner_codes.extend(text(&current["code"]));
            request_id = request_id.or_else(|| text(&current["request-id"]));
            inner = inner_error(current);
        }
        Self {
            status,
            code: text(&error["code"]).unwrap_or_default(),
            message: text(&error["message"]).unwrap_or_default(),
            inner_codes,
            request_id,
            retry_after,
            claims: None,
        }
    }

    fn has_code(&self, code: &str) -> bool {
        std::iter::once(&self.code).chain(&self.inner_codes).any(|own| own.eq_ignore_ascii_case(code))
    }
}

/// Both spellings occur.
fn inner_error(of: &Value) -> Option<&Value> {
    ["innerError", "innererror"].into_iter().map(|name| &of[name]).find(|value| value.is_object())
}

fn claims(headers: &HeaderMap) -> Option<String> {
    let mut values = headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
    values.find_map(challenge::claims)
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = if self.code.is_empty() { "no code" } else { &self.code };
        write!(f, "Graph answered {} ({code})", self.status)?;
        if self.message.is_empty() { Ok(()) } else { write!(f, ": {}", self.message) }
    }
}

impl std::error::Error for ServiceError {}

impl From<ServiceError> for GraphError {
    fn from(error: ServiceError) -> Self {
        Self::Service(Box::new(error))
    }
}

impl GraphError {
    pub fn service(&self) -> Option<&ServiceError> {
        match self {
            Self::Service(error) => Some(error),
            _ => None,
        }
    }

    pub fn status(&self) -> Option<u16> {
        self.service().map(|error| error.status)
    }

    /// Empty where Graph gave none.
    pub fn code(&self) -> &str {
        self.service().map_or("", |error| &error.code)
    }

    pub fn retry_after(&self) -> Option<Duration> {
        self.service().and_then(|error| error.retry_after)
    }

    /// The JSON of a claims challenge, with a 401.
    pub fn claims(&self) -> Option<&str> {
        self.service().and_then(|error| error.claims.as_deref())
    }

    /// 401: the token is missing, expired, revoked or challenged. Get another one, once.
    pub fn unauthorized(&self) -> bool {
        self.status() == Some(401)
    }

    /// 403: a permission or a licence is missing, or a policy forbids it.
    pub fn forbidden(&self) -> bool {
        self.status() == Some(403)
    }

    pub fn not_found(&self) -> bool {
        self.status() == Some(404)
    }

    /// 409 or 412: somebody changed it first. Outlook answers 412 (`ErrorIrresolvableConflict`) even to a request
    /// without `If-Match`: read again and try once more.
    pub fn conflict(&self) -> bool {
        matches!(self.status(), Some(409 | 412))
    }

    pub fn throttled(&self) -> bool {
        self.status() == Some(429)
    }

    /// The delta's state is gone: begin again with a full read.
    pub fn resync_required(&self) -> bool {
        self.service().is_some_and(|error| {
            error.status == 410
                || ["syncStateNotFound", "resyncRequired", "syncStateInvalid"]
                    .iter()
                    .any(|code| error.has_code(code))
        })
    }

    /// Whether the request may have been applied all the same.
    pub fn ambiguous(&self) -> bool {
        match self {
            Self::Service(error) => error.status >= 500,
            Self::Transport(error) => error.ambiguous(),
            Self::Id | Self::Link { .. } | Self::Batch { .. } => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_spellings_and_every_depth_are_read() {
        for name in ["innerError", "innererror"] {
            let body = json!({"error": {"code": "BadRequest", "message": "m",
                name: {"request-id": "r", name: {"code": "syncStateNotFound"}}}});
            let error = ServiceError::from_parts(400, &body, None);
            assert_eq!((error.code.as_str(), error.request_id.as_deref()), ("BadRequest", Some("r")));
            assert_eq!(error.inner_codes, ["syncStateNotFound"], "{name}: the finer code decides");
            assert!(GraphError::from(error).resync_required(), "{name}: else the sync is stuck for good");
        }
    }

    #[test]
    fn a_body_without_sense_is_still_an_error() {
        for body in
            [Value::Null, json!({}), json!({"error": "x"}), json!({"error": {"code": ""}}), json!([1])]
        {
            let error = GraphError::from(ServiceError::from_parts(403, &body, None));
            assert!(error.forbidden() && error.code().is_empty(), "{body}: the status alone must be enough");
        }
    }

    #[test]
    fn a_refusal_is_sure_and_trouble_is_not() {
        let of = |status| GraphError::from(ServiceError::from_parts(status, &Value::Null, None));
        assert!(!of(429).ambiguous(), "a throttled request was not applied");
        assert!(of(503).ambiguous() && of(504).ambiguous(), "a gateway may have lost the answer only");
    }
}
