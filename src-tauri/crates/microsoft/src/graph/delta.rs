//! What changed in the calendar since the last look.
//!
//! <https://learn.microsoft.com/graph/delta-query-events>

use super::GraphError;
use super::event::Event;
use super::events::{Events, window};
use super::page::{NextLink, Trail};
use crate::transport::Request;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeltaStart {
    /// For the first time. The window is frozen into the links: it does not move with the days.
    Window { start: Timestamp, end: Timestamp },
    /// Where a round that was broken off had got to.
    Next(NextLink),
    /// Where the last round ended.
    Link(DeltaLink),
}

/// `@odata.deltaLink`, opaque; keep it for the next round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeltaLink(String);

impl DeltaLink {
    pub fn new(link: impl Into<String>) -> Self {
        Self(link.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One thing that changed. The same event may come more than once; the last word counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// New, changed, or (in a first round) simply there.
    Kept(Box<Event>),
    /// Deleted, or moved out of the window.
    Removed { id: String },
}

/// One page of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeltaPage {
    /// May be empty before the round is over.
    pub changes: Vec<Change>,
    pub progress: Progress,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    More(NextLink),
    Done(DeltaLink),
}

/// A whole round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delta {
    pub changes: Vec<Change>,
    pub link: DeltaLink,
}

#[derive(Deserialize)]
struct Wire {
    value: Vec<Item>,
    #[serde(rename = "@odata.nextLink")]
    next: Option<NextLink>,
    #[serde(rename = "@odata.deltaLink")]
    delta: Option<DeltaLink>,
}

#[derive(Deserialize)]
struct Item {
    #[serde(rename = "@removed")]
    removed: Option<Value>,
    #[serde(flatten)]
    event: Event,
}

impl From<Item> for Change {
    fn from(item: Item) -> Self {
        if item.removed.is_some() {
            Self::Removed { id: item.event.id }
        } else {
            Self::Kept(Box::new(item.event))
        }
    }
}

impl TryFrom<Wire> for DeltaPage {
    type Error = GraphError;

    fn try_from(wire: Wire) -> Result<Self, GraphError> {
        let progress = match (wire.next, wire.delta) {
            (Some(next), _) => Progress::More(next),
            (None, Some(delta)) => Progress::Done(delta),
            (None, None) => return Err(GraphError::Link { reason: "there is none" }),
        };
        Ok(Self { changes: wire.value.into_iter().map(Change::from).collect(), progress })
    }
}

impl Events<'_> {
    /// One page of changes. Prefer the same things on every page: the links do not carry the header.
    ///
    /// `GET /me/calendarView/delta`, `Calendars.Read`. No `$select` here.
    /// <https://learn.microsoft.com/graph/api/event-delta>
    ///
    /// # Errors
    /// [`GraphError::resync_required`] (410, `syncStateNotFound`): forget the link and begin with a window.
    pub async fn calendar_view_delta(&self, start: &DeltaStart) -> Result<DeltaPage, GraphError> {
        let graph = self.user.graph;
        let url = match start {
            DeltaStart::Window { start, end } => {
                graph.url(&format!("/me/calendarView/delta?{}", window(*start, *end)))?
            }
            DeltaStart::Next(link) => graph.follow(&link.0)?,
            DeltaStart::Link(link) => graph.follow(&link.0)?,
        };
        self.user.read::<Wire>(self.prepare(Request::get(url))?).await?.try_into()
    }

    /// All pages of a round.
    ///
    /// # Errors
    /// As [`Events::calendar_view_delta`], and [`GraphError::Link`] for links in a circle or without end.
    pub async fn calendar_changes(&self, start: DeltaStart) -> Result<Delta, GraphError> {
        let (mut start, mut all, mut trail) = (start, Vec::new(), Trail::new());
        loop {
            let page = self.calendar_view_delta(&start).await?;
            all.extend(page.changes);
            match page.progress {
                Progress::Done(link) => return Ok(Delta { changes: all, link }),
                Progress::More(link) => {
                    trail.step(&link)?;
                    start = DeltaStart::Next(link);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_removed_event_has_little_more_than_an_id() {
        let wire: Wire = serde_json::from_str(
            r##"{"value":[{"@odata.type":"#microsoft.graph.event","id":"a","@removed":{"reason":"deleted"}},
                {"id":"b","subject":"Launch","@odata.etag":"W/\"x\""}],"@odata.deltaLink":"https://g/d"}"##,
        )
        .expect("a page as documented");
        let page = DeltaPage::try_from(wire).expect("it has a link");
        assert_eq!(
            page.changes[0],
            Change::Removed { id: "a".to_owned() },
            "else a deleted event stays for ever"
        );
        assert!(
            matches!(&page.changes[1], Change::Kept(event) if event.subject.as_deref() == Some("Launch"))
        );
        assert_eq!(page.progress, Progress::Done(DeltaLink::new("https://g/d")));
    }

    #[test]
    fn a_page_without_any_link_is_an_error() {
        let wire: Wire = serde_json::from_str(r#"{"value":[]}"#).expect("JSON");
        assert!(DeltaPage::try_from(wire).is_err(), "taking it for the end would lose every later change");
    }
}
