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

/// A new one; those that a crash left behind go. Its name says who made it, for whoever sweeps before the browser has
/// locked it.
pub(super) fn make(desk: &Desk, browser: &Browser) -> Result<DataFolder, CompanionError> {
    let above = browser.confined_to.clone().unwrap_or_else(|| usual(desk));
    let no_room = |error: std::io::Error| CompanionError::NoRoom(format!("{} ({error})", above.display()));
    private(&above).map_err(no_room)?;
    sweep(&above);
    let folder = above.join(format!("{PREFIX}{}-{}", std::process::id(), desk.chance().uuid()));
    private(&folder).map_err(no_room)?;
    Ok(DataFolder(folder))
}

fn usual(desk: &Desk) -> PathBuf {
    desk.profile().dir().join("companion")
}

/// Wherever a browser of this desk's has or had its data. Nothing is made for it.
pub(super) fn sweep_all(desk: &Desk) {
    let confined = desk.browser.find().and_then(|browser| browser.confined_to);
    for above in std::iter::once(usual(desk)).chain(confined) {
        sweep(&above);
    }
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
/// goes on undisturbed, and so does a browser that another Lectern is just starting.
fn in_use(folder: &Path) -> bool {
    match std::fs::read_link(folder.join("SingletonLock")) {
        Ok(lock) => {
            let lock = lock.to_string_lossy();
            lock.rsplit_once('-').and_then(|(_, process)| process.parse().ok()).is_some_and(runs)
        }
        Err(_) => maker(folder).is_some_and(|process| process != std::process::id() && runs(process)),
    }
}

/// The process that made a folder.
fn maker(folder: &Path) -> Option<u32> {
    let name = folder.file_name()?.to_str()?.strip_prefix(PREFIX)?;
    name.split_once('-')?.0.parse().ok()
}

/// One that has ended and that nobody has asked about yet is still listed (a zombie); it uses no folder any more.
fn runs(process: u32) -> bool {
    let told = std::fs::read_to_string(Path::new("/proc").join(process.to_string()).join("stat"));
    told.is_ok_and(|stat| {
        // The name, in brackets, may hold anything; the state comes behind it.
        let state = stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().next());
        !matches!(state, Some("Z" | "X"))
    })
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
    tracing::warn!("the companion's folder could not be deleted; the next start will");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_that_has_ended_keeps_no_folder_although_nobody_has_reaped_it() {
        let mut child = std::process::Command::new("true").spawn().expect("it starts");
        let stat = format!("/proc/{}/stat", child.id());
        while !std::fs::read_to_string(&stat).is_ok_and(|stat| stat.contains(") Z ")) {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        assert!(!runs(child.id()), "its folder would stay for as long as its parent does not ask");
        assert!(runs(std::process::id()), "this one does run");
        child.wait().expect("reaped");
        assert!(!runs(child.id()));
    }

    #[test]
    fn what_a_crash_left_behind_goes_and_what_is_in_use_stays() {
        let above = tempfile::tempdir().expect("a folder");
        let folder = |name: &str| {
            let path = above.path().join(format!("{PREFIX}{name}"));
            std::fs::create_dir_all(path.join("Default")).expect("made");
            path
        };
        let (left, locked_by_the_dead, in_use) = (folder("left"), folder("dead"), folder("alive"));
        // The first process of all is always there, and never ours; ours makes one at a time, and has none open here.
        let (another_starts, ended_starting) = (folder("1-x"), folder(&format!("{}-x", std::process::id())));
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
        assert!(another_starts.exists(), "a browser that is just being started has not locked it yet");
        assert!(!ended_starting.exists(), "what our own could not delete goes the next time");
        assert!(strangers.exists(), "only our own folders are deleted");
    }
}
