//! The outbox as the organizer sees it.

use lectern_core::messages::list::MessagePage;
use lectern_core::messages::render::MessagePreview;
use lectern_core::messages::resolve::Resolution;
use lectern_core::messages::run::RunReport;
use lectern_core::messages::{list, render, resolve, run};
use lectern_domain::message::MessageState;
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Runtime, State, command, generate_handler};

use super::Answer;
use crate::compose::Slot;

#[command]
async fn list_messages(
    slot: State<'_, Slot>,
    id: String,
    state: Option<MessageState>,
    offset: u32,
    limit: u32,
) -> Answer<MessagePage> {
    Ok(list::page(&*slot.desk().await?, &id, state, offset, limit).await?)
}

#[command]
async fn preview_message(slot: State<'_, Slot>, id: String) -> Answer<MessagePreview> {
    Ok(render::preview(&*slot.desk().await?, &id).await?)
}

#[command]
async fn run_messages(slot: State<'_, Slot>) -> Answer<RunReport> {
    let desk = slot.desk().await?;
    let report = run::run(&desk, &*slot.told()).await?;
    slot.go_on_sending(&desk, true);
    Ok(report)
}

#[command]
async fn stop_messages(slot: State<'_, Slot>) -> Answer<()> {
    run::stop(&*slot.desk().await?);
    Ok(())
}

#[command]
async fn resolve_message(slot: State<'_, Slot>, message_id: String, r#as: Resolution) -> Answer<()> {
    Ok(resolve::resolve(&*slot.desk().await?, &message_id, r#as).await?)
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("messages")
        .invoke_handler(generate_handler![
            list_messages,
            preview_message,
            run_messages,
            stop_messages,
            resolve_message
        ])
        .build()
}
