//! "Who may watch?" Of a town hall for one's own organization: everybody there, or only those who are invited
//! (`isInviteOnly`, v1.0). People of the organization by the directory's ids; whether guests can be among them, and how
//! many there can be, is not documented. Teams replaces the whole list.

use lectern_microsoft::graph::{AnyIdentity, PresenterIdentity, VirtualEvent, VirtualEventPatch};
use lectern_store::Writer;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::colleagues::{self, Colleague};
use super::teams::{self, MANAGE};
use super::{Audience, EventKind, VirtualEventDetail, VirtualEventError, list};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::history;
use crate::locks::Lock;

pub(super) const INVITED: &str = "invited";

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "core.ts")]
pub struct Invited {
    /// Whoever is not invited can't watch.
    pub only: bool,
    pub people: Vec<Colleague>,
}

/// What is not named stays.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "core.ts")]
pub struct InvitedChange {
    pub only: Option<bool>,
    /// By the directory's id, or by the name or address of somebody whom Teams has named here.
    pub add: Vec<String>,
    /// By the directory's id.
    pub remove: Vec<String>,
}

/// Safe to repeat.
pub async fn change(
    desk: &Desk,
    id: &str,
    change: InvitedChange,
) -> Result<VirtualEventDetail, VirtualEventError> {
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    change_under_lock(desk, id, change).await
}

/// As [`change`], for whoever has the lock `scheduling` already.
pub(super) async fn change_under_lock(
    desk: &Desk,
    id: &str,
    change: InvitedChange,
) -> Result<VirtualEventDetail, VirtualEventError> {
    let (record, graph_id) = teams::standing(desk, id).await?;
    if record.kind != EventKind::TownHall {
        return Err(VirtualEventError::OnlyForTownHalls(
            "People are invited to town halls. To a webinar whoever may come registers.",
        ));
    }
    if change.only == Some(true) && record.words.audience == Audience::Everyone {
        return Err(VirtualEventError::Field {
            field: "only",
            message: "Teams keeps only a town hall for your own organization to invited people. Change who may come first.".to_owned(),
        });
    }
    let mut added = Vec::with_capacity(change.add.len());
    for who in &change.add {
        added.push(colleagues::resolve(desk, who).await?);
    }
    let (kind, at) = (teams::kind(record.kind), graph_id.as_str());
    let there = teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).get(at).await
    })
    .await?;
    let before = state(&there);
    let mut ids = before.1.clone();
    ids.retain(|one| !change.remove.iter().any(|gone| gone.trim().eq_ignore_ascii_case(one)));
    ids.extend(added);
    let wanted = (change.only.unwrap_or(before.0), colleagues::ids(ids.iter().map(String::as_str)));
    let event = if wanted == before {
        there
    } else {
        let patch = VirtualEventPatch {
            is_invite_only: (wanted.0 != before.0).then_some(wanted.0),
            invited_attendees: (wanted.1 != before.1)
                .then(|| wanted.1.iter().map(|id| whole(&there, id)).collect()),
            ..VirtualEventPatch::default()
        };
        teams::patched(desk, &record, &graph_id, &patch, |event| state(event) == wanted).await?
    };
    let (own, now) = (record.id, desk.now());
    desk.write(move |w| {
        keep(w, &own, &event, now)?;
        if state(&event) != before {
            w.changes().record(&history::of_event(&own, "invitedChanged"), now)?;
        }
        Ok::<_, DeskError>(())
    })
    .await?;
    list::one(desk, id).await
}

/// As Teams is told them: a guest whom somebody invited in Teams stays a guest.
fn whole(there: &VirtualEvent, id: &str) -> PresenterIdentity {
    let is = |one: &&AnyIdentity| one.id.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(id));
    match there.invited_attendees.iter().find(is) {
        Some(AnyIdentity { kind: Some(kind), display_name: Some(name), email: Some(email), .. })
            if kind.ends_with("communicationsGuestIdentity") =>
        {
            PresenterIdentity::Guest { display_name: name.clone(), email: email.clone() }
        }
        _ => PresenterIdentity::User { id: id.to_owned() },
    }
}

fn state(event: &VirtualEvent) -> (bool, Vec<String>) {
    let ids = event.invited_attendees.iter().filter_map(|one| one.id.as_deref());
    (event.is_invite_only == Some(true), colleagues::ids(ids))
}

/// Whenever Teams has told a town hall, it has told these.
pub(super) fn keep(
    w: &Writer<'_>,
    id: &str,
    event: &VirtualEvent,
    now: jiff::Timestamp,
) -> Result<(), lectern_store::StoreError> {
    let before = w.virtual_events().part::<Invited>(id, INVITED)?.map(|part| part.value).unwrap_or_default();
    let one = |one: &AnyIdentity| {
        Some(Colleague { id: one.id.clone()?, name: one.display_name.clone(), email: one.email.clone() })
    };
    let people: Vec<Colleague> = event.invited_attendees.iter().filter_map(one).collect();
    let invited = Invited {
        only: event.is_invite_only == Some(true),
        people: colleagues::named(people, &before.people),
    };
    w.virtual_events().set_part(id, INVITED, &invited, now)
}
