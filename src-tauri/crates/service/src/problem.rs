//! What went wrong, as RFC 9457 says it: a status, a code for programs, and a sentence for people.

use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::serving::ServingError;
use serde::Serialize;
use utoipa::ToSchema;

const BROKEN: &str = "Something failed at the service. Try again in a moment; what was confirmed is kept.";

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
    /// Of a ticket: why it lets nobody in, for programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "early")]
    reason: Option<&'static str>,
    /// Of one who waits: the place in the line; 1 is next.
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<usize>,
}

/// One of the core's codes.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, example = "notFound")]
pub struct ErrorCodeName(ErrorCode);

impl Problem {
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Whole seconds until another try makes sense.
    pub fn wait(&self) -> Option<HeaderValue> {
        let seconds = self.retry_after?.ceil().clamp(1.0, 86_400.0);
        HeaderValue::from_str(&format!("{seconds:.0}")).ok()
    }

    pub fn new(status: StatusCode, code: ErrorCode, detail: impl Into<String>) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or("Problem"),
            status: status.as_u16(),
            detail: detail.into(),
            code: ErrorCodeName(code),
            field: None,
            retry_after: None,
            reason: None,
            position: None,
        }
    }

    /// The place in the body, as `people[3].email`.
    #[must_use]
    pub fn on_place(mut self, place: &str) -> Self {
        self.field = (place != "." && !place.is_empty()).then(|| place.to_owned());
        self
    }

    pub fn nothing_here() -> Self {
        Self::new(StatusCode::NOT_FOUND, ErrorCode::NotFound, "There is nothing at this address.")
    }

    /// Too many of this visitor's requests; seconds until the next one is taken.
    pub fn too_many(detail: impl Into<String>, retry_after: f64) -> Self {
        let mut problem = Self::new(StatusCode::TOO_MANY_REQUESTS, ErrorCode::Throttled, detail);
        problem.retry_after = Some(retry_after);
        problem
    }

    pub fn broken() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal, BROKEN)
    }

    /// Of a ticket. Seconds until another try makes sense.
    #[must_use]
    pub fn because(mut self, reason: &'static str, wait: Option<f64>, position: Option<usize>) -> Self {
        (self.reason, self.retry_after, self.position) = (Some(reason), wait, position);
        self
    }

    /// What a caller can't mend is told without what is inside.
    fn of(error: CommandError) -> Self {
        let status = status(error.code);
        let detail = match error.code {
            _ if !status.is_server_error() => error.message.clone(),
            ErrorCode::DiskFull => {
                "There is no room left at the service. Nothing was changed; whoever runs it has to \
                                    make room."
                    .to_owned()
            }
            ErrorCode::Busy => {
                "The service's data is in use. Nothing was changed; try again in a moment.".to_owned()
            }
            _ if status == StatusCode::INTERNAL_SERVER_ERROR => BROKEN.to_owned(),
            _ => error.message.clone(),
        };
        if status.is_server_error() {
            tracing::error!(%error, "a request failed here");
        }
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
        ErrorCode::Offline
        | ErrorCode::Captive
        | ErrorCode::Remote
        | ErrorCode::ConsentNeeded
        | ErrorCode::Waits
        | ErrorCode::Busy => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl From<ServingError> for Problem {
    fn from(error: ServingError) -> Self {
        if matches!(error, ServingError::Ended) {
            return Self::new(StatusCode::GONE, ErrorCode::Conflict, error.to_string());
        }
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
        let status = self.status();
        let wait = self.wait();
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(wait) = wait {
            headers.insert(RETRY_AFTER, wait);
        }
        response
    }
}
