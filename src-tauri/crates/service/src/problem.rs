//! What went wrong, as RFC 9457 says it: a status, a code for programs, and a sentence for people.

use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::serving::ServingError;
use serde::Serialize;
use utoipa::ToSchema;

/// `application/problem+json`.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Always `about:blank`: the status and the code say what kind it is.
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    /// For people.
    detail: String,
    /// For programs.
    code: ErrorCodeName,
    /// The part of the request that is at fault, where one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// Seconds until another try makes sense.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<f64>,
}

/// One of the core's codes.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, example = "notFound")]
pub struct ErrorCodeName(ErrorCode);

impl Problem {
    pub fn new(status: StatusCode, code: ErrorCode, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Problem"),
            status: status.as_u16(),
            detail: detail.into(),
            code: ErrorCodeName(code),
            field: None,
            retry_after: None,
        }
    }

    /// What a caller can't mend is told without what is inside.
    fn of(error: CommandError) -> Self {
        let status = status(error.code);
        let detail = if status == StatusCode::INTERNAL_SERVER_ERROR {
            tracing::error!(%error, "a request failed here");
            "Something failed at the service. Try again in a moment; what was confirmed is kept.".to_owned()
        } else {
            error.message
        };
        let mut problem = Self::new(status, error.code, detail);
        problem.field = error.field;
        problem.retry_after = error.retry_after;
        problem
    }
}

fn status(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::Conflict => StatusCode::CONFLICT,
        ErrorCode::Refused => StatusCode::FORBIDDEN,
        ErrorCode::SignInNeeded => StatusCode::UNAUTHORIZED,
        ErrorCode::Throttled => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::Offline | ErrorCode::Captive | ErrorCode::Remote | ErrorCode::ConsentNeeded => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl From<ServingError> for Problem {
    fn from(error: ServingError) -> Self {
        Self::of(error.into())
    }
}

impl From<CommandError> for Problem {
    fn from(error: CommandError) -> Self {
        Self::of(error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let wait = self.retry_after;
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = wait.map(|wait| wait.ceil().clamp(1.0, 86_400.0)) {
            // Whole, and within what was clamped.
            headers.insert(RETRY_AFTER, HeaderValue::from_str(&format!("{seconds:.0}")).expect("digits"));
        }
        response
    }
}
