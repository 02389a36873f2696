//! Identities of people in calls, and the tokens they join with.
//!
//! <https://learn.microsoft.com/azure/communication-services/concepts/identity-model>

use super::{Acs, AcsError, AcsServiceError, root};
use crate::encoding::path_segment;
use crate::secret::AccessToken;
use crate::transport::{Request, Transport};
use jiff::Timestamp;
use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

const API_VERSION: &str = "2023-10-01";
/// The only one with Entra users: a preview, which Microsoft may change or end without notice.
const ENTRA_API_VERSION: &str = "2025-03-02-preview";

/// What a token allows. Give the least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub enum Scope {
    /// Join calls, start none.
    #[serde(rename = "voip.join")]
    VoipJoin,
    /// Start and join calls.
    #[serde(rename = "voip")]
    Voip,
    /// Take part in chats, without adding or removing people: for guests.
    #[serde(rename = "chat.join.limited")]
    ChatJoinLimited,
    /// Take part in chats, without creating, deleting or renaming any.
    #[serde(rename = "chat.join")]
    ChatJoin,
    #[serde(rename = "chat")]
    Chat,
}

/// A token to join with.
#[derive(Debug, Clone)]
pub struct AcsToken {
    pub token: AccessToken,
    pub expires_on: Timestamp,
}

/// A person in calls, new to the resource.
#[derive(Debug, Clone)]
pub struct NewIdentity {
    /// `8:acs:<guid>_<guid>`.
    pub id: String,
    /// There if scopes were asked for.
    pub token: Option<AcsToken>,
}

/// A work account in calls, by its own Entra token.
#[derive(Debug, Clone)]
pub struct EntraPerson {
    /// `8:acs:<resource>_wf_<tenant>_<oid>`.
    pub id: String,
    pub token: AcsToken,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Create<'a> {
    #[serde(skip_serializing_if = "<[Scope]>::is_empty")]
    create_token_with_scopes: &'a [Scope],
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_in_minutes: Option<u16>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Issue<'a> {
    scopes: &'a [Scope],
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_in_minutes: Option<u16>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Created {
    identity: Id,
    access_token: Option<WireToken>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Exchanged {
    identity: Id,
    access_token: WireToken,
}

#[derive(Deserialize)]
struct Id {
    id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireToken {
    token: String,
    expires_on: Timestamp,
}

impl From<WireToken> for AcsToken {
    fn from(wire: WireToken) -> Self {
        Self { token: AccessToken::new(wire.token), expires_on: wire.expires_on }
    }
}

/// `/identities` and `/teamsUser`.
#[derive(Debug, Clone, Copy)]
pub struct Identities<'a> {
    acs: &'a Acs,
}

impl<'a> Identities<'a> {
    pub(super) fn new(acs: &'a Acs) -> Self {
        Self { acs }
    }

    fn at(self, method: Method, id: &str, action: &str) -> Result<Request, AcsError> {
        let path = format!("/identities/{}{action}", path_segment(id).ok_or(AcsError::Id)?);
        Ok(Request::new(method, self.acs.url(&path, API_VERSION)?))
    }

    /// A new identity, with a token if scopes are given. Tokens live from 60 to 1,440 minutes, a day if nothing is said.
    ///
    /// `POST /identities?api-version=2023-10-01`, 201; 1,000 in 30 s. An answer that is lost leaves an identity that
    /// nobody uses: asking again is harmless.
    /// <https://learn.microsoft.com/rest/api/communication/identity/communication-identity/create>
    ///
    /// # Errors
    /// 400 for minutes out of range; [`AcsError::unauthorized`]; [`AcsError::throttled`].
    pub async fn create(
        self,
        scopes: &[Scope],
        expires_in_minutes: Option<u16>,
    ) -> Result<NewIdentity, AcsError> {
        let body = Create { create_token_with_scopes: scopes, expires_in_minutes };
        let request = Request::post(self.acs.url("/identities", API_VERSION)?).json(&body)?.repeatable();
        let created: Created = self.acs.read(request).await?;
        Ok(NewIdentity { id: created.identity.id, token: created.access_token.map(AcsToken::from) })
    }

    /// Another token for an identity; those it has stay good.
    ///
    /// `POST /identities/{id}/:issueAccessToken`, 200.
    /// <https://learn.microsoft.com/rest/api/communication/identity/communication-identity/issue-access-token>
    ///
    /// # Errors
    /// 404 for an identity that is gone; the others as for [`Identities::create`].
    pub async fn issue_token(
        self,
        id: &str,
        scopes: &[Scope],
        expires_in_minutes: Option<u16>,
    ) -> Result<AcsToken, AcsError> {
        let request = self.at(Method::POST, id, "/:issueAccessToken")?;
        let request = request.json(&Issue { scopes, expires_in_minutes })?.repeatable();
        Ok(self.acs.read::<WireToken>(request).await?.into())
    }

    /// Ends all tokens of an identity; it can take a quarter of an hour until every service knows.
    ///
    /// `POST /identities/{id}/:revokeAccessTokens`, 204.
    /// <https://learn.microsoft.com/rest/api/communication/identity/communication-identity/revoke-access-tokens>
    ///
    /// # Errors
    /// 404 for an identity that is gone.
    pub async fn revoke(self, id: &str) -> Result<(), AcsError> {
        let request = self.at(Method::POST, id, "/:revokeAccessTokens")?.repeatable();
        self.acs.send(request).await.map(drop)
    }

    /// Deletes an identity, its tokens and what is stored about it.
    ///
    /// `DELETE /identities/{id}`, 204.
    /// <https://learn.microsoft.com/rest/api/communication/identity/communication-identity/delete>
    ///
    /// # Errors
    /// 404 for an identity that is gone.
    pub async fn delete(self, id: &str) -> Result<(), AcsError> {
        self.acs.send(self.at(Method::DELETE, id, "")?).await.map(drop)
    }

    /// A Teams person's own token for calls; it ends when their Entra token does. `token` needs `Teams.ManageCalls` and
    /// `Teams.ManageChats`, `app_id` is its `appid` and `user_id` its `oid`.
    ///
    /// `POST /teamsUser/:exchangeAccessToken`, 200; 500 in 30 s.
    /// <https://learn.microsoft.com/azure/communication-services/quickstarts/manage-teams-identity>
    ///
    /// # Errors
    /// 401 for a token of another app or person; 403 for one without a Teams licence.
    pub async fn exchange_teams_token(
        self,
        token: &AccessToken,
        app_id: &str,
        user_id: &str,
    ) -> Result<AcsToken, AcsError> {
        let body = json!({ "token": token.expose(), "appId": app_id, "userId": user_id });
        let url = self.acs.url("/teamsUser/:exchangeAccessToken", API_VERSION)?;
        let request = Request::post(url).json(&body)?.repeatable();
        Ok(self.acs.read::<WireToken>(request).await?.into())
    }
}

/// Preview: a person of the organization exchanges their own Entra token, for calls and not for chat. No key and no
/// service principal is needed; an administrator of the resource has assigned the person. `token` is for
/// `https://communication.azure.com/clients`.
///
/// `POST /access/entra/:exchangeAccessToken?api-version=2025-03-02-preview` with an empty object, 200.
/// <https://learn.microsoft.com/azure/communication-services/quickstarts/identity/microsoft-entra-id-authentication-integration>
///
/// # Errors
/// 401 for a token of another resource; 403 for a person who was not assigned.
pub async fn exchange_entra_token(
    transport: &Transport,
    endpoint: &Url,
    token: &AccessToken,
) -> Result<EntraPerson, AcsError> {
    let address =
        format!("{}/access/entra/:exchangeAccessToken?api-version={ENTRA_API_VERSION}", root(endpoint));
    let url = Url::parse(&address).map_err(|_| AcsError::Id)?;
    let request = Request::post(url).json(&json!({}))?.bearer(token)?.repeatable();
    let answer = transport.send(&request).await?;
    if !answer.is_success() {
        return Err(AcsServiceError::from_answer(&answer).into());
    }
    let created: Exchanged = answer.json()?;
    Ok(EntraPerson { id: created.identity.id, token: created.access_token.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_spelt_as_documented() {
        let body = Create {
            create_token_with_scopes: &[Scope::VoipJoin, Scope::ChatJoinLimited],
            expires_in_minutes: Some(60),
        };
        assert_eq!(
            serde_json::to_string(&body).expect("plain data"),
            r#"{"createTokenWithScopes":["voip.join","chat.join.limited"],"expiresInMinutes":60}"#
        );
        let nothing = Create { create_token_with_scopes: &[], expires_in_minutes: None };
        assert_eq!(
            serde_json::to_string(&nothing).expect("plain data"),
            "{}",
            "an empty list asks for a token of nothing"
        );
    }

    #[test]
    fn the_services_times_are_read() {
        let token: WireToken = serde_json::from_str(
            r#"{"token":"eyJ","expiresOn":"2026-12-01T19:39:39.3244584+00:00","new":1}"#,
        )
        .expect("seven decimals and an offset are the service's own form");
        assert_eq!(AcsToken::from(token).expires_on.as_second(), 1_796_153_979);
    }
}
