//! `/{tenant}/oauth2/v2.0/authorize`: the page of the authorization code flow, with PKCE.

use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::{LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::SignedDuration;
use url::Url;

use super::browser;
use super::form::{self, Form};
use super::pages::{self, Question};
use super::refusal::Refusal;
use super::scopes;
use super::state::{AuthCode, Authorization};
use crate::random;
use crate::tenant::App;
use crate::world::{Shared, World, lock};

/// A refusal, and whether the application may be told by redirect.
enum Refused {
    OnPage(Refusal),
    ByRedirect(Box<Authorization>, Refusal),
}

/// What goes back to the application, and how.
pub(crate) struct Reply {
    pub redirect_uri: String,
    /// `query`, `fragment` or `form_post`.
    pub response_mode: String,
    pub fields: Vec<(&'static str, String)>,
}

pub(super) async fn get(
    State(shared): State<Shared>,
    Path(tenant): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    let mut world = lock(&shared);
    let form = Form::query(query.as_deref());
    let browser = random::hex::<16>();
    match begin(&mut world, &tenant, &form, &browser) {
        Ok(flow) => {
            let request = &world.entra.authorizations[&flow];
            let application =
                world.tenant.app(&request.client_id).map_or("", |app| app.display_name.as_str());
            let question = Question {
                action: &format!("/{tenant}/oauth2/v2.0/authorize"),
                application,
                scopes: &request.scope,
                flow: &flow,
                user_code: None,
                user: request.login_hint.as_deref(),
            };
            let mut page = pages::decide(&world.tenant, &question);
            if let Ok(cookie) = HeaderValue::from_str(&browser::cookie(&browser)) {
                page.headers_mut().insert(SET_COOKIE, cookie);
            }
            page
        }
        Err(Refused::OnPage(refusal)) => pages::refused(&refusal),
        Err(Refused::ByRedirect(request, refusal)) => refusal_reply(&request, &refusal).send(),
    }
}

pub(super) async fn post(
    State(shared): State<Shared>,
    Path(tenant): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut world = lock(&shared);
    let form = Form::body(&headers, &body);
    if form::segment(&world, &tenant).is_err() || !browser::same_origin(&headers, &world.urls.entra) {
        return pages::refused(&form::malformed("invalid_request"));
    }
    let flow = form.get("flow").unwrap_or_default();
    let browser = browser::of(&headers).unwrap_or_default();
    let theirs = world.entra.authorizations.get(flow).is_some_and(|request| request.browser == browser);
    if !theirs {
        return pages::refused(&form::malformed("invalid_request"));
    }
    let approved = form.get("decision") == Some("approve");
    match decide(&mut world, flow, approved, form.get("user")) {
        Some(reply) => reply.send(),
        None => pages::refused(&form::malformed("invalid_request")),
    }
}

/// Checks a request and remembers it; gives the id of the flow.
fn begin(world: &mut World, tenant: &str, form: &Form, browser: &str) -> Result<String, Refused> {
    let on_page = Refused::OnPage;
    let segment = form::segment(world, tenant).map_err(on_page)?;
    let app = form::client(world, segment, form.need("client_id").map_err(on_page)?).map_err(on_page)?;
    let redirect = form.need("redirect_uri").map_err(on_page)?;
    if !is_registered(&app, redirect) {
        let text = format!(
            "The redirect URI '{redirect}' specified in the request does not match the redirect URIs configured for \
             the application '{}'. Make sure the redirect URI sent in the request matches one added to your \
             application in the Azure portal.",
            app.client_id
        );
        return Err(on_page(Refusal::bad("invalid_request", 50_011, text)));
    }
    let owned = |name: &str| form.get(name).map(ToOwned::to_owned);
    let request = Authorization {
        tenant: tenant.to_ascii_lowercase(),
        client_id: app.client_id.clone(),
        redirect_uri: redirect.to_owned(),
        scope: owned("scope").unwrap_or_default(),
        state: owned("state"),
        nonce: owned("nonce"),
        response_mode: owned("response_mode").unwrap_or_else(|| "query".into()),
        code_challenge: owned("code_challenge"),
        claims: owned("claims"),
        login_hint: owned("login_hint"),
        browser: browser.to_owned(),
        started: world.now(),
    };
    if let Err(refusal) = check(world, &app, form, &request) {
        return Err(Refused::ByRedirect(Box::new(request), refusal));
    }
    let now = world.now();
    world
        .entra
        .authorizations
        .retain(|_, earlier| now.duration_since(earlier.started) < SignedDuration::from_hours(1));
    let flow = random::hex::<16>();
    world.entra.authorizations.insert(flow.clone(), request);
    Ok(flow)
}

/// What the application is told of by redirect.
fn check(world: &World, app: &App, form: &Form, request: &Authorization) -> Result<(), Refusal> {
    match form.need("response_type")? {
        "code" => {}
        other => {
            let text = format!("response_type '{other}' is not enabled for the application.");
            return Err(Refusal::bad("unsupported_response_type", 700_051, text));
        }
    }
    form.need("scope")?;
    if !["query", "fragment", "form_post"].contains(&request.response_mode.as_str()) {
        let text = format!("The response_mode '{}' is not supported.", request.response_mode);
        return Err(Refusal::bad("invalid_request", 900_971, text));
    }
    if app.public_client {
        let text = "Proof Key for Code Exchange is required for cross-origin authorization code redemption.";
        let required = || Refusal::bad("invalid_request", 9_002_325, text);
        let challenge = request.code_challenge.as_deref().ok_or_else(required)?;
        if form.get("code_challenge_method") != Some("S256") {
            return Err(required());
        }
        if challenge.len() != 43 {
            return Err(Refusal::bad(
                "invalid_request",
                501_491,
                "Invalid size of Code_Challenge parameter.",
            ));
        }
    }
    form.declares_cp1()?;
    let wanted = scopes::parse(&request.scope, world)?;
    wanted.permit(world, app, &[], true)?;
    match form.get("prompt") {
        None | Some("login" | "consent" | "select_account") => Ok(()),
        Some("none") => Err(Refusal::bad(
            "login_required",
            50_058,
            "A silent sign-in request was sent but no user is signed in.",
        )),
        Some(other) => Err(Refusal::bad(
            "invalid_request",
            90_023,
            format!("The 'prompt' value '{other}' is not supported."),
        )),
    }
}

/// Ends a flow with a code or with `access_denied`.
fn decide(world: &mut World, flow: &str, approved: bool, user: Option<&str>) -> Option<Reply> {
    let user = match user {
        Some(name) => world.tenant.find_user(name)?.id.clone(),
        None => world.tenant.default_user().id.clone(),
    };
    let request = world.entra.authorizations.remove(flow)?;
    if !approved {
        let text = "User declined to consent to access the app.";
        return Some(refusal_reply(&request, &Refusal::bad("access_denied", 65_004, text)));
    }
    let code = format!("1.A{}", random::opaque::<96>());
    let mut reply = Reply::to(&request, vec![("code", code.clone())]);
    reply.fields.push(("session_state", random::guid()));
    let issued = world.now();
    world.entra.auth_codes.insert(code, AuthCode { request, user, issued, redeemed: false });
    Some(reply)
}

/// For the control door: the whole page in one step. Gives what the browser would carry to the application,
/// or the text of the page where there is nothing to carry.
pub(crate) fn complete(
    world: &mut World,
    url: &str,
    approved: bool,
    user: Option<&str>,
) -> Result<Reply, String> {
    let url = Url::parse(url).map_err(|error| error.to_string())?;
    let mut segments = url.path_segments().into_iter().flatten();
    let tenant = segments.next().unwrap_or_default().to_owned();
    if segments.collect::<Vec<_>>() != ["oauth2", "v2.0", "authorize"] {
        return Err("not an address of the authorize page".into());
    }
    match begin(world, &tenant, &Form::query(url.query()), "control") {
        Ok(flow) => decide(world, &flow, approved, user).ok_or_else(|| "no such user".into()),
        Err(Refused::OnPage(refusal)) => Err(refusal.headline()),
        Err(Refused::ByRedirect(request, refusal)) => Ok(refusal_reply(&request, &refusal)),
    }
}

/// Whether a redirect is registered. The port of a loopback address does not count, its path does.
pub(super) fn is_registered(app: &App, redirect: &str) -> bool {
    let Ok(given) = Url::parse(redirect) else { return false };
    app.redirect_uris.iter().filter_map(|known| Url::parse(known).ok()).any(|known| {
        let loopback = known.scheme() == "http" && known.host_str() == Some("localhost");
        known.scheme() == given.scheme()
            && known.host_str() == given.host_str()
            && known.path() == given.path()
            && given.fragment().is_none()
            && (loopback || known.port_or_known_default() == given.port_or_known_default())
    })
}

fn refusal_reply(request: &Authorization, refusal: &Refusal) -> Reply {
    let description = ("error_description", refusal.headline());
    Reply::to(request, vec![("error", refusal.error().to_owned()), description])
}

impl Reply {
    fn to(request: &Authorization, mut fields: Vec<(&'static str, String)>) -> Self {
        fields.extend(request.state.clone().map(|state| ("state", state)));
        Self {
            redirect_uri: request.redirect_uri.clone(),
            response_mode: request.response_mode.clone(),
            fields,
        }
    }

    /// Where the browser goes; with `form_post`, where it posts the fields to.
    pub fn location(&self) -> String {
        let text = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.fields).finish();
        let mark = match (self.response_mode.as_str(), self.redirect_uri.contains('?')) {
            ("form_post", _) => return self.redirect_uri.clone(),
            ("fragment", _) => '#',
            (_, true) => '&',
            (_, false) => '?',
        };
        format!("{}{mark}{text}", self.redirect_uri)
    }

    /// Sends the browser back to the application.
    fn send(&self) -> Response {
        if self.response_mode == "form_post" {
            return pages::form_post(&self.redirect_uri, &self.fields);
        }
        (StatusCode::FOUND, [(LOCATION, self.location())]).into_response()
    }
}
