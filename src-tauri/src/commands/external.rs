//! Microsoft's retired registration for meetings.

use lectern_core::external_registration::list::ExternalComparison;
use lectern_core::external_registration::open::{ExternalAudience, ExternalProbe};
use lectern_core::external_registration::register::NewExternalPerson;
use lectern_core::external_registration::{ExternalRegistration, close, list, open, register, switch};
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Runtime, State, command, generate_handler};

use super::Answer;
use crate::compose::Slot;

#[command]
async fn external_switch(slot: State<'_, Slot>) -> Answer<bool> {
    Ok(switch::is_on(&*slot.desk().await?).await?)
}

#[command]
async fn switch_external(slot: State<'_, Slot>, on: bool) -> Answer<bool> {
    Ok(switch::switch(&*slot.desk().await?, on).await?)
}

#[command]
async fn probe_external(slot: State<'_, Slot>, id: String) -> Answer<ExternalProbe> {
    Ok(open::probe(&*slot.desk().await?, &id).await?)
}

#[command]
async fn open_external(
    slot: State<'_, Slot>,
    id: String,
    audience: ExternalAudience,
) -> Answer<ExternalRegistration> {
    Ok(open::open(&*slot.desk().await?, &id, audience).await?)
}

#[command]
async fn list_external(slot: State<'_, Slot>, id: String) -> Answer<ExternalRegistration> {
    Ok(list::kept(&*slot.desk().await?, &id).await?)
}

#[command]
async fn compare_external(slot: State<'_, Slot>, id: String) -> Answer<ExternalComparison> {
    Ok(list::compared(&*slot.desk().await?, &id).await?)
}

#[command]
async fn register_external(
    slot: State<'_, Slot>,
    id: String,
    person: NewExternalPerson,
) -> Answer<ExternalRegistration> {
    Ok(register::register(&*slot.desk().await?, &id, person).await?)
}

#[command]
async fn register_external_anew(
    slot: State<'_, Slot>,
    id: String,
    person: String,
    user_id: Option<String>,
) -> Answer<ExternalRegistration> {
    Ok(register::anew(&*slot.desk().await?, &id, &person, user_id).await?)
}

#[command]
async fn remove_external(slot: State<'_, Slot>, id: String, person: String) -> Answer<ExternalRegistration> {
    Ok(register::remove(&*slot.desk().await?, &id, &person).await?)
}

#[command]
async fn close_external(slot: State<'_, Slot>, id: String) -> Answer<ExternalRegistration> {
    Ok(close::close(&*slot.desk().await?, &id).await?)
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("external")
        .invoke_handler(generate_handler![
            external_switch,
            switch_external,
            probe_external,
            open_external,
            list_external,
            compare_external,
            register_external,
            register_external_anew,
            remove_external,
            close_external,
        ])
        .build()
}
