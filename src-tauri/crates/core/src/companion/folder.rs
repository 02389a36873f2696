//! The browser's data: a folder of its own for each companion, deleted after it.

use std::path::{Path, PathBuf};

use super::CompanionError;
use super::browser::Browser;
use crate::desk::Desk;

const PREFIX: &str = "lectern-companion-";

/// Deleted when dropped; the browser must have ended by then.
pub(super) struct DataFolder(PathBuf);

impl DataFolder {
    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for DataFolder {
    fn drop(&mut self) {
        remove(&self.0);
    }
}

/// A new one; those that a crash left behind go.
pub(super) fn make(desk: &Desk, browser: &Browser) -> Result<DataFolder, CompanionError> {
    let above = browser.confined_to.clone().unwrap_or_else(|| desk.profile().dir().join("companion"));
    let no_room = |error: std::io::Error| CompanionError::NoRoom(format!("{} ({error})", above.display()));
    private(&above).map_err(no_room)?;
    sweep(&above);
    let folder = above.join(format!("{PREFIX}{}", desk.chance().uuid()));
    private(&folder).map_err(no_room)?;
    Ok(DataFolder(folder))
}

fn private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn sweep(above: &Path) {
    let Ok(entries) = std::fs::read_dir(above) else { return };
    for folder in entries.flatten().map(|entry| entry.path()) {
        let ours = folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PREFIX));
        if ours && !in_use(&folder) {
            remove(&folder);
        }
    }
}

/// Chromium locks its folder by a link named for the machine and the process. A call that outlived a crash of Lectern's
/// goes on undisturbed.
fn in_use(folder: &Path) -> bool {
    let Ok(lock) = std::fs::read_link(folder.join("SingletonLock")) else { return false };
    let lock = lock.to_string_lossy();
    lock.rsplit_once('-')
        .and_then(|(_, process)| process.parse::<u32>().ok())
        .is_some_and(|process| Path::new("/proc").join(process.to_string()).exists())
}

fn remove(folder: &Path) {
    // The browser's last helpers may still be writing when it has ended.
    for pause in [0, 50, 200, 800] {
        std::thread::sleep(std::time::Duration::from_millis(pause));
        match std::fs::remove_dir_all(folder) {
            Ok(()) => return,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
            Err(error) => tracing::debug!(%error, "the companion's folder is still in use"),
        }
    }
    tracing::warn!("the companion's folder could not be deleted; the next companion will");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_crash_left_behind_goes_and_what_is_in_use_stays() {
        let above = tempfile::tempdir().expect("a folder");
        let folder = |name: &str| {
            let path = above.path().join(format!("{PREFIX}{name}"));
            std::fs::create_dir_all(path.join("Default")).expect("made");
            path
        };
        let (left, locked_by_the_dead, in_use) = (folder("left"), folder("dead"), folder("alive"));
        let strangers = above.path().join("something else");
        std::fs::create_dir(&strangers).expect("made");
        let lock = |folder: &Path, process: u32| {
            std::os::unix::fs::symlink(format!("some-host-{process}"), folder.join("SingletonLock"))
                .expect("locked");
        };
        lock(&locked_by_the_dead, u32::MAX);
        lock(&in_use, std::process::id());
        sweep(above.path());
        assert!(!left.exists() && !locked_by_the_dead.exists(), "nobody's data is kept after a call");
        assert!(in_use.exists(), "a call that goes on keeps its browser's files");
        assert!(strangers.exists(), "only our own folders are deleted");
    }
}
