//! "What do the other desks publish?": each paired desk takes a copy of what stands at the service, and works on its list
//! by commands. What is the event's own (title, time, page) stays its desk's.

use jiff::Timestamp;
use lectern_store::Writer;
use lectern_store::published::{PublishedRecord, Standing};

use super::PublishingError;
use crate::desk::Desk;
use crate::history;
use crate::scheduling::owner::ANOTHER_DESK;
use crate::services::{ServiceDeskError, service_desk};
use crate::serving::handed::{Handed, ListedEvent};
use crate::serving::kept;

/// Where the service stands, and what this desk makes of it.
struct Learned<'s> {
    service: &'s str,
    public_origin: &'s str,
    now: Timestamp,
}

/// Nothing where this desk is paired with no service.
pub(super) async fn learn(desk: &Desk) -> Result<(), PublishingError> {
    if service_desk::kept(desk).await?.is_none() {
        return Ok(());
    }
    let _alone = desk.publishing.lock().await;
    let (paired, client) = service_desk::client(desk).await?;
    let listed: Vec<ListedEvent> =
        client.events().await.map_err(|error| ServiceDeskError::of(&paired.origin, error))?;
    for event in listed {
        let (service, public_origin) = (paired.origin.clone(), paired.public_origin.clone());
        let (id, now) = (event.id.clone(), desk.now());
        let taken = desk
            .write(move |w| {
                take(w, &Learned { service: &service, public_origin: &public_origin, now }, event)
            })
            .await;
        if let Err(error) = taken {
            tracing::warn!(%error, event = %id, "an event of the service's could not be taken over");
        }
    }
    Ok(())
}

fn take(w: &Writer<'_>, learned: &Learned<'_>, listed: ListedEvent) -> Result<(), PublishingError> {
    let ListedEvent { id, device, handed, .. } = listed;
    match (w.published().of_event(&id)?, w.events().by_id(&id)?) {
        (Some(known), _) if known.device.is_some() => renew(w, learned, &known, (device, &handed)),
        // This desk's own, which it knows as published.
        (Some(_), _) => Ok(()),
        // Its own from before it was published: this desk was brought back from an older copy.
        (None, Some(event)) if event.owner_id.as_deref() != Some(ANOTHER_DESK) => {
            w.leases().give(&id, learned.now)?;
            w.published().hand_over_planned(&id, learned.now)?;
            begin(w, learned, (&id, None), &handed)
        }
        (None, known) => {
            if known.is_none() {
                let copied = copied(&id, &handed);
                kept::begin(w, &id, &copied.event, Some(ANOTHER_DESK.to_owned()), learned.now)?;
                if copied.event.cancelled {
                    kept::follow(w, &id, &copied.event, learned.now)?;
                }
            }
            w.leases().give(&id, learned.now)?;
            begin(w, learned, (&id, Some(device)), &handed)
        }
    }
}

/// On no calendar of this desk's: nothing there is looked for, changed or cancelled because of it.
fn copied(id: &str, handed: &Handed) -> Handed {
    let mut copied = handed.clone();
    copied.event.transaction_id = format!("copy:{id}");
    copied.event.graph_event_id = format!("copy:{id}");
    copied
}

fn begin(
    w: &Writer<'_>,
    learned: &Learned<'_>,
    (id, device): (&str, Option<String>),
    handed: &Handed,
) -> Result<(), PublishingError> {
    let Handed { registration, slug, look, .. } = handed;
    w.events().open_registration(id, registration.capacity, learned.now)?;
    w.events().set_rules(id, &registration.rules)?;
    w.unheard().begin(id)?;
    w.published().put(&PublishedRecord {
        event_id: id.to_owned(),
        service: learned.service.to_owned(),
        slug: slug.clone(),
        url: format!("{}/e/{slug}", learned.public_origin),
        state: Standing::Published,
        page: serde_json::to_string(look).unwrap_or_else(|_| "{}".into()),
        epoch: String::new(),
        cursor: 0,
        told: if device.is_some() { handed.revision.to_string() } else { String::new() },
        published_at: learned.now,
        synced_at: None,
        problem: None,
        publication: handed.publication.clone(),
        device,
        over_at: None,
        anew: true,
    })?;
    w.changes().record(&history::of_event(id, "published"), learned.now)?;
    Ok(())
}

/// As its desk has it now. A copy that was over goes on, once it is published anew.
fn renew(
    w: &Writer<'_>,
    learned: &Learned<'_>,
    known: &PublishedRecord,
    (device, handed): (String, &Handed),
) -> Result<(), PublishingError> {
    if known.service != learned.service {
        return Ok(());
    }
    let revision = handed.revision.to_string();
    if known.told != revision {
        kept::follow(w, &known.event_id, &copied(&known.event_id, handed).event, learned.now)?;
    }
    let next = PublishedRecord {
        slug: handed.slug.clone(),
        url: format!("{}/e/{}", learned.public_origin, handed.slug),
        page: serde_json::to_string(&handed.look).unwrap_or_else(|_| "{}".into()),
        told: revision,
        publication: handed.publication.clone(),
        device: Some(device),
        over_at: None,
        ..known.clone()
    };
    if next == *known { Ok(()) } else { Ok(w.published().put(&next)?) }
}
