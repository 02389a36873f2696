//! Windows (not run here): what lies under the user's folder is that user's, by the rights that it inherits.

use std::fs::{File, OpenOptions};
use std::io::Result;
use std::path::Path;

pub fn private(path: &Path) -> Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).open(path)
}

/// Windows has no handle to sync a folder by; the rename is journaled by NTFS.
#[expect(clippy::unnecessary_wraps, reason = "on the other systems it can fail")]
pub fn sync_dir(_dir: &Path) -> Result<()> {
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "on the other systems it can fail")]
pub fn for_owner_only(_dir: &Path) -> Result<()> {
    Ok(())
}
