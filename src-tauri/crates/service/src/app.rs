//! What every route is given.

use std::sync::Arc;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::header::{AUTHORIZATION, USER_AGENT};
use axum::http::request::Parts;
use lectern_core::desk::Desk;
use lectern_core::serving::ServingError;
use lectern_core::serving::devices::{self, Device};
use lectern_core::serving::pages::Reception;
use lectern_core::serving::passes::Door;

use crate::config::Config;
use crate::metrics::Metrics;
use crate::problem::Problem;
use crate::visits::Visits;

#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    desk: Arc<Desk>,
    config: Config,
    origin: String,
    metrics: Metrics,
    door: Door,
    reception: Reception,
    visits: Visits,
}

impl App {
    pub fn new(desk: Arc<Desk>, config: Config, origin: String) -> Self {
        let door = Door::open(Arc::clone(&desk));
        let reception = Reception::open(Arc::clone(&desk));
        let visits = Visits::new(config.registrations_a_minute);
        let metrics = Metrics::default();
        Self(Arc::new(Inner { desk, config, origin, metrics, door, reception, visits }))
    }

    pub fn desk(&self) -> &Desk {
        &self.0.desk
    }

    pub fn config(&self) -> &Config {
        &self.0.config
    }

    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// Where tickets become tokens.
    pub fn door(&self) -> &Door {
        &self.0.door
    }

    /// Where people register.
    pub fn reception(&self) -> &Reception {
        &self.0.reception
    }

    pub fn visits(&self) -> &Visits {
        &self.0.visits
    }

    /// `https://host[:port]`, as visitors reach it.
    pub fn origin(&self) -> &str {
        &self.0.origin
    }
}

/// A desk that shows its key: `Authorization: Bearer <device id>.<secret>`.
pub struct Paired(pub Device);

impl FromRequestParts<App> for Paired {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok());
        let key = text(AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
        let key = key.ok_or(ServingError::Unpaired)?;
        let version = text(USER_AGENT).and_then(|agent| agent.strip_prefix("Lectern/")).unwrap_or_default();
        Ok(Self(devices::known(app.desk(), key.trim(), version).await?))
    }
}

impl OptionalFromRequestParts<App> for Paired {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, Problem> {
        if parts.headers.contains_key(AUTHORIZATION) {
            <Self as FromRequestParts<App>>::from_request_parts(parts, app).await.map(Some)
        } else {
            Ok(None)
        }
    }
}
