//! For every paired desk: which events are published here, and whom a desk has that this service lacks.

use std::collections::BTreeSet;

use lectern_domain::event::PublicationState;
use lectern_domain::registration::RegistrantStatus;
use lectern_store::publications::PublicationRecord;
use lectern_store::{StoreError, Writer};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ServingError;
use super::current::find;
use super::devices::Device;
use super::handed::{Handed, HandedEvent, ListedEvent, Person};
use super::publication::PageLook;
use super::publishing::BATCH;
use crate::desk::Desk;
use crate::registration::settings::RegistrationSettings;

/// Those that are open, by their address.
pub async fn events(desk: &Desk, device: &Device) -> Result<Vec<ListedEvent>, ServingError> {
    let asks = device.id.clone();
    let found = desk
        .read(move |r| {
            let open = r.publications().list()?.into_iter();
            let open = open.filter(|found| found.state == PublicationState::Open);
            let mut listed = Vec::new();
            for record in open {
                let Some(publisher) = &record.device_id else { continue };
                let device = r.service_devices().by_id(publisher)?.map(|device| device.name);
                let own = *publisher == asks;
                let (id, device) = (record.event_id.clone(), device.unwrap_or_default());
                listed.push(ListedEvent { device, own, handed: handed(r, record)?, id });
            }
            Ok(listed)
        })
        .await?;
    Ok(found)
}

fn handed(r: &lectern_store::Reader<'_>, record: PublicationRecord) -> Result<Handed, StoreError> {
    let event = r.events().get(&record.event_id)?;
    let capacity = event.registration.and_then(|registration| registration.capacity);
    Ok(Handed {
        publication: record.publication,
        slug: record.slug,
        look: PageLook::read(&record.page),
        revision: record.updated_at,
        registration: RegistrationSettings { capacity, rules: r.events().rules(&record.event_id)? },
        event: HandedEvent { moved: r.notices().said_of_move(&record.event_id)?, ..HandedEvent::of(event) },
    })
}

/// Whom a desk has, and this service, brought back from an older copy, has not.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Returned {
    /// On the list now, or already.
    pub taken: Vec<String>,
    /// No place is left for them.
    pub full: Vec<String>,
}

/// With the ticket that they have, as they stood; a place only where one is left. Nobody is written to. Whoever is here
/// by now, under this id or this address, stays as they are.
pub async fn take_back(
    desk: &Desk,
    (id, publication): (&str, &str),
    people: Vec<Person>,
) -> Result<Returned, ServingError> {
    if people.len() > BATCH {
        return Err(ServingError::Unfit(format!("At most {BATCH} people are taken at a time.")));
    }
    let (seal, chance) = (desk.seal().clone(), desk.chance());
    let (id, publication) = (id.to_owned(), publication.to_owned());
    desk.write(move |w| {
        match find(w, &id, &publication)?.state {
            PublicationState::Open => {}
            PublicationState::Filling => return Err(ServingError::Closed),
            PublicationState::Closed => return Err(ServingError::Ended),
        }
        let (mut returned, mut lacking) = (Returned::default(), BTreeSet::new());
        for person in people {
            let (who, host) = (person.id.clone(), person.guest_of.clone());
            let email = person.email_normalized.clone();
            let known = w.registrants().by_id(&who)?.is_some()
                || (host.is_none() && w.registrants().by_email(&id, &email)?.is_some());
            if known {
                returned.taken.push(who);
                continue;
            }
            let hostless = match &host {
                Some(host) => lacking.contains(host) || w.registrants().by_id(host)?.is_none(),
                None => false,
            };
            if hostless || (holds(&person) && !free(w, &id)?) {
                lacking.insert(who.clone());
                returned.full.push(who);
                continue;
            }
            let mut copy = person
                .sealed(&seal, chance)
                .ok_or_else(|| ServingError::Unfit("A ticket's code can't be read.".into()))?;
            copy.planned.clear();
            w.registrants().put_copies(&id, &[copy])?;
            returned.taken.push(who);
        }
        Ok(returned)
    })
    .await
}

/// A place is theirs, or kept for them.
fn holds(person: &Person) -> bool {
    matches!(person.status, RegistrantStatus::Registered | RegistrantStatus::Offered)
}

fn free(w: &Writer<'_>, id: &str) -> Result<bool, StoreError> {
    let capacity = w.events().registration(id)?.and_then(|registration| registration.capacity);
    Ok(w.registrants().places(id, capacity)?.fits(1))
}
