//! Forms of people who have yet to prove that the address in them is theirs. Nobody of them is on a list.

use jiff::Timestamp;
use lectern_domain::language::Language;
use rusqlite::{Row, params};

use super::events;
use super::leases::OURS;
use crate::db::{At, LanguageWord, at};
use crate::error::StoreError;

table! {
    /// The table `unproven`.
    Unproven, UnprovenMut
}

#[derive(Clone, PartialEq, Eq)]
pub struct UnprovenRecord {
    /// Also what a channel knows the mail by.
    pub id: String,
    pub event_id: String,
    pub email: String,
    pub email_normalized: String,
    /// JSON of the core's.
    pub form: String,
    pub language: Option<Language>,
    /// SHA-256 of the code in the link.
    pub code_hash: [u8; 32],
    /// Sealed by the core, until the mail with it has left.
    pub code_sealed: Option<Vec<u8>>,
    pub made_at: Timestamp,
    pub until: Timestamp,
    /// How often the mail was tried.
    pub attempts: u32,
}

const SELECT: &str =
    "SELECT u.*, e.id AS event_id FROM unproven u JOIN events e ON e.number = u.event_number";

impl Unproven<'_> {
    /// By its link, while it is good.
    pub fn by_code(
        &self,
        code_hash: &[u8; 32],
        now: Timestamp,
    ) -> Result<Option<UnprovenRecord>, StoreError> {
        let sql = format!("{SELECT} WHERE u.code_hash = ?1 AND u.until > ?2");
        self.db.one(&sql, params![code_hash, At(now)], read)
    }

    /// When the forms of this address came whose links are still good, the latest first.
    pub fn waiting(
        &self,
        event_id: &str,
        email_normalized: &str,
        now: Timestamp,
    ) -> Result<Vec<Timestamp>, StoreError> {
        let number = events::number(&self.db, event_id)?;
        self.db.all(
            "SELECT made_at FROM unproven WHERE event_number = ?1 AND email_normalized = ?2 AND until > ?3
             ORDER BY made_at DESC",
            params![number, email_normalized, At(now)],
            |row| at(row, "made_at"),
        )
    }

    /// All of an address, over all events.
    pub fn of_address(&self, email_normalized: &str) -> Result<Vec<UnprovenRecord>, StoreError> {
        let sql = format!("{SELECT} WHERE u.email_normalized = ?1 ORDER BY u.made_at, u.id");
        self.db.all(&sql, [email_normalized], read)
    }

    /// When the next mail may be tried; in the past: now. `None`: there is none.
    pub fn next_ready_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = format!("SELECT min(ready_at) FROM unproven WHERE ready_at IS NOT NULL AND {OURS}");
        Ok(self.db.one(&sql, [], |row| row.get::<_, Option<At>>(0))?.flatten().map(|at| at.0))
    }
}

impl UnprovenMut<'_> {
    /// Its mail is due at once.
    pub fn add(&self, form: &UnprovenRecord) -> Result<(), StoreError> {
        let number = events::number(&self.db, &form.event_id)?;
        self.db
            .run(
                "INSERT INTO unproven (id, event_number, email, email_normalized, form, language, code_hash, code_sealed,
                     made_at, until, ready_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?9)",
                params![
                    form.id,
                    number,
                    form.email,
                    form.email_normalized,
                    form.form,
                    form.language.map(LanguageWord),
                    form.code_hash,
                    form.code_sealed,
                    At(form.made_at),
                    At(form.until),
                ],
            )
            .map(drop)
    }

    /// The one whose mail has been due longest; not again before `retry`, whatever becomes of whoever took it. None whose
    /// link is not good any more, and none of an event that is sent elsewhere.
    pub fn claim_next(&self, now: Timestamp, retry: Timestamp) -> Result<Option<UnprovenRecord>, StoreError> {
        let sql = format!(
            "UPDATE unproven SET ready_at = ?2, attempts = attempts + 1
             WHERE id = (SELECT id FROM unproven WHERE ready_at <= ?1 AND until > ?1 AND {OURS}
                         ORDER BY ready_at, id LIMIT 1)
             RETURNING id"
        );
        let claimed: Option<String> = self.db.one(&sql, params![At(now), At(retry)], |row| row.get(0))?;
        match claimed {
            Some(id) => self.db.one(&format!("{SELECT} WHERE u.id = ?1"), [id], read),
            None => Ok(None),
        }
    }

    /// The mail left, or nobody will take it: what its link is known by stays, and nothing that it could be made from.
    pub fn settle(&self, id: &str) -> Result<(), StoreError> {
        let sql = "UPDATE unproven SET ready_at = NULL, code_sealed = NULL WHERE id = ?1";
        self.db.run(sql, [id]).map(drop)
    }

    pub fn put_off(&self, id: &str, ready_at: Timestamp) -> Result<(), StoreError> {
        self.db.run("UPDATE unproven SET ready_at = ?2 WHERE id = ?1", params![id, At(ready_at)]).map(drop)
    }

    /// The address is proven: none of its links is of use any more.
    pub fn proven(&self, event_id: &str, email_normalized: &str) -> Result<(), StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "DELETE FROM unproven WHERE event_number = ?1 AND email_normalized = ?2";
        self.db.run(sql, params![number, email_normalized]).map(drop)
    }

    /// Those whose time is over; how many.
    pub fn sweep(&self, now: Timestamp) -> Result<usize, StoreError> {
        self.db.run("DELETE FROM unproven WHERE until <= ?1", [At(now)])
    }

    /// Those whose mail has not left: in a copy their codes can't be read.
    pub fn forget_unsent(&self) -> Result<(), StoreError> {
        self.db.run("DELETE FROM unproven WHERE ready_at IS NOT NULL", []).map(drop)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<UnprovenRecord> {
    Ok(UnprovenRecord {
        id: row.get("id")?,
        event_id: row.get("event_id")?,
        email: row.get("email")?,
        email_normalized: row.get("email_normalized")?,
        form: row.get("form")?,
        language: row.get::<_, Option<LanguageWord>>("language")?.map(|word| word.0),
        code_hash: row.get("code_hash")?,
        code_sealed: row.get("code_sealed")?,
        made_at: at(row, "made_at")?,
        until: at(row, "until")?,
        attempts: row.get("attempts")?,
    })
}
