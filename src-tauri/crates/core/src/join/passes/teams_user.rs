//! The signed-in account as Teams knows it: its Entra token for calls, exchanged by this machine's key or service
//! principal. It takes a consent of its own, a Teams licence, and the call without chat.
//!
//! <https://learn.microsoft.com/azure/communication-services/quickstarts/manage-teams-identity>

use lectern_microsoft::token_claims::TokenClaims;

use super::{Held, Pass, told};
use crate::desk::Desk;
use crate::join::start::StartError;
use crate::sign_in::tokens::{self, ResourceError};

/// Both are required for the exchange, says the documentation; in which other clouds it exists, nobody says.
const SCOPES: [&str; 2] = [
    "https://auth.msft.communication.azure.com/Teams.ManageCalls",
    "https://auth.msft.communication.azure.com/Teams.ManageChats",
];

pub(super) async fn pass(desk: &Desk) -> Result<Pass, StartError> {
    let acs = desk.acs().ok_or(StartError::NoKey)?;
    let own = tokens::for_resource(desk, &SCOPES).await.map_err(|error| refused(error, "Teams"))?;
    own_account(&own)?;
    let exchanged =
        acs.identities().exchange_teams_token(&own.token, &own.client_id, &own.user_id).await.map_err(
            |error| match error.status() {
                Some(401 | 403) if crate::wrong_clock::told(&error).is_none() => {
                    StartError::Account { account: own.username.clone(), detail: error.to_string() }
                }
                _ => told(&error),
            },
        )?;
    let named = TokenClaims::read(exchanged.token.expose()).and_then(|claims| claims.skypeid);
    Ok(Pass {
        user_id: named.map_or_else(|| format!("8:orgid:{}", own.user_id), |bare| format!("8:{bare}")),
        endpoint: acs.endpoint().to_owned(),
        token: exchanged.token,
        expires_on: exchanged.expires_on,
        held: Held::Teams,
    })
}

/// The service compares `appId` and `userId` with the token's claims. What would not fit is not sent.
pub(super) fn own_account(own: &tokens::OwnToken) -> Result<(), StartError> {
    let Some(claims) = TokenClaims::read(own.token.expose()) else { return Ok(()) };
    let fits = |claim: &Option<String>, ours: &str| {
        claim.as_ref().is_none_or(|claim| claim.eq_ignore_ascii_case(ours))
    };
    if fits(&claims.appid, &own.client_id) && fits(&claims.oid, &own.user_id) {
        return Ok(());
    }
    Err(StartError::OtherAccount)
}

pub(super) fn refused(error: ResourceError, what: &'static str) -> StartError {
    match error {
        ResourceError::Consent { address } => StartError::Consent { address },
        ResourceError::Registration(detail) => StartError::Registration { what, detail },
        ResourceError::Desk(error) => StartError::Desk(error),
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use lectern_microsoft::AccessToken;
    use serde_json::{Value, json};

    use super::*;

    fn own(claims: &Value) -> tokens::OwnToken {
        tokens::OwnToken {
            token: AccessToken::new(format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims.to_string()))),
            client_id: "app".into(),
            user_id: "oid".into(),
            username: "ana@contoso.example".into(),
        }
    }

    #[test]
    fn a_token_of_another_app_or_person_is_never_sent() {
        for good in [json!({"appid": "APP", "oid": "oid"}), json!({"azp": "app"}), json!({})] {
            assert!(own_account(&own(&good)).is_ok(), "{good}");
        }
        for bad in [json!({"appid": "other", "oid": "oid"}), json!({"appid": "app", "oid": "other"})] {
            assert!(matches!(own_account(&own(&bad)), Err(StartError::OtherAccount)), "{bad}");
        }
        let opaque = tokens::OwnToken { token: AccessToken::new("opaque"), ..own(&json!({})) };
        assert!(own_account(&opaque).is_ok(), "an encrypted token is for the service to judge");
    }
}
