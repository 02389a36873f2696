//! What a client reads before it signs anybody in: configuration, keys, known instances; and signing out.

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

use super::form::{Form, Segment, segment};
use super::refusal::{Refusal, json_answer};
use super::{jwt, pages};
use crate::world::{Shared, World, lock};

/// `GET /{tenant}/v2.0/.well-known/openid-configuration`
pub(super) async fn configuration(State(shared): State<Shared>, Path(tenant): Path<String>) -> Response {
    let world = lock(&shared);
    let segment = match segment(&world, &tenant) {
        Ok(segment) => segment,
        Err(refusal) => return refusal.answer(&world),
    };
    let base = format!("{}/{}", world.urls.entra, tenant.to_ascii_lowercase());
    let host = world.urls.entra.split("://").nth(1).unwrap_or_default();
    let graph = world.urls.graph.split("://").nth(1).unwrap_or_default();
    Json(json!({
        "token_endpoint": format!("{base}/oauth2/v2.0/token"),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "jwks_uri": format!("{base}/discovery/v2.0/keys"),
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "issuer": issuer(&world, segment),
        "request_uri_parameter_supported": false,
        "userinfo_endpoint": "https://graph.microsoft.com/oidc/userinfo",
        "authorization_endpoint": format!("{base}/oauth2/v2.0/authorize"),
        "device_authorization_endpoint": format!("{base}/oauth2/v2.0/devicecode"),
        "http_logout_supported": true,
        "frontchannel_logout_supported": true,
        "end_session_endpoint": format!("{base}/oauth2/v2.0/logout"),
        "claims_supported": ["sub", "iss", "cloud_instance_name", "aud", "exp", "iat", "nonce", "preferred_username",
            "name", "tid", "ver", "oid"],
        "tenant_region_scope": (segment == Segment::Home).then_some("EU"),
        "cloud_instance_name": host,
        "msgraph_host": graph,
    }))
    .into_response()
}

/// The issuer is the tenant's own; the shared segments name a template.
fn issuer(world: &World, segment: Segment) -> String {
    let tenant = match segment {
        Segment::Home => world.tenant.id.as_str(),
        Segment::Organizations | Segment::Common => "{tenantid}",
        Segment::Consumers => "9188040d-6c67-4c5b-b112-36a304b66dad",
    };
    format!("{}/{tenant}/v2.0", world.urls.entra)
}

/// `GET /{tenant}/discovery/v2.0/keys`
pub(super) async fn keys(State(shared): State<Shared>, Path(tenant): Path<String>) -> Response {
    let world = lock(&shared);
    match segment(&world, &tenant) {
        Ok(segment) => Json(json!({"keys": [jwt::public_key(&issuer(&world, segment))]})).into_response(),
        Err(refusal) => refusal.answer(&world),
    }
}

/// `GET /common/discovery/instance`: only this sandbox is an instance it knows.
pub(super) async fn instance(State(shared): State<Shared>, RawQuery(query): RawQuery) -> Response {
    let world = lock(&shared);
    let form = Form::query(query.as_deref());
    let known = |endpoint: &str| endpoint.starts_with(&format!("{}/", world.urls.entra));
    let Some(endpoint) = form.get("authorization_endpoint").filter(|endpoint| known(endpoint)) else {
        return Refusal::bad("invalid_instance", 50_049, "Unknown or invalid instance.").answer(&world);
    };
    let tenant = endpoint[world.urls.entra.len() + 1..].split('/').next().unwrap_or("common");
    let host = world.urls.entra.split("://").nth(1).unwrap_or_default();
    let discovery = format!("{}/{tenant}/v2.0/.well-known/openid-configuration", world.urls.entra);
    let metadata = json!([{"preferred_network": host, "preferred_cache": host, "aliases": [host]}]);
    let body = json!({"tenant_discovery_endpoint": discovery, "api-version": "1.1", "metadata": metadata});
    json_answer(200, &body)
}

/// `GET /{tenant}/oauth2/v2.0/logout`: there is no session in a browser to end, so only the way back is left.
pub(super) async fn logout(
    State(shared): State<Shared>,
    Path(tenant): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let world = lock(&shared);
    if let Err(refusal) = segment(&world, &tenant) {
        return pages::refused(&refusal);
    }
    let form = Form::query(query.as_deref());
    let back = form
        .get("post_logout_redirect_uri")
        .filter(|uri| world.tenant.apps.iter().any(|app| super::authorize::is_registered(app, uri)));
    match back {
        Some(uri) => Redirect::to(uri).into_response(),
        None => pages::message(
            "Signed out",
            "You signed out of your account. It is a good idea to close this window.",
        ),
    }
}
