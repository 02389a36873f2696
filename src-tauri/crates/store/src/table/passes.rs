//! What a trusted service gives for tickets: tokens made ahead, and the trail of all that was given.

use jiff::Timestamp;
use lectern_domain::event::{EventState, PublicationState};
use lectern_domain::registration::RegistrantStatus;
use rusqlite::{Row, params};

use crate::db::{At, EventStateWord, PublicationStateWord, StatusWord, at, maybe_at};
use crate::error::StoreError;

table! {
    /// The tables `made_passes` and `pass_grants`.
    Passes, PassesMut
}

/// All that an answer to a ticket needs, in one read.
#[derive(Clone, PartialEq, Eq)]
pub struct HolderRecord {
    pub registrant_id: String,
    pub name: String,
    pub status: RegistrantStatus,
    pub revoked_at: Option<Timestamp>,
    pub event_id: String,
    pub start: Timestamp,
    pub end: Timestamp,
    pub state: EventState,
    pub join_url: Option<String>,
    /// Several dates: which one counts is the core's to say.
    pub series: bool,
    /// `None`: this store is no service's, or its event was never opened here.
    pub publication: Option<PublicationState>,
    pub pass: Option<MadePass>,
    /// `8:acs:…`
    pub identity_id: Option<String>,
}

/// A token that lies ready.
#[derive(Clone, PartialEq, Eq)]
pub struct MadePass {
    /// This crate cannot read it.
    pub token_sealed: Vec<u8>,
    pub made_at: Timestamp,
    pub until: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGrant {
    pub event_id: String,
    pub registrant_id: String,
    pub identity_id: String,
    pub source: GrantSource,
    pub until: Timestamp,
    pub key_hash: [u8; 32],
    /// Of another token: the join that it goes on from.
    pub first: Option<i64>,
}

/// Where a token came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GrantSource {
    /// It lay ready.
    Ahead,
    Fresh,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantRecord {
    pub number: i64,
    pub at: Timestamp,
    pub registrant_id: String,
    pub identity_id: String,
    pub source: GrantSource,
    pub until: Timestamp,
    pub key_hash: [u8; 32],
    pub first: Option<i64>,
    pub used_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
}

impl Passes<'_> {
    /// By the SHA-256 of a ticket's code.
    pub fn holder(&self, code_hash: &[u8; 32]) -> Result<Option<HolderRecord>, StoreError> {
        self.db.one(
            "SELECT r.id AS registrant_id, r.name, r.status, t.revoked_at, e.id AS event_id, e.start_utc, e.end_utc,
                 e.state, e.join_url, e.recurrence IS NOT NULL AS series, p.state AS publication,
                 i.id AS identity_id, m.token_sealed, m.made_at, m.until
             FROM tickets t JOIN registrants r ON r.id = t.registrant_id
             JOIN events e ON e.number = r.event_number
             LEFT JOIN publications p ON p.event_number = e.number
             LEFT JOIN ticket_identities i ON i.ticket_hash = t.code_hash
             LEFT JOIN made_passes m ON m.identity_id = i.id
             WHERE t.code_hash = ?1",
            [code_hash],
            holder,
        )
    }

    /// Whose identity it is, by the SHA-256 of the ticket's code.
    pub fn ticket_of(&self, identity_id: &str) -> Result<Option<[u8; 32]>, StoreError> {
        let sql = "SELECT ticket_hash FROM ticket_identities WHERE id = ?1";
        self.db.one(sql, [identity_id], |row| row.get(0))
    }

    /// Tickets of an event that let somebody in and whose token ends before `until`, or was never made.
    pub fn wanting(&self, event_id: &str, until: Timestamp, limit: u32) -> Result<Vec<[u8; 32]>, StoreError> {
        self.db.all(
            "SELECT t.code_hash FROM events e JOIN registrants r ON r.event_number = e.number
             JOIN tickets t ON t.registrant_id = r.id
             LEFT JOIN ticket_identities i ON i.ticket_hash = t.code_hash
             LEFT JOIN made_passes m ON m.identity_id = i.id
             WHERE e.id = ?1 AND r.status = 'registered' AND t.revoked_at IS NULL
               AND (m.until IS NULL OR m.until < ?2) LIMIT ?3",
            params![event_id, At(until), limit],
            |row| row.get(0),
        )
    }

    /// Identities whose ticket lets nobody in any more: revoked, replaced, or its event was cancelled.
    pub fn forfeited(&self, limit: u32) -> Result<Vec<String>, StoreError> {
        self.db.all(
            "SELECT i.id FROM ticket_identities i LEFT JOIN tickets t ON t.code_hash = i.ticket_hash
             LEFT JOIN registrants r ON r.id = t.registrant_id LEFT JOIN events e ON e.number = r.event_number
             WHERE t.code_hash IS NULL OR t.revoked_at IS NOT NULL OR e.state = 'cancelled' LIMIT ?1",
            [limit],
            |row| row.get(0),
        )
    }

    pub fn grant(&self, number: i64) -> Result<Option<GrantRecord>, StoreError> {
        self.db.one("SELECT * FROM pass_grants WHERE number = ?1", [number], grant)
    }

    /// What was given after the one that is named, in order.
    pub fn grants(&self, event_id: &str, after: i64, limit: u32) -> Result<Vec<GrantRecord>, StoreError> {
        self.db.all(
            "SELECT g.* FROM events e JOIN pass_grants g ON g.event_number = e.number
             WHERE e.id = ?1 AND g.number > ?2 ORDER BY g.number LIMIT ?3",
            params![event_id, after, limit],
            grant,
        )
    }

    /// Whether a key of this join was used that went out after that grant.
    pub fn gone_on(&self, first: i64, after: i64) -> Result<bool, StoreError> {
        let sql =
            "SELECT 1 FROM pass_grants WHERE first = ?1 AND number > ?2 AND used_at IS NOT NULL LIMIT 1";
        Ok(self.db.one(sql, params![first, after], |_| Ok(()))?.is_some())
    }
}

impl PassesMut<'_> {
    /// In the place of the one that the identity had.
    pub fn keep(&self, identity_id: &str, pass: &MadePass) -> Result<(), StoreError> {
        let MadePass { token_sealed, made_at, until } = pass;
        let sql =
            "REPLACE INTO made_passes (identity_id, token_sealed, made_at, until) VALUES (?1, ?2, ?3, ?4)";
        self.db.run(sql, params![identity_id, token_sealed, At(*made_at), At(*until)]).map(drop)
    }

    /// Its number.
    pub fn given(&self, new: &NewGrant, now: Timestamp) -> Result<i64, StoreError> {
        let NewGrant { event_id, registrant_id, identity_id, source, until, key_hash, first } = new;
        let sql = "INSERT INTO pass_grants
                       (at, event_number, registrant_id, identity_id, source, until, key_hash, first)
                   SELECT ?1, number, ?3, ?4, ?5, ?6, ?7, ?8 FROM events WHERE id = ?2 RETURNING number";
        let word = word(*source);
        let values =
            params![At(now), event_id, registrant_id, identity_id, word, At(*until), key_hash, first];
        let number = self.db.one(sql, values, |row| row.get(0))?;
        number.ok_or_else(|| StoreError::NotFound { what: "event", id: event_id.clone() })
    }

    /// The key of a grant was used.
    pub fn used(&self, number: i64, now: Timestamp) -> Result<(), StoreError> {
        self.db
            .run("UPDATE pass_grants SET used_at = ?2 WHERE number = ?1", params![number, At(now)])
            .map(drop)
    }

    /// The keys of this join that went out after that grant are replaced by another one.
    pub fn replace(&self, first: i64, after: i64, now: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE pass_grants SET ended_at = ?3
                   WHERE first = ?1 AND number > ?2 AND used_at IS NULL AND ended_at IS NULL";
        self.db.run(sql, params![first, after, At(now)]).map(drop)
    }

    /// No key of this join is taken from now on.
    pub fn end(&self, first: i64, now: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE pass_grants SET ended_at = ?2 WHERE number = ?1 AND ended_at IS NULL";
        self.db.run(sql, params![first, At(now)]).map(drop)
    }

    /// The identities of an event that is over later than was known.
    pub fn postpone(&self, event_id: &str, until: Timestamp) -> Result<usize, StoreError> {
        let sql = "UPDATE ticket_identities SET keep_until = ?2 WHERE keep_until <> ?2 AND ticket_hash IN
                       (SELECT t.code_hash FROM events e JOIN registrants r ON r.event_number = e.number
                        JOIN tickets t ON t.registrant_id = r.id WHERE e.id = ?1)";
        self.db.run(sql, params![event_id, At(until)])
    }

    /// Tokens that have run out, and, of a copy that changes its profile, all that are sealed.
    pub fn forget(&self, before: Option<Timestamp>) -> Result<usize, StoreError> {
        let before = before.map(At);
        self.db.run("DELETE FROM made_passes WHERE ?1 IS NULL OR until <= ?1", params![before])
    }
}

fn word(source: GrantSource) -> &'static str {
    match source {
        GrantSource::Ahead => "ahead",
        GrantSource::Fresh => "fresh",
    }
}

fn holder(row: &Row<'_>) -> rusqlite::Result<HolderRecord> {
    let token_sealed: Option<Vec<u8>> = row.get("token_sealed")?;
    let (made_at, until) = (maybe_at(row, "made_at")?, maybe_at(row, "until")?);
    let pass = token_sealed.zip(made_at.zip(until));
    Ok(HolderRecord {
        registrant_id: row.get("registrant_id")?,
        name: row.get("name")?,
        status: row.get::<_, StatusWord>("status")?.0,
        revoked_at: maybe_at(row, "revoked_at")?,
        event_id: row.get("event_id")?,
        start: at(row, "start_utc")?,
        end: at(row, "end_utc")?,
        state: row.get::<_, EventStateWord>("state")?.0,
        join_url: row.get("join_url")?,
        series: row.get("series")?,
        publication: row.get::<_, Option<PublicationStateWord>>("publication")?.map(|word| word.0),
        pass: pass.map(|(token_sealed, (made_at, until))| MadePass { token_sealed, made_at, until }),
        identity_id: row.get("identity_id")?,
    })
}

fn grant(row: &Row<'_>) -> rusqlite::Result<GrantRecord> {
    Ok(GrantRecord {
        number: row.get("number")?,
        at: at(row, "at")?,
        registrant_id: row.get("registrant_id")?,
        identity_id: row.get("identity_id")?,
        source: if row.get::<_, String>("source")? == "ahead" {
            GrantSource::Ahead
        } else {
            GrantSource::Fresh
        },
        until: at(row, "until")?,
        key_hash: row.get("key_hash")?,
        first: row.get("first")?,
        used_at: maybe_at(row, "used_at")?,
        ended_at: maybe_at(row, "ended_at")?,
    })
}

impl std::fmt::Debug for MadePass {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MadePass").field("until", &self.until).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for HolderRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HolderRecord").field("registrant_id", &self.registrant_id).finish_non_exhaustive()
    }
}
