//! How fast ACS gives tokens to one resource: 1,000 in 30 s for each kind of request
//! (<https://learn.microsoft.com/azure/communication-services/concepts/service-limits>). A request counts from its
//! answer on, so that no clock and no way between here and there makes it one too many.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

/// Requests of one kind in a window.
pub const MOST: usize = 1_000;
pub const WINDOW: SignedDuration = SignedDuration::from_secs(30);
/// After trouble, doubled each time up to the second one.
const PAUSE: SignedDuration = SignedDuration::from_secs(2);
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_secs(60);

/// One kind of request to one resource.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// When each of the window was answered, oldest first.
    made: VecDeque<Timestamp>,
    flying: usize,
    held: Option<Timestamp>,
    /// Failures in a row.
    failed: u32,
}

impl Pace {
    /// Leave for one request while fewer than `most` count, or how long until there is.
    pub fn take(&mut self, now: Timestamp, most: usize) -> Result<(), SignedDuration> {
        if let Some(held) = self.held(now) {
            return Err(held);
        }
        // After trouble one goes ahead and looks.
        let most = if self.failed > 0 { 1 + self.made_since(now) } else { most };
        if self.made_since(now) + self.flying < most {
            self.flying += 1;
            return Ok(());
        }
        Err(self.until_free(now, most).max(SignedDuration::from_millis(50)))
    }

    /// ACS gave what was asked for.
    pub fn answered(&mut self, now: Timestamp) {
        self.landed(now);
        (self.failed, self.held) = (0, None);
    }

    /// ACS refused for a while (429), or is in trouble.
    pub fn put_off(&mut self, now: Timestamp, wait: Option<SignedDuration>, trouble: bool) {
        self.landed(now);
        if trouble {
            self.failed = (self.failed + 1).min(6);
        }
        let doubled = PAUSE.checked_mul(1 << self.failed.saturating_sub(1)).unwrap_or(LONGEST_PAUSE);
        let wait = wait.unwrap_or(doubled).min(LONGEST_PAUSE);
        self.held = now.saturating_add(wait).ok().max(self.held);
    }

    /// Nothing came of it, and ACS has nothing to do with that.
    pub fn unasked(&mut self) {
        self.flying = self.flying.saturating_sub(1);
    }

    /// ACS gives nothing now.
    pub fn troubled(&self) -> bool {
        self.failed > 0
    }

    /// How long until somebody has their turn before whom there are `before` others.
    pub fn wait(&self, now: Timestamp, before: usize) -> SignedDuration {
        let held = self.held(now).unwrap_or(SignedDuration::ZERO);
        let recent: Vec<&Timestamp> = self.made.iter().filter(|made| counts(**made, now)).collect();
        let Some(over) = (recent.len() + self.flying + before).checked_sub(MOST) else { return held };
        let whole = |windows: usize| {
            WINDOW.checked_mul(i32::try_from(windows).unwrap_or(i32::MAX)).unwrap_or(SignedDuration::MAX)
        };
        let (windows, place) = (over / MOST, over % MOST);
        let first = recent.get(place).map_or(WINDOW, |made| ends(**made).duration_since(now));
        held.max(first.saturating_add(whole(windows)))
    }

    fn held(&self, now: Timestamp) -> Option<SignedDuration> {
        let held = self.held.filter(|held| *held > now)?.duration_since(now);
        // A clock that was set back must not stop it for ever.
        (held <= LONGEST_PAUSE).then_some(held)
    }

    fn landed(&mut self, now: Timestamp) {
        self.flying = self.flying.saturating_sub(1);
        self.made.push_back(now);
    }

    fn made_since(&mut self, now: Timestamp) -> usize {
        self.made.retain(|made| counts(*made, now));
        self.made.len()
    }

    fn until_free(&self, now: Timestamp, most: usize) -> SignedDuration {
        let place = (self.made.len() + self.flying).saturating_sub(most);
        self.made.get(place).map_or(SignedDuration::from_millis(200), |made| ends(*made).duration_since(now))
    }
}

fn ends(made: Timestamp) -> Timestamp {
    made.saturating_add(WINDOW).unwrap_or(Timestamp::MAX)
}

/// One of the future is of a clock that was wrong.
fn counts(made: Timestamp, now: Timestamp) -> bool {
    made <= now && ends(made) > now
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + second).expect("an instant")
    }

    fn seconds(number: i64) -> SignedDuration {
        SignedDuration::from_secs(number)
    }

    fn used(count: usize, when: i64) -> Pace {
        let mut pace = Pace::default();
        for _ in 0..count {
            pace.take(at(when), MOST).expect("there is room");
        }
        for _ in 0..count {
            pace.answered(at(when));
        }
        pace
    }

    #[test]
    fn a_thousand_go_at_once_and_the_next_when_the_first_is_half_a_minute_old() {
        let mut pace = used(MOST, 0);
        assert_eq!(pace.take(at(0), MOST), Err(seconds(30)));
        assert_eq!(pace.take(at(29), MOST), Err(seconds(1)));
        assert_eq!(pace.take(at(30), MOST), Ok(()));
        let mut half = used(500, 0);
        assert!(
            half.take(at(1), 500).is_err(),
            "what is made ahead leaves room for whoever stands at the door"
        );
        assert!(half.take(at(1), MOST).is_ok());
    }

    #[test]
    fn the_wait_that_is_told_is_the_wait_that_comes() {
        let pace = used(MOST, 0);
        assert_eq!(pace.wait(at(10), 0), seconds(20));
        assert_eq!(pace.wait(at(10), 999), seconds(20), "a whole window is free then");
        assert_eq!(pace.wait(at(10), 1_000), seconds(50));
        assert_eq!(pace.wait(at(10), 9_999), seconds(20 + 9 * 30));
        assert_eq!(Pace::default().wait(at(0), 999), SignedDuration::ZERO);
        assert_eq!(Pace::default().wait(at(0), 1_000), WINDOW);
    }

    #[test]
    fn trouble_is_looked_at_by_one_and_less_and_less_often() {
        let mut pace = Pace::default();
        pace.take(at(0), MOST).expect("room");
        pace.put_off(at(0), None, true);
        assert_eq!(pace.take(at(0), MOST), Err(seconds(2)));
        pace.take(at(2), MOST).expect("one looks");
        assert!(pace.take(at(2), MOST).is_err(), "and no other before it is back");
        pace.put_off(at(2), None, true);
        assert_eq!(pace.take(at(2), MOST), Err(seconds(4)));
        pace.take(at(6), MOST).expect("one looks");
        pace.answered(at(6));
        assert!(!pace.troubled() && pace.take(at(6), MOST).is_ok() && pace.take(at(6), MOST).is_ok());
        pace.put_off(at(6), Some(seconds(9)), false);
        assert_eq!(pace.take(at(6), MOST), Err(seconds(9)), "as long as ACS says");
        assert!(pace.take(at(-3_600), MOST).is_ok(), "a clock that was an hour ahead does not stop it");
    }
}
