//! "Let people see it." Asked first how it stands: what a second publishing answers is not documented.

use std::time::Duration;

use super::teams::{self, Failure, MANAGE};
use super::{VirtualEventDetail, VirtualEventError, VirtualEventState, refresh};
use crate::desk::Desk;
use crate::locks::Lock;

/// Safe to repeat.
pub async fn publish(desk: &Desk, id: &str) -> Result<VirtualEventDetail, VirtualEventError> {
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    let (record, graph_id) = teams::standing(desk, id).await?;
    teams::organized_here(&record)?;
    let (kind, graph_id) = (teams::kind(record.kind), graph_id.as_str());
    let there = || {
        teams::ask(desk, MANAGE, move |graph, token| async move {
            graph.as_user(&token).virtual_events(kind).get(graph_id).await
        })
    };
    let event = there().await?;
    match teams::state(&event) {
        Some(VirtualEventState::Published) => {}
        Some(VirtualEventState::Cancelled) => {
            refresh::keep(desk, &record, &event).await?;
            return Err(VirtualEventError::Cancelled);
        }
        _ => {
            let answer = teams::ask(desk, MANAGE, |graph, token| async move {
                graph.as_user(&token).virtual_events(kind).publish(graph_id).await
            })
            .await;
            if let Err(failure) = answer {
                after_doubt(failure, async || {
                    Ok(teams::state(&there().await?) == Some(VirtualEventState::Published))
                })
                .await?;
            }
        }
    }
    refresh::refresh(desk, id, true).await
}

/// A broken answer is no refusal: how it stands now says whether it was done.
pub(super) async fn after_doubt(
    failure: Failure,
    done: impl AsyncFnOnce() -> Result<bool, Failure>,
) -> Result<(), VirtualEventError> {
    if !failure.ambiguous() && failure.status() != Some(409) {
        return Err(failure.into());
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    match done().await {
        Ok(true) => Ok(()),
        Ok(false) => Err(failure.into()),
        Err(_) => Err(VirtualEventError::Unsure(Box::new(failure.into()))),
    }
}
