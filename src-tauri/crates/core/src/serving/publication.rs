//! An event that this service decides about, and the address of its page.

use lectern_domain::event::PublicationState;
use lectern_domain::language::Language;
use lectern_store::publications::PublicationRecord;
use lectern_store::{Reader, StoreError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::ServingError;
use crate::desk::Desk;

/// The longest end of an address.
const MAX_SLUG: usize = 60;

/// How an event's page looks. What is missing in an older file has its default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "core.ts")]
pub struct PageLook {
    /// `#rrggbb`; `None`: Lectern's own.
    pub color: Option<String>,
    /// A picture as a `data:` address.
    pub logo: Option<String>,
    /// Sites that may frame it, as `https://host`.
    pub framed_by: Vec<String>,
    /// The language that it opens in where the visitor's is not there: `en`, `de`.
    pub language: Option<String>,
    /// Whoever registers proves their address first, by a link in a mail.
    pub proof: bool,
}

impl PageLook {
    /// As it is kept; what can't be read any more looks as Lectern's own.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }
}

/// That people read who were not asked: the page's own, where an event has one.
pub(crate) fn language(r: &Reader<'_>, event_id: &str) -> Result<Language, StoreError> {
    let publication = r.publications().of_event(event_id)?;
    let open = publication.filter(|found| found.state == PublicationState::Open);
    let chosen = open.and_then(|found| PageLook::read(&found.page).language);
    Ok(chosen.as_deref().and_then(Language::read).unwrap_or_default())
}

/// Small letters, digits, and dashes between them.
pub fn check_slug(slug: &str) -> Result<(), ServingError> {
    let plain = slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let whole = !slug.is_empty() && !slug.starts_with('-') && !slug.ends_with('-') && slug.len() <= MAX_SLUG;
    if plain && whole { Ok(()) } else { Err(ServingError::Slug(slug.chars().take(MAX_SLUG).collect())) }
}

/// An event of this profile's own, opened to visitors here.
pub async fn open_here(desk: &Desk, event_id: &str, slug: &str, look: &PageLook) -> Result<(), ServingError> {
    check_slug(slug)?;
    let now = desk.now();
    let record = PublicationRecord {
        event_id: event_id.to_owned(),
        slug: slug.to_owned(),
        state: PublicationState::Open,
        page: serde_json::to_string(look).unwrap_or_else(|_| "{}".into()),
        device_id: None,
        published_at: now,
        updated_at: now,
        publication: String::new(),
        opened_at: Some(now),
    };
    desk.write(move |w| {
        if w.publications().by_slug(&record.slug)?.is_some_and(|other| other.event_id != record.event_id) {
            return Err(ServingError::SlugTaken(record.slug));
        }
        if w.events().by_id(&record.event_id)?.is_none() {
            return Err(ServingError::NoEvent);
        }
        Ok(w.publications().put(&record)?)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_an_address_needs_no_encoding() {
        for good in ["a", "town-hall-2026", "x9"] {
            assert!(check_slug(good).is_ok(), "{good}");
        }
        for bad in ["", "-a", "a-", "A", "ü", "a b", "a/b", "..", &"a".repeat(61)] {
            assert!(check_slug(bad).is_err(), "{bad}");
        }
    }
}
