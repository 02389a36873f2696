//! What went out, and what was said on the wire.

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{Answer, Door, Problem};
use crate::acs;
use crate::world::lock;

/// `GET /mail`: newest last.
pub(super) async fn mail(State(door): State<Door>) -> Json<Value> {
    Json(Value::Array(acs::mail(&lock(&door.shared))))
}

/// `GET /sms`: the resource has no number and its text message route is refused, so there are none.
pub(super) async fn sms() -> Json<Value> {
    Json(json!([]))
}

/// `GET /traffic?after=N`
pub(super) async fn traffic(State(door): State<Door>, RawQuery(query): RawQuery) -> Answer {
    let mut after = 0;
    for (name, value) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
        let number = value.parse().ok().filter(|_| name == "after");
        after = number.ok_or_else(|| {
            let text = format!("'{name}={value}' is not understood; 'after' takes a number");
            Problem(StatusCode::BAD_REQUEST, "badRequest", text)
        })?;
    }
    let world = lock(&door.shared);
    let exchanges: Vec<_> = world.traffic.after(after).collect();
    Ok(Json(json!(exchanges)))
}
