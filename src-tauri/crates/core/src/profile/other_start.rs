//! A second start that names another profile. One program runs for each kind of profile, so it lands in the one that is
//! open already: that one does nothing with it but say so.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What the window has yet to say of it. Of many starts the newest is told.
#[derive(Default)]
pub struct OtherStart(Mutex<Option<String>>);

impl OtherStart {
    /// Whether `meant` is another folder than `here`, the profile's that is open.
    pub fn note(&self, here: &Path, meant: &Path) -> bool {
        let (here, meant) = (real(here), real(meant));
        if here == meant {
            return false;
        }
        *self.lock() = Some(format!(
            "Lectern is open with the profile in {}. What was just started is for the one in {}, so nothing of it was \
             opened. Close Lectern here, then start it again.",
            here.display(),
            meant.display()
        ));
        true
    }

    pub fn take(&self) -> Option<String> {
        self.lock().take()
    }

    fn lock(&self) -> MutexGuard<'_, Option<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// However it was written down: by a link, with `..`, with a slash at its end. One that is not there yet keeps its name.
fn real(folder: &Path) -> PathBuf {
    folder.canonicalize().or_else(|_| std::path::absolute(folder)).unwrap_or_else(|_| folder.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_folder_is_told_once_and_the_same_one_however_it_is_written_is_not() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (here, there) = (folder.path().join("a"), folder.path().join("b"));
        std::fs::create_dir(&here).expect("a folder");
        let started = OtherStart::default();
        for same in [here.clone(), here.join(""), here.join("../a"), folder.path().join("./a")] {
            assert!(!started.note(&here, &same), "{} is the profile that is open", same.display());
        }
        assert_eq!(started.take(), None);
        assert!(started.note(&here, &there), "also where nothing is yet");
        assert!(started.note(&here, folder.path()));
        let told = started.take().expect("words");
        assert!(told.contains(&format!("profile in {}. ", real(&here).display())), "{told}");
        assert!(told.contains(&format!("one in {}, ", real(folder.path()).display())), "the newest: {told}");
        assert_eq!(started.take(), None, "said once");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_the_folder_is_the_folder() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (here, link) = (folder.path().join("a"), folder.path().join("link"));
        std::fs::create_dir(&here).expect("a folder");
        std::os::unix::fs::symlink(&here, &link).expect("a link");
        assert!(!OtherStart::default().note(&here, &link));
    }
}
