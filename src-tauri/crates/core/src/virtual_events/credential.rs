//! "This machine may enrol outsiders." An app registration with `VirtualEventRegistration-Anon.ReadWrite` and
//! `VirtualEvent.Read.Chat` (resource-specific: consented by a Teams app that an administrator installed for the event),
//! and its secret, in this machine's keychain and nowhere else. Only an administrator has one to give.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use lectern_domain::secret::Secret;
use lectern_microsoft::AccessToken;
use lectern_microsoft::entra::{Entra, EntraErrorKind, TokenSet};
use lectern_microsoft::transport::TransportError;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::VirtualEventError;
use crate::desk::{Desk, blocking};
use crate::error::DeskError;
use crate::sign_in::tokens;

pub(crate) const ENTRY: &str = "virtual-events-application";

pub(super) const WHY_NOT: &str = "A signed-in person's token can neither enrol outsiders nor read Teams' list of them: \
     that takes an application's credential, which an administrator can put into this computer's keychain. Without it, \
     share Teams' registration page, or make a meeting and register people with Lectern.";

/// Its secret comes beside it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct EventsApplication {
    pub tenant: String,
    pub client_id: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kept {
    #[serde(flatten)]
    application: EventsApplication,
    secret: String,
}

/// Which one is kept here; its secret is never shown.
pub async fn kept(desk: &Desk) -> Result<Option<EventsApplication>, VirtualEventError> {
    Ok(read(desk).await?.map(|kept| kept.application))
}

/// Kept once Entra has taken it; what was kept before is replaced.
pub async fn set(
    desk: &Desk,
    application: EventsApplication,
    secret: Secret<String>,
) -> Result<EventsApplication, VirtualEventError> {
    super::teams::offered(desk)?;
    let wrong = |field, message: &str| VirtualEventError::Field { field, message: message.to_owned() };
    let secret = secret.expose().trim().to_owned();
    let application = EventsApplication {
        tenant: application.tenant.trim().to_owned(),
        client_id: application.client_id.trim().to_owned(),
    };
    if application.tenant.is_empty() {
        return Err(wrong("tenant", "Name the directory (tenant)."));
    }
    if application.client_id.is_empty() {
        return Err(wrong("clientId", "Name the application."));
    }
    if secret.is_empty() {
        return Err(wrong("secret", "Enter the application's secret."));
    }
    let kept = Kept { application: application.clone(), secret };
    token_of(desk, &kept).await?;
    let text = serde_json::to_vec(&kept).map_err(|error| DeskError::Stopped(error.to_string()))?;
    let (keychain, entry) = (Arc::clone(desk.keychain()), desk.profile().entry(ENTRY));
    blocking(move || keychain.set(&entry, &text)).await?.map_err(DeskError::from)?;
    Ok(application)
}

pub async fn remove(desk: &Desk) -> Result<(), VirtualEventError> {
    let (keychain, entry) = (Arc::clone(desk.keychain()), desk.profile().entry(ENTRY));
    Ok(blocking(move || keychain.delete(&entry)).await?.map_err(DeskError::from)?)
}

/// The application's own tokens for Graph: one at a time, and the next before the first ends.
pub(super) struct Tokens {
    kept: Kept,
    held: tokio::sync::Mutex<Option<(AccessToken, Timestamp)>>,
}

/// A request that was begun with a token must end with it.
const BEFORE_ITS_END: SignedDuration = SignedDuration::from_mins(5);

impl Tokens {
    pub async fn of(desk: &Desk) -> Result<Self, VirtualEventError> {
        let kept = read(desk).await?.ok_or_else(|| VirtualEventError::NoCredential(WHY_NOT.to_owned()))?;
        Ok(Self { kept, held: tokio::sync::Mutex::default() })
    }

    /// Whose requests are counted together.
    pub fn application(&self) -> &str {
        &self.kept.application.client_id
    }

    pub async fn token(&self, desk: &Desk) -> Result<AccessToken, VirtualEventError> {
        let mut held = self.held.lock().await;
        if let Some((token, until)) = held.as_ref()
            && desk.now() < *until
        {
            return Ok(token.clone());
        }
        let set = token_of(desk, &self.kept).await?;
        let life = SignedDuration::try_from(set.expires_in).unwrap_or_default() - BEFORE_ITS_END;
        let until = desk.now().saturating_add(life).unwrap_or(Timestamp::MIN);
        *held = Some((set.access_token.clone(), until));
        Ok(set.access_token)
    }

    /// Graph turned it down.
    pub async fn forget(&self) {
        *self.held.lock().await = None;
    }
}

async fn read(desk: &Desk) -> Result<Option<Kept>, VirtualEventError> {
    let (keychain, entry) = (Arc::clone(desk.keychain()), desk.profile().entry(ENTRY));
    let found = blocking(move || keychain.get(&entry)).await?.map_err(DeskError::from)?;
    let Some(found) = found else { return Ok(None) };
    let kept = serde_json::from_slice(found.expose()).map_err(|_| {
        VirtualEventError::NoCredential(
            "The application's credential in this computer's keychain can't be read. Set it again.".into(),
        )
    })?;
    Ok(Some(kept))
}

async fn token_of(desk: &Desk, kept: &Kept) -> Result<TokenSet, VirtualEventError> {
    let refused = |detail: String| {
        VirtualEventError::NoCredential(format!("Entra does not take the application's credential: {detail}"))
    };
    let endpoints = desk.endpoints().map_err(|error| refused(error.to_string()))?;
    let scope = endpoints.graph_scope(".default");
    let application = &kept.application;
    let entra = Entra::new(desk.transport().clone(), endpoints, &application.tenant, &application.client_id)
        .map_err(|error| refused(error.to_string()))?;
    match entra.client_credentials(&kept.secret, &scope).await {
        Ok(set) => Ok(set),
        Err(error) => Err(match error.kind() {
            EntraErrorKind::Transport(transport) => unreachable(transport),
            EntraErrorKind::Throttled { retry_after } | EntraErrorKind::Unavailable { retry_after } => {
                let retry_after = retry_after.map(|pause| pause.as_secs_f64());
                DeskError::Throttled { service: "Microsoft's sign-in", retry_after }.into()
            }
            _ => refused(error.to_string()),
        }),
    }
}

fn unreachable(error: &TransportError) -> VirtualEventError {
    tokens::unreachable_or_odd("Microsoft's sign-in", error).into()
}
