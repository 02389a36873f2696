//! Which events a service decides about, and what waits for it.

use lectern_domain::event::PublicationState;
use lectern_store::published::{PublishedRecord, QueuedCommand, Standing};
use lectern_store::unheard::UnheardPerson;
use lectern_store::{Reader, StoreError};

use super::trouble::Trouble;
use super::{MissingView, PublishedView, PublishingError, QueuedView};
use crate::desk::Desk;
use crate::serving::commands::Command;
use crate::serving::publication::PageLook;

/// So many of those whom the service lacks are named.
const SHOWN: u32 = 200;

/// `None`: this desk decides about it.
pub async fn published(desk: &Desk, event_id: &str) -> Result<Option<PublishedView>, PublishingError> {
    let id = event_id.to_owned();
    let found =
        desk.read(move |r| r.published().of_event(&id)?.map(|record| view(r, record)).transpose()).await?;
    Ok(found.map(|found| under_way(desk, found)))
}

pub async fn all(desk: &Desk) -> Result<Vec<PublishedView>, PublishingError> {
    let all =
        desk.read(|r| r.published().list()?.into_iter().map(|record| view(r, record)).collect()).await?;
    let all: Vec<PublishedView> = all;
    Ok(all.into_iter().map(|one| under_way(desk, one)).collect())
}

fn under_way(desk: &Desk, view: PublishedView) -> PublishedView {
    PublishedView { progress: desk.handing.of(&view.event_id, desk.now()), ..view }
}

/// Why it was refused has been read.
pub async fn dismiss(desk: &Desk, event_id: &str, command_id: &str) -> Result<(), PublishingError> {
    let (event, id) = (event_id.to_owned(), command_id.to_owned());
    desk.write(move |w| {
        let queue = w.published().queue(&event)?;
        if queue.iter().any(|queued| queued.id == id && queued.refused.is_some()) {
            w.published().dequeue(&id)?;
        }
        Ok(())
    })
    .await
}

fn view(r: &Reader<'_>, record: PublishedRecord) -> Result<PublishedView, StoreError> {
    let missing = if record.anew { Vec::new() } else { r.unheard().of_event(&record.event_id, SHOWN)? };
    let missing_count = if record.anew { 0 } else { r.unheard().count(&record.event_id)? };
    let waiting = r.published().queue(&record.event_id)?.into_iter().map(queued).collect();
    Ok(PublishedView {
        state: match record.state {
            Standing::Publishing => PublicationState::Filling,
            Standing::Published => PublicationState::Open,
            Standing::GivingBack => PublicationState::Closed,
        },
        event_id: record.event_id,
        service: record.service,
        slug: record.slug,
        url: record.url,
        look: PageLook::read(&record.page),
        synced_at: record.synced_at,
        problem: record.problem.as_deref().map(Trouble::read),
        progress: None,
        cursor: record.cursor,
        waiting,
        published_by: record.device,
        over: record.over_at,
        missing: missing
            .into_iter()
            .map(|UnheardPerson { id, name, email, status, .. }| MissingView { id, name, email, status })
            .collect(),
        missing_count,
    })
}

fn queued(queued: QueuedCommand) -> QueuedView {
    let command: Option<Command> = serde_json::from_str(&queued.command).ok();
    let what = command.as_ref().map_or_else(|| "A change".to_owned(), Command::words);
    let people = command.map(Command::people).unwrap_or_default();
    QueuedView { id: queued.id, made_at: queued.made_at, what, people, refused: queued.refused }
}
