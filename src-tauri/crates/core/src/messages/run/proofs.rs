//! Links by which people prove their address, sent before everything else: somebody sits and waits for them. What becomes
//! of one is not followed up: whoever gets none sends the form again. The same link twice says nothing new, so what is in
//! doubt is simply tried again, under the id that the channel knows it by.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lectern_store::unproven::UnprovenRecord;

use super::deliver::{Mailer, operation_id};
use super::{RunError, limits};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::messages::channel::{Outcome, Outgoing};
use crate::messages::proof::proof;
use crate::messages::render::RenderError;
use crate::registration::ticket;
use crate::scheduling::series;

/// Whoever took one and was killed has it tried again after this long.
const RETRY: SignedDuration = SignedDuration::from_mins(1);

/// Those that are due; `Some`: the channel asks for a pause.
pub(super) async fn send(desk: &Desk, mailer: &Mailer) -> Result<Option<Duration>, RunError> {
    let Some(origin) = desk.served_at() else { return Ok(None) };
    loop {
        let now = desk.now();
        let retry = now.saturating_add(RETRY).unwrap_or(now);
        let claimed = desk.write(move |w| Ok::<_, DeskError>(w.unproven().claim_next(now, retry)?)).await?;
        let Some(form) = claimed else { return Ok(None) };
        let outcome = match told(desk, &form, origin, now).await {
            Ok(rendered) => {
                let operation_id = operation_id(&form.id)?;
                let outgoing =
                    Outgoing { operation_id, to: &form.email, name: &form.email, rendered: &rendered };
                mailer.hand_over(mailer.chosen(), &outgoing).await
            }
            Err(RenderError::Desk(error)) => return Err(error.into()),
            Err(error) => Outcome::Refused { problem: error.to_string() },
        };
        match outcome {
            Outcome::Delivered | Outcome::Accepted { .. } => settle(desk, form.id).await?,
            Outcome::Refused { problem } => {
                tracing::warn!(id = form.id, problem, "a link that proves an address can't be sent");
                settle(desk, form.id).await?;
            }
            Outcome::Postponed { pause, problem } => put_off(desk, &form, pause, &problem).await?,
            Outcome::Unknown { problem } => put_off(desk, &form, Duration::ZERO, &problem).await?,
            Outcome::NotSent { pause, problem } => {
                put_off(desk, &form, pause, &problem).await?;
                return Ok(Some(pause));
            }
        }
    }
}

async fn told(
    desk: &Desk,
    form: &UnprovenRecord,
    origin: &str,
    now: Timestamp,
) -> Result<crate::messages::render::Rendered, RenderError> {
    let id = form.event_id.clone();
    let event = desk.read(move |r| match r.events().by_id(&id)? {
        Some(event) => series::current(r, event, now).map(Some),
        None => Ok(None),
    });
    let event = event.await?.ok_or(RenderError::NoEvent)?;
    let sealed = form.code_sealed.as_ref().ok_or(RenderError::NoTicket)?;
    let code = ticket::opened(desk.seal(), sealed)?;
    let link = format!("{origin}/p/{}", code.canonical());
    proof(&event, (&link, form.until), form.language.unwrap_or_default())
}

async fn settle(desk: &Desk, id: String) -> Result<(), DeskError> {
    desk.write(move |w| Ok::<_, DeskError>(w.unproven().settle(&id)?)).await
}

/// Until its link is not good any more.
async fn put_off(
    desk: &Desk,
    form: &UnprovenRecord,
    least: Duration,
    problem: &str,
) -> Result<(), DeskError> {
    let (id, now) = (form.id.clone(), desk.now());
    tracing::info!(id, problem, "a link that proves an address is tried again");
    match limits::after(form.attempts, least, now, form.until) {
        limits::Next::Again { pause } => {
            let ready = limits::later(now, pause);
            desk.write(move |w| Ok::<_, DeskError>(w.unproven().put_off(&id, ready)?)).await
        }
        limits::Next::GivenUp | limits::Next::TooLate => settle(desk, id).await,
    }
}
