//! Faults, clock, switches, reset: the world's own affairs.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Answer, Door, Problem, read};
use crate::clock::Clock;
use crate::faults::Fault;
use crate::network::{Between, Network};
use crate::world::{World, lock};

/// `GET /faults`
pub(super) async fn faults(State(door): State<Door>) -> Json<Value> {
    Json(json!(lock(&door.shared).faults))
}

/// `POST /faults`
pub(super) async fn plan_fault(State(door): State<Door>, body: Bytes) -> Answer {
    let fault: Fault = read(&body)?;
    let bad = |text: &str| Err(Problem(StatusCode::BAD_REQUEST, "badRequest", text.into()));
    if !fault.route.split_once(' ').is_some_and(|(_, path)| path.starts_with('/')) {
        return bad("the route must be a method and a path, as in \"POST /emails:send\"");
    }
    if fault.count == 0 {
        return bad("the count must be at least 1");
    }
    if fault.status.is_some_and(|status| !(400..=599).contains(&status)) {
        return bad("the status must be that of a failure");
    }
    if fault.html && fault.status.is_none() {
        return bad("a page needs its status");
    }
    let mut world = lock(&door.shared);
    world.faults.push(fault);
    Ok(Json(json!(world.faults)))
}

/// `DELETE /faults`
pub(super) async fn clear_faults(State(door): State<Door>) -> Json<Value> {
    lock(&door.shared).faults.clear();
    Json(json!([]))
}

/// `GET /network`
pub(super) async fn network(State(door): State<Door>) -> Json<Value> {
    Json(crossed(&lock(&door.shared).network))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Interception {
    between: Option<Between>,
}

/// `POST /network`: who answers in the services' place from now on; `null`: nobody.
pub(super) async fn set_network(State(door): State<Door>, body: Bytes) -> Answer {
    let Interception { between } = read(&body)?;
    let mut world = lock(&door.shared);
    world.network = Network { between, met: 0 };
    Ok(Json(crossed(&world.network)))
}

fn crossed(network: &Network) -> Value {
    json!({"between": network.between, "met": network.met})
}

/// `GET /clock`
pub(super) async fn clock(State(door): State<Door>) -> Json<Value> {
    Json(shown(&lock(&door.shared).clock))
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Move {
    advance_seconds: Option<i64>,
    now: Option<Timestamp>,
    frozen: Option<bool>,
}

/// `POST /clock`
pub(super) async fn set_clock(State(door): State<Door>, body: Bytes) -> Answer {
    let asked: Move = read(&body)?;
    let mut world = lock(&door.shared);
    if let Some(frozen) = asked.frozen {
        world.clock.freeze(frozen);
    }
    if let Some(now) = asked.now {
        world.clock.set(now);
    }
    if let Some(seconds) = asked.advance_seconds {
        world.clock.advance(seconds);
    }
    Ok(Json(shown(&world.clock)))
}

fn shown(clock: &Clock) -> Value {
    json!({"now": clock.now(), "frozen": clock.is_frozen()})
}

/// `GET /switches`
pub(super) async fn switches(State(door): State<Door>) -> Json<Value> {
    Json(json!(lock(&door.shared).switches))
}

/// `POST /switches`: those named change, the others stay.
pub(super) async fn set_switches(State(door): State<Door>, body: Bytes) -> Answer {
    let changes: Map<String, Value> = read(&body)?;
    let mut world = lock(&door.shared);
    let mut all = json!(world.switches);
    if let Some(map) = all.as_object_mut() {
        map.extend(changes);
    }
    world.switches = serde_json::from_value(all)
        .map_err(|error| Problem(StatusCode::BAD_REQUEST, "badRequest", error.to_string()))?;
    Ok(Json(json!(world.switches)))
}

/// `POST /reset`: the seeded world, with the switches and the time of the start.
pub(super) async fn reset(State(door): State<Door>) -> Json<Value> {
    let mut world = lock(&door.shared);
    let clock = door.now.map_or_else(Clock::default, Clock::starting_at);
    let mut fresh = World::seeded(clock, door.switches.clone());
    fresh.urls = world.urls.clone();
    fresh.ports = world.ports;
    fresh.authority_key = world.authority_key.take();
    fresh.traffic = std::mem::take(&mut world.traffic);
    fresh.traffic.clear();
    *world = fresh;
    Json(shown(&world.clock))
}

/// `POST /sync-state/forget`: every delta token given out so far is answered with 410.
pub(super) async fn forget_sync_state(State(door): State<Door>) -> Json<Value> {
    crate::graph::forget_sync_state(&mut lock(&door.shared));
    Json(json!({"forgotten": true}))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MeetingOptions {
    subject: String,
    options: Value,
}

/// `POST /meetings/options`: what an organizer sets in Teams, where no other program sees it happen.
pub(super) async fn meeting_options(State(door): State<Door>, body: Bytes) -> Answer {
    let MeetingOptions { subject, options } = read(&body)?;
    let mut world = lock(&door.shared);
    let bad = |text: String| Problem(StatusCode::BAD_REQUEST, "badRequest", text);
    match crate::graph::set_meeting_options(&mut world, &subject, &options).map_err(bad)? {
        0 => Err(Problem(StatusCode::NOT_FOUND, "notFound", format!("no meeting is called '{subject}'"))),
        changed => Ok(Json(json!({"changed": changed}))),
    }
}

/// `POST /save`: writes the state file now.
pub(super) async fn save(State(door): State<Door>) -> Answer {
    door.saver.touch();
    let saver = door.saver.clone();
    match tokio::task::spawn_blocking(move || saver.save()).await {
        Ok(Ok(())) => Ok(Json(json!({"saved": true}))),
        Ok(Err(error)) => Err(Problem(StatusCode::INTERNAL_SERVER_ERROR, "notSaved", error.to_string())),
        Err(error) => Err(Problem(StatusCode::INTERNAL_SERVER_ERROR, "notSaved", error.to_string())),
    }
}
