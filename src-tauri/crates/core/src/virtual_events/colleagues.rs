//! "Who is that in the directory?" Teams takes people of the organization by the directory's ids alone, and nothing that
//! Lectern may ask finds one by an address. Whom Teams has named once, as a presenter, as a co-organizer or among the
//! invited, is known from then on by name and address.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::VirtualEventError;
use super::co_organizers::CO_ORGANIZERS;
use super::invited::{INVITED, Invited};
use super::presenters::{PRESENTERS, Presenter};
use crate::desk::Desk;
use crate::error::DeskError;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "core.ts")]
pub struct Colleague {
    /// The directory's.
    pub id: String,
    pub name: Option<String>,
    pub email: Option<String>,
}

/// Whom Teams has named to this account, by name; whoever has none comes last.
pub async fn known(desk: &Desk) -> Result<Vec<Colleague>, DeskError> {
    let (invited, shared, speaking) = desk
        .read(|r| {
            let Some(account) = r.accounts().get()? else { return Ok(Default::default()) };
            let (events, owner) = (r.virtual_events(), account.user_id.as_str());
            Ok::<(Vec<Invited>, Vec<Vec<Colleague>>, Vec<Vec<Presenter>>), lectern_store::StoreError>((
                events.parts(owner, INVITED)?,
                events.parts(owner, CO_ORGANIZERS)?,
                events.parts(owner, PRESENTERS)?,
            ))
        })
        .await?;
    let mut all: BTreeMap<String, Colleague> = BTreeMap::new();
    let named = invited.into_iter().flat_map(|part| part.people).chain(shared.into_iter().flatten());
    for one in named.chain(speaking.into_iter().flatten().filter_map(member)) {
        let kept = all
            .entry(one.id.to_lowercase())
            .or_insert_with(|| Colleague { id: one.id.clone(), ..Colleague::default() });
        kept.name = one.name.or(kept.name.take());
        kept.email = one.email.or(kept.email.take());
    }
    let mut all: Vec<Colleague> = all.into_values().collect();
    all.sort_by_key(|one| (one.name.is_none(), one.name.as_deref().map(str::to_lowercase)));
    Ok(all)
}

fn member(presenter: Presenter) -> Option<Colleague> {
    let name = Some(presenter.name).filter(|name| Some(name) != presenter.user_id.as_ref());
    Some(Colleague { id: presenter.user_id?, name, email: presenter.email })
}

/// The directory's id of whoever is named by that, by an address or by a name.
pub(super) async fn resolve(desk: &Desk, who: &str) -> Result<String, VirtualEventError> {
    let who = who.trim();
    if let Ok(id) = Uuid::parse_str(who) {
        return Ok(id.to_string());
    }
    let wrong = |message: String| Err(VirtualEventError::Field { field: "who", message });
    if who.is_empty() {
        return wrong("Say who: by the directory's id, or by the name or address of somebody whom Teams has named here.".to_owned());
    }
    let is =
        |text: &Option<String>| text.as_deref().is_some_and(|text| text.to_lowercase() == who.to_lowercase());
    let known = known(desk).await?;
    let mut meant = known.iter().filter(|one| is(&one.email) || is(&one.name));
    match (meant.next(), meant.next()) {
        (Some(one), None) => Ok(one.id.clone()),
        (Some(_), Some(_)) => {
            wrong(format!("Several are called {who}. Name the one by address, or by the directory's id."))
        }
        (None, _) => wrong(format!(
            "Teams takes people of the organization by the directory's id (a GUID) alone, and has not named {who} here yet. An administrator finds the id in Entra."
        )),
    }
}

/// As Teams tells them now; a name that it leaves out stays as it was.
pub(super) fn named(now: Vec<Colleague>, before: &[Colleague]) -> Vec<Colleague> {
    let was =
        |id: &str| before.iter().find(|one| one.id.eq_ignore_ascii_case(id)).cloned().unwrap_or_default();
    now.into_iter()
        .map(|one| {
            let was = was(&one.id);
            Colleague { name: one.name.or(was.name), email: one.email.or(was.email), id: one.id }
        })
        .collect()
}

/// Ids to compare two lists by.
pub(super) fn ids<'a>(of: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut ids: Vec<String> = of.map(str::to_lowercase).collect();
    ids.sort();
    ids.dedup();
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_teams_leaves_out_stays() {
        let ana = Colleague { id: "A".into(), name: Some("Ana".into()), email: None };
        let told = vec![Colleague { id: "a".into(), ..Colleague::default() }];
        assert_eq!(
            named(told, &[ana])[0].name.as_deref(),
            Some("Ana"),
            "an id alone says nothing to anybody"
        );
        assert_eq!(ids(["B", "a", "b"].into_iter()), ["a", "b"]);
    }
}
