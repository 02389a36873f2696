//! The words of the page behind a ticket's link, and dates in them.

use axum::http::HeaderMap;
use axum::http::header::ACCEPT_LANGUAGE;
use jiff::Timestamp;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    German,
}

impl Language {
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    pub fn read(text: &str) -> Option<Self> {
        match text.trim().get(..2)?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "de" => Some(Self::German),
            _ => None,
        }
    }

    /// What the visitor chose, else what the browser prefers of what there is, else the page's own, else English.
    pub fn of(chosen: Option<&str>, headers: &HeaderMap, page: Option<&str>) -> Self {
        let wished = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut ranked: Vec<(Self, f32)> = wished
            .split(',')
            .filter_map(|part| {
                let (tag, rest) = part.split_once(';').unwrap_or((part, ""));
                let weight = rest.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse().ok())?;
                Self::read(tag).map(|language| (language, weight))
            })
            .filter(|(_, weight)| *weight > 0.0)
            .collect();
        ranked.sort_by(|one, other| other.1.total_cmp(&one.1));
        chosen
            .and_then(Self::read)
            .or_else(|| ranked.first().map(|(language, _)| *language))
            .or_else(|| page.and_then(Self::read))
            .unwrap_or(Self::English)
    }
}

/// English, German.
const WORDS: &[(&str, &str, &str)] = &[
    ("unknown_title", "This link leads nowhere", "Dieser Link führt nirgendwohin"),
    (
        "unknown",
        "It may have been mistyped or replaced. Open the newest mail of the event, or ask its organizer.",
        "Vielleicht ist er verschrieben oder ersetzt worden. Öffnen Sie die neueste Nachricht zur Veranstaltung, oder \
         fragen Sie, wer einlädt.",
    ),
    ("early", "The doors are not open yet", "Noch nicht geöffnet"),
    ("opens", "They open at {when}.", "Geöffnet wird um {when}."),
    ("open", "You can join now", "Sie können jetzt teilnehmen"),
    ("running", "It is on now", "Läuft gerade"),
    ("over", "This event is over", "Diese Veranstaltung ist vorbei"),
    ("cancelled", "This event was cancelled", "Diese Veranstaltung wurde abgesagt"),
    ("revoked", "This ticket was taken back", "Diese Eintrittskarte wurde zurückgenommen"),
    (
        "revoked_more",
        "Ask the organizer if you think that is wrong.",
        "Fragen Sie, wer einlädt, wenn das ein Irrtum ist.",
    ),
    ("not_ready", "The meeting isn't ready yet", "Die Besprechung ist noch nicht bereit"),
    (
        "not_ready_more",
        "Load this page again in a few minutes.",
        "Laden Sie diese Seite in ein paar Minuten noch einmal.",
    ),
    ("moved", "It was moved", "Neuer Termin"),
    ("moved_from", "It was to be on {when}.", "Vorher: {when}."),
    ("message", "The organizer writes", "Nachricht der Einladenden"),
    ("yours", "Your time", "Ihre Zeit"),
    ("by", "Invited by {who}", "Es lädt ein: {who}"),
    ("lectern", "Open in Lectern", "In Lectern öffnen"),
    ("teams", "Open in Teams", "In Teams öffnen"),
    ("web", "Join in the browser", "Im Browser teilnehmen"),
    ("handed", "This event is joined in Teams.", "An dieser Veranstaltung nehmen Sie in Teams teil."),
    ("download", "Get Lectern", "Lectern herunterladen"),
    (
        "nothing_happens",
        "Nothing happens? Then Lectern is not installed here: use Teams or the browser.",
        "Nichts passiert? Dann ist Lectern hier nicht installiert: Nehmen Sie Teams oder den Browser.",
    ),
    ("phone", "Join on your phone", "Mit dem Telefon teilnehmen"),
    (
        "phone_more",
        "Point your phone’s camera at this. The link is yours alone: whoever has it comes in as you.",
        "Richten Sie die Kamera Ihres Telefons darauf. Der Link gehört nur Ihnen: Wer ihn hat, kommt als Sie herein.",
    ),
    ("qr", "QR code of this page’s address", "QR-Code mit der Adresse dieser Seite"),
    ("own", "Change or cancel your registration", "Anmeldung ändern oder absagen"),
    ("other", "Deutsch", "English"),
    ("other_tag", "de", "en"),
];

const MONTHS: [&str; 12] = [
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

/// All of a language, by name.
pub fn words(language: Language) -> std::collections::BTreeMap<&'static str, &'static str> {
    WORDS
        .iter()
        .map(|(name, english, german)| match language {
            Language::English => (*name, *english),
            Language::German => (*name, *german),
        })
        .collect()
}

/// `Thursday, 3 December 2026, 14:00–15:30 (Europe/Berlin)`
pub fn when(language: Language, start: Timestamp, end: Timestamp, zone: &str) -> String {
    let tz = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let (from, to) = (start.to_zoned_datetime(tz.clone()), end.to_zoned_datetime(tz));
    let time = |at: &jiff::ZonedDateTime| at.strftime("%H:%M").to_string();
    let name = zone.replace('_', " ");
    if from.date() == to.date() {
        format!("{}, {}–{} ({name})", day(language, &from), time(&from), time(&to))
    } else {
        format!("{}, {} – {}, {} ({name})", day(language, &from), time(&from), day(language, &to), time(&to))
    }
}

/// One moment: the day, and `14:00`.
pub fn at(language: Language, at: Timestamp, zone: &str) -> String {
    let at = at.to_zoned_datetime(TimeZone::get(zone).unwrap_or(TimeZone::UTC));
    format!("{}, {}", at.strftime("%H:%M"), day(language, &at))
}

fn day(language: Language, at: &jiff::ZonedDateTime) -> String {
    match language {
        Language::English => at.strftime("%A, %-d %B %Y").to_string(),
        Language::German => {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn wishing(text: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, text.parse().expect("a header"));
        headers
    }

    #[test]
    fn the_visitor_chooses_then_the_browser_then_the_page() {
        let of = Language::of;
        assert_eq!(of(Some("de"), &wishing("en"), None), Language::German);
        assert_eq!(of(None, &wishing("fr, de;q=0.5, en;q=0.7"), Some("de")), Language::English);
        assert_eq!(of(Some("xx"), &wishing("fr"), Some("de")), Language::German);
        assert_eq!(of(None, &HeaderMap::new(), None), Language::English);
        assert_eq!(of(None, &wishing("de;q=0, é, ;;,q="), None), Language::English);
    }

    #[test]
    fn a_day_is_said_in_both_languages_in_the_zone_of_the_event() {
        let moment = |text: &str| text.parse::<Timestamp>().expect("a time");
        let (start, end) = (moment("2026-12-03T13:00:00Z"), moment("2026-12-03T14:30:00Z"));
        assert_eq!(
            when(Language::English, start, end, "Europe/Berlin"),
            "Thursday, 3 December 2026, 14:00–15:30 (Europe/Berlin)"
        );
        assert_eq!(
            when(Language::German, start, moment("2026-12-03T23:30:00Z"), "Europe/Berlin"),
            "Donnerstag, 3. Dezember 2026, 14:00 – Freitag, 4. Dezember 2026, 00:30 (Europe/Berlin)"
        );
    }

    #[test]
    fn no_word_is_missing() {
        for (name, english, german) in WORDS {
            assert!(!english.is_empty() && !german.is_empty(), "{name}");
            assert_eq!(english.contains('{'), german.contains('{'), "{name}");
        }
    }
}
