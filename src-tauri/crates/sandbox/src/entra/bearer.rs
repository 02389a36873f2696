//! What Graph and ACS make of a bearer token.

use std::collections::BTreeSet;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::jwt;
use crate::world::World;

/// The resource that a token is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Audience {
    Graph,
    /// The Communication Services data plane, `https://communication.azure.com/`.
    Acs,
    /// `https://auth.msft.communication.azure.com`: what a Teams user's token is exchanged for.
    AcsTeams,
    /// `https://communication.azure.com/clients`: what a work account is exchanged for directly (preview).
    AcsClients,
}

impl Audience {
    /// The `aud` claim.
    pub fn claim(self) -> &'static str {
        match self {
            Self::Graph => "https://graph.microsoft.com",
            Self::Acs => "https://communication.azure.com/",
            Self::AcsTeams => "https://auth.msft.communication.azure.com",
            Self::AcsClients => "https://communication.azure.com/clients",
        }
    }
}

/// What a good token allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub app_id: String,
    /// The user's object id; none for a token that an application got for itself.
    pub user: Option<String>,
    pub scopes: BTreeSet<String>,
    pub roles: BTreeSet<String>,
    /// The client declared `cp1`: it may be challenged for more claims.
    pub cae: bool,
    pub expires_at: jiff::Timestamp,
}

/// Why a token is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenFault {
    /// No `Authorization: Bearer …`, or nothing after it.
    Missing,
    Expired,
    WrongAudience,
    Malformed,
    /// The sign-in was revoked and the client can be told so; `claims` is the challenge, as JSON.
    Revoked {
        claims: String,
    },
}

/// The claims of an access token; opaque to clients, so only this file and its maker read them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct AccessClaims {
    pub aud: String,
    pub iss: String,
    pub iat: i64,
    pub nbf: i64,
    pub exp: i64,
    pub appid: String,
    pub tid: String,
    pub idtyp: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub oid: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scp: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<BTreeSet<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub xms_cc: Vec<String>,
    /// The sign-in it came from.
    pub sid: String,
    /// Counts the tokens of this sandbox: "issued before the revocation" is exact within a second.
    pub uti: u64,
    pub ver: String,
}

/// The bearer token of a request, checked for `audience` and against the sandbox's clock.
pub fn check_bearer(world: &World, headers: &HeaderMap, audience: Audience) -> Result<Grant, TokenFault> {
    let value = headers.get(AUTHORIZATION).ok_or(TokenFault::Missing)?;
    let text = value.to_str().map_err(|_| TokenFault::Malformed)?;
    let (scheme, token) = text.split_once(' ').unwrap_or((text, ""));
    if !scheme.eq_ignore_ascii_case("bearer") || token.trim().is_empty() {
        return Err(TokenFault::Missing);
    }
    check_token(world, token.trim(), audience)
}

/// A bare access token, checked as [`check_bearer`] does.
pub fn check_token(world: &World, token: &str, audience: Audience) -> Result<Grant, TokenFault> {
    let claims: AccessClaims = jwt::verify(token).ok_or(TokenFault::Malformed)?;
    let session = world.entra.sessions.get(&claims.sid).ok_or(TokenFault::Malformed)?;
    if claims.aud != audience.claim() {
        return Err(TokenFault::WrongAudience);
    }
    if claims.exp <= world.now().as_second() {
        return Err(TokenFault::Expired);
    }
    let cae = claims.xms_cc.iter().any(|capability| capability == "cp1");
    if cae && let Some(challenge) = session.challenge.filter(|challenge| claims.uti <= challenge.last_token) {
        let nbf = json!({"essential": true, "value": challenge.at.to_string()});
        return Err(TokenFault::Revoked { claims: json!({"access_token": {"nbf": nbf}}).to_string() });
    }
    Ok(Grant {
        app_id: claims.appid,
        user: claims.oid,
        scopes: claims.scp.unwrap_or_default().split_whitespace().map(Into::into).collect(),
        roles: claims.roles.unwrap_or_default(),
        cae,
        expires_at: jiff::Timestamp::from_second(claims.exp).map_err(|_| TokenFault::Malformed)?,
    })
}
