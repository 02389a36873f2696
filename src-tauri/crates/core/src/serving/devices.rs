//! The desks that may command here: who they are, when they were heard of last, and how one is turned away.

use jiff::{SignedDuration, Timestamp};
use lectern_domain::device::DeviceRole;
use lectern_store::service_devices::DeviceRecord;
use serde::Serialize;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;
use ts_rs::TS;

use super::ServingError;
use crate::desk::Desk;

/// How exactly “last contact” is kept: a write at every request would cost more than it tells.
const SEEN: SignedDuration = SignedDuration::from_secs(30);

/// Who commands, once the key was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    pub id: String,
    pub name: String,
    pub role: DeviceRole,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct DeviceView {
    pub id: String,
    pub name: String,
    pub role: DeviceRole,
    /// Of its Lectern.
    pub version: String,
    #[ts(type = "string")]
    pub paired_at: Timestamp,
    #[ts(type = "string")]
    pub seen_at: Timestamp,
    #[ts(type = "string | null")]
    pub revoked_at: Option<Timestamp>,
    /// The one that asks.
    pub current: bool,
}

/// Whose key it is. Read from the disk each time: whoever was revoked is turned away at once. `version`: of the Lectern
/// at the desk; empty where it does not say.
pub async fn known(desk: &Desk, key: &str, version: &str) -> Result<Device, ServingError> {
    let (id, secret) = key.split_once('.').ok_or(ServingError::Unpaired)?;
    let hash: [u8; 32] = Sha256::digest(secret.as_bytes()).into();
    let id = id.to_owned();
    let found = desk.read(move |r| r.service_devices().by_id(&id)).await?;
    let found = found.ok_or(ServingError::Unpaired)?;
    let same: bool = found.key_hash.ct_eq(&hash).into();
    if !same || found.revoked_at.is_some() {
        return Err(ServingError::Unpaired);
    }
    let now = desk.now();
    let version = if version.is_empty() { &found.version } else { version };
    if now.duration_since(found.seen_at) > SEEN || found.version != version {
        let (id, version) = (found.id.clone(), version.chars().take(40).collect::<String>());
        let seen = desk.write(move |w| Ok::<_, ServingError>(w.service_devices().seen(&id, &version, now)?));
        // On a full disk whoever only reads is served on.
        if let Err(error) = seen.await {
            tracing::warn!(%error, "the last contact of a desk was not noted");
        }
    }
    let DeviceRecord { id, name, role, .. } = found;
    Ok(Device { id, name, role })
}

pub async fn list(desk: &Desk, asks: &Device) -> Result<Vec<DeviceView>, ServingError> {
    let current = |device: &DeviceRecord| device.id == asks.id;
    let devices = desk.read(|r| r.service_devices().list()).await?;
    Ok(devices
        .into_iter()
        .map(|device| DeviceView {
            current: current(&device),
            id: device.id,
            name: device.name,
            role: device.role,
            version: device.version,
            paired_at: device.paired_at,
            seen_at: device.seen_at,
            revoked_at: device.revoked_at,
        })
        .collect())
}

/// An owner revokes anybody, everybody themselves. What is revoked already stays so.
pub async fn revoke(desk: &Desk, asks: &Device, id: &str) -> Result<(), ServingError> {
    if asks.role != DeviceRole::Owner && asks.id != id {
        return Err(ServingError::OwnerOnly);
    }
    let (id, now) = (id.to_owned(), desk.now());
    desk.write(move |w| {
        let devices = w.service_devices();
        let all = devices.list()?;
        let meant = all.iter().find(|device| device.id == id).ok_or(ServingError::NoDevice)?;
        let owns = |device: &&DeviceRecord| device.role == DeviceRole::Owner && device.revoked_at.is_none();
        if owns(&meant) && all.iter().filter(owns).count() == 1 {
            return Err(ServingError::LastOwner);
        }
        devices.revoke(&id, now)?;
        Ok(())
    })
    .await
}
