//! Who opens `lectern:` and `lectern-sandbox:` links on this machine. Packages say it when they are installed; a copy
//! that came without one says it here, where nobody else does.

#[cfg(target_os = "linux")]
#[path = "linux.rs"]
mod system;
#[cfg(target_os = "macos")]
#[path = "macos.rs"]
mod system;
#[cfg(target_os = "windows")]
#[path = "windows.rs"]
mod system;

use lectern_core::profile::ProfileKind;
use tauri::{AppHandle, Runtime};

/// Why the links of a scheme do not open in this copy. Links can still be pasted.
type Unclaimed = Box<dyn std::error::Error>;

/// Both schemes, whichever profile is open: this program opens the links of both. Reads and writes files.
pub fn claim<R: Runtime>(app: &AppHandle<R>) {
    for scheme in [ProfileKind::Real, ProfileKind::Sandbox].map(ProfileKind::scheme) {
        if let Err(error) = system::claim(app, scheme) {
            tracing::warn!(%error, scheme, "links of this scheme will not open here; paste them instead");
        }
    }
}
