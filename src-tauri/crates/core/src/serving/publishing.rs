//! The service's side of publishing: an event comes with its people, is decided about here, and goes back.

use lectern_domain::event::{EventState, PublicationState};
use lectern_store::Writer;
use lectern_store::events::EventRecord;
use lectern_store::feed::{Changed, FeedRow};
use lectern_store::publications::PublicationRecord;

use super::ServingError;
use super::current::{find, manages};
use super::devices::Device;
use super::handed::{FeedLine, Handed, HandedEvent, Person, Stands};
use super::here::check_look;
use super::kept::{begin, follow};
use super::publication::check_slug;
use crate::chance::Chance;
use crate::desk::Desk;
use crate::messages::lease;
use crate::messages::telling::Teller;
use crate::registration::register::Registrar;
use crate::registration::settings::RegistrationSettings;

/// So many people are taken at a time.
pub const BATCH: usize = 1_000;
/// So many lines a desk reads at a time.
const PAGE: u32 = 2_000;
/// Which history this is; a store that was brought back begins a new one.
pub(crate) const EPOCH: &str = "feed-epoch";

/// New here, changed by its desk, or published once more. Its registration counts until it is open.
pub async fn put(desk: &Desk, device: &Device, id: &str, handed: Handed) -> Result<Stands, ServingError> {
    check_slug(&handed.slug)?;
    check_look(&handed.look)?;
    let teller = Teller::of(desk).await?;
    let (chance, now, id, device) = (desk.chance(), desk.now(), id.to_owned(), device.clone());
    desk.write(move |w| {
        if w.publications().by_slug(&handed.slug)?.is_some_and(|other| other.event_id != id) {
            return Err(ServingError::SlugTaken(handed.slug));
        }
        let before = w.publications().of_event(&id)?;
        let same = match &before {
            None => None,
            Some(before) => replaces(w, &device, before, &handed.publication, now)?,
        };
        if let Some(same) = &same
            && same.updated_at > handed.revision
        {
            // Overtaken on the way.
            return stands(w, chance, same);
        }
        match w.events().by_id(&id)? {
            None => begin(w, &id, &handed.event, None, now)?,
            Some(known) if before.is_none() => return Err(ServingError::OfThisService(known.title)),
            Some(known) => {
                follow(w, &id, &handed.event, now)?;
                tell(w, teller, &known, &handed.event)?;
            }
        }
        let anew = same.is_none();
        let state = same.as_ref().map_or(PublicationState::Filling, |same| same.state);
        let record = PublicationRecord {
            event_id: id.clone(),
            slug: handed.slug,
            state,
            page: serde_json::to_string(&handed.look).unwrap_or_else(|_| "{}".into()),
            device_id: Some(device.id),
            published_at: now,
            updated_at: handed.revision,
            publication: handed.publication,
            opened_at: same.and_then(|same| same.opened_at),
        };
        w.publications().put(&record)?;
        if state == PublicationState::Filling {
            w.events().open_registration(&id, handed.registration.capacity, now)?;
            w.events().set_rules(&id, &handed.registration.rules)?;
        }
        if anew {
            // What stood here before is the desk's word no more.
            w.leases().give(&id, now)?;
            w.registrants().clear_standing(&id, now)?;
            w.published().hand_over_planned(&id, now)?;
        }
        stands(w, chance, &record)
    })
    .await
}

/// Each change that its desk wants told is told once, also where the desk says it again.
fn tell(
    w: &Writer<'_>,
    teller: Teller,
    known: &EventRecord,
    handed: &HandedEvent,
) -> Result<(), ServingError> {
    let wanted = handed.tell_at > w.events().tell_at(&known.id)?;
    let off = handed.cancelled && known.state != EventState::Cancelled;
    if off {
        teller.called_off(w, &known.id, wanted)?;
    } else if !handed.cancelled {
        teller.moved(w, known, wanted)?;
    }
    Ok(w.events().set_tell_at(&known.id, handed.tell_at)?)
}

/// What is known, where this is the same publication; `None`: a new one begins, since the one before is over, or was
/// never opened and is given up.
fn replaces(
    w: &Writer<'_>,
    device: &Device,
    before: &PublicationRecord,
    publication: &str,
    now: jiff::Timestamp,
) -> Result<Option<PublicationRecord>, ServingError> {
    manages(w, device, before)?;
    let closed = before.state == PublicationState::Closed;
    if before.publication == publication {
        return if closed { Err(ServingError::Ended) } else { Ok(Some(before.clone())) };
    }
    if w.publications().has_ended(&before.event_id, publication)? {
        return Err(ServingError::Ended);
    }
    if before.state == PublicationState::Open {
        return Err(ServingError::Published);
    }
    w.publications().end(&before.event_id, &before.publication, now)?;
    Ok(None)
}

/// Of an event that is being handed over. The same people again change nothing.
pub async fn take_people(
    desk: &Desk,
    device: &Device,
    (id, publication): (&str, &str),
    people: Vec<Person>,
) -> Result<usize, ServingError> {
    if people.len() > BATCH {
        return Err(ServingError::Unfit(format!("At most {BATCH} people are taken at a time.")));
    }
    let registrar = Registrar::of(desk).await.map_err(super::inner)?;
    let (seal, chance, now, id) = (desk.seal().clone(), desk.chance(), desk.now(), id.to_owned());
    let (device, publication) = (device.clone(), publication.to_owned());
    desk.write(move |w| {
        let publication = find(w, &id, &publication)?;
        manages(w, &device, &publication)?;
        match publication.state {
            PublicationState::Filling => {}
            PublicationState::Open => return Err(ServingError::NotFilling),
            PublicationState::Closed => return Err(ServingError::Ended),
        }
        let count = people.len();
        let copies: Option<Vec<_>> = people.into_iter().map(|person| person.sealed(&seal, chance)).collect();
        let copies = copies.ok_or_else(|| ServingError::Unfit("A ticket's code can't be read.".into()))?;
        w.registrants().put_copies(&id, &copies)?;
        for person in &copies {
            for kind in &person.planned {
                if !w.published().plans(&person.id, *kind)? {
                    w.messages().plan_many(&id, &[registrar.notice(&person.id, *kind)], now)?;
                }
            }
        }
        Ok(count)
    })
    .await
}

/// Everybody is here: from now on this service decides, and tells people.
pub async fn open(
    desk: &Desk,
    device: &Device,
    (id, publication): (&str, &str),
) -> Result<Stands, ServingError> {
    let (chance, now, device) = (desk.chance(), desk.now(), device.clone());
    let (id, publication) = (id.to_owned(), publication.to_owned());
    desk.write(move |w| {
        let mut publication = find(w, &id, &publication)?;
        manages(w, &device, &publication)?;
        match publication.state {
            PublicationState::Closed => return Err(ServingError::Ended),
            PublicationState::Open => {}
            PublicationState::Filling => {
                publication.state = PublicationState::Open;
                publication.opened_at = Some(now);
                w.publications().put(&publication)?;
                lease::take(w, &id)?;
            }
        }
        stands(w, chance, &publication)
    })
    .await
}

/// Given back: nobody registers here any more, and nothing is sent. By the desk that published it, or an owner's.
pub async fn close(
    desk: &Desk,
    device: &Device,
    (id, publication): (&str, &str),
) -> Result<Stands, ServingError> {
    let (chance, now, device) = (desk.chance(), desk.now(), device.clone());
    let (id, publication) = (id.to_owned(), publication.to_owned());
    desk.write(move |w| {
        let mut publication = find(w, &id, &publication)?;
        manages(w, &device, &publication)?;
        if publication.state != PublicationState::Closed {
            if let lease::Given::UnderWay(count) = lease::give(w, &id, now)? {
                return Err(ServingError::UnderWay(count));
            }
            publication.state = PublicationState::Closed;
            w.publications().put(&publication)?;
            w.feed().tell_planned(&id)?;
        }
        stands(w, chance, &publication)
    })
    .await
}

/// What changed behind `after`, one line each, and the end: all of one moment, whatever is written meanwhile. It waits for
/// no writer, and holds up none while its lines are made and sent.
pub async fn feed(
    desk: &Desk,
    id: &str,
    after: i64,
    limit: Option<u32>,
) -> Result<Vec<FeedLine>, ServingError> {
    let limit = limit.unwrap_or(PAGE).clamp(1, PAGE);
    let mut part = self::part(desk, id, after, limit).await?.ok_or(ServingError::NoEvent)?;
    // A desk that has read further than this goes: the file was put back by hand, and is another history.
    if part.epoch.is_none() || after > part.latest {
        begin_history(desk, id, after).await?;
        part = self::part(desk, id, after, limit).await?.ok_or(ServingError::NoEvent)?;
    }
    let Part { publication, epoch, rows, settings, .. } = part;
    let more = rows.len() == limit as usize;
    let cursor = rows.last().map_or(after, |row| row.seq);
    let mut lines = Vec::with_capacity(rows.len() + 1);
    for row in rows {
        let seq = row.seq;
        lines.push(match row.what {
            Changed::Person(copy) => {
                FeedLine::Person { seq, person: Box::new(Person::told(desk.seal(), *copy)?) }
            }
            Changed::Gone(id) => FeedLine::Gone { seq, id },
            Changed::Registration => FeedLine::Registration { seq, registration: settings.clone() },
        });
    }
    lines.push(FeedLine::End {
        cursor,
        more,
        epoch: epoch.unwrap_or_default(),
        publication: publication.publication,
        state: publication.state,
        opened: publication.opened_at.is_some(),
    });
    Ok(lines)
}

/// Some rows of the feed, and where the event stood when they were read.
struct Part {
    publication: PublicationRecord,
    /// `None`: nobody has asked for one yet.
    epoch: Option<String>,
    latest: i64,
    rows: Vec<FeedRow>,
    settings: RegistrationSettings,
}

/// `None`: it is not published here.
async fn part(desk: &Desk, id: &str, after: i64, limit: u32) -> Result<Option<Part>, ServingError> {
    let id = id.to_owned();
    let part = desk.read(move |r| {
        let Some(publication) = r.publications().of_event(&id)? else { return Ok(None) };
        // Half a list is nobody's.
        let filling = publication.state == PublicationState::Filling;
        let rows = if filling { Vec::new() } else { r.feed().after(&id, after, limit)? };
        let capacity = r.events().registration(&id)?.and_then(|registration| registration.capacity);
        let settings = RegistrationSettings { capacity, rules: r.events().rules(&id)? };
        let (epoch, latest) = (r.settings().get(EPOCH)?, r.feed().latest(&id)?);
        Ok(Some(Part { publication, epoch, latest, rows, settings }))
    });
    Ok(part.await?)
}

/// Another history, where a desk has read further than this one goes; the first, where there was none.
async fn begin_history(desk: &Desk, id: &str, after: i64) -> Result<(), ServingError> {
    let (chance, id) = (desk.chance(), id.to_owned());
    desk.write(move |w| {
        if after > w.feed().latest(&id)? {
            w.settings().remove(EPOCH)?;
        }
        epoch(w, chance).map(drop)
    })
    .await
}

fn stands(w: &Writer<'_>, chance: Chance, record: &PublicationRecord) -> Result<Stands, ServingError> {
    Ok(Stands {
        slug: record.slug.clone(),
        state: record.state,
        epoch: epoch(w, chance)?,
        cursor: w.feed().latest(&record.event_id)?,
        publication: record.publication.clone(),
        opened: record.opened_at.is_some(),
    })
}

fn epoch(w: &Writer<'_>, chance: Chance) -> Result<String, ServingError> {
    if let Some(epoch) = w.settings().get::<String>(EPOCH)? {
        return Ok(epoch);
    }
    let epoch = chance.uuid().to_string();
    w.settings().set(EPOCH, &epoch)?;
    Ok(epoch)
}
