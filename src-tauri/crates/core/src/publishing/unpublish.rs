//! "Give it back": what waits is answered first; the service stops deciding and sending; its list is read to the end;
//! and the desk decides and sends again. Cut off anywhere, it goes on from there.

use lectern_store::published::{PublishedRecord, Standing};

use super::{GONE, PublishingError, UNKNOWN, copy, publish, record, says, sync};
use crate::desk::Desk;
use crate::history;
use crate::messages::lease;
use crate::services::ServiceDeskError;
use crate::serving::handed::Stands;

/// What giving back came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Back {
    Done,
    /// It had been given back, and is published anew by another desk: that one was not asked for.
    Anew,
}

/// Of another desk's event too, where the service lets this desk: it goes back to its own desk then.
pub async fn unpublish(desk: &Desk, event: &str) -> Result<(), PublishingError> {
    while ready(desk, event).await? {
        let done = go_on(desk, event).await;
        sync::note(desk, event, done.as_ref().err()).await?;
        if done? == Back::Done {
            break;
        }
    }
    Ok(())
}

/// Nothing waits any more. `false`: the service had closed it by itself, and there is nothing left to do.
async fn ready(desk: &Desk, event: &str) -> Result<bool, PublishingError> {
    let known = record(desk, event).await?;
    if known.over_at.is_some() {
        return Ok(false);
    }
    if known.state != Standing::Published {
        return Ok(true);
    }
    match sync::look(desk, event).await {
        // What it does not know, or knows as over, it is asked for once more below.
        Err(PublishingError::Service(ServiceDeskError::Refused {
            code: crate::error::ErrorCode::NotFound | crate::error::ErrorCode::Conflict,
            ..
        })) => {}
        looked => looked?,
    }
    let id = event.to_owned();
    desk.write(move |w| {
        let Some(known) = w.published().of_event(&id)?.filter(|known| known.over_at.is_none()) else {
            return Ok(false);
        };
        let waiting = w.published().queue(&id)?.iter().filter(|queued| queued.refused.is_none()).count();
        if waiting > 0 {
            return Err(PublishingError::Waiting(waiting));
        }
        w.published().put(&PublishedRecord { state: Standing::GivingBack, ..known })?;
        Ok(true)
    })
    .await
}

pub(super) async fn go_on(desk: &Desk, event: &str) -> Result<Back, PublishingError> {
    // Said before it is this one's turn: whoever hands its people over stops for it.
    standing(desk, &record(desk, event).await?, Standing::GivingBack).await?;
    let _alone = desk.publishing.lock().await;
    let (service, client) = sync::paired(desk, event).await?;
    let known = record(desk, event).await?;
    match client.close_event::<Stands>(event, &known.publication).await {
        // Nothing was ever decided there: the whole list is here.
        Ok(stands) if !stands.opened => {}
        Ok(_) => {
            desk.handing.begin(event, publish::all_people(desk, event).await?, desk.now());
            let read = copy::follow(desk, &client, event, &service).await;
            desk.handing.end(event);
            read?;
        }
        // Brought back from a copy that does not know it: the list is here as far as it was read.
        Err(error) if says(&error, UNKNOWN) => {}
        Err(error) if says(&error, GONE) => return anew(desk, event).await,
        Err(error) => {
            if known.device.is_some() {
                // Not this desk's to give back: it goes on with its copy.
                standing(desk, &known, Standing::Published).await?;
            }
            return Err(ServiceDeskError::of(&service, error).into());
        }
    }
    over(desk, event).await?;
    Ok(Back::Done)
}

async fn anew(desk: &Desk, event: &str) -> Result<Back, PublishingError> {
    let known = record(desk, event).await?;
    standing(desk, &known, Standing::Published).await?;
    Ok(Back::Anew)
}

async fn standing(desk: &Desk, known: &PublishedRecord, state: Standing) -> Result<(), PublishingError> {
    let next = PublishedRecord { state, ..known.clone() };
    desk.write(move |w| Ok(w.published().put(&next)?)).await
}

/// The service decides no more: this desk does, about its own; a copy of another desk's event stays for reading.
pub(super) async fn over(desk: &Desk, event: &str) -> Result<(), PublishingError> {
    let (id, now) = (event.to_owned(), desk.now());
    desk.write(move |w| {
        let known = w.published().of_event(&id)?.ok_or(PublishingError::NotPublished)?;
        if known.device.is_some() {
            let over = PublishedRecord { state: Standing::Published, over_at: Some(now), ..known };
            w.published().put(&over)?;
        } else {
            w.published().remove(&id)?;
            lease::take(w, &id)?;
        }
        w.changes().record(&history::of_event(&id, "unpublished"), now)?;
        Ok(())
    })
    .await
}
