//! What a person does about the queue: take an offered place for somebody who said yes, or call somebody before their
//! turn. The rest the queue does by itself.

use std::sync::Weak;
use std::time::Duration;

use lectern_domain::message::MessageKind;
use lectern_domain::registration::RegistrantStatus;
use lectern_store::Writer;

use super::RegistrationError;
use super::list::RegistrantRow;
use super::register::Registrar;
use super::roll::Roll;
use crate::backup::held;
use crate::desk::Desk;
use crate::publishing::ask;
use crate::serving::commands::Command;

/// A clock that was set, or a computer that slept, is noticed after this long.
const LOOK: Duration = Duration::from_secs(30);

/// The offered place becomes theirs. After its time it is gone, whoever comes.
pub async fn take_offer(
    desk: &Desk,
    id: &str,
    registrant_id: &str,
) -> Result<RegistrantRow, RegistrationError> {
    if let Some(asked) = ask::ask(desk, id, Command::TakeOffer { person: registrant_id.into() }).await? {
        return ask::row(desk, asked).await;
    }
    let registrar = Registrar::of(desk).await?;
    let (id, registrant_id) = (id.to_owned(), registrant_id.to_owned());
    desk.write(move |w| accept(w, &registrar, &id, &registrant_id))
        .await
        // What has lapsed stays lapsed, also where this is refused.
        .and_then(|row| match row.status {
            RegistrantStatus::Registered => Ok(row),
            _ => Err(RegistrationError::NoOffer),
        })
}

/// As [`take_offer`], inside a transaction; who is not registered then had no offer any more.
pub(crate) fn accept(
    w: &Writer<'_>,
    registrar: &Registrar,
    id: &str,
    registrant_id: &str,
) -> Result<RegistrantRow, RegistrationError> {
    let roll = Roll::open(w, registrar, id)?;
    let person = roll.person(registrant_id)?;
    if person.status == RegistrantStatus::Offered {
        // The offer is the whole party's.
        let host = person.guest_of.unwrap_or(person.id);
        roll.admit(&w.registrants().party(&host)?, MessageKind::Confirmation)?;
        roll.note(&host, "accepted", None)?;
    }
    Ok(RegistrantRow::from(roll.person(registrant_id)?))
}

/// Before their turn, because a person says so: to the head of the queue, and to a place if one is free.
pub async fn promote(desk: &Desk, id: &str, registrant_id: &str) -> Result<RegistrantRow, RegistrationError> {
    if let Some(asked) = ask::ask(desk, id, Command::Promote { person: registrant_id.into() }).await? {
        return ask::row(desk, asked).await;
    }
    let registrar = Registrar::of(desk).await?;
    let (id, registrant_id) = (id.to_owned(), registrant_id.to_owned());
    desk.write(move |w| call(w, &registrar, &id, &registrant_id)).await
}

/// As [`promote`], inside a transaction.
pub(crate) fn call(
    w: &Writer<'_>,
    registrar: &Registrar,
    id: &str,
    registrant_id: &str,
) -> Result<RegistrantRow, RegistrationError> {
    let roll = Roll::open(w, registrar, id)?;
    let person = roll.person(registrant_id)?;
    if person.status != RegistrantStatus::Waitlisted || person.guest_of.is_some() {
        return Err(RegistrationError::NotWaiting);
    }
    w.registrants().to_the_front(&person.id)?;
    roll.note(&person.id, "moved-to-front", None)?;
    roll.fill()?;
    Ok(RegistrantRow::from(roll.person(registrant_id)?))
}

/// Ends the offers whose time is over and gives their places on; over all events. How many events were touched. In a
/// copy that was brought back nothing is given on until its organizer has looked: the next in the queue may have been
/// called since.
pub async fn sweep(desk: &Desk) -> Result<usize, RegistrationError> {
    if held::waits(desk).await? {
        return Ok(0);
    }
    let now = desk.now();
    let mut events: Vec<String> = desk
        .read(move |r| r.registrants().lapsed(now))
        .await?
        .into_iter()
        .map(|over| over.event_id)
        .collect();
    events.sort_unstable();
    events.dedup();
    let registrar = Registrar::of(desk).await?;
    let mut touched = 0;
    for id in events {
        let registrar = registrar.clone();
        let swept = desk.write(move |w| Roll::open(w, &registrar, &id).map(drop)).await;
        match swept {
            Ok(()) => touched += 1,
            // A cancelled event has no places to give on, and a published one's are given on by its service.
            Err(RegistrationError::Cancelled | RegistrationError::Elsewhere | RegistrationError::Over) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(touched)
}

/// Sweeps whenever an offer ends, as long as the desk is open; it does not hold it open.
pub async fn watch(desk: Weak<Desk>) {
    loop {
        let Some(open) = desk.upgrade() else { return };
        if let Err(error) = sweep(&open).await {
            tracing::warn!(%error, "offers that are over could not be given on; tried again later");
        }
        let next = open.read(|r| r.registrants().next_offer_end()).await.ok().flatten();
        let left = next.and_then(|end| Duration::try_from(end.duration_since(open.now())).ok());
        drop(open);
        tokio::time::sleep(left.unwrap_or(LOOK).clamp(Duration::from_millis(500), LOOK)).await;
    }
}
