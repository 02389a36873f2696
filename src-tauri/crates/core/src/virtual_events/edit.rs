//! "Change it." Teams is read before it is written to: what was changed there meanwhile is never written over unasked,
//! and a repeated change finds itself done. No etag is documented for virtual events, so between the reading and the
//! writing the last one wins.

use std::time::Duration;

use jiff::Timestamp;
use lectern_domain::zone::{self, Fold};
use lectern_microsoft::graph::{ItemBody, MeetingAudience, VirtualEvent, VirtualEventPatch};
use lectern_store::virtual_events::{VirtualEventRecord, VirtualEventWords};
use serde::Deserialize;
use serde_json::json;
use ts_rs::TS;

use super::invited::{INVITED, Invited};
use super::teams::{self, MANAGE};
use super::{Audience, VirtualEventDetail, VirtualEventError, VirtualEventState, list, refresh};
use crate::desk::Desk;
use crate::history;
use crate::locks::Lock;
use crate::messages::render;
use crate::scheduling::body::{self, Body};
use crate::scheduling::create as calendar;

/// What is not named stays. Times as for a meeting's change.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct VirtualEventChange {
    pub title: Option<String>,
    pub description: Option<String>,
    pub start: Option<String>,
    pub end: Option<String>,
    pub zone: Option<String>,
    pub fold: Option<Fold>,
    pub audience: Option<Audience>,
    /// Also over what was changed elsewhere meanwhile.
    pub overwrite: bool,
}

/// A service that breaks off is asked so often.
const TRIES: u64 = 3;

/// Safe to repeat.
pub async fn edit(
    desk: &Desk,
    id: &str,
    change: VirtualEventChange,
) -> Result<VirtualEventDetail, VirtualEventError> {
    let _lock = Lock::wait(desk.profile(), "scheduling").await?;
    let (record, graph_id) = teams::standing(desk, id).await?;
    let wanted = wanted_of(desk, &record, &change)?;
    stays_for_the_invited(desk, id, &wanted).await?;
    let fields = differences(&record.words, &wanted);
    if !fields.is_empty() {
        at_teams(desk, &record, &graph_id, &wanted, change.overwrite).await?;
        let (id, now) = (record.id.clone(), desk.now());
        desk.write(move |w| {
            w.virtual_events().words(&id, &wanted, now)?;
            w.changes().record(&history::of_event_with(&id, "changed", json!({"fields": fields})), now)?;
            Ok::<_, VirtualEventError>(())
        })
        .await?;
    }
    list::one(desk, id).await
}

/// Teams keeps only what is for one's own organization to invited people.
async fn stays_for_the_invited(
    desk: &Desk,
    id: &str,
    wanted: &VirtualEventWords,
) -> Result<(), VirtualEventError> {
    let id = id.to_owned();
    let invited = desk.read(move |r| r.virtual_events().part::<Invited>(&id, INVITED)).await?;
    if wanted.audience == Audience::Everyone && invited.is_some_and(|part| part.value.only) {
        let message = "Only invited people can watch this, so it stays within your organization. Let everybody there watch first.";
        return Err(VirtualEventError::Field { field: "audience", message: message.to_owned() });
    }
    Ok(())
}

fn wanted_of(
    desk: &Desk,
    record: &VirtualEventRecord,
    change: &VirtualEventChange,
) -> Result<VirtualEventWords, VirtualEventError> {
    let words = &record.words;
    let title = match &change.title {
        Some(title) => calendar::title(title)?,
        None => words.title.clone(),
    };
    let zone = change.zone.clone().unwrap_or_else(|| words.zone.clone());
    let instant = |field, local: &Option<String>, stays: Timestamp| match local {
        Some(local) => calendar::resolved(field, local, &zone, change.fold),
        None if zone == words.zone => Ok(stays),
        None => calendar::resolved(field, &zone::local(stays, &words.zone), &zone, change.fold),
    };
    let (start, end) =
        (instant("start", &change.start, words.start)?, instant("end", &change.end, words.end)?);
    if (start, end) != (words.start, words.end) {
        calendar::check_times(desk, start, end)?;
    }
    let description = change
        .description
        .as_deref()
        .map_or_else(|| words.description.clone(), |text| text.trim().to_owned());
    let audience = change.audience.unwrap_or(words.audience);
    Ok(VirtualEventWords { title, description, start, end, zone, audience })
}

fn differences(was: &VirtualEventWords, wanted: &VirtualEventWords) -> Vec<&'static str> {
    [
        ("title", was.title != wanted.title),
        ("description", was.description != wanted.description),
        ("time", (was.start, was.end, &was.zone) != (wanted.start, wanted.end, &wanted.zone)),
        ("audience", was.audience != wanted.audience),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect()
}

/// Until Teams says what is wanted.
async fn at_teams(
    desk: &Desk,
    record: &VirtualEventRecord,
    graph_id: &str,
    wanted: &VirtualEventWords,
    overwrite: bool,
) -> Result<(), VirtualEventError> {
    let kind = teams::kind(record.kind);
    // After a request whose answer is lost, nobody may say that nothing was changed.
    let mut doubt = false;
    let mut n = 0;
    loop {
        n += 1;
        let there = teams::ask(desk, MANAGE, |graph, token| async move {
            graph.as_user(&token).virtual_events(kind).get(graph_id).await
        })
        .await
        .map_err(|failure| unsure(doubt, failure.into()))?;
        if teams::state(&there) == Some(VirtualEventState::Cancelled) {
            refresh::keep(desk, record, &there).await?;
            return Err(VirtualEventError::Cancelled);
        }
        let patch = missing(&record.words, wanted, &words_of(&there, &record.words), overwrite)?;
        if patch == VirtualEventPatch::default() {
            return Ok(());
        }
        let patch = &patch;
        let answer = teams::ask(desk, MANAGE, |graph, token| async move {
            graph.as_user(&token).virtual_events(kind).update(graph_id, patch).await
        })
        .await;
        match answer {
            Ok(_) => return Ok(()),
            Err(failure) if n < TRIES && (failure.ambiguous() || failure.status() == Some(409)) => {
                doubt |= failure.ambiguous();
                tokio::time::sleep(Duration::from_secs(n)).await;
            }
            Err(failure) => {
                let doubt = doubt || failure.ambiguous();
                return Err(unsure(doubt, failure.into()));
            }
        }
    }
}

fn unsure(doubt: bool, error: VirtualEventError) -> VirtualEventError {
    if doubt { VirtualEventError::Unsure(Box::new(error)) } else { error }
}

/// An event of Teams' in our words; what it does not say, or says in no known form, is as it was.
pub(super) fn words_of(event: &VirtualEvent, was: &VirtualEventWords) -> VirtualEventWords {
    let at = |at: &Option<_>, was: Timestamp| at.as_ref().and_then(teams::instant).unwrap_or(was);
    let description = event.description.as_ref().map(plain).unwrap_or_default();
    VirtualEventWords {
        title: event.display_name.clone().unwrap_or_else(|| was.title.clone()),
        // White space changes on its way through HTML.
        description: if body::alike(&description, &was.description) {
            was.description.clone()
        } else {
            description
        },
        start: at(&event.start_date_time, was.start),
        end: at(&event.end_date_time, was.end),
        // Several zones share a Windows name: the one that the organizer chose is kept.
        zone: was.zone.clone(),
        audience: match event.audience {
            Some(MeetingAudience::Everyone) => Audience::Everyone,
            Some(MeetingAudience::Organization) => Audience::Organization,
            _ => was.audience,
        },
    }
}

pub(super) fn plain(description: &ItemBody) -> String {
    let content = description.content.as_deref().unwrap_or_default();
    let html = description.content_type.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("html"));
    let text = Body::read(content, None).filter(|_| html).map(|body| body.text());
    text.unwrap_or_else(|| content.trim().to_owned())
}

/// What of the wanted Teams does not say yet; or what stands there against it.
fn missing(
    was: &VirtualEventWords,
    wanted: &VirtualEventWords,
    there: &VirtualEventWords,
    overwrite: bool,
) -> Result<VirtualEventPatch, VirtualEventError> {
    let (mut patch, mut against) = (VirtualEventPatch::default(), Vec::new());
    if was.title != wanted.title && there.title != wanted.title {
        if there.title != was.title {
            against.push(format!("Its title is now \u{201c}{}\u{201d}.", there.title));
        }
        patch.display_name = Some(wanted.title.clone());
    }
    let (time, was_time) = ((there.start, there.end), (was.start, was.end));
    let moved = (wanted.start, wanted.end, &wanted.zone) != (was.start, was.end, &was.zone);
    if moved && (time != (wanted.start, wanted.end) || wanted.zone != was.zone) {
        if time != was_time && time != (wanted.start, wanted.end) {
            let when = render::when(time.0, time.1, &wanted.zone)
                .unwrap_or_else(|_| format!("{}\u{2013}{}", time.0, time.1));
            against.push(format!("Its time is now {when}."));
        }
        let (start, end) = calendar::wall_clock(wanted.start, wanted.end, &wanted.zone);
        (patch.start_date_time, patch.end_date_time) = (Some(start), Some(end));
    }
    if was.description != wanted.description && !body::alike(&there.description, &wanted.description) {
        if !body::alike(&there.description, &was.description) {
            against.push("Its description is another one now.".to_owned());
        }
        patch.description = Some(ItemBody::text(&wanted.description));
    }
    if was.audience != wanted.audience && there.audience != wanted.audience {
        patch.audience = Some(teams::audience(wanted.audience));
    }
    if overwrite || against.is_empty() {
        Ok(patch)
    } else {
        Err(VirtualEventError::Elsewhere(against.join(" ")))
    }
}
