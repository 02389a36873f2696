//! What is read off every request before its own rules: form fields, the tenant in the path, the client.

use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use subtle::ConstantTimeEq;

use super::refusal::Refusal;
use crate::tenant::App;
use crate::world::World;

/// Decoded form or query fields, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// A body counts only with the content type of a form.
    pub fn body(headers: &HeaderMap, body: &[u8]) -> Self {
        let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            Self::read(body)
        } else {
            Self::default()
        }
    }

    pub fn query(query: Option<&str>) -> Self {
        Self::read(query.unwrap_or_default().as_bytes())
    }

    fn read(bytes: &[u8]) -> Self {
        Self(url::form_urlencoded::parse(bytes).into_owned().collect())
    }

    /// A field with something in it.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    pub fn need(&self, name: &str) -> Result<&str, Refusal> {
        self.get(name).ok_or_else(|| Refusal::missing(name))
    }

    pub fn wants_client_info(&self) -> bool {
        self.get("client_info") == Some("1")
    }

    /// Whether the `claims` parameter declares `cp1`: the client understands claims challenges.
    pub fn declares_cp1(&self) -> Result<bool, Refusal> {
        self.get("claims").map_or(Ok(false), declares_cp1)
    }
}

pub(super) fn declares_cp1(claims: &str) -> Result<bool, Refusal> {
    let claims: Value = serde_json::from_str(claims).map_err(|_| malformed("invalid_request"))?;
    let values = claims.pointer("/access_token/xms_cc/values").and_then(Value::as_array);
    // MSAL's callers write `cp1`, azure-identity writes `CP1`.
    let is_cp1 = |value: &Value| value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("cp1"));
    Ok(values.is_some_and(|values| values.iter().any(is_cp1)))
}

pub(super) fn malformed(error: &str) -> Refusal {
    Refusal::bad(error, 9_002_313, "Invalid request. Request is malformed or invalid.")
}

/// The tenant segment of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Segment {
    Home,
    Organizations,
    Common,
    Consumers,
}

/// Which tenant a path means: by id, by domain, or one of the shared segments.
pub(super) fn segment(world: &World, text: &str) -> Result<Segment, Refusal> {
    let tenant = &world.tenant;
    match text.to_ascii_lowercase().as_str() {
        "organizations" => Ok(Segment::Organizations),
        "common" => Ok(Segment::Common),
        "consumers" => Ok(Segment::Consumers),
        text if text == tenant.id || text == tenant.domain => Ok(Segment::Home),
        text if uuid::Uuid::try_parse(text).is_ok() || text.contains('.') => {
            let text = format!(
                "Tenant '{text}' not found. Check to make sure you have the correct tenant ID and are signing into \
                 the correct cloud. Check with your subscription administrator, this may happen if there are no \
                 active subscriptions for the tenant."
            );
            Err(Refusal::bad("invalid_request", 90_002, text))
        }
        text => {
            let text = format!(
                "Specified tenant identifier '{text}' is neither a valid DNS name, nor a valid external domain."
            );
            Err(Refusal::bad("invalid_request", 900_023, text))
        }
    }
}

/// The client that a request names, if it may be used under this tenant segment.
pub(super) fn client(world: &World, segment: Segment, client_id: &str) -> Result<App, Refusal> {
    let Ok(id) = uuid::Uuid::try_parse(client_id) else {
        let text = format!("{client_id} is not a valid application identifier.");
        return Err(Refusal::bad("unauthorized_client", 700_038, text));
    };
    let Some(app) = world.tenant.app(&id.to_string()) else {
        let text = format!(
            "Application with identifier '{client_id}' was not found in the directory '{}'. This can happen if the \
             application has not been installed by the administrator of the tenant or consented to by any user in \
             the tenant. You may have sent your authentication request to the wrong tenant.",
            world.tenant.display_name
        );
        return Err(Refusal::bad("unauthorized_client", 700_016, text));
    };
    match segment {
        Segment::Consumers => {
            let text = format!(
                "Application '{}'({}) is configured for use by Azure Active Directory users only. Please do not use \
                 the /consumers endpoint to serve this request.",
                app.client_id, app.display_name
            );
            Err(Refusal::bad("invalid_request", 9_002_332, text))
        }
        Segment::Common | Segment::Organizations if !app.multi_tenant => {
            let text = format!(
                "Application '{}'({}) is not configured as a multi-tenant application. Usage of the /common endpoint \
                 is not supported for such apps created after '10/15/2018'. Use a tenant-specific endpoint or \
                 configure the application to be multi-tenant.",
                app.client_id, app.display_name
            );
            Err(Refusal::bad("invalid_request", 50_194, text))
        }
        _ => Ok(app.clone()),
    }
}

/// How a client proved itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    None,
    Secret,
}

/// Checks the client's secret where there is one, from the form or from HTTP Basic.
pub(super) fn proof(app: &App, headers: &HeaderMap, form: &Form) -> Result<Proof, Refusal> {
    if form.get("client_assertion").is_some() {
        let text = format!(
            "The certificate with identifier used to sign the client assertion is not registered on application. \
             Application '{}'.",
            app.client_id
        );
        return Err(Refusal::new(401, "invalid_client", 700_027, text));
    }
    let Some(secret) =
        form.get("client_secret").map(ToOwned::to_owned).or_else(|| basic(headers).map(|(_, s)| s))
    else {
        return Ok(Proof::None);
    };
    let right = app.secret.as_deref().unwrap_or_default();
    if !right.is_empty() && bool::from(right.as_bytes().ct_eq(secret.as_bytes())) {
        return Ok(Proof::Secret);
    }
    let text = format!(
        "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not \
         the client secret ID, for a secret added to app '{}'.",
        app.client_id
    );
    Err(Refusal::new(401, "invalid_client", 7_000_215, text))
}

/// Client id and secret of an `Authorization: Basic` header.
pub(super) fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let decoded = String::from_utf8(STANDARD.decode(value.strip_prefix("Basic ")?).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    let decode = |text: &str| {
        url::form_urlencoded::parse(format!("v={text}").as_bytes())
            .next()
            .map(|(_, value)| value.into_owned())
    };
    Some((decode(id)?, decode(secret)?))
}
