//! The shell: the only code that knows Tauri. It opens windows, grants them rooms, and hands links over.

mod arguments;
mod bench_mark;
mod commands;
mod compose;
mod deep_links;
mod explore;
mod schemes;
mod windows;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use lectern_core::join::arrivals::Arrivals;
use lectern_core::messages::run::RunProgress;
use lectern_core::profile::ProfileKind;
use lectern_core::profile::other_start::OtherStart;
use lectern_core::profiles::{Shelf, chosen, same};
use tauri::{App, AppHandle, Builder, Context, Emitter, Manager, RunEvent, Runtime, async_runtime};
use tauri_plugin_deep_link::DeepLinkExt as _;
use tracing_subscriber::EnvFilter;

use arguments::{Arguments, ArgumentsError};
use compose::{Heard, Slot};

/// Adds the rooms. Generic over the runtime, so that tests can build it without a window.
pub fn rooms<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder
        .plugin(commands::session::room())
        .plugin(commands::signin::room())
        .plugin(commands::scheduling::room())
        .plugin(commands::webinars::room())
        .plugin(commands::external::room())
        .plugin(commands::registration::room())
        .plugin(commands::standing::room())
        .plugin(commands::messages::room())
        .plugin(commands::joining::room())
        .plugin(commands::companion::room())
        .plugin(commands::windows::room())
        .plugin(commands::data::room())
        .plugin(commands::doctor::room())
        .plugin(commands::privacy::room())
        .plugin(commands::overview::room())
        .plugin(commands::guide::room())
        .plugin(commands::probe::room())
        .plugin(commands::services::room())
        .plugin(commands::profiles::room())
        .plugin(commands::publishing::room())
}

pub fn run() -> ExitCode {
    #[cfg(target_os = "linux")]
    windows::drawing::as_the_machine_can();
    lectern_core::panics::keep_secrets();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_env("LECTERN_LOG").unwrap_or_else(|_| EnvFilter::new("warn")))
        .with_writer(std::io::stderr)
        .init();
    // Before anything else: a library that reads the arguments itself would panic over what is no text.
    let arguments = match Arguments::parse(std::env::args_os()) {
        Ok(arguments) => arguments,
        Err(error) => return refused(&error),
    };
    let mut context = context();
    if arguments.kind == ProfileKind::Sandbox {
        // Another identifier: another instance name, data folder and web storage than a real profile's.
        context.config_mut().identifier.push_str(".sandbox");
    }
    let app = rooms(
        Builder::default()
            .manage(Arrivals::default())
            .manage(OtherStart::default())
            // Second starts are heard from the next line on.
            .manage(arguments.clone())
            .plugin(tauri_plugin_single_instance::init(second_start))
            .plugin(tauri_plugin_deep_link::init())
            .plugin(tauri_plugin_dialog::init())
            .plugin(tauri_plugin_opener::init()),
    )
    .setup(move |app| set_up(app, arguments))
    .build(context);
    match app {
        Ok(app) => {
            app.run(|app, event| {
                if let RunEvent::Exit = event {
                    async_runtime::block_on(app.state::<Slot>().close());
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            ExitCode::FAILURE
        }
    }
}

/// The window's assets and the configuration, as they were when this was compiled.
fn context<R: Runtime>() -> Context<R> {
    tauri::generate_context!()
}

/// Said to whoever started it. Where a program runs already, that one hears nothing of it.
fn refused(error: &ArgumentsError) -> ExitCode {
    const USAGE: &str = "lectern-desktop [--profile DIR] [--explore | --sandbox CONTROL-URL] [LINK]";
    let said = format!("{error} Nothing was opened. Lectern is started like this: {USAGE}\n");
    // Nobody listens: then nothing can be said.
    drop(std::io::stderr().write_all(said.as_bytes()));
    ExitCode::from(2)
}

fn set_up(app: &mut App, mut arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let windows = app.handle().clone();
    let told = Arc::new(move |progress: &RunProgress| drop(windows.emit("messages", progress)));
    let arrivals = app.state::<Arrivals>();
    if let Some(link) = arguments.link.take() {
        arrivals.put(&link);
    }
    let windows = app.handle().clone();
    let moved = Arc::new(move || deep_links::decide_anew(&windows));
    let shelf = shelf(app, &arguments)?;
    let folder = folder(&arguments, &shelf);
    app.manage(Slot::new(arguments, shelf, folder, Heard { told, moved }));
    let opening = app.handle().clone();
    async_runtime::spawn(async move {
        opening.state::<Slot>().open().await;
        let serving = opening.clone();
        async_runtime::spawn_blocking(move || schemes::claim(&opening));
        serving.state::<Slot>().serve_what_is_published().await;
    });
    let for_a_link = arrivals.any();
    drop(windows::open(app.handle(), if for_a_link { windows::ATTENDEE } else { windows::ORGANIZER })?);
    // Second starts are heard from before the first window on.
    if arrivals.stand() && !for_a_link {
        deep_links::open(app.handle());
    }
    let handle = app.handle().clone();
    app.deep_link().on_open_url(move |event| {
        for url in event.urls() {
            deep_links::handed_over(&handle, url.as_str());
        }
    });
    Ok(())
}

/// Where the profiles of this program's kind stand.
fn shelf<R: Runtime>(app: &impl Manager<R>, arguments: &Arguments) -> tauri::Result<Shelf> {
    Ok(Shelf::new(app.path().app_data_dir()?, arguments.kind))
}

/// The profile's folder; where none is named, that of the one that was open last. A sandbox that runs elsewhere is the
/// first one's: those that were added have a world of their own.
fn folder(arguments: &Arguments, shelf: &Shelf) -> PathBuf {
    let unnamed = || if arguments.sandbox.is_some() { shelf.first() } else { chosen::window(shelf) };
    arguments.profile.clone().unwrap_or_else(unnamed)
}

/// A second start of this profile's kind: its link comes here, and it ends. It has refused by itself what is refused
/// here; the session's bus is open to others.
fn second_start<R: Runtime>(app: &AppHandle<R>, args: Vec<String>, cwd: String) {
    let cwd = PathBuf::from(cwd);
    match Arguments::parse(args.into_iter().map(Into::into)) {
        Ok(start) if is_for_another_profile(app, &start, &cwd) => {
            come_forward(app);
            if let Err(error) = app.emit("notice", ()) {
                tracing::error!(%error, "no window heard of a start for another profile");
            }
        }
        Ok(Arguments { link: Some(link), .. }) => deep_links::show(app, &link),
        Ok(_) => come_forward(app),
        Err(error) => tracing::warn!(%error, "a second start was left alone"),
    }
}

/// Whether it names another profile than the one that is open; a window then says so. One that names none is for
/// whichever is open: so the system hands over links.
fn is_for_another_profile<R: Runtime>(app: &AppHandle<R>, start: &Arguments, cwd: &Path) -> bool {
    let Some(meant) = start.profile.as_ref().map(|meant| cwd.join(meant)) else { return false };
    let slot = app.try_state::<Slot>();
    // Until there is a desk, this program's own start says whose it will be.
    let here = match &slot {
        Some(slot) => Ok(slot.dir()),
        None => shelf(app, &app.state::<Arguments>()).map(|shelf| folder(&app.state::<Arguments>(), &shelf)),
    };
    match here {
        Ok(here) => {
            let listed = !same(&here, &meant) && slot.is_some_and(|slot| slot.started_for(&meant, start));
            app.state::<OtherStart>().note(&here, &meant, listed)
        }
        Err(error) => {
            tracing::error!(%error, "the folder of this profile is not known");
            false
        }
    }
}

fn come_forward<R: Runtime>(app: &AppHandle<R>) {
    // Until the program stands, its first window is on its way already.
    if !app.state::<Arrivals>().stands() {
        return;
    }
    let organizer = app.get_webview_window(windows::ORGANIZER).is_some();
    let label = if organizer { windows::ORGANIZER } else { windows::ATTENDEE };
    if let Err(error) = windows::open(app, label) {
        tracing::error!(%error, "the window did not come to the front");
    }
}
