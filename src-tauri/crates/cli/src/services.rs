//! The ACS resource of this machine, and the way mail leaves.

use lectern_core::desk::Desk;
use lectern_core::error::CommandError;
use lectern_core::messages::channel::Security;
use lectern_core::services::acs_connection::AcsPrincipal;
use lectern_core::services::channel::{SmtpChoice, use_acs_email, use_smtp};
use lectern_core::services::{self, ServicesView, acs_connection, entra_users, test_mail};
use lectern_domain::message::ChannelKind;
use serde_json::json;

use crate::arguments::{AcsWhat, ChannelWhat, SecurityName};
use crate::output::{Output, from_stdin};

pub async fn acs(desk: &Desk, what: AcsWhat, output: Output) -> Result<(), CommandError> {
    match what {
        AcsWhat::Set { .. } => {
            let endpoint = acs_connection::set(desk, from_stdin()?).await?;
            output.result(&json!({"endpoint": endpoint}), |_| {
                format!("The key of {endpoint} is in this machine's keychain. Guests can join here.")
            });
        }
        AcsWhat::SetPrincipal { endpoint, tenant, client_id, .. } => {
            let principal = AcsPrincipal { endpoint, tenant, client_id };
            let endpoint = acs_connection::set_principal(desk, &principal, from_stdin()?).await?;
            output.result(&json!({"endpoint": endpoint}), |_| {
                format!("This machine speaks to {endpoint} as that service principal. Guests can join here.")
            });
        }
        AcsWhat::EntraUsers { on: true, endpoint, .. } => {
            let endpoint = entra_users::switch_on(desk, endpoint.as_deref()).await?;
            output.result(&json!({"entraUsers": endpoint}), |_| {
                format!("Work accounts that are assigned to {endpoint} can join as themselves.")
            });
        }
        AcsWhat::EntraUsers { .. } => {
            entra_users::switch_off(desk).await?;
            output.result(&json!({"entraUsers": null}), |_| "Work accounts join as guests again.".into());
        }
        AcsWhat::Remove => {
            acs_connection::remove(desk).await?;
            output.result(&json!({"endpoint": null}), |_| {
                "The key is gone from this machine. Guests open their meetings in Teams.".into()
            });
        }
    }
    Ok(())
}

pub async fn channel(desk: &Desk, what: ChannelWhat, output: Output) -> Result<(), CommandError> {
    match what {
        ChannelWhat::Show => {}
        ChannelWhat::AcsEmail { sender } => use_acs_email(desk, &sender).await?,
        ChannelWhat::Smtp { host, port, security, user, sender, password_stdin } => {
            let password = if password_stdin { Some(from_stdin()?) } else { None };
            let security = match security {
                SecurityName::Tls => Security::Tls,
                SecurityName::StartTls => Security::StartTls,
                SecurityName::None => Security::None,
            };
            let choice = SmtpChoice { host, port, security, username: user, sender };
            use_smtp(desk, &choice, password).await?;
        }
        ChannelWhat::Test { to } => {
            let sent = test_mail::send(desk, to.as_deref()).await?;
            output.result(&sent, |sent| {
                let state = if sent.delivered { "was taken" } else { "is still on its way" };
                format!("A test mail to {} {state}.", sent.to)
            });
            return Ok(());
        }
    }
    output.result(&services::show(desk).await?, words);
    Ok(())
}

fn words(services: &ServicesView) -> String {
    let Some(channel) = &services.channel else {
        return "No channel is chosen: confirmations stay planned. Choose one with `lectern channel`.".into();
    };
    match (channel.kind, &services.smtp) {
        (ChannelKind::Smtp, Some(smtp)) => format!(
            "By the mail server {}:{} as {}{}.",
            smtp.host,
            smtp.port,
            channel.sender,
            if smtp.has_password { ", with a password from the keychain" } else { "" }
        ),
        _ => format!("By ACS Email as {}. Microsoft ends it on 2028-09-30.", channel.sender),
    }
}
