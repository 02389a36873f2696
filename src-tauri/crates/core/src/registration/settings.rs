//! "Who gets in, and how": the rules of an event's registration, shown and changed whole.

use lectern_domain::registration::Rules;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

use super::register::Registrar;
use super::roll::Roll;
use super::{RegistrationError, change, open_event};
use crate::desk::Desk;
use crate::history;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export, export_to = "core.ts")]
pub struct RegistrationSettings {
    /// `None`: no limit.
    #[serde(default)]
    pub capacity: Option<u32>,
    #[serde(default)]
    pub rules: Rules,
}

pub async fn show(desk: &Desk, id: &str) -> Result<RegistrationSettings, RegistrationError> {
    let wanted = id.to_owned();
    let found = desk
        .read(move |r| {
            let Some(event) = r.events().by_id(&wanted)? else { return Ok(None) };
            let rules = r.events().rules(&wanted)?;
            Ok(Some((event, rules)))
        })
        .await?;
    let (event, rules) = found.ok_or_else(|| RegistrationError::NoEvent(id.to_owned()))?;
    let capacity = event.registration.ok_or(RegistrationError::NotOpen)?.capacity;
    Ok(RegistrationSettings { capacity, rules })
}

/// Checked, kept, and true from now on: free places go to the queue at once, and nobody on the list loses theirs. The
/// answer is what was kept.
pub async fn set(
    desk: &Desk,
    id: &str,
    settings: RegistrationSettings,
) -> Result<RegistrationSettings, RegistrationError> {
    let rules = settings
        .rules
        .checked()
        .map_err(|error| RegistrationError::Field { field: error.field(), message: error.to_string() })?;
    let registrar = Registrar::of(desk).await?;
    let (wanted, capacity) = (id.to_owned(), settings.capacity);
    desk.write(move |w| {
        let event = open_event(w.events().by_id(&wanted)?, &wanted)?;
        let before = w.events().rules(&wanted)?;
        let mut roll = Roll::open(w, &registrar, &wanted)?;
        if before != rules {
            w.events().set_rules(&wanted, &rules)?;
            let detail = json!({"before": before, "now": rules});
            w.changes().record(&history::of_event_with(&wanted, "rules-changed", detail), registrar.now)?;
        }
        change::note_capacity(w, &event, capacity, registrar.now)?;
        roll.again()
    })
    .await?;
    show(desk, id).await
}
