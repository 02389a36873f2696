//! Starting and stopping the whole.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::{fmt, io};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::clock::Clock;
use crate::saver::{self, Saver};
use crate::switches::Switches;
use crate::tls::{Authority, TlsError};
use crate::traffic::Service;
use crate::world::{Shared, Urls, World};
use crate::{acs, control, entra, graph, listen, random, service};

/// How to start.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// 127.0.0.1 only. With a port, Entra listens there, Graph, ACS and the control door on the three ports
    /// after it; without one, on free ports.
    pub listen: Option<SocketAddr>,
    /// Entra, Graph and ACS over TLS; the control door stays plain.
    pub https: bool,
    /// Where the authority's certificate goes; without it, into the machine's folder for temporary files.
    pub ca_file: Option<PathBuf>,
    /// The world is loaded from here and kept here.
    pub state_file: Option<PathBuf>,
    /// Instead of the defaults, or of what the state file has.
    pub switches: Option<Switches>,
    /// The time to begin with, if not the machine's. Not used when there is a state file to go on from.
    pub now: Option<Timestamp>,
}

/// Why the sandbox did not start.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    #[error("the sandbox listens on 127.0.0.1 only, not on {0}")]
    NotLoopback(IpAddr),
    #[error("the sandbox could not listen: {0}")]
    Listen(#[source] io::Error),
    #[error("{} is not a state file of this sandbox: {source}", path.display())]
    StateFile { path: PathBuf, source: io::Error },
    #[error("{} could not be written: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
    #[error("{} does not say how to answer: {problem}", path.display())]
    Answers { path: PathBuf, problem: String },
    #[error(transparent)]
    Tls(#[from] TlsError),
}

/// Where everything is, once it serves. It holds the way to the control door and the access key, so it prints
/// only the services' addresses.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ready {
    /// Base addresses without path and without trailing slash.
    pub entra: String,
    pub graph: String,
    pub acs: String,
    /// With its secret path; requests with an `Origin` are refused.
    pub control: String,
    pub client_id: String,
    pub tenant_id: String,
    pub acs_connection_string: String,
    /// The address that mail leaves from.
    pub sender: String,
    /// The authority's PEM file, with https.
    pub ca: Option<PathBuf>,
}

impl fmt::Debug for Ready {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { entra, graph, acs, .. } = self;
        f.debug_struct("Ready")
            .field("entra", entra)
            .field("graph", graph)
            .field("acs", acs)
            .finish_non_exhaustive()
    }
}

impl Ready {
    /// Writes it as JSON, readable by its owner only.
    pub fn write(&self, path: &Path) -> Result<(), SandboxError> {
        let written = serde_json::to_vec_pretty(self).map_err(io::Error::from);
        written
            .and_then(|bytes| saver::write_private(path, &bytes))
            .map_err(|source| SandboxError::Write { path: path.to_owned(), source })
    }
}

/// A running sandbox. It ends when it is dropped.
#[derive(Debug)]
pub struct Sandbox {
    ready: Ready,
    shared: Shared,
    saver: Saver,
    tasks: Vec<JoinHandle<()>>,
    temporary_ca: Option<PathBuf>,
}

impl Sandbox {
    /// Starts on the current tokio runtime and returns once all four doors accept connections.
    pub async fn start(options: Options) -> Result<Self, SandboxError> {
        let mut world = first_world(&options)?;
        let doors = bind_all(&options, world.ports).await?;
        world.ports = doors.ports;
        let authority = options.https.then(|| Authority::new(world.authority_key.as_deref())).transpose()?;
        let tls = authority.as_ref().map(Authority::acceptor).transpose()?;
        world.authority_key =
            authority.as_ref().map(|authority| authority.key_pem.clone()).or(world.authority_key);
        let scheme = if options.https { "https" } else { "http" };
        let url = |index: usize| format!("{scheme}://127.0.0.1:{}", doors.ports[index]);
        world.urls = Urls { entra: url(0), graph: url(1), acs: url(2) };
        let (ca, temporary_ca) = write_authority(&options, authority.as_ref())?;
        let key = random::hex::<16>();
        let ready = describe(&world, format!("http://127.0.0.1:{}/{key}", doors.ports[3]), ca);

        let starting_switches = world.switches.clone();
        let shared: Shared = Arc::new(Mutex::new(world));
        let saver = Saver::new(options.state_file.clone(), Arc::clone(&shared));
        saver.touch();
        let around = |router, service| service::surround(router, Arc::clone(&shared), service, saver.clone());
        let routers = [
            around(entra::router(Arc::clone(&shared)), Service::Entra),
            around(graph::router(Arc::clone(&shared)), Service::Graph),
            around(acs::router(Arc::clone(&shared)), Service::Acs),
        ];
        let control = control::router(control::Door {
            shared: Arc::clone(&shared),
            saver: saver.clone(),
            key,
            port: doors.ports[3],
            ready: ready.clone(),
            switches: starting_switches,
            now: options.now,
        });
        let mut tasks = vec![tokio::spawn(saver.clone().run())];
        let [entra, graph, acs, door] = doors.listeners;
        for (listener, router) in [entra, graph, acs].into_iter().zip(routers) {
            tasks.push(tokio::spawn(listen::serve(listener, tls.clone(), router)));
        }
        tasks.push(tokio::spawn(listen::serve(door, None, control)));
        Ok(Self { ready, shared, saver, tasks, temporary_ca })
    }

    pub fn ready(&self) -> &Ready {
        &self.ready
    }

    /// The world itself, for a test in the same process.
    pub fn world(&self) -> &Shared {
        &self.shared
    }

    /// Closes every door and connection, and saves.
    pub async fn stop(mut self) {
        for task in &self.tasks {
            task.abort();
        }
        for task in std::mem::take(&mut self.tasks) {
            let _ = task.await;
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
        if let Err(error) = self.saver.save() {
            tracing::warn!(%error, "the sandbox's state was not saved");
        }
        if let Some(ca) = &self.temporary_ca {
            let _ = std::fs::remove_file(ca);
        }
    }
}

fn first_world(options: &Options) -> Result<World, SandboxError> {
    let stored = match &options.state_file {
        Some(path) => {
            saver::load(path).map_err(|source| SandboxError::StateFile { path: path.clone(), source })?
        }
        None => None,
    };
    let Some(mut world) = stored else {
        let clock = options.now.map_or_else(Clock::default, Clock::starting_at);
        return Ok(World::seeded(clock, options.switches.clone().unwrap_or_default()));
    };
    world.switches = options.switches.clone().unwrap_or(world.switches);
    Ok(world)
}

struct Doors {
    listeners: [TcpListener; 4],
    /// Entra, Graph, ACS, control.
    ports: [u16; 4],
}

/// Fixed ports must be had; those of an earlier start are only preferred, so that links given out then work.
async fn bind_all(options: &Options, earlier: [u16; 4]) -> Result<Doors, SandboxError> {
    let fixed = options.listen.map_or(0, |at| at.port());
    if let Some(at) = options.listen
        && at.ip() != Ipv4Addr::LOCALHOST
    {
        return Err(SandboxError::NotLoopback(at.ip()));
    }
    let port =
        |index: u16| if fixed == 0 { earlier[usize::from(index)] } else { fixed.saturating_add(index) };
    let bind = async |index: u16| listen::bind(port(index), fixed != 0).await.map_err(SandboxError::Listen);
    let listeners = [bind(0).await?, bind(1).await?, bind(2).await?, bind(3).await?];
    let mut ports = [0; 4];
    for (port, listener) in ports.iter_mut().zip(&listeners) {
        *port = listener.local_addr().map_err(SandboxError::Listen)?.port();
    }
    Ok(Doors { listeners, ports })
}

type CaFiles = (Option<PathBuf>, Option<PathBuf>);

/// The certificate's file, and the same again if it is ours to remove.
fn write_authority(options: &Options, authority: Option<&Authority>) -> Result<CaFiles, SandboxError> {
    let Some(authority) = authority else { return Ok((None, None)) };
    let path = options
        .ca_file
        .clone()
        .unwrap_or_else(|| std::env::temp_dir().join(format!("lectern-sandbox-{}.pem", random::hex::<8>())));
    saver::write_private(&path, authority.certificate_pem.as_bytes())
        .map_err(|source| SandboxError::Write { path: path.clone(), source })?;
    let temporary = options.ca_file.is_none().then(|| path.clone());
    Ok((Some(path), temporary))
}

fn describe(world: &World, control: String, ca: Option<PathBuf>) -> Ready {
    let resource = &world.tenant.acs;
    Ready {
        entra: world.urls.entra.clone(),
        graph: world.urls.graph.clone(),
        acs: world.urls.acs.clone(),
        control,
        client_id: crate::tenant::CLIENT_ID.into(),
        tenant_id: world.tenant.id.clone(),
        acs_connection_string: format!("endpoint={}/;accesskey={}", world.urls.acs, resource.access_key),
        sender: resource.sender.clone(),
        ca,
    }
}
