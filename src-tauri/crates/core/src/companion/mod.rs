//! The companion window (D4): our own join screen in an installed Chromium, Chrome or Edge, for machines whose webview
//! cannot make calls. The core serves the page on `http://localhost:<port>`, an origin that the calling SDK accepts.
//!
//! What must not be added here: anything beyond one join. The page can decide, join, renew its token and leave; it has
//! no list, no account, and no other link than the one it was opened for.

mod api;
pub mod browser;
mod door;
mod folder;
mod launch;
pub mod policy;
mod running;
mod server;
mod watch;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub(crate) use running::Running;
pub use running::{close, current, open, steer, sweep, watched};

use crate::error::{CommandError, DeskError, ErrorCode};

pub type Files = dyn Fn(&str) -> Option<PageFile> + Send + Sync;

/// What the page needs of the program around the core.
#[derive(Clone)]
pub struct Host {
    /// A file of the window's build by its path (`companion.html`, `companion/…`).
    pub files: Arc<Files>,
    /// Hands an address of the web or of Teams, or a file, to the system.
    pub open: Arc<dyn Fn(String) -> Result<(), String> + Send + Sync>,
    /// Where the person looks for what was saved.
    pub downloads: std::path::PathBuf,
}

pub struct PageFile {
    pub bytes: Vec<u8>,
    pub content_type: String,
}

/// What the companion is opened for.
pub struct Invitation {
    /// As the person gave it: a link or a ticket's code.
    pub input: String,
    pub passcode: Option<String>,
    pub confirmed_service: Option<String>,
    /// The join that it takes over, as the desktop window has decided it.
    pub join_id: Option<String>,
    pub full_screen: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum CompanionPhase {
    /// The browser was started; its page has not been asked for yet.
    Opening,
    PreJoin,
    Joining,
    Lobby,
    InCall,
    OnHold,
    /// The call is over; `end` says how.
    Left,
    /// The person closed the window before there was a call.
    Closed,
    /// The browser or its page went away in the middle of a call.
    Crashed,
    /// The browser showed no page.
    NotOpened,
}

impl CompanionPhase {
    pub fn is_over(self) -> bool {
        matches!(self, Self::Left | Self::Closed | Self::Crashed | Self::NotOpened)
    }

    /// A call is there, or on its way: going away now loses something.
    pub fn is_call(self) -> bool {
        matches!(self, Self::Joining | Self::Lobby | Self::InCall | Self::OnHold)
    }
}

/// How a call ended, in the calling SDK's codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct CompanionEnd {
    pub code: Option<i32>,
    pub sub_code: Option<i32>,
}

/// The companion as the desktop window shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct CompanionView {
    /// What it was opened for.
    pub input: String,
    pub phase: CompanionPhase,
    /// The browser that shows it.
    pub browser: &'static str,
    /// Known while in a call.
    pub muted: Option<bool>,
    pub end: Option<CompanionEnd>,
}

/// What the desktop window asks of the companion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum Steer {
    Leave,
    Mute,
    Unmute,
}

#[derive(Debug, thiserror::Error)]
pub enum CompanionError {
    #[error(
        "No browser that can make calls is installed here. Install Chromium, Google Chrome or Microsoft Edge and try again, or join in Teams."
    )]
    NoBrowser,
    #[error("{browser} could not be started ({detail}). Try again, or join in Teams.")]
    NotStarted { browser: &'static str, detail: String },
    #[error(
        "No port of this machine could be opened for the call's page ({0}). Try again, or join in Teams."
    )]
    NoPort(String),
    #[error("There is no room for the browser's files: {0}. Make room, or join in Teams.")]
    NoRoom(String),
    #[error("This build of Lectern lacks the call's page. Install Lectern again, or join in Teams.")]
    NoPage,
    #[error("You are in a call already, in its own window. Leave it first.")]
    InCall,
    #[error("The window with the call is gone. Open it again.")]
    Gone,
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<CompanionError> for CommandError {
    fn from(error: CompanionError) -> Self {
        let code = match error {
            CompanionError::Desk(inner) => return inner.into(),
            CompanionError::NoBrowser | CompanionError::NotStarted { .. } => ErrorCode::Refused,
            CompanionError::InCall => ErrorCode::Conflict,
            CompanionError::Gone => ErrorCode::NotFound,
            CompanionError::NoPort(_) | CompanionError::NoRoom(_) | CompanionError::NoPage => {
                ErrorCode::Internal
            }
        };
        Self::new(code, error.to_string())
    }
}
