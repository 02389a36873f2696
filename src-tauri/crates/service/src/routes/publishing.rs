//! For paired desks: events that come here with their people, what is wanted of them, what changes, and their way back.

use axum::body::Body;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use lectern_core::privacy;
use lectern_core::serving::commands::{self, Answered, Sent};
use lectern_core::serving::handed::{Handed, ListedEvent, Person, Stands};
use lectern_core::serving::listed::{self, Returned};
use lectern_core::serving::publishing;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, Paired};
use crate::extract::{Json, Path, Query};
use crate::limits;
use crate::problem::Problem;

#[derive(Deserialize, ToSchema)]
struct People {
    people: Vec<Person>,
}

#[derive(Serialize, ToSchema)]
struct Taken {
    taken: usize,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Meant {
    /// Which one of the event's publications: the id that its desk gave it.
    #[serde(default)]
    publication: String,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct From {
    /// The cursor that the part before ended at; 0: from the beginning.
    #[serde(default)]
    after: i64,
    /// Lines, 2,000 at most.
    limit: Option<u32>,
}

pub fn routes() -> OpenApiRouter<App> {
    let large = OpenApiRouter::new()
        .routes(routes!(people))
        .routes(routes!(returned))
        .layer(DefaultBodyLimit::max(limits::LARGE));
    let page = OpenApiRouter::new().routes(routes!(put, close)).layer(DefaultBodyLimit::max(limits::LARGE));
    let many = OpenApiRouter::new().routes(routes!(command)).layer(DefaultBodyLimit::max(limits::LARGE));
    large.merge(page).merge(many).routes(routes!(events)).routes(routes!(open)).routes(routes!(feed))
}

/// An event of the desk's, new here or changed.
#[utoipa::path(put, path = "/v1/desk/events/{id}", tag = "events", security(("device" = [])),
    params(("id" = String, Path)), request_body = Handed,
    responses((status = 200, body = Stands), (status = 401, body = Problem), (status = 409, body = Problem), (status = 410, body = Problem),
              (status = 422, body = Problem)))]
async fn put(
    State(app): State<App>,
    Paired(device): Paired,
    Path(id): Path<String>,
    Json(handed): Json<Handed>,
) -> Result<Json<Stands>, Problem> {
    Ok(Json(publishing::put(app.desk(), &device, &id, handed).await?))
}

/// Some of its people, 1,000 at most.
#[utoipa::path(post, path = "/v1/desk/events/{id}/people", tag = "events", security(("device" = [])),
    params(("id" = String, Path), Meant), request_body = People,
    responses((status = 200, body = Taken), (status = 401, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 410, body = Problem), (status = 422, body = Problem)))]
async fn people(
    State(app): State<App>,
    Paired(device): Paired,
    Path(id): Path<String>,
    Query(Meant { publication }): Query<Meant>,
    Json(People { people }): Json<People>,
) -> Result<Json<Taken>, Problem> {
    Ok(Json(Taken {
        taken: publishing::take_people(app.desk(), &device, (&id, &publication), people).await?,
    }))
}

/// Everybody is here: from now on the service decides.
#[utoipa::path(post, path = "/v1/desk/events/{id}/open", tag = "events", security(("device" = [])),
    params(("id" = String, Path), Meant),
    responses((status = 200, body = Stands), (status = 401, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 410, body = Problem)))]
async fn open(
    State(app): State<App>,
    Paired(device): Paired,
    Path(id): Path<String>,
    Query(Meant { publication }): Query<Meant>,
) -> Result<Json<Stands>, Problem> {
    Ok(Json(publishing::open(app.desk(), &device, (&id, &publication)).await?))
}

/// Given back to the desk: the service decides nothing any more, and its feed can be read to the end.
#[utoipa::path(delete, path = "/v1/desk/events/{id}", tag = "events", security(("device" = [])),
    params(("id" = String, Path), Meant),
    responses((status = 200, body = Stands), (status = 401, body = Problem), (status = 403, body = Problem),
              (status = 404, body = Problem), (status = 409, body = Problem), (status = 410, body = Problem)))]
async fn close(
    State(app): State<App>,
    Paired(device): Paired,
    Path(id): Path<String>,
    Query(Meant { publication }): Query<Meant>,
) -> Result<Json<Stands>, Problem> {
    Ok(Json(publishing::close(app.desk(), &device, (&id, &publication)).await?))
}

/// What is published here, of all desks.
#[utoipa::path(get, path = "/v1/desk/events", tag = "events", security(("device" = [])),
    responses((status = 200, body = Vec<ListedEvent>), (status = 401, body = Problem)))]
async fn events(State(app): State<App>, Paired(device): Paired) -> Result<Json<Vec<ListedEvent>>, Problem> {
    Ok(Json(listed::events(app.desk(), &device).await?))
}

/// Whom a desk has on its list, and this service, brought back from an older copy, has not; 1,000 at most.
#[utoipa::path(post, path = "/v1/desk/events/{id}/returned", tag = "events", security(("device" = [])),
    params(("id" = String, Path), Meant), request_body = People,
    responses((status = 200, body = Returned), (status = 401, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 410, body = Problem), (status = 422, body = Problem)))]
async fn returned(
    State(app): State<App>,
    Paired(_): Paired,
    Path(id): Path<String>,
    Query(Meant { publication }): Query<Meant>,
    Json(People { people }): Json<People>,
) -> Result<Json<Returned>, Problem> {
    Ok(Json(listed::take_back(app.desk(), (&id, &publication), people).await?))
}

/// What changed on its list: one line of JSON a person, as they stand now, and where to read on.
#[utoipa::path(get, path = "/v1/desk/events/{id}/feed", tag = "events", security(("device" = [])),
    params(("id" = String, Path), From),
    responses((status = 200, body = String, content_type = "application/x-ndjson"), (status = 401, body = Problem),
              (status = 404, body = Problem)))]
async fn feed(
    State(app): State<App>,
    Paired(_): Paired,
    Path(id): Path<String>,
    Query(from): Query<From>,
) -> Result<Response, Problem> {
    let lines = publishing::feed(app.desk(), &id, from.after, from.limit).await?;
    let mut text = Vec::with_capacity(lines.len() * 512);
    for line in &lines {
        // Plain data: it can be written.
        serde_json::to_writer(&mut text, line).expect("JSON");
        text.push(b'\n');
    }
    let mut response = Response::new(Body::from(text));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"));
    Ok(response)
}

/// What a desk wants of its list. The same id again gets the same answer.
#[utoipa::path(post, path = "/v1/desk/events/{id}/commands", tag = "events", security(("device" = [])),
    params(("id" = String, Path)), request_body = Sent,
    responses((status = 200, body = Answered), (status = 401, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem), (status = 410, body = Problem), (status = 422, body = Problem)))]
async fn command(
    State(app): State<App>,
    Paired(device): Paired,
    Path(id): Path<String>,
    Json(sent): Json<Sent>,
) -> Result<Json<Answered>, Problem> {
    let erases = sent.command.erases();
    let answered = commands::carry_out(app.desk(), &device, &id, sent).await?;
    if erases {
        // It is done in the tables; what is written down to be done besides takes longer than anybody waits.
        tokio::spawn(async move {
            if let Err(error) = privacy::run::take_up(app.desk()).await {
                tracing::warn!(%error, "what copies hold of somebody who was erased is erased later");
            }
        });
    }
    Ok(Json(answered))
}
