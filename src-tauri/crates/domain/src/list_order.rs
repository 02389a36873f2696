//! In what order a list of people is shown.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// By what; within equals by name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum OrderBy {
    #[default]
    Name,
    Registered,
    Company,
    Status,
    /// Who is next in the queue first; those who do not wait come last.
    Queue,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub struct ListOrder {
    pub by: OrderBy,
    pub descending: bool,
}
