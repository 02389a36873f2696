//! "Does the tenant still have it? Then open it for this meeting." Asked first: a 404 says nothing, since a meeting
//! without registration may answer so too, and only opening it can tell.

use lectern_microsoft::graph::MeetingAudience;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ExternalError, ExternalRegistration, Failure, ask, audience as audiences, list, meeting};
use crate::desk::Desk;
use crate::history;
use crate::locks::Lock;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum ExternalProbe {
    /// The meeting has one.
    Open,
    /// The tenant has none any more.
    Retired,
    /// Not answered: the meeting has none yet, or the tenant has none any more.
    Undecided,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum ExternalAudience {
    Everyone,
    Organization,
}

/// Changes nothing.
pub async fn probe(desk: &Desk, id: &str) -> Result<ExternalProbe, ExternalError> {
    let (_, meeting) = meeting(desk, id).await?;
    Ok(asked(desk, &meeting).await?.0)
}

/// With whom it lets in, where it is open.
async fn asked(desk: &Desk, meeting: &str) -> Result<(ExternalProbe, Option<ExternalAudience>), Failure> {
    let answer =
        ask(
            desk,
            |graph, token| async move { graph.as_user(&token).external_registrations().get(meeting).await },
        )
        .await;
    match answer {
        Ok(Some(found)) => Ok((ExternalProbe::Open, audiences::told(found.allowed_registrant.as_ref()))),
        // An answer with nothing in it.
        Ok(None) => Ok((ExternalProbe::Retired, None)),
        Err(Failure::Graph(error)) if error.not_found() => Ok((ExternalProbe::Undecided, None)),
        Err(Failure::Graph(error)) if error.retired() => Ok((ExternalProbe::Retired, None)),
        Err(failure) => Err(failure),
    }
}

/// Safe to repeat. Where it is open already it stays for whom it was opened: a meeting has one, and its audience cannot be
/// changed (`PATCH` is for the other kind only).
pub async fn open(
    desk: &Desk,
    id: &str,
    audience: ExternalAudience,
) -> Result<ExternalRegistration, ExternalError> {
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    let (event, meeting) = meeting(desk, id).await?;
    let audience = match asked(desk, &meeting).await? {
        (ExternalProbe::Open, told) => told,
        (ExternalProbe::Retired, _) => {
            return Err(ExternalError::Retired("asked for it, it gave nothing".to_owned()));
        }
        (ExternalProbe::Undecided, _) => {
            post(desk, &meeting, audience).await?;
            Some(audience)
        }
    };
    audiences::keep(desk, &event.id, audience).await?;
    let (own, now) = (event.id.clone(), desk.now());
    desk.write(move |w| {
        w.external_registrants().opened(&own, now)?;
        w.changes().record(&history::of_event(&own, "externalRegistrationOpened"), now)?;
        Ok::<_, ExternalError>(())
    })
    .await?;
    list::kept(desk, id).await
}

async fn post(desk: &Desk, meeting: &str, audience: ExternalAudience) -> Result<(), ExternalError> {
    let allowed = match audience {
        ExternalAudience::Everyone => MeetingAudience::Everyone,
        ExternalAudience::Organization => MeetingAudience::Organization,
    };
    let allowed = &allowed;
    let answer = ask(desk, |graph, token| async move {
        graph.as_user(&token).external_registrations().open(meeting, allowed).await
    })
    .await;
    match answer {
        Ok(_) => Ok(()),
        // One per meeting: what a second one is answered with is not documented, and how it stands says more.
        Err(Failure::Graph(error)) if error.ambiguous() || error.status() == Some(409) => {
            match asked(desk, meeting).await {
                Ok((ExternalProbe::Open, _)) => Ok(()),
                _ => Err(Failure::Graph(error).into()),
            }
        }
        Err(failure) => Err(failure.into()),
    }
}
