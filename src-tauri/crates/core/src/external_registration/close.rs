//! "Take the registration off this meeting." Everybody's link ends with it.

use super::{ExternalError, ExternalRegistration, Failure, ask, list, meeting};
use crate::desk::Desk;
use crate::history;
use crate::locks::Lock;

/// Safe to repeat.
pub async fn close(desk: &Desk, id: &str) -> Result<ExternalRegistration, ExternalError> {
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    let (event, meeting) = meeting(desk, id).await?;
    let meeting = meeting.as_str();
    let answer = ask(desk, |graph, token| async move {
        graph.as_user(&token).external_registrations().close(meeting).await
    })
    .await;
    match answer {
        Ok(()) => {}
        Err(Failure::Graph(error)) if error.not_found() => {}
        Err(failure) => return Err(failure.into()),
    }
    let (own, now) = (event.id, desk.now());
    desk.write(move |w| {
        w.external_registrants().closed(&own, now)?;
        w.changes().record(&history::of_event(&own, "externalRegistrationClosed"), now)?;
        Ok::<_, ExternalError>(())
    })
    .await?;
    list::kept(desk, id).await
}
