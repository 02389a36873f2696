//! The desk itself: what it is, how it looks, whether it is open.

use lectern_core::session::{self, Appearance, DeskState};
use lectern_domain::secret::Secret;
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Runtime, State, command, generate_handler};

use super::Answer;
use crate::compose::Slot;

#[command]
async fn state(slot: State<'_, Slot>) -> Answer<DeskState> {
    slot.state().await
}

#[command]
async fn appearance(slot: State<'_, Slot>) -> Answer<Appearance> {
    Ok(session::appearance(&*slot.desk().await?).await?)
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

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("session")
        .invoke_handler(generate_handler![state, appearance, set_appearance, accept_terms, unlock])
        .build()
}
