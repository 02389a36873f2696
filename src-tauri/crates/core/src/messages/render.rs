//! What a person will read: subject, text, HTML and the calendar file, made at the moment of sending or previewing.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use lectern_domain::calendar_file::{self, CalendarEntry};
use lectern_domain::deep_link::{self, DeepLink};
use lectern_domain::message::MessageKind;
use lectern_domain::ticket::TicketCode;
use lectern_store::events::EventRecord;
use lectern_store::messages::MessageRecord;
use lectern_store::registrants::RegistrantRecord;
use lectern_store::tickets::TicketRecord;
use minijinja::{AutoEscape, Environment, context};
use serde::Serialize;
use ts_rs::TS;

use super::notices;
use crate::desk::Desk;
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::registration::ticket;

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
    for (name, source) in [
        ("text", include_str!("templates/confirmation/body.txt")),
        ("html", include_str!("templates/confirmation/body.html")),
    ] {
        templates.add_template(name, source).expect("a test renders every template of the program");
    }
    templates
});

/// To whom, and in which words, an admission is told.
pub struct Admitted<'a> {
    pub kind: MessageKind,
    /// Who has the place.
    pub name: &'a str,
    /// Who brings them along and gets the message, where they are a guest.
    pub host: Option<&'a str>,
    pub ticket: &'a TicketCode,
}

impl Admitted<'_> {
    fn lead(&self) -> String {
        match (self.host, self.kind) {
            (Some(_), _) => format!("your guest {} is registered for", self.name),
            (None, MessageKind::Approved) => "your registration was approved. You have a place at".into(),
            (None, _) => "you're registered for".into(),
        }
    }
}

/// The message to one registrant. The https link of Teams comes first: mail programs drop custom schemes.
pub fn confirmation(
    event: &EventRecord,
    to: &Admitted<'_>,
    scheme: &str,
    sender: &str,
) -> Result<Rendered, RenderError> {
    let join_url = event.join_url.as_deref().ok_or(RenderError::NoJoinUrl)?;
    let link = DeepLink { link: Some(join_url.to_owned()), ticket: Some(to.ticket.clone()), service: None };
    let organizer = event.organizer_name.clone().unwrap_or_default();
    let values = context! {
        name => to.host.unwrap_or(to.name),
        lead => to.lead(),
        event => context! { title => &event.title, description => &event.description },
        when => when(event.start, event.end, &event.zone)?,
        teams_link => join_url,
        lectern_link => deep_link::build(scheme, &link),
        organizer => &organizer,
    };
    let render = |template: &str| TEMPLATES.get_template(template)?.render(&values);
    Ok(Rendered {
        subject: subject(to.kind, &event.title),
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
        created: event.created_at,
        cancelled: false,
    })
}

/// One line, whatever the title holds: a line break would begin another header.
pub fn subject(kind: MessageKind, title: &str) -> String {
    let words = match kind {
        MessageKind::Confirmation => "You're registered",
        MessageKind::Waitlisted => "You're on the waitlist",
        MessageKind::Offered => "A place is free for you",
        MessageKind::Pending => "Your registration is being looked at",
        MessageKind::Approved => "Your registration was approved",
        MessageKind::Rejected => "Your registration was not accepted",
        MessageKind::Cancelled => "You're no longer registered",
    };
    format!("{words}: {title}").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// "Thursday, 3 December 2026, 14:00–15:30 (Europe/Berlin)"
pub fn when(start: Timestamp, end: Timestamp, zone: &str) -> Result<String, jiff::Error> {
    let zone = TimeZone::get(zone)?;
    let (start, end) = (start.to_zoned_datetime(zone.clone()), end.to_zoned_datetime(zone.clone()));
    let name = zone.iana_name().unwrap_or("UTC");
    let from = start.strftime("%A, %-d %B %Y, %H:%M");
    Ok(if start.date() == end.date() {
        format!("{from}–{} ({name})", end.strftime("%H:%M"))
    } else {
        format!("{from} – {} ({name})", end.strftime("%A, %-d %B %Y, %H:%M"))
    })
}

/// "Thursday, 3 December 2026, 14:00 (Europe/Berlin)"
pub(super) fn instant(at: Timestamp, zone: &str) -> Result<String, jiff::Error> {
    let at = at.to_zoned_datetime(TimeZone::get(zone)?);
    let name = at.time_zone().iana_name().unwrap_or("UTC").to_owned();
    Ok(format!("{} ({name})", at.strftime("%A, %-d %B %Y, %H:%M")))
}

/// What a message is made of, at the moment of making it.
pub(super) struct Parts {
    pub event: EventRecord,
    person: RegistrantRecord,
    host: Option<String>,
    ticket: Option<TicketRecord>,
}

/// `None`: the event or the person is gone.
pub(super) async fn parts(desk: &Desk, message: &MessageRecord) -> Result<Option<Parts>, DeskError> {
    let (event_id, registrant) = (message.event_id.clone(), message.registrant_id.clone());
    desk.read(move |r| {
        let found = r.events().by_id(&event_id)?.zip(r.registrants().by_id(&registrant)?);
        let Some((event, person)) = found else { return Ok(None) };
        let host = match &person.guest_of {
            Some(host) => r.registrants().by_id(host)?.map(|host| host.name),
            None => None,
        };
        Ok(Some(Parts { event, person, host, ticket: r.tickets().of_registrant(&registrant)? }))
    })
    .await
}

pub(super) fn whole(
    desk: &Desk,
    kind: MessageKind,
    parts: &Parts,
    sender: &str,
) -> Result<Rendered, RenderError> {
    if !kind.admits() {
        return notices::notice(kind, &parts.event, &parts.person);
    }
    let sealed = parts.ticket.as_ref().ok_or(RenderError::NoTicket)?;
    let ticket = ticket::opened(desk.seal(), &sealed.code_sealed)?;
    let to = Admitted { kind, name: &parts.person.name, host: parts.host.as_deref(), ticket: &ticket };
    confirmation(&parts.event, &to, desk.profile().kind().scheme(), sender)
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
