//! For whoever joins: a ticket's code becomes what one joins with, and a key another token.

use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::serving::passes::trail::{self, Trail};
use lectern_core::serving::passes::{PassError, PassGiven, PassRenewed};
use lectern_domain::join_link::JoinTarget;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, Paired};
use crate::client::ClientAddress;
use crate::extract::{Json, Path, Query};
use crate::problem::Problem;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Code {
    /// A ticket's, as it stands in the link.
    #[schema(example = "01ARZ3NDEKTSV4RRFFQ69G5FAV")]
    code: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Renewal {
    /// Good once: the answer brings the next one.
    refresh_key: String,
}

/// The meeting, as the calling SDK is given it.
#[derive(Serialize, ToSchema)]
#[serde(untagged, rename_all_fields = "camelCase")]
enum Meeting {
    Link { meeting_link: String },
    Id { meeting_id: String, passcode: Option<String> },
}

/// What one joins with.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Pass {
    join_target: Meeting,
    /// The same for all joins of one ticket.
    #[schema(example = "8:acs:b2f6c9d1-37e4-4f0a-8c5d-61a9e0743b28_00000007-0464-274b-b274-5a3a0d000101")]
    user_id: String,
    display_name: String,
    /// Of the calling resource.
    endpoint: String,
    token: String,
    expires_on: Timestamp,
    refresh_key: String,
}

/// Another token for the same person.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Renewed {
    token: String,
    expires_on: Timestamp,
    refresh_key: String,
}

impl From<PassGiven> for Pass {
    fn from(given: PassGiven) -> Self {
        let join_target = match given.target {
            JoinTarget::MeetingLink { meeting_link } => Meeting::Link { meeting_link },
            JoinTarget::MeetingId { meeting_id, passcode } => Meeting::Id { meeting_id, passcode },
        };
        Self {
            join_target,
            user_id: given.user_id,
            display_name: given.display_name,
            endpoint: given.endpoint,
            token: given.token.expose().clone(),
            expires_on: given.expires_on,
            refresh_key: given.refresh_key.expose().clone(),
        }
    }
}

impl From<PassRenewed> for Renewed {
    fn from(renewed: PassRenewed) -> Self {
        Self {
            token: renewed.token.expose().clone(),
            expires_on: renewed.expires_on,
            refresh_key: renewed.refresh_key.expose().clone(),
        }
    }
}

#[derive(Deserialize)]
struct After {
    #[serde(default)]
    after: i64,
    limit: Option<u32>,
}

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(join)).routes(routes!(renew)).routes(routes!(given))
}

/// Who was let in, and when: every token that was given for an event's tickets.
#[utoipa::path(get, path = "/v1/desk/events/{id}/passes", tag = "desk", security(("device" = [])),
    params(("id" = String, Path), ("after" = Option<i64>, Query, description = "the number of the last one that is known"),
        ("limit" = Option<u32>, Query, description = "grants, 1,000 at most")),
    responses((status = 200, body = Trail), (status = 401, body = Problem)))]
async fn given(
    State(app): State<App>,
    _: Paired,
    Path(id): Path<String>,
    Query(asked): Query<After>,
) -> Result<Json<Trail>, Problem> {
    let most = asked.limit.unwrap_or(trail::PAGE);
    Ok(Json(trail::of_event(app.desk(), &id, asked.after, most).await.map_err(CommandError::from)?))
}

/// A ticket becomes what one joins with.
#[utoipa::path(post, path = "/v1/join", tag = "join", request_body = Code,
    responses((status = 200, body = Pass),
        (status = 403, body = Problem, description = "`early`: the doors are not open yet; `revoked`: it was taken back"),
        (status = 404, body = Problem, description = "`unknown`"),
        (status = 409, body = Problem, description = "`handOver`: a webinar, a town hall or what else Teams keeps to itself"),
        (status = 410, body = Problem, description = "`over`, `cancelled`"),
        (status = 429, body = Problem, description = "`queued`, with the place in the line; `often`"),
        (status = 503, body = Problem, description = "`useTeams`: the calling service gives nothing now; `notReady`")))]
async fn join(
    State(app): State<App>,
    address: ClientAddress,
    Json(asked): Json<Code>,
) -> Result<Json<Pass>, Problem> {
    let told = app.door().join(&asked.code, Some(address.key())).await;
    let outcome = told.as_ref().err().map_or("given", PassError::reason);
    app.metrics().count("lectern_joins_total", &[("outcome", outcome)]);
    told.map(|given| Json(given.into())).map_err(|error| refused(&app, error))
}

/// A key becomes another token, and another key. A key that comes back ends its join.
#[utoipa::path(post, path = "/v1/token", tag = "join", request_body = Renewal,
    responses((status = 200, body = Renewed),
        (status = 401, body = Problem, description = "`key`: join again with the ticket"),
        (status = 403, body = Problem), (status = 410, body = Problem), (status = 503, body = Problem)))]
async fn renew(State(app): State<App>, Json(asked): Json<Renewal>) -> Result<Json<Renewed>, Problem> {
    let told = app.door().renew(&asked.refresh_key).await;
    let outcome = told.as_ref().err().map_or("given", PassError::reason);
    app.metrics().count("lectern_renewals_total", &[("outcome", outcome)]);
    told.map(|renewed| Json(renewed.into())).map_err(|error| refused(&app, error))
}

fn refused(app: &App, error: PassError) -> Problem {
    let status = match &error {
        PassError::Inner(_) => return CommandError::from(error).into(),
        PassError::Unknown => StatusCode::NOT_FOUND,
        PassError::Revoked | PassError::Early { .. } => StatusCode::FORBIDDEN,
        PassError::Cancelled | PassError::Over => StatusCode::GONE,
        PassError::HandOver => StatusCode::CONFLICT,
        PassError::Queued { .. } | PassError::Often(_) => StatusCode::TOO_MANY_REQUESTS,
        PassError::NotReady | PassError::Trouble(_) => StatusCode::SERVICE_UNAVAILABLE,
        PassError::Key => StatusCode::UNAUTHORIZED,
    };
    let (reason, wait) = (error.reason(), error.wait(app.desk().now()));
    let position = match &error {
        PassError::Queued { before, .. } => Some(before + 1),
        _ => None,
    };
    let told = CommandError::from(error);
    let code = if status == StatusCode::SERVICE_UNAVAILABLE { ErrorCode::Remote } else { told.code };
    Problem::new(status, code, told.message).because(reason, wait.map(|wait| wait.as_secs_f64()), position)
}
