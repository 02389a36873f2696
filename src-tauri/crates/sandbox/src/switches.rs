//! Where the documentation leaves the service's answer open, each answer it could give.
//!
//! The defaults are the likeliest answers. All can be set at start and from the control door.

use serde::{Deserialize, Serialize};

/// The open answers, one field each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Switches {
    /// `POST /me/events` with a `transactionId` that was used before.
    pub repeated_transaction_id: RepeatedTransactionId,
    /// `POST /emails:send` with an `Operation-Id` that was used before.
    pub repeated_operation_id: RepeatedOperationId,
    /// `If-Match` on `PATCH /me/events/{id}`; the contract declares it for DELETE only.
    pub event_patch_if_match: EventPatchIfMatch,
    /// `GET /me/events/{id}` of what was deleted or cancelled: an immutable id is said to survive moves between folders,
    /// and the deleted items are one.
    pub deleted_event_by_id: DeletedEventById,
    /// `$filter=JoinWebUrl eq …` by someone who is not the organizer.
    pub join_url_filter_by_other: JoinUrlFilterByOther,
    /// `$filter=JoinWebUrl eq …` with a well-formed link that belongs to no meeting.
    pub join_url_filter_no_match: JoinUrlFilterNoMatch,
    /// `$filter=JoinWebUrl eq …` with the short link of one's own meeting; it is reported to work.
    pub join_url_filter_by_short: JoinUrlFilterByShort,
    /// Events a page of `GET /me/events` where nobody asked for a size.
    pub events_page_size: usize,
    /// The same of `GET /me/calendarView`.
    pub calendar_view_page_size: usize,
    /// How long a mailbox works on a request, in milliseconds: what more than four at once are counted by.
    pub outlook_latency_ms: u64,
    /// The form of a new meeting's join link.
    pub join_url_form: JoinUrlForm,
    /// How far `x-ms-date` may be from the clock, in seconds; the real limit is not published.
    pub acs_clock_skew_seconds: i64,
    /// Seconds from `emails:send` until the operation is `Succeeded`.
    pub email_seconds_until_done: i64,
    /// The `retry-after` of an accepted mail and of a running operation, whole seconds.
    pub email_retry_after_seconds: i64,
    /// Whether the sending quotas of a new resource with a domain of its own (30 a minute, 100 an hour; 60 and 200
    /// questions for the result) are held. They are: nobody should first meet them in front of guests.
    pub email_quota: bool,
    /// MIME parameters in an attachment's `contentType`, as in `text/calendar; method=PUBLISH`.
    pub attachment_mime_parameters: Taken,
    /// `List-Unsubscribe` and `List-Unsubscribe-Post` among a mail's `headers`.
    pub list_unsubscribe: Taken,
    /// Whether a token may be polled for faster than `interval`; Entra is not known to say `slow_down`.
    pub slow_down: SlowDown,
    /// What an unknown device code is called: the documentation's name, or the one seen in the field.
    pub unknown_device_code: UnknownDeviceCode,
    /// Whether Conditional Access lets the device flow through.
    pub device_code_flow: DeviceCodeFlow,
    /// Whether a token holds the scopes that were asked for, or all that were ever consented to.
    pub scopes_in_token: ScopesInToken,
    /// The `interval` of a device code, in seconds.
    pub device_code_interval: i64,
    /// The life of an access token, in seconds.
    pub access_token_seconds: i64,
    /// The life of an access token for a client that declared `cp1`, in seconds.
    pub cae_token_seconds: i64,
    /// Which cloud this is: only the global one has virtual events and the registration of meetings, and China's has
    /// no online meetings.
    pub cloud: Cloud,
    /// The tenant's events policy: virtual events at all, and public ones.
    pub webinars_allowed: bool,
    pub public_webinars_allowed: bool,
    /// Requests for virtual events of one application in the window; 0 for no limit. One source only.
    pub virtual_event_writes: u32,
    pub virtual_event_reads: u32,
    pub virtual_event_window_seconds: i64,
    /// Items of one page of virtual events and of what they hold.
    pub virtual_event_page_size: usize,
    /// How long a request for virtual events takes, in milliseconds.
    pub virtual_event_latency_ms: u64,
    /// The highest capacity that a webinar's organizer can set; 0 for none. 1,000 came with the basic licence in 2023;
    /// what other licences and packs of today allow is in no source that was read.
    pub webinar_capacity: u32,
    /// Whether making a virtual event needs `Accept-Language`, as a page for beta says.
    pub webinar_accept_language: AcceptLanguage,
    /// `GET …/registrations` with a delegated token: older pages said VirtualEvent.Read.
    pub delegated_registration_list: OpenRead,
    /// `GET …/registrations/{id}/sessions` with a delegated token: two older pages said VirtualEvent.Read.
    pub delegated_registration_sessions: OpenRead,
    /// `GET …/registrations/{id}?$expand=sessions` without the permission that the sessions themselves need.
    pub expanded_sessions: ExpandedSessions,
    /// `registrations(email='…')` and `registrations(userId='…')`.
    pub registration_by_key: RegistrationByKey,
    /// `PATCH …/registrationConfiguration`
    pub registration_configuration_patch: ConfigurationPatch,
    /// `PATCH …/presenters/{id}`: what becomes of details that it does not mention.
    pub presenter_details_patch: PresenterDetailsPatch,
    /// An enrolment whose `externalRegistrationInformation.registrationId` was used before.
    pub repeated_registration_id: Repeated,
    /// An enrolment of somebody who is enrolled.
    pub repeated_enrolment: Repeated,
    /// Seconds until an enrolment is listed.
    pub registration_list_delay_seconds: i64,
    /// The form of a registrant's session's times: the contract's, or that of a sample.
    pub registration_session_times: SessionTimes,
    /// An enrolment before the event is published.
    pub unpublished_enrolment: EnrolmentRefusal,
    /// An enrolment when the event is full and has no waitlist.
    pub full_enrolment: EnrolmentRefusal,
    /// Registration of town halls: in the contract of v1.0, documented for beta only.
    pub townhall_registration: TownhallRegistration,
    /// The registration of meetings (beta), which Microsoft retired on 2024-12-12.
    pub meeting_registration: MeetingRegistrationState,
    /// The id of an external registrant: what was sent, or one of the service's own, as in a sample.
    pub external_registrant_id: ExternalRegistrantId,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            repeated_transaction_id: RepeatedTransactionId::ReturnsExisting,
            repeated_operation_id: RepeatedOperationId::SameOperation,
            event_patch_if_match: EventPatchIfMatch::Honoured,
            deleted_event_by_id: DeletedEventById::NotFound404,
            join_url_filter_by_other: JoinUrlFilterByOther::Forbidden403,
            join_url_filter_no_match: JoinUrlFilterNoMatch::NotFound404,
            join_url_filter_by_short: JoinUrlFilterByShort::Found,
            events_page_size: 10,
            calendar_view_page_size: 10,
            outlook_latency_ms: 2,
            join_url_form: JoinUrlForm::Long,
            acs_clock_skew_seconds: 300,
            email_seconds_until_done: 0,
            email_retry_after_seconds: 1,
            email_quota: true,
            attachment_mime_parameters: Taken::Accepted,
            list_unsubscribe: Taken::Accepted,
            slow_down: SlowDown::Never,
            unknown_device_code: UnknownDeviceCode::InvalidGrant,
            device_code_flow: DeviceCodeFlow::Allowed,
            scopes_in_token: ScopesInToken::Requested,
            device_code_interval: 5,
            access_token_seconds: 3_599,
            cae_token_seconds: 86_399,
            cloud: Cloud::Global,
            webinars_allowed: true,
            public_webinars_allowed: true,
            virtual_event_writes: 15,
            virtual_event_reads: 750,
            virtual_event_window_seconds: 30,
            virtual_event_page_size: 100,
            virtual_event_latency_ms: 0,
            webinar_capacity: 1_000,
            webinar_accept_language: AcceptLanguage::Optional,
            delegated_registration_list: OpenRead::Forbidden403,
            delegated_registration_sessions: OpenRead::Forbidden403,
            expanded_sessions: ExpandedSessions::Forbidden403,
            registration_by_key: RegistrationByKey::Refused400,
            registration_configuration_patch: ConfigurationPatch::Refused405,
            presenter_details_patch: PresenterDetailsPatch::Merges,
            repeated_registration_id: Repeated::CreatesSecond,
            repeated_enrolment: Repeated::CreatesSecond,
            registration_list_delay_seconds: 0,
            registration_session_times: SessionTimes::DateTimeTimeZone,
            unpublished_enrolment: EnrolmentRefusal::BadRequest400,
            full_enrolment: EnrolmentRefusal::BadRequest400,
            townhall_registration: TownhallRegistration::Served,
            meeting_registration: MeetingRegistrationState::Retired404,
            external_registrant_id: ExternalRegistrantId::Own,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RepeatedTransactionId {
    ReturnsExisting,
    Conflict409,
    CreatesSecond,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RepeatedOperationId {
    SameOperation,
    Conflict409,
    SendsAgain,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EventPatchIfMatch {
    Honoured,
    Ignored,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DeletedEventById {
    NotFound404,
    StillReadable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum JoinUrlFilterByOther {
    Forbidden403,
    EmptyList,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum JoinUrlFilterNoMatch {
    NotFound404,
    EmptyList,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum JoinUrlFilterByShort {
    Found,
    EmptyList,
}

/// Whether a part of a mail is taken or the mail refused for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Taken {
    Accepted,
    Refused,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum JoinUrlForm {
    Long,
    Short,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SlowDown {
    Never,
    WhenTooFast,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum UnknownDeviceCode {
    InvalidGrant,
    BadVerificationCode,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DeviceCodeFlow {
    Allowed,
    Blocked,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ScopesInToken {
    Requested,
    Consented,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Cloud {
    Global,
    UsGovL4,
    UsGovL5,
    China,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AcceptLanguage {
    Optional,
    Required,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum OpenRead {
    Forbidden403,
    Served,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ExpandedSessions {
    Forbidden403,
    Ignored,
    Served,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RegistrationByKey {
    Refused400,
    Served,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ConfigurationPatch {
    Refused405,
    Applied,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Repeated {
    CreatesSecond,
    SameRegistration,
    Conflict409,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PresenterDetailsPatch {
    Merges,
    Replaces,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SessionTimes {
    DateTimeTimeZone,
    Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EnrolmentRefusal {
    BadRequest400,
    Forbidden403,
    NotFound404,
    Conflict409,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TownhallRegistration {
    Served,
    NotFound404,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MeetingRegistrationState {
    Retired400,
    Retired403,
    Retired404,
    Retired410,
    Retired501,
    Empty,
    Served,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ExternalRegistrantId {
    Own,
    AsSent,
}
