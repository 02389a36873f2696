//! The list of people, and their tickets.

use std::path::PathBuf;
use std::sync::Arc;

use lectern_core::registration::bulk::chosen::Chosen;
use lectern_core::registration::bulk::edit::BulkEdit;
use lectern_core::registration::bulk::list::BulkView;
use lectern_core::registration::bulk::progress::Told;
use lectern_core::registration::bulk::undo::BulkUndone;
use lectern_core::registration::bulk::{self, BulkDone};
use lectern_core::registration::import::{
    self, Dropped, ImportChoices, ImportPreview, ImportReport, ImportSource, resume,
};
use lectern_core::registration::list::{ListFacets, ListFilter, RegistrantPage};
use lectern_core::registration::register::{AddOutcome, NewRegistrant};
use lectern_core::registration::ticket::TicketView;
use lectern_core::registration::{change, export, list, open, register, remove, ticket as tickets};
use lectern_core::scheduling::{EventDetail, RegistrationMode};
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{AppHandle, Emitter, Manager as _, Runtime, State, command, generate_handler};

use super::Answer;
use crate::compose::Slot;

#[command]
async fn open_registration(
    slot: State<'_, Slot>,
    id: String,
    mode: RegistrationMode,
    capacity: Option<u32>,
) -> Answer<EventDetail> {
    Ok(open::open(&*slot.desk().await?, &id, mode, capacity).await?)
}

#[command]
async fn change_registration(
    slot: State<'_, Slot>,
    id: String,
    capacity: Option<u32>,
) -> Answer<EventDetail> {
    Ok(change::change(&*slot.desk().await?, &id, capacity).await?)
}

#[command]
async fn registrants(
    slot: State<'_, Slot>,
    id: String,
    query: String,
    filter: Option<ListFilter>,
    offset: u32,
    limit: u32,
) -> Answer<RegistrantPage> {
    let filter = filter.unwrap_or_default();
    Ok(list::page(&*slot.desk().await?, &id, &query, filter, offset, limit).await?)
}

#[command]
async fn registrant_facets(slot: State<'_, Slot>, id: String) -> Answer<ListFacets> {
    Ok(list::facets(&*slot.desk().await?, &id).await?)
}

#[command]
async fn registrant_ids(
    slot: State<'_, Slot>,
    id: String,
    query: String,
    filter: Option<ListFilter>,
    offset: u32,
    limit: u32,
) -> Answer<Vec<String>> {
    let filter = filter.unwrap_or_default();
    Ok(list::ids(&*slot.desk().await?, &id, &query, filter, offset, limit).await?)
}

#[command]
async fn add_registrant(slot: State<'_, Slot>, id: String, registrant: NewRegistrant) -> Answer<AddOutcome> {
    Ok(register::add(&*slot.desk().await?, &id, registrant).await?)
}

#[command]
async fn remove_registrants(slot: State<'_, Slot>, id: String, registrant_ids: Vec<String>) -> Answer<usize> {
    Ok(remove::remove(&*slot.desk().await?, &id, registrant_ids).await?.removed)
}

#[command]
async fn restore_registrants(
    slot: State<'_, Slot>,
    id: String,
    registrant_ids: Vec<String>,
) -> Answer<usize> {
    Ok(remove::restore(&*slot.desk().await?, &id, registrant_ids).await?)
}

#[command]
async fn drop_piece(dropped: State<'_, Dropped>, piece: String, first: bool) -> Answer<()> {
    Ok(dropped.take_in(&piece, first)?)
}

#[command]
async fn preview_import(
    slot: State<'_, Slot>,
    dropped: State<'_, Dropped>,
    id: String,
    path: Option<PathBuf>,
    choices: ImportChoices,
) -> Answer<ImportPreview> {
    let source = ImportSource::given(path, || dropped.whole());
    Ok(import::preview(&*slot.desk().await?, &id, source, choices).await?.for_a_window())
}

#[command]
async fn run_import<R: Runtime>(
    app: AppHandle<R>,
    slot: State<'_, Slot>,
    dropped: State<'_, Dropped>,
    id: String,
    path: Option<PathBuf>,
    choices: ImportChoices,
) -> Answer<ImportReport> {
    let source = ImportSource::given(path, || dropped.whole());
    Ok(import::run(&*slot.desk().await?, &id, source, choices, tells(app)).await?.for_a_window())
}

#[command]
async fn resume_import<R: Runtime>(
    app: AppHandle<R>,
    slot: State<'_, Slot>,
    bulk_id: String,
) -> Answer<ImportReport> {
    Ok(resume::resume(&*slot.desk().await?, &bulk_id, tells(app)).await?.for_a_window())
}

#[command]
async fn forget_import(slot: State<'_, Slot>, bulk_id: String) -> Answer<()> {
    Ok(resume::forget(&*slot.desk().await?, &bulk_id).await?)
}

#[command]
async fn list_bulk(slot: State<'_, Slot>, id: String) -> Answer<Vec<BulkView>> {
    Ok(bulk::list::list(&*slot.desk().await?, &id).await?)
}

#[command]
async fn remove_many<R: Runtime>(
    app: AppHandle<R>,
    slot: State<'_, Slot>,
    id: String,
    chosen: Chosen,
) -> Answer<BulkDone> {
    Ok(bulk::removal::remove(&*slot.desk().await?, &id, chosen, tells(app)).await?)
}

#[command]
async fn edit_many<R: Runtime>(
    app: AppHandle<R>,
    slot: State<'_, Slot>,
    id: String,
    chosen: Chosen,
    edit: BulkEdit,
) -> Answer<BulkDone> {
    Ok(bulk::edit::edit(&*slot.desk().await?, &id, chosen, edit, tells(app)).await?)
}

#[command]
async fn undo_bulk<R: Runtime>(
    app: AppHandle<R>,
    slot: State<'_, Slot>,
    id: String,
    bulk_id: String,
) -> Answer<BulkUndone> {
    Ok(bulk::undo::undo(&*slot.desk().await?, &id, Some(bulk_id), None, tells(app)).await?)
}

#[command]
async fn stop_bulk(slot: State<'_, Slot>) -> Answer<()> {
    bulk::stop(&*slot.desk().await?);
    Ok(())
}

/// Every window of the app hears how far it is.
fn tells<R: Runtime>(app: AppHandle<R>) -> Told {
    Arc::new(move |progress| drop(app.emit("bulk", progress)))
}

#[command]
async fn export_registrants(slot: State<'_, Slot>, id: String, path: PathBuf) -> Answer<usize> {
    Ok(export::export(&*slot.desk().await?, &id, path).await?)
}

#[command]
async fn ticket(slot: State<'_, Slot>, registrant_id: String) -> Answer<TicketView> {
    Ok(tickets::show(&*slot.desk().await?, &registrant_id).await?)
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("registration")
        .invoke_handler(generate_handler![
            open_registration,
            change_registration,
            registrants,
            registrant_facets,
            registrant_ids,
            add_registrant,
            remove_registrants,
            restore_registrants,
            drop_piece,
            preview_import,
            run_import,
            resume_import,
            forget_import,
            list_bulk,
            remove_many,
            edit_many,
            undo_bulk,
            stop_bulk,
            export_registrants,
            ticket
        ])
        .setup(|app, _| {
            app.manage(Dropped::default());
            Ok(())
        })
        .build()
}
