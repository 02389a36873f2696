//! A registrant's personal way in: the code sealed by the core, and its hash to look it up by.

use jiff::Timestamp;
use rusqlite::params;

use crate::db::{At, at, maybe_at};
use crate::error::StoreError;

table! {
    /// The table `tickets`.
    Tickets, TicketsMut
}

#[derive(Clone, PartialEq, Eq)]
pub struct NewTicket {
    pub registrant_id: String,
    /// Encrypted under the profile's key; this crate cannot read it.
    pub code_sealed: Vec<u8>,
    /// SHA-256 of the canonical code.
    pub code_hash: [u8; 32],
}

#[derive(Clone, PartialEq, Eq)]
pub struct TicketRecord {
    pub registrant_id: String,
    pub code_sealed: Vec<u8>,
    pub issued_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

impl Tickets<'_> {
    pub fn of_registrant(&self, registrant_id: &str) -> Result<Option<TicketRecord>, StoreError> {
        self.db.one(
            "SELECT registrant_id, code_sealed, issued_at, revoked_at FROM tickets WHERE registrant_id = ?1",
            [registrant_id],
            |row| {
                Ok(TicketRecord {
                    registrant_id: row.get("registrant_id")?,
                    code_sealed: row.get("code_sealed")?,
                    issued_at: at(row, "issued_at")?,
                    revoked_at: maybe_at(row, "revoked_at")?,
                })
            },
        )
    }
}

impl TicketsMut<'_> {
    pub fn issue_many(&self, tickets: &[NewTicket], now: Timestamp) -> Result<(), StoreError> {
        for ticket in tickets {
            self.db.run(
                "INSERT INTO tickets (registrant_id, code_sealed, code_hash, issued_at) VALUES (?1, ?2, ?3, ?4)",
                params![ticket.registrant_id, ticket.code_sealed, ticket.code_hash, At(now)],
            )?;
        }
        Ok(())
    }

    /// A new code in the place of the old one, which opens nothing any more.
    pub fn reissue(&self, ticket: &NewTicket, now: Timestamp) -> Result<(), StoreError> {
        self.db.run("DELETE FROM tickets WHERE registrant_id = ?1", [&ticket.registrant_id])?;
        self.issue_many(std::slice::from_ref(ticket), now)
    }

    /// Puts another sealing of each code in the place of the one there is; a copy that changes its profile.
    pub fn reseal<E: From<StoreError>>(
        &self,
        mut anew: impl FnMut(&[u8]) -> Result<Vec<u8>, E>,
    ) -> Result<(), E> {
        let sql = "SELECT registrant_id, code_sealed FROM tickets";
        let all: Vec<(String, Vec<u8>)> = self.db.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        for (registrant, sealed) in all {
            let again = anew(&sealed)?;
            let sql = "UPDATE tickets SET code_sealed = ?2 WHERE registrant_id = ?1";
            self.db.run(sql, params![registrant, again])?;
        }
        Ok(())
    }

    /// How many opened doors until now.
    pub fn revoke(&self, registrant_ids: &[String], now: Timestamp) -> Result<usize, StoreError> {
        let sql = "UPDATE tickets SET revoked_at = ?2 WHERE registrant_id = ?1 AND revoked_at IS NULL";
        registrant_ids.iter().map(|id| self.db.run(sql, params![id, At(now)])).sum()
    }

    /// Gives restored registrants the code back that they were sent.
    pub fn reinstate(&self, registrant_ids: &[String]) -> Result<usize, StoreError> {
        let sql = "UPDATE tickets SET revoked_at = NULL WHERE registrant_id = ?1 AND revoked_at IS NOT NULL";
        registrant_ids.iter().map(|id| self.db.run(sql, params![id])).sum()
    }
}

impl std::fmt::Debug for NewTicket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewTicket").field("registrant_id", &self.registrant_id).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for TicketRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TicketRecord").field("registrant_id", &self.registrant_id).finish_non_exhaustive()
    }
}
