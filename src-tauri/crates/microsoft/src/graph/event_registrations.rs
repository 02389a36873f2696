//! Who registered for a webinar. <https://learn.microsoft.com/graph/api/resources/virtualeventregistration>

use super::page::{NextLink, Page};
use super::virtual_event::VirtualEventSession;
use super::virtual_events::VirtualEvents;
use super::{BatchRequest, GraphError, segment};
use crate::open_enum::open_enum;
use crate::transport::Request;
use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

open_enum! {
    EventRegistrationStatus {
        Registered = "registered",
        Canceled = "canceled",
        Waitlisted = "waitlisted",
        PendingApproval = "pendingApproval",
        RejectedByOrganizer = "rejectedByOrganizer",
    }
}

/// What we know the registration by, 256 characters at most.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExternalRegistrationInformation {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referrer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration_id: Option<String>,
}

/// Somebody from outside, enrolled by an application. A person's own token may not give name and address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewRegistration {
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// A Windows name.
    pub preferred_timezone: String,
    /// As in `en-us`.
    pub preferred_language: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub registration_question_answers: Vec<NewAnswer>,
    pub external_registration_information: ExternalRegistrationInformation,
}

/// An answer to a question of the event's. What was chosen stands in the list, also where only one can be: so does the
/// documentation's sample; in which of the two it has to stand is not documented.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NewAnswer {
    pub question_id: String,
    pub value: Option<String>,
    pub boolean_value: Option<bool>,
    pub multi_choice_values: Vec<String>,
}

/// An answer as Graph tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RegistrationAnswer {
    pub question_id: Option<String>,
    /// The question's words.
    pub display_name: Option<String>,
    pub value: Option<String>,
    pub boolean_value: Option<bool>,
    #[serde(deserialize_with = "super::event::nullable")]
    pub multi_choice_values: Vec<String>,
}

/// Oneself. Name and address are those of the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewOwnRegistration {
    /// A Windows name.
    pub preferred_timezone: String,
    /// As in `en-us`.
    pub preferred_language: String,
    pub external_registration_information: ExternalRegistrationInformation,
}

/// A registration with what it was asked to bring along; `None`: it did not.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ExpandedRegistration {
    pub sessions: Option<Vec<VirtualEventSession>>,
}

/// A registration as Graph tells it. There is no join link on it: that is in its session.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EventRegistration {
    pub id: String,
    pub email: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    /// Of a person of the organization.
    pub user_id: Option<String>,
    pub status: Option<EventRegistrationStatus>,
    /// RFC 3339.
    pub registration_date_time: Option<String>,
    /// With one l, as Graph spells it.
    pub cancelation_date_time: Option<String>,
    #[serde(default, deserialize_with = "super::event::nullable")]
    pub registration_question_answers: Vec<RegistrationAnswer>,
    pub external_registration_information: Option<ExternalRegistrationInformation>,
}

impl VirtualEvents<'_> {
    /// Enrols somebody from outside, as one request of a batch. The answer has no body: who it became is found by
    /// listing.
    ///
    /// `POST …/webinars/{id}/registrations` with an application's token,
    /// `VirtualEventRegistration-Anon.ReadWrite.Chat` or `.All`, 204. That a repetition makes no second one is not
    /// documented: look before. <https://learn.microsoft.com/graph/api/virtualeventwebinar-post-registrations>
    ///
    /// # Errors
    /// [`GraphError::Id`]. In the batch's answer: 400 for an event that is not published; 403 for a token without the
    /// permission; 429 on its own.
    pub fn registering(
        self,
        key: &str,
        id: &str,
        registration: &NewRegistration,
    ) -> Result<BatchRequest, GraphError> {
        let path = format!("{}/{}/registrations", self.path(), segment(id)?);
        let body = serde_json::to_value(registration).map_err(|_| GraphError::Id)?;
        Ok(BatchRequest::post(key, path, body))
    }

    /// A page of who is enrolled, as [`VirtualEvents::registrations`]; `next` as the page before told it.
    ///
    /// `GET …/webinars/{id}/registrations`, `VirtualEvent.Read.Chat` (resource-specific).
    /// <https://learn.microsoft.com/graph/api/virtualeventregistration-list>
    ///
    /// # Errors
    /// 403 for any other permission.
    pub async fn registrations_page(
        self,
        id: &str,
        next: Option<&NextLink>,
    ) -> Result<Page<EventRegistration>, GraphError> {
        let request = match next {
            Some(link) => Request::get(self.user.graph.follow(link.as_str())?),
            None => self.at(Method::GET, id, "/registrations")?,
        };
        self.user.read(request).await
    }

    /// A registration's sessions (one, with the person's own link), as one request of a batch; its answer is a page of
    /// [`super::VirtualEventSession`].
    ///
    /// `GET …/registrations/{registration}/sessions`, `VirtualEvent.Read.Chat` (resource-specific).
    /// <https://learn.microsoft.com/graph/api/virtualeventregistration-list-sessions>
    ///
    /// # Errors
    /// [`GraphError::Id`]. In the batch's answer: 403 for any other permission; 429 on its own.
    pub fn own_sessions(self, key: &str, id: &str, registration: &str) -> Result<BatchRequest, GraphError> {
        let (id, registration) = (segment(id)?, segment(registration)?);
        let path = format!("{}/{id}/registrations/{registration}/sessions", self.path());
        Ok(BatchRequest::get(key, path))
    }

    /// Takes somebody from outside off the list again, as one request of a batch.
    ///
    /// `POST …/registrations/{registration}/cancel`, `VirtualEventRegistration-Anon.ReadWrite.Chat`, 204.
    /// <https://learn.microsoft.com/graph/api/virtualeventregistration-cancel>
    ///
    /// # Errors
    /// [`GraphError::Id`]. In the batch's answer: 404 where there is no such registration; what a second time answers is
    /// not documented; 429 on its own.
    pub fn cancelling(self, key: &str, id: &str, registration: &str) -> Result<BatchRequest, GraphError> {
        let (id, registration) = (segment(id)?, segment(registration)?);
        let path = format!("{}/{id}/registrations/{registration}/cancel", self.path());
        Ok(BatchRequest::post(key, path, json!({})))
    }

    /// Enrols whoever is signed in.
    ///
    /// `POST …/webinars/{id}/registrations` with a person's own token, `VirtualEvent.ReadWrite`, 201 with the
    /// registration. <https://learn.microsoft.com/graph/api/virtualeventwebinar-post-registrations>
    ///
    /// # Errors
    /// 400 for an event that is not published, or that asks for answers.
    pub async fn register_oneself(
        self,
        id: &str,
        registration: &NewOwnRegistration,
    ) -> Result<EventRegistration, GraphError> {
        self.user.read(self.at(Method::POST, id, "/registrations")?.json(registration)?).await
    }

    /// `GET …/registrations/{registration}?$expand=sessions`, `VirtualEvent.Read`. The page mentions `$expand`; whether
    /// it brings sessions to a person's own token is not documented.
    /// <https://learn.microsoft.com/graph/api/virtualeventregistration-get>
    ///
    /// # Errors
    /// 404 where there is no such registration.
    pub async fn expanded_registration(
        self,
        id: &str,
        registration: &str,
    ) -> Result<ExpandedRegistration, GraphError> {
        let rest = format!("/registrations/{}?$expand=sessions", segment(registration)?);
        self.user.read(self.at(Method::GET, id, &rest)?).await
    }

    /// `GET …/webinars/{id}/registrations`, `VirtualEvent.Read.Chat` (resource-specific); a person's token is refused.
    /// <https://learn.microsoft.com/graph/api/virtualeventregistration-list>
    ///
    /// # Errors
    /// 403 for any other permission.
    pub async fn registrations(self, id: &str) -> Result<Vec<EventRegistration>, GraphError> {
        self.all(self.at(Method::GET, id, "/registrations")?).await
    }

    /// The registration's sessions: one, with the person's own link.
    ///
    /// `GET …/registrations/{registration}/sessions`, `VirtualEvent.Read.Chat` (resource-specific).
    /// <https://learn.microsoft.com/graph/api/virtualeventregistration-list-sessions>
    ///
    /// # Errors
    /// 403 for any other permission.
    pub async fn registration_sessions(
        self,
        id: &str,
        registration: &str,
    ) -> Result<Vec<VirtualEventSession>, GraphError> {
        let rest = format!("/registrations/{}/sessions", segment(registration)?);
        self.all(self.at(Method::GET, id, &rest)?).await
    }

    /// Takes somebody off the list again: with an application's token one from outside, with a person's own token
    /// that person.
    ///
    /// `POST …/registrations/{registration}/cancel`, `VirtualEventRegistration-Anon.ReadWrite.Chat` or
    /// `VirtualEvent.ReadWrite`, 204.
    /// <https://learn.microsoft.com/graph/api/virtualeventregistration-cancel>
    ///
    /// # Errors
    /// 404 where there is no such registration.
    pub async fn cancel_registration(self, id: &str, registration: &str) -> Result<(), GraphError> {
        let rest = format!("/registrations/{}/cancel", segment(registration)?);
        let request = self.at(Method::POST, id, &rest)?;
        self.user.send(request).await.map(|_| ())
    }
}

/// An attendance report of one sitting. <https://learn.microsoft.com/graph/api/resources/meetingattendancereport>
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttendanceReport {
    pub id: String,
    pub total_participant_count: Option<i64>,
    /// RFC 3339.
    pub meeting_start_date_time: Option<String>,
    pub meeting_end_date_time: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AttendanceInterval {
    pub join_date_time: Option<String>,
    pub leave_date_time: Option<String>,
    pub duration_in_seconds: Option<i64>,
}

/// One person's presence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AttendanceRecord {
    pub id: String,
    pub email_address: Option<String>,
    pub identity: Option<super::virtual_event::AnyIdentity>,
    pub role: Option<String>,
    pub total_attendance_in_seconds: Option<i64>,
    #[serde(deserialize_with = "super::event::nullable")]
    pub attendance_intervals: Vec<AttendanceInterval>,
    pub registration_id: Option<String>,
    /// Kept as it came.
    pub external_registration_information: Option<Value>,
}

impl VirtualEvents<'_> {
    /// `GET …/sessions/{session}/attendanceReports`, `OnlineMeetingArtifact.Read.All`; at most the 50 newest.
    /// <https://learn.microsoft.com/graph/api/meetingattendancereport-list>
    ///
    /// # Errors
    /// 403 for a missing consent.
    pub async fn attendance_reports(
        self,
        id: &str,
        session: &str,
    ) -> Result<Vec<AttendanceReport>, GraphError> {
        let rest = format!("/sessions/{}/attendanceReports", segment(session)?);
        self.all(self.at(Method::GET, id, &rest)?).await
    }

    /// `GET …/attendanceReports/{report}/attendanceRecords`, `OnlineMeetingArtifact.Read.All`.
    /// <https://learn.microsoft.com/graph/api/attendancerecord-list>
    ///
    /// # Errors
    /// 404 for no such report.
    pub async fn attendance_records(
        self,
        id: &str,
        session: &str,
        report: &str,
    ) -> Result<Vec<AttendanceRecord>, GraphError> {
        let (session, report) = (segment(session)?, segment(report)?);
        let rest = format!("/sessions/{session}/attendanceReports/{report}/attendanceRecords");
        self.all(self.at(Method::GET, id, &rest)?).await
    }
}
