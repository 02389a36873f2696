//! "What is this, and may I come?": the page of an event.

use jiff::Timestamp;
use lectern_domain::event::{EventState, PublicationState};
use lectern_domain::recurrence::Recurrence;
use lectern_domain::registration::{Admission, Refusal, Rules, decide};
use lectern_store::events::EventRecord;
use lectern_store::publications::PublicationRecord;
use lectern_store::{Reader, StoreError};

use super::PageError;
use crate::desk::Desk;
use crate::scheduling::{rule, series};
use crate::serving::publication::PageLook;

/// What visitors read about an event, and what they are asked.
pub struct EventPage {
    pub slug: String,
    pub title: String,
    pub description: String,
    pub organizer: Option<String>,
    pub start: Timestamp,
    pub end: Timestamp,
    /// IANA name.
    pub zone: String,
    /// Of a series: its rule.
    pub repeats: Option<Recurrence>,
    pub stand: Stand,
    pub rules: Rules,
    pub look: PageLook,
}

/// Whether somebody can register now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stand {
    Open(Way),
    NotYet {
        opens: Timestamp,
    },
    Shut,
    Full,
    Cancelled,
    Over,
    /// It is not decided here any more, or its registration was never opened.
    Elsewhere,
}

/// What a registration leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A place.
    Place,
    /// The waitlist.
    Queue,
    /// Somebody decides.
    Decision,
}

/// `None`: nothing is published there.
pub async fn show(desk: &Desk, slug: &str) -> Result<Option<EventPage>, PageError> {
    let (slug, now) = (slug.to_owned(), desk.now());
    let found = desk
        .read(move |r| {
            let Some(publication) = shown(r, &slug)? else { return Ok(None) };
            let Some(event) = r.events().by_id(&publication.event_id)? else { return Ok(None) };
            Ok(Some(page(r, event, &publication, now)?))
        })
        .await
        .map_err(crate::serving::ServingError::from)?;
    Ok(found)
}

/// A page that is still being filled is none.
pub(super) fn shown(r: &Reader<'_>, slug: &str) -> Result<Option<PublicationRecord>, StoreError> {
    Ok(r.publications().by_slug(slug)?.filter(|found| found.state != PublicationState::Filling))
}

pub(super) fn page(
    r: &Reader<'_>,
    event: EventRecord,
    publication: &PublicationRecord,
    now: Timestamp,
) -> Result<EventPage, StoreError> {
    let rules = r.events().rules(&event.id)?;
    let event = series::current(r, event, now)?;
    let capacity = event.registration.and_then(|registration| registration.capacity);
    let places = r.registrants().places(&event.id, capacity)?;
    let stand = match closed(&event, publication.state, &rules, now) {
        Some(stand) => stand,
        None => way(&decide(&rules, places, 1)).map_or(Stand::Full, Stand::Open),
    };
    Ok(EventPage {
        slug: publication.slug.clone(),
        repeats: rule::of(event.recurrence.as_deref()),
        title: event.title,
        description: event.description,
        organizer: event.organizer_name.filter(|name| !name.trim().is_empty()),
        start: event.start,
        end: event.end,
        zone: event.zone,
        stand,
        rules,
        look: PageLook::read(&publication.page),
    })
}

/// Why nobody can register now, whoever it is; of an event at the date that counts.
pub(super) fn closed(
    event: &EventRecord,
    state: PublicationState,
    rules: &Rules,
    now: Timestamp,
) -> Option<Stand> {
    if event.state == EventState::Cancelled {
        return Some(Stand::Cancelled);
    }
    if now >= event.end {
        return Some(Stand::Over);
    }
    if state != PublicationState::Open || event.registration.is_none() {
        return Some(Stand::Elsewhere);
    }
    match rules.window.refusal(now) {
        Ok(Some(Refusal::NotYetOpen { opens })) => Some(Stand::NotYet { opens }),
        Ok(None) => None,
        // A window that can't be read any more is its organizer's to mend.
        Ok(Some(_)) | Err(_) => Some(Stand::Shut),
    }
}

/// `None`: there is no way.
pub(super) fn way(admission: &Admission) -> Option<Way> {
    match admission {
        Admission::Admitted => Some(Way::Place),
        Admission::Waitlisted { .. } => Some(Way::Queue),
        Admission::Pending => Some(Way::Decision),
        Admission::Refused { .. } => None,
    }
}
