//! The way in for the organizer.

use std::sync::Arc;

use lectern_core::desk::Desk;
use lectern_core::sign_in::device_code::DeviceCode;
use lectern_core::sign_in::{SignInProgress, browser, device_code, sign_out as leave};
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{AppHandle, Emitter, Manager, Runtime, State, command, generate_handler};
use tauri_plugin_opener::OpenerExt as _;

use super::Answer;
use crate::compose::Slot;

async fn tell<R: Runtime>(app: &AppHandle<R>, desk: &Arc<Desk>, progress: &SignInProgress) {
    if matches!(progress, SignInProgress::SignedIn { .. }) {
        app.state::<Slot>().take_up(desk);
        app.state::<Slot>().remember().await;
    }
    if let Err(error) = app.emit("sign-in", progress) {
        tracing::warn!(%error, "the window did not take the progress of the sign-in");
    }
}

#[command]
async fn start_device_code<R: Runtime>(app: AppHandle<R>, slot: State<'_, Slot>) -> Answer<DeviceCode> {
    let desk = slot.desk().await?;
    let (shown, flow) = device_code::start(&desk).await?;
    slot.begin_sign_in(async move {
        let end = device_code::wait(&desk, flow).await;
        tell(&app, &desk, &end).await;
    });
    Ok(shown)
}

#[command]
async fn start_browser<R: Runtime>(app: AppHandle<R>, slot: State<'_, Slot>) -> Answer<()> {
    let desk = slot.desk().await?;
    let flow = browser::start(&desk).await?;
    app.opener().open_url(flow.address(), None::<&str>).map_err(browser::no_browser)?;
    slot.begin_sign_in(async move {
        let end = browser::wait(&desk, flow).await;
        tell(&app, &desk, &end).await;
    });
    Ok(())
}

#[command]
async fn cancel_sign_in(slot: State<'_, Slot>) -> Answer<()> {
    slot.end_sign_in();
    Ok(())
}

#[command]
async fn sign_out(slot: State<'_, Slot>) -> Answer<()> {
    Ok(leave::sign_out(&*slot.desk().await?).await?)
}

#[command]
async fn approve_in_sandbox(slot: State<'_, Slot>, user_code: String) -> Answer<()> {
    Ok(device_code::approve_in_sandbox(&*slot.desk().await?, &user_code).await?)
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("signin")
        .invoke_handler(generate_handler![
            start_device_code,
            start_browser,
            cancel_sign_in,
            sign_out,
            approve_in_sandbox
        ])
        .build()
}
