//! "The same command again." Where nobody named the creation, its words and times do: whoever repeats them after a
//! crash, or only to be sure, means the event that stands already and not a second one.

use lectern_store::events::{EventRecord, NewEvent as NewRecord};
use uuid::Uuid;

use super::EventState;
use super::create::{self, CreateError, NewEvent};
use super::rule;
use crate::desk::Desk;

/// What an unnamed creation is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// To create it by, or to go on with it.
    pub draft_id: String,
    /// The event was whole before: nothing will be made.
    pub existing: bool,
}

/// The oldest event with the same words and times that was not called off; else a name that only these words and
/// times have at this profile, so that two such commands at once make one event too. A cancelled event stands in
/// nobody's way: each one gives the next creation another name.
pub async fn meant(desk: &Desk, new: &NewEvent) -> Result<Meant, CreateError> {
    let wanted = create::planned(desk, new)?;
    let mut same = desk.read(|r| r.events().list()).await?;
    let rule = new.recurrence.as_ref().map(rule::kept);
    same.retain(|event| is_same(event, &wanted) && event.recurrence == rule);
    let (cancelled, standing): (Vec<_>, Vec<_>) =
        same.into_iter().partition(|event| event.state == EventState::Cancelled);
    Ok(match standing.into_iter().min_by_key(|event| event.created_at) {
        Some(event) => Meant { existing: !create::is_unfinished(&event), draft_id: event.id },
        None => Meant {
            draft_id: name(desk.profile().id(), &wanted, rule.as_deref(), cancelled.len()).to_string(),
            existing: false,
        },
    })
}

fn is_same(event: &EventRecord, wanted: &NewRecord) -> bool {
    (event.start, event.end, &event.zone) == (wanted.start, wanted.end, &wanted.zone)
        && (&event.title, &event.description) == (&wanted.title, &wanted.description)
}

fn name(profile: Uuid, wanted: &NewRecord, rule: Option<&str>, cancelled: usize) -> Uuid {
    let NewRecord { title, description, start, end, zone, .. } = wanted;
    // Escaped, so that no two lists of words are written alike.
    let mut words = format!("lectern:event:{title:?}{description:?}{start}{end}{zone:?}{cancelled}");
    words.extend(rule);
    Uuid::new_v5(&profile, words.as_bytes())
}
