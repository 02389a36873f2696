//! Opens the companion, tells how it goes, steers it, closes it. One at a time.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, watch};

use super::door::Door;
use super::watch::Contact;
use super::{
    CompanionEnd, CompanionError, CompanionPhase, CompanionView, Host, Invitation, Steer, folder, launch,
    server,
};
use crate::desk::{Desk, blocking};

/// What the server, the watch and the desktop window have in common.
pub(super) struct Shared {
    pub(super) desk: Arc<Desk>,
    pub(super) host: Host,
    pub(super) invitation: Invitation,
    pub(super) door: Door,
    pub(super) contact: Contact,
    pub(super) view: watch::Sender<CompanionView>,
    pub(super) steers: watch::Sender<Vec<Steer>>,
    pub(super) stop: Notify,
    pub(super) cleaned: watch::Sender<bool>,
    joins: Mutex<HashSet<String>>,
}

impl Shared {
    /// The joins that its page began.
    pub(super) fn joins(&self) -> MutexGuard<'_, HashSet<String>> {
        self.joins.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the page says of itself. That it crashed or was never shown is not for it to say.
    pub(super) fn reported(&self, phase: CompanionPhase, muted: Option<bool>, end: Option<CompanionEnd>) {
        if matches!(phase, CompanionPhase::Opening | CompanionPhase::Crashed | CompanionPhase::NotOpened) {
            return;
        }
        self.change(|view| (view.phase, view.muted, view.end) = (phase, muted, end));
    }

    pub(super) fn ends(&self, phase: CompanionPhase) {
        self.change(|view| (view.phase, view.muted) = (phase, None));
    }

    /// What is over stays as it ended.
    fn change(&self, change: impl FnOnce(&mut CompanionView)) {
        self.view.send_if_modified(|view| {
            if view.phase.is_over() {
                return false;
            }
            let before = view.clone();
            change(view);
            *view != before
        });
    }

    fn phase(&self) -> CompanionPhase {
        self.view.borrow().phase
    }
}

/// The companion that a desk has opened last.
pub(crate) struct Running(Arc<Shared>);

/// Opens the join screen in a window of an installed browser. Asked for twice, the one that is there is the answer.
pub async fn open(
    desk: &Arc<Desk>,
    invitation: Invitation,
    host: Host,
) -> Result<CompanionView, CompanionError> {
    let mut slot = desk.companion().lock().await;
    if let Some(Running(running)) = slot.as_ref()
        && !running.phase().is_over()
    {
        if running.invitation.input == invitation.input {
            return Ok(running.view.borrow().clone());
        }
        if running.phase().is_call() {
            return Err(CompanionError::InCall);
        }
        end(running).await;
    }
    let browser = desk.browser.find().ok_or(CompanionError::NoBrowser)?;
    if (host.files)(server::PAGE).is_none() {
        return Err(CompanionError::NoPage);
    }
    let (port, listeners) = server::bind().await?;
    let data = {
        let (desk, browser) = (Arc::clone(desk), browser.clone());
        blocking(move || folder::make(&desk, &browser)).await??
    };
    let (door, key) = Door::new(port, desk.chance(), desk.now());
    let full_screen = invitation.full_screen;
    let first = CompanionView {
        input: invitation.input.clone(),
        phase: CompanionPhase::Opening,
        browser: browser.name,
        muted: None,
        end: None,
    };
    let shared = Arc::new(Shared {
        desk: Arc::clone(desk),
        host,
        invitation,
        door,
        contact: Contact::new(),
        view: watch::Sender::new(first.clone()),
        steers: watch::Sender::default(),
        stop: Notify::new(),
        cleaned: watch::Sender::default(),
        joins: Mutex::default(),
    });
    let serving = server::serve(listeners, &shared);
    let address = format!("http://localhost:{port}/?key={key}");
    let child = launch::start(&browser, data.path(), &address, full_screen)?;
    tokio::spawn(super::watch::over(Arc::clone(&shared), child, data, serving));
    *slot = Some(Running(shared));
    Ok(first)
}

/// What a crash left behind of its browsers' files goes; at each start, whether or not there will be another call.
pub async fn sweep(desk: &Arc<Desk>) {
    // Held meanwhile: one that is being opened has a folder that no browser has locked yet.
    let slot = desk.companion().lock().await;
    if slot.as_ref().is_some_and(|Running(running)| !*running.cleaned.borrow()) {
        return;
    }
    let swept = Arc::clone(desk);
    if let Err(error) = blocking(move || folder::sweep_all(&swept)).await {
        tracing::info!(%error, "former calls' files wait to be deleted");
    }
}

/// How it goes, from now on; `None`: none was opened.
pub async fn watched(desk: &Desk) -> Option<watch::Receiver<CompanionView>> {
    desk.companion().lock().await.as_ref().map(|Running(shared)| shared.view.subscribe())
}

pub async fn current(desk: &Desk) -> Option<CompanionView> {
    watched(desk).await.map(|view| view.borrow().clone())
}

pub async fn steer(desk: &Desk, steer: Steer) -> Result<(), CompanionError> {
    let slot = desk.companion().lock().await;
    let Some(Running(shared)) = slot.as_ref().filter(|Running(shared)| !shared.phase().is_over()) else {
        return Err(CompanionError::Gone);
    };
    shared.steers.send_modify(|steers| steers.push(steer));
    Ok(())
}

/// Ends it, with its browser and its files; a call in it is left.
pub async fn close(desk: &Desk) {
    let slot = desk.companion().lock().await;
    if let Some(Running(shared)) = slot.as_ref() {
        end(shared).await;
    }
}

async fn end(shared: &Shared) {
    shared.stop.notify_one();
    // The sender lives as long as `shared` does.
    drop(shared.cleaned.subscribe().wait_for(|cleaned| *cleaned).await);
}
