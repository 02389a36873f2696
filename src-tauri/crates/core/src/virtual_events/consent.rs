//! "Who has to agree?" An administrator, once for the organization; at a sandbox, whoever sits before it.

use lectern_microsoft::transport::Request;
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

use super::teams::{ATTENDANCE, MANAGE};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::sign_in::tokens;

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts", rename = "EventsConsent")]
pub struct Consent {
    /// Where an administrator agrees for everybody.
    pub address: String,
    /// A sandbox: its administrator is whoever asks.
    pub sandbox: bool,
}

pub fn show(desk: &Desk) -> Result<Consent, DeskError> {
    let entra = desk.entra().ok_or(DeskError::SignInNeeded)?;
    Ok(Consent { address: entra.admin_consent(), sandbox: desk.sandbox().is_some() })
}

/// A sandbox only: its administrator agrees, at the sandbox's control door.
pub async fn agree_in_sandbox(desk: &Desk) -> Result<(), DeskError> {
    let service = "The sandbox";
    let sandbox = desk.sandbox().ok_or(DeskError::SignInNeeded)?;
    let address = sandbox.control("grants/consent");
    let url = address.parse().map_err(|_| DeskError::Remote { service, message: address })?;
    let odd = |error: &_| tokens::unreachable_or_odd(service, error);
    let request = Request::post(url)
        .json(&json!({"scopes": [MANAGE.name, ATTENDANCE.name]}))
        .map_err(|error| odd(&error))?;
    let answer = desk.transport().send(&request).await.map_err(|error| odd(&error))?;
    if answer.is_success() {
        return Ok(());
    }
    Err(DeskError::Refused { service, message: format!("it answered {}.", answer.status) })
}
