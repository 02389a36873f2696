//! Outlook's limits for one application on one mailbox: four requests at once, 10,000 in ten minutes.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use jiff::Timestamp;

use super::refusal::{Outcome, Refusal};
use super::route;
use crate::entra::{Audience, check_bearer};
use crate::wire::Call;
use crate::world::{Shared, World, lock};

const AT_ONCE: usize = 4;
const IN_TEN_MINUTES: u32 = 10_000;
const WINDOW_SECONDS: i64 = 600;

/// An application on a mailbox.
pub(crate) type Place = (String, String);

/// What is going on; not kept over a restart.
#[derive(Debug, Clone, Default)]
pub(crate) struct Load(BTreeMap<Place, Usage>);

#[derive(Debug, Clone, Default)]
struct Usage {
    running: usize,
    since: Timestamp,
    count: u32,
}

/// Takes a place among the running requests of a mailbox; `None` for what is not Outlook's.
pub(crate) fn enter(world: &mut World, call: &Call) -> Outcome<Option<Place>> {
    if !route::is_outlook(call) {
        return Ok(None);
    }
    let Ok(grant) = check_bearer(world, &call.headers, Audience::Graph) else { return Ok(None) };
    let now = world.now();
    let mailbox = grant.user.unwrap_or_else(|| call.path.split('/').nth(3).unwrap_or_default().to_owned());
    let place = (grant.app_id, mailbox);
    let usage = world.graph.load.0.entry(place.clone()).or_default();
    if now.as_second() - usage.since.as_second() >= WINDOW_SECONDS || usage.since > now {
        usage.since = now;
        usage.count = 0;
    }
    // A refused request counts as well: who goes on while throttled stays throttled.
    usage.count = usage.count.saturating_add(1);
    if usage.count > IN_TEN_MINUTES {
        let wait = WINDOW_SECONDS - (now.as_second() - usage.since.as_second());
        return Err(throttled("Application is over its RequestRate limit.", wait));
    }
    if usage.running >= AT_ONCE {
        return Err(throttled("Application is over its MailboxConcurrency limit.", 1));
    }
    usage.running += 1;
    Ok(Some(place))
}

fn throttled(message: &str, seconds: i64) -> Refusal {
    Refusal::new(StatusCode::TOO_MANY_REQUESTS, "ApplicationThrottled", message)
        .with("retry-after", seconds.max(1).to_string())
}

/// Gives the place back, also when the client hangs up half-way.
pub(crate) struct Leaving {
    pub shared: Shared,
    pub place: Option<Place>,
}

impl Drop for Leaving {
    fn drop(&mut self) {
        let Some(place) = &self.place else { return };
        let mut world = lock(&self.shared);
        if let Some(usage) = world.graph.load.0.get_mut(place) {
            usage.running = usage.running.saturating_sub(1);
        }
    }
}
