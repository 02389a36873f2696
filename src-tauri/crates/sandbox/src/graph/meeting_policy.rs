//! Application access policies of Teams: an application's permission on meetings works only for the organizers
//! that an administrator has named.

use serde::{Deserialize, Serialize};

use super::refusal::{Outcome, Refusal};
use crate::entra::Grant;
use crate::world::World;

/// An application may act on the meetings of one organizer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccessPolicy {
    pub app: String,
    /// Object id of the organizer.
    pub user: String,
}

/// A person needs no policy for what is theirs.
pub(crate) fn check(world: &World, grant: &Grant, organizer: &str) -> Outcome<()> {
    let covers = |policy: &AccessPolicy| {
        policy.app.eq_ignore_ascii_case(&grant.app_id) && policy.user.eq_ignore_ascii_case(organizer)
    };
    if grant.user.is_some() || world.graph.access_policies.iter().any(covers) {
        return Ok(());
    }
    Err(Refusal::forbidden(&format!(
        "No application access policy found for this app: {} on the user: {organizer}.",
        grant.app_id
    )))
}
