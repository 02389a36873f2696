//! Calls on webinars and town halls, `/solutions/virtualEvents`. Global cloud and work accounts only.

use super::page::{Page, Trail};
use super::virtual_event::{
    NewPresenter, NewVirtualEvent, Presenter, PresenterPatch, VirtualEvent, VirtualEventKind,
    VirtualEventPatch, VirtualEventSession,
};
use super::{GraphError, UserGraph, segment};
use crate::transport::Request;
use reqwest::Method;
use reqwest::header::{ACCEPT_LANGUAGE, HeaderValue};
use serde::de::DeserializeOwned;
use serde_json::json;

/// One of the two collections, as one person sees it.
#[derive(Debug, Clone, Copy)]
pub struct VirtualEvents<'a> {
    pub(super) user: UserGraph<'a>,
    pub(super) kind: VirtualEventKind,
}

impl<'a> VirtualEvents<'a> {
    pub(super) fn new(user: UserGraph<'a>, kind: VirtualEventKind) -> Self {
        Self { user, kind }
    }

    pub(super) fn path(self) -> String {
        format!("/solutions/virtualEvents/{}", self.kind.collection())
    }

    /// `rest` begins with a slash, or is empty; its ids are segments already.
    pub(super) fn at(self, method: Method, id: &str, rest: &str) -> Result<Request, GraphError> {
        let path = format!("{}/{}{rest}", self.path(), segment(id)?);
        Ok(Request::new(method, self.user.graph.url(&path)?))
    }

    /// The actions belong to the base type. The documentation's pages write them under `/webinars/{id}`; Graph's
    /// contract and Microsoft's own clients have them here.
    fn action(self, id: &str, action: &str) -> Result<Request, GraphError> {
        let path = format!("/solutions/virtualEvents/events/{}/{action}", segment(id)?);
        Ok(Request::new(Method::POST, self.user.graph.url(&path)?))
    }

    /// A whole collection, page after page.
    pub(super) async fn all<T: DeserializeOwned>(self, first: Request) -> Result<Vec<T>, GraphError> {
        let (mut all, mut next, mut trail) = (Vec::new(), Some(first), Trail::new());
        while let Some(request) = next {
            let page: Page<T> = self.user.read(request).await?;
            all.extend(page.value);
            next = match page.next_link {
                Some(link) => {
                    trail.step(&link)?;
                    Some(Request::get(self.user.graph.follow(&link.0)?))
                }
                None => None,
            };
        }
        Ok(all)
    }

    /// Makes a draft. There is no `transactionId` here: whether an earlier try made one is found by
    /// [`VirtualEvents::organized`].
    ///
    /// `POST /solutions/virtualEvents/webinars`, `VirtualEvent.ReadWrite`, 201. A newer page lists `Accept-Language` as
    /// required. <https://learn.microsoft.com/graph/api/virtualeventsroot-post-webinars>
    ///
    /// # Errors
    /// 403 for a missing consent, licence or policy.
    pub async fn create(self, event: &NewVirtualEvent) -> Result<VirtualEvent, GraphError> {
        let request = Request::post(self.user.graph.url(&self.path())?)
            .json(event)?
            .header(ACCEPT_LANGUAGE, HeaderValue::from_static("en-US"));
        self.user.read(request).await
    }

    /// `GET /solutions/virtualEvents/webinars/{id}`, `VirtualEvent.Read`.
    /// <https://learn.microsoft.com/graph/api/virtualeventwebinar-get>
    ///
    /// # Errors
    /// 404 for no such event.
    pub async fn get(self, id: &str) -> Result<VirtualEvent, GraphError> {
        self.user.read(self.at(Method::GET, id, "")?).await
    }

    /// Those that the person organizes.
    ///
    /// `GET /solutions/virtualEvents/webinars/getByUserRole(role='organizer')`, `VirtualEvent.Read`.
    /// <https://learn.microsoft.com/graph/api/virtualeventwebinar-getbyuserrole>
    ///
    /// # Errors
    /// 403 for a missing consent.
    pub async fn organized(self) -> Result<Vec<VirtualEvent>, GraphError> {
        let path = format!("{}/getByUserRole(role='organizer')", self.path());
        self.all(Request::get(self.user.graph.url(&path)?)).await
    }

    /// Those that the person runs with somebody who organizes them.
    ///
    /// `GET /solutions/virtualEvents/webinars/getByUserRole(role='coOrganizer')`, `VirtualEvent.Read`.
    /// <https://learn.microsoft.com/graph/api/virtualeventwebinar-getbyuserrole>
    ///
    /// # Errors
    /// 403 for a missing consent.
    pub async fn co_organized(self) -> Result<Vec<VirtualEvent>, GraphError> {
        let path = format!("{}/getByUserRole(role='coOrganizer')", self.path());
        self.all(Request::get(self.user.graph.url(&path)?)).await
    }

    /// `PATCH /solutions/virtualEvents/webinars/{id}`, `VirtualEvent.ReadWrite`, 200; organizer and co-organizers. No
    /// etag is documented. <https://learn.microsoft.com/graph/api/virtualeventwebinar-update>
    ///
    /// # Errors
    /// 403 for somebody who is neither; 404.
    pub async fn update(self, id: &str, patch: &VirtualEventPatch) -> Result<VirtualEvent, GraphError> {
        self.user.read(self.at(Method::PATCH, id, "")?.json(patch)?).await
    }

    /// Everybody whom it is meant for sees it from now on.
    ///
    /// `POST …/{id}/publish`, `VirtualEvent.ReadWrite`, 204. What a second time answers is not documented.
    /// <https://learn.microsoft.com/graph/api/virtualeventwebinar-publish>
    ///
    /// # Errors
    /// 403 for somebody who is not the organizer, or a missing licence or policy.
    pub async fn publish(self, id: &str) -> Result<(), GraphError> {
        self.user.send(self.action(id, "publish")?).await.map(drop)
    }

    /// For good; it stays readable.
    ///
    /// `POST …/{id}/cancel`, `VirtualEvent.ReadWrite`, 204; the organizer only.
    /// <https://learn.microsoft.com/graph/api/virtualeventwebinar-cancel>
    ///
    /// # Errors
    /// 403 for somebody who is not the organizer. What a second time answers is not documented.
    pub async fn cancel(self, id: &str) -> Result<(), GraphError> {
        self.user.send(self.action(id, "cancel")?).await.map(drop)
    }

    /// Gives it a name of our own, by which it can be found again; 256 characters at most.
    ///
    /// `POST …/{id}/setExternalEventInformation`, `VirtualEvent.ReadWrite`, 204.
    /// <https://learn.microsoft.com/graph/api/virtualevent-setexternaleventinformation>
    ///
    /// # Errors
    /// 404 for no such event.
    pub async fn name(self, id: &str, external_event_id: &str) -> Result<(), GraphError> {
        let body = json!({ "externalEventId": external_event_id });
        self.user.send(self.action(id, "setExternalEventInformation")?.json(&body)?).await.map(drop)
    }

    /// `GET …/{id}/sessions`, `VirtualEvent.Read`. The link is the general one, not a person's own.
    /// <https://learn.microsoft.com/graph/api/virtualevent-list-sessions>
    ///
    /// # Errors
    /// 404 for no such event.
    pub async fn sessions(self, id: &str) -> Result<Vec<VirtualEventSession>, GraphError> {
        self.all(self.at(Method::GET, id, "/sessions")?).await
    }

    /// `GET …/{id}/presenters`, `VirtualEvent.Read`.
    /// <https://learn.microsoft.com/graph/api/virtualevent-list-presenters>
    ///
    /// # Errors
    /// 404 for no such event.
    pub async fn presenters(self, id: &str) -> Result<Vec<Presenter>, GraphError> {
        self.all(self.at(Method::GET, id, "/presenters")?).await
    }

    /// `POST …/{id}/presenters`, `VirtualEvent.ReadWrite`, 201. Details for webinars only.
    /// <https://learn.microsoft.com/graph/api/virtualevent-post-presenters>
    ///
    /// # Errors
    /// 400 for a person whom the tenant does not know.
    pub async fn add_presenter(self, id: &str, presenter: &NewPresenter) -> Result<Presenter, GraphError> {
        self.user.read(self.at(Method::POST, id, "/presenters")?.json(presenter)?).await
    }

    /// `PATCH …/{id}/presenters/{presenter}`, `VirtualEvent.ReadWrite`, 200. Webinars only, as the details are. Whether
    /// details that are not mentioned stay is not documented: all of them are sent.
    /// <https://learn.microsoft.com/graph/api/virtualeventpresenter-update>
    ///
    /// # Errors
    /// 404 where the presenter is gone.
    pub async fn update_presenter(
        self,
        id: &str,
        presenter: &str,
        patch: &PresenterPatch,
    ) -> Result<Presenter, GraphError> {
        let rest = format!("/presenters/{}", segment(presenter)?);
        self.user.read(self.at(Method::PATCH, id, &rest)?.json(patch)?).await
    }

    /// `DELETE …/{id}/presenters/{presenter}`, `VirtualEvent.ReadWrite`, 204.
    /// <https://learn.microsoft.com/graph/api/virtualeventpresenter-delete>
    ///
    /// # Errors
    /// 404 where it is gone already.
    pub async fn remove_presenter(self, id: &str, presenter: &str) -> Result<(), GraphError> {
        let rest = format!("/presenters/{}", segment(presenter)?);
        self.user.send(self.at(Method::DELETE, id, &rest)?).await.map(drop)
    }
}
