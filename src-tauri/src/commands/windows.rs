//! From one window to another.

use tauri::plugin::{Builder, TauriPlugin};
use tauri::{AppHandle, Runtime, command, generate_handler};

use super::Answer;
use crate::deep_links;

#[command]
async fn open_join_window<R: Runtime>(app: AppHandle<R>, input: String) -> Answer<()> {
    deep_links::show(&app, input);
    Ok(())
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("windows").invoke_handler(generate_handler![open_join_window]).build()
}
