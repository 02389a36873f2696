//! How a window is drawn on Linux. Where there is no device to render with (a virtual machine, a remote desktop, a kiosk
//! without a driver), WebKitGTK composites on the processor: from the first moving thing on, a spinner or a progress bar,
//! every frame is drawn whole and copied, which makes long lists and long work stutter. Without compositing it draws
//! what has changed, and nothing else.

use std::path::Path;

use tauri::{Runtime, WebviewWindow};
use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt as _, WebViewExt as _};

/// Where the kernel lists what can render.
const DEVICES: &str = "/dev/dri";

/// Before anything is drawn: the window was made just now.
pub fn as_the_machine_can<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    if can_render(Path::new(DEVICES)) {
        return Ok(());
    }
    window.with_webview(|webview| {
        if let Some(settings) = webview.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
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
