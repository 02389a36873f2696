//! Whether a ticket lets somebody in now, and for how long what they get has to last.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use lectern_domain::event::{EventState, PublicationState};
use lectern_domain::join_link::{self, JoinTarget};
use lectern_domain::registration::RegistrantStatus;
use lectern_store::passes::HolderRecord;

use super::line::Ticket;
use super::{PassError, Shared};
use crate::desk::Desk;
use crate::error::CommandError;
use crate::scheduling::series;
use crate::serving::grouped::GroupedReads;

/// So long before the event the doors open.
pub const EARLY: SignedDuration = SignedDuration::from_hours(1);
/// So long after its end those who are still talking get fresh tokens; then its guests are deleted.
pub const OVERTIME: SignedDuration = SignedDuration::from_hours(2);
/// What is handed out at the door lasts at least so long: the calling SDK asks for another when ten minutes are left.
const LEAST: SignedDuration = SignedDuration::from_mins(20);
/// What is made ahead lasts over the event, as far as a token can.
const LONG: SignedDuration = SignedDuration::from_hours(12);

/// A ticket's holder, and the date that counts.
pub(super) struct Holder {
    pub record: HolderRecord,
    pub start: Timestamp,
    pub end: Timestamp,
}

pub(super) type Holders = GroupedReads<Ticket, Option<HolderRecord>>;

pub(super) fn holders(desk: Arc<Desk>) -> Holders {
    Holders::of(desk, |r, ticket| r.passes().holder(ticket))
}

pub(super) async fn find(shared: &Shared, ticket: Ticket) -> Result<Option<Holder>, CommandError> {
    let Some(record) = shared.holders.ask(ticket).await? else { return Ok(None) };
    let (start, end) = (record.start, record.end);
    if !record.series {
        return Ok(Some(Holder { record, start, end }));
    }
    let (id, now) = (record.event_id.clone(), shared.desk.now());
    let dates = shared
        .desk
        .read(move |r| match r.events().by_id(&id)? {
            Some(event) => series::current(r, event, now).map(|event| (event.start, event.end)),
            None => Ok((start, end)),
        })
        .await?;
    Ok(Some(Holder { record, start: dates.0, end: dates.1 }))
}

/// Where this holder is let in to.
pub(super) fn judge(holder: &Holder, now: Timestamp) -> Result<JoinTarget, PassError> {
    let record = &holder.record;
    match record.publication {
        Some(PublicationState::Open) => {}
        Some(PublicationState::Closed) => return Err(PassError::HandOver),
        Some(PublicationState::Filling) | None => return Err(PassError::Unknown),
    }
    if record.revoked_at.is_some() || record.status != RegistrantStatus::Registered {
        return Err(PassError::Revoked);
    }
    let link = match (record.state, &record.join_url) {
        (EventState::Cancelled, _) => return Err(PassError::Cancelled),
        (EventState::Scheduled, Some(link)) => link,
        _ => return Err(PassError::NotReady),
    };
    let opens = opens(holder);
    if now < opens {
        return Err(PassError::Early { opens });
    }
    if now >= kept_until(holder) {
        return Err(PassError::Over);
    }
    // Webinars, town halls and what else guests of ACS can't join are Teams' own.
    join_link::decide(link, None).target.ok_or(PassError::HandOver)
}

/// Whether a token is worth making: as [`judge`], before the doors open too.
pub(super) fn admits(holder: &Holder) -> bool {
    judge(holder, opens(holder)).is_ok()
}

pub(super) fn opens(holder: &Holder) -> Timestamp {
    opens_at(holder.start)
}

pub(super) fn opens_at(start: Timestamp) -> Timestamp {
    start.saturating_sub(EARLY).unwrap_or(start)
}

/// When the holder's identity is deleted.
pub(super) fn kept_until(holder: &Holder) -> Timestamp {
    over_at(holder.end)
}

pub(super) fn over_at(end: Timestamp) -> Timestamp {
    end.saturating_add(OVERTIME).unwrap_or(end)
}

/// Until when a token has to be good that is handed out now.
pub(super) fn least(now: Timestamp) -> Timestamp {
    now.saturating_add(LEAST).unwrap_or(now)
}

/// Until when one has to be good that is made ahead: over the event, but no longer than half of what a token can last,
/// or none would ever be good enough.
pub(super) fn enough(holder: &Holder, now: Timestamp) -> Timestamp {
    enough_for(holder.end, now)
}

pub(super) fn enough_for(end: Timestamp, now: Timestamp) -> Timestamp {
    let long = now.saturating_add(LONG).unwrap_or(now);
    end.saturating_add(LEAST).unwrap_or(end).min(long).max(least(now))
}
