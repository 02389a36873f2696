//! What this desk is in the middle of, so that nobody closes it over that unasked.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Desk;

/// What takes more than moments, and would be cut off by closing the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Work {
    Sending,
    /// An import, or a change of many people.
    People,
    Enrolling,
    /// A copy of the data.
    Copying,
    Erasing,
    Probing,
}

#[derive(Default)]
pub(super) struct AtWork(Mutex<BTreeMap<Work, usize>>);

impl AtWork {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<Work, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Under way until it is dropped, however the work ends.
#[must_use]
pub(crate) struct Begun {
    all: Arc<AtWork>,
    work: Work,
}

impl Drop for Begun {
    fn drop(&mut self) {
        let mut all = self.all.lock();
        if let Some(count) = all.get_mut(&self.work) {
            *count -= 1;
            if *count == 0 {
                all.remove(&self.work);
            }
        }
    }
}

impl Desk {
    pub(crate) fn begin(&self, work: Work) -> Begun {
        *self.at_work.lock().entry(work).or_default() += 1;
        Begun { all: Arc::clone(&self.at_work), work }
    }

    pub(crate) fn at_work(&self) -> Vec<Work> {
        self.at_work.lock().keys().copied().collect()
    }
}
