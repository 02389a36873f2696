//! What the rows add up to, and where something is.

use lectern_core::overview::figures::{self, EventFigures};
use lectern_core::overview::find::{self, Found};
use lectern_core::overview::listing::{self, EventsFilter, EventsPage};
use lectern_core::overview::waiting::{self, WaitingEvent};
use lectern_core::overview::webinar::{self, WebinarFigures};
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Runtime, State, command, generate_handler};

use super::Answer;
use crate::compose::Slot;

#[command]
async fn event_figures(slot: State<'_, Slot>, id: String) -> Answer<EventFigures> {
    Ok(figures::of(&*slot.desk().await?, &id).await?)
}

#[command]
async fn webinar_figures(slot: State<'_, Slot>, id: String) -> Answer<WebinarFigures> {
    Ok(webinar::of(&*slot.desk().await?, &id).await?)
}

#[command]
async fn what_waits(slot: State<'_, Slot>) -> Answer<Vec<WaitingEvent>> {
    Ok(waiting::all(&*slot.desk().await?).await?)
}

#[command]
async fn find_everywhere(slot: State<'_, Slot>, query: String, limit: u32) -> Answer<Found> {
    Ok(find::everywhere(&*slot.desk().await?, &query, limit).await?)
}

#[command]
async fn events_page(
    slot: State<'_, Slot>,
    query: String,
    filter: EventsFilter,
    offset: u32,
    limit: u32,
) -> Answer<EventsPage> {
    Ok(listing::page(&*slot.desk().await?, &query, filter, offset, limit).await?)
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("overview")
        .invoke_handler(generate_handler![
            event_figures,
            webinar_figures,
            what_waits,
            find_everywhere,
            events_page
        ])
        .build()
}
