//! Deciding about sign-ins, and taking them back.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Answer, Door, Problem, read};
use crate::entra::{self, Decision, NotDecided};
use crate::world::{World, lock};

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Who {
    user: Option<String>,
}

/// `POST /device-codes/{userCode}/approve|deny|expire`
pub(super) async fn device_code(
    State(door): State<Door>,
    Path((user_code, decision)): Path<(String, String)>,
    body: Bytes,
) -> Answer {
    let decided = match decision.as_str() {
        "approve" => Decision::Approve,
        "deny" => Decision::Deny,
        "expire" => Decision::Expire,
        other => {
            return Err(Problem(
                StatusCode::NOT_FOUND,
                "notFound",
                format!("a code can be approved, denied or expired, not '{other}'"),
            ));
        }
    };
    let who: Who = read(&body)?;
    let mut world = lock(&door.shared);
    let user =
        entra::decide_device_code(&mut world, &user_code, decided, who.user.as_deref()).map_err(|why| {
            match why {
                NotDecided::UnknownCode => {
                    Problem(StatusCode::NOT_FOUND, "notFound", format!("there is no code {user_code}"))
                }
                NotDecided::Settled => Problem(
                    StatusCode::CONFLICT,
                    "settled",
                    format!("the code {user_code} was decided, redeemed or has expired"),
                ),
                NotDecided::UnknownUser => no_such_user(who.user.as_deref()),
            }
        })?;
    Ok(Json(json!({"userCode": user_code, "decision": decision, "user": user})))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Authorization {
    url: String,
    decision: Option<String>,
    user: Option<String>,
}

/// `POST /authorizations {"url","decision","user"}` → `{"location","responseMode","fields"}`; with `form_post` the
/// fields are posted to the location.
pub(super) async fn authorization(State(door): State<Door>, body: Bytes) -> Answer {
    let asked: Authorization = read(&body)?;
    let approved = match asked.decision.as_deref() {
        None | Some("approve") => true,
        Some("deny") => false,
        Some(other) => {
            return Err(Problem(
                StatusCode::BAD_REQUEST,
                "badRequest",
                format!("'{other}' is neither approve nor deny"),
            ));
        }
    };
    let mut world = lock(&door.shared);
    let reply = entra::complete_authorization(&mut world, &asked.url, approved, asked.user.as_deref())
        .map_err(|text| Problem(StatusCode::BAD_REQUEST, "refused", text))?;
    let fields: Map<String, Value> =
        reply.fields.iter().map(|(name, text)| ((*name).into(), json!(text))).collect();
    Ok(Json(json!({"location": reply.location(), "responseMode": reply.response_mode, "fields": fields})))
}

/// `POST /grants/revoke {"user"}`
pub(super) async fn revoke(State(door): State<Door>, body: Bytes) -> Answer {
    let mut world = lock(&door.shared);
    let oid = who(&world, &body)?;
    let ended = entra::revoke(&mut world, &oid);
    Ok(Json(json!({"user": oid, "signIns": ended})))
}

/// `POST /grants/challenge {"user"}`
pub(super) async fn challenge(State(door): State<Door>, body: Bytes) -> Answer {
    let mut world = lock(&door.shared);
    let oid = who(&world, &body)?;
    let struck = entra::challenge(&mut world, &oid);
    Ok(Json(json!({"user": oid, "signIns": struck})))
}

fn who(world: &World, body: &[u8]) -> Result<String, Problem> {
    let who: Who = read(body)?;
    match who.user.as_deref() {
        None => Ok(world.tenant.default_user().id.clone()),
        Some(name) => {
            world.tenant.find_user(name).map(|user| user.id.clone()).ok_or_else(|| no_such_user(Some(name)))
        }
    }
}

fn no_such_user(name: Option<&str>) -> Problem {
    Problem(
        StatusCode::BAD_REQUEST,
        "noSuchUser",
        format!("nobody is called '{}' here", name.unwrap_or_default()),
    )
}
