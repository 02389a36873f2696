//! "Who was let in?" The trail of a published event's tokens, as its service keeps it, with the names of this desk's copy.

use jiff::Timestamp;
use lectern_domain::event::PublicationState;
use serde::Serialize;
use ts_rs::TS;

use super::{PublishingError, show, sync};
use crate::desk::Desk;
use crate::services::ServiceDeskError;
use crate::serving::passes::trail::{self, Grant, Trail};

/// One page of it, as the window shows it.
const PAGE: u32 = 100;

/// Somebody got a token, by the clock of the service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct LetInRow {
    #[ts(type = "number")]
    pub number: i64,
    #[ts(type = "string")]
    pub at: Timestamp,
    pub registrant_id: String,
    /// `None`: nobody of that id is on this desk's copy any more, or yet.
    pub name: Option<String>,
    pub email: Option<String>,
    /// Another token for whoever was in.
    pub again: bool,
    /// It lay ready; else it was made for this.
    pub ahead: bool,
    /// The end of the token.
    #[ts(type = "string")]
    pub until: Timestamp,
    /// A used key came back: no key of this join is taken since.
    #[ts(type = "string | null")]
    pub ended_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct LetIn {
    /// In the order in which they were let in.
    pub rows: Vec<LetInRow>,
    /// From where to read on; `None`: that is all.
    #[ts(type = "number | null")]
    pub next: Option<i64>,
}

/// Some of them, after the row that is named.
pub async fn some(desk: &Desk, event_id: &str, after: i64) -> Result<LetIn, PublishingError> {
    let id = event_id.to_owned();
    let here = desk.read(move |r| r.publications().of_event(&id)).await?;
    let given: Trail = if show::published(desk, event_id).await?.is_some() {
        let (service, client) = sync::paired(desk, event_id).await?;
        let told = client.passes(event_id, after, PAGE).await;
        told.map_err(|error| ServiceDeskError::of(&service, error))?
    } else if here.is_some_and(|found| found.state == PublicationState::Open) {
        trail::of_event(desk, event_id, after, PAGE).await?
    } else {
        return Err(PublishingError::NotPublished);
    };
    let next = given.grants.last().filter(|_| given.more).map(|last| last.number);
    Ok(LetIn { rows: named(desk, given.grants).await?, next })
}

/// All of them.
pub async fn all(desk: &Desk, event_id: &str) -> Result<Vec<LetInRow>, PublishingError> {
    let (mut rows, mut after) = (Vec::new(), 0);
    loop {
        let part = some(desk, event_id, after).await?;
        rows.extend(part.rows);
        match part.next {
            Some(next) if next > after => after = next,
            _ => return Ok(rows),
        }
    }
}

async fn named(desk: &Desk, grants: Vec<Grant>) -> Result<Vec<LetInRow>, PublishingError> {
    let rows = desk
        .read(move |r| {
            grants
                .into_iter()
                .map(|grant| {
                    let person = r.registrants().by_id(&grant.registrant_id)?;
                    let (name, email) = person.map(|person| (person.name, person.email)).unzip();
                    Ok(LetInRow {
                        number: grant.number,
                        at: grant.at,
                        registrant_id: grant.registrant_id,
                        name: name.filter(|name| !name.is_empty()),
                        email: email.filter(|email| !email.is_empty()),
                        again: grant.first.is_some(),
                        ahead: grant.ahead,
                        until: grant.until,
                        ended_at: grant.ended_at,
                    })
                })
                .collect()
        })
        .await?;
    Ok(rows)
}
