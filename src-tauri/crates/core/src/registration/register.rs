//! One way onto the list, whoever comes by it: the registrant, the answer to them and what they are told, in one
//! transaction; with a place also their ticket.

use std::collections::BTreeMap;

use jiff::Timestamp;
use lectern_domain::email_address::EmailAddress;
use lectern_domain::language::Language;
use lectern_domain::message::{ChannelKind, MessageKind};
use lectern_domain::person_name;
use lectern_domain::registration::{
    Admission, Answers, Given, Places, Refusal, RegistrantStatus, Rules, Source, accept, decide,
};
use lectern_domain::ticket::TicketCode;
use lectern_store::Writer;
use lectern_store::events::EventRecord;
use lectern_store::registrants::{Entry, Insertion, NewRegistrant as NewRecord};
use lectern_store::tickets::NewTicket;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::list::RegistrantRow;
use super::roll::Roll;
use super::{RegistrationError, remove};
use crate::chance::Chance;
use crate::desk::Desk;
use crate::messages::{self, channel};
use crate::publishing::ask;
use crate::seal::Seal;
use crate::serving::commands::Command;

#[derive(Debug, Clone, Default, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct NewRegistrant {
    pub name: String,
    pub email: String,
    pub company: Option<String>,
    /// The names of those who come along.
    #[serde(default)]
    #[ts(optional)]
    pub guests: Option<Vec<String>>,
    /// By the questions' ids.
    #[serde(default)]
    #[ts(optional)]
    pub answers: Option<BTreeMap<String, Given>>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "outcome", rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum AddOutcome {
    Registered {
        registrant: RegistrantRow,
    },
    /// In the queue; 1 is next.
    Waitlisted {
        registrant: RegistrantRow,
        position: u32,
    },
    /// Somebody decides.
    Pending {
        registrant: RegistrantRow,
    },
    /// Already on the list under this address.
    Duplicate {
        registrant: RegistrantRow,
    },
    Full,
    /// The rules say no: a word for programs, and why.
    Refused {
        reason: &'static str,
        message: String,
    },
}

/// One person, checked, with the names of those who come along.
#[derive(Debug, Clone)]
pub struct Candidate {
    name: String,
    email: EmailAddress,
    company: Option<String>,
    guests: Vec<String>,
    answers: Answers,
}

impl Candidate {
    pub fn new(name: String, email: EmailAddress, company: Option<String>, answers: Answers) -> Self {
        Self { name, email, company, guests: Vec::new(), answers }
    }

    pub(crate) fn email(&self) -> &EmailAddress {
        &self.email
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn company(&self) -> Option<&str> {
        self.company.as_deref()
    }

    pub(super) fn answers(&self) -> &Answers {
        &self.answers
    }

    fn is_alone(&self) -> bool {
        self.guests.is_empty()
    }

    pub(crate) fn guest_count(&self) -> u32 {
        u32::try_from(self.guests.len()).unwrap_or(u32::MAX)
    }
}

/// What registering needs besides the list: taken along into the transaction.
#[derive(Clone)]
pub struct Registrar {
    seal: Seal,
    pub(super) chance: Chance,
    pub(super) channel: ChannelKind,
    pub(crate) now: Timestamp,
    /// Whose hand it is, for the history.
    pub(super) who: String,
    /// That the person in front of it reads; `None`: it was not asked.
    pub(crate) language: Option<Language>,
}

pub(crate) const TICKET_CONTEXT: &str = "ticket";

/// What became of one candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Registered {
    New(String),
    Waitlisted { id: String, position: u32 },
    Pending(String),
    Duplicate { existing: String, status: RegistrantStatus },
    Refused(Refusal),
}

impl Registered {
    /// Whether somebody is on the list now who was not.
    pub fn is_new(&self) -> bool {
        matches!(self, Self::New(_) | Self::Waitlisted { .. } | Self::Pending(_))
    }
}

impl Registrar {
    pub async fn of(desk: &Desk) -> Result<Self, RegistrationError> {
        let channel = channel::chosen(desk).await?.map_or(ChannelKind::AcsEmail, |settings| settings.kind);
        let account = desk.read(|r| r.accounts().get()).await?;
        let who = account.map_or_else(|| "desk".to_owned(), |account| account.username);
        let (seal, chance, now) = (desk.seal().clone(), desk.chance(), desk.now());
        Ok(Self { seal, chance, channel, now, who, language: None })
    }

    pub(crate) fn who(&self) -> &str {
        &self.who
    }

    /// As somebody else than the account of this desk.
    #[must_use]
    pub(crate) fn by(mut self, who: &str) -> Self {
        who.clone_into(&mut self.who);
        self
    }

    /// For somebody who reads this.
    #[must_use]
    pub(crate) fn speaking(mut self, language: Option<Language>) -> Self {
        self.language = language;
        self
    }

    /// Registers in the order given, as far as the rules and the places go. All or nothing: an error undoes the
    /// transaction.
    pub fn register(
        &self,
        w: &Writer<'_>,
        event: &EventRecord,
        candidates: &[Candidate],
        source: Source,
    ) -> Result<Vec<Registered>, RegistrationError> {
        let rules = w.events().rules(&event.id)?;
        let capacity = event.registration.and_then(|registration| registration.capacity);
        let mut places = w.registrants().places(&event.id, capacity)?;
        let uncounted = rules.approval || (capacity.is_none() && places.waiting == 0);
        if uncounted && candidates.iter().all(Candidate::is_alone) {
            return self.together(w, event, &rules, candidates, source);
        }
        candidates
            .iter()
            .map(|candidate| self.alone(w, event, &rules, &mut places, candidate, source))
            .collect()
    }

    /// Where nobody takes a place from another, all go in at once.
    fn together(
        &self,
        w: &Writer<'_>,
        event: &EventRecord,
        rules: &Rules,
        candidates: &[Candidate],
        source: Source,
    ) -> Result<Vec<Registered>, RegistrationError> {
        let refusals: Vec<Option<Refusal>> = candidates
            .iter()
            .map(|candidate| rules.refusal(&candidate.email, 0, self.now))
            .collect::<Result<_, _>>()?;
        let allowed: Vec<&Candidate> = candidates
            .iter()
            .zip(&refusals)
            .filter(|(_, refusal)| refusal.is_none())
            .map(|(candidate, _)| candidate)
            .collect();
        let rows: Vec<NewRecord> = allowed.iter().map(|candidate| self.record(candidate, source)).collect();
        let pending = rules.approval;
        let status = if pending { RegistrantStatus::PendingApproval } else { RegistrantStatus::Registered };
        let entry = Entry { status, guest_of: None };
        let inserted = w.registrants().insert_as(&event.id, &rows, &entry, self.now)?;
        let (mut new, mut settled) = (Vec::with_capacity(rows.len()), Vec::with_capacity(rows.len()));
        for ((row, candidate), insertion) in rows.iter().zip(allowed).zip(inserted) {
            settled.push(match insertion {
                Insertion::Inserted => {
                    new.push(row.id.clone());
                    if !candidate.answers.is_empty() {
                        w.answers().set(&event.id, &row.id, &candidate.answers, self.now)?;
                    }
                    if pending {
                        Registered::Pending(row.id.clone())
                    } else {
                        Registered::New(row.id.clone())
                    }
                }
                Insertion::Duplicate { existing, status } => Registered::Duplicate { existing, status },
            });
        }
        if pending {
            let notices = new.iter().map(|id| self.notice(id, MessageKind::Pending)).collect::<Vec<_>>();
            w.messages().plan_many(&event.id, &notices, self.now)?;
        } else {
            self.give_tickets(w, &new)?;
            w.messages().plan_many(&event.id, &self.confirmations(&new), self.now)?;
        }
        let mut settled = settled.into_iter();
        let answers = candidates.iter().zip(refusals).filter_map(|(candidate, refusal)| match refusal {
            Some(refusal) => {
                Some(known(w, event, candidate).map(|found| found.unwrap_or(Registered::Refused(refusal))))
            }
            None => settled.next().map(Ok),
        });
        answers.collect()
    }

    /// One party after the other, each counted.
    fn alone(
        &self,
        w: &Writer<'_>,
        event: &EventRecord,
        rules: &Rules,
        places: &mut Places,
        candidate: &Candidate,
        source: Source,
    ) -> Result<Registered, RegistrationError> {
        // Somebody who is on the list already is a duplicate even when there is no place left.
        if let Some(found) = known(w, event, candidate)? {
            return Ok(found);
        }
        let guests = candidate.guest_count();
        if let Some(refusal) = rules.refusal(&candidate.email, guests, self.now)? {
            return Ok(Registered::Refused(refusal));
        }
        let seats = 1 + guests;
        let answer = decide(rules, *places, seats);
        let host = |status| self.bring_in(w, event, candidate, status, source);
        Ok(match answer {
            Admission::Refused { reason } => Registered::Refused(reason),
            Admission::Admitted => {
                places.held += seats;
                let party = host(RegistrantStatus::Registered)?;
                self.give_tickets(w, &party)?;
                w.messages().plan_many(&event.id, &self.confirmations(&party), self.now)?;
                Registered::New(party[0].clone())
            }
            Admission::Waitlisted { position } => {
                places.waiting += 1;
                let id = host(RegistrantStatus::Waitlisted)?.swap_remove(0);
                w.messages().plan_many(&event.id, &[self.notice(&id, MessageKind::Waitlisted)], self.now)?;
                Registered::Waitlisted { id, position }
            }
            Admission::Pending => {
                let id = host(RegistrantStatus::PendingApproval)?.swap_remove(0);
                w.messages().plan_many(&event.id, &[self.notice(&id, MessageKind::Pending)], self.now)?;
                Registered::Pending(id)
            }
        })
    }

    /// The rows of one party, the host's first.
    fn bring_in(
        &self,
        w: &Writer<'_>,
        event: &EventRecord,
        candidate: &Candidate,
        status: RegistrantStatus,
        source: Source,
    ) -> Result<Vec<String>, RegistrationError> {
        let host = self.record(candidate, source);
        let mut ids = vec![host.id.clone()];
        let entry = Entry { status, guest_of: None };
        w.registrants().insert_as(&event.id, std::slice::from_ref(&host), &entry, self.now)?;
        let guests: Vec<NewRecord> = (1..)
            .zip(&candidate.guests)
            .map(|(number, name)| NewRecord {
                id: self.chance.uuid().to_string(),
                name: name.clone(),
                email_normalized: format!("{}#{number}", host.email_normalized),
                ..host.clone()
            })
            .collect();
        ids.extend(guests.iter().map(|guest| guest.id.clone()));
        let entry = Entry { status, guest_of: Some(host.id) };
        w.registrants().insert_as(&event.id, &guests, &entry, self.now)?;
        if !candidate.answers.is_empty() {
            w.answers().set(&event.id, &ids[0], &candidate.answers, self.now)?;
        }
        Ok(ids)
    }

    pub(super) fn record(&self, candidate: &Candidate, source: Source) -> NewRecord {
        NewRecord {
            id: self.chance.uuid().to_string(),
            name: candidate.name.clone(),
            email: candidate.email.as_str().to_owned(),
            email_normalized: candidate.email.normalized().to_owned(),
            company: candidate.company.clone(),
            source,
            language: self.language,
        }
    }

    pub(super) fn give_tickets(
        &self,
        w: &Writer<'_>,
        registrants: &[String],
    ) -> Result<(), RegistrationError> {
        let tickets: Vec<NewTicket> = registrants.iter().map(|id| self.ticket(id)).collect();
        Ok(w.tickets().issue_many(&tickets, self.now)?)
    }

    pub(crate) fn ticket(&self, registrant_id: &str) -> NewTicket {
        let code = TicketCode::from_bytes(self.chance.bytes());
        NewTicket {
            registrant_id: registrant_id.to_owned(),
            code_sealed: self.seal.seal(self.chance, TICKET_CONTEXT, code.as_bytes()),
            code_hash: code.lookup_hash(),
        }
    }

    pub(crate) fn id(&self) -> String {
        self.chance.uuid().to_string()
    }

    pub(crate) fn notice(&self, id: &str, kind: MessageKind) -> lectern_store::messages::NewMessage {
        messages::notice(self.chance, id, kind, self.channel, self.now)
    }

    fn confirmations(&self, registrants: &[String]) -> Vec<lectern_store::messages::NewMessage> {
        registrants.iter().map(|id| messages::confirmation(self.chance, id, self.channel, self.now)).collect()
    }
}

fn known(
    w: &Writer<'_>,
    event: &EventRecord,
    candidate: &Candidate,
) -> Result<Option<Registered>, RegistrationError> {
    let existing = w.registrants().by_email(&event.id, candidate.email.normalized())?;
    Ok(existing.map(|found| Registered::Duplicate { existing: found.id, status: found.status }))
}

/// Checked as a person at a form is: what is wrong is named by its field.
pub(crate) fn candidate(new: &NewRegistrant, rules: &Rules) -> Result<Candidate, RegistrationError> {
    let field = |field, message: String| RegistrationError::Field { field, message };
    let name = person_name::clean(&new.name).map_err(|error| field("name", error.to_string()))?;
    let email = EmailAddress::parse(&new.email).map_err(|error| field("email", error.to_string()))?;
    let company =
        new.company.as_ref().map(|company| company.trim().to_owned()).filter(|company| !company.is_empty());
    let guests = new.guests.as_deref().unwrap_or_default().iter();
    let guests = guests
        .map(|guest| person_name::clean(guest).map_err(|error| field("guests", error.to_string())))
        .collect::<Result<_, _>>()?;
    let given = new.answers.clone().unwrap_or_default();
    let answers = accept(&rules.questions, &given).map_err(|error| field("answers", error.to_string()))?;
    Ok(Candidate { name, email, company, guests, answers })
}

/// As [`candidate`], of somebody who was named by another and never saw the questions: they stay open.
pub(crate) fn named_by_another(new: &NewRegistrant) -> Result<Candidate, RegistrationError> {
    candidate(&NewRegistrant { guests: None, answers: None, ..new.clone() }, &Rules::default())
}

/// One person, by hand.
pub async fn add(desk: &Desk, id: &str, new: NewRegistrant) -> Result<AddOutcome, RegistrationError> {
    if let Some(asked) = ask::ask(desk, id, Command::Add { person: new.clone() }).await? {
        return ask::added(desk, asked).await;
    }
    let registrar = Registrar::of(desk).await?;
    let id = id.to_owned();
    desk.write(move |w| put(w, &registrar, &id, &new)).await
}

/// As [`add`], inside a transaction.
pub(crate) fn put(
    w: &Writer<'_>,
    registrar: &Registrar,
    id: &str,
    new: &NewRegistrant,
) -> Result<AddOutcome, RegistrationError> {
    let roll = Roll::open(w, registrar, id)?;
    let candidate = candidate(new, &roll.rules)?;
    enter(&roll, &candidate, Source::Manual)
}

/// One person onto this list, by whichever hand.
pub(crate) fn enter(
    roll: &Roll<'_>,
    candidate: &Candidate,
    source: Source,
) -> Result<AddOutcome, RegistrationError> {
    let (w, registrar) = (roll.w, roll.registrar);
    let outcome = registrar.register(w, &roll.event, std::slice::from_ref(candidate), source)?;
    let row = |id: &str| -> Result<RegistrantRow, RegistrationError> {
        Ok(w.registrants().by_id(id)?.ok_or(RegistrationError::NoRegistrant)?.into())
    };
    Ok(match outcome.into_iter().next() {
        Some(Registered::New(new)) => {
            roll.note(&new, "registered", None)?;
            AddOutcome::Registered { registrant: row(&new)? }
        }
        Some(Registered::Waitlisted { id, position }) => {
            roll.note(&id, "waitlisted", None)?;
            AddOutcome::Waitlisted { registrant: row(&id)?, position }
        }
        Some(Registered::Pending(id)) => {
            roll.note(&id, "asked", None)?;
            AddOutcome::Pending { registrant: row(&id)? }
        }
        // Somebody who was taken off the list and comes again is put back, with the ticket from before.
        Some(Registered::Duplicate { existing, status: RegistrantStatus::Cancelled }) => {
            if let Some(refusal) = roll.rules.refusal(&candidate.email, 0, registrar.now)? {
                return Ok(refused(&refusal));
            }
            if !candidate.answers.is_empty() {
                w.answers().set(&roll.event.id, &existing, &candidate.answers, registrar.now)?;
            }
            if let Some(language) = registrar.language {
                w.registrants().speaks(&existing, language)?;
            }
            remove::put_back(roll, &existing, false)?;
            let registrant = row(&existing)?;
            match registrant.status {
                RegistrantStatus::Registered => AddOutcome::Registered { registrant },
                RegistrantStatus::Waitlisted => {
                    AddOutcome::Waitlisted { position: registrant.position.unwrap_or_default(), registrant }
                }
                RegistrantStatus::PendingApproval => AddOutcome::Pending { registrant },
                _ => AddOutcome::Full,
            }
        }
        Some(Registered::Duplicate { existing, .. }) => AddOutcome::Duplicate { registrant: row(&existing)? },
        Some(Registered::Refused(refusal)) => refused(&refusal),
        None => AddOutcome::Full,
    })
}

fn refused(refusal: &Refusal) -> AddOutcome {
    match refusal {
        Refusal::Full => AddOutcome::Full,
        other => AddOutcome::Refused { reason: other.code(), message: other.to_string() },
    }
}
