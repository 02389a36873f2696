//! What a service does around the clock, with nobody there who presses a button: it sends what is due, gives places on,
//! reads the calendar and Teams' lists, and clears away what nobody needs. One process of a profile at a time does it:
//! whoever has the lock, which the operating system takes back from one that dies.

use std::sync::{Arc, Weak};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{pages::proof, standing};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::join::start;
use crate::locks::Lock;
use crate::messages::run::{self as sending, RunError};
use crate::privacy;
use crate::registration::queue;
use crate::scheduling::calendar::sync;
use crate::session;
use crate::sign_in::account;
use crate::virtual_events::{EventKind, VirtualEventState, credential, enrol, list, registrations};

const LOCK: &str = "around-the-clock";
/// How soon a message that was planned leaves.
const LOOK: Duration = Duration::from_secs(2);
/// What went wrong is tried again after this long, as is what a channel took and has not told the end of.
const AGAIN: Duration = Duration::from_mins(1);
/// How often Graph is asked for what is new.
const READ: Duration = Duration::from_mins(1);
/// So many of those readings between two of Teams' lists.
const LISTS: u32 = 5;
/// So many between two looks for what nobody needs any more.
const CLEAR: u32 = 10;

/// Runs until it is stopped; it does not hold the desk open.
pub struct Clockwork {
    desk: Weak<Desk>,
    stopping: watch::Sender<bool>,
    outbox: JoinHandle<()>,
    beside: Vec<JoinHandle<()>>,
}

pub fn start(desk: &Arc<Desk>) -> Clockwork {
    let (stopping, stopped) = watch::channel(false);
    // Held by all that runs, and given back with the last of it.
    let turn = Arc::new(tokio::sync::OnceCell::new());
    let desk = Arc::downgrade(desk);
    let outbox = tokio::spawn(in_turn(desk.clone(), Arc::clone(&turn), move |desk| outbox(desk, stopped)));
    let beside = vec![
        tokio::spawn(in_turn(desk.clone(), Arc::clone(&turn), queue::watch)),
        tokio::spawn(in_turn(desk.clone(), Arc::clone(&turn), privacy::run::watch)),
        tokio::spawn(in_turn(desk.clone(), turn, reading)),
    ];
    Clockwork { desk, stopping, outbox, beside }
}

impl Clockwork {
    /// Ends after the message in hand: what was claimed is known to have left or not.
    pub async fn stop(mut self) {
        self.stopping.send_replace(true);
        if let Some(desk) = self.desk.upgrade() {
            sending::stop(&desk);
        }
        drop((&mut self.outbox).await);
    }
}

impl Drop for Clockwork {
    fn drop(&mut self) {
        self.outbox.abort();
        for task in &self.beside {
            task.abort();
        }
    }
}

type Turn = Arc<tokio::sync::OnceCell<Lock>>;

/// Once this process has the lock.
async fn in_turn<F: Future<Output = ()>>(desk: Weak<Desk>, turn: Turn, work: impl FnOnce(Weak<Desk>) -> F) {
    loop {
        let Some(open) = desk.upgrade() else { return };
        let taken =
            turn.get_or_try_init(|| async { Lock::try_take(open.profile(), LOCK)?.ok_or(Taken::Elsewhere) });
        match taken.await {
            Ok(_) => break,
            Err(Taken::Elsewhere) => {}
            Err(Taken::Desk(error)) => tracing::warn!(%error, "nothing is done by itself yet"),
        }
        drop(open);
        tokio::time::sleep(LOOK).await;
    }
    work(desk).await;
    drop(turn);
}

enum Taken {
    Elsewhere,
    Desk(DeskError),
}

impl From<DeskError> for Taken {
    fn from(error: DeskError) -> Self {
        Self::Desk(error)
    }
}

async fn outbox(desk: Weak<Desk>, mut stopping: watch::Receiver<bool>) {
    let (mut asked, mut told) = (None, Told::default());
    while !*stopping.borrow_and_update() {
        let Some(open) = desk.upgrade() else { return };
        let wait = match due(&open, asked).await {
            Ok(false) => LOOK,
            Ok(true) => {
                let ran = sending::run(&open, &|_| {}).await;
                asked = Some(open.now());
                match ran {
                    Ok(_) | Err(RunError::Elsewhere) => LOOK,
                    Err(error) => told.waits("messages wait", &error),
                }
            }
            Err(error) => told.waits("the outbox can't be read", &error),
        };
        drop(open);
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopping.changed() => {}
        }
    }
}

/// Something may leave, or the end of something is to be asked for again.
async fn due(desk: &Desk, asked: Option<Timestamp>) -> Result<bool, DeskError> {
    let (next, counts) = desk
        .read(|r| {
            let ready = [r.messages().next_ready_at()?, r.unproven().next_ready_at()?];
            Ok((ready.into_iter().flatten().min(), r.messages().counts_of_all()?))
        })
        .await?;
    let now = desk.now();
    let long_ago = |at: Timestamp| now.duration_since(at).abs() >= SignedDuration::from_mins(1);
    Ok(next.is_some_and(|at| at <= now) || (counts.sending > 0 && asked.is_none_or(long_ago)))
}

/// The same trouble is told once, not at every try.
#[derive(Default)]
struct Told(Option<String>);

impl Told {
    fn waits(&mut self, what: &str, error: &dyn std::fmt::Display) -> Duration {
        let said = error.to_string();
        if self.0.as_ref() != Some(&said) {
            tracing::warn!(error = said, "{what}; tried again until it goes");
            self.0 = Some(said);
        }
        AGAIN
    }
}

/// What is new at Graph, and what nobody needs any more.
async fn reading(desk: Weak<Desk>) {
    let Some(open) = desk.upgrade() else { return };
    session::take_up(open).await;
    let (mut calendar, mut lists, mut cleared) = (Told::default(), Told::default(), Told::default());
    for round in 0_u32.. {
        let Some(open) = desk.upgrade() else { return };
        if signed_in(&open).await {
            if let Err(error) = sync::sync(&open, false).await {
                calendar.waits("the calendar was not read", &error);
            }
            if round.is_multiple_of(LISTS)
                && let Err(error) = read_lists(&open).await
            {
                lists.waits("Teams' lists were not read", &error);
            }
        }
        if round.is_multiple_of(CLEAR) {
            standing::look_at_clock(&open).await;
        }
        if round.is_multiple_of(CLEAR)
            && let Err(error) = start::sweep(&open).await
        {
            cleared.waits("identities of former guests wait to be deleted", &error);
        }
        if round.is_multiple_of(CLEAR)
            && let Err(error) = proof::sweep(&open).await
        {
            cleared.waits("forms that nobody proved wait to be cleared away", &error);
        }
        drop(open);
        tokio::time::sleep(READ).await;
    }
}

async fn signed_in(desk: &Desk) -> bool {
    matches!(account::current(desk).await, Ok(Some(account)) if !account.needs_sign_in)
}

/// By the application credential, which lives here: who is on the lists of webinars that are not over, and whom Teams
/// has not taken yet. One webinar's trouble does not stop the others.
async fn read_lists(desk: &Desk) -> Result<(), crate::virtual_events::VirtualEventError> {
    if credential::kept(desk).await?.is_none() {
        return Ok(());
    }
    let (now, mut trouble) = (desk.now(), None);
    for event in list::all(desk).await? {
        let over = event.end.parse::<Timestamp>().is_ok_and(|end| end < now);
        if over || event.kind != EventKind::Webinar || event.state != VirtualEventState::Published {
            continue;
        }
        let counts = enrol::show(desk, &event.id).await?.counts;
        if counts.planned + counts.cancelling > 0
            && let Err(error) = enrol::enrol(desk, &event.id, &[], enrol::untold()).await
        {
            trouble = Some(error);
        }
        let untold = registrations::untold();
        if let Err(error) = registrations::read(desk, &event.id, untold).await {
            trouble = Some(error);
        }
    }
    trouble.map_or(Ok(()), Err)
}
