//! What a request may say about an online meeting (create, update and createOrGet onlineMeeting).

use super::shape::{Kind, Shape};

use Kind::{Boolean, Choice, Elsewhere, Instant, List, Object, ReadOnly, Text};

macro_rules! options {
    ($($extra:expr),* $(,)?) => {
        &[
            ("subject", Text),
            ("startDateTime", Instant),
            ("endDateTime", Instant),
            ("lobbyBypassSettings", Object(&LOBBY)),
            ("allowedPresenters", Choice(&["everyone", "organization", "roleIsPresenter", "organizer"])),
            ("allowedLobbyAdmitters",
                Choice(&["organizerAndCoOrganizersAndPresenters", "organizerAndCoOrganizers"])),
            ("allowAttendeeToEnableCamera", Boolean),
            ("allowAttendeeToEnableMic", Boolean),
            ("allowMeetingChat", Choice(&["enabled", "disabled", "limited"])),
            ("allowTeamworkReactions", Boolean),
            ("allowRecording", Boolean),
            ("allowTranscription", Boolean),
            ("allowBreakoutRooms", Boolean),
            ("allowLiveShare", Choice(&["enabled", "disabled"])),
            ("allowPowerPointSharing", Boolean),
            ("allowWhiteboard", Boolean),
            ("allowCopyingAndSharingMeetingContent", Boolean),
            ("isEntryExitAnnounced", Boolean),
            ("recordAutomatically", Boolean),
            ("shareMeetingChatHistoryDefault", Choice(&["none", "all"])),
            ("watermarkProtection", Object(&WATERMARK)),
            ("id", ReadOnly),
            ("attendanceReports", ReadOnly),
            ("attendeeReport", ReadOnly),
            ("audioConferencing", ReadOnly),
            ("broadcastSettings", Elsewhere("broadcasts")),
            ("creationDateTime", ReadOnly),
            ("externalId", ReadOnly),
            ("joinInformation", ReadOnly),
            ("joinWebUrl", ReadOnly),
            ("meetingOptionsWebUrl", ReadOnly),
            ("meetingType", ReadOnly),
            ("expiryDateTime", ReadOnly),
            ("recordings", ReadOnly),
            ("transcripts", ReadOnly),
            ("videoTeleconferenceId", ReadOnly),
            ("allowParticipantsToChangeName", Elsewhere("allowParticipantsToChangeName")),
            ("chatRestrictions", Elsewhere("chat restrictions")),
            ("cloudVideoInteropInfo", Elsewhere("cloud video interop")),
            ("isEndToEndEncryptionEnabled", Elsewhere("end-to-end encryption")),
            ("meetingSpokenLanguageTag", Elsewhere("spoken languages")),
            ("meetingTemplateId", Elsewhere("meeting templates")),
            ("sensitivityLabelAssignment", Elsewhere("sensitivity labels")),
            $($extra),*
        ]
    };
}

pub(crate) const CREATE: Shape = Shape {
    name: "microsoft.graph.onlineMeeting",
    public: "microsoft.graph.onlineMeeting",
    properties: options![
        ("participants", Object(&PARTICIPANTS)),
        ("joinMeetingIdSettings", Object(&JOIN_MEETING_ID)),
        ("chatInfo", Object(&CHAT)),
        ("isBroadcast", Boolean),
    ],
};

pub(crate) const UPDATE: Shape = Shape {
    name: "microsoft.graph.onlineMeeting",
    public: "microsoft.graph.onlineMeeting",
    properties: options![
        ("participants", Object(&ATTENDEES_ONLY)),
        ("joinMeetingIdSettings", ReadOnly),
        ("chatInfo", ReadOnly),
        ("isBroadcast", ReadOnly),
    ],
};

pub(crate) const CREATE_OR_GET: Shape = Shape {
    name: "microsoft.graph.createOrGet",
    public: "microsoft.graph.createOrGet",
    properties: &[
        ("chatInfo", Object(&CHAT)),
        ("startDateTime", Instant),
        ("endDateTime", Instant),
        ("externalId", Text),
        ("participants", Object(&PARTICIPANTS)),
        ("subject", Text),
    ],
};

const LOBBY: Shape = Shape {
    name: "microsoft.graph.lobbyBypassSettings",
    public: "microsoft.graph.lobbyBypassSettings",
    properties: &[
        (
            "scope",
            Choice(&[
                "organizer",
                "organization",
                "organizationAndFederated",
                "everyone",
                "invited",
                "organizationExcludingGuests",
            ]),
        ),
        ("isDialInBypassEnabled", Boolean),
    ],
};

const WATERMARK: Shape = Shape {
    name: "microsoft.graph.watermarkProtectionValues",
    public: "microsoft.graph.watermarkProtectionValues",
    properties: &[("isEnabledForContentSharing", Boolean), ("isEnabledForVideo", Boolean)],
};

const JOIN_MEETING_ID: Shape = Shape {
    name: "microsoft.graph.joinMeetingIdSettings",
    public: "microsoft.graph.joinMeetingIdSettings",
    properties: &[("isPasscodeRequired", Boolean), ("joinMeetingId", ReadOnly), ("passcode", ReadOnly)],
};

const CHAT: Shape = Shape {
    name: "microsoft.graph.chatInfo",
    public: "microsoft.graph.chatInfo",
    properties: &[("threadId", Text), ("messageId", Text), ("replyChainMessageId", Text)],
};

const PARTICIPANTS: Shape = Shape {
    name: "microsoft.graph.meetingParticipants",
    public: "microsoft.graph.meetingParticipants",
    properties: &[("organizer", Object(&PARTICIPANT)), ("attendees", List(&Object(&PARTICIPANT)))],
};

/// The organizer of a meeting never changes.
const ATTENDEES_ONLY: Shape = Shape {
    name: "microsoft.graph.meetingParticipants",
    public: "microsoft.graph.meetingParticipants",
    properties: &[("organizer", ReadOnly), ("attendees", List(&Object(&PARTICIPANT)))],
};

const PARTICIPANT: Shape = Shape {
    name: "microsoft.graph.meetingParticipantInfo",
    public: "microsoft.graph.meetingParticipantInfo",
    properties: &[
        ("identity", Object(&IDENTITY_SET)),
        ("upn", Text),
        ("role", Choice(&["attendee", "presenter", "producer", "coorganizer"])),
    ],
};

const IDENTITY_SET: Shape = Shape {
    name: "microsoft.graph.identitySet",
    public: "microsoft.graph.identitySet",
    properties: &[
        ("user", Object(&IDENTITY)),
        ("application", Object(&IDENTITY)),
        ("device", Object(&IDENTITY)),
    ],
};

const IDENTITY: Shape = Shape {
    name: "microsoft.graph.identity",
    public: "microsoft.graph.identity",
    properties: &[("id", Text), ("displayName", Text), ("tenantId", Text)],
};
