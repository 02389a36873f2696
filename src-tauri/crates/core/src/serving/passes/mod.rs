//! The door: a ticket's code goes in, what one joins with comes out (D5 a, D6). One ACS identity a ticket, made when its
//! first token is and deleted after the event. ACS gives 1,000 tokens in 30 s, so those of coming events are made ahead
//! and lie sealed; whoever comes without one waits in one line, first come first served. With each token goes a key for
//! the next one, good once; a key that comes back ends its join (RFC 9700 §4.14.2). Everything that is given is in the
//! trail before it leaves.

mod ahead;
mod enter;
mod line;
mod mint;
mod pace;
pub mod page;
mod rates;
mod renew;
mod standing;
pub mod trail;

use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use lectern_domain::join_link::JoinTarget;
use lectern_domain::secret::Secret;
use lectern_domain::ticket::TicketCode;
use sha2::{Digest, Sha256};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

pub use standing::{EARLY, OVERTIME};

use super::grouped::Grouped;
use crate::desk::Desk;
use crate::error::{CommandError, DeskError, ErrorCode};
use line::{Line, Ticket};
use pace::Pace;
use rates::Rates;
use standing::Holders;

/// What one joins with. Nothing of it may be logged.
pub struct PassGiven {
    pub target: JoinTarget,
    /// `8:acs:…`
    pub user_id: String,
    pub display_name: String,
    pub endpoint: String,
    pub token: Secret<String>,
    pub expires_on: Timestamp,
    pub refresh_key: Secret<String>,
}

/// Another token for the same person, and the key for the next one.
pub struct PassRenewed {
    pub token: Secret<String>,
    pub expires_on: Timestamp,
    pub refresh_key: Secret<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum PassError {
    #[error("There is no such ticket here. Open the newest mail of the event, or ask the organizer.")]
    Unknown,
    #[error("This ticket was taken back. Ask the organizer if you think that is wrong.")]
    Revoked,
    #[error("The event was cancelled by its organizer.")]
    Cancelled,
    #[error("The doors are not open yet: come back after {opens}.")]
    Early { opens: Timestamp },
    #[error("The event is over.")]
    Over,
    #[error("This event is joined in Teams: use the Teams link.")]
    HandOver,
    #[error("The meeting of this event isn't ready yet. Try again in a minute.")]
    NotReady,
    #[error("Many people are coming at once. There are {before} before you: come again in {} s.", .wait.as_secs())]
    Queued { before: usize, wait: SignedDuration },
    #[error("This ticket was used very often just now. Try again in {} s.", .0.as_secs())]
    Often(SignedDuration),
    #[error("The calling service gives no passes now. Try again in {} s, or use the Teams link.", .0.as_secs())]
    Trouble(SignedDuration),
    #[error("This key is not good any more. Join again with the ticket.")]
    Key,
    #[error(transparent)]
    Inner(#[from] CommandError),
}

impl From<DeskError> for PassError {
    fn from(error: DeskError) -> Self {
        Self::Inner(error.into())
    }
}

impl PassError {
    /// For programs.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Revoked => "revoked",
            Self::Cancelled => "cancelled",
            Self::Early { .. } => "early",
            Self::Over => "over",
            Self::HandOver => "handOver",
            Self::NotReady => "notReady",
            Self::Queued { .. } => "queued",
            Self::Often(_) => "often",
            Self::Trouble(_) => "useTeams",
            Self::Key => "key",
            Self::Inner(_) => "failed",
        }
    }

    /// How long until another try makes sense, where it does.
    pub fn wait(&self, now: Timestamp) -> Option<SignedDuration> {
        match self {
            Self::Queued { wait, .. } | Self::Often(wait) | Self::Trouble(wait) => Some(*wait),
            Self::Early { opens } => Some(opens.duration_since(now)),
            Self::NotReady => Some(SignedDuration::from_mins(1)),
            _ => None,
        }
    }
}

impl From<PassError> for CommandError {
    fn from(error: PassError) -> Self {
        let code = match error {
            PassError::Inner(inner) => return inner,
            PassError::Unknown => ErrorCode::NotFound,
            PassError::Queued { .. } | PassError::Often(_) => ErrorCode::Throttled,
            PassError::Trouble(_) | PassError::NotReady => ErrorCode::Remote,
            PassError::Key => ErrorCode::SignInNeeded,
            _ => ErrorCode::Refused,
        };
        Self::new(code, error.to_string())
    }
}

/// So often in a minute one ticket is answered: more than any number of windows and devices of one person ask.
const OF_ONE_TICKET: u32 = 30;
/// So often in a minute one address is told that there is no such ticket: a code of 128 bits is not found by trying, but
/// nobody shall try.
const MISSED: u32 = 60;
const MINUTE: SignedDuration = SignedDuration::from_secs(60);

/// How many stand where. For whoever watches the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DoorFigures {
    /// In the line, before the door.
    pub waiting: usize,
    /// Tokens still to be made ahead.
    pub ahead: usize,
    /// Tokens that ACS is being asked for.
    pub asked: usize,
    /// ACS gives none now.
    pub troubled: bool,
}

/// A service's one door. Its work ends with it.
pub struct Door {
    shared: Arc<Shared>,
    tasks: Vec<JoinHandle<()>>,
}

struct Shared {
    desk: Arc<Desk>,
    grouped: Grouped,
    holders: Holders,
    line: Mutex<Line>,
    /// `POST /identities`.
    creating: Mutex<Pace>,
    /// `POST /identities/{id}/:issueAccessToken`.
    issuing: Mutex<Pace>,
    /// Somebody came to the line.
    wake: Notify,
    often: Rates<Ticket>,
    /// Who asked for tickets that there are not.
    missed: Rates<IpAddr>,
}

impl Drop for Door {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

impl Door {
    /// In a runtime, which it works in until it is dropped.
    pub fn open(desk: Arc<Desk>) -> Self {
        let mut door = Self::with_nothing_ahead(desk);
        door.tasks.push(tokio::spawn(ahead::work(Arc::clone(&door.shared))));
        door
    }

    /// Tokens are made for whoever comes, and nothing is done beside: to measure the line.
    pub fn with_nothing_ahead(desk: Arc<Desk>) -> Self {
        let shared = Arc::new(Shared {
            grouped: Grouped::of(Arc::clone(&desk)),
            holders: standing::holders(Arc::clone(&desk)),
            desk,
            line: Mutex::default(),
            creating: Mutex::default(),
            issuing: Mutex::default(),
            wake: Notify::new(),
            often: Rates::new(OF_ONE_TICKET, MINUTE),
            missed: Rates::new(MISSED, MINUTE),
        });
        let tasks = vec![tokio::spawn(mint::work(Arc::clone(&shared)))];
        Self { shared, tasks }
    }

    pub fn figures(&self) -> DoorFigures {
        let (waiting, ahead, asked) = self.shared.line().counts();
        DoorFigures { waiting, ahead, asked, troubled: self.shared.creating().troubled() }
    }
}

impl Shared {
    fn line(&self) -> MutexGuard<'_, Line> {
        locked(&self.line)
    }

    fn creating(&self) -> MutexGuard<'_, Pace> {
        locked(&self.creating)
    }

    fn issuing(&self) -> MutexGuard<'_, Pace> {
        locked(&self.issuing)
    }
}

/// None of them is left half changed by a panic.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// By which a code is looked for. What can't be a code is looked for too: whoever tries codes learns nothing from how
/// long the answer takes.
pub(crate) fn ticket(code: &str) -> Ticket {
    match TicketCode::parse(code) {
        Ok(code) => code.lookup_hash(),
        Err(_) => Sha256::digest(code.as_bytes()).into(),
    }
}
