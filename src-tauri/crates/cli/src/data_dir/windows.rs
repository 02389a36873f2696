//! Windows (not run here): `%APPDATA%`.

use std::path::PathBuf;

pub fn data_dir() -> Option<PathBuf> {
    std::env::var_os("APPDATA").map(PathBuf::from)
}
