//! An event's page on the web.

use lectern_core::serving::here::{self, PublishingView};
use lectern_core::serving::publication::PageLook;
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Runtime, State, command, generate_handler};

use super::Answer;
use crate::compose::Slot;

#[command]
async fn show_publishing(slot: State<'_, Slot>, event_id: String) -> Answer<PublishingView> {
    Ok(here::show(&*slot.desk().await?, &event_id, slot.served().await.as_deref()).await?)
}

#[command]
async fn check_address(slot: State<'_, Slot>, event_id: String, slug: String) -> Answer<()> {
    Ok(here::check(&*slot.desk().await?, &event_id, &slug).await?)
}

/// Where its page can be seen from now on; the service is started for it.
#[command]
async fn serve_pages(slot: State<'_, Slot>) -> Answer<String> {
    slot.serve().await
}

#[command]
async fn publish_event(slot: State<'_, Slot>, event_id: String, slug: String, look: PageLook) -> Answer<()> {
    Ok(here::publish(&*slot.desk().await?, &event_id, &slug, &look).await?)
}

#[command]
async fn unpublish_event(slot: State<'_, Slot>, event_id: String) -> Answer<()> {
    Ok(here::unpublish(&*slot.desk().await?, &event_id).await?)
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("publishing")
        .invoke_handler(generate_handler![
            show_publishing,
            check_address,
            serve_pages,
            publish_event,
            unpublish_event
        ])
        .build()
}
