//! `/r/{code}`: a person's own page. Whoever has the code is taken for them; it opens by nothing else.

use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use lectern_core::registration::form::Field;
use lectern_core::serving::pages::PageError;
use lectern_core::serving::pages::person::{self, Changed, PersonPage};
use lectern_core::serving::pages::{calendar, show::Stand};
use lectern_domain::registration::{RegistrantStatus, Rules};
use minijinja::context;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::event_page::calendar_file;
use super::pages::form::{Faults, Fields, Typed};
use super::pages::words::at;
use super::pages::{Asked, Frame};
use crate::app::App;
use crate::client::ClientAddress;
use crate::extract::{Form, Path, Query};
use crate::limits;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(person_page))
        .routes(routes!(person_calendar))
        .routes(routes!(change))
        .routes(routes!(cancel))
        .routes(routes!(give))
        .routes(routes!(accept))
        .layer(DefaultBodyLimit::max(limits::FORM))
}

/// A form on the page that was sent and can't be done as it is.
#[derive(Default)]
struct Sent {
    open: &'static str,
    typed: Option<Typed>,
    faults: Faults,
    /// The place can't go to the address that was named.
    not_to: bool,
}

/// Where somebody stands, and what they can do about it.
#[utoipa::path(get, path = "/r/{code}", tag = "pages",
    params(("code" = String, Path), ("lang" = Option<String>, Query)),
    responses((status = 200, content_type = "text/html", body = String),
        (status = 404, content_type = "text/html", body = String)))]
async fn person_page(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    found(&app, &code, &asked, &headers, StatusCode::OK, &Sent::default()).await
}

/// The event for this person's calendar.
#[utoipa::path(get, path = "/r/{code}/event.ics", tag = "pages", params(("code" = String, Path)),
    responses((status = 200, content_type = "text/calendar", body = String),
        (status = 404, content_type = "text/html", body = String)))]
async fn person_calendar(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    match calendar::of_person(app.desk(), &code, app.origin()).await {
        Ok(file) => calendar_file(file),
        Err(error) => Frame::new(&app, &asked, &headers, None).failed(error),
    }
}

/// Name, company and answers, put right.
#[utoipa::path(post, path = "/r/{code}/change", tag = "pages", params(("code" = String, Path)),
    request_body(content = String, content_type = "application/x-www-form-urlencoded"),
    responses((status = 303), (status = 404, content_type = "text/html", body = String),
        (status = 422, content_type = "text/html", body = String)))]
async fn change(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    let typed = Typed::read(pairs);
    let rules = match person::show(app.desk(), &code).await {
        Ok(found) => found.map_or_else(Rules::default, |page| page.event.rules),
        Err(error) => return Frame::new(&app, &asked, &headers, None).failed(error),
    };
    let answer = app.reception().amend(app.desk(), &code, typed.request(&rules)).await;
    let sent = |faults| Sent { open: "change", typed: Some(typed), faults, not_to: false };
    match answer {
        Ok(Changed::Wrong(faults)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            found(&app, &code, &asked, &headers, status, &sent(faults)).await
        }
        Ok(_) => to(&app, &asked, &headers, &code, "changed"),
        Err(error) => refused(&app, &asked, &headers, &code, error),
    }
}

/// The place goes back.
#[utoipa::path(post, path = "/r/{code}/cancel", tag = "pages", params(("code" = String, Path)),
    responses((status = 303), (status = 404, content_type = "text/html", body = String)))]
async fn cancel(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    match app.reception().cancel(app.desk(), &code).await {
        Ok(()) => to(&app, &asked, &headers, &code, "cancelled"),
        Err(error) => refused(&app, &asked, &headers, &code, error),
    }
}

/// Somebody else comes instead.
#[utoipa::path(post, path = "/r/{code}/transfer", tag = "pages", params(("code" = String, Path)),
    request_body(content = String, content_type = "application/x-www-form-urlencoded"),
    responses((status = 303), (status = 404, content_type = "text/html", body = String),
        (status = 422, content_type = "text/html", body = String),
        (status = 429, content_type = "text/html", body = String)))]
async fn give(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
    from: ClientAddress,
    headers: HeaderMap,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Response {
    // Whoever tries address after address would learn who is on the list.
    if let Err(wait) = app.visits().enter(&from.key(), app.desk().now()) {
        let frame = Frame::new(&app, &asked, &headers, None).private();
        let mut answer = frame.plain(StatusCode::TOO_MANY_REQUESTS, "busy_title", "busy", None);
        answer.headers_mut().insert(axum::http::header::RETRY_AFTER, wait.into());
        return answer;
    }
    let (typed, language) = (Typed::read(pairs), Frame::new(&app, &asked, &headers, None).language);
    let answer =
        app.reception().transfer(app.desk(), &code, typed.request(&Rules::default()), language).await;
    let sent = |faults, not_to| Sent { open: "transfer", typed: Some(typed), faults, not_to };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    match answer {
        Ok(Changed::Wrong(faults)) => {
            found(&app, &code, &asked, &headers, status, &sent(faults, false)).await
        }
        Ok(Changed::NotTo) => found(&app, &code, &asked, &headers, status, &sent(Faults::new(), true)).await,
        Ok(Changed::Done) => to(&app, &asked, &headers, &code, "transferred"),
        Err(error) => refused(&app, &asked, &headers, &code, error),
    }
}

/// The offered place is taken.
#[utoipa::path(post, path = "/r/{code}/accept", tag = "pages", params(("code" = String, Path)),
    responses((status = 303), (status = 404, content_type = "text/html", body = String)))]
async fn accept(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Response {
    match app.reception().accept(app.desk(), &code).await {
        Ok(taken) => to(&app, &asked, &headers, &code, if taken { "accepted" } else { "gone" }),
        Err(error) => refused(&app, &asked, &headers, &code, error),
    }
}

fn to(app: &App, asked: &Asked, headers: &HeaderMap, code: &str, done: &str) -> Response {
    Frame::new(app, asked, headers, None).to(&format!("/r/{code}?done={done}&"))
}

fn refused(app: &App, asked: &Asked, headers: &HeaderMap, code: &str, error: PageError) -> Response {
    match error {
        PageError::NotNow => to(app, asked, headers, code, "gone"),
        other => Frame::new(app, asked, headers, None).private().failed(other),
    }
}

async fn found(
    app: &App,
    code: &str,
    asked: &Asked,
    headers: &HeaderMap,
    status: StatusCode,
    sent: &Sent,
) -> Response {
    match person::show(app.desk(), code).await {
        Ok(Some(page)) => {
            let frame = Frame::new(app, asked, headers, Some(&page.event.look)).private();
            shown(&frame, &page, code, asked, status, sent)
        }
        Ok(None) => Frame::new(app, asked, headers, None).private().unknown(),
        Err(error) => Frame::new(app, asked, headers, None).private().failed(error),
    }
}

fn shown(
    frame: &Frame<'_>,
    page: &PersonPage,
    code: &str,
    asked: &Asked,
    status: StatusCode,
    sent: &Sent,
) -> Response {
    let (t, person, event) = (&frame.t, &page.person, &page.event);
    let kept = Typed::kept(&person.name, person.company.as_deref(), &page.answers);
    let typed = sent.typed.as_ref();
    let (none, blank) = (Faults::new(), Typed::default());
    let changing = (sent.open == "change").then_some(typed).flatten().unwrap_or(&kept);
    let giving = (sent.open == "transfer").then_some(typed).flatten().unwrap_or(&blank);
    let mut own = Fields::new(t, if sent.open == "change" { &sent.faults } else { &none });
    let name = own.text("name", &changing.name, &Field::Name, true);
    let company = own.text("company", &changing.company, &Field::Company, false);
    let questions = own.questions(&event.rules.questions, changing);
    let mut theirs = Fields::new(t, if sent.open == "transfer" { &sent.faults } else { &none });
    let to_name = theirs.text("to_name", &giving.name, &Field::Name, true);
    let to_email = theirs.text("to_email", &giving.email, &Field::Email, true);
    let mut summary = own.summary();
    summary.extend(theirs.summary());
    if sent.not_to {
        summary.push(context! { id => "to_email", label => t["to_email"], error => t["e_not_to"] });
    }
    let (state, tone, mark) = state(page);
    let more = more(frame, page);
    let placed = person.status == RegistrantStatus::Registered;
    let ended = matches!(event.stand, Stand::Cancelled | Stand::Over);
    let done = asked.done.as_deref().filter(|done| !done.is_empty() && sent.open.is_empty());
    let shown = context! {
        title => format!("{} – {}", t[state], event.title),
        said => t[state],
        tone, mark, more, name, company, questions, to_name, to_email, summary,
        done => done.and_then(|done| t.get(format!("done_{done}").as_str()).copied()),
        faulty => !sent.open.is_empty(),
        event => frame.event(event),
        person => context! { name => &person.name, email => &person.email, company => &person.company },
        guest_names => page.guests.iter().map(|guest| guest.name.clone()).collect::<Vec<_>>(),
        may => context! {
            change => page.may.change, cancel => page.may.cancel,
            transfer => page.may.transfer, accept => page.may.accept,
        },
        open => sent.open,
        here => format!("/r/{code}"),
        query => format!("?lang={}", frame.language.tag()),
        slug => &event.slug,
        join => (placed && page.ticket && !ended).then(|| format!("/j/{code}")),
        calendar => placed && !ended,
        again => matches!(person.status, RegistrantStatus::Cancelled) && matches!(event.stand, Stand::Open(_)),
    };
    frame.page(status, "person.html", shown)
}

/// A place in the queue, or until when one is kept.
fn more(frame: &Frame<'_>, page: &PersonPage) -> Option<String> {
    let (t, person, event) = (&frame.t, &page.person, &page.event);
    match person.status {
        _ if matches!(event.stand, Stand::Cancelled | Stand::Over) => None,
        RegistrantStatus::Waitlisted => {
            person.position.map(|number| t["position"].replace("{number}", &number.to_string()))
        }
        RegistrantStatus::Offered => {
            let until = person.offer_until.as_deref()?.parse().ok()?;
            Some(t["until"].replace("{when}", &at(frame.language, until, &event.zone)))
        }
        _ => None,
    }
}

/// A word, its colour and its mark.
fn state(page: &PersonPage) -> (&'static str, &'static str, &'static str) {
    match (&page.event.stand, page.person.status) {
        (Stand::Cancelled, _) => ("cancelled", "bad", "✕"),
        (Stand::Over, _) => ("over", "wait", "■"),
        (_, RegistrantStatus::Registered) => ("registered", "good", "✓"),
        (_, RegistrantStatus::Waitlisted) => ("waitlisted", "wait", "◔"),
        (_, RegistrantStatus::Offered) => ("offered", "good", "●"),
        (_, RegistrantStatus::PendingApproval) => ("pending", "wait", "◔"),
        (_, RegistrantStatus::Rejected) => ("rejected", "bad", "✕"),
        (_, RegistrantStatus::Cancelled) => ("off", "bad", "✕"),
    }
}
