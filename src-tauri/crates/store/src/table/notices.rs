//! What those who are invited should know of an event besides its time: how to dial in, that it was moved, and what
//! they may do in its meeting.

use jiff::Timestamp;
use rusqlite::{Row, params};

use super::events::number;
use crate::db::{At, at};
use crate::error::StoreError;

table! {
    /// The tables `event_dial_in`, `event_allowed` and `event_moves`. A trigger writes the last.
    Notices, NoticesMut
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DialInRecord {
    pub conference_id: Option<String>,
    pub toll_numbers: Vec<String>,
    pub toll_free_numbers: Vec<String>,
    /// A page with the numbers of other countries.
    pub more_numbers_url: Option<String>,
}

/// What attendees may do in the meeting. `None`: Teams did not say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AllowedRecord {
    pub chat: Option<bool>,
    pub camera: Option<bool>,
    pub microphone: Option<bool>,
    pub reactions: Option<bool>,
}

/// Where an event was before it was moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoveRecord {
    pub start: Timestamp,
    pub end: Timestamp,
    pub zone: String,
    /// What the organizer wrote about the newest move: it is that one's time which counts now.
    pub message: Option<String>,
}

impl Notices<'_> {
    pub fn dial_in(&self, event_id: &str) -> Result<Option<DialInRecord>, StoreError> {
        self.db.one(
            "SELECT d.* FROM event_dial_in d JOIN events e ON e.number = d.event_number WHERE e.id = ?1",
            [event_id],
            |row| {
                Ok(DialInRecord {
                    conference_id: row.get("conference_id")?,
                    toll_numbers: numbers(row, "toll_numbers")?,
                    toll_free_numbers: numbers(row, "toll_free_numbers")?,
                    more_numbers_url: row.get("more_numbers_url")?,
                })
            },
        )
    }

    /// `None`: nobody has looked yet.
    pub fn allowed(&self, event_id: &str) -> Result<Option<AllowedRecord>, StoreError> {
        self.db.one(
            "SELECT a.* FROM event_allowed a JOIN events e ON e.number = a.event_number WHERE e.id = ?1",
            [event_id],
            |row| {
                Ok(AllowedRecord {
                    chat: row.get("chat")?,
                    camera: row.get("camera")?,
                    microphone: row.get("microphone")?,
                    reactions: row.get("reactions")?,
                })
            },
        )
    }

    pub fn was_moved(&self, event_id: &str) -> Result<bool, StoreError> {
        let found = self.db.one(
            "SELECT 1 FROM event_moves m JOIN events e ON e.number = m.event_number WHERE e.id = ?1 LIMIT 1",
            [event_id],
            |_| Ok(()),
        )?;
        Ok(found.is_some())
    }

    /// What is said about the event's newest move.
    pub fn said_of_move(&self, event_id: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT m.message FROM event_moves m JOIN events e ON e.number = m.event_number
             WHERE e.id = ?1 ORDER BY m.id DESC LIMIT 1";
        Ok(self.db.one(sql, [event_id], |row| row.get::<_, Option<String>>(0))?.flatten())
    }

    /// The first move after that moment: where somebody who heard of the event then still believes it to be.
    pub fn moved_since(&self, event_id: &str, since: Timestamp) -> Result<Option<MoveRecord>, StoreError> {
        self.db.one(
            "SELECT m.start_utc, m.end_utc, m.zone,
                 (SELECT n.message FROM event_moves n WHERE n.event_number = m.event_number
                  ORDER BY n.id DESC LIMIT 1) AS message
             FROM event_moves m JOIN events e ON e.number = m.event_number
             WHERE e.id = ?1 AND m.moved_at >= ?2 ORDER BY m.id LIMIT 1",
            params![event_id, At(since)],
            |row| {
                Ok(MoveRecord {
                    start: at(row, "start_utc")?,
                    end: at(row, "end_utc")?,
                    zone: row.get("zone")?,
                    message: row.get("message")?,
                })
            },
        )
    }
}

impl NoticesMut<'_> {
    /// What is said about the event's newest move, instead of what was said before.
    pub fn say_of_move(&self, event_id: &str, message: &str) -> Result<(), StoreError> {
        let changed = self.db.run(
            "UPDATE event_moves SET message = ?2 WHERE id = (
                 SELECT max(m.id) FROM event_moves m JOIN events e ON e.number = m.event_number WHERE e.id = ?1)",
            [event_id, message],
        )?;
        if changed == 1 { Ok(()) } else { Err(StoreError::not_found("move of event", event_id)) }
    }

    /// Keeps the newest.
    pub fn set_allowed(&self, event_id: &str, allowed: &AllowedRecord) -> Result<(), StoreError> {
        self.db.run(
            "REPLACE INTO event_allowed (event_number, chat, camera, microphone, reactions)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                number(&self.db, event_id)?,
                allowed.chat,
                allowed.camera,
                allowed.microphone,
                allowed.reactions,
            ],
        )?;
        Ok(())
    }

    /// Keeps the newest.
    pub fn set_dial_in(&self, event_id: &str, dial_in: &DialInRecord) -> Result<(), StoreError> {
        self.db.run(
            "REPLACE INTO event_dial_in
                 (event_number, conference_id, toll_numbers, toll_free_numbers, more_numbers_url)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                number(&self.db, event_id)?,
                dial_in.conference_id,
                serde_json::json!(dial_in.toll_numbers).to_string(),
                serde_json::json!(dial_in.toll_free_numbers).to_string(),
                dial_in.more_numbers_url,
            ],
        )?;
        Ok(())
    }
}

fn numbers(row: &Row<'_>, column: &str) -> rusqlite::Result<Vec<String>> {
    let text: String = row.get(column)?;
    serde_json::from_str(&text).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error.into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;
    use crate::connection::{self, Access};
    use crate::events::{GraphIds, NewEvent};

    const KEY: [u8; 32] = [5; 32];

    fn noon_and(hours: i64) -> Timestamp {
        Timestamp::from_second(1_796_126_400 + hours * 3_600).expect("an instant")
    }

    fn event() -> NewEvent {
        NewEvent {
            owner_id: None,
            id: "e1".into(),
            transaction_id: "t1".into(),
            title: "Reading group".into(),
            description: String::new(),
            start: noon_and(100),
            end: noon_and(101),
            zone: "Europe/Paris".into(),
            organizer_name: None,
            organizer_email: None,
        }
    }

    #[test]
    fn whoever_heard_of_an_event_before_it_moved_is_told_where_it_was_then() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("desk.db");
        let store = Store::open(&path, &KEY, noon_and(0)).expect("a store");
        store.write(|w| w.events().insert(&event(), noon_and(0))).expect("an event");
        let changed = connection::open(&path, &KEY, Access::Write).expect("a second process");
        let move_to = |start: i64, at: i64| {
            changed
                .execute(
                    "UPDATE events SET start_utc = ?1, end_utc = ?2, updated_at = ?3",
                    params![At(noon_and(start)), At(noon_and(start + 1)), At(noon_and(at))],
                )
                .expect("moved");
        };
        let since = |hours: i64| {
            let found = store.read(|r| r.notices().moved_since("e1", noon_and(hours))).expect("it reads");
            found.map(|before| before.start)
        };
        move_to(110, 1);
        assert_eq!(since(0), None, "before it was on the calendar nobody could have heard of it");
        let ids = GraphIds { graph_event_id: Some("AAMk".into()), ..GraphIds::default() };
        store.write(|w| w.events().scheduled("e1", &ids, noon_and(2))).expect("on the calendar");
        move_to(120, 4);
        move_to(130, 6);
        assert_eq!(since(3), Some(noon_and(110)), "this one believes in the first time");
        assert_eq!(since(5), Some(noon_and(120)), "this one in the second");
        assert_eq!(since(7), None, "this one knows");
        let said = |hours: i64| {
            let found = store.read(|r| r.notices().moved_since("e1", noon_and(hours))).expect("it reads");
            found.and_then(|before| before.message)
        };
        assert_eq!(said(3), None, "nobody has said why");
        let say = |words: &str| store.write(|w| w.notices().say_of_move("e1", words)).expect("kept");
        say("The hall is taken.");
        say("The hall is flooded.");
        assert_eq!(
            said(3).as_deref(),
            Some("The hall is flooded."),
            "mended, whatever move one missed first"
        );
        assert_eq!(said(5), said(3), "all are told of the move that counts");
        move_to(140, 8);
        assert_eq!(said(3), None, "words about another time would mislead");
        let moved = |id: &str| store.read(|r| r.notices().was_moved(id)).expect("it reads");
        assert!(moved("e1") && !moved("e2"));
        store
            .write(|w| w.notices().say_of_move("e2", "?"))
            .expect_err("what never moved has nothing to be said of");
    }

    #[test]
    fn what_attendees_may_do_is_kept_as_it_was_told_last() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = Store::open(&folder.path().join("desk.db"), &KEY, noon_and(0)).expect("a store");
        store.write(|w| w.events().insert(&event(), noon_and(0))).expect("an event");
        let allowed = || store.read(|r| r.notices().allowed("e1")).expect("it reads");
        assert_eq!(allowed(), None, "nobody has looked");
        let first = AllowedRecord { chat: Some(false), camera: Some(true), ..AllowedRecord::default() };
        store.write(|w| w.notices().set_allowed("e1", &first)).expect("kept");
        assert_eq!(allowed(), Some(first), "what was not told stays unknown");
        store.write(|w| w.notices().set_allowed("e1", &AllowedRecord::default())).expect("kept again");
        assert_eq!(allowed(), Some(AllowedRecord::default()));
    }

    #[test]
    fn the_newest_numbers_are_kept() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = Store::open(&folder.path().join("desk.db"), &KEY, noon_and(0)).expect("a store");
        store.write(|w| w.events().insert(&event(), noon_and(0))).expect("an event");
        let mut dial_in =
            DialInRecord { toll_numbers: vec!["+1 323-555-0166".into()], ..DialInRecord::default() };
        store.write(|w| w.notices().set_dial_in("e1", &dial_in)).expect("kept");
        dial_in.conference_id = Some("123".into());
        store.write(|w| w.notices().set_dial_in("e1", &dial_in)).expect("kept again");
        assert_eq!(store.read(|r| r.notices().dial_in("e1")).expect("it reads"), Some(dial_in));
        assert_eq!(store.read(|r| r.notices().dial_in("e2")).expect("it reads"), None);
    }
}
