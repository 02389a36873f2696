//! Messages that a copy had not sent when it was made. They may have left since, from here or from another machine: the
//! organizer decides about them, and a channel that remembers is asked first.

use lectern_domain::message::ChannelKind;
use lectern_store::messages::{MessageRecord, Released};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use super::prepare::{RESTORED, RestoredNote};
use crate::desk::Desk;
use crate::error::DeskError;
use crate::locks::Lock;
use crate::messages::channel::{AcsEmail, Channel as _, Fate};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum HeldDecision {
    /// Those that the channel knows of are done; the others are planned again, and leave with the next sending.
    Send,
    /// They were all sent.
    Delivered,
    /// None of them is wanted.
    Skip,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct HeldReport {
    pub planned: u32,
    pub delivered: u32,
    pub skipped: u32,
    /// Still held, because the channel could not be asked.
    pub left: u32,
    pub problem: Option<String>,
}

/// Whether a copy was brought back here that nobody has decided about yet.
pub(crate) async fn waits(desk: &Desk) -> Result<bool, DeskError> {
    Ok(desk.setting::<RestoredNote>(RESTORED).await?.is_some())
}

pub async fn release(desk: &Desk, decision: HeldDecision) -> Result<HeldReport, DeskError> {
    let _lock = Lock::wait(desk.profile(), "outbox").await?;
    let all = desk.read(|r| r.messages().held()).await?;
    let mut report = HeldReport::default();
    let acs = desk.acs().map(|acs| AcsEmail::new(acs, String::new(), None));
    for (at, message) in all.iter().enumerate() {
        let released = match decision {
            HeldDecision::Delivered => Released::Delivered,
            HeldDecision::Skip => Released::Skipped,
            HeldDecision::Send => match asked(acs.as_ref(), message).await {
                Ok(released) => released,
                Err(problem) => {
                    report.left = u32::try_from(all.len() - at).unwrap_or(u32::MAX);
                    report.problem = Some(problem);
                    return Ok(report);
                }
            },
        };
        *match released {
            Released::Delivered => &mut report.delivered,
            Released::Skipped => &mut report.skipped,
            Released::Planned => &mut report.planned,
        } += 1;
        let (id, now) = (message.id.clone(), desk.now());
        desk.write(move |w| Ok::<_, DeskError>(w.messages().release_held(&id, released, now)?)).await?;
    }
    desk.write(|w| Ok::<_, DeskError>(w.settings().remove(RESTORED)?)).await?;
    Ok(report)
}

/// A record that is there is proof; none is not, since nobody says how long it is kept: then the person's word counts.
async fn asked(acs: Option<&AcsEmail>, message: &MessageRecord) -> Result<Released, String> {
    let (ChannelKind::AcsEmail, Some(acs)) = (message.channel, acs) else { return Ok(Released::Planned) };
    let Ok(operation) = Uuid::parse_str(&message.operation_id) else { return Ok(Released::Planned) };
    match acs.fate(operation).await {
        Fate::Delivered | Fate::Running { .. } => Ok(Released::Delivered),
        Fate::NotNow { problem, .. } => Err(problem),
        // One that failed then is tried anew; the service answers a repeated id as it does.
        Fate::Failed { .. } | Fate::NeverSeen | Fate::Untold => Ok(Released::Planned),
    }
}
