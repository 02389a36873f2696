//! "Who was let in, and when?" The trail of all tokens that were given, without the tokens.

use jiff::Timestamp;
use lectern_store::passes::GrantSource;
use serde::Serialize;

use crate::desk::Desk;
use crate::error::DeskError;

/// The longest page of the trail.
pub const PAGE: usize = 1_000;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TrailRow {
    pub number: i64,
    pub at: Timestamp,
    pub registrant_id: String,
    pub identity_id: String,
    /// It lay ready; else it was made for this.
    pub ahead: bool,
    /// The end of the token.
    pub until: Timestamp,
    /// Of another token: the row of the join that it goes on from.
    pub first: Option<i64>,
    /// A used key came back, so no key of this join is taken since.
    pub ended_at: Option<Timestamp>,
}

/// In order, after the row that is named.
pub async fn of_event(desk: &Desk, event_id: &str, after: i64) -> Result<Vec<TrailRow>, DeskError> {
    let id = event_id.to_owned();
    let rows =
        desk.read(move |r| r.passes().grants(&id, after, u32::try_from(PAGE).unwrap_or(u32::MAX))).await?;
    let shown = |row: lectern_store::passes::GrantRecord| TrailRow {
        number: row.number,
        at: row.at,
        registrant_id: row.registrant_id,
        identity_id: row.identity_id,
        ahead: row.source == GrantSource::Ahead,
        until: row.until,
        first: row.first,
        ended_at: row.ended_at.filter(|_| row.first.is_none()),
    };
    Ok(rows.into_iter().map(shown).collect())
}
