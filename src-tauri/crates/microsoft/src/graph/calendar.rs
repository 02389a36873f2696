//! `/me/calendar`: the person's own.

use super::{GraphError, UserGraph};
use crate::transport::Request;
use serde::Deserialize;

/// What the calendar says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Calendar {
    /// What its events can be held with: `teamsForBusiness` with a Teams licence.
    pub allowed_online_meeting_providers: Vec<String>,
}

impl UserGraph<'_> {
    /// The person's own calendar.
    ///
    /// `GET /me/calendar`, `Calendars.ReadBasic`. <https://learn.microsoft.com/graph/api/calendar-get>
    ///
    /// # Errors
    /// 403 `ErrorAccessDenied`; 404 for an account without a mailbox.
    pub async fn calendar(self) -> Result<Calendar, GraphError> {
        self.read(Request::get(self.graph.url("/me/calendar")?)).await
    }
}
