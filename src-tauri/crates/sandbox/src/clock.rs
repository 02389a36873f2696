//! The sandbox's own time: the system's, moved or stopped from the control door.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// A clock that every answer, token life and delay of the sandbox is read from.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Clock {
    offset: SignedDuration,
    frozen: Option<Timestamp>,
}

impl Clock {
    /// A clock that runs on from `now`.
    pub fn starting_at(now: Timestamp) -> Self {
        let mut clock = Self::default();
        clock.set(now);
        clock
    }

    pub fn now(&self) -> Timestamp {
        self.frozen.unwrap_or_else(|| system_now().saturating_add(self.offset).unwrap_or(Timestamp::MAX))
    }

    /// Moves the clock by `seconds`, also backwards; a stopped clock stays stopped.
    pub fn advance(&mut self, seconds: i64) {
        let step = SignedDuration::from_secs(seconds);
        self.offset = self.offset.saturating_add(step);
        self.frozen = self.frozen.map(|at| at.saturating_add(step).unwrap_or(at));
    }

    /// Sets the clock; it runs on from there unless it was stopped.
    pub fn set(&mut self, now: Timestamp) {
        self.offset = now.duration_since(system_now());
        self.frozen = self.frozen.map(|_| now);
    }

    /// Stops the clock where it is, or lets it run on from where it stopped.
    pub fn freeze(&mut self, stop: bool) {
        let now = self.now();
        self.offset = now.duration_since(system_now());
        self.frozen = stop.then_some(now);
    }

    pub fn is_frozen(&self) -> bool {
        self.frozen.is_some()
    }
}

/// The one place where the sandbox asks the machine for the time.
#[allow(clippy::disallowed_methods, reason = "this is the clock that everything else reads")]
fn system_now() -> Timestamp {
    Timestamp::now()
}

/// The time in the form of an HTTP `Date` header.
pub fn http_date(at: Timestamp) -> String {
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_clock_moves_only_when_told() {
        let start: Timestamp = "2026-12-01T18:00:00Z".parse().expect("a literal");
        let mut clock = Clock::starting_at(start);
        clock.set(start);
        clock.freeze(true);
        let stopped = clock.now();
        assert_eq!(stopped, clock.now(), "a frozen clock must not run");
        clock.advance(90);
        assert_eq!(clock.now().duration_since(stopped).as_secs(), 90, "advance moves a frozen clock");
        clock.freeze(false);
        assert!(
            clock.now() >= stopped,
            "a clock let go runs on from where it stood, not from the machine's time"
        );
    }

    #[test]
    fn the_date_header_is_in_the_http_form() {
        let at: Timestamp = "2026-12-01T08:05:09Z".parse().expect("a literal");
        assert_eq!(http_date(at), "Tue, 01 Dec 2026 08:05:09 GMT", "clients measure clock skew by it");
    }
}
