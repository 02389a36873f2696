//! "That is how she is introduced." Job, company, words and profile of a presenter, changed where they stand: nobody is
//! invited anew. Whether details that a change does not mention stay is not documented, so all of them are sent, also those
//! that are set in Teams alone.

use lectern_microsoft::graph::{ItemBody, Presenter as GraphPresenter, PresenterPatch, WholeDetails};
use serde::Deserialize;
use ts_rs::TS;

use super::presenters::{self, Presenter};
use super::teams::{self, MANAGE};
use super::{EventKind, VirtualEventDetail, VirtualEventError, list};
use crate::desk::Desk;

/// What is not named stays; "" takes it away.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "core.ts")]
pub struct PresenterChange {
    pub job_title: Option<String>,
    pub company: Option<String>,
    pub bio: Option<String>,
    pub linked_in: Option<String>,
    /// Also over what was changed elsewhere meanwhile.
    pub overwrite: bool,
}

/// Safe to repeat.
pub async fn change(
    desk: &Desk,
    id: &str,
    presenter: &str,
    change: PresenterChange,
) -> Result<VirtualEventDetail, VirtualEventError> {
    let (record, graph_id) = teams::standing(desk, id).await?;
    if record.kind == EventKind::TownHall {
        return Err(VirtualEventError::NotForTownHalls(
            "Teams shows no details of presenters at town halls.",
        ));
    }
    checked(&change)?;
    let was = kept(desk, id, presenter).await?;
    let there = at_teams(desk, &graph_id, presenter).await?;
    let patch = patch(was.as_ref(), &there, &change)?;
    if let Some(patch) = patch {
        let (kind, graph_id, patch) = (teams::kind(record.kind), graph_id.as_str(), &patch);
        let answer = teams::ask(desk, MANAGE, |graph, token| async move {
            graph.as_user(&token).virtual_events(kind).update_presenter(graph_id, presenter, patch).await
        })
        .await;
        match answer {
            Ok(_) => {}
            // How they are introduced now says whether it was done.
            Err(failure) if failure.ambiguous() => {
                let after = at_teams(desk, graph_id, presenter).await?;
                if self::patch(None, &after, &change)?.is_some() {
                    return Err(failure.into());
                }
            }
            Err(failure) => return Err(failure.into()),
        }
    }
    presenters::read(desk, id).await
}

fn checked(change: &PresenterChange) -> Result<(), VirtualEventError> {
    presenters::bounded([&change.job_title, &change.company, &change.bio, &change.linked_in])?;
    let url = change.linked_in.as_deref().map(str::trim).unwrap_or_default();
    if url.is_empty() || url.starts_with("https://") {
        return Ok(());
    }
    let message = "The profile's address begins with https://.".to_owned();
    Err(VirtualEventError::Field { field: "linkedIn", message })
}

/// As the organizer saw them.
async fn kept(desk: &Desk, id: &str, presenter: &str) -> Result<Option<Presenter>, VirtualEventError> {
    let all = list::one(desk, id).await?.presenters;
    Ok(all.into_iter().find(|one| one.id == presenter))
}

async fn at_teams(desk: &Desk, graph_id: &str, presenter: &str) -> Result<GraphPresenter, VirtualEventError> {
    let kind = teams::kind(EventKind::Webinar);
    let all = teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).presenters(graph_id).await
    })
    .await?;
    all.into_iter().find(|one| one.id == presenter).ok_or_else(|| {
        VirtualEventError::Elsewhere("This presenter was taken away. Look at the list again.".to_owned())
    })
}

/// The details as they shall be; `None`: they are so already.
fn patch(
    was: Option<&Presenter>,
    there: &GraphPresenter,
    change: &PresenterChange,
) -> Result<Option<PresenterPatch>, VirtualEventError> {
    let shown = presenters::presenter(there.clone());
    let seen = was.unwrap_or(&shown);
    let mut against = Vec::new();
    let mut differs = false;
    let mut one = |name: &str, wanted: &Option<String>, there: &Option<String>, was: &Option<String>| {
        let Some(wanted) = wanted else { return there.clone() };
        let wanted = Some(wanted.trim().to_owned()).filter(|text| !text.is_empty());
        if wanted == *there {
            return wanted;
        }
        differs = true;
        if there != was {
            let now = there.as_deref().unwrap_or("empty");
            against.push(format!("The {name} is now \u{201c}{now}\u{201d}."));
        }
        wanted
    };
    let job_title = one("job title", &change.job_title, &shown.job_title, &seen.job_title);
    let company = one("company", &change.company, &shown.company, &seen.company);
    let bio = one("text about them", &change.bio, &shown.bio, &seen.bio);
    let linked_in = one("profile", &change.linked_in, &shown.linked_in, &seen.linked_in);
    if !change.overwrite && !against.is_empty() {
        return Err(VirtualEventError::Elsewhere(against.join(" ")));
    }
    let details = there.presenter_details.clone().unwrap_or_default();
    // What nobody touched goes back as it came, whatever its form.
    let bio = if bio == shown.bio { details.bio } else { bio.map(ItemBody::text) };
    Ok(differs.then_some(PresenterPatch {
        presenter_details: WholeDetails {
            bio,
            company,
            job_title,
            linked_in_profile_web_url: linked_in,
            personal_site_web_url: details.personal_site_web_url,
            twitter_profile_web_url: details.twitter_profile_web_url,
            photo: details.photo,
        },
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn there(company: &str) -> GraphPresenter {
        serde_json::from_value(json!({
            "id": "p", "email": "mina@example.org",
            "identity": {"@odata.type": "#microsoft.graph.communicationsGuestIdentity", "id": "g", "displayName": "Mina"},
            "presenterDetails": {"company": company, "bio": {"contentType": "html", "content": "<p>Plain.</p>"},
                                 "photo": "aGk=", "twitterProfileWebUrl": "https://x.example/mina"},
        }))
        .expect("a presenter")
    }

    fn company(name: &str) -> PresenterChange {
        PresenterChange { company: Some(name.into()), ..PresenterChange::default() }
    }

    #[test]
    fn what_nobody_touched_goes_back_as_it_came() {
        let patch =
            patch(None, &there("Contoso"), &company(" Fabrikam ")).expect("no conflict").expect("a change");
        let sent = serde_json::to_value(patch).expect("plain data");
        assert_eq!(
            sent["presenterDetails"],
            json!({"bio": {"contentType": "html", "content": "<p>Plain.</p>"}, "company": "Fabrikam",
                   "jobTitle": null, "linkedInProfileWebUrl": null, "photo": "aGk=",
                   "twitterProfileWebUrl": "https://x.example/mina"}),
            "where a change replaces all details, the picture must not be lost"
        );
        assert_eq!(super::patch(None, &there("Contoso"), &company("Contoso")).expect("no conflict"), None);
    }

    #[test]
    fn what_was_changed_elsewhere_is_told() {
        let seen = presenters::presenter(there("Contoso"));
        let error = patch(Some(&seen), &there("Northwind"), &company("Fabrikam")).expect_err("a conflict");
        assert!(error.to_string().contains("Northwind"), "{error}");
        let over = PresenterChange { overwrite: true, ..company("Fabrikam") };
        assert!(patch(Some(&seen), &there("Northwind"), &over).expect("she said so").is_some());
        let other = PresenterChange { job_title: Some("CTO".into()), ..PresenterChange::default() };
        assert!(
            patch(Some(&seen), &there("Northwind"), &other).is_ok(),
            "another detail stands in nobody's way"
        );
    }
}
