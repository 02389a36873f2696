//! Linux and macOS: rights are the file's own.

use std::fs::{File, OpenOptions, Permissions};
use std::io::Result;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

pub fn private(path: &Path) -> Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)
}

pub fn sync_dir(dir: &Path) -> Result<()> {
    File::open(dir)?.sync_all()
}

pub fn for_owner_only(dir: &Path) -> Result<()> {
    std::fs::set_permissions(dir, Permissions::from_mode(0o700))
}
