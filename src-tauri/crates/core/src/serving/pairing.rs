//! "This code, please": a desk becomes one of the service's devices, and gets a key of its own.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use lectern_domain::device::{DeviceRole, PairingCode};
use lectern_domain::secret::Secret;
use lectern_store::service_devices::DeviceRecord;
use sha2::{Digest, Sha256};

use super::ServingError;
use super::devices::Device;
use crate::desk::Desk;

/// As long as it takes to walk from the server to the desk.
const GOOD_FOR: SignedDuration = SignedDuration::from_mins(30);
/// The longest name of a device.
pub const MAX_NAME: usize = 60;

/// A code to be shown once, to whoever may pair.
pub struct OfferedCode {
    pub code: PairingCode,
    pub role: DeviceRole,
    pub until: Timestamp,
}

/// What a desk gets for its code.
pub struct Paired {
    pub device_id: String,
    pub role: DeviceRole,
    /// `<device id>.<secret>`, told this once.
    pub key: Secret<String>,
}

/// A new code; those from before stay good until they run out.
pub async fn offer(desk: &Desk, role: DeviceRole) -> Result<OfferedCode, ServingError> {
    let now = desk.now();
    let until = now.saturating_add(GOOD_FOR).unwrap_or(Timestamp::MAX);
    let code = PairingCode::from_bytes(desk.chance().bytes());
    let hash = code.hash();
    desk.write(move |w| Ok::<_, ServingError>(w.service_devices().offer(&hash, role, (now, until))?)).await?;
    Ok(OfferedCode { code, role, until })
}

/// By an owner's desk.
pub async fn offer_to(desk: &Desk, asks: &Device, role: DeviceRole) -> Result<OfferedCode, ServingError> {
    if asks.role == DeviceRole::Owner { offer(desk, role).await } else { Err(ServingError::OwnerOnly) }
}

/// At a first start, when no desk is paired: the code of an owner.
pub async fn first(desk: &Desk) -> Result<Option<OfferedCode>, ServingError> {
    let devices = desk.read(|r| r.service_devices().list()).await?;
    if devices.iter().any(|device| device.revoked_at.is_none()) {
        return Ok(None);
    }
    offer(desk, DeviceRole::Owner).await.map(Some)
}

/// `version` is that of the Lectern at the desk.
pub async fn pair(desk: &Desk, code: &str, name: &str, version: &str) -> Result<Paired, ServingError> {
    let hash = PairingCode::parse(code).map_err(|_| ServingError::Code)?.hash();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > MAX_NAME {
        return Err(ServingError::DeviceName(MAX_NAME));
    }
    let (id, now) = (desk.chance().uuid().to_string(), desk.now());
    let secret = Secret::new(URL_SAFE_NO_PAD.encode(desk.chance().bytes::<32>()));
    let key_hash: [u8; 32] = Sha256::digest(secret.expose().as_bytes()).into();
    let (device_id, version) = (id.clone(), version.chars().take(40).collect::<String>());
    let role = desk
        .write(move |w| {
            let code = w.service_devices().code(&hash)?;
            let code = code.filter(|code| code.until > now && code.device_id.is_none());
            let role = code.ok_or(ServingError::Code)?.role;
            let (paired_at, seen_at, revoked_at) = (now, now, None);
            let device = DeviceRecord { id, name, role, key_hash, version, paired_at, seen_at, revoked_at };
            w.service_devices().add(&device)?;
            w.service_devices().used(&hash, &device.id)?;
            Ok::<_, ServingError>(role)
        })
        .await?;
    let key = Secret::new(format!("{device_id}.{}", secret.expose()));
    Ok(Paired { device_id, role, key })
}
