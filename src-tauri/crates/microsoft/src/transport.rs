//! The one way out: every call to Microsoft goes through [`Transport`].
//!
//! It speaks https only (plain http on loopback, for a sandbox), follows no redirect, reads 16 MB at most, sends a
//! `client-request-id` with each call, waits where a service says `Retry-After`, and logs a method, a host and a path:
//! never a query's values, a header or a body.

mod error;
mod proxy;
mod request;
mod response;
mod retry;

pub use error::TransportError;
pub use proxy::{Proxy, proxy_for};
pub use request::{Body, Request};
pub use response::Response;

use crate::ambient::{Clock, Entropy};
use crate::cloud::is_loopback;
use reqwest::Method;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use std::sync::{Arc, Once};
use std::time::Duration;
use url::Url;
use uuid::Uuid;

/// The largest answer that is read, in bytes.
pub const MAX_ANSWER: usize = 16 * 1024 * 1024;
const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");

/// How a [`Transport`] behaves.
#[derive(Debug, Clone)]
pub struct TransportOptions {
    /// `User-Agent`, e.g. `Lectern/1.0`.
    pub user_agent: String,
    /// A further certificate authority in PEM (a company's proxy, a sandbox), trusted beside the platform's own.
    pub extra_ca_pem: Option<String>,
    /// The longest that one attempt may take, connecting included.
    pub timeout: Duration,
    /// The longest that all waits between attempts of one call may take together. A service that asks for more is not
    /// waited for: its answer is handed back with its `retry_after`.
    pub max_wait: Duration,
    pub clock: Clock,
    pub entropy: Entropy,
}

impl Default for TransportOptions {
    fn default() -> Self {
        Self {
            user_agent: concat!("Lectern/", env!("CARGO_PKG_VERSION")).to_owned(),
            extra_ca_pem: None,
            timeout: Duration::from_secs(30),
            max_wait: Duration::from_secs(10),
            clock: Clock::system(),
            entropy: Entropy::system(),
        }
    }
}

/// One HTTP client for all of Microsoft. Cheap to clone: clones share connections.
#[derive(Debug, Clone)]
pub struct Transport {
    /// Through the system's proxy where there is one.
    outside: reqwest::Client,
    /// Straight to this machine: a proxy could not reach it.
    loopback: reqwest::Client,
    options: Arc<TransportOptions>,
    max_wait: Duration,
}

impl Transport {
    /// # Errors
    /// [`TransportError::Setup`] for an unusable user agent or certificate.
    pub fn new(options: TransportOptions) -> Result<Self, TransportError> {
        install_crypto();
        let outside = with_roots(&options, || builder(&options))?;
        let loopback = with_roots(&options, || builder(&options).no_proxy())?;
        let max_wait = options.max_wait;
        Ok(Self { outside, loopback, options: Arc::new(options), max_wait })
    }

    /// The same transport with another patience; `Duration::ZERO` never waits.
    #[must_use]
    pub fn with_max_wait(&self, max_wait: Duration) -> Self {
        Self { max_wait, ..self.clone() }
    }

    pub fn clock(&self) -> &Clock {
        &self.options.clock
    }

    pub fn entropy(&self) -> &Entropy {
        &self.options.entropy
    }

    /// Sends a request and reads the whole answer, whatever its status; the rooms judge it.
    ///
    /// Refused for being too many (429) is repeated for every request, since the service says that it did nothing;
    /// 503, 504 and a broken connection only where repeating changes nothing.
    ///
    /// # Errors
    /// [`TransportError`]; ask it [`TransportError::ambiguous`] before repeating a request that changes something.
    pub async fn send(&self, request: &Request) -> Result<Response, TransportError> {
        let client = self.client_for(request.url())?;
        let request_id = Uuid::from_bytes(self.options.entropy.bytes()?);
        let request_id = uuid::Builder::from_random_bytes(request_id.into_bytes()).into_uuid();
        let mut waits = retry::Waits::new(self.max_wait);
        loop {
            let outcome = self.attempt(client, request, request_id).await;
            let Some(wait) = waits.next(request, &outcome, &self.options) else { return outcome };
            tracing::debug!(%request_id, ?wait, "waiting before the next attempt");
            tokio::time::sleep(wait).await;
        }
    }

    fn client_for(&self, url: &Url) -> Result<&reqwest::Client, TransportError> {
        match (url.scheme(), is_loopback(url)) {
            ("http" | "https", true) => Ok(&self.loopback),
            ("https", false) if url.has_host() => Ok(&self.outside),
            _ => Err(TransportError::Refused { origin: url.origin().ascii_serialization() }),
        }
    }

    async fn attempt(
        &self,
        client: &reqwest::Client,
        request: &Request,
        request_id: Uuid,
    ) -> Result<Response, TransportError> {
        let mut builder = client
            .request(request.method().clone(), request.url().clone())
            .header(ACCEPT, "application/json")
            .header(CLIENT_REQUEST_ID, request_id.to_string())
            .headers(request.headers_for_attempt()?);
        if let Some(body) = request.body() {
            builder = builder.header(CONTENT_TYPE, body.content_type.clone()).body(body.bytes.clone());
        }
        if let Some(longest) = request.longest_wait() {
            builder = builder.timeout(longest);
        }
        let url = request.url();
        let host = url.host_str().unwrap_or_default();
        tracing::debug!(%request_id, method = %request.method(), host, path = url.path(), "request");
        let answer = builder.send().await.map_err(|error| TransportError::from_send(url, &error))?;
        tracing::debug!(%request_id, status = answer.status().as_u16(), "answer");
        let answer = Response::read(answer, url, request.largest_answer(), self.options.clock.now()).await?;
        // Who asks only whether somebody is there takes anybody's answer.
        if *request.method() == Method::HEAD { Ok(answer) } else { answer.own(url) }
    }
}

fn builder(options: &TransportOptions) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .redirect(Policy::none())
        .referer(false)
        .timeout(options.timeout)
        .connect_timeout(options.timeout.min(Duration::from_secs(10)))
}

/// Trusts the platform's roots and the extra one. A machine without any roots (a bare container) still gets a client:
/// it can reach a sandbox, and its https calls fail with [`TransportError::Tls`].
fn with_roots(
    options: &TransportOptions,
    builder: impl Fn() -> reqwest::ClientBuilder,
) -> Result<reqwest::Client, TransportError> {
    let setup = |what: &str| TransportError::Setup { reason: what.to_owned() };
    let agent = HeaderValue::from_str(&options.user_agent).map_err(|_| setup("unusable user agent"))?;
    let extra = match &options.extra_ca_pem {
        Some(pem) => reqwest::Certificate::from_pem_bundle(pem.as_bytes())
            .ok()
            .filter(|certificates| !certificates.is_empty())
            .ok_or_else(|| setup("the extra certificate authority is not PEM"))?,
        None => Vec::new(),
    };
    let with_platform = builder().user_agent(agent.clone()).tls_certs_merge(extra.clone()).build();
    with_platform
        .or_else(|error| {
            tracing::warn!(%error, "this machine offers no certificate authorities");
            builder().user_agent(agent).tls_certs_only(extra).build()
        })
        .map_err(|error| setup(&error.to_string()))
}

/// rustls takes its cryptography from the process, once; whoever comes second finds it there.
fn install_crypto() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // an error means that the process has chosen a provider already, which is as good
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
}
