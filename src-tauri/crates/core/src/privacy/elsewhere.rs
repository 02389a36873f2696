//! "Forget me", of an event that a service decides about. Asked at a desk, the service is asked to do the same, by a
//! command that says who it is in no words; done at the service, each desk follows with what it keeps itself.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use lectern_domain::email_address::EmailAddress;
use lectern_store::Writer;
use lectern_store::changes::NewChange;
use lectern_store::erasures::NewErasure;
use lectern_store::personal::{Erasing, Whom, names};
use lectern_store::published::Standing;
use lectern_store::registrants::PersonCopy;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::erase::{Gone, in_tables};
use super::finish::Wanted;
use super::person::Person;
use super::{ErasureReport, PrivacyError, preview};
use crate::chance::Chance;
use crate::desk::Desk;
use crate::publishing::{ask, sync};
use crate::registration::RegistrationError;
use crate::registration::register::Registrar;
use crate::seal::Pseudonyms;
use crate::serving::commands::{Command, MANY};

/// Whose hand it was, in the history of a desk that follows.
const SERVICE: &str = "service";

/// What the services of a person's events are to be asked: known before anything is erased, since then nobody can tell.
pub(super) fn asked(
    w: &Writer<'_>,
    whom: &Whom,
    email: &str,
) -> Result<Vec<(String, Command)>, PrivacyError> {
    let mut rows: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for listed in w.personal().listed(whom)? {
        rows.entry(listed.event_id).or_default().push(listed.id);
    }
    let mut asked = Vec::new();
    for published in w.published().list()? {
        let event = published.event_id;
        let people = rows.remove(&event).unwrap_or_default();
        // Somebody whom a change that waits would bring there may be there already: its answer is what is missing.
        let waiting = w.published().queue(&event)?;
        let named = waiting.iter().filter(|queued| names(&queued.command, email));
        // They leave the queue; one of them may be on its way all the same.
        let dropped: Vec<String> = named.map(|queued| queued.id.clone()).take(MANY).collect();
        if people.is_empty() && dropped.is_empty() {
            continue;
        }
        if published.state != Standing::Published {
            return Err(RegistrationError::OnItsWay.into());
        }
        let digests = if dropped.is_empty() { Vec::new() } else { vec![digest(email)] };
        asked.push((event, Command::Erase { people, digests, dropped }));
    }
    Ok(asked)
}

pub(super) fn ask(
    w: &Writer<'_>,
    asked: Vec<(String, Command)>,
    chance: Chance,
    now: Timestamp,
) -> Result<(), PrivacyError> {
    for (event, command) in asked {
        ask::enqueue(w, &event, &command, chance, now)?;
    }
    Ok(())
}

/// To the services at once, where they can be reached; of how many events the answer waits.
pub(super) async fn follow_up(desk: &Desk) -> Result<usize, PrivacyError> {
    for event in waiting_events(desk).await? {
        if let Err(error) = sync::sync(desk, &event).await {
            tracing::info!(%error, "a service could not be asked to erase somebody yet");
        }
    }
    Ok(waiting_events(desk).await?.len())
}

async fn waiting_events(desk: &Desk) -> Result<Vec<String>, PrivacyError> {
    let events = desk
        .read(|r| {
            let mut events = Vec::new();
            for published in r.published().list()? {
                let queue = r.published().queue(&published.event_id)?;
                if queue.iter().any(|queued| queued.refused.is_none() && is_erasing(&queued.command)) {
                    events.push(published.event_id);
                }
            }
            Ok(events)
        })
        .await?;
    Ok(events)
}

fn is_erasing(command: &str) -> bool {
    matches!(serde_json::from_str(command), Ok(Command::Erase { .. }))
}

/// SHA-256 of a normalized address, in base64.
fn digest(email: &str) -> String {
    STANDARD.encode(Sha256::digest(email))
}

/// At the service, in the transaction of the command: everything of these people, wherever they stand here. How many
/// people; who is gone already is none.
pub(crate) fn there(
    w: &Writer<'_>,
    registrar: &Registrar,
    (pseudonyms, chance): (&Pseudonyms, Chance),
    event: &str,
    (people, digests): (&[String], &[String]),
) -> Result<usize, PrivacyError> {
    let mut emails = BTreeSet::new();
    for id in people {
        let found = w.registrants().by_id(id)?.filter(|person| person.event_id == event && !person.erased);
        let email = found.and_then(|person| EmailAddress::parse(&person.email).ok());
        emails.extend(email.map(|email| email.normalized().to_owned()));
    }
    if !digests.is_empty() {
        let everybody = w.personal().everybody()?;
        emails.extend(everybody.into_iter().filter(|email| digests.contains(&digest(email))));
    }
    let count = emails.len();
    for email in emails {
        let person = Person::read(&w.reader(), &email, registrar.now)?;
        if let Some((event, file)) = &person.unfinished_import {
            return Err(preview::unfinished(event, file));
        }
        let whom = Whom::Person { email: email.clone(), externals: Vec::new() };
        let gone = Gone { email, whom, names: person.names(), unreachable: Vec::new() };
        in_tables(w, registrar, pseudonyms, chance, gone)?;
    }
    Ok(count)
}

/// What a desk needs to follow.
pub(crate) struct Follower {
    pub pseudonyms: Pseudonyms,
    pub chance: Chance,
    pub now: Timestamp,
}

impl Follower {
    /// What a part of the feed says of people who were erased, there or here. Who was erased there is erased here too,
    /// with history, messages and what waits; who was erased here stays so, and under this desk's pseudonym. Whether
    /// anybody was erased now.
    pub fn follow(
        &self,
        w: &Writer<'_>,
        event: &str,
        people: &mut [PersonCopy],
    ) -> Result<bool, PrivacyError> {
        let mut rows = Vec::new();
        for person in people.iter().filter(|person| person.erased_at.is_some()) {
            let known = w.registrants().by_id(&person.id)?;
            rows.extend(known.filter(|known| !known.erased).map(|known| known.id));
        }
        let any = !rows.is_empty();
        if any {
            self.erase(w, event, rows)?;
        }
        for person in people {
            let Some(ours) = w.registrants().by_id(&person.id)?.filter(|ours| ours.erased) else { continue };
            if person.erased_at.is_none() {
                self.remind(w, event, &person.id)?;
                person.erased_at = Some(self.now);
                person.history.clear();
            }
            person.name = ours.name;
            person.email = String::new();
            person.email_normalized = ours.email_normalized;
            person.company = None;
            person.group = None;
            person.note = String::new();
            person.tags.clear();
            person.answers.clear();
            person.ticket = None;
            person.planned.clear();
        }
        Ok(any)
    }

    fn erase(&self, w: &Writer<'_>, event: &str, rows: Vec<String>) -> Result<(), PrivacyError> {
        let mut needles = BTreeSet::new();
        for id in &rows {
            needles.extend(w.registrants().by_id(id)?.into_iter().flat_map(|row| [row.email, row.name]));
        }
        let (whom, now) = (Whom::Rows { ids: rows.clone() }, self.now);
        let pseudonym = |email: &str| self.pseudonyms.of(email);
        let erased = w.personal().erase(&Erasing { whom: &whom, names: &pseudonym, copy: false, now })?;
        let id = self.chance.uuid().to_string();
        let report = ErasureReport { id: id.clone(), people: erased.registrants, ..ErasureReport::default() };
        let needles = needles.into_iter().collect();
        let of = rows.clone();
        let wanted = Wanted { email: None, externals: Vec::new(), event_id: None, rows, needles };
        let new = NewErasure {
            id,
            pseudonym: None,
            event_id: None,
            rows: of,
            who: SERVICE.into(),
            people: erased.registrants,
            wanted: json!(wanted),
            report: json!(report),
        };
        w.erasures().begin(&new, now)?;
        let detail = json!({"registrants": erased.registrants});
        let (event_id, what) = (Some(event.to_owned()), "person-erased".into());
        let change = NewChange { who: SERVICE.into(), event_id, registrant_id: None, what, detail };
        Ok(w.changes().record(&change, now)?)
    }

    /// A service that still has them (it was brought back from an older copy, or somebody changed them meanwhile) is
    /// asked once more, unless it is going to be.
    fn remind(&self, w: &Writer<'_>, event: &str, id: &str) -> Result<(), PrivacyError> {
        let queue = w.published().queue(event)?;
        let known = |command: &str| match serde_json::from_str(command) {
            Ok(Command::Erase { people, .. }) => people.iter().any(|other| other == id),
            _ => false,
        };
        if !queue.iter().any(|queued| known(&queued.command)) {
            let (digests, dropped) = (Vec::new(), Vec::new());
            let command = Command::Erase { people: vec![id.to_owned()], digests, dropped };
            ask::enqueue(w, event, &command, self.chance, self.now)?;
        }
        Ok(())
    }
}
