//! The ways out: ACS Email and SMTP, equals from the first day (D7, D11).

mod acs_email;
mod relay;
pub(crate) mod smtp;

use std::time::Duration;

use lectern_domain::message::ChannelKind;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use acs_email::AcsEmail;
pub use smtp::{Security, Smtp, SmtpSettings, SmtpSettingsError};

use super::render::Rendered;
use crate::desk::Desk;
use crate::error::DeskError;

/// One message as a channel gets it.
pub struct Outgoing<'a> {
    /// Fixed at planning: the same at every try.
    pub operation_id: Uuid,
    pub to: &'a str,
    pub name: &'a str,
    pub rendered: &'a Rendered,
}

/// What became of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The channel has taken it for good.
    Delivered,
    /// Taken; whether it goes out is known later. Ask again after the pause.
    Accepted { ask_after: Duration },
    /// Surely not taken. May be tried again after the pause.
    NotSent { pause: Duration, problem: String },
    /// As `NotSent`, but for a reason that may well be this recipient's alone, as a mailbox that is busy.
    Postponed { pause: Duration, problem: String },
    /// Refused for good.
    Refused { problem: String },
    /// Taken or not: nobody can tell from here.
    Unknown { problem: String },
}

/// How a message that was accepted, or whose fate is unknown, stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    Delivered,
    Running {
        ask_after: Duration,
    },
    Failed {
        problem: String,
    },
    /// The channel keeps a record of operations and has none of this one.
    NeverSeen,
    /// The channel could not be asked now, for the reason given.
    NotNow {
        pause: Duration,
        problem: String,
    },
    /// The channel keeps no record that could be asked.
    Untold,
}

/// Two real answers: a service that remembers operations, and a relay that does not.
pub trait Channel: Send + Sync {
    fn kind(&self) -> ChannelKind;
    fn send(&self, message: &Outgoing<'_>) -> impl Future<Output = Outcome> + Send;
    fn fate(&self, operation_id: Uuid) -> impl Future<Output = Fate> + Send;
}

/// The channel that new messages are planned on.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChannelSettings {
    pub kind: ChannelKind,
    /// The sender's address; for ACS Email one of a verified domain.
    pub sender: String,
}

const CHANNEL: &str = "channel";
pub(crate) const SMTP: &str = "smtp";

/// What the organizer chose; in a sandbox, its ACS sender until something else is chosen.
pub async fn chosen(desk: &Desk) -> Result<Option<ChannelSettings>, DeskError> {
    if let Some(chosen) = desk.setting::<ChannelSettings>(CHANNEL).await? {
        return Ok(Some(chosen));
    }
    let sandbox =
        desk.sandbox().map(|s| ChannelSettings { kind: ChannelKind::AcsEmail, sender: s.sender.clone() });
    Ok(sandbox)
}

/// From now on. What is planned and was never handed over goes by the new channel too.
pub(crate) async fn choose(
    desk: &Desk,
    settings: &ChannelSettings,
    smtp: Option<&SmtpSettings>,
) -> Result<(), DeskError> {
    let told = |error: serde_json::Error| DeskError::Stopped(error.to_string());
    let (kind, chosen) = (settings.kind, serde_json::to_value(settings).map_err(told)?);
    let smtp = smtp.map(serde_json::to_value).transpose().map_err(told)?;
    desk.write(move |w| {
        if let Some(smtp) = smtp {
            w.settings().set(SMTP, &smtp)?;
        }
        w.settings().set(CHANNEL, &chosen)?;
        w.messages().move_planned(kind)?;
        Ok(())
    })
    .await
}

pub(super) async fn sender(desk: &Desk) -> Result<Option<String>, DeskError> {
    Ok(chosen(desk).await?.map(|settings| settings.sender))
}
