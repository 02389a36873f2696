//! Wall-clock times and time zones: from what a person typed to an instant, and back.
//!
//! Zone rules come from the system's time zone database, which is updated when governments change their clocks;
//! the copy built into this program answers where the system has none or does not know a name.

mod windows_zones;

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use windows_zones::WINDOWS_ZONES;

/// Which of the two instants is meant, where clocks go back and a wall-clock time happens twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum Fold {
    Earlier,
    Later,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ZoneError {
    #[error("the time zone {0:?} is not known")]
    UnknownZone(String),
    #[error("{0:?} is not a date and time like 2026-12-01T18:00")]
    Malformed(String),
    /// Clocks go forward over this time. `next_valid` is the first wall-clock time after the gap.
    #[error("this time does not exist: clocks go forward; the next one is {next_valid}")]
    Gap { next_valid: String },
    /// Clocks go back and this time happens twice: ask which, then pass a [`Fold`].
    #[error("this time happens twice: clocks go back; it is either {earlier} or {later}")]
    Ambiguous { earlier: Timestamp, later: Timestamp },
}

/// The instant of a wall-clock time (`2026-12-01T18:00`, seconds optional) in an IANA zone.
///
/// `fold` is only looked at where the time happens twice.
pub fn resolve(local: &str, iana: &str, fold: Option<Fold>) -> Result<Timestamp, ZoneError> {
    let zone = find(iana).ok_or_else(|| ZoneError::UnknownZone(iana.to_owned()))?;
    let malformed = || ZoneError::Malformed(local.to_owned());
    let wall = civil(local).ok_or_else(malformed)?;
    let ambiguous = zone.to_ambiguous_timestamp(wall);
    match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { offset } => offset.to_timestamp(wall).map_err(|_| malformed()),
        AmbiguousOffset::Gap { before, .. } => {
            // Read with the offset before the gap, the time lies just after the change: look back to it.
            let after = before.to_timestamp(wall).map_err(|_| malformed())?;
            let from = after.checked_add(SignedDuration::from_nanos(1)).unwrap_or(after);
            let change = zone.preceding(from).next().map_or(after, |transition| transition.timestamp());
            Err(ZoneError::Gap { next_valid: written(zone.to_datetime(change)) })
        }
        AmbiguousOffset::Fold { before, after } => {
            let earlier = before.to_timestamp(wall).map_err(|_| malformed())?;
            let later = after.to_timestamp(wall).map_err(|_| malformed())?;
            match fold {
                Some(Fold::Earlier) => Ok(earlier),
                Some(Fold::Later) => Ok(later),
                None => Err(ZoneError::Ambiguous { earlier, later }),
            }
        }
    }
}

/// The wall-clock time of an instant in an IANA zone, as `2026-12-01T18:00` (with seconds only where there are
/// some). For a zone that is not known: the time in UTC, marked with a `Z`.
pub fn local(instant: Timestamp, iana: &str) -> String {
    match find(iana) {
        Some(zone) => written(zone.to_datetime(instant)),
        None => written(TimeZone::UTC.to_datetime(instant)) + "Z",
    }
}

/// Whether the zone is known here.
pub fn is_known(iana: &str) -> bool {
    find(iana).is_some()
}

/// The Windows name for an IANA zone or one of its aliases; case is ignored.
pub fn to_windows(iana: &str) -> Option<&'static str> {
    static BY_IANA: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
        WINDOWS_ZONES
            .iter()
            .flat_map(|(windows, main, more)| {
                std::iter::once(*main)
                    .chain(more.split_ascii_whitespace())
                    .map(|iana| (iana.to_ascii_lowercase(), *windows))
            })
            .collect()
    });
    BY_IANA.get(&iana.to_ascii_lowercase()).copied()
}

/// The IANA zone that CLDR gives worldwide for a Windows name; case is ignored. Several IANA zones share one
/// Windows name, so going there and back may end in another city with the same clocks.
pub fn from_windows(windows: &str) -> Option<&'static str> {
    WINDOWS_ZONES.iter().find(|(name, _, _)| name.eq_ignore_ascii_case(windows)).map(|(_, main, _)| *main)
}

/// The IANA name that a name of either family means; `None` for one that is neither's.
pub fn iana(name: &str) -> Option<&str> {
    from_windows(name).or_else(|| is_known(name).then_some(name))
}

fn find(iana: &str) -> Option<TimeZone> {
    let plain =
        iana.starts_with(|c: char| c.is_ascii_alphabetic()) && !iana.eq_ignore_ascii_case("Etc/Unknown");
    if !plain {
        return None;
    }
    TimeZone::get(iana)
        .or_else(|_| TimeZoneDatabase::bundled().get(iana))
        .ok()
        .filter(|zone| !zone.is_unknown())
}

/// Exactly `YYYY-MM-DDTHH:MM[:SS]`: the parser alone would also take dates without time, zones and leap seconds.
fn civil(local: &str) -> Option<DateTime> {
    const SHAPE: &[u8] = b"0000-00-00T00:00:00";
    let shaped = matches!(local.len(), 16 | 19)
        && local.bytes().zip(SHAPE).all(|(byte, shape)| match shape {
            b'0' => byte.is_ascii_digit(),
            other => byte == *other,
        });
    if !shaped || local.ends_with(":60") {
        return None;
    }
    local.parse().ok()
}

fn written(wall: DateTime) -> String {
    let format = if wall.second() == 0 { "%Y-%m-%dT%H:%M" } else { "%Y-%m-%dT%H:%M:%S" };
    wall.strftime(format).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    #[test]
    fn an_ordinary_evening() {
        assert_eq!(resolve("2026-12-01T18:00", "Europe/Paris", None), Ok(at("2026-12-01T17:00:00Z")));
        assert_eq!(resolve("2026-07-01T18:00:30", "Europe/Paris", None), Ok(at("2026-07-01T16:00:30Z")));
        assert_eq!(resolve("2026-07-01T18:00", "UTC", Some(Fold::Later)), Ok(at("2026-07-01T18:00:00Z")));
        assert_eq!(local(at("2026-12-01T17:00:00Z"), "Europe/Paris"), "2026-12-01T18:00");
        assert_eq!(
            local(at("2026-12-01T17:00:00Z"), "Mars/Base"),
            "2026-12-01T17:00Z",
            "never a silent guess"
        );
    }

    #[test]
    fn a_time_that_clocks_jump_over_names_the_next_one() {
        let gap = |next: &str| Err(ZoneError::Gap { next_valid: next.to_owned() });
        assert_eq!(resolve("2026-03-29T02:00", "Europe/Berlin", None), gap("2026-03-29T03:00"));
        assert_eq!(
            resolve("2026-03-29T02:59", "Europe/Berlin", Some(Fold::Earlier)),
            gap("2026-03-29T03:00")
        );
        assert_eq!(
            resolve("2026-10-04T02:10", "Australia/Lord_Howe", None),
            gap("2026-10-04T02:30"),
            "half an hour"
        );
        assert_eq!(resolve("2011-12-30T12:00", "Pacific/Apia", None), gap("2011-12-31T00:00"), "a whole day");
    }

    #[test]
    fn a_time_that_happens_twice_is_asked_about() {
        let (earlier, later) = (at("2026-10-25T00:30:00Z"), at("2026-10-25T01:30:00Z"));
        let ask = resolve("2026-10-25T02:30", "Europe/Berlin", None);
        assert_eq!(ask, Err(ZoneError::Ambiguous { earlier, later }), "guessing would be an hour wrong");
        assert_eq!(resolve("2026-10-25T02:30", "Europe/Berlin", Some(Fold::Earlier)), Ok(earlier));
        assert_eq!(resolve("2026-10-25T02:30", "Europe/Berlin", Some(Fold::Later)), Ok(later));
    }

    #[test]
    fn what_is_no_time_or_zone_is_named() {
        for bad in [
            "",
            "2026-12-01",
            "2026-12-01 18:00",
            "2026-12-01T18:00Z",
            "2026-02-30T18:00",
            "2026-12-01T24:00",
            "2026-12-01T18:00:60",
            "2026-12-01T18:00+01",
            "２026-12-01T18:00",
        ] {
            assert_eq!(resolve(bad, "UTC", None), Err(ZoneError::Malformed(bad.to_owned())));
        }
        for bad in
            ["", "Mars/Base", "Etc/Unknown", "../../etc/passwd", "/etc/localtime", "W. Europe Standard Time"]
        {
            let error = resolve("2026-12-01T18:00", bad, None);
            assert_eq!(error, Err(ZoneError::UnknownZone(bad.to_owned())));
        }
    }

    #[test]
    fn windows_names_go_both_ways() {
        assert_eq!(to_windows("Europe/Paris"), Some("Romance Standard Time"));
        assert_eq!(
            to_windows("asia/kolkata"),
            Some("India Standard Time"),
            "today's name, not only CLDR's old one"
        );
        assert_eq!(to_windows("Asia/Calcutta"), Some("India Standard Time"));
        assert_eq!(to_windows("UTC"), Some("UTC"));
        assert_eq!(from_windows("FLE standard time"), Some("Europe/Kyiv"));
        assert_eq!(from_windows("tzone://Microsoft/Custom"), None);
        assert_eq!(to_windows("Mars/Base"), None);
    }

    #[test]
    fn every_row_of_the_table_is_a_zone_we_can_compute_with() {
        for (windows, main, _) in WINDOWS_ZONES {
            assert!(is_known(main), "{windows} maps to {main}, which the zone database lacks");
            assert_eq!(to_windows(main), Some(*windows), "{main} must come back to its Windows name");
        }
        assert!(WINDOWS_ZONES.len() > 130, "the CLDR table has about 139 zones");
    }
}
