//! `POST /teamsUser/:exchangeAccessToken`: a Teams user's Entra token for a calling token of that user.

use axum::http::StatusCode;
use serde_json::Value;

use super::quota::{self, CHANGE_IDENTITY};
use super::refusal::{Outcome, Refusal};
use super::route::{Ask, object};
use super::tokens;
use crate::entra::{Audience, check_token};
use crate::wire::Reply;
use crate::world::World;

const SCOPES: [&str; 2] = ["Teams.ManageCalls", "Teams.ManageChats"];

pub(crate) fn exchange(world: &mut World, ask: &Ask<'_>) -> Outcome<Reply> {
    let object = object(ask.call, &["token", "appId", "userId"])?;
    let required = |name: &str| {
        let value = object.get(name).and_then(Value::as_str).filter(|value| !value.is_empty());
        value.ok_or_else(|| Refusal::property(name, format!("'{name}' is required.")))
    };
    let (token, app, user) = (required("token")?, required("appId")?, required("userId")?);
    let grant = check_token(world, token, Audience::AcsTeams).map_err(|_| invalid_token())?;
    if !grant.app_id.eq_ignore_ascii_case(app) {
        return Err(Refusal::property("appId", "'appId' does not match the claim 'appid' of the token."));
    }
    let owner = grant.user.as_deref().ok_or_else(invalid_token)?;
    if !owner.eq_ignore_ascii_case(user) {
        return Err(Refusal::property("userId", "'userId' does not match the claim 'oid' of the token."));
    }
    if !SCOPES.iter().any(|scope| grant.scopes.contains(*scope)) {
        return Err(invalid_token());
    }
    if !world.tenant.user(owner).is_some_and(|user| user.teams_licensed) {
        return Err(Refusal::new(
            StatusCode::FORBIDDEN,
            "Forbidden",
            "The user has no Microsoft Teams licence.",
        ));
    }
    quota::count(world, "exchange", CHANGE_IDENTITY)?;
    let scopes = grant.scopes.iter().cloned().collect::<Vec<_>>().join(",");
    let skype_id = format!("orgid:{owner}");
    let body = tokens::write(&world.tenant.acs, &skype_id, &scopes, world.now(), grant.expires_at);
    Ok(Reply::json(StatusCode::OK, body))
}

fn invalid_token() -> Refusal {
    Refusal::new(StatusCode::UNAUTHORIZED, "InvalidToken", "The provided Microsoft Entra token is not valid.")
}
