//! Links and joins.

use lectern_core::desk::Desk;
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::join::notice::EventStanding;
use lectern_core::join::passes::JoinAs;
use lectern_core::join::passes::service::ServiceView;
use lectern_core::join::prepare::{self, JoinRequest, PrepareError};
use lectern_core::join::start;
use lectern_domain::join_link;
use serde_json::{Value, json};

use crate::arguments::{JoinArgs, JoinAsName, LinkArgs};
use crate::output::Output;

pub fn link(args: &LinkArgs, output: Output) {
    let decision = join_link::decide(&args.link, args.passcode.as_deref());
    output.result(&decision, |decision| decision.message.clone());
}

/// The decision, and where it can be joined here a token of its own. The token is printed only when asked for.
pub async fn join(desk: &Desk, args: &JoinArgs, output: Output) -> Result<(), CommandError> {
    let request = JoinRequest {
        input: args.input.clone(),
        passcode: args.passcode.clone(),
        abilities: None,
        confirmed_service: args.confirm_service.clone(),
        separate: prepare::Separate::IfNeeded,
    };
    let view = prepare::prepare(desk, request).await?;
    if view.event.as_ref().is_some_and(|event| event.standing == EventStanding::Cancelled) {
        return Err(PrepareError::EventCancelled.into());
    }
    if let Some(service) = view.service.as_ref().filter(|service| !service.confirmed) {
        return Err(unconfirmed(service));
    }
    let mut told = json!({
        "verdict": view.verdict, "kind": view.kind, "cloud": view.cloud, "needs": view.needs,
        "target": prepare::target(desk, &view.join_id), "open": prepare::teams_address(desk, &view.join_id).ok(),
        "reason": view.reason, "message": view.message, "surface": view.surface, "blockers": view.blockers,
        "service": view.service, "identities": view.identities, "as": Value::Null, "userId": Value::Null, "endpoint": Value::Null, "expiresOn": Value::Null,
    });
    if view.surface.is_some() {
        let name = view.display_name.as_deref().unwrap_or(&args.name);
        let joins_as = match args.joins_as {
            JoinAsName::Guest => JoinAs::Guest,
            JoinAsName::Teams => JoinAs::Teams,
            JoinAsName::Entra => JoinAs::Entra,
        };
        let credentials = start::start_as(desk, &view.join_id, name, joins_as).await?;
        told["as"] = json!(credentials.joins_as);
        told["callOnly"] = json!(credentials.call_only);
        told["userId"] = json!(credentials.user_id);
        told["endpoint"] = json!(credentials.endpoint);
        told["expiresOn"] = json!(credentials.expires_on);
        told["displayName"] = json!(credentials.display_name);
        if args.show_token {
            told["token"] = json!(credentials.token);
        }
    }
    output.result(&told, |told| {
        let mut lines = vec![view.message.clone()];
        lines.extend(view.blockers.iter().map(|blocker| format!("  {}", blocker.message)));
        if let Some(until) = told["expiresOn"].as_str() {
            lines.push(format!(
                "  ready to join as {} until {until}",
                told["displayName"].as_str().unwrap_or_default()
            ));
        }
        lines.join("\n")
    });
    Ok(())
}

/// A ticket is sent to nobody whom the person has not named.
fn unconfirmed(service: &ServiceView) -> CommandError {
    let message = format!(
        "This ticket comes from {host}, which Lectern doesn't know. If you trust it, add --confirm-service {host}, or \
         pair it once with `lectern service pair {host}`.",
        host = service.host
    );
    CommandError::new(ErrorCode::Refused, message)
}
