//! How windows are drawn on Linux. Where there is no device to render with (a virtual machine, a remote desktop, a kiosk
//! without a driver), WebKitGTK composites on the processor: from the first moving thing on, a spinner or a progress bar,
//! every frame is drawn whole and copied, which makes long lists and long work stutter. Without compositing it draws
//! what has changed, and nothing else.
//!
//! It is told by the environment, which it reads once. Its setting `hardware-acceleration-policy` does the same to a
//! window that is there already; switched while the first page comes, the page may wait for a frame for ever.

use std::path::Path;

use gio::glib;
use tauri::webview::PageLoadEvent;
use tauri::{Manager, Runtime, WebviewWindowBuilder};

/// Where the kernel lists what can render.
const DEVICES: &str = "/dev/dri";
/// WebKitGTK's own switch.
const SWITCH: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";

/// Before anything else runs: the environment belongs to one thread only then. Whoever has set the switch is left alone.
pub fn as_the_machine_can() {
    if can_render(Path::new(DEVICES)) {
        return;
    }
    if let Err(error) = glib::setenv(SWITCH, "1", false) {
        tracing::warn!(%error, "windows are drawn as WebKitGTK finds right");
    }
}

/// Without compositing, WebKitGTK asks a page's process for its size when it paints the window for the first time, and
/// waits half a second for the answer where that process is waiting for the window in turn, as it does while it starts.
/// So the page is read first; what is shown then has something on it.
pub fn shown_with_its_page<R: Runtime, M: Manager<R>>(
    builder: WebviewWindowBuilder<'_, R, M>,
) -> WebviewWindowBuilder<'_, R, M> {
    builder.visible(false).on_page_load(|window, page| {
        if page.event() == PageLoadEvent::Finished
            && let Err(error) = window.show()
        {
            tracing::error!(%error, "the window could not be shown");
        }
    })
}

fn can_render(devices: &Path) -> bool {
    let listed = std::fs::read_dir(devices).into_iter().flatten().flatten();
    listed.map(|device| device.file_name()).any(|name| name.to_string_lossy().starts_with("renderD"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_screen_alone_renders_nothing() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let devices = folder.path().join("dri");
        assert!(!can_render(&devices), "no devices at all");
        std::fs::create_dir(&devices).expect("a folder");
        std::fs::write(devices.join("card0"), "").expect("a virtual machine's screen");
        assert!(!can_render(&devices), "it shows pictures, and draws none");
        std::fs::write(devices.join("renderD128"), "").expect("a device");
        assert!(can_render(&devices), "where there is one, it is left to draw");
    }
}
