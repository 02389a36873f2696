//! "We still use it." Off until somebody says so.

use crate::desk::Desk;
use crate::error::DeskError;

const SETTING: &str = "external-registration";

pub async fn is_on(desk: &Desk) -> Result<bool, DeskError> {
    Ok(desk.setting::<bool>(SETTING).await?.unwrap_or(false))
}

pub async fn switch(desk: &Desk, on: bool) -> Result<bool, DeskError> {
    desk.set_setting(SETTING, &on).await?;
    Ok(on)
}
