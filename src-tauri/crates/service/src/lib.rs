//! The trusted service: HTTP in front of the same core and store. A route unpacks, makes one call, maps the error; no
//! rule and no SQL stands here.

mod app;
mod around;
mod certificate;
mod client;
pub mod config;
mod connections;
mod extract;
mod limits;
mod metrics;
mod problem;
mod routes;
mod visits;

use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ConnectInfo;
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum::http::Request;
use axum::middleware::AddExtension;
use axum_server::Handle;
use axum_server::accept::Accept;
use axum_server::service::SendService;
use axum_server::tls_rustls::RustlsAcceptor;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use lectern_core::desk::Desk;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use app::App;
use certificate::Certificate;
use config::{Config, ConfigError};
use connections::Door;
pub use routes::description;

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
    /// Where what it counts can be read, if anywhere.
    pub metrics: Option<SocketAddr>,
    handle: Handle<SocketAddr>,
    task: JoinHandle<io::Result<()>>,
    certificate: Option<Certificate>,
    beside: Vec<JoinHandle<()>>,
}

/// Listens, and serves from then on.
pub async fn start(desk: Arc<Desk>, config: Config) -> Result<Running, ServeError> {
    config.check()?;
    let (listener, address) = listen(config.listen)?;
    let origin = config.origin(address);
    let certificate = match &config.tls {
        Some(files) => Some(Certificate::read(files).await?),
        None => None,
    };
    desk.serve_at(&origin);
    let app = App::new(desk, config, origin.clone());
    let door = {
        let config = app.config();
        let (most, of_one) = (config.connections, config.connections_per_address);
        Door::new(most, of_one, &config.trusted_proxies, app.metrics().clone())
    };
    let mut beside = Vec::new();
    let metrics = match app.config().metrics_listen {
        Some(at) => {
            let (listener, address) = listen(at)?;
            let server = axum_server::from_tcp(listener).map_err(|error| unheard(address, &error))?;
            let make = routes::counted(app.clone()).into_make_service();
            beside.push(tokio::spawn(async move { drop(server.serve(make).await) }));
            Some(address)
        }
        None => None,
    };
    beside.extend(certificate.clone().map(|certificate| tokio::spawn(certificate.watch())));
    let handle = Handle::new();
    let head = app.config().head_time();
    let router = (routes::router(app), head);
    let task = match &certificate {
        Some(certificate) => {
            let acceptor = RustlsAcceptor::new(certificate.config()).acceptor(door);
            serve(listener, acceptor, router, handle.clone())
        }
        None => serve(listener, door, router, handle.clone()),
    };
    let task = task.map_err(|error| unheard(address, &error))?;
    tracing::info!(%address, origin, "the service listens");
    Ok(Running { address, origin, metrics, handle, task, certificate, beside })
}

fn unheard(address: SocketAddr, error: &io::Error) -> ServeError {
    ServeError::Listen { address, detail: error.to_string() }
}

fn listen(at: SocketAddr) -> Result<(TcpListener, SocketAddr), ServeError> {
    let listener = TcpListener::bind(at).map_err(|error| unheard(at, &error))?;
    let address = listener.local_addr().map_err(|error| unheard(at, &error))?;
    Ok((listener, address))
}

type Make = IntoMakeServiceWithConnectInfo<axum::Router, SocketAddr>;
/// What is made for each connection.
type Service = AddExtension<axum::Router, ConnectInfo<SocketAddr>>;

fn serve<A>(
    listener: TcpListener,
    acceptor: A,
    (router, head): (axum::Router, Duration),
    handle: Handle<SocketAddr>,
) -> io::Result<JoinHandle<io::Result<()>>>
where
    A: Accept<TcpStream, Service> + Clone + Send + Sync + 'static,
    A::Stream: AsyncRead + AsyncWrite + Unpin + Send,
    A::Service: SendService<Request<Incoming>> + Send,
    A::Future: Send,
{
    let make: Make = router.into_make_service_with_connect_info();
    let mut server = axum_server::from_tcp(listener)?.handle(handle).acceptor(acceptor);
    patient(server.http_builder(), head);
    let server = server.first_request_timeout(head);
    Ok(tokio::spawn(server.serve(make)))
}

fn patient(builder: &mut Builder<TokioExecutor>, head: Duration) {
    builder.http1().timer(TokioTimer::new()).header_read_timeout(head).max_buf_size(limits::HEAD_BYTES);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(Some(head));
}

impl Running {
    /// The certificate is read again, as after a renewal; what is wrong with the new one is told, and the old one stays.
    pub async fn reload(&self) -> Result<(), ServeError> {
        match &self.certificate {
            Some(certificate) => certificate.reload().await,
            None => Ok(()),
        }
    }

    /// Takes nothing new, and lets what is under way end.
    pub async fn stop(self) {
        self.handle.graceful_shutdown(Some(limits::GRACE));
        match self.task.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(%error, "the service ended with an error"),
            Err(error) => tracing::error!(%error, "the service was cut off"),
        }
        for task in self.beside {
            task.abort();
        }
    }
}
