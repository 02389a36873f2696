//! The Microsoft identity platform: device code, authorization code with PKCE, refresh, client credentials.

mod authorize;
mod bearer;
mod browser;
mod device;
mod device_page;
mod discovery;
mod form;
mod issue;
pub mod jwt;
mod pages;
mod portal;
mod refusal;
mod revoke;
mod scopes;
mod state;
mod token;

use axum::Router;
use axum::extract::{RawQuery, State as Extracted};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};

pub(crate) use authorize::complete as complete_authorization;
pub use bearer::{Audience, Grant, TokenFault, check_bearer, check_token};
pub(crate) use device::{Decision, NotDecided, decide as decide_device_code};
pub use refusal::Refusal;
pub(crate) use revoke::{challenge, revoke, withdraw};
pub(crate) use scopes::{delegated as delegated_permission, role as application_permission};
pub use state::State;

use crate::network;
use crate::world::{Shared, lock};

/// Everything under the login host.
pub fn router(shared: Shared) -> Router {
    Router::new()
        .route("/common/discovery/instance", get(discovery::instance))
        .route("/{tenant}/v2.0/.well-known/openid-configuration", get(discovery::configuration))
        .route("/{tenant}/discovery/v2.0/keys", get(discovery::keys))
        .route("/{tenant}/oauth2/v2.0/devicecode", post(device::post).fallback(only_post))
        .route("/{tenant}/oauth2/v2.0/token", post(token::post).fallback(only_post))
        .route("/{tenant}/oauth2/v2.0/authorize", get(authorize::get).post(authorize::post))
        .route("/{tenant}/oauth2/v2.0/logout", get(discovery::logout))
        .route("/devicelogin", get(device_page::get).post(device_page::post))
        .route("/error", get(explain))
        .route(network::PORTAL, get(portal::get).post(portal::post))
        .with_state(shared)
}

async fn only_post(Extracted(shared): Extracted<Shared>, method: axum::http::Method) -> Response {
    let text = format!("The endpoint only accepts POST requests. Received a {method} request.");
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED.as_u16(), "invalid_request", 900_561, text)
        .answer(&lock(&shared))
}

/// Where `error_uri` leads.
async fn explain(RawQuery(query): RawQuery) -> Response {
    let form = form::Form::query(query.as_deref());
    let number = form.get("code").unwrap_or_default();
    pages::message(
        "Error lookup",
        &format!("AADSTS{number}: see the reference of authentication error codes."),
    )
}
