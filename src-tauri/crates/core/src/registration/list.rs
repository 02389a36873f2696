//! The list as it is shown: found from the first letter, a window at a time.

use lectern_domain::list_order::ListOrder;
use lectern_domain::message::MessageState;
use lectern_domain::registration::{RegistrantStatus, Source};
use lectern_store::registrants::{RegistrantRecord, Stretch};
use serde::Serialize;
use ts_rs::TS;

use super::RegistrationError;
use crate::desk::Desk;

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct RegistrantRow {
    pub id: String,
    pub name: String,
    pub email: String,
    pub company: Option<String>,
    pub status: RegistrantStatus,
    pub registered_at: String,
    pub source: Source,
    pub confirmation: Option<MessageState>,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct RegistrantPage {
    pub total: u32,
    pub matching: u32,
    /// That of the rows.
    pub order: ListOrder,
    pub rows: Vec<RegistrantRow>,
}

impl From<RegistrantRecord> for RegistrantRow {
    fn from(record: RegistrantRecord) -> Self {
        Self {
            id: record.id,
            name: record.name,
            email: record.email,
            company: record.company,
            status: record.status,
            registered_at: record.registered_at.to_string(),
            source: record.source,
            confirmation: record.confirmation,
        }
    }
}

/// The most rows of one window.
const MOST: u32 = 500;

pub async fn page(
    desk: &Desk,
    id: &str,
    query: &str,
    offset: u32,
    limit: u32,
) -> Result<RegistrantPage, RegistrationError> {
    page_by(desk, id, query, ListOrder::default(), offset, limit).await
}

/// As [`page`], in this order.
pub async fn page_by(
    desk: &Desk,
    id: &str,
    query: &str,
    order: ListOrder,
    offset: u32,
    limit: u32,
) -> Result<RegistrantPage, RegistrationError> {
    let (id, query) = (id.to_owned(), query.to_owned());
    let page = desk
        .read(move |r| {
            let stretch = Stretch { query: &query, order, offset, limit: limit.min(MOST) };
            r.registrants().page_by(&id, &stretch)
        })
        .await?;
    let rows = page.rows.into_iter().map(RegistrantRow::from).collect();
    Ok(RegistrantPage { total: page.total, matching: page.matching, order, rows })
}

/// The ids of a stretch of the list, for a selection that reaches past what is shown.
pub async fn ids(
    desk: &Desk,
    id: &str,
    query: &str,
    order: ListOrder,
    offset: u32,
    limit: u32,
) -> Result<Vec<String>, RegistrationError> {
    let (id, query) = (id.to_owned(), query.to_owned());
    let found = desk
        .read(move |r| r.registrants().ids_by(&id, &Stretch { query: &query, order, offset, limit }))
        .await?;
    Ok(found)
}
