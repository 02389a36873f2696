//! An event's list inside one transaction: every step from one status to another goes through here, with the ticket,
//! the message and the entry in the history that belong to it.

use lectern_domain::event::EventState;
use lectern_domain::message::{MessageKind, MessageState};
use lectern_domain::registration::{
    Admission, Offer, Places, RegistrantStatus, Rules, offer, place, promotable,
};
use lectern_store::Writer;
use lectern_store::events::EventRecord;
use lectern_store::registrants::RegistrantRecord;
use serde_json::{Value, json};

use super::register::Registrar;
use super::{RegistrationError, open_event};
use crate::history;

/// Who acts when nobody does: promotion and expiry.
const BY_ITSELF: &str = "Lectern";
/// So many of the queue are looked at in one go.
const GO: u32 = 200;

pub(crate) struct Roll<'t> {
    pub w: &'t Writer<'t>,
    pub registrar: &'t Registrar,
    pub event: EventRecord,
    pub rules: Rules,
}

/// What became of somebody who was to be seated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seated {
    Registered,
    Waitlisted,
    Full,
}

/// Nothing is decided here about an event that a service decides about: what no command says yet is refused.
fn here(w: &Writer<'_>, id: &str) -> Result<(), RegistrationError> {
    match w.published().of_event(id)? {
        Some(copy) if copy.over_at.is_some() => Err(RegistrationError::Over),
        Some(_) => Err(RegistrationError::Elsewhere),
        None => Ok(()),
    }
}

impl<'t> Roll<'t> {
    /// As [`Self::open`], and also for an event that was cancelled: people may always be taken off.
    pub fn any(w: &'t Writer<'t>, registrar: &'t Registrar, id: &str) -> Result<Self, RegistrationError> {
        here(w, id)?;
        match Self::open(w, registrar, id) {
            Err(RegistrationError::Cancelled | RegistrationError::NotOpen) => {
                let event = w.events().get(id)?;
                Ok(Self { w, registrar, event, rules: Rules::default() })
            }
            roll => roll,
        }
    }

    /// The list of an event whose registration is open, with everything that is over by now settled first.
    pub fn open(w: &'t Writer<'t>, registrar: &'t Registrar, id: &str) -> Result<Self, RegistrationError> {
        here(w, id)?;
        let event = open_event(w.events().by_id(id)?, id)?;
        let rules = w.events().rules(id)?;
        let mut roll = Self { w, registrar, event, rules };
        if roll.lapse()? > 0 {
            roll.fill()?;
        }
        roll.event = open_event(w.events().by_id(id)?, id)?;
        Ok(roll)
    }

    /// After the places or the rules were changed.
    pub fn again(&mut self) -> Result<(), RegistrationError> {
        self.event = open_event(self.w.events().by_id(&self.event.id)?, &self.event.id)?;
        self.rules = self.w.events().rules(&self.event.id)?;
        self.fill()
    }

    pub fn places(&self) -> Result<Places, RegistrationError> {
        let capacity = self.event.registration.and_then(|registration| registration.capacity);
        Ok(self.w.registrants().places(&self.event.id, capacity)?)
    }

    /// Those of `ids` who are on this event's list, in the order given. An id from elsewhere changes nothing, and nothing
    /// more happens to somebody who was erased.
    pub fn people(&self, ids: &[String]) -> Result<Vec<RegistrantRecord>, RegistrationError> {
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.extend(
                self.w
                    .registrants()
                    .by_id(id)?
                    .filter(|person| person.event_id == self.event.id && !person.erased),
            );
        }
        Ok(found)
    }

    /// One of this list, as they stand now; nobody who was erased.
    pub fn person(&self, id: &str) -> Result<RegistrantRecord, RegistrationError> {
        let found = self.row(id)?;
        if found.erased { Err(RegistrationError::Erased) } else { Ok(found) }
    }

    fn row(&self, id: &str) -> Result<RegistrantRecord, RegistrationError> {
        let found = self.w.registrants().by_id(id)?.filter(|person| person.event_id == self.event.id);
        found.ok_or(RegistrationError::NoRegistrant)
    }

    /// A place for a party, or the queue, as the rules say. `back`: to where they stood in the queue before.
    pub fn seat(&self, host: &str, kind: MessageKind, back: bool) -> Result<Seated, RegistrationError> {
        let party = self.w.registrants().party(host)?;
        let seats = u32::try_from(party.len()).unwrap_or(u32::MAX);
        match place(self.rules.waitlist, self.places()?, seats) {
            Admission::Admitted => {
                self.admit(&party, kind)?;
                Ok(Seated::Registered)
            }
            // A guest does not wait without the host.
            Admission::Waitlisted { .. } if self.row(host)?.guest_of.is_none() => {
                self.w.registrants().enqueue(&party, back)?;
                self.tell(host, MessageKind::Waitlisted)?;
                Ok(Seated::Waitlisted)
            }
            _ => Ok(Seated::Full),
        }
    }

    /// The place is theirs: the ticket from before works again, or they get one.
    pub fn admit(&self, party: &[String], kind: MessageKind) -> Result<(), RegistrationError> {
        let now = self.registrar.now;
        self.w.registrants().set_status(party, RegistrantStatus::Registered, now)?;
        for id in party {
            match self.w.tickets().of_registrant(id)? {
                None => self.registrar.give_tickets(self.w, std::slice::from_ref(id))?,
                // The old one may be in somebody else's hands.
                Some(_) if self.gave_away(id)? => {
                    self.w.tickets().reissue(&self.registrar.ticket(id), now)?;
                }
                Some(_) => drop(self.w.tickets().reinstate(std::slice::from_ref(id))?),
            }
            self.tell(id, kind)?;
        }
        Ok(())
    }

    fn gave_away(&self, id: &str) -> Result<bool, RegistrationError> {
        Ok(self.w.changes().of_registrant(id)?.iter().any(|change| change.what == "transferred"))
    }

    /// To a status without a place; whoever had a ticket has none that works any more.
    pub fn unseat(
        &self,
        party: &[String],
        status: RegistrantStatus,
        kind: MessageKind,
    ) -> Result<Vec<String>, RegistrationError> {
        let now = self.registrar.now;
        let gone = self.w.registrants().set_status(party, status, now)?;
        self.w.tickets().revoke(&gone, now)?;
        for id in &gone {
            self.tell(id, kind)?;
        }
        Ok(gone)
    }

    /// What is planned about an earlier state is not so any more; then this is planned, where it is news.
    pub fn tell(&self, id: &str, kind: MessageKind) -> Result<(), RegistrationError> {
        let (messages, now) = (self.w.messages(), self.registrar.now);
        let one = [id.to_owned()];
        messages.skip_planned_for(&one, now)?;
        let last = messages.last_told(id)?;
        let news = match kind {
            // A confirmation that had not left when its reader was removed leaves now, the same as it was.
            MessageKind::Confirmation | MessageKind::Approved => {
                messages.replan_for(&one, now)? == 0
                    && (!last.is_some_and(MessageKind::admits) || messages.missed_move(id)?)
            }
            // Who was never told that they are on the list is not told that they are off it.
            MessageKind::Cancelled => last.is_some_and(|last| last != MessageKind::Cancelled),
            MessageKind::Offered | MessageKind::Moved | MessageKind::CalledOff => true,
            MessageKind::Waitlisted | MessageKind::Pending | MessageKind::Rejected => last != Some(kind),
        };
        // Guests have no mailbox of their own: their tickets go to the host, and the rest the host hears once.
        let to_host = !kind.admits() && self.row(id)?.guest_of.is_some();
        if news && !to_host {
            messages.plan_many(&self.event.id, &[self.registrar.notice(id, kind)], now)?;
        }
        Ok(())
    }

    /// Free places go to the queue, as far as they reach.
    pub fn fill(&self) -> Result<(), RegistrationError> {
        if self.event.state == EventState::Cancelled {
            return Ok(());
        }
        loop {
            let queue = self.w.registrants().head_of_queue(&self.event.id, GO)?;
            let given = promotable(self.places()?, queue.iter().map(|party| party.seats));
            for party in &queue[..given] {
                if !self.promote(&party.id)? {
                    return Ok(());
                }
            }
            if given < GO as usize {
                return Ok(());
            }
        }
    }

    /// `false`: the event has begun, and nobody is called any more.
    fn promote(&self, host: &str) -> Result<bool, RegistrationError> {
        let party = self.w.registrants().party(host)?;
        match offer(&self.rules, self.registrar.now, self.event.start) {
            Offer::TooLate => return Ok(false),
            Offer::Place => {
                self.admit(&party, MessageKind::Confirmation)?;
                self.by_itself(host, "promoted", &json!({}))?;
            }
            Offer::Until(until) => {
                self.w.registrants().offer(&party, until)?;
                self.tell(host, MessageKind::Offered)?;
                self.by_itself(host, "offered", &json!({"until": until.to_string()}))?;
            }
        }
        Ok(true)
    }

    /// Offers that nobody took in time; how many ended. Who was never told of the offer, since the message still
    /// waits to be sent, loses nothing by it: the time begins anew.
    fn lapse(&self) -> Result<usize, RegistrationError> {
        let (now, mut ended) = (self.registrar.now, 0);
        for lapsed in self.w.registrants().lapsed(now)? {
            if lapsed.event_id != self.event.id {
                continue;
            }
            let host = lapsed.registrant_id;
            let party = self.w.registrants().party(&host)?;
            let untold = self.w.messages().of_registrant(&host)?.into_iter().rev().find_map(|message| {
                (message.kind == MessageKind::Offered).then_some(message.state == MessageState::Planned)
            });
            if let (Some(true), Offer::Until(until)) = (untold, offer(&self.rules, now, self.event.start)) {
                self.w.registrants().offer(&party, until)?;
                continue;
            }
            self.unseat(&party, RegistrantStatus::Cancelled, MessageKind::Cancelled)?;
            self.by_itself(&host, "offer-expired", &json!({}))?;
            ended += 1;
        }
        Ok(ended)
    }

    /// Into the history, by the person at this desk.
    pub fn note(&self, id: &str, what: &'static str, detail: Option<Value>) -> Result<(), RegistrationError> {
        self.record(&self.registrar.who, id, what, detail.unwrap_or_else(|| json!({})))
    }

    fn by_itself(&self, id: &str, what: &'static str, detail: &Value) -> Result<(), RegistrationError> {
        self.record(BY_ITSELF, id, what, detail.clone())
    }

    /// With the status that the step led to.
    fn record(
        &self,
        who: &str,
        id: &str,
        what: &'static str,
        mut detail: Value,
    ) -> Result<(), RegistrationError> {
        detail["now"] = json!(self.row(id)?.status);
        let change = history::of_person(who, &self.event.id, id, what, detail);
        Ok(self.w.changes().record(&change, self.registrar.now)?)
    }
}
