//! Entra's errors: `error`, an AADSTS number with its text, and the fields around them.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, PRAGMA};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::random;
use crate::world::World;

/// A refusal as the token endpoint says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    status: u16,
    error: String,
    number: u32,
    text: String,
    suberror: Option<&'static str>,
    claims: Option<String>,
}

impl Refusal {
    /// `text` is the sentence after `AADSTSn: `, without the ids that follow it.
    pub fn new(status: u16, error: impl Into<String>, number: u32, text: impl Into<String>) -> Self {
        Self { status, error: error.into(), number, text: text.into(), suberror: None, claims: None }
    }

    /// 400 with `error` and its AADSTS number.
    pub fn bad(error: &str, number: u32, text: impl Into<String>) -> Self {
        Self::new(400, error, number, text)
    }

    /// A parameter that is not there.
    pub fn missing(name: &str) -> Self {
        let text = format!("The request body must contain the following parameter: '{name}'.");
        Self::bad("invalid_request", 900_144, text)
    }

    #[must_use]
    pub fn with_suberror(mut self, suberror: &'static str) -> Self {
        self.suberror = Some(suberror);
        self
    }

    #[must_use]
    pub fn with_claims(mut self, claims: String) -> Self {
        self.claims = Some(claims);
        self
    }

    pub fn error(&self) -> &str {
        &self.error
    }

    /// `AADSTSn: …`, as it is put into a redirect or on a page.
    pub fn headline(&self) -> String {
        format!("AADSTS{}: {}", self.number, self.text)
    }

    /// The body, with fresh ids and the sandbox's time.
    pub fn body(&self, world: &World) -> Value {
        let (trace, correlation) = (random::guid(), random::guid());
        let at = world.now().strftime("%Y-%m-%d %H:%M:%SZ").to_string();
        let mut body = json!({
            "error": self.error,
            "error_description":
                format!("{} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {at}", self.headline()),
            "error_codes": [self.number],
            "timestamp": at,
            "trace_id": trace,
            "correlation_id": correlation,
        });
        if ERRORS_WITH_A_PAGE.contains(&self.number) {
            body["error_uri"] = json!(format!("{}/error?code={}", world.urls.entra, self.number));
        }
        if let Some(suberror) = self.suberror {
            body["suberror"] = json!(suberror);
        }
        if let Some(claims) = &self.claims {
            body["claims"] = json!(claims);
        }
        body
    }

    /// The whole answer.
    pub fn answer(&self, world: &World) -> Response {
        json_answer(self.status, &self.body(world))
    }
}

/// A JSON answer as Entra sends it: never to be kept by a cache.
pub(super) fn json_answer(status: u16, body: &Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    let headers = [
        (CONTENT_TYPE, "application/json; charset=utf-8".to_owned()),
        (CACHE_CONTROL, "no-store, no-cache".to_owned()),
        (PRAGMA, "no-cache".to_owned()),
        (HeaderName::from_static("x-ms-request-id"), random::guid()),
    ];
    (status, headers, body.to_string()).into_response()
}

/// `error_uri` comes only sometimes.
const ERRORS_WITH_A_PAGE: [u32; 6] = [50_173, 65_001, 90_002, 700_016, 900_144, 7_000_215];
