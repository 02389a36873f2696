//! "Who speaks?" Members by the directory's id, guests by name and address; how they are shown on the page, at webinars
//! only.

use lectern_domain::email_address::EmailAddress;
use lectern_domain::person_name;
use lectern_microsoft::graph::{
    ItemBody, NewPresenter as GraphNew, Presenter as GraphPresenter, PresenterDetails, PresenterIdentity,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::teams::{self, Failure, MANAGE};
use super::{EventKind, VirtualEventDetail, VirtualEventError, edit, list};
use crate::desk::Desk;

pub(super) const PRESENTERS: &str = "presenters";
/// What is shown beside a name, in a line; about a person; and an address. What Teams takes is not documented.
const LINE: usize = 255;
const BIO: usize = 5_000;
const ADDRESS: usize = 2_048;

/// A member by `userId`, or a guest by `name` and `email`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct NewPresenter {
    /// The directory's id of somebody in the organization.
    pub user_id: Option<String>,
    pub name: Option<String>,
    pub email: Option<String>,
    pub job_title: Option<String>,
    pub company: Option<String>,
    pub bio: Option<String>,
    pub linked_in: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct Presenter {
    pub id: String,
    pub name: String,
    pub email: Option<String>,
    pub job_title: Option<String>,
    pub company: Option<String>,
    #[serde(default)]
    pub bio: Option<String>,
    #[serde(default)]
    pub linked_in: Option<String>,
    /// The directory's id, of somebody in the organization.
    #[serde(default)]
    pub user_id: Option<String>,
}

/// From Teams, and kept.
pub async fn read(desk: &Desk, id: &str) -> Result<VirtualEventDetail, VirtualEventError> {
    let (record, graph_id) = teams::standing(desk, id).await?;
    let (kind, graph_id) = (teams::kind(record.kind), graph_id.as_str());
    let found = teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).presenters(graph_id).await
    })
    .await?;
    let found: Vec<Presenter> = found.into_iter().map(presenter).collect();
    let (own, now) = (record.id, desk.now());
    desk.write(move |w| {
        Ok::<_, VirtualEventError>(w.virtual_events().set_part(&own, PRESENTERS, &found, now)?)
    })
    .await?;
    list::one(desk, id).await
}

/// Whoever is a presenter already is not added a second time.
pub async fn add(desk: &Desk, id: &str, new: NewPresenter) -> Result<VirtualEventDetail, VirtualEventError> {
    let (record, graph_id) = teams::standing(desk, id).await?;
    let wanted = checked(&new, record.kind)?;
    let before = read(desk, id).await?;
    if before.presenters.iter().any(|there| is_same(there, &new)) {
        return Ok(before);
    }
    let (kind, graph_id, wanted) = (teams::kind(record.kind), graph_id.as_str(), &wanted);
    let added = teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).add_presenter(graph_id, wanted).await
    })
    .await;
    match added {
        Ok(_) => read(desk, id).await,
        // The list says whether it was done.
        Err(failure) if failure.ambiguous() => {
            let after = read(desk, id).await?;
            if after.presenters.iter().any(|there| is_same(there, &new)) {
                Ok(after)
            } else {
                Err(failure.into())
            }
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Safe to repeat.
pub async fn remove(desk: &Desk, id: &str, presenter: &str) -> Result<VirtualEventDetail, VirtualEventError> {
    let (record, graph_id) = teams::standing(desk, id).await?;
    let (kind, graph_id) = (teams::kind(record.kind), graph_id.as_str());
    let answer = teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).remove_presenter(graph_id, presenter).await
    })
    .await;
    match answer {
        Ok(()) => {}
        Err(Failure::Graph(error)) if error.not_found() => {}
        Err(failure) => return Err(failure.into()),
    }
    read(desk, id).await
}

fn is_same(there: &Presenter, new: &NewPresenter) -> bool {
    let same = |own: &Option<String>, new: &Option<String>| {
        own.as_deref().zip(new.as_deref()).is_some_and(|(own, new)| own.eq_ignore_ascii_case(new.trim()))
    };
    if same(&there.user_id, &new.user_id) {
        return true;
    }
    let address = new.email.as_deref().map(str::trim).filter(|text| !text.is_empty());
    address.is_some_and(|address| {
        there.email.as_deref().is_some_and(|email| email.eq_ignore_ascii_case(address))
    })
}

pub(super) fn presenter(found: GraphPresenter) -> Presenter {
    let identity = found.identity.unwrap_or_default();
    let details = found.presenter_details.unwrap_or_default();
    let user_id = identity.user_id().map(str::to_owned);
    let email = found.email.or(identity.email);
    Presenter {
        user_id,
        bio: details.bio.as_ref().map(edit::plain).filter(|text| !text.is_empty()),
        linked_in: details.linked_in_profile_web_url,
        name: identity
            .display_name
            .or_else(|| email.clone())
            .or(identity.id)
            .unwrap_or_else(|| "Somebody".to_owned()),
        id: found.id,
        email,
        job_title: details.job_title,
        company: details.company,
    }
}

/// Job title, company, words and profile, as far as anybody reads.
pub(super) fn bounded(
    [job_title, company, bio, linked_in]: [&Option<String>; 4],
) -> Result<(), VirtualEventError> {
    for (field, what, most, text) in [
        ("jobTitle", "A job title", LINE, job_title),
        ("company", "A company", LINE, company),
        ("bio", "What is said about somebody", BIO, bio),
        ("linkedIn", "The profile's address", ADDRESS, linked_in),
    ] {
        let length = text.as_deref().map_or(0, |text| text.trim().chars().count());
        if length > most {
            let message = format!("{what} has at most {most} characters; this has {length}.");
            return Err(VirtualEventError::Field { field, message });
        }
    }
    Ok(())
}

fn checked(new: &NewPresenter, kind: EventKind) -> Result<GraphNew, VirtualEventError> {
    let wrong = |field, message: String| VirtualEventError::Field { field, message };
    let given = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let identity = match (given(&new.user_id), given(&new.name), given(&new.email)) {
        (Some(id), ..) => {
            Uuid::parse_str(&id)
                .map_err(|_| wrong("userId", "That is no id of the directory (a GUID).".to_owned()))?;
            PresenterIdentity::User { id }
        }
        (None, Some(name), Some(email)) => PresenterIdentity::Guest {
            display_name: person_name::clean(&name).map_err(|error| wrong("name", error.to_string()))?,
            email: EmailAddress::parse(&email)
                .map_err(|error| wrong("email", error.to_string()))?
                .as_str()
                .to_owned(),
        },
        (None, None, _) => return Err(wrong("name", "Name the presenter.".to_owned())),
        (None, _, None) => return Err(wrong("email", "A guest is invited by an e-mail address.".to_owned())),
    };
    bounded([&new.job_title, &new.company, &new.bio, &new.linked_in])?;
    let details = PresenterDetails {
        bio: given(&new.bio).map(ItemBody::text),
        company: given(&new.company),
        job_title: given(&new.job_title),
        linked_in_profile_web_url: given(&new.linked_in),
        ..PresenterDetails::default()
    };
    if let Some(url) = &details.linked_in_profile_web_url
        && !url.starts_with("https://")
    {
        return Err(wrong("linkedIn", "The profile's address begins with https://.".to_owned()));
    }
    let shown = details != PresenterDetails::default();
    if shown && kind == EventKind::TownHall {
        return Err(VirtualEventError::NotForTownHalls(
            "Teams shows no details of presenters at town halls. Leave job, company, bio and profile empty.",
        ));
    }
    Ok(GraphNew { identity, presenter_details: shown.then_some(details) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_presenter_is_somebody() {
        let field = |new: &NewPresenter| match checked(new, EventKind::Webinar) {
            Err(VirtualEventError::Field { field, .. }) => Some(field),
            _ => None,
        };
        let guest = NewPresenter {
            name: Some("Mina".into()),
            email: Some("mina@example.org".into()),
            ..NewPresenter::default()
        };
        assert_eq!(field(&guest), None);
        assert_eq!(field(&NewPresenter::default()), Some("name"));
        assert_eq!(field(&NewPresenter { email: None, ..guest.clone() }), Some("email"));
        assert_eq!(field(&NewPresenter { email: Some("no".into()), ..guest.clone() }), Some("email"));
        assert_eq!(field(&NewPresenter { user_id: Some("mina".into()), ..guest.clone() }), Some("userId"));
        let link = NewPresenter { linked_in: Some("javascript:alert(1)".into()), ..guest.clone() };
        assert_eq!(field(&link), Some("linkedIn"), "the page that shows it is public");
        let long = "w".repeat(10_000);
        assert_eq!(field(&NewPresenter { bio: Some(long.clone()), ..guest.clone() }), Some("bio"));
        assert_eq!(field(&NewPresenter { company: Some(long), ..guest.clone() }), Some("company"));
        let detailed = NewPresenter { company: Some("Contoso".into()), ..guest };
        assert!(checked(&detailed, EventKind::Webinar).is_ok());
        assert!(
            matches!(checked(&detailed, EventKind::TownHall), Err(VirtualEventError::NotForTownHalls(_))),
            "Graph takes no details for town halls"
        );
    }
}
