//! The limits of virtual events: 15 writes and 750 reads in 30 seconds for an application, over all tenants.
//! One source only; the numbers are switches. They hold for each request inside a batch.

use std::collections::{BTreeMap, VecDeque};

use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};

use crate::graph::refusal::{Outcome, Refusal};
use crate::world::World;

/// When each application has asked, writes apart from reads; not kept over a restart.
#[derive(Debug, Clone, Default)]
pub(crate) struct Usage {
    times: BTreeMap<(String, bool), VecDeque<Timestamp>>,
    /// Requests and refusals of all applications since the start.
    pub asked: u64,
    pub refused: u64,
}

/// Counts one request of an application, or refuses it. A refused one counts as well: who goes on while
/// throttled stays throttled.
pub(crate) fn count(world: &mut World, app: &str, writes: bool) -> Outcome<()> {
    let switches = &world.switches;
    let most = if writes { switches.virtual_event_writes } else { switches.virtual_event_reads };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let window = SignedDuration::from_secs(switches.virtual_event_window_seconds.max(1));
    let now = world.now();
    let usage = &mut world.graph.virtual_events.usage;
    usage.asked += 1;
    if most == 0 {
        return Ok(());
    }
    let times = usage.times.entry((app.to_owned(), writes)).or_default();
    times.retain(|at| *at <= now && now.duration_since(*at) < window);
    times.push_back(now);
    let Some(over) = times.len().checked_sub(most).filter(|over| *over > 0) else { return Ok(()) };
    usage.refused += 1;
    // The next request has a place when one more than those that are too many have left the window.
    let leaves = times.get(over).copied().unwrap_or(now).saturating_add(window).unwrap_or(now);
    let wait = leaves.duration_since(now);
    let seconds = wait.as_secs() + i64::from(wait.subsec_nanos() > 0);
    Err(Refusal::new(
        StatusCode::TOO_MANY_REQUESTS,
        "TooManyRequests",
        "Please retry again later. The application has sent too many requests for virtual events.",
    )
    .with("retry-after", seconds.max(1).to_string()))
}
