//! A desk's side of the service that it is paired with: pairing, and the list of devices.
//!
//! Unlike a service that a ticket names, this one was chosen by the organizer: the reasons that it gives are told.

use jiff::Timestamp;
use reqwest::Method;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::error::{DeskServiceError, Problem};
use super::{MAX_ANSWER, PATIENCE, Service};
use crate::open_enum::open_enum;
use crate::secret::{AccessToken, DeviceKey};
use crate::transport::{Request, Response};

open_enum! {
    /// What a paired desk may do.
    Role { Owner = "owner", Organizer = "organizer" }
}

/// What a pairing code became.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Paired {
    pub device_id: String,
    pub role: Role,
    /// Told this once.
    pub key: DeviceKey,
    /// The service's name.
    pub name: String,
}

/// The service, and who asks.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
    pub name: String,
    /// Of its Lectern.
    pub version: String,
    /// As visitors reach it.
    pub origin: String,
    pub device_id: String,
    pub role: Role,
    /// By its own clock.
    pub now: Timestamp,
}

/// One desk that was ever paired.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Device {
    pub id: String,
    pub name: String,
    pub role: Role,
    /// Of its Lectern.
    pub version: String,
    pub paired_at: Timestamp,
    pub seen_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
    /// The one that asks.
    pub current: bool,
}

/// For one more desk.
#[derive(Deserialize)]
pub struct OfferedCode {
    pub code: String,
    pub role: Role,
    /// It is good until then, once.
    pub until: Timestamp,
}

#[derive(Deserialize)]
struct Devices {
    devices: Vec<Device>,
}

impl Service {
    /// `POST /v1/pair {code, name, version}` → `{deviceId, role, key, name}`. A code is good once: where no answer
    /// came ([`crate::transport::TransportError::ambiguous`]), it may be used up.
    ///
    /// # Errors
    /// 403 for a code that is not good, 422 for a name that no device can have.
    pub async fn pair(&self, code: &str, name: &str, version: &str) -> Result<Paired, DeskServiceError> {
        let url = self.origin.join("v1/pair").map_err(|_| DeskServiceError::Address)?;
        let request = Request::post(url).json(&json!({"code": code, "name": name, "version": version}))?;
        Ok(answered(self, request).await?.json()?)
    }
}

/// The service that this desk is paired with, and the key that it gave.
#[derive(Debug, Clone)]
pub struct DeskClient {
    service: Service,
    key: AccessToken,
}

impl DeskClient {
    pub fn new(service: Service, key: &DeviceKey) -> Self {
        Self { service, key: AccessToken::new(key.expose()) }
    }

    /// `GET /v1/desk/service` → `{name, version, origin, deviceId, role, now}`.
    ///
    /// # Errors
    /// 401 once the desk was revoked.
    pub async fn about(&self) -> Result<About, DeskServiceError> {
        self.ask(self.request(Method::GET, "v1/desk/service")?).await
    }

    /// `GET /v1/desk/devices` → `{devices}`, in the order in which they were paired.
    ///
    /// # Errors
    /// As [`DeskClient::about`].
    pub async fn devices(&self) -> Result<Vec<Device>, DeskServiceError> {
        let all: Devices = self.ask(self.request(Method::GET, "v1/desk/devices")?).await?;
        Ok(all.devices)
    }

    /// `DELETE /v1/desk/devices/{id}` → 204.
    ///
    /// # Errors
    /// 403 for somebody else's device where this desk is no owner's, and for the last owner's; 404.
    pub async fn revoke(&self, id: &str) -> Result<(), DeskServiceError> {
        let mut url = self.service.origin.clone();
        let mut path = url.path_segments_mut().map_err(|()| DeskServiceError::Address)?;
        path.clear().extend(["v1", "desk", "devices", id]);
        drop(path);
        self.answer(Request::new(Method::DELETE, url).bearer(&self.key)?).await.map(drop)
    }

    /// `POST /v1/desk/pairing-codes {role}` → 201 `{code, role, until}`.
    ///
    /// # Errors
    /// 403 where this desk is no owner's.
    pub async fn offer_code(&self, role: &Role) -> Result<OfferedCode, DeskServiceError> {
        let request = self.request(Method::POST, "v1/desk/pairing-codes")?.json(&json!({ "role": role }))?;
        self.ask(request).await
    }

    /// `path` goes behind the service's origin.
    pub(super) fn request(&self, method: Method, path: &str) -> Result<Request, DeskServiceError> {
        let url = self.service.origin.join(path).map_err(|_| DeskServiceError::Address)?;
        Ok(Request::new(method, url).bearer(&self.key)?)
    }

    pub(super) async fn ask<T: DeserializeOwned>(&self, request: Request) -> Result<T, DeskServiceError> {
        Ok(self.answer(request).await?.json()?)
    }

    pub(super) async fn answer(&self, request: Request) -> Result<Response, DeskServiceError> {
        answered(&self.service, request).await
    }

    /// As [`Self::answer`], with bounds of its own.
    pub(super) async fn answer_bounded(&self, request: Request) -> Result<Response, DeskServiceError> {
        sent(&self.service, request).await
    }
}

async fn answered(service: &Service, request: Request) -> Result<Response, DeskServiceError> {
    sent(service, request.bounded(MAX_ANSWER, PATIENCE)).await
}

async fn sent(service: &Service, request: Request) -> Result<Response, DeskServiceError> {
    let answer = service.transport.send(&request).await?;
    if answer.is_success() { Ok(answer) } else { Err(Problem::read(&answer).into()) }
}
