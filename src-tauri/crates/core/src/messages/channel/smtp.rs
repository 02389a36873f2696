//! SMTP by lettre. A relay remembers nothing, so a broken conversation after the text went out is a question for a
//! person; the Message-ID is fixed at planning, so that a mailbox can recognize a second copy.

use std::sync::Arc;

use lectern_domain::message::ChannelKind;
use lectern_domain::secret::Secret;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use lettre::{Address, Message};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::relay::Relay;
use super::{Channel, Fate, Outcome, Outgoing};
use crate::desk::{Desk, blocking};
use crate::error::DeskError;

/// The keychain entry of the mail server's password.
pub(crate) const PASSWORD: &str = "smtp-password";

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts", rename = "SmtpSecurity")]
pub enum Security {
    /// TLS from the first byte (port 465).
    Tls,
    /// Upgraded by STARTTLS, and refused without (port 587).
    StartTls,
    /// No protection: accepted for a relay on this machine only.
    None,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SmtpSettings {
    pub host: String,
    pub port: u16,
    pub security: Security,
    pub username: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum SmtpSettingsError {
    #[error("{0} is no mail address to send from.")]
    Sender(String),
    #[error(
        "Mail without encryption is sent to a relay on this machine only, not to {0}. Choose STARTTLS or TLS."
    )]
    Unprotected(String),
    #[error("The mail server {host} can't be used: {detail}")]
    Server { host: String, detail: String },
    #[error(
        "A sandbox sends mail to a relay on this machine only, not to {0}: nothing in it may reach the real world."
    )]
    OffThisMachine(String),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

pub struct Smtp {
    from: Mailbox,
    domain: String,
    relay: Relay,
}

impl Smtp {
    pub fn new(
        settings: &SmtpSettings,
        sender: &str,
        sender_name: Option<&str>,
        password: Option<&Secret<String>>,
    ) -> Result<Self, SmtpSettingsError> {
        let address: Address = sender.parse().map_err(|_| SmtpSettingsError::Sender(sender.to_owned()))?;
        let relay = Relay::new(settings, password)?;
        let domain = address.domain().to_owned();
        let from = Mailbox::new(sender_name.map(str::to_owned), address);
        Ok(Self { from, domain, relay })
    }

    /// The mail server of this desk; `None`: nobody has named one.
    pub(crate) async fn of(
        desk: &Desk,
        sender: &str,
        name: Option<&str>,
    ) -> Result<Option<Self>, SmtpSettingsError> {
        let Some(settings) = desk.setting::<SmtpSettings>(super::SMTP).await? else { return Ok(None) };
        let password = password(desk).await?;
        Self::checked(desk, &settings, sender, name, password.as_ref()).map(Some)
    }

    /// As [`Smtp::new`], within the walls of this desk's profile.
    pub(crate) fn checked(
        desk: &Desk,
        settings: &SmtpSettings,
        sender: &str,
        name: Option<&str>,
        password: Option<&Secret<String>>,
    ) -> Result<Self, SmtpSettingsError> {
        if desk.sandbox().is_some() && !is_local(&settings.host) {
            return Err(SmtpSettingsError::OffThisMachine(settings.host.clone()));
        }
        Self::new(settings, sender, name, password)
    }

    /// Whether the server lets this desk in; nothing is sent.
    pub(crate) async fn knock(&self) -> Result<(), String> {
        self.relay.knock().await
    }

    fn message(&self, outgoing: &Outgoing<'_>) -> Result<Message, String> {
        let address: Address =
            outgoing.to.parse().map_err(|_| format!("{} is no mail address.", outgoing.to))?;
        let words =
            MultiPart::alternative_plain_html(outgoing.rendered.text.clone(), outgoing.rendered.html.clone());
        let body = match &outgoing.rendered.calendar {
            Some(calendar) => MultiPart::mixed().multipart(words).singlepart(attached(calendar.clone())?),
            None => words,
        };
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(Some(outgoing.name.to_owned()), address))
            .subject(outgoing.rendered.subject.clone())
            .message_id(Some(format!("<{}@{}>", outgoing.operation_id, self.domain)))
            .multipart(body)
            .map_err(|error| error.to_string())?;
        // RFC 3834: no vacation notes back.
        let name = HeaderName::new_from_ascii_str("Auto-Submitted");
        message.headers_mut().insert_raw(HeaderValue::new(name, "auto-generated".into()));
        Ok(message)
    }
}

fn attached(calendar: String) -> Result<SinglePart, String> {
    let kind =
        ContentType::parse("text/calendar; charset=utf-8; method=PUBLISH").map_err(|e| e.to_string())?;
    Ok(Attachment::new("event.ics".into()).body(calendar, kind))
}

/// What the keychain holds for the mail server.
pub(crate) async fn password(desk: &Desk) -> Result<Option<Secret<String>>, DeskError> {
    let (keychain, entry) = (Arc::clone(desk.keychain()), desk.profile().entry(PASSWORD));
    let found = blocking(move || keychain.get(&entry)).await??;
    Ok(found.map(|bytes| Secret::new(String::from_utf8_lossy(bytes.expose()).into_owned())))
}

pub(super) fn is_local(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl Channel for Smtp {
    fn kind(&self) -> ChannelKind {
        ChannelKind::Smtp
    }

    async fn send(&self, outgoing: &Outgoing<'_>) -> Outcome {
        let message = match self.message(outgoing) {
            Ok(message) => message,
            Err(problem) => return Outcome::Refused { problem },
        };
        self.relay.hand_over(&message).await
    }

    async fn fate(&self, _operation_id: Uuid) -> Fate {
        Fate::Untold
    }
}
