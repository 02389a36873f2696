//! The trusted service: HTTP in front of the same core and store. A route unpacks, makes one call, maps the error; no
//! rule and no SQL stands here.

mod app;
pub mod config;
mod problem;
mod routes;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use hyper_util::rt::TokioTimer;
use lectern_core::desk::Desk;
use tokio::task::JoinHandle;

use app::App;
use config::{Config, ConfigError};

/// The longest that a request's head may take: whoever sends a byte a second goes away.
const HEAD: Duration = Duration::from_secs(10);
/// What is under way at the end may take so long.
const GRACE: Duration = Duration::from_secs(15);

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("{address} can't be listened on: {detail}. Is another program there already?")]
    Listen { address: SocketAddr, detail: String },
    #[error(
        "The certificate or its key can't be used ({0}). Both are PEM files; see tls in the configuration."
    )]
    Tls(String),
    #[error(transparent)]
    Config(#[from] ConfigError),
}

/// A service that runs until it is stopped.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// Where visitors reach it: `https://host[:port]`.
    pub origin: String,
    handle: Handle<SocketAddr>,
    task: JoinHandle<io::Result<()>>,
}

/// Listens, and serves from then on.
pub async fn start(desk: Arc<Desk>, config: Config) -> Result<Running, ServeError> {
    config.check()?;
    let failed = |error: &io::Error| ServeError::Listen { address: config.listen, detail: error.to_string() };
    let listener = TcpListener::bind(config.listen).map_err(|error| failed(&error))?;
    let address = listener.local_addr().map_err(|error| failed(&error))?;
    let origin = config.origin(address);
    let tls = match &config.tls {
        Some(files) => Some(
            RustlsConfig::from_pem_file(&files.certificate, &files.key)
                .await
                .map_err(|error| ServeError::Tls(error.to_string()))?,
        ),
        None => None,
    };
    let handle = Handle::new();
    let router = routes::router(App::new(desk, config, origin.clone()));
    let make = router.into_make_service_with_connect_info::<SocketAddr>();
    let stopping = handle.clone();
    let task = if let Some(tls) = tls {
        let mut server = axum_server::from_tcp_rustls(listener, tls)
            .map_err(|error| ServeError::Listen { address, detail: error.to_string() })?
            .handle(stopping);
        patient(server.http_builder());
        tokio::spawn(server.serve(make))
    } else {
        let mut server = axum_server::from_tcp(listener)
            .map_err(|error| ServeError::Listen { address, detail: error.to_string() })?
            .handle(stopping);
        patient(server.http_builder());
        tokio::spawn(server.serve(make))
    };
    tracing::info!(%address, origin, "the service listens");
    Ok(Running { address, origin, handle, task })
}

fn patient(builder: &mut hyper_util::server::conn::auto::Builder<hyper_util::rt::TokioExecutor>) {
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(Some(HEAD));
}

impl Running {
    /// Takes nothing new, and lets what is under way end.
    pub async fn stop(self) {
        self.handle.graceful_shutdown(Some(GRACE));
        match self.task.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "the service ended with an error"),
            Err(error) => tracing::error!(%error, "the service was cut off"),
        }
    }
}
