//! Webinars and town halls. <https://learn.microsoft.com/graph/api/resources/virtualevent>

use super::event::{DateTimeTimeZone, ItemBody};
use crate::open_enum::open_enum;
use serde::{Deserialize, Serialize};

/// Which of the two collections an event is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum VirtualEventKind {
    Webinar,
    TownHall,
}

impl VirtualEventKind {
    /// As the path has it.
    pub(super) fn collection(self) -> &'static str {
        match self {
            Self::Webinar => "webinars",
            Self::TownHall => "townhalls",
        }
    }
}

open_enum! {
    /// `canceled` is for good, and stays readable.
    VirtualEventStatus { Draft = "draft", Published = "published", Canceled = "canceled" }
}

open_enum! {
    /// Who may attend.
    MeetingAudience { Everyone = "everyone", Organization = "organization" }
}

/// A person of the tenant, by the directory's id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CommunicationsUser {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// Told, never given.
    #[serde(skip_serializing)]
    pub display_name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct VirtualEventSettings {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_attendee_email_notification_enabled: Option<bool>,
}

/// What another system knows the event by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ExternalEventInformation {
    pub application_id: Option<String>,
    pub external_event_id: Option<String>,
}

/// A webinar or town hall as Graph tells it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VirtualEvent {
    /// `<guid>@<tenant>`; the `@` is escaped in paths.
    pub id: String,
    pub display_name: Option<String>,
    pub description: Option<ItemBody>,
    pub start_date_time: Option<DateTimeTimeZone>,
    pub end_date_time: Option<DateTimeTimeZone>,
    pub status: Option<VirtualEventStatus>,
    pub audience: Option<MeetingAudience>,
    #[serde(default, deserialize_with = "super::event::nullable")]
    pub co_organizers: Vec<CommunicationsUser>,
    pub settings: Option<VirtualEventSettings>,
    #[serde(default, deserialize_with = "super::event::nullable")]
    pub external_event_information: Vec<ExternalEventInformation>,
    /// Town halls only.
    pub is_invite_only: Option<bool>,
    /// Town halls only.
    #[serde(default, deserialize_with = "super::event::nullable")]
    pub invited_attendees: Vec<AnyIdentity>,
    pub created_by: Option<Creator>,
}

/// Who made something; of the set only the person is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Creator {
    pub user: Option<AnyIdentity>,
}

/// What to make. It begins as a draft that nobody but its organizers sees.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewVirtualEvent {
    pub display_name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<ItemBody>,
    pub start_date_time: DateTimeTimeZone,
    pub end_date_time: DateTimeTimeZone,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<MeetingAudience>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub co_organizers: Vec<CommunicationsUser>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<VirtualEventSettings>,
    /// Town halls only, and `true` only with the audience `organization`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_invite_only: Option<bool>,
}

/// What to change; `None` leaves it as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VirtualEventPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<ItemBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date_time: Option<DateTimeTimeZone>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date_time: Option<DateTimeTimeZone>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<MeetingAudience>,
    /// Replaces the whole list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub co_organizers: Option<Vec<CommunicationsUser>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<VirtualEventSettings>,
    /// Town halls only, and `true` only with the audience `organization`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_invite_only: Option<bool>,
    /// Town halls only; replaces the whole list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invited_attendees: Option<Vec<PresenterIdentity>>,
}

/// Who speaks: somebody of the tenant, or a guest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "@odata.type")]
pub enum PresenterIdentity {
    #[serde(rename = "#microsoft.graph.communicationsUserIdentity")]
    User { id: String },
    #[serde(rename = "#microsoft.graph.communicationsGuestIdentity", rename_all = "camelCase")]
    Guest { display_name: String, email: String },
}

/// Shown on the registration page; webinars only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PresenterDetails {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bio: Option<ItemBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linked_in_profile_web_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personal_site_web_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub twitter_profile_web_url: Option<String>,
    /// Base64, as Graph tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo: Option<String>,
}

/// The details from now on, whole: whether those that a change does not mention stay is not documented. `null` takes one
/// away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PresenterPatch {
    pub presenter_details: WholeDetails,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WholeDetails {
    pub bio: Option<ItemBody>,
    pub company: Option<String>,
    pub job_title: Option<String>,
    pub linked_in_profile_web_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub personal_site_web_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub twitter_profile_web_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photo: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewPresenter {
    pub identity: PresenterIdentity,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presenter_details: Option<PresenterDetails>,
}

/// Whoever an identity is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AnyIdentity {
    #[serde(rename = "@odata.type")]
    pub kind: Option<String>,
    pub id: Option<String>,
    pub display_name: Option<String>,
    pub email: Option<String>,
}

impl AnyIdentity {
    /// The directory's id, where it is somebody of the tenant.
    pub fn user_id(&self) -> Option<&str> {
        let user = self.kind.as_deref()?.ends_with("communicationsUserIdentity");
        self.id.as_deref().filter(|_| user)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Presenter {
    pub id: String,
    pub email: Option<String>,
    pub identity: Option<AnyIdentity>,
    pub presenter_details: Option<PresenterDetails>,
}

/// One sitting of the event; one that Graph made has exactly one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VirtualEventSession {
    pub id: String,
    pub subject: Option<String>,
    pub join_web_url: Option<String>,
    #[serde(default, deserialize_with = "session_time")]
    pub start_date_time: Option<SessionTime>,
    #[serde(default, deserialize_with = "session_time")]
    pub end_date_time: Option<SessionTime>,
}

/// The contract says a time with its zone; a sample of the documentation shows one text.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum SessionTime {
    Zoned(DateTimeTimeZone),
    Text(String),
}

/// A time in no known form must not cost the session its link.
fn session_time<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<SessionTime>, D::Error> {
    let value = Option::<serde_json::Value>::deserialize(deserializer)?;
    Ok(value.and_then(|value| serde_json::from_value(value).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_presenter_says_what_kind_of_person_it_is() {
        let user =
            NewPresenter { identity: PresenterIdentity::User { id: "oid".into() }, presenter_details: None };
        assert_eq!(
            serde_json::to_value(user).expect("plain data"),
            json!({"identity": {"@odata.type": "#microsoft.graph.communicationsUserIdentity", "id": "oid"}})
        );
        let guest = NewPresenter {
            identity: PresenterIdentity::Guest { display_name: "Dr. X".into(), email: "x@y.example".into() },
            presenter_details: Some(PresenterDetails { company: Some("Y".into()), ..Default::default() }),
        };
        assert_eq!(
            serde_json::to_value(guest).expect("plain data"),
            json!({
                "identity": {"@odata.type": "#microsoft.graph.communicationsGuestIdentity",
                             "displayName": "Dr. X", "email": "x@y.example"},
                "presenterDetails": {"company": "Y"}
            }),
            "the derived type decides what the service does with it"
        );
    }

    #[test]
    fn a_session_is_read_with_either_kind_of_time() {
        for (time, read) in [
            (json!("2026-12-01T12:00:00Z"), Some(SessionTime::Text("2026-12-01T12:00:00Z".into()))),
            (
                json!({"dateTime": "2026-12-01T12:00:00", "timeZone": "UTC"}),
                Some(SessionTime::Zoned(DateTimeTimeZone {
                    date_time: "2026-12-01T12:00:00".into(),
                    time_zone: "UTC".into(),
                })),
            ),
            (json!(12), None),
            (json!(null), None),
        ] {
            let session: VirtualEventSession =
                serde_json::from_value(json!({"id": "s", "joinWebUrl": "https://x", "startDateTime": time}))
                    .expect("the link is what matters");
            assert_eq!(session.start_date_time, read);
        }
    }
}
