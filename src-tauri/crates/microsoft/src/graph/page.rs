//! Pages and the links between them, followed exactly as Graph wrote them.
//!
//! <https://learn.microsoft.com/graph/paging>

use super::{Graph, GraphError};
use serde::Deserialize;
use url::Url;

/// Part of a collection.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Page<T> {
    pub value: Vec<T>,
    /// Where the rest is, if there is more. A page may be empty and still have one.
    #[serde(rename = "@odata.nextLink")]
    pub next_link: Option<NextLink>,
}

/// `@odata.nextLink`, opaque.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct NextLink(pub(super) String);

impl NextLink {
    /// One that was kept.
    pub fn new(link: impl Into<String>) -> Self {
        Self(link.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// No honest collection of one person's has more pages than this.
pub(super) const MAX_PAGES: usize = 1_000;

impl Graph {
    /// The address of a link that came in an answer, if it leads back to where the answer came from: the token goes
    /// with the request.
    pub(super) fn follow(&self, link: &str) -> Result<Url, GraphError> {
        let url = Url::parse(link).map_err(|_| GraphError::Link { reason: "it is no address" })?;
        if url.origin() != self.base.origin() {
            return Err(GraphError::Link { reason: "it leads to another host" });
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(GraphError::Link { reason: "it holds credentials" });
        }
        Ok(url)
    }
}

/// Counts pages, so that a service that links in circles cannot keep us for ever.
pub(super) struct Trail {
    pages: usize,
    last: Option<String>,
}

impl Trail {
    pub(super) fn new() -> Self {
        Self { pages: 0, last: None }
    }

    pub(super) fn step(&mut self, link: &NextLink) -> Result<(), GraphError> {
        self.pages += 1;
        if self.last.as_deref() == Some(&link.0) {
            return Err(GraphError::Link { reason: "it leads to its own page" });
        }
        if self.pages >= MAX_PAGES {
            return Err(GraphError::Link { reason: "there is no end to it" });
        }
        self.last = Some(link.0.clone());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::{Transport, TransportOptions};

    fn graph() -> Graph {
        let transport = Transport::new(TransportOptions::default()).expect("a plain client");
        Graph::new(transport, Url::parse("https://graph.microsoft.com").expect("a URL"))
    }

    #[test]
    fn a_link_never_takes_the_token_elsewhere() {
        for link in [
            "https://graph.microsoft.com.evil.example/v1.0/me/events?$skip=10",
            "http://graph.microsoft.com/v1.0/me/events",
            "https://graph.microsoft.com:8443/v1.0/me/events",
            "https://graph.microsoft.com@evil.example/",
            "https://a:b@graph.microsoft.com/v1.0/me",
            "/v1.0/me/events",
            "javascript:alert(1)",
        ] {
            assert!(graph().follow(link).is_err(), "{link}: whoever answers there would hold a token");
        }
        let link = "https://graph.microsoft.com/v1.0/me/calendarView/delta?$skiptoken=R0us%2b_-~%27x%27%2F";
        assert_eq!(
            graph().follow(link).expect("Graph's own").as_str(),
            link,
            "links are opaque: not one sign may change"
        );
    }

    #[test]
    fn circles_end() {
        let mut trail = Trail::new();
        let link = NextLink("x".to_owned());
        trail.step(&link).expect("the first step");
        assert!(trail.step(&link).is_err(), "the same page again would go on for ever");
        let mut trail = Trail::new();
        let mut steps = (0..=MAX_PAGES).map(|n| trail.step(&NextLink(n.to_string())));
        assert!(steps.find_map(Result::err).is_some(), "an endless row of pages must end");
    }
}
