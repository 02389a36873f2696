//! Mails to oneself, which the questions about ACS Email are asked by. They stay in the inbox.

use std::collections::BTreeMap;
use std::time::Duration;

use lectern_domain::email_address::EmailAddress as Address;
use lectern_domain::message::ChannelKind;
use lectern_microsoft::acs::{
    Acs, AcsError, Email, EmailAddress, EmailContent, EmailRecipients, OperationStatus,
};
use uuid::Uuid;

use super::told;
use crate::desk::Desk;
use crate::error::DeskError;
use crate::messages::channel;

/// How long a mail may take until it is taken for accepted, as the service said.
const PATIENCE: Duration = Duration::from_secs(20);

/// From whom, to whom, by which resource.
pub(super) struct Post {
    pub acs: Acs,
    pub sender: String,
    pub to: String,
}

/// `Err` inside says why none can be sent here.
pub(super) async fn post(desk: &Desk) -> Result<Result<Post, &'static str>, DeskError> {
    let Some(acs) = desk.acs() else { return Ok(Err("This machine holds no key of an ACS resource.")) };
    let Some(chosen) = channel::chosen(desk).await?.filter(|chosen| chosen.kind == ChannelKind::AcsEmail)
    else {
        return Ok(Err("ACS Email is not how mail leaves here: choose it under Services."));
    };
    let account = desk.read(|r| r.accounts().get()).await?;
    let Some(to) = account.and_then(|account| Address::parse(&account.username).ok()) else {
        return Ok(Err("The account has no mail address that is known here."));
    };
    Ok(Ok(Post { acs, sender: chosen.sender, to: to.as_str().to_owned() }))
}

impl Post {
    pub(super) fn email(&self, subject: &str, text: &str) -> Email {
        Email {
            sender_address: self.sender.clone(),
            content: EmailContent {
                subject: subject.to_owned(),
                plain_text: Some(text.to_owned()),
                html: None,
            },
            recipients: EmailRecipients {
                to: vec![EmailAddress { address: self.to.clone(), display_name: None }],
                cc: Vec::new(),
                bcc: Vec::new(),
            },
            reply_to: Vec::new(),
            attachments: Vec::new(),
            headers: BTreeMap::new(),
            user_engagement_tracking_disabled: Some(true),
        }
    }

    /// Whether the service takes it. Taken first and failed afterwards is not taken.
    pub(super) async fn takes(&self, id: Uuid, email: &Email) -> Result<(), Refused> {
        let mut pause = match self.acs.emails().send(id, email).await {
            Ok(accepted) if accepted.status.is_final() => return ended(&accepted.status),
            Ok(accepted) => accepted.retry_after,
            Err(error) => return Err(Refused::AtOnce(Box::new(error))),
        };
        let mut waited = Duration::ZERO;
        while waited < PATIENCE {
            let wait = pause.unwrap_or_default().clamp(Duration::from_millis(200), Duration::from_secs(10));
            tokio::time::sleep(wait).await;
            waited += wait;
            match self.acs.emails().operation(id).await {
                Ok(state) if state.status.is_final() => return ended(&state.status),
                Ok(state) => pause = state.retry_after,
                // It was taken; how it went on could not be asked.
                Err(_) => return Ok(()),
            }
        }
        Ok(())
    }
}

fn ended(status: &OperationStatus) -> Result<(), Refused> {
    if *status == OperationStatus::Succeeded { Ok(()) } else { Err(Refused::Afterwards) }
}

pub(super) enum Refused {
    AtOnce(Box<AcsError>),
    Afterwards,
}

impl Refused {
    pub(super) fn status(&self) -> Option<u16> {
        match self {
            Self::AtOnce(error) => error.status(),
            Self::Afterwards => None,
        }
    }

    pub(super) fn told(&self) -> String {
        match self {
            Self::AtOnce(error) => told::acs(error),
            Self::Afterwards => "The mail was taken and then failed.".to_owned(),
        }
    }
}
