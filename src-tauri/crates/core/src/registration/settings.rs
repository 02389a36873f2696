//! "Who gets in, and how": the rules of an event's registration, shown and changed whole.

use lectern_domain::registration::Rules;
use lectern_store::Writer;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;
use utoipa::ToSchema;

use super::register::Registrar;
use super::roll::Roll;
use super::{RegistrationError, change, open_event};
use crate::desk::Desk;
use crate::history;
use crate::publishing::ask;
use crate::serving::commands::Command;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
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
    let settings = RegistrationSettings { rules: checked(settings.rules)?, ..settings };
    if let Some(asked) = ask::ask(desk, id, Command::Settings { settings: settings.clone() }).await? {
        asked.answer()?;
        return show(desk, id).await;
    }
    let registrar = Registrar::of(desk).await?;
    let wanted = id.to_owned();
    desk.write(move |w| keep(w, &registrar, &wanted, &settings)).await?;
    show(desk, id).await
}

/// As [`set`], inside a transaction.
pub(crate) fn keep(
    w: &Writer<'_>,
    registrar: &Registrar,
    id: &str,
    settings: &RegistrationSettings,
) -> Result<(), RegistrationError> {
    let rules = checked(settings.rules.clone())?;
    let event = open_event(w.events().by_id(id)?, id)?;
    let before = w.events().rules(id)?;
    let mut roll = Roll::open(w, registrar, id)?;
    if before != rules {
        w.events().set_rules(id, &rules)?;
        let detail = json!({"before": before, "now": rules});
        w.changes().record(&history::of_event_with(id, "rules-changed", detail), registrar.now)?;
    }
    change::note_capacity(w, &event, settings.capacity, registrar.now)?;
    roll.again()
}

fn checked(rules: Rules) -> Result<Rules, RegistrationError> {
    rules
        .checked()
        .map_err(|error| RegistrationError::Field { field: error.field(), message: error.to_string() })
}
