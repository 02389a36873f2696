//! What Entra remembers: sign-ins, the codes that lead to them, and the refresh tokens that came of them.
//! What holds a secret does not print.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// All of Entra's memory; ids and codes are the keys.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    pub(crate) sessions: BTreeMap<String, Session>,
    pub(super) device_codes: BTreeMap<String, DeviceCode>,
    pub(super) authorizations: BTreeMap<String, Authorization>,
    pub(super) auth_codes: BTreeMap<String, AuthCode>,
    pub(super) refresh_tokens: BTreeMap<String, RefreshToken>,
    /// The number of the newest access token.
    pub(super) tokens_issued: u64,
}

/// One sign-in of a user to an application, or an application's own.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Session {
    pub client_id: String,
    pub user: Option<String>,
    pub started: Timestamp,
    /// Delegated permissions that this user has consented to on a page, beyond the tenant's.
    pub consented: Vec<String>,
    /// Tokens of this sign-in that clients with `cp1` must renew.
    pub challenge: Option<Challenge>,
    /// Refresh tokens issued before this are dead.
    pub revoked: Option<Timestamp>,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Challenge {
    /// Unix seconds, for the `nbf` claim.
    pub at: i64,
    /// The last token that it strikes.
    pub last_token: u64,
}

/// A device code on its way.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DeviceCode {
    /// Nine letters and digits without a dash.
    pub user_code: String,
    pub tenant: String,
    pub client_id: String,
    pub scope: String,
    pub expires_at: Timestamp,
    pub last_poll: Option<Timestamp>,
    pub outcome: Outcome,
}

/// What has become of a device code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Outcome {
    Pending,
    /// The object id of the user who approved.
    Approved(String),
    Declined,
    Expired,
    Redeemed,
}

/// A request to the authorize page that waits for a person.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Authorization {
    pub tenant: String,
    pub client_id: String,
    pub redirect_uri: String,
    pub scope: String,
    pub state: Option<String>,
    pub nonce: Option<String>,
    pub response_mode: String,
    pub code_challenge: Option<String>,
    pub claims: Option<String>,
    pub login_hint: Option<String>,
    /// The value of the cookie that the page was given with.
    pub browser: String,
    pub started: Timestamp,
}

/// An authorization code, good once and for ten minutes.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AuthCode {
    pub request: Authorization,
    pub user: String,
    pub issued: Timestamp,
    pub redeemed: bool,
}

/// A refresh token. Using one gives a new one and leaves the old one alive, as the service does.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RefreshToken {
    pub session: String,
    pub issued: Timestamp,
    pub last_used: Timestamp,
}
