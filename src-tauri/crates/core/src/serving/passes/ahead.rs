//! What the door does when nobody stands before it: tokens of coming events are made ahead, identities that are not
//! needed any more are deleted.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use lectern_domain::event::{EventState, PublicationState};
use lectern_domain::join_link;
use lectern_microsoft::acs::AcsError;

use super::{Door, Shared, standing};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::join::passes;
use crate::scheduling::series;

/// How often it looks.
const EVERY: Duration = Duration::from_secs(15);
/// So long before the doors open tokens are made: a token lasts a day at most.
const LEAD: SignedDuration = SignedDuration::from_hours(10);
/// What is planned at once of one event.
const PLAN: u32 = 5_000;
/// What is deleted at once: ACS takes 500 in 30 s.
const SWEEP: u32 = 200;

pub(super) async fn work(shared: Arc<Shared>) {
    loop {
        if let Err(error) = plan(&shared).await {
            tracing::warn!(%error, "tokens could not be planned");
        }
        if let Err(error) = tidy(&shared.desk).await {
            tracing::warn!(%error, "guests of events that are over could not be deleted; they will be");
        }
        tokio::time::sleep(EVERY).await;
    }
}

impl Door {
    /// Looks now what can be made ahead. How many are planned.
    pub async fn make_ahead(&self) -> Result<usize, DeskError> {
        plan(&self.shared).await
    }

    /// Deletes now what is not needed any more.
    pub async fn tidy(&self) -> Result<(), DeskError> {
        tidy(&self.shared.desk).await
    }
}

/// An event that is on or comes, at the date that counts.
struct Coming {
    id: String,
    start: Timestamp,
    end: Timestamp,
}

async fn coming(desk: &Desk) -> Result<Vec<Coming>, DeskError> {
    let now = desk.now();
    let mut found = desk
        .read(move |r| {
            let mut coming = Vec::new();
            let open = r.publications().list()?.into_iter().filter(|p| p.state == PublicationState::Open);
            for publication in open {
                let Some(event) = r.events().by_id(&publication.event_id)? else { continue };
                let joined_here = |link: &str| join_link::decide(link, None).target.is_some();
                if event.state != EventState::Scheduled || !event.join_url.as_deref().is_some_and(joined_here)
                {
                    continue;
                }
                let event = series::current(r, event, now)?;
                coming.push(Coming { id: event.id, start: event.start, end: event.end });
            }
            Ok(coming)
        })
        .await?;
    found.retain(|event| now < standing::over_at(event.end));
    found.sort_by_key(|event| event.start);
    Ok(found)
}

async fn plan(shared: &Shared) -> Result<usize, DeskError> {
    let desk = &shared.desk;
    if desk.acs().is_none() {
        return Ok(0);
    }
    let now = desk.now();
    let mut planned = 0;
    for event in coming(desk).await? {
        let from = standing::opens_at(event.start).saturating_sub(LEAD).unwrap_or(event.start);
        if now < from || now >= event.end {
            continue;
        }
        let enough = standing::enough_for(event.end, now);
        let wanting = desk.read(move |r| r.passes().wanting(&event.id, enough, PLAN)).await?;
        planned += wanting.len();
        shared.line().plan(wanting);
        shared.wake.notify_one();
    }
    Ok(planned)
}

/// Identities of tickets that let nobody in any more, of events that are over, and tokens that have run out.
async fn tidy(desk: &Desk) -> Result<(), DeskError> {
    let now = desk.now();
    let (due, forfeited) = desk
        .read(move |r| Ok((r.ticket_identities().over(now, now, 1)?, r.passes().forfeited(SWEEP)?)))
        .await?;
    if let Some(acs) = desk.acs() {
        for id in forfeited {
            match acs.identities().delete(&id).await {
                Err(error) if !error.not_found() => return Err(stopped(&error)),
                _ => desk.write(move |w| Ok::<_, DeskError>(w.ticket_identities().deleted(&id)?)).await?,
            }
        }
    }
    if !due.is_empty() {
        // An event that was moved meanwhile keeps its guests.
        for event in coming(desk).await? {
            let until = standing::over_at(event.end);
            desk.write(move |w| Ok::<_, DeskError>(w.passes().postpone(&event.id, until)?)).await?;
        }
        passes::sweep(desk).await.map_err(|error| DeskError::Stopped(error.to_string()))?;
    }
    desk.write(move |w| Ok::<_, DeskError>(w.passes().forget(Some(now)).map(drop)?)).await
}

fn stopped(error: &AcsError) -> DeskError {
    DeskError::Stopped(error.to_string())
}
