//! Graph's error answers: one shape, and a code for each family of resources.

use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::json;

use crate::entra::TokenFault;
use crate::wire::{Call, Reply};

/// An answer that refuses: status, `error.code`, `error.message`.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub status: StatusCode,
    pub code: String,
    pub message: String,
    headers: Vec<(&'static str, String)>,
}

pub(crate) type Outcome<T> = Result<T, Refusal>;

impl Refusal {
    pub fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self { status, code: code.to_owned(), message: message.into(), headers: Vec::new() }
    }

    pub fn bad_request(code: &str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub fn unreadable_payload() -> Self {
        Self::bad_request(
            "BadRequest",
            "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid \
             JSON format.",
        )
    }

    pub fn unreadable_property(message: impl Into<String>) -> Self {
        Self::bad_request("RequestBodyRead", message)
    }

    pub fn unknown_property(name: &str, of: &str) -> Self {
        Self::unreadable_property(format!(
            "The property '{name}' does not exist on type '{of}'. Make sure to only use property names that are \
             defined by the type or mark the type as open type."
        ))
    }

    pub fn read_only(name: &str) -> Self {
        Self::bad_request("ErrorInvalidPropertySet", format!("Set action is invalid for property '{name}'."))
    }

    pub fn invalid_property() -> Self {
        Self::bad_request("ErrorPropertyValidationFailure", "At least one property failed validation.")
    }

    pub fn unknown_zone(name: &str) -> Self {
        Self::bad_request(
            "TimeZoneNotSupportedException",
            format!(
                "A valid TimeZone value must be specified. The following TimeZone value is not supported: '{name}'."
            ),
        )
    }

    pub fn item_not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "ErrorItemNotFound",
            "The specified object was not found in the store.",
        )
    }

    pub fn malformed_id() -> Self {
        Self::bad_request("ErrorInvalidIdMalformed", "Id is malformed.")
    }

    pub fn uri(message: impl Into<String>) -> Self {
        Self::bad_request("RequestBroker--ParseUri", message)
    }

    pub fn no_such_segment(segment: &str) -> Self {
        Self::bad_request("BadRequest", format!("Resource not found for the segment '{segment}'."))
    }

    pub fn method_not_allowed() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "Request_BadRequest",
            "Specified HTTP method is not allowed for the request target.",
        )
    }

    /// What a mailbox answers to a token that lacks the permission.
    pub fn access_denied() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "ErrorAccessDenied",
            "Access is denied. Check credentials and try again.",
        )
    }

    /// What the meetings service answers to a token that lacks the permission.
    pub fn forbidden(message: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "Forbidden", message)
    }

    /// What the directory answers to a token that lacks the permission.
    pub fn insufficient_privileges() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
        )
    }

    pub fn change_key_conflict() -> Self {
        Self::new(
            StatusCode::PRECONDITION_FAILED,
            "ErrorIrresolvableConflict",
            "The send or update operation could not be performed because the change key passed in the request does \
             not match the current change key for the item.",
        )
    }

    /// Something that the real service does and this sandbox does not: said openly, never pretended.
    pub fn not_in_sandbox(what: &str) -> Self {
        Self::new(StatusCode::NOT_IMPLEMENTED, "NotImplemented", format!("This sandbox does not do {what}."))
    }

    pub fn token(fault: &TokenFault) -> Self {
        const CHALLENGE: &str = "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", client_id=\"00000003-0000-0000-c000-000000000000\"";
        let (message, challenge) = match fault {
            TokenFault::Missing => ("Access token is empty.", CHALLENGE.to_owned()),
            TokenFault::Expired => {
                ("Lifetime validation failed, the token is expired.", CHALLENGE.to_owned())
            }
            TokenFault::WrongAudience => {
                ("Access token validation failure. Invalid audience.", CHALLENGE.to_owned())
            }
            TokenFault::Malformed => (
                "IDX14100: JWT is not well formed, there are no dots (.).\nThe token needs to be in JWS or JWE \
                 Compact Serialization Format.",
                CHALLENGE.to_owned(),
            ),
            TokenFault::Revoked { claims } => (
                "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: \
                 TokenIssuedBeforeRevocationTimestamp",
                format!("{CHALLENGE}, error=\"insufficient_claims\", claims=\"{}\"", STANDARD.encode(claims)),
            ),
        };
        Self::new(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", message)
            .with("www-authenticate", challenge)
    }

    pub fn reply(&self, stamp: &Stamp) -> Reply {
        // Outlook's own throttling answer has no inner error; everything else has one.
        let mut error = json!({"code": self.code, "message": self.message});
        if self.code != "ApplicationThrottled" {
            error["innerError"] = json!({
                "date": stamp.at.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
                "request-id": stamp.request_id,
                "client-request-id": stamp.client_request_id,
            });
        }
        let mut reply = Reply::json(self.status, json!({ "error": error }));
        reply.headers.clone_from(&self.headers);
        reply
    }
}

/// What every answer repeats for the logs of both sides.
#[derive(Debug, Clone)]
pub(crate) struct Stamp {
    pub at: Timestamp,
    pub request_id: String,
    pub client_request_id: String,
}

impl Stamp {
    pub fn of(call: &Call, at: Timestamp) -> Self {
        let request_id = crate::random::guid();
        let client_request_id =
            call.header("client-request-id").map_or_else(|| request_id.clone(), str::to_owned);
        Self { at, request_id, client_request_id }
    }
}
