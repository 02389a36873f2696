//! What is served: the page, its files, and the few commands of one join. Everything else is not there.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::running::Shared;
use super::{CompanionError, PageFile, api, policy};

pub(super) const PAGE: &str = "companion.html";
const LONGEST_REQUEST: usize = 64 * 1024;
/// Other ports are tried where one of the two addresses of `localhost` is somebody else's.
const TRIES: usize = 8;

/// Whichever is free.
const ANY: u16 = 0;

/// Both addresses that a browser may understand by `localhost`: whoever held the other one would be asked for the page.
pub(super) async fn bind() -> Result<(u16, Vec<TcpListener>), CompanionError> {
    bind_one_of(std::iter::repeat_n(ANY, TRIES)).await
}

async fn bind_one_of(ports: impl Iterator<Item = u16>) -> Result<(u16, Vec<TcpListener>), CompanionError> {
    let mut taken = String::new();
    for port in ports {
        match both(port).await {
            Ok(bound) => return Ok(bound),
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => taken = error.to_string(),
            Err(error) => return Err(CompanionError::NoPort(error.to_string())),
        }
    }
    Err(CompanionError::NoPort(taken))
}

async fn both(port: u16) -> std::io::Result<(u16, Vec<TcpListener>)> {
    let first = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
    let port = first.local_addr()?.port();
    match TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).await {
        Ok(second) => Ok((port, vec![first, second])),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => Err(error),
        // This machine has no IPv6.
        Err(_) => Ok((port, vec![first])),
    }
}

/// Serves until the set is dropped.
pub(super) fn serve(listeners: Vec<TcpListener>, shared: &Arc<Shared>) -> JoinSet<()> {
    let mut serving = JoinSet::new();
    for listener in listeners {
        let router = router(shared);
        serving.spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::warn!(%error, "the companion's server ended");
            }
        });
    }
    serving
}

fn router(shared: &Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(page))
        .route("/terms.html", get(|state: State<Arc<Shared>>| async move { file(&state, "terms.html") }))
        .route("/notices.html", get(|state: State<Arc<Shared>>| async move { file(&state, "notices.html") }))
        .route("/companion/{*name}", get(part_of("companion")))
        .route("/fonts/{*name}", get(part_of("fonts")))
        .route("/api/{room}/{command}", post(command))
        .layer(DefaultBodyLimit::max(LONGEST_REQUEST))
        .layer(from_fn_with_state(Arc::clone(shared), gate))
        .with_state(Arc::clone(shared))
}

/// Before anything is looked at: is it our page that asks?
async fn gate(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let method = request.method();
    let mut answer = if !matches!(*method, Method::GET | Method::POST) {
        StatusCode::METHOD_NOT_ALLOWED.into_response()
    } else if shared.door.admits(method, request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, "This address belongs to a window of Lectern's.").into_response()
    };
    let headers = answer.headers_mut();
    let mut set =
        |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    set(HeaderName::from_static("x-content-type-options"), "nosniff");
    set(HeaderName::from_static("referrer-policy"), "no-referrer");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(self), microphone=(self), display-capture=(self), speaker-selection=(self), geolocation=()",
    );
    // The browser's profile is deleted after the call; nothing needs to be kept in it.
    set(CACHE_CONTROL, "no-store");
    if let Ok(policy) = HeaderValue::from_str(policy::header()) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    answer
}

#[derive(Deserialize)]
struct Entry {
    key: Option<String>,
}

/// With its key: the page and its session. Without: the page alone, which finds its session where it kept it (a reload).
async fn page(State(shared): State<Arc<Shared>>, Query(entry): Query<Entry>) -> Response {
    let Some(key) = entry.key else { return file(&shared, PAGE) };
    let Some(session) = shared.door.enter(&key, shared.desk.now()) else {
        return (StatusCode::FORBIDDEN, [(CONTENT_TYPE, "text/html; charset=utf-8")], USED).into_response();
    };
    shared.contact.heard();
    let Some(found) = (shared.host.files)(PAGE) else { return StatusCode::NOT_FOUND.into_response() };
    let html = String::from_utf8_lossy(&found.bytes);
    let told =
        html.replacen("<head>", &format!("<head><meta name=\"lectern-session\" content=\"{session}\">"), 1);
    ([(CONTENT_TYPE, "text/html; charset=utf-8")], told).into_response()
}

const USED: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Lectern</title><h1>This address was used already</h1>\
    <p>It opens one window, once. Go back to Lectern and open the call again.</p>";

fn part_of(
    folder: &'static str,
) -> impl Fn(State<Arc<Shared>>, Path<String>) -> std::future::Ready<Response> + Clone {
    move |state, Path(name)| std::future::ready(file(&state, &format!("{folder}/{name}")))
}

fn file(shared: &Shared, path: &str) -> Response {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
    let found =
        (path.chars().all(plain) && !path.contains("..")).then(|| (shared.host.files)(path)).flatten();
    match found {
        Some(PageFile { bytes, content_type }) => {
            ([(CONTENT_TYPE, content_type)], Body::from(bytes)).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn command(
    State(shared): State<Arc<Shared>>,
    Path((room, command)): Path<(String, String)>,
    request: Request,
) -> Response {
    if !shared.door.knows(request.headers()) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    shared.contact.heard();
    let Ok(body) = axum::body::to_bytes(request.into_body(), LONGEST_REQUEST).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    match api::answer(&shared, &format!("{room}|{command}"), &body).await {
        Ok(Some(answer)) => axum::Json(answer).into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, axum::Json(error)).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Somebody else's listener, on one of the two addresses of `localhost`. `None`: this machine lacks that one.
    async fn held(address: impl Into<std::net::IpAddr>) -> Option<(u16, TcpListener)> {
        let listener = TcpListener::bind(SocketAddr::from((address.into(), ANY))).await.ok()?;
        Some((listener.local_addr().ok()?.port(), listener))
    }

    #[tokio::test]
    async fn a_port_that_is_half_somebody_elses_is_left_to_them() {
        let four = held(Ipv4Addr::LOCALHOST).await.expect("every machine has this one");
        for (taken, _holder) in [Some(four), held(Ipv6Addr::LOCALHOST).await].into_iter().flatten() {
            let (port, listeners) = bind_one_of([taken, ANY].into_iter()).await.expect("another is free");
            assert_ne!(port, taken, "whoever holds the other half of localhost would be asked for the page");
            for listener in &listeners {
                let at = listener.local_addr().expect("bound");
                assert_eq!(
                    (at.port(), at.ip().is_loopback()),
                    (port, true),
                    "both halves, and this machine only"
                );
            }
            let refused =
                bind_one_of(std::iter::repeat_n(taken, TRIES)).await.expect_err("nothing else is tried");
            let told = refused.to_string();
            assert!(matches!(refused, CompanionError::NoPort(_)), "{told}");
            assert!(
                told.contains("in use") && told.ends_with("Try again, or join in Teams."),
                "why, and what now: {told}"
            );
        }
    }
}
