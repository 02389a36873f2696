//! The rest of an erasing, after the tables: copies and files beside the store, then the store's own file. Each step can
//! be done again; what a kill left is gone on with at the next start.

use lectern_domain::email_address::EmailAddress;
use lectern_store::personal::Whom;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::files::{self, Needles};
use super::{ErasureReport, PrivacyError, words};
use crate::desk::Desk;
use crate::error::DeskError;

/// Whom to look for; kept only until copies and files are done.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wanted {
    /// Of one person.
    pub email: Option<String>,
    #[serde(default)]
    pub externals: Vec<String>,
    /// Everybody of it.
    pub event_id: Option<String>,
    /// Of one or more, and no more than these: rows of lists, by id.
    #[serde(default)]
    pub rows: Vec<String>,
    /// Addresses and names, for plain lists.
    pub needles: Vec<String>,
}

impl Wanted {
    fn whom(&self) -> Whom {
        if !self.rows.is_empty() {
            return Whom::Rows { ids: self.rows.clone() };
        }
        match (&self.email, &self.event_id) {
            (Some(email), _) => Whom::Person { email: email.clone(), externals: self.externals.clone() },
            (None, event) => Whom::Event { id: event.clone().unwrap_or_default() },
        }
    }
}

/// Goes on with one, as far as it can. Nobody else may be at it: the caller holds the lock.
pub(super) async fn go_on(desk: &Desk, id: &str) -> Result<ErasureReport, PrivacyError> {
    let wanted = id.to_owned();
    let record = desk.read(move |r| r.erasures().by_id(&wanted)).await?.ok_or(PrivacyError::Nobody)?;
    let mut report: ErasureReport = serde_json::from_value(record.report.clone()).unwrap_or_default();
    if let Some(wanted) = record.wanted.and_then(|kept| serde_json::from_value::<Wanted>(kept).ok()) {
        let needles = Needles::all(wanted.needles.iter().map(String::as_str));
        report.files.extend(files::clean(desk, &wanted.whom(), &needles).await?);
        if let Some(email) = wanted.email.as_deref().and_then(|email| EmailAddress::parse(email).ok()) {
            let found = desk.read(move |r| r.personal().mentions(email.normalized())).await?;
            report.remains = words::mentions(&found);
        }
    }
    let (kept, done) = (json!(report), record.id.clone());
    desk.write(move |w| Ok::<_, DeskError>(w.erasures().looked_through(&done, &kept)?)).await?;
    report.finished = purged(desk).await;
    if report.finished {
        let (done, now) = (record.id, desk.now());
        desk.write(move |w| Ok::<_, DeskError>(w.erasures().finish(&done, now)?)).await?;
    }
    Ok(report)
}

/// `false`: another process still reads what was there, or there is no room; it is tried again.
async fn purged(desk: &Desk) -> bool {
    match desk.with_store(lectern_store::Store::purge).await {
        Ok(purged) => purged,
        Err(error) => {
            tracing::warn!(%error, "the store's file could not be rewritten yet");
            false
        }
    }
}
