//! "Call it off." For good: Teams keeps it readable, and nobody can bring it back. Teams first, then here.

use lectern_store::virtual_events::VirtualEventRecord;

use super::teams::{self, Failure, MANAGE};
use super::{VirtualEventDetail, VirtualEventError, VirtualEventState, create, list, publish, refresh};
use crate::desk::Desk;
use crate::locks::Lock;

/// Safe to repeat: an event that Teams has cancelled, or has no more, was cancelled by an earlier try or in
/// Teams.
pub async fn cancel(desk: &Desk, id: &str) -> Result<VirtualEventDetail, VirtualEventError> {
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    let record = teams::record(desk, id).await?;
    if record.state == VirtualEventState::Cancelled {
        return list::one(desk, id).await;
    }
    teams::owned(desk, &record).await?;
    teams::organized_here(&record)?;
    if let Some(graph_id) = found(desk, &record).await? {
        at_teams(desk, &record, &graph_id).await?;
    }
    let (id, now) = (record.id.clone(), desk.now());
    desk.write(move |w| {
        w.virtual_events().state(&id, VirtualEventState::Cancelled, now)?;
        w.virtual_events().problem(&id, None, now)?;
        let what = refresh::change(VirtualEventState::Cancelled);
        w.changes().record(&crate::history::of_event(&id, what), now)?;
        Ok::<_, VirtualEventError>(())
    })
    .await?;
    list::one(desk, &record.id).await
}

/// One that was never heard to be at Teams is looked for there; nobody may look: then nobody could make it either.
async fn found(desk: &Desk, record: &VirtualEventRecord) -> Result<Option<String>, VirtualEventError> {
    if let Some(graph_id) = &record.graph_id {
        return Ok(Some(graph_id.clone()));
    }
    match create::look_up(desk, record).await {
        Ok(event) => Ok(event.map(|event| event.id)),
        Err(
            VirtualEventError::Consent { .. }
            | VirtualEventError::Registration { .. }
            | VirtualEventError::NotAllowed(_),
        ) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn at_teams(desk: &Desk, record: &VirtualEventRecord, graph_id: &str) -> Result<(), VirtualEventError> {
    let kind = teams::kind(record.kind);
    let there = || {
        teams::ask(desk, MANAGE, move |graph, token| async move {
            graph.as_user(&token).virtual_events(kind).get(graph_id).await
        })
    };
    let gone = match there().await {
        Ok(event) => teams::state(&event) == Some(VirtualEventState::Cancelled),
        Err(Failure::Graph(error)) if error.not_found() => true,
        Err(failure) => return Err(failure.into()),
    };
    if gone {
        return Ok(());
    }
    let answer = teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).cancel(graph_id).await
    })
    .await;
    match answer {
        Ok(()) => Ok(()),
        Err(Failure::Graph(error)) if error.not_found() => Ok(()),
        Err(failure) => {
            publish::after_doubt(failure, async || {
                Ok(teams::state(&there().await?) == Some(VirtualEventState::Cancelled))
            })
            .await
        }
    }
}
