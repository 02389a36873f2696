//! Where people stand on a list, and what moves them.

use lectern_core::registration::decide::{self, Decided, Decision};
use lectern_core::registration::list::RegistrantRow;
use lectern_core::registration::person::{self, PersonDetail};
use lectern_core::registration::register::NewRegistrant;
use lectern_core::registration::settings::{self, RegistrationSettings};
use lectern_core::registration::{label, queue, transfer};
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Runtime, State, command, generate_handler};

use super::Answer;
use crate::compose::Slot;

#[command]
async fn registration_settings(slot: State<'_, Slot>, id: String) -> Answer<RegistrationSettings> {
    Ok(settings::show(&*slot.desk().await?, &id).await?)
}

#[command]
async fn set_registration_settings(
    slot: State<'_, Slot>,
    id: String,
    settings: RegistrationSettings,
) -> Answer<RegistrationSettings> {
    Ok(settings::set(&*slot.desk().await?, &id, settings).await?)
}

#[command]
async fn decide_registrants(
    slot: State<'_, Slot>,
    id: String,
    registrant_ids: Vec<String>,
    decision: Decision,
) -> Answer<Decided> {
    Ok(decide::decide(&*slot.desk().await?, &id, registrant_ids, decision).await?)
}

#[command]
async fn promote_registrant(
    slot: State<'_, Slot>,
    id: String,
    registrant_id: String,
) -> Answer<RegistrantRow> {
    Ok(queue::promote(&*slot.desk().await?, &id, &registrant_id).await?)
}

#[command]
async fn take_offer(slot: State<'_, Slot>, id: String, registrant_id: String) -> Answer<RegistrantRow> {
    Ok(queue::take_offer(&*slot.desk().await?, &id, &registrant_id).await?)
}

#[command]
async fn transfer_ticket(
    slot: State<'_, Slot>,
    id: String,
    registrant_id: String,
    to: NewRegistrant,
) -> Answer<RegistrantRow> {
    Ok(transfer::transfer(&*slot.desk().await?, &id, &registrant_id, to).await?)
}

#[command]
async fn show_registrant(slot: State<'_, Slot>, registrant_id: String) -> Answer<PersonDetail> {
    Ok(person::show(&*slot.desk().await?, &registrant_id).await?)
}

#[command]
async fn note_registrant(
    slot: State<'_, Slot>,
    id: String,
    registrant_id: String,
    note: String,
) -> Answer<()> {
    Ok(label::note(&*slot.desk().await?, &id, &registrant_id, &note).await?)
}

#[command]
async fn tag_registrants(
    slot: State<'_, Slot>,
    id: String,
    registrant_ids: Vec<String>,
    tag: String,
    on: bool,
) -> Answer<usize> {
    Ok(label::tag(&*slot.desk().await?, &id, registrant_ids, &tag, on).await?)
}

#[command]
async fn group_registrants(
    slot: State<'_, Slot>,
    id: String,
    registrant_ids: Vec<String>,
    group: Option<String>,
) -> Answer<usize> {
    Ok(label::group(&*slot.desk().await?, &id, registrant_ids, group.as_deref()).await?)
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("standing")
        .invoke_handler(generate_handler![
            registration_settings,
            set_registration_settings,
            decide_registrants,
            promote_registrant,
            take_offer,
            transfer_ticket,
            show_registrant,
            note_registrant,
            tag_registrants,
            group_registrants
        ])
        .build()
}
