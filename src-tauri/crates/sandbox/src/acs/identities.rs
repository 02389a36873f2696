//! `/identities`: anonymous users and their tokens.

use axum::http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::quota::{self, CHANGE_IDENTITY, CREATE_IDENTITY};
use super::refusal::{Outcome, Refusal};
use super::route::{Ask, object};
use super::tokens::{self, Wanted};
use crate::wire::Reply;
use crate::world::World;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Identity {
    pub created: Timestamp,
    /// Tokens from before this are dead.
    pub revoked: Option<Timestamp>,
}

/// `POST /identities`
pub(crate) fn create(world: &mut World, ask: &Ask<'_>) -> Outcome<Reply> {
    let object = object(ask.call, &["createTokenWithScopes", "expiresInMinutes"])?;
    let wanted = Wanted::read(&object, "createTokenWithScopes", &ask.version)?;
    quota::count(world, "create", CREATE_IDENTITY)?;
    let now = world.now();
    let resource = &world.tenant.acs;
    let id = format!("8:acs:{}_{}", resource.resource_id, crate::random::guid());
    let mut body = json!({"identity": {"id": id}});
    if !wanted.scopes.is_empty() {
        body["accessToken"] = tokens::make(resource, &id, &wanted, now);
    }
    world.acs.identities.insert(id, Identity { created: now, revoked: None });
    Ok(Reply::json(StatusCode::CREATED, body))
}

/// `POST /identities/{id}/:issueAccessToken`
pub(crate) fn issue(world: &mut World, ask: &Ask<'_>, id: &str) -> Outcome<Reply> {
    let object = object(ask.call, &["scopes", "expiresInMinutes"])?;
    let wanted = Wanted::read(&object, "scopes", &ask.version)?;
    if wanted.scopes.is_empty() {
        return Err(Refusal::property("scopes", "At least one scope is required."));
    }
    known(world, id)?;
    quota::count(world, "issue", CREATE_IDENTITY)?;
    Ok(Reply::json(StatusCode::OK, tokens::make(&world.tenant.acs, id, &wanted, world.now())))
}

/// `POST /identities/{id}/:revokeAccessTokens`
pub(crate) fn revoke(world: &mut World, id: &str) -> Outcome<Reply> {
    known(world, id)?;
    quota::count(world, "revoke", CHANGE_IDENTITY)?;
    let now = world.now();
    if let Some(identity) = world.acs.identities.get_mut(id) {
        identity.revoked = Some(now);
    }
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}

/// `DELETE /identities/{id}`
pub(crate) fn delete(world: &mut World, id: &str) -> Outcome<Reply> {
    known(world, id)?;
    quota::count(world, "delete", CHANGE_IDENTITY)?;
    world.acs.identities.remove(id);
    Ok(Reply::empty(StatusCode::NO_CONTENT))
}

fn known(world: &World, id: &str) -> Outcome<()> {
    let Some(rest) = id.strip_prefix("8:acs:") else {
        return Err(Refusal::property(
            "id",
            "The identity is not valid: an id has the form 8:acs:<guid>_<guid>.",
        ));
    };
    let own = rest.starts_with(&format!("{}_", world.tenant.acs.resource_id));
    if own && world.acs.identities.contains_key(id) {
        return Ok(());
    }
    Err(Refusal::not_found("The identity was not found."))
}
