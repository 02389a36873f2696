//! Whoever is on the list of an event that is moved or called off is told, once for each change that they did not hear of
//! yet: planned with the change, by the outbox that sends the event's messages. Where a service does, it is told with
//! the change that people are to be told.

use jiff::Timestamp;
use lectern_domain::message::{ChannelKind, MessageKind};
use lectern_domain::moved::{self, EventTime, Known, Told};
use lectern_store::events::EventRecord;
use lectern_store::messages::{Heard, SkipReason};
use lectern_store::{Reader, StoreError, Writer};
use serde::Serialize;
use ts_rs::TS;

use super::{channel, lease, notice};
use crate::chance::Chance;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::scheduling::series;

/// What the organizer chose last, where she was asked.
const TELL: &str = "tell-of-changes";

/// What is asked before an event is moved or called off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct TellChoice {
    /// So many would get a mail: who knows a time of the event. Guests are told through who brings them along.
    pub people: u32,
    /// As chosen last; at first they are told.
    pub tell: bool,
    /// A service sends them, at once and by itself.
    pub by_service: bool,
}

pub async fn choice(desk: &Desk, event_id: &str) -> Result<TellChoice, DeskError> {
    let (id, now) = (event_id.to_owned(), desk.now());
    desk.read(move |r| {
        let over = match r.events().by_id(&id)? {
            Some(event) => is_over(r, event, now)?,
            None => true,
        };
        let heard = if over { Vec::new() } else { r.messages().heard(&id)? };
        let people = heard.iter().filter(|one| one.waiting.is_some() || one.knows()).count();
        Ok(TellChoice {
            people: u32::try_from(people).unwrap_or(u32::MAX),
            tell: wished(r)?,
            by_service: !lease::is_here(r, &id)?,
        })
    })
    .await
}

/// As chosen last.
pub(crate) fn wished(r: &Reader<'_>) -> Result<bool, StoreError> {
    Ok(r.settings().get(TELL)?.unwrap_or(true))
}

fn is_over(r: &Reader<'_>, event: EventRecord, now: Timestamp) -> Result<bool, StoreError> {
    Ok(series::current(r, event, now)?.end <= now)
}

/// Plans what people are told of a change, inside the transaction that writes it down.
#[derive(Clone, Copy)]
pub(crate) struct Teller {
    chance: Chance,
    channel: ChannelKind,
    now: Timestamp,
}

impl Teller {
    pub async fn of(desk: &Desk) -> Result<Self, DeskError> {
        let channel = channel::chosen(desk).await?.map_or(ChannelKind::AcsEmail, |settings| settings.kind);
        Ok(Self { chance: desk.chance(), channel, now: desk.now() })
    }

    /// What the organizer chose: kept for the next time. `None`: nobody was asked, and nobody is told.
    pub fn chosen(w: &Writer<'_>, tell: Option<bool>) -> Result<bool, StoreError> {
        if let Some(tell) = tell {
            w.settings().set(TELL, &tell)?;
        }
        Ok(tell.unwrap_or(false))
    }

    /// After the event's row was changed. `before`: as it was until then.
    pub fn moved(&self, w: &Writer<'_>, before: &EventRecord, tell: bool) -> Result<(), StoreError> {
        let event = w.events().get(&before.id)?;
        let (was, now) = (time(before), time(&event));
        if (&was, &before.recurrence) == (&now, &event.recurrence) || !self.is_ours(w, &event, tell)? {
            return Ok(());
        }
        let series = event.recurrence.is_some();
        for person in w.messages().heard(&event.id)? {
            let known = if series { known_of_series(&person) } else { known(w, &event.id, &person, &was)? };
            // A series is at many times, so nothing is said of the one before.
            match (moved::told(known, &now, tell), series) {
                (Told::Moved(was), false) => self.plan(w, &person, MessageKind::Moved, Some(&was), &event)?,
                (Told::TakenBack, false) => {
                    if let Some(id) = &person.waiting {
                        let why = "The event was moved back before this was sent.";
                        w.messages().skip(id, self.now, SkipReason::Impossible, Some(why))?;
                    }
                }
                (_, true) if tell && person.knows() && person.waiting.is_none() => {
                    self.plan(w, &person, MessageKind::Moved, None, &event)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// After the event's row was cancelled and what was planned of it skipped: who was never told that there is such an
    /// event is not told that there is none.
    pub fn called_off(&self, w: &Writer<'_>, event_id: &str, tell: bool) -> Result<(), StoreError> {
        let event = w.events().get(event_id)?;
        if !self.is_ours(w, &event, tell)? || !tell {
            return Ok(());
        }
        for person in w.messages().heard(event_id)?.iter().filter(|person| person.knows()) {
            self.plan(w, person, MessageKind::CalledOff, None, &event)?;
        }
        Ok(())
    }

    /// Whether something is to be planned here. A service is told when people are to be told; what is over concerns
    /// nobody.
    fn is_ours(&self, w: &Writer<'_>, event: &EventRecord, tell: bool) -> Result<bool, StoreError> {
        if tell {
            w.events().set_tell_at(&event.id, Some(event.updated_at))?;
        }
        let r = w.reader();
        Ok(lease::is_here(&r, &event.id)? && !is_over(&r, event.clone(), self.now)?)
    }

    fn plan(
        &self,
        w: &Writer<'_>,
        person: &Heard,
        kind: MessageKind,
        was: Option<&EventTime>,
        event: &EventRecord,
    ) -> Result<(), StoreError> {
        let message = notice(self.chance, &person.registrant_id, kind, self.channel, self.now);
        let id = message.id.clone();
        w.messages().plan_many(&event.id, &[message], self.now)?;
        was.map_or(Ok(()), |was| w.messages().set_was(&id, was))
    }
}

fn time(event: &EventRecord) -> EventTime {
    EventTime { start: event.start, end: event.end, zone: event.zone.clone() }
}

fn known_of_series(person: &Heard) -> Known {
    if person.waiting.is_some() { Known::Waiting(None) } else { Known::Nothing }
}

/// A move that nobody was told of lies in between where somebody was told an earlier time.
fn known(w: &Writer<'_>, event_id: &str, person: &Heard, was: &EventTime) -> Result<Known, StoreError> {
    if person.waiting.is_some() {
        return Ok(Known::Waiting(person.was.clone()));
    }
    let Some(heard_at) = person.heard_at.filter(|_| person.knows()) else { return Ok(Known::Nothing) };
    let since = w.notices().moved_since(event_id, heard_at)?;
    Ok(Known::Time(since.map_or_else(
        || was.clone(),
        |since| EventTime { start: since.start, end: since.end, zone: since.zone },
    )))
}
