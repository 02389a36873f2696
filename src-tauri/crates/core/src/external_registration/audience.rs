//! Whom an opened registration lets in: Microsoft says it once a meeting, and each registration of a person depends on it.

use std::collections::BTreeMap;

use lectern_microsoft::graph::MeetingAudience;

use super::open::ExternalAudience;
use crate::desk::Desk;
use crate::error::DeskError;

/// By the event's id.
const SETTING: &str = "external-audiences";

type Audiences = BTreeMap<String, ExternalAudience>;

pub(super) async fn kept(desk: &Desk, id: &str) -> Result<Option<ExternalAudience>, DeskError> {
    Ok(desk.setting::<Audiences>(SETTING).await?.and_then(|all| all.get(id).copied()))
}

/// Under the lock that keeps openings apart. `None`: it is closed, or nobody said.
pub(super) async fn keep(desk: &Desk, id: &str, audience: Option<ExternalAudience>) -> Result<(), DeskError> {
    let mut all = desk.setting::<Audiences>(SETTING).await?.unwrap_or_default();
    let before = all.get(id).copied();
    if before == audience {
        return Ok(());
    }
    match audience {
        Some(audience) => all.insert(id.to_owned(), audience),
        None => all.remove(id),
    };
    desk.set_setting(SETTING, &all).await
}

/// As the service names it; a word that is not known here is no answer.
pub(super) fn told(audience: Option<&MeetingAudience>) -> Option<ExternalAudience> {
    match audience {
        Some(MeetingAudience::Everyone) => Some(ExternalAudience::Everyone),
        Some(MeetingAudience::Organization) => Some(ExternalAudience::Organization),
        _ => None,
    }
}
