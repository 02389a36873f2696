//! How much of the calendar is read. A delta's window is frozen into its links, so it is renewed as the days pass.

use jiff::{SignedDuration, Timestamp};
use lectern_store::calendar::RoundRecord;

const BACK_DAYS: i64 = 30;
/// Well within the 1825 days that a calendar view may span.
const AHEAD_DAYS: i64 = 400;
const RENEW_DAYS: i64 = 7;

fn days(count: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * count)
}

/// The midnight (UTC) so many days from now: whole days make the same window at any hour.
fn midnight(now: Timestamp, distance: SignedDuration) -> Timestamp {
    let day = now.as_second().div_euclid(86_400) * 86_400;
    let today = Timestamp::from_second(day).unwrap_or(now);
    today.saturating_add(distance).unwrap_or(now)
}

/// Everything, in a window around now.
pub(super) fn whole(owner_id: &str, before: Option<&RoundRecord>, now: Timestamp) -> RoundRecord {
    RoundRecord {
        owner_id: owner_id.to_owned(),
        window_start: midnight(now, -days(BACK_DAYS)),
        window_end: midnight(now, days(AHEAD_DAYS)),
        round: before.map_or(1, |before| before.round.saturating_add(1)),
        full: true,
        next_link: None,
        delta_link: None,
        synced_at: before.and_then(|before| before.synced_at),
        not_before: None,
    }
}

/// Where reading goes on: a round that was broken off, a new one from the last one's end, or everything in a new window.
pub(super) fn begin(owner_id: &str, kept: Option<RoundRecord>, now: Timestamp) -> RoundRecord {
    let Some(kept) = kept else { return whole(owner_id, None, now) };
    let old = now.duration_since(kept.window_start) >= days(BACK_DAYS + RENEW_DAYS);
    // A clock that was set back would else leave a window in the future for good.
    let ahead = kept.window_start > now;
    if old || ahead { whole(owner_id, Some(&kept), now) } else { kept }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    #[test]
    fn the_window_moves_with_the_weeks_and_not_with_the_hours() {
        let now = at("2026-12-01T17:00:00Z");
        let first = begin("me", None, now);
        assert_eq!((first.full, first.round), (true, 1));
        assert_eq!(first.window_start, at("2026-11-01T00:00:00Z"));
        let done = RoundRecord { full: false, delta_link: Some("d".into()), ..first };
        let later = |text| begin("me", Some(done.clone()), at(text));
        assert_eq!(later("2026-12-07T23:00:00Z"), done, "the link is of use as long as the window is");
        let renewed = later("2026-12-08T00:00:00Z");
        assert_eq!((renewed.full, renewed.round, renewed.delta_link), (true, 2, None));
        assert_eq!(renewed.window_start, at("2026-11-08T00:00:00Z"));
        let broken = RoundRecord { next_link: Some("n".into()), delta_link: None, ..done.clone() };
        assert_eq!(
            begin("me", Some(broken.clone()), now),
            broken,
            "a round that was killed goes on where it was"
        );
    }
}
