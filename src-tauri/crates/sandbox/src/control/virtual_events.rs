//! What administrators and people in Teams do: permissions granted, registrations decided, meetings attended.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Answer, Door, Problem, read};
use crate::entra;
use crate::graph::orders::{self, OrderError};
use crate::world::{World, lock};

impl From<OrderError> for Problem {
    fn from(error: OrderError) -> Self {
        let (status, code) = match &error {
            OrderError::Unknown { .. } => (StatusCode::NOT_FOUND, "notFound"),
            OrderError::Wrong(_) => (StatusCode::BAD_REQUEST, "badRequest"),
        };
        Self(status, code, error.to_string())
    }
}

fn unknown(what: &str, name: &str) -> Problem {
    Problem(StatusCode::NOT_FOUND, "notFound", format!("there is no {what} '{name}'"))
}

/// The client id of an application by that or by its name.
fn app(world: &World, name: &str) -> Result<String, Problem> {
    let known =
        world.tenant.apps.iter().find(|app| {
            app.client_id.eq_ignore_ascii_case(name) || app.display_name.eq_ignore_ascii_case(name)
        });
    known.map(|app| app.client_id.clone()).ok_or_else(|| unknown("application", name))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Consent {
    scopes: Vec<String>,
}

/// `POST /grants/consent {"scopes"}`: an administrator consents for everybody.
pub(super) async fn consent(State(door): State<Door>, body: Bytes) -> Answer {
    let asked: Consent = read(&body)?;
    let scopes = spelt("delegated permission", &asked.scopes, entra::delegated_permission)?;
    let mut world = lock(&door.shared);
    for scope in scopes {
        if !world.tenant.consented_scopes.contains(&scope) {
            world.tenant.consented_scopes.push(scope);
        }
    }
    Ok(Json(json!({"scopes": world.tenant.consented_scopes})))
}

/// `POST /grants/consent/withdraw {"scopes"}`: taken back from everybody, the people's own consent too. Tokens that are
/// out stay good until they end.
pub(super) async fn withdraw(State(door): State<Door>, body: Bytes) -> Answer {
    let asked: Consent = read(&body)?;
    let scopes = spelt("delegated permission", &asked.scopes, entra::delegated_permission)?;
    let mut world = lock(&door.shared);
    world.tenant.consented_scopes.retain(|scope| !scopes.contains(scope));
    entra::withdraw(&mut world, &scopes);
    Ok(Json(json!({"scopes": world.tenant.consented_scopes})))
}

/// In Graph's own spelling, or refused.
fn spelt(
    what: &str,
    names: &[String],
    known: impl Fn(&str) -> Option<&'static str>,
) -> Result<Vec<String>, Problem> {
    names.iter().map(|name| known(name).map(str::to_owned).ok_or_else(|| unknown(what, name))).collect()
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Roles {
    app: String,
    roles: Vec<String>,
}

/// `POST /grants/application {"app", "roles"}`: the application permissions from now on; the next token carries them.
pub(super) async fn roles(State(door): State<Door>, body: Bytes) -> Answer {
    let asked: Roles = read(&body)?;
    let roles = spelt("application permission", &asked.roles, entra::application_permission)?;
    let mut world = lock(&door.shared);
    let id = app(&world, &asked.app)?;
    if let Some(app) = world.tenant.apps.iter_mut().find(|app| app.client_id == id) {
        app.graph_roles.clone_from(&roles);
    }
    Ok(Json(json!({"app": id, "roles": roles})))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rsc {
    app: String,
    event: String,
    permissions: Vec<String>,
}

/// `POST /grants/rsc {"app", "event", "permissions"}`: a Teams app is installed for one event.
pub(super) async fn rsc(State(door): State<Door>, body: Bytes) -> Answer {
    let asked: Rsc = read(&body)?;
    let mut world = lock(&door.shared);
    let id = app(&world, &asked.app)?;
    orders::grant_rsc(&mut world, &id, &asked.event, &asked.permissions)?;
    Ok(Json(json!({"app": id, "event": asked.event, "permissions": asked.permissions})))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Policy {
    app: String,
    user: String,
}

/// `POST /grants/policy {"app", "user"}`: an application access policy of Teams.
pub(super) async fn policy(State(door): State<Door>, body: Bytes) -> Answer {
    let asked: Policy = read(&body)?;
    let mut world = lock(&door.shared);
    let id = app(&world, &asked.app)?;
    let user = world.tenant.find_user(&asked.user).map(|user| user.id.clone());
    let user = user.ok_or_else(|| unknown("user", &asked.user))?;
    orders::grant_policy(&mut world, &id, &user);
    Ok(Json(json!({"app": id, "user": user})))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct MadeInTeams {
    kind: String,
    /// Any name of a user; without one, the service account.
    organizer: Option<String>,
    #[serde(default)]
    publish: bool,
    /// As `POST /webinars` takes it.
    event: Map<String, Value>,
}

/// `POST /virtual-events {"kind", "organizer", "publish", "event"}`: somebody makes one in Teams.
pub(super) async fn make(State(door): State<Door>, body: Bytes) -> Answer {
    let MadeInTeams { kind, organizer, publish, event } = read(&body)?;
    let mut world = lock(&door.shared);
    let organizer = match organizer {
        None => world.tenant.default_user().id.clone(),
        Some(name) => {
            world.tenant.find_user(&name).map(|user| user.id.clone()).ok_or_else(|| unknown("user", &name))?
        }
    };
    Ok(Json(orders::make(&mut world, &kind, &organizer, publish, event)?))
}

/// `POST /virtual-events/{id}/change`: what its organizer changes, publishes or cancels in Teams.
pub(super) async fn change(State(door): State<Door>, Path(id): Path<String>, body: Bytes) -> Answer {
    let changes: Map<String, Value> = read(&body)?;
    Ok(Json(orders::change(&mut lock(&door.shared), &id, changes)?))
}

/// `POST /virtual-events/{id}/configuration`
pub(super) async fn configure(State(door): State<Door>, Path(id): Path<String>, body: Bytes) -> Answer {
    let settings: Map<String, Value> = read(&body)?;
    let known = ["capacity", "isManualApprovalEnabled", "isWaitlistEnabled"];
    if let Some(name) = settings.keys().find(|name| !known.contains(&name.as_str())) {
        return Err(unknown("setting", name));
    }
    Ok(Json(orders::configure(&mut lock(&door.shared), &id, &settings)?))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Crowd {
    count: u32,
}

/// `POST /virtual-events/{id}/registrations {"count"}`: so many outsiders at once.
pub(super) async fn crowd(State(door): State<Door>, Path(id): Path<String>, body: Bytes) -> Answer {
    let asked: Crowd = read(&body)?;
    if asked.count > 200_000 {
        let text = "at most 200,000 at once".to_owned();
        return Err(Problem(StatusCode::BAD_REQUEST, "badRequest", text));
    }
    Ok(Json(orders::crowd(&mut lock(&door.shared), &id, asked.count)?))
}

/// `POST /virtual-events/{id}/visitors {"firstName", "lastName", "email", "answers"}`: somebody on Teams' page.
pub(super) async fn visit(State(door): State<Door>, Path(id): Path<String>, body: Bytes) -> Answer {
    let visitor: orders::Visitor = read(&body)?;
    Ok(Json(orders::visit(&mut lock(&door.shared), &id, visitor)?))
}

/// `POST /virtual-events/{id}/registrations/{registration}/approve|reject|cancel`
pub(super) async fn decide(
    State(door): State<Door>,
    Path((id, registration, decision)): Path<(String, String, String)>,
) -> Answer {
    let approve = match decision.as_str() {
        "approve" => true,
        "reject" => false,
        "cancel" => return Ok(Json(orders::leave(&mut lock(&door.shared), &id, &registration)?)),
        other => return Err(unknown("decision", other)),
    };
    Ok(Json(orders::decide(&mut lock(&door.shared), &id, &registration, approve)?))
}

/// `POST /attendance`: a meeting was held.
pub(super) async fn attendance(State(door): State<Door>, body: Bytes) -> Answer {
    let held: orders::Held = read(&body)?;
    Ok(Json(orders::hold(&mut lock(&door.shared), held)?))
}

/// `GET /virtual-events`
pub(super) async fn overview(State(door): State<Door>) -> Json<Value> {
    Json(orders::overview(&lock(&door.shared)))
}
