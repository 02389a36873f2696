//! `POST /emails:send` and the operation that follows it.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::email_check::{LARGEST_REQUEST, PROPERTIES, check};
use super::outbox::{Drop, Operation, unreachable};
use super::quota::{self, EMAIL_STATUS, SEND_EMAIL};
use super::refusal::{Outcome, Refusal};
use super::route::{Ask, object};
use crate::switches::RepeatedOperationId;
use crate::wire::Reply;
use crate::world::World;

/// `POST /emails:send`
pub(crate) fn send(world: &mut World, ask: &Ask<'_>) -> Outcome<Reply> {
    if ask.call.body.len() > LARGEST_REQUEST {
        return Err(Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "EmailSizeLimitExceeded",
            "The request exceeds the limit of 10 MB.",
        ));
    }
    let message = object(ask.call, PROPERTIES)?;
    let id = operation_id(ask)?;
    let addresses = check(&message, &world.tenant.acs, &world.switches)?;
    let known = world.acs.operations.iter().any(|operation| operation.id == id);
    if known {
        match world.switches.repeated_operation_id {
            RepeatedOperationId::SameOperation => return Ok(accepted(world, ask, &id)),
            RepeatedOperationId::Conflict409 => {
                return Err(Refusal::new(
                    StatusCode::CONFLICT,
                    "OperationIdConflict",
                    "An operation with the same Operation-Id already exists.",
                ));
            }
            RepeatedOperationId::SendsAgain => {}
        }
    }
    if world.switches.email_quota {
        quota::count(world, "send", SEND_EMAIL)?;
    }
    let (recipients, lost): (Vec<String>, Vec<String>) =
        addresses.into_iter().partition(|address| unreachable(address).is_none());
    let bounced = lost.iter().any(|address| unreachable(address) == Some(Drop::Bounced));
    let dropped = recipients.is_empty().then_some(if bounced { Drop::Bounced } else { Drop::Suppressed });
    world.acs.operations.push(Operation {
        id: id.clone(),
        accepted: world.now(),
        seconds_until_done: world.switches.email_seconds_until_done,
        recipients,
        dropped,
        message: Value::Object(message),
    });
    Ok(accepted(world, ask, &id))
}

/// The caller's `Operation-Id`, or a new one.
fn operation_id(ask: &Ask<'_>) -> Outcome<String> {
    match ask.call.header("operation-id") {
        None => Ok(crate::random::guid()),
        Some(given) => given
            .parse::<uuid::Uuid>()
            .map(|id| id.to_string())
            .map_err(|_| Refusal::property("Operation-Id", "The header 'Operation-Id' must be a GUID.")),
    }
}

fn accepted(world: &World, ask: &Ask<'_>, id: &str) -> Reply {
    let location = format!("{}/emails/operations/{id}?api-version={}", world.urls.acs, ask.version);
    Reply::json(StatusCode::ACCEPTED, json!({"id": id, "status": "Running"}))
        .with("operation-location", location)
        .with("retry-after", world.switches.email_retry_after_seconds.to_string())
}

/// `GET /emails/operations/{id}`
pub(crate) fn status(world: &mut World, id: &str) -> Outcome<Reply> {
    if world.switches.email_quota {
        quota::count(world, "status", EMAIL_STATUS)?;
    }
    let now = world.now();
    let operation =
        world.acs.operations.iter().find(|operation| operation.id.eq_ignore_ascii_case(id)).ok_or_else(
            || {
                Refusal::not_found(format!(
                    "Requested message could not be located. Couldn't find a record with the messageID: {id}"
                ))
            },
        )?;
    let reply = Reply::json(StatusCode::OK, operation.status(now));
    if operation.is_done(now) {
        return Ok(reply);
    }
    Ok(reply.with("retry-after", world.switches.email_retry_after_seconds.to_string()))
}
