//! "The same command again." Where nobody named the creation, its words and times do, as for meetings.

use lectern_store::virtual_events::NewVirtualEvent as NewRecord;
use uuid::Uuid;

use super::create::{self, NewVirtualEvent};
use super::{VirtualEventError, VirtualEventState};
use crate::desk::Desk;
use crate::scheduling::again::Meant;

/// The oldest event of the same kind, words and times that was not called off; else a name that only these have.
pub async fn meant(desk: &Desk, new: &NewVirtualEvent) -> Result<Meant, VirtualEventError> {
    let wanted = create::planned(desk, new)?;
    let mut same = desk.read(|r| r.virtual_events().list()).await?;
    same.retain(|event| event.kind == wanted.kind && event.words == wanted.words);
    let (cancelled, standing): (Vec<_>, Vec<_>) =
        same.into_iter().partition(|event| event.state == VirtualEventState::Cancelled);
    Ok(match standing.into_iter().min_by_key(|event| event.created_at) {
        Some(event) => Meant { existing: !create::is_unfinished(&event), draft_id: event.id },
        None => Meant {
            draft_id: name(desk.profile().id(), &wanted, cancelled.len()).to_string(),
            existing: false,
        },
    })
}

fn name(profile: Uuid, wanted: &NewRecord, cancelled: usize) -> Uuid {
    let NewRecord { kind, words, .. } = wanted;
    // Escaped, so that no two lists of words are written alike.
    Uuid::new_v5(&profile, format!("lectern:virtual-event:{kind:?}{words:?}{cancelled}").as_bytes())
}
