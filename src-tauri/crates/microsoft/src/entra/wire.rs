//! The `oauth2` crate over our transport, with Entra's additions to its vocabulary.

use super::error::{EntraError, ErrorBody};
use crate::transport::{Request, Response, Transport, TransportError};
use oauth2::basic::{BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType};
use oauth2::{
    AsyncHttpClient, ErrorResponse, ExtraDeviceAuthorizationFields, ExtraTokenFields, HttpRequest,
    HttpResponse, RequestTokenError, StandardRevocableToken, StandardTokenResponse,
};
use reqwest::header::CONTENT_TYPE;
use serde::{Deserialize, Serialize};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

pub(super) type OauthClient<A, D, I, R, T> = oauth2::Client<
    ErrorBody,
    TokenAnswer,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    A,
    D,
    I,
    R,
    T,
>;

pub(super) type TokenAnswer = StandardTokenResponse<TokenExtras, BasicTokenType>;

/// What Entra's token answer holds beyond RFC 6749.
#[derive(Clone, Deserialize, Serialize)]
pub(super) struct TokenExtras {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
}

impl std::fmt::Debug for TokenExtras {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenExtras(<redacted>)")
    }
}

impl ExtraTokenFields for TokenExtras {}

/// What Entra's device authorization answer holds beyond RFC 8628.
#[derive(Debug, Clone, Deserialize, Serialize)]
pub(super) struct DeviceExtras {
    #[serde(default)]
    pub message: String,
}

impl ExtraDeviceAuthorizationFields for DeviceExtras {}

/// One flow's requests. It remembers the last refusal with all that the crate's own error types have no field for:
/// codes, claims, `Retry-After`.
pub(super) struct Exchange {
    transport: Transport,
    refusal: Mutex<Option<EntraError>>,
}

impl Exchange {
    pub(super) fn new(transport: &Transport) -> Self {
        Self { transport: transport.clone(), refusal: Mutex::new(None) }
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, EntraError> {
        let outcome = self.exchange(request).await;
        if let Err(error) = &outcome {
            *self.refusal.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.clone());
        }
        outcome
    }

    async fn exchange(&self, request: HttpRequest) -> Result<HttpResponse, EntraError> {
        let answer = self.transport.send(&to_ours(request)?).await?;
        if answer.is_success() { to_crates(answer) } else { Err(EntraError::from_answer(&answer)) }
    }

    /// The refusal that ended or paused the flow.
    pub(super) fn refusal(&self) -> Option<EntraError> {
        self.refusal.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The crate's error in our words. The remembered refusal knows more and goes first.
    pub(super) fn explain<E>(&self, error: RequestTokenError<EntraError, E>) -> EntraError
    where
        E: ErrorResponse + 'static,
    {
        if let Some(refusal) = self.refusal() {
            return refusal;
        }
        match error {
            RequestTokenError::Request(refusal) => refusal,
            RequestTokenError::Parse(error, _) => TransportError::malformed(200, &error).into(),
            // a 200 without a body, or of another kind than JSON; the crate's words repeat no value
            RequestTokenError::ServerResponse(_) | RequestTokenError::Other(_) => {
                let reason = "no token answer".to_owned();
                TransportError::Malformed { status: 200, path: ".".to_owned(), reason }.into()
            }
        }
    }
}

impl<'c> AsyncHttpClient<'c> for Exchange {
    type Error = EntraError;
    // named and boxed: with a closure's own future the compiler cannot see that a flow may change threads
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, EntraError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

fn to_ours(request: HttpRequest) -> Result<Request, EntraError> {
    let (head, body) = request.into_parts();
    let url = head.uri.to_string().parse().map_err(|_| TransportError::Unsendable { what: "address" })?;
    let content_type =
        head.headers.get(CONTENT_TYPE).cloned().ok_or(TransportError::Unsendable { what: "form" })?;
    Ok(Request::new(head.method, url).with_body(content_type, body))
}

fn to_crates(answer: Response) -> Result<HttpResponse, EntraError> {
    // proves that it is JSON with our own, better words
    answer.json::<serde::de::IgnoredAny>()?;
    let mut response = HttpResponse::new(answer.body);
    *response.status_mut() = oauth2::http::StatusCode::OK;
    Ok(response)
}
