//! The ACS resource, and the way mail leaves. What is secret comes in here and never goes out.

use lectern_core::services::channel::{self, SmtpChoice};
use lectern_core::services::test_mail::{self, TestMail};
use lectern_core::services::{self, ServicesView, acs_connection};
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
            remove_acs,
            use_acs_email,
            use_smtp,
            send_test_mail
        ])
        .build()
}
