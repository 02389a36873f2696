//! One conversation with a mail server, step by step: what breaks before the mail is handed over was surely not sent,
//! and what breaks after the server has taken it changes nothing.

use std::time::Duration;

use lectern_domain::secret::Secret;
use lettre::Message;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use tokio::time::timeout;

use super::Outcome;
use super::smtp::{Security, SmtpSettings, SmtpSettingsError, is_local};

const PAUSE: Duration = Duration::from_mins(1);
/// Until somebody has mended the settings or the account.
const LONG_PAUSE: Duration = Duration::from_mins(5);
/// Greeting, encryption and sign-in. Together with the next well within the lease of a claimed message.
const BEGINNING: Duration = Duration::from_secs(30);
/// From `MAIL FROM` to the answer that ends the text; some servers look for viruses meanwhile.
const HANDING_OVER: Duration = Duration::from_secs(80);
const FAREWELL: Duration = Duration::from_secs(2);

pub(super) struct Relay {
    host: String,
    port: u16,
    encryption: Encryption,
    credentials: Option<Credentials>,
}

enum Encryption {
    FromTheFirstByte(TlsParameters),
    Upgraded(TlsParameters),
    None,
}

impl Relay {
    pub fn new(
        settings: &SmtpSettings,
        password: Option<&Secret<String>>,
    ) -> Result<Self, SmtpSettingsError> {
        let host = settings.host.clone();
        let parameters = || {
            TlsParameters::new(host.clone())
                .map_err(|error| SmtpSettingsError::Server { host: host.clone(), detail: error.to_string() })
        };
        let encryption = match settings.security {
            Security::Tls => Encryption::FromTheFirstByte(parameters()?),
            Security::StartTls => Encryption::Upgraded(parameters()?),
            Security::None if is_local(&host) => Encryption::None,
            Security::None => return Err(SmtpSettingsError::Unprotected(host)),
        };
        let credentials = settings
            .username
            .as_ref()
            .zip(password)
            .map(|(user, word)| Credentials::new(user.clone(), word.expose().clone()));
        Ok(Self { host, port: settings.port, encryption, credentials })
    }

    /// Greeting, encryption and sign-in, and no mail; why not, in words.
    pub async fn knock(&self) -> Result<(), String> {
        match timeout(BEGINNING, self.begin()).await {
            Ok(Ok(mut conversation)) => {
                drop(timeout(FAREWELL, conversation.abort()).await);
                Ok(())
            }
            Ok(Err(error)) if error.is_permanent() => {
                Err(format!("The mail server does not let Lectern in: {}", whole(&error)))
            }
            Ok(Err(error)) => Err(format!("The mail server can't be spoken with: {}", whole(&error))),
            Err(_) => Err("The mail server did not answer in time.".into()),
        }
    }

    pub async fn hand_over(&self, message: &Message) -> Outcome {
        let mut conversation = match timeout(BEGINNING, self.begin()).await {
            Ok(Ok(conversation)) => conversation,
            Ok(Err(error)) => return not_begun(&error),
            Err(_) => {
                let problem = "The mail server did not answer in time.".into();
                return Outcome::NotSent { pause: PAUSE, problem };
            }
        };
        let text = message.formatted();
        let outcome = match timeout(HANDING_OVER, conversation.send(message.envelope(), &text)).await {
            Ok(Ok(_)) => Outcome::Delivered,
            Ok(Err(error)) => outcome(&error),
            Err(_) => Outcome::Unknown {
                problem: "The mail server stopped answering while it took the mail.".into(),
            },
        };
        // The mail is the server's by now, or never will be: a farewell that fails says nothing about it.
        drop(timeout(FAREWELL, conversation.abort()).await);
        outcome
    }

    async fn begin(&self) -> Result<AsyncSmtpConnection, SmtpError> {
        let hello = ClientId::default();
        let at_once = match &self.encryption {
            Encryption::FromTheFirstByte(parameters) => Some(parameters.clone()),
            Encryption::Upgraded(_) | Encryption::None => None,
        };
        let server = (self.host.as_str(), self.port);
        let mut conversation =
            AsyncSmtpConnection::connect_tokio1(server, Some(BEGINNING), &hello, at_once, None).await?;
        if let Encryption::Upgraded(parameters) = &self.encryption {
            conversation.starttls(parameters.clone(), &hello).await?;
        }
        if let Some(credentials) = &self.credentials {
            conversation.auth(DEFAULT_MECHANISMS, credentials).await?;
        }
        Ok(conversation)
    }
}

/// No mail was mentioned yet: whatever this is about, it is not the mail.
fn not_begun(error: &SmtpError) -> Outcome {
    if error.is_permanent() {
        let problem = format!("The mail server does not let Lectern in: {}", whole(error));
        return Outcome::NotSent { pause: LONG_PAUSE, problem };
    }
    Outcome::NotSent {
        pause: PAUSE,
        problem: format!("The mail server could not be reached: {}", whole(error)),
    }
}

/// A reply code is an answer: 4xx means later, 5xx never (RFC 5321 §4.2.1). No answer at all leaves the question open.
fn outcome(error: &SmtpError) -> Outcome {
    let problem = format!("The mail server said: {}", whole(error));
    let code = error.status().map(u16::from);
    // About the account, not about the mail (RFC 4954 §6).
    if matches!(code, Some(530 | 534 | 535 | 538)) {
        return Outcome::NotSent { pause: LONG_PAUSE, problem };
    }
    if error.is_permanent() {
        return Outcome::Refused { problem };
    }
    // 421 closes the whole conversation; other replies of this kind are about one mail at least (greylisting, a busy
    // mailbox).
    if error.is_transient() && code == Some(421) {
        return Outcome::NotSent { pause: PAUSE, problem };
    }
    if error.is_transient() {
        return Outcome::Postponed { pause: PAUSE, problem };
    }
    // Found before the first command: an address that this server cannot take.
    if error.is_client() {
        return Outcome::Refused {
            problem: format!("The mail server can't take this mail: {}", whole(error)),
        };
    }
    Outcome::Unknown { problem: format!("The conversation with the mail server broke: {}", whole(error)) }
}

/// An error's words with those of what caused it, each said once.
fn whole(error: &SmtpError) -> String {
    let mut told = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        let words = inner.to_string();
        if !told.contains(&words) {
            told.push_str(": ");
            told.push_str(&words);
        }
        source = inner.source();
    }
    told
}
