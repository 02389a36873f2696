//! A link, the decision, the call.

use lectern_core::join::arrivals::{Arrivals, ArrivedLink};
use lectern_core::join::calendar::{self, CalendarSaved};
use lectern_core::join::checks::JoinCheck;
use lectern_core::join::explain::{self, LinkView};
use lectern_core::join::hand_over::{self, HandedOver, TeamsWay, TeamsWays};
use lectern_core::join::offers::WebviewAbilities;
use lectern_core::join::passes::JoinAs;
use lectern_core::join::prepare::{self, JoinRequest, JoinView, Separate};
use lectern_core::join::reach;
use lectern_core::join::start::{self, JoinCredentials, JoinToken};
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{AppHandle, Manager as _, Runtime, State, command, generate_handler};
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
    separate: bool,
) -> Answer<JoinView> {
    let separate = if separate { Separate::Wished } else { Separate::IfNeeded };
    let request = JoinRequest { input, passcode, abilities: Some(abilities), confirmed_service, separate };
    Ok(prepare::prepare(&*slot.whoever().await?, request).await?)
}

#[command]
async fn explain_link(
    slot: State<'_, Slot>,
    input: String,
    abilities: WebviewAbilities,
    passcode: Option<String>,
) -> Answer<LinkView> {
    let request = JoinRequest {
        input,
        passcode,
        abilities: Some(abilities),
        confirmed_service: None,
        separate: Separate::IfNeeded,
    };
    Ok(explain::explain(&*slot.desk().await?, &request))
}

#[command]
async fn start_join(
    slot: State<'_, Slot>,
    join_id: String,
    display_name: String,
    joins_as: JoinAs,
) -> Answer<JoinCredentials> {
    Ok(start::start_as(&*slot.desk().await?, &join_id, &display_name, joins_as).await?)
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
async fn check_network(slot: State<'_, Slot>) -> Answer<JoinCheck> {
    Ok(reach::network(&*slot.desk().await?).await)
}

#[command]
async fn teams_ways(slot: State<'_, Slot>, join_id: String) -> Answer<TeamsWays> {
    Ok(hand_over::ways(&*slot.desk().await?, &join_id).await?)
}

#[command]
async fn open_in_teams<R: Runtime>(
    app: AppHandle<R>,
    slot: State<'_, Slot>,
    join_id: String,
    way: Option<TeamsWay>,
) -> Answer<HandedOver> {
    let given = hand_over::hand_over(&*slot.desk().await?, &join_id, way).await?;
    app.opener().open_url(given.address, None::<&str>).map_err(prepare::not_opened)?;
    Ok(given.told)
}

#[command]
async fn add_to_calendar<R: Runtime>(
    app: AppHandle<R>,
    slot: State<'_, Slot>,
    join_id: String,
) -> Answer<CalendarSaved> {
    let folder = app.path().download_dir().unwrap_or_else(|_| std::env::temp_dir());
    let path = calendar::save(&*slot.desk().await?, &join_id, &folder).await?;
    let opened = app.opener().open_path(path.to_string_lossy(), None::<&str>).is_ok();
    Ok(calendar::saved(&path, opened))
}

#[command]
async fn take_pending_link(arrivals: State<'_, Arrivals>) -> Answer<Option<ArrivedLink>> {
    Ok(arrivals.take())
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("joining")
        .invoke_handler(generate_handler![
            explain_link,
            prepare_join,
            start_join,
            refresh_join,
            leave_join,
            check_network,
            teams_ways,
            open_in_teams,
            add_to_calendar,
            take_pending_link
        ])
        .build()
}
