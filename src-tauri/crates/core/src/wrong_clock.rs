//! A clock that is off makes every signature worthless, and the service only says "Denied". Its own `Date` tells.

use jiff::SignedDuration;
use lectern_microsoft::acs::AcsError;

/// What the services let pass, as far as is known; an honest clock is closer than that.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// Whether a refusal comes from this machine's clock, and what to do about it.
pub(crate) fn told(error: &AcsError) -> Option<String> {
    let refusal = error.service().filter(|_| error.unauthorized())?;
    in_words(refusal.clock_behind?)
}

pub(crate) fn in_words(behind: SignedDuration) -> Option<String> {
    if behind.abs() <= TOLERANCE {
        return None;
    }
    let side = if behind.is_positive() { "behind" } else { "ahead of" };
    let by = length(behind.abs());
    Some(format!("This machine's clock is {by} {side} the service's. Set it right, then try again."))
}

/// To the minute: the header has whole seconds, and the answer was on its way.
fn length(apart: SignedDuration) -> String {
    let minutes = (apart.as_secs() + 30) / 60;
    let (days, hours, minutes) = (minutes / (24 * 60), minutes / 60 % 24, minutes % 60);
    match (days, hours, minutes) {
        (0, 0, minutes) => format!("{minutes} min"),
        (0, hours, 0) => format!("{hours} h"),
        (0, hours, minutes) => format!("{hours} h {minutes} min"),
        (1, ..) => "1 day".to_owned(),
        (days, ..) => format!("{days} days"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_off_is_named_with_its_side() {
        for (seconds, expected) in [
            (7_200, Some("2 h behind the service's")),
            (7_199, Some("2 h behind the service's")),
            (-4_200, Some("1 h 10 min ahead of the service's")),
            (420, Some("7 min behind the service's")),
            (-86_400, Some("1 day ahead of the service's")),
            (40 * 86_400, Some("40 days behind the service's")),
            (300, None),
            (-300, None),
            (0, None),
        ] {
            let said = in_words(SignedDuration::from_secs(seconds));
            let fits = match (&said, expected) {
                (Some(said), Some(expected)) => said.contains(expected),
                (said, expected) => said.is_none() == expected.is_none(),
            };
            assert!(fits, "{seconds} s: nobody finds a wrong clock by the word Denied: {said:?}");
        }
    }
}
