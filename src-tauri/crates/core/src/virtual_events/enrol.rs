//! "Put these people on the webinar's list, and get each one's own link." With the application's credential only. Teams
//! answers an enrolment with nothing (204), so each person has an id of ours, on the disk before anything is sent, and is
//! found on Teams' list by it, else by address; the link comes from the registration's session. The list is read before
//! anything is sent: whatever a killed run had sent is found there. How soon Teams lists somebody is not documented: whom
//! it took is never sent again by itself, and who was being sent when a run ended is looked for a while first.

use std::collections::HashMap;
use std::time::Duration;

use jiff::SignedDuration;
use lectern_domain::email_address::EmailAddress;
use lectern_domain::person_name;
use lectern_microsoft::AccessToken;
use lectern_microsoft::graph::{
    EventRegistration, EventRegistrationStatus, ExternalRegistrationInformation, GraphError, NewRegistration,
    VirtualEventKind, VirtualEvents,
};
use lectern_store::enrolments::{EnrolmentRecord, NewEnrolment};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::refresh::PAGE;
use super::teams::{self, Failure};
use super::{
    EnrolmentState, EventKind, RegistrationPage, VirtualEventError, VirtualEventState, credential, refresh,
};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::locks::Lock;
use crate::scheduling::create::windows_zone;

/// Somebody from outside. Teams wants both names.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct Outsider {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
}

#[derive(Debug, Clone, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct Enrolments {
    /// New in this run.
    pub added: usize,
    pub enrolled: usize,
    pub people: Vec<Enrolled>,
    /// What stopped the run before its end, in words.
    pub stopped: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct Enrolled {
    pub id: String,
    pub name: String,
    pub email: String,
    pub state: EnrolmentState,
    /// The person's own way in.
    pub join_url: Option<String>,
    pub problem: Option<String>,
}

/// How often Teams' list is read again for people whom it took.
const LOOKS: u32 = 4;
const PAUSE: Duration = Duration::from_secs(1);
/// Whoever is not on the list so long after a broken request is sent again. How soon Teams lists somebody is not
/// documented; nobody may be enrolled twice, and nobody be left out.
const UNSURE: SignedDuration = SignedDuration::from_secs(10);
const LANGUAGE: &str = "en-us";
const REFERRER: &str = "Lectern";

/// As the desk knows them; nothing is asked.
pub async fn show(desk: &Desk, id: &str) -> Result<Enrolments, VirtualEventError> {
    teams::record(desk, id).await?;
    let people = rows(desk, id).await?;
    let enrolled = people.iter().filter(|row| row.state == EnrolmentState::Enrolled).count();
    Ok(Enrolments { enrolled, people: people.into_iter().map(shown).collect(), ..Enrolments::default() })
}

/// Writes down who is new, then goes on with everybody who is not on Teams' list yet. Safe to repeat and to kill.
pub async fn enrol(desk: &Desk, id: &str, people: &[Outsider]) -> Result<Enrolments, VirtualEventError> {
    let people = people.iter().map(checked).collect::<Result<Vec<_>, _>>()?;
    let _lock = Lock::wait(desk.profile(), "enrolling").await?;
    // Published in Teams meanwhile, or changed there: how many it takes decides too.
    refresh::refresh(desk, id, true).await?;
    let (record, graph_id) = teams::standing(desk, id).await?;
    if record.kind == EventKind::TownHall {
        return Err(VirtualEventError::NotForTownHalls("Microsoft documents no enrolment for town halls."));
    }
    if record.state != VirtualEventState::Published {
        return Err(VirtualEventError::NotPublished);
    }
    let token = credential::token(desk).await?;
    let (own, now, chance) = (record.id.clone(), desk.now(), desk.chance());
    let added = desk
        .write(move |w| {
            let mut added = 0;
            for (person, email_key) in people {
                let new = NewEnrolment {
                    id: chance.uuid().to_string(),
                    first_name: person.first_name,
                    last_name: person.last_name,
                    email: person.email,
                    email_key,
                };
                added += usize::from(w.enrolments().insert(&own, &new, now)?);
            }
            Ok::<_, VirtualEventError>(added)
        })
        .await?;
    let run = Run {
        desk,
        event: &record.id,
        graph_id: &graph_id,
        zone: windows_zone(&record.words.zone),
        places: places(desk, &record.id).await?,
        token,
    };
    let stopped = run.all().await.err();
    let told = show(desk, id).await?;
    match stopped {
        // Nothing at all went: the reason is the answer.
        Some(error) if told.enrolled == 0 => Err(error),
        stopped => Ok(Enrolments { added, stopped: stopped.map(|error| error.to_string()), ..told }),
    }
}

fn checked(person: &Outsider) -> Result<(Outsider, String), VirtualEventError> {
    let wrong = |field, message: String| VirtualEventError::Field { field, message };
    let email = EmailAddress::parse(&person.email)
        .map_err(|error| wrong("email", format!("{}: {error}", person.email)))?;
    let name = |field, text: &str, what: &str| {
        person_name::clean(text).map_err(|_| {
            wrong(field, format!("{email}: Teams wants a {what} name for everybody.", email = email.as_str()))
        })
    };
    let first_name = name("firstName", &person.first_name, "first")?;
    let last_name = name("lastName", &person.last_name, "last")?;
    let (email, key) = (email.as_str().to_owned(), email.normalized().to_owned());
    Ok((Outsider { first_name, last_name, email }, key))
}

async fn rows(desk: &Desk, id: &str) -> Result<Vec<EnrolmentRecord>, DeskError> {
    let id = id.to_owned();
    desk.read(move |r| r.enrolments().of_event(&id)).await
}

fn shown(row: EnrolmentRecord) -> Enrolled {
    Enrolled {
        name: format!("{} {}", row.first_name, row.last_name),
        id: row.id,
        email: row.email,
        state: row.state,
        join_url: row.join_url,
        problem: row.problem,
    }
}

struct Run<'a> {
    desk: &'a Desk,
    event: &'a str,
    graph_id: &'a str,
    /// A Windows name.
    zone: &'a str,
    /// `None`: nobody is turned away for want of a place.
    places: Option<usize>,
    token: AccessToken,
}

/// How many the webinar takes, where it has no waiting list.
async fn places(desk: &Desk, id: &str) -> Result<Option<usize>, DeskError> {
    let id = id.to_owned();
    let page = desk.read(move |r| r.virtual_events().part::<RegistrationPage>(&id, PAGE)).await?;
    let page = page.map(|part| part.value).filter(|page| !page.waitlist);
    Ok(page.and_then(|page| page.capacity).and_then(|capacity| usize::try_from(capacity).ok()))
}

impl Run<'_> {
    async fn all(&self) -> Result<(), VirtualEventError> {
        let mut taken = self.compare().await?;
        self.settle().await?;
        let waiting = self.rows_in(EnrolmentState::Planned).await?;
        let mut stopped = None;
        for row in &waiting {
            if self.places.is_some_and(|places| taken >= places) {
                let full = "The webinar is full, and has no waiting list.".to_owned();
                self.mark(row, EnrolmentState::Refused, Some(full)).await?;
                continue;
            }
            if let Err(error) = self.send(row).await {
                stopped = Some(error);
                break;
            }
            taken += 1;
        }
        if !waiting.is_empty() {
            self.until_listed().await?;
        }
        self.links().await?;
        stopped.map_or(Ok(()), Err)
    }

    /// Whom a killed run was just sending: on the list by now, or given back to be sent.
    async fn settle(&self) -> Result<(), VirtualEventError> {
        loop {
            let unsure = self.rows_in(EnrolmentState::Sending).await?;
            let now = self.desk.now();
            let (over, waiting): (Vec<_>, Vec<_>) =
                unsure.into_iter().partition(|row| now.duration_since(row.updated_at) >= UNSURE);
            for row in &over {
                self.mark(row, EnrolmentState::Planned, None).await?;
            }
            if waiting.is_empty() {
                return Ok(());
            }
            tokio::time::sleep(PAUSE).await;
            self.compare().await?;
        }
    }

    async fn until_listed(&self) -> Result<(), VirtualEventError> {
        for look in 0..LOOKS {
            if look > 0 {
                tokio::time::sleep(PAUSE).await;
            }
            self.compare().await?;
            if self.rows_in(EnrolmentState::Sent).await?.is_empty() {
                break;
            }
        }
        Ok(())
    }

    /// As the application; a person's token may do none of this.
    fn registrations(&self) -> VirtualEvents<'_> {
        self.desk.plain_graph().as_user(&self.token).virtual_events(VirtualEventKind::Webinar)
    }

    async fn rows_in(&self, state: EnrolmentState) -> Result<Vec<EnrolmentRecord>, DeskError> {
        let mut rows = rows(self.desk, self.event).await?;
        rows.retain(|row| row.state == state);
        Ok(rows)
    }

    /// Holds what is written down against Teams' list; how many have a place on it.
    async fn compare(&self) -> Result<usize, VirtualEventError> {
        let listed = self.registrations().registrations(self.graph_id).await.map_err(refused)?;
        let mut by_id = HashMap::new();
        let mut by_email = HashMap::new();
        for registration in &listed {
            let external = registration.external_registration_information.as_ref();
            if let Some(id) = external.and_then(|external| external.registration_id.as_deref()) {
                by_id.insert(id.to_owned(), registration);
            }
            if let Some(email) =
                registration.email.as_deref().and_then(|email| EmailAddress::parse(email).ok())
            {
                by_email.insert(email.normalized().to_owned(), registration);
            }
        }
        let found: Vec<(String, String, EnrolmentState)> = rows(self.desk, self.event)
            .await?
            .into_iter()
            .filter_map(|row| {
                let there = by_id.get(&row.id).or_else(|| by_email.get(&row.email_key))?;
                let state = state(there);
                let known = row.registration_id.as_deref() == Some(&there.id) && row.state == state;
                (!known).then(|| (row.id, there.id.clone(), state))
            })
            .collect();
        let now = self.desk.now();
        self.desk
            .write(move |w| {
                for (id, registration, state) in &found {
                    w.enrolments().listed(id, registration, *state, now)?;
                }
                Ok::<_, VirtualEventError>(())
            })
            .await?;
        Ok(listed.iter().filter(|registration| state(registration) == EnrolmentState::Enrolled).count())
    }

    /// `Err`: nobody after this one would fare better.
    async fn send(&self, row: &EnrolmentRecord) -> Result<(), VirtualEventError> {
        let new = NewRegistration {
            first_name: row.first_name.clone(),
            last_name: row.last_name.clone(),
            email: row.email.clone(),
            preferred_timezone: self.zone.to_owned(),
            preferred_language: LANGUAGE.to_owned(),
            external_registration_information: ExternalRegistrationInformation {
                referrer: Some(REFERRER.to_owned()),
                registration_id: Some(row.id.clone()),
            },
        };
        self.mark(row, EnrolmentState::Sending, None).await?;
        match self.registrations().register(self.graph_id, &new).await {
            Ok(()) => self.mark(row, EnrolmentState::Sent, None).await,
            // Something is wrong with this person's data, or they are on the list already.
            Err(error) if matches!(error.status(), Some(400 | 409 | 422)) => {
                self.mark(row, EnrolmentState::Refused, Some(error.to_string())).await
            }
            // The list will say whether it went through.
            Err(error) if error.ambiguous() => Err(refused(error)),
            Err(error) => {
                self.mark(row, EnrolmentState::Planned, None).await?;
                Err(refused(error))
            }
        }
    }

    async fn mark(
        &self,
        row: &EnrolmentRecord,
        state: EnrolmentState,
        problem: Option<String>,
    ) -> Result<(), VirtualEventError> {
        let (id, now) = (row.id.clone(), self.desk.now());
        self.desk.write(move |w| Ok(w.enrolments().state(&id, state, problem.as_deref(), now)?)).await
    }

    /// Each one's own link, for whoever has none here yet.
    async fn links(&self) -> Result<(), VirtualEventError> {
        for row in rows(self.desk, self.event).await? {
            let (EnrolmentState::Enrolled, Some(registration), None) =
                (row.state, &row.registration_id, &row.join_url)
            else {
                continue;
            };
            let sessions = self
                .registrations()
                .registration_sessions(self.graph_id, registration)
                .await
                .map_err(refused)?;
            let link = sessions.into_iter().find_map(|session| session.join_web_url);
            if let Some(link) = link.filter(|link| link.starts_with("https://")) {
                let (id, now) = (row.id, self.desk.now());
                self.desk
                    .write(move |w| Ok::<_, VirtualEventError>(w.enrolments().join_url(&id, &link, now)?))
                    .await?;
            }
        }
        Ok(())
    }
}

fn state(registration: &EventRegistration) -> EnrolmentState {
    match registration.status {
        None | Some(EventRegistrationStatus::Registered | EventRegistrationStatus::Other(_)) => {
            EnrolmentState::Enrolled
        }
        Some(EventRegistrationStatus::Waitlisted | EventRegistrationStatus::PendingApproval) => {
            EnrolmentState::Waiting
        }
        Some(EventRegistrationStatus::Canceled | EventRegistrationStatus::RejectedByOrganizer) => {
            EnrolmentState::Refused
        }
    }
}

fn refused(error: GraphError) -> VirtualEventError {
    if error.forbidden() || error.unauthorized() {
        return VirtualEventError::NoCredential(format!(
            "Teams does not let the application do this ({error}). It needs VirtualEventRegistration-Anon.ReadWrite and \
             VirtualEvent.Read.Chat for this event: an administrator installs its Teams app there."
        ));
    }
    Failure::Graph(error).into()
}
