//! What is kept of one person, erasing them, and how long an event's people are kept.

use std::path::PathBuf;

use lectern_core::privacy::ErasureReport;
use lectern_core::privacy::erase::{self, Erasure, ErasureRow};
use lectern_core::privacy::export::{self, PersonExport};
use lectern_core::privacy::preview::{self, PrivacyPreview};
use lectern_core::privacy::retention::{self, RetentionView};
use lectern_core::privacy::run::{self, PrivacyRun};
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Runtime, State, command, generate_handler};

use super::Answer;
use crate::compose::Slot;

#[command]
async fn preview_person(slot: State<'_, Slot>, email: String) -> Answer<PrivacyPreview> {
    Ok(preview::preview(&*slot.desk().await?, &email).await?)
}

#[command]
async fn export_person(slot: State<'_, Slot>, email: String, path: PathBuf) -> Answer<PersonExport> {
    Ok(export::export(&*slot.desk().await?, &email, path).await?)
}

#[command]
async fn erase_person(slot: State<'_, Slot>, erasure: Erasure) -> Answer<ErasureReport> {
    Ok(erase::erase(&*slot.desk().await?, erasure).await?)
}

#[command]
async fn list_erasures(slot: State<'_, Slot>) -> Answer<Vec<ErasureRow>> {
    Ok(erase::list(&*slot.desk().await?).await?)
}

#[command]
async fn show_retention(slot: State<'_, Slot>, id: String) -> Answer<RetentionView> {
    Ok(retention::show(&*slot.desk().await?, &id).await?)
}

#[command]
async fn set_retention(
    slot: State<'_, Slot>,
    id: String,
    days: Option<u32>,
    for_new: bool,
) -> Answer<RetentionView> {
    Ok(retention::set(&*slot.desk().await?, &id, days, for_new).await?)
}

#[command]
async fn list_retentions(slot: State<'_, Slot>) -> Answer<Vec<RetentionView>> {
    Ok(retention::list(&*slot.desk().await?).await?)
}

#[command]
async fn run_privacy(slot: State<'_, Slot>) -> Answer<PrivacyRun> {
    Ok(run::run(&*slot.desk().await?).await?)
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("privacy")
        .invoke_handler(generate_handler![
            preview_person,
            export_person,
            erase_person,
            list_erasures,
            show_retention,
            set_retention,
            list_retentions,
            run_privacy
        ])
        .build()
}
