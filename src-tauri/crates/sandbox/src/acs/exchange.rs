//! Entra tokens for calling tokens: a Teams user's by `POST /teamsUser/:exchangeAccessToken`, and (preview) a work
//! account's own by `POST /access/entra/:exchangeAccessToken`.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::quota::{self, CHANGE_IDENTITY};
use super::refusal::{Outcome, Refusal};
use super::route::{Ask, object};
use super::tokens;
use crate::entra::{Audience, check_bearer, check_token};
use crate::wire::Reply;
use crate::world::World;

/// "Both permissions are required to exchange", says the documentation.
const SCOPES: [&str; 2] = ["Teams.ManageCalls", "Teams.ManageChats"];
/// What a work account's token may allow, as its permission and as ACS names it.
const CLIENT_SCOPES: [(&str, &str); 2] = [("VoIP", "voip"), ("VoIP.Join", "voip.join")];

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
    if !SCOPES.iter().all(|scope| grant.scopes.contains(*scope)) {
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

/// The caller is the person: neither key nor service principal may stand in. Which status a person meets who was not
/// assigned is not documented.
pub(crate) fn entra(world: &mut World, ask: &Ask<'_>) -> Outcome<Reply> {
    let grant =
        check_bearer(world, &ask.call.headers, Audience::AcsClients).map_err(|_| Refusal::denied())?;
    object(ask.call, &[])?;
    let oid = grant.user.as_deref().ok_or_else(Refusal::denied)?;
    if !world.tenant.acs.entra_users.iter().any(|known| known.eq_ignore_ascii_case(oid)) {
        return Err(Refusal::new(
            StatusCode::FORBIDDEN,
            "Forbidden",
            "The user is not assigned to this Communication Services resource.",
        ));
    }
    let scopes: Vec<&str> = CLIENT_SCOPES
        .iter()
        .filter(|(permission, _)| grant.scopes.contains(*permission))
        .map(|(_, scope)| *scope)
        .collect();
    if scopes.is_empty() {
        return Err(Refusal::denied());
    }
    quota::count(world, "exchange", CHANGE_IDENTITY)?;
    let resource = &world.tenant.acs;
    let id = format!("8:acs:{}_wf_{}_{oid}", resource.resource_id, world.tenant.id);
    let token = tokens::write(resource, &id["8:".len()..], &scopes.join(","), world.now(), grant.expires_at);
    Ok(Reply::json(StatusCode::OK, json!({"identity": {"id": id}, "accessToken": token})))
}

fn invalid_token() -> Refusal {
    Refusal::new(StatusCode::UNAUTHORIZED, "InvalidToken", "The provided Microsoft Entra token is not valid.")
}
