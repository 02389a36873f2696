//! The resource's error answers: `{"error":{"code","message","target"?}}` and `x-ms-error-code`.

use axum::http::StatusCode;
use serde_json::json;

use crate::wire::Reply;

#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    status: StatusCode,
    code: String,
    message: String,
    target: Option<String>,
    retry_after: Option<i64>,
}

pub(crate) type Outcome<T> = Result<T, Refusal>;

impl Refusal {
    pub fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self { status, code: code.to_owned(), message: message.into(), target: None, retry_after: None }
    }

    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    /// A property that breaks a rule.
    pub fn property(target: &str, message: impl Into<String>) -> Self {
        let mut refusal = Self::bad_request(message);
        refusal.target = Some(target.to_owned());
        refusal
    }

    pub fn denied() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Denied", "Denied by the resource provider.")
    }

    pub fn content_hash() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "Denied",
            "Request 'x-ms-content-sha256' differs from generated content hash.",
        )
    }

    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "NotFound", message)
    }

    pub fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "MethodNotAllowed",
            "The method is not allowed on this path.",
        )
    }

    pub fn too_many(seconds: i64) -> Self {
        let mut refusal = Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "TooManyRequests",
            format!("Too many requests. Retry after {seconds} seconds."),
        );
        refusal.retry_after = Some(seconds);
        refusal
    }

    pub fn reply(self) -> Reply {
        let mut error = json!({"code": self.code, "message": self.message});
        if let Some(target) = self.target {
            error["target"] = json!(target);
        }
        let reply = Reply::json(self.status, json!({ "error": error })).with("x-ms-error-code", self.code);
        match self.retry_after {
            Some(seconds) => reply.with("retry-after", seconds.to_string()),
            None => reply,
        }
    }
}
