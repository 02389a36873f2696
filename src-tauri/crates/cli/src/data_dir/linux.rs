//! Linux: `$XDG_DATA_HOME`, else `~/.local/share`.

use std::path::PathBuf;

pub fn data_dir() -> Option<PathBuf> {
    let home = || std::env::var_os("HOME").map(PathBuf::from);
    std::env::var_os("XDG_DATA_HOME")
        .map(PathBuf::from)
        .or_else(|| home().map(|home| home.join(".local/share")))
}
