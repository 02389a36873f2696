//! One at a time over all processes of a profile: the window and the terminal share a store, and must not both create
//! an event or send a message. The operating system drops a lock with its process, so a crash leaves none behind.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::PathBuf;

use crate::desk::blocking;
use crate::error::DeskError;
use crate::profile::Profile;

pub struct Lock(File);

impl Drop for Lock {
    /// Said, and not left to the closing of the file: a program that is being started has a copy of it for a moment,
    /// which would keep the lock.
    fn drop(&mut self) {
        let _ends_with_the_file_at_the_latest = self.0.unlock();
    }
}

impl Lock {
    /// Waits for its turn.
    pub async fn wait(profile: &Profile, name: &'static str) -> Result<Self, DeskError> {
        let profile = profile.clone();
        blocking(move || Self::wait_blocking(&profile, name)).await?
    }

    /// As [`Self::wait`], where blocking is allowed.
    pub fn wait_blocking(profile: &Profile, name: &str) -> Result<Self, DeskError> {
        let path = path(profile, name);
        let file = open(&path)?;
        file.lock().map_err(|error| failed(&path, &error))?;
        Ok(Self(file))
    }

    /// With others who share it; waits while one has it alone.
    pub fn share_blocking(profile: &Profile, name: &str) -> Result<Self, DeskError> {
        let path = path(profile, name);
        let file = open(&path)?;
        file.lock_shared().map_err(|error| failed(&path, &error))?;
        Ok(Self(file))
    }

    /// `None`: somebody else has it.
    pub fn try_take(profile: &Profile, name: &'static str) -> Result<Option<Self>, DeskError> {
        let path = path(profile, name);
        let file = open(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(failed(&path, &error)),
        }
    }
}

fn path(profile: &Profile, name: &str) -> PathBuf {
    profile.dir().join(format!("{name}.lock"))
}

fn open(path: &PathBuf) -> Result<File, DeskError> {
    OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(|error| failed(path, &error))
}

fn failed(path: &std::path::Path, error: &std::io::Error) -> DeskError {
    DeskError::Stopped(format!("the lock {}: {error}", path.display()))
}
