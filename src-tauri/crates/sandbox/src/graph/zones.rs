//! Time zone names as Exchange takes them: Windows names and IANA names.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::zone_names::WINDOWS;

/// A named zone, as a request or a `Prefer` header gave it.
#[derive(Debug, Clone)]
pub(crate) struct Zone {
    /// The name as given: answers repeat it.
    pub name: String,
    rules: TimeZone,
}

impl Zone {
    /// `None` for a name that is neither Windows' nor IANA's.
    pub fn named(name: &str) -> Option<Self> {
        let iana = WINDOWS
            .iter()
            .find(|(windows, _)| windows.eq_ignore_ascii_case(name))
            .map_or(name, |(_, iana)| iana);
        if iana.is_empty() {
            return None;
        }
        let rules = if iana.eq_ignore_ascii_case("UTC") {
            TimeZone::UTC
        } else if iana.contains('/') || iana.starts_with("Etc") || iana.eq_ignore_ascii_case("GMT") {
            TimeZone::get(iana).ok()?
        } else {
            return None;
        };
        Some(Self { name: name.to_owned(), rules })
    }

    pub fn utc() -> Self {
        Self { name: "UTC".to_owned(), rules: TimeZone::UTC }
    }

    /// The instant of a wall clock reading. A reading that a spring change skips counts as the later one, one that
    /// an autumn change repeats as the first.
    pub fn instant(&self, local: DateTime) -> Option<Timestamp> {
        self.rules.to_ambiguous_timestamp(local).compatible().ok()
    }

    pub fn local(&self, at: Timestamp) -> DateTime {
        self.rules.to_datetime(at)
    }

    /// The Windows name that Exchange stores as an event's original zone; the given name where Windows has none.
    pub fn windows_name(&self) -> &str {
        if WINDOWS.iter().any(|(windows, _)| windows.eq_ignore_ascii_case(&self.name)) {
            return &self.name;
        }
        WINDOWS
            .iter()
            .find(|(_, iana)| iana.eq_ignore_ascii_case(&self.name))
            .map_or(&self.name, |(windows, _)| windows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_windows_name_has_rules() {
        for (windows, _) in WINDOWS {
            assert!(Zone::named(windows).is_some(), "{windows} must resolve, Outlook clients send it");
        }
    }

    #[test]
    fn both_families_of_names_mean_the_same_instant() {
        let noon = jiff::civil::date(2026, 7, 1).at(12, 0, 0, 0);
        let windows = Zone::named("Romance Standard Time").expect("a Windows name");
        let iana = Zone::named("Europe/Paris").expect("an IANA name");
        assert_eq!(windows.instant(noon), iana.instant(noon), "one zone under two names");
        assert_eq!(iana.windows_name(), "Romance Standard Time", "Exchange stores the Windows name");
    }

    #[test]
    fn invented_names_and_bare_abbreviations_are_no_zones() {
        for name in ["Middle-earth/Shire", "Paris", "", "CEST", "Romance Daylight Time"] {
            assert!(Zone::named(name).is_none(), "{name:?} must be refused as Exchange refuses it");
        }
    }
}
