//! "Put these people on the webinar's list, and get each one's own link." With the application's credential only. Teams
//! answers an enrolment with nothing (204), so each person has an id of ours, on the disk before anything is sent, and is
//! found on Teams' list by it, else by address; the link comes from the registration's session. The list is read before
//! anything is sent: whatever a killed run had sent is found there. How soon Teams lists somebody is not documented: whom
//! it took is never sent again by itself, and who was being sent when a run ended is looked for a while first.
//!
//! Ten thousand take five and a half hours, because Teams takes fifteen in half a minute ([`super::limits`]). A run can be
//! paused and killed; the next one goes on.

mod answers;
mod listed;
mod progress;
mod run;
mod send;
mod withdraw;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use lectern_domain::email_address::EmailAddress;
use lectern_domain::person_name;
use lectern_store::enrolments::{EnrolmentRecord, NewEnrolment};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use progress::{EnrolPhase, EnrolProgress, Told, untold};
pub use withdraw::{Whom, keep, withdraw};

use super::limits::{self, Limiter};
use super::teams::{self};
use super::{
    EnrolmentState, EventKind, VirtualEventError, VirtualEventState, credential, questions, refresh,
};
use crate::desk::{Desk, Work};
use crate::error::DeskError;
use crate::locks::Lock;
use run::Run;

/// Somebody from outside. Teams wants both names.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct Outsider {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// What they say to the webinar's questions; what it does not ask is left out.
    #[serde(default)]
    pub answers: Vec<OutsiderAnswer>,
    /// Where they stand in the file that they come from.
    #[serde(skip)]
    pub line: Option<usize>,
}

/// By the question's words, whatever their case.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct OutsiderAnswer {
    pub question: String,
    pub values: Vec<String>,
}

#[derive(Debug, Clone, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct Enrolments {
    /// New in this run.
    pub added: usize,
    pub enrolled: usize,
    pub counts: EnrolmentCounts,
    pub people: Vec<Enrolled>,
    /// What stopped the run before its end, in words.
    pub stopped: Option<String>,
    /// Somebody is at it now, here or in a terminal.
    pub running: bool,
    /// How much Teams lets the application do.
    pub pace: Pace,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct EnrolmentCounts {
    /// Nobody has sent them yet.
    pub planned: usize,
    /// Sent, or perhaps; not on Teams' list yet.
    pub unsure: usize,
    pub enrolled: usize,
    pub waiting: usize,
    pub refused: usize,
    pub cancelling: usize,
    pub cancelled: usize,
}

/// Requests in a while; by one source only, and learned from refusals.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts", rename = "EnrolPace")]
pub struct Pace {
    pub most: u32,
    pub seconds: u32,
    /// Teams has refused more than this before.
    pub learned: bool,
    /// When everybody who waits would have been sent, if nobody else used it up.
    pub finish_at: Option<String>,
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

/// What a desk is told while it enrols.
#[derive(Debug, Default)]
pub(crate) struct Halt {
    asked: AtomicBool,
    word: tokio::sync::Notify,
}

impl Halt {
    fn begin(&self) {
        self.asked.store(false, Ordering::Relaxed);
    }

    fn asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }
}

impl Enrolments {
    /// With no more people than a window shows at a time; those whom Teams refused before the others.
    #[must_use]
    pub fn first(mut self) -> Self {
        self.people.sort_by_key(|person| person.problem.is_none());
        self.people.truncate(SHOWN as usize);
        self
    }
}

/// As many as a window shows.
const SHOWN: u32 = 200;
const LOCK: &str = "enrolling";
/// Somebody who only looks whether it is held lets go at once.
const LOOKS_AT_LOCK: u32 = 20;

/// As the desk knows them, all of them; nothing is asked.
pub async fn show(desk: &Desk, id: &str) -> Result<Enrolments, VirtualEventError> {
    told(desk, id, u32::MAX).await
}

/// As [`show`], with the first of them, and whom Teams refused before the others.
pub async fn first(desk: &Desk, id: &str) -> Result<Enrolments, VirtualEventError> {
    told(desk, id, SHOWN).await
}

async fn told(desk: &Desk, id: &str, most: u32) -> Result<Enrolments, VirtualEventError> {
    teams::record(desk, id).await?;
    let wanted = id.to_owned();
    let people = desk
        .read(move |r| match most {
            u32::MAX => r.enrolments().of_event(&wanted),
            most => r.enrolments().first(&wanted, most),
        })
        .await?;
    let counts = counts(desk, id).await?;
    Ok(Enrolments {
        enrolled: counts.enrolled,
        counts,
        people: people.into_iter().map(shown).collect(),
        running: Lock::try_take(desk.profile(), LOCK)?.is_none(),
        pace: pace(desk, counts.planned + counts.cancelling).await?,
        ..Enrolments::default()
    })
}

/// "How long will so many take?" Without a credential nobody can say.
async fn pace(desk: &Desk, writes: usize) -> Result<Pace, VirtualEventError> {
    let Some(application) = credential::kept(desk).await? else { return Ok(Pace::default()) };
    let known = limits::show(desk).await?;
    let limiter = Limiter::of(desk, &application.client_id).await?;
    let (most, finish) = limiter.forecast(desk, writes).await?;
    let finish_at = (writes > 0).then(|| finish.to_string());
    Ok(Pace { most, seconds: known.seconds, learned: most < known.writes, finish_at })
}

async fn counts(desk: &Desk, id: &str) -> Result<EnrolmentCounts, DeskError> {
    let wanted = id.to_owned();
    let mut counts = EnrolmentCounts::default();
    for (state, number) in desk.read(move |r| r.enrolments().counts(&wanted)).await? {
        let number = usize::try_from(number).unwrap_or(usize::MAX);
        match state {
            EnrolmentState::Planned => counts.planned = number,
            EnrolmentState::Sending | EnrolmentState::Sent => counts.unsure += number,
            EnrolmentState::Enrolled => counts.enrolled = number,
            EnrolmentState::Waiting => counts.waiting = number,
            EnrolmentState::Refused => counts.refused = number,
            EnrolmentState::Cancelling => counts.cancelling = number,
            EnrolmentState::Cancelled => counts.cancelled = number,
        }
    }
    Ok(counts)
}

/// Ends the run that is under way here as soon as what was sent is answered. Nobody is lost: the next run goes on.
pub fn pause(desk: &Desk) {
    desk.halt_enrolling.asked.store(true, Ordering::Relaxed);
    desk.halt_enrolling.word.notify_waiters();
}

/// "Don't enrol the rest." Who was sent stays; how many are let go.
pub async fn give_up(desk: &Desk, id: &str) -> Result<usize, VirtualEventError> {
    pause(desk);
    let wanted = id.to_owned();
    desk.write(move |w| Ok(w.enrolments().forget_planned(&wanted)?)).await
}

/// Writes down who is new, then goes on with everybody who is not on Teams' list yet. Safe to repeat and to kill.
pub async fn enrol(
    desk: &Desk,
    id: &str,
    people: &[Outsider],
    told: Told,
) -> Result<Enrolments, VirtualEventError> {
    let people = people.iter().map(checked).collect::<Result<Vec<_>, _>>()?;
    // Published in Teams meanwhile, or changed there: how many it takes decides too.
    refresh::refresh(desk, id, true).await?;
    let (record, _) = teams::standing(desk, id).await?;
    if record.kind == EventKind::TownHall {
        return Err(VirtualEventError::NotForTownHalls("Microsoft documents no enrolment for town halls."));
    }
    if record.state != VirtualEventState::Published {
        return Err(VirtualEventError::NotPublished);
    }
    let tokens = credential::Tokens::of(desk).await?;
    let answered = answered(desk, &record.id, &people).await?;
    let added = write_down(desk, &record.id, people, answered).await?;
    Ok(Enrolments { added, ..under_way(desk, id, tokens, told).await? })
}

/// Goes on with whatever is to do at Teams for this event; one at a time over all processes of a profile.
async fn under_way(
    desk: &Desk,
    id: &str,
    tokens: credential::Tokens,
    told: Told,
) -> Result<Enrolments, VirtualEventError> {
    let Some(lock) = turn(desk, LOCK).await? else {
        let stopped = "It is under way in another window or terminal, which takes these along.".to_owned();
        return Ok(Enrolments { stopped: Some(stopped), ..show(desk, id).await? });
    };
    desk.halt_enrolling.begin();
    let _begun = desk.begin(Work::Enrolling);
    let run = Run::of(desk, id, tokens, told).await?;
    let stopped = run.all().await.err();
    drop(lock);
    let told = show(desk, id).await?;
    match stopped {
        // Nothing at all went: the reason is the answer.
        Some(error) if told.enrolled == 0 && told.counts.cancelled == 0 => Err(error),
        Some(error) => Ok(Enrolments { stopped: Some(error.to_string()), ..told }),
        None if desk.halt_enrolling.asked() && told.counts.planned + told.counts.cancelling > 0 => {
            Ok(Enrolments { stopped: Some("Paused.".to_owned()), ..told })
        }
        None => Ok(told),
    }
}

/// `None`: another window or terminal has it.
pub(super) async fn turn(desk: &Desk, lock: &'static str) -> Result<Option<Lock>, DeskError> {
    for _ in 0..LOOKS_AT_LOCK {
        if let Some(lock) = Lock::try_take(desk.profile(), lock)? {
            return Ok(Some(lock));
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    Ok(None)
}

/// Before anybody is sent: as Teams asks now, since a person whose answer is missing would be refused there one by one.
async fn answered(
    desk: &Desk,
    id: &str,
    people: &[(Outsider, String)],
) -> Result<Vec<String>, VirtualEventError> {
    // Goes on with those who are written down, with what they said then.
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let questions = questions::read(desk, id).await?.questions;
    answers::of(&questions, people.iter().map(|(person, _)| person))
}

async fn write_down(
    desk: &Desk,
    id: &str,
    people: Vec<(Outsider, String)>,
    answered: Vec<String>,
) -> Result<usize, VirtualEventError> {
    let (own, now, chance) = (id.to_owned(), desk.now(), desk.chance());
    desk.write(move |w| {
        let mut added = 0;
        for ((person, email_key), answers) in people.into_iter().zip(answered) {
            let new = NewEnrolment {
                id: chance.uuid().to_string(),
                first_name: person.first_name,
                last_name: person.last_name,
                email: person.email,
                email_key,
                answers,
            };
            added += usize::from(w.enrolments().insert(&own, &new, now)?);
        }
        Ok::<_, VirtualEventError>(added)
    })
    .await
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
    Ok((Outsider { first_name, last_name, email, ..person.clone() }, key))
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

/// Until then by the desk's clock, or until somebody pauses it.
async fn wait_until(desk: &Desk, until: Timestamp) {
    let word = desk.halt_enrolling.word.notified();
    if desk.halt_enrolling.asked() {
        return;
    }
    let left = Duration::try_from(until.duration_since(desk.now())).unwrap_or_default();
    // A computer that slept meanwhile wakes to a clock that has gone on.
    let clock: Arc<dyn crate::clock::Clock> = desk.clock();
    tokio::select! {
        () = clock.pass(left.min(LONGEST_SLEEP)) => {}
        () = word => {}
    }
}

const LONGEST_SLEEP: Duration = Duration::from_secs(30);
