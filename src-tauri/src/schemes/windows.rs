//! Windows (not run here): the person's own part of the registry. The installer writes the same keys.

use tauri::{AppHandle, Runtime};
use tauri_plugin_deep_link::DeepLinkExt as _;

use super::Unclaimed;

pub(super) fn claim<R: Runtime>(app: &AppHandle<R>, scheme: &str) -> Result<(), Unclaimed> {
    let links = app.deep_link();
    if links.is_registered(scheme)? { Ok(()) } else { Ok(links.register(scheme)?) }
}
