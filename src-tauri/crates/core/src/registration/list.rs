//! The list as it is shown: found from the first letter, cut down by status, tag, group and answer, a window at a time.

use lectern_domain::list_order::ListOrder;
use lectern_domain::message::MessageState;
use lectern_domain::registration::{RegistrantStatus, Source};
use lectern_store::registrants::{Filter, RegistrantRecord};
use serde::{Deserialize, Serialize};
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
    /// Who brings this person along.
    pub guest_of: Option<String>,
    /// How many this person brings along.
    pub guests: u32,
    pub group: Option<String>,
    pub tags: Vec<String>,
    /// Until when an offered place is kept.
    pub offer_until: Option<String>,
    /// In the queue; 1 is next.
    pub position: Option<u32>,
    /// Who it was is not known any more.
    pub erased: bool,
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

/// What was said to one question.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct Saying {
    pub question: String,
    pub said: String,
}

/// What a row must be, all of it; the default is everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
#[ts(export, export_to = "core.ts", optional_fields)]
pub struct ListFilter {
    pub statuses: Option<Vec<RegistrantStatus>>,
    pub tag: Option<String>,
    pub group: Option<String>,
    pub answer: Option<Saying>,
    pub order: Option<ListOrder>,
}

impl ListFilter {
    /// Whether it is more than an order.
    pub(super) fn leaves_out(&self) -> bool {
        *self != Self { order: self.order, ..Self::default() }
    }
}

impl From<ListFilter> for Filter {
    fn from(filter: ListFilter) -> Self {
        Self {
            statuses: filter.statuses.unwrap_or_default(),
            tag: filter.tag,
            group: filter.group,
            answer: filter.answer.map(|saying| (saying.question, saying.said)),
            order: filter.order.unwrap_or_default(),
        }
    }
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
            guest_of: record.guest_of,
            guests: record.guests,
            group: record.group,
            tags: record.tags,
            offer_until: record.offer_until.map(|until| until.to_string()),
            position: record.position,
            erased: record.erased,
        }
    }
}

/// The most rows of one window.
const MOST: u32 = 500;

pub async fn page(
    desk: &Desk,
    id: &str,
    query: &str,
    filter: ListFilter,
    offset: u32,
    limit: u32,
) -> Result<RegistrantPage, RegistrationError> {
    let order = filter.order.unwrap_or_default();
    let (id, query, filter) = (id.to_owned(), query.to_owned(), filter.into());
    let page =
        desk.read(move |r| r.registrants().filtered(&id, &query, &filter, offset, limit.min(MOST))).await?;
    let rows = page.rows.into_iter().map(RegistrantRow::from).collect();
    Ok(RegistrantPage { total: page.total, matching: page.matching, order, rows })
}

/// A word and how many people have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct Facet {
    pub word: String,
    pub people: u32,
}

/// What the list can be cut down by, besides status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ListFacets {
    pub waitlisted: u32,
    pub offered: u32,
    pub pending: u32,
    pub rejected: u32,
    pub tags: Vec<Facet>,
    pub groups: Vec<Facet>,
}

pub async fn facets(desk: &Desk, id: &str) -> Result<ListFacets, RegistrationError> {
    let id = id.to_owned();
    let (event, tags, groups) = desk
        .read(move |r| Ok((r.events().get(&id)?, r.tags().of_event(&id)?, r.tags().groups_of_event(&id)?)))
        .await?;
    let facets =
        |found: Vec<(String, u32)>| found.into_iter().map(|(word, people)| Facet { word, people }).collect();
    Ok(ListFacets {
        waitlisted: event.waitlisted,
        offered: event.offered,
        pending: event.pending,
        rejected: event.rejected,
        tags: facets(tags),
        groups: facets(groups),
    })
}

/// The ids of a stretch of the list, for a selection that reaches past what is shown.
pub async fn ids(
    desk: &Desk,
    id: &str,
    query: &str,
    filter: ListFilter,
    offset: u32,
    limit: u32,
) -> Result<Vec<String>, RegistrationError> {
    let (id, query, filter) = (id.to_owned(), query.to_owned(), filter.into());
    Ok(desk.read(move |r| r.registrants().ids_of(&id, &query, &filter, offset, limit)).await?)
}
