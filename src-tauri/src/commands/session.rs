//! The desk itself: what it is, how it looks, whether it is open.

use lectern_core::clouds::{self, CloudView};
use lectern_core::network;
use lectern_core::profile::Registration;
use lectern_core::profile::other_start::OtherStart;
use lectern_core::profile::recovery::{self, RecoveryKey};
use lectern_core::session::{self, Appearance, DeskState};
use lectern_domain::secret::Secret;
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{AppHandle, Runtime, State, command, generate_handler};
use tauri_plugin_opener::OpenerExt as _;

use super::Answer;
use crate::compose::Slot;

#[command]
async fn state(slot: State<'_, Slot>) -> Answer<DeskState> {
    slot.state().await
}

/// What the window has to say that nobody in it asked for.
#[command]
async fn take_notice(other: State<'_, OtherStart>) -> Answer<Option<String>> {
    Ok(other.take())
}

#[command]
async fn appearance(slot: State<'_, Slot>) -> Answer<Appearance> {
    Ok(session::appearance(&*slot.whoever().await?).await?)
}

#[command]
async fn set_appearance(slot: State<'_, Slot>, appearance: Appearance) -> Answer<()> {
    Ok(session::set_appearance(&*slot.desk().await?, appearance).await?)
}

#[command]
async fn accept_terms(slot: State<'_, Slot>) -> Answer<()> {
    Ok(session::accept_terms(&*slot.desk().await?).await?)
}

#[command]
async fn unlock(slot: State<'_, Slot>, passphrase: String) -> Answer<()> {
    slot.unlock(Secret::new(passphrase)).await
}

/// Once more, after the keychain was unlocked or started.
#[command]
async fn reopen(slot: State<'_, Slot>) -> Answer<()> {
    slot.reopen().await
}

#[command]
async fn use_passphrase(slot: State<'_, Slot>, passphrase: String) -> Answer<()> {
    slot.use_passphrase(Secret::new(passphrase)).await
}

#[command]
async fn registration(slot: State<'_, Slot>) -> Answer<Option<Registration>> {
    Ok(slot.desk().await?.profile().registration().cloned())
}

#[command]
async fn configure(slot: State<'_, Slot>, registration: Registration) -> Answer<()> {
    slot.configure(&registration).await
}

#[command]
async fn recovery_key(slot: State<'_, Slot>) -> Answer<RecoveryKey> {
    Ok(recovery::show(&*slot.desk().await?).await?)
}

#[command]
async fn confirm_recovery_key(slot: State<'_, Slot>) -> Answer<()> {
    Ok(recovery::noted(&*slot.desk().await?).await?)
}

/// What this profile's cloud has, and what it lacks.
#[command]
async fn cloud(slot: State<'_, Slot>) -> Answer<CloudView> {
    Ok(clouds::view(clouds::own(&*slot.desk().await?)))
}

#[command]
async fn recover(slot: State<'_, Slot>, key: String, passphrase: Option<String>) -> Answer<()> {
    slot.recover(Secret::new(key), passphrase.map(Secret::new)).await
}

#[command]
async fn renew_recovery_key(slot: State<'_, Slot>) -> Answer<()> {
    slot.renew_key().await
}

/// In the browser: where a network that wants people to sign in first has its page.
#[command]
async fn open_network_page<R: Runtime>(app: AppHandle<R>, slot: State<'_, Slot>) -> Answer<()> {
    let page = network::sign_in_page(&*slot.desk().await?);
    app.opener().open_url(page, None::<&str>).map_err(network::not_opened)
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("session")
        .invoke_handler(generate_handler![
            state,
            take_notice,
            appearance,
            set_appearance,
            accept_terms,
            unlock,
            reopen,
            use_passphrase,
            registration,
            configure,
            recovery_key,
            confirm_recovery_key,
            open_network_page,
            cloud,
            recover,
            renew_recovery_key
        ])
        .build()
}
