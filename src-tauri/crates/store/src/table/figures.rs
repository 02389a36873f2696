//! What an event's rows add up to. Reads only: there is no table of its own, so that a sum cannot differ from its list.

use std::collections::HashMap;

use jiff::Timestamp;
use lectern_domain::event::EnrolmentState;
use lectern_domain::message::{MessageKind, MessageState};
use lectern_domain::registration::Source;
use rusqlite::{Row, params};

use super::events;
use crate::db::{At, EnrolmentWord, KindWord, MessageStateWord, SourceWord, at};
use crate::error::StoreError;
use crate::name_order::places;

table! {
    /// Sums over the tables of one event, or of all.
    Figures, FiguresMut
}

/// How many are on the list, by where they stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    pub listed: u32,
    pub registered: u32,
    pub offered: u32,
    pub waitlisted: u32,
    pub pending: u32,
    pub rejected: u32,
    pub cancelled: u32,
}

/// How somebody came onto the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    pub source: Source,
    /// Brought along by somebody.
    pub guest: bool,
    pub listed: u32,
    pub registered: u32,
}

/// What was said to a question of choices, and by how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub said: String,
    pub listed: u32,
    /// Of those, who hold a place.
    pub registered: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MessagesOf {
    pub kind: MessageKind,
    pub state: MessageState,
    pub messages: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay {
    /// Seconds.
    pub at_least: u32,
    pub people: u32,
    pub registered: u32,
}

/// What of an event waits for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub event_id: String,
    pub title: String,
    pub start: Timestamp,
    pub zone: String,
    /// To be approved or rejected.
    pub pending: u32,
    pub failed: u32,
    pub ambiguous: u32,
    pub problem: Option<String>,
    pub changed_elsewhere: bool,
}

impl Figures<'_> {
    pub fn standing(&self, event_id: &str) -> Result<Standing, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "SELECT listed, registered, offered, waitlisted, pending, rejected FROM registrant_counts
             WHERE event_number = ?1";
        let found = self.db.one(sql, [number], |row| {
            let mut standing = Standing {
                listed: row.get(0)?,
                registered: row.get(1)?,
                offered: row.get(2)?,
                waitlisted: row.get(3)?,
                pending: row.get(4)?,
                rejected: row.get(5)?,
                cancelled: 0,
            };
            let Standing { registered, offered, waitlisted, pending, rejected, .. } = standing;
            let others = registered + offered + waitlisted + pending + rejected;
            standing.cancelled = standing.listed.saturating_sub(others);
            Ok(standing)
        })?;
        Ok(found.unwrap_or_default())
    }

    /// How many came onto the list in each minute in which anybody did, in order.
    pub fn came(&self, event_id: &str) -> Result<Vec<(Timestamp, u32)>, StoreError> {
        let sql = "SELECT substr(registered_at, 1, 16) || ':00Z' AS minute, count(*) FROM registrants
             INDEXED BY registrants_by_time WHERE event_number = ?1 GROUP BY minute ORDER BY minute";
        self.minutes(sql, event_id)
    }

    /// The same of those who cancelled and did not come back.
    pub fn left(&self, event_id: &str) -> Result<Vec<(Timestamp, u32)>, StoreError> {
        let sql = "SELECT substr(cancelled_at, 1, 16) || ':00Z' AS minute, count(*) FROM registrants
             INDEXED BY registrants_by_status WHERE event_number = ?1 AND status = 'cancelled'
             GROUP BY minute ORDER BY minute";
        self.minutes(sql, event_id)
    }

    fn minutes(&self, sql: &str, event_id: &str) -> Result<Vec<(Timestamp, u32)>, StoreError> {
        let number = events::number(&self.db, event_id)?;
        self.db.all(sql, [number], |row| Ok((at(row, "minute")?, row.get(1)?)))
    }

    pub fn origins(&self, event_id: &str) -> Result<Vec<Origin>, StoreError> {
        let all = places(events::number(&self.db, event_id)?);
        let sql = "SELECT source, guest_of IS NOT NULL AS guest, count(*), sum(status = 'registered')
             FROM registrants WHERE place >= ?1 AND place < ?2 GROUP BY source, guest ORDER BY guest, source";
        self.db.all(sql, [all.start, all.end], |row| {
            Ok(Origin {
                source: row.get::<_, SourceWord>(0)?.0,
                guest: row.get(1)?,
                listed: row.get(2)?,
                registered: row.get(3)?,
            })
        })
    }

    /// People that Microsoft's own (retired) registration knows of.
    pub fn external(&self, event_id: &str) -> Result<u32, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "SELECT count(*) FROM external_registrants WHERE event_number = ?1 AND removed_at IS NULL";
        Ok(self.db.one(sql, [number], |row| row.get(0))?.unwrap_or_default())
    }

    /// What was said to a question of choices; the most frequent first.
    pub fn said(&self, event_id: &str, question_id: &str) -> Result<Vec<Said>, StoreError> {
        let number = events::number(&self.db, event_id)?;
        // Few have no place: they are counted, and those who have one are the rest.
        let without: HashMap<String, u32> = self
            .db
            .all(
                "SELECT s.said, count(*) FROM registrants r INDEXED BY registrants_by_status
                 CROSS JOIN registrant_sayings s INDEXED BY registrant_sayings_of ON s.registrant_id = r.id
                 WHERE r.event_number = ?1 AND s.event_number = ?1 AND s.question_id = ?2
                     AND r.status IN ('waitlisted', 'offered', 'pendingApproval', 'rejected', 'cancelled')
                 GROUP BY s.said",
                params![number, question_id],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?
            .into_iter()
            .collect();
        let sql = "SELECT said, count(*) AS people FROM registrant_sayings WHERE event_number = ?1 AND question_id = ?2
             GROUP BY said ORDER BY people DESC, said LIMIT 200";
        self.db.all(sql, params![number, question_id], |row| {
            let (said, listed): (String, u32) = (row.get(0)?, row.get(1)?);
            let registered = listed.saturating_sub(without.get(&said).copied().unwrap_or_default());
            Ok(Said { said, listed, registered })
        })
    }

    /// How many answered a question, whatever they said.
    pub fn answered(&self, event_id: &str, question_id: &str) -> Result<u32, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "SELECT count(DISTINCT registrant_id) FROM registrant_sayings
             WHERE event_number = ?1 AND question_id = ?2";
        let short: u32 =
            self.db.one(sql, params![number, question_id], |row| row.get(0))?.unwrap_or_default();
        // Longer ones are not among the sayings. A length of the whole rules nearly everybody out without a look inside.
        let sql =
            "SELECT count(*) FROM registrant_answers a CROSS JOIN registrants r ON r.id = a.registrant_id
             WHERE length(a.answers) > 200 AND r.event_number = ?1
                 AND length(json_extract(a.answers, '$.' || json_quote(?2) || '.value')) > 200";
        let long: u32 = self.db.one(sql, params![number, question_id], |row| row.get(0))?.unwrap_or_default();
        Ok(short + long)
    }

    /// What those wrote who came onto the list last and answered.
    pub fn latest(&self, event_id: &str, question_id: &str, most: u32) -> Result<Vec<String>, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "SELECT json_extract(a.answers, '$.' || json_quote(?2) || '.value') AS said
             FROM registrants r INDEXED BY registrants_by_time
             CROSS JOIN registrant_answers a ON a.registrant_id = r.id
             WHERE r.event_number = ?1 AND json_type(a.answers, '$.' || json_quote(?2) || '.value') = 'text'
             ORDER BY r.registered_at DESC LIMIT ?3";
        self.db.all(sql, params![number, question_id, most], |row| row.get(0))
    }

    /// Of an event's messages, how many of each kind stand where.
    pub fn messages(&self, event_id: &str) -> Result<Vec<MessagesOf>, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "SELECT kind, state, count(*) FROM messages WHERE event_number = ?1 GROUP BY kind, state";
        self.db.all(sql, [number], |row| {
            Ok(MessagesOf {
                kind: row.get::<_, KindWord>(0)?.0,
                state: row.get::<_, MessageStateWord>(1)?.0,
                messages: row.get(2)?,
            })
        })
    }

    /// Of those who were at a webinar or town hall, as its reports were read last: how many stayed how long, by the bound
    /// in seconds that they stayed at least, and how many of them came by a registration.
    pub fn attendance(&self, virtual_id: &str) -> Result<Vec<Stay>, StoreError> {
        let sql = "SELECT CASE WHEN stay < 900 THEN 0 WHEN stay < 1800 THEN 900 WHEN stay < 3600 THEN 1800 ELSE 3600 END
                 AS at_least, count(*) AS people, sum(registered) AS registered
             FROM (SELECT json_extract(j.value, '$.seconds') AS stay, json_extract(j.value, '$.registered') AS registered
                 FROM virtual_events e JOIN virtual_event_parts p ON p.event_number = e.number
                 CROSS JOIN json_each(p.value, '$.people') j WHERE e.id = ?1 AND p.part = 'attendance')
             GROUP BY at_least ORDER BY at_least";
        self.db.all(sql, [virtual_id], |row| {
            Ok(Stay { at_least: row.get(0)?, people: row.get(1)?, registered: row.get(2)? })
        })
    }

    /// Outsiders whom an application enrolled or is to enrol, by where they stand.
    pub fn enrolments(&self, virtual_id: &str) -> Result<Vec<(EnrolmentState, u32)>, StoreError> {
        let sql = "SELECT n.state, count(*) FROM virtual_events e JOIN virtual_enrolments n ON n.event_number = e.number
             WHERE e.id = ?1 GROUP BY n.state ORDER BY n.state";
        self.db.all(sql, [virtual_id], |row| Ok((row.get::<_, EnrolmentWord>(0)?.0, row.get(1)?)))
    }

    /// What waits for a person in events that are not over (of one that is: only what nobody else can decide), by start.
    pub fn waiting(&self, now: Timestamp) -> Result<Vec<Waiting>, StoreError> {
        let sql = "SELECT * FROM (
                SELECT e.id, e.title, e.start_utc, e.zone, e.problem,
                    (e.recurrence IS NOT NULL OR e.end_utc > ?1) AS comes,
                    coalesce(c.pending, 0) AS pending,
                    (SELECT count(*) FROM messages m WHERE m.event_number = e.number AND m.state = 'failed') AS failed,
                    (SELECT count(*) FROM messages m WHERE m.event_number = e.number AND m.state = 'ambiguous')
                        AS ambiguous,
                    EXISTS (SELECT 1 FROM event_elsewhere x WHERE x.event_number = e.number AND x.seen_at IS NULL)
                        AS changed_elsewhere
                FROM events e LEFT JOIN registrant_counts c ON c.event_number = e.number WHERE e.state <> 'cancelled')
             WHERE ambiguous > 0 OR (comes AND (pending > 0 OR failed > 0 OR problem IS NOT NULL OR changed_elsewhere))
             ORDER BY start_utc, id LIMIT 200";
        self.db.all(sql, [At(now)], waiting)
    }
}

fn waiting(row: &Row<'_>) -> rusqlite::Result<Waiting> {
    Ok(Waiting {
        event_id: row.get("id")?,
        title: row.get("title")?,
        start: at(row, "start_utc")?,
        zone: row.get("zone")?,
        pending: row.get("pending")?,
        failed: row.get("failed")?,
        ambiguous: row.get("ambiguous")?,
        problem: row.get("problem")?,
        changed_elsewhere: row.get("changed_elsewhere")?,
    })
}
