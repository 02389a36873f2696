//! Calls on the person's online meetings.

use super::online_meeting::{OnlineMeeting, OnlineMeetingPatch};
use super::page::Page;
use super::{GraphError, UserGraph, segment};
use crate::encoding::{component, odata_literal};
use crate::transport::Request;
use reqwest::Method;

/// `/me/onlineMeetings`. Not offered in China.
#[derive(Debug, Clone, Copy)]
pub struct OnlineMeetings<'a> {
    user: UserGraph<'a>,
}

impl<'a> OnlineMeetings<'a> {
    pub(super) fn new(user: UserGraph<'a>) -> Self {
        Self { user }
    }

    /// The meeting behind a join URL: one or none. Give the URL exactly as Graph returned it, escapes and all.
    ///
    /// `GET /me/onlineMeetings?$filter=JoinWebUrl eq '…'`, `OnlineMeetings.Read`.
    /// <https://learn.microsoft.com/graph/api/onlinemeeting-get#example-3-retrieve-an-online-meeting-by-joinweburl>
    ///
    /// # Errors
    /// 403 `Forbidden` for somebody who is not the organizer; some tenants answer 404 for no match.
    pub async fn by_join_url(self, join_url: &str) -> Result<Vec<OnlineMeeting>, GraphError> {
        self.filtered(&format!("JoinWebUrl eq {}", odata_literal(join_url))).await
    }

    /// The meeting behind the number that people type.
    ///
    /// `GET /me/onlineMeetings?$filter=joinMeetingIdSettings/joinMeetingId eq '…'`, `OnlineMeetings.Read`.
    /// <https://learn.microsoft.com/graph/api/onlinemeeting-get>
    ///
    /// # Errors
    /// As [`OnlineMeetings::by_join_url`].
    pub async fn by_meeting_id(self, meeting_id: &str) -> Result<Vec<OnlineMeeting>, GraphError> {
        self.filtered(&format!("joinMeetingIdSettings/joinMeetingId eq {}", odata_literal(meeting_id))).await
    }

    async fn filtered(self, filter: &str) -> Result<Vec<OnlineMeeting>, GraphError> {
        let url = self.user.graph.url(&format!("/me/onlineMeetings?$filter={}", component(filter)))?;
        let page: Page<OnlineMeeting> = self.user.read(Request::get(url)).await?;
        Ok(page.value)
    }

    fn at(self, method: Method, id: &str) -> Result<Request, GraphError> {
        let path = format!("/me/onlineMeetings/{}", segment(id)?);
        Ok(Request::new(method, self.user.graph.url(&path)?))
    }

    /// `GET /me/onlineMeetings/{id}`, `OnlineMeetings.Read`. <https://learn.microsoft.com/graph/api/onlinemeeting-get>
    ///
    /// # Errors
    /// 404 for no such meeting; 403 `Forbidden` for somebody else's.
    pub async fn get(self, id: &str) -> Result<OnlineMeeting, GraphError> {
        self.user.read(self.at(Method::GET, id)?).await
    }

    /// Changes a meeting's options.
    ///
    /// `PATCH /me/onlineMeetings/{id}`, `OnlineMeetings.ReadWrite`, 200.
    /// <https://learn.microsoft.com/graph/api/onlinemeeting-update>
    ///
    /// # Errors
    /// 400 for what the tenant's policy does not allow; 403 for somebody who is not the organizer.
    pub async fn update(self, id: &str, patch: &OnlineMeetingPatch) -> Result<OnlineMeeting, GraphError> {
        self.user.read(self.at(Method::PATCH, id)?.json(patch)?).await
    }

    /// Deletes a meeting. The calendar's entry, where it has one, is another thing.
    ///
    /// `DELETE /me/onlineMeetings/{id}`, `OnlineMeetings.ReadWrite`, 204.
    /// <https://learn.microsoft.com/graph/api/onlinemeeting-delete>
    ///
    /// # Errors
    /// 404 where it is gone already; 403 for somebody who is not the organizer.
    pub async fn delete(self, id: &str) -> Result<(), GraphError> {
        self.user.send(self.at(Method::DELETE, id)?).await.map(drop)
    }
}
