//! "The import of guests.csv was cut off." Nothing of it is on the list; its file is still kept, so that it can be gone on
//! with, whatever became of the file itself, or forgotten.

use std::sync::Arc;

use lectern_domain::bulk::{BulkKind, BulkState};

use super::look::look;
use super::{ImportReport, ImportSource, Kept, asked, forgotten, write};
use crate::desk::Desk;
use crate::registration::RegistrationError;
use crate::registration::bulk::alone;
use crate::registration::bulk::progress::{Steps, Told};

/// From the beginning, since nothing of it was written: the same as if it had not been cut off. Stopped, it is
/// forgotten.
pub async fn resume(desk: &Desk, bulk_id: &str, told: Told) -> Result<ImportReport, RegistrationError> {
    let _alone = alone(desk)?;
    let wanted = bulk_id.to_owned();
    let (bulk, bytes) = desk.read(move |r| Ok((r.bulks().by_id(&wanted)?, r.bulks().file(&wanted)?))).await?;
    let bulk = bulk
        .filter(|bulk| bulk.kind == BulkKind::Import && bulk.state == BulkState::Running)
        .ok_or(RegistrationError::NoBulk)?;
    let kept: Option<Kept> = bulk.choices.and_then(|choices| serde_json::from_value(choices).ok());
    let (kept, bytes) = kept.zip(bytes).ok_or(RegistrationError::NoBulk)?;
    let steps = Steps::of(desk, told, &bulk.event_id, BulkKind::Import, false);
    let watched = Some((Arc::clone(&steps), Arc::clone(&desk.stop_bulk)));
    let asks = asked(desk, &bulk.event_id).await?;
    let looked = match look(ImportSource::Bytes(bytes), kept.choices.clone(), asks, watched).await {
        Err(RegistrationError::Stopped) => {
            forgotten(desk, bulk_id).await?;
            return Ok(ImportReport::stopped(0));
        }
        looked => looked?,
    };
    write(desk, &bulk.event_id, bulk_id, looked, &kept, &steps).await
}

/// It is not wanted any more.
pub async fn forget(desk: &Desk, bulk_id: &str) -> Result<(), RegistrationError> {
    let _alone = alone(desk)?;
    forgotten(desk, bulk_id).await
}
