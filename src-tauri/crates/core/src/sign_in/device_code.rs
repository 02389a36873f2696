//! "Use a code": the device authorization grant (RFC 8628), always there, for kiosks and headless machines.

use std::time::Duration;

use jiff::SignedDuration;
use lectern_microsoft::entra::{DeviceAuthorization, EntraErrorKind, Poll};
use lectern_microsoft::transport::Request;
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Serialize;
use ts_rs::TS;

use super::{SignInProgress, account, tokens};
use crate::desk::Desk;
use crate::error::DeskError;

/// RFC 8628 §3.5: this much is added to the interval at each `slow_down`.
const SLOW_DOWN: Duration = Duration::from_secs(5);

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct DeviceCode {
    pub user_code: String,
    pub verification_uri: String,
    pub expires_at: String,
    #[ts(type = "number")]
    pub expires_in: u64,
    #[ts(type = "number")]
    pub interval: u64,
    /// The address as a QR code, for the phone in the other hand.
    pub qr_svg: String,
}

/// A code that somebody may be typing now.
pub struct DeviceFlow(DeviceAuthorization);

pub async fn start(desk: &Desk) -> Result<(DeviceCode, DeviceFlow), DeskError> {
    let entra = desk.entra().ok_or_else(no_registration)?;
    let challenge = desk.tokens.lock().await.challenge.clone();
    let authorization = entra
        .start_device_code(&desk.scopes(), challenge.as_deref())
        .await
        .map_err(|error| tokens::told(&error))?;
    let life = SignedDuration::try_from(authorization.expires_in).unwrap_or(SignedDuration::from_mins(15));
    let shown = DeviceCode {
        user_code: authorization.user_code.clone(),
        verification_uri: authorization.verification_uri.to_string(),
        expires_at: desk.now().saturating_add(life).unwrap_or(desk.now()).to_string(),
        expires_in: authorization.expires_in.as_secs(),
        interval: authorization.interval.as_secs(),
        qr_svg: qr_svg(authorization.verification_uri.as_str()),
    };
    Ok((shown, DeviceFlow(authorization)))
}

/// Waits for the person, as slowly as the service asks, and ends with a state that stays.
pub async fn wait(desk: &Desk, flow: DeviceFlow) -> SignInProgress {
    let DeviceFlow(authorization) = flow;
    let Some(entra) = desk.entra() else { return SignInProgress::Failed { error: no_registration().into() } };
    let mut interval = authorization.interval;
    let mut waited = Duration::ZERO;
    loop {
        tokio::time::sleep(interval).await;
        waited += interval;
        match entra.poll_device_code(&authorization).await {
            Ok(Poll::Ready(set)) => return finish(desk, tokens::accept(desk, *set).await).await,
            Ok(Poll::Pending) => {}
            Ok(Poll::SlowDown) => interval += SLOW_DOWN,
            Ok(Poll::Declined) => return SignInProgress::Declined,
            Ok(Poll::Expired) => return SignInProgress::Expired,
            // A lost poll is no answer. RFC 8628 §3.5: poll more slowly after a connection timeout.
            Err(error)
                if matches!(
                    error.kind(),
                    EntraErrorKind::Transport(_) | EntraErrorKind::Unavailable { .. }
                ) =>
            {
                tracing::info!(%error, "a poll brought no answer");
                interval = (interval * 2).min(Duration::from_mins(1));
            }
            Err(error) => return SignInProgress::Failed { error: tokens::told(&error).into() },
        }
        if waited > authorization.expires_in {
            return SignInProgress::Expired;
        }
    }
}

pub(super) async fn finish(desk: &Desk, accepted: Result<(), DeskError>) -> SignInProgress {
    let account = match accepted {
        Ok(()) => account::current(desk).await,
        Err(error) => Err(error),
    };
    match account {
        Ok(Some(account)) => SignInProgress::SignedIn { account },
        Ok(None) => SignInProgress::Expired,
        Err(error) => SignInProgress::Failed { error: error.into() },
    }
}

/// A sandbox only: says yes on the seeded account's behalf, at the sandbox's control door.
pub async fn approve_in_sandbox(desk: &Desk, user_code: &str) -> Result<(), DeskError> {
    let service = "The sandbox";
    let sandbox = desk.sandbox().ok_or(DeskError::SignInNeeded)?;
    let code: String = user_code.chars().filter(char::is_ascii_alphanumeric).collect();
    let address = sandbox.control(&format!("device-codes/{code}/approve"));
    let url = address.parse().map_err(|_| DeskError::Remote { service, message: address })?;
    let answer = desk
        .transport()
        .send(&Request::post(url))
        .await
        .map_err(|error| tokens::unreachable_or_odd(service, &error))?;
    if answer.is_success() {
        return Ok(());
    }
    Err(DeskError::Refused {
        service,
        message: format!("it does not know the code {user_code} any more. Ask for a new one."),
    })
}

fn no_registration() -> DeskError {
    DeskError::SignInBlocked(
        "This profile has no app registration yet. Enter your tenant and client id first.".into(),
    )
}

/// A QR code as SVG, without a size of its own.
pub(crate) fn qr_svg(text: &str) -> String {
    QrCode::new(text.as_bytes())
        .map(|code| code.render::<svg::Color<'_>>().min_dimensions(160, 160).quiet_zone(true).build())
        .unwrap_or_default()
}
