//! Sending mail through ACS Email.
//!
//! <https://learn.microsoft.com/rest/api/communication/email/email>. No new customers since October 2026; ends in
//! September 2028.

use super::{Acs, AcsError};
use crate::open_enum::open_enum;
use crate::transport::Request;
use reqwest::header::{HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;
use uuid::Uuid;

const API_VERSION: &str = "2025-09-01";
const OPERATION_ID: HeaderName = HeaderName::from_static("operation-id");

/// Over `to`, `cc` and `bcc` together.
pub const MAX_RECIPIENTS: usize = 50;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EmailAddress {
    pub address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
}

/// At least one of text and HTML.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EmailContent {
    pub subject: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plain_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
}

/// [`MAX_RECIPIENTS`] in all, one `to` at least.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct EmailRecipients {
    pub to: Vec<EmailAddress>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<EmailAddress>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bcc: Vec<EmailAddress>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Attachment {
    pub name: String,
    /// E.g. `text/calendar`.
    pub content_type: String,
    pub content_in_base64: String,
    /// For pictures inside the HTML: `cid:<content id>`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_id: Option<String>,
}

/// One mail. The whole request may have 10 MB, attachments in base64 included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Email {
    pub sender_address: String,
    pub content: EmailContent,
    pub recipients: EmailRecipients,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reply_to: Vec<EmailAddress>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_engagement_tracking_disabled: Option<bool>,
}

open_enum! {
    OperationStatus {
        NotStarted = "NotStarted",
        Running = "Running",
        /// Handed to the mail system, which is not yet delivered.
        Succeeded = "Succeeded",
        Failed = "Failed",
        Canceled = "Canceled",
    }
}

impl OperationStatus {
    /// Whether nothing more will change. An unknown status is taken for a passing one.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Canceled)
    }
}

/// The service has the mail and will try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendAccepted {
    /// What to ask about later: ours, unless the service chose another.
    pub operation_id: Uuid,
    pub status: OperationStatus,
    /// How long to wait before asking.
    pub retry_after: Option<Duration>,
}

/// Why a mail failed, e.g. `EmailDropped`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct OperationError {
    pub code: String,
    pub message: String,
}

/// How a mail stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationState {
    pub status: OperationStatus,
    /// With [`OperationStatus::Failed`].
    pub error: Option<OperationError>,
    /// There until the status is final.
    pub retry_after: Option<Duration>,
}

#[derive(Deserialize)]
struct Wire {
    id: String,
    status: OperationStatus,
    error: Option<OperationError>,
}

/// `/emails:send` and `/emails/operations`.
#[derive(Debug, Clone, Copy)]
pub struct Emails<'a> {
    acs: &'a Acs,
}

impl<'a> Emails<'a> {
    pub(super) fn new(acs: &'a Acs) -> Self {
        Self { acs }
    }

    /// Hands over one mail under an id that is ours, fixed before the first try. What a repeated id does is not
    /// documented, so a try that ended [`AcsError::ambiguous`] is never repeated here: ask [`Emails::operation`] first.
    ///
    /// `POST /emails:send?api-version=2025-09-01` with `Operation-Id`, 202.
    /// <https://learn.microsoft.com/rest/api/communication/email/email/send>
    ///
    /// # Errors
    /// 400 for a refused sender, recipient or attachment; [`AcsError::unauthorized`]; [`AcsError::throttled`] with the
    /// service's `retry_after`, which may be minutes.
    pub async fn send(self, operation_id: Uuid, email: &Email) -> Result<SendAccepted, AcsError> {
        let id = HeaderValue::from_str(&operation_id.to_string()).map_err(|_| AcsError::Id)?;
        let request =
            Request::post(self.acs.url("/emails:send", API_VERSION)?).json(email)?.header(OPERATION_ID, id);
        let answer = self.acs.send(request).await?;
        let wire: Wire = answer.json()?;
        Ok(SendAccepted {
            operation_id: Uuid::try_parse(&wire.id).unwrap_or(operation_id),
            status: wire.status,
            retry_after: answer.retry_after(),
        })
    }

    /// How a mail stands. [`AcsError::not_found`] says that the service never took it, or has forgotten it.
    ///
    /// `GET /emails/operations/{id}?api-version=2025-09-01`, 200 also for a failed mail.
    /// <https://learn.microsoft.com/rest/api/communication/email/email/get-send-result>
    ///
    /// # Errors
    /// [`AcsError::not_found`]; [`AcsError::throttled`]: asking has a quota of its own.
    pub async fn operation(self, operation_id: Uuid) -> Result<OperationState, AcsError> {
        let url = self.acs.url(&format!("/emails/operations/{operation_id}"), API_VERSION)?;
        let answer = self.acs.send(Request::get(url)).await?;
        let wire: Wire = answer.json()?;
        Ok(OperationState { status: wire.status, error: wire.error, retry_after: answer.retry_after() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_mail_is_spelt_as_documented() {
        let to = EmailAddress { address: "ana@example.org".to_owned(), display_name: Some("Ana".to_owned()) };
        let email = Email {
            sender_address: "donotreply@contoso.example".to_owned(),
            content: EmailContent { subject: "Hi".to_owned(), plain_text: Some("t".to_owned()), html: None },
            recipients: EmailRecipients { to: vec![to], ..EmailRecipients::default() },
            reply_to: Vec::new(),
            attachments: vec![Attachment {
                name: "event.ics".to_owned(),
                content_type: "text/calendar".to_owned(),
                content_in_base64: "QkVHSU4=".to_owned(),
                content_id: None,
            }],
            headers: BTreeMap::new(),
            user_engagement_tracking_disabled: Some(true),
        };
        assert_eq!(
            serde_json::to_value(email).expect("plain data"),
            json!({"senderAddress": "donotreply@contoso.example",
                "content": {"subject": "Hi", "plainText": "t"},
                "recipients": {"to": [{"address": "ana@example.org", "displayName": "Ana"}]},
                "attachments": [{"name": "event.ics", "contentType": "text/calendar", "contentInBase64": "QkVHSU4="}],
                "userEngagementTrackingDisabled": true}),
            "the service refuses properties it does not know"
        );
    }

    #[test]
    fn an_unknown_status_is_not_the_end() {
        assert!(OperationStatus::from("Failed").is_final());
        assert!(
            !OperationStatus::from("Deferred").is_final(),
            "taking it for the end would lose the mail's outcome"
        );
    }
}
