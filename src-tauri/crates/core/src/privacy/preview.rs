//! "What would go, what stays, and what can't be reached?" Nothing is changed.

use std::collections::BTreeSet;

use lectern_domain::message::MessageState;
use lectern_domain::registration::RegistrantStatus;
use lectern_store::personal::Whom;
use serde::Serialize;
use ts_rs::TS;

use super::person::{Person, Standing};
use super::{PrivacyError, address, files, words};
use crate::desk::Desk;

/// One event whose list has the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct PersonAt {
    pub event_id: String,
    pub title: String,
    pub start: String,
    pub zone: String,
    pub status: RegistrantStatus,
    /// It is still to come: the place goes to the next in the queue.
    pub upcoming: bool,
    /// Somebody the person brings along, who goes with them.
    pub guest: Option<String>,
    pub answers: usize,
    pub tags: usize,
    pub note: bool,
}

/// Somebody of that name, without an address: whether it is the same person, only the organizer knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct NamesakeView {
    pub id: String,
    pub event_title: String,
    pub name: String,
    /// The link is told once and would be lost.
    pub has_link: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct PrivacyPreview {
    /// The form in which two addresses are the same.
    pub email: String,
    /// Something of this address is here, if only in a copy or a file.
    pub found: bool,
    pub names: Vec<String>,
    pub events: Vec<PersonAt>,
    /// Webinars by title: enrolled in, on Teams' list, or on an attendance report.
    pub webinars: Vec<String>,
    pub namesakes: Vec<NamesakeView>,
    pub planned: usize,
    pub in_flight: usize,
    pub sent: usize,
    /// Copies of the store and lists of rejected rows that hold the person, by name.
    pub files: Vec<String>,
    /// Where else the address stands; this stays.
    pub mentions: Vec<String>,
    pub stays: Vec<String>,
    pub unreachable: Vec<String>,
    /// Why nothing can be erased yet.
    pub blocked: Option<String>,
}

pub async fn preview(desk: &Desk, email: &str) -> Result<PrivacyPreview, PrivacyError> {
    let email = address(email)?.normalized().to_owned();
    let (wanted, now) = (email.clone(), desk.now());
    let person = desk.read(move |r| Person::read(r, &wanted, now)).await?;
    let names = person.names();
    let whom = Whom::Person { email: email.clone(), externals: Vec::new() };
    let files = files::holding(desk, &whom, &files::Needles::of(&email, &names)).await?;
    let mut webinars: Vec<String> = person.enrolments.iter().map(|one| one.event_title.clone()).collect();
    webinars.extend(person.registered.iter().map(|one| one.event_title.clone()));
    webinars.extend(person.attended.iter().map(|one| one.event_title.clone()));
    let mut seen = BTreeSet::new();
    webinars.retain(|title| seen.insert(title.clone()));
    let blocked = person.unfinished_import.as_ref().map(|(event, file)| unfinished(event, file).to_string());
    Ok(PrivacyPreview {
        found: !person.is_nobody() || !person.namesakes.is_empty() || !files.is_empty(),
        names,
        events: person.standings.iter().map(at).collect(),
        webinars,
        namesakes: person
            .namesakes
            .iter()
            .map(|other| NamesakeView {
                id: other.id.clone(),
                event_title: other.event_title.clone(),
                name: other.name.clone(),
                has_link: other.join_url.is_some(),
            })
            .collect(),
        planned: person.messages_in(&[MessageState::Planned]),
        in_flight: person.messages_in(&[MessageState::Sending]),
        sent: person.messages_in(&[MessageState::Delivered, MessageState::Ambiguous]),
        files,
        mentions: words::mentions(&person.mentions),
        stays: words::stays(&desk.pseudonyms().of(&email)),
        unreachable: words::unreachable(desk, &person, person.namesakes.len()),
        blocked,
        email,
    })
}

fn at(one: &Standing) -> PersonAt {
    PersonAt {
        event_id: one.event.id.clone(),
        title: one.event.title.clone(),
        start: one.event.start.to_string(),
        zone: one.event.zone.clone(),
        status: one.person.status,
        upcoming: !one.over,
        guest: one.person.guest_of.is_some().then(|| one.person.name.clone()),
        answers: one.answers.len(),
        tags: one.person.tags.len(),
        note: !one.note.is_empty(),
    }
}

pub(super) fn unfinished(event: &str, file: &str) -> PrivacyError {
    PrivacyError::UnfinishedImport { event: event.to_owned(), file: file.to_owned() }
}
