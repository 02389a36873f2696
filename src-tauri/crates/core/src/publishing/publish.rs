//! "Let people register at the service": the event goes there with its people, and the service decides from then on.
//! From the first step on nothing is decided or sent here; cut off anywhere, it goes on from there.

use lectern_domain::event::{EventState, PublicationState};
use lectern_microsoft::service::desk::DeskClient;
use lectern_store::Writer;
use lectern_store::events::EventRecord;
use lectern_store::published::{PublishedRecord, Standing};
use serde_json::json;

use super::{GONE, PublishedView, PublishingError, copy, record, says, sync};
use crate::desk::Desk;
use crate::history;
use crate::messages::lease;
use crate::registration::settings::RegistrationSettings;
use crate::services::{ServiceDeskError, service_desk};
use crate::serving::handed::{Handed, HandedEvent, Person, Stands};
use crate::serving::here::check_look;
use crate::serving::publication::{PageLook, check_slug};
use crate::serving::publishing::BATCH;

/// Of what is published already, the address and the look change.
pub async fn publish(
    desk: &Desk,
    event: &str,
    slug: &str,
    look: &PageLook,
) -> Result<PublishedView, PublishingError> {
    begin(desk, event, slug, look).await?;
    sync::sync(desk, event).await
}

/// The address is the event's when this returns, and nothing is decided here any more; its people go on by
/// [`sync::sync`].
pub(super) async fn begin(
    desk: &Desk,
    event: &str,
    slug: &str,
    look: &PageLook,
) -> Result<(), PublishingError> {
    check_slug(slug)?;
    check_look(look)?;
    let (service, client) = service_desk::client(desk).await?;
    let now = desk.now();
    let page = serde_json::to_string(look).unwrap_or_else(|_| "{}".into());
    let fresh = PublishedRecord {
        event_id: event.to_owned(),
        url: format!("{}/e/{slug}", service.public_origin),
        service: service.origin.clone(),
        slug: slug.to_owned(),
        state: Standing::Publishing,
        page,
        epoch: String::new(),
        cursor: 0,
        told: String::new(),
        published_at: now,
        synced_at: None,
        problem: None,
        publication: desk.chance().uuid().to_string(),
        device: None,
        over_at: None,
        anew: false,
    };
    let (mut next, known) = desk.write(move |w| wanted(w, fresh)).await?;
    // Asked before anything is shut here: a taken address is no reason to be in between.
    let stands = match put(desk, &client, &next).await {
        Ok(stands) => stands,
        Err(error) => {
            // It may have been heard: what this desk has is said anew, and counts.
            let (id, now) = (event.to_owned(), desk.now());
            desk.write(move |w| Ok::<_, PublishingError>(w.events().touch(&id, now)?)).await?;
            return Err(error);
        }
    };
    if stands.state != PublicationState::Open {
        // New there; or the service was brought back from a copy that did not know it, and is handed everything anew.
        next.state = Standing::Publishing;
    }
    let (id, first) = (event.to_owned(), known.is_none());
    desk.write(move |w| {
        if first {
            if let lease::Given::UnderWay(count) = lease::give(w, &id, now)? {
                return Err(PublishingError::UnderWay(count));
            }
            w.changes().record(&history::of_event(&id, "published"), now)?;
        }
        Ok(w.published().put(&next)?)
    })
    .await
}

/// What is to be published, and what is published by now.
fn wanted(
    w: &Writer<'_>,
    fresh: PublishedRecord,
) -> Result<(PublishedRecord, Option<PublishedRecord>), PublishingError> {
    let id = fresh.event_id.clone();
    // Whatever was said of it before is older, also where it arrives later.
    w.events().touch(&id, fresh.published_at)?;
    let Some(known) = w.published().of_event(&id)? else {
        let event = w.events().by_id(&id)?.ok_or_else(|| PublishingError::NoEvent(id.clone()))?;
        fit(&event)?;
        let publication = w.published().attempt(&id, &fresh.publication)?;
        return Ok((PublishedRecord { publication, ..fresh }, None));
    };
    if let Some(device) = known.device {
        return Err(PublishingError::OtherDesk(device));
    }
    if known.service != fresh.service {
        return Err(PublishingError::OtherService(known.service));
    }
    let PublishedRecord { slug, url, page, .. } = fresh;
    let next = PublishedRecord { slug, url, page, told: String::new(), ..known.clone() };
    Ok((next, Some(known)))
}

fn fit(event: &EventRecord) -> Result<(), PublishingError> {
    if event.state != EventState::Scheduled {
        return Err(PublishingError::NotScheduled);
    }
    if event.registration.is_none() {
        return Err(PublishingError::NotOpen);
    }
    if event.recurrence.is_some() { Err(PublishingError::Series) } else { Ok(()) }
}

/// The people, hosts before guests, and then the word that it is open.
pub(super) async fn go_on(desk: &Desk, event: &str) -> Result<(), PublishingError> {
    let _alone = desk.publishing.lock().await;
    let (service, client) = sync::paired(desk, event).await?;
    let known = record(desk, event).await?;
    if known.state == Standing::GivingBack {
        return Err(PublishingError::TakenBack);
    }
    let stands = match put(desk, &client, &known).await {
        Err(PublishingError::Ended) => {
            given_up(desk, event).await?;
            return Err(PublishingError::GivenUp);
        }
        stands => stands?,
    };
    if stands.state != PublicationState::Open {
        let everybody = all_people(desk, event).await?;
        desk.handing.begin(event, everybody, desk.now());
        let mut handed = hand_over(desk, &client, &known, false).await;
        if handed.is_ok() {
            handed = hand_over(desk, &client, &known, true).await;
        }
        desk.handing.end(event);
        handed?;
    }
    let stands: Stands = client
        .open_event(event, &known.publication)
        .await
        .map_err(|error| ServiceDeskError::of(&service, error))?;
    let (id, now) = (event.to_owned(), desk.now());
    desk.write(move |w| {
        let known = w.published().of_event(&id)?.ok_or(PublishingError::NotPublished)?;
        // What was planned here went along, and is the service's to say.
        w.published().hand_over_planned(&id, now)?;
        let next = PublishedRecord { state: Standing::Published, epoch: stands.epoch, ..known };
        Ok::<_, PublishingError>(w.published().put(&next)?)
    })
    .await?;
    copy::follow(desk, &client, event, &service).await.map(drop)
}

/// Closed from an owner's desk before everybody was there: nothing was decided elsewhere, and the list is whole here.
async fn given_up(desk: &Desk, event: &str) -> Result<(), PublishingError> {
    let (id, now) = (event.to_owned(), desk.now());
    desk.write(move |w| {
        w.published().remove(&id)?;
        lease::take(w, &id)?;
        w.changes().record(&history::of_event(&id, "unpublished"), now)?;
        Ok(())
    })
    .await
}

async fn hand_over(
    desk: &Desk,
    client: &DeskClient,
    known: &PublishedRecord,
    guests: bool,
) -> Result<(), PublishingError> {
    let PublishedRecord { event_id: event, service, publication, .. } = known;
    let mut after = i64::MIN;
    loop {
        let wanted = event.clone();
        let limit = u32::try_from(BATCH).unwrap_or(u32::MAX);
        let part = desk.read(move |r| r.registrants().copies(&wanted, (guests, after), limit)).await?;
        let Some((last, _)) = part.last() else { return Ok(()) };
        after = *last;
        let people = part
            .into_iter()
            .map(|(_, copy)| Person::told(desk.seal(), copy))
            .collect::<Result<Vec<_>, _>>()?;
        let sent = client.hand_people((event, publication), &json!({ "people": people })).await;
        sent.map_err(|error| ServiceDeskError::of(service, error))?;
        desk.handing.step(event, people.len());
        if record(desk, event).await?.state == Standing::GivingBack {
            return Err(PublishingError::TakenBack);
        }
    }
}

pub(super) async fn all_people(desk: &Desk, event: &str) -> Result<u32, PublishingError> {
    let id = event.to_owned();
    Ok(desk.read(move |r| r.registrants().count_all(&id)).await?)
}

/// The event as it is now, where the service knows an older one.
pub(super) async fn tell(
    desk: &Desk,
    client: &DeskClient,
    event: &str,
    _service: &str,
) -> Result<(), PublishingError> {
    let known = record(desk, event).await?;
    let wanted = event.to_owned();
    let now = desk
        .read(move |r| {
            let changed = r.events().get(&wanted)?.updated_at;
            // What is said of a move can change by itself.
            Ok(match r.notices().said_of_move(&wanted)? {
                None => changed.to_string(),
                Some(said) => format!("{changed} {said}"),
            })
        })
        .await?;
    if known.told == now {
        return Ok(());
    }
    put(desk, client, &known).await?;
    desk.write(move |w| Ok(w.published().put(&PublishedRecord { told: now, ..known })?)).await
}

async fn put(desk: &Desk, client: &DeskClient, known: &PublishedRecord) -> Result<Stands, PublishingError> {
    let id = known.event_id.clone();
    let (event, rules, moved, tell_at) = desk
        .read(move |r| {
            let events = r.events();
            Ok((events.get(&id)?, events.rules(&id)?, r.notices().said_of_move(&id)?, events.tell_at(&id)?))
        })
        .await?;
    let capacity = event.registration.and_then(|registration| registration.capacity);
    let handed = Handed {
        publication: known.publication.clone(),
        slug: known.slug.clone(),
        look: PageLook::read(&known.page),
        revision: event.updated_at,
        registration: RegistrationSettings { capacity, rules },
        event: HandedEvent { moved, tell_at, ..HandedEvent::of(event) },
    };
    let stands = client.put_event(&known.event_id, &handed).await;
    stands.map_err(|error| {
        if says(&error, GONE) {
            PublishingError::Ended
        } else {
            ServiceDeskError::of(&known.service, error).into()
        }
    })
}
