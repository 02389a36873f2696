//! "Who is registered?" From what was kept, since the service's own list has no links; and how many it has.

use serde::Serialize;
use ts_rs::TS;

use super::{ExternalError, ExternalPerson, ExternalRegistration, ask, audience, meeting};
use crate::desk::Desk;

/// Without asking anybody.
pub async fn kept(desk: &Desk, id: &str) -> Result<ExternalRegistration, ExternalError> {
    let wanted = id.to_owned();
    let (open, people) = desk
        .read(move |r| {
            let table = r.external_registrants();
            Ok((table.is_open(&wanted)?, table.of_event(&wanted)?))
        })
        .await?;
    let people = people
        .into_iter()
        .map(|person| ExternalPerson { id: person.id, name: person.name, join_url: person.join_url })
        .collect();
    let audience = if open { audience::kept(desk, id).await? } else { None };
    Ok(ExternalRegistration { open, audience, people })
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ExternalComparison {
    #[serde(flatten)]
    pub kept: ExternalRegistration,
    /// How many the service lists; its list has no links.
    pub listed: usize,
}

/// Beside what the service says.
pub async fn compared(desk: &Desk, id: &str) -> Result<ExternalComparison, ExternalError> {
    let (_, meeting) = meeting(desk, id).await?;
    let meeting = meeting.as_str();
    let listed = ask(desk, |graph, token| async move {
        graph.as_user(&token).external_registrations().list(meeting).await
    })
    .await?;
    Ok(ExternalComparison { kept: kept(desk, id).await?, listed: listed.len() })
}
