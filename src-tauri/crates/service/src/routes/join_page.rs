//! `GET /j/{code}`: the page behind a ticket's link. It works without a script; with one it also says the visitor's own
//! time. It is the same for every code that is none.

pub(super) mod words;

use std::sync::LazyLock;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use lectern_core::error::CommandError;
use lectern_core::join::notice::EventStanding;
use lectern_core::serving::passes::page::{self, JoinPage, PageState};
use minijinja::value::Value;
use minijinja::{Environment, context};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use words::{Language, words};

use crate::app::App;
use crate::client::ClientAddress;
use crate::extract::{Path, Query};
use crate::problem::Problem;

const STYLE: &str = include_str!("join_page/style.css");
const SCRIPT: &str = include_str!("join_page/zone.js");

static PAGES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut pages = Environment::new();
    pages.add_template("page.html", include_str!("join_page/page.html")).expect("a template that is tested");
    pages
});

/// Nothing is loaded from anywhere, and nothing runs but what is ours.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
});

#[derive(Deserialize)]
struct Asked {
    lang: Option<String>,
}

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show))
}

/// The page behind a ticket's link.
#[utoipa::path(get, path = "/j/{code}", tag = "pages",
    params(("code" = String, Path), ("lang" = Option<String>, Query, description = "`en` or `de`")),
    responses((status = 200, content_type = "text/html", body = String),
        (status = 404, content_type = "text/html", body = String)))]
async fn show(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
    address: ClientAddress,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = page::show(app.desk(), &code, app.origin()).await.map_err(CommandError::from)?;
    if found.is_none() {
        app.door().missed(address.key()).map_err(|wait| {
            Problem::too_many("Too many links that lead nowhere. Try again in a while.", wait.as_secs_f64())
        })?;
    }
    let wished = found.as_ref().and_then(|page| page.look.language.as_deref());
    let language = Language::of(asked.lang.as_deref(), &headers, wished);
    let status = if found.is_some() { StatusCode::OK } else { StatusCode::NOT_FOUND };
    let shown = match &found {
        None => context! { known => false, title => words(language)["unknown_title"] },
        Some(page) => shown(&app, page, &code, language),
    };
    let around = context! {
        lang => language.tag(),
        t => words(language),
        style => STYLE,
        script => SCRIPT,
        service => &app.config().name,
        sandbox => app.desk().sandbox().is_some(),
    };
    let html = PAGES.get_template("page.html").and_then(|page| page.render(context! { ..shown, ..around }));
    let html = html.map_err(|error| {
        tracing::error!(%error, "the page of a ticket could not be made");
        Problem::broken()
    })?;
    let head = [
        (CONTENT_SECURITY_POLICY, POLICY.as_str()),
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((status, head, Html(html)).into_response())
}

fn shown(app: &App, page: &JoinPage, code: &str, language: Language) -> Value {
    let t = words(language);
    let event = &page.event;
    let time = |text: &str| text.parse::<Timestamp>().unwrap_or_default();
    let (start, end) = (time(&event.start), time(&event.end));
    let running = event.standing == EventStanding::Running;
    let (state, mark, said) = match page.state {
        PageState::Early => ("early", "◔", t["early"]),
        PageState::Open if running => ("running", "●", t["running"]),
        PageState::Open => ("open", "●", t["open"]),
        PageState::Over => ("over", "■", t["over"]),
        PageState::Cancelled => ("cancelled", "✕", t["cancelled"]),
        PageState::Revoked => ("revoked", "✕", t["revoked"]),
        PageState::NotReady => ("not_ready", "◔", t["not_ready"]),
    };
    let more = match page.state {
        PageState::Early => t["opens"].replace("{when}", &words::at(language, page.opens, &event.zone)),
        PageState::Revoked => t["revoked_more"].to_owned(),
        PageState::NotReady => t["not_ready_more"].to_owned(),
        _ if page.lectern.is_none() && page.teams.is_some() => t["handed"].to_owned(),
        _ => String::new(),
    };
    let moved = event.moved_from.as_ref().map(|before| {
        let when = words::when(language, time(&before.start), time(&before.end), &before.zone);
        t["moved_from"].replace("{when}", &when)
    });
    let by = Some(&event.organizer).filter(|who| !who.is_empty());
    let address = format!("{}/j/{code}", app.origin());
    let qr = page::qr(&address);
    context! {
        known => true,
        title => &event.title,
        state, mark, said, more, moved,
        message => &event.organizer_message,
        when => words::when(language, start, end, &event.zone),
        start => &event.start, end => &event.end, zone => &event.zone,
        own => format!("/r/{code}"),
        organizer => by.map(|who| t["by"].replace("{who}", who)),
        lectern => &page.lectern,
        teams => &page.teams,
        web => &page.web,
        download => &app.config().download,
        qr => qr.split_once("<svg").map(|(_, rest)| format!("<svg{rest}")),
    }
}
