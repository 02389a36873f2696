//! Webinars and town halls.

use std::path::PathBuf;
use std::sync::Arc;

use lectern_core::scheduling::draft::NextEvent;
use lectern_core::scheduling::template::Template;
use lectern_core::virtual_events::attendance::Attendance;
use lectern_core::virtual_events::colleagues::Colleague;
use lectern_core::virtual_events::consent::Consent;
use lectern_core::virtual_events::create::NewVirtualEvent;
use lectern_core::virtual_events::credential::EventsApplication;
use lectern_core::virtual_events::edit::VirtualEventChange;
use lectern_core::virtual_events::enrol::{Enrolments, Outsider, Told, Whom};
use lectern_core::virtual_events::invited::InvitedChange;
use lectern_core::virtual_events::offers::TeamsOffers;
use lectern_core::virtual_events::presenter_details::PresenterChange;
use lectern_core::virtual_events::presenters::NewPresenter;
use lectern_core::virtual_events::questions::NewQuestion;
use lectern_core::virtual_events::registrations::{self, ListRead, Registrations, Wanted};
use lectern_core::virtual_events::{
    EventKind, VirtualEventDetail, VirtualEventSummary, adopt, attendance, cancel, co_organizers, colleagues,
    consent, create, credential, duplicate, edit, enrol as enrolling, invited, list, offers, people,
    presenter_details, presenters, publish, questions, refresh, setup,
};
use lectern_domain::secret::Secret;
use tauri::plugin::{Builder, TauriPlugin};
use tauri::{AppHandle, Emitter as _, Runtime, State, command, generate_handler};

use super::Answer;
use crate::compose::Slot;

#[command]
async fn virtual_events_offered(slot: State<'_, Slot>) -> Answer<bool> {
    Ok(list::offered(&*slot.desk().await?))
}

#[command]
async fn events_consent(slot: State<'_, Slot>) -> Answer<Consent> {
    Ok(consent::show(&*slot.desk().await?)?)
}

#[command]
async fn agree_in_sandbox(slot: State<'_, Slot>) -> Answer<()> {
    Ok(consent::agree_in_sandbox(&*slot.desk().await?).await?)
}

#[command]
async fn list_virtual_events(slot: State<'_, Slot>) -> Answer<Vec<VirtualEventSummary>> {
    Ok(list::all(&*slot.desk().await?).await?)
}

#[command]
async fn show_virtual_event(slot: State<'_, Slot>, id: String) -> Answer<VirtualEventDetail> {
    Ok(list::one(&*slot.desk().await?, &id).await?)
}

#[command]
async fn refresh_virtual_event(slot: State<'_, Slot>, id: String, now: bool) -> Answer<VirtualEventDetail> {
    Ok(refresh::refresh(&*slot.desk().await?, &id, now).await?)
}

#[command]
async fn create_virtual_event(slot: State<'_, Slot>, event: NewVirtualEvent) -> Answer<VirtualEventDetail> {
    Ok(create::create(&*slot.desk().await?, event).await?)
}

#[command]
async fn go_on_with_virtual_event(slot: State<'_, Slot>, id: String) -> Answer<VirtualEventDetail> {
    Ok(create::go_on(&*slot.desk().await?, &id).await?)
}

#[command]
async fn edit_virtual_event(
    slot: State<'_, Slot>,
    id: String,
    change: VirtualEventChange,
) -> Answer<VirtualEventDetail> {
    Ok(edit::edit(&*slot.desk().await?, &id, change).await?)
}

#[command]
async fn publish_virtual_event(slot: State<'_, Slot>, id: String) -> Answer<VirtualEventDetail> {
    Ok(publish::publish(&*slot.desk().await?, &id).await?)
}

#[command]
async fn cancel_virtual_event(slot: State<'_, Slot>, id: String) -> Answer<VirtualEventDetail> {
    Ok(cancel::cancel(&*slot.desk().await?, &id).await?)
}

#[command]
async fn show_teams_offers(slot: State<'_, Slot>) -> Answer<TeamsOffers> {
    Ok(offers::show(&*slot.desk().await?).await?)
}

#[command]
async fn look_for_teams_offers(slot: State<'_, Slot>, force: bool) -> Answer<TeamsOffers> {
    Ok(offers::look(&*slot.desk().await?, force).await?)
}

#[command]
async fn adopt_virtual_event(
    slot: State<'_, Slot>,
    kind: EventKind,
    id: String,
) -> Answer<VirtualEventDetail> {
    Ok(adopt::adopt(&*slot.desk().await?, kind, &id).await?)
}

#[command]
async fn duplicate_virtual_event(slot: State<'_, Slot>, id: String) -> Answer<NextEvent> {
    Ok(duplicate::duplicate(&*slot.desk().await?, &id).await?)
}

#[command]
async fn save_virtual_template(slot: State<'_, Slot>, id: String, name: String) -> Answer<Template> {
    Ok(duplicate::save_template(&*slot.desk().await?, &id, &name).await?)
}

#[command]
async fn see_virtual_problem(slot: State<'_, Slot>, id: String) -> Answer<VirtualEventDetail> {
    Ok(setup::seen(&*slot.desk().await?, &id).await?)
}

#[command]
async fn known_colleagues(slot: State<'_, Slot>) -> Answer<Vec<Colleague>> {
    Ok(colleagues::known(&*slot.desk().await?).await?)
}

#[command]
async fn add_co_organizer(slot: State<'_, Slot>, id: String, who: String) -> Answer<VirtualEventDetail> {
    Ok(co_organizers::add(&*slot.desk().await?, &id, &who).await?)
}

#[command]
async fn remove_co_organizer(slot: State<'_, Slot>, id: String, who: String) -> Answer<VirtualEventDetail> {
    Ok(co_organizers::remove(&*slot.desk().await?, &id, &who).await?)
}

#[command]
async fn change_invited(
    slot: State<'_, Slot>,
    id: String,
    change: InvitedChange,
) -> Answer<VirtualEventDetail> {
    Ok(invited::change(&*slot.desk().await?, &id, change).await?)
}

#[command]
async fn read_presenters(slot: State<'_, Slot>, id: String) -> Answer<VirtualEventDetail> {
    Ok(presenters::read(&*slot.desk().await?, &id).await?)
}

#[command]
async fn add_presenter(
    slot: State<'_, Slot>,
    id: String,
    presenter: NewPresenter,
) -> Answer<VirtualEventDetail> {
    Ok(presenters::add(&*slot.desk().await?, &id, presenter).await?)
}

#[command]
async fn change_presenter(
    slot: State<'_, Slot>,
    id: String,
    presenter: String,
    change: PresenterChange,
) -> Answer<VirtualEventDetail> {
    Ok(presenter_details::change(&*slot.desk().await?, &id, &presenter, change).await?)
}

#[command]
async fn remove_presenter(
    slot: State<'_, Slot>,
    id: String,
    presenter: String,
) -> Answer<VirtualEventDetail> {
    Ok(presenters::remove(&*slot.desk().await?, &id, &presenter).await?)
}

#[command]
async fn read_questions(slot: State<'_, Slot>, id: String) -> Answer<VirtualEventDetail> {
    Ok(questions::read(&*slot.desk().await?, &id).await?)
}

#[command]
async fn add_question(
    slot: State<'_, Slot>,
    id: String,
    question: NewQuestion,
) -> Answer<VirtualEventDetail> {
    Ok(questions::add(&*slot.desk().await?, &id, question).await?)
}

#[command]
async fn remove_question(slot: State<'_, Slot>, id: String, question: String) -> Answer<VirtualEventDetail> {
    Ok(questions::remove(&*slot.desk().await?, &id, &question).await?)
}

#[command]
async fn show_attendance(slot: State<'_, Slot>, id: String) -> Answer<Attendance> {
    Ok(attendance::show(&*slot.desk().await?, &id).await?)
}

#[command]
async fn read_attendance(slot: State<'_, Slot>, id: String) -> Answer<Attendance> {
    Ok(attendance::read(&*slot.desk().await?, &id).await?)
}

#[command]
async fn export_attendance(slot: State<'_, Slot>, id: String, path: PathBuf) -> Answer<usize> {
    Ok(attendance::export(&*slot.desk().await?, &id, path).await?)
}

#[command]
async fn show_enrolments(slot: State<'_, Slot>, id: String) -> Answer<Enrolments> {
    Ok(enrolling::first(&*slot.desk().await?, &id).await?)
}

#[command]
async fn enrol<R: Runtime>(
    app: AppHandle<R>,
    slot: State<'_, Slot>,
    id: String,
    people: Vec<Outsider>,
) -> Answer<Enrolments> {
    Ok(enrolling::enrol(&*slot.desk().await?, &id, &people, tells(app)).await?.first())
}

#[command]
async fn enrol_from_file<R: Runtime>(
    app: AppHandle<R>,
    slot: State<'_, Slot>,
    id: String,
    path: PathBuf,
) -> Answer<Enrolments> {
    let people = people::read(path).await?;
    Ok(enrolling::enrol(&*slot.desk().await?, &id, &people, tells(app)).await?.first())
}

#[command]
async fn withdraw_enrolments<R: Runtime>(
    app: AppHandle<R>,
    slot: State<'_, Slot>,
    id: String,
    whom: Whom,
) -> Answer<Enrolments> {
    Ok(enrolling::withdraw(&*slot.desk().await?, &id, whom, tells(app)).await?.first())
}

#[command]
async fn pause_enrolling(slot: State<'_, Slot>) -> Answer<()> {
    enrolling::pause(&*slot.desk().await?);
    Ok(())
}

#[command]
async fn give_up_enrolling(slot: State<'_, Slot>, id: String) -> Answer<usize> {
    let desk = slot.desk().await?;
    Ok(enrolling::keep(&desk, &id).await? + enrolling::give_up(&desk, &id).await?)
}

#[command]
async fn show_registrations(
    slot: State<'_, Slot>,
    id: String,
    wanted: Wanted,
    offset: u32,
    limit: u32,
) -> Answer<Registrations> {
    Ok(registrations::show(&*slot.desk().await?, &id, wanted, offset, limit).await?)
}

#[command]
async fn read_registrations<R: Runtime>(
    app: AppHandle<R>,
    slot: State<'_, Slot>,
    id: String,
) -> Answer<ListRead> {
    let told: registrations::Told = Arc::new(move |reading| drop(app.emit("teamsList", reading)));
    Ok(registrations::read(&*slot.desk().await?, &id, told).await?)
}

#[command]
async fn export_registrations(slot: State<'_, Slot>, id: String, path: PathBuf) -> Answer<usize> {
    Ok(registrations::export(&*slot.desk().await?, &id, path).await?)
}

/// Every window of the app hears how far it is.
fn tells<R: Runtime>(app: AppHandle<R>) -> Told {
    Arc::new(move |progress| drop(app.emit("enrolling", progress)))
}

#[command]
async fn events_application(slot: State<'_, Slot>) -> Answer<Option<EventsApplication>> {
    Ok(credential::kept(&*slot.desk().await?).await?)
}

#[command]
async fn set_events_application(
    slot: State<'_, Slot>,
    application: EventsApplication,
    secret: String,
) -> Answer<EventsApplication> {
    Ok(credential::set(&*slot.desk().await?, application, Secret::new(secret)).await?)
}

#[command]
async fn remove_events_application(slot: State<'_, Slot>) -> Answer<()> {
    Ok(credential::remove(&*slot.desk().await?).await?)
}

pub fn room<R: Runtime>() -> TauriPlugin<R> {
    Builder::new("webinars")
        .invoke_handler(generate_handler![
            virtual_events_offered,
            events_consent,
            agree_in_sandbox,
            list_virtual_events,
            show_virtual_event,
            refresh_virtual_event,
            create_virtual_event,
            go_on_with_virtual_event,
            edit_virtual_event,
            publish_virtual_event,
            cancel_virtual_event,
            show_teams_offers,
            look_for_teams_offers,
            adopt_virtual_event,
            duplicate_virtual_event,
            save_virtual_template,
            see_virtual_problem,
            known_colleagues,
            add_co_organizer,
            remove_co_organizer,
            change_invited,
            read_presenters,
            add_presenter,
            change_presenter,
            remove_presenter,
            read_questions,
            add_question,
            remove_question,
            show_attendance,
            read_attendance,
            export_attendance,
            show_registrations,
            read_registrations,
            export_registrations,
            show_enrolments,
            enrol,
            enrol_from_file,
            withdraw_enrolments,
            pause_enrolling,
            give_up_enrolling,
            events_application,
            set_events_application,
            remove_events_application,
        ])
        .build()
}
