//! What goes between a desk and the service that decides about its events: the event, its people, and the answers.

use std::collections::BTreeSet;

use jiff::Timestamp;
use lectern_domain::event::{EventState, PublicationState};
use lectern_domain::language::Language;
use lectern_domain::message::MessageKind;
use lectern_domain::registration::{Answer, Answers, RegistrantStatus, Source};
use lectern_domain::ticket::TicketCode;
use lectern_store::events::EventRecord;
use lectern_store::registrants::{PastChange, PastMessage, PersonCopy, TicketCopy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::publication::PageLook;
use crate::chance::Chance;
use crate::error::DeskError;
use crate::registration::register::TICKET_CONTEXT;
use crate::registration::settings::RegistrationSettings;
use crate::registration::ticket;
use crate::seal::Seal;

/// An event as its desk has it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HandedEvent {
    pub transaction_id: String,
    pub title: String,
    pub description: String,
    pub start: Timestamp,
    pub end: Timestamp,
    pub zone: String,
    pub cancelled: bool,
    pub cancel_comment: Option<String>,
    pub graph_event_id: String,
    pub ical_uid: Option<String>,
    pub meeting_id: Option<String>,
    pub join_url: Option<String>,
    pub web_link: Option<String>,
    pub organizer_name: Option<String>,
    pub organizer_email: Option<String>,
    pub ics_sequence: u32,
    /// What the organizer says about its newest move.
    #[serde(default)]
    pub moved: Option<String>,
    /// The last change that its people are to be told about.
    #[serde(default)]
    pub tell_at: Option<Timestamp>,
}

impl HandedEvent {
    pub(crate) fn of(event: EventRecord) -> Self {
        Self {
            transaction_id: event.transaction_id,
            title: event.title,
            description: event.description,
            start: event.start,
            end: event.end,
            zone: event.zone,
            cancelled: event.state == EventState::Cancelled,
            cancel_comment: event.cancel_comment,
            graph_event_id: event.graph_event_id.unwrap_or_default(),
            ical_uid: event.ical_uid,
            meeting_id: event.meeting_id,
            join_url: event.join_url,
            web_link: event.web_link,
            organizer_name: event.organizer_name,
            organizer_email: event.organizer_email,
            ics_sequence: event.ics_sequence,
            moved: None,
            tell_at: None,
        }
    }
}

/// An event with the page that it is to have.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Handed {
    /// Which one of the event's publications this is: an id of the desk's, another one each time.
    #[serde(default)]
    pub publication: String,
    pub slug: String,
    pub look: PageLook,
    pub event: HandedEvent,
    /// Counts while the people are handed over; afterwards it changes by commands.
    pub registration: RegistrationSettings,
    /// When the desk changed it last: an older one changes nothing.
    pub revision: Timestamp,
}

/// Where an event stands at the service.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Stands {
    pub slug: String,
    pub state: PublicationState,
    /// Of which history the cursors are.
    pub epoch: String,
    pub cursor: i64,
    #[serde(default)]
    pub publication: String,
    /// Everybody had been handed over, and this service decided.
    #[serde(default)]
    pub opened: bool,
}

/// An event that is published, for every paired desk.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ListedEvent {
    pub id: String,
    /// The desk that published it, by its name.
    pub device: String,
    /// The one that asks is that desk.
    pub own: bool,
    pub handed: Handed,
}

/// Everything about one person on the list.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    pub id: String,
    pub name: String,
    pub email: String,
    pub email_normalized: String,
    pub company: Option<String>,
    pub status: RegistrantStatus,
    pub source: Source,
    pub registered_at: Timestamp,
    pub cancelled_at: Option<Timestamp>,
    pub guest_of: Option<String>,
    pub queue_number: Option<i64>,
    pub offer_until: Option<Timestamp>,
    pub group: Option<String>,
    #[serde(default)]
    pub note: String,
    pub erased_at: Option<Timestamp>,
    #[serde(default)]
    pub tags: BTreeSet<String>,
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, Answer>)]
    pub answers: Answers,
    pub ticket: Option<HandedTicket>,
    /// What they are still to be told.
    #[serde(default)]
    pub planned: Vec<MessageKind>,
    #[serde(default)]
    pub language: Option<Language>,
    /// What they were told.
    #[serde(default)]
    pub told: Vec<PastMessage>,
    /// Who did what to their registration.
    #[serde(default)]
    pub history: Vec<PastChange>,
}

/// A ticket as it goes from one paired side to the other, which seals it again.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HandedTicket {
    code: String,
    issued_at: Timestamp,
    revoked_at: Option<Timestamp>,
}

impl std::fmt::Debug for HandedTicket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HandedTicket").field("revoked_at", &self.revoked_at).finish_non_exhaustive()
    }
}

/// One line of the feed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FeedLine {
    Person {
        seq: i64,
        person: Box<Person>,
    },
    Gone {
        seq: i64,
        id: String,
    },
    Registration {
        seq: i64,
        registration: RegistrationSettings,
    },
    /// The last one: from where to read on, and whether there is more.
    End {
        cursor: i64,
        more: bool,
        epoch: String,
        #[serde(default)]
        publication: String,
        state: PublicationState,
        #[serde(default)]
        opened: bool,
    },
}

impl Person {
    pub(crate) fn told(seal: &Seal, copy: PersonCopy) -> Result<Self, DeskError> {
        let code =
            copy.ticket.as_ref().map(|ticket| ticket::opened(seal, &ticket.code_sealed)).transpose()?;
        let ticket = code.zip(copy.ticket).map(|(code, ticket)| HandedTicket {
            code: code.canonical(),
            issued_at: ticket.issued_at,
            revoked_at: ticket.revoked_at,
        });
        Ok(Self {
            id: copy.id,
            name: copy.name,
            email: copy.email,
            email_normalized: copy.email_normalized,
            company: copy.company,
            status: copy.status,
            source: copy.source,
            registered_at: copy.registered_at,
            cancelled_at: copy.cancelled_at,
            guest_of: copy.guest_of,
            queue_number: copy.queue_number,
            offer_until: copy.offer_until,
            group: copy.group,
            note: copy.note,
            erased_at: copy.erased_at,
            tags: copy.tags,
            answers: copy.answers,
            ticket,
            planned: copy.planned,
            language: copy.language,
            told: copy.told,
            history: copy.history,
        })
    }

    /// `None`: it names a ticket that is none.
    pub(crate) fn sealed(self, seal: &Seal, chance: Chance) -> Option<PersonCopy> {
        let ticket = match self.ticket {
            None => None,
            Some(ticket) => {
                let code = TicketCode::parse(&ticket.code).ok()?;
                Some(TicketCopy {
                    code_sealed: seal.seal(chance, TICKET_CONTEXT, code.as_bytes()),
                    code_hash: code.lookup_hash(),
                    issued_at: ticket.issued_at,
                    revoked_at: ticket.revoked_at,
                })
            }
        };
        Some(PersonCopy {
            id: self.id,
            name: self.name,
            email: self.email,
            email_normalized: self.email_normalized,
            company: self.company,
            status: self.status,
            source: self.source,
            registered_at: self.registered_at,
            cancelled_at: self.cancelled_at,
            guest_of: self.guest_of,
            queue_number: self.queue_number,
            offer_until: self.offer_until,
            group: self.group,
            note: self.note,
            erased_at: self.erased_at,
            tags: self.tags,
            answers: self.answers,
            ticket,
            planned: self.planned,
            language: self.language,
            told: self.told,
            history: self.history,
        })
    }
}
