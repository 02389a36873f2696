//! A person's own page: where they stand, and what they can do about it. All of it is what a desk would do for them.

use lectern_domain::event::PublicationState;
use lectern_domain::language::Language;
use lectern_domain::registration::{Answers, RegistrantStatus, Source};
use lectern_store::registrants::RegistrantRecord;

use super::code::{Found, holder, parse};
use super::show::{EventPage, Stand, page};
use super::{PageError, Reception};
use crate::desk::Desk;
use crate::registration::form::{Fault, Field, faults};
use crate::registration::list::RegistrantRow;
use crate::registration::register::{NewRegistrant, named_by_another};
use crate::registration::{RegistrationError, amend, queue, remove, transfer};
use crate::serving::ServingError;

pub struct PersonPage {
    pub event: EventPage,
    pub person: RegistrantRow,
    pub answers: Answers,
    pub guests: Vec<RegistrantRow>,
    /// The code is a ticket's: it leads into the event.
    pub ticket: bool,
    pub may: May,
}

/// What can be done now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one button")]
pub struct May {
    pub change: bool,
    pub cancel: bool,
    pub transfer: bool,
    pub accept: bool,
}

/// What became of a change of one's own registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    Done,
    Wrong(Vec<(Field, Fault)>),
    /// The place can't go there: whether that person is on the list is not this one's to know.
    NotTo,
}

/// `None`: the code opens nothing.
pub async fn show(desk: &Desk, code: &str) -> Result<Option<PersonPage>, PageError> {
    let Some(found) = parse(desk, code).await.map_err(ServingError::from)? else { return Ok(None) };
    let (now, ticket) = (desk.now(), matches!(found, Found::Ticket(_)));
    let read = desk
        .read(move |r| {
            let Some(person) = holder(r, &found)? else { return Ok(None) };
            let Some(event) = r.events().by_id(&person.event_id)? else { return Ok(None) };
            let publication = r.publications().of_event(&event.id)?;
            let Some(publication) = publication.filter(|found| found.state != PublicationState::Filling)
            else {
                return Ok(None);
            };
            let mut guests = Vec::new();
            for guest in r.registrants().guests(&person.id)? {
                guests.extend(r.registrants().by_id(&guest)?.filter(|guest| guest.status.is_live()));
            }
            let here = publication.state == PublicationState::Open;
            let event = page(r, event, &publication, now)?;
            let answers = r.answers().of_registrant(&person.id)?;
            let may = if here { may(&event, &person) } else { May::default() };
            let guests = guests.into_iter().map(RegistrantRow::from).collect();
            Ok(Some(PersonPage { event, person: person.into(), answers, guests, ticket, may }))
        })
        .await
        .map_err(ServingError::from)?;
    Ok(read)
}

/// Registration may be closed: who is on the list stays their own master until the event is over.
fn may(event: &EventPage, person: &RegistrantRecord) -> May {
    if matches!(event.stand, Stand::Cancelled | Stand::Over | Stand::Elsewhere) {
        return May::default();
    }
    let host = person.guest_of.is_none();
    let placed = person.status == RegistrantStatus::Registered;
    May {
        change: host && person.status.is_live(),
        cancel: person.status.is_live(),
        transfer: placed && person.guests == 0,
        accept: host && person.status == RegistrantStatus::Offered,
    }
}

impl Reception {
    /// Who they are, if they may do this now.
    async fn master(
        &self,
        desk: &Desk,
        code: &str,
        wanted: fn(May) -> bool,
    ) -> Result<(String, PersonPage, String), PageError> {
        let page = show(desk, code).await?.ok_or(PageError::None)?;
        if !wanted(page.may) {
            return Err(PageError::NotNow);
        }
        let id = page.person.id.clone();
        let asked = id.clone();
        let event = desk
            .read(move |r| Ok(r.registrants().by_id(&asked)?.map(|person| person.event_id)))
            .await
            .map_err(ServingError::from)?;
        Ok((event.ok_or(PageError::None)?, page, id))
    }

    /// The place, or the place in the queue, goes back; guests' with it.
    pub async fn cancel(&self, desk: &Desk, code: &str) -> Result<(), PageError> {
        let (event, _, id) = self.master(desk, code, |may| may.cancel).await?;
        self.change(desk, None, move |w, registrar| {
            remove::off(w, registrar, &event, std::slice::from_ref(&id)).map(drop)
        })
        .await
    }

    /// `false`: the offer was over.
    pub async fn accept(&self, desk: &Desk, code: &str) -> Result<bool, PageError> {
        let (event, _, id) = self.master(desk, code, |may| may.accept).await?;
        let row =
            self.change(desk, None, move |w, registrar| queue::accept(w, registrar, &event, &id)).await?;
        Ok(row.status == RegistrantStatus::Registered)
    }

    /// Name, company and answers.
    pub async fn amend(&self, desk: &Desk, code: &str, new: NewRegistrant) -> Result<Changed, PageError> {
        let (event, page, id) = self.master(desk, code, |may| may.change).await?;
        let asked = NewRegistrant { email: page.person.email.clone(), guests: None, ..new };
        let mut wrong = faults(&asked, &page.event.rules);
        // They are on the list, whichever domains may come now.
        wrong.retain(|(field, _)| *field != Field::Email);
        if !wrong.is_empty() {
            return Ok(Changed::Wrong(wrong));
        }
        self.change(desk, None, move |w, registrar| amend::amend(w, registrar, (&event, &id), &asked))
            .await?;
        Ok(Changed::Done)
    }

    /// Somebody else comes instead. The questions stay open for them.
    pub async fn transfer(
        &self,
        desk: &Desk,
        code: &str,
        to: NewRegistrant,
        language: Language,
    ) -> Result<Changed, PageError> {
        let (event, _, id) = self.master(desk, code, |may| may.transfer).await?;
        let wrong = faults(&to, &lectern_domain::registration::Rules::default());
        if !wrong.is_empty() {
            return Ok(Changed::Wrong(wrong));
        }
        let moved = self.change(desk, Some(language), move |w, registrar| {
            transfer::give(w, registrar, (&event, &id), Source::Page, |_| named_by_another(&to))
        });
        match moved.await {
            Ok(_) => Ok(Changed::Done),
            Err(PageError::Registration(RegistrationError::Field { field: "email", .. })) => {
                Ok(Changed::NotTo)
            }
            Err(PageError::Registration(RegistrationError::NoPlace | RegistrationError::HasGuests)) => {
                Err(PageError::NotNow)
            }
            Err(other) => Err(other),
        }
    }
}
