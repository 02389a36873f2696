//! The service's side of publishing: an event comes with its people, is decided about here, and goes back.

use lectern_domain::device::DeviceRole;
use lectern_domain::event::PublicationState;
use lectern_store::Writer;
use lectern_store::events::{ChangedEvent, GraphIds, NewEvent};
use lectern_store::feed::Changed;
use lectern_store::publications::PublicationRecord;

use super::ServingError;
use super::devices::Device;
use super::handed::{FeedLine, Handed, HandedEvent, Person, Stands};
use super::here::check_look;
use super::publication::check_slug;
use crate::chance::Chance;
use crate::desk::Desk;
use crate::messages::lease;
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
    let (chance, now, id, device) = (desk.chance(), desk.now(), id.to_owned(), device.clone());
    desk.write(move |w| {
        if w.publications().by_slug(&handed.slug)?.is_some_and(|other| other.event_id != id) {
            return Err(ServingError::SlugTaken(handed.slug));
        }
        let before = w.publications().of_event(&id)?;
        if let Some(before) = &before {
            manages(w, &device, before)?;
            if before.updated_at > handed.revision {
                // Overtaken on the way.
                return stands(w, chance, before);
            }
        }
        match w.events().by_id(&id)? {
            None => begin(w, &id, &handed.event, now)?,
            Some(known) if before.is_none() => return Err(ServingError::OfThisService(known.title)),
            Some(_) => follow(w, &id, &handed.event, now)?,
        }
        let anew = before.as_ref().is_none_or(|before| before.state == PublicationState::Closed);
        let state = if anew {
            PublicationState::Filling
        } else {
            before.as_ref().map_or(PublicationState::Filling, |before| before.state)
        };
        let record = PublicationRecord {
            event_id: id.clone(),
            slug: handed.slug,
            state,
            page: serde_json::to_string(&handed.look).unwrap_or_else(|_| "{}".into()),
            device_id: Some(device.id),
            published_at: now,
            updated_at: handed.revision,
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

fn begin(w: &Writer<'_>, id: &str, event: &HandedEvent, now: jiff::Timestamp) -> Result<(), ServingError> {
    if event.start >= event.end {
        return Err(ServingError::Unfit("The event ends before it starts.".into()));
    }
    w.events().insert(
        &NewEvent {
            id: id.to_owned(),
            transaction_id: event.transaction_id.clone(),
            title: event.title.clone(),
            description: event.description.clone(),
            start: event.start,
            end: event.end,
            zone: event.zone.clone(),
            owner_id: None,
            organizer_name: event.organizer_name.clone(),
            organizer_email: event.organizer_email.clone(),
        },
        now,
    )?;
    w.events().scheduled(id, &ids(event), now)?;
    Ok(w.events().set_sequence(id, event.ics_sequence)?)
}

/// As its desk has it now.
fn follow(w: &Writer<'_>, id: &str, event: &HandedEvent, now: jiff::Timestamp) -> Result<(), ServingError> {
    let cancelled = w.events().get(id)?.state == lectern_domain::event::EventState::Cancelled;
    if cancelled {
        return Ok(());
    }
    if event.start >= event.end {
        return Err(ServingError::Unfit("The event ends before it starts.".into()));
    }
    let changed = ChangedEvent {
        title: event.title.clone(),
        description: event.description.clone(),
        start: event.start,
        end: event.end,
        zone: event.zone.clone(),
        change_key: None,
    };
    w.events().changed(id, &changed, now)?;
    if let Some(moved) = &event.moved
        && w.notices().was_moved(id)?
    {
        w.notices().say_of_move(id, moved)?;
    }
    w.events().learned(id, &ids(event), now)?;
    if event.cancelled {
        w.events().cancelled(id, event.cancel_comment.as_deref(), now)?;
        w.messages().skip_planned_of_event(id, now)?;
    }
    Ok(w.events().set_sequence(id, event.ics_sequence)?)
}

fn ids(event: &HandedEvent) -> GraphIds {
    GraphIds {
        graph_event_id: Some(event.graph_event_id.clone()),
        ical_uid: event.ical_uid.clone(),
        meeting_id: event.meeting_id.clone(),
        join_url: event.join_url.clone(),
        web_link: event.web_link.clone(),
        organizer_name: event.organizer_name.clone(),
        organizer_email: event.organizer_email.clone(),
        ..GraphIds::default()
    }
}

/// Of an event that is being handed over. The same people again change nothing.
pub async fn take_people(
    desk: &Desk,
    device: &Device,
    id: &str,
    people: Vec<Person>,
) -> Result<usize, ServingError> {
    if people.len() > BATCH {
        return Err(ServingError::Unfit(format!("At most {BATCH} people are taken at a time.")));
    }
    let registrar = Registrar::of(desk).await.map_err(super::inner)?;
    let (seal, chance, now, id) = (desk.seal().clone(), desk.chance(), desk.now(), id.to_owned());
    let device = device.clone();
    desk.write(move |w| {
        let publication = w.publications().of_event(&id)?.ok_or(ServingError::NoEvent)?;
        manages(w, &device, &publication)?;
        if publication.state != PublicationState::Filling {
            return Err(ServingError::NotFilling);
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
pub async fn open(desk: &Desk, device: &Device, id: &str) -> Result<Stands, ServingError> {
    let (chance, id, device) = (desk.chance(), id.to_owned(), device.clone());
    desk.write(move |w| {
        let mut publication = w.publications().of_event(&id)?.ok_or(ServingError::NoEvent)?;
        manages(w, &device, &publication)?;
        match publication.state {
            PublicationState::Closed => return Err(ServingError::Closed),
            PublicationState::Open => {}
            PublicationState::Filling => {
                publication.state = PublicationState::Open;
                w.publications().put(&publication)?;
                lease::take(w, &id)?;
            }
        }
        stands(w, chance, &publication)
    })
    .await
}

/// Given back: nobody registers here any more, and nothing is sent. By the desk that published it, or an owner's.
pub async fn close(desk: &Desk, device: &Device, id: &str) -> Result<Stands, ServingError> {
    let (chance, now, id, device) = (desk.chance(), desk.now(), id.to_owned(), device.clone());
    desk.write(move |w| {
        let mut publication = w.publications().of_event(&id)?.ok_or(ServingError::NoEvent)?;
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

/// What changed behind `after`, one line each, and the end.
pub async fn feed(
    desk: &Desk,
    id: &str,
    after: i64,
    limit: Option<u32>,
) -> Result<Vec<FeedLine>, ServingError> {
    let (chance, seal) = (desk.chance(), desk.seal().clone());
    let (wanted, limit) = (id.to_owned(), limit.unwrap_or(PAGE).clamp(1, PAGE));
    let read = wanted.clone();
    let epoch = desk
        .write(move |w| {
            if w.publications().of_event(&read)?.is_none() {
                return Err(ServingError::NoEvent);
            }
            // A desk that has read further than this goes: the file was put back by hand, and is another history.
            if after > w.feed().latest(&read)? {
                w.settings().remove(EPOCH)?;
            }
            epoch(w, chance)
        })
        .await?;
    let (rows, settings) = desk
        .read(move |r| {
            if r.publications().of_event(&wanted)?.is_none() {
                return Ok((None, RegistrationSettings::default()));
            }
            let capacity = r.events().registration(&wanted)?.and_then(|registration| registration.capacity);
            let settings = RegistrationSettings { capacity, rules: r.events().rules(&wanted)? };
            Ok((Some(r.feed().after(&wanted, after, limit)?), settings))
        })
        .await?;
    let rows = rows.ok_or(ServingError::NoEvent)?;
    let more = rows.len() == limit as usize;
    let cursor = rows.last().map_or(after, |row| row.seq);
    let mut lines = Vec::with_capacity(rows.len() + 1);
    for row in rows {
        let seq = row.seq;
        lines.push(match row.what {
            Changed::Person(copy) => FeedLine::Person { seq, person: Box::new(Person::told(&seal, *copy)?) },
            Changed::Gone(id) => FeedLine::Gone { seq, id },
            Changed::Registration => FeedLine::Registration { seq, registration: settings.clone() },
        });
    }
    lines.push(FeedLine::End { cursor, more, epoch });
    Ok(lines)
}

/// The desk that published it, an owner's, or any once that one was revoked. What is this service's own is no desk's.
fn manages(w: &Writer<'_>, device: &Device, publication: &PublicationRecord) -> Result<(), ServingError> {
    let Some(publisher) = &publication.device_id else {
        return Err(ServingError::OfThisService(publication.slug.clone()));
    };
    if *publisher == device.id || device.role == DeviceRole::Owner {
        return Ok(());
    }
    let publisher = w.service_devices().by_id(publisher)?;
    if publisher.is_none_or(|publisher| publisher.revoked_at.is_some()) {
        Ok(())
    } else {
        Err(ServingError::OwnerOnly)
    }
}

fn stands(w: &Writer<'_>, chance: Chance, record: &PublicationRecord) -> Result<Stands, ServingError> {
    Ok(Stands {
        slug: record.slug.clone(),
        state: record.state,
        epoch: epoch(w, chance)?,
        cursor: w.feed().latest(&record.event_id)?,
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
