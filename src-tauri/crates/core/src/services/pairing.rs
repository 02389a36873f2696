//! "I trust this service": its tickets are turned into passes without asking about its name each time.

use lectern_microsoft::service::Service;
use url::Url;

use crate::desk::Desk;
use crate::error::{CommandError, DeskError, ErrorCode};

const SETTING: &str = "paired-services";

#[derive(Debug, thiserror::Error)]
pub enum PairingError {
    #[error(
        "{0:?} is not the address of a service: it reads https://events.contoso.com, and nothing behind it."
    )]
    Address(String),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<PairingError> for CommandError {
    fn from(error: PairingError) -> Self {
        match error {
            PairingError::Desk(inner) => inner.into(),
            PairingError::Address(_) => Self::new(ErrorCode::Invalid, error.to_string()).on("service"),
        }
    }
}

/// Their origins, in the order in which they were paired.
pub async fn paired(desk: &Desk) -> Result<Vec<String>, DeskError> {
    Ok(desk.setting(SETTING).await?.unwrap_or_default())
}

/// By its host or its origin. Pairing twice is pairing.
pub async fn pair(desk: &Desk, service: &str) -> Result<Vec<String>, PairingError> {
    let origin = origin(desk, service)?;
    let mut all = paired(desk).await?;
    if !all.contains(&origin) {
        all.push(origin);
        desk.set_setting(SETTING, &all).await?;
    }
    Ok(all)
}

/// From now on it is asked about again.
pub async fn unpair(desk: &Desk, service: &str) -> Result<Vec<String>, PairingError> {
    let origin = origin(desk, service)?;
    let mut all = paired(desk).await?;
    all.retain(|known| *known != origin);
    desk.set_setting(SETTING, &all).await?;
    Ok(all)
}

fn origin(desk: &Desk, service: &str) -> Result<String, PairingError> {
    let refused = || PairingError::Address(service.chars().take(100).collect());
    let text = service.trim();
    let text = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let url = Url::parse(&text).map_err(|_| refused())?;
    Service::new(desk.transport(), &text, desk.sandbox().is_some()).map_err(|_| refused())?;
    Ok(url.origin().ascii_serialization())
}
