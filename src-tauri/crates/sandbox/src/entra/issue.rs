//! Making tokens.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::bearer::{AccessClaims, Audience};
use super::jwt;
use super::scopes::Wanted;
use super::state::{RefreshToken, Session};
use crate::random;
use crate::tenant::App;
use crate::world::World;

/// What an answer of the token endpoint is made from.
pub(super) struct Issue<'a> {
    /// The id of the sign-in.
    pub session: &'a str,
    pub wanted: &'a Wanted,
    /// The permissions after consent was checked.
    pub permitted: &'a [String],
    pub cae: bool,
    pub client_info: bool,
    pub nonce: Option<&'a str>,
    pub refresh_token: bool,
}

/// Begins a sign-in of `user` and gives its id.
pub(super) fn begin(world: &mut World, app: &App, user: &str, consented: &[String]) -> String {
    let id = random::guid();
    let started = world.now();
    let (client_id, user, consented) = (app.client_id.clone(), Some(user.to_owned()), consented.to_vec());
    let session = Session { client_id, user, started, consented, challenge: None, revoked: None };
    world.entra.sessions.insert(id.clone(), session);
    id
}

/// What this user has consented to on this application's pages.
pub(super) fn consented(world: &World, app: &App, user: &str) -> Vec<String> {
    let theirs =
        |session: &&Session| session.client_id == app.client_id && session.user.as_deref() == Some(user);
    world.entra.sessions.values().filter(theirs).flat_map(|session| session.consented.clone()).collect()
}

/// The answer for a user, with an access token and what was asked for beside it.
pub(super) fn for_user(world: &mut World, issue: &Issue) -> Value {
    let Some(session) = world.entra.sessions.get(issue.session).cloned() else { return Value::Null };
    let user = session.user.clone().unwrap_or_default();
    // Graph is the resource that evaluates access continuously; ACS tokens live their normal life.
    let cae = issue.cae && issue.wanted.resource == Audience::Graph;
    let life = if cae { world.switches.cae_token_seconds } else { world.switches.access_token_seconds };
    let scp = issue.wanted.claim(issue.permitted);
    let mut claims = access_claims(world, issue.wanted.resource, &session.client_id, issue.session, life);
    claims.idtyp = "user".into();
    claims.oid = Some(user.clone());
    claims.upn = world.tenant.user(&user).map(|user| user.user_principal_name.clone());
    claims.scp = Some(scp);
    claims.xms_cc = if cae { vec!["cp1".into()] } else { Vec::new() };
    let mut answer = json!({
        "token_type": "Bearer",
        "scope": issue.wanted.granted(issue.permitted),
        "expires_in": life,
        "ext_expires_in": life,
        "access_token": jwt::sign(&claims),
    });
    if life >= 7_200 {
        answer["refresh_in"] = json!(life / 2);
    }
    if issue.refresh_token {
        answer["refresh_token"] = json!(refresh_token(world, issue.session));
    }
    if issue.wanted.openid() {
        answer["id_token"] = json!(id_token(world, &session.client_id, &user, issue.nonce));
    }
    if issue.client_info {
        let info = json!({"uid": user, "utid": world.tenant.id}).to_string();
        answer["client_info"] = json!(URL_SAFE_NO_PAD.encode(info));
    }
    answer
}

/// The answer of client credentials: exactly four properties.
pub(super) fn for_application(world: &mut World, app: &App, resource: Audience) -> Value {
    let id = format!("application:{}", app.client_id);
    let (client_id, started) = (app.client_id.clone(), world.now());
    world.entra.sessions.entry(id.clone()).or_insert(Session {
        client_id,
        user: None,
        started,
        consented: Vec::new(),
        challenge: None,
        revoked: None,
    });
    let life = world.switches.access_token_seconds;
    let mut claims = access_claims(world, resource, &app.client_id, &id, life);
    claims.idtyp = "app".into();
    claims.roles = (resource == Audience::Graph).then(|| app.graph_roles.iter().cloned().collect());
    json!({"token_type": "Bearer", "expires_in": life, "ext_expires_in": life, "access_token": jwt::sign(&claims)})
}

fn access_claims(
    world: &mut World,
    resource: Audience,
    client_id: &str,
    session: &str,
    life: i64,
) -> AccessClaims {
    let now = world.now().as_second();
    world.entra.tokens_issued += 1;
    AccessClaims {
        aud: resource.claim().into(),
        iss: format!("https://sts.windows.net/{}/", world.tenant.id),
        iat: now,
        nbf: now,
        exp: now + life,
        appid: client_id.into(),
        tid: world.tenant.id.clone(),
        idtyp: String::new(),
        oid: None,
        upn: None,
        scp: None,
        roles: None,
        xms_cc: Vec::new(),
        sid: session.into(),
        uti: world.entra.tokens_issued,
        ver: "1.0".into(),
    }
}

fn refresh_token(world: &mut World, session: &str) -> String {
    let token = format!("1.A{}", random::opaque::<96>());
    let now = world.now();
    let kept = RefreshToken { session: session.into(), issued: now, last_used: now };
    world.entra.refresh_tokens.insert(token.clone(), kept);
    token
}

fn id_token(world: &World, client_id: &str, oid: &str, nonce: Option<&str>) -> String {
    let now = world.now().as_second();
    let user = world.tenant.user(oid);
    // The subject is the user's name for this application only, and always the same.
    let subject = URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{client_id} {oid}")));
    let mut claims = json!({
        "aud": client_id,
        "iss": format!("{}/{}/v2.0", world.urls.entra, world.tenant.id),
        "iat": now, "nbf": now, "exp": now + 3_600,
        "name": user.map(|user| &user.display_name),
        "preferred_username": user.map(|user| &user.user_principal_name),
        "oid": oid, "sub": subject, "tid": world.tenant.id, "uti": random::opaque::<16>(), "ver": "2.0",
    });
    if let Some(nonce) = nonce {
        claims["nonce"] = json!(nonce);
    }
    jwt::sign(&claims)
}
