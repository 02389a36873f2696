//! A link, the decision, the call.

use lectern_core::join::offers::WebviewAbilities;
use lectern_core::join::prepare::{self, JoinRequest, JoinView};
use lectern_core::join::start::{self, JoinCredentials, JoinToken};
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{AppHandle, Runtime, State, command, generate_handler};
use tauri_plugin_opener::OpenerExt as _;

use super::Answer;
use crate::compose::Slot;

#[command]
async fn prepare_join(
    slot: State<'_, Slot>,
    input: String,
    abilities: WebviewAbilities,
    passcode: Option<String>,
    confirmed_service: Option<String>,
) -> Answer<JoinView> {
    let request = JoinRequest { input, passcode, abilities: Some(abilities), confirmed_service };
    Ok(prepare::prepare(&*slot.desk().await?, request).await?)
}

#[command]
async fn start_join(slot: State<'_, Slot>, join_id: String, display_name: String) -> Answer<JoinCredentials> {
    Ok(start::start(&*slot.desk().await?, &join_id, &display_name).await?)
}

#[command]
async fn refresh_join(slot: State<'_, Slot>, join_id: String) -> Answer<JoinToken> {
    Ok(start::refresh(&*slot.desk().await?, &join_id).await?)
}

#[command]
async fn leave_join(slot: State<'_, Slot>, join_id: String) -> Answer<()> {
    Ok(start::leave(&*slot.desk().await?, &join_id).await?)
}

#[command]
async fn open_in_teams<R: Runtime>(app: AppHandle<R>, slot: State<'_, Slot>, join_id: String) -> Answer<()> {
    let address = prepare::teams_address(&*slot.desk().await?, &join_id)?;
    app.opener().open_url(address, None::<&str>).map_err(prepare::not_opened)
}

#[command]
async fn take_pending_link(slot: State<'_, Slot>) -> Answer<Option<String>> {
    Ok(slot.take_pending_link())
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("joining")
        .invoke_handler(generate_handler![
            prepare_join,
            start_join,
            refresh_join,
            leave_join,
            open_in_teams,
            take_pending_link
        ])
        .build()
}
