//! macOS (not run here): `~/Library/Application Support`.

use std::path::PathBuf;

pub fn data_dir() -> Option<PathBuf> {
    std::env::var_os("HOME").map(|home| PathBuf::from(home).join("Library/Application Support"))
}
