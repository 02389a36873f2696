//! The `onlineMeeting` behind a calendar entry. <https://learn.microsoft.com/graph/api/resources/onlinemeeting>

use super::event::ItemBody;
use crate::open_enum::open_enum;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

open_enum! {
    /// Who comes in without waiting in the lobby.
    LobbyScope {
        Organizer = "organizer",
        Organization = "organization",
        OrganizationAndFederated = "organizationAndFederated",
        Everyone = "everyone",
        Invited = "invited",
        OrganizationExcludingGuests = "organizationExcludingGuests",
    }
}

open_enum! {
    /// Who may present.
    Presenters {
        Everyone = "everyone",
        Organization = "organization",
        /// Needs the full list of attendees with their roles in the same request.
        RoleIsPresenter = "roleIsPresenter",
        Organizer = "organizer",
    }
}

open_enum! {
    ChatMode { Enabled = "enabled", Disabled = "disabled", Limited = "limited" }
}

open_enum! {
    /// Who may let people in.
    LobbyAdmitters {
        OrganizerAndCoOrganizersAndPresenters = "organizerAndCoOrganizersAndPresenters",
        OrganizerAndCoOrganizers = "organizerAndCoOrganizers",
    }
}

open_enum! {
    MeetingRole {
        Attendee = "attendee",
        Presenter = "presenter",
        Producer = "producer",
        CoOrganizer = "coorganizer",
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LobbyBypassSettings {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<LobbyScope>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_dial_in_bypass_enabled: Option<bool>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ChatInfo {
    pub thread_id: Option<String>,
    pub message_id: Option<String>,
}

/// The id and passcode that people can type. Read-only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct JoinMeetingIdSettings {
    pub is_passcode_required: Option<bool>,
    pub join_meeting_id: Option<String>,
    pub passcode: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Identity {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IdentitySet {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<Identity>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Participant {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<IdentitySet>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<MeetingRole>,
}

/// Joining by telephone; there where the organizer is licensed for it. Read-only.
/// <https://learn.microsoft.com/graph/api/resources/audioconferencing>
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AudioConferencing {
    pub conference_id: Option<String>,
    pub dialin_url: Option<String>,
    pub toll_number: Option<String>,
    pub toll_numbers: Vec<String>,
    pub toll_free_number: Option<String>,
    pub toll_free_numbers: Vec<String>,
}

/// In a patch only `attendees` may be given, and it replaces the whole list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MeetingParticipants {
    #[serde(skip_serializing)]
    pub organizer: Option<Participant>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attendees: Option<Vec<Participant>>,
}

/// A meeting as Graph tells it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OnlineMeeting {
    /// Opaque; may hold signs that a path cannot.
    pub id: String,
    pub subject: Option<String>,
    pub join_web_url: Option<String>,
    /// RFC 3339, UTC.
    pub start_date_time: Option<String>,
    pub end_date_time: Option<String>,
    pub creation_date_time: Option<String>,
    pub chat_info: Option<ChatInfo>,
    pub join_meeting_id_settings: Option<JoinMeetingIdSettings>,
    pub join_information: Option<ItemBody>,
    pub audio_conferencing: Option<AudioConferencing>,
    /// Where the organizer sets the options by hand.
    pub meeting_options_web_url: Option<String>,
    pub participants: Option<MeetingParticipants>,
    pub lobby_bypass_settings: Option<LobbyBypassSettings>,
    pub allowed_presenters: Option<Presenters>,
    pub allowed_lobby_admitters: Option<LobbyAdmitters>,
    pub allow_meeting_chat: Option<ChatMode>,
    pub allow_attendee_to_enable_camera: Option<bool>,
    pub allow_attendee_to_enable_mic: Option<bool>,
    pub allow_teamwork_reactions: Option<bool>,
    pub allow_recording: Option<bool>,
    pub allow_transcription: Option<bool>,
    pub is_entry_exit_announced: Option<bool>,
    pub record_automatically: Option<bool>,
    pub is_end_to_end_encryption_enabled: Option<bool>,
}

/// Start and end go together or not at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MeetingWindow {
    pub start_date_time: Timestamp,
    pub end_date_time: Timestamp,
}

/// What to change; `None` leaves it as it is. Only what Graph's table of updatable properties names is here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OnlineMeetingPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Change the calendar's event instead where there is one: it moves its meeting along.
    #[serde(flatten)]
    pub window: Option<MeetingWindow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participants: Option<MeetingParticipants>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lobby_bypass_settings: Option<LobbyBypassSettings>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_presenters: Option<Presenters>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed_lobby_admitters: Option<LobbyAdmitters>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_meeting_chat: Option<ChatMode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_attendee_to_enable_camera: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_attendee_to_enable_mic: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_teamwork_reactions: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_recording: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allow_transcription: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_entry_exit_announced: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record_automatically: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_patch_holds_both_bounds_or_none() {
        let at = |second| Timestamp::from_second(second).expect("a time");
        let window = MeetingWindow { start_date_time: at(0), end_date_time: at(3600) };
        let lobby =
            LobbyBypassSettings { scope: Some(LobbyScope::Everyone), is_dial_in_bypass_enabled: None };
        let patch = OnlineMeetingPatch {
            window: Some(window),
            lobby_bypass_settings: Some(lobby),
            ..OnlineMeetingPatch::default()
        };
        assert_eq!(
            serde_json::to_value(patch).expect("plain data"),
            json!({"startDateTime": "1970-01-01T00:00:00Z", "endDateTime": "1970-01-01T01:00:00Z",
                "lobbyBypassSettings": {"scope": "everyone"}}),
            "one bound alone is refused"
        );
        assert_eq!(serde_json::to_value(OnlineMeetingPatch::default()).expect("plain data"), json!({}));
    }

    #[test]
    fn the_organizer_is_never_sent() {
        let participants = MeetingParticipants {
            organizer: Some(Participant::default()),
            attendees: Some(vec![Participant {
                upn: Some("ana@contoso.example".to_owned()),
                role: Some(MeetingRole::CoOrganizer),
                identity: None,
            }]),
        };
        assert_eq!(
            serde_json::to_value(participants).expect("plain data"),
            json!({"attendees": [{"upn": "ana@contoso.example", "role": "coorganizer"}]}),
            "the organizer is immutable, and naming one is refused"
        );
    }
}
