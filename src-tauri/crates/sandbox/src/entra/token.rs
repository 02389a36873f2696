//! `POST /{tenant}/oauth2/v2.0/token`: the four grants.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::form::{self, Form, Proof, Segment};
use super::issue::{self, Issue};
use super::refusal::{Refusal, json_answer};
use super::{device, scopes};
use crate::tenant::App;
use crate::world::{Shared, World, lock};

/// A token request whose client is known.
pub(super) struct Request<'a> {
    pub tenant: &'a str,
    pub segment: Segment,
    pub app: App,
    pub proof: Proof,
    pub form: &'a Form,
}

pub(super) async fn post(
    State(shared): State<Shared>,
    Path(tenant): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut world = lock(&shared);
    match redeem(&mut world, &tenant, &headers, &Form::body(&headers, &body)) {
        Ok(tokens) => json_answer(200, &tokens),
        Err(refusal) => refusal.answer(&world),
    }
}

fn redeem(world: &mut World, tenant: &str, headers: &HeaderMap, form: &Form) -> Result<Value, Refusal> {
    let segment = form::segment(world, tenant)?;
    let basic = form::basic(headers).map(|(id, _)| id);
    let grant_type = form.need("grant_type")?;
    let client_id =
        form.get("client_id").or(basic.as_deref()).ok_or_else(|| Refusal::missing("client_id"))?;
    let app = form::client(world, segment, client_id)?;
    let proof = form::proof(&app, headers, form)?;
    let request = Request { tenant, segment, app, proof, form };
    match grant_type {
        "urn:ietf:params:oauth:grant-type:device_code" | "device_code" => {
            public_only(&request)?;
            device::redeem(world, &request)
        }
        "authorization_code" => authorization_code(world, &request),
        "refresh_token" => {
            public_only(&request)?;
            refresh(world, &request)
        }
        "client_credentials" => client_credentials(world, &request),
        other => {
            let text = format!("The app requested an unsupported grant type '{other}'.");
            Err(Refusal::bad("unsupported_grant_type", 70_003, text))
        }
    }
}

/// A public client must not, and a confidential one must, prove itself.
fn public_only(request: &Request) -> Result<(), Refusal> {
    match (request.app.public_client, request.proof) {
        (true, Proof::Secret) => Err(Refusal::new(
            401,
            "invalid_client",
            700_025,
            "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
        )),
        (false, Proof::None) => Err(no_secret()),
        _ => Ok(()),
    }
}

fn no_secret() -> Refusal {
    let text =
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
    Refusal::new(401, "invalid_client", 7_000_218, text)
}

fn authorization_code(world: &mut World, request: &Request) -> Result<Value, Refusal> {
    let form = request.form;
    let (code, redirect) = (form.need("code")?, form.need("redirect_uri")?);
    public_only(request)?;
    let now = world.now();
    let known = world.entra.auth_codes.get(code).cloned().ok_or_else(|| form::malformed("invalid_grant"))?;
    let asked = &known.request;
    if asked.client_id != request.app.client_id {
        return Err(wrong_client("code"));
    }
    if asked.tenant != request.tenant.to_ascii_lowercase() {
        return Err(wrong_tenant());
    }
    if known.redeemed {
        return Err(redeemed());
    }
    if now.duration_since(known.issued) > SignedDuration::from_mins(10) {
        let text = "The provided authorization code or refresh token has expired due to inactivity. Send a new \
                    interactive authorization request for this user and resource.";
        return Err(Refusal::bad("invalid_grant", 70_008, text));
    }
    if asked.redirect_uri != redirect {
        let text = format!(
            "The reply address '{redirect}' does not match the reply address '{}' provided when requesting \
             Authorization code.",
            asked.redirect_uri
        );
        return Err(Refusal::bad("invalid_client", 500_112, text));
    }
    check_verifier(asked.code_challenge.as_deref(), form)?;
    let wanted = scopes::parse(form.get("scope").unwrap_or(&asked.scope), world)?;
    let earlier = issue::consented(world, &request.app, &known.user);
    let permitted = wanted.permit(world, &request.app, &earlier, true)?;
    if let Some(entry) = world.entra.auth_codes.get_mut(code) {
        entry.redeemed = true;
    }
    let session = issue::begin(world, &request.app, &known.user, &permitted);
    let at_start = asked.claims.as_deref().map_or(Ok(false), form::declares_cp1)?;
    let cae = form.declares_cp1()? || at_start;
    let first = scopes::parse(&asked.scope, world)?;
    Ok(issue::for_user(
        world,
        &Issue {
            session: &session,
            wanted: &wanted,
            permitted: &permitted,
            cae,
            client_info: form.wants_client_info(),
            nonce: asked.nonce.as_deref(),
            refresh_token: wanted.offline() || first.offline(),
        },
    ))
}

/// PKCE: the verifier's hash must be the challenge.
fn check_verifier(challenge: Option<&str>, form: &Form) -> Result<(), Refusal> {
    let Some(challenge) = challenge else { return Ok(()) };
    let verifier = form.need("code_verifier")?;
    let valid = (43..=128).contains(&verifier.len());
    if valid && URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)) == challenge {
        return Ok(());
    }
    let text = "The Code_Verifier does not match the code_challenge supplied in the authorization request.";
    Err(Refusal::bad("invalid_grant", 501_481, text))
}

fn refresh(world: &mut World, request: &Request) -> Result<Value, Refusal> {
    let token = request.form.need("refresh_token")?;
    let now = world.now();
    let known =
        world.entra.refresh_tokens.get(token).cloned().ok_or_else(|| form::malformed("invalid_grant"))?;
    let session =
        world.entra.sessions.get(&known.session).cloned().ok_or_else(|| form::malformed("invalid_grant"))?;
    if session.client_id != request.app.client_id {
        return Err(wrong_client("refresh_token"));
    }
    if let Some(revoked) = session.revoked {
        let at = |time: jiff::Timestamp| time.strftime("%Y-%m-%dT%H:%M:%S.0000000Z").to_string();
        let text = format!(
            "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might \
             have changed or reset their password. The grant was issued on '{}' and the TokensValidFrom date (before \
             which tokens are not valid) for this user is '{}'.",
            at(known.issued),
            at(revoked)
        );
        return Err(Refusal::bad("invalid_grant", 50_173, text).with_suberror("bad_token"));
    }
    let idle = now.duration_since(known.last_used);
    if idle > SignedDuration::from_hours(90 * 24) {
        let issued = known.issued.strftime("%Y-%m-%dT%H:%M:%S.0000000Z");
        let text = format!(
            "The refresh token has expired due to inactivity. The token was issued on {issued} and was inactive for \
             90.00:00:00."
        );
        return Err(Refusal::bad("invalid_grant", 700_082, text));
    }
    let user = session.user.clone().unwrap_or_default();
    let wanted = scopes::parse(request.form.get("scope").unwrap_or(".default"), world)?;
    let earlier = issue::consented(world, &request.app, &user);
    let permitted = wanted.permit(world, &request.app, &earlier, false)?;
    let cae = request.form.declares_cp1()?;
    if let Some(entry) = world.entra.refresh_tokens.get_mut(token) {
        entry.last_used = now;
    }
    let client_info = request.form.wants_client_info();
    let (wanted, permitted, session) = (&wanted, permitted.as_slice(), known.session.as_str());
    Ok(issue::for_user(
        world,
        &Issue { session, wanted, permitted, cae, client_info, nonce: None, refresh_token: true },
    ))
}

fn client_credentials(world: &mut World, request: &Request) -> Result<Value, Refusal> {
    if request.segment != Segment::Home {
        let text = "No tenant-identifying information found in either the request or implied by any provided \
                    credentials.";
        return Err(Refusal::bad("invalid_request", 50_059, text));
    }
    if request.proof == Proof::None {
        return Err(no_secret());
    }
    let resource = scopes::application(request.form.need("scope")?, world)?;
    Ok(issue::for_application(world, &request.app, resource))
}

pub(super) fn wrong_client(parameter: &str) -> Refusal {
    let text = format!(
        "Provided grant is invalid or malformed. The provided value for the input parameter '{parameter}' was issued \
         to another client id."
    );
    Refusal::bad("invalid_grant", 70_000, text)
}

pub(super) fn wrong_tenant() -> Refusal {
    let text = "Provided Authorization Code is intended to use against other tenant, thus rejected.";
    Refusal::bad("invalid_grant", 700_005, text)
}

pub(super) fn redeemed() -> Refusal {
    let text = "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing \
                refresh token.";
    Refusal::bad("invalid_grant", 54_005, text)
}
