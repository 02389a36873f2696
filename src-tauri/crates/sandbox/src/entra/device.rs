//! The device authorization grant: `POST /{tenant}/oauth2/v2.0/devicecode` and what becomes of its codes.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::form::{self, Form};
use super::issue::{self, Issue};
use super::refusal::{Refusal, json_answer};
use super::scopes;
use super::state::{DeviceCode, Outcome};
use super::token::{Request, redeemed, wrong_client, wrong_tenant};
use crate::random;
use crate::switches::{DeviceCodeFlow, SlowDown, UnknownDeviceCode};
use crate::world::{Shared, World, lock};

/// How long a code lives, in seconds.
const LIFE: i64 = 900;
/// No vowels, and nothing that looks like something else.
const ALPHABET: &[u8] = b"BCDFGHJKLMNPQRSTVWXZ23456789";

pub(super) async fn post(
    State(shared): State<Shared>,
    Path(tenant): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut world = lock(&shared);
    match start(&mut world, &tenant, &Form::body(&headers, &body)) {
        Ok(answer) => json_answer(200, &answer),
        Err(refusal) => refusal.answer(&world),
    }
}

fn start(world: &mut World, tenant: &str, form: &Form) -> Result<Value, Refusal> {
    let segment = form::segment(world, tenant)?;
    let app = form::client(world, segment, form.need("client_id")?)?;
    let scope = form.need("scope")?;
    scopes::parse(scope, world)?;
    let now = world.now();
    world
        .entra
        .device_codes
        .retain(|_, code| now.duration_since(code.expires_at) < SignedDuration::from_hours(24));
    let user_code = new_user_code();
    let device_code = format!("{}{}", user_code.chars().next().unwrap_or('D'), random::opaque::<96>());
    let code = DeviceCode {
        user_code: user_code.clone(),
        tenant: tenant.to_ascii_lowercase(),
        client_id: app.client_id,
        scope: scope.to_owned(),
        expires_at: now.saturating_add(SignedDuration::from_secs(LIFE)).unwrap_or(now),
        last_poll: None,
        outcome: Outcome::Pending,
    };
    world.entra.device_codes.insert(device_code.clone(), code);
    let page = format!("{}/devicelogin", world.urls.entra);
    Ok(json!({
        "user_code": user_code,
        "device_code": device_code,
        "verification_uri": page,
        "expires_in": LIFE,
        "interval": world.switches.device_code_interval,
        "message": format!(
            "To sign in, use a web browser to open the page {page} and enter the code {user_code} to authenticate."
        ),
    }))
}

fn new_user_code() -> String {
    random::bytes::<9>()
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]))
        .collect()
}

/// The token endpoint's side: one poll. The documentation gives no AADSTS number for a declined code nor for
/// `slow_down`; those here are not to be relied on.
pub(super) fn redeem(world: &mut World, request: &Request) -> Result<Value, Refusal> {
    let device_code = request.form.need("device_code")?;
    let now = world.now();
    let interval = SignedDuration::from_secs(world.switches.device_code_interval);
    let slow_down = world.switches.slow_down == SlowDown::WhenTooFast;
    let Some(code) = world.entra.device_codes.get_mut(device_code) else { return Err(unknown(world)) };
    if code.client_id != request.app.client_id {
        return Err(wrong_client("device_code"));
    }
    if code.tenant != request.tenant.to_ascii_lowercase() {
        return Err(wrong_tenant());
    }
    let too_fast = code.last_poll.replace(now).is_some_and(|last| now.duration_since(last) < interval);
    let user = match &code.outcome {
        Outcome::Redeemed => return Err(redeemed()),
        Outcome::Declined => {
            return Err(Refusal::bad(
                "authorization_declined",
                70_017,
                "The user has denied the authorization request.",
            ));
        }
        Outcome::Expired => return Err(expired()),
        Outcome::Approved(user) => user.clone(),
        Outcome::Pending if now >= code.expires_at => return Err(expired()),
        Outcome::Pending if slow_down && too_fast => {
            return Err(Refusal::bad(
                "slow_down",
                70_036,
                "Polling is too frequent. Increase the polling interval.",
            ));
        }
        Outcome::Pending => {
            let text = "OAuth 2.0 device flow error. Authorization is pending. Continue polling.";
            return Err(Refusal::bad("authorization_pending", 70_016, text));
        }
    };
    let scope = code.scope.clone();
    let tokens = sign_in(world, request, &user, &scope)?;
    if let Some(code) = world.entra.device_codes.get_mut(device_code) {
        code.outcome = Outcome::Redeemed;
    }
    Ok(tokens)
}

fn sign_in(world: &mut World, request: &Request, user: &str, scope: &str) -> Result<Value, Refusal> {
    if world.switches.device_code_flow == DeviceCodeFlow::Blocked {
        let text = "Access has been blocked by Conditional Access policies. The access policy does not allow token \
                    issuance.";
        let claims = json!({"access_token": {"capolids": {"essential": true, "values": [random::guid()]}}})
            .to_string();
        return Err(Refusal::bad("invalid_grant", 53_003, text)
            .with_suberror("message_only")
            .with_claims(claims));
    }
    let wanted = scopes::parse(scope, world)?;
    let earlier = issue::consented(world, &request.app, user);
    let permitted = wanted.permit(world, &request.app, &earlier, true)?;
    let cae = request.form.declares_cp1()?;
    let session = issue::begin(world, &request.app, user, &permitted);
    Ok(issue::for_user(
        world,
        &Issue {
            session: &session,
            wanted: &wanted,
            permitted: &permitted,
            cae,
            client_info: request.form.wants_client_info(),
            nonce: None,
            refresh_token: wanted.offline(),
        },
    ))
}

fn unknown(world: &World) -> Refusal {
    match world.switches.unknown_device_code {
        UnknownDeviceCode::InvalidGrant => form::malformed("invalid_grant"),
        UnknownDeviceCode::BadVerificationCode => {
            Refusal::bad("bad_verification_code", 70_018, "The provided device_code is not valid.")
        }
    }
}

fn expired() -> Refusal {
    let text = "The provided device_code has expired. Start a new device authorization request.";
    Refusal::bad("expired_token", 70_020, text)
}

/// Why a person's or the control door's decision does not stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotDecided {
    UnknownCode,
    /// Already approved, declined, expired or redeemed.
    Settled,
    UnknownUser,
}

/// What is decided about a user code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Decision {
    Approve,
    Deny,
    Expire,
}

/// Decides about a user code, written with or without dashes, for `user` (any of a user's names) or the
/// seeded one; gives the user's principal name.
pub(crate) fn decide(
    world: &mut World,
    user_code: &str,
    decision: Decision,
    user: Option<&str>,
) -> Result<String, NotDecided> {
    let wanted: String = user_code.chars().filter(char::is_ascii_alphanumeric).collect();
    let who = match user {
        Some(name) => world.tenant.find_user(name).ok_or(NotDecided::UnknownUser)?,
        None => world.tenant.default_user(),
    };
    let (oid, name) = (who.id.clone(), who.user_principal_name.clone());
    let now = world.now();
    let mut codes = world.entra.device_codes.values_mut();
    let code =
        codes.find(|code| code.user_code.eq_ignore_ascii_case(&wanted)).ok_or(NotDecided::UnknownCode)?;
    if code.outcome != Outcome::Pending || now >= code.expires_at {
        return Err(NotDecided::Settled);
    }
    code.outcome = match decision {
        Decision::Approve => Outcome::Approved(oid),
        Decision::Deny => Outcome::Declined,
        Decision::Expire => Outcome::Expired,
    };
    Ok(name)
}

/// Whether a user code waits for a decision, and for which application.
pub(super) fn waiting(world: &World, user_code: &str) -> Option<String> {
    let wanted: String = user_code.chars().filter(char::is_ascii_alphanumeric).collect();
    let now = world.now();
    let mut codes = world.entra.device_codes.values();
    let code = codes.find(|code| {
        code.user_code.eq_ignore_ascii_case(&wanted)
            && code.outcome == Outcome::Pending
            && now < code.expires_at
    })?;
    world.tenant.app(&code.client_id).map(|app| app.display_name.clone())
}
