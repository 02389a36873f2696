//! The event for a visitor's calendar. The public file leads to the page and not into the meeting; a person's own leads to
//! their link.

use lectern_domain::calendar_file::{self, CalendarEntry};
use lectern_domain::event::EventState;
use lectern_domain::registration::RegistrantStatus;
use lectern_store::events::EventRecord;

use super::PageError;
use super::code::{holder, parse};
use super::show::shown;
use crate::desk::Desk;
use crate::scheduling::series;
use crate::serving::ServingError;

/// Of an event's page; `origin` is where visitors reach this service.
pub async fn of_event(desk: &Desk, slug: &str, origin: &str) -> Result<String, PageError> {
    let (asked, now) = (slug.to_owned(), desk.now());
    let found = desk
        .read(move |r| {
            let Some(publication) = shown(r, &asked)? else { return Ok(None) };
            let Some(event) = r.events().by_id(&publication.event_id)? else { return Ok(None) };
            series::current(r, event, now).map(Some)
        })
        .await
        .map_err(ServingError::from)?;
    let event = found.ok_or(PageError::None)?;
    Ok(file(&event, format!("{origin}/e/{slug}"), event.state == EventState::Cancelled))
}

/// Of a person's page: with a place, and cancelled without one.
pub async fn of_person(desk: &Desk, code: &str, origin: &str) -> Result<String, PageError> {
    let found = parse(desk, code).await.map_err(ServingError::from)?.ok_or(PageError::None)?;
    let now = desk.now();
    let read = desk
        .read(move |r| {
            let Some(person) = holder(r, &found)? else { return Ok(None) };
            let Some(event) = r.events().by_id(&person.event_id)? else { return Ok(None) };
            Ok(Some((series::current(r, event, now)?, person.status)))
        })
        .await
        .map_err(ServingError::from)?;
    let (event, status) = read.ok_or(PageError::None)?;
    let off = event.state == EventState::Cancelled || status == RegistrantStatus::Cancelled;
    let way = if status == RegistrantStatus::Registered { "j" } else { "r" };
    Ok(file(&event, format!("{origin}/{way}/{code}"), off))
}

fn file(event: &EventRecord, link: String, cancelled: bool) -> String {
    calendar_file::ics(&CalendarEntry {
        // That of the file in the mail: calendars keep one entry.
        uid: format!("{}@lectern.invalid", event.id),
        sequence: event.ics_sequence,
        title: event.title.clone(),
        description: format!("{link}\n\n{}", event.description),
        start: event.start,
        end: event.end,
        organizer_name: event.organizer_name.clone().unwrap_or_default(),
        organizer_email: event.organizer_email.clone().unwrap_or_else(|| "noreply@lectern.invalid".into()),
        join_url: Some(link),
        created: event.updated_at,
        cancelled,
    })
}
