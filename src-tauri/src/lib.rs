//! The shell: the only code that knows Tauri. It opens windows, grants them rooms, and hands links over.

mod arguments;
mod bench_mark;
mod commands;
mod compose;
mod deep_links;
mod explore;
mod windows;

use std::process::ExitCode;
use std::sync::Arc;

use lectern_core::messages::run::RunProgress;
use tauri::{App, AppHandle, Builder, Emitter, Manager, RunEvent, Runtime, async_runtime};
use tauri_plugin_deep_link::DeepLinkExt as _;
use tracing_subscriber::EnvFilter;

use arguments::Arguments;
use compose::Slot;

/// Adds the rooms. Generic over the runtime, so that tests can build it without a window.
pub fn rooms<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder
        .plugin(commands::session::room())
        .plugin(commands::signin::room())
        .plugin(commands::scheduling::room())
        .plugin(commands::registration::room())
        .plugin(commands::messages::room())
        .plugin(commands::joining::room())
        .plugin(commands::companion::room())
        .plugin(commands::windows::room())
        .plugin(commands::doctor::room())
        .plugin(commands::services::room())
}

pub fn run() -> ExitCode {
    lectern_core::panics::keep_secrets();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_env("LECTERN_LOG").unwrap_or_else(|_| EnvFilter::new("warn")))
        .with_writer(std::io::stderr)
        .init();
    let args: Vec<String> = std::env::args().collect();
    let arguments = Arguments::parse(&args);
    let mut context = tauri::generate_context!();
    if arguments.explore || arguments.sandbox.is_some() {
        // Another identifier: another instance name, data folder and web storage than a real profile's.
        context.config_mut().identifier.push_str(".sandbox");
    }
    let setup_arguments = arguments.clone();
    let app = rooms(
        Builder::default()
            .plugin(tauri_plugin_single_instance::init(second_start))
            .plugin(tauri_plugin_deep_link::init())
            .plugin(tauri_plugin_dialog::init())
            .plugin(tauri_plugin_opener::init()),
    )
    .setup(move |app| set_up(app, &setup_arguments, &args))
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

fn set_up(app: &mut App, arguments: &Arguments, args: &[String]) -> Result<(), Box<dyn std::error::Error>> {
    let windows = app.handle().clone();
    let told = Arc::new(move |progress: &RunProgress| drop(windows.emit("messages", progress)));
    let slot = Slot::new(arguments.clone(), &app.path().app_data_dir()?, told);
    let link = deep_links::in_arguments(args.iter().skip(1), slot.scheme());
    app.manage(slot);
    let opening = app.handle().clone();
    async_runtime::spawn(async move { opening.state::<Slot>().open().await });
    match link {
        Some(link) => deep_links::show(app.handle(), link),
        None => drop(windows::open(app.handle(), windows::ORGANIZER)?),
    }
    let handle = app.handle().clone();
    app.deep_link().on_open_url(move |event| {
        for url in event.urls() {
            deep_links::arrived(&handle, url.as_str());
        }
    });
    Ok(())
}

/// A second start of this profile's kind: its link comes here, and it ends.
#[expect(clippy::needless_pass_by_value, reason = "the plugin hands the arguments over")]
fn second_start<R: Runtime>(app: &AppHandle<R>, args: Vec<String>, _cwd: String) {
    let scheme = app.state::<Slot>().scheme();
    if let Some(link) = deep_links::in_arguments(args.iter().skip(1), scheme) {
        return deep_links::show(app, link);
    }
    let organizer = app.get_webview_window(windows::ORGANIZER).is_some();
    let label = if organizer { windows::ORGANIZER } else { windows::ATTENDEE };
    if let Err(error) = windows::open(app, label) {
        tracing::error!(%error, "the window did not come to the front");
    }
}
