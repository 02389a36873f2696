//! The profile's data as one file, and back.

use std::path::PathBuf;
use std::sync::Arc;

use lectern_core::backup::held::{self, HeldDecision, HeldReport};
use lectern_core::backup::make::{self, BackupMade, NewBackup};
use lectern_core::backup::restore::{self, DataView, Restored};
use lectern_core::backup::{self, BackupView, Told};
use lectern_domain::secret::Secret;
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{AppHandle, Emitter as _, Runtime, State, command, generate_handler};

use super::Answer;
use crate::compose::Slot;

/// The window hears how far it is.
fn told<R: Runtime>(app: AppHandle<R>) -> Told {
    Arc::new(move |progress| drop(app.emit("backup", progress)))
}

#[command]
async fn show_data(slot: State<'_, Slot>) -> Answer<DataView> {
    Ok(restore::show(&*slot.desk().await?).await?)
}

#[command]
async fn make_backup<R: Runtime>(
    app: AppHandle<R>,
    slot: State<'_, Slot>,
    path: PathBuf,
    passphrase: Option<String>,
) -> Answer<BackupMade> {
    let wish = NewBackup { path, passphrase: passphrase.map(Secret::new), replace: true };
    Ok(make::make(&*slot.desk().await?, wish, told(app)).await?)
}

#[command]
async fn look_at_backup(slot: State<'_, Slot>, path: PathBuf, secret: Option<String>) -> Answer<BackupView> {
    Ok(restore::look(&*slot.desk().await?, &path, secret.map(Secret::new)).await?)
}

#[command]
async fn restore_backup<R: Runtime>(
    app: AppHandle<R>,
    slot: State<'_, Slot>,
    path: PathBuf,
    secret: Option<String>,
) -> Answer<Restored> {
    Ok(restore::restore(&*slot.desk().await?, &path, secret.map(Secret::new), told(app)).await?)
}

#[command]
async fn undo_restore<R: Runtime>(app: AppHandle<R>, slot: State<'_, Slot>) -> Answer<Restored> {
    Ok(restore::undo(&*slot.desk().await?, told(app)).await?)
}

#[command]
async fn forget_before_restore(slot: State<'_, Slot>) -> Answer<()> {
    Ok(restore::forget_aside(&*slot.desk().await?).await?)
}

#[command]
async fn release_held(slot: State<'_, Slot>, decision: HeldDecision) -> Answer<HeldReport> {
    Ok(held::release(&*slot.desk().await?, decision).await?)
}

#[command]
async fn stop_backup(slot: State<'_, Slot>) -> Answer<()> {
    backup::stop(&*slot.desk().await?);
    Ok(())
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("data")
        .invoke_handler(generate_handler![
            show_data,
            make_backup,
            look_at_backup,
            restore_backup,
            undo_restore,
            forget_before_restore,
            release_held,
            stop_backup
        ])
        .build()
}
