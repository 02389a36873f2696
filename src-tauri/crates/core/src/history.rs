//! Who changed what and when, as the history keeps it.

use lectern_store::changes::NewChange;
use serde_json::{Value, json};

/// A change by the person at this desk.
fn by_desk(event_id: &str, registrant_id: Option<&str>, what: &'static str, detail: Value) -> NewChange {
    NewChange {
        who: "desk".into(),
        event_id: Some(event_id.to_owned()),
        registrant_id: registrant_id.map(str::to_owned),
        what: what.into(),
        detail,
    }
}

pub fn of_event(event_id: &str, what: &'static str) -> NewChange {
    by_desk(event_id, None, what, json!({}))
}

/// With what it was before and is now, say.
pub fn of_event_with(event_id: &str, what: &'static str, detail: Value) -> NewChange {
    by_desk(event_id, None, what, detail)
}

/// A change that somebody made on the calendar, past this desk.
pub fn by_calendar(event_id: &str, what: &'static str, detail: Value) -> NewChange {
    NewChange { who: "calendar".into(), ..by_desk(event_id, None, what, detail) }
}

/// What was done to many people at once: `bulk` is what it can be undone by.
pub fn of_bulk(event_id: &str, what: &'static str, bulk: &str, people: usize) -> NewChange {
    by_desk(event_id, None, what, json!({"registrants": people, "bulk": bulk}))
}

/// What one person did to another's registration.
pub fn of_person(
    who: &str,
    event_id: &str,
    registrant_id: &str,
    what: &'static str,
    detail: Value,
) -> NewChange {
    NewChange { who: who.to_owned(), ..by_desk(event_id, Some(registrant_id), what, detail) }
}
