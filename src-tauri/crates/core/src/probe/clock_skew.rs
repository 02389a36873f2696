//! "How far off may the date of a signed request be?" Asked by requests for a mail that there is not, at growing
//! distance, until the first that is refused.

use jiff::SignedDuration;
use lectern_microsoft::Clock;
use lectern_microsoft::acs::{Acs, AcsError};

use super::{Answer, Setting, told};
use crate::desk::Desk;

/// Seconds ahead of this machine's clock. The real limit lies between the last that is taken and the first that is not.
const LADDER: [i64; 6] = [60, 300, 600, 900, 1_800, 3_600];
/// What a request is on its way for, and the second that a date is cut to.
const UNDERWAY: i64 = 5;

pub(super) async fn ask(desk: &Desk, acs: &Acs) -> Answer {
    if acs.is_by_principal() {
        return Answer::NotAsked("A service principal speaks here, whose requests hold no date.".into());
    }
    match is_taken(desk, acs, 0).await {
        Ok(true) => {}
        Ok(false) => {
            return Answer::Open(
                "Even a date of this moment is refused: look at the key and the clock.".into(),
            );
        }
        Err(error) => return Answer::Open(told::acs(&error)),
    }
    let (mut taken, mut refused) = (0, None);
    for seconds in LADDER {
        match is_taken(desk, acs, seconds).await {
            Ok(true) => taken = seconds,
            Ok(false) => {
                refused = Some(seconds);
                break;
            }
            Err(error) => return Answer::Open(told::acs(&error)),
        }
    }
    let limit = match refused {
        Some(refused) => format!("At {refused} s it is refused."),
        None => "Nothing further was tried.".to_owned(),
    };
    let behind = match is_taken(desk, acs, UNDERWAY - taken).await {
        _ if taken == 0 => String::new(),
        Ok(true) => " The same behind as ahead.".to_owned(),
        Ok(false) => " So far behind it is refused, so far ahead it is not.".to_owned(),
        Err(_) => " Behind, no answer came.".to_owned(),
    };
    Answer::Is(Setting::Number(taken), Some(format!("{limit}{behind}")))
}

/// An answer about the mail says that the signature was taken.
async fn is_taken(desk: &Desk, acs: &Acs, ahead: i64) -> Result<bool, AcsError> {
    let at = desk.now().saturating_add(SignedDuration::from_secs(ahead)).unwrap_or(desk.now());
    let shifted = acs.by_clock(Clock::fixed(at));
    match shifted.emails().operation(desk.chance().uuid()).await {
        Ok(_) => Ok(true),
        Err(error) if error.not_found() => Ok(true),
        Err(error) if error.unauthorized() => Ok(false),
        Err(error) => Err(error),
    }
}
