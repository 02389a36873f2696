//! What a person will read: subject, text, HTML and the calendar file, made at the moment of sending or previewing.

use std::sync::LazyLock;

use jiff::Timestamp;
use lectern_domain::calendar_file::{self, CalendarEntry};
use lectern_domain::deep_link::{self, DeepLink};
use lectern_domain::event::{EventState, PublicationState};
use lectern_domain::language::Language;
use lectern_domain::message::MessageKind;
use lectern_domain::moved::EventTime;
use lectern_domain::registration::RegistrantStatus;
use lectern_domain::ticket::TicketCode;
use lectern_store::events::EventRecord;
use lectern_store::messages::MessageRecord;
use lectern_store::registrants::RegistrantRecord;
use lectern_store::tickets::TicketRecord;
use minijinja::{AutoEscape, Environment, context, escape_formatter};
use serde::Serialize;
use ts_rs::TS;

use super::notices;
use crate::desk::Desk;
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::registration::ticket;
use crate::scheduling::series;
use crate::serving::pages::code;
use crate::serving::publication;

/// A message ready to leave.
pub struct Rendered {
    pub subject: String,
    pub text: String,
    pub html: String,
    /// The event as a calendar file; a test mail has none.
    pub calendar: Option<String>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct MessagePreview {
    pub subject: String,
    pub html: String,
    pub text: String,
}

#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    #[error("There is no such event here any more.")]
    NoEvent,
    #[error("There is no such message here any more.")]
    NoMessage,
    #[error(
        "The event has no Teams link yet, so there is nothing to send. Open the event and finish scheduling it."
    )]
    NoJoinUrl,
    #[error("This person has no ticket any more, so there is nothing to confirm.")]
    NoTicket,
    #[error("The message could not be written: {0}")]
    Template(#[from] minijinja::Error),
    #[error("The event's time can't be shown: {0}")]
    Time(#[from] jiff::Error),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<RenderError> for CommandError {
    fn from(error: RenderError) -> Self {
        let code = match error {
            RenderError::Desk(inner) => return inner.into(),
            RenderError::NoEvent | RenderError::NoMessage => ErrorCode::NotFound,
            RenderError::NoJoinUrl | RenderError::NoTicket => ErrorCode::Refused,
            RenderError::Template(_) | RenderError::Time(_) => ErrorCode::Internal,
        };
        Self::new(code, error.to_string())
    }
}

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    templates
        .set_auto_escape_callback(|name| if name == "html" { AutoEscape::Html } else { AutoEscape::None });
    templates.set_formatter(|out, state, value| match value.as_str() {
        Some(text) if matches!(state.auto_escape(), AutoEscape::Html) && !value.is_safe() => {
            out.write_str(&escaped(text)).map_err(minijinja::Error::from)
        }
        _ => escape_formatter(out, state, value),
    });
    for (name, source) in [
        ("text", include_str!("templates/confirmation/body.txt")),
        ("html", include_str!("templates/confirmation/body.html")),
    ] {
        templates.add_template(name, source).expect("a test renders every template of the program");
    }
    templates
});

/// As HTML, in text and in quoted attributes. The library's own way writes slashes as `&#x2f;` too: right, but addresses
/// written so look to spam filters as if they had something to hide.
fn escaped(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => made.push_str("&amp;"),
            '<' => made.push_str("&lt;"),
            '>' => made.push_str("&gt;"),
            '"' => made.push_str("&quot;"),
            '\'' => made.push_str("&#39;"),
            other => made.push(other),
        }
    }
    made
}

/// To whom, and in which words, an admission is told.
pub struct Admitted<'a> {
    pub kind: MessageKind,
    /// Who has the place.
    pub name: &'a str,
    /// Who brings them along and gets the message, where they are a guest.
    pub host: Option<&'a str>,
    pub ticket: &'a TicketCode,
    pub language: Language,
    /// Of a move: the time that they know.
    pub was: Option<&'a EventTime>,
}

impl Admitted<'_> {
    fn lead(&self) -> String {
        let (german, name) = (self.language == Language::German, self.name);
        match (self.host, self.kind) {
            (Some(_), _) if german => format!("Ihr Gast {name} ist angemeldet:"),
            (Some(_), _) => format!("your guest {name} is registered for"),
            (None, MessageKind::Moved) if german => "der Termin hat sich geändert:".into(),
            (None, MessageKind::Moved) => "there is a new time for".into(),
            (None, MessageKind::Approved) if german => {
                "Ihre Anmeldung wurde angenommen. Sie haben einen Platz:".into()
            }
            (None, MessageKind::Approved) => "your registration was approved. You have a place at".into(),
            (None, _) if german => "Sie sind angemeldet:".into(),
            (None, _) => "you're registered for".into(),
        }
    }
}

/// Where the links of a mail lead.
#[derive(Clone, Copy)]
pub enum Links<'a> {
    /// Into Teams, and into a Lectern of this scheme. The https link comes first: mail programs drop custom schemes.
    Own { scheme: &'a str },
    /// To the person's page at the service, `https://host[:port]`, which offers both; Teams is named for the day on which
    /// the service can't be reached.
    Service { origin: &'a str },
}

/// The message to one registrant. The calendar file leads into Teams always: calendars are shown to others.
pub fn confirmation(
    event: &EventRecord,
    to: &Admitted<'_>,
    links: Links<'_>,
    sender: &str,
) -> Result<Rendered, RenderError> {
    let join_url = event.join_url.as_deref().ok_or(RenderError::NoJoinUrl)?;
    let (page_link, lectern_link) = match links {
        Links::Service { origin } => (Some(format!("{origin}/j/{}", to.ticket.canonical())), None),
        Links::Own { scheme } => {
            let (link, ticket) = (Some(join_url.to_owned()), Some(to.ticket.clone()));
            (None, Some(deep_link::build(scheme, &DeepLink { link, ticket, service: None })))
        }
    };
    let organizer = event.organizer_name.clone().unwrap_or_default();
    let values = context! {
        name => to.host.unwrap_or(to.name),
        lead => to.lead(),
        event => context! { title => &event.title, description => &event.description },
        when => when_of(event, to.language)?,
        was => to.was.map(|was| to.language.when(was.start, was.end, &was.zone)).transpose()?,
        lang => to.language.tag(),
        de => to.language == Language::German,
        teams_link => join_url,
        page_link,
        lectern_link,
        organizer => &organizer,
    };
    let render = |template: &str| TEMPLATES.get_template(template)?.render(&values);
    Ok(Rendered {
        subject: subject(to.kind, &event.title, to.language),
        text: render("text")?,
        html: render("html")?,
        calendar: Some(calendar(event, join_url, sender)),
    })
}

/// The event for anybody's calendar; `sender` answers for it where no organizer is known.
pub(crate) fn calendar(event: &EventRecord, join_url: &str, sender: &str) -> String {
    calendar_file::ics(&CalendarEntry {
        uid: format!("{}@lectern.invalid", event.id),
        sequence: event.ics_sequence,
        title: event.title.clone(),
        description: format!("Join in Teams: {join_url}\n\n{}", event.description),
        start: event.start,
        end: event.end,
        organizer_name: event.organizer_name.clone().unwrap_or_default(),
        organizer_email: event.organizer_email.clone().unwrap_or_else(|| sender.to_owned()),
        join_url: Some(join_url.to_owned()),
        // With METHOD it is the moment that this state of it was made (RFC 5545, 3.8.7.2), the same at every try to send.
        created: event.updated_at,
        cancelled: event.state == EventState::Cancelled,
    })
}

/// One line, whatever the title holds: a line break would begin another header.
pub fn subject(kind: MessageKind, title: &str, language: Language) -> String {
    let (english, german) = match kind {
        MessageKind::Confirmation => ("You're registered", "Sie sind angemeldet"),
        MessageKind::Waitlisted => ("You're on the waitlist", "Sie stehen auf der Warteliste"),
        MessageKind::Offered => ("A place is free for you", "Ein Platz ist für Sie frei"),
        MessageKind::Pending => ("Your registration is being looked at", "Ihre Anmeldung wird angesehen"),
        MessageKind::Approved => ("Your registration was approved", "Ihre Anmeldung wurde angenommen"),
        MessageKind::Rejected => {
            ("Your registration was not accepted", "Ihre Anmeldung wurde nicht angenommen")
        }
        MessageKind::Cancelled => ("You're no longer registered", "Sie sind nicht mehr angemeldet"),
        MessageKind::Moved => ("New time", "Neuer Termin"),
        MessageKind::CalledOff => ("Cancelled", "Abgesagt"),
    };
    one_line(language.of(english, german), title)
}

pub(super) fn one_line(words: &str, title: &str) -> String {
    format!("{words}: {title}").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Of a series the date that is meant, and the rule in words.
fn when_of(event: &EventRecord, language: Language) -> Result<String, jiff::Error> {
    let when = language.when(event.start, event.end, &event.zone)?;
    Ok(series::words(event, language).map_or_else(|| when.clone(), |words| format!("{when}; {words}")))
}

/// For organizers: "Thursday, 3 December 2026, 14:00–15:30 (Europe/Berlin)"
pub fn when(start: Timestamp, end: Timestamp, zone: &str) -> Result<String, jiff::Error> {
    Language::English.when(start, end, zone)
}

/// What a message is made of, at the moment of making it.
pub(super) struct Parts {
    pub event: EventRecord,
    person: RegistrantRecord,
    host: Option<String>,
    ticket: Option<TicketRecord>,
    /// A service decides about it, and has a page for everybody who is registered.
    published: bool,
    /// Where this person sees where they stand.
    page: Option<String>,
    language: Language,
    was: Option<EventTime>,
}

/// `None`: the event or the person is gone.
pub(super) async fn parts(desk: &Desk, message: &MessageRecord) -> Result<Option<Parts>, DeskError> {
    let (event_id, registrant) = (message.event_id.clone(), message.registrant_id.clone());
    let (now, language, was) = (desk.now(), message.language, message.was.clone());
    let read = desk.read(move |r| {
        let found = r.events().by_id(&event_id)?.zip(r.registrants().by_id(&registrant)?);
        let Some((event, person)) = found else { return Ok(None) };
        let event = series::current(r, event, now)?;
        let host = match &person.guest_of {
            Some(host) => r.registrants().by_id(host)?.map(|host| host.name),
            None => None,
        };
        let ticket = r.tickets().of_registrant(&registrant)?;
        let publication = r.publications().of_event(&event_id)?;
        let published = publication.is_some_and(|found| found.state == PublicationState::Open);
        let language = match language {
            Some(language) => language,
            None => publication::language(r, &event_id)?,
        };
        Ok(Some(Parts { event, person, host, ticket, published, page: None, language, was }))
    });
    let Some(mut parts) = read.await? else { return Ok(None) };
    if let Some(origin) = desk.served_at().filter(|_| parts.published && !admits(message.kind, &parts)) {
        let code = code::of(desk, &message.registrant_id).await?;
        parts.page = code.map(|code| format!("{origin}/r/{code}"));
    }
    Ok(Some(parts))
}

/// Who has a place reads the way in beside the new time.
fn admits(kind: MessageKind, parts: &Parts) -> bool {
    kind.admits() || (kind == MessageKind::Moved && parts.person.status == RegistrantStatus::Registered)
}

pub(super) fn whole(
    desk: &Desk,
    kind: MessageKind,
    parts: &Parts,
    sender: &str,
) -> Result<Rendered, RenderError> {
    if !admits(kind, parts) {
        let seat = parts.person.status == RegistrantStatus::Registered;
        let page = parts.page.as_deref();
        let join_url = parts.event.join_url.as_deref().filter(|_| kind == MessageKind::CalledOff && seat);
        return Ok(Rendered {
            calendar: join_url.map(|join_url| calendar(&parts.event, join_url, sender)),
            ..notices::notice(kind, &parts.event, &parts.person, page, parts.language, parts.was.as_ref())?
        });
    }
    let sealed = parts.ticket.as_ref().ok_or(RenderError::NoTicket)?;
    let ticket = ticket::opened(desk.seal(), &sealed.code_sealed)?;
    let (name, host, language) = (&parts.person.name, parts.host.as_deref(), parts.language);
    let to = Admitted { kind, name, host, ticket: &ticket, language, was: parts.was.as_ref() };
    let links = match desk.served_at().filter(|_| parts.published) {
        Some(origin) => Links::Service { origin },
        None => Links::Own { scheme: desk.profile().kind().scheme() },
    };
    confirmation(&parts.event, &to, links, sender)
}

/// A planned or sent message as its reader sees it.
pub async fn preview(desk: &Desk, message_id: &str) -> Result<MessagePreview, RenderError> {
    let id = message_id.to_owned();
    let message = desk.read(move |r| r.messages().by_id(&id)).await?.ok_or(RenderError::NoMessage)?;
    let parts = parts(desk, &message).await?.ok_or(RenderError::NoMessage)?;
    let sender = super::channel::sender(desk).await?.unwrap_or_default();
    let made = whole(desk, message.kind, &parts, &sender)?;
    Ok(MessagePreview { subject: made.subject, html: made.html, text: made.text })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    fn event(title: &str, description: &str) -> EventRecord {
        EventRecord {
            id: "0190b6f2-5a3e-7c11-9d2f-4f0a6b1c2d3e".into(),
            transaction_id: "t".into(),
            title: title.into(),
            description: description.into(),
            start: at("2026-12-03T13:00:00Z"),
            end: at("2026-12-03T14:30:00Z"),
            zone: "Europe/Berlin".into(),
            state: EventState::Scheduled,
            graph_event_id: Some("AAMk".into()),
            ical_uid: None,
            change_key: None,
            meeting_id: None,
            join_url: Some("https://teams.microsoft.com/meet/2345678901234?p=abc".into()),
            web_link: None,
            owner_id: None,
            organizer_name: Some("Contoso \"Events\" <team>".into()),
            organizer_email: Some("events@contoso.example".into()),
            problem: None,
            ics_sequence: 1,
            created_at: at("2026-11-20T08:00:00Z"),
            updated_at: at("2026-11-24T09:15:00Z"),
            cancelled_at: None,
            cancel_comment: None,
            registration: None,
            registered: 1,
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

    fn to_mallory() -> Rendered {
        let event = event(
            "Q4 <script>alert(1)</script> & more",
            "Bring <b>questions</b>.\r\nBEGIN:VEVENT\r\nEND:VCALENDAR",
        );
        let ticket = TicketCode::from_bytes([7; 16]);
        let kind = MessageKind::Confirmation;
        let to = Admitted {
            kind,
            name: "<b>Mallory</b> \"O'Neil\"",
            host: None,
            ticket: &ticket,
            language: Language::English,
            was: None,
        };
        confirmation(&event, &to, Links::Own { scheme: "lectern" }, "sender@contoso.example")
            .expect("a message")
    }

    /// What a person reads is looked at whole: whoever changes it sees the difference beside the change.
    #[test]
    fn the_confirmation_reads_so() {
        let made = to_mallory();
        insta::assert_snapshot!("confirmation-subject", made.subject);
        insta::assert_snapshot!("confirmation-text", made.text);
        insta::assert_snapshot!("confirmation-html", made.html);
        insta::assert_snapshot!(
            "confirmation-calendar",
            made.calendar.expect("a file").replace("\r\n", "\n")
        );
    }

    #[test]
    fn a_service_leads_to_its_page_and_names_teams_besides() {
        let ticket = TicketCode::from_bytes([7; 16]);
        let to = Admitted {
            kind: MessageKind::Confirmation,
            name: "Ada",
            host: None,
            ticket: &ticket,
            language: Language::English,
            was: None,
        };
        let links = Links::Service { origin: "https://events.contoso.example" };
        let made =
            confirmation(&event("Briefing", ""), &to, links, "sender@contoso.example").expect("a message");
        insta::assert_snapshot!("confirmation-of-a-service-text", made.text);
        let page = format!("https://events.contoso.example/j/{}", ticket.canonical());
        assert!(made.html.contains(&format!("href=\"{page}\"")), "{}", made.html);
        assert!(!made.html.contains("lectern://"), "the page offers it: {}", made.html);
        let calendar = made.calendar.expect("a file");
        assert!(
            !calendar.contains("/j/"),
            "calendars are shown to others, and the link is one person's: {calendar}"
        );
    }

    #[test]
    fn nothing_from_outside_becomes_markup_or_another_entry() {
        let made = to_mallory();
        for markup in ["<script", "<b>"] {
            assert!(
                !made.html.contains(markup),
                "{markup} would run or show in the reader's mail: {}",
                made.html
            );
        }
        for (format, body) in [("text", &made.text), ("html", &made.html)] {
            let teams = body.find("teams.microsoft.com/meet").expect("the https link");
            let ours = body.find("lectern://join?").expect("our link");
            assert!(
                teams < ours,
                "{format}: mail programs drop custom schemes, so the https link comes first"
            );
        }
        let calendar = made.calendar.expect("a file");
        assert_eq!(
            calendar.matches("BEGIN:VEVENT").count(),
            2,
            "one entry, and one that is only text: {calendar}"
        );
        assert_eq!(calendar.lines().filter(|line| *line == "BEGIN:VEVENT").count(), 1, "{calendar}");
    }

    #[test]
    fn a_calendar_takes_the_changed_copy_for_the_newer_one() {
        let before = event("Briefing", "");
        let mut after = before.clone();
        after.updated_at = at("2026-11-25T09:15:00Z");
        let (before, after) = (calendar(&before, "https://x", ""), calendar(&after, "https://x", ""));
        assert!(before.contains("DTSTAMP:20261124T091500Z"), "{before}");
        assert!(after.contains("DTSTAMP:20261125T091500Z"), "a changed copy is of a later moment: {after}");
    }
}
