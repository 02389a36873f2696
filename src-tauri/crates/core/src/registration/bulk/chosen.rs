//! Whom it concerns: those who were picked, or all whom a search finds.

use std::collections::HashSet;

use lectern_domain::list_order::ListOrder;
use lectern_store::Writer;
use lectern_store::registrants::Stretch;
use serde::Deserialize;
use ts_rs::TS;

use crate::registration::{RegistrationError, remove};

#[derive(Debug, Clone, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum Chosen {
    These {
        ids: Vec<String>,
    },
    /// All that the list shows for this search, less some. An empty search is everybody.
    Matching {
        query: String,
        except: Vec<String>,
    },
}

impl Chosen {
    /// How it is called in the list of what was done.
    pub(super) fn title(&self) -> String {
        match self {
            Self::These { .. } => "a selection".to_owned(),
            Self::Matching { query, .. } if query.trim().is_empty() => "everybody".to_owned(),
            Self::Matching { query, .. } => format!("“{}”", query.trim()),
        }
    }

    pub(super) fn ids(self, w: &Writer<'_>, event_id: &str) -> Result<Vec<String>, RegistrationError> {
        match self {
            Self::These { ids } => remove::of_event(w, event_id, ids),
            Self::Matching { query, except } => {
                // The list shows everybody for such a search; nobody means them by it.
                if !query.trim().is_empty() && !query.chars().any(char::is_alphanumeric) {
                    let message = "There is nothing to search for in that: use letters or digits.".to_owned();
                    return Err(RegistrationError::Field { field: "query", message });
                }
                let order = ListOrder::default();
                let stretch = Stretch { query: &query, order, offset: 0, limit: u32::MAX };
                let mut ids = w.registrants().ids_by(event_id, &stretch)?;
                let except: HashSet<String> = except.into_iter().collect();
                ids.retain(|id| !except.contains(id));
                Ok(ids)
            }
        }
    }
}
