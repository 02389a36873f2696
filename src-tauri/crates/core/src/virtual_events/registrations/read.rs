//! Teams' list, read to its end at the pace that Teams allows: each page is on the disk, with the link to the next one,
//! before the one after it is kept, so that a reading that is killed goes on where it was. While a page is written the
//! next one is already on its way.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lectern_domain::email_address::EmailAddress;
use lectern_domain::registration::RegistrantStatus;
use lectern_microsoft::graph::{
    EventRegistration, EventRegistrationStatus, Graph, GraphError, NextLink, Page, RegistrationAnswer,
    VirtualEventKind,
};
use lectern_store::virtual_registrations::ListedRegistration;
use lectern_store::{StoreError, Writer, personal};
use serde::Serialize;
use tokio::sync::Mutex;
use ts_rs::TS;

use super::{LOCK, Said, questions};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::seal::Pseudonyms;
use crate::virtual_events::limits::{Kind, Leave, Limiter, Turn};
use crate::virtual_events::questions::Question;
use crate::virtual_events::teams::{self, Failure};
use crate::virtual_events::{EventKind, VirtualEventError, credential, enrol};

/// How far a reading is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts", rename = "TeamsListReading")]
pub struct ListReading {
    pub event_id: String,
    /// So many people so far; how many there are, Teams does not say before the end.
    pub people: u32,
    /// Until when it does nothing, because Teams' limit is used up.
    pub waiting_until: Option<String>,
}

/// What a reading brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts", rename = "TeamsListRead")]
pub struct ListRead {
    pub pages: u32,
    pub people: u32,
    /// Teams names them no more.
    pub gone: usize,
}

/// Told of each page; must not block.
pub type Told = Arc<dyn Fn(&ListReading) + Send + Sync>;

/// Nobody wants to know.
pub fn untold() -> Told {
    Arc::new(|_| {})
}

/// Where the link of a reading that was cut off leads after so long, nobody knows.
const STALE: SignedDuration = SignedDuration::from_hours(1);
/// Leave for so many pages at most is taken at once: each time it is a write to the disk.
const AT_ONCE: u32 = 16;
/// No honest list has more pages.
const MOST_PAGES: u32 = 20_000;
/// Answers that say nothing, one after the other, before it gives up.
const PATIENCE: u32 = 3;
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// Safe to repeat and to kill.
pub async fn read(desk: &Desk, id: &str, told: Told) -> Result<ListRead, VirtualEventError> {
    let record = teams::record(desk, id).await?;
    if record.kind == EventKind::TownHall {
        let why = "Microsoft documents no list of registrations for town halls.";
        return Err(VirtualEventError::NotForTownHalls(why));
    }
    let graph_id = record.graph_id.clone().ok_or(VirtualEventError::Unfinished)?;
    teams::owned(desk, &record).await?;
    teams::offered(desk)?;
    let tokens = credential::Tokens::of(desk).await?;
    let _lock = enrol::turn(desk, LOCK).await?.ok_or(VirtualEventError::BeingRead)?;
    let endpoints = desk.endpoints().map_err(|error| DeskError::Stopped(error.to_string()))?;
    let reading = Reading {
        desk,
        graph_id,
        limiter: Limiter::of(desk, tokens.application()).await?,
        graph: Graph::new(desk.transport().with_max_wait(Duration::ZERO), endpoints.graph.clone()),
        questions: Arc::new(questions(desk, &record.id).await?),
        event: record.id,
        tokens,
        told,
        people: AtomicU32::new(0),
        held: Mutex::new(Held { leave: None, used: 0, next: 1 }),
    };
    let read = reading.all().await;
    reading.give_back(&[]).await?;
    read
}

struct Reading<'a> {
    desk: &'a Desk,
    event: String,
    graph_id: String,
    limiter: Limiter,
    /// Never waits by itself: waiting is counted here.
    graph: Graph,
    questions: Arc<Vec<Question>>,
    tokens: credential::Tokens,
    told: Told,
    people: AtomicU32,
    held: Mutex<Held>,
}

/// Leave for some pages, and how many of them have been asked for.
struct Held {
    leave: Option<Leave>,
    used: u32,
    /// For how many it is taken the next time: few where the list is short.
    next: u32,
}

/// Why a page did not come.
enum NoPage {
    /// The service knows nothing of the link any more: the list is read from its beginning.
    Forgotten(VirtualEventError),
    Failed(VirtualEventError),
}

impl From<VirtualEventError> for NoPage {
    fn from(error: VirtualEventError) -> Self {
        Self::Failed(error)
    }
}

impl Reading<'_> {
    async fn all(&self) -> Result<ListRead, VirtualEventError> {
        let (mut round, mut link) = self.begin(false).await?;
        let (mut anew, mut pages) = (false, 0);
        let mut page = self.page(link.as_ref()).await;
        loop {
            let Page { value, next_link } = match page {
                Ok(page) => page,
                // Once: a service that forgets what it has just said is not asked for ever.
                Err(NoPage::Forgotten(_)) if !anew => {
                    anew = true;
                    (round, link) = self.begin(true).await?;
                    page = self.page(link.as_ref()).await;
                    continue;
                }
                Err(NoPage::Forgotten(error) | NoPage::Failed(error)) => return Err(error),
            };
            pages += 1;
            let next = next_link.filter(|next| link.as_ref() != Some(next) && pages < MOST_PAGES);
            let Some(next) = next else {
                self.keep(round, value, None).await?;
                let (event, now) = (self.event.clone(), self.desk.now());
                let gone = self
                    .desk
                    .write(move |w| {
                        Ok::<_, VirtualEventError>(w.virtual_registrations().finish(&event, round, now)?)
                    })
                    .await?;
                return Ok(ListRead { pages, people: self.people.load(Ordering::Relaxed), gone });
            };
            let (kept, following) =
                tokio::join!(self.keep(round, value, Some(&next)), self.page(Some(&next)));
            kept?;
            (page, link) = (following, Some(next));
        }
    }

    /// Where a reading that was cut off goes on, or the beginning.
    async fn begin(&self, anew: bool) -> Result<(i64, Option<NextLink>), VirtualEventError> {
        let (event, now) = (self.event.clone(), self.desk.now());
        self.people.store(0, Ordering::Relaxed);
        self.desk
            .write(move |w| {
                let known = w.virtual_registrations().reading(&event)?;
                let fresh = known.filter(|one| {
                    let began = one.began_at.filter(|began| now.duration_since(*began) < STALE);
                    !anew && began.is_some()
                });
                match fresh.and_then(|one| Some((one.round, one.next_link?))) {
                    Some((round, link)) => Ok((round, Some(NextLink::new(link)))),
                    None => Ok((w.virtual_registrations().begin(&event, now)?, None)),
                }
            })
            .await
    }

    async fn page(&self, next: Option<&NextLink>) -> Result<Page<EventRegistration>, NoPage> {
        let mut tries = 0;
        loop {
            self.leave().await?;
            let token = self.tokens.token(self.desk).await?;
            let webinars = self.graph.as_user(&token).virtual_events(VirtualEventKind::Webinar);
            let error = match webinars.registrations_page(&self.graph_id, next).await {
                Ok(page) => return Ok(page),
                Err(error) => error,
            };
            if error.status() == Some(429) {
                self.give_back(&[error.retry_after()]).await?;
                continue;
            }
            tries += 1;
            if error.unauthorized() && tries == 1 {
                self.tokens.forget().await;
            } else if next.is_some() && matches!(error.status(), Some(400 | 404 | 410)) {
                return Err(NoPage::Forgotten(refused(error)));
            } else if !error.ambiguous() || tries > PATIENCE {
                return Err(NoPage::Failed(refused(error)));
            } else {
                let pause = error.retry_after().unwrap_or(Duration::from_secs(1 << tries.min(6)));
                self.desk.clock().pass(pause.min(LONGEST_SLEEP)).await;
            }
        }
    }

    /// Returns when one more page may be asked for.
    async fn leave(&self) -> Result<(), VirtualEventError> {
        let mut held = self.held.lock().await;
        loop {
            if let Some(leave) = held.leave {
                if held.used < leave.count {
                    held.used += 1;
                    return Ok(());
                }
                self.limiter.answered(self.desk, leave, &[]).await?;
                held.leave = None;
            }
            let (limiter, now, wanted) = (self.limiter.clone(), self.desk.now(), held.next);
            let wanted = usize::try_from(wanted).unwrap_or(1);
            let turn = self
                .desk
                .write(move |w| Ok::<_, VirtualEventError>(limiter.take(w, Kind::Read, wanted, now)?))
                .await?;
            match turn {
                Turn::Now(leave) => {
                    (held.leave, held.used) = (Some(leave), 0);
                    held.next = (held.next * 2).min(AT_ONCE);
                }
                Turn::At(until) => {
                    self.tell(Some(until));
                    let left = Duration::try_from(until.duration_since(self.desk.now())).unwrap_or_default();
                    self.desk.clock().pass(left.min(LONGEST_SLEEP)).await;
                }
            }
        }
    }

    /// The answers are there; with how long Teams put off what it refused.
    async fn give_back(&self, refused: &[Option<Duration>]) -> Result<(), VirtualEventError> {
        let mut held = self.held.lock().await;
        match held.leave.take() {
            Some(leave) => self.limiter.answered(self.desk, leave, refused).await,
            None => Ok(()),
        }
    }

    async fn keep(
        &self,
        round: i64,
        page: Vec<EventRegistration>,
        next: Option<&NextLink>,
    ) -> Result<(), VirtualEventError> {
        let people = u32::try_from(page.len()).unwrap_or(u32::MAX);
        let (event, next) = (self.event.clone(), next.map(|link| link.as_str().to_owned()));
        let (names, questions) = (self.desk.pseudonyms().clone(), Arc::clone(&self.questions));
        self.desk
            .write(move |w| {
                let mut rows: Vec<_> = page.into_iter().map(|one| row(one, &questions)).collect();
                mask(w, &event, &mut rows, &names)?;
                w.virtual_registrations().keep(&event, round, &rows, next.as_deref())?;
                Ok::<_, VirtualEventError>(())
            })
            .await?;
        self.people.fetch_add(people, Ordering::Relaxed);
        self.tell(None);
        Ok(())
    }

    fn tell(&self, waiting_until: Option<Timestamp>) {
        (self.told)(&ListReading {
            event_id: self.event.clone(),
            people: self.people.load(Ordering::Relaxed),
            waiting_until: waiting_until.map(|at| at.to_string()),
        });
    }
}

/// Teams knows them still; whoever was erased here does not come back by reading its list again.
fn mask(
    w: &Writer<'_>,
    event: &str,
    rows: &mut [ListedRegistration],
    names: &Pseudonyms,
) -> Result<(), StoreError> {
    let everybody = w.erasures().of_event(event)?.is_some();
    for row in rows {
        let known = if row.email_key.is_empty() { &row.id } else { &row.email_key };
        let pseudonym = names.of(known);
        if !everybody && !w.erasures().knows(&pseudonym)? {
            continue;
        }
        let name = personal::name(&pseudonym);
        let (first_name, last_name) = name.rsplit_once(' ').unwrap_or((&name, ""));
        *row = ListedRegistration {
            id: names.of(&row.id),
            first_name: first_name.to_owned(),
            last_name: last_name.to_owned(),
            email: String::new(),
            email_key: pseudonym,
            user_id: None,
            status: row.status,
            external_id: row.external_id.take(),
            registered_at: row.registered_at,
            cancelled_at: row.cancelled_at,
            answers: "[]".to_owned(),
            erased: true,
        };
    }
    Ok(())
}

fn row(registration: EventRegistration, questions: &[Question]) -> ListedRegistration {
    let instant = |text: Option<String>| text.and_then(|text| text.parse::<Timestamp>().ok());
    let email = registration.email.unwrap_or_default().trim().to_owned();
    let email_key = match EmailAddress::parse(&email) {
        Ok(found) => found.normalized().to_owned(),
        Err(_) => email.to_lowercase(),
    };
    let said: Vec<Said> = registration
        .registration_question_answers
        .into_iter()
        .filter_map(|one| said(one, questions))
        .collect();
    ListedRegistration {
        id: registration.id,
        first_name: registration.first_name.unwrap_or_default(),
        last_name: registration.last_name.unwrap_or_default(),
        email,
        email_key,
        user_id: registration.user_id,
        status: status(registration.status.as_ref()),
        external_id: registration.external_registration_information.and_then(|told| told.registration_id),
        registered_at: instant(registration.registration_date_time),
        cancelled_at: instant(registration.cancelation_date_time),
        answers: serde_json::to_string(&said).unwrap_or_else(|_| "[]".to_owned()),
        erased: false,
    }
}

/// `None`: nothing was said.
fn said(answer: RegistrationAnswer, questions: &[Question]) -> Option<Said> {
    let said = match (answer.boolean_value, answer.value.filter(|text| !text.trim().is_empty())) {
        (_, Some(text)) => text,
        (Some(yes), None) => if yes { "Yes" } else { "No" }.to_owned(),
        (None, None) if answer.multi_choice_values.is_empty() => return None,
        (None, None) => answer.multi_choice_values.join("; "),
    };
    let id = answer.question_id.unwrap_or_default();
    let known = questions.iter().find(|question| question.id == id).map(|question| question.text.clone());
    let question = known.or(answer.display_name).filter(|text| !text.is_empty()).unwrap_or(id);
    Some(Said { question, said })
}

/// A word that this version does not know: whoever is on the list has a place, as for enrolments.
fn status(told: Option<&EventRegistrationStatus>) -> RegistrantStatus {
    match told {
        None | Some(EventRegistrationStatus::Registered | EventRegistrationStatus::Other(_)) => {
            RegistrantStatus::Registered
        }
        Some(EventRegistrationStatus::Waitlisted) => RegistrantStatus::Waitlisted,
        Some(EventRegistrationStatus::PendingApproval) => RegistrantStatus::PendingApproval,
        Some(EventRegistrationStatus::Canceled) => RegistrantStatus::Cancelled,
        Some(EventRegistrationStatus::RejectedByOrganizer) => RegistrantStatus::Rejected,
    }
}

fn refused(error: GraphError) -> VirtualEventError {
    if error.forbidden() || error.unauthorized() {
        return VirtualEventError::NoCredential(format!(
            "Teams does not let the application read who is registered ({error}). It needs VirtualEvent.Read.Chat for this \
             event: an administrator installs its Teams app there."
        ));
    }
    Failure::Graph(error).into()
}
