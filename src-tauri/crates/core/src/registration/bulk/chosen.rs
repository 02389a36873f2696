//! Whom it concerns: those who were picked, or all whom a search finds.

use std::collections::HashSet;

use lectern_store::Writer;
use serde::Deserialize;
use ts_rs::TS;

use crate::registration::RegistrationError;
use crate::registration::list::ListFilter;

#[derive(Debug, Clone, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum Chosen {
    These {
        ids: Vec<String>,
    },
    /// All that the list shows for this search, cut down so, less some. An empty search is everybody.
    Matching {
        query: String,
        filter: ListFilter,
        except: Vec<String>,
    },
}

impl Chosen {
    /// How it is called in the list of what was done.
    pub(super) fn title(&self) -> String {
        match self {
            Self::These { .. } => "a selection".to_owned(),
            Self::Matching { query, filter, .. } if query.trim().is_empty() => {
                if filter.leaves_out() { "a filtered list" } else { "everybody" }.to_owned()
            }
            Self::Matching { query, .. } => format!("“{}”", query.trim()),
        }
    }

    /// Of this event's list; nobody who was erased where they are named.
    pub(super) fn ids(&self, w: &Writer<'_>, event_id: &str) -> Result<Vec<String>, RegistrationError> {
        match self {
            Self::These { ids } => {
                let mut found = Vec::with_capacity(ids.len());
                for id in ids {
                    let person = w.registrants().by_id(id)?;
                    let listed = person.filter(|person| person.event_id == event_id && !person.erased);
                    found.extend(listed.map(|person| person.id));
                }
                Ok(found)
            }
            Self::Matching { query, filter, except } => {
                // The list shows everybody for such a search; nobody means them by it.
                if !query.trim().is_empty() && !query.chars().any(char::is_alphanumeric) {
                    let message = "There is nothing to search for in that: use letters or digits.".to_owned();
                    return Err(RegistrationError::Field { field: "query", message });
                }
                let filter = filter.clone().into();
                let mut ids = w.registrants().ids_of(event_id, query, &filter, 0, u32::MAX)?;
                let except: HashSet<&String> = except.iter().collect();
                ids.retain(|id| !except.contains(id));
                Ok(ids)
            }
        }
    }
}
