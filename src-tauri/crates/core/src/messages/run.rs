//! Sends what is due, once. Each message is claimed on disk before it is sent and marked on disk after; whatever lies
//! between is asked for before it is repeated. One runner at a time over all processes of a profile (a lock that the
//! operating system drops with its process), and one message in flight: so a crash leaves at most one in doubt.
//!
//! planned = delivered once + failed + skipped + ambiguous.

pub mod later;

mod deliver;
mod limits;
mod proofs;

use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lectern_domain::message::ChannelKind;
use lectern_store::messages::MessageRecord;
use serde::Serialize;
use ts_rs::TS;

use crate::desk::{Desk, Work};
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::locks::Lock;
use deliver::{Mailer, Step};

/// All processes of a profile claim under one name: the lock says whose turn it is.
const OWNER: &str = "outbox";
const LEASE_SECONDS: u32 = 120;
/// So many are sent before their results are asked for: services limit asking as well.
const ROUND: u32 = 25;
/// How often results are looked for.
const TICK: Duration = Duration::from_millis(500);
/// A pause of this length is waited for; a longer one is told, and the rest stays planned.
const PATIENCE: Duration = Duration::from_secs(15);

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct RunReport {
    pub sent: u32,
    pub failed: u32,
    /// Still planned or on their way: due later, or held up.
    pub waiting: u32,
    /// For a person to decide.
    pub ambiguous: u32,
    /// Why the next one of those that were put off waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub problem: Option<String>,
    /// When it may be tried again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub next_at: Option<String>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct RunProgress {
    pub running: bool,
    pub done: u32,
    pub total: u32,
    /// When the last one leaves at this pace.
    pub finish_at: Option<String>,
    pub report: Option<RunReport>,
    pub error: Option<CommandError>,
}

#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error("Another window or terminal of this profile is sending already. Its progress is shown there.")]
    Elsewhere,
    #[error("Nothing to send with: no sender is set up. Choose ACS Email or a mail server in Settings.")]
    NoChannel,
    #[error("{0}")]
    Channel(String),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl RunError {
    fn code(&self) -> ErrorCode {
        match self {
            Self::Desk(inner) => inner.code(),
            Self::Elsewhere => ErrorCode::Busy,
            Self::NoChannel | Self::Channel(_) => ErrorCode::Refused,
        }
    }
}

impl From<RunError> for CommandError {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Desk(inner) => inner.into(),
            other => Self::new(other.code(), other.to_string()),
        }
    }
}

/// Told of each step; must not block.
pub type Told<'a> = &'a (dyn Fn(&RunProgress) + Send + Sync);

/// Until nothing is due any more, or a service asks for a long pause.
pub async fn run(desk: &Desk, told: Told<'_>) -> Result<RunReport, RunError> {
    let Ok(_here) = desk.sending.try_lock() else { return Err(RunError::Elsewhere) };
    let Some(_lock) = Lock::try_take(desk.profile(), "outbox")? else { return Err(RunError::Elsewhere) };
    desk.stop_sending.store(false, Ordering::Relaxed);
    let _begun = desk.begin(Work::Sending);
    match work(desk, told).await {
        Ok(report) => {
            let done = report.sent + report.failed;
            told(&RunProgress {
                running: false,
                done,
                total: done + report.waiting,
                finish_at: None,
                report: Some(report.clone()),
                error: None,
            });
            Ok(report)
        }
        Err(error) => {
            let shown = CommandError::new(error.code(), error.to_string());
            told(&RunProgress {
                running: false,
                done: 0,
                total: 0,
                finish_at: None,
                report: None,
                error: Some(shown),
            });
            Err(error)
        }
    }
}

/// Ends a run of this process after the message in hand; the rest stays planned.
pub fn stop(desk: &Desk) {
    desk.stop_sending.store(true, Ordering::Relaxed);
}

async fn work(desk: &Desk, told: Told<'_>) -> Result<RunReport, RunError> {
    let way = granted(desk).await?;
    let mut mailer = Mailer::of(desk).await?;
    let mut pace = Pace::start(desk).await?;
    if let Err(problem) = way {
        // One is put off for all: so the run says why, and sending goes on by itself.
        if let Some(message) = claim(desk, &mailer).await? {
            mailer.put_off(desk, &message, problem).await?;
        }
        return report(desk, pace).await;
    }
    loop {
        settle(desk, &mut mailer, &mut pace).await?;
        told(&pace.progress(desk.now()));
        if let Some(pause) = proofs::send(desk, &mailer).await? {
            pace.hold(pause);
        }
        let mut sent = 0;
        while sent < ROUND
            && pace.held.is_none()
            && !stopped(desk)
            && let Some(message) = claim(desk, &mailer).await?
        {
            sent += 1;
            let step = mailer.send(desk, &message).await?;
            pace.count(step);
            told(&pace.progress(desk.now()));
            if let Step::Held { pause } = step {
                pace.hold(pause);
                break;
            }
        }
        if sent == ROUND && pace.held.is_none() {
            continue;
        }
        if stopped(desk) {
            return report(desk, pace).await;
        }
        match pause(desk, &mut pace).await? {
            Some(pause) => tokio::time::sleep(pause).await,
            None => return report(desk, pace).await,
        }
        pace.held = None;
    }
}

fn stopped(desk: &Desk) -> bool {
    desk.stop_sending.load(Ordering::Relaxed)
}

/// A revoked grant stops sending and loses nothing: what is planned waits for the sign-in. The service is asked, since
/// the channels do not run under the grant and a token in memory outlives it. No answer is no revocation. Inside:
/// somebody on the way answers in the services' place; whatever was sent now would be in doubt.
async fn granted(desk: &Desk) -> Result<Result<(), String>, DeskError> {
    let Some(account) = desk.read(|r| r.accounts().get()).await? else { return Ok(Ok(())) };
    if account.needs_sign_in {
        return Err(DeskError::SignInEnded);
    }
    let answer = desk.graph(|graph, token| async move { graph.as_user(&token).me().await }).await;
    match answer.map_err(DeskError::from) {
        Err(error @ (DeskError::SignInNeeded | DeskError::SignInEnded | DeskError::SignInBlocked(_))) => {
            Err(error)
        }
        Err(error @ (DeskError::Captive { .. } | DeskError::Proxy { .. })) => Ok(Err(error.to_string())),
        Err(error) => {
            tracing::info!(%error, "whether the grant still stands could not be asked");
            Ok(Ok(()))
        }
        Ok(_) => Ok(Ok(())),
    }
}

/// What a crash or a broken connection left in flight, and what was accepted but not confirmed.
async fn settle(desk: &Desk, mailer: &mut Mailer, pace: &mut Pace) -> Result<(), RunError> {
    // The lock says that nobody else is sending: whatever is in flight without an answer was left behind.
    for message in desk.read(|r| r.messages().abandoned(Timestamp::MAX)).await? {
        pace.count(mailer.settle(desk, &message).await?);
    }
    let now = desk.now();
    let accepted = desk
        .write(move |w| Ok::<_, DeskError>(w.messages().awaiting_result(now, OWNER, LEASE_SECONDS)?))
        .await?;
    for message in accepted {
        if mailer.may_ask(&message.id, desk.now()) {
            let step = mailer.settle(desk, &message).await?;
            pace.answered(step);
        }
    }
    Ok(())
}

async fn claim(desk: &Desk, mailer: &Mailer) -> Result<Option<MessageRecord>, DeskError> {
    for channel in mailer.kinds() {
        let now = desk.now();
        let claimed = desk
            .write(move |w| {
                Ok::<_, DeskError>(w.messages().claim_next(now, OWNER, LEASE_SECONDS, channel)?)
            })
            .await?;
        if claimed.is_some() {
            return Ok(claimed);
        }
    }
    Ok(None)
}

/// How long until there is something to do again; `None`: not soon enough to wait for.
async fn pause(desk: &Desk, pace: &mut Pace) -> Result<Option<Duration>, DeskError> {
    if let Some(held) = pace.held {
        return Ok((held <= PATIENCE).then_some(held));
    }
    let (next, counts) =
        desk.read(|r| Ok((r.messages().next_ready_at()?, r.messages().counts_of_all()?))).await?;
    if counts.sending > 0 {
        pace.idle += TICK;
        return Ok((pace.idle <= PATIENCE).then_some(TICK));
    }
    let Some(next) = next else { return Ok(None) };
    let until = next.duration_since(desk.now());
    let until = Duration::try_from(until).unwrap_or(Duration::ZERO).max(Duration::from_millis(50));
    Ok((until <= PATIENCE).then_some(until))
}

async fn report(desk: &Desk, pace: Pace) -> Result<RunReport, RunError> {
    let (counts, put_off) =
        desk.read(|r| Ok((r.messages().counts_of_all()?, r.messages().next_put_off()?))).await?;
    let (next_at, problem) = put_off.unzip();
    Ok(RunReport {
        problem,
        next_at: next_at.map(|at| at.to_string()),
        sent: pace.delivered,
        failed: pace.failed,
        waiting: counts.planned + counts.sending,
        ambiguous: counts.ambiguous,
    })
}

/// How far the run is, and how fast.
struct Pace {
    began: Timestamp,
    latest: Timestamp,
    due: u32,
    delivered: u32,
    failed: u32,
    settled: u32,
    /// Taken by a service, the result not known yet: for the person at the window they are as good as done.
    accepted: u32,
    held: Option<Duration>,
    /// How long nothing has come to an end.
    idle: Duration,
}

impl Pace {
    async fn start(desk: &Desk) -> Result<Self, DeskError> {
        let now = desk.now();
        let due = desk
            .read(move |r| {
                let ready = |channel| r.messages().count_ready(channel, now);
                Ok(ready(ChannelKind::AcsEmail)? + ready(ChannelKind::Smtp)?)
            })
            .await?;
        Ok(Self {
            began: now,
            latest: now,
            due,
            delivered: 0,
            failed: 0,
            settled: 0,
            accepted: 0,
            held: None,
            idle: Duration::ZERO,
        })
    }

    fn count(&mut self, step: Step) {
        match step {
            Step::Delivered => self.delivered += 1,
            Step::Failed => self.failed += 1,
            Step::Settled => self.settled += 1,
            Step::Accepted => self.accepted += 1,
            Step::Held { .. } => return,
        }
        self.idle = Duration::ZERO;
    }

    /// A result that was asked for.
    fn answered(&mut self, step: Step) {
        if matches!(step, Step::Accepted | Step::Held { .. }) {
            return;
        }
        self.accepted = self.accepted.saturating_sub(1);
        self.count(step);
    }

    fn hold(&mut self, pause: Duration) {
        self.held = Some(pause);
    }

    fn progress(&mut self, now: Timestamp) -> RunProgress {
        self.latest = now;
        let done = self.delivered + self.failed + self.settled + self.accepted;
        let total = self.due.max(done);
        let spent = self.latest.duration_since(self.began);
        let left =
            if done == 0 { None } else { spent.checked_mul(i32::try_from(total - done).unwrap_or(i32::MAX)) };
        let finish = left.and_then(|left| left.checked_div(i32::try_from(done).unwrap_or(i32::MAX)));
        let finish_at =
            finish.and_then(|left: SignedDuration| now.saturating_add(left).ok()).map(|at| at.to_string());
        RunProgress { running: true, done, total, finish_at, report: None, error: None }
    }
}
