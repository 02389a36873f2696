//! A clock that runs like the machine's and stands elsewhere: a wrong clock, or a later day.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use lectern_core::{Clock, SystemClock};

pub struct Shifted(Mutex<SignedDuration>);

impl Shifted {
    pub fn by(offset: SignedDuration) -> Self {
        Self(Mutex::new(offset))
    }

    pub fn advance(&self, by: SignedDuration) {
        let mut offset = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *offset = offset.saturating_add(by);
    }
}

impl Clock for Shifted {
    fn now(&self) -> Timestamp {
        let offset = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        SystemClock.now().saturating_add(offset).unwrap_or(Timestamp::MAX)
    }
}
