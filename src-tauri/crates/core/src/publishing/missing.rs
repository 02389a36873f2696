//! Who is on this desk's list, and not on that of a service which was brought back from an older copy. Nobody is given up
//! without a word of the organizer's: they are handed over again, or let go of.

use std::collections::HashSet;

use lectern_domain::registration::RegistrantStatus;
use lectern_store::unheard::UnheardPerson;
use serde::Serialize;
use serde_json::json;
use ts_rs::TS;

use super::{PublishingError, copy, record, sync};
use crate::desk::Desk;
use crate::history;
use crate::services::ServiceDeskError;
use crate::serving::handed::Person;
use crate::serving::listed::Returned;
use crate::serving::publishing::BATCH;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct HandedAgain {
    /// So many are on the service's list.
    pub taken: usize,
    /// For these there is no place left; they stay missing.
    pub full: Vec<String>,
}

/// With their tickets, as this desk has them; nobody is written to. `ids` empty: all of them. Safe to repeat.
pub async fn hand_again(desk: &Desk, event: &str, ids: &[String]) -> Result<HandedAgain, PublishingError> {
    let _alone = desk.publishing.lock().await;
    let (service, client) = sync::paired(desk, event).await?;
    let known = record(desk, event).await?;
    let chosen = chosen(desk, event, ids).await?;
    let mut told = HandedAgain::default();
    for part in chosen.chunks(BATCH) {
        let ids: Vec<String> = part.iter().map(|person| person.id.clone()).collect();
        let copies = desk
            .read(move |r| ids.iter().map(|id| r.registrants().copy(id)).collect::<Result<Vec<_>, _>>())
            .await?;
        let people = copies
            .into_iter()
            .flatten()
            .map(|copy| Person::told(desk.seal(), copy))
            .collect::<Result<Vec<_>, _>>()?;
        let returned: Returned = client
            .return_people((event, &known.publication), &json!({ "people": people }))
            .await
            .map_err(|error| ServiceDeskError::of(&service, error))?;
        told.taken += returned.taken.len();
        told.full.extend(returned.full);
    }
    // They are named there from now on, and so not missing any more.
    copy::follow(desk, &client, event, &service).await?;
    Ok(told)
}

/// Off this desk's list as well; nobody is written to, and their rows stay. `ids` empty: all of them. How many.
pub async fn let_go(desk: &Desk, event: &str, ids: &[String]) -> Result<usize, PublishingError> {
    let chosen = chosen(desk, event, ids).await?;
    let (id, now) = (event.to_owned(), desk.now());
    desk.write(move |w| {
        let ids: Vec<String> = chosen.into_iter().map(|person| person.id).collect();
        w.registrants().set_status(&ids, RegistrantStatus::Cancelled, now)?;
        w.tickets().revoke(&ids, now)?;
        for person in &ids {
            w.unheard().heard(person)?;
            let change = history::of_person("Lectern", &id, person, "let-go", json!({"now": "cancelled"}));
            w.changes().record(&change, now)?;
        }
        Ok(ids.len())
    })
    .await
}

async fn chosen(desk: &Desk, event: &str, ids: &[String]) -> Result<Vec<UnheardPerson>, PublishingError> {
    if record(desk, event).await?.anew {
        return Ok(Vec::new());
    }
    let wanted = event.to_owned();
    let mut all = desk.read(move |r| r.unheard().of_event(&wanted, u32::MAX)).await?;
    if !ids.is_empty() {
        let ids: HashSet<&String> = ids.iter().collect();
        all.retain(|person| ids.contains(&person.id));
    }
    Ok(all)
}
