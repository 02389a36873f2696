//! The way confirmations leave.

use lectern_domain::message::ChannelKind;

use super::{Check, CheckAbout, Subject};
use crate::desk::Desk;
use crate::messages::channel::{self, ChannelSettings, Smtp};

const MAIL: Subject = Subject {
    id: "mail",
    about: CheckAbout::Mail,
    title: "Sending",
    meaning: "Confirmations and notices leave this way.",
};
const SENDER: Subject = Subject {
    id: "sender",
    about: CheckAbout::Mail,
    title: "Sender’s domain",
    meaning: "A domain that is not verified is refused, or its mail ends as spam.",
};
/// What Azure's own test domains end in.
const AZURES: &str = ".azurecomm.net";
const TEST: &str = "lectern channel test";

pub(super) async fn mail(desk: &Desk) -> Check {
    match channel::chosen(desk).await {
        Ok(Some(ChannelSettings { kind: ChannelKind::AcsEmail, sender })) if desk.acs().is_some() => {
            MAIL.ok(format!("ACS Email as {sender}. A test mail shows whether it takes mail.")).command(TEST)
        }
        Ok(Some(ChannelSettings { kind: ChannelKind::AcsEmail, .. })) => MAIL
            .failed("noKey", "ACS Email is chosen, but this machine holds no key of a resource.")
            .fix("Set the connection string, or choose a mail server: Settings, Services."),
        Ok(Some(ChannelSettings { kind: ChannelKind::Smtp, sender })) => smtp(desk, &sender).await,
        Ok(None) => MAIL
            .warning("noSender", "No sender is set up: confirmations stay planned.")
            .fix("Choose ACS Email or a mail server in Settings, Services, or with `lectern channel`."),
        Err(error) => MAIL.failed("unreadable", error.to_string()),
    }
}

/// Greets the server and signs in; no mail is mentioned.
async fn smtp(desk: &Desk, sender: &str) -> Check {
    const MEND: &str = "Compare server, port, encryption, user and password with what your mail’s administrator says, in Settings, Services; check the network.";
    let server = match Smtp::of(desk, sender, None).await {
        Ok(Some(server)) => server,
        Ok(None) => return MAIL.failed("noServer", "A mail server is chosen, and none is named.").fix(MEND),
        Err(error) => return MAIL.failed("settings", error.to_string()).fix(MEND),
    };
    match server.knock().await {
        Ok(()) => MAIL
            .ok(format!(
                "The mail server lets Lectern in, as {sender}. A test mail shows whether it takes mail."
            ))
            .command(TEST),
        Err(problem) => MAIL.failed("serverRefuses", problem).fix(MEND),
    }
}

/// The key of a resource answers nothing about its domains; Azure's management does, to other accounts.
pub(super) async fn sender(desk: &Desk) -> Check {
    match channel::chosen(desk).await {
        Ok(Some(ChannelSettings { kind: ChannelKind::AcsEmail, sender })) if sender.ends_with(AZURES) => SENDER
            .warning("testDomain", format!("{sender} is of a test domain of Azure’s: 5 mails a minute, 10 an hour."))
            .fix("Verify a domain of your own in the Azure portal under Email Communication Services, Domains, and link it to the resource.")
            .link("Azure portal", "https://portal.azure.com"),
        Ok(Some(ChannelSettings { kind: ChannelKind::AcsEmail, sender })) => SENDER
            .unknown(format!("Whether the domain of {sender} is verified is not told to the resource’s key. A mail that is not taken says so."))
            .fix("Send a test mail. The state stands in the Azure portal under Email Communication Services, Domains.")
            .command(TEST),
        Ok(Some(ChannelSettings { kind: ChannelKind::Smtp, sender })) => SENDER
            .unknown(format!("Whether your mail server may send for the domain of {sender} (SPF, DKIM) shows at the receivers only."))
            .fix("Send a test mail to an address outside, and look at its headers.")
            .command("lectern channel test --to ADDRESS"),
        Ok(None) => SENDER.skipped("No sender is set up."),
        Err(error) => SENDER.failed("unreadable", error.to_string()),
    }
}
