//! Which permission each family of resources asks for (Graph permissions reference), and how it refuses.

use super::meeting_policy;
use super::refusal::{Outcome, Refusal};
use crate::entra::Grant;
use crate::world::World;

pub(crate) fn has(grant: &Grant, delegated: &[&str], application: &[&str]) -> bool {
    let (held, wanted) = match grant.user {
        Some(_) => (&grant.scopes, delegated),
        None => (&grant.roles, application),
    };
    held.iter().any(|name| wanted.iter().any(|wanted| wanted.eq_ignore_ascii_case(name)))
}

/// How much of a calendar a token may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    Full,
    /// `Calendars.ReadBasic`: without bodies.
    Basic,
}

pub(crate) fn read_calendar(grant: &Grant) -> Outcome<Reading> {
    let full =
        ["Calendars.Read", "Calendars.ReadWrite", "Calendars.Read.Shared", "Calendars.ReadWrite.Shared"];
    if has(grant, &full, &["Calendars.Read", "Calendars.ReadWrite"]) {
        Ok(Reading::Full)
    } else if has(grant, &["Calendars.ReadBasic"], &["Calendars.ReadBasic.All"]) {
        Ok(Reading::Basic)
    } else {
        Err(Refusal::access_denied())
    }
}

pub(crate) fn write_calendar(grant: &Grant) -> Outcome<()> {
    let scopes = ["Calendars.ReadWrite", "Calendars.ReadWrite.Shared"];
    has(grant, &scopes, &["Calendars.ReadWrite"]).then_some(()).ok_or_else(Refusal::access_denied)
}

pub(crate) fn read_meetings(world: &World, grant: &Grant, organizer: &str) -> Outcome<()> {
    let allowed = has(
        grant,
        &["OnlineMeetings.Read", "OnlineMeetings.ReadWrite"],
        &["OnlineMeetings.Read.All", "OnlineMeetings.ReadWrite.All"],
    );
    meetings(world, grant, organizer, allowed)
}

pub(crate) fn write_meetings(world: &World, grant: &Grant, organizer: &str) -> Outcome<()> {
    let allowed = has(grant, &["OnlineMeetings.ReadWrite"], &["OnlineMeetings.ReadWrite.All"]);
    meetings(world, grant, organizer, allowed)
}

pub(crate) fn read_attendance(world: &World, grant: &Grant, organizer: &str) -> Outcome<()> {
    let name = ["OnlineMeetingArtifact.Read.All"];
    meetings(world, grant, organizer, has(grant, &name, &name))
}

/// An application needs an access policy besides its permission.
fn meetings(world: &World, grant: &Grant, organizer: &str, allowed: bool) -> Outcome<()> {
    if !allowed {
        return Err(missing_scope());
    }
    meeting_policy::check(world, grant, organizer)
}

/// What the meetings service says to a token that lacks the permission.
pub(crate) fn missing_scope() -> Refusal {
    Refusal::forbidden(
        "Missing scope permissions on the request. See \
         https://learn.microsoft.com/graph/permissions-reference for the permissions of this API.",
    )
}

pub(crate) fn read_user(grant: &Grant) -> Outcome<()> {
    let scopes = ["User.Read", "User.ReadWrite", "User.Read.All", "User.ReadWrite.All", "Directory.Read.All"];
    has(grant, &scopes, &["User.Read.All", "User.ReadWrite.All", "Directory.Read.All"])
        .then_some(())
        .ok_or_else(Refusal::insufficient_privileges)
}
