//! What works here and what does not.

use lectern_core::doctor::Check;
use lectern_core::doctor::run::{self, Window};
use lectern_core::join::offers::WebviewAbilities;
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{Runtime, State, command, generate_handler};

use super::Answer;
use crate::compose::Slot;

/// What this webview is; without its abilities nobody asked from a window.
pub(super) fn window(abilities: Option<WebviewAbilities>) -> Option<Window> {
    abilities.map(|abilities| Window { abilities, version: tauri::webview_version().ok() })
}

#[command]
async fn run_doctor(slot: State<'_, Slot>, abilities: Option<WebviewAbilities>) -> Answer<Vec<Check>> {
    Ok(run::examine(&*slot.desk().await?, window(abilities).as_ref()).await)
}

#[command]
async fn look_again(slot: State<'_, Slot>, id: String, abilities: Option<WebviewAbilities>) -> Answer<Check> {
    Ok(run::one(&*slot.desk().await?, window(abilities).as_ref(), &id).await?)
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("doctor").invoke_handler(generate_handler![run_doctor, look_again]).build()
}
