//! What somebody was typing. Kept at every change, so that nothing is typed twice; as many at once as one likes.

use lectern_domain::event::{Audience, EventKind};
use lectern_domain::recurrence::Recurrence;
use lectern_store::{StoreError, Writer};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::create::is_unfinished;
use super::setup::Setup;
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
    /// Of a webinar or town hall alone. `None`: everyone.
    #[serde(default)]
    pub audience: Option<Audience>,
    /// Of a meeting alone; kept where another kind is tried.
    #[serde(default)]
    pub recurrence: Option<Recurrence>,
    /// What a template or another event gave it besides its words and times.
    #[serde(default)]
    pub setup: Option<Setup>,
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

/// All of them, the one that was typed in last at the end.
const DRAFTS: &str = "event-drafts";
/// Where an older version kept its only one.
const ONLY_ONE: &str = "next-event";
/// Beyond this the oldest are let go of: nobody looks for them any more.
const MOST: usize = 50;

/// A draft that became an event before a crash could be told of it is no draft any more.
fn kept(w: &Writer<'_>) -> Result<Vec<NextEvent>, StoreError> {
    let mut drafts = w.settings().get::<Vec<NextEvent>>(DRAFTS)?.unwrap_or_default();
    drafts.extend(w.settings().get::<NextEvent>(ONLY_ONE)?);
    w.settings().remove(ONLY_ONE)?;
    let mut open = Vec::new();
    for draft in drafts {
        let meeting = w.events().by_id(&draft.id)?;
        let other = w.virtual_events().by_id(&draft.id)?;
        if meeting.is_none_or(|event| is_unfinished(&event))
            && other.is_none_or(|event| virtual_events::create::is_unfinished(&event))
        {
            open.push(draft);
        }
    }
    Ok(open)
}

fn put(w: &Writer<'_>, mut drafts: Vec<NextEvent>) -> Result<(), StoreError> {
    let surplus = drafts.len().saturating_sub(MOST);
    drafts.drain(..surplus);
    w.settings().set(DRAFTS, &drafts)
}

/// Those in which something was typed, the latest first.
pub async fn list(desk: &Desk) -> Result<Vec<NextEvent>, DeskError> {
    desk.write(|w| {
        let mut drafts = kept(w)?;
        drafts.retain(|draft| draft.draft.is_some());
        drafts.reverse();
        Ok(drafts)
    })
    .await
}

/// The one that is named; without a name the one that was typed in last, or a fresh one.
pub async fn load(desk: &Desk, id: Option<String>) -> Result<NextEvent, DeskError> {
    let fresh = NextEvent { id: desk.chance().uuid().to_string(), draft: None };
    desk.write(move |w| {
        let mut drafts = kept(w)?;
        let found = match &id {
            Some(id) => drafts.iter().find(|draft| draft.id == *id),
            None => drafts.last(),
        };
        let next = found.cloned().unwrap_or_else(|| fresh.clone());
        if found.is_none() {
            drafts.push(fresh);
        }
        put(w, drafts)?;
        Ok(next)
    })
    .await
}

/// A fresh one, beside those that are there already. One in which nothing was typed yet is taken again.
pub async fn begin(desk: &Desk, draft: Option<EventDraft>) -> Result<NextEvent, DeskError> {
    let id = desk.chance().uuid().to_string();
    desk.write(move |w| {
        let mut drafts = kept(w)?;
        let unused = drafts.iter().position(|kept| kept.draft.is_none());
        let id = unused.map_or(id, |at| drafts.remove(at).id);
        let next = NextEvent { id, draft };
        drafts.push(next.clone());
        put(w, drafts)?;
        Ok(next)
    })
    .await
}

/// `None`: it was created or discarded, and the next one is another.
pub async fn save(desk: &Desk, id: &str, draft: Option<EventDraft>) -> Result<(), DeskError> {
    let id = id.to_owned();
    desk.write(move |w| {
        let mut drafts = kept(w)?;
        drafts.retain(|kept| kept.id != id);
        if draft.is_some() {
            drafts.push(NextEvent { id, draft });
        }
        Ok(put(w, drafts)?)
    })
    .await
}
