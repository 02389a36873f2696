//! When to try again, and after how long.

use super::{Request, Response, TransportError, TransportOptions};
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use std::time::Duration;

const ATTEMPTS: u32 = 4;
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// The waits of one call: bounded in number and in sum.
pub(super) struct Waits {
    left: Duration,
    attempts: u32,
}

impl Waits {
    pub(super) fn new(max_wait: Duration) -> Self {
        Self { left: max_wait, attempts: 0 }
    }

    /// How long to wait before the next attempt; `None` ends the call with the outcome as it is.
    pub(super) fn next(
        &mut self,
        request: &Request,
        outcome: &Result<Response, TransportError>,
        options: &TransportOptions,
    ) -> Option<Duration> {
        self.attempts += 1;
        if self.attempts >= ATTEMPTS || self.left.is_zero() {
            return None;
        }
        let asked = match outcome {
            Ok(answer) if answer.status == 429 => answer.retry_after(),
            Ok(answer) if matches!(answer.status, 503 | 504) && request.is_repeatable() => {
                answer.retry_after()
            }
            Err(TransportError::Broken { .. }) if request.is_repeatable() => None,
            _ => return None,
        };
        let wait = match asked {
            Some(wait) => wait,
            None => backoff(self.attempts, options.entropy.bytes::<1>().ok()?[0]),
        };
        self.left = self.left.checked_sub(wait)?;
        Some(wait)
    }
}

/// Doubles from half a second, give or take half of it: clients that failed together must not return together.
fn backoff(attempt: u32, chance: u8) -> Duration {
    let base = FIRST_WAIT * 2_u32.saturating_pow(attempt - 1);
    base.mul_f64(0.5 + f64::from(chance) / 255.0)
}

/// Seconds (Graph sends fractions as well) or an HTTP date; a date in the past means now. Anything else is no answer.
pub(super) fn parse_retry_after(value: &str, sent_at: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if value.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return value.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    }
    let until = http_date(value)?.duration_since(sent_at);
    Some(Duration::try_from(until).unwrap_or(Duration::ZERO))
}

/// RFC 9110 §5.6.7.
pub(super) fn http_date(value: &str) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(value.trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_retry_after_is_understood() {
        let sent_at = http_date("Mon, 23 Nov 2026 10:00:00 GMT").expect("an HTTP date");
        for (value, expected) in [
            ("3", Some(Duration::from_secs(3))),
            ("0", Some(Duration::ZERO)),
            (" 2.5 ", Some(Duration::from_millis(2500))),
            ("Mon, 23 Nov 2026 10:00:07 GMT", Some(Duration::from_secs(7))),
            ("Mon, 23 Nov 2026 09:00:00 GMT", Some(Duration::ZERO)),
            ("soon", None),
            ("-1", None),
            ("1e400", None),
            ("nan", None),
            ("", None),
        ] {
            assert_eq!(
                parse_retry_after(value, sent_at),
                expected,
                "{value:?}: coming back too early counts against the quota"
            );
        }
    }

    #[test]
    fn backoff_grows_and_spreads() {
        assert_eq!(backoff(1, 0), Duration::from_millis(250));
        assert_eq!(backoff(1, 255), Duration::from_millis(750));
        assert!(
            backoff(3, 0) > backoff(1, 255),
            "later waits must be longer, or a struggling service never recovers"
        );
    }
}
