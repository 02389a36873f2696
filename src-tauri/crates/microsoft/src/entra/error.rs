//! Entra's refusals, sorted by what the app must do.
//!
//! The `error` name decides; AADSTS numbers only refine it (Microsoft asks apps not to depend on the numbers):
//! <https://learn.microsoft.com/entra/identity-platform/reference-error-codes>.

use crate::ambient::NoEntropy;
use crate::transport::{Response, TransportError};
use serde::{Deserialize, Serialize};
use std::{fmt, time::Duration};

use super::id_token::IdTokenError;

/// A sign-in or a refresh that brought no token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntraError {
    kind: Box<EntraErrorKind>,
    /// The `error` name, e.g. `invalid_grant`; empty where Entra did not speak.
    pub error: String,
    /// AADSTS numbers, for the log and for a refined explanation.
    pub codes: Vec<u32>,
    /// Entra's own sentence, without its trailing ids.
    pub description: String,
    /// For Microsoft's support.
    pub correlation_id: Option<String>,
}

/// What to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EntraErrorKind {
    /// A person must sign in again, with these claims (JSON) where there are any: MFA, a changed policy.
    InteractionRequired { claims: Option<String> },
    /// The grant has ended (revoked, expired, password changed): sign in again.
    InvalidGrant,
    /// Nobody has consented to what the app asks for: the person, or an administrator.
    ConsentMissing,
    /// Conditional Access or security defaults forbid it. Trying again changes nothing; an administrator can.
    Blocked,
    /// The person said no.
    Declined,
    /// The code was not used in time: offer a new one.
    Expired,
    /// Entra saw the app ask for the same thing too often: stop for some minutes.
    LoopDetected,
    /// The app registration or its configuration is wrong.
    Client,
    /// Too many requests.
    Throttled { retry_after: Option<Duration> },
    /// Entra itself is in trouble.
    Unavailable { retry_after: Option<Duration> },
    /// The id token is not one that was asked for, or this machine's clock is wrong.
    IdToken(IdTokenError),
    /// No usable answer came.
    Transport(TransportError),
}

impl EntraError {
    pub fn kind(&self) -> &EntraErrorKind {
        &self.kind
    }

    pub(super) fn client(description: &str) -> Self {
        Self::of(EntraErrorKind::Client, description)
    }

    fn of(kind: EntraErrorKind, description: &str) -> Self {
        Self {
            kind: Box::new(kind),
            error: String::new(),
            codes: Vec::new(),
            description: description.to_owned(),
            correlation_id: None,
        }
    }

    pub(super) fn from_answer(answer: &Response) -> Self {
        match answer.json::<ErrorBody>() {
            Ok(body) => Self::from_body(body, answer.status, answer.retry_after()),
            Err(_) if answer.status == 429 => {
                Self::of(EntraErrorKind::Throttled { retry_after: answer.retry_after() }, "too many requests")
            }
            Err(_) if answer.status >= 500 => Self::of(
                EntraErrorKind::Unavailable { retry_after: answer.retry_after() },
                "Entra is in trouble",
            ),
            Err(error) => error.into(),
        }
    }

    pub(super) fn from_body(body: ErrorBody, status: u16, retry_after: Option<Duration>) -> Self {
        let codes = body.codes();
        let kind = match status {
            429 => EntraErrorKind::Throttled { retry_after },
            500.. => EntraErrorKind::Unavailable { retry_after },
            _ => classify(&body, &codes, retry_after),
        };
        Self {
            kind: Box::new(kind),
            description: body.sentence(),
            error: body.error,
            codes,
            correlation_id: body.correlation_id,
        }
    }
}

/// Conditional Access and security defaults: no repetition by this person on this machine helps.
const BLOCKED: [u32; 6] = [53000, 53001, 53002, 53003, 53011, 530_035];
/// Multi-factor or another step that only a person can take.
const STEP_UP: [u32; 6] = [50072, 50074, 50076, 50078, 50079, 50158];
const DEVICE_CODE_EXPIRED: [u32; 2] = [70019, 70020];

fn classify(body: &ErrorBody, codes: &[u32], retry_after: Option<Duration>) -> EntraErrorKind {
    use EntraErrorKind as Kind;
    let any = |of: &[u32]| codes.iter().any(|code| of.contains(code));
    if any(&[50196]) {
        return Kind::LoopDetected;
    }
    let may_be_refined = matches!(
        body.error.as_str(),
        "invalid_grant" | "interaction_required" | "login_required" | "access_denied" | "consent_required"
    );
    if may_be_refined {
        if any(&BLOCKED) {
            return Kind::Blocked;
        }
        if any(&[65001]) || body.suberror.as_deref() == Some("consent_required") {
            return Kind::ConsentMissing;
        }
    }
    match body.error.as_str() {
        // RFC 8628 says access_denied, Entra says authorization_declined
        "authorization_declined" | "access_denied" => Kind::Declined,
        "expired_token" | "code_expired" | "bad_verification_code" => Kind::Expired,
        "consent_required" => Kind::ConsentMissing,
        "interaction_required" | "login_required" => {
            Kind::InteractionRequired { claims: body.claims.clone() }
        }
        "invalid_grant" if any(&DEVICE_CODE_EXPIRED) => Kind::Expired,
        "invalid_grant" if body.claims.is_some() || any(&STEP_UP) => {
            Kind::InteractionRequired { claims: body.claims.clone() }
        }
        "invalid_grant" => Kind::InvalidGrant,
        "temporarily_unavailable" | "server_error" => Kind::Unavailable { retry_after },
        _ => Kind::Client,
    }
}

impl fmt::Display for EntraError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.kind {
            EntraErrorKind::Transport(error) => write!(f, "{error}"),
            EntraErrorKind::IdToken(error) => write!(f, "{error}"),
            _ if self.error.is_empty() => f.write_str(&self.description),
            _ => write!(f, "{}: {}", self.error, self.description),
        }
    }
}

impl std::error::Error for EntraError {}

impl From<TransportError> for EntraError {
    fn from(error: TransportError) -> Self {
        Self::of(EntraErrorKind::Transport(error), "no usable answer")
    }
}

impl From<NoEntropy> for EntraError {
    fn from(error: NoEntropy) -> Self {
        TransportError::from(error).into()
    }
}

impl From<IdTokenError> for EntraError {
    fn from(error: IdTokenError) -> Self {
        Self::of(EntraErrorKind::IdToken(error), "unusable id token")
    }
}

/// Entra's error body; a superset of RFC 6749 §5.2.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct ErrorBody {
    pub error: String,
    #[serde(default)]
    pub suberror: Option<String>,
    #[serde(default)]
    pub error_description: Option<String>,
    #[serde(default)]
    pub error_codes: Option<Vec<u32>>,
    #[serde(default)]
    pub claims: Option<String>,
    #[serde(default)]
    pub correlation_id: Option<String>,
}

impl oauth2::ErrorResponse for ErrorBody {}

impl fmt::Display for ErrorBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.error)
    }
}

impl ErrorBody {
    /// `error_codes`, or the number that the description begins with (a browser's redirect has only that).
    fn codes(&self) -> Vec<u32> {
        match &self.error_codes {
            Some(codes) if !codes.is_empty() => codes.clone(),
            _ => {
                let number = self.error_description.as_deref().and_then(|text| text.strip_prefix("AADSTS"));
                let digits = number
                    .map(|text| &text[..text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())]);
                digits.and_then(|digits| digits.parse().ok()).into_iter().collect()
            }
        }
    }

    /// The description up to its ids and times, which have fields of their own.
    fn sentence(&self) -> String {
        let text = self.error_description.as_deref().unwrap_or_default();
        let end = text.find(" Trace ID:").or_else(|| text.find(['\r', '\n'])).unwrap_or(text.len());
        text[..end].trim().chars().take(500).collect()
    }
}

#[cfg(test)]
#[path = "error_tests.rs"]
mod tests;
