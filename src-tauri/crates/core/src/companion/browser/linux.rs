//! Linux: what the distributions and the makers' own packages put on the `PATH`.

use std::path::{Path, PathBuf};

use super::{Browser, name_of};

/// Chrome first: on Linux it is the one that Microsoft names as supported.
const PROGRAMS: [&str; 6] = [
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
    "chromium",
    "chromium-browser",
];

pub(super) fn installed() -> Option<Browser> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).filter(|folder| folder.is_absolute()).collect();
    PROGRAMS
        .iter()
        .find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|at| runs(at)))
        .map(|program| Browser { name: name_of(&program), confined_to: confinement(&program), program })
}

fn runs(program: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    program.metadata().is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
}

/// A snap sees neither hidden folders nor the system's `/tmp`; its own common folder it does.
fn confinement(program: &Path) -> Option<PathBuf> {
    let real = program.canonicalize().ok()?;
    let is_snap = program.starts_with("/snap") || real.ends_with("usr/bin/snap");
    let name = program.file_name()?.to_str()?.trim_end_matches("-browser");
    is_snap.then(|| {
        PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join("snap").join(name).join("common")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_program_is_no_browser() {
        let written = tempfile::NamedTempFile::new().expect("a file");
        assert!(!runs(written.path()), "a file that cannot be run");
        assert!(!runs(Path::new("/usr/bin")), "a folder can be entered, not run");
        assert!(runs(Path::new("/bin/sh")));
    }
}
