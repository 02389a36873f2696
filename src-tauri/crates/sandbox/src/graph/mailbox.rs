//! A user's mailbox, as far as it is a calendar.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::Event;
use super::names;

/// The items of one user's default calendar, and what was taken out of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Mailbox {
    /// The calendar's own id.
    pub calendar_id: String,
    events: BTreeMap<String, Event>,
    removed: Vec<Removed>,
    /// The deleted items, which no view of the calendar shows.
    #[serde(default)]
    deleted: Vec<Event>,
    changes: u64,
}

/// An id that was there once.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Removed {
    pub id: String,
    pub immutable_id: String,
    pub changed_at: u64,
}

impl Mailbox {
    pub fn new(owner: &str) -> Self {
        Self {
            calendar_id: names::item_id(owner, Some(&format!("calendar of {owner}"))),
            events: BTreeMap::new(),
            removed: Vec::new(),
            deleted: Vec::new(),
            changes: 0,
        }
    }

    /// Counts one more change and returns its number.
    pub fn next_change(&mut self) -> u64 {
        self.changes += 1;
        self.changes
    }

    pub fn changes(&self) -> u64 {
        self.changes
    }

    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.events.values()
    }

    /// An item by either of its ids.
    pub fn event(&self, id: &str) -> Option<&Event> {
        self.events.get(id).or_else(|| self.events.values().find(|event| event.immutable_id == id))
    }

    pub fn event_mut(&mut self, id: &str) -> Option<&mut Event> {
        self.events.get_mut(id)
    }

    pub fn by_transaction(&self, transaction: &str) -> Option<&Event> {
        self.events.values().find(|event| {
            event.plain.get("transactionId").and_then(serde_json::Value::as_str) == Some(transaction)
        })
    }

    pub fn insert(&mut self, event: Event) {
        self.events.insert(event.id.clone(), event);
    }

    /// Takes an item out and leaves a note for those who synchronize.
    pub fn remove(&mut self, id: &str) -> Option<Event> {
        let event = self.events.remove(id)?;
        let changed_at = self.next_change();
        self.removed.push(Removed {
            id: event.id.clone(),
            immutable_id: event.immutable_id.clone(),
            changed_at,
        });
        self.deleted.push(event.clone());
        Some(event)
    }

    /// What lies in the deleted items, by either of its ids.
    pub fn deleted(&self, id: &str) -> Option<&Event> {
        self.deleted.iter().find(|event| event.id == id || event.immutable_id == id)
    }

    /// Notes that one date of a series is gone.
    pub fn note_removed(&mut self, id: String, immutable_id: String) {
        let changed_at = self.next_change();
        self.removed.push(Removed { id, immutable_id, changed_at });
    }

    pub fn removed_since(&self, change: u64) -> impl Iterator<Item = &Removed> {
        self.removed.iter().filter(move |removed| removed.changed_at > change)
    }
}
