//! From one window to another.

use lectern_core::session;
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{AppHandle, Runtime, command, generate_handler};

use super::Answer;
use crate::{deep_links, explore};

#[command]
async fn open_join_window<R: Runtime>(app: AppHandle<R>, input: String) -> Answer<()> {
    deep_links::show(&app, &input);
    Ok(())
}

/// The sandbox is a program of its own beside this one: another identifier, instance name, scheme and data folder.
#[command]
async fn explore_sandbox() -> Answer<()> {
    explore::start().map_err(|error| session::sandbox_failed(&error))
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("windows").invoke_handler(generate_handler![open_join_window, explore_sandbox]).build()
}
