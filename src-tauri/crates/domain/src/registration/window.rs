//! When registration is open: wall-clock times in a zone, as the organizer means them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::Refusal;
use crate::zone::{self, Fold, ZoneError};

/// `None` on a side: no limit there. Where a time happens twice (clocks go back) registration opens at the earlier and
/// closes at the later one: nobody who was told a time stands before a closed door.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[ts(export_to = "core.ts", rename = "RegistrationWindow")]
pub struct Window {
    /// As in `2026-12-01T18:00`.
    pub opens: Option<String>,
    pub closes: Option<String>,
    /// IANA name.
    pub zone: String,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WindowError {
    #[error("When registration {side}: {error}.")]
    Time { side: &'static str, error: ZoneError },
    #[error("Registration would close before it opens.")]
    Reversed,
}

impl Window {
    /// The instants on both sides.
    pub fn instants(&self) -> Result<(Option<Timestamp>, Option<Timestamp>), WindowError> {
        let side = |local: &Option<String>, side, fold| {
            local
                .as_deref()
                .map(|local| zone::resolve(local, &self.zone, Some(fold)))
                .transpose()
                .map_err(|error| WindowError::Time { side, error })
        };
        let opens = side(&self.opens, "opens", Fold::Earlier)?;
        let closes = side(&self.closes, "closes", Fold::Later)?;
        match (opens, closes) {
            (Some(opens), Some(closes)) if closes <= opens => Err(WindowError::Reversed),
            both => Ok(both),
        }
    }

    /// `None`: it is open. From the moment it opens, up to and without the moment it closes.
    pub fn refusal(&self, now: Timestamp) -> Result<Option<Refusal>, WindowError> {
        Ok(match self.instants()? {
            (Some(opens), _) if now < opens => Some(Refusal::NotYetOpen { opens }),
            (_, Some(closed)) if now >= closed => Some(Refusal::Closed { closed }),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    fn window(opens: Option<&str>, closes: Option<&str>, zone: &str) -> Window {
        Window { opens: opens.map(Into::into), closes: closes.map(Into::into), zone: zone.into() }
    }

    #[test]
    fn it_is_open_from_one_moment_to_the_other() {
        let window = window(Some("2026-12-01T09:00"), Some("2026-12-01T18:00"), "Europe/Berlin");
        let refusal = |now| window.refusal(at(now)).expect("a valid window");
        assert_eq!(
            refusal("2026-12-01T07:59:59Z"),
            Some(Refusal::NotYetOpen { opens: at("2026-12-01T08:00:00Z") })
        );
        assert_eq!(refusal("2026-12-01T08:00:00Z"), None, "the first second is inside");
        assert_eq!(
            refusal("2026-12-01T17:00:00Z"),
            Some(Refusal::Closed { closed: at("2026-12-01T17:00:00Z") }),
            "the last moment is outside"
        );
        assert_eq!(Window::default().refusal(at("2026-12-01T08:00:00Z")), Ok(None), "no window, always open");
    }

    #[test]
    fn clocks_that_change_are_read_generously_and_never_guessed_past() {
        let twice = window(Some("2026-10-25T02:30"), Some("2026-10-25T02:30"), "Europe/Berlin");
        let (opens, closes) = twice.instants().expect("an hour between the two");
        assert_eq!((opens, closes), (Some(at("2026-10-25T00:30:00Z")), Some(at("2026-10-25T01:30:00Z"))));
        let gap = window(Some("2026-03-29T02:30"), None, "Europe/Berlin");
        assert!(
            matches!(gap.instants(), Err(WindowError::Time { side: "opens", error: ZoneError::Gap { .. } })),
            "a time that does not exist is named"
        );
    }

    #[test]
    fn a_window_that_closes_first_is_refused() {
        let window = window(Some("2026-12-02T09:00"), Some("2026-12-01T18:00"), "Europe/Berlin");
        assert_eq!(window.instants(), Err(WindowError::Reversed));
    }
}
