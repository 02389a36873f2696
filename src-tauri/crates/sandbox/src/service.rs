//! What is around each of the three services: planned faults, the clock's `Date`, and the record.

use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::clock::http_date;
use crate::faults::When;
use crate::network;
use crate::redact;
use crate::saver::Saver;
use crate::traffic::{Exchange, Service};
use crate::world::{Shared, lock};

/// Set on an answer that must not be sent: the connection is closed instead.
#[derive(Debug, Clone, Copy)]
pub struct Cut;

/// Above every service's own limit.
const LARGEST_BODY: usize = 40 * 1024 * 1024;

#[derive(Debug, Clone)]
struct Surround {
    shared: Shared,
    service: Service,
    saver: Saver,
}

/// Puts the record, the faults and the clock around a service's routes.
pub fn surround(router: Router, shared: Shared, service: Service, saver: Saver) -> Router {
    router.layer(from_fn_with_state(Surround { shared, service, saver }, pass))
}

async fn pass(State(around): State<Surround>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
    let (at, fault) = {
        let mut world = lock(&around.shared);
        if let Some(strangers) = world.intercepted(around.service, &path) {
            return strangers;
        }
        (world.now(), world.take_fault(around.service, method.as_str(), &path))
    };
    let mut exchange = Exchange {
        n: 0,
        at,
        service: around.service,
        method: method.to_string(),
        path,
        query: redact::form(parts.uri.query().unwrap_or_default()),
        request_headers: redact::headers(&parts.headers),
        request_body: recorded(&parts.headers, &body),
        status: 0,
        response_headers: std::collections::BTreeMap::new(),
        response_body: None,
        cut: false,
    };
    if let Some(fault) = &fault {
        tokio::time::sleep(Duration::from_millis(fault.delay_ms)).await;
    }
    let planned = fault.as_ref().filter(|fault| fault.when == When::Before && !fault.only_delays());
    let response = match planned {
        Some(fault) => {
            let status = fault.status.and_then(|status| StatusCode::from_u16(status).ok());
            // A request that never arrived is not in the record: the service has not seen it.
            let Some(status) = status else { return cut() };
            let world = lock(&around.shared);
            fault.answer(&world, around.service, status)
        }
        None => next.run(Request::from_parts(parts, Body::from(body))).await,
    };
    let when = fault.map(|fault| fault.when);
    exchange.cut = when == Some(When::After);
    let mut response = record(&around, exchange, response).await;
    if when == Some(When::Garbled) {
        response = halved(response).await;
    } else if when == Some(When::Page) {
        response = network::page(StatusCode::OK);
    }
    if !matches!(method, Method::GET | Method::HEAD) || around.service == Service::Entra {
        around.saver.touch();
    }
    response
}

async fn record(around: &Surround, mut exchange: Exchange, response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let cut_off = exchange.cut;
    {
        let mut world = lock(&around.shared);
        if let Ok(date) = HeaderValue::from_str(&http_date(world.now())) {
            parts.headers.insert(DATE, date);
        }
        exchange.status = parts.status.as_u16();
        exchange.response_headers = redact::headers(&parts.headers);
        exchange.response_body = recorded(&parts.headers, &body);
        if !is_page(&exchange) {
            world.traffic.push(exchange);
        }
    }
    if cut_off { cut() } else { Response::from_parts(parts, Body::from(body)) }
}

/// Half of what was said, as a proxy on the way may leave it.
async fn halved(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(body.slice(..body.len() / 2)))
}

fn cut() -> Response {
    let mut response = StatusCode::SERVICE_UNAVAILABLE.into_response();
    response.extensions_mut().insert(Cut);
    response
}

/// Pages for people that stand on another host in the real world are no traffic of the service.
fn is_page(exchange: &Exchange) -> bool {
    exchange.service == Service::Entra
        && matches!(exchange.path.as_str(), "/devicelogin" | "/error" | network::PORTAL)
}

/// A body as the record keeps it: JSON where it is, else text.
fn recorded(headers: &HeaderMap, body: &Bytes) -> Option<Value> {
    if body.is_empty() {
        return None;
    }
    if let Ok(mut value) = serde_json::from_slice::<Value>(body) {
        redact::json(&mut value);
        return Some(value);
    }
    let text = String::from_utf8_lossy(body);
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    Some(Value::String(match kind.split(';').next().unwrap_or_default().trim() {
        "application/x-www-form-urlencoded" => redact::form(&text),
        "text/html" => "<a page>".to_owned(),
        _ => redact::text(&text),
    }))
}
