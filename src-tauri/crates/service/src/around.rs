//! What surrounds every request: its id, whose it is, its line in the log, its share in the counts, and the headers that
//! every answer has. A log never holds an address as it was asked for: codes stand in it, and routes are named by their
//! pattern.

use std::any::Any;
use std::net::SocketAddr;

use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use lectern_core::error::ErrorCode;
use lectern_core::serving::request_id;
use tokio::time::Instant;
use tracing::Instrument as _;

use crate::app::App;
use crate::client::{self, ClientAddress};
use crate::problem::Problem;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The longest id that a proxy may bring.
const MAX_ID: usize = 64;

pub async fn around(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let began = Instant::now();
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0);
    let trusted = &app.config().trusted_proxies;
    let id = peer
        .filter(|peer| client::trusted(*peer, trusted))
        .and_then(|_| brought(request.headers()))
        .unwrap_or_else(|| request_id(app.desk()));
    if let Some(peer) = peer {
        let address = client::address(peer, request.headers(), trusted);
        request.extensions_mut().insert(address);
    }
    let method = named(request.method());
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let client = request.extensions().get::<ClientAddress>().map(|client| client.key());
    let span = tracing::info_span!("request", id, method, route);
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = began.elapsed();
    let status = response.status().as_u16();
    let route = route.as_deref().unwrap_or("-");
    app.metrics().request(route, method, status, took);
    span.in_scope(|| {
        let ms = took.as_secs_f64() * 1000.0;
        // Who asked is told where somebody may have to be kept out, and nowhere else.
        let client = client.filter(|_| status == 429).map(tracing::field::display);
        tracing::info!(status, ms, client, "answered");
    });
    let https = app.origin().starts_with("https://");
    dress(response.headers_mut(), https);
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// From the outermost proxy on a request has one id.
fn brought(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    (plain && !id.is_empty() && id.len() <= MAX_ID).then(|| id.to_owned())
}

/// Anybody can invent a method, and each would be one more row in the counts.
fn named(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        Method::PATCH => "PATCH",
        _ => "other",
    }
}

/// What a route did not decide itself: nothing is framed, guessed at, kept, or told to other sites.
fn dress(headers: &mut HeaderMap, https: bool) {
    let own_policy = headers.contains_key(CONTENT_SECURITY_POLICY);
    let mut absent = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    absent(X_CONTENT_TYPE_OPTIONS, "nosniff");
    absent(REFERRER_POLICY, "no-referrer");
    absent(CACHE_CONTROL, "no-store");
    if !own_policy {
        absent(CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
        absent(X_FRAME_OPTIONS, "DENY");
    }
    if https {
        absent(STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
}

/// A panic is our fault, and one visitor's request only.
pub fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("a request ended in a panic");
    Problem::broken().into_response()
}

/// What a layer answered in its own words is told as a problem: the status stays.
pub async fn in_our_words(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    if response.headers().contains_key(CONTENT_TYPE) {
        return response;
    }
    let (code, said) = match status {
        StatusCode::METHOD_NOT_ALLOWED => {
            (ErrorCode::Invalid, "This address does not take this method; see Allow.")
        }
        StatusCode::SERVICE_UNAVAILABLE => {
            (ErrorCode::Throttled, "The answer took too long. Try again in a moment.")
        }
        StatusCode::PAYLOAD_TOO_LARGE => {
            (ErrorCode::Invalid, "The request is larger than what is read here.")
        }
        _ => return response,
    };
    let (mut parts, _) = response.into_parts();
    let (problem, body) = Problem::new(status, code, said).into_response().into_parts();
    parts.headers.remove(axum::http::header::CONTENT_LENGTH);
    parts.headers.extend(problem.headers);
    Response::from_parts(parts, body)
}
