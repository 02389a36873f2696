//! `/e/{slug}`: the page of an event, where people register. It works without a script; with one, questions that are not
//! asked fold away, and the visitor's own time is said.

use axum::extract::{DefaultBodyLimit, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use lectern_core::registration::form::Field;
use lectern_core::serving::pages::calendar;
use lectern_core::serving::pages::register::Answer;
use lectern_core::serving::pages::show::{self, EventPage, Stand, Way};
use minijinja::context;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::pages::form::{Faults, Fields, Typed};
use super::pages::words::at;
use super::pages::{Asked, Frame};
use crate::app::App;
use crate::client::ClientAddress;
use crate::extract::{Form, Path, Query};
use crate::limits;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(event, register))
        .routes(routes!(done))
        .routes(routes!(event_calendar))
        .routes(routes!(embed))
        .layer(DefaultBodyLimit::max(limits::FORM))
}

/// What is wrong with a form that came.
#[derive(Default)]
struct Wrong {
    faults: Faults,
    /// More guests than may come along.
    most_guests: Option<u32>,
}

/// The page of an event.
#[utoipa::path(get, path = "/e/{slug}", tag = "pages",
    params(("slug" = String, Path), ("lang" = Option<String>, Query), ("embed" = Option<String>, Query)),
    responses((status = 200, content_type = "text/html", body = String),
        (status = 404, content_type = "text/html", body = String)))]
async fn event(
    State(app): State<App>,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    match show::show(app.desk(), &slug).await {
        Ok(Some(event)) => {
            let frame = Frame::new(&app, &asked, &headers, Some(&event.look));
            shown(&frame, &event, StatusCode::OK, &Typed::default(), &Wrong::default())
        }
        Ok(None) => Frame::new(&app, &asked, &headers, None).unknown(),
        Err(error) => Frame::new(&app, &asked, &headers, None).failed(error),
    }
}

/// Somebody registers. The answer is the same whether or not they are on the list already.
#[utoipa::path(post, path = "/e/{slug}", tag = "pages",
    params(("slug" = String, Path), ("lang" = Option<String>, Query), ("embed" = Option<String>, Query)),
    request_body(content = String, content_type = "application/x-www-form-urlencoded"),
    responses((status = 303), (status = 404, content_type = "text/html", body = String),
        (status = 409, content_type = "text/html", body = String),
        (status = 422, content_type = "text/html", body = String),
        (status = 429, content_type = "text/html", body = String)))]
async fn register(
    State(app): State<App>,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
    from: ClientAddress,
    headers: HeaderMap,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let event = match show::show(app.desk(), &slug).await {
        Ok(Some(event)) => event,
        Ok(None) => return Frame::new(&app, &asked, &headers, None).unknown(),
        Err(error) => return Frame::new(&app, &asked, &headers, None).failed(error),
    };
    let frame = Frame::new(&app, &asked, &headers, Some(&event.look));
    if let Err(wait) = app.visits().enter(&from.key(), app.desk().now()) {
        let mut answer = frame.plain(StatusCode::TOO_MANY_REQUESTS, "busy_title", "busy", None);
        answer.headers_mut().insert(axum::http::header::RETRY_AFTER, wait.into());
        return answer;
    }
    let typed = Typed::read(pairs);
    if typed.trapped {
        // As if it had been taken: a program learns nothing.
        let way = if let Stand::Open(way) = event.stand { way } else { Way::Place };
        return if event.look.proof { unproven(&frame, &slug) } else { taken(&frame, &slug, way) };
    }
    let request = typed.request(&event.rules);
    let answer = app.reception().register(app.desk(), &slug, request, frame.language).await;
    match answer {
        Ok(Answer::Taken(way)) => taken(&frame, &slug, way),
        Ok(Answer::Unproven) => unproven(&frame, &slug),
        Ok(Answer::Wrong(faults)) => {
            let wrong = Wrong { faults, most_guests: None };
            shown(&frame, &event, StatusCode::UNPROCESSABLE_ENTITY, &typed, &wrong)
        }
        Ok(Answer::TooManyGuests { most }) => {
            let wrong = Wrong { faults: Faults::new(), most_guests: Some(most) };
            shown(&frame, &event, StatusCode::UNPROCESSABLE_ENTITY, &typed, &wrong)
        }
        Ok(Answer::NotNow(stand)) => {
            let event = EventPage { stand, ..event };
            shown(&frame, &event, StatusCode::CONFLICT, &typed, &Wrong::default())
        }
        Err(error) => frame.failed(error),
    }
}

pub(super) fn taken(frame: &Frame<'_>, slug: &str, way: Way) -> Response {
    let way = match way {
        Way::Place => "place",
        Way::Queue => "queue",
        Way::Decision => "ask",
    };
    frame.to(&format!("/e/{slug}/done?done={way}&"))
}

fn unproven(frame: &Frame<'_>, slug: &str) -> Response {
    frame.to(&format!("/e/{slug}/done?done=proof&"))
}

/// Nobody can register now; the page says why.
pub(super) fn refused(frame: &Frame<'_>, event: &EventPage) -> Response {
    shown(frame, event, StatusCode::CONFLICT, &Typed::default(), &Wrong::default())
}

/// What a visitor reads after the form was taken.
#[utoipa::path(get, path = "/e/{slug}/done", tag = "pages",
    params(("slug" = String, Path), ("done" = Option<String>, Query)),
    responses((status = 200, content_type = "text/html", body = String),
        (status = 404, content_type = "text/html", body = String)))]
async fn done(
    State(app): State<App>,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    let event = match show::show(app.desk(), &slug).await {
        Ok(Some(event)) => event,
        Ok(None) => return Frame::new(&app, &asked, &headers, None).unknown(),
        Err(error) => return Frame::new(&app, &asked, &headers, None).failed(error),
    };
    let frame = Frame::new(&app, &asked, &headers, Some(&event.look));
    let (word, tone, mark) = match asked.done.as_deref() {
        Some("queue") => ("queue", "wait", "◔"),
        Some("ask") => ("ask", "wait", "◔"),
        Some("proof") => ("proof", "wait", "✉"),
        _ => ("place", "good", "✓"),
    };
    let said = frame.t[format!("{word}_done").as_str()];
    let shown = context! {
        title => format!("{said} – {}", event.title),
        said, tone, mark,
        next => frame.t[format!("{word}_next").as_str()],
        no_mail => frame.t[if word == "proof" { "proof_no_mail" } else { "no_mail" }],
        event => frame.event(&event),
        slug => &event.slug,
        calendar => word == "place",
    };
    frame.page(StatusCode::OK, "done.html", shown)
}

/// The event for a calendar; it leads to the page.
#[utoipa::path(get, path = "/e/{slug}/event.ics", tag = "pages", params(("slug" = String, Path)),
    responses((status = 200, content_type = "text/calendar", body = String),
        (status = 404, content_type = "text/html", body = String)))]
async fn event_calendar(
    State(app): State<App>,
    Path(slug): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    match calendar::of_event(app.desk(), &slug, app.origin()).await {
        Ok(file) => calendar_file(file),
        Err(error) => Frame::new(&app, &asked, &headers, None).failed(error),
    }
}

pub(super) fn calendar_file(file: String) -> Response {
    let head = [
        (CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"event.ics\""),
        (CACHE_CONTROL, "no-store"),
    ];
    (head, file).into_response()
}

/// The script by which an organizer's site shows a page, as high as it is.
#[utoipa::path(get, path = "/embed.js", tag = "pages",
    responses((status = 200, content_type = "text/javascript", body = String)))]
async fn embed() -> Response {
    let head = [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=3600"),
        // Another site loads it: that is what it is for.
        (axum::http::HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    (head, include_str!("pages/embed.js")).into_response()
}

fn shown(frame: &Frame<'_>, event: &EventPage, status: StatusCode, typed: &Typed, wrong: &Wrong) -> Response {
    let t = &frame.t;
    let mut fields = Fields::new(t, &wrong.faults);
    let name = fields.text("name", &typed.name, &Field::Name, true);
    let email = fields.text("email", &typed.email, &Field::Email, true);
    let company = fields.text("company", &typed.company, &Field::Company, false);
    let questions = fields.questions(&event.rules.questions, typed);
    let guests = fields.guests(event.rules.guests, &typed.guests);
    let (heading, before, send) = match event.stand {
        Stand::Open(Way::Queue) => ("queue_title", Some("queue_before"), "queue"),
        Stand::Open(Way::Decision) => ("register_title", Some("ask_before"), "ask"),
        _ => ("register_title", None, "register"),
    };
    let (said, more, tone, mark) = match &event.stand {
        Stand::Open(_) => (None, None, "", ""),
        Stand::NotYet { opens } => {
            let opens = t["opens"].replace("{when}", &at(frame.language, *opens, &event.zone));
            (Some("not_yet"), Some(opens), "wait", "◔")
        }
        Stand::Shut => (Some("shut"), Some(t["shut_more"].to_owned()), "wait", "■"),
        Stand::Full => (Some("full"), Some(t["full_more"].to_owned()), "wait", "■"),
        Stand::Cancelled => (Some("cancelled"), None, "bad", "✕"),
        Stand::Over => (Some("over"), None, "wait", "■"),
        Stand::Elsewhere => (Some("elsewhere"), Some(t["elsewhere_more"].to_owned()), "wait", "■"),
    };
    let hint = if event.rules.guests == 1 { "guests_one" } else { "guests_some" };
    let most = |text: &str, most: u32| text.replace("{most}", &most.to_string());
    let summary = fields.summary();
    let page = context! {
        title => &event.title,
        event => frame.event(event),
        slug => &event.slug,
        open => matches!(event.stand, Stand::Open(_)),
        calendar => matches!(event.stand, Stand::NotYet { .. } | Stand::Shut),
        faulty => !summary.is_empty() || wrong.most_guests.is_some(),
        said => said.map(|name| t[name]),
        more, tone, mark, name, email, company, questions, guests, summary,
        guests_hint => most(t[hint], event.rules.guests),
        guests_error => wrong.most_guests.map(|number| most(t["e_guests"], number)),
        heading => t[heading],
        before => before.map(|name| t[name]),
        proof => event.look.proof.then(|| t["proof_before"]),
        send => t[send],
    };
    frame.page(status, "event.html", page)
}
