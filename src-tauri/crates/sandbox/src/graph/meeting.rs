//! An online meeting as Teams keeps it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::event::Event;
use super::event_answer::instant;
use super::event_change::{Setting, subject};
use super::names;
use crate::switches::JoinUrlForm;
use crate::tenant::{Tenant, User};

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Meeting {
    pub id: String,
    /// Object id of the organizer.
    pub organizer: String,
    pub created: Timestamp,
    pub start: Timestamp,
    pub end: Timestamp,
    pub subject: String,
    /// As given out: the filter compares with exactly this.
    pub join_url: String,
    pub thread: String,
    /// What a person can type to join.
    pub number: String,
    pub passcode: String,
    pub passcode_required: bool,
    pub external_id: Option<String>,
    pub attendees: Vec<Value>,
    /// Options that were set, by their wire names.
    pub options: Map<String, Value>,
}

impl Meeting {
    pub fn new(setting: Setting<'_>, start: Timestamp, end: Timestamp, subject: String) -> Self {
        let organizer = &setting.organizer.id;
        let thread = names::thread_id(setting.seed);
        let number = names::meeting_number(setting.seed);
        let join_url = match setting.link_form {
            JoinUrlForm::Long => names::long_join_url(&thread, &setting.tenant.id, organizer),
            JoinUrlForm::Short => names::short_join_url(&number, setting.seed),
        };
        Self {
            id: names::meeting_id(organizer, &thread),
            organizer: organizer.clone(),
            created: setting.now,
            start,
            end,
            subject,
            join_url,
            thread,
            number,
            passcode: names::passcode(setting.seed),
            passcode_required: true,
            external_id: None,
            attendees: Vec::new(),
            options: Map::new(),
        }
    }

    pub fn for_event(setting: Setting<'_>, event: &Event) -> Self {
        Self::new(setting, event.start.at, event.end.at, subject(event))
    }

    /// Takes over what a change of the calendar event means for the meeting.
    pub fn follow(&mut self, event: &Event) {
        self.start = event.start.at;
        self.end = event.end.at;
        self.subject = subject(event);
    }

    /// What Outlook adds below the body of the invitation.
    pub fn invitation(&self) -> String {
        format!(
            "<div style=\"margin-bottom:24px\"><span>________________________________________________________________\
             ________________</span></div><div class=\"me-email-text\"><div><span style=\"font-size:24px\">Microsoft \
             Teams meeting</span></div><div><b>Join: </b><a href=\"{url}\">{url}</a></div><div>Meeting ID: \
             {number}</div><div>Passcode: {passcode}</div></div>",
            url = self.join_url,
            number = self.number,
            passcode = self.passcode,
        )
    }

    pub fn answer(&self, tenant: &Tenant) -> Value {
        let organizer = tenant.user(&self.organizer);
        let mut answer = json!({
            "id": self.id,
            "creationDateTime": instant(self.created),
            "startDateTime": instant(self.start),
            "endDateTime": instant(self.end),
            "joinWebUrl": self.join_url,
            "subject": self.subject,
            "isBroadcast": false,
            "externalId": self.external_id,
            "videoTeleconferenceId": null,
            "audioConferencing": self.audio_conferencing(),
            "broadcastSettings": null,
            "meetingTemplateId": null,
            "meetingSpokenLanguageTag": null,
            "sensitivityLabelAssignment": null,
            "meetingOptionsWebUrl": format!(
                "https://teams.microsoft.com/meetingOptions/?organizerId={}&tenantId={}&threadId={}&messageId=0",
                self.organizer, tenant.id, self.thread.replace(':', "_")
            ),
            "participants": {
                "organizer": organizer.map(|user| participant(user, "presenter")),
                "attendees": self.attendees,
            },
            "chatInfo": {"threadId": self.thread, "messageId": "0", "replyChainMessageId": null},
            "joinInformation": {"contentType": "html", "content": self.join_information()},
            "joinMeetingIdSettings": {
                "isPasscodeRequired": self.passcode_required,
                "joinMeetingId": self.number,
                "passcode": self.passcode_required.then_some(&self.passcode),
            },
        });
        for (name, value) in defaults().into_iter().chain(self.options.clone()) {
            match (answer[&name].as_object_mut(), value) {
                (Some(known), Value::Object(parts)) => known.extend(parts),
                (_, value) => answer[name] = value,
            }
        }
        answer
    }

    /// The seeded tenant is licensed for it. The numbers are of the ranges kept for fiction.
    fn audio_conferencing(&self) -> Value {
        json!({
            "conferenceId": self.number.chars().take(9).collect::<String>(),
            "dialinUrl": format!("https://dialin.teams.microsoft.com/{}?id={}", self.organizer, self.number),
            "tollNumber": "+1 323-555-0166",
            "tollNumbers": ["+1 323-555-0166", "+44 20 7946 0958"],
            "tollFreeNumber": "+1 800-555-0199",
            "tollFreeNumbers": ["+1 800-555-0199"],
        })
    }

    fn join_information(&self) -> String {
        format!("data:text/html,{}", crate::wire::encode(&self.invitation()).replace("%20", "+"))
    }
}

fn participant(user: &User, role: &str) -> Value {
    json!({
        "upn": user.user_principal_name,
        "role": role,
        "identity": {"user": {"id": user.id, "displayName": null}, "application": null, "device": null},
    })
}

/// The options of a meeting that nobody has changed, by the seeded tenant's policy.
fn defaults() -> Map<String, Value> {
    let options = json!({
        "allowAttendeeToEnableCamera": true,
        "allowAttendeeToEnableMic": true,
        "allowBreakoutRooms": true,
        "allowCopyingAndSharingMeetingContent": true,
        "allowLiveShare": "enabled",
        "allowMeetingChat": "enabled",
        "allowPowerPointSharing": true,
        "allowRecording": true,
        "allowTeamworkReactions": true,
        "allowTranscription": true,
        "allowWhiteboard": true,
        "allowedLobbyAdmitters": "organizerAndCoOrganizersAndPresenters",
        "allowedPresenters": "everyone",
        "isEntryExitAnnounced": false,
        "lobbyBypassSettings": {"scope": "organization", "isDialInBypassEnabled": false},
        "recordAutomatically": false,
        "shareMeetingChatHistoryDefault": "none",
        "watermarkProtection": {"isEnabledForContentSharing": false, "isEnabledForVideo": false},
    });
    match options {
        Value::Object(options) => options,
        _ => Map::new(),
    }
}

pub(crate) fn attendee(user: Option<&User>, given: &Value) -> Value {
    let role = given["role"].as_str().unwrap_or("attendee");
    match user {
        Some(user) => participant(user, role),
        None => json!({
            "upn": given["upn"], "role": role,
            "identity": {"user": given["identity"]["user"], "application": null, "device": null},
        }),
    }
}
