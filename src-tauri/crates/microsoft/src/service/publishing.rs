//! A desk's events at its service. What is said about them is the core's, on both sides; here are the ways.

use std::time::Duration;

use reqwest::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::desk::DeskClient;
use super::error::DeskServiceError;
use crate::transport::{Request, Response};

/// The largest part of a feed that is read, in bytes.
const MAX_FEED: usize = 32 * 1024 * 1024;
/// Many people at once take their time.
const LONG: Duration = Duration::from_mins(1);

impl DeskClient {
    /// `PUT /v1/desk/events/{id}` → where it stands. Safe to repeat.
    ///
    /// # Errors
    /// 401 once the desk was revoked, 409 for an address that is taken, 410 once this publication is over, 422 for what no event can be.
    pub async fn put_event<T: DeserializeOwned>(
        &self,
        id: &str,
        event: &impl Serialize,
    ) -> Result<T, DeskServiceError> {
        self.ask(self.of_event(Method::PUT, id, None)?.json(event)?).await
    }

    /// `GET /v1/desk/events/{id}/addresses/{slug}`: the address is this event's own, or nobody's.
    ///
    /// # Errors
    /// 401, 409 for an address that is taken, 422 for what can't be one.
    pub async fn check_address(&self, id: &str, slug: &str) -> Result<(), DeskServiceError> {
        self.answer(self.of_event(Method::GET, id, Some(&format!("addresses/{slug}")))?).await.map(drop)
    }

    /// `POST /v1/desk/events/{id}/people?publication=… {people}` → `{taken}`, at most 1,000. Safe to repeat.
    ///
    /// # Errors
    /// As [`Self::put_event`]; 404 where it does not know this publication; 409 once it is open.
    pub async fn hand_people(
        &self,
        event: (&str, &str),
        people: &impl Serialize,
    ) -> Result<(), DeskServiceError> {
        self.answer_within(self.of_publication(Method::POST, event, "/people")?.json(people)?).await.map(drop)
    }

    /// `POST /v1/desk/events/{id}/returned?publication=… {people}` → who is on the list now, at most 1,000. Safe to
    /// repeat.
    ///
    /// # Errors
    /// As [`Self::hand_people`].
    pub async fn return_people<T: DeserializeOwned>(
        &self,
        event: (&str, &str),
        people: &impl Serialize,
    ) -> Result<T, DeskServiceError> {
        Ok(self
            .answer_within(self.of_publication(Method::POST, event, "/returned")?.json(people)?)
            .await?
            .json()?)
    }

    /// `GET /v1/desk/events` → those that are open, of all desks.
    ///
    /// # Errors
    /// 401.
    pub async fn events<T: DeserializeOwned>(&self) -> Result<T, DeskServiceError> {
        Ok(self.answer_within(self.request(Method::GET, "v1/desk/events")?).await?.json()?)
    }

    /// `POST /v1/desk/events/{id}/open?publication=…` → where it stands. Safe to repeat.
    ///
    /// # Errors
    /// As [`Self::hand_people`]; 410 once it was given back.
    pub async fn open_event<T: DeserializeOwned>(
        &self,
        id: &str,
        publication: &str,
    ) -> Result<T, DeskServiceError> {
        self.ask(self.of_publication(Method::POST, (id, publication), "/open")?).await
    }

    /// `DELETE /v1/desk/events/{id}?publication=…` → where it stands: it decides nothing any more. Safe to repeat.
    ///
    /// # Errors
    /// 403 for another desk's event, 404, 409 while messages are on their way, 410 once it was published anew.
    pub async fn close_event<T: DeserializeOwned>(
        &self,
        id: &str,
        publication: &str,
    ) -> Result<T, DeskServiceError> {
        self.ask(self.of_publication(Method::DELETE, (id, publication), "")?).await
    }

    /// `POST /v1/desk/events/{id}/commands {id, madeAt, publication, command}` → its answer. The same again gets the same answer.
    ///
    /// # Errors
    /// As [`Self::put_event`]; 404; 409 where the service does not decide about it yet, or the id was another command's.
    pub async fn command<T: DeserializeOwned>(
        &self,
        id: &str,
        command: &impl Serialize,
    ) -> Result<T, DeskServiceError> {
        let request = self.of_event(Method::POST, id, Some("commands"))?.json(command)?;
        Ok(self.answer_within(request).await?.json()?)
    }

    /// `GET /v1/desk/events/{id}/feed?after=…` → one line of JSON a change, the last one tells where to read on.
    ///
    /// # Errors
    /// 401, 404.
    pub async fn feed(&self, id: &str, after: i64) -> Result<Vec<u8>, DeskServiceError> {
        let path = format!("v1/desk/events/{id}/feed?after={after}");
        Ok(self.answer_within(self.request(Method::GET, &path)?).await?.body)
    }

    /// `GET /v1/desk/events/{id}/passes?after=…&limit=…` → `{grants, more}`: the tokens that were given, without them.
    ///
    /// # Errors
    /// 401.
    pub async fn passes<T: DeserializeOwned>(
        &self,
        id: &str,
        after: i64,
        limit: u32,
    ) -> Result<T, DeskServiceError> {
        let path = format!("v1/desk/events/{id}/passes?after={after}&limit={limit}");
        Ok(self.answer_within(self.request(Method::GET, &path)?).await?.json()?)
    }

    fn of_event(&self, method: Method, id: &str, part: Option<&str>) -> Result<Request, DeskServiceError> {
        let part = part.map_or_else(String::new, |part| format!("/{part}"));
        self.request(method, &format!("v1/desk/events/{id}{part}"))
    }

    /// An id of this desk's making needs no encoding.
    fn of_publication(
        &self,
        method: Method,
        (id, publication): (&str, &str),
        part: &str,
    ) -> Result<Request, DeskServiceError> {
        self.request(method, &format!("v1/desk/events/{id}{part}?publication={publication}"))
    }

    async fn answer_within(&self, request: Request) -> Result<Response, DeskServiceError> {
        self.answer_bounded(request.bounded(MAX_FEED, LONG)).await
    }
}
