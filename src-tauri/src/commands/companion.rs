//! The window of an installed browser in which a call runs where this one can't make any.

use std::path::Path;
use std::sync::Arc;

use lectern_core::companion::{self, CompanionView, Host, Invitation, PageFile, Steer};
use lectern_core::error::CommandError;
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{AppHandle, Emitter, Manager as _, Runtime, State, WebviewWindow, command, generate_handler};
use tauri_plugin_opener::OpenerExt as _;

use super::Answer;
use crate::compose::Slot;
use crate::windows::ATTENDEE;

#[command]
async fn open_companion<R: Runtime>(
    app: AppHandle<R>,
    window: WebviewWindow<R>,
    slot: State<'_, Slot>,
    input: String,
    passcode: Option<String>,
    confirmed_service: Option<String>,
    join_id: Option<String>,
) -> Answer<CompanionView> {
    let desk = slot.desk().await?;
    let full_screen = window.is_fullscreen().unwrap_or(false);
    let invitation = Invitation { input, passcode, confirmed_service, join_id, full_screen };
    let shown = companion::open(&desk, invitation, host(&app)).await?;
    if let Some(mut view) = companion::watched(&desk).await {
        tauri::async_runtime::spawn(async move {
            while view.changed().await.is_ok() {
                let told = view.borrow_and_update().clone();
                drop(app.emit_to(ATTENDEE, "companion", told));
            }
        });
    }
    Ok(shown)
}

#[command]
async fn companion_state(slot: State<'_, Slot>) -> Answer<Option<CompanionView>> {
    Ok(companion::current(&*slot.desk().await?).await)
}

#[command]
async fn steer_companion(slot: State<'_, Slot>, steer: Steer) -> Answer<()> {
    Ok(companion::steer(&*slot.desk().await?, steer).await?)
}

#[command]
async fn close_companion(slot: State<'_, Slot>) -> Result<(), CommandError> {
    companion::close(&*slot.desk().await?).await;
    Ok(())
}

/// The window's own build, and the system's way to open an address.
fn host<R: Runtime>(app: &AppHandle<R>) -> Host {
    let (files, opener) = (app.clone(), app.clone());
    Host {
        files: Arc::new(move |path| {
            let found = files.asset_resolver().get(path.to_owned())?;
            // Where a file is not found, the resolver may answer with the first page instead.
            let is_page = found.mime_type == "text/html";
            (is_page == Path::new(path).extension().is_some_and(|kind| kind == "html"))
                .then_some(PageFile { bytes: found.bytes, content_type: found.mime_type })
        }),
        open: Arc::new(move |address| {
            let opener = opener.opener();
            let done = if Path::new(&address).is_absolute() {
                opener.open_path(address, None::<&str>)
            } else {
                opener.open_url(address, None::<&str>)
            };
            done.map_err(|error| error.to_string())
        }),
        downloads: app.path().download_dir().unwrap_or_else(|_| std::env::temp_dir()),
    }
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("companion")
        .invoke_handler(generate_handler![open_companion, companion_state, steer_companion, close_companion])
        .build()
}
