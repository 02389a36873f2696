//! Failures that the control door plans for the next requests.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::traffic::Service;
use crate::world::World;

/// One planned failure: the next `count` requests of `route` meet it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// `"POST /emails:send"`; a segment `{…}` or `*` matches any one, and Graph's version and Entra's tenant
    /// may be left out.
    pub route: String,
    #[serde(default = "once")]
    pub count: u32,
    /// With `before`: the status answered. Absent, the connection is cut instead, unless a delay is all there is.
    #[serde(default)]
    pub status: Option<u16>,
    /// Seconds, fractions allowed.
    #[serde(default)]
    pub retry_after: Option<f64>,
    #[serde(default)]
    pub delay_ms: u64,
    #[serde(default)]
    pub when: When,
    /// The error code of the answer (`error` of Entra, `error.code` of the others), if not the usual one.
    #[serde(default)]
    pub code: Option<String>,
    /// With a status: a gateway's page, in HTML, instead of the service's own words.
    #[serde(default)]
    pub html: bool,
}

fn once() -> u32 {
    1
}

/// Whether the request takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum When {
    /// The request is not applied.
    #[default]
    Before,
    /// The request is applied, then the connection is cut before a byte of the answer.
    After,
    /// The request is applied, and half of the answer's body arrives as if it were the whole.
    Garbled,
    /// The request is applied, and somebody's page arrives with 200 instead of the answer.
    Page,
}

impl Fault {
    /// A delay and nothing else.
    pub fn only_delays(&self) -> bool {
        self.delay_ms > 0 && self.status.is_none() && self.when == When::Before
    }

    /// Whether this fault is for a request; `path` is the path on the wire.
    pub fn matches(&self, service: Service, method: &str, path: &str) -> bool {
        let Some((verb, route)) = self.route.split_once(' ') else { return false };
        if !verb.eq_ignore_ascii_case(method) {
            return false;
        }
        let short = match service {
            Service::Acs => None,
            Service::Entra | Service::Graph => {
                path.get(1..).and_then(|rest| rest.find('/').map(|at| &rest[at..]))
            }
        };
        let route = route.trim();
        same_path(route, path) || short.is_some_and(|short| same_path(route, short))
    }

    /// The answer of a service that fails, in its own form.
    pub fn answer(&self, world: &World, service: Service, status: StatusCode) -> Response {
        let code = self.code.as_deref();
        let mut response = match service {
            _ if self.html => gateway(status),
            Service::Entra => entra_failure(world, status, code),
            Service::Graph => graph_failure(world, status, code),
            Service::Acs => {
                let code = code.unwrap_or(usual_code(status));
                (status, Json(json!({"error": {"code": code, "message": message(status)}}))).into_response()
            }
        };
        if let Some(seconds) = self.retry_after
            && let Ok(value) = seconds.to_string().parse()
        {
            response.headers_mut().insert(axum::http::header::RETRY_AFTER, value);
        }
        response
    }
}

impl World {
    /// Uses up one of the planned faults for this request, if there is one.
    pub fn take_fault(&mut self, service: Service, method: &str, path: &str) -> Option<Fault> {
        let at = self.faults.iter().position(|fault| fault.matches(service, method, path))?;
        let fault = self.faults[at].clone();
        self.faults[at].count -= 1;
        if self.faults[at].count == 0 {
            self.faults.remove(at);
        }
        Some(fault)
    }
}

fn same_path(route: &str, path: &str) -> bool {
    let path = path.strip_suffix('/').unwrap_or(path);
    let (mut wanted, mut given) = (route.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(want), Some(have)) if want == have || want == "*" => {}
            (Some(want), Some(_)) if want.starts_with('{') && want.ends_with('}') => {}
            _ => return false,
        }
    }
}

fn gateway(status: StatusCode) -> Response {
    let html = format!(
        "<!DOCTYPE html><html><body><h1>{status}</h1><p>Our services aren't available.</p></body></html>"
    );
    (status, [(axum::http::header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
}

fn entra_failure(world: &World, status: StatusCode, code: Option<&str>) -> Response {
    let (number, usual) = match status.as_u16() {
        429 => (90_055, "temporarily_unavailable"),
        500..=599 => (90_033, "temporarily_unavailable"),
        _ => (90_014, "invalid_request"),
    };
    crate::entra::Refusal::new(status.as_u16(), code.unwrap_or(usual), number, message(status)).answer(world)
}

fn graph_failure(world: &World, status: StatusCode, code: Option<&str>) -> Response {
    let code = code.unwrap_or(usual_code(status));
    let date = world.now().strftime("%Y-%m-%dT%H:%M:%S").to_string();
    let id = crate::random::guid();
    // The throttling page's sample repeats message and status in here; the service's own schema has neither.
    let inner = json!({"code": code, "date": date, "request-id": id, "client-request-id": id});
    let body = json!({"error": {"code": code, "message": message(status), "innerError": inner}});
    (status, [("request-id", id)], Json(body)).into_response()
}

fn usual_code(status: StatusCode) -> &'static str {
    match status.as_u16() {
        401 => "InvalidAuthenticationToken",
        403 => "Forbidden",
        404 => "NotFound",
        409 => "Conflict",
        429 => "TooManyRequests",
        500 => "InternalServerError",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        _ => "BadRequest",
    }
}

fn message(status: StatusCode) -> &'static str {
    match status.as_u16() {
        429 => "Please retry after",
        503 => "The service is temporarily unavailable. Please try again later.",
        504 => "The gateway did not receive a response in time.",
        500..=599 => "An internal error occurred.",
        _ => "The request was refused.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(route: &str) -> Fault {
        serde_json::from_value(json!({ "route": route })).expect("only the route is demanded")
    }

    #[test]
    fn routes_match_with_and_without_version_and_tenant() {
        let says = |route: &str, service, method, path| fault(route).matches(service, method, path);
        assert!(
            says("POST /me/events", Service::Graph, "POST", "/v1.0/me/events"),
            "the version may be left out"
        );
        assert!(says("POST /v1.0/me/events", Service::Graph, "POST", "/v1.0/me/events"), "or written");
        assert!(says("POST /oauth2/v2.0/token", Service::Entra, "POST", "/organizations/oauth2/v2.0/token"));
        assert!(says("PATCH /me/events/{id}", Service::Graph, "PATCH", "/v1.0/me/events/AAMk="), "any id");
        assert!(says("POST /emails:send", Service::Acs, "POST", "/emails:send"));
        assert!(!says("POST /me/events", Service::Graph, "GET", "/v1.0/me/events"), "the method counts");
        assert!(
            !says("POST /me/events", Service::Graph, "POST", "/v1.0/me/events/x/cancel"),
            "so does the length"
        );
        assert!(
            !says("nonsense", Service::Acs, "POST", "/emails:send"),
            "a route without a path matches nothing"
        );
    }

    #[test]
    fn an_unknown_property_is_refused() {
        let wrong = serde_json::from_value::<Fault>(json!({"route": "GET /me", "retry_after": 3}));
        assert!(
            wrong.is_err(),
            "a misspelt fault that is silently ignored would make a test pass for nothing"
        );
    }
}
