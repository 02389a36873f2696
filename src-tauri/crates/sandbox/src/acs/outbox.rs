//! Accepted mails, and what became of them.

use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// One accepted mail with its long-running operation.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Operation {
    pub id: String,
    pub accepted: Timestamp,
    pub seconds_until_done: i64,
    /// Who gets it: to, cc and bcc, without those who are suppressed or bounce.
    pub recipients: Vec<String>,
    /// Set where nobody gets it.
    pub dropped: Option<Drop>,
    /// The request body.
    pub message: Value,
}

/// Why a mail reaches nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Drop {
    Suppressed,
    Bounced,
}

impl Operation {
    pub fn is_done(&self, now: Timestamp) -> bool {
        let done = self.accepted.checked_add(self.seconds_until_done.seconds()).unwrap_or(self.accepted);
        now >= done
    }

    /// `EmailSendResult` at `now`. A dropped mail is a 200 with the status `Failed`.
    pub fn status(&self, now: Timestamp) -> Value {
        if !self.is_done(now) {
            return json!({"id": self.id, "status": "Running"});
        }
        let Some(dropped) = self.dropped else { return json!({"id": self.id, "status": "Succeeded"}) };
        let (code, message) = match dropped {
            Drop::Suppressed => (
                "EmailDroppedAllRecipientsSuppressed",
                "Email was dropped because all recipients were suppressed. You will get a dropped event for each \
                 suppressed recipient through event grid or Azure monitoring.",
            ),
            Drop::Bounced => ("EmailDropped", "Email was dropped because no recipient could be reached."),
        };
        json!({"id": self.id, "status": "Failed", "error": {"code": code, "message": message}})
    }

    /// The mail as the control door shows it; none where it was dropped.
    pub fn delivered(&self) -> Option<Value> {
        if self.dropped.is_some() {
            return None;
        }
        let content = &self.message["content"];
        let attachments: Vec<Value> = self.message["attachments"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|attachment| {
                json!({
                    "name": attachment["name"],
                    "contentType": attachment["contentType"],
                    "contentBase64": attachment["contentInBase64"],
                })
            })
            .collect();
        Some(json!({
            "operationId": self.id,
            "to": self.recipients.join(", "),
            "subject": content["subject"],
            "text": content["plainText"],
            "html": content["html"],
            "attachments": attachments,
            "at": self.accepted.to_string(),
        }))
    }
}

/// The seeded world's rule of thumb: who is on the suppression list and whose mailbox is gone.
pub(crate) fn unreachable(address: &str) -> Option<Drop> {
    let name = address.split(['@', '+']).next().unwrap_or_default().to_ascii_lowercase();
    match name.as_str() {
        "suppressed" => Some(Drop::Suppressed),
        "bounce" | "bounced" => Some(Drop::Bounced),
        _ => None,
    }
}
