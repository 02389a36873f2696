//! External registration for meetings, which Microsoft has retired (beta only; deprecated since 2024-04-01, announced
//! to end on 2024-12-12). Nothing else here speaks to `/beta`. Whether and how it still answers is not documented:
//! [`GraphError::retired`] knows the answers that mean "no more".

use super::page::Page;
use super::virtual_event::MeetingAudience;
use super::{GraphError, UserGraph, segment};
use crate::transport::{Request, TransportError};
use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The registration of one meeting.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExternalRegistration {
    pub id: String,
    pub allowed_registrant: Option<MeetingAudience>,
}

/// `organization` needs both more ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewExternalRegistrant {
    /// Our own name for the person, any text.
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
}

/// With its type, as the contract has the properties that only this kind has.
#[derive(Serialize)]
struct OfTheOrganization<'a> {
    #[serde(rename = "@odata.type")]
    kind: &'static str,
    #[serde(flatten)]
    registrant: &'a NewExternalRegistrant,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExternalRegistrant {
    pub id: String,
    /// Told only in the answer to the creation, and `null` in every list.
    pub join_web_url: Option<String>,
}

impl GraphError {
    /// An answer by which a tenant says that this kind of registration is no more. A captive portal's page says
    /// nothing about it.
    pub fn retired(&self) -> bool {
        matches!(self.status(), Some(400 | 403 | 404 | 410 | 501))
            || matches!(
                self,
                Self::Transport(error @ (TransportError::Malformed { .. } | TransportError::NotJson { .. }))
                    if !error.intercepted()
            )
    }
}

/// `/me/onlineMeetings/{id}/registration`.
#[derive(Debug, Clone, Copy)]
pub struct ExternalRegistrations<'a> {
    user: UserGraph<'a>,
}

impl<'a> ExternalRegistrations<'a> {
    pub(super) fn new(user: UserGraph<'a>) -> Self {
        Self { user }
    }

    fn at(self, method: Method, meeting: &str, rest: &str) -> Result<Request, GraphError> {
        let path = format!("/me/onlineMeetings/{}/registration{rest}", segment(meeting)?);
        Ok(Request::new(method, self.user.graph.beta(&path)?))
    }

    /// `GET /beta/me/onlineMeetings/{id}/registration`, `OnlineMeetings.Read`. `None`: an answer without one.
    /// <https://learn.microsoft.com/graph/api/externalmeetingregistration-get?view=graph-rest-beta>
    ///
    /// # Errors
    /// [`GraphError::retired`]; 404 also where the meeting has none.
    pub async fn get(self, meeting: &str) -> Result<Option<ExternalRegistration>, GraphError> {
        let answer = self.user.send(self.at(Method::GET, meeting, "")?).await?;
        Ok(answer.json::<Value>().ok().and_then(|value| serde_json::from_value(value).ok()))
    }

    /// One per meeting.
    ///
    /// `POST /beta/me/onlineMeetings/{id}/registration`, `OnlineMeetings.ReadWrite`, 201.
    /// <https://learn.microsoft.com/graph/api/externalmeetingregistration-post?view=graph-rest-beta>
    ///
    /// # Errors
    /// [`GraphError::retired`].
    pub async fn open(
        self,
        meeting: &str,
        allowed: &MeetingAudience,
    ) -> Result<ExternalRegistration, GraphError> {
        let body = json!({
            "@odata.type": "#microsoft.graph.externalMeetingRegistration",
            "allowedRegistrant": allowed.as_str(),
        });
        self.user.read(self.at(Method::POST, meeting, "")?.json(&body)?).await
    }

    /// With it go its registrants and their links.
    ///
    /// `DELETE /beta/me/onlineMeetings/{id}/registration`, `OnlineMeetings.ReadWrite`, 204.
    /// <https://learn.microsoft.com/graph/api/externalmeetingregistration-delete?view=graph-rest-beta>
    ///
    /// # Errors
    /// 404 where it is gone already.
    pub async fn close(self, meeting: &str) -> Result<(), GraphError> {
        self.user.send(self.at(Method::DELETE, meeting, "")?).await.map(drop)
    }

    /// The link in the answer is never told again.
    ///
    /// `POST /beta/me/onlineMeetings/{id}/registration/registrants`, `OnlineMeetings.ReadWrite`, 200. Match by the id
    /// that was sent: an example's answer has another one.
    /// <https://learn.microsoft.com/graph/api/externalmeetingregistrant-post?view=graph-rest-beta>
    ///
    /// # Errors
    /// [`GraphError::retired`].
    pub async fn add(
        self,
        meeting: &str,
        registrant: &NewExternalRegistrant,
    ) -> Result<ExternalRegistrant, GraphError> {
        let request = self.at(Method::POST, meeting, "/registrants")?;
        let request = if registrant.user_id.is_some() {
            request
                .json(&OfTheOrganization { kind: "#microsoft.graph.externalMeetingRegistrant", registrant })?
        } else {
            request.json(registrant)?
        };
        self.user.read(request).await
    }

    /// `GET /beta/me/onlineMeetings/{id}/registration/registrants`, `OnlineMeetings.ReadWrite`. Without links.
    /// <https://learn.microsoft.com/graph/api/externalmeetingregistrant-list?view=graph-rest-beta>
    ///
    /// # Errors
    /// [`GraphError::retired`].
    pub async fn list(self, meeting: &str) -> Result<Vec<ExternalRegistrant>, GraphError> {
        let mut page: Page<ExternalRegistrant> =
            self.user.read(self.at(Method::GET, meeting, "/registrants")?).await?;
        let (mut all, mut trail) = (page.value, super::page::Trail::new());
        while let Some(link) = page.next_link {
            trail.step(&link)?;
            page = self.user.read(Request::get(self.user.graph.follow(&link.0)?)).await?;
            all.append(&mut page.value);
        }
        Ok(all)
    }

    /// `DELETE /beta/me/onlineMeetings/{id}/registration/registrants/{registrant}`, `OnlineMeetings.ReadWrite`, 204.
    /// <https://learn.microsoft.com/graph/api/externalmeetingregistrant-delete?view=graph-rest-beta>
    ///
    /// # Errors
    /// 404 where it is gone already.
    pub async fn remove(self, meeting: &str, registrant: &str) -> Result<(), GraphError> {
        let rest = format!("/registrants/{}", segment(registrant)?);
        self.user.send(self.at(Method::DELETE, meeting, &rest)?).await.map(drop)
    }
}
