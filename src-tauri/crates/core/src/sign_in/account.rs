//! The account that a profile belongs to.

use serde::Serialize;
use ts_rs::TS;

use crate::desk::Desk;
use crate::error::DeskError;

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct Account {
    pub user_id: String,
    pub tenant_id: String,
    pub username: String,
    pub display_name: String,
    /// A person's own account rather than the branded service account that a profile should have (D3).
    pub looks_personal: bool,
    /// The grant was revoked or has run out: what is planned stays, nothing is sent until somebody signs in.
    pub needs_sign_in: bool,
}

/// The account of this profile, if somebody has signed in.
pub async fn current(desk: &Desk) -> Result<Option<Account>, DeskError> {
    let record = desk.read(|r| r.accounts().get()).await?;
    Ok(record.map(|record| Account {
        looks_personal: looks_personal(&record.username, &record.display_name),
        user_id: record.user_id,
        tenant_id: record.tenant_id,
        username: record.username,
        display_name: record.display_name,
        needs_sign_in: record.needs_sign_in,
    }))
}

const SHARED_WORDS: &[&str] = &[
    "event",
    "events",
    "team",
    "info",
    "contact",
    "office",
    "conference",
    "conferences",
    "meeting",
    "meetings",
    "webinar",
    "webinars",
    "booking",
    "bookings",
    "noreply",
    "no-reply",
    "service",
    "svc",
    "training",
    "academy",
    "marketing",
    "hello",
    "support",
    "veranstaltung",
    "veranstaltungen",
    "admin",
    "organizer",
    "registration",
];

/// A guess by the shape of the name: `ana.reyes@…` with a display name of two words looks like somebody's own.
pub fn looks_personal(username: &str, display_name: &str) -> bool {
    let local = username.split('@').next().unwrap_or_default().to_lowercase();
    let parts: Vec<&str> = local.split(['.', '-', '_', '+']).filter(|part| !part.is_empty()).collect();
    if parts.iter().any(|part| SHARED_WORDS.contains(&part.trim_end_matches(|c: char| c.is_ascii_digit()))) {
        return false;
    }
    let words = display_name.split_whitespace().count();
    let shared_name = display_name.to_lowercase().split_whitespace().any(|word| SHARED_WORDS.contains(&word));
    !shared_name && (parts.len() >= 2 || words >= 2)
}

#[cfg(test)]
mod tests {
    use super::looks_personal;

    #[test]
    fn a_service_account_is_told_from_a_persons_own() {
        assert!(!looks_personal("events@contoso.example", "Contoso Events"));
        assert!(!looks_personal("svc-events01@contoso.example", "Events Service"));
        assert!(
            looks_personal("ana.reyes@contoso.example", "Ana Reyes"),
            "a person's own account must be warned of"
        );
        assert!(looks_personal("areyes@contoso.example", "Ana Reyes"));
        assert!(!looks_personal("briefings@contoso.example", "Briefings"), "one word names no person");
    }
}
