//! How a request is read. What can't be read is told as a [`Problem`] that names the place, never as plain text.

use axum::body::{Body, Bytes};
use axum::extract::rejection::{BytesRejection, FailedToBufferBody, FormRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use lectern_core::error::ErrorCode;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::app::App;
use crate::problem::Problem;

/// JSON, read and answered.
pub struct Json<T>(pub T);

/// Parts of the path.
pub struct Path<T>(pub T);

/// What stands behind the question mark.
pub struct Query<T>(pub T);

/// A form as a browser posts it.
pub struct Form<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            let said = "The body has to be JSON, and say so: Content-Type: application/json.";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::Invalid, said));
        }
        let body = body(request, app).await?;
        let mut read = serde_json::Deserializer::from_slice(&body);
        let value = serde_path_to_error::deserialize(&mut read).map_err(|error| {
            let place = error.path().to_string();
            let error = error.into_inner();
            // In what is no JSON there are no places.
            if error.is_data() { unreadable(&error).on_place(&place) } else { unreadable(&error) }
        })?;
        read.end().map_err(|error| unreadable(&error))?;
        Ok(Self(value))
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        // An address with something in it that can't be is the address of nothing.
        let read = axum::extract::Path::from_request_parts(parts, state).await;
        read.map(|axum::extract::Path(value)| Self(value)).map_err(|_| Problem::nothing_here())
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read = axum::extract::Query::from_request_parts(parts, state).await;
        read.map(|axum::extract::Query(value)| Self(value)).map_err(|error| {
            let said = format!("What stands behind the question mark can't be used: {}.", error.body_text());
            Problem::new(StatusCode::BAD_REQUEST, ErrorCode::Invalid, said)
        })
    }
}

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (parts, sent) = request.into_parts();
        let again = Request::from_parts(parts.clone(), sent);
        let body = body(again, app).await?;
        let read = axum::extract::Form::from_request(Request::from_parts(parts, Body::from(body)), app).await;
        read.map(|axum::extract::Form(value)| Self(value)).map_err(|error| match error {
            FormRejection::InvalidFormContentType(_) => {
                let said = "The body has to be a form, as a browser sends it.";
                Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, ErrorCode::Invalid, said)
            }
            error => {
                let said = format!("The form can't be used: {}.", error.body_text());
                Problem::new(StatusCode::UNPROCESSABLE_ENTITY, ErrorCode::Invalid, said)
            }
        })
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

/// However it trickles, it has its time and no more.
async fn body(request: Request, app: &App) -> Result<Bytes, Problem> {
    let patience = app.config().body_time();
    let Ok(read) = tokio::time::timeout(patience, Bytes::from_request(request, app)).await else {
        let said =
            format!("The request did not arrive within {} seconds. Send it again.", patience.as_secs());
        return Err(Problem::new(StatusCode::REQUEST_TIMEOUT, ErrorCode::Invalid, said));
    };
    read.map_err(|error| match error {
        BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            ErrorCode::Invalid,
            "The request is larger than what is read here. Send it in smaller parts.",
        ),
        _ => Problem::new(StatusCode::BAD_REQUEST, ErrorCode::Invalid, "The request was cut off on its way."),
    })
}

/// Not JSON at all is a malformed request; JSON that says something else is one that can't be processed.
fn unreadable(error: &serde_json::Error) -> Problem {
    let status = if error.is_data() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::BAD_REQUEST };
    Problem::new(status, ErrorCode::Invalid, format!("The body can't be used: {error}."))
}
