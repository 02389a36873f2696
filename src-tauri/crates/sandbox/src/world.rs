//! Everything the sandbox knows, behind one lock.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clock::Clock;
use crate::faults::Fault;
use crate::network::Network;
use crate::switches::Switches;
use crate::tenant::Tenant;
use crate::traffic::Traffic;
use crate::{acs, entra, graph};

/// The world that the three services and the control door share. Locks are short and never held across an
/// `await`.
pub type Shared = Arc<Mutex<World>>;

/// The base addresses of the services, without a path and without a trailing slash.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Urls {
    pub entra: String,
    pub graph: String,
    pub acs: String,
}

/// A state file keeps all of it but the addresses, the planned faults, the network and the traffic.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct World {
    pub clock: Clock,
    pub switches: Switches,
    pub tenant: Tenant,
    #[serde(skip)]
    pub urls: Urls,
    pub entra: entra::State,
    pub graph: graph::State,
    pub acs: acs::State,
    /// Where Entra, Graph, ACS and control listened last; 0 for anywhere.
    #[serde(default)]
    pub(crate) ports: [u16; 4],
    /// The private key of the sandbox's authority, once it has served over TLS.
    #[serde(default)]
    pub(crate) authority_key: Option<String>,
    #[serde(skip)]
    pub faults: Vec<Fault>,
    #[serde(skip)]
    pub network: Network,
    #[serde(skip)]
    pub traffic: Traffic,
}

/// Tokens, codes and mail are in it: only the time is shown.
impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World").field("clock", &self.clock).finish_non_exhaustive()
    }
}

impl World {
    /// The seeded world as it is at `clock`'s time.
    pub fn seeded(clock: Clock, switches: Switches) -> Self {
        let tenant = Tenant::contoso_events();
        let now = clock.now();
        Self {
            graph: graph::State::seed(&tenant, now),
            acs: acs::State::seed(&tenant, now),
            entra: entra::State::default(),
            clock,
            switches,
            tenant,
            urls: Urls::default(),
            ports: [0; 4],
            authority_key: None,
            faults: Vec::new(),
            network: Network::default(),
            traffic: Traffic::default(),
        }
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

/// The world, also after a request has panicked while holding it: a sandbox that goes on answering shows the
/// failure where it happened.
pub fn lock(shared: &Shared) -> MutexGuard<'_, World> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
