//! The copy of the list that this desk keeps: one part of the feed after the other, each put in place with the cursor
//! that it ends at, in one transaction. A part that comes again changes nothing.

use lectern_domain::event::PublicationState;
use lectern_microsoft::service::desk::DeskClient;
use lectern_store::Writer;
use lectern_store::published::{PublishedRecord, Standing};

use super::{PublishingError, record};
use crate::desk::Desk;
use crate::privacy;
use crate::privacy::elsewhere::Follower;
use crate::registration::register::Registrar;
use crate::services::ServiceDeskError;
use crate::serving::handed::{FeedLine, Person};

/// Where the service stands, at the feed's end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub publication: String,
    pub state: PublicationState,
}

/// To the feed's end.
pub(super) async fn follow(
    desk: &Desk,
    client: &DeskClient,
    event: &str,
    service: &str,
) -> Result<Told, PublishingError> {
    loop {
        let known = record(desk, event).await?;
        let text = client.feed(event, known.cursor).await;
        let text = text.map_err(|error| ServiceDeskError::of(service, error))?;
        let lines = lines(&text)?;
        let Some(FeedLine::End { cursor, more, epoch, publication, state, .. }) = lines.last() else {
            return Err(PublishingError::Unreadable("it was cut off".into()));
        };
        let (cursor, more, epoch) = (*cursor, *more, epoch.clone());
        let told = Told { publication: publication.clone(), state: *state };
        if epoch != known.epoch {
            // Brought back from an older copy: its numbers begin another history, and all is read once more.
            again(desk, known, epoch).await?;
            continue;
        }
        desk.handing.step(event, lines.len() - 1);
        if put(desk, event, lines, (known.cursor, cursor)).await?
            && let Err(error) = privacy::run::take_up(desk).await
        {
            tracing::warn!(%error, "what copies hold of somebody erased at the service is erased later");
        }
        if !more {
            return Ok(told);
        }
    }
}

fn lines(text: &[u8]) -> Result<Vec<FeedLine>, PublishingError> {
    text.split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| {
            serde_json::from_slice(line).map_err(|error| PublishingError::Unreadable(error.to_string()))
        })
        .collect()
}

async fn again(desk: &Desk, known: PublishedRecord, epoch: String) -> Result<(), PublishingError> {
    desk.write(move |w| {
        w.unheard().begin(&known.event_id)?;
        Ok(w.published().put(&PublishedRecord { epoch, cursor: 0, anew: true, ..known })?)
    })
    .await
}

/// Whether anybody was erased by it.
async fn put(
    desk: &Desk,
    event: &str,
    lines: Vec<FeedLine>,
    (from, to): (i64, i64),
) -> Result<bool, PublishingError> {
    let follower = Follower { pseudonyms: desk.pseudonyms().clone(), chance: desk.chance(), now: desk.now() };
    let registrar = Registrar::of(desk).await.map_err(crate::serving::inner)?;
    let (seal, chance, now, event) = (desk.seal().clone(), desk.chance(), desk.now(), event.to_owned());
    desk.write(move |w| {
        let known = w.published().of_event(&event)?.ok_or(PublishingError::NotPublished)?;
        if known.cursor != from {
            // Another process of this profile has read on meanwhile.
            return Ok(false);
        }
        let (mut people, mut anew) = (Vec::with_capacity(lines.len()), known.anew);
        for line in lines {
            match line {
                FeedLine::Person { person, .. } => {
                    w.unheard().heard(&person.id)?;
                    let unreadable = || PublishingError::Unreadable("a ticket’s code".into());
                    people.push(Person::sealed(*person, &seal, chance).ok_or_else(unreadable)?);
                }
                FeedLine::Gone { id, .. } => w.registrants().forget(&id)?,
                FeedLine::Registration { registration, .. } => {
                    w.events().open_registration(&event, registration.capacity, now)?;
                    w.events().set_rules(&event, &registration.rules)?;
                }
                // Read to the end: whoever was not named is lacking there.
                FeedLine::End { more, .. } => anew &= more,
            }
        }
        let erased = follower.follow(w, &event, &mut people)?;
        w.registrants().put_copies(&event, &people)?;
        if known.state == Standing::GivingBack {
            for person in &people {
                plan(w, &registrar, &event, (&person.id, &person.planned))?;
            }
        }
        w.published().put(&PublishedRecord { cursor: to, anew, ..known })?;
        Ok(erased)
    })
    .await
}

/// What the service had planned and not sent is this desk's to say.
fn plan(
    w: &Writer<'_>,
    registrar: &Registrar,
    event: &str,
    (person, kinds): (&str, &[lectern_domain::message::MessageKind]),
) -> Result<(), PublishingError> {
    for kind in kinds {
        if !w.published().plans(person, *kind)? {
            w.messages().plan_many(event, &[registrar.notice(person, *kind)], registrar.now)?;
        }
    }
    Ok(())
}
