//! "Which integration?": the answers, the level that was chosen, and what is still to be done for it. Never in the way:
//! whoever wants none is not asked again, and everything works without.

pub mod choose;
pub mod show;
pub mod steps;

use jiff::Timestamp;
use lectern_domain::event::EventKind;
pub use lectern_domain::guide::{Advice, Cloud, Level, Needs, Size, advise};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::desk::Desk;
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::profile::CloudName;

const SETTING: &str = "guide";

/// What is kept of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Kept {
    needs: Option<Needs>,
    level: Option<Level>,
    chosen_at: Option<Timestamp>,
    /// "Not now": it stays in Settings and is offered no more.
    put_off: bool,
}

/// What a choice means for the next event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct GuideDefaults {
    pub kind: EventKind,
    /// Registration opens with the event.
    pub registration: bool,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct GuideView {
    /// As they were answered last; otherwise what is known without asking.
    pub needs: Needs,
    /// For these needs.
    pub advice: Advice,
    pub chosen: Option<Level>,
    pub chosen_at: Option<String>,
    /// `None`: nobody has chosen, and events begin as they always did.
    pub defaults: Option<GuideDefaults>,
    /// Nobody has answered or put it off yet.
    pub offer: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum GuideError {
    #[error("{0}")]
    Impossible(&'static str),
    #[error(
        "This profile is signed in to {0}; choose that cloud in the guide, or use a profile of the other cloud."
    )]
    OtherCloud(&'static str),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<GuideError> for CommandError {
    fn from(error: GuideError) -> Self {
        match error {
            GuideError::Desk(inner) => inner.into(),
            GuideError::Impossible(_) => Self::new(ErrorCode::Refused, error.to_string()),
            GuideError::OtherCloud(_) => Self::new(ErrorCode::Invalid, error.to_string()).on("cloud"),
        }
    }
}

async fn kept(desk: &Desk) -> Result<Kept, DeskError> {
    Ok(desk.setting(SETTING).await?.unwrap_or_default())
}

/// The cloud of this profile, where it is known. A worldwide one may be GCC: nothing here tells them apart.
fn cloud(desk: &Desk) -> Option<CloudName> {
    desk.profile().registration().map(|registration| registration.cloud)
}

fn fits(profile: CloudName, cloud: Cloud) -> bool {
    match profile {
        CloudName::Global => matches!(cloud, Cloud::Global | Cloud::Gcc),
        CloudName::UsGovL4 => cloud == Cloud::GccHigh,
        CloudName::UsGovL5 => cloud == Cloud::Dod,
        CloudName::China => cloud == Cloud::China,
    }
}

fn of_profile(cloud: CloudName) -> (Cloud, &'static str) {
    match cloud {
        CloudName::Global => (Cloud::Global, "the worldwide cloud"),
        CloudName::UsGovL4 => (Cloud::GccHigh, "GCC High"),
        CloudName::UsGovL5 => (Cloud::Dod, "the cloud of the US Department of Defense"),
        CloudName::China => (Cloud::China, "the cloud in China"),
    }
}
