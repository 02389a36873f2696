//! What lets guests in: the ACS resource, and the network that calls go through.

use lectern_microsoft::cloud::Feature;

use super::{Check, CheckAbout, CheckStatus, Subject};
use crate::clouds;
use crate::desk::Desk;
use crate::join::reach;
use crate::wrong_clock;

const CALLS: Subject = Subject {
    id: "calls",
    about: CheckAbout::Guests,
    title: "Guest access to calls (ACS)",
    meaning: "Guests who join in Lectern get their pass by this resource; ACS Email is of it too.",
};
const CALL_NETWORK: Subject = Subject {
    id: "callNetwork",
    about: CheckAbout::Guests,
    title: "Network for calls",
    meaning: "The hosts that a call asks first.",
};

pub(super) async fn calls(desk: &Desk) -> Check {
    if clouds::lacks(desk, Feature::GuestCalls) {
        return CALLS.skipped("This cloud lets no guests into calls: links open in Teams.");
    }
    let Some(acs) = desk.acs() else {
        return CALLS
            .warning("noKey", "This machine holds no key of an ACS resource: meetings open in Teams.")
            .fix("Put the connection string into this machine's keychain, on organizers' and kiosk machines only.")
            .command("lectern acs set --stdin");
    };
    // The least that proves a key: an identity that can do nothing, made and deleted.
    let made = match acs.identities().create(&[], None).await {
        Ok(made) => made,
        Err(error) => {
            let detail = format!("{}: {error}", acs.endpoint());
            if let Some(told) = wrong_clock::told(&error) {
                return CALLS
                    .failed("wrongClock", format!("{told} ({detail})"))
                    .fix("Let this computer set its clock by the network, and run the doctor again.");
            }
            let reason = match error.status() {
                Some(401 | 403) => "keyRefused",
                Some(429) => "throttled",
                Some(_) => "refused",
                None => "unreachable",
            };
            return CALLS.failed(reason, detail).fix("Compare the connection string with the portal's Keys page, or the service principal's secret and its role on the resource, and set it again; check the network.");
        }
    };
    if let Err(error) = acs.identities().delete(&made.id).await {
        tracing::info!(%error, "the doctor's identity was not deleted; it has no token");
    }
    let what = if acs.is_by_principal() { "service principal" } else { "key" };
    CALLS.ok(format!("The {what} for {} works.", acs.endpoint()))
}

pub(super) async fn network(desk: &Desk) -> Check {
    if desk.sandbox().is_none() && desk.acs().is_none() {
        return CALL_NETWORK.skipped("Not tried: calls open in Teams on this machine.");
    }
    let found = reach::network(desk).await;
    let check = CALL_NETWORK.found(found.status, found.message);
    match found.status {
        CheckStatus::Failed | CheckStatus::Warning => check
            .because("unreachable")
            .fix("Whoever runs this network can let the named hosts through; Teams itself may still work."),
        _ => check,
    }
}
