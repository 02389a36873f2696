//! The languages that visitors read in, and dates in them.

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Language {
    #[default]
    #[serde(rename = "en")]
    English,
    #[serde(rename = "de")]
    German,
}

pub(crate) const MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

impl Language {
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// Of a tag as `de` or `de-AT`.
    pub fn read(text: &str) -> Option<Self> {
        match text.trim().get(..2)?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "de" => Some(Self::German),
            _ => None,
        }
    }

    /// One of two texts.
    pub fn of<T>(self, english: T, german: T) -> T {
        match self {
            Self::English => english,
            Self::German => german,
        }
    }

    /// `Thursday, 3 December 2026, 14:00–15:30 (Europe/Berlin)`
    pub fn when(self, start: Timestamp, end: Timestamp, zone: &str) -> Result<String, jiff::Error> {
        let tz = TimeZone::get(zone)?;
        let name = tz.iana_name().unwrap_or("UTC").to_owned();
        let (from, to) = (start.to_zoned_datetime(tz.clone()), end.to_zoned_datetime(tz));
        let (day, begins, ends) = (self.day(&from), clock(&from), clock(&to));
        Ok(if from.date() == to.date() {
            format!("{day}, {begins}–{ends} ({name})")
        } else {
            format!("{day}, {begins} – {}, {ends} ({name})", self.day(&to))
        })
    }

    /// `Thursday, 3 December 2026, 14:00 (Europe/Berlin)`
    pub fn moment(self, at: Timestamp, zone: &str) -> Result<String, jiff::Error> {
        let at = at.to_zoned_datetime(TimeZone::get(zone)?);
        let name = at.time_zone().iana_name().unwrap_or("UTC");
        Ok(format!("{}, {} ({name})", self.day(&at), clock(&at)))
    }

    /// `Thursday, 3 December 2026`
    pub fn day(self, at: &ZonedDateTime) -> String {
        match self {
            Self::English => at.strftime("%A, %-d %B %Y").to_string(),
            Self::German => {
                let weekday = match at.weekday() {
                    Weekday::Monday => "Montag",
                    Weekday::Tuesday => "Dienstag",
                    Weekday::Wednesday => "Mittwoch",
                    Weekday::Thursday => "Donnerstag",
                    Weekday::Friday => "Freitag",
                    Weekday::Saturday => "Samstag",
                    Weekday::Sunday => "Sonntag",
                };
                let month = usize::try_from(at.month()).ok().and_then(|month| MONTHS.get(month - 1));
                format!("{weekday}, {}. {} {}", at.day(), month.copied().unwrap_or_default(), at.year())
            }
        }
    }
}

fn clock(at: &ZonedDateTime) -> String {
    at.strftime("%H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_said_in_both_languages_in_the_zone_of_the_event() {
        let moment = |text: &str| text.parse::<Timestamp>().expect("a time");
        let (start, end) = (moment("2026-12-03T13:00:00Z"), moment("2026-12-03T14:30:00Z"));
        assert_eq!(
            Language::English.when(start, end, "Europe/Berlin").expect("a zone"),
            "Thursday, 3 December 2026, 14:00–15:30 (Europe/Berlin)"
        );
        assert_eq!(
            Language::German.when(start, moment("2026-12-03T23:30:00Z"), "Europe/Berlin").expect("a zone"),
            "Donnerstag, 3. Dezember 2026, 14:00 – Freitag, 4. Dezember 2026, 00:30 (Europe/Berlin)"
        );
        assert!(Language::German.when(start, end, "Europe/Nowhere").is_err());
    }

    #[test]
    fn a_tag_is_read_by_its_beginning() {
        assert_eq!(Language::read("de-AT"), Some(Language::German));
        assert_eq!(Language::read(" EN"), Some(Language::English));
        for none in ["", "d", "fr", "é"] {
            assert_eq!(Language::read(none), None, "{none}");
        }
    }
}
