//! The calendar file that goes with a message: one event that calendars of all makers read alike (RFC 5545).
//!
//! `METHOD:PUBLISH`: a copy for information, which asks for no answer and makes nobody an attendee. Times are UTC,
//! so no time zone definition can be missing or wrong.

use icalendar::{Calendar, Component, Event, EventLike, Property};
use jiff::Timestamp;

use crate::text;

/// What goes into the file. Texts may come from anywhere; they are made harmless here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEntry {
    /// Ours, and the same in every file about this event: calendars then replace the older copy.
    pub uid: String,
    /// Goes up with every change that is sent out.
    pub sequence: u32,
    pub title: String,
    pub description: String,
    pub start: Timestamp,
    pub end: Timestamp,
    pub organizer_name: String,
    pub organizer_email: String,
    /// Where to join; it becomes the place of the event and its link.
    pub join_url: Option<String>,
    /// When this file was made.
    pub created: Timestamp,
    pub cancelled: bool,
}

/// The file's content: UTF-8, CRLF, lines folded at 75 octets.
pub fn ics(entry: &CalendarEntry) -> String {
    let mut event = Event::new();
    event
        .uid(&one_line(&entry.uid))
        .sequence(entry.sequence)
        .summary(&one_line(&entry.title))
        .description(&paragraphs(&entry.description))
        .add_property("DTSTAMP", utc(entry.created))
        .add_property("DTSTART", utc(entry.start))
        .add_property("DTEND", utc(entry.end))
        .add_property("STATUS", if entry.cancelled { "CANCELLED" } else { "CONFIRMED" })
        .add_property("CLASS", "PUBLIC")
        .add_property("TRANSP", if entry.cancelled { "TRANSPARENT" } else { "OPAQUE" })
        .append_property(organizer(entry));
    if let Some(join_url) = &entry.join_url {
        let join_url = uri(join_url);
        event.location(&join_url).url(&join_url);
    }
    let mut calendar = Calendar::empty();
    calendar
        .append_property(("VERSION", "2.0"))
        .append_property(("PRODID", "-//Lectern//Lectern//EN"))
        .append_property(("CALSCALE", "GREGORIAN"))
        .append_property(("METHOD", "PUBLISH"))
        .push(event.done());
    calendar.to_string()
}

fn organizer(entry: &CalendarEntry) -> Property {
    let address = uri(&entry.organizer_email);
    let mut organizer = Property::new("ORGANIZER", format!("mailto:{address}"));
    // A parameter's value has no way to write a double quote (RFC 5545, 3.1).
    let name = one_line(&entry.organizer_name).replace('"', "'");
    if !name.is_empty() {
        // Quoted always: the quotes are taken as they are.
        organizer.add_parameter("CN", &format!("\"{name}\""));
    }
    organizer
}

fn utc(instant: Timestamp) -> String {
    instant.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A text on one line, without control characters: a line break in a title would start a new property.
fn one_line(text: &str) -> String {
    let spaced = text.replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), " ");
    spaced.chars().filter(|c| !text::is_bidi_control(*c)).collect::<String>().trim().to_owned()
}

/// A text with its line breaks, which the writer escapes, and without other control characters.
fn paragraphs(text: &str) -> String {
    text.replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n")
        .chars()
        .filter(|c| *c == '\n' || *c == '\t' || !c.is_control())
        .collect()
}

/// An address as one word: what cannot stand in a URI is dropped.
fn uri(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '<' | '>' | '\\'))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entry(title: &str, description: &str, organizer_name: &str) -> CalendarEntry {
        let at = |text: &str| text.parse().expect("an instant");
        CalendarEntry {
            uid: "0190-talk@lectern".into(),
            sequence: 2,
            title: title.into(),
            description: description.into(),
            start: at("2026-12-01T17:00:00Z"),
            end: at("2026-12-01T18:30:00Z"),
            organizer_name: organizer_name.into(),
            organizer_email: "events@example.org".into(),
            join_url: Some("https://teams.microsoft.com/meet/234?p=a,b;c".into()),
            created: at("2026-11-23T09:00:00.5Z"),
            cancelled: false,
        }
    }

    /// A reader of our own, by the RFC: unfold, split at the first colon outside quotes, unescape.
    fn parse(file: &str) -> Vec<(String, String)> {
        let unfolded = file.strip_suffix("\r\n").expect("ends a line").replace("\r\n ", "");
        unfolded
            .split("\r\n")
            .map(|line| {
                let mut quoted = false;
                let colon = line.find(|c: char| {
                    quoted ^= c == '"';
                    c == ':' && !quoted
                });
                let (name, value) = line.split_at(colon.expect("a property"));
                (name.to_owned(), value[1..].to_owned())
            })
            .collect()
    }

    fn value(file: &str, name: &str) -> String {
        let found: Vec<_> = parse(file).into_iter().filter(|(key, _)| key == name).collect();
        assert_eq!(found.len(), 1, "{name} must be there once in\n{file}");
        found[0].1.clone()
    }

    fn unescaped(text: &str) -> String {
        let mut plain = String::new();
        let mut characters = text.chars();
        while let Some(c) = characters.next() {
            plain.push(match (c, c == '\\') {
                (_, true) => match characters.next().expect("something escaped") {
                    'n' | 'N' => '\n',
                    other => other,
                },
                (c, false) => c,
            });
        }
        plain
    }

    proptest! {
        #[test]
        fn whatever_is_in_the_texts_it_is_one_event(title: String, description: String, name: String) {
            let file = ics(&entry(&title, &description, &name));
            prop_assert!(file.split("\r\n").all(|line| line.len() <= 75), "folded at 75 octets:\n{}", file);
            prop_assert!(!file.replace("\r\n", "").contains(['\r', '\n']), "only CRLF ends a line");
            let names: Vec<String> = parse(&file).into_iter().map(|(name, _)| name).collect();
            prop_assert_eq!(names.iter().filter(|name| *name == "BEGIN").count(), 2);
            prop_assert_eq!(names.len(), 21, "no property was smuggled in or lost: {:?}", names);
            prop_assert_eq!(unescaped(&value(&file, "SUMMARY")), one_line(&title));
            prop_assert_eq!(unescaped(&value(&file, "DESCRIPTION")), paragraphs(&description));
        }
    }

    #[test]
    fn a_whole_file() {
        let file = ics(&entry("Talk, part 1; \\o/", "First\r\nSecond", "Ada \"The\" Organizer: you"));
        let mut lines: Vec<&str> = file.split_terminator("\r\n").collect();
        lines[6..18].sort_unstable();
        assert_eq!(
            lines,
            [
                "BEGIN:VCALENDAR",
                "VERSION:2.0",
                "PRODID:-//Lectern//Lectern//EN",
                "CALSCALE:GREGORIAN",
                "METHOD:PUBLISH",
                "BEGIN:VEVENT",
                "CLASS:PUBLIC",
                "DESCRIPTION:First\\nSecond",
                "DTEND:20261201T183000Z",
                "DTSTAMP:20261123T090000Z",
                "DTSTART:20261201T170000Z",
                "LOCATION:https://teams.microsoft.com/meet/234?p=a\\,b\\;c",
                "ORGANIZER;CN=\"Ada 'The' Organizer: you\":mailto:events@example.org",
                "SEQUENCE:2",
                "STATUS:CONFIRMED",
                "SUMMARY:Talk\\, part 1\\; \\\\o/",
                "TRANSP:OPAQUE",
                "UID:0190-talk@lectern",
                "URL:https://teams.microsoft.com/meet/234?p=a,b;c",
                "END:VEVENT",
                "END:VCALENDAR",
            ]
        );
    }

    #[test]
    fn a_line_break_in_a_title_starts_no_property() {
        let hostile = "Talk\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTENDEE:mailto:eve@evil.test";
        let mut entry = entry(hostile, hostile, hostile);
        entry.uid = hostile.into();
        entry.organizer_email = "a@example.org\r\nATTENDEE:mailto:eve@evil.test".into();
        entry.join_url = Some("https://x\r\nATTENDEE:mailto:eve@evil.test".into());
        let file = ics(&entry);
        assert!(parse(&file).iter().all(|(name, _)| !name.starts_with("ATTENDEE")), "{file}");
        assert_eq!(file.matches("\r\nBEGIN:VEVENT\r\n").count(), 1);
    }

    #[test]
    fn a_cancelled_event_keeps_its_identity() {
        let file = ics(&CalendarEntry { cancelled: true, sequence: 3, ..entry("Talk", "", "") });
        assert_eq!((value(&file, "STATUS"), value(&file, "METHOD")), ("CANCELLED".into(), "PUBLISH".into()));
        assert_eq!((value(&file, "UID"), value(&file, "SEQUENCE")), ("0190-talk@lectern".into(), "3".into()));
        assert_eq!(value(&file, "ORGANIZER"), "mailto:events@example.org", "no name, no empty parameter");
    }
}
