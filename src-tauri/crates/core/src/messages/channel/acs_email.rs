//! ACS Email. It remembers operations by the id that we chose, so what a crash left open can be asked for.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lectern_domain::message::ChannelKind;
use lectern_microsoft::acs::{
    Acs, AcsError, Attachment, Email, EmailAddress, EmailContent, EmailRecipients, OperationStatus,
};
use uuid::Uuid;

use super::{Channel, Fate, Outcome, Outgoing};
use crate::wrong_clock;

const PAUSE: Duration = Duration::from_secs(30);
const ASK_AFTER: Duration = Duration::from_secs(1);

pub struct AcsEmail {
    acs: Acs,
    sender: String,
    reply_to: Option<EmailAddress>,
}

impl AcsEmail {
    pub fn new(acs: Acs, sender: String, reply_to: Option<EmailAddress>) -> Self {
        Self { acs, sender, reply_to }
    }

    fn email(&self, outgoing: &Outgoing<'_>) -> Email {
        let to =
            EmailAddress { address: outgoing.to.to_owned(), display_name: Some(outgoing.name.to_owned()) };
        Email {
            sender_address: self.sender.clone(),
            content: EmailContent {
                subject: outgoing.rendered.subject.clone(),
                plain_text: Some(outgoing.rendered.text.clone()),
                html: Some(outgoing.rendered.html.clone()),
            },
            recipients: EmailRecipients { to: vec![to], cc: Vec::new(), bcc: Vec::new() },
            reply_to: self.reply_to.iter().cloned().collect(),
            attachments: outgoing.rendered.calendar.iter().map(|calendar| attached(calendar)).collect(),
            headers: std::collections::BTreeMap::new(),
            user_engagement_tracking_disabled: Some(true),
        }
    }
}

fn attached(calendar: &str) -> Attachment {
    Attachment {
        name: "event.ics".into(),
        // Whether ACS takes MIME parameters such as `method` here is not documented; the file says it too.
        content_type: "text/calendar".into(),
        content_in_base64: STANDARD.encode(calendar),
        content_id: None,
    }
}

impl Channel for AcsEmail {
    fn kind(&self) -> ChannelKind {
        ChannelKind::AcsEmail
    }

    async fn send(&self, outgoing: &Outgoing<'_>) -> Outcome {
        match self.acs.emails().send(outgoing.operation_id, &self.email(outgoing)).await {
            Ok(accepted) => match accepted.status {
                OperationStatus::Succeeded => Outcome::Delivered,
                OperationStatus::Failed | OperationStatus::Canceled => {
                    Outcome::Refused { problem: "ACS Email refused the mail.".into() }
                }
                _ => Outcome::Accepted { ask_after: accepted.retry_after.unwrap_or(ASK_AFTER) },
            },
            Err(error) => outcome(&error),
        }
    }

    async fn fate(&self, operation_id: Uuid) -> Fate {
        match self.acs.emails().operation(operation_id).await {
            Ok(state) => match state.status {
                OperationStatus::Succeeded => Fate::Delivered,
                OperationStatus::Failed | OperationStatus::Canceled => {
                    let detail = state
                        .error
                        .map_or_else(String::new, |error| format!(": {} {}", error.code, error.message));
                    Fate::Failed { problem: format!("ACS Email did not deliver the mail{detail}") }
                }
                _ => Fate::Running { ask_after: state.retry_after.unwrap_or(ASK_AFTER) },
            },
            Err(error) if error.status() == Some(404) => Fate::NeverSeen,
            Err(error) => {
                Fate::NotNow { pause: error.retry_after().unwrap_or(PAUSE), problem: problem(&error) }
            }
        }
    }
}

/// What stands beside the message: first what the person can mend.
fn problem(error: &AcsError) -> String {
    match wrong_clock::told(error) {
        Some(told) => format!("{told} (ACS Email: {error})"),
        None => format!("ACS Email: {error}"),
    }
}

fn outcome(error: &AcsError) -> Outcome {
    let problem = problem(error);
    match error.status() {
        // The operation id was used before: this very mail was taken at an earlier try. Its record says how it went.
        Some(409) => Outcome::Unknown { problem },
        Some(408 | 429 | 503) => Outcome::NotSent { pause: error.retry_after().unwrap_or(PAUSE), problem },
        // A wrong clock is mended on this machine, a key that was changed in Settings; the mail is as good as before.
        Some(401 | 403) => Outcome::NotSent { pause: Duration::from_mins(5), problem },
        Some(status) if (400..500).contains(&status) => Outcome::Refused { problem },
        _ if error.ambiguous() => Outcome::Unknown { problem },
        _ => Outcome::NotSent { pause: PAUSE, problem },
    }
}
