//! macOS (not run here): the bundle's Info.plist names the schemes, and the system reads it when it first sees the app.

use tauri::{AppHandle, Runtime};

use super::Unclaimed;

#[expect(clippy::unnecessary_wraps, reason = "on the other systems it can fail")]
pub(super) fn claim<R: Runtime>(_app: &AppHandle<R>, _scheme: &str) -> Result<(), Unclaimed> {
    Ok(())
}
