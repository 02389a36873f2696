//! The control door: the way into the sandbox's world for tests and for the demo.
//!
//! It stands on a port of its own behind a random path of 128 bits. A web page cannot reach it: a request that
//! carries an `Origin`, or a `Host` other than loopback with this port, is refused, so neither a script on
//! some site nor a name rebound to 127.0.0.1 gets in.

mod describe;
mod mail;
mod sign_in;
mod virtual_events;
mod world;

use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use subtle::ConstantTimeEq;

use crate::sandbox::Ready;
use crate::saver::Saver;
use crate::switches::Switches;
use crate::world::Shared;

/// What the door opens to, and what it was opened with.
#[derive(Clone)]
pub(crate) struct Door {
    pub shared: Shared,
    pub saver: Saver,
    pub key: String,
    pub port: u16,
    pub ready: Ready,
    /// What a reset goes back to.
    pub switches: Switches,
    pub now: Option<Timestamp>,
}

/// A command that was not carried out.
#[derive(Debug)]
struct Problem(StatusCode, &'static str, String);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (self.0, Json(json!({"error": {"code": self.1, "message": self.2}}))).into_response()
    }
}

type Answer = Result<Json<Value>, Problem>;

/// A command's JSON; an empty body stands for `{}`.
fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let body = if body.iter().all(u8::is_ascii_whitespace) { b"{}" } else { body };
    serde_json::from_slice(body)
        .map_err(|error| Problem(StatusCode::BAD_REQUEST, "badRequest", error.to_string()))
}

pub(crate) fn router(door: Door) -> Router {
    let routes = Router::new()
        .route("/", get(describe::get))
        .route("/device-codes/{user_code}/{decision}", post(sign_in::device_code))
        .route("/authorizations", post(sign_in::authorization))
        .route("/grants/revoke", post(sign_in::revoke))
        .route("/grants/challenge", post(sign_in::challenge))
        .route("/grants/consent", post(virtual_events::consent))
        .route("/grants/consent/withdraw", post(virtual_events::withdraw))
        .route("/grants/application", post(virtual_events::roles))
        .route("/grants/rsc", post(virtual_events::rsc))
        .route("/grants/policy", post(virtual_events::policy))
        .route("/virtual-events", get(virtual_events::overview).post(virtual_events::make))
        .route("/virtual-events/{id}/change", post(virtual_events::change))
        .route("/virtual-events/{id}/configuration", post(virtual_events::configure))
        .route("/virtual-events/{id}/registrations", post(virtual_events::crowd))
        .route("/virtual-events/{id}/visitors", post(virtual_events::visit))
        .route("/virtual-events/{id}/registrations/{registration}/{decision}", post(virtual_events::decide))
        .route("/attendance", post(virtual_events::attendance))
        .route("/faults", get(world::faults).post(world::plan_fault).delete(world::clear_faults))
        .route("/network", get(world::network).post(world::set_network))
        .route("/clock", get(world::clock).post(world::set_clock))
        .route("/switches", get(world::switches).post(world::set_switches))
        .route("/traffic", get(mail::traffic))
        .route("/mail", get(mail::mail))
        .route("/sms", get(mail::sms))
        .route("/reset", post(world::reset))
        .route("/sync-state/forget", post(world::forget_sync_state))
        .route("/meetings/options", post(world::meeting_options))
        .route("/save", post(world::save));
    Router::new()
        .nest(&format!("/{}", door.key), routes)
        .layer(from_fn_with_state(door.clone(), guard))
        .with_state(door)
}

/// Refuses what a web page could send, then whoever does not know the path.
async fn guard(State(door): State<Door>, request: Request, next: Next) -> Response {
    if request.headers().contains_key(ORIGIN) {
        return Problem(StatusCode::FORBIDDEN, "originRefused", "no web page may use this door".into())
            .into_response();
    }
    if !is_loopback_host(request.headers(), door.port) {
        let text = "the Host must be 127.0.0.1 or localhost with this port".to_owned();
        return Problem(StatusCode::FORBIDDEN, "hostRefused", text).into_response();
    }
    let key = request.uri().path().split('/').nth(1).unwrap_or_default();
    if !bool::from(key.as_bytes().ct_eq(door.key.as_bytes())) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let changes = !request.method().is_safe();
    let response = next.run(request).await;
    if changes {
        door.saver.touch();
    }
    response
}

fn is_loopback_host(headers: &HeaderMap, port: u16) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    host == format!("127.0.0.1:{port}") || host.eq_ignore_ascii_case(&format!("localhost:{port}"))
}
