//! Everything of one address, read in one look.

use std::collections::BTreeSet;

use lectern_domain::message::MessageState;
use lectern_domain::person_name::fold;
use lectern_domain::registration::{Answers, Rules};
use lectern_store::changes::ChangeRecord;
use lectern_store::events::EventRecord;
use lectern_store::messages::MessageRecord;
use lectern_store::personal::{Attended, Bulked, Enrolment, Mention, Namesake, Registered, Whom};
use lectern_store::registrants::RegistrantRecord;
use lectern_store::tickets::TicketRecord;
use lectern_store::unproven::UnprovenRecord;
use lectern_store::{Reader, StoreError};

/// One row of one list, with all that hangs on it.
pub(super) struct Standing {
    pub event: EventRecord,
    pub rules: Rules,
    pub person: RegistrantRecord,
    pub note: String,
    pub answers: Answers,
    pub history: Vec<ChangeRecord>,
    pub messages: Vec<MessageRecord>,
    pub ticket: Option<TicketRecord>,
    pub guest_identity: Option<String>,
    pub bulks: Vec<Bulked>,
    /// The event is over for good.
    pub over: bool,
}

pub(super) struct Person {
    pub standings: Vec<Standing>,
    pub enrolments: Vec<Enrolment>,
    /// On Teams' lists, as they were read last.
    pub registered: Vec<Registered>,
    pub attended: Vec<Attended>,
    /// Forms that wait for a proof of the address, with their events' titles.
    pub unproven: Vec<(String, UnprovenRecord)>,
    /// In external registrations, under one of the person's names.
    pub namesakes: Vec<Namesake>,
    pub mentions: Vec<Mention>,
    pub unfinished_import: Option<(String, String)>,
    /// Changes that wait for a service and name the address.
    pub waiting: usize,
}

impl Person {
    pub fn read(r: &Reader<'_>, email: &str, now: jiff::Timestamp) -> Result<Self, StoreError> {
        let personal = r.personal();
        let whom = Whom::Person { email: email.to_owned(), externals: Vec::new() };
        let mut standings = Vec::new();
        for listed in personal.listed(&whom)? {
            standings.extend(Standing::read(r, &listed.id, now)?);
        }
        let mut unproven = Vec::new();
        for form in r.unproven().of_address(email)? {
            unproven.push((r.events().get(&form.event_id)?.title, form));
        }
        let mut person = Self {
            standings,
            enrolments: personal.enrolments(email)?,
            registered: personal.registered(email)?,
            attended: personal.attended(email)?,
            unproven,
            namesakes: Vec::new(),
            mentions: personal.mentions(email)?.into_iter().filter(besides_lists).collect(),
            unfinished_import: personal.unfinished_import()?,
            waiting: personal.waiting(email)?,
        };
        let names: BTreeSet<String> = person.names().iter().map(|name| fold(name)).collect();
        let same = |other: &Namesake| {
            names.contains(&fold(&other.name)) || other.name.to_lowercase().contains(email)
        };
        person.namesakes = personal.externals()?.into_iter().filter(same).collect();
        Ok(person)
    }

    pub fn is_nobody(&self) -> bool {
        self.standings.is_empty()
            && self.enrolments.is_empty()
            && self.registered.is_empty()
            && self.attended.is_empty()
            && self.unproven.is_empty()
            && self.waiting == 0
    }

    /// The person's own, without the guests'; each once.
    pub fn names(&self) -> Vec<String> {
        let listed = self.standings.iter().filter(|one| one.person.guest_of.is_none());
        let mut names: Vec<String> = listed.map(|one| one.person.name.clone()).collect();
        names.extend(self.enrolments.iter().map(|one| format!("{} {}", one.first_name, one.last_name)));
        names.extend(self.registered.iter().map(|one| format!("{} {}", one.first_name, one.last_name)));
        names.extend(self.attended.iter().filter_map(|one| one.line["name"].as_str().map(str::to_owned)));
        let mut seen = BTreeSet::new();
        names.retain(|name| seen.insert(name.clone()));
        names
    }

    pub fn messages_in(&self, states: &[MessageState]) -> usize {
        let messages = self.standings.iter().flat_map(|one| &one.messages);
        messages.filter(|message| states.contains(&message.state)).count()
    }
}

impl Standing {
    fn read(r: &Reader<'_>, id: &str, now: jiff::Timestamp) -> Result<Option<Self>, StoreError> {
        let Some(person) = r.registrants().by_id(id)? else { return Ok(None) };
        let event = r.events().get(&person.event_id)?;
        let end = crate::scheduling::series::last_end(&r.calendar(), &event)?;
        Ok(Some(Self {
            over: end.is_some_and(|end| end <= now),
            rules: r.events().rules(&event.id)?,
            note: r.registrants().note(id)?,
            answers: r.answers().of_registrant(id)?,
            history: r.changes().of_registrant(id)?,
            messages: r.messages().of_registrant(id)?,
            ticket: r.tickets().of_registrant(id)?,
            guest_identity: r.personal().guest_identity(id)?,
            bulks: r.personal().bulks(id)?,
            event,
            person,
        }))
    }
}

/// Tables of people are erased; what is told of is the rest.
fn besides_lists(mention: &Mention) -> bool {
    let people = [
        "registrant",
        "virtual_enrolments",
        "virtual_registrations",
        "external_registrants",
        "messages",
        "queued_commands",
        "bulk_",
        "tickets",
        "unproven",
    ];
    let listed = people.iter().any(|table| mention.table.starts_with(table));
    !listed && (mention.table.as_str(), mention.column.as_str()) != ("changes", "detail")
}
