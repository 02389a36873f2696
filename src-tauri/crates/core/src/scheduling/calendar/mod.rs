//! The account's calendar as it stands in Outlook and Teams: read page by page, shown from the store, and taken over
//! entry by entry.

pub mod adopt;
pub mod sync;

pub(in crate::scheduling) mod entry;
pub(in crate::scheduling) mod own;
mod window;

use jiff::Timestamp;
use lectern_store::StoreError;
use lectern_store::calendar::{OfferRecord, RoundRecord};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::rule;
use crate::desk::Desk;
use crate::error::DeskError;
pub(in crate::scheduling) use entry::instant;

/// What stands on the calendar and is no event here.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct CalendarOffer {
    /// Graph's id: what [`adopt::adopt`] is told.
    pub id: String,
    pub title: String,
    /// Of a series, those of its next date.
    pub start: String,
    pub end: String,
    pub zone: String,
    pub series: bool,
    /// The series' rule in words, where it is one that is known here.
    pub repeats: Option<String>,
    /// Dates still to come, as far as the calendar is read.
    pub coming: u32,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct CalendarView {
    /// The end of the last whole reading; `None`: there was none yet.
    pub synced_at: Option<String>,
    /// A reading was begun and not ended: the offers may not be all.
    pub unfinished: bool,
    /// The service asked not to be asked before.
    pub waits_until: Option<String>,
    pub offers: Vec<CalendarOffer>,
}

/// What somebody else's hand changed on one of our events.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ElsewhereChange {
    pub noticed_at: String,
    pub edited_at: Option<String>,
    pub fields: Vec<ElsewhereField>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum FieldName {
    Title,
    Description,
    Time,
    Series,
    /// Cancelled or deleted.
    Gone,
}

/// Before and after as people read them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ElsewhereField {
    pub field: FieldName,
    pub before: String,
    pub after: String,
}

/// From the store, network or not.
pub async fn show(desk: &Desk) -> Result<CalendarView, DeskError> {
    let now = desk.now();
    let found = desk
        .read(move |r| {
            let Some(account) = r.accounts().get()? else { return Ok(None) };
            let offers = r.calendar().offers(&account.user_id, now)?;
            Ok::<_, StoreError>(Some((r.calendar().round(&account.user_id)?, offers)))
        })
        .await?;
    let (round, offers) = found.unwrap_or_default();
    Ok(view(round.as_ref(), offers, now))
}

fn view(round: Option<&RoundRecord>, offers: Vec<OfferRecord>, now: Timestamp) -> CalendarView {
    CalendarView {
        synced_at: round.and_then(|round| round.synced_at).map(|at| at.to_string()),
        unfinished: round.is_some_and(|round| round.delta_link.is_none()),
        waits_until: round
            .and_then(|round| round.not_before)
            .filter(|until| *until > now)
            .map(|at| at.to_string()),
        offers: offers.into_iter().map(offer).collect(),
    }
}

fn offer(record: OfferRecord) -> CalendarOffer {
    let rule = rule::of(record.recurrence.as_deref());
    CalendarOffer {
        id: record.graph_id,
        title: record.title,
        start: record.start.to_string(),
        end: record.end.to_string(),
        zone: record.zone.unwrap_or_else(|| "UTC".to_owned()),
        series: record.kind == lectern_domain::event::EntryKind::SeriesMaster,
        repeats: rule.map(|rule| rule.words()),
        coming: record.coming,
    }
}

/// The organizer has seen what was changed elsewhere.
pub async fn seen(desk: &Desk, id: &str) -> Result<(), DeskError> {
    let (id, now) = (id.to_owned(), desk.now());
    desk.write(move |w| Ok(w.elsewhere().seen(&id, now)?)).await
}
