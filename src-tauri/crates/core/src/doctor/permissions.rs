//! What Entra grants now, permission by permission: asked anew, since a token that is still good says nothing of what was
//! taken back since.

use super::{Check, CheckAbout, Subject};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::sign_in::tokens::{self, ResourceError};
use crate::virtual_events::list::offered;

/// One permission that Lectern works with.
#[derive(Clone, Copy)]
pub(super) struct Permission {
    name: &'static str,
    pub subject: Subject,
    /// Everything else works without it.
    optional: bool,
}

const fn of(id: &'static str, name: &'static str, title: &'static str, meaning: &'static str) -> Permission {
    let subject = Subject { id, about: CheckAbout::Account, title, meaning };
    Permission { name, subject, optional: false }
}

const fn optional(one: Permission) -> Permission {
    Permission { optional: true, ..one }
}

const ALL: [Permission; 5] = [
    of("scope:User.Read", "User.Read", "Permission User.Read", "Knowing who is signed in."),
    of(
        "scope:Calendars.ReadWrite",
        "Calendars.ReadWrite",
        "Permission Calendars.ReadWrite",
        "Putting events on the calendar, changing them, and reading what was changed in Outlook.",
    ),
    of(
        "scope:OnlineMeetings.ReadWrite",
        "OnlineMeetings.ReadWrite",
        "Permission OnlineMeetings.ReadWrite",
        "Finding the Teams meeting of an event and setting its options.",
    ),
    optional(of(
        "scope:VirtualEvent.ReadWrite",
        "VirtualEvent.ReadWrite",
        "Permission VirtualEvent.ReadWrite",
        "Webinars and town halls; an administrator has to agree. Nothing else needs it.",
    )),
    optional(of(
        "scope:OnlineMeetingArtifact.Read.All",
        "OnlineMeetingArtifact.Read.All",
        "Permission OnlineMeetingArtifact.Read.All",
        "Reading who attended a webinar. Nothing else needs it.",
    )),
];

/// Those that this desk's cloud has a use for.
pub(super) fn asked(desk: &Desk) -> impl Iterator<Item = Permission> {
    let webinars = offered(desk);
    ALL.into_iter().filter(move |permission| webinars || !permission.optional)
}

pub(super) async fn permission(desk: &Desk, id: &str) -> Option<Check> {
    let permission = asked(desk).find(|permission| permission.subject.id == id)?;
    Some(look(desk, permission).await)
}

async fn look(desk: &Desk, permission: Permission) -> Check {
    let Permission { name, subject, optional } = permission;
    let scope = desk.graph_scope(name);
    let lacks = |reason: &'static str, detail: String| {
        if optional { subject.warning(reason, detail) } else { subject.failed(reason, detail) }
    };
    match tokens::granted(desk, &[&scope]).await {
        Ok(granted) if granted.iter().any(|one| is(one, name)) => subject.ok("Granted."),
        Ok(_) => lacks("notGranted", "Entra gave a token without it.".into())
            .fix(format!("Add {name} to the app registration’s delegated permissions, then let an administrator agree.")),
        Err(ResourceError::Consent { address }) => lacks("consentMissing", "Nobody has agreed to it in this organization.".into())
            .fix(format!("See that {name} is among the app registration’s delegated permissions, then let an administrator agree at the link."))
            .link("Administrator’s page to agree", address),
        Err(ResourceError::Registration(detail)) => lacks("notInRegistration", detail)
            .fix(format!("Add {name} to the app registration’s delegated permissions.")),
        Err(ResourceError::Desk(DeskError::SignInNeeded | DeskError::SignInEnded)) => subject.skipped("Sign in first."),
        // Nothing is said of the permission where nobody answered.
        Err(ResourceError::Desk(error)) => subject.skipped(error.to_string()),
    }
}

/// Entra spells a scope with or without its resource, and in its own case.
fn is(granted: &str, name: &str) -> bool {
    granted.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sign_in::PERMISSIONS;

    #[test]
    fn a_scope_is_known_in_each_spelling() {
        for granted in ["https://graph.microsoft.com/User.Read", "user.read", "User.Read"] {
            assert!(is(granted, "User.Read"), "{granted}: else a granted permission is called missing");
        }
        assert!(!is("https://graph.microsoft.com/User.Read.All", "User.Read"));
        for name in PERMISSIONS {
            let known = ALL.iter().any(|one| one.name == *name && !one.optional);
            assert!(known, "sign-in asks for {name}: the doctor looks at it");
        }
    }
}
