//! What was done to many people of an event, latest first; and an import that was cut off.

use lectern_domain::bulk::{BulkKind, BulkState};
use lectern_store::bulks::BulkRecord;
use serde::Serialize;
use ts_rs::TS;

use super::LOCK;
use crate::desk::Desk;
use crate::locks::Lock;
use crate::registration::RegistrationError;

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct BulkView {
    pub id: String,
    pub kind: BulkKind,
    pub state: BulkState,
    /// It was begun, and its program was killed: nothing of it is on the list. It can be gone on with, or forgotten.
    pub interrupted: bool,
    /// A part of it, or of taking it back, waits for the service that decides about the event.
    pub waits: bool,
    /// Of an import the file's name; of the others what was looked for.
    pub title: String,
    pub people: u32,
    pub began_at: String,
    pub undone_at: Option<String>,
}

pub async fn list(desk: &Desk, event_id: &str) -> Result<Vec<BulkView>, RegistrationError> {
    let id = event_id.to_owned();
    let bulks = desk
        .read(move |r| {
            let bulks = r.bulks().of_event(&id)?.into_iter();
            // Parts of it wait for a service: it goes on by itself.
            bulks.map(|bulk| Ok((r.published().parts(&bulk.id)? > 0, bulk))).collect::<Result<Vec<_>, _>>()
        })
        .await?;
    // Somebody at work holds the lock; a killed program holds none.
    let any = bulks.iter().any(|(waits, bulk)| !waits && bulk.state == BulkState::Running);
    let at_work = any && Lock::try_take(desk.profile(), LOCK)?.is_none();
    Ok(bulks.into_iter().map(|(waits, bulk)| view(bulk, at_work, waits)).collect())
}

fn view(bulk: BulkRecord, at_work: bool, waits: bool) -> BulkView {
    BulkView {
        id: bulk.id,
        kind: bulk.kind,
        state: bulk.state,
        interrupted: bulk.state == BulkState::Running && !at_work && !waits,
        waits,
        title: bulk.title,
        people: bulk.people,
        began_at: bulk.began_at.to_string(),
        undone_at: bulk.undone_at.map(|at| at.to_string()),
    }
}
