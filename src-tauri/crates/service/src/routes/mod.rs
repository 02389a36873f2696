//! One file a part of the service; each brings its routes and their description.

mod desk;
mod health;

use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use lectern_core::error::ErrorCode;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::app::App;
use crate::problem::Problem;

/// The largest body that is read, in bytes.
const MAX_BODY: usize = 2 * 1024 * 1024;
/// The longest that an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(utoipa::OpenApi)]
#[openapi(info(title = "Lectern, the trusted service", description = "Pages, tickets, and desks."))]
struct Described;

fn parts() -> (Router<App>, OpenApi) {
    OpenApiRouter::with_openapi(Described::openapi())
        .merge(health::routes())
        .merge(desk::routes())
        .split_for_parts()
}

pub fn router(app: App) -> Router {
    let (router, description) = parts();
    let description = description.to_json().unwrap_or_default();
    router
        .route(
            "/openapi.json",
            axum::routing::get(move || async move {
                ([(axum::http::header::CONTENT_TYPE, "application/json")], description)
            }),
        )
        .fallback(|| async {
            Problem::new(StatusCode::NOT_FOUND, ErrorCode::NotFound, "There is nothing at this address.")
        })
        .layer(RequestBodyLimitLayer::new(MAX_BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, PATIENCE))
        .layer(CatchPanicLayer::new())
        .with_state(app)
}
