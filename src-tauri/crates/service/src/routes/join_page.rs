//! `GET /j/{code}`: the page behind a ticket's link. It works without a script; with one it also says the visitor's own
//! time. It is the same for every code that is none.

use axum::extract::State;
use axum::http::header::USER_AGENT;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use jiff::Timestamp;
use lectern_core::error::CommandError;
use lectern_core::join::notice::EventStanding;
use lectern_core::serving::passes::page::{self, JoinPage, PageState};
use minijinja::context;
use minijinja::value::Value;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::pages::words::{at, when};
use super::pages::{Asked, Frame};
use crate::app::App;
use crate::client::ClientAddress;
use crate::extract::{Path, Query};
use crate::problem::Problem;

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
    let Some(page) = found else {
        app.door().missed(address.key()).map_err(|wait| {
            Problem::too_many("Too many links that lead nowhere. Try again in a while.", wait.as_secs_f64())
        })?;
        return Ok(Frame::new(&app, &asked, &headers, None).private().unknown());
    };
    let frame = Frame::new(&app, &asked, &headers, Some(&page.look)).private();
    let agent = headers.get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let shown = shown(&frame, &page, &code, agent);
    Ok(frame.page(StatusCode::OK, "join.html", shown))
}

fn shown(frame: &Frame<'_>, page: &JoinPage, code: &str, agent: &str) -> Value {
    let (t, event, language) = (&frame.t, &page.event, frame.language);
    let time = |text: &str| text.parse::<Timestamp>().unwrap_or_default();
    let running = event.standing == EventStanding::Running;
    let (state, tone, mark) = match page.state {
        PageState::Early => ("early", "wait", "◔"),
        PageState::Open if running => ("running", "good", "●"),
        PageState::Open => ("open", "good", "●"),
        PageState::Over => ("over", "wait", "■"),
        PageState::Cancelled => ("cancelled", "bad", "✕"),
        PageState::Revoked => ("revoked", "bad", "✕"),
        PageState::NotReady => ("not_ready", "wait", "◔"),
    };
    let more = match page.state {
        PageState::Early => Some(t["doors"].replace("{when}", &at(language, page.opens, &event.zone))),
        PageState::Revoked => Some(t["revoked_more"].to_owned()),
        PageState::NotReady => Some(t["not_ready_more"].to_owned()),
        _ if page.lectern.is_none() && page.teams.is_some() => Some(t["handed"].to_owned()),
        _ => None,
    };
    let moved = event.moved_from.as_ref().map(|before| {
        let when = when(language, time(&before.start), time(&before.end), &before.zone);
        t["moved_from"].replace("{when}", &when)
    });
    let (start, end) = (time(&event.start), time(&event.end));
    let qr = page::qr(&format!("{}/j/{code}", frame.app.origin()));
    context! {
        title => format!("{} – {}", t[state], event.title),
        said => t[state],
        tone, mark, more, moved,
        message => &event.organizer_message,
        event => context! {
            title => &event.title,
            organizer => Some(&event.organizer).filter(|who| !who.is_empty()),
            when => when(language, start, end, &event.zone),
            start => &event.start, end => &event.end, zone => &event.zone,
        },
        own => format!("/r/{code}?lang={}", language.tag()),
        own_said => t[if matches!(page.state, PageState::Over | PageState::Cancelled) { "yours_title" } else { "own" }],
        calendar => matches!(page.state, PageState::Early).then(|| format!("/r/{code}/event.ics")),
        lectern => &page.lectern,
        teams => &page.teams,
        web => &page.web,
        downloads => downloads(frame, agent),
        qr => qr.split_once("<svg").map(|(_, rest)| format!("<svg{rest}")),
    }
}

/// Lectern to install, for the visitor's own system where its browser tells it. It is for computers: phones are offered
/// none.
fn downloads(frame: &Frame<'_>, agent: &str) -> Vec<Value> {
    let Some(address) = &frame.app.config().download else { return Vec::new() };
    if !address.contains("{system}") {
        return vec![context! { address, said => frame.t["download"] }];
    }
    systems(agent)
        .iter()
        .map(|(name, part)| {
            let said = frame.t["download_for"].replace("{system}", name);
            context! { said, address => address.replace("{system}", part) }
        })
        .collect()
}

const WINDOWS: (&str, &str) = ("Windows", "windows");
const MACOS: (&str, &str) = ("macOS", "macos");
const LINUX: (&str, &str) = ("Linux", "linux");

/// Named as people read it, and as it stands in an address.
fn systems(agent: &str) -> &'static [(&'static str, &'static str)] {
    let says = |word: &str| agent.contains(word);
    match () {
        () if says("Android") || says("iPhone") || says("iPad") => &[],
        () if says("Windows") => &[WINDOWS],
        () if says("Macintosh") => &[MACOS],
        () if says("Linux") => &[LINUX],
        () => &[WINDOWS, MACOS, LINUX],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_says_for_which_system() {
        let one = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36";
        assert_eq!(systems(one), [WINDOWS]);
        let one = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/17.4 Safari/605.1.15";
        assert_eq!(systems(one), [MACOS]);
        assert_eq!(
            systems("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"),
            [LINUX]
        );
        assert!(systems("Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/130.0").is_empty(), "no phone");
        assert!(systems("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X)").is_empty());
        assert_eq!(systems("").len(), 3, "who says nothing chooses");
    }
}
