//! A store in a temporary folder, and rows to put into it.

use std::path::PathBuf;

use jiff::{SignedDuration, Timestamp};
use lectern_domain::language::Language;
use lectern_domain::message::{ChannelKind, MessageKind};
use lectern_domain::registration::Source;
use lectern_store::events::NewEvent;
use lectern_store::messages::NewMessage;
use lectern_store::registrants::{Insertion, NewRegistrant};
use lectern_store::unproven::UnprovenRecord;
use lectern_store::{Store, StoreError};
use tempfile::TempDir;

pub const KEY: [u8; 32] = [7; 32];

pub struct Bench {
    pub store: Store,
    pub path: PathBuf,
    /// Removed when dropped.
    pub folder: TempDir,
}

pub fn bench() -> Bench {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("desk.db");
    let store = Store::open(&path, &KEY, at(0)).expect("a new store opens");
    Bench { store, path, folder }
}

/// A bench with one event.
pub fn bench_with(event_id: &str) -> Bench {
    let bench = bench();
    bench.store.write(|w| w.events().insert(&event(event_id), at(0))).expect("the event is new");
    bench
}

/// 2026-12-01T12:00:00Z and some seconds.
pub fn at(seconds: i64) -> Timestamp {
    let noon: Timestamp = "2026-12-01T12:00:00Z".parse().expect("a valid instant");
    noon + SignedDuration::from_secs(seconds)
}

pub fn event(id: &str) -> NewEvent {
    NewEvent {
        id: id.into(),
        transaction_id: format!("transaction of {id}"),
        title: "Reading group".into(),
        description: "Chapter one".into(),
        start: at(86_400),
        end: at(90_000),
        zone: "Europe/Paris".into(),
        owner_id: None,
        organizer_name: None,
        organizer_email: None,
    }
}

pub fn person(name: &str, email: &str) -> NewRegistrant {
    NewRegistrant {
        id: format!("id of {email}"),
        name: name.into(),
        email: email.into(),
        email_normalized: email.to_lowercase(),
        company: None,
        source: Source::Import,
        language: None,
    }
}

impl Bench {
    pub fn register(&self, event_id: &str, people: &[NewRegistrant]) -> Vec<Insertion> {
        self.store
            .write(|w| w.registrants().insert_many(event_id, people, at(0)))
            .expect("the rows are valid")
    }

    /// Registers n people and plans a confirmation for each, due at once.
    pub fn plan(&self, event_id: &str, people: usize) -> Vec<NewMessage> {
        let rows: Vec<_> =
            (0..people).map(|n| person(&format!("Person {n}"), &format!("p{n}@example.org"))).collect();
        self.register(event_id, &rows);
        let messages: Vec<_> = rows.iter().map(|row| confirmation(&row.id)).collect();
        let planned = self.store.write(|w| w.messages().plan_many(event_id, &messages, at(0)));
        assert_eq!(planned.expect("valid messages"), people);
        messages
    }

    pub fn names(&self, event_id: &str, query: &str) -> Vec<String> {
        let page = self.store.read(|r| r.registrants().page(event_id, query, 0, 1_000));
        page.expect("the list answers").rows.into_iter().map(|row| row.name).collect()
    }

    pub fn reopen(self) -> Bench {
        let Bench { store, path, folder } = self;
        drop(store);
        let store = Store::open(&path, &KEY, at(0)).expect("the store opens again");
        Bench { store, path, folder }
    }
}

pub fn confirmation(registrant_id: &str) -> NewMessage {
    NewMessage {
        id: format!("message to {registrant_id}"),
        registrant_id: registrant_id.into(),
        kind: MessageKind::Confirmation,
        channel: ChannelKind::AcsEmail,
        operation_id: format!("operation for {registrant_id}"),
        dedupe: String::new(),
        due_at: at(0),
    }
}

pub fn refused<T: std::fmt::Debug>(result: Result<T, StoreError>) -> StoreError {
    result.expect_err("this had to be refused")
}

/// The form of somebody with a link for a day.
pub fn unproven(event_id: &str, email: &str) -> UnprovenRecord {
    UnprovenRecord {
        id: format!("form of {email}"),
        event_id: event_id.into(),
        email: email.into(),
        email_normalized: email.into(),
        form: serde_json::json!({ "name": "Nilüfer", "email": email }).to_string(),
        language: Some(Language::German),
        code_hash: [3; 32],
        code_sealed: Some(b"sealed".to_vec()),
        made_at: at(1),
        until: at(90_000),
        attempts: 0,
    }
}
