//! "Cancel this event." Graph first, then here; messages that have not left are skipped in the same
//! transaction, and those who know of it are told.

use super::{EventDetail, EventState, create, list, owner};
use crate::desk::{Desk, GraphFailure};
use crate::error::{CommandError, DeskError};
use crate::locks::Lock;
use crate::messages::telling::Teller;

#[derive(Debug, thiserror::Error)]
pub enum CancelError {
    #[error(transparent)]
    Show(#[from] list::ShowError),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<lectern_store::StoreError> for CancelError {
    fn from(error: lectern_store::StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<CancelError> for CommandError {
    fn from(error: CancelError) -> Self {
        match error {
            CancelError::Show(inner) => inner.into(),
            CancelError::Desk(inner) => inner.into(),
        }
    }
}

/// Nobody who is registered gets a mail.
pub async fn cancel(desk: &Desk, id: &str, comment: &str) -> Result<EventDetail, CancelError> {
    cancel_telling(desk, id, comment, None).await
}

/// Safe to repeat: an event that the calendar no longer has was cancelled by an earlier try, or in Outlook. `tell`:
/// whether those who were told of it get a mail; it is remembered.
pub async fn cancel_telling(
    desk: &Desk,
    id: &str,
    comment: &str,
    tell: Option<bool>,
) -> Result<EventDetail, CancelError> {
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    let wanted = id.to_owned();
    let record = desk
        .read(move |r| r.events().by_id(&wanted))
        .await?
        .ok_or_else(|| list::ShowError::NoEvent(id.to_owned()))?;
    if record.state != EventState::Cancelled {
        owner::check(desk, &record).await?;
        if let Some(graph_id) = &record.graph_event_id {
            let preferences = create::preferences(&record);
            let answer = desk
                .graph(|graph, token| {
                    let preferences = preferences.clone();
                    async move {
                        graph.as_user(&token).events().preferring(preferences).cancel(graph_id, comment).await
                    }
                })
                .await;
            match answer {
                Ok(()) => {}
                Err(GraphFailure::Graph(error)) if error.not_found() => {}
                Err(failure) => return Err(DeskError::from(failure).into()),
            }
        }
        let teller = Teller::of(desk).await?;
        let (id, comment, now) = (record.id.clone(), comment.trim().to_owned(), desk.now());
        desk.write(move |w| {
            let comment = (!comment.is_empty()).then_some(comment.as_str());
            w.events().cancelled(&id, comment, now)?;
            w.messages().skip_planned_of_event(&id, now)?;
            teller.called_off(w, &id, Teller::chosen(w, tell)?)?;
            w.changes().record(&crate::history::of_event(&id, "cancelled"), now)?;
            Ok::<_, CancelError>(())
        })
        .await?;
    }
    Ok(list::one(desk, id).await?)
}
