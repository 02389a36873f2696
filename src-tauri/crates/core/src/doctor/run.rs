//! Goes through what Lectern needs, from the keychain outwards.

use lectern_domain::message::ChannelKind;
use lectern_microsoft::cloud::Feature;
use lectern_microsoft::graph::GraphError;
use uuid::Uuid;

use super::{Check, CheckStatus, network};
use crate::clouds;
use crate::desk::{Desk, GraphFailure, remote};
use crate::error::DeskError;
use crate::messages::channel::{self, ChannelSettings};
use crate::profile::KeyPlace;
use crate::wrong_clock;

pub async fn run(desk: &Desk) -> Vec<Check> {
    vec![
        keychain(desk),
        store(desk).await,
        network::check(desk).await,
        registration(desk),
        account(desk).await,
        calendar(desk).await,
        meetings(desk).await,
        licence(desk).await,
        calls(desk).await,
        mail(desk).await,
    ]
}

fn check(id: &'static str, title: &'static str, status: CheckStatus, detail: impl Into<String>) -> Check {
    Check { id, title, status, detail: detail.into(), fix: None }
}

fn with_fix(mut check: Check, fix: &str) -> Check {
    check.fix = Some(fix.to_owned());
    check
}

fn keychain(desk: &Desk) -> Check {
    let found = |status, detail| check("keychain", "Keychain", status, detail);
    match desk.profile().key_place() {
        KeyPlace::Keychain => found(
            CheckStatus::Ok,
            "This profile's key is in the system's keychain; written, read and deleted at start.",
        ),
        KeyPlace::Passphrase => found(CheckStatus::Ok, "This profile's key is under your passphrase."),
        KeyPlace::Folder => with_fix(
            found(
                CheckStatus::Warning,
                "This sandbox keeps its key in its own folder, because no keychain was open when it was made.",
            ),
            "Nothing to do for a sandbox. A real profile needs a keychain or a passphrase.",
        ),
    }
}

async fn store(desk: &Desk) -> Check {
    match desk.read(|r| r.events().list()).await {
        Ok(events) => check(
            "store",
            "Data on this machine",
            CheckStatus::Ok,
            format!("Encrypted and readable; {} events.", events.len()),
        ),
        Err(error) => check("store", "Data on this machine", CheckStatus::Failed, error.to_string()),
    }
}

fn registration(desk: &Desk) -> Check {
    const TITLE: &str = "App registration";
    match (desk.sandbox(), desk.entra()) {
        (Some(_), _) => check("registration", TITLE, CheckStatus::Ok, "The sandbox brings its own."),
        (None, Some(_)) => check(
            "registration",
            TITLE,
            CheckStatus::Ok,
            "Entered. Whether Entra knows it shows when somebody signs in.",
        ),
        (None, None) => with_fix(
            check("registration", TITLE, CheckStatus::Failed, "This profile has no app registration yet."),
            "Register an app in Entra as a public client and enter its ids on the sign-in page, or with `lectern profile`.",
        ),
    }
}

async fn account(desk: &Desk) -> Check {
    const TITLE: &str = "Account";
    let answer = desk.graph(|graph, token| async move { graph.as_user(&token).me().await }).await;
    match answer {
        Ok(user) => {
            let name = user.user_principal_name.or(user.display_name).unwrap_or(user.id);
            check("account", TITLE, CheckStatus::Ok, format!("Signed in as {name}."))
        }
        Err(failure) => {
            with_fix(check("account", TITLE, CheckStatus::Failed, told(failure)), "Sign in again.")
        }
    }
}

async fn calendar(desk: &Desk) -> Check {
    const TITLE: &str = "Calendar (Calendars.ReadWrite)";
    let (from, until) =
        (desk.now(), desk.now().saturating_add(jiff::SignedDuration::from_hours(1)).unwrap_or(desk.now()));
    let answer = desk
        .graph(|graph, token| async move { graph.as_user(&token).events().calendar_view(from, until).await })
        .await;
    permission("calendar", TITLE, answer.map(drop), "Calendars.ReadWrite")
}

/// Asks for a meeting that cannot be: only the permission matters.
async fn meetings(desk: &Desk) -> Check {
    const TITLE: &str = "Online meetings (OnlineMeetings.ReadWrite)";
    if clouds::lacks(desk, Feature::OnlineMeetings) {
        return check(
            "meetings",
            TITLE,
            CheckStatus::Skipped,
            "This cloud has none: options are set in Teams.",
        );
    }
    let nobodys = format!("https://teams.microsoft.com/l/meetup-join/{}", Uuid::nil());
    let answer = desk
        .graph(|graph, token| {
            let nobodys = nobodys.clone();
            async move { graph.as_user(&token).online_meetings().by_join_url(&nobodys).await }
        })
        .await;
    match answer {
        // "Not found" and "not that filter" are answers of a service that lets us ask.
        Err(GraphFailure::Graph(error)) if matches!(error.status(), Some(400 | 404)) => {
            permission("meetings", TITLE, Ok(()), "")
        }
        other => permission("meetings", TITLE, other.map(drop), "OnlineMeetings.ReadWrite"),
    }
}

/// Exchange names what a calendar's events can be held with: Teams, if the account has a licence for it.
async fn licence(desk: &Desk) -> Check {
    const TITLE: &str = "Licence for Teams meetings";
    let answer = desk.graph(|graph, token| async move { graph.as_user(&token).calendar().await }).await;
    match answer {
        Ok(calendar)
            if calendar.allowed_online_meeting_providers.iter().any(|held| held == "teamsForBusiness") =>
        {
            check("licence", TITLE, CheckStatus::Ok, "Events on this calendar can have a Teams meeting.")
        }
        Ok(_) => with_fix(
            check(
                "licence",
                TITLE,
                CheckStatus::Failed,
                "Events on this calendar can't have a Teams meeting.",
            ),
            "Give the account a licence with Teams in the Microsoft 365 admin center, under Users, Licenses and apps. It can take a day until the calendar knows.",
        ),
        Err(failure) => permission("licence", TITLE, Err(failure), "Calendars.ReadWrite"),
    }
}

fn permission(id: &'static str, title: &'static str, answer: Result<(), GraphFailure>, scope: &str) -> Check {
    match answer {
        Ok(()) => check(id, title, CheckStatus::Ok, "Graph answers."),
        Err(GraphFailure::Graph(error)) if error.forbidden() => with_fix(
            check(id, title, CheckStatus::Failed, told(GraphFailure::Graph(error))),
            &format!(
                "Add the delegated permission {scope} to the app registration and let an administrator consent; if it is there, check the account's Teams and Exchange licences."
            ),
        ),
        Err(GraphFailure::Desk(DeskError::SignInNeeded | DeskError::SignInEnded)) => {
            check(id, title, CheckStatus::Skipped, "Sign in first.")
        }
        Err(failure) => check(id, title, CheckStatus::Failed, told(failure)),
    }
}

async fn calls(desk: &Desk) -> Check {
    const TITLE: &str = "Guest access to calls (ACS)";
    if clouds::lacks(desk, Feature::GuestCalls) {
        return check(
            "calls",
            TITLE,
            CheckStatus::Skipped,
            "This cloud lets no guests into calls: links open in Teams.",
        );
    }
    let Some(acs) = desk.acs() else {
        return with_fix(
            check(
                "calls",
                TITLE,
                CheckStatus::Warning,
                "This machine holds no key of an ACS resource: meetings open in Teams.",
            ),
            "Put the connection string into this machine's keychain with `lectern acs set`, on organizers' and kiosk machines only.",
        );
    };
    // The least that proves a key: an identity that can do nothing, made and deleted.
    let made = match acs.identities().create(&[], None).await {
        Ok(made) => made,
        Err(error) => {
            let detail = format!("{}: {error}", acs.endpoint());
            return match wrong_clock::told(&error) {
                Some(told) => with_fix(
                    check("calls", TITLE, CheckStatus::Failed, format!("{told} ({detail})")),
                    "Let this computer set its clock by the network, and run the doctor again.",
                ),
                None => with_fix(
                    check("calls", TITLE, CheckStatus::Failed, detail),
                    "Compare the connection string with the portal's Keys page, or the service principal's secret and its role on the resource, and set it again; check the network.",
                ),
            };
        }
    };
    if let Err(error) = acs.identities().delete(&made.id).await {
        tracing::info!(%error, "the doctor's identity was not deleted; it has no token");
    }
    check("calls", TITLE, CheckStatus::Ok, {
        let what = if acs.is_by_principal() { "service principal" } else { "key" };
        format!("The {what} for {} works.", acs.endpoint())
    })
}

async fn mail(desk: &Desk) -> Check {
    const TITLE: &str = "Sending";
    let found = |status, detail: String| check("mail", TITLE, status, detail);
    match channel::chosen(desk).await {
        Ok(Some(ChannelSettings { kind: ChannelKind::AcsEmail, sender })) if desk.acs().is_some() => {
            found(CheckStatus::Ok, format!("ACS Email as {sender}."))
        }
        Ok(Some(ChannelSettings { kind: ChannelKind::AcsEmail, .. })) => with_fix(
            found(
                CheckStatus::Failed,
                "ACS Email is chosen, but this machine holds no key of a resource.".into(),
            ),
            "Set the connection string, or choose a mail server: Settings, Services.",
        ),
        Ok(Some(ChannelSettings { kind: ChannelKind::Smtp, sender })) => found(
            CheckStatus::Ok,
            format!("A mail server as {sender}. A test mail shows whether it takes mail."),
        ),
        Ok(None) => with_fix(
            found(CheckStatus::Warning, "No sender is set up: confirmations stay planned.".into()),
            "Choose ACS Email or a mail server in Settings, Services, or with `lectern channel`.",
        ),
        Err(error) => found(CheckStatus::Failed, error.to_string()),
    }
}

fn told(failure: GraphFailure) -> String {
    match failure {
        GraphFailure::Desk(error) => error.to_string(),
        GraphFailure::Graph(error) => graph_words(&error),
    }
}

fn graph_words(error: &GraphError) -> String {
    remote(error).to_string()
}
