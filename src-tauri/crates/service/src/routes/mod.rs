//! One file a part of the service; each brings its routes and their description.

mod addresses;
mod described;
mod desk;
mod event_page;
mod health;
mod join;
mod join_page;
mod pages;
mod person_page;
mod proof_page;
mod publishing;

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use axum::routing::get;
use lectern_core::serving::standing;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;

use crate::app::App;
use crate::around::{around, in_our_words, panicked};
use crate::limits;
use crate::problem::Problem;

fn parts() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(described::Described::openapi())
        .merge(health::routes())
        .merge(desk::routes())
        .merge(join::routes())
        .merge(join_page::routes())
        .merge(event_page::routes())
        .merge(person_page::routes())
        .merge(proof_page::routes())
        .merge(publishing::routes())
        .merge(addresses::routes())
}

/// The description of all that is served, as OpenAPI's JSON.
pub fn description() -> String {
    let (_, found) = parts().split_for_parts();
    described::whole(found)
}

/// What is counted, for whoever watches over the service; on an address of its own.
pub fn counted(app: App) -> Router {
    Router::new().route("/metrics", get(metrics)).with_state(app)
}

async fn metrics(State(app): State<App>) -> impl IntoResponse {
    // Where the data can't be read, the rest is all the more of interest.
    for (name, value) in standing::figures(app.desk()).await.unwrap_or_default() {
        app.metrics().gauge(name, value.into());
    }
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], app.metrics().text())
}

pub fn router(app: App) -> Router {
    let (router, found) = parts().split_for_parts();
    let description = described::whole(found);
    router
        .route("/openapi.json", get(move || async move { described::answer(description) }))
        .fallback(|| async { Problem::nothing_here() })
        .layer(DefaultBodyLimit::max(limits::BODY))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, limits::ANSWER))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(in_our_words))
        .layer(from_fn_with_state(app.clone(), around))
        .with_state(app)
}
