//! "This service decides about our events": the one trusted service that this desk is paired with. Its code becomes a key
//! of this desk's own, which lies in the keychain and nowhere else; an owner revokes it from any desk.

use std::sync::Arc;

use jiff::Timestamp;
use lectern_domain::device::{DeviceRole, PairingCode};
use lectern_microsoft::secret::DeviceKey;
use lectern_microsoft::service::desk::{About, DeskClient, Device, Role};
use lectern_microsoft::service::{DeskServiceError, Service};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use url::Url;

use super::pairing;
use super::service_desk_error::{ServiceDeskError, host};
use crate::desk::{Desk, blocking};
use crate::error::DeskError;
use crate::serving::devices::DeviceView;

/// In the keychain.
pub(crate) const ENTRY: &str = "service-desk";
/// The longest name of a device.
const MAX_NAME: usize = 60;

/// The service, as it was when this desk was paired with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct PairedService {
    /// Where this desk reaches it: `https://host[:port]`.
    pub origin: String,
    /// As visitors reach it.
    pub public_origin: String,
    pub name: String,
    /// This desk, on its list of devices.
    pub device_id: String,
    pub role: DeviceRole,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kept {
    #[serde(flatten)]
    service: PairedService,
    key: String,
}

/// A code for another desk, to be shown once.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct PairingOffer {
    pub code: String,
    pub role: DeviceRole,
    #[ts(type = "string")]
    pub until: Timestamp,
}

/// `None`: this desk is paired with no service, and decides by itself.
pub async fn kept(desk: &Desk) -> Result<Option<PairedService>, ServiceDeskError> {
    Ok(read(desk).await?.map(|kept| kept.service))
}

/// What speaks to it.
pub async fn client(desk: &Desk) -> Result<(PairedService, DeskClient), ServiceDeskError> {
    let Kept { service, key } = read(desk).await?.ok_or(ServiceDeskError::NotPaired)?;
    let at = Service::new(desk.transport(), &service.origin, desk.sandbox().is_some());
    let at = at.map_err(|_| ServiceDeskError::Address(service.origin.clone()))?;
    Ok((service, DeskClient::new(at, &DeviceKey::new(key))))
}

/// Without a `name` the desk is called as its account. The key of a desk that was revoked is replaced; another service
/// has to be left first.
pub async fn pair(
    desk: &Desk,
    address: &str,
    code: &str,
    name: Option<&str>,
) -> Result<PairedService, ServiceDeskError> {
    let (origin, service) = service_at(desk, address)?;
    // Before the code is used up: whether the keychain lets its key in.
    if let Some(before) = kept(desk).await?
        && before.origin != origin
    {
        return Err(ServiceDeskError::Other(host(&before.origin)));
    }
    let code = PairingCode::parse(code).map_err(|_| ServiceDeskError::NoCode)?;
    let name = match name.map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => name.to_owned(),
        None => own_name(desk).await?,
    };
    let version = env!("CARGO_PKG_VERSION");
    let paired = service.pair(&code.grouped(), &name, version).await;
    let paired = paired.map_err(|error| ServiceDeskError::while_pairing(&origin, error))?;
    let client = DeskClient::new(service, &paired.key);
    // What the key is good for counts, also where this question gets no answer.
    let public_origin = client.about().await.map_or_else(|_| origin.clone(), |about| about.origin);
    let service = PairedService {
        public_origin,
        origin,
        name: shown(&paired.name),
        device_id: paired.device_id,
        role: role(&paired.role),
    };
    let kept = keep(desk, &service, &paired.key).await;
    if kept.is_err() {
        // Nobody holds that key: the service need not take it any longer.
        drop(client.revoke(&service.device_id).await);
    }
    kept?;
    // Its own tickets need no question; an address that no ticket can name is no reason to fail.
    drop(pairing::pair(desk, &service.public_origin).await);
    Ok(service)
}

/// The service is told, and this desk forgets its key. `here_only`: it is forgotten here whatever the service says, or
/// where it is gone; its list of devices still has this desk then.
pub async fn unpair(desk: &Desk, here_only: bool) -> Result<(), ServiceDeskError> {
    let Some(Kept { service, .. }) = read(desk).await? else { return Ok(()) };
    if !here_only {
        let (_, client) = client(desk).await?;
        match client.revoke(&service.device_id).await {
            Ok(()) => {}
            // It was revoked from another desk, or its service was made anew.
            Err(DeskServiceError::Problem(problem)) if matches!(problem.status, 401 | 404) => {}
            Err(error) => return Err(ServiceDeskError::of(&service.origin, error)),
        }
    }
    let (keychain, entry) = (Arc::clone(desk.keychain()), desk.profile().entry(ENTRY));
    blocking(move || keychain.delete(&entry)).await?.map_err(DeskError::from)?;
    drop(pairing::unpair(desk, &service.public_origin).await);
    Ok(())
}

/// What it says of itself now.
pub async fn about(desk: &Desk) -> Result<About, ServiceDeskError> {
    let (service, client) = client(desk).await?;
    client.about().await.map_err(|error| ServiceDeskError::of(&service.origin, error))
}

/// Every desk that was ever paired with it.
pub async fn devices(desk: &Desk) -> Result<Vec<DeviceView>, ServiceDeskError> {
    let (service, client) = client(desk).await?;
    let all = client.devices().await.map_err(|error| ServiceDeskError::of(&service.origin, error))?;
    Ok(all.into_iter().map(view).collect())
}

/// From its next request on that desk is turned away.
pub async fn revoke(desk: &Desk, device: &str) -> Result<Vec<DeviceView>, ServiceDeskError> {
    let (service, client) = client(desk).await?;
    client.revoke(device).await.map_err(|error| ServiceDeskError::of(&service.origin, error))?;
    devices(desk).await
}

/// Of an owner's desk only.
pub async fn offer(desk: &Desk, role: DeviceRole) -> Result<PairingOffer, ServiceDeskError> {
    let (service, client) = client(desk).await?;
    let wanted = match role {
        DeviceRole::Owner => Role::Owner,
        DeviceRole::Organizer => Role::Organizer,
    };
    let offered = client.offer_code(&wanted).await;
    let offered = offered.map_err(|error| ServiceDeskError::of(&service.origin, error))?;
    Ok(PairingOffer { code: shown(&offered.code), role: self::role(&offered.role), until: offered.until })
}

fn service_at(desk: &Desk, address: &str) -> Result<(String, Service), ServiceDeskError> {
    let refused = || ServiceDeskError::Address(address.trim().chars().take(100).collect());
    let text = address.trim();
    let text = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let url = Url::parse(&text).map_err(|_| refused())?;
    let service = Service::new(desk.transport(), &text, desk.sandbox().is_some()).map_err(|_| refused())?;
    Ok((url.origin().ascii_serialization(), service))
}

async fn own_name(desk: &Desk) -> Result<String, DeskError> {
    let account = desk.read(|r| r.accounts().get()).await?;
    let name = account.map_or_else(|| desk.profile().name().to_owned(), |account| account.username);
    Ok(name.chars().take(MAX_NAME).collect())
}

async fn read(desk: &Desk) -> Result<Option<Kept>, ServiceDeskError> {
    let (keychain, entry) = (Arc::clone(desk.keychain()), desk.profile().entry(ENTRY));
    let found = blocking(move || keychain.get(&entry)).await?.map_err(DeskError::from)?;
    let Some(found) = found else { return Ok(None) };
    // What can't be read any more opens nothing: it is paired anew.
    Ok(serde_json::from_slice(found.expose()).ok())
}

async fn keep(desk: &Desk, service: &PairedService, key: &DeviceKey) -> Result<(), DeskError> {
    let kept = Kept { service: service.clone(), key: key.expose().to_owned() };
    let text = serde_json::to_vec(&kept).map_err(|error| DeskError::Stopped(error.to_string()))?;
    let (keychain, entry) = (Arc::clone(desk.keychain()), desk.profile().entry(ENTRY));
    Ok(blocking(move || keychain.set(&entry, &text)).await??)
}

fn view(device: Device) -> DeviceView {
    let Device { id, name, role, version, paired_at, seen_at, revoked_at, current } = device;
    let (name, version) = (shown(&name), shown(&version));
    DeviceView { id, name, role: self::role(&role), version, paired_at, seen_at, revoked_at, current }
}

/// A role that this version does not know may at least what everybody may.
fn role(role: &Role) -> DeviceRole {
    match role {
        Role::Owner => DeviceRole::Owner,
        Role::Organizer | Role::Other(_) => DeviceRole::Organizer,
    }
}

/// One line, and not a long one.
fn shown(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(MAX_NAME).collect()
}
