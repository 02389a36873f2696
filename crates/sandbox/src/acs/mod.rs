use axum::Router;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::tenant::Tenant;
use crate::world::Shared;

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct State {}

impl State {
    pub fn seed(_tenant: &Tenant, _now: Timestamp) -> Self {
        Self {}
    }
}

pub fn router(shared: Shared) -> Router {
    Router::new().with_state(shared)
}

/// What was sent, newest last.
pub fn mail(_world: &crate::world::World) -> Vec<serde_json::Value> {
    Vec::new()
}
