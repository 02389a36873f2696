//! Opens a desk: proves the keychain, opens the store under its key, and points the clients where the profile says.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use lectern_domain::secret::Secret;
use lectern_microsoft::cloud::{Cloud, Endpoints};
use lectern_microsoft::entra::Entra;
use lectern_microsoft::graph::Graph;
use lectern_microsoft::transport::{Transport, TransportOptions};
use lectern_microsoft::{Clock as WireClock, Entropy};
use lectern_store::Store;

use super::resource::{self, CONNECTION};
use super::{Desk, SandboxEndpoints, SandboxError, blocking, endpoints};
use crate::backup;
use crate::chance::Chance;
use crate::clock::Clock;
use crate::companion::browser::BrowserChoice;
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::join::Probes;
use crate::keychain::{Keychain, KeychainError};
use crate::locks::Lock;
use crate::profile::{Profile, ProfileKind, renew};
use crate::seal::{ProfileKey, Seal};
use crate::serving::standing::Standing;
use crate::sign_in::{self, tokens::TokenCache};

/// The longest pause that a service may ask for before the person is told instead of waiting.
const MAX_WAIT: Duration = Duration::from_secs(20);

pub struct DeskOptions {
    pub profile: Profile,
    /// For a profile whose key is under one.
    pub passphrase: Option<Secret<String>>,
    /// For a profile of kind sandbox, and only for one.
    pub sandbox: Option<SandboxEndpoints>,
    pub clock: Arc<dyn Clock>,
    pub chance: Chance,
    /// Calls that this program can't show itself open in it.
    pub browser: BrowserChoice,
}

#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(
        "A real profile speaks to its cloud only; it can't be pointed at a sandbox. Use a sandbox profile."
    )]
    RealOnSandbox,
    #[error("A sandbox profile needs a running sandbox.")]
    SandboxMissing,
    #[error(
        "The key of this profile is gone from the keychain, and its data can't be opened without it. Enter the recovery key, or bring the keychain back."
    )]
    KeyGone,
    #[error("The app registration of this profile is incomplete: {0}")]
    Registration(String),
    #[error("The ACS connection string can't be used: {0}")]
    Connection(String),
    #[error("The network client could not be made: {0}")]
    Transport(String),
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<KeychainError> for OpenError {
    fn from(error: KeychainError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<OpenError> for CommandError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Desk(inner) => inner.into(),
            OpenError::Sandbox(inner) => inner.into(),
            OpenError::KeyGone => Self::new(ErrorCode::KeyGone, error.to_string()),
            OpenError::Transport(_) => Self::new(ErrorCode::Internal, error.to_string()),
            _ => Self::new(ErrorCode::Invalid, error.to_string()),
        }
    }
}

pub async fn open(options: DeskOptions) -> Result<Desk, OpenError> {
    let DeskOptions { profile, passphrase, sandbox, clock, chance, browser } = options;
    match (profile.kind(), &sandbox) {
        (ProfileKind::Real, Some(_)) => return Err(OpenError::RealOnSandbox),
        (ProfileKind::Sandbox, None) => return Err(OpenError::SandboxMissing),
        _ => {}
    }
    let now = clock.now();
    let (opening, acs_from_sandbox) =
        (profile.clone(), sandbox.as_ref().map(|s| s.acs_connection_string.clone()));
    let kept =
        blocking(move || keep(&opening, passphrase.as_ref(), acs_from_sandbox.as_deref(), chance, now))
            .await??;
    let transport = transport(sandbox.as_ref(), &clock)?;
    let endpoints = reachable(&profile, sandbox.as_ref())?;
    let entra = entra(&profile, sandbox.as_ref(), &transport, &endpoints)?;
    let acs = match &kept.acs {
        Some(found) => Some(resource::acs(found, &transport, &endpoints, &clock)?),
        None => None,
    };
    Ok(Desk {
        scopes: sign_in::scopes(&endpoints),
        graph: Graph::new(transport.clone(), endpoints.graph.clone()),
        entra,
        acs: RwLock::new(acs),
        transport,
        pseudonyms: kept.seal.pseudonyms(),
        seal: kept.seal,
        _open: kept.open,
        store: Arc::new(kept.store),
        keychain: kept.keychain,
        clock,
        chance,
        sandbox,
        tokens: tokio::sync::Mutex::new(TokenCache::default()),
        sending: tokio::sync::Mutex::new(()),
        publishing: tokio::sync::Mutex::new(()),
        handing: crate::publishing::progress::Progress::default(),
        stop_sending: AtomicBool::new(false),
        going_on: AtomicBool::default(),
        stop_bulk: Arc::default(),
        stop_backup: Arc::default(),
        halt_enrolling: crate::virtual_events::enrol::Halt::default(),
        at_work: Arc::default(),
        joins: std::sync::Mutex::default(),
        companion: tokio::sync::Mutex::default(),
        browser,
        probes: Probes::default(),
        standing: Standing::default(),
        profile,
    })
}

struct Kept {
    seal: Seal,
    keychain: Arc<dyn Keychain>,
    store: Store,
    acs: Option<resource::Kept>,
    open: Lock,
}

/// Everything that blocks: the keychain (D-Bus) and the disk.
fn keep(
    profile: &Profile,
    passphrase: Option<&Secret<String>>,
    acs_from_sandbox: Option<&str>,
    chance: Chance,
    now: jiff::Timestamp,
) -> Result<Kept, OpenError> {
    // Two that start at once would delete each other's probe, and at the first start each make a key.
    let _lock = Lock::wait_blocking(profile, "start")?;
    backup::tidy(profile);
    let keychain: Arc<dyn Keychain> = Arc::from(profile.keychain(passphrase, chance)?);
    keychain.prove(&profile.entry("start"))?;
    let open = Lock::share_blocking(profile, renew::OPEN)?;
    let key = profile_key(profile, keychain.as_ref(), chance)?;
    let (key, store) = renew::opened(profile, keychain.as_ref(), key, now)?;
    let seal = renew::seal(&store, &key)?;
    if let Some(text) = acs_from_sandbox {
        keychain.set(&profile.entry(CONNECTION), text.as_bytes())?;
    }
    let acs = resource::Kept::find(profile, keychain.as_ref())?;
    Ok(Kept { seal, keychain, store, acs, open })
}

/// Made once, at the first opening. A profile that has data but no key is not given a new one: that would lose the data.
fn profile_key(profile: &Profile, keychain: &dyn Keychain, chance: Chance) -> Result<ProfileKey, OpenError> {
    let entry = profile.entry("key");
    if let Some(found) = keychain.get(&entry)? {
        let bytes: [u8; 32] = found.expose().as_slice().try_into().map_err(|_| OpenError::KeyGone)?;
        return Ok(ProfileKey::new(bytes));
    }
    if profile.store_path().exists() {
        return Err(OpenError::KeyGone);
    }
    let bytes: [u8; 32] = chance.bytes();
    keychain.set(&entry, &bytes)?;
    Ok(ProfileKey::new(bytes))
}

fn transport(sandbox: Option<&SandboxEndpoints>, clock: &Arc<dyn Clock>) -> Result<Transport, OpenError> {
    let told = Arc::clone(clock);
    let options = TransportOptions {
        user_agent: endpoints::user_agent(),
        extra_ca_pem: sandbox.map(SandboxEndpoints::ca_pem).transpose()?.flatten(),
        timeout: Duration::from_mins(1),
        max_wait: MAX_WAIT,
        clock: WireClock::new(move || told.now()),
        entropy: Entropy::system(),
    };
    Transport::new(options).map_err(|error| OpenError::Transport(error.to_string()))
}

pub(super) fn reachable(
    profile: &Profile,
    sandbox: Option<&SandboxEndpoints>,
) -> Result<Endpoints, OpenError> {
    match (sandbox, profile.registration()) {
        (Some(sandbox), _) => Endpoints::loopback(sandbox.entra.clone(), sandbox.graph.clone())
            .map_err(|error| OpenError::Registration(error.to_string())),
        (None, Some(registration)) => Ok(Endpoints::of(registration.cloud.into())),
        (None, None) => Ok(Endpoints::of(Cloud::Global)),
    }
}

fn entra(
    profile: &Profile,
    sandbox: Option<&SandboxEndpoints>,
    transport: &Transport,
    endpoints: &Endpoints,
) -> Result<Option<Entra>, OpenError> {
    let (tenant, client_id) = match (sandbox, profile.registration()) {
        (Some(sandbox), _) => (&sandbox.tenant_id, &sandbox.client_id),
        (None, Some(registration)) => (&registration.tenant, &registration.client_id),
        (None, None) => return Ok(None),
    };
    Entra::new(transport.clone(), endpoints.clone(), tenant, client_id)
        .map(Some)
        .map_err(|error| OpenError::Registration(error.to_string()))
}
