//! Sending limits, counted by the sandbox's clock.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::refusal::{Outcome, Refusal};
use crate::world::World;

/// When the counted calls of one kind came, oldest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Quota(Vec<Timestamp>);

/// `(seconds, calls)`: no more than that many calls in any such span.
pub(crate) type Limit = (i64, usize);

pub(crate) const CREATE_IDENTITY: &[Limit] = &[(30, 1000)];
pub(crate) const CHANGE_IDENTITY: &[Limit] = &[(30, 500)];
pub(crate) const SEND_EMAIL: &[Limit] = &[(60, 30), (3600, 100)];
pub(crate) const EMAIL_STATUS: &[Limit] = &[(60, 60), (3600, 200)];

/// Counts a call of `kind`, or says when to come again.
pub(crate) fn count(world: &mut World, kind: &str, limits: &[Limit]) -> Outcome<()> {
    let now = world.now();
    let quota = world.acs.quotas.entry(kind.to_owned()).or_default();
    let longest = limits.iter().map(|(seconds, _)| *seconds).max().unwrap_or(0);
    let age = |at: &Timestamp| now.as_second() - at.as_second();
    quota.0.retain(|at| (0..longest).contains(&age(at)));
    for (seconds, most) in limits {
        let recent: Vec<&Timestamp> = quota.0.iter().filter(|at| age(at) < *seconds).collect();
        if recent.len() >= *most {
            let free_in = recent.first().map_or(*seconds, |oldest| seconds - age(oldest));
            return Err(Refusal::too_many(free_in.max(1)));
        }
    }
    quota.0.push(now);
    Ok(())
}
