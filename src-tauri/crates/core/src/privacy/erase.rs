//! "Forget me." From every table in one transaction; then from copies, files and the store's own pages. There is no way
//! back, so the address is typed once more.

use std::collections::BTreeMap;

use lectern_store::Writer;
use lectern_store::changes::NewChange;
use lectern_store::erasures::NewErasure;
use lectern_store::personal::{Erasing, Whom};
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::finish::{self, Wanted};
use super::person::Person;
use super::{ErasureReport, LOCK, PrivacyError, address, elsewhere, files, preview, words};
use crate::chance::Chance;
use crate::desk::{Desk, Work};
use crate::join::start;
use crate::locks::Lock;
use crate::registration::bulk;
use crate::registration::leave;
use crate::registration::register::Registrar;
use crate::seal::Pseudonyms;

#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct Erasure {
    pub email: String,
    /// The address once more.
    pub confirm: String,
    /// Registrants of external registrations, by id, who are the same person.
    #[serde(default)]
    pub also: Vec<String>,
}

/// What was done in the past, without who it was.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ErasureRow {
    pub id: String,
    pub at: String,
    pub who: String,
    pub pseudonym: Option<String>,
    /// Where an event's time was over.
    pub event_title: Option<String>,
    pub people: u32,
    pub finished: bool,
}

pub async fn erase(desk: &Desk, asked: Erasure) -> Result<ErasureReport, PrivacyError> {
    let email = address(&asked.email)?.normalized().to_owned();
    if address(&asked.confirm).map(|typed| typed.normalized().to_owned()).ok().as_deref() != Some(&email) {
        let message = "Type the same address once more: there is no way back.".into();
        return Err(PrivacyError::Field { field: "confirm", message });
    }
    let _turn = Lock::try_take(desk.profile(), LOCK)?.ok_or(PrivacyError::Busy)?;
    let _begun = desk.begin(Work::Erasing);
    let _alone = bulk::alone(desk)?;
    let (wanted, now) = (email.clone(), desk.now());
    let person = desk.read(move |r| Person::read(r, &wanted, now)).await?;
    if let Some((event, file)) = &person.unfinished_import {
        return Err(preview::unfinished(event, file));
    }
    let names = person.names();
    let whom = Whom::Person { email: email.clone(), externals: asked.also };
    let elsewhere = files::holding(desk, &whom, &files::Needles::of(&email, &names)).await?;
    if person.is_nobody() && elsewhere.is_empty() && externals(&whom).is_empty() {
        return Err(PrivacyError::Nobody);
    }
    let unreachable = words::unreachable(desk, &person, externals(&whom).len());
    let id = of_tables(desk, &email, whom, names, unreachable).await?;
    let report = finish::go_on(desk, &id).await?;
    let waiting = elsewhere::follow_up(desk).await?;
    let report = ErasureReport { waiting, ..report };
    if let Err(error) = start::sweep(desk).await {
        tracing::info!(%error, "guest identities of the person wait to be deleted");
    }
    Ok(report)
}

fn externals(whom: &Whom) -> &[String] {
    match whom {
        Whom::Person { externals, .. } => externals,
        Whom::Event { .. } | Whom::Rows { .. } => &[],
    }
}

/// One transaction: places given back, tables erased, and written down what is still to be done. Of events that a
/// service decides about, it is asked to do the same.
async fn of_tables(
    desk: &Desk,
    email: &str,
    whom: Whom,
    names: Vec<String>,
    unreachable: Vec<String>,
) -> Result<String, PrivacyError> {
    let registrar = Registrar::of(desk).await?;
    let (pseudonyms, chance) = (desk.pseudonyms().clone(), desk.chance());
    let email = email.to_owned();
    desk.write(move |w| {
        let asked = elsewhere::asked(w, &whom, &email)?;
        let gone = Gone { email, whom, names, unreachable };
        let id = in_tables(w, &registrar, &pseudonyms, chance, gone)?;
        elsewhere::ask(w, asked, chance, registrar.now)?;
        Ok::<_, PrivacyError>(id)
    })
    .await
}

/// Somebody who is to be erased.
pub(super) struct Gone {
    /// Normalized.
    pub email: String,
    pub whom: Whom,
    pub names: Vec<String>,
    pub unreachable: Vec<String>,
}

/// Inside a transaction: by what the rest is gone on with.
pub(super) fn in_tables(
    w: &Writer<'_>,
    registrar: &Registrar,
    pseudonyms: &Pseudonyms,
    chance: Chance,
    Gone { email, whom, names, unreachable }: Gone,
) -> Result<String, PrivacyError> {
    let (now, who, id) = (registrar.now, registrar.who().to_owned(), chance.uuid().to_string());
    let mut lists: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for listed in w.personal().listed(&whom)? {
        lists.entry(listed.event_id).or_default().push(listed.id);
    }
    for (event_id, ids) in &lists {
        if w.published().of_event(event_id)?.is_none() {
            leave::for_good(w, registrar, event_id, ids)?;
        }
    }
    let pseudonym = |email: &str| pseudonyms.of(email);
    let erased = w.personal().erase(&Erasing { whom: &whom, names: &pseudonym, copy: false, now })?;
    let pseudonym = pseudonyms.of(&email);
    let report = ErasureReport {
        id: id.clone(),
        pseudonym: Some(pseudonym.clone()),
        people: erased.registrants,
        enrolments: erased.enrolments,
        externals: erased.externals,
        listed: erased.listed,
        attended: erased.attended,
        cancelled_messages: erased.cancelled_messages,
        in_flight: erased.in_flight,
        unreachable,
        ..ErasureReport::default()
    };
    let needles = std::iter::once(email.clone()).chain(names).collect();
    let externals = externals(&whom).to_vec();
    let wanted = Wanted { externals, email: Some(email), event_id: None, rows: Vec::new(), needles };
    let new = NewErasure {
        id: id.clone(),
        pseudonym: Some(pseudonym.clone()),
        event_id: None,
        rows: Vec::new(),
        who: who.clone(),
        people: erased.registrants,
        wanted: json!(wanted),
        report: json!(report),
    };
    w.erasures().begin(&new, now)?;
    let what = "person-erased".into();
    let detail = json!({"pseudonym": pseudonym, "registrants": erased.registrants});
    w.changes().record(&NewChange { who, event_id: None, registrant_id: None, what, detail }, now)?;
    Ok(id)
}

/// What was erased here, latest first.
pub async fn list(desk: &Desk) -> Result<Vec<ErasureRow>, PrivacyError> {
    let rows = desk
        .read(|r| {
            let mut rows = Vec::new();
            for record in r.erasures().latest()? {
                let title = match &record.event_id {
                    Some(id) => match r.events().by_id(id)? {
                        Some(event) => Some(event.title),
                        None => r.virtual_events().by_id(id)?.map(|event| event.words.title),
                    },
                    None => None,
                };
                rows.push(ErasureRow {
                    id: record.id,
                    at: record.began_at.to_string(),
                    who: record.who,
                    pseudonym: record.pseudonym,
                    event_title: title,
                    people: record.people,
                    finished: record.ended_at.is_some(),
                });
            }
            Ok(rows)
        })
        .await?;
    Ok(rows)
}
