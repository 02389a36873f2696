//! From one account's desk to another's, in the same window: what is under way is told first, the one desk is closed,
//! and the other opens in its place. Where that can't be opened, the one before is.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use lectern_core::companion;
use lectern_core::error::CommandError;
use lectern_core::profile::Profile;
use lectern_core::profiles::list::{self, ProfilesView};
use lectern_core::profiles::lost::{self, Lost};
use lectern_core::profiles::under_way::{UnderWay, under_way};
use lectern_core::profiles::{ProfilesError, add, chosen, remove, rename, same};
use lectern_core::session;
use lectern_core::sign_in::account;
use lectern_core::{Chance, Clock as _, SystemClock};
use tauri::async_runtime::spawn_blocking;

use super::{Slot, Stage};
use crate::arguments::Arguments;

/// What has to end first, in words; empty: it is done.
type Waits = Vec<&'static str>;

impl Slot {
    pub fn profiles(&self) -> ProfilesView {
        let (dir, former, elsewhere) = {
            let place = self.place();
            (place.dir.clone(), place.former.clone(), place.elsewhere.clone())
        };
        let back_to = former.and_then(|dir| Profile::open(&dir).ok()).map(|former| former.id().to_string());
        ProfilesView { profiles: list::all(&self.shelf, &elsewhere, Some(&dir)), back_to }
    }

    /// What is under way at the desk that is open. `join_window`: the window for calls is there.
    pub async fn under_way(&self, join_window: bool) -> Waits {
        let open = if let Stage::Open(desk) = &*self.stage.borrow() { Some(desk.clone()) } else { None };
        match open {
            Some(desk) => under_way(&desk, join_window).await.into_iter().map(UnderWay::words).collect(),
            None => Waits::new(),
        }
    }

    pub async fn switch(&self, id: &str, join_window: bool) -> Result<Waits, CommandError> {
        let _one = self.moving.try_lock().map_err(|_| session::moving())?;
        let meant = self.named(id)?;
        let waits = self.under_way(join_window).await;
        if waits.is_empty() && !same(meant.dir(), &self.dir()) {
            self.leave().await;
            self.go(meant.dir().to_owned(), None).await?;
        }
        Ok(waits)
    }

    /// To the sign-in page of an account that is not here yet.
    pub async fn add(&self, join_window: bool) -> Result<Waits, CommandError> {
        let _one = self.moving.try_lock().map_err(|_| session::moving())?;
        let waits = self.under_way(join_window).await;
        if waits.is_empty() {
            let (among, here) = (self.shelf.clone(), self.dir());
            let begun = blocking(move || add::begin(&among, Profile::open(&here).ok().as_ref(), Chance));
            let dir = begun.await??;
            let former = Some(self.dir()).filter(|here| !same(here, &dir));
            self.leave().await;
            self.go(dir, former).await?;
        }
        Ok(waits)
    }

    /// "Not now": back to the account that was open before. One that nobody signed in to is not kept.
    pub async fn back(&self) -> Result<(), CommandError> {
        let _one = self.moving.try_lock().map_err(|_| session::moving())?;
        let Some(former) = self.place().former.clone() else { return Ok(()) };
        let left = self.dir();
        self.leave().await;
        self.clear_away(&left).await;
        self.go(former, None).await
    }

    pub async fn rename(&self, id: &str, name: String) -> Result<(), CommandError> {
        let dir = self.named(id)?.dir().to_owned();
        blocking(move || rename::rename(&dir, &name)).await??;
        Ok(())
    }

    /// What would be lost. Of the profile that is open, with the passphrase it was opened with.
    pub async fn lost(&self, id: &str) -> Result<Lost, CommandError> {
        let meant = self.named(id)?;
        let word = if same(meant.dir(), &self.dir()) { self.passphrase() } else { None };
        Ok(blocking(move || lost::lost(&meant, word.as_ref(), Chance, SystemClock.now())).await??)
    }

    /// The one that is open is closed for it, and another takes its place.
    pub async fn remove(&self, id: &str, join_window: bool) -> Result<Waits, CommandError> {
        let _one = self.moving.try_lock().map_err(|_| session::moving())?;
        let (meant, among, elsewhere) = (self.named(id)?, self.shelf.clone(), self.place().elsewhere.clone());
        let dir = meant.dir().to_owned();
        if !same(&dir, &self.dir()) {
            blocking(move || remove::remove(&among, &elsewhere, &meant)).await??;
            return Ok(Waits::new());
        }
        let waits = self.under_way(join_window).await;
        if waits.is_empty() {
            self.leave().await;
            self.stop_sandbox_of(&dir).await;
            let (there, known) = (among.clone(), elsewhere.clone());
            let removed = blocking(move || remove::when_closed(&among, &elsewhere, &meant)).await?;
            let next = if removed.is_ok() { chosen::window_after(&there, &known) } else { dir };
            self.go(next, None).await?;
            removed?;
        }
        Ok(waits)
    }

    /// A second start named this profile: it can be gone to from the list, where one of this kind is there.
    pub fn started_for(&self, dir: &Path, start: &Arguments) -> bool {
        let known = Profile::open(dir).is_ok_and(|found| found.kind() == self.arguments.kind);
        let mut place = self.place();
        if known && !place.elsewhere.iter().any(|one| same(one, dir)) {
            place.elsewhere.push(dir.to_owned());
        }
        if let (true, Some(control)) = (known, &start.sandbox) {
            place.sandboxes.retain(|(of, _)| !same(of, dir));
            place.sandboxes.push((dir.to_owned(), control.clone()));
        }
        known
    }

    /// The account that is open is the one that the next start opens, once somebody is signed in to it.
    pub async fn remember(&self) {
        let open = if let Stage::Open(desk) = &*self.stage.borrow() { Some(desk.clone()) } else { None };
        let Some(desk) = open else { return };
        if !matches!(account::current(&desk).await, Ok(Some(_))) {
            return;
        }
        self.place().former = None;
        let (among, dir) = (self.shelf.clone(), desk.profile().dir().to_owned());
        match blocking(move || chosen::opened_in_window(&among, &dir)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::info!(%error, "the account is not remembered for the next start"),
            Err(error) => tracing::warn!(%error, "the account is not remembered for the next start"),
        }
    }

    fn named(&self, id: &str) -> Result<Profile, ProfilesError> {
        let elsewhere = self.place().elsewhere.clone();
        list::named(&self.shelf, &elsewhere, id)
    }

    /// Nobody is at the desk from here on: what comes waits for the next one. Nothing of this account's is kept in memory.
    async fn leave(&self) {
        self.end_sign_in();
        self.stop_serving().await;
        let open = match self.stage.send_replace(Stage::Opening) {
            Stage::Open(desk) => Some(desk),
            _ => None,
        };
        if let Some(desk) = open {
            companion::close(&desk).await;
        }
        self.keep_passphrase(None);
    }

    /// Opens what is there. What can't be opened, for a reason that nobody can mend on the sign-in page, is told, and the
    /// account before it opens again.
    async fn go(&self, dir: PathBuf, former: Option<PathBuf>) -> Result<(), CommandError> {
        let before = {
            let mut place = self.place();
            place.former = former;
            std::mem::replace(&mut place.dir, dir.clone())
        };
        self.open_as(true).await;
        let shut = if let Stage::Shut(error) = &*self.stage.borrow() { Some(error.clone()) } else { None };
        let Some(error) = shut.filter(|_| !same(&before, &dir)) else { return Ok(()) };
        let found = Profile::open(&dir).ok();
        if session::shut_state(self.arguments.kind, found.as_ref(), &error).is_some() {
            // The sign-in page says what it needs, and leads back.
            self.place().former.get_or_insert(before);
            return Ok(());
        }
        if Profile::is_in(&before) {
            {
                let mut place = self.place();
                (place.dir, place.former) = (before, None);
            }
            self.open_as(true).await;
        }
        Err(error)
    }

    async fn clear_away(&self, dir: &Path) {
        self.stop_sandbox_of(dir).await;
        let (among, dir) = (self.shelf.clone(), dir.to_owned());
        let cleared = blocking(move || match Profile::open(&dir) {
            Ok(left) if add::is_unused(&left) && !same(&dir, &among.first()) => {
                remove::when_closed(&among, &[], &left).map(drop)
            }
            _ => Ok(()),
        });
        if let Ok(Err(error)) = cleared.await {
            tracing::info!(%error, "an account that nobody signed in to is still there");
        }
    }

    /// Where it writes its world down, nothing may be written any more.
    #[cfg(feature = "sandbox")]
    async fn stop_sandbox_of(&self, dir: &Path) {
        let mut running = self.sandbox.lock().await;
        if running.as_ref().is_some_and(|(of, _)| of == dir)
            && let Some((_, sandbox)) = running.take()
        {
            sandbox.stop().await;
        }
    }

    #[cfg(not(feature = "sandbox"))]
    #[expect(clippy::unused_async, reason = "a build with a sandbox inside waits here")]
    async fn stop_sandbox_of(&self, _dir: &Path) {}

    pub(super) fn next_turn(&self) {
        self.turn.fetch_add(1, Ordering::AcqRel);
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, CommandError> {
    spawn_blocking(work).await.map_err(|error| session::stopped(&error))
}
