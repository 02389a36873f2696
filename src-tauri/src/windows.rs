//! The two windows. Each has its own label, and by it its own capabilities (D9).

use tauri::{AppHandle, Manager, Runtime, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

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
    let title = if label == ATTENDEE { "Lectern: join" } else { "Lectern" };
    let builder = WebviewWindowBuilder::new(app, label, WebviewUrl::App("index.html".into()))
        .title(title)
        .inner_size(1280.0, 800.0)
        .min_inner_size(420.0, 560.0)
        .use_https_scheme(true);
    bench_mark::on(builder).build()
}
