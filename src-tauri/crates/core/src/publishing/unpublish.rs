//! "Give it back": what waits is answered first; the service stops deciding and sending; its list is read to the end;
//! and the desk decides and sends again. Cut off anywhere, it goes on from there.

use lectern_store::published::{PublishedRecord, Standing};

use super::{PublishingError, copy, publish, record, sync};
use crate::desk::Desk;
use crate::history;
use crate::messages::lease;
use crate::services::ServiceDeskError;
use crate::serving::handed::Stands;

pub async fn unpublish(desk: &Desk, event: &str) -> Result<(), PublishingError> {
    if record(desk, event).await?.state == Standing::Published {
        sync::sync(desk, event).await?;
        let id = event.to_owned();
        desk.write(move |w| {
            let waiting = w.published().queue(&id)?.iter().filter(|queued| queued.refused.is_none()).count();
            if waiting > 0 {
                return Err(PublishingError::Waiting(waiting));
            }
            let known = w.published().of_event(&id)?.ok_or(PublishingError::NotPublished)?;
            Ok(w.published().put(&PublishedRecord { state: Standing::GivingBack, ..known })?)
        })
        .await?;
    }
    let done = go_on(desk, event).await;
    sync::note(desk, event, done.as_ref().err()).await?;
    done
}

pub(super) async fn go_on(desk: &Desk, event: &str) -> Result<(), PublishingError> {
    let id = event.to_owned();
    // Said before it is this one's turn: whoever hands its people over stops for it.
    desk.write(move |w| {
        let known = w.published().of_event(&id)?.ok_or(PublishingError::NotPublished)?;
        Ok::<_, PublishingError>(
            w.published().put(&PublishedRecord { state: Standing::GivingBack, ..known })?,
        )
    })
    .await?;
    let _alone = desk.publishing.lock().await;
    let (service, client) = sync::paired(desk, event).await?;
    let _: Stands = client.close_event(event).await.map_err(|error| ServiceDeskError::of(&service, error))?;
    desk.handing.begin(event, publish::all_people(desk, event).await?, desk.now());
    let read = copy::follow(desk, &client, event, &service).await;
    desk.handing.end(event);
    read?;
    let (id, now) = (event.to_owned(), desk.now());
    desk.write(move |w| {
        w.published().remove(&id)?;
        lease::take(w, &id)?;
        w.changes().record(&history::of_event(&id, "unpublished"), now)?;
        Ok(())
    })
    .await
}
