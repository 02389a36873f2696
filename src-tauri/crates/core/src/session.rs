//! The desk as the window sees it at first: whose it is, whether it is open, how it looks.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::companion;
use crate::desk::{Desk, blocking};
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::join::{allowed, start};
use crate::keychain::KeychainError;
use crate::profile::{KeyPlace, Profile, ProfileKind, recovery};
use crate::scheduling;
use crate::sign_in::{Account, account};
use crate::virtual_events;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum KeychainStatus {
    Ready,
    Locked,
    Absent,
    Passphrase,
    /// There is data, and no key for it.
    Gone,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ProfileView {
    pub name: String,
    pub kind: ProfileKind,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
#[expect(clippy::struct_excessive_bools, reason = "each is a question that the window asks on its own")]
pub struct DeskState {
    pub profile: ProfileView,
    /// The profile is open; otherwise `keychain` says what it needs.
    pub open: bool,
    /// There is an app registration to sign in with. A sandbox brings its own.
    pub configured: bool,
    /// Nothing is kept here yet, so the person may choose a passphrase where there is no keychain.
    pub passphrase_offered: bool,
    /// There is data that the recovery key would open.
    pub recovery_offered: bool,
    /// The owner has not yet said that she noted the recovery key.
    pub recovery_key_due: bool,
    /// A sandbox: the seeded tenant's name.
    pub tenant_name: Option<String>,
    pub account: Option<Account>,
    pub keychain: KeychainStatus,
    pub keychain_message: Option<String>,
    /// The scheme of this profile's links: `lectern` or `lectern-sandbox`.
    pub scheme: &'static str,
    pub version: &'static str,
    /// Microsoft's terms for the calling SDK were accepted on this machine.
    pub terms_accepted: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum Appearance {
    #[default]
    System,
    Light,
    Dark,
    Contrast,
}

const APPEARANCE: &str = "appearance";
const TERMS: &str = "calling-terms-accepted";

pub async fn state(desk: &Desk) -> Result<DeskState, DeskError> {
    let account = account::current(desk).await?;
    let name = name(desk).await?;
    let terms_accepted = desk.setting::<bool>(TERMS).await?.unwrap_or(false);
    let (keychain, keychain_message) = match desk.profile().key_place() {
        KeyPlace::Keychain => (KeychainStatus::Ready, None),
        KeyPlace::Passphrase => (KeychainStatus::Passphrase, None),
        KeyPlace::Folder => (
            KeychainStatus::Absent,
            Some("This machine has no keychain that is open, so this sandbox keeps its key in its own folder. A real profile never does.".into()),
        ),
    };
    Ok(DeskState {
        profile: ProfileView { name, kind: desk.profile().kind() },
        open: true,
        configured: desk.entra().is_some(),
        passphrase_offered: false,
        recovery_offered: false,
        recovery_key_due: recovery::due(desk).await?,
        tenant_name: desk.sandbox().map(|sandbox| sandbox.tenant_name.clone()),
        account,
        keychain,
        keychain_message,
        scheme: desk.profile().kind().scheme(),
        version: env!("CARGO_PKG_VERSION"),
        terms_accepted,
    })
}

/// As it is called now: it may have been renamed since the desk was opened.
async fn name(desk: &Desk) -> Result<String, DeskError> {
    let profile = desk.profile().clone();
    blocking(move || Profile::open(profile.dir()).unwrap_or(profile).name().to_owned()).await
}

/// What can be said of a desk that would not open because of its keychain; `None` for any other reason. `found` is its
/// profile, where there is one already.
pub fn shut_state(kind: ProfileKind, found: Option<&Profile>, error: &CommandError) -> Option<DeskState> {
    let under_passphrase = found.is_some_and(|profile| profile.key_place() == KeyPlace::Passphrase);
    let keychain = match error.code {
        ErrorCode::KeychainLocked if under_passphrase => KeychainStatus::Passphrase,
        ErrorCode::KeychainLocked => KeychainStatus::Locked,
        ErrorCode::KeychainAbsent => KeychainStatus::Absent,
        ErrorCode::KeyGone => KeychainStatus::Gone,
        _ => return None,
    };
    let absent = keychain == KeychainStatus::Absent;
    Some(DeskState {
        profile: ProfileView {
            name: found.map_or_else(|| kind.profile_name().into(), |profile| profile.name().to_owned()),
            kind,
        },
        open: false,
        configured: found.is_some_and(|profile| profile.registration().is_some()),
        passphrase_offered: absent && found.is_none() && kind == ProfileKind::Real,
        recovery_offered: kind == ProfileKind::Real
            && found.is_some_and(|profile| profile.store_path().exists()),
        recovery_key_due: false,
        tenant_name: None,
        account: None,
        keychain,
        keychain_message: Some(error.message.clone()),
        scheme: kind.scheme(),
        version: env!("CARGO_PKG_VERSION"),
        terms_accepted: false,
    })
}

pub async fn appearance(desk: &Desk) -> Result<Appearance, DeskError> {
    Ok(desk.setting(APPEARANCE).await?.unwrap_or_default())
}

pub async fn set_appearance(desk: &Desk, appearance: Appearance) -> Result<(), DeskError> {
    desk.set_setting(APPEARANCE, &appearance).await
}

/// Once a machine, before the first embedded call: the calling SDK is Microsoft's, under its own terms.
pub async fn accept_terms(desk: &Desk) -> Result<(), DeskError> {
    desk.set_setting(TERMS, &true).await
}

pub async fn terms_accepted(desk: &Desk) -> Result<bool, DeskError> {
    Ok(desk.setting::<bool>(TERMS).await?.unwrap_or(false))
}

/// At start and after a sign-in, beside everything else: what a crash, a lost network or a lost grant left half done
/// goes on.
pub async fn take_up(desk: Arc<Desk>) {
    companion::sweep(&desk).await;
    match account::current(&desk).await {
        Ok(Some(account)) if !account.needs_sign_in => {
            if let Err(error) = scheduling::create::resume(&desk).await {
                tracing::info!(%error, "what was being scheduled waits");
            }
            if let Err(error) = allowed::look_again(&desk).await {
                tracing::info!(%error, "what meetings allow was not looked at again");
            }
            if let Err(error) = virtual_events::create::resume(&desk).await {
                tracing::info!(%error, "webinars and town halls that were being made wait");
            }
        }
        _ => {}
    }
    if let Err(error) = start::sweep(&desk).await {
        tracing::info!(%error, "identities of former guests wait to be deleted");
    }
}

pub fn stopped(error: &dyn std::fmt::Display) -> CommandError {
    DeskError::Stopped(error.to_string()).into()
}

pub fn moving() -> CommandError {
    CommandError::new(ErrorCode::Busy, "The account is just being changed. Wait a moment.")
}

/// To what was asked for at one account's desk and came when another's stood in its place.
pub fn moved() -> CommandError {
    CommandError::new(
        ErrorCode::Conflict,
        "Another account was opened meanwhile, so nothing was done. Go back to the account that it was meant for.",
    )
}

pub fn keychain_failed(error: &KeychainError) -> CommandError {
    CommandError::new(error.code(), error.to_string())
}

pub fn sandbox_failed(error: &dyn std::fmt::Display) -> CommandError {
    CommandError::new(
        ErrorCode::Refused,
        format!(
            "The sandbox did not start: {error}. It serves on a free port of a loopback address only, such as 127.0.0.1:0."
        ),
    )
}

pub fn no_sandbox() -> CommandError {
    CommandError::new(
        ErrorCode::Invalid,
        "This build has no sandbox inside; name a running one with --sandbox.",
    )
}
