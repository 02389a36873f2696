//! From one status to another: the queue, offers and their deadlines, hosts with their guests.

use jiff::Timestamp;
use lectern_domain::registration::{Places, RegistrantStatus};
use rusqlite::params;

use super::{Registrants, RegistrantsMut, events};
use crate::db::{At, StatusWord};
use crate::error::StoreError;

/// A host in the queue, with the seats that the whole party needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    pub id: String,
    pub seats: u32,
}

/// An offer whose time is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lapsed {
    pub event_id: String,
    pub registrant_id: String,
}

/// A place in the queue belongs to who stands in it or was cancelled in it.
const FREE: &str = "UPDATE registrants SET status = ?2, cancelled_at = ?3, offer_until = NULL,
         queue_number = CASE ?2 WHEN 'cancelled' THEN queue_number END
     WHERE id = ?1 AND status <> ?2";

impl Registrants<'_> {
    /// Only true inside the transaction that acts on it.
    pub fn places(&self, event_id: &str, capacity: Option<u32>) -> Result<Places, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "SELECT registered + offered FROM registrant_counts WHERE event_number = ?1";
        let held = self.db.one(sql, [number], |row| row.get(0))?.unwrap_or_default();
        let sql = "SELECT count(*) FROM registrants
             WHERE event_number = ?1 AND queue_number IS NOT NULL AND status = 'waitlisted'";
        let waiting = self.db.one(sql, [number], |row| row.get(0))?.unwrap_or_default();
        Ok(Places { capacity, held, waiting })
    }

    /// Who is next, in order.
    pub fn head_of_queue(&self, event_id: &str, limit: u32) -> Result<Vec<Party>, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "SELECT r.id, 1 + (SELECT count(*) FROM registrants g
                                     WHERE g.guest_of = r.id AND g.status = 'waitlisted')
             FROM registrants r
             WHERE r.event_number = ?1 AND r.queue_number IS NOT NULL AND r.status = 'waitlisted'
             ORDER BY r.queue_number LIMIT ?2";
        self.db.all(sql, params![number, limit], |row| Ok(Party { id: row.get(0)?, seats: row.get(1)? }))
    }

    /// This person and, where it is a host, the guests who stand where the host stands. The host first.
    pub fn party(&self, id: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT r.id FROM registrants r WHERE r.id = ?1
             UNION ALL
             SELECT g.id FROM registrants g JOIN registrants h ON h.id = g.guest_of
             WHERE g.guest_of = ?1 AND g.status = h.status";
        self.db.all(sql, [id], |row| row.get(0))
    }

    /// The host and all guests ever, whatever became of them.
    pub fn guests(&self, id: &str) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT id FROM registrants WHERE guest_of = ?1 ORDER BY email_normalized";
        self.db.all(sql, [id], |row| row.get(0))
    }

    /// Hosts whose offer is over, the oldest first; those of cancelled events have nothing to give on.
    pub fn lapsed(&self, now: Timestamp) -> Result<Vec<Lapsed>, StoreError> {
        let sql = "SELECT e.id, r.id FROM registrants r JOIN events e ON e.number = r.event_number
             WHERE r.offer_until IS NOT NULL AND r.offer_until <= ?1 AND r.guest_of IS NULL AND e.state <> 'cancelled'
             ORDER BY r.offer_until, r.place";
        self.db.all(sql, [At(now)], |row| Ok(Lapsed { event_id: row.get(0)?, registrant_id: row.get(1)? }))
    }

    /// When the next offer is over. `None`: none is open.
    pub fn next_offer_end(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT min(r.offer_until) FROM registrants r JOIN events e ON e.number = r.event_number
             WHERE r.offer_until IS NOT NULL AND e.state <> 'cancelled'";
        Ok(self.db.one(sql, [], |row| row.get::<_, Option<At>>(0))?.flatten().map(|at| at.0))
    }

    pub fn note(&self, id: &str) -> Result<String, StoreError> {
        let note = self.db.one("SELECT note FROM registrants WHERE id = ?1", [id], |row| row.get(0))?;
        note.ok_or_else(|| StoreError::not_found("registrant", id))
    }
}

impl RegistrantsMut<'_> {
    /// To a status that needs nothing else (not offered, not waitlisted); those who have it already are left alone. The
    /// ids that changed, in the order given. Who is cancelled in the queue may come back to where they stood.
    pub fn set_status(
        &self,
        ids: &[String],
        status: RegistrantStatus,
        now: Timestamp,
    ) -> Result<Vec<String>, StoreError> {
        let cancelled_at = (status == RegistrantStatus::Cancelled).then_some(At(now));
        let mut changed = Vec::with_capacity(ids.len());
        for id in ids {
            if self.db.run(FREE, params![id, StatusWord(status), cancelled_at])? == 1 {
                changed.push(id.clone());
            }
        }
        Ok(changed)
    }

    /// A place is kept for these until then.
    pub fn offer(&self, ids: &[String], until: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE registrants SET status = 'offered', cancelled_at = NULL, offer_until = ?2,
                 queue_number = NULL WHERE id = ?1";
        ids.iter().try_for_each(|id| self.db.run(sql, params![id, At(until)]).map(drop))
    }

    /// Into the queue, a host with the guests: to where they stood before, where `back` says so and they did; else to
    /// the end.
    pub fn enqueue(&self, ids: &[String], back: bool) -> Result<(), StoreError> {
        let sql = "UPDATE registrants SET status = 'waitlisted', cancelled_at = NULL, offer_until = NULL
             WHERE id = ?1 RETURNING queue_number IS NOT NULL";
        for id in ids {
            let stood = self.db.one(sql, [id], |row| row.get::<_, bool>(0))?;
            if !(back && stood == Some(true)) {
                self.to_the_end(id)?;
            }
        }
        Ok(())
    }

    pub(super) fn to_the_end(&self, id: &str) -> Result<(), StoreError> {
        let sql = "UPDATE registrants SET queue_number =
                 (SELECT coalesce(max(q.queue_number), 0) + 1 FROM registrants q
                  WHERE q.event_number = registrants.event_number AND q.queue_number IS NOT NULL)
             WHERE id = ?1 AND guest_of IS NULL";
        self.db.run(sql, [id]).map(drop)
    }

    /// Next in the queue, because a person says so.
    pub fn to_the_front(&self, id: &str) -> Result<(), StoreError> {
        let sql = "UPDATE registrants SET queue_number =
                 (SELECT min(q.queue_number) - 1 FROM registrants q
                  WHERE q.event_number = registrants.event_number AND q.queue_number IS NOT NULL)
             WHERE id = ?1 AND guest_of IS NULL AND status = 'waitlisted'";
        self.db.run(sql, [id]).map(drop)
    }

    pub fn set_note(&self, id: &str, note: &str) -> Result<(), StoreError> {
        self.db.run("UPDATE registrants SET note = ?2 WHERE id = ?1", params![id, note]).map(drop)
    }

    /// Whether it was another one.
    pub fn set_group(&self, id: &str, group: Option<&str>) -> Result<bool, StoreError> {
        let sql = "UPDATE registrants SET group_name = ?2 WHERE id = ?1 AND group_name IS NOT ?2";
        Ok(self.db.run(sql, params![id, group])? == 1)
    }
}
