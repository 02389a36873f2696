//! The conversation with the service: first what waits, in order, each until it is answered; then an event that was
//! changed; then what changed there. Cut off anywhere, it goes on from there the next time.

use std::sync::Weak;
use std::time::Duration;

use lectern_domain::event::PublicationState;
use lectern_microsoft::service::DeskServiceError;
use lectern_microsoft::service::desk::DeskClient;
use lectern_store::published::{PublishedRecord, Standing};
use serde_json::json;

use super::trouble::Trouble;
use super::{GONE, PublishedView, PublishingError, copy, learn, publish, record, says, show, unpublish};
use crate::desk::Desk;
use crate::registration::{RegistrationError, bulk};
use crate::services::{ServiceDeskError, service_desk};
use crate::serving::commands::{Answered, Command, Outcome};

const PAUSE: Duration = Duration::from_secs(15);
/// Of a command that came too late.
const OVER: &str = "The event was given back before this reached the service. Nothing was changed.";

/// Everything, of one event. What was begun is ended: publishing goes on, and giving back too.
pub async fn sync(desk: &Desk, event: &str) -> Result<PublishedView, PublishingError> {
    look(desk, event).await?;
    show::published(desk, event).await?.ok_or(PublishingError::NotPublished)
}

/// As [`sync`]; afterwards it may be this desk's alone again.
pub(super) async fn look(desk: &Desk, event: &str) -> Result<(), PublishingError> {
    let known = record(desk, event).await?;
    if known.over_at.is_some() {
        return Ok(());
    }
    let done = match known.state {
        Standing::Publishing => publish::go_on(desk, event).await,
        Standing::GivingBack => unpublish::go_on(desk, event).await.map(drop),
        Standing::Published => once(desk, event, &[], &mut Vec::new()).await,
    };
    note(desk, event, done.as_ref().err()).await?;
    done
}

/// Of all events, with those that other desks published; one that fails says so, and holds no other up.
pub async fn sync_all(desk: &Desk) -> Result<Vec<PublishedView>, PublishingError> {
    if let Err(error) = learn::learn(desk).await {
        tracing::info!(%error, "what is published at the service could not be asked for");
    }
    for published in show::all(desk).await? {
        if let Err(error) = look(desk, &published.event_id).await {
            tracing::info!(%error, "an event could not be brought up to date with its service");
        }
    }
    show::all(desk).await
}

/// As long as the desk is open; it does not hold it open.
pub async fn watch(desk: Weak<Desk>) {
    loop {
        let Some(open) = desk.upgrade() else { return };
        if let Err(error) = sync_all(&open).await {
            tracing::warn!(%error, "published events could not be looked at");
        }
        drop(open);
        tokio::time::sleep(PAUSE).await;
    }
}

/// What came of commands.
pub(crate) struct Through {
    /// In order; those that are missing wait, since the service can't be asked.
    pub answers: Vec<Answered>,
    /// This desk's copy is up to date as well.
    pub followed: bool,
}

pub(crate) async fn through(desk: &Desk, event: &str, ids: &[String]) -> Result<Through, RegistrationError> {
    let mut answers = Vec::with_capacity(ids.len());
    let done = Box::pin(once(desk, event, ids, &mut answers)).await;
    note(desk, event, done.as_ref().err()).await.map_err(|_| RegistrationError::Waits)?;
    // Whatever kept one from being answered, it is written down here.
    Ok(Through { answers, followed: done.is_ok() })
}

/// What is too large to wait: behind what waits already, and answered now or not at all.
pub(crate) async fn at_once(
    desk: &Desk,
    event: &str,
    command: &Command,
) -> Result<Answered, PublishingError> {
    let _alone = desk.publishing.lock().await;
    let (service, client) = paired(desk, event).await?;
    flush(desk, &client, event, &service, (&[], &mut Vec::new())).await?;
    let publication = record(desk, event).await?.publication;
    let sent = json!({"id": desk.chance().uuid(), "madeAt": desk.now(), "publication": publication,
                      "command": command});
    let answered = client.command(event, &sent).await;
    let answered = answered.map_err(|error| ServiceDeskError::of(&service, error))?;
    copy::follow(desk, &client, event, &service).await?;
    Ok(answered)
}

pub(super) async fn note(
    desk: &Desk,
    event: &str,
    error: Option<&PublishingError>,
) -> Result<(), PublishingError> {
    if matches!(error, Some(PublishingError::TakenBack)) {
        return Ok(());
    }
    let (id, now) = (event.to_owned(), desk.now());
    let known = desk.read(move |r| r.published().of_event(&id)).await?;
    let before = known.and_then(|known| known.problem);
    let problem = error.map(|error| Trouble::of(error, before.as_deref(), now).text());
    let id = event.to_owned();
    desk.write(move |w| {
        if let Some(known) = w.published().of_event(&id)? {
            let synced_at = if problem.is_none() { Some(now) } else { known.synced_at };
            w.published().put(&PublishedRecord { problem, synced_at, ..known })?;
        }
        Ok(())
    })
    .await
}

async fn once(
    desk: &Desk,
    event: &str,
    mine: &[String],
    answers: &mut Vec<Answered>,
) -> Result<(), PublishingError> {
    let _alone = desk.publishing.lock().await;
    let (service, client) = paired(desk, event).await?;
    flush(desk, &client, event, &service, (mine, answers)).await?;
    follow(desk, &client, event, &service).await
}

/// What changed there; then what changed here. Where the service says that it was given back, it is.
async fn follow(desk: &Desk, client: &DeskClient, event: &str, service: &str) -> Result<(), PublishingError> {
    let told = copy::follow(desk, client, event, service).await?;
    let known = record(desk, event).await?;
    if told.publication != known.publication && told.state == PublicationState::Open {
        // Published anew, and this desk was not there.
        let next = PublishedRecord { publication: told.publication, ..known };
        return desk.write(move |w| Ok(w.published().put(&next)?)).await;
    }
    match (told.state, &known.device) {
        (PublicationState::Closed, _) => unpublish::over(desk, event).await,
        (PublicationState::Open, None) => publish::tell(desk, client, event, service).await,
        _ => Ok(()),
    }
}

/// The service that decides about it, and what speaks to it.
pub(super) async fn paired(desk: &Desk, event: &str) -> Result<(String, DeskClient), PublishingError> {
    let known = record(desk, event).await?;
    let (paired, client) = service_desk::client(desk).await?;
    if paired.origin == known.service {
        Ok((paired.origin, client))
    } else {
        Err(PublishingError::OtherService(known.service))
    }
}

/// In order; the first that gets no answer holds up those behind it.
async fn flush(
    desk: &Desk,
    client: &DeskClient,
    event: &str,
    service: &str,
    (mine, answers): (&[String], &mut Vec<Answered>),
) -> Result<(), PublishingError> {
    let wanted = event.to_owned();
    let queue = desk.read(move |r| r.published().queue(&wanted)).await?;
    for queued in queue.into_iter().filter(|queued| queued.refused.is_none()) {
        let command: Command = serde_json::from_str(&queued.command)
            .map_err(|error| PublishingError::Unreadable(error.to_string()))?;
        let sent = json!({"id": queued.id, "madeAt": queued.made_at, "publication": queued.publication,
                          "command": command});
        let answered: Answered = match client.command(event, &sent).await {
            Ok(answered) => answered,
            // What it can't even read stays unread however often it is sent.
            Err(DeskServiceError::Problem(problem)) if matches!(problem.status, 400 | 413 | 422) => {
                let detail = problem.detail.unwrap_or_else(|| "The service can’t read it.".into());
                refused(&queued.id, "invalid", detail)
            }
            Err(error) if says(&error, GONE) => refused(&queued.id, "over", OVER.to_owned()),
            Err(error) => return Err(ServiceDeskError::of(service, error).into()),
        };
        let own = mine.contains(&queued.id);
        let refused = answered.outcome == Outcome::Refused && !own;
        let (id, now) = (queued.id, desk.now());
        let message = answered.message.clone().unwrap_or_else(|| "The service refused it.".into());
        let kept = answered.clone();
        desk.write(move |w| {
            let new = if refused {
                w.published().refused(&id, &message, now)?
            } else {
                w.published().dequeue(&id)?
            };
            // Another process of this profile may have been told the same, and have written it down.
            if new { bulk::elsewhere::answered(w, &command, &kept, now) } else { Ok(()) }
        })
        .await?;
        if own {
            answers.push(answered);
            if answers.len() == mine.len() {
                return Ok(());
            }
        }
    }
    Ok(())
}

fn refused(id: &str, reason: &str, message: String) -> Answered {
    Answered {
        id: id.to_owned(),
        outcome: Outcome::Refused,
        reason: Some(reason.into()),
        message: Some(message),
        field: None,
        registrant_id: None,
        result: serde_json::Value::Null,
        repeated: false,
    }
}
