//! `/p/{code}`: where the link leads that proves an address. Opening it proves nothing: programs that look at mails open
//! links. The button does.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use lectern_core::serving::pages::PageError;
use lectern_core::serving::pages::proof::{self, Proven};
use lectern_core::serving::pages::show::{self, EventPage};
use minijinja::context;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::event_page::{refused, taken};
use super::pages::{Asked, Frame};
use crate::app::App;
use crate::client::ClientAddress;
use crate::extract::{Path, Query};
use crate::problem::Problem;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(proof_page, prove))
}

/// What is to be confirmed, and the button.
#[utoipa::path(get, path = "/p/{code}", tag = "pages",
    params(("code" = String, Path), ("lang" = Option<String>, Query)),
    responses((status = 200, content_type = "text/html", body = String),
        (status = 404, content_type = "text/html", body = String)))]
async fn proof_page(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
    address: ClientAddress,
    headers: HeaderMap,
) -> Response {
    match proof::show(app.desk(), &code).await {
        Ok(Some(page)) => {
            let frame = Frame::new(&app, &asked, &headers, Some(&page.event.look)).private();
            let shown = context! {
                title => format!("{} – {}", frame.t["proof_title"], page.event.title),
                event => frame.event(&page.event),
                name => &page.name,
                email => &page.email,
                here => format!("/p/{code}?lang={}", frame.language.tag()),
            };
            frame.page(StatusCode::OK, "proof.html", shown)
        }
        Ok(None) => gone(&app, &asked, &address, &headers),
        Err(error) => Frame::new(&app, &asked, &headers, None).private().failed(error),
    }
}

/// The address is proven, and whoever it is registers: as it stands at this moment.
#[utoipa::path(post, path = "/p/{code}", tag = "pages",
    params(("code" = String, Path), ("lang" = Option<String>, Query)),
    responses((status = 303), (status = 404, content_type = "text/html", body = String),
        (status = 409, content_type = "text/html", body = String)))]
async fn prove(
    State(app): State<App>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
    address: ClientAddress,
    headers: HeaderMap,
) -> Response {
    let private = || Frame::new(&app, &asked, &headers, None).private();
    let (slug, proven) = match app.reception().prove(app.desk(), &code).await {
        Ok(proven) => proven,
        Err(PageError::None) => return gone(&app, &asked, &address, &headers),
        Err(error) => return private().failed(error),
    };
    let event = match show::show(app.desk(), &slug).await {
        Ok(Some(event)) => event,
        Ok(None) => return private().unknown(),
        Err(error) => return private().failed(error),
    };
    let frame = Frame::new(&app, &asked, &headers, Some(&event.look));
    match proven {
        Proven::Taken(way) => taken(&frame, &slug, way),
        Proven::NotNow(stand) => refused(&frame, &EventPage { stand, ..event }),
        Proven::Anew => {
            let back = format!("/e/{slug}?lang={}", frame.language.tag());
            frame.plain(StatusCode::CONFLICT, "proof_anew_title", "proof_anew", Some(&back))
        }
    }
}

/// The same for a link that never was, was used, or is too old. Who tries one after the other has to wait.
fn gone(app: &App, asked: &Asked, address: &ClientAddress, headers: &HeaderMap) -> Response {
    if let Err(wait) = app.door().missed(address.key()) {
        let said = "Too many links that lead nowhere. Try again in a while.";
        return Problem::too_many(said, wait.as_secs_f64()).into_response();
    }
    let frame = Frame::new(app, asked, headers, None).private();
    frame.plain(StatusCode::NOT_FOUND, "proof_gone_title", "proof_gone", None)
}
