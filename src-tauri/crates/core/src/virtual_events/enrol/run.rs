//! One run: compares with Teams' list, sends batch after batch at the pace that Teams allows, fetches the links.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lectern_microsoft::AccessToken;
use lectern_microsoft::graph::{Graph, GraphError, VirtualEventKind, VirtualEvents};

use super::{EnrolPhase, EnrolProgress, Told, counts, wait_until};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::scheduling::create::windows_zone;
use crate::virtual_events::limits::{Kind, Leave, Limiter, Turn};
use crate::virtual_events::refresh::PAGE;
use crate::virtual_events::teams::{self, Failure};
use crate::virtual_events::{EnrolmentState, RegistrationPage, VirtualEventError, credential};

/// How often Teams' list is read again for people whom it took, each time after twice the pause.
const LOOKS: u32 = 5;
const PAUSE: Duration = Duration::from_secs(1);
/// Whoever is not on the list so long after a broken request is sent again. How soon Teams lists somebody is not
/// documented; nobody may be enrolled twice, and nobody be left out.
const UNSURE: SignedDuration = SignedDuration::from_secs(10);
/// So many have been sent, and the list is read and links are fetched while Teams wants no more anyway.
const BETWEEN_LOOKS: usize = 300;
/// Answers that say nothing, one after the other, before a run gives up.
pub(super) const PATIENCE: u32 = 3;

pub(super) struct Run<'a> {
    pub desk: &'a Desk,
    pub event: String,
    pub graph_id: String,
    /// A Windows name.
    pub zone: String,
    /// `None`: nobody is turned away for want of a place.
    pub places: Option<usize>,
    pub limiter: Limiter,
    /// Never waits by itself: waiting is counted here.
    graph: Graph,
    tokens: credential::Tokens,
    told: Told,
    put_off: AtomicU32,
    total: usize,
}

/// What came of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sent {
    /// So many were taken.
    Taken(usize),
    /// Nobody knows: the list will say. With what was answered.
    Unsure(String),
    Nothing,
}

impl<'a> Run<'a> {
    pub async fn of(
        desk: &'a Desk,
        id: &str,
        tokens: credential::Tokens,
        told: Told,
    ) -> Result<Self, VirtualEventError> {
        let (record, graph_id) = teams::standing(desk, id).await?;
        let endpoints = desk.endpoints().map_err(|error| DeskError::Stopped(error.to_string()))?;
        let counts = counts(desk, id).await?;
        Ok(Self {
            desk,
            graph_id,
            zone: windows_zone(&record.words.zone).to_owned(),
            places: places(desk, &record.id).await?,
            limiter: Limiter::of(desk, tokens.application()).await?,
            graph: Graph::new(desk.transport().with_max_wait(Duration::ZERO), endpoints.graph.clone()),
            tokens,
            told,
            put_off: AtomicU32::new(0),
            total: counts.planned + counts.unsure + counts.cancelling,
            event: record.id,
        })
    }

    pub async fn all(&self) -> Result<(), VirtualEventError> {
        self.tell(EnrolPhase::Comparing, None).await?;
        let mut taken = self.compare().await?;
        self.settle().await?;
        let (mut stopped, mut unsure, mut since_look) = (None, 0, 0);
        while !self.halted() {
            match self.batch(taken).await {
                Ok(Sent::Taken(count)) => {
                    (taken, since_look, unsure) = (taken + count, since_look + count, 0);
                }
                Ok(Sent::Nothing) => break,
                Ok(Sent::Unsure(_)) if unsure < PATIENCE => {
                    unsure += 1;
                    taken = self.compare().await?;
                    self.settle().await?;
                }
                Ok(Sent::Unsure(told)) => {
                    stopped = Some(VirtualEventError::Unclear(told));
                    break;
                }
                Err(error) => {
                    stopped = Some(error);
                    break;
                }
            }
            if since_look >= BETWEEN_LOOKS {
                since_look = 0;
                taken = self.compare().await?;
                self.links().await?;
            }
        }
        if !self.halted() {
            self.until_listed().await?;
            self.links().await?;
        }
        stopped.map_or(Ok(()), Err)
    }

    pub fn halted(&self) -> bool {
        self.desk.halt_enrolling.asked()
    }

    /// Whom a killed run or a broken answer leaves in doubt: on the list by now, or given back to be sent.
    async fn settle(&self) -> Result<(), VirtualEventError> {
        let mut pause = PAUSE;
        while !self.halted() {
            let event = self.event.clone();
            let unsure = self
                .desk
                .read(move |r| r.enrolments().in_state(&event, EnrolmentState::Sending, u32::MAX))
                .await?;
            let now = self.desk.now();
            let (over, waiting): (Vec<_>, Vec<_>) =
                unsure.into_iter().partition(|row| now.duration_since(row.updated_at) >= UNSURE);
            self.desk
                .write(move |w| {
                    for row in &over {
                        w.enrolments().state(&row.id, EnrolmentState::Planned, None, now)?;
                    }
                    Ok::<_, VirtualEventError>(())
                })
                .await?;
            let Some(last) = waiting.iter().map(|row| row.updated_at).max() else { return Ok(()) };
            let left = last.saturating_add(UNSURE).unwrap_or(now).duration_since(now);
            self.pass(pause.min(Duration::try_from(left).unwrap_or(pause))).await;
            pause *= 2;
            self.compare().await?;
        }
        Ok(())
    }

    async fn until_listed(&self) -> Result<(), VirtualEventError> {
        for look in 0..LOOKS {
            if counts(self.desk, &self.event).await?.unsure == 0 {
                break;
            }
            if look > 0 {
                self.pass(PAUSE * 2_u32.pow(look - 1)).await;
            }
            self.compare().await?;
        }
        Ok(())
    }

    async fn pass(&self, time: Duration) {
        let until = SignedDuration::try_from(time).unwrap_or_default();
        wait_until(self.desk, self.desk.now().saturating_add(until).unwrap_or(Timestamp::MAX)).await;
    }

    /// Leave for up to so many requests; `None` where somebody paused the run meanwhile.
    pub async fn leave(&self, kind: Kind, wanted: usize) -> Result<Option<Leave>, VirtualEventError> {
        while !self.halted() {
            let (limiter, now) = (self.limiter.clone(), self.desk.now());
            let turn = self
                .desk
                .write(move |w| Ok::<_, VirtualEventError>(limiter.take(w, kind, wanted, now)?))
                .await?;
            match turn {
                Turn::Now(leave) => return Ok(Some(leave)),
                Turn::At(until) => wait_until(self.desk, until).await,
            }
        }
        Ok(None)
    }

    /// The answers to what there was leave for.
    pub async fn answered(
        &self,
        leave: Leave,
        refused: &[Option<Duration>],
    ) -> Result<(), VirtualEventError> {
        self.put_off.fetch_add(u32::try_from(refused.len()).unwrap_or(u32::MAX), Ordering::Relaxed);
        self.limiter.answered(self.desk, leave, refused).await
    }

    pub async fn token(&self) -> Result<AccessToken, VirtualEventError> {
        self.tokens.token(self.desk).await
    }

    pub async fn forget_token(&self) {
        self.tokens.forget().await;
    }

    /// As the application; a person's token may do none of this.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    pub fn webinars<'t>(&'t self, token: &'t AccessToken) -> VirtualEvents<'t> {
        self.graph.as_user(token).virtual_events(VirtualEventKind::Webinar)
    }

    pub async fn tell(
        &self,
        phase: EnrolPhase,
        waiting_until: Option<Timestamp>,
    ) -> Result<(), VirtualEventError> {
        let counts = counts(self.desk, &self.event).await?;
        let left = counts.planned + counts.unsure + counts.cancelling;
        let (_, finish) = self.limiter.forecast(self.desk, counts.planned + counts.cancelling).await?;
        let total = self.total.max(left);
        (self.told)(&EnrolProgress {
            event_id: self.event.clone(),
            phase,
            done: total - left,
            total,
            refused: counts.refused,
            put_off: self.put_off.load(Ordering::Relaxed),
            finish_at: (left > 0).then(|| finish.to_string()),
            waiting_until: waiting_until.map(|at| at.to_string()),
        });
        Ok(())
    }
}

/// How many the webinar takes, where it has no waiting list.
async fn places(desk: &Desk, id: &str) -> Result<Option<usize>, DeskError> {
    let id = id.to_owned();
    let page = desk.read(move |r| r.virtual_events().part::<RegistrationPage>(&id, PAGE)).await?;
    let page = page.map(|part| part.value).filter(|page| !page.waitlist);
    Ok(page.and_then(|page| page.capacity).and_then(|capacity| usize::try_from(capacity).ok()))
}

pub(super) fn refused(error: GraphError) -> VirtualEventError {
    if error.forbidden() || error.unauthorized() {
        return VirtualEventError::NoCredential(format!(
            "Teams does not let the application do this ({error}). It needs VirtualEventRegistration-Anon.ReadWrite and \
             VirtualEvent.Read.Chat for this event: an administrator installs its Teams app there."
        ));
    }
    Failure::Graph(error).into()
}
