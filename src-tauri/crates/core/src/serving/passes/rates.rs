//! How often one ticket, or one address that tries codes, is answered. In memory: a restart forgives.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// More than anybody comes from; then those whose time is over are forgotten.
const KNOWN: usize = 20_000;

/// So many in a while, for each of many.
pub(super) struct Rates<K> {
    most: u32,
    window: SignedDuration,
    seen: Mutex<HashMap<K, (Timestamp, u32)>>,
}

impl<K: Eq + Hash> Rates<K> {
    pub fn new(most: u32, window: SignedDuration) -> Self {
        Self { most, window, seen: Mutex::default() }
    }

    /// Counts one, or says how long until the next one counts.
    pub fn count(&self, who: K, now: Timestamp) -> Result<(), SignedDuration> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= KNOWN {
            seen.retain(|_, (since, _)| self.left(*since, now).is_some());
        }
        let (since, count) = seen.entry(who).or_insert((now, 0));
        match self.left(*since, now) {
            None => (*since, *count) = (now, 1),
            Some(left) if *count >= self.most => return Err(left),
            Some(_) => *count += 1,
        }
        Ok(())
    }

    /// Of the window that began then; `None`: it is over, or of a clock that was wrong.
    fn left(&self, since: Timestamp, now: Timestamp) -> Option<SignedDuration> {
        let left = self.window.checked_sub(now.duration_since(since))?;
        (left.is_positive() && left <= self.window).then_some(left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_so_many_in_a_while() {
        let at = |second: i64| Timestamp::from_second(1_800_000_000 + second).expect("an instant");
        let rates = Rates::new(2, SignedDuration::from_secs(60));
        assert_eq!((rates.count("ana", at(0)), rates.count("ana", at(10))), (Ok(()), Ok(())));
        assert_eq!(rates.count("ana", at(20)), Err(SignedDuration::from_secs(40)));
        assert_eq!(rates.count("ben", at(20)), Ok(()), "nobody pays for another");
        assert_eq!(rates.count("ana", at(60)), Ok(()));
        assert_eq!(rates.count("ana", at(-3_600)), Ok(()), "a clock that is set back locks nobody out");
    }
}
