//! How far it is, and when it will be done.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::{SignedDuration, Timestamp};
use lectern_domain::bulk::BulkKind;
use lectern_store::Watch;
use serde::Serialize;
use ts_rs::TS;

use crate::clock::Clock;
use crate::desk::Desk;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum BulkPhase {
    Reading,
    Checking,
    Writing,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct BulkProgress {
    pub event_id: String,
    pub kind: BulkKind,
    /// It is being taken back.
    pub undoing: bool,
    pub phase: BulkPhase,
    /// Of `total` rows or people; 0 of 0 while that is not known.
    pub done: u32,
    pub total: u32,
    /// When this phase ends at this pace.
    pub finish_at: Option<String>,
}

/// Told of each step; must not block.
pub type Told = Arc<dyn Fn(&BulkProgress) + Send + Sync>;

/// Nobody wants to know.
pub fn untold() -> Told {
    Arc::new(|_| {})
}

/// So many times a phase tells.
const TIMES: u32 = 100;

/// Whose progress it is.
pub(in crate::registration) struct Steps {
    told: Told,
    clock: Arc<dyn Clock>,
    event_id: String,
    kind: BulkKind,
    undoing: bool,
}

/// One phase of it, counted.
pub(in crate::registration) struct Phase {
    steps: Arc<Steps>,
    which: BulkPhase,
    began: Timestamp,
    /// In units: what is counted of a person may be several rows.
    total: AtomicU32,
    units: AtomicU32,
    each: u32,
}

impl Steps {
    pub fn of(desk: &Desk, told: Told, event_id: &str, kind: BulkKind, undoing: bool) -> Arc<Self> {
        Arc::new(Self { told, clock: desk.clock(), event_id: event_id.to_owned(), kind, undoing })
    }

    /// `each`: units that make one of `total`.
    pub fn begin(self: &Arc<Self>, phase: BulkPhase, total: usize, each: u32) -> Arc<Phase> {
        let phase = Phase {
            steps: Arc::clone(self),
            which: phase,
            began: self.clock.now(),
            total: AtomicU32::new(0),
            units: AtomicU32::new(0),
            each,
        };
        phase.expect(total);
        phase.tell(0);
        Arc::new(phase)
    }
}

impl Phase {
    /// So many there are, as it turns out.
    pub fn expect(&self, total: usize) {
        let units = u32::try_from(total).unwrap_or(u32::MAX).saturating_mul(self.each);
        self.total.store(units, Ordering::Relaxed);
    }

    /// One unit more.
    pub fn step(&self) {
        let done = self.units.fetch_add(1, Ordering::Relaxed) + 1;
        let total = self.total.load(Ordering::Relaxed);
        if done == total || done.is_multiple_of((total / TIMES).max(1)) {
            self.tell(done.min(total));
        }
    }

    /// Counts the rows of these tables, and stops when the desk is told to.
    pub fn watch(self: &Arc<Self>, desk: &Desk, tables: &'static [&'static str]) -> Watch {
        let phase = Arc::clone(self);
        let told = move |table: &str| {
            if tables.contains(&table) {
                phase.step();
            }
        };
        Watch { told: Arc::new(told), stop: Arc::clone(&desk.stop_bulk) }
    }

    fn tell(&self, done: u32) {
        let total = self.total.load(Ordering::Relaxed);
        (self.steps.told)(&BulkProgress {
            event_id: self.steps.event_id.clone(),
            kind: self.steps.kind,
            undoing: self.steps.undoing,
            phase: self.which,
            done: done / self.each,
            total: total / self.each,
            finish_at: self.finish(done, total).map(|at| at.to_string()),
        });
    }

    fn finish(&self, done: u32, total: u32) -> Option<Timestamp> {
        let now = self.steps.clock.now();
        let spent = now.duration_since(self.began);
        let left = spent.checked_mul(i32::try_from(total.saturating_sub(done)).ok()?)?;
        let left: SignedDuration = left.checked_div(i32::try_from(done).ok()?)?;
        now.saturating_add(left).ok()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::clock::SteppedClock;

    #[test]
    fn a_hundred_thousand_rows_are_told_a_hundred_times_with_their_end() {
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (ear, clock) = (Arc::clone(&heard), Arc::new(SteppedClock::at(Timestamp::UNIX_EPOCH)));
        let told: Told =
            Arc::new(move |progress| ear.lock().expect("nobody panicked").push(progress.clone()));
        let steps = Arc::new(Steps {
            told,
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            event_id: "e".into(),
            kind: BulkKind::Import,
            undoing: false,
        });
        let phase = steps.begin(BulkPhase::Writing, 100_000, 2);
        for half in 1..=200_000_u32 {
            if half == 100_000 {
                clock.advance(SignedDuration::from_secs(10));
            }
            phase.step();
        }
        let heard = heard.lock().expect("nobody panicked");
        assert_eq!(heard.len(), 101, "a window that is told of every row draws nothing else");
        assert_eq!((heard[0].done, heard[0].total, heard[0].finish_at.as_deref()), (0, 100_000, None));
        assert_eq!((heard[50].done, heard[50].finish_at.as_deref()), (50_000, Some("1970-01-01T00:00:20Z")));
        assert_eq!(heard[100].done, 100_000);
    }
}
