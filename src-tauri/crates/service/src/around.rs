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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::Router;
    use axum::body::{Body, to_bytes};
    use axum::middleware::from_fn;
    use axum::routing::get;
    use tower::ServiceExt as _;
    use tower_http::catch_panic::CatchPanicLayer;
    use tower_http::timeout::TimeoutLayer;

    use super::*;

    async fn panics() {
        panic!("with a secret in it");
    }

    async fn answered(method: &str, path: &str) -> (u16, String, String) {
        let router = Router::new()
            .route("/panics", get(panics))
            .route("/sleeps", get(|| async { tokio::time::sleep(Duration::from_mins(1)).await }))
            .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_millis(20)))
            .layer(CatchPanicLayer::custom(panicked))
            .layer(from_fn(in_our_words));
        let request = Request::builder().method(method).uri(path).body(Body::empty()).expect("a request");
        let answer = router.oneshot(request).await.expect("an answer");
        let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let (status, kind) = (answer.status().as_u16(), kind.to_owned());
        let body = to_bytes(answer.into_body(), 10_000).await.expect("a body");
        (status, kind, String::from_utf8_lossy(&body).into_owned())
    }

    #[tokio::test]
    async fn what_no_route_answered_is_a_problem_too() {
        for (method, path, status) in
            [("GET", "/panics", 500), ("GET", "/sleeps", 503), ("PUT", "/panics", 405)]
        {
            let (found, kind, body) = answered(method, path).await;
            assert_eq!(
                (found, kind.as_str()),
                (status, "application/problem+json"),
                "{method} {path}: {body}"
            );
            assert!(!body.contains("secret"), "what is inside stays inside: {body}");
        }
    }

    #[test]
    fn a_proxy_names_a_request_only_as_ids_read() {
        for (given, taken) in
            [("a-1_b.C", true), ("", false), ("a b", false), ("\"x\"", false), (&"a".repeat(65), false)]
        {
            let mut headers = HeaderMap::new();
            headers.insert(REQUEST_ID, given.parse().expect("a value"));
            assert_eq!(brought(&headers).is_some(), taken, "{given}");
        }
    }

    #[test]
    fn a_page_that_says_who_may_frame_it_is_not_contradicted() {
        let mut headers = HeaderMap::new();
        headers.insert(
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("frame-ancestors https://contoso.example"),
        );
        dress(&mut headers, true);
        assert!(!headers.contains_key(X_FRAME_OPTIONS), "{headers:?}");
        assert!(headers.contains_key(STRICT_TRANSPORT_SECURITY), "{headers:?}");
    }
}
