//! What somebody was typing. Kept at every change, so that nothing is typed twice.

use lectern_domain::event::EventKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::create::is_unfinished;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::virtual_events;

#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct EventDraft {
    pub title: String,
    pub description: String,
    pub start: String,
    pub end: String,
    pub zone: String,
    /// `None`: a meeting.
    #[serde(default)]
    pub kind: Option<EventKind>,
}

/// What the next event is made of, and the name under which it becomes one event however often "Create" is pressed. The
/// name is on the disk before anything can be created by it: a crash in between makes no second event.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct NextEvent {
    pub id: String,
    pub draft: Option<EventDraft>,
}

const NEXT: &str = "next-event";

/// A draft that became an event before a crash could be told of it is no draft any more.
pub async fn load(desk: &Desk) -> Result<NextEvent, DeskError> {
    let fresh = desk.chance().uuid().to_string();
    desk.write(move |w| {
        if let Some(kept) = w.settings().get::<NextEvent>(NEXT)? {
            let meeting = w.events().by_id(&kept.id)?;
            let other = w.virtual_events().by_id(&kept.id)?;
            let open = meeting.is_none_or(|event| is_unfinished(&event))
                && other.is_none_or(|event| virtual_events::create::is_unfinished(&event));
            if open {
                return Ok(kept);
            }
        }
        let next = NextEvent { id: fresh, draft: None };
        w.settings().set(NEXT, &next)?;
        Ok(next)
    })
    .await
}

/// `None`: it was created or discarded, and the next one is another.
pub async fn save(desk: &Desk, draft: Option<EventDraft>) -> Result<(), DeskError> {
    if draft.is_none() {
        return desk.write(|w| Ok(w.settings().remove(NEXT)?)).await;
    }
    let next = load(desk).await?;
    desk.set_setting(NEXT, &NextEvent { draft, ..next }).await
}
