//! One request as it came off the wire and one answer as it goes out: what the Graph and ACS rooms work on.
//! The target is kept exactly as received, because signatures and filter encodings are judged on it.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

/// Bodies above this are cut off before any rule sees them; the services' own limits lie below.
const LARGEST_BODY: usize = 40 * 1024 * 1024;

/// A request, undecoded.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub method: Method,
    /// Path as received, percent escapes untouched.
    pub path: String,
    /// Query as received, without the question mark.
    pub raw_query: Option<String>,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Call {
    pub async fn read(request: Request) -> Result<Self, StatusCode> {
        let (parts, body) = request.into_parts();
        let body =
            axum::body::to_bytes(body, LARGEST_BODY).await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
        let mut headers = parts.headers;
        if !headers.contains_key("host")
            && let Some(host) =
                parts.uri.authority().and_then(|host| HeaderValue::from_str(host.as_str()).ok())
        {
            headers.insert("host", host);
        }
        Ok(Self {
            method: parts.method,
            path: parts.uri.path().to_owned(),
            raw_query: parts.uri.query().map(str::to_owned),
            headers,
            body,
        })
    }

    /// Path and query as received: what an access key signs.
    pub fn target(&self) -> String {
        match &self.raw_query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Query parameters after exactly one URL decoding, `+` as a space.
    pub fn query(&self) -> Vec<(String, String)> {
        let raw = self.raw_query.as_deref().unwrap_or_default();
        url::form_urlencoded::parse(raw.as_bytes()).into_owned().collect()
    }

    /// Path segments after one decoding each; `None` where an escape is no UTF-8.
    pub fn segments(&self) -> Option<Vec<String>> {
        self.path.split('/').filter(|part| !part.is_empty()).map(decode).collect()
    }
}

/// One percent decoding; `None` where the result is no UTF-8.
pub(crate) fn decode(text: &str) -> Option<String> {
    percent_encoding::percent_decode_str(text).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

/// Percent-encodes everything but unreserved characters: a query component.
pub(crate) fn encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, COMPONENT).to_string()
}

const COMPONENT: &percent_encoding::AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// What an answer carries besides its headers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Content {
    Empty,
    Json(Value),
    Text(String),
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub status: StatusCode,
    pub headers: Vec<(&'static str, String)>,
    pub content: Content,
}

impl Reply {
    pub fn empty(status: StatusCode) -> Self {
        Self { status, headers: Vec::new(), content: Content::Empty }
    }

    pub fn json(status: StatusCode, body: Value) -> Self {
        Self { status, headers: Vec::new(), content: Content::Json(body) }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let (kind, body) = match self.content {
            Content::Empty => (None, Body::empty()),
            Content::Json(value) => (Some("application/json; charset=utf-8"), Body::from(value.to_string())),
            Content::Text(text) => (Some("text/plain"), Body::from(text)),
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        if let Some(kind) = kind {
            headers.insert("content-type", HeaderValue::from_static(kind));
        }
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
        response
    }
}
