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

/// Both addresses that a browser may understand by `localhost`: whoever held the other one would be asked for the page.
pub(super) async fn bind() -> Result<(u16, Vec<TcpListener>), CompanionError> {
    let mut last = None;
    for _ in 0..TRIES {
        let first = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(no_port)?;
        let port = first.local_addr().map_err(no_port)?.port();
        match TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).await {
            Ok(second) => return Ok((port, vec![first, second])),
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => last = Some(error),
            // This machine has no IPv6.
            Err(_) => return Ok((port, vec![first])),
        }
    }
    Err(CompanionError::NoPort(last.map_or_else(String::new, |error| error.to_string())))
}

#[expect(clippy::needless_pass_by_value, reason = "it is what map_err hands over")]
fn no_port(error: std::io::Error) -> CompanionError {
    CompanionError::NoPort(error.to_string())
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
