//! What an application may ask of a service in a while, and what it has asked lately.

use jiff::Timestamp;
use rusqlite::params;

use crate::db::{At, at, maybe_at};
use crate::error::StoreError;

table! {
    /// The tables `request_limits` and `requests_made`.
    Requests, RequestsMut
}

/// Whose requests of which kind are counted together.
#[derive(Debug, Clone, Copy)]
pub struct Counted<'a> {
    pub application: &'a str,
    /// `write` or `read`.
    pub kind: &'static str,
}

/// What refusals taught.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Learned {
    pub most: u32,
    /// When that was lowered or raised last.
    pub changed_at: Timestamp,
    pub not_before: Option<Timestamp>,
}

/// Requests that went out together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    pub at: Timestamp,
    pub count: u32,
}

impl Requests<'_> {
    /// `None`: nothing was ever refused.
    pub fn learned(&self, of: Counted<'_>) -> Result<Option<Learned>, StoreError> {
        self.db.one(
            "SELECT most, changed_at, not_before FROM request_limits WHERE application = ?1 AND kind = ?2",
            params![of.application, of.kind],
            |row| {
                Ok(Learned {
                    most: row.get("most")?,
                    changed_at: at(row, "changed_at")?,
                    not_before: maybe_at(row, "not_before")?,
                })
            },
        )
    }

    /// What was asked after `since`, oldest first.
    pub fn made(&self, of: Counted<'_>, since: Timestamp) -> Result<Vec<Made>, StoreError> {
        self.db.all(
            "SELECT at, count FROM requests_made WHERE application = ?1 AND kind = ?2 AND at > ?3
             ORDER BY at, number",
            params![of.application, of.kind, At(since)],
            |row| Ok(Made { at: at(row, "at")?, count: row.get("count")? }),
        )
    }
}

impl RequestsMut<'_> {
    /// The number by which its time is corrected once the answer is there.
    pub fn make(&self, of: Counted<'_>, made: Made) -> Result<i64, StoreError> {
        let number = self.db.one(
            "INSERT INTO requests_made (application, kind, at, count) VALUES (?1, ?2, ?3, ?4) RETURNING number",
            params![of.application, of.kind, At(made.at), made.count],
            |row| row.get(0),
        )?;
        number.ok_or_else(|| self.db.unexpected("a request was not counted".to_owned()))
    }

    /// The service counts a request when it arrives: not later than its answer.
    pub fn answered(&self, number: i64, at: Timestamp) -> Result<(), StoreError> {
        self.db.run("UPDATE requests_made SET at = ?2 WHERE number = ?1", params![number, At(at)])?;
        Ok(())
    }

    pub fn forget(&self, before: Timestamp) -> Result<(), StoreError> {
        self.db.run("DELETE FROM requests_made WHERE at <= ?1", [At(before)])?;
        Ok(())
    }

    pub fn learn(&self, of: Counted<'_>, learned: Learned) -> Result<(), StoreError> {
        self.db.run(
            "REPLACE INTO request_limits (application, kind, most, changed_at, not_before)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                of.application,
                of.kind,
                learned.most,
                At(learned.changed_at),
                learned.not_before.map(At)
            ],
        )?;
        Ok(())
    }
}
