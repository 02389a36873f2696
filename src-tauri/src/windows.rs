//! The two windows, as tauri.conf.json describes them. Each has its own label, and by it its own capabilities (D9).

#[cfg_attr(target_os = "macos", path = "windows/macos.rs")]
#[cfg_attr(not(target_os = "macos"), path = "windows/own_name.rs")]
mod name;

#[cfg(target_os = "linux")]
pub mod drawing;

use tauri::{AppHandle, Manager, Runtime, WebviewWindow, WebviewWindowBuilder};

use crate::bench_mark;

pub const ORGANIZER: &str = "organizer";
pub const ATTENDEE: &str = "attendee";

/// Brings the window to the front, or opens it.
pub fn open<R: Runtime>(app: &AppHandle<R>, label: &str) -> tauri::Result<WebviewWindow<R>> {
    if let Some(window) = app.get_webview_window(label) {
        window.unminimize()?;
        window.set_focus()?;
        return Ok(window);
    }
    let described = app.config().app.windows.iter().find(|window| window.label == label);
    let builder = WebviewWindowBuilder::from_config(app, described.ok_or(tauri::Error::WindowNotFound)?)?;
    let builder = match name::USER_AGENT {
        Some(name) => builder.user_agent(name),
        None => builder,
    };
    #[cfg(target_os = "linux")]
    let builder = drawing::shown_with_its_page(builder);
    bench_mark::on(builder).build()
}

/// Whether this window is there.
pub fn is_open<R: Runtime>(app: &AppHandle<R>, label: &str) -> bool {
    app.get_webview_window(label).is_some()
}

#[cfg(test)]
#[path = "windows/tests.rs"]
mod tests;
