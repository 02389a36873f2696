//! "Who may run it with me?" People of the organization. Teams replaces the whole list, so it is read right before it is
//! written; no etag is documented, so between the two the last one wins.

use lectern_microsoft::graph::{CommunicationsUser, VirtualEvent, VirtualEventPatch};
use lectern_store::Writer;
use lectern_store::virtual_events::VirtualEventRecord;

use super::colleagues::{self, Colleague};
use super::teams::{self, MANAGE};
use super::{VirtualEventDetail, VirtualEventError, list};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::history;
use crate::locks::Lock;

pub(super) const CO_ORGANIZERS: &str = "coOrganizers";

/// From Teams, and kept.
pub async fn read(desk: &Desk, id: &str) -> Result<VirtualEventDetail, VirtualEventError> {
    let (record, graph_id) = teams::standing(desk, id).await?;
    let (kind, graph_id) = (teams::kind(record.kind), graph_id.as_str());
    let event = teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).get(graph_id).await
    })
    .await?;
    let now = desk.now();
    desk.write(move |w| Ok::<_, DeskError>(keep(w, &record.id, &event, now)?)).await?;
    list::one(desk, id).await
}

/// These and nobody else from now on. Safe to repeat.
pub async fn set(desk: &Desk, id: &str, wanted: &[String]) -> Result<VirtualEventDetail, VirtualEventError> {
    let mut ids = Vec::with_capacity(wanted.len());
    for who in wanted {
        ids.push(colleagues::resolve(desk, who).await?);
    }
    let ids = colleagues::ids(ids.iter().map(String::as_str));
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    change(desk, id, |_| ids).await
}

/// One more: by the directory's id, or by the name or address of somebody whom Teams has named here. Safe to repeat.
pub async fn add(desk: &Desk, id: &str, who: &str) -> Result<VirtualEventDetail, VirtualEventError> {
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    add_under_lock(desk, id, who).await
}

/// As [`add`], for whoever has the lock `scheduling` already.
pub(super) async fn add_under_lock(
    desk: &Desk,
    id: &str,
    who: &str,
) -> Result<VirtualEventDetail, VirtualEventError> {
    let new = colleagues::resolve(desk, who).await?;
    let account = desk.read(|r| r.accounts().get()).await?;
    if account.is_some_and(|account| account.user_id.eq_ignore_ascii_case(&new)) {
        let message = "You run it already.".to_owned();
        return Err(VirtualEventError::Field { field: "who", message });
    }
    change(desk, id, |mut there| {
        there.push(new);
        there
    })
    .await
}

/// Safe to repeat.
pub async fn remove(desk: &Desk, id: &str, who: &str) -> Result<VirtualEventDetail, VirtualEventError> {
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    change(desk, id, |mut there| {
        there.retain(|one| !one.eq_ignore_ascii_case(who.trim()));
        there
    })
    .await
}

async fn change(
    desk: &Desk,
    id: &str,
    wanted: impl FnOnce(Vec<String>) -> Vec<String> + Send,
) -> Result<VirtualEventDetail, VirtualEventError> {
    let (record, graph_id) = teams::standing(desk, id).await?;
    let (kind, at) = (teams::kind(record.kind), graph_id.as_str());
    let there = teams::ask(desk, MANAGE, |graph, token| async move {
        graph.as_user(&token).virtual_events(kind).get(at).await
    })
    .await?;
    let before = ids_of(&there);
    let after = colleagues::ids(wanted(before.clone()).iter().map(String::as_str));
    let event = if after == before {
        there
    } else {
        let patch = VirtualEventPatch {
            co_organizers: Some(whole(desk, &there, &after).await?),
            ..VirtualEventPatch::default()
        };
        teams::patched(desk, &record, &graph_id, &patch, |event| ids_of(event) == after).await?
    };
    keep_changed(desk, record, event, before).await?;
    list::one(desk, id).await
}

async fn keep_changed(
    desk: &Desk,
    record: VirtualEventRecord,
    event: VirtualEvent,
    before: Vec<String>,
) -> Result<(), DeskError> {
    let now = desk.now();
    desk.write(move |w| {
        keep(w, &record.id, &event, now)?;
        if ids_of(&event) != before {
            w.changes().record(&history::of_event(&record.id, "coOrganizersChanged"), now)?;
        }
        Ok(())
    })
    .await
}

/// As Teams is told them: whoever is there already in Teams' own words, whatever tenant they are of.
async fn whole(
    desk: &Desk,
    there: &VirtualEvent,
    ids: &[String],
) -> Result<Vec<CommunicationsUser>, DeskError> {
    let tenant = desk.read(|r| r.accounts().get()).await?.map(|account| account.tenant_id);
    let one = |id: &String| {
        let known = there.co_organizers.iter().find(|one| is(one, id)).cloned();
        known.unwrap_or_else(|| CommunicationsUser {
            id: Some(id.clone()),
            tenant_id: tenant.clone(),
            display_name: None,
        })
    };
    Ok(ids.iter().map(one).collect())
}

fn is(user: &CommunicationsUser, id: &str) -> bool {
    user.id.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(id))
}

fn ids_of(event: &VirtualEvent) -> Vec<String> {
    colleagues::ids(event.co_organizers.iter().filter_map(|one| one.id.as_deref()))
}

/// Whenever Teams has told the event, it has told these.
pub(super) fn keep(
    w: &Writer<'_>,
    id: &str,
    event: &VirtualEvent,
    now: jiff::Timestamp,
) -> Result<(), lectern_store::StoreError> {
    let before = w.virtual_events().part::<Vec<Colleague>>(id, CO_ORGANIZERS)?;
    let one = |user: &CommunicationsUser| {
        Some(Colleague { id: user.id.clone()?, name: user.display_name.clone(), email: None })
    };
    let people: Vec<Colleague> = event.co_organizers.iter().filter_map(one).collect();
    let people = colleagues::named(people, &before.map(|part| part.value).unwrap_or_default());
    w.virtual_events().set_part(id, CO_ORGANIZERS, &people, now)
}
