//! Keeps the world in a file, so that a desk that comes back after a crash finds its events again.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::Notify;

use crate::world::{Shared, World, lock};

/// Changes that come within this time are written together.
const DEBOUNCE: Duration = Duration::from_millis(150);

/// Writes the world after it has changed. Without a file it does nothing.
#[derive(Debug, Clone)]
pub struct Saver(Option<Arc<Inner>>);

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    shared: Shared,
    changed: Notify,
    dirty: AtomicBool,
}

impl Saver {
    pub fn new(path: Option<PathBuf>, shared: Shared) -> Self {
        Self(path.map(|path| {
            Arc::new(Inner { path, shared, changed: Notify::new(), dirty: AtomicBool::new(false) })
        }))
    }

    /// Says that the world may have changed.
    pub fn touch(&self) {
        if let Some(inner) = &self.0 {
            inner.dirty.store(true, Ordering::Release);
            inner.changed.notify_one();
        }
    }

    /// Writes after each change until the task is dropped.
    pub async fn run(self) {
        let Some(inner) = self.0 else { return };
        loop {
            inner.changed.notified().await;
            tokio::time::sleep(DEBOUNCE).await;
            let inner = Arc::clone(&inner);
            let written = tokio::task::spawn_blocking(move || inner.save()).await;
            if let Ok(Err(error)) = written {
                tracing::warn!(%error, "the sandbox's state was not saved");
            }
        }
    }

    /// Writes now if something has changed since the last time.
    pub fn save(&self) -> io::Result<()> {
        self.0.as_ref().map_or(Ok(()), |inner| inner.save())
    }
}

impl Inner {
    fn save(&self) -> io::Result<()> {
        if !self.dirty.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        let bytes = serde_json::to_vec(&*lock(&self.shared))?;
        write_private(&self.path, &bytes)
    }
}

/// The world of an earlier start, or nothing if there was none.
pub fn load(path: &Path) -> io::Result<Option<World>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes a file that only its owner can read, whole or not at all.
pub fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", crate::random::hex::<4>()));
    let beside = path.with_file_name(name);
    let written = write_new(&beside, bytes).and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    written
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    io::Write::write_all(&mut file, bytes)?;
    file.sync_all()
}
