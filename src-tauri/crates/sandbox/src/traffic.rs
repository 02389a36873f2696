//! The record of what was asked and answered, with secret values taken out.

use std::collections::{BTreeMap, VecDeque};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Which of the three services was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Service {
    Entra,
    Graph,
    Acs,
}

/// One request with its answer, as the control door shows it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Exchange {
    /// Counts from 1 and is never used twice, also after a reset.
    pub n: u64,
    pub at: Timestamp,
    pub service: Service,
    pub method: String,
    pub path: String,
    /// As on the wire, without the `?`.
    pub query: String,
    pub request_headers: BTreeMap<String, String>,
    pub request_body: Option<Value>,
    pub status: u16,
    pub response_headers: BTreeMap<String, String>,
    pub response_body: Option<Value>,
    /// The answer never left: a fault cut the connection after the request was applied.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
}

/// The newest exchanges; the oldest fall out when there are too many to keep.
#[derive(Debug, Default)]
pub struct Traffic {
    last: u64,
    kept: VecDeque<Exchange>,
}

/// Enough for every journey and for a benchmark's mail run.
const KEPT: usize = 50_000;

impl Traffic {
    /// Adds an exchange and gives it its number.
    pub fn push(&mut self, mut exchange: Exchange) {
        self.last += 1;
        exchange.n = self.last;
        if self.kept.len() == KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(exchange);
    }

    /// The exchanges whose number is above `after`, oldest first.
    pub fn after(&self, after: u64) -> impl Iterator<Item = &Exchange> {
        self.kept.iter().filter(move |exchange| exchange.n > after)
    }

    /// Forgets what was recorded; the numbers go on.
    pub fn clear(&mut self) {
        self.kept.clear();
    }
}
