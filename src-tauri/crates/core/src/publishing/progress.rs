//! How far the people of an event are on their way to the service, or back. Of this process, and not on the disk.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::Serialize;
use ts_rs::TS;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct HandingProgress {
    pub done: u32,
    pub total: u32,
    /// When the last one is there, at this pace.
    #[ts(type = "string | null")]
    pub finish_at: Option<Timestamp>,
}

/// By event.
#[derive(Default)]
pub(crate) struct Progress(Mutex<HashMap<String, Way>>);

#[derive(Clone, Copy)]
struct Way {
    done: u32,
    total: u32,
    since: Timestamp,
}

impl Progress {
    fn ways(&self) -> MutexGuard<'_, HashMap<String, Way>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn begin(&self, event: &str, total: u32, since: Timestamp) {
        self.ways().insert(event.to_owned(), Way { done: 0, total, since });
    }

    /// So many more. Where nothing was begun, nothing is counted.
    pub fn step(&self, event: &str, people: usize) {
        if let Some(way) = self.ways().get_mut(event) {
            way.done = way.done.saturating_add(u32::try_from(people).unwrap_or(u32::MAX)).min(way.total);
        }
    }

    pub fn end(&self, event: &str) {
        self.ways().remove(event);
    }

    pub fn of(&self, event: &str, now: Timestamp) -> Option<HandingProgress> {
        let Way { done, total, since } = *self.ways().get(event)?;
        let spent = now.duration_since(since).as_millis().max(0);
        let left = i128::from(total - done);
        let finish_at = (done > 0)
            .then(|| spent.saturating_mul(left) / i128::from(done))
            .and_then(|left| i64::try_from(left).ok())
            .and_then(|left| now.checked_add(jiff::SignedDuration::from_millis(left)).ok());
        Some(HandingProgress { done, total, finish_at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_foretold_by_the_pace_so_far() {
        let at = |second| Timestamp::from_second(second).expect("a time");
        let progress = Progress::default();
        progress.step("autumn", 5);
        assert_eq!(progress.of("autumn", at(0)), None, "nothing was begun");
        progress.begin("autumn", 4_000, at(0));
        assert_eq!(progress.of("autumn", at(1)).and_then(|way| way.finish_at), None, "no pace yet");
        progress.step("autumn", 1_000);
        let way = progress.of("autumn", at(2)).expect("under way");
        assert_eq!((way.done, way.finish_at), (1_000, Some(at(8))));
        progress.step("autumn", 9_000);
        assert_eq!(progress.of("autumn", at(3)).map(|way| way.done), Some(4_000), "never more than all");
        progress.end("autumn");
        assert_eq!(progress.of("autumn", at(3)), None);
    }
}
