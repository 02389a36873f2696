//! A second start that names another profile. One program runs for each kind of profile, so it lands in the one that is
//! open already: that one does nothing with it but say so.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::profiles::real;

/// What the window has yet to say of it. Of many starts the newest is told.
#[derive(Default)]
pub struct OtherStart(Mutex<Option<String>>);

impl OtherStart {
    /// Whether `meant` is another folder than `here`, the profile's that is open. `listed`: it can be gone to from the
    /// list of accounts.
    pub fn note(&self, here: &Path, meant: &Path, listed: bool) -> bool {
        let (here, meant) = (real(here), real(meant));
        if here == meant {
            return false;
        }
        let next = if listed {
            "To work there, choose it among the accounts."
        } else {
            "Close Lectern here, then start it again."
        };
        *self.lock() = Some(format!(
            "Lectern is open with the profile in {}. What was just started is for the one in {}, so nothing of it was \
             opened. {next}",
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
            assert!(!started.note(&here, &same, true), "{} is the profile that is open", same.display());
        }
        assert_eq!(started.take(), None);
        assert!(started.note(&here, &there, true), "also where nothing is yet");
        assert!(started.note(&here, folder.path(), false));
        let told = started.take().expect("words");
        assert!(told.contains(&format!("profile in {}. ", real(&here).display())), "{told}");
        assert!(told.contains(&format!("one in {}, ", real(folder.path()).display())), "the newest: {told}");
        assert!(told.ends_with("Close Lectern here, then start it again."), "{told}");
        assert_eq!(started.take(), None, "said once");
        assert!(started.note(&here, &there, true));
        let told = started.take().expect("words");
        assert!(told.ends_with("choose it among the accounts."), "the way there is named: {told}");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_to_the_folder_is_the_folder() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (here, link) = (folder.path().join("a"), folder.path().join("link"));
        std::fs::create_dir(&here).expect("a folder");
        std::os::unix::fs::symlink(&here, &link).expect("a link");
        assert!(!OtherStart::default().note(&here, &link, false));
    }
}
