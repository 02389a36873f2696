//! Events on the calendar.

use lectern_core::join::hand_over::{HandedOver, TeamsWay, TeamsWays};
use lectern_core::join::prepare;
use lectern_core::messages::telling::{self, TellChoice};
use lectern_core::scheduling::calendar::sync::{self, SyncReport};
use lectern_core::scheduling::calendar::{self, CalendarView, adopt};
use lectern_core::scheduling::change::EventChange;
use lectern_core::scheduling::create::NewEvent;
use lectern_core::scheduling::draft::{EventDraft, NextEvent};
use lectern_core::scheduling::occurrence::{self, DateChange};
use lectern_core::scheduling::options::{self, MeetingOptions, OptionsChange};
use lectern_core::scheduling::template::{self, Template};
use lectern_core::scheduling::{EventDetail, cancel, change, create, draft, duplicate, host, list};
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{AppHandle, Runtime, State, command, generate_handler};
use tauri_plugin_opener::OpenerExt as _;

use super::Answer;
use crate::compose::Slot;

#[command]
async fn show_event(slot: State<'_, Slot>, id: String) -> Answer<EventDetail> {
    Ok(list::one(&*slot.desk().await?, &id).await?)
}

#[command]
async fn create_event(slot: State<'_, Slot>, event: NewEvent) -> Answer<EventDetail> {
    Ok(create::create(&*slot.desk().await?, event).await?)
}

#[command]
async fn change_event(slot: State<'_, Slot>, id: String, change: EventChange) -> Answer<EventDetail> {
    Ok(change::change(&*slot.desk().await?, &id, change).await?)
}

#[command]
async fn cancel_event(
    slot: State<'_, Slot>,
    id: String,
    comment: String,
    tell: Option<bool>,
) -> Answer<EventDetail> {
    Ok(cancel::cancel_telling(&*slot.desk().await?, &id, &comment, tell).await?)
}

#[command]
async fn tell_choice(slot: State<'_, Slot>, id: String) -> Answer<TellChoice> {
    Ok(telling::choice(&*slot.desk().await?, &id).await?)
}

#[command]
async fn event_teams_ways(slot: State<'_, Slot>, id: String) -> Answer<TeamsWays> {
    Ok(host::ways(&*slot.desk().await?, &id).await?)
}

#[command]
async fn open_event_in_teams<R: Runtime>(
    app: AppHandle<R>,
    slot: State<'_, Slot>,
    id: String,
    way: Option<TeamsWay>,
) -> Answer<HandedOver> {
    let given = host::open(&*slot.desk().await?, &id, way).await?;
    app.opener().open_url(given.address, None::<&str>).map_err(prepare::not_opened)?;
    Ok(given.told)
}

#[command]
async fn change_date(
    slot: State<'_, Slot>,
    id: String,
    date: String,
    change: DateChange,
) -> Answer<EventDetail> {
    Ok(occurrence::change(&*slot.desk().await?, &id, &date, change).await?)
}

#[command]
async fn cancel_date(
    slot: State<'_, Slot>,
    id: String,
    date: String,
    comment: String,
) -> Answer<EventDetail> {
    Ok(occurrence::cancel(&*slot.desk().await?, &id, &date, &comment).await?)
}

#[command]
async fn list_drafts(slot: State<'_, Slot>) -> Answer<Vec<NextEvent>> {
    Ok(draft::list(&*slot.desk().await?).await?)
}

#[command]
async fn load_draft(slot: State<'_, Slot>, id: Option<String>) -> Answer<NextEvent> {
    Ok(draft::load(&*slot.desk().await?, id).await?)
}

#[command]
async fn begin_draft(slot: State<'_, Slot>) -> Answer<NextEvent> {
    Ok(draft::begin(&*slot.desk().await?, None).await?)
}

#[command]
async fn save_draft(slot: State<'_, Slot>, id: String, draft: Option<EventDraft>) -> Answer<()> {
    Ok(draft::save(&*slot.desk().await?, &id, draft).await?)
}

#[command]
async fn duplicate_event(slot: State<'_, Slot>, id: String) -> Answer<NextEvent> {
    Ok(duplicate::duplicate(&*slot.desk().await?, &id).await?)
}

#[command]
async fn list_templates(slot: State<'_, Slot>) -> Answer<Vec<Template>> {
    Ok(template::list(&*slot.desk().await?).await?)
}

#[command]
async fn save_template(slot: State<'_, Slot>, id: String, name: String) -> Answer<Template> {
    Ok(template::save(&*slot.desk().await?, &id, &name).await?)
}

#[command]
async fn remove_template(slot: State<'_, Slot>, id: String) -> Answer<()> {
    Ok(template::remove(&*slot.desk().await?, &id).await?)
}

#[command]
async fn begin_from_template(slot: State<'_, Slot>, id: String) -> Answer<NextEvent> {
    Ok(template::begin(&*slot.desk().await?, &id).await?)
}

#[command]
async fn show_options(slot: State<'_, Slot>, id: String) -> Answer<MeetingOptions> {
    Ok(options::show(&*slot.desk().await?, &id).await?)
}

#[command]
async fn change_options(slot: State<'_, Slot>, id: String, change: OptionsChange) -> Answer<MeetingOptions> {
    Ok(options::change(&*slot.desk().await?, &id, change).await?)
}

#[command]
async fn show_calendar(slot: State<'_, Slot>) -> Answer<CalendarView> {
    Ok(calendar::show(&*slot.desk().await?).await?)
}

#[command]
async fn sync_calendar(slot: State<'_, Slot>, force: bool) -> Answer<SyncReport> {
    Ok(sync::sync(&*slot.desk().await?, force).await?)
}

#[command]
async fn adopt_event(slot: State<'_, Slot>, id: String) -> Answer<EventDetail> {
    Ok(adopt::adopt(&*slot.desk().await?, &id).await?)
}

#[command]
async fn see_elsewhere(slot: State<'_, Slot>, id: String) -> Answer<()> {
    Ok(calendar::seen(&*slot.desk().await?, &id).await?)
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("scheduling")
        .invoke_handler(generate_handler![
            show_event,
            create_event,
            change_event,
            cancel_event,
            tell_choice,
            event_teams_ways,
            open_event_in_teams,
            change_date,
            cancel_date,
            list_drafts,
            load_draft,
            begin_draft,
            save_draft,
            duplicate_event,
            list_templates,
            save_template,
            remove_template,
            begin_from_template,
            show_options,
            change_options,
            show_calendar,
            sync_calendar,
            adopt_event,
            see_elsewhere
        ])
        .build()
}
