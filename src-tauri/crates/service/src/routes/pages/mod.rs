//! What all pages for visitors have in common: the frame around them, and what a browser may do on them.
//! No cookie is set and nothing is signed in, so there is no standing that another site could misuse by a form.

pub mod brand;
pub mod form;
pub mod words;

use std::fmt::Write as _;
use std::sync::LazyLock;

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, RETRY_AFTER, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lectern_core::error::{CommandError, ErrorCode};
use lectern_core::serving::pages::show::EventPage;
use lectern_core::serving::publication::PageLook;
use lectern_domain::language::Language;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, context, escape_formatter};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use url::Url;

use crate::app::App;
use crate::problem::Problem;
use words::{Words, when, wished, words};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = concat!(include_str!("zone.js"), include_str!("fold.js"));

static PAGES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut pages = Environment::new();
    // As HTML needs it; the library's own way writes slashes as `&#x2f;` too, which doubles the length of a logo.
    pages.set_formatter(|out, state, value| match value.as_str() {
        Some(text) if matches!(state.auto_escape(), AutoEscape::Html) && !value.is_safe() => {
            text.chars().try_for_each(|letter| match letter {
                '&' => out.write_str("&amp;"),
                '<' => out.write_str("&lt;"),
                '>' => out.write_str("&gt;"),
                '"' => out.write_str("&quot;"),
                '\'' => out.write_str("&#39;"),
                other => out.write_char(other),
            })?;
            Ok(())
        }
        _ => escape_formatter(out, state, value),
    });
    for (name, source) in [
        ("base.html", include_str!("base.html")),
        ("fields.html", include_str!("fields.html")),
        ("event.html", include_str!("event.html")),
        ("done.html", include_str!("done.html")),
        ("join.html", include_str!("join.html")),
        ("proof.html", include_str!("proof.html")),
        ("person.html", include_str!("person.html")),
        ("plain.html", include_str!("plain.html")),
    ] {
        pages.add_template(name, source).expect("a test renders every template of the program");
    }
    pages
});

/// What stands behind an address' question mark; everything may be missing.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    pub lang: Option<String>,
    /// In somebody's site.
    pub embed: Option<String>,
    /// What was done before, in one word.
    pub done: Option<String>,
}

/// How one answer is to be made.
pub struct Frame<'a> {
    pub app: &'a App,
    pub language: Language,
    pub t: Words,
    look: PageLook,
    framed: bool,
    /// A person's own: no search engine's.
    private: bool,
}

impl<'a> Frame<'a> {
    pub fn new(app: &'a App, asked: &Asked, headers: &HeaderMap, look: Option<&PageLook>) -> Self {
        let look = look.cloned().unwrap_or_default();
        let language = wished(asked.lang.as_deref(), headers, look.language.as_deref());
        let framed = asked.embed.is_some();
        Self { app, language, t: words(language), look, framed, private: false }
    }

    #[must_use]
    pub fn private(mut self) -> Self {
        self.private = true;
        self
    }

    /// What every further address carries on.
    pub fn keep(&self) -> &'static str {
        if self.framed { "&embed=1" } else { "" }
    }

    /// After a form was taken: to where it can be loaded again without sending it again.
    pub fn to(&self, path: &str) -> Response {
        Redirect::to(&format!("{path}lang={}{}", self.language.tag(), self.keep())).into_response()
    }

    pub fn event(&self, event: &EventPage) -> Value {
        context! {
            title => &event.title,
            description => &event.description,
            organizer => &event.organizer,
            when => when(self.language, event.start, event.end, &event.zone),
            start => event.start.to_string(),
            end => event.end.to_string(),
            zone => &event.zone,
            repeats => event.repeats.as_ref().map(|rule| rule.words_in(self.language)),
        }
    }

    pub fn page(&self, status: StatusCode, template: &str, shown: Value) -> Response {
        let style = format!("{STYLE}{}", brand::style(self.look.color.as_deref()));
        let logo = self.look.logo.as_deref().filter(|logo| is_picture(logo));
        let around = context! {
            lang => self.language.tag(),
            t => &self.t,
            style => &style,
            script => SCRIPT,
            service => &self.app.config().name,
            sandbox => self.app.desk().sandbox().is_some(),
            framed => self.framed,
            private => self.private,
            keep => self.keep(),
            logo,
        };
        let html = PAGES.get_template(template).and_then(|page| page.render(context! { ..shown, ..around }));
        let html = match html {
            Ok(html) => html,
            Err(error) => {
                tracing::error!(%error, template, "a page could not be made");
                let said = "This page could not be made. Try again in a moment.";
                return Problem::new(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal, said)
                    .into_response();
            }
        };
        let head = [
            (CONTENT_SECURITY_POLICY, self.policy(&style).as_str().to_owned()),
            (CACHE_CONTROL, "no-store".to_owned()),
            (REFERRER_POLICY, "no-referrer".to_owned()),
            (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        ];
        (status, head, Html(html)).into_response()
    }

    /// A few words in the place of what was asked for.
    pub fn plain(&self, status: StatusCode, title: &str, said: &str, back: Option<&str>) -> Response {
        let (title, said) = (self.t[title], self.t[said]);
        self.page(status, "plain.html", context! { title, said, back })
    }

    pub fn unknown(&self) -> Response {
        self.plain(StatusCode::NOT_FOUND, "unknown_title", "unknown", None)
    }

    /// What went wrong behind the page, in words for its reader.
    pub fn failed(&self, error: impl Into<CommandError>) -> Response {
        let error: CommandError = error.into();
        if error.code == ErrorCode::NotFound {
            return self.unknown();
        }
        let problem = Problem::from(error);
        let mut answer = self.plain(problem.status(), "failed_title", "failed", None);
        if let Some(wait) = problem.wait() {
            answer.headers_mut().insert(RETRY_AFTER, wait);
        }
        answer
    }

    /// Nothing is loaded from anywhere, nothing runs but what is ours, and only the organizer's sites may frame it.
    fn policy(&self, style: &str) -> String {
        let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
        let sites: Vec<String> = self.look.framed_by.iter().filter_map(|site| origin(site)).collect();
        let sites = if sites.is_empty() || self.private { "'none'".to_owned() } else { sites.join(" ") };
        format!(
            "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; img-src data:; form-action 'self'; \
             base-uri 'none'; frame-ancestors {sites}",
            hash(style),
            hash(SCRIPT)
        )
    }
}

/// `https://host[:port]`, and nothing that could say more in a header.
fn origin(site: &str) -> Option<String> {
    let url = Url::parse(site).ok()?;
    let local = url.scheme() == "http" && matches!(url.host_str(), Some("localhost" | "127.0.0.1"));
    let plain =
        |host: &str| host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.[:]".contains(&byte));
    let good = (url.scheme() == "https" || local) && url.host_str().is_some_and(plain);
    good.then(|| url.origin().ascii_serialization())
}

/// A picture within the page; SVG could hold more than a picture, but runs nothing as an image.
fn is_picture(logo: &str) -> bool {
    ["png", "jpeg", "webp", "gif", "svg+xml"].iter().any(|kind| {
        logo.strip_prefix("data:image/").is_some_and(|rest| rest.starts_with(&format!("{kind};base64,")))
    })
}
