//! Puts the desk together while the window is already loading: profile, keychain, sandbox, store. One account's desk at
//! a time; [`moving`] puts another's in its place.

mod moving;
mod serving;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lectern_core::companion;
use lectern_core::companion::browser::BrowserChoice;
use lectern_core::desk::{Desk, DeskOptions, SandboxEndpoints};
use lectern_core::error::CommandError;
use lectern_core::messages::run::{RunProgress, later};
use lectern_core::privacy;
use lectern_core::profile::{
    Profile, ProfileKind, Registration, best_key_place, configure, passphrase as passphrases, recovery, renew,
};
use lectern_core::profiles::{Shelf, same};
use lectern_core::publishing;
use lectern_core::registration::queue;
use lectern_core::session::{self, DeskState};
use lectern_core::{Chance, Clock as _, SystemClock};
use lectern_domain::secret::Secret;
use tauri::async_runtime::{self, JoinHandle};
use tokio::sync::watch;

use crate::arguments::Arguments;

#[derive(Clone)]
enum Stage {
    Opening,
    Open(Arc<Desk>),
    Shut(CommandError),
}

/// Told of each step of sending.
pub type Told = Arc<dyn Fn(&RunProgress) + Send + Sync>;

/// Who hears of it.
pub struct Heard {
    pub told: Told,
    /// Another account's desk stands here from now on.
    pub moved: Arc<dyn Fn() + Send + Sync>,
}

/// Where commands find the desk. They wait while it opens, and get its error when it could not.
pub struct Slot {
    stage: watch::Sender<Stage>,
    arguments: Arguments,
    shelf: Shelf,
    place: Mutex<Place>,
    /// One at a time goes from one account to another.
    moving: tokio::sync::Mutex<()>,
    /// Counts the accounts that stood here, one after the other.
    turn: Arc<AtomicU64>,
    /// Of a profile that is under one: kept while the window lives, because the desk can be opened again.
    passphrase: Mutex<Option<Secret<String>>>,
    sign_in: Mutex<Option<JoinHandle<()>>>,
    heard: Heard,
    #[cfg(feature = "sandbox")]
    sandbox: tokio::sync::Mutex<Option<(PathBuf, lectern_sandbox::Sandbox)>>,
    /// What serves its pages.
    #[cfg(feature = "sandbox")]
    service: tokio::sync::Mutex<Option<serving::Serving>>,
}

/// Whose desk stands here, and what else this program was started with.
struct Place {
    dir: PathBuf,
    /// Where "not now" leads while another account is being added.
    former: Option<PathBuf>,
    /// Profiles that were named at a start and stand elsewhere than on the shelf.
    elsewhere: Vec<PathBuf>,
    /// The sandboxes that were named at a start, each for its profile.
    sandboxes: Vec<(PathBuf, String)>,
}

impl Slot {
    pub fn new(arguments: Arguments, shelf: Shelf, dir: PathBuf, heard: Heard) -> Self {
        let place = Place {
            former: None,
            elsewhere: arguments.profile.iter().cloned().collect(),
            sandboxes: arguments.sandbox.iter().map(|control| (dir.clone(), control.clone())).collect(),
            dir,
        };
        Self {
            stage: watch::Sender::new(Stage::Opening),
            arguments,
            shelf,
            place: Mutex::new(place),
            moving: tokio::sync::Mutex::default(),
            turn: Arc::default(),
            passphrase: Mutex::default(),
            sign_in: Mutex::default(),
            heard,
            #[cfg(feature = "sandbox")]
            sandbox: tokio::sync::Mutex::default(),
            #[cfg(feature = "sandbox")]
            service: tokio::sync::Mutex::default(),
        }
    }

    fn passphrase(&self) -> Option<Secret<String>> {
        self.passphrase.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep_passphrase(&self, passphrase: Option<Secret<String>>) {
        *self.passphrase.lock().unwrap_or_else(PoisonError::into_inner) = passphrase;
    }

    fn place(&self) -> MutexGuard<'_, Place> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The folder of the profile that is open.
    pub fn dir(&self) -> PathBuf {
        self.place().dir.clone()
    }

    /// Opens the desk and tells everybody who waits for it.
    pub async fn open(&self) {
        self.open_as(false).await;
    }

    /// `another`: it is another account's than the one before.
    async fn open_as(&self, another: bool) {
        self.stop_serving().await;
        self.stage.send_replace(Stage::Opening);
        let composed = self.compose(self.passphrase()).await;
        if another {
            self.next_turn();
        }
        let stage = match composed {
            Ok(desk) => {
                let desk = Arc::new(desk);
                self.take_up(&desk);
                Stage::Open(desk)
            }
            Err(error) => {
                self.keep_passphrase(None);
                Stage::Shut(error)
            }
        };
        self.stage.send_replace(stage);
        if another {
            (self.heard.moved)();
        }
        self.remember().await;
    }

    /// What a crash, a lost network or a lost grant left half done goes on; so does sending that was put off.
    pub fn take_up(&self, desk: &Arc<Desk>) {
        async_runtime::spawn(session::take_up(Arc::clone(desk)));
        self.go_on_sending(desk, false);
        async_runtime::spawn(queue::watch(Arc::downgrade(desk)));
        async_runtime::spawn(publishing::sync::watch(Arc::downgrade(desk)));
        async_runtime::spawn(privacy::run::watch(Arc::downgrade(desk)));
    }

    /// It ends with its desk, of which it knows no more than the place.
    pub fn go_on_sending(&self, desk: &Arc<Desk>, after_a_run: bool) {
        let (desk, told) = (Arc::downgrade(desk), self.told());
        async_runtime::spawn(async move { later::go_on(desk, after_a_run, &*told).await });
    }

    /// What one account's desk tells is not heard at another's.
    pub fn told(&self) -> Told {
        let (told, turn, own) = (Arc::clone(&self.heard.told), Arc::clone(&self.turn), self.turn());
        Arc::new(move |progress| {
            if turn.load(Ordering::Acquire) == own {
                told(progress);
            }
        })
    }

    fn turn(&self) -> u64 {
        self.turn.load(Ordering::Acquire)
    }

    async fn compose(&self, passphrase: Option<Secret<String>>) -> Result<Desk, CommandError> {
        let (kind, dir) = (self.arguments.kind, self.dir());
        let profile = async_runtime::spawn_blocking(move || open_profile(kind, &dir))
            .await
            .map_err(|error| session::stopped(&error))??;
        let sandbox = match kind {
            ProfileKind::Sandbox => Some(self.sandbox_endpoints(&profile).await?),
            ProfileKind::Real => None,
        };
        let options = DeskOptions {
            profile,
            passphrase,
            sandbox,
            clock: Arc::new(SystemClock),
            chance: Chance,
            browser: BrowserChoice::of_environment(),
        };
        Ok(Desk::open(options).await?)
    }

    #[cfg(feature = "sandbox")]
    async fn sandbox_endpoints(&self, profile: &Profile) -> Result<SandboxEndpoints, CommandError> {
        if let Some(control) = self.control(profile.dir()) {
            return Ok(SandboxEndpoints::discover(&control).await?);
        }
        let mut running = self.sandbox.lock().await;
        if let Some((of, before)) = running.take() {
            if of == profile.dir() {
                *running = Some((of, before));
            } else {
                // Each profile has a world of its own.
                before.stop().await;
            }
        }
        if running.is_none() {
            let options = lectern_sandbox::Options {
                state_file: Some(profile.dir().join("sandbox-state.json")),
                ..lectern_sandbox::Options::default()
            };
            let started = lectern_sandbox::Sandbox::start(options).await;
            let started = started.map_err(|error| session::sandbox_failed(&error))?;
            *running = Some((profile.dir().to_owned(), started));
        }
        let control =
            running.as_ref().map(|(_, sandbox)| sandbox.ready().control.clone()).unwrap_or_default();
        Ok(SandboxEndpoints::discover(&control).await?)
    }

    #[cfg(not(feature = "sandbox"))]
    async fn sandbox_endpoints(&self, profile: &Profile) -> Result<SandboxEndpoints, CommandError> {
        match self.control(profile.dir()) {
            Some(control) => Ok(SandboxEndpoints::discover(&control).await?),
            None => Err(session::no_sandbox()),
        }
    }

    /// The sandbox that this profile was started with, where it has none of its own.
    fn control(&self, dir: &Path) -> Option<String> {
        let place = self.place();
        place.sandboxes.iter().find(|(of, _)| same(of, dir)).map(|(_, control)| control.clone())
    }

    async fn stage(&self) -> Stage {
        let mut watched = self.stage.subscribe();
        match watched.wait_for(|stage| !matches!(stage, Stage::Opening)).await {
            Ok(stage) => stage.clone(),
            Err(error) => Stage::Shut(session::stopped(&error)),
        }
    }

    /// The desk of the account that is open. What was asked for at another's, and waited meanwhile, is refused: it was not
    /// meant for this one.
    pub async fn desk(&self) -> Result<Arc<Desk>, CommandError> {
        let asked = self.turn();
        let desk = self.whoever().await?;
        if self.turn() == asked { Ok(desk) } else { Err(session::moved()) }
    }

    /// The desk, whoever's it is: for links, which are anybody's.
    pub async fn whoever(&self) -> Result<Arc<Desk>, CommandError> {
        match self.stage().await {
            Stage::Open(desk) => Ok(desk),
            Stage::Shut(error) => Err(error),
            Stage::Opening => Err(session::stopped(&"still opening")),
        }
    }

    pub async fn state(&self) -> Result<DeskState, CommandError> {
        match self.stage().await {
            Stage::Open(desk) => Ok(session::state(&desk).await?),
            Stage::Shut(error) => {
                let found = Profile::open(&self.dir()).ok();
                session::shut_state(self.arguments.kind, found.as_ref(), &error).ok_or(error)
            }
            Stage::Opening => Err(session::stopped(&"still opening")),
        }
    }

    pub async fn unlock(&self, passphrase: Secret<String>) -> Result<(), CommandError> {
        self.keep_passphrase(Some(passphrase));
        self.reopen().await
    }

    /// Once more: the keychain was unlocked or started, or the profile was changed.
    pub async fn reopen(&self) -> Result<(), CommandError> {
        self.end_sign_in();
        self.open().await;
        self.desk().await.map(drop)
    }

    /// A new profile under a passphrase, because the person asked for one.
    pub async fn use_passphrase(&self, passphrase: Secret<String>) -> Result<(), CommandError> {
        let (kind, dir, word) = (self.arguments.kind, self.dir(), passphrase.clone());
        let made =
            async_runtime::spawn_blocking(move || passphrases::create(&dir, kind, None, &word, Chance)).await;
        made.map_err(|error| session::stopped(&error))??;
        self.unlock(passphrase).await
    }

    /// With the recovery key: into the keychain, or under a new passphrase.
    pub async fn recover(
        &self,
        key: Secret<String>,
        passphrase: Option<Secret<String>>,
    ) -> Result<(), CommandError> {
        let (dir, under) = (self.dir(), passphrase.clone());
        let now = SystemClock.now();
        let work = move || recovery::recover(&dir, &key, under.as_ref(), Chance, now);
        async_runtime::spawn_blocking(work).await.map_err(|error| session::stopped(&error))??;
        self.keep_passphrase(passphrase);
        self.reopen().await
    }

    /// A new recovery key: the desk is closed for it, and opens with the new one.
    pub async fn renew_key(&self) -> Result<(), CommandError> {
        let closed = self.desk().await?.profile().clone();
        self.end_sign_in();
        self.stop_serving().await;
        self.stage.send_replace(Stage::Opening);
        let passphrase = self.passphrase();
        let work = move || renew::when_closed(&closed, passphrase.as_ref(), Chance, || SystemClock.now());
        let renewed = async_runtime::spawn_blocking(work).await;
        // Whatever became of it, the desk opens again.
        self.open().await;
        renewed.map_err(|error| session::stopped(&error))??;
        Ok(())
    }

    pub async fn configure(&self, registration: &Registration) -> Result<(), CommandError> {
        configure::configure(&*self.desk().await?, registration).await?;
        self.reopen().await
    }

    /// One sign-in at a time: a new one ends the one before.
    pub fn begin_sign_in(&self, waiting: impl Future<Output = ()> + Send + 'static) {
        let before = self
            .sign_in
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .replace(async_runtime::spawn(waiting));
        if let Some(before) = before {
            before.abort();
        }
    }

    pub fn end_sign_in(&self) {
        if let Some(running) = self.sign_in.lock().unwrap_or_else(PoisonError::into_inner).take() {
            running.abort();
        }
    }

    /// Before the process ends: a call in a browser’s window ends with it, and the sandbox writes down its world.
    pub async fn close(&self) {
        self.end_sign_in();
        self.stop_serving().await;
        let open = if let Stage::Open(desk) = &*self.stage.borrow() { Some(Arc::clone(desk)) } else { None };
        if let Some(desk) = open {
            companion::close(&desk).await;
        }
        #[cfg(feature = "sandbox")]
        if let Some((_, sandbox)) = self.sandbox.lock().await.take() {
            sandbox.stop().await;
        }
    }
}

fn open_profile(kind: ProfileKind, dir: &Path) -> Result<Profile, CommandError> {
    Ok(Profile::found_or_made(dir, kind, || best_key_place(kind), Chance)?)
}
