//! A work account by its own Entra token, without a key on this machine: a preview of Microsoft's (2025-03-02-preview),
//! off until somebody switches it on. Calls only, no chat.

use lectern_microsoft::acs::{exchange_entra_token, read_endpoint};
use url::Url;

use super::{Held, Pass, teams_user, told};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::join::start::StartError;
use crate::services::entra_users::SETTING;
use crate::sign_in::tokens;

/// The least: it enters calls and starts none.
const SCOPES: [&str; 1] = ["https://communication.azure.com/clients/VoIP.Join"];

/// The resource that work accounts join through; `None`: switched off.
pub(super) async fn endpoint(desk: &Desk) -> Result<Option<Url>, DeskError> {
    let kept = desk.setting::<String>(SETTING).await?;
    Ok(kept.and_then(|text| read_endpoint(&text).ok()).filter(|url| desk.is_acs(url)))
}

pub(super) async fn pass(desk: &Desk) -> Result<Pass, StartError> {
    let endpoint = endpoint(desk).await?.ok_or(StartError::EntraOff)?;
    let refused = |error| teams_user::refused(error, "Communication Services");
    let own = tokens::for_resource(desk, &SCOPES).await.map_err(refused)?;
    teams_user::own_account(&own)?;
    let person = exchange_entra_token(desk.transport(), &endpoint, &own.token).await.map_err(|error| {
        match error.status() {
            Some(401 | 403) => StartError::Account { account: own.username, detail: error.to_string() },
            _ => told(&error),
        }
    })?;
    Ok(Pass {
        user_id: person.id,
        endpoint: endpoint.as_str().trim_end_matches('/').to_owned(),
        token: person.token.token,
        expires_on: person.token.expires_on,
        held: Held::Entra,
    })
}
