//! Messages of a copy from earlier: what had not left by then may have left since. None of them goes by itself.

use jiff::Timestamp;
use rusqlite::params;

use super::{MessageRecord, Messages, MessagesMut, SELECT, read};
use crate::db::At;
use crate::error::StoreError;

/// Why each of them is in doubt.
pub const HELD: &str = "From a backup: it had not been sent when the copy was made, and may have been sent since. \
                        Check before sending.";

/// What a person decides about one that is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Released {
    Delivered,
    Skipped,
    /// It keeps its operation id: a channel that remembers knows whether it has had it.
    Planned,
}

impl Messages<'_> {
    /// In the order they were planned.
    pub fn held(&self) -> Result<Vec<MessageRecord>, StoreError> {
        let sql = format!("{SELECT} WHERE m.state = 'ambiguous' AND m.problem = ?1 ORDER BY m.number");
        self.db.all(&sql, [HELD], read)
    }

    pub fn count_held(&self) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM messages WHERE state = 'ambiguous' AND problem = ?1";
        Ok(self.db.one(sql, [HELD], |row| row.get(0))?.unwrap_or_default())
    }
}

impl MessagesMut<'_> {
    /// Holds whatever is planned or on its way. How many.
    pub fn hold_unsent(&self, now: Timestamp) -> Result<usize, StoreError> {
        self.db.run(
            "UPDATE messages SET state = 'ambiguous', finished_at = ?1, problem = ?2, claim_owner = NULL,
                 lease_until = NULL
             WHERE state IN ('planned', 'sending')",
            params![At(now), HELD],
        )
    }

    pub fn release_held(&self, id: &str, released: Released, now: Timestamp) -> Result<(), StoreError> {
        let sql = match released {
            Released::Delivered => {
                "UPDATE messages SET state = 'delivered', finished_at = ?2, problem = NULL
                 WHERE id = ?1 AND state = 'ambiguous'"
            }
            Released::Skipped => {
                "UPDATE messages SET state = 'skipped', finished_at = ?2, skip_reason = 'person'
                 WHERE id = ?1 AND state = 'ambiguous'"
            }
            Released::Planned => {
                "UPDATE messages SET state = 'planned', ready_at = ?2, attempts = 0, finished_at = NULL,
                     accepted_at = NULL, claimed_at = NULL, problem = NULL
                 WHERE id = ?1 AND state = 'ambiguous'"
            }
        };
        self.step(id, "held", sql, params![id, At(now)])
    }
}
