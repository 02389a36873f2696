//! What is kept of one person: shown to them, and erased everywhere; and how long an event's people are kept.
//!
//! Whoever is erased stays on a list as a row that counts, under a pseudonym: a keyed hash of the address, whose key is
//! not in the store. So the figures of an event stay right, and a list that is imported again neither brings the person
//! back nor writes to them twice. The history keeps that it was done, when and by whom.

pub(crate) mod elsewhere;
pub mod erase;
pub mod export;
pub mod preview;
pub mod retention;
pub mod run;

mod files;
mod finish;
mod person;
mod words;

use lectern_domain::email_address::EmailAddress;
use lectern_store::StoreError;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::{CommandError, DeskError, ErrorCode};
use crate::registration::RegistrationError;

#[derive(Debug, thiserror::Error)]
pub enum PrivacyError {
    #[error("{message}")]
    Field { field: &'static str, message: String },
    #[error("Nothing is kept of this address in this profile.")]
    Nobody,
    #[error("There is no event {0} here. It may have been made under another profile.")]
    NoEvent(String),
    #[error(
        "The import of “{file}” into “{event}” was cut off, and its whole file is kept until you decide. Go on with it or \
         forget it on that event's list, then erase."
    )]
    UnfinishedImport { event: String, file: String },
    #[error(
        "Another window or terminal of this profile is erasing or changing many people. Wait for it, then try again."
    )]
    Busy,
    #[error("{path} can't be {doing}: {detail}.")]
    File { path: String, doing: &'static str, detail: String },
    #[error(transparent)]
    Registration(#[from] RegistrationError),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StoreError> for PrivacyError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<PrivacyError> for CommandError {
    fn from(error: PrivacyError) -> Self {
        let code = match error {
            PrivacyError::Desk(inner) => return inner.into(),
            PrivacyError::Registration(inner) => return inner.into(),
            PrivacyError::Field { field, message } => {
                return Self::new(ErrorCode::Invalid, message).on(field);
            }
            PrivacyError::Nobody | PrivacyError::NoEvent(_) => ErrorCode::NotFound,
            PrivacyError::UnfinishedImport { .. } => ErrorCode::Refused,
            PrivacyError::Busy => ErrorCode::Busy,
            PrivacyError::File { .. } => ErrorCode::Invalid,
        };
        Self::new(code, error.to_string())
    }
}

/// One at a time over all processes of a profile.
const LOCK: &str = "privacy";

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum FileFate {
    /// It is as it was, without the person.
    Rewritten,
    /// It held nothing else, or was of no use to anybody.
    Removed,
    /// It can't be looked into or changed: it is for a person to delete.
    Left,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct FileReport {
    pub file: String,
    pub fate: FileFate,
}

/// What was erased, what is left, and what Lectern has no hand in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "core.ts")]
pub struct ErasureReport {
    pub id: String,
    /// Of one person.
    pub pseudonym: Option<String>,
    /// Rows of lists, guests included.
    pub people: usize,
    pub enrolments: usize,
    pub externals: usize,
    /// Rows of Teams' lists of webinars, as they were read.
    pub listed: usize,
    /// Lines of attendance reports.
    pub attended: usize,
    pub cancelled_messages: usize,
    /// With a channel at this moment.
    pub in_flight: usize,
    /// Copies from before migrations, and lists of rejected rows, by name.
    pub files: Vec<FileReport>,
    /// Where the address still stands, in words: in what the organizer wrote.
    pub remains: Vec<String>,
    /// What others keep, in words.
    pub unreachable: Vec<String>,
    /// Events whose service was asked to erase them too and has not answered yet: it is asked as soon as it can be.
    pub waiting: usize,
    /// `false`: copies, files or the store's own file wait for another process; it goes on by itself.
    pub finished: bool,
}

fn address(typed: &str) -> Result<EmailAddress, PrivacyError> {
    EmailAddress::parse(typed)
        .map_err(|error| PrivacyError::Field { field: "email", message: error.to_string() })
}
