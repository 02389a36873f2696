//! The stand-in for Azure Communication Services: identities, tokens and email.

mod access;
mod attachment_types;
mod email;
mod email_check;
mod exchange;
mod identities;
mod outbox;
mod quota;
mod refusal;
mod route;
mod tokens;

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::{Request, State as Extract};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::tenant::Tenant;
use crate::wire::Call;
use crate::world::{Shared, World, lock};
use identities::Identity;
use outbox::Operation;
use quota::Quota;

/// Everything that the resource keeps.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    identities: BTreeMap<String, Identity>,
    /// Mails in the order in which they were accepted, with their operations.
    operations: Vec<Operation>,
    quotas: BTreeMap<String, Quota>,
}

impl State {
    /// The resource of the seeded tenant: no identity yet and an empty outbox.
    pub fn seed(_tenant: &Tenant, _now: Timestamp) -> Self {
        Self::default()
    }
}

/// Every mail that was accepted and not dropped, oldest first:
/// `{operationId,to,subject,text,html,attachments:[{name,contentType,contentBase64}],at}`.
pub fn mail(world: &World) -> Vec<Value> {
    world.acs.operations.iter().filter_map(Operation::delivered).collect()
}

/// The routes of the resource, over the shared world.
pub fn router(shared: Shared) -> Router {
    Router::new().fallback(serve).with_state(shared)
}

async fn serve(Extract(shared): Extract<Shared>, request: Request) -> Response {
    let call = match Call::read(request).await {
        Ok(call) => call,
        Err(status) => return status.into_response(),
    };
    let request_id = call.header("x-ms-client-request-id").map(str::to_owned);
    let mut world = lock(&shared);
    let reply = route::answer(&mut world, &call).unwrap_or_else(refusal::Refusal::reply);
    drop(world);
    let reply = reply.with("x-azure-ref", crate::random::hex::<16>());
    match request_id {
        Some(id) => reply.with("x-ms-client-request-id", id),
        None => reply,
    }
    .into_response()
}
