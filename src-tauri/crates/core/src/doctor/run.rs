//! Goes through what Lectern needs, from the keychain outwards; or through one thing of it again.

use super::{Check, guests, machine, mail, network, permissions, report, service, sign_in, teams};
use crate::desk::Desk;
use crate::error::{CommandError, ErrorCode};
use crate::join::offers::WebviewAbilities;

/// What only a window knows of itself.
#[derive(Debug, Clone)]
pub struct Window {
    pub abilities: WebviewAbilities,
    /// Of the webview, where the system tells it.
    pub version: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum DoctorError {
    #[error("There is no check {0:?}. `lectern doctor` names them all.")]
    NoCheck(String),
}

impl From<DoctorError> for CommandError {
    fn from(error: DoctorError) -> Self {
        Self::new(ErrorCode::NotFound, error.to_string())
    }
}

/// As [`examine`], where there is no window.
pub async fn run(desk: &Desk) -> Vec<Check> {
    examine(desk, None).await
}

pub async fn examine(desk: &Desk, window: Option<&Window>) -> Vec<Check> {
    let mut checks = Vec::new();
    for id in all(desk) {
        checks.extend(look(desk, window, id).await.map(report::told));
    }
    checks
}

/// Looks at one thing again.
pub async fn one(desk: &Desk, window: Option<&Window>, id: &str) -> Result<Check, DoctorError> {
    let known = all(desk).into_iter().find(|known| *known == id);
    let found = match known {
        Some(id) => look(desk, window, id).await.map(report::told),
        None => None,
    };
    found.ok_or_else(|| DoctorError::NoCheck(id.chars().take(60).collect()))
}

/// What this desk's cloud lacks is not looked at.
fn all(desk: &Desk) -> Vec<&'static str> {
    let mut ids =
        vec!["keychain", "store", "network", "clock", "window", "browser", "registration", "account"];
    ids.extend(permissions::asked(desk).map(|permission| permission.subject.id));
    ids.extend(["calendar", "meetings", "licence", "policyGuests"]);
    if teams::has_webinars(desk) {
        ids.extend(["webinars", "policyEvents"]);
    }
    ids.extend(["calls", "callNetwork", "service", "mail", "sender"]);
    ids
}

async fn look(desk: &Desk, window: Option<&Window>, id: &'static str) -> Option<Check> {
    Some(match id {
        "keychain" => machine::keychain(desk).await,
        "store" => machine::store(desk).await,
        "clock" => machine::clock(desk).await,
        "window" => machine::window(desk, window),
        "browser" => machine::browser(desk, window),
        "registration" => sign_in::registration(desk).await,
        "account" => sign_in::account(desk).await,
        "calendar" => teams::calendar(desk).await,
        "meetings" => teams::meetings(desk).await,
        "licence" => teams::licence(desk).await,
        "policyGuests" => teams::policy_guests(desk),
        "webinars" => teams::webinars(desk).await,
        "policyEvents" => teams::policy_events(desk),
        "calls" => guests::calls(desk).await,
        "network" => network::check(desk).await,
        "callNetwork" => guests::network(desk).await,
        "service" => service::service(desk).await,
        "mail" => mail::mail(desk).await,
        "sender" => mail::sender(desk).await,
        other => return permissions::permission(desk, other).await,
    })
}
