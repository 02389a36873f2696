//! "Confirmations leave this way": by ACS Email from a verified sender, or by the organization's own mail server. The
//! server's password goes into the keychain and is never shown again.

use std::sync::Arc;

use lectern_domain::email_address::EmailAddress;
use lectern_domain::message::ChannelKind;
use lectern_domain::secret::Secret;
use serde::Deserialize;
use ts_rs::TS;
use url::Host;

use crate::desk::{Desk, blocking};
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::messages::channel::smtp::{self, PASSWORD};
use crate::messages::channel::{
    self, ChannelSettings, SMTP, Security, Smtp, SmtpSettings, SmtpSettingsError,
};

/// A mail server as the person names it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct SmtpChoice {
    pub host: String,
    pub port: u16,
    pub security: Security,
    /// `None`: a relay that asks for none.
    pub username: Option<String>,
    pub sender: String,
}

#[derive(Debug, thiserror::Error)]
pub enum ChannelError {
    #[error("ACS Email needs the connection string of an ACS resource on this machine. Set it first.")]
    NoAcs,
    #[error("{0:?} is no mail address to send from.")]
    Sender(String),
    #[error("{0:?} is no name or address of a mail server, as in smtp.contoso.com.")]
    Host(String),
    #[error("A mail server's port is a number from 1 to 65535; 587 and 465 are usual.")]
    Port,
    #[error("Enter the password of {0}. It goes into this machine's keychain.")]
    Password(String),
    #[error("{0}")]
    Server(SmtpSettingsError),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<SmtpSettingsError> for ChannelError {
    fn from(error: SmtpSettingsError) -> Self {
        match error {
            SmtpSettingsError::Desk(inner) => Self::Desk(inner),
            SmtpSettingsError::Sender(sender) => Self::Sender(sender),
            other => Self::Server(other),
        }
    }
}

impl From<ChannelError> for CommandError {
    fn from(error: ChannelError) -> Self {
        let told = error.to_string();
        let (code, field) = match error {
            ChannelError::Desk(inner) => return inner.into(),
            ChannelError::NoAcs => return Self::new(ErrorCode::Refused, told),
            ChannelError::Server(SmtpSettingsError::OffThisMachine(_)) => (ErrorCode::Refused, "host"),
            ChannelError::Server(SmtpSettingsError::Unprotected(_)) => (ErrorCode::Invalid, "security"),
            ChannelError::Server(_) | ChannelError::Host(_) => (ErrorCode::Invalid, "host"),
            ChannelError::Sender(_) => (ErrorCode::Invalid, "sender"),
            ChannelError::Port => (ErrorCode::Invalid, "port"),
            ChannelError::Password(_) => (ErrorCode::Invalid, "password"),
        };
        Self::new(code, told).on(field)
    }
}

/// `sender` is an address of a domain that is verified and linked to the resource, as in `DoNotReply@contoso.com`.
pub async fn use_acs_email(desk: &Desk, sender: &str) -> Result<(), ChannelError> {
    if desk.acs().is_none() {
        return Err(ChannelError::NoAcs);
    }
    let settings = ChannelSettings { kind: ChannelKind::AcsEmail, sender: address(sender)? };
    Ok(channel::choose(desk, &settings, None).await?)
}

/// Without a `password` the one that is kept stays, as long as server and user are the same: a password never
/// travels to another server than the one it was entered for.
pub async fn use_smtp(
    desk: &Desk,
    choice: &SmtpChoice,
    password: Option<Secret<String>>,
) -> Result<(), ChannelError> {
    let sender = address(&choice.sender)?;
    let host = choice.host.trim().to_lowercase();
    if Host::parse(&host).is_err() {
        return Err(ChannelError::Host(choice.host.clone()));
    }
    if choice.port == 0 {
        return Err(ChannelError::Port);
    }
    let username =
        choice.username.as_deref().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
    let settings = SmtpSettings { host, port: choice.port, security: choice.security, username };
    let password = password.filter(|word| !word.expose().is_empty());
    Smtp::checked(desk, &settings, &sender, None, password.as_ref())?;
    keep_password(desk, &settings, password).await?;
    let chosen = ChannelSettings { kind: ChannelKind::Smtp, sender };
    Ok(channel::choose(desk, &chosen, Some(&settings)).await?)
}

async fn keep_password(
    desk: &Desk,
    settings: &SmtpSettings,
    password: Option<Secret<String>>,
) -> Result<(), ChannelError> {
    let (keychain, entry) = (Arc::clone(desk.keychain()), desk.profile().entry(PASSWORD));
    let Some(username) = &settings.username else {
        return Ok(blocking(move || keychain.delete(&entry)).await?.map_err(DeskError::from)?);
    };
    let Some(password) = password else {
        let before = desk.setting::<SmtpSettings>(SMTP).await?;
        let same = before.is_some_and(|b| b.host == settings.host && b.username == settings.username);
        let kept = same && smtp::password(desk).await?.is_some();
        return if kept { Ok(()) } else { Err(ChannelError::Password(username.clone())) };
    };
    let kept = blocking(move || keychain.set(&entry, password.expose().as_bytes())).await?;
    Ok(kept.map_err(DeskError::from)?)
}

fn address(text: &str) -> Result<String, ChannelError> {
    let read = EmailAddress::parse(text).map_err(|_| ChannelError::Sender(text.to_owned()))?;
    Ok(read.as_str().to_owned())
}
