//! The last report: kept in the profile, completed by its reader, saved as a file.

use std::path::PathBuf;

use super::words::OPERATION_ID;
use super::{Answer, FindingStatus, Mails, ProbeError, ProbeReport, Setting};
use crate::desk::{Desk, blocking};
use crate::error::DeskError;
use crate::profile::files;

const SETTING: &str = "probe-report";

pub async fn last(desk: &Desk) -> Result<Option<ProbeReport>, DeskError> {
    desk.setting(SETTING).await
}

pub(super) async fn keep(desk: &Desk, report: &ProbeReport) -> Result<(), DeskError> {
    desk.set_setting(SETTING, report).await
}

/// Completes the report by what the reader saw in the inbox: whether a repeated operation id sends twice.
pub async fn arrived(desk: &Desk, mails: Mails) -> Result<ProbeReport, ProbeError> {
    let mut report = last(desk).await?.ok_or(ProbeError::NoReport)?;
    let open = report.findings.iter_mut().find(|finding| finding.status == FindingStatus::Count);
    let finding = open.ok_or(ProbeError::NothingOpen)?;
    let setting = Setting::word(match mails {
        Mails::One => "sameOperation",
        Mails::Two => "sendsAgain",
    });
    *finding = OPERATION_ID.finding(&Answer::Is(setting.clone(), None));
    report.switches.insert(OPERATION_ID.id.to_owned(), setting);
    keep(desk, &report).await?;
    Ok(report)
}

/// Writes the last report as JSON. It replaces a file of that name whole, or not at all.
pub async fn save(desk: &Desk, path: PathBuf) -> Result<(), ProbeError> {
    let report = last(desk).await?.ok_or(ProbeError::NoReport)?;
    let mut text =
        serde_json::to_string_pretty(&report).map_err(|error| DeskError::Stopped(error.to_string()))?;
    text.push('\n');
    blocking(move || {
        files::replace_private(&path, text.as_bytes())
            .map_err(|error| ProbeError::File { path: path.display().to_string(), detail: error.to_string() })
    })
    .await?
}
