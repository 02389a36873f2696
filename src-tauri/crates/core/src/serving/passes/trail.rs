//! "Who was let in, and when?" The trail of all tokens that were given, without the tokens.

use jiff::Timestamp;
use lectern_store::passes::{GrantRecord, GrantSource};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::desk::Desk;
use crate::error::DeskError;

/// The longest page of the trail.
pub const PAGE: u32 = 1_000;

/// One token that was given to somebody. The token itself is nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    pub number: i64,
    pub at: Timestamp,
    pub registrant_id: String,
    pub identity_id: String,
    /// It lay ready; else it was made for this.
    pub ahead: bool,
    /// The end of the token.
    pub until: Timestamp,
    /// Of another token: the grant of the join that it goes on from.
    pub first: Option<i64>,
    /// A used key came back: no key of this join is taken since.
    pub ended_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Trail {
    pub grants: Vec<Grant>,
    /// There may be more, after the last.
    pub more: bool,
}

/// In order, after the row that is named; `most` of them, [`PAGE`] at most.
pub async fn of_event(desk: &Desk, event_id: &str, after: i64, most: u32) -> Result<Trail, DeskError> {
    let (id, most) = (event_id.to_owned(), most.clamp(1, PAGE));
    let rows = desk.read(move |r| r.passes().grants(&id, after, most)).await?;
    let more = u32::try_from(rows.len()).is_ok_and(|length| length == most);
    Ok(Trail { grants: rows.into_iter().map(Grant::from).collect(), more })
}

impl From<GrantRecord> for Grant {
    fn from(row: GrantRecord) -> Self {
        Self {
            number: row.number,
            at: row.at,
            registrant_id: row.registrant_id,
            identity_id: row.identity_id,
            ahead: row.source == GrantSource::Ahead,
            until: row.until,
            first: row.first,
            ended_at: row.ended_at.filter(|_| row.first.is_none()),
        }
    }
}
