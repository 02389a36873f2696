//! Private files, replaced whole or not at all.

#[cfg_attr(unix, path = "files/unix.rs")]
#[cfg_attr(windows, path = "files/windows.rs")]
mod system;

use std::io::{Result, Write};
use std::path::Path;

/// Writes beside, syncs, renames: after a crash the file is the old one or the new one. Readable by its owner only.
pub fn replace_private(path: &Path, bytes: &[u8]) -> Result<()> {
    let beside = path.with_extension(format!("new{}", std::process::id()));
    let mut file = system::private(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    sync_beside(path)
}

/// A file that was renamed is there after a crash too.
pub fn sync_beside(path: &Path) -> Result<()> {
    // The folder of a bare name is the one that the program stands in.
    match path.parent().filter(|dir| !dir.as_os_str().is_empty()) {
        Some(dir) => system::sync_dir(dir),
        None => system::sync_dir(Path::new(".")),
    }
}

/// A new, empty file, readable by its owner only.
pub fn private(path: &Path) -> Result<std::fs::File> {
    system::private(path)
}

/// A folder for its owner only.
pub fn private_dir(path: &Path) -> Result<()> {
    std::fs::create_dir_all(path)?;
    system::for_owner_only(path)
}
