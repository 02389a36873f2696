//! "Its registration page": where an event's page is or could be, and what is done about it from the window. The service
//! that this desk is paired with decides where there is one; a sandbox without one has its own inside.

use lectern_domain::event::PublicationState;
use serde::Serialize;
use ts_rs::TS;

use super::{PublishedView, PublishingError, publish, show, unpublish};
use crate::desk::Desk;
use crate::services::ServiceDeskError;
use crate::services::service_desk::{self, PairedService};
use crate::serving::here::{self, PublicationView};
use crate::serving::publication::{PageLook, check_slug};
use crate::sign_in::device_code::qr_svg;
/// Who serves the page, or would.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum PagePlace {
    /// The service that this desk is paired with.
    Service,
    /// The sandbox's own.
    Here,
    /// Nobody, until this desk is paired with a service.
    Nowhere,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct EventPageView {
    pub place: PagePlace,
    pub service: Option<PairedService>,
    /// The end of an address, made of the title.
    pub proposed: String,
    /// Why there is no page to be published, in words.
    pub hindrance: Option<String>,
    /// At the sandbox's own service.
    pub publication: Option<PublicationView>,
    /// At the service that this desk is paired with.
    pub published: Option<PublishedView>,
    /// Its address there, drawn to be read off a screen or a poster.
    pub qr_svg: Option<String>,
}

/// `origin` is where the sandbox's own service is reached, while it runs.
pub async fn show(
    desk: &Desk,
    event_id: &str,
    origin: Option<&str>,
) -> Result<EventPageView, PublishingError> {
    let own = here::show(desk, event_id, origin).await?;
    let published = show::published(desk, event_id).await?;
    let service = service_desk::kept(desk).await?;
    let place = place(desk, published.is_some(), service.is_some(), own.publication.as_ref());
    let series = place == PagePlace::Service && published.is_none() && is_series(desk, event_id).await?;
    Ok(EventPageView {
        place,
        service,
        proposed: own.proposed,
        hindrance: own.hindrance.or_else(|| series.then(|| PublishingError::Series.to_string())),
        publication: own.publication,
        qr_svg: published.as_ref().map(|published| qr_svg(&published.url)),
        published,
    })
}

fn place(desk: &Desk, published: bool, paired: bool, own: Option<&PublicationView>) -> PagePlace {
    let open_here = own.is_some_and(|own| own.state == PublicationState::Open);
    match (published, open_here, paired, desk.sandbox().is_some()) {
        (true, ..) | (false, false, true, _) => PagePlace::Service,
        (false, true, ..) | (false, false, false, true) => PagePlace::Here,
        (false, false, false, false) => PagePlace::Nowhere,
    }
}

async fn is_series(desk: &Desk, event_id: &str) -> Result<bool, PublishingError> {
    let id = event_id.to_owned();
    Ok(desk.read(move |r| r.events().by_id(&id)).await?.is_some_and(|event| event.recurrence.is_some()))
}

async fn decided(desk: &Desk, event_id: &str) -> Result<PagePlace, PublishingError> {
    Ok(show(desk, event_id, None).await?.place)
}

/// Whether an address ending like this can be this event's, as it is typed; asked where the page is to be.
pub async fn check(desk: &Desk, event_id: &str, slug: &str) -> Result<(), PublishingError> {
    check_slug(slug)?;
    if decided(desk, event_id).await? != PagePlace::Service {
        return Ok(here::check(desk, event_id, slug).await?);
    }
    let (service, client) = service_desk::client(desk).await?;
    let free = client.check_address(event_id, slug).await;
    Ok(free.map_err(|error| ServiceDeskError::of(&service.origin, error))?)
}

/// New, or changed. At a service the address is the event's when this returns, and its people go there by
/// [`super::sync::sync`], which is cut off and goes on wherever it was.
pub async fn publish(
    desk: &Desk,
    event_id: &str,
    slug: &str,
    look: &PageLook,
) -> Result<(), PublishingError> {
    match decided(desk, event_id).await? {
        PagePlace::Service => publish::begin(desk, event_id, slug, look).await,
        PagePlace::Here => Ok(here::publish(desk, event_id, slug, look).await?),
        PagePlace::Nowhere => Err(ServiceDeskError::NotPaired.into()),
    }
}

/// The page is taken down; from a service the list comes back.
pub async fn unpublish(desk: &Desk, event_id: &str) -> Result<(), PublishingError> {
    match decided(desk, event_id).await? {
        PagePlace::Service => unpublish::unpublish(desk, event_id).await,
        PagePlace::Here | PagePlace::Nowhere => Ok(here::unpublish(desk, event_id).await?),
    }
}
