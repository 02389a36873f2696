//! An answer, read whole.

use super::error::{TransportError, is_page, snippet};
use super::retry;
use jiff::{SignedDuration, Timestamp};
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, RETRY_AFTER};
use serde::de::DeserializeOwned;
use std::{fmt, time::Duration};
use url::Url;

/// Status, headers and body. `Debug` shows the status and the body's length.
#[derive(Clone)]
pub struct Response {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    received_at: Timestamp,
}

impl Response {
    pub(super) async fn read(
        mut answer: reqwest::Response,
        url: &Url,
        largest: usize,
        received_at: Timestamp,
    ) -> Result<Self, TransportError> {
        let status = answer.status();
        let too_large = || TransportError::TooLarge { status: status.as_u16(), limit: largest };
        if status.is_redirection() {
            return Err(TransportError::Redirected { status: status.as_u16() });
        }
        if answer.content_length().is_some_and(|length| length > largest as u64) {
            return Err(too_large());
        }
        let headers = answer.headers().clone();
        let mut body = Vec::new();
        while let Some(chunk) =
            answer.chunk().await.map_err(|error| TransportError::from_read(url, &error))?
        {
            if body.len() + chunk.len() > largest {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Self { status: status.as_u16(), headers, body, received_at })
    }

    /// The answer, if it is the service's own. A captive portal or a proxy answers whatever is asked, also where a
    /// success has no body: without a look at this a page would count as done. What a gateway says in trouble (404,
    /// 5xx) stays the service's: its status is enough.
    pub(super) fn own(self, url: &Url) -> Result<Self, TransportError> {
        let content_type = self.content_type();
        let stranger = match self.status {
            407 => {
                return Err(TransportError::ProxyAuth {
                    host: url.host_str().unwrap_or_default().to_owned(),
                });
            }
            511 => true,
            200..300 | 401 | 403 | 451 => is_page(content_type),
            _ => false,
        };
        if stranger { Err(self.not_json()) } else { Ok(self) }
    }

    fn content_type(&self) -> &str {
        self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    fn not_json(&self) -> TransportError {
        TransportError::NotJson {
            status: self.status,
            content_type: self.content_type().chars().take(100).collect(),
            snippet: snippet(&self.body),
        }
    }

    /// An answer that no service gave.
    #[cfg(test)]
    pub(crate) fn made(status: u16, body: Vec<u8>) -> Self {
        Self { status, headers: HeaderMap::new(), body, received_at: Timestamp::UNIX_EPOCH }
    }

    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A header's value where it is plain text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// How long the service asks to wait: `Retry-After` in (fractional) seconds or as an HTTP date. A date is counted
    /// from the answer's own `Date`, so that a wrong clock here does not matter.
    pub fn retry_after(&self) -> Option<Duration> {
        let sent_at = self.headers.get(DATE).and_then(|date| retry::http_date(date.to_str().ok()?));
        let value = self.headers.get(RETRY_AFTER)?.to_str().ok()?;
        retry::parse_retry_after(value, sent_at.unwrap_or(self.received_at))
    }

    /// How far this machine's clock was behind the service's when the answer came; less than nothing: ahead of it.
    pub fn clock_behind(&self) -> Option<SignedDuration> {
        let sent_at = retry::http_date(self.header(DATE.as_str())?)?;
        Some(sent_at.duration_since(self.received_at))
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// [`TransportError::NotJson`] for another kind of content (a captive portal's page, say);
    /// [`TransportError::Malformed`] naming the place where the JSON is not what was expected.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, TransportError> {
        if !is_json(self.content_type()) {
            return Err(self.not_json());
        }
        let mut reader = serde_json::Deserializer::from_slice(&self.body);
        let value = serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| TransportError::malformed(self.status, &error))?;
        reader.end().map_err(|_| TransportError::Malformed {
            status: self.status,
            path: ".".to_owned(),
            reason: "more follows the JSON value".to_owned(),
        })?;
        Ok(value)
    }
}

/// `application/json` or any `+json`; an answer that names no type is given the benefit of the doubt.
fn is_json(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind.is_empty() || kind == "application/json" || kind.ends_with("+json")
}

impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Response({}, {} bytes)", self.status, self.body.len())
    }
}
