//! Asking Teams: with the permission that the work needs, and with its refusals in this room's words.

use jiff::Timestamp;
use lectern_domain::event::{Audience, EventKind, VirtualEventState};
use lectern_domain::zone::{self, Fold};
use lectern_microsoft::AccessToken;
use lectern_microsoft::cloud::Feature;
use lectern_microsoft::graph::{
    DateTimeTimeZone, Graph, GraphError, MeetingAudience, VirtualEvent, VirtualEventKind, VirtualEventPatch,
    VirtualEventStatus,
};
use lectern_store::virtual_events::VirtualEventRecord;

use super::VirtualEventError;
use crate::clouds;
use crate::desk::{Desk, IncrementalFailure, remote};
use crate::error::DeskError;
use crate::sign_in::tokens::ResourceError;

/// A permission and what for, in words.
#[derive(Clone, Copy)]
pub(super) struct Permission {
    pub name: &'static str,
    pub what: &'static str,
}

pub(super) const MANAGE: Permission =
    Permission { name: "VirtualEvent.ReadWrite", what: "manage webinars and town halls for you" };
pub(super) const ATTENDANCE: Permission =
    Permission { name: "OnlineMeetingArtifact.Read.All", what: "read who attended" };

/// A request that went wrong, with Graph's own answer where one came.
pub(super) enum Failure {
    Graph(GraphError),
    Other(VirtualEventError),
}

impl From<Failure> for VirtualEventError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Other(error) => error,
            Failure::Graph(error) if error.forbidden() => Self::NotAllowed(error.to_string()),
            Failure::Graph(error) => Self::Desk(remote(&error)),
        }
    }
}

impl Failure {
    /// Whether the request may have been carried out all the same.
    pub fn ambiguous(&self) -> bool {
        matches!(self, Self::Graph(error) if error.ambiguous())
    }

    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Graph(error) => error.status(),
            Self::Other(_) => None,
        }
    }
}

pub(super) async fn ask<T, F, Fut>(desk: &Desk, permission: Permission, call: F) -> Result<T, Failure>
where
    F: Fn(Graph, AccessToken) -> Fut,
    Fut: Future<Output = Result<T, GraphError>>,
{
    offered(desk).map_err(Failure::Other)?;
    let Permission { name, what } = permission;
    desk.graph_with(&[name], call).await.map_err(|failure| match failure {
        IncrementalFailure::Graph(error) => Failure::Graph(error),
        IncrementalFailure::Access(ResourceError::Consent { address }) => {
            Failure::Other(VirtualEventError::Consent { what, permission: name, address })
        }
        IncrementalFailure::Access(ResourceError::Registration(detail)) => {
            Failure::Other(VirtualEventError::Registration { what, permission: name, detail })
        }
        IncrementalFailure::Access(ResourceError::Desk(error)) => Failure::Other(error.into()),
    })
}

/// Nothing is asked for in a cloud that has none of it.
pub(super) fn offered(desk: &Desk) -> Result<(), VirtualEventError> {
    if clouds::lacks(desk, Feature::VirtualEvents) { Err(VirtualEventError::Cloud) } else { Ok(()) }
}

/// Before anything that would be wrong under another account.
pub(super) async fn owned(desk: &Desk, record: &VirtualEventRecord) -> Result<(), DeskError> {
    let account = desk.read(|r| r.accounts().get()).await?;
    let (Some(owner), Some(account)) = (&record.owner_id, account) else { return Ok(()) };
    if owner.eq_ignore_ascii_case(&account.user_id) {
        return Ok(());
    }
    let owner = record.organizer_email.clone().or_else(|| record.organizer_name.clone());
    Err(DeskError::OtherAccount { owner: owner.unwrap_or_else(|| "another account".to_owned()) })
}

pub(super) async fn record(desk: &Desk, id: &str) -> Result<VirtualEventRecord, VirtualEventError> {
    let wanted = id.to_owned();
    let found = desk.read(move |r| r.virtual_events().by_id(&wanted)).await?;
    found.ok_or_else(|| VirtualEventError::NoEvent(id.to_owned()))
}

/// An event that Teams has and that was not called off, with Graph's id.
pub(super) async fn standing(
    desk: &Desk,
    id: &str,
) -> Result<(VirtualEventRecord, String), VirtualEventError> {
    let record = record(desk, id).await?;
    match (record.state, record.graph_id.clone()) {
        (VirtualEventState::Cancelled, _) => Err(VirtualEventError::Cancelled),
        (VirtualEventState::Draft | VirtualEventState::Published, Some(graph_id)) => {
            owned(desk, &record).await?;
            Ok((record, graph_id))
        }
        _ => Err(VirtualEventError::Unfinished),
    }
}

/// Publishing and calling off is the organizer's alone; a co-organizer does the rest.
pub(super) fn organized_here(record: &VirtualEventRecord) -> Result<(), VirtualEventError> {
    if !record.co_organized {
        return Ok(());
    }
    let name = record.organizer_name.clone().unwrap_or_else(|| "Its organizer".to_owned());
    Err(VirtualEventError::OnlyOrganizer(name))
}

/// Changes it. A broken answer is no refusal: how it stands then says whether it was done.
pub(super) async fn patched(
    desk: &Desk,
    record: &VirtualEventRecord,
    graph_id: &str,
    patch: &VirtualEventPatch,
    done: impl Fn(&VirtualEvent) -> bool + Send,
) -> Result<VirtualEvent, VirtualEventError> {
    let kind = kind(record.kind);
    let answer = ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).update(graph_id, patch).await
    })
    .await;
    let failure = match answer {
        Ok(event) => return Ok(event),
        Err(failure) if failure.ambiguous() => failure,
        Err(failure) => return Err(failure.into()),
    };
    let there = ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).get(graph_id).await
    })
    .await;
    match there {
        Ok(event) if done(&event) => Ok(event),
        Ok(_) => Err(failure.into()),
        Err(_) => Err(VirtualEventError::Unsure(Box::new(failure.into()))),
    }
}

pub(super) fn kind(kind: EventKind) -> VirtualEventKind {
    match kind {
        EventKind::TownHall => VirtualEventKind::TownHall,
        EventKind::Webinar | EventKind::Meeting => VirtualEventKind::Webinar,
    }
}

pub(super) fn audience(audience: Audience) -> MeetingAudience {
    match audience {
        Audience::Everyone => MeetingAudience::Everyone,
        Audience::Organization => MeetingAudience::Organization,
    }
}

/// `None`: a state that this version does not know.
pub(super) fn state(event: &VirtualEvent) -> Option<VirtualEventState> {
    match event.status.as_ref()? {
        VirtualEventStatus::Draft => Some(VirtualEventState::Draft),
        VirtualEventStatus::Published => Some(VirtualEventState::Published),
        VirtualEventStatus::Canceled => Some(VirtualEventState::Cancelled),
        VirtualEventStatus::Other(_) => None,
    }
}

/// Graph answers in the zone that it was given, under a Windows or an IANA name, or in UTC.
pub(super) fn instant(at: &DateTimeTimeZone) -> Option<Timestamp> {
    let local = at.date_time.trim_end_matches('Z');
    let local = local.split_once('.').map_or(local, |(whole, _)| whole);
    let zone = zone::from_windows(&at.time_zone).unwrap_or(&at.time_zone);
    // Times that come twice are told to it in UTC.
    zone::resolve(local, zone, Some(Fold::Earlier)).ok()
}

/// The zone that Graph answers in, by its IANA name; UTC where nobody knows it.
pub(super) fn zone_of(at: &DateTimeTimeZone) -> String {
    zone::iana(&at.time_zone).unwrap_or("UTC").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_in_whatever_zone_it_comes() {
        let noon: Timestamp = "2026-12-01T12:00:00Z".parse().expect("an instant");
        for (date_time, time_zone) in [
            ("2026-12-01T12:00:00.0000000", "UTC"),
            ("2026-12-01T12:00:00Z", "UTC"),
            ("2026-12-01T13:00:00", "W. Europe Standard Time"),
            ("2026-12-01T13:00:00.0000000", "Europe/Berlin"),
            ("2026-12-01T04:00:00", "Pacific Standard Time"),
        ] {
            let at = DateTimeTimeZone { date_time: date_time.into(), time_zone: time_zone.into() };
            assert_eq!(instant(&at), Some(noon), "{at:?}: else an unchanged event looks edited elsewhere");
        }
        let odd = DateTimeTimeZone { date_time: "noon".into(), time_zone: "UTC".into() };
        assert_eq!(instant(&odd), None);
    }
}
