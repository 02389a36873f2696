//! For paired desks: whether a page's address is free, as it is typed.

use axum::extract::State;
use axum::http::StatusCode;
use lectern_core::serving::here;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, Paired};
use crate::extract::Path;
use crate::problem::Problem;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(check))
}

/// Whether this can be the end of the event's address: it is its own, or nobody's yet.
#[utoipa::path(get, path = "/v1/desk/events/{id}/addresses/{slug}", tag = "events", security(("device" = [])),
    params(("id" = String, Path), ("slug" = String, Path)),
    responses((status = 204), (status = 401, body = Problem), (status = 409, body = Problem),
              (status = 422, body = Problem)))]
async fn check(
    State(app): State<App>,
    Paired(_): Paired,
    Path((id, slug)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    here::check(app.desk(), &id, &slug).await?;
    Ok(StatusCode::NO_CONTENT)
}
