//! "Register this person, and keep the link." It is told once: the row is there before the service is asked, and the
//! link is on the disk before anything else. A row without a link is one whose answer was lost.

use lectern_domain::person_name;
use lectern_microsoft::graph::NewExternalRegistrant;
use serde::Deserialize;
use ts_rs::TS;

use super::open::ExternalAudience;
use super::{ExternalError, ExternalRegistration, Failure, ask, list, meeting};
use crate::desk::Desk;
use crate::locks::Lock;

/// Somebody of the organization has a user id, somebody from outside none. Without a tenant it is the organizer's own.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct NewExternalPerson {
    /// For our own list; the service is told nothing but an id.
    pub name: String,
    pub tenant_id: Option<String>,
    pub user_id: Option<String>,
}

/// One more person.
pub async fn register(
    desk: &Desk,
    id: &str,
    new: NewExternalPerson,
) -> Result<ExternalRegistration, ExternalError> {
    let name = person_name::clean(&new.name).map_err(|_| ExternalError::Name)?;
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    let (event, meeting) = meeting(desk, id).await?;
    let known = list::kept(desk, id).await?;
    if !known.open {
        return Err(ExternalError::Closed);
    }
    let (tenant_id, user_id) = ids(desk, &known, new.tenant_id, new.user_id).await?;
    send(desk, &event.id, &meeting, name, tenant_id, user_id).await?;
    list::kept(desk, id).await
}

/// What the service has to be told of the person besides our own id.
async fn ids(
    desk: &Desk,
    known: &ExternalRegistration,
    tenant: Option<String>,
    user: Option<String>,
) -> Result<(Option<String>, Option<String>), ExternalError> {
    let given =
        |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let Some(user) = given(user) else {
        // Of one that was opened before its audience was kept, the service itself says.
        let needed = known.audience == Some(ExternalAudience::Organization);
        return if needed { Err(ExternalError::NoUser) } else { Ok((given(tenant), None)) };
    };
    let tenant = match given(tenant) {
        Some(tenant) => Some(tenant),
        None => desk.read(|r| r.accounts().get()).await?.map(|account| account.tenant_id),
    };
    Ok((tenant, Some(user)))
}

async fn send(
    desk: &Desk,
    event: &str,
    meeting: &str,
    name: String,
    tenant_id: Option<String>,
    user_id: Option<String>,
) -> Result<(), ExternalError> {
    let own = desk.chance().uuid().to_string();
    let (event_id, registrant, now) = (event.to_owned(), own.clone(), desk.now());
    desk.write(move |w| {
        Ok::<_, ExternalError>(w.external_registrants().insert(&event_id, &registrant, &name, now)?)
    })
    .await?;
    let new = NewExternalRegistrant { id: own.clone(), tenant_id, user_id };
    let new = &new;
    let answer = ask(desk, |graph, token| async move {
        graph.as_user(&token).external_registrations().add(meeting, new).await
    })
    .await;
    let (event_id, now) = (event.to_owned(), desk.now());
    match answer {
        Ok(made) => {
            // An example of the documentation answers with another id than was sent: that one removes the person.
            let link = made.join_web_url.filter(|url| url.starts_with("https://"));
            desk.write(move |w| {
                Ok(w.external_registrants().told(&event_id, &own, &made.id, link.as_deref())?)
            })
            .await
        }
        Err(Failure::Graph(error)) if error.ambiguous() => Err(ExternalError::Unsure(
            crate::desk::remote(&error),
            "the link is told only once, so register the person anew.",
        )),
        Err(failure) => {
            desk.write(move |w| {
                Ok::<_, ExternalError>(w.external_registrants().removed(&event_id, &own, now)?)
            })
            .await?;
            Err(failure.into())
        }
    }
}

/// For a person whose link was lost: taken off where that is possible, and registered under another id. Who they are in
/// the organization is not kept here: it is asked for again, before anything is taken off.
pub async fn anew(
    desk: &Desk,
    id: &str,
    registrant: &str,
    user: Option<String>,
) -> Result<ExternalRegistration, ExternalError> {
    let known = list::kept(desk, id).await?;
    let person = known.people.iter().find(|person| person.id == registrant);
    let name = person.ok_or_else(|| ExternalError::Nobody(registrant.to_owned()))?.name.clone();
    let (tenant_id, user_id) = ids(desk, &known, None, user).await?;
    remove(desk, id, registrant).await?;
    register(desk, id, NewExternalPerson { name, tenant_id, user_id }).await
}

/// Safe to repeat.
pub async fn remove(desk: &Desk, id: &str, registrant: &str) -> Result<ExternalRegistration, ExternalError> {
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    let (event, meeting) = meeting(desk, id).await?;
    let (own, wanted) = (event.id.clone(), registrant.to_owned());
    let known = desk.read(move |r| r.external_registrants().service_id(&own, &wanted)).await?;
    let service_id = known.ok_or_else(|| ExternalError::Nobody(registrant.to_owned()))?;
    let (meeting, service_id) = (meeting.as_str(), service_id.as_str());
    let answer = ask(desk, |graph, token| async move {
        graph.as_user(&token).external_registrations().remove(meeting, service_id).await
    })
    .await;
    match answer {
        Ok(()) => {}
        Err(Failure::Graph(error)) if error.not_found() => {}
        Err(failure) => return Err(failure.into()),
    }
    let (own, registrant, now) = (event.id, registrant.to_owned(), desk.now());
    desk.write(move |w| Ok::<_, ExternalError>(w.external_registrants().removed(&own, &registrant, now)?))
        .await?;
    list::kept(desk, id).await
}
