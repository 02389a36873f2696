//! How often forms are taken from one address of the network: a whole company may sit behind one, and a program too.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

/// Addresses that are remembered at once; whoever comes after them pushes out who has been quiet longest.
const KNOWN: usize = 20_000;

/// So many in a minute, and as many at once.
pub struct Visits {
    most: f64,
    seen: Mutex<HashMap<IpAddr, Left>>,
}

struct Left {
    forms: f64,
    at: Timestamp,
}

impl Visits {
    pub fn new(most_a_minute: u32) -> Self {
        Self { most: f64::from(most_a_minute.max(1)), seen: Mutex::default() }
    }

    /// Err: seconds until the next one is taken.
    pub fn enter(&self, from: &IpAddr, now: Timestamp) -> Result<(), u32> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let rate = self.most / 60.0;
        if seen.len() >= KNOWN && !seen.contains_key(from) {
            // Who has all of theirs again is as if never seen.
            seen.retain(|_, left| left.forms + seconds(left.at, now) * rate < self.most);
            let quietest = seen.iter().min_by_key(|(_, left)| left.at).map(|(from, _)| *from);
            if seen.len() >= KNOWN
                && let Some(quietest) = quietest
            {
                seen.remove(&quietest);
            }
        }
        let left = seen.entry(*from).or_insert(Left { forms: self.most, at: now });
        left.forms = (left.forms + seconds(left.at, now) * rate).min(self.most);
        left.at = now;
        if left.forms < 1.0 {
            let wait = ((1.0 - left.forms) / rate).ceil();
            // Within a minute: at least one comes back in that time.
            return Err((1..=60).find(|second| f64::from(*second) >= wait).unwrap_or(60));
        }
        left.forms -= 1.0;
        Ok(())
    }
}

/// A clock that was set back gives nothing.
fn seconds(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_secs_f64().max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_waits_and_the_next_does_not() {
        let visits = Visits::new(60);
        let (one, other) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        let start = Timestamp::UNIX_EPOCH;
        for _ in 0..60 {
            assert_eq!(visits.enter(&one, start), Ok(()));
        }
        assert_eq!(visits.enter(&one, start), Err(1), "and it is said for how long");
        assert_eq!(visits.enter(&other, start), Ok(()), "nobody waits for another");
        let later = start + jiff::SignedDuration::from_secs(2);
        assert_eq!((visits.enter(&one, later), visits.enter(&one, later)), (Ok(()), Ok(())));
        assert!(visits.enter(&one, later).is_err());
    }
}
