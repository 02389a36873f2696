//! Guest identities made in the communication resource, kept so that they can be deleted there later.

use jiff::Timestamp;
use rusqlite::params;

use crate::db::{At, at};
use crate::error::StoreError;

table! {
    /// The table `acs_identities`.
    Identities, IdentitiesMut
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityRecord {
    /// As the service names it (`8:acs:…`).
    pub id: String,
    pub join_id: String,
    pub created_at: Timestamp,
}

impl Identities<'_> {
    /// Those made before that moment and not deleted yet, oldest first.
    pub fn left_before(&self, before: Timestamp, limit: u32) -> Result<Vec<IdentityRecord>, StoreError> {
        self.db.all(
            "SELECT id, join_id, created_at FROM acs_identities WHERE deleted_at IS NULL AND created_at < ?1
             ORDER BY created_at LIMIT ?2",
            params![At(before), limit],
            |row| {
                Ok(IdentityRecord {
                    id: row.get(0)?,
                    join_id: row.get(1)?,
                    created_at: at(row, "created_at")?,
                })
            },
        )
    }
}

impl IdentitiesMut<'_> {
    pub fn record(&self, id: &str, join_id: &str, now: Timestamp) -> Result<(), StoreError> {
        self.db.run(
            "INSERT INTO acs_identities (id, join_id, created_at) VALUES (?1, ?2, ?3)",
            params![id, join_id, At(now)],
        )?;
        Ok(())
    }

    /// Deleting twice keeps the first moment.
    pub fn deleted(&self, id: &str, now: Timestamp) -> Result<(), StoreError> {
        self.db.run(
            "UPDATE acs_identities SET deleted_at = coalesce(deleted_at, ?2) WHERE id = ?1",
            params![id, At(now)],
        )?;
        Ok(())
    }
}
