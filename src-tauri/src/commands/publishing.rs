//! An event's page on the web.

use lectern_core::publishing::event_page::{self, EventPageView};
use lectern_core::publishing::let_in::{self, LetIn};
use lectern_core::publishing::missing::{self, HandedAgain};
use lectern_core::publishing::{PublishedView, show, sync};
use lectern_core::serving::publication::PageLook;
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Runtime, State, command, generate_handler};

use super::Answer;
use crate::compose::Slot;

#[command]
async fn show_publishing(slot: State<'_, Slot>, event_id: String) -> Answer<EventPageView> {
    Ok(event_page::show(&*slot.desk().await?, &event_id, slot.served().await.as_deref()).await?)
}

/// What the service decides of an event, and what waits for it; none: this desk decides.
#[command]
async fn show_published(slot: State<'_, Slot>, event_id: String) -> Answer<Option<PublishedView>> {
    Ok(show::published(&*slot.desk().await?, &event_id).await?)
}

#[command]
async fn check_address(slot: State<'_, Slot>, event_id: String, slug: String) -> Answer<()> {
    Ok(event_page::check(&*slot.desk().await?, &event_id, &slug).await?)
}

/// Where its page can be seen from now on; the service is started for it.
#[command]
async fn serve_pages(slot: State<'_, Slot>) -> Answer<String> {
    slot.serve().await
}

#[command]
async fn publish_event(slot: State<'_, Slot>, event_id: String, slug: String, look: PageLook) -> Answer<()> {
    Ok(event_page::publish(&*slot.desk().await?, &event_id, &slug, &look).await?)
}

#[command]
async fn unpublish_event(slot: State<'_, Slot>, event_id: String) -> Answer<()> {
    Ok(event_page::unpublish(&*slot.desk().await?, &event_id).await?)
}

/// Goes on with what was begun, sends what waits, and reads what is new.
#[command]
async fn sync_event(slot: State<'_, Slot>, event_id: String) -> Answer<PublishedView> {
    Ok(sync::sync(&*slot.desk().await?, &event_id).await?)
}

#[command]
async fn dismiss_change(slot: State<'_, Slot>, event_id: String, change_id: String) -> Answer<()> {
    Ok(show::dismiss(&*slot.desk().await?, &event_id, &change_id).await?)
}

/// People whom a restored service lacks; no `ids`: all of them.
#[command]
async fn hand_again(slot: State<'_, Slot>, event_id: String, ids: Vec<String>) -> Answer<HandedAgain> {
    Ok(missing::hand_again(&*slot.desk().await?, &event_id, &ids).await?)
}

/// Off this desk's list as well; no `ids`: all of them.
#[command]
async fn let_go(slot: State<'_, Slot>, event_id: String, ids: Vec<String>) -> Answer<usize> {
    Ok(missing::let_go(&*slot.desk().await?, &event_id, &ids).await?)
}

/// Who got a token, after the row that is named.
#[command]
async fn who_was_let_in(slot: State<'_, Slot>, event_id: String, after: i64) -> Answer<LetIn> {
    Ok(let_in::some(&*slot.desk().await?, &event_id, after).await?)
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("publishing")
        .invoke_handler(generate_handler![
            show_publishing,
            show_published,
            check_address,
            serve_pages,
            publish_event,
            unpublish_event,
            sync_event,
            dismiss_change,
            hand_again,
            let_go,
            who_was_let_in
        ])
        .build()
}
