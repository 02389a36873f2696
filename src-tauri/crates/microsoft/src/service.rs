//! The trusted service: a ticket's code goes there, and what one joins with comes back.
//!
//! It is not Microsoft's, and anybody can name one in a link. So it is spoken to over https only (plain http on this
//! machine, for a sandbox), its redirects are not followed, and no more than 64 KB are read, for ten seconds at most.
//! What it answers is data: whether the meeting, the endpoint and the token can be used is judged by the core.

pub mod desk;
mod error;
mod publishing;

pub use error::{DeskServiceError, Problem, Reason, ServiceError};

use std::time::Duration;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use url::Url;

use crate::cloud::is_loopback;
use crate::secret::{AccessToken, RefreshKey};
use crate::transport::{Request, Transport};

/// The largest answer that is read, in bytes.
pub const MAX_ANSWER: usize = 64 * 1024;
/// The longest that one answer may take.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Where the ticket leads, as the service names it.
#[derive(Clone, Deserialize)]
#[serde(untagged, rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Meeting {
    Link { meeting_link: String },
    Id { meeting_id: String, passcode: Option<String> },
}

/// What one joins with.
pub struct Pass {
    pub meeting: Meeting,
    /// `8:acs:…`
    pub user_id: String,
    pub display_name: String,
    /// The ACS resource that the token is good for.
    pub endpoint: String,
    pub token: AccessToken,
    pub expires_on: Timestamp,
    pub refresh_key: RefreshKey,
}

/// Another token for the same person.
pub struct Renewed {
    pub token: AccessToken,
    pub expires_on: Timestamp,
    /// Takes the place of the key that was sent, where there is one.
    pub refresh_key: Option<RefreshKey>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WirePass {
    join_target: Meeting,
    user_id: String,
    display_name: String,
    endpoint: String,
    token: String,
    expires_on: Timestamp,
    refresh_key: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireRenewed {
    token: String,
    expires_on: Timestamp,
    refresh_key: Option<String>,
}

/// What is read of a problem (RFC 9457).
#[derive(Deserialize)]
struct Refusal {
    reason: Option<Reason>,
}

/// One service, by its origin.
#[derive(Debug, Clone)]
pub struct Service {
    transport: Transport,
    origin: Url,
}

impl Service {
    /// `origin` is `https://host[:port]`; with `on_this_machine` also `http`, and then loopback only.
    ///
    /// # Errors
    /// [`ServiceError::Address`] for anything else.
    pub fn new(transport: &Transport, origin: &str, on_this_machine: bool) -> Result<Self, ServiceError> {
        let origin = Url::parse(origin).map_err(|_| ServiceError::Address)?;
        let secure = if on_this_machine {
            matches!(origin.scheme(), "http" | "https") && is_loopback(&origin)
        } else {
            origin.scheme() == "https"
        };
        let bare = origin.path() == "/" && origin.query().is_none() && origin.fragment().is_none();
        let plain = origin.username().is_empty() && origin.password().is_none() && origin.has_host();
        if !(secure && bare && plain) {
            return Err(ServiceError::Address);
        }
        // A service that asks for a pause is not waited for: the person is told.
        Ok(Self { transport: transport.with_max_wait(Duration::ZERO), origin })
    }

    /// `POST /v1/join {code}` → `{joinTarget, userId, displayName, endpoint, token, expiresOn, refreshKey}`, where
    /// `joinTarget` is `{meetingLink}` or `{meetingId, passcode}`.
    ///
    /// # Errors
    /// 404 for a ticket that the service does not know, 409 or 410 for one that is used up, 403 before the doors open, 429
    /// in a rush; each with its [`Reason`], where the service names one.
    pub async fn join(&self, code: &str) -> Result<Pass, ServiceError> {
        let wire: WirePass = self.ask("v1/join", &json!({ "code": code })).await?;
        Ok(Pass {
            meeting: wire.join_target,
            user_id: wire.user_id,
            display_name: wire.display_name,
            endpoint: wire.endpoint,
            token: AccessToken::new(wire.token),
            expires_on: wire.expires_on,
            refresh_key: RefreshKey::new(wire.refresh_key),
        })
    }

    /// `POST /v1/token {refreshKey}` → `{token, expiresOn, refreshKey?}`.
    ///
    /// # Errors
    /// As [`Service::join`]; 401 or 403 once the service takes the key no more.
    pub async fn renew(&self, key: &RefreshKey) -> Result<Renewed, ServiceError> {
        let wire: WireRenewed = self.ask("v1/token", &json!({ "refreshKey": key.expose() })).await?;
        Ok(Renewed {
            token: AccessToken::new(wire.token),
            expires_on: wire.expires_on,
            refresh_key: wire.refresh_key.map(RefreshKey::new),
        })
    }

    async fn ask<T: serde::de::DeserializeOwned>(
        &self,
        path: &str,
        body: &serde_json::Value,
    ) -> Result<T, ServiceError> {
        let url = self.origin.join(path).map_err(|_| ServiceError::Address)?;
        let request = Request::post(url).json(body)?.bounded(MAX_ANSWER, PATIENCE);
        let answer = self.transport.send(&request).await?;
        if answer.is_success() {
            return Ok(answer.json()?);
        }
        let reason = answer.json::<Refusal>().ok().and_then(|refusal| refusal.reason);
        Err(ServiceError::Refused { status: answer.status, retry_after: answer.retry_after(), reason })
    }
}
