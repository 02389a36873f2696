//! The guest identity of a ticket, and the joins that use it now.

use jiff::Timestamp;
use rusqlite::params;

use crate::db::At;
use crate::error::StoreError;

table! {
    /// The tables `ticket_identities` and `ticket_joins`.
    TicketIdentities, TicketIdentitiesMut
}

impl TicketIdentities<'_> {
    /// As the service names it (`8:acs:…`).
    pub fn of_ticket(&self, ticket_hash: &[u8; 32]) -> Result<Option<String>, StoreError> {
        self.db
            .one("SELECT id FROM ticket_identities WHERE ticket_hash = ?1", [ticket_hash], |row| row.get(0))
    }

    /// Those whose event is over at `now` and that no join uses whose token was made after `since`.
    pub fn over(&self, now: Timestamp, since: Timestamp, limit: u32) -> Result<Vec<String>, StoreError> {
        self.db.all(
            "SELECT id FROM ticket_identities WHERE keep_until < ?1 AND NOT EXISTS
               (SELECT 1 FROM ticket_joins WHERE identity_id = id AND token_at > ?2)
             ORDER BY keep_until LIMIT ?3",
            params![At(now), At(since), limit],
            |row| row.get(0),
        )
    }

    /// How many joins use it with a token that was made after `since`.
    pub fn in_use(&self, id: &str, since: Timestamp) -> Result<u32, StoreError> {
        let counted = self.db.one(
            "SELECT count(*) FROM ticket_joins WHERE identity_id = ?1 AND token_at > ?2",
            params![id, At(since)],
            |row| row.get(0),
        )?;
        Ok(counted.unwrap_or(0))
    }
}

impl TicketIdentitiesMut<'_> {
    /// Takes the place of one that the ticket had before.
    pub fn put(&self, ticket_hash: &[u8; 32], id: &str, keep_until: Timestamp) -> Result<(), StoreError> {
        self.db.run("DELETE FROM ticket_identities WHERE ticket_hash = ?1", [ticket_hash])?;
        self.db.run(
            "INSERT INTO ticket_identities (ticket_hash, id, keep_until) VALUES (?1, ?2, ?3)",
            params![ticket_hash, id, At(keep_until)],
        )?;
        Ok(())
    }

    /// The event was moved.
    pub fn keep(&self, id: &str, until: Timestamp) -> Result<(), StoreError> {
        self.db.run("UPDATE ticket_identities SET keep_until = ?2 WHERE id = ?1", params![id, At(until)])?;
        Ok(())
    }

    /// A token was made for this join.
    pub fn used(&self, id: &str, join_id: &str, now: Timestamp) -> Result<(), StoreError> {
        self.db.run(
            "REPLACE INTO ticket_joins (join_id, identity_id, token_at) VALUES (?1, ?2, ?3)",
            params![join_id, id, At(now)],
        )?;
        Ok(())
    }

    pub fn left(&self, join_id: &str) -> Result<(), StoreError> {
        self.db.run("DELETE FROM ticket_joins WHERE join_id = ?1", [join_id])?;
        Ok(())
    }

    pub fn deleted(&self, id: &str) -> Result<(), StoreError> {
        self.db.run("DELETE FROM ticket_identities WHERE id = ?1", [id])?;
        Ok(())
    }
}
