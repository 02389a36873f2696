//! "Who may run it with me?" People of the organization, by the directory's ids. Teams replaces the whole list.

use lectern_microsoft::graph::{CommunicationsUser, VirtualEvent, VirtualEventPatch};
use serde::Serialize;
use uuid::Uuid;

use super::VirtualEventError;
use super::teams::{self, MANAGE};
use crate::desk::Desk;
use crate::history;
use crate::locks::Lock;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CoOrganizer {
    pub id: String,
    pub name: Option<String>,
}

/// From Teams.
pub async fn read(desk: &Desk, id: &str) -> Result<Vec<CoOrganizer>, VirtualEventError> {
    let (record, graph_id) = teams::standing(desk, id).await?;
    let (kind, graph_id) = (teams::kind(record.kind), graph_id.as_str());
    let event = teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).get(graph_id).await
    })
    .await?;
    Ok(people(event))
}

/// These and nobody else from now on. Safe to repeat.
pub async fn set(desk: &Desk, id: &str, wanted: &[String]) -> Result<Vec<CoOrganizer>, VirtualEventError> {
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    let mut ids = wanted
        .iter()
        .map(|id| Uuid::parse_str(id.trim()).map(|id| id.to_string()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|_| VirtualEventError::Field {
            field: "userId",
            message: "A co-organizer is named by an id of the directory (a GUID).".to_owned(),
        })?;
    ids.sort();
    ids.dedup();
    let before = read(desk, id).await?;
    let mut there: Vec<String> = before.iter().map(|one| one.id.to_lowercase()).collect();
    there.sort();
    if there == ids {
        return Ok(before);
    }
    let (record, graph_id) = teams::standing(desk, id).await?;
    let tenant = desk.read(|r| r.accounts().get()).await?.map(|account| account.tenant_id);
    let one = |id: String| CommunicationsUser { id: Some(id), tenant_id: tenant.clone(), display_name: None };
    let patch = VirtualEventPatch {
        co_organizers: Some(ids.into_iter().map(one).collect()),
        ..VirtualEventPatch::default()
    };
    let (kind, graph_id, patch) = (teams::kind(record.kind), graph_id.as_str(), &patch);
    let event = teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).update(graph_id, patch).await
    })
    .await?;
    let (own, now) = (record.id, desk.now());
    desk.write(move |w| {
        Ok::<_, VirtualEventError>(w.changes().record(&history::of_event(&own, "coOrganizersChanged"), now)?)
    })
    .await?;
    Ok(people(event))
}

fn people(event: VirtualEvent) -> Vec<CoOrganizer> {
    let one = |user: CommunicationsUser| Some(CoOrganizer { id: user.id?, name: user.display_name });
    event.co_organizers.into_iter().filter_map(one).collect()
}
