//! Signing in with the system's browser: authorization code with PKCE, back to a loopback address (RFC 8252).

use super::error::ErrorBody;
use super::wire::Exchange;
use super::{Entra, EntraError, TokenSet, claims, joined, to_scopes};
use crate::secret::AuthorizationCode;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use url::{Url, form_urlencoded};
use zeroize::Zeroizing;

/// What to ask for.
#[derive(Debug, Clone, Copy)]
pub struct Authorize<'a> {
    /// `http://localhost:<port><path>`, listening already. Entra ignores the port; the path must be registered.
    pub redirect_uri: &'a Url,
    /// With `openid profile offline_access`.
    pub scopes: &'a [&'a str],
    /// The account to offer first.
    pub login_hint: Option<&'a str>,
    /// The JSON of a claims challenge.
    pub challenge: Option<&'a str>,
}

/// One sign-in in the browser, from the link to the redemption. `Debug` shows nothing of it.
pub struct PkceSession {
    state: Zeroizing<String>,
    nonce: Zeroizing<String>,
    verifier: Zeroizing<String>,
    scopes: String,
    claims: String,
}

/// A callback that brought no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallbackError {
    /// Not an answer to this sign-in: another tab's, an old one, or somebody's attempt. Keep waiting.
    #[error("this answer does not belong to the sign-in")]
    Foreign,
    /// Neither code nor error, or one of them twice.
    #[error("the sign-in page's answer cannot be read")]
    Malformed,
    #[error(transparent)]
    Refused(#[from] EntraError),
}

impl fmt::Debug for PkceSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PkceSession(<redacted>)")
    }
}

impl PkceSession {
    /// Reads the query of the request that the browser made to the redirect address.
    ///
    /// # Errors
    /// [`CallbackError`]; an `error=` of Entra's is sorted as every other refusal is.
    pub fn accept(&self, query: &str) -> Result<AuthorizationCode, CallbackError> {
        let mut values = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if values.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(CallbackError::Malformed);
            }
        }
        if values.get("state") != Some(&*self.state) {
            return Err(CallbackError::Foreign);
        }
        match (values.remove("code"), values.remove("error")) {
            (Some(code), None) if !code.is_empty() => Ok(AuthorizationCode::new(code)),
            (None, Some(error)) => {
                let suberror = values.remove("error_subcode");
                let (error_description, claims) =
                    (values.remove("error_description"), values.remove("claims"));
                let body = ErrorBody { error, suberror, error_description, claims, ..ErrorBody::default() };
                Err(EntraError::from_body(body, 400, None).into())
            }
            _ => Err(CallbackError::Malformed),
        }
    }
}

impl Entra {
    /// The address to open in the browser, and the session to redeem its answer with.
    ///
    /// `GET /{tenant}/oauth2/v2.0/authorize` with `response_type=code`, PKCE (S256), state and nonce.
    /// <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#request-an-authorization-code>
    ///
    /// # Errors
    /// [`super::EntraErrorKind::Transport`] where there is no entropy or the challenge is no JSON object.
    pub fn authorize(&self, ask: &Authorize<'_>) -> Result<(Url, PkceSession), EntraError> {
        let entropy = self.transport.entropy();
        let random = || -> Result<Zeroizing<String>, EntraError> {
            Ok(Zeroizing::new(URL_SAFE_NO_PAD.encode(entropy.bytes::<32>()?)))
        };
        let session = PkceSession {
            state: random()?,
            nonce: random()?,
            // 32 bytes give the 43 characters that RFC 7636 recommends
            verifier: random()?,
            scopes: joined(ask.scopes).into_owned(),
            claims: claims::merge(ask.challenge)?,
        };
        let verifier = PkceCodeVerifier::new(session.verifier.to_string());
        let mut request = self
            .client
            .authorize_url(|| CsrfToken::new(session.state.to_string()))
            .set_redirect_uri(Cow::Owned(redirect(ask.redirect_uri)?))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .add_scopes(to_scopes(ask.scopes))
            .add_extra_param("response_mode", "query")
            .add_extra_param("nonce", session.nonce.to_string())
            .add_extra_param("claims", session.claims.clone());
        if let Some(hint) = ask.login_hint {
            request = request.add_extra_param("login_hint", hint.to_owned());
        }
        Ok((request.url().0, session))
    }

    /// Trades the code for tokens. A code is good for one try and about ten minutes.
    ///
    /// `POST /{tenant}/oauth2/v2.0/token`, `grant_type=authorization_code`; no secret, since this is a public client.
    /// <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#redeem-a-code-for-an-access-token>
    ///
    /// # Errors
    /// [`super::EntraErrorKind::InvalidGrant`] for a used or expired code; the others as for [`Entra::refresh`].
    pub async fn redeem(
        &self,
        code: &AuthorizationCode,
        session: &PkceSession,
        redirect_uri: &Url,
    ) -> Result<TokenSet, EntraError> {
        let exchange = Exchange::new(&self.transport);
        let answer = self
            .client
            .exchange_code(oauth2::AuthorizationCode::new(code.expose().to_owned()))
            .set_pkce_verifier(PkceCodeVerifier::new(session.verifier.to_string()))
            .set_redirect_uri(Cow::Owned(redirect(redirect_uri)?))
            .add_extra_param("scope", session.scopes.clone())
            .add_extra_param("claims", session.claims.clone())
            .request_async(&exchange)
            .await;
        self.tokens(&answer.map_err(|error| exchange.explain(error))?, Some(&session.nonce))
    }
}

/// `http://localhost:1234` is registered without a trailing slash, and Entra compares the path: a bare `/` goes.
fn redirect(url: &Url) -> Result<RedirectUrl, EntraError> {
    let text = if url.path() == "/" && url.query().is_none() {
        url.as_str().trim_end_matches('/').to_owned()
    } else {
        url.as_str().to_owned()
    };
    RedirectUrl::new(text).map_err(|_| EntraError::client("the redirect address is not one"))
}
