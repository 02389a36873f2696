//! Which permission each row of virtual events asks for. Resource-specific permissions are not in a token: the
//! service looks up whether the application was let into this one event.

use crate::entra::Grant;
use crate::graph::refusal::{Outcome, Refusal};
use crate::graph::{meeting_policy, permit};
use crate::world::World;

/// The permissions of which one is enough.
#[derive(Debug)]
pub(crate) struct Need {
    pub delegated: &'static [&'static str],
    /// Of an application, for the whole tenant.
    pub roles: &'static [&'static str],
    /// Of an application, for one event.
    pub rsc: &'static [&'static str],
}

const READ: &[&str] = &["VirtualEvent.Read", "VirtualEvent.ReadWrite"];
const WRITE_OWN: &[&str] = &["VirtualEvent.ReadWrite"];
const READ_ALL: &str = "VirtualEvent.Read.All";
const READ_CHAT: &str = "VirtualEvent.Read.Chat";
const ENROL_ALL: &str = "VirtualEventRegistration-Anon.ReadWrite.All";
const ENROL_CHAT: &str = "VirtualEventRegistration-Anon.ReadWrite.Chat";
const ARTIFACTS: &str = "OnlineMeetingArtifact.Read.All";
const ARTIFACTS_CHAT: &str = "OnlineMeetingArtifact.Read.Chat";

/// What an administrator of Teams can grant to an application for one event.
pub(crate) const RESOURCE_SPECIFIC: [&str; 3] = [READ_CHAT, ENROL_CHAT, ARTIFACTS_CHAT];

/// Create, change, publish, cancel; presenters and questions.
pub(crate) const WRITE: Need = Need { delegated: WRITE_OWN, roles: &[], rsc: &[] };
pub(crate) const READ_EVENT: Need = Need { delegated: READ, roles: &[READ_ALL], rsc: &[READ_CHAT] };
/// The signed-in person's own events.
pub(crate) const READ_OWN: Need = Need { delegated: READ, roles: &[], rsc: &[] };
/// The whole tenant's events, or another person's.
pub(crate) const READ_TENANT: Need = Need { delegated: &[], roles: &[READ_ALL], rsc: &[] };
/// Presenters, registration configuration, questions, sessions.
pub(crate) const READ_PARTS: Need = Need { delegated: READ, roles: &[READ_ALL], rsc: &[] };
pub(crate) const ENROL: Need = Need { delegated: WRITE_OWN, roles: &[ENROL_ALL], rsc: &[ENROL_CHAT] };
pub(crate) const LIST_REGISTRATIONS: Need = Need { delegated: &[], roles: &[], rsc: &[READ_CHAT] };
pub(crate) const READ_REGISTRATION: Need =
    Need { delegated: READ, roles: &[READ_ALL, ENROL_ALL], rsc: &[READ_CHAT] };
pub(crate) const CANCEL_REGISTRATION: Need = Need { delegated: WRITE_OWN, roles: &[], rsc: &[ENROL_CHAT] };
pub(crate) const ATTENDANCE: Need =
    Need { delegated: &[ARTIFACTS], roles: &[ARTIFACTS], rsc: &[ARTIFACTS_CHAT] };

/// By which kind of permission a request was let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    Person,
    Role,
    Resource,
}

/// Whether a token may, for the event of this id (none where a request names no event).
pub(crate) fn check(world: &World, grant: &Grant, event: Option<&str>, need: &Need) -> Outcome<By> {
    if grant.user.is_some() {
        return permit::has(grant, need.delegated, &[]).then_some(By::Person).ok_or_else(missing);
    }
    let granted = |permission: &&str| {
        world.graph.virtual_events.rsc.iter().any(|one| {
            one.app.eq_ignore_ascii_case(&grant.app_id)
                && Some(one.event.as_str()) == event
                && one.permission == **permission
        })
    };
    if need.rsc.iter().any(granted) {
        return Ok(By::Resource);
    }
    permit::has(grant, &[], need.roles).then_some(By::Role).ok_or_else(missing)
}

/// Reading a registration by the tenant-wide permission works only where an application access policy covers the
/// organizer. Who may enrol outsiders anywhere needs none.
pub(crate) fn check_registration_policy(world: &World, grant: &Grant, organizer: &str) -> Outcome<()> {
    if permit::has(grant, &[], &[ENROL_ALL]) {
        return Ok(());
    }
    meeting_policy::check(world, grant, organizer)
}

/// 403 as the meetings service says it.
pub(crate) fn missing() -> Refusal {
    permit::missing_scope()
}
