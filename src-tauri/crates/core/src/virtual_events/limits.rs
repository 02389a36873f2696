//! How much Teams lets one application ask: 15 writes and 750 reads of virtual events in 30 s, over all tenants. By one
//! source only, so it is a setting, marked as unverified, under which the desk learns: a refusal (429) lowers it to
//! what was taken, or to half, and holds everything back for as long as Teams says; without refusals it comes up again,
//! slowly. What was asked and what was learned are in the store, so all processes of the profile share them, and a
//! crash forgets nothing.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lectern_store::requests::{Counted, Learned, Made};
use lectern_store::{StoreError, Writer};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::VirtualEventError;
use crate::desk::Desk;
use crate::error::DeskError;

const SETTING: &str = "virtual-event-limits";
/// So long without a refusal, and one request more is tried.
const RAISE_AFTER: SignedDuration = SignedDuration::from_mins(10);
/// A request whose answer nobody heard (a kill) may have been counted so much later than it was written down.
const UNHEARD: SignedDuration = SignedDuration::from_secs(2);
/// No service asks for more patience; a clock that was wrong might.
const LONGEST: SignedDuration = SignedDuration::from_hours(1);

/// What an application may ask in a while.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct RequestLimits {
    pub writes: u32,
    pub reads: u32,
    pub seconds: u32,
}

impl Default for RequestLimits {
    fn default() -> Self {
        Self { writes: 15, reads: 750, seconds: 30 }
    }
}

pub async fn show(desk: &Desk) -> Result<RequestLimits, DeskError> {
    Ok(desk.setting(SETTING).await?.unwrap_or_default())
}

/// Whoever knows better: another number is what the desk goes up to from now on.
pub async fn set(desk: &Desk, limits: RequestLimits) -> Result<RequestLimits, VirtualEventError> {
    for (field, number, most) in [
        ("writes", limits.writes, 10_000),
        ("reads", limits.reads, 100_000),
        ("seconds", limits.seconds, 3_600),
    ] {
        if !(1..=most).contains(&number) {
            return Err(VirtualEventError::Field { field, message: format!("Between 1 and {most}.") });
        }
    }
    desk.set_setting(SETTING, &limits).await?;
    Ok(limits)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Write,
    Read,
}

/// Leave to ask now, or when to come again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Now(Leave),
    At(Timestamp),
}

/// So many requests are counted already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Leave {
    pub count: u32,
    number: i64,
    kind: Kind,
}

/// One application's.
#[derive(Debug, Clone)]
pub(super) struct Limiter {
    application: String,
    limits: RequestLimits,
}

impl Limiter {
    pub async fn of(desk: &Desk, application: &str) -> Result<Self, DeskError> {
        Ok(Self { application: application.to_owned(), limits: show(desk).await? })
    }

    fn counted(&self, kind: Kind) -> Counted<'_> {
        let kind = match kind {
            Kind::Write => "write",
            Kind::Read => "read",
        };
        Counted { application: &self.application, kind }
    }

    fn ceiling(&self, kind: Kind) -> u32 {
        match kind {
            Kind::Write => self.limits.writes,
            Kind::Read => self.limits.reads,
        }
    }

    fn window(&self) -> SignedDuration {
        SignedDuration::from_secs(self.limits.seconds.into())
    }

    /// Takes leave for up to `wanted` requests. It is on the disk before anything is sent.
    pub fn take(
        &self,
        w: &Writer<'_>,
        kind: Kind,
        wanted: usize,
        now: Timestamp,
    ) -> Result<Turn, StoreError> {
        let (requests, counted) = (w.requests(), self.counted(kind));
        let since = now.saturating_sub(self.window()).unwrap_or(now);
        let state = State {
            learned: requests.learned(counted)?,
            ceiling: self.ceiling(kind),
            window: self.window(),
            made: requests.made(counted, since)?,
        };
        if let Some(until) = state.held(now) {
            return Ok(Turn::At(until));
        }
        let count = state.free(now).min(u32::try_from(wanted).unwrap_or(u32::MAX));
        if count == 0 {
            return Ok(Turn::At(state.next(now)));
        }
        requests.forget(now.saturating_sub(LONGEST).unwrap_or(now).min(since))?;
        let number =
            requests.make(counted, Made { at: now.saturating_add(UNHEARD).unwrap_or(now), count })?;
        Ok(Turn::Now(Leave { count, number, kind }))
    }

    /// The answers are there: when they came, and for how long Teams put off each that it refused (429).
    pub async fn answered(
        &self,
        desk: &Desk,
        leave: Leave,
        refused: &[Option<Duration>],
    ) -> Result<(), VirtualEventError> {
        let (limiter, now) = (self.clone(), desk.now());
        let wait = refused.iter().map(|wait| wait.map_or(limiter.window(), signed)).max();
        let count = u32::try_from(refused.len()).unwrap_or(u32::MAX);
        desk.write(move |w| {
            let (requests, counted) = (w.requests(), limiter.counted(leave.kind));
            requests.answered(leave.number, now)?;
            if let Some(wait) = wait {
                let since = now.saturating_sub(limiter.window()).unwrap_or(now);
                let asked: u32 = requests.made(counted, since)?.iter().map(|made| made.count).sum();
                let known =
                    requests.learned(counted)?.map_or(limiter.ceiling(leave.kind), |known| known.most);
                // Never less than half at once: a refusal may come of clocks that differ by a moment.
                let most = asked.saturating_sub(count).max(known / 2).min(known).max(1);
                let not_before = now.saturating_add(wait.min(LONGEST)).ok();
                requests.learn(counted, Learned { most, changed_at: now, not_before })?;
            }
            Ok::<_, VirtualEventError>(())
        })
        .await
    }

    /// What may be asked in a while now, and when so many writes will all have been sent.
    pub async fn forecast(&self, desk: &Desk, writes: usize) -> Result<(u32, Timestamp), DeskError> {
        let (limiter, now) = (self.clone(), desk.now());
        let state = desk
            .read(move |r| {
                let (requests, counted) = (r.requests(), limiter.counted(Kind::Write));
                let since = now.saturating_sub(limiter.window()).unwrap_or(now);
                Ok(State {
                    learned: requests.learned(counted)?,
                    ceiling: limiter.ceiling(Kind::Write),
                    window: limiter.window(),
                    made: requests.made(counted, since)?,
                })
            })
            .await?;
        Ok((state.most(now), state.finish(now, writes)))
    }
}

fn signed(wait: Duration) -> SignedDuration {
    SignedDuration::try_from(wait).unwrap_or(LONGEST)
}

/// Where things stand for one kind of requests.
struct State {
    learned: Option<Learned>,
    ceiling: u32,
    window: SignedDuration,
    /// In the window, oldest first.
    made: Vec<Made>,
}

impl State {
    /// Raised by one for each while without a refusal.
    fn most(&self, now: Timestamp) -> u32 {
        let Some(learned) = self.learned else { return self.ceiling };
        let quiet = now.duration_since(learned.changed_at).as_secs().max(0) / RAISE_AFTER.as_secs();
        learned.most.saturating_add(u32::try_from(quiet).unwrap_or(u32::MAX)).min(self.ceiling)
    }

    /// Until when Teams wants nothing.
    fn held(&self, now: Timestamp) -> Option<Timestamp> {
        let until = self.learned?.not_before?;
        (until > now && until.duration_since(now) <= LONGEST).then_some(until)
    }

    fn free(&self, now: Timestamp) -> u32 {
        let used: u32 = self.made.iter().map(|made| made.count).sum();
        self.most(now).saturating_sub(used)
    }

    /// When the next request has a place.
    fn next(&self, now: Timestamp) -> Timestamp {
        let (most, mut used) = (self.most(now), self.made.iter().map(|made| made.count).sum::<u32>());
        for made in &self.made {
            used -= made.count;
            if used < most {
                return made.at.saturating_add(self.window).unwrap_or(now).max(now);
            }
        }
        now
    }

    /// When the last of so many has been sent, if nobody else uses up the limit.
    fn finish(&self, now: Timestamp, writes: usize) -> Timestamp {
        let writes = u32::try_from(writes).unwrap_or(u32::MAX);
        let start = self.held(now).unwrap_or(now);
        let left = writes.saturating_sub(self.free(now));
        if left == 0 {
            return start;
        }
        let windows = left.div_ceil(self.most(now)) - 1;
        let more = self.window.checked_mul(i32::try_from(windows).unwrap_or(i32::MAX));
        let next = self.made.first().map_or(start.saturating_add(self.window).unwrap_or(start), |made| {
            made.at.saturating_add(self.window).unwrap_or(start)
        });
        next.max(start).saturating_add(more.unwrap_or(SignedDuration::MAX)).unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).expect("an instant")
    }

    fn state(made: &[(i64, u32)], learned: Option<Learned>) -> State {
        State {
            learned,
            ceiling: 15,
            window: SignedDuration::from_secs(30),
            made: made.iter().map(|(second, count)| Made { at: at(*second), count: *count }).collect(),
        }
    }

    #[test]
    fn ten_thousand_take_five_and_a_half_hours_and_it_says_so() {
        let fresh = state(&[], None);
        assert_eq!(fresh.free(at(0)), 15);
        let windows = 666;
        assert_eq!(
            fresh.finish(at(0), 10_000),
            at(windows * 30),
            "the first fifteen leave at once, 9,985 after them"
        );
        assert_eq!(fresh.finish(at(0), 15), at(0));
        let full = state(&[(0, 15)], None);
        assert_eq!((full.free(at(10)), full.next(at(10))), (0, at(30)));
        assert_eq!(full.finish(at(10), 16), at(60), "what was sent already counts");
        let two = state(&[(0, 5), (8, 10)], None);
        assert_eq!(two.next(at(10)), at(30), "the oldest leaves first");
    }

    #[test]
    fn a_refusal_lowers_it_and_quiet_raises_it_again() {
        let learned = |not_before| Learned { most: 9, changed_at: at(0), not_before };
        let lowered = state(&[], Some(learned(Some(at(20)))));
        assert_eq!(
            (lowered.held(at(0)), lowered.held(at(20))),
            (Some(at(20)), None),
            "as long as Teams says"
        );
        assert_eq!(lowered.free(at(30)), 9);
        assert_eq!(lowered.most(at(1_199)), 10, "one more after ten minutes without a refusal");
        assert_eq!(lowered.most(at(100_000)), 15, "never above the setting");
        let wrong = state(&[], Some(learned(Some(at(1_000_000)))));
        assert_eq!(wrong.held(at(0)), None, "a clock that was wrong must not stop it for ever");
        assert!(lowered.finish(at(0), 100) > state(&[], None).finish(at(0), 100), "told honestly");
    }
}
