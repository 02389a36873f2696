//! A request as it will go on the wire.

use super::{MAX_ANSWER, TransportError};
use crate::secret::AccessToken;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use std::{fmt, sync::Arc, time::Duration};
use url::Url;

/// Bytes and what they are.
#[derive(Clone)]
pub struct Body {
    pub content_type: HeaderValue,
    pub bytes: Vec<u8>,
}

type Signer = dyn Fn(&Request) -> Result<HeaderMap, TransportError> + Send + Sync;

/// One request. `Debug` shows its method and address without the query.
#[derive(Clone)]
pub struct Request {
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: Option<Body>,
    repeatable: bool,
    largest_answer: usize,
    longest_wait: Option<Duration>,
    signer: Option<Arc<Signer>>,
}

impl Request {
    pub fn new(method: Method, url: Url) -> Self {
        let repeatable = method.is_idempotent();
        Self {
            method,
            url,
            headers: HeaderMap::new(),
            body: None,
            repeatable,
            largest_answer: MAX_ANSWER,
            longest_wait: None,
            signer: None,
        }
    }

    pub fn get(url: Url) -> Self {
        Self::new(Method::GET, url)
    }

    /// Asks whether there is an answer, not for one.
    pub fn head(url: Url) -> Self {
        Self::new(Method::HEAD, url)
    }

    pub fn post(url: Url) -> Self {
        Self::new(Method::POST, url)
    }

    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// # Errors
    /// [`TransportError::Unsendable`] for a token with characters that no header may hold.
    pub fn bearer(self, token: &AccessToken) -> Result<Self, TransportError> {
        let mut value = HeaderValue::from_str(&format!("Bearer {}", token.expose()))
            .map_err(|_| TransportError::Unsendable { what: "access token" })?;
        value.set_sensitive(true);
        Ok(self.header(AUTHORIZATION, value))
    }

    /// # Errors
    /// [`TransportError::Unsendable`] where the value cannot be written as JSON.
    pub fn json<T: Serialize + ?Sized>(self, value: &T) -> Result<Self, TransportError> {
        let bytes = serde_json::to_vec(value).map_err(|_| TransportError::Unsendable { what: "body" })?;
        Ok(self.with_body(HeaderValue::from_static("application/json"), bytes))
    }

    #[must_use]
    pub fn with_body(mut self, content_type: HeaderValue, bytes: Vec<u8>) -> Self {
        self.body = Some(Body { content_type, bytes });
        self
    }

    /// Marks a request that changes nothing more when it arrives twice (an operation id guards it, say).
    #[must_use]
    pub fn repeatable(mut self) -> Self {
        self.repeatable = true;
        self
    }

    /// Reads no more of the answer than so many bytes, and gives one attempt no longer than this: for a service that is
    /// not Microsoft's.
    #[must_use]
    pub fn bounded(mut self, largest_answer: usize, longest_wait: Duration) -> Self {
        self.largest_answer = largest_answer;
        self.longest_wait = Some(longest_wait);
        self
    }

    /// Headers made anew for each attempt, since a signature holds the time.
    #[must_use]
    pub fn signed_by(
        mut self,
        signer: impl Fn(&Request) -> Result<HeaderMap, TransportError> + Send + Sync + 'static,
    ) -> Self {
        self.signer = Some(Arc::new(signer));
        self
    }

    pub fn method(&self) -> &Method {
        &self.method
    }

    pub fn url(&self) -> &Url {
        &self.url
    }

    pub fn body(&self) -> Option<&Body> {
        self.body.as_ref()
    }

    pub fn is_repeatable(&self) -> bool {
        self.repeatable
    }

    pub(super) fn largest_answer(&self) -> usize {
        self.largest_answer
    }

    pub(super) fn longest_wait(&self) -> Option<Duration> {
        self.longest_wait
    }

    pub(super) fn headers_for_attempt(&self) -> Result<HeaderMap, TransportError> {
        let mut headers = self.headers.clone();
        if let Some(signer) = &self.signer {
            headers.extend(signer(self)?);
        }
        Ok(headers)
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Request({} {}{})", self.method, self.url.origin().ascii_serialization(), self.url.path())
    }
}
