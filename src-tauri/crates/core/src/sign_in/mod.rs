//! Who is at this desk: the device code, the browser, the tokens, and the way out.

pub mod account;
pub mod browser;
pub mod device_code;
pub mod sign_out;
pub mod tokens;

use lectern_microsoft::cloud::Endpoints;
use serde::Serialize;
use ts_rs::TS;

use crate::error::CommandError;

pub use account::Account;

/// What scheduling needs of Graph, and no more.
pub(crate) const PERMISSIONS: &[&str] = &["User.Read", "Calendars.ReadWrite", "OnlineMeetings.ReadWrite"];

/// What Lectern asks for at sign-in. `offline_access` keeps the desk signed in; `openid profile` names the account.
pub(crate) fn scopes(endpoints: &Endpoints) -> Vec<String> {
    let plain = ["openid", "profile", "offline_access"].map(str::to_owned);
    plain.into_iter().chain(PERMISSIONS.iter().map(|permission| endpoints.graph_scope(permission))).collect()
}

/// Where a sign-in stands; the window shows each as it comes.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "state", rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum SignInProgress {
    Pending,
    SignedIn { account: Account },
    Declined,
    Expired,
    Failed { error: CommandError },
}
