//! Where somebody stands who has no place (yet, or any more), and what became of the event. None of these carries a ticket
//! or a way in.

use std::sync::LazyLock;

use lectern_domain::language::Language;
use lectern_domain::message::MessageKind;
use lectern_domain::moved::EventTime;
use lectern_store::events::EventRecord;
use lectern_store::registrants::RegistrantRecord;
use minijinja::{AutoEscape, Environment, context};

use super::render::{RenderError, Rendered, subject};

pub(super) static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    templates.set_auto_escape_callback(|name| {
        if name.starts_with("html/") { AutoEscape::Html } else { AutoEscape::None }
    });
    for (name, source) in [
        ("html/layout", include_str!("templates/notice/layout.html")),
        ("txt/layout", include_str!("templates/notice/layout.txt")),
        ("html/waitlisted", include_str!("templates/waitlisted/body.html")),
        ("txt/waitlisted", include_str!("templates/waitlisted/body.txt")),
        ("html/offered", include_str!("templates/offered/body.html")),
        ("txt/offered", include_str!("templates/offered/body.txt")),
        ("html/pending", include_str!("templates/pending/body.html")),
        ("txt/pending", include_str!("templates/pending/body.txt")),
        ("html/rejected", include_str!("templates/rejected/body.html")),
        ("txt/rejected", include_str!("templates/rejected/body.txt")),
        ("html/proof", include_str!("templates/proof/body.html")),
        ("txt/proof", include_str!("templates/proof/body.txt")),
        ("html/moved", include_str!("templates/moved/body.html")),
        ("txt/moved", include_str!("templates/moved/body.txt")),
        ("html/called-off", include_str!("templates/called-off/body.html")),
        ("txt/called-off", include_str!("templates/called-off/body.txt")),
        ("html/cancelled", include_str!("templates/cancelled/body.html")),
        ("txt/cancelled", include_str!("templates/cancelled/body.txt")),
    ] {
        templates.add_template(name, source).expect("a test renders every template of the program");
    }
    templates
});

/// Only for who is not admitted by it. `was`: of a move, the time that they know. `page`: where a service shows this person where they stand.
pub(super) fn notice(
    kind: MessageKind,
    event: &EventRecord,
    person: &RegistrantRecord,
    page: Option<&str>,
    language: Language,
    was: Option<&EventTime>,
) -> Result<Rendered, RenderError> {
    let name = match kind {
        MessageKind::Waitlisted => "waitlisted",
        MessageKind::Offered => "offered",
        MessageKind::Pending => "pending",
        MessageKind::Rejected => "rejected",
        MessageKind::Cancelled => "cancelled",
        MessageKind::Moved => "moved",
        MessageKind::CalledOff => "called-off",
        MessageKind::Confirmation | MessageKind::Approved => return Err(RenderError::NoTicket),
    };
    let until = person.offer_until.map(|until| language.moment(until, &event.zone)).transpose()?;
    let values = context! {
        name => &person.name,
        event => context! { title => &event.title },
        when => language.when(event.start, event.end, &event.zone)?,
        was => was.map(|was| language.when(was.start, was.end, &was.zone)).transpose()?,
        reason => event.cancel_comment.as_deref().unwrap_or_default(),
        lang => language.tag(),
        de => language == Language::German,
        position => person.position,
        until => until,
        page,
        organizer => event.organizer_name.clone().unwrap_or_default(),
    };
    let render = |format: &str| TEMPLATES.get_template(&format!("{format}/{name}"))?.render(&values);
    Ok(Rendered {
        subject: subject(kind, &event.title, language),
        text: render("txt")?,
        html: render("html")?,
        calendar: None,
    })
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use lectern_domain::event::EventState;
    use lectern_domain::registration::{RegistrantStatus, Source};

    use super::*;

    fn event() -> EventRecord {
        let start: Timestamp = "2026-12-03T13:00:00Z".parse().expect("an instant");
        EventRecord {
            id: "e".into(),
            transaction_id: "t".into(),
            title: "<b>Tea</b> & talk".into(),
            description: "Private until you're in".into(),
            start,
            end: start + SignedDuration::from_hours(1),
            zone: "Europe/Berlin".into(),
            state: EventState::Scheduled,
            graph_event_id: None,
            ical_uid: None,
            change_key: None,
            meeting_id: None,
            join_url: Some("https://teams.microsoft.com/l/meetup-join/secret".into()),
            web_link: None,
            owner_id: None,
            organizer_name: Some("Olga".into()),
            organizer_email: None,
            problem: None,
            ics_sequence: 0,
            created_at: start,
            updated_at: start,
            cancelled_at: None,
            cancel_comment: None,
            registration: None,
            registered: 0,
            offered: 0,
            waitlisted: 0,
            pending: 0,
            rejected: 0,
            adopted: false,
            recurrence: None,
            series_id: None,
            setup: None,
            changed_elsewhere: false,
        }
    }

    fn person() -> RegistrantRecord {
        let at: Timestamp = "2026-12-01T08:30:00Z".parse().expect("an instant");
        RegistrantRecord {
            id: "p".into(),
            event_id: "e".into(),
            name: "<script>alert(1)</script> \u{5d0}\u{5d1}".into(),
            email: "a@example.org".into(),
            email_normalized: "a@example.org".into(),
            company: None,
            status: RegistrantStatus::Offered,
            source: Source::Manual,
            registered_at: at,
            cancelled_at: None,
            confirmation: None,
            guest_of: None,
            guests: 0,
            group: None,
            tags: Vec::new(),
            offer_until: Some(at),
            position: Some(7),
            erased: false,
        }
    }

    /// As a mail program shows it.
    fn readable(html: &str) -> String {
        html.replace("&#x2f;", "/")
    }

    #[test]
    fn nobody_without_a_place_is_told_the_way_in_and_nothing_typed_becomes_markup() {
        let kinds = [
            MessageKind::Waitlisted,
            MessageKind::Offered,
            MessageKind::Pending,
            MessageKind::Rejected,
            MessageKind::Cancelled,
            MessageKind::Moved,
            MessageKind::CalledOff,
        ];
        for kind in kinds {
            let made = notice(kind, &event(), &person(), None, Language::English, None)
                .expect("a template for each kind");
            for text in [&made.text, &readable(&made.html)] {
                assert!(
                    !text.contains("teams.microsoft.com") && !text.contains("lectern:"),
                    "{kind:?}: {text}"
                );
                assert!(
                    !text.contains("Private until"),
                    "{kind:?}: the description may say how to get in: {text}"
                );
                assert!(
                    text.contains("Thursday, 3 December 2026, 14:00–15:00 (Europe/Berlin)"),
                    "{kind:?}: {text}"
                );
            }
            assert!(
                !made.html.contains("<script>") && !made.html.contains("<b>Tea"),
                "{kind:?}: {}",
                made.html
            );
            assert!(made.text.contains("<b>Tea</b> & talk"), "plain text stays as typed: {}", made.text);
            assert!(made.calendar.is_none(), "{kind:?}: a calendar entry looks like a place");
        }
    }

    #[test]
    fn an_offer_says_until_when_and_a_queue_says_where() {
        let offered = notice(MessageKind::Offered, &event(), &person(), None, Language::English, None)
            .expect("an offer");
        let until = "Tuesday, 1 December 2026, 09:30 (Europe/Berlin)";
        assert!(offered.text.contains(until) && readable(&offered.html).contains(until), "{}", offered.text);
        let waiting = notice(MessageKind::Waitlisted, &event(), &person(), None, Language::English, None)
            .expect("a notice");
        assert!(waiting.text.contains("number 7 in the queue"), "{}", waiting.text);
    }

    #[test]
    fn of_a_service_the_offer_is_taken_on_the_persons_own_page() {
        let page = "https://events.contoso.example/r/abc";
        let made = notice(MessageKind::Offered, &event(), &person(), Some(page), Language::English, None)
            .expect("an offer");
        assert!(made.text.contains(page) && readable(&made.html).contains(&format!("href=\"{page}\"")));
        assert!(!made.text.contains("answer this message"), "{}", made.text);
    }

    #[test]
    fn who_registered_in_german_reads_german_and_the_facts_stay() {
        let page = "https://events.contoso.example/r/abc";
        for (kind, said) in [
            (MessageKind::Waitlisted, "Sie sind Nummer 7 in der Warteliste."),
            (MessageKind::Offered, "Er ist bis Dienstag, 1. Dezember 2026, 09:30 (Europe/Berlin) für Sie"),
            (MessageKind::Pending, "Ihre Anmeldung wird angesehen"),
            (MessageKind::Rejected, "konnte leider nicht angenommen werden"),
            (MessageKind::Cancelled, "stehen nicht mehr auf der Liste"),
            (MessageKind::Moved, "der Termin hat sich geändert"),
            (MessageKind::CalledOff, "abgesagt"),
        ] {
            let made = notice(kind, &event(), &person(), Some(page), Language::German, None)
                .expect("a template for each");
            let html = readable(&made.html);
            for text in [&made.text, &html] {
                assert!(text.contains(said) && text.contains(page), "{kind:?}: {text}");
                assert!(text.contains("Donnerstag, 3. Dezember 2026, 14:00–15:00"), "{kind:?}: {text}");
                for english in ["Hello", "Your page", "answer this message", "you"] {
                    assert!(!text.contains(english), "{kind:?}: {english} is left over in {text}");
                }
            }
            assert!(html.contains("<html lang=\"de\">"), "for who has it read out: {html}");
        }
    }

    #[test]
    fn who_waits_reads_the_old_time_and_the_new_one_and_why_it_is_off() {
        let was = EventTime {
            start: "2026-12-02T22:30:00Z".parse().expect("an instant"),
            end: "2026-12-02T23:30:00Z".parse().expect("an instant"),
            zone: "America/New_York".into(),
        };
        let made = notice(MessageKind::Moved, &event(), &person(), None, Language::English, Some(&was))
            .expect("a notice");
        let (old, new) = (
            "Wednesday, 2 December 2026, 17:30–18:30 (America/New_York)",
            "Thursday, 3 December 2026, 14:00–15:00 (Europe/Berlin)",
        );
        assert!(readable(&made.html).contains(&format!("<s>{old}</s>")), "struck: {}", made.html);
        for text in [&made.text, &readable(&made.html)] {
            let (old, new) = (text.find(old).expect("the old time"), text.find(new).expect("the new time"));
            assert!(old < new, "{text}");
        }
        let off = EventRecord { cancel_comment: Some("<i>Ill</i>\nSorry".into()), ..event() };
        let made =
            notice(MessageKind::CalledOff, &off, &person(), None, Language::English, None).expect("a notice");
        assert!(made.text.contains("<i>Ill</i>\nSorry"), "in the organizer's words: {}", made.text);
        assert!(made.html.contains("&lt;i&gt;Ill"), "which are no markup: {}", made.html);
    }
}
