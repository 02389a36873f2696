//! Whether it runs, and whether it can work.

use axum::extract::State;
use lectern_core::serving::standing;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::extract::Json;
use crate::problem::Problem;

#[derive(Serialize, ToSchema)]
struct Health {
    /// `ok`.
    status: &'static str,
}

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(live)).routes(routes!(ready))
}

/// It runs.
#[utoipa::path(get, path = "/healthz", tag = "health", responses((status = 200, body = Health)))]
async fn live() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Its data takes a change, and its clock is right.
#[utoipa::path(get, path = "/readyz", tag = "health",
    responses((status = 200, body = Health), (status = 503, body = Problem), (status = 507, body = Problem)))]
async fn ready(State(app): State<App>) -> Result<Json<Health>, Problem> {
    standing::ready(app.desk()).await?;
    Ok(Json(Health { status: "ok" }))
}
