//! "Send me a test": one mail to oneself, by the very channel that confirmations take. It is not part of the outbox.

use std::time::Duration;

use lectern_domain::email_address::EmailAddress;
use lectern_domain::message::ChannelKind;
use serde::Serialize;
use ts_rs::TS;

use crate::desk::Desk;
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::messages::channel::{
    self, AcsEmail, Channel, ChannelSettings, Fate, Outcome, Outgoing, Smtp, SmtpSettingsError,
};
use crate::messages::render::Rendered;

/// How long a service may take before the person is told that the mail is on its way.
const PATIENCE: Duration = Duration::from_mins(1);

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct TestMail {
    pub to: String,
    /// The channel has taken it for good; otherwise it has it, and is still at work.
    pub delivered: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum TestMailError {
    #[error("No sender is set up yet. Choose ACS Email or a mail server first.")]
    NoChannel,
    #[error("ACS Email is chosen, but this machine holds no key of an ACS resource.")]
    NoAcs,
    #[error("The account has no mail address that is known here. Name one to send the test to.")]
    NoAddress,
    #[error("{0:?} is no mail address.")]
    Address(String),
    #[error("The test mail was not sent. {0}")]
    NotSent(String),
    #[error("The test mail may or may not have left. {0}")]
    InDoubt(String),
    #[error("{0}")]
    Server(SmtpSettingsError),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<TestMailError> for CommandError {
    fn from(error: TestMailError) -> Self {
        let told = error.to_string();
        match error {
            TestMailError::Desk(inner) => inner.into(),
            TestMailError::NoAddress | TestMailError::Address(_) => {
                Self::new(ErrorCode::Invalid, told).on("to")
            }
            TestMailError::NotSent(_) | TestMailError::InDoubt(_) => Self::new(ErrorCode::Remote, told),
            TestMailError::NoChannel | TestMailError::NoAcs | TestMailError::Server(_) => {
                Self::new(ErrorCode::Refused, told)
            }
        }
    }
}

/// To `to`, or to the account's own address.
pub async fn send(desk: &Desk, to: Option<&str>) -> Result<TestMail, TestMailError> {
    let chosen = channel::chosen(desk).await?.ok_or(TestMailError::NoChannel)?;
    let account = desk.read(|r| r.accounts().get()).await?;
    let (to, name) = match (to, &account) {
        (Some(to), _) => {
            let address = EmailAddress::parse(to).map_err(|_| TestMailError::Address(to.to_owned()))?;
            (address.as_str().to_owned(), address.as_str().to_owned())
        }
        (None, Some(account)) => {
            let address = EmailAddress::parse(&account.username).map_err(|_| TestMailError::NoAddress)?;
            (address.as_str().to_owned(), account.display_name.clone())
        }
        (None, None) => return Err(TestMailError::NoAddress),
    };
    let rendered = test(&chosen);
    let outgoing = Outgoing { operation_id: desk.chance().uuid(), to: &to, name: &name, rendered: &rendered };
    let delivered = match chosen.kind {
        ChannelKind::AcsEmail => {
            let acs = desk.acs().ok_or(TestMailError::NoAcs)?;
            by(&AcsEmail::new(acs, chosen.sender.clone(), None), &outgoing).await?
        }
        ChannelKind::Smtp => {
            let server = Smtp::of(desk, &chosen.sender, None).await.map_err(|error| match error {
                SmtpSettingsError::Desk(inner) => TestMailError::Desk(inner),
                other => TestMailError::Server(other),
            })?;
            by(&server.ok_or(TestMailError::NoChannel)?, &outgoing).await?
        }
    };
    Ok(TestMail { to, delivered })
}

async fn by(channel: &impl Channel, outgoing: &Outgoing<'_>) -> Result<bool, TestMailError> {
    match channel.send(outgoing).await {
        Outcome::Delivered => Ok(true),
        Outcome::Accepted { ask_after } => follow(channel, outgoing, ask_after).await,
        Outcome::NotSent { problem, .. }
        | Outcome::Postponed { problem, .. }
        | Outcome::Refused { problem } => Err(TestMailError::NotSent(problem)),
        Outcome::Unknown { problem } => Err(TestMailError::InDoubt(problem)),
    }
}

async fn follow(
    channel: &impl Channel,
    outgoing: &Outgoing<'_>,
    mut pause: Duration,
) -> Result<bool, TestMailError> {
    let mut waited = Duration::ZERO;
    while waited < PATIENCE {
        pause = pause.clamp(Duration::from_millis(200), Duration::from_secs(10));
        tokio::time::sleep(pause).await;
        waited += pause;
        match channel.fate(outgoing.operation_id).await {
            Fate::Delivered => return Ok(true),
            Fate::Running { ask_after } => pause = ask_after,
            Fate::NotNow { pause: later, .. } => pause = later,
            Fate::Failed { problem } => return Err(TestMailError::NotSent(problem)),
            Fate::NeverSeen | Fate::Untold => {
                return Err(TestMailError::InDoubt("The service keeps no record of it.".into()));
            }
        }
    }
    Ok(false)
}

fn test(chosen: &ChannelSettings) -> Rendered {
    let way = match chosen.kind {
        ChannelKind::AcsEmail => "ACS Email",
        ChannelKind::Smtp => "your mail server",
    };
    let text = format!(
        "This is a test from Lectern. Confirmations for your events will leave the same way: by {way}, from {}.",
        chosen.sender
    );
    // The sender was read as a mail address, but those may hold an ampersand.
    let shown = text.replace('&', "&amp;").replace('<', "&lt;");
    Rendered {
        subject: "Lectern can send mail".into(),
        html: format!("<p>{shown}</p>"),
        text,
        calendar: None,
    }
}
