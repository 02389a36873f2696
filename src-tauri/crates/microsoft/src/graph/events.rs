//! Calls on the person's calendar.

use super::event::{Event, EventPatch, NewEvent};
use super::page::{NextLink, Page, Trail};
use super::{GraphError, UserGraph, segment};
use crate::encoding::component;
use crate::transport::{Request, TransportError};
use jiff::Timestamp;
use reqwest::Method;
use reqwest::header::{HeaderName, HeaderValue, IF_MATCH};
use serde_json::json;

const PREFER: HeaderName = HeaderName::from_static("prefer");

/// How answers should look. Use the same on every call about the same event: ids of one kind do not equal the other's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preferences {
    /// The zone in which start and end are answered, a Windows or IANA name; UTC without.
    pub time_zone: Option<String>,
    /// Ids that survive a move between folders. <https://learn.microsoft.com/graph/outlook-immutable-id>
    pub immutable_ids: bool,
    /// Items a page, where Graph honours it.
    pub page_size: Option<u32>,
}

impl Preferences {
    fn header(&self) -> Result<Option<HeaderValue>, TransportError> {
        let mut parts = Vec::new();
        if let Some(zone) = &self.time_zone {
            if zone.contains(['"', '\\']) {
                return Err(TransportError::Unsendable { what: "time zone" });
            }
            parts.push(format!("outlook.timezone=\"{zone}\""));
        }
        if self.immutable_ids {
            parts.push("IdType=\"ImmutableId\"".to_owned());
        }
        parts.extend(self.page_size.map(|size| format!("odata.maxpagesize={size}")));
        if parts.is_empty() {
            return Ok(None);
        }
        let value = HeaderValue::from_str(&parts.join(", "));
        value.map(Some).map_err(|_| TransportError::Unsendable { what: "time zone" })
    }
}

/// What to list. The default is Graph's: ten a page, in no promised order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListEvents {
    pub top: Option<u32>,
    /// An `OData` filter, not encoded yet.
    pub filter: Option<String>,
    /// E.g. `start/dateTime`.
    pub order_by: Option<String>,
}

impl ListEvents {
    fn query(&self) -> String {
        let parts = [
            self.top.map(|top| format!("$top={top}")),
            self.filter.as_deref().map(|filter| format!("$filter={}", component(filter))),
            self.order_by.as_deref().map(|order| format!("$orderby={}", component(order))),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }
}

/// `/me/events` and `/me/calendarView`.
#[derive(Debug, Clone)]
pub struct Events<'a> {
    pub(super) user: UserGraph<'a>,
    preferences: Preferences,
}

impl<'a> Events<'a> {
    pub(super) fn new(user: UserGraph<'a>) -> Self {
        Self { user, preferences: Preferences::default() }
    }

    #[must_use]
    pub fn preferring(self, preferences: Preferences) -> Self {
        Self { preferences, ..self }
    }

    pub(super) fn prepare(&self, request: Request) -> Result<Request, GraphError> {
        Ok(match self.preferences.header()? {
            Some(value) => request.header(PREFER, value),
            None => request,
        })
    }

    fn at(&self, method: Method, id: &str, action: &str) -> Result<Request, GraphError> {
        let path = format!("/me/events/{}{action}", segment(id)?);
        self.prepare(Request::new(method, self.user.graph.url(&path)?))
    }

    /// Creates the calendar entry and, for [`NewEvent::teams`], its meeting with it. Never also create an online
    /// meeting: that would be a second one. After an ambiguous failure repeat it with the same transaction id.
    ///
    /// `POST /me/events`, `Calendars.ReadWrite`, 201. <https://learn.microsoft.com/graph/api/user-post-events>
    ///
    /// # Errors
    /// 400 `TimeZoneNotSupportedException`, `ErrorPropertyValidationFailure`; 403 `ErrorAccessDenied`.
    pub async fn create(&self, event: &NewEvent) -> Result<Event, GraphError> {
        let request = Request::post(self.user.graph.url("/me/events")?).json(event)?;
        self.user.read(self.prepare(request)?).await
    }

    /// `GET /me/events/{id}`, `Calendars.ReadBasic`. <https://learn.microsoft.com/graph/api/event-get>
    ///
    /// # Errors
    /// 404 `ErrorItemNotFound`; 400 for something that is no id.
    pub async fn get(&self, id: &str) -> Result<Event, GraphError> {
        self.user.read(self.at(Method::GET, id, "")?).await
    }

    /// The first page; [`Events::follow`] brings the rest.
    ///
    /// `GET /me/events`, `Calendars.ReadBasic`. Series come as their masters.
    /// <https://learn.microsoft.com/graph/api/user-list-events>
    ///
    /// # Errors
    /// 400 for a filter that Graph does not support.
    pub async fn list(&self, what: &ListEvents) -> Result<Page<Event>, GraphError> {
        let url = self.user.graph.url(&format!("/me/events{}", what.query()))?;
        self.user.read(self.prepare(Request::get(url))?).await
    }

    /// The page that a link leads to.
    ///
    /// # Errors
    /// [`GraphError::Link`] for a link that leads away from Graph.
    pub async fn follow(&self, link: &NextLink) -> Result<Page<Event>, GraphError> {
        let url = self.user.graph.follow(&link.0)?;
        self.user.read(self.prepare(Request::get(url))?).await
    }

    /// All that follows a page, the page included.
    ///
    /// # Errors
    /// [`GraphError::Link`] as well for links in a circle or without end.
    pub async fn rest_of(&self, page: Page<Event>) -> Result<Vec<Event>, GraphError> {
        let (mut all, mut next, mut trail) = (page.value, page.next_link, Trail::new());
        while let Some(link) = next {
            trail.step(&link)?;
            let page = self.follow(&link).await?;
            all.extend(page.value);
            next = page.next_link;
        }
        Ok(all)
    }

    /// Changes what the patch holds.
    ///
    /// `PATCH /me/events/{id}`, `Calendars.ReadWrite`, 200. `if_match` is an `@odata.etag`; Graph's documentation does not
    /// promise that it is honoured here. <https://learn.microsoft.com/graph/api/event-update>
    ///
    /// # Errors
    /// [`GraphError::conflict`] (412, also without `if_match`): read again, try once more. 400
    /// `ErrorOccurrenceCrossingBoundary` for an occurrence moved past its neighbour.
    pub async fn update(
        &self,
        id: &str,
        patch: &EventPatch,
        if_match: Option<&str>,
    ) -> Result<Event, GraphError> {
        let mut request = self.at(Method::PATCH, id, "")?.json(patch)?;
        if let Some(etag) = if_match {
            let etag =
                HeaderValue::from_str(etag).map_err(|_| TransportError::Unsendable { what: "etag" })?;
            request = request.header(IF_MATCH, etag);
        }
        self.user.read(request).await
    }

    /// Cancels the event and tells its attendees why. Only the organizer can; it cannot be taken back.
    ///
    /// `POST /me/events/{id}/cancel`, `Calendars.ReadWrite`, 202 without a body.
    /// <https://learn.microsoft.com/graph/api/event-cancel>
    ///
    /// # Errors
    /// 400 for somebody else's event; 404 where it is gone already.
    pub async fn cancel(&self, id: &str, comment: &str) -> Result<(), GraphError> {
        // spelt as in Graph's contract and in Microsoft's own SDKs
        let request = self.at(Method::POST, id, "/cancel")?.json(&json!({ "Comment": comment }))?;
        self.user.send(request).await.map(drop)
    }

    /// Removes the entry from the calendar.
    ///
    /// `DELETE /me/events/{id}`, `Calendars.ReadWrite`, 204. <https://learn.microsoft.com/graph/api/event-delete>
    ///
    /// # Errors
    /// 404 where it is gone already.
    pub async fn delete(&self, id: &str) -> Result<(), GraphError> {
        self.user.send(self.at(Method::DELETE, id, "")?).await.map(drop)
    }

    /// What happens between two instants, series unrolled; the first page.
    ///
    /// `GET /me/calendarView`, `Calendars.ReadBasic`. <https://learn.microsoft.com/graph/api/user-list-calendarview>
    ///
    /// # Errors
    /// 400 for a window that ends before it begins.
    pub async fn calendar_view(&self, start: Timestamp, end: Timestamp) -> Result<Page<Event>, GraphError> {
        let url = self.user.graph.url(&format!("/me/calendarView?{}", window(start, end)))?;
        self.user.read(self.prepare(Request::get(url))?).await
    }

    /// The dates of a series between two instants; the first page.
    ///
    /// `GET /me/events/{id}/instances`, `Calendars.ReadBasic`.
    /// <https://learn.microsoft.com/graph/api/event-list-instances>
    ///
    /// # Errors
    /// 400 for an event that is no series master; 404 where it is gone.
    pub async fn instances(
        &self,
        id: &str,
        start: Timestamp,
        end: Timestamp,
    ) -> Result<Page<Event>, GraphError> {
        self.user.read(self.at(Method::GET, id, &format!("/instances?{}", window(start, end)))?).await
    }
}

/// Both bounds in UTC, which a `Z` says; without one Graph would assume it.
pub(super) fn window(start: Timestamp, end: Timestamp) -> String {
    let (start, end) = (component(&start.to_string()), component(&end.to_string()));
    format!("startDateTime={start}&endDateTime={end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_go_in_one_header() {
        let preferences = Preferences {
            time_zone: Some("Europe/Paris".to_owned()),
            immutable_ids: true,
            page_size: Some(50),
        };
        let header = preferences.header().expect("plain text").expect("something is preferred");
        assert_eq!(header, "outlook.timezone=\"Europe/Paris\", IdType=\"ImmutableId\", odata.maxpagesize=50");
        assert_eq!(Preferences::default().header(), Ok(None));
        let broken = Preferences { time_zone: Some("a\", x=\"\r\n".to_owned()), ..Preferences::default() };
        assert!(broken.header().is_err(), "a zone's name must not become another preference");
    }

    #[test]
    fn a_listing_is_encoded_once() {
        let what = ListEvents { top: Some(5), filter: Some("subject eq 'a&b'".to_owned()), order_by: None };
        assert_eq!(
            what.query(),
            "?$top=5&$filter=subject%20eq%20%27a%26b%27",
            "a + would be a plus sign to Graph"
        );
        assert_eq!(ListEvents::default().query(), "");
    }
}
