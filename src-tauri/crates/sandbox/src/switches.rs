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
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            repeated_transaction_id: RepeatedTransactionId::ReturnsExisting,
            repeated_operation_id: RepeatedOperationId::SameOperation,
            event_patch_if_match: EventPatchIfMatch::Honoured,
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
