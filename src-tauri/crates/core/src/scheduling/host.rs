//! "Open it in Teams", for whoever hosts or presents: one press, and what only Teams can do is there.

use lectern_domain::join_link::{self, Kind};

use super::{EventState, list};
use crate::desk::Desk;
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::join::hand_over::{self, HandOver, TeamsWay, TeamsWays};

#[derive(Debug, thiserror::Error)]
pub enum HostError {
    #[error(transparent)]
    Show(#[from] list::ShowError),
    #[error("This event is cancelled, and its meeting with it.")]
    Cancelled,
    #[error("The meeting of this event isn't ready yet. Try again in a minute.")]
    NoMeetingYet,
    #[error(
        "Microsoft gave this event a link that Lectern doesn't know as one of Teams, so it opens nothing by itself. Copy the link from the menu beside it."
    )]
    UnknownLink,
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<HostError> for CommandError {
    fn from(error: HostError) -> Self {
        match error {
            HostError::Show(inner) => inner.into(),
            HostError::Desk(inner) => inner.into(),
            HostError::Cancelled | HostError::NoMeetingYet | HostError::UnknownLink => {
                Self::new(ErrorCode::Refused, error.to_string())
            }
        }
    }
}

pub async fn ways(desk: &Desk, id: &str) -> Result<TeamsWays, HostError> {
    let (link, kind) = meeting(desk, id).await?;
    Ok(hand_over::ways_to(desk, &link, kind).await?)
}

/// `named` is remembered, for guests' links opened at this desk too; `None`: as last time.
pub async fn open(desk: &Desk, id: &str, named: Option<TeamsWay>) -> Result<HandOver, HostError> {
    let (link, kind) = meeting(desk, id).await?;
    Ok(hand_over::to(desk, link, kind, named).await?)
}

/// What Graph named goes through the same parser as a stranger's link: only an address of Teams is ever opened.
async fn meeting(desk: &Desk, id: &str) -> Result<(String, Kind), HostError> {
    let event = list::one(desk, id).await?.summary;
    if event.state == EventState::Cancelled {
        return Err(HostError::Cancelled);
    }
    let decision = join_link::decide(&event.join_url.ok_or(HostError::NoMeetingYet)?, None);
    Ok((decision.open.ok_or(HostError::UnknownLink)?, decision.kind))
}
