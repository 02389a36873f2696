//! How long a message is tried. A channel that says "later" about one mail may say so for ever, and an outbox that
//! listens for ever tells nobody. So the waits grow, the tries end after four days (RFC 5321 §4.5.4.1 asks for four to
//! five), and none is made into an event that has begun. Tries that failed for a reason of the channel's own, as a
//! wrong password or a server that is away, do not count: their end is the end of the event.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// In seconds, after the first try, the second, and so on: 13 tries within 4 days and 4 hours.
const WAITS: [u64; 12] = [
    MINUTE,
    5 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    4 * HOUR,
    8 * HOUR,
    12 * HOUR,
    24 * HOUR,
    24 * HOUR,
    24 * HOUR,
];

/// What follows a try that the channel put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Again {
        pause: Duration,
    },
    /// Every try that it is given has been made.
    GivenUp,
    /// Its event has begun.
    TooLate,
}

/// `attempts` with the one that just ended, `least` as the channel asked for.
pub(super) fn after(attempts: u32, least: Duration, now: Timestamp, begins: Timestamp) -> Next {
    if begins <= now {
        return Next::TooLate;
    }
    let made = usize::try_from(attempts.max(1) - 1).unwrap_or(usize::MAX);
    let Some(wait) = WAITS.get(made) else { return Next::GivenUp };
    // The last try is the one at the very beginning: until then it helps, and then its person needs another way.
    let left = Duration::try_from(begins.duration_since(now)).unwrap_or(Duration::ZERO);
    Next::Again { pause: Duration::from_secs(*wait).max(least).min(left) }
}

/// So many tries it is given.
pub(super) fn tries() -> usize {
    WAITS.len() + 1
}

/// Nobody needs the way into an event that is over. Until then somebody may register who wants to come in late.
pub(super) fn is_over(ends: Timestamp, now: Timestamp) -> bool {
    ends <= now
}

/// The moment after a pause.
pub(super) fn later(now: Timestamp, pause: Duration) -> Timestamp {
    let pause = SignedDuration::try_from(pause).unwrap_or(SignedDuration::from_mins(1));
    now.saturating_add(pause).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Timestamp {
        later(Timestamp::UNIX_EPOCH, Duration::from_secs(seconds))
    }

    #[test]
    fn the_tries_end_after_four_days_and_each_wait_is_no_shorter_than_the_last() {
        let (mut now, mut attempts, mut last) = (0, 1, Duration::ZERO);
        while let Next::Again { pause } = after(attempts, Duration::ZERO, at(now), at(1_000 * HOUR)) {
            assert!(pause >= last, "who says later again is asked less often: {pause:?} after {last:?}");
            (now, attempts, last) = (now + pause.as_secs(), attempts + 1, pause);
        }
        assert_eq!(attempts as usize, tries());
        let days = 24 * HOUR;
        assert!((4 * days..5 * days).contains(&now), "RFC 5321 gives four to five days, not {now} s");
    }

    #[test]
    fn a_channel_may_ask_for_longer_and_no_wait_goes_past_the_beginning() {
        let asked = Duration::from_secs(10 * MINUTE);
        assert_eq!(after(1, asked, at(0), at(HOUR)), Next::Again { pause: asked });
        let left = Duration::from_secs(7);
        assert_eq!(after(9, asked, at(0), at(7)), Next::Again { pause: left }, "one last try, in time");
        assert_eq!(after(1, asked, at(7), at(7)), Next::TooLate);
        assert_eq!(after(u32::MAX, asked, at(0), at(HOUR)), Next::GivenUp);
    }
}
