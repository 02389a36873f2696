//! The app registration, and who is signed in.

use lectern_microsoft::entra::{EntraError, EntraErrorKind};

use super::teams::told;
use super::{Check, CheckAbout, Subject};
use crate::desk::{Desk, GraphFailure};
use crate::error::DeskError;

const REGISTRATION: Subject = Subject {
    id: "registration",
    about: CheckAbout::Account,
    title: "App registration",
    meaning: "By it your organization knows Lectern; without it nobody signs in.",
};
const ACCOUNT: Subject = Subject {
    id: "account",
    about: CheckAbout::Account,
    title: "Account",
    meaning: "Events are on this account’s calendar.",
};

/// AADSTS: no such application in the directory.
const UNKNOWN_APP: u32 = 700_016;
/// AADSTS: the application has to prove itself, so it is no public client.
const CONFIDENTIAL: [u32; 2] = [7_000_218, 7_000_215];
const REDIRECT: &str = "Whether the redirect http://localhost is registered shows only in the browser (AADSTS50011 there means that it is not).";

pub(super) async fn registration(desk: &Desk) -> Check {
    let Some(entra) = desk.entra() else {
        return REGISTRATION
            .failed("notEntered", "This profile has no app registration yet.")
            .fix("Register an app in Entra as a public client with the redirect http://localhost, and enter its ids on the sign-in page, or with the command.")
            .command("lectern profile --tenant TENANT --client-id CLIENT");
    };
    if let Err(error) = entra.directory().await {
        return refused(&error, "unknownTenant", "Entra knows no directory by this tenant id or domain.");
    }
    let account = desk.read(|r| r.accounts().get()).await;
    let signed_in = matches!(account, Ok(Some(account)) if !account.needs_sign_in);
    if signed_in {
        return REGISTRATION.ok(format!("Entra knows it, and it has signed somebody in. {REDIRECT}"));
    }
    // A code that nobody types is the least that shows whether Entra knows the app.
    match entra.start_device_code(&desk.scopes(), None).await {
        Ok(_) => REGISTRATION.ok(format!(
            "Entra knows directory and app. Whether public client flows are allowed shows at the first sign-in (AADSTS7000218 means that they are not). {REDIRECT}"
        )),
        Err(error) if error.codes.contains(&UNKNOWN_APP) => {
            refused(&error, "unknownApp", "The directory has no app with this client id.")
        }
        Err(error) => refused(&error, "refusedApp", "Entra does not let this app sign in."),
    }
}

fn refused(error: &EntraError, reason: &'static str, sentence: &str) -> Check {
    match error.kind() {
        EntraErrorKind::Client if error.codes.iter().any(|code| CONFIDENTIAL.contains(code)) => REGISTRATION
            .failed("notPublicClient", format!("The app is asked for a secret: it is no public client. ({error})"))
            .fix("In the app registration under Authentication, allow public client flows."),
        EntraErrorKind::Transport(_) | EntraErrorKind::Unavailable { .. } | EntraErrorKind::Throttled { .. } => {
            REGISTRATION
                .failed("unreachable", format!("Microsoft’s sign-in gives no usable answer: {error}"))
                .fix("Check the network, a proxy or a sign-in page of this network, then look again.")
        }
        _ => REGISTRATION
            .failed(reason, format!("{sentence} ({error})"))
            .fix("Compare tenant and client id with the overview page of the app registration, in the cloud that it is in."),
    }
}

pub(super) async fn account(desk: &Desk) -> Check {
    let answer = desk.graph(|graph, token| async move { graph.as_user(&token).me().await }).await;
    match answer {
        Ok(user) => {
            let name = user.user_principal_name.or(user.display_name).unwrap_or(user.id);
            ACCOUNT.ok(format!("Signed in as {name}."))
        }
        Err(failure) => {
            let reason = match &failure {
                GraphFailure::Desk(DeskError::SignInNeeded) => "notSignedIn",
                GraphFailure::Desk(DeskError::SignInEnded) => "signInEnded",
                GraphFailure::Desk(DeskError::Offline { .. }) => "unreachable",
                _ => "refused",
            };
            ACCOUNT.failed(reason, told(failure)).fix("Sign in again.").command("lectern sign-in --browser")
        }
    }
}
