//! What works on this machine and what does not, and how to mend it.

mod guests;
mod machine;
mod mail;
mod network;
mod permissions;
mod report;
pub mod run;
mod service;
mod sign_in;
mod teams;

use serde::Serialize;
use ts_rs::TS;

pub use report::report;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum CheckStatus {
    Ok,
    Warning,
    Failed,
    /// Not looked at, for a reason that the check says.
    Skipped,
    /// No service answers this: where a person can look is said.
    Unknown,
}

/// What a check is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum CheckAbout {
    Computer,
    Account,
    Teams,
    Guests,
    Mail,
}

/// Where it is mended; to open or to copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct CheckLink {
    pub label: &'static str,
    pub address: String,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct Check {
    pub id: &'static str,
    pub about: CheckAbout,
    pub title: &'static str,
    /// What it is needed for.
    pub meaning: &'static str,
    pub status: CheckStatus,
    /// What was found. It may name people and addresses; the report leaves it out.
    pub detail: String,
    /// Why, in one word, for programs and for the report.
    pub reason: Option<&'static str>,
    pub fix: Option<String>,
    pub link: Option<CheckLink>,
    /// To run in a terminal or PowerShell.
    pub command: Option<&'static str>,
    /// Its part of the report.
    pub report: String,
}

/// What is looked at, before anything was found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Subject {
    pub id: &'static str,
    pub about: CheckAbout,
    pub title: &'static str,
    pub meaning: &'static str,
}

impl Subject {
    fn found(self, status: CheckStatus, detail: impl Into<String>) -> Check {
        let Self { id, about, title, meaning } = self;
        let detail = detail.into();
        let (reason, fix, link, command, report) = (None, None, None, None, String::new());
        Check { id, about, title, meaning, status, detail, reason, fix, link, command, report }
    }

    fn ok(self, detail: impl Into<String>) -> Check {
        self.found(CheckStatus::Ok, detail)
    }

    fn warning(self, reason: &'static str, detail: impl Into<String>) -> Check {
        self.found(CheckStatus::Warning, detail).because(reason)
    }

    fn failed(self, reason: &'static str, detail: impl Into<String>) -> Check {
        self.found(CheckStatus::Failed, detail).because(reason)
    }

    fn skipped(self, detail: impl Into<String>) -> Check {
        self.found(CheckStatus::Skipped, detail)
    }

    fn unknown(self, detail: impl Into<String>) -> Check {
        self.found(CheckStatus::Unknown, detail)
    }
}

impl Check {
    fn because(mut self, reason: &'static str) -> Self {
        self.reason = Some(reason);
        self
    }

    fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    fn link(mut self, label: &'static str, address: impl Into<String>) -> Self {
        self.link = Some(CheckLink { label, address: address.into() });
        self
    }

    fn command(mut self, command: &'static str) -> Self {
        self.command = Some(command);
        self
    }
}
