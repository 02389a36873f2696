//! One way onto the list, whoever comes by it: the registrant, the ticket and the planned confirmation in one
//! transaction.

use jiff::Timestamp;
use lectern_domain::email_address::EmailAddress;
use lectern_domain::message::ChannelKind;
use lectern_domain::person_name;
use lectern_domain::registration::{Admission, RegistrantStatus, Source, admit};
use lectern_domain::ticket::TicketCode;
use lectern_store::Writer;
use lectern_store::events::EventRecord;
use lectern_store::registrants::{Insertion, NewRegistrant as NewRecord};
use lectern_store::tickets::NewTicket;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::list::RegistrantRow;
use super::{RegistrationError, open_event, remove};
use crate::chance::Chance;
use crate::desk::Desk;
use crate::history;
use crate::messages::{self, channel};
use crate::seal::Seal;

#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct NewRegistrant {
    pub name: String,
    pub email: String,
    pub company: Option<String>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "outcome", rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum AddOutcome {
    Registered {
        registrant: RegistrantRow,
    },
    /// Already on the list under this address.
    Duplicate {
        registrant: RegistrantRow,
    },
    Full,
}

/// One person, checked.
#[derive(Debug, Clone)]
pub struct Candidate {
    pub name: String,
    pub email: EmailAddress,
    pub company: Option<String>,
}

/// What registering needs besides the list: taken along into the transaction.
#[derive(Clone)]
pub struct Registrar {
    seal: Seal,
    chance: Chance,
    channel: ChannelKind,
    now: Timestamp,
}

pub(crate) const TICKET_CONTEXT: &str = "ticket";

/// What became of one candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Registered {
    New(String),
    Duplicate { existing: String, status: RegistrantStatus },
    Full,
}

impl Registrar {
    pub async fn of(desk: &Desk) -> Result<Self, RegistrationError> {
        let channel = channel::chosen(desk).await?.map_or(ChannelKind::AcsEmail, |settings| settings.kind);
        Ok(Self { seal: desk.seal().clone(), chance: desk.chance(), channel, now: desk.now() })
    }

    /// Registers in the order given, as far as there are places. All or nothing: an error undoes the transaction.
    pub fn register(
        &self,
        w: &Writer<'_>,
        event: &EventRecord,
        candidates: &[Candidate],
        source: Source,
    ) -> Result<Vec<Registered>, RegistrationError> {
        let capacity = event.registration.and_then(|registration| registration.capacity);
        let rows: Vec<NewRecord> =
            candidates.iter().map(|candidate| self.record(candidate, source)).collect();
        let mut answers = Vec::with_capacity(rows.len());
        let mut new = Vec::with_capacity(rows.len());
        // Without a limit all rows go in at once; with one, each is admitted in turn.
        let step = if capacity.is_none() { rows.len().max(1) } else { 1 };
        for part in rows.chunks(step) {
            if capacity.is_some()
                && admit(capacity, w.registrants().count_registered(&event.id)?) == Admission::Full
            {
                answers.extend(Self::full(w, event, part)?);
                continue;
            }
            for (row, insertion) in part.iter().zip(w.registrants().insert_many(&event.id, part, self.now)?) {
                answers.push(match insertion {
                    Insertion::Inserted => {
                        new.push(row.id.clone());
                        Registered::New(row.id.clone())
                    }
                    Insertion::Duplicate { existing, status } => Registered::Duplicate { existing, status },
                });
            }
        }
        self.give_tickets(w, &new)?;
        w.messages().plan_many(&event.id, &self.confirmations(&new), self.now)?;
        Ok(answers)
    }

    /// Somebody who is on the list already is a duplicate even when there is no place left.
    fn full(
        w: &Writer<'_>,
        event: &EventRecord,
        rows: &[NewRecord],
    ) -> Result<Vec<Registered>, RegistrationError> {
        rows.iter()
            .map(|row| {
                let existing = w.registrants().by_email(&event.id, &row.email_normalized)?;
                Ok(existing.map_or(Registered::Full, |found| Registered::Duplicate {
                    existing: found.id,
                    status: found.status,
                }))
            })
            .collect()
    }

    fn record(&self, candidate: &Candidate, source: Source) -> NewRecord {
        NewRecord {
            id: self.chance.uuid().to_string(),
            name: candidate.name.clone(),
            email: candidate.email.as_str().to_owned(),
            email_normalized: candidate.email.normalized().to_owned(),
            company: candidate.company.clone(),
            source,
        }
    }

    fn give_tickets(&self, w: &Writer<'_>, registrants: &[String]) -> Result<(), RegistrationError> {
        let tickets: Vec<NewTicket> = registrants
            .iter()
            .map(|registrant_id| {
                let code = TicketCode::from_bytes(self.chance.bytes());
                NewTicket {
                    registrant_id: registrant_id.clone(),
                    code_sealed: self.seal.seal(self.chance, TICKET_CONTEXT, code.as_bytes()),
                    code_hash: code.lookup_hash(),
                }
            })
            .collect();
        Ok(w.tickets().issue_many(&tickets, self.now)?)
    }

    fn confirmations(&self, registrants: &[String]) -> Vec<lectern_store::messages::NewMessage> {
        registrants.iter().map(|id| messages::confirmation(self.chance, id, self.channel, self.now)).collect()
    }
}

/// One person, by hand.
pub async fn add(desk: &Desk, id: &str, new: NewRegistrant) -> Result<AddOutcome, RegistrationError> {
    let field = |field, message: String| RegistrationError::Field { field, message };
    let name = person_name::clean(&new.name).map_err(|error| field("name", error.to_string()))?;
    let email = EmailAddress::parse(&new.email).map_err(|error| field("email", error.to_string()))?;
    let company = new.company.map(|company| company.trim().to_owned()).filter(|company| !company.is_empty());
    let registrar = Registrar::of(desk).await?;
    let id = id.to_owned();
    desk.write(move |w| {
        let event = open_event(w.events().by_id(&id)?, &id)?;
        let outcome = registrar.register(w, &event, &[Candidate { name, email, company }], Source::Manual)?;
        let row = |id: &str| -> Result<RegistrantRow, RegistrationError> {
            Ok(w.registrants().by_id(id)?.ok_or(RegistrationError::NoRegistrant)?.into())
        };
        match outcome.into_iter().next() {
            Some(Registered::New(new)) => {
                w.changes().record(&history::of_registrant(&event.id, &new, "registered"), registrar.now)?;
                Ok(AddOutcome::Registered { registrant: row(&new)? })
            }
            // Somebody who was taken off the list and comes again is put back, with the ticket from before.
            Some(Registered::Duplicate { existing, status: RegistrantStatus::Cancelled }) => {
                let back = remove::put_back(w, &event, std::slice::from_ref(&existing), registrar.now)?;
                if back == 0 {
                    Ok(AddOutcome::Full)
                } else {
                    Ok(AddOutcome::Registered { registrant: row(&existing)? })
                }
            }
            Some(Registered::Duplicate { existing, .. }) => {
                Ok(AddOutcome::Duplicate { registrant: row(&existing)? })
            }
            Some(Registered::Full) | None => Ok(AddOutcome::Full),
        }
    })
    .await
}
