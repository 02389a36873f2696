//! Several accounts side by side: which there are, and going from one to another.

use lectern_core::profiles::list::ProfilesView;
use lectern_core::profiles::lost::Lost;
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{AppHandle, Runtime, State, command, generate_handler};

use super::Answer;
use crate::compose::Slot;
use crate::windows::{ATTENDEE, is_open};

/// What has to end before, in words; empty: it is done.
type Waits = Vec<&'static str>;

#[command]
async fn list_profiles(slot: State<'_, Slot>) -> Answer<ProfilesView> {
    Ok(slot.profiles())
}

#[command]
async fn under_way<R: Runtime>(app: AppHandle<R>, slot: State<'_, Slot>) -> Answer<Waits> {
    Ok(slot.under_way(is_open(&app, ATTENDEE)).await)
}

#[command]
async fn switch_profile<R: Runtime>(app: AppHandle<R>, slot: State<'_, Slot>, id: String) -> Answer<Waits> {
    slot.switch(&id, is_open(&app, ATTENDEE)).await
}

#[command]
async fn add_profile<R: Runtime>(app: AppHandle<R>, slot: State<'_, Slot>) -> Answer<Waits> {
    slot.add(is_open(&app, ATTENDEE)).await
}

#[command]
async fn leave_new_profile(slot: State<'_, Slot>) -> Answer<()> {
    slot.back().await
}

#[command]
async fn rename_profile(slot: State<'_, Slot>, id: String, name: String) -> Answer<()> {
    slot.rename(&id, name).await
}

#[command]
async fn what_is_lost(slot: State<'_, Slot>, id: String) -> Answer<Lost> {
    slot.lost(&id).await
}

#[command]
async fn remove_profile<R: Runtime>(app: AppHandle<R>, slot: State<'_, Slot>, id: String) -> Answer<Waits> {
    slot.remove(&id, is_open(&app, ATTENDEE)).await
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("profiles")
        .invoke_handler(generate_handler![
            list_profiles,
            under_way,
            switch_profile,
            add_profile,
            leave_new_profile,
            rename_profile,
            what_is_lost,
            remove_profile
        ])
        .build()
}
