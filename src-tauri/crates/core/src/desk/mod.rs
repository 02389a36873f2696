//! The desk: the core with its store, clients and clock. What every use case is given.

mod at_work;
mod endpoints;
mod graph;
mod open;
mod resource;

use std::collections::HashMap;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use jiff::Timestamp;
use lectern_microsoft::acs::Acs;
use lectern_microsoft::cloud::Endpoints;
use lectern_microsoft::entra::Entra;
use lectern_microsoft::graph::Graph;
use lectern_microsoft::transport::Transport;
use lectern_store::{Reader, Store, StoreError, Watch, Writer};
use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;

pub(crate) use at_work::{Begun, Work};
pub use endpoints::{SandboxEndpoints, SandboxError};
pub(crate) use graph::IncrementalFailure;
pub use graph::{GraphFailure, remote};
pub use open::{DeskOptions, OpenError};
pub(crate) use resource::{CONNECTION, Kept, KeptPrincipal, PRINCIPAL};

use crate::chance::Chance;
use crate::clock::Clock;
use crate::companion;
use crate::error::DeskError;
use crate::join::Probes;
use crate::join::start::RunningJoin;
use crate::keychain::Keychain;
use crate::locks::Lock;
use crate::profile::Profile;
use crate::profiles::card;
use crate::publishing::progress::Progress;
use crate::seal::{Pseudonyms, Seal};
use crate::serving::standing::Standing;
use crate::sign_in::tokens::TokenCache;
use crate::virtual_events::enrol::Halt;

pub struct Desk {
    /// Shared with every other desk of this profile, so that its key is not changed under them.
    _open: Lock,
    profile: Profile,
    store: Arc<Store>,
    keychain: Arc<dyn Keychain>,
    clock: Arc<dyn Clock>,
    chance: Chance,
    seal: Seal,
    pseudonyms: Pseudonyms,
    sandbox: Option<SandboxEndpoints>,
    transport: Transport,
    entra: Option<Entra>,
    scopes: Vec<String>,
    graph: Graph,
    acs: RwLock<Option<Acs>>,
    pub(crate) tokens: tokio::sync::Mutex<TokenCache>,
    pub(crate) sending: tokio::sync::Mutex<()>,
    /// One conversation at a time with the service that decides about events.
    pub(crate) publishing: tokio::sync::Mutex<()>,
    /// Of people on their way to it, or back.
    pub(crate) handing: Progress,
    pub(crate) stop_sending: AtomicBool,
    /// Somebody waits to send again what was put off.
    pub(crate) going_on: AtomicBool,
    /// Ends the change of many people that is under way; nothing of it stays.
    pub(crate) stop_bulk: Arc<AtomicBool>,
    /// Ends the copy that is being made or brought back.
    pub(crate) stop_backup: Arc<AtomicBool>,
    /// Pauses the enrolment that is under way.
    pub(crate) halt_enrolling: Halt,
    at_work: Arc<at_work::AtWork>,
    joins: Mutex<HashMap<String, RunningJoin>>,
    companion: tokio::sync::Mutex<Option<companion::Running>>,
    pub(crate) browser: companion::browser::BrowserChoice,
    probes: Probes,
    /// What it knows about itself while it is a service.
    standing: Standing,
}

impl Desk {
    pub async fn open(options: DeskOptions) -> Result<Self, OpenError> {
        let desk = open::open(options).await?;
        card::note(&desk).await;
        Ok(desk)
    }

    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    pub fn sandbox(&self) -> Option<&SandboxEndpoints> {
        self.sandbox.as_ref()
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    pub(crate) fn chance(&self) -> Chance {
        self.chance
    }

    pub(crate) fn seal(&self) -> &Seal {
        &self.seal
    }

    pub(crate) fn pseudonyms(&self) -> &Pseudonyms {
        &self.pseudonyms
    }

    pub(crate) fn transport(&self) -> &Transport {
        &self.transport
    }

    pub(crate) fn store(&self) -> Arc<Store> {
        Arc::clone(&self.store)
    }

    pub(crate) fn keychain(&self) -> &Arc<dyn Keychain> {
        &self.keychain
    }

    /// `None`: a real profile whose app registration nobody has entered yet.
    pub(crate) fn entra(&self) -> Option<&Entra> {
        self.entra.as_ref()
    }

    /// What sign-in asks for, in the words of this profile's cloud.
    pub(crate) fn scopes(&self) -> Vec<&str> {
        self.scopes.iter().map(String::as_str).collect()
    }

    /// Where this profile's cloud is.
    pub(crate) fn endpoints(&self) -> Result<Endpoints, OpenError> {
        open::reachable(&self.profile, self.sandbox.as_ref())
    }

    /// A Graph permission in the words of this profile's cloud.
    pub(crate) fn graph_scope(&self, permission: &str) -> String {
        self.endpoints().map_or_else(|_| permission.to_owned(), |found| found.graph_scope(permission))
    }

    /// `None`: this machine holds no key of an ACS resource.
    pub(crate) fn acs(&self) -> Option<Acs> {
        self.acs.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on; `None`: the key was taken away.
    pub(crate) fn use_acs(&self, acs: Option<Acs>) {
        *self.acs.write().unwrap_or_else(PoisonError::into_inner) = acs;
    }

    /// A client for a resource, where it belongs to this kind of profile.
    pub(crate) fn acs_by(&self, kept: &Kept) -> Result<Acs, OpenError> {
        let endpoints = open::reachable(&self.profile, self.sandbox.as_ref())?;
        resource::acs(kept, &self.transport, &endpoints, &self.clock)
    }

    /// Whether it is the address of a calling resource of this profile's cloud, or of its sandbox's machine.
    pub(crate) fn is_acs(&self, endpoint: &Url) -> bool {
        open::reachable(&self.profile, self.sandbox.as_ref())
            .is_ok_and(|endpoints| endpoints.is_acs(endpoint))
    }

    /// From here on this desk is a service: mail leads there.
    pub fn serve_at(&self, origin: &str) {
        // Whoever came first stays: two services of one desk would be the same people's.
        drop(self.standing.origin.set(origin.to_owned()));
    }

    /// `https://host[:port]`; `None`: no service.
    pub(crate) fn served_at(&self) -> Option<&str> {
        self.standing.origin.get().map(String::as_str)
    }

    pub(crate) fn standing(&self) -> &Standing {
        &self.standing
    }

    pub(crate) fn joins(&self) -> MutexGuard<'_, HashMap<String, RunningJoin>> {
        self.joins.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn companion(&self) -> &tokio::sync::Mutex<Option<companion::Running>> {
        &self.companion
    }

    pub(crate) fn probes(&self) -> &Probes {
        &self.probes
    }

    /// Reads off the async threads: a query must never hold up the network or the window.
    pub async fn read<T, F>(&self, query: F) -> Result<T, DeskError>
    where
        T: Send + 'static,
        F: FnOnce(&Reader<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let store = Arc::clone(&self.store);
        blocking(move || store.read(query).map_err(DeskError::from)).await?
    }

    /// One transaction, off the async threads; it is on disk when this returns.
    pub async fn write<T, E, F>(&self, change: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + From<DeskError> + Send + 'static,
        F: FnOnce(&Writer<'_>) -> Result<T, E> + Send + 'static,
    {
        let store = Arc::clone(&self.store);
        blocking(move || store.write(change)).await.map_err(E::from)?
    }

    /// As [`Self::write`], for changes that take seconds: told row by row, and stopped by `watch`.
    pub(crate) async fn write_watched<T, E, F>(&self, watch: Watch, change: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + From<DeskError> + Send + 'static,
        F: FnOnce(&Writer<'_>) -> Result<T, E> + Send + 'static,
    {
        let store = Arc::clone(&self.store);
        blocking(move || store.write_watched(&watch, change)).await.map_err(E::from)?
    }

    /// The store itself, off the async threads: for what is done to its files.
    pub(crate) async fn with_store<T, F>(&self, work: F) -> Result<T, DeskError>
    where
        T: Send + 'static,
        F: FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    {
        let store = Arc::clone(&self.store);
        blocking(move || work(&store).map_err(DeskError::from)).await?
    }

    pub async fn setting<T: DeserializeOwned + Send + 'static>(
        &self,
        key: &'static str,
    ) -> Result<Option<T>, DeskError> {
        self.read(move |r| r.settings().get(key)).await
    }

    pub async fn set_setting<T: Serialize + ?Sized>(
        &self,
        key: &'static str,
        value: &T,
    ) -> Result<(), DeskError> {
        let value = serde_json::to_value(value).map_err(|error| DeskError::Stopped(error.to_string()))?;
        self.write(move |w| Ok(w.settings().set(key, &value)?)).await
    }
}

pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, DeskError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| DeskError::Stopped(error.to_string()))
}
