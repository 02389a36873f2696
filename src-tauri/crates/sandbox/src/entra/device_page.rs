//! `/devicelogin`: where a person types the code and decides.

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::browser;
use super::device::{self, Decision, NotDecided};
use super::form::{self, Form};
use super::pages::{self, Question};
use crate::random;
use crate::world::{Shared, lock};

/// The form's field that only a page given to this browser can hold: derived from the cookie, so that nothing
/// need be remembered.
fn flow(browser: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(format!("devicelogin {browser}")))
}

/// `GET /devicelogin[?otc=CODE]`
pub(super) async fn get(RawQuery(query): RawQuery) -> Response {
    let browser = random::hex::<16>();
    let form = Form::query(query.as_deref());
    let mut page = pages::enter_code(&flow(&browser), form.get("otc").unwrap_or_default(), None);
    if let Ok(cookie) = HeaderValue::from_str(&browser::cookie(&browser)) {
        page.headers_mut().insert(SET_COOKIE, cookie);
    }
    page
}

/// `POST /devicelogin`: first the code, then the decision.
pub(super) async fn post(State(shared): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    let mut world = lock(&shared);
    let form = Form::body(&headers, &body);
    let expected = browser::of(&headers).map(flow);
    if expected.is_none()
        || form.get("flow") != expected.as_deref()
        || !browser::same_origin(&headers, &world.urls.entra)
    {
        return pages::refused(&form::malformed("invalid_request"));
    }
    let flow = expected.unwrap_or_default();
    let user_code = form.get("user_code").unwrap_or_default();
    let Some(application) = device::waiting(&world, user_code) else {
        let problem = "That code didn’t work. Check the code and try again.";
        return pages::enter_code(&flow, user_code, Some(problem));
    };
    let decision = match form.get("decision") {
        Some("approve") => Decision::Approve,
        Some(_) => Decision::Deny,
        None => {
            let question = Question {
                action: "/devicelogin",
                application: &application,
                scopes: "",
                flow: &flow,
                user_code: Some(user_code),
                user: None,
            };
            return pages::decide(&world.tenant, &question);
        }
    };
    match device::decide(&mut world, user_code, decision, form.get("user")) {
        Ok(_) if decision == Decision::Approve => pages::message(
            &application,
            &format!(
                "You have signed in to the {application} application on your device. You may now close this window."
            ),
        ),
        Ok(_) => pages::message(&application, "You did not sign in. You may now close this window."),
        Err(NotDecided::UnknownUser) => pages::refused(&form::malformed("invalid_request")),
        Err(NotDecided::UnknownCode | NotDecided::Settled) => {
            pages::enter_code(&flow, user_code, Some("That code didn’t work. Check the code and try again."))
        }
    }
}
