//! At a desk: who is on its list of a published event, and not on the service's. While that list is read once more from
//! its beginning they are all who were not named yet; at its end, those whom the service lacks.

use lectern_domain::registration::RegistrantStatus;
use rusqlite::params;

use super::events;
use crate::db::StatusWord;
use crate::error::StoreError;

table! {
    /// The table `unheard_people`.
    Unheard, UnheardMut
}

/// One of them, as this desk has them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnheardPerson {
    pub id: String,
    pub name: String,
    pub email: String,
    pub status: RegistrantStatus,
    pub guest_of: Option<String>,
}

impl Unheard<'_> {
    pub fn count(&self, event_id: &str) -> Result<u32, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "SELECT count(*) FROM unheard_people WHERE event_number = ?1";
        Ok(self.db.one(sql, [number], |row| row.get(0))?.unwrap_or_default())
    }

    /// Hosts before guests, each in the order of the list.
    pub fn of_event(&self, event_id: &str, limit: u32) -> Result<Vec<UnheardPerson>, StoreError> {
        let number = events::number(&self.db, event_id)?;
        let sql = "SELECT r.id, r.name, r.email, r.status, r.guest_of FROM unheard_people u
             JOIN registrants r ON r.id = u.registrant_id
             WHERE u.event_number = ?1 ORDER BY r.guest_of IS NOT NULL, r.place LIMIT ?2";
        self.db.all(sql, params![number, limit], |row| {
            Ok(UnheardPerson {
                id: row.get("id")?,
                name: row.get("name")?,
                email: row.get("email")?,
                status: row.get::<_, StatusWord>("status")?.0,
                guest_of: row.get("guest_of")?,
            })
        })
    }
}

impl UnheardMut<'_> {
    /// The list is read from its beginning: whoever stands on it has to be named again.
    pub fn begin(&self, event_id: &str) -> Result<(), StoreError> {
        let number = events::number(&self.db, event_id)?;
        self.db.run("DELETE FROM unheard_people WHERE event_number = ?1", [number])?;
        let sql = "INSERT INTO unheard_people (registrant_id, event_number) SELECT id, event_number FROM registrants
             WHERE event_number = ?1 AND status <> 'cancelled' AND erased_at IS NULL";
        self.db.run(sql, [number]).map(drop)
    }

    /// Named by the service, or let go of.
    pub fn heard(&self, registrant_id: &str) -> Result<(), StoreError> {
        self.db.run("DELETE FROM unheard_people WHERE registrant_id = ?1", [registrant_id]).map(drop)
    }
}
