//! The list of people, and their tickets.

use std::path::PathBuf;

use lectern_core::registration::import::{ImportPreview, ImportReport, ImportSource};
use lectern_core::registration::list::{ListFacets, ListFilter, RegistrantPage};
use lectern_core::registration::register::{AddOutcome, NewRegistrant};
use lectern_core::registration::ticket::TicketView;
use lectern_core::registration::{change, export, import, list, open, register, remove, ticket as tickets};
use lectern_core::scheduling::{EventDetail, RegistrationMode};
use lectern_domain::csv_import::Field;
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Runtime, State, command, generate_handler};

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
    filter: ListFilter,
) -> Answer<Vec<String>> {
    Ok(list::ids(&*slot.desk().await?, &id, &query, filter).await?)
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
async fn preview_import(
    slot: State<'_, Slot>,
    id: String,
    path: Option<PathBuf>,
    bytes: Option<Vec<u8>>,
    fields: Option<Vec<Option<Field>>>,
) -> Answer<ImportPreview> {
    let source = ImportSource::given(path, bytes)?;
    Ok(import::preview(&*slot.desk().await?, &id, source, fields).await?.for_a_window())
}

#[command]
async fn run_import(
    slot: State<'_, Slot>,
    id: String,
    path: Option<PathBuf>,
    bytes: Option<Vec<u8>>,
    fields: Option<Vec<Option<Field>>>,
) -> Answer<ImportReport> {
    let source = ImportSource::given(path, bytes)?;
    Ok(import::run(&*slot.desk().await?, &id, source, fields).await?.for_a_window())
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
            preview_import,
            run_import,
            export_registrants,
            ticket
        ])
        .build()
}
