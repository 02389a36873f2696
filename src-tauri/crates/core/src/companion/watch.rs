//! Looks after a running companion until it is over, and cleans up after it.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::process::Child;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::folder::DataFolder;
use super::running::Shared;
use super::{CompanionPhase, launch};
use crate::desk::blocking;
use crate::join::start;

/// The key's half minute, and time for the page to draw itself.
const OPENING: Duration = Duration::from_secs(45);
/// A page that listens is never silent this long, unless it is gone.
const SILENCE: Duration = Duration::from_secs(15);
/// A page that said goodbye and was only being loaded again is back by then.
const GOODBYE: Duration = Duration::from_secs(3);
/// The page hears that it is over, and closes its window itself.
const LAST_WORD: Duration = Duration::from_millis(700);

/// When the page was last heard of.
pub(super) struct Contact {
    last: Mutex<Instant>,
    listening: AtomicUsize,
    leaving: AtomicBool,
}

impl Contact {
    pub(super) fn new() -> Self {
        Self {
            last: Mutex::new(Instant::now()),
            listening: AtomicUsize::new(0),
            leaving: AtomicBool::new(false),
        }
    }

    pub(super) fn heard(&self) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        self.leaving.store(false, Ordering::SeqCst);
    }

    /// The page is being closed, or loaded again: which one, time will tell.
    pub(super) fn leaving(&self) {
        self.leaving.store(true, Ordering::SeqCst);
    }

    pub(super) fn listens(&self) -> Listening<'_> {
        self.listening.fetch_add(1, Ordering::SeqCst);
        Listening(self)
    }

    fn said_goodbye(&self) -> bool {
        self.leaving.load(Ordering::SeqCst)
    }

    fn silent_for(&self) -> Duration {
        if self.listening.load(Ordering::SeqCst) > 0 && !self.said_goodbye() {
            return Duration::ZERO;
        }
        self.last.lock().unwrap_or_else(PoisonError::into_inner).elapsed()
    }
}

/// Held while the page waits for an answer; dropped with its connection.
pub(super) struct Listening<'a>(&'a Contact);

impl Drop for Listening<'_> {
    fn drop(&mut self) {
        self.0.listening.fetch_sub(1, Ordering::SeqCst);
        *self.0.last.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }
}

/// Until the companion is over, whatever ends it.
pub(super) async fn over(shared: Arc<Shared>, mut child: Child, data: DataFolder, serving: JoinSet<()>) {
    let mut view = shared.view.subscribe();
    loop {
        let phase = view.borrow_and_update().phase;
        if phase.is_over() {
            break;
        }
        tokio::select! {
            _ = child.wait() => shared.ends(gone(phase, shared.contact.said_goodbye())),
            () = shared.stop.notified() => shared.ends(closed(phase)),
            _ = view.changed() => {}
            () = tokio::time::sleep(Duration::from_millis(500)) => shared.check(phase),
        }
    }
    // The browser's own window goes by the page's last word; what is left of it is ended.
    drop(tokio::time::timeout(LAST_WORD, child.wait()).await);
    drop(serving);
    launch::end(child).await;
    let joins: Vec<String> = shared.joins().drain().collect();
    for join in joins {
        if let Err(error) = start::leave(&shared.desk, &join).await {
            tracing::info!(%error, "a guest's identity stays until it is swept");
        }
    }
    drop(blocking(move || drop(data)).await);
    shared.cleaned.send_replace(true);
}

/// The browser ended, or the page fell silent.
fn gone(phase: CompanionPhase, said_goodbye: bool) -> CompanionPhase {
    match phase {
        CompanionPhase::Opening if !said_goodbye => CompanionPhase::NotOpened,
        phase if phase.is_call() && !said_goodbye => CompanionPhase::Crashed,
        phase => closed(phase),
    }
}

/// By the person, here or there.
fn closed(phase: CompanionPhase) -> CompanionPhase {
    if phase.is_call() { CompanionPhase::Left } else { CompanionPhase::Closed }
}

impl Shared {
    fn check(&self, phase: CompanionPhase) {
        let silent = self.contact.silent_for();
        let goodbye = self.contact.said_goodbye();
        let limit = match phase {
            _ if goodbye => GOODBYE,
            CompanionPhase::Opening => OPENING,
            _ => SILENCE,
        };
        if silent > limit {
            self.ends(gone(phase, goodbye));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_it_ended_is_told_as_it_was() {
        use CompanionPhase::{Closed, Crashed, InCall, Left, Lobby, NotOpened, Opening, PreJoin};
        for (phase, goodbye, told, why) in [
            (Opening, false, NotOpened, "a browser that never showed the page"),
            (PreJoin, true, Closed, "the window was closed before there was a call"),
            (PreJoin, false, Closed, "the browser was ended; nothing is lost"),
            (InCall, true, Left, "the window was closed in a call: the person left"),
            (InCall, false, Crashed, "nobody said goodbye"),
            (Lobby, false, Crashed, "waiting in the lobby is lost too"),
        ] {
            assert_eq!(gone(phase, goodbye), told, "{why}");
        }
    }
}
