//! "Which webinars of mine are made in Teams?" Those that the account organizes or runs with somebody, as Teams lists them
//! (`getByUserRole`); shown from the store, and taken over one by one.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use lectern_microsoft::graph::VirtualEvent;
use lectern_store::StoreError;
use lectern_store::virtual_offers::{OfferRoundRecord, VirtualOfferRecord};
use serde::Serialize;
use ts_rs::TS;

use super::teams::{self, MANAGE};
use super::{EventKind, VirtualEventError, VirtualEventState};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::locks::Lock;
use crate::scheduling::create as calendar;

/// What is made in Teams and is no event here.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct TeamsOffer {
    /// Graph's id: what [`super::adopt::adopt`] is told.
    pub id: String,
    pub kind: EventKind,
    pub title: String,
    pub start: String,
    pub end: String,
    pub zone: String,
    pub state: VirtualEventState,
    /// Somebody else organizes it, and this account runs it with them.
    pub co_organized: bool,
    pub organizer: Option<String>,
}

#[derive(Debug, Clone, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct TeamsOffers {
    /// `None`: Teams was never asked.
    pub read_at: Option<String>,
    /// The service asked not to be asked before.
    pub waits_until: Option<String>,
    pub offers: Vec<TeamsOffer>,
}

/// Whoever asks unprompted (the window, by its timer) is answered from here for so long.
const FRESH: SignedDuration = SignedDuration::from_mins(4);
/// Where the service asks for a pause without saying how long.
const PAUSE: f64 = 60.0;

/// From the store, network or not.
pub async fn show(desk: &Desk) -> Result<TeamsOffers, DeskError> {
    let now = desk.now();
    desk.read(move |r| {
        let Some(account) = r.accounts().get()? else { return Ok(TeamsOffers::default()) };
        let offers = r.virtual_offers().offers(&account.user_id, now)?;
        Ok(view(r.virtual_offers().round(&account.user_id)?, offers, now))
    })
    .await
}

fn view(round: Option<OfferRoundRecord>, offers: Vec<VirtualOfferRecord>, now: Timestamp) -> TeamsOffers {
    let (read_at, not_before) = round.map_or((None, None), |round| (round.read_at, round.not_before));
    TeamsOffers {
        read_at: read_at.map(|at| at.to_string()),
        waits_until: not_before.filter(|until| *until > now).map(|at| at.to_string()),
        offers: offers.into_iter().map(offer).collect(),
    }
}

fn offer(record: VirtualOfferRecord) -> TeamsOffer {
    TeamsOffer {
        id: record.graph_id,
        kind: record.kind,
        title: record.title,
        start: record.start.to_string(),
        end: record.end.to_string(),
        zone: record.zone,
        state: record.state,
        co_organized: record.co_organized,
        organizer: record.organizer,
    }
}

/// Asks Teams. Unprompted (without `force`) only where somebody has asked before or has such an event here: most desks
/// never hold the permission, and nobody is to be told that it is missing who did not want anything.
pub async fn look(desk: &Desk, force: bool) -> Result<TeamsOffers, VirtualEventError> {
    if let Err(error) = teams::offered(desk) {
        return if force { Err(error) } else { Ok(TeamsOffers::default()) };
    }
    let asked = desk.now();
    let owner = calendar::signed_in(desk).await?.user_id;
    let _lock = Lock::wait(desk.profile(), "virtual-offers").await?;
    let wanted = owner.clone();
    let (round, used) = desk
        .read(move |r| {
            Ok::<_, StoreError>((r.virtual_offers().round(&wanted)?, !r.virtual_events().list()?.is_empty()))
        })
        .await?;
    if let Some(until) = round.as_ref().and_then(|round| round.not_before).filter(|until| *until > asked) {
        if force {
            let retry_after = Some(until.duration_since(asked).as_secs_f64().ceil());
            return Err(DeskError::Throttled { service: "Microsoft Graph", retry_after }.into());
        }
        return Ok(show(desk).await?);
    }
    let read_at = round.as_ref().and_then(|round| round.read_at);
    let fresh = read_at.is_some_and(|at| at > asked || (!force && asked.duration_since(at) < FRESH));
    if fresh || (!force && read_at.is_none() && !used) {
        return Ok(show(desk).await?);
    }
    match read(desk).await {
        Ok(all) => {
            let now = desk.now();
            desk.write(move |w| Ok::<_, DeskError>(w.virtual_offers().replace(&owner, &all, now)?)).await?;
            Ok(show(desk).await?)
        }
        Err(VirtualEventError::Desk(DeskError::Throttled { service, retry_after })) => {
            pause(desk, owner, retry_after.unwrap_or(PAUSE)).await?;
            Err(DeskError::Throttled { service, retry_after }.into())
        }
        Err(error) => Err(error),
    }
}

async fn pause(desk: &Desk, owner: String, seconds: f64) -> Result<(), DeskError> {
    let wait = SignedDuration::try_from_secs_f64(seconds.clamp(1.0, 86_400.0)).unwrap_or(FRESH);
    let until = desk.now().saturating_add(wait).unwrap_or(Timestamp::MAX);
    desk.write(move |w| Ok(w.virtual_offers().pause(&owner, until)?)).await
}

/// Both kinds in both roles. Whoever is named twice organizes it.
async fn read(desk: &Desk) -> Result<Vec<VirtualOfferRecord>, VirtualEventError> {
    let mut all = BTreeMap::new();
    for kind in [EventKind::Webinar, EventKind::TownHall] {
        for (co_organized, events) in
            [(true, co_organized(desk, kind).await?), (false, organized(desk, kind).await?)]
        {
            for event in events {
                if let Some(record) = record(&event, kind, co_organized) {
                    all.insert(event.id, record);
                }
            }
        }
    }
    Ok(all.into_values().collect())
}

pub(super) async fn organized(desk: &Desk, kind: EventKind) -> Result<Vec<VirtualEvent>, VirtualEventError> {
    let kind = teams::kind(kind);
    Ok(teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).organized().await
    })
    .await?)
}

pub(super) async fn co_organized(
    desk: &Desk,
    kind: EventKind,
) -> Result<Vec<VirtualEvent>, VirtualEventError> {
    let kind = teams::kind(kind);
    Ok(teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).co_organized().await
    })
    .await?)
}

/// `None`: called off, in a state that this version does not know, or without times; there is nothing to offer.
fn record(event: &VirtualEvent, kind: EventKind, co_organized: bool) -> Option<VirtualOfferRecord> {
    let state = teams::state(event).filter(|state| *state != VirtualEventState::Cancelled)?;
    let began = event.start_date_time.as_ref()?;
    let (start, end) = (teams::instant(began)?, teams::instant(event.end_date_time.as_ref()?)?);
    Some(VirtualOfferRecord {
        graph_id: event.id.clone(),
        kind,
        title: title(event),
        start,
        end,
        zone: teams::zone_of(began),
        state,
        co_organized,
        organizer: organizer(event),
        tag: event.external_event_information.iter().find_map(|own| own.external_event_id.clone()),
    })
}

pub(super) fn title(event: &VirtualEvent) -> String {
    let title = event.display_name.as_deref().map(str::trim).filter(|title| !title.is_empty());
    title.unwrap_or("(No title)").to_owned()
}

pub(super) fn organizer(event: &VirtualEvent) -> Option<String> {
    event.created_by.as_ref()?.user.as_ref()?.display_name.clone()
}
