//! The network between here and the services: what answers in their place. Hotels, trains and fairs have a page to sign
//! in on; companies have proxies. A request that meets one of them never reaches its service and is not in the record.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, PROXY_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use crate::traffic::Service;
use crate::world::World;

/// Where a browser that was caught signs in, at Entra's door.
pub const PORTAL: &str = "/portal";

/// Who answers instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Between {
    /// A page with 200, as most portals answer what they do not know.
    Page200,
    /// A redirect to the page.
    Redirect302,
    /// Network Authentication Required (RFC 6585 §6).
    Required511,
    /// A page with 401, without any challenge of the service's.
    Page401,
    /// A page with 403, as a company's filter answers.
    Page403,
    /// A proxy that wants a name and a password.
    Proxy407,
}

#[derive(Debug, Default)]
pub struct Network {
    pub between: Option<Between>,
    /// How many requests it has answered.
    pub met: u64,
}

impl World {
    /// Who answers this request in its service's place, if anybody does.
    pub(crate) fn intercepted(&mut self, service: Service, path: &str) -> Option<Response> {
        let between = self.network.between?;
        if service == Service::Entra && path == PORTAL {
            return None;
        }
        self.network.met += 1;
        Some(answer(between, &format!("{}{PORTAL}", self.urls.entra)))
    }
}

/// The page that arrives instead of the service's answer.
pub(crate) fn page(status: StatusCode) -> Response {
    let html = "<!doctype html><html><head><title>Grand Hotel Wi-Fi</title></head><body><p>Accept our terms to use the \
                internet.</p></body></html>";
    (status, [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-store")], html).into_response()
}

fn answer(between: Between, portal: &str) -> Response {
    match between {
        Between::Page200 => page(StatusCode::OK),
        Between::Page401 => page(StatusCode::UNAUTHORIZED),
        Between::Page403 => page(StatusCode::FORBIDDEN),
        Between::Required511 => page(StatusCode::NETWORK_AUTHENTICATION_REQUIRED),
        Between::Redirect302 => {
            let mut response = (StatusCode::FOUND, Body::empty()).into_response();
            if let Ok(place) = HeaderValue::from_str(portal) {
                response.headers_mut().insert(LOCATION, place);
            }
            response
        }
        Between::Proxy407 => {
            let mut response = page(StatusCode::PROXY_AUTHENTICATION_REQUIRED);
            let demand = HeaderValue::from_static("Basic realm=\"Grand Hotel\"");
            response.headers_mut().insert(PROXY_AUTHENTICATE, demand);
            response
        }
    }
}
