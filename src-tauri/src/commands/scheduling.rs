//! Events on the calendar.

use lectern_core::join::hand_over::{HandedOver, TeamsWay, TeamsWays};
use lectern_core::join::prepare;
use lectern_core::scheduling::change::EventChange;
use lectern_core::scheduling::create::NewEvent;
use lectern_core::scheduling::draft::{EventDraft, NextEvent};
use lectern_core::scheduling::{EventDetail, EventSummary, cancel, change, create, draft, host, list};
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{AppHandle, Runtime, State, command, generate_handler};
use tauri_plugin_opener::OpenerExt as _;

use super::Answer;
use crate::compose::Slot;

#[command]
async fn list_events(slot: State<'_, Slot>) -> Answer<Vec<EventSummary>> {
    Ok(list::all(&*slot.desk().await?).await?)
}

#[command]
async fn show_event(slot: State<'_, Slot>, id: String) -> Answer<EventDetail> {
    Ok(list::one(&*slot.desk().await?, &id).await?)
}

#[command]
async fn create_event(slot: State<'_, Slot>, event: NewEvent) -> Answer<EventDetail> {
    Ok(create::create(&*slot.desk().await?, event).await?)
}

#[command]
async fn change_event(slot: State<'_, Slot>, id: String, change: EventChange) -> Answer<EventDetail> {
    Ok(change::change(&*slot.desk().await?, &id, change).await?)
}

#[command]
async fn cancel_event(slot: State<'_, Slot>, id: String, comment: String) -> Answer<EventDetail> {
    Ok(cancel::cancel(&*slot.desk().await?, &id, &comment).await?)
}

#[command]
async fn event_teams_ways(slot: State<'_, Slot>, id: String) -> Answer<TeamsWays> {
    Ok(host::ways(&*slot.desk().await?, &id).await?)
}

#[command]
async fn open_event_in_teams<R: Runtime>(
    app: AppHandle<R>,
    slot: State<'_, Slot>,
    id: String,
    way: Option<TeamsWay>,
) -> Answer<HandedOver> {
    let given = host::open(&*slot.desk().await?, &id, way).await?;
    app.opener().open_url(given.address, None::<&str>).map_err(prepare::not_opened)?;
    Ok(given.told)
}

#[command]
async fn load_draft(slot: State<'_, Slot>) -> Answer<NextEvent> {
    Ok(draft::load(&*slot.desk().await?).await?)
}

#[command]
async fn save_draft(slot: State<'_, Slot>, draft: Option<EventDraft>) -> Answer<()> {
    Ok(draft::save(&*slot.desk().await?, draft).await?)
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("scheduling")
        .invoke_handler(generate_handler![
            list_events,
            show_event,
            create_event,
            change_event,
            cancel_event,
            event_teams_ways,
            open_event_in_teams,
            load_draft,
            save_draft
        ])
        .build()
}
