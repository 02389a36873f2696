//! What Microsoft's documentation leaves open, asked of a real tenant and its ACS resource, one question a file.
//!
//! Each finding is named as the sandbox's switch is and has one of its values, so that a report can be given to a
//! sandbox; nothing else is shared with it. A report holds our own words, names of answers and numbers: no message, id,
//! address or name that came from a service.

mod attachment;
mod beta_registration;
mod clock_skew;
mod if_match;
mod join_link;
mod made;
mod mail;
mod operation_id;
mod page_size;
pub mod plan;
pub mod report;
pub mod run;
mod told;
mod transaction_id;
mod unsubscribe;
mod webinar;
pub mod words;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::{CommandError, DeskError, ErrorCode};

/// An answer as the sandbox's switch of the same name has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(untagged)]
#[ts(export, export_to = "core.ts")]
pub enum Setting {
    Number(#[ts(type = "number")] i64),
    Word(String),
}

impl Setting {
    pub(crate) fn word(word: &str) -> Self {
        Self::Word(word.to_owned())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum FindingStatus {
    /// The sandbox's default answers the same.
    Same,
    /// The sandbox's default answers otherwise.
    Differs,
    /// It was asked, and what came does not settle it.
    Open,
    /// Only who reads the inbox can settle it, by the number of mails that came.
    Count,
    /// It could not be asked here.
    NotAsked,
}

/// One question with what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export, export_to = "core.ts")]
pub struct Finding {
    /// The name of the sandbox's switch.
    pub id: String,
    pub question: String,
    pub status: FindingStatus,
    pub answer: String,
    /// How the sandbox answers, unless it is told otherwise.
    pub sandbox: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum AskedOf {
    Microsoft,
    Sandbox,
}

/// What a probe found; as a file, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(export, export_to = "core.ts")]
pub struct ProbeReport {
    /// `lectern-probe`, so that no other file is taken for one.
    pub kind: String,
    pub version: u32,
    /// When, in UTC (RFC 3339).
    pub made: String,
    pub asked: AskedOf,
    pub findings: Vec<Finding>,
    /// What the sandbox takes.
    #[ts(type = "Record<string, Setting>")]
    pub switches: BTreeMap<String, Setting>,
    /// What of that which was made is still there.
    pub left: Vec<String>,
}

pub(crate) const KIND: &str = "lectern-probe";
pub(crate) const VERSION: u32 = 1;

/// What a probe would do.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ProbePlan {
    pub asked: AskedOf,
    /// What it will create, and what becomes of it.
    pub creates: Vec<String>,
    pub questions: Vec<String>,
    /// What can't be asked here, and why.
    pub not_asked: Vec<String>,
    /// Which webinars the questions about registrations can be asked of.
    pub webinars: Vec<ProbeWebinar>,
    /// An earlier probe was cut short: what it left is deleted first.
    pub leftover: bool,
    pub last: Option<ProbeReport>,
}

/// A published webinar of the person's own.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ProbeWebinar {
    pub id: String,
    pub title: String,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ProbeProgress {
    pub done: u32,
    pub of: u32,
    /// What is asked now.
    pub question: String,
}

/// What the person brings to it.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The join link of a meeting that somebody else organizes.
    pub others_link: Option<String>,
    /// A webinar of theirs by the desk's id, for which they are registered and taken off again.
    pub webinar: Option<String>,
}

/// How many of the two mails about a repeated operation id are in the inbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum Mails {
    One,
    Two,
}

#[derive(Debug, thiserror::Error)]
pub enum ProbeError {
    #[error("A probe is running in this profile already. Wait until it has ended.")]
    Running,
    #[error("That is no link of a Teams meeting. Copy the whole link from its invitation.")]
    OthersLink,
    #[error("There is no published webinar {0} of yours here that is still to come.")]
    Webinar(String),
    #[error("No probe has ended in this profile yet.")]
    NoReport,
    #[error("The last probe left no question open about a repeated operation id.")]
    NothingOpen,
    #[error("{path} can't be written: {detail}")]
    File { path: String, detail: String },
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<ProbeError> for CommandError {
    fn from(error: ProbeError) -> Self {
        let told = error.to_string();
        match error {
            ProbeError::Desk(inner) => inner.into(),
            ProbeError::Running | ProbeError::NothingOpen => Self::new(ErrorCode::Refused, told),
            ProbeError::OthersLink => Self::new(ErrorCode::Invalid, told).on("othersLink"),
            ProbeError::Webinar(_) => Self::new(ErrorCode::NotFound, told).on("webinar"),
            ProbeError::NoReport => Self::new(ErrorCode::NotFound, told),
            ProbeError::File { .. } => Self::new(ErrorCode::Invalid, told).on("path"),
        }
    }
}

/// What came of one question.
#[derive(Debug)]
pub(crate) enum Answer {
    /// With what else is to be said about it.
    Is(Setting, Option<String>),
    Open(String),
    /// As [`FindingStatus::Count`].
    Count,
    NotAsked(String),
}

impl Answer {
    pub(crate) fn word(word: &str) -> Self {
        Self::Is(Setting::word(word), None)
    }
}
