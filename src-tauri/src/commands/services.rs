//! The ACS resource, the trusted services, and the way mail leaves. What is secret comes in here and never goes out.

use lectern_core::services::acs_connection::AcsPrincipal;
use lectern_core::services::channel::{self, SmtpChoice};
use lectern_core::services::service_desk::{self, PairedService, PairingOffer};
use lectern_core::services::test_mail::{self, TestMail};
use lectern_core::services::{self, ServicesView, acs_connection, entra_users, pairing};
use lectern_core::serving::devices::DeviceView;
use lectern_domain::device::DeviceRole;
use lectern_domain::secret::Secret;
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Runtime, State, command, generate_handler};

use super::Answer;
use crate::compose::Slot;

#[command]
async fn show_services(slot: State<'_, Slot>) -> Answer<ServicesView> {
    Ok(services::show(&*slot.desk().await?).await?)
}

#[command]
async fn set_acs(slot: State<'_, Slot>, connection: String) -> Answer<String> {
    Ok(acs_connection::set(&*slot.desk().await?, Secret::new(connection)).await?)
}

#[command]
async fn remove_acs(slot: State<'_, Slot>) -> Answer<()> {
    Ok(acs_connection::remove(&*slot.desk().await?).await?)
}

#[command]
async fn set_acs_principal(slot: State<'_, Slot>, principal: AcsPrincipal, secret: String) -> Answer<String> {
    Ok(acs_connection::set_principal(&*slot.desk().await?, &principal, Secret::new(secret)).await?)
}

#[command]
async fn pair_service(slot: State<'_, Slot>, service: String) -> Answer<Vec<String>> {
    Ok(pairing::pair(&*slot.desk().await?, &service).await?)
}

#[command]
async fn unpair_service(slot: State<'_, Slot>, service: String) -> Answer<Vec<String>> {
    Ok(pairing::unpair(&*slot.desk().await?, &service).await?)
}

#[command]
async fn pair_desk(
    slot: State<'_, Slot>,
    address: String,
    code: String,
    name: Option<String>,
) -> Answer<PairedService> {
    Ok(service_desk::pair(&*slot.desk().await?, &address, &code, name.as_deref()).await?)
}

#[command]
async fn unpair_desk(slot: State<'_, Slot>, here_only: bool) -> Answer<()> {
    Ok(service_desk::unpair(&*slot.desk().await?, here_only).await?)
}

#[command]
async fn service_devices(slot: State<'_, Slot>) -> Answer<Vec<DeviceView>> {
    Ok(service_desk::devices(&*slot.desk().await?).await?)
}

#[command]
async fn revoke_device(slot: State<'_, Slot>, device: String) -> Answer<Vec<DeviceView>> {
    Ok(service_desk::revoke(&*slot.desk().await?, &device).await?)
}

#[command]
async fn offer_pairing_code(slot: State<'_, Slot>, role: DeviceRole) -> Answer<PairingOffer> {
    Ok(service_desk::offer(&*slot.desk().await?, role).await?)
}

#[command]
async fn switch_on_entra_users(slot: State<'_, Slot>, endpoint: Option<String>) -> Answer<String> {
    Ok(entra_users::switch_on(&*slot.desk().await?, endpoint.as_deref()).await?)
}

#[command]
async fn switch_off_entra_users(slot: State<'_, Slot>) -> Answer<()> {
    Ok(entra_users::switch_off(&*slot.desk().await?).await?)
}

#[command]
async fn use_acs_email(slot: State<'_, Slot>, sender: String) -> Answer<()> {
    Ok(channel::use_acs_email(&*slot.desk().await?, &sender).await?)
}

#[command]
async fn use_smtp(slot: State<'_, Slot>, server: SmtpChoice, password: Option<String>) -> Answer<()> {
    Ok(channel::use_smtp(&*slot.desk().await?, &server, password.map(Secret::new)).await?)
}

#[command]
async fn send_test_mail(slot: State<'_, Slot>) -> Answer<TestMail> {
    Ok(test_mail::send(&*slot.desk().await?, None).await?)
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("services")
        .invoke_handler(generate_handler![
            show_services,
            set_acs,
            set_acs_principal,
            remove_acs,
            pair_service,
            unpair_service,
            pair_desk,
            unpair_desk,
            service_devices,
            revoke_device,
            offer_pairing_code,
            switch_on_entra_users,
            switch_off_entra_users,
            use_acs_email,
            use_smtp,
            send_test_mail
        ])
        .build()
}
