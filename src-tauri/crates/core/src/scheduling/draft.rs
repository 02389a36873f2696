//! What somebody was typing. Kept at every change, so that nothing is typed twice.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desk::Desk;
use crate::error::DeskError;

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct EventDraft {
    pub title: String,
    pub description: String,
    pub start: String,
    pub end: String,
    pub zone: String,
}

const DRAFT: &str = "event-draft";

pub async fn load(desk: &Desk) -> Result<Option<EventDraft>, DeskError> {
    Ok(desk.setting::<Option<EventDraft>>(DRAFT).await?.flatten())
}

pub async fn save(desk: &Desk, draft: Option<EventDraft>) -> Result<(), DeskError> {
    desk.set_setting(DRAFT, &draft).await
}
