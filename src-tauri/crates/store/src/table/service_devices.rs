//! The desks that may command a trusted service, and the codes by which they become so.

use jiff::Timestamp;
use lectern_domain::device::DeviceRole;
use rusqlite::{Row, params};

use crate::db::{At, DeviceRoleWord, at, maybe_at};
use crate::error::StoreError;

table! {
    /// The tables `service_devices` and `service_pairing_codes`.
    ServiceDevices, ServiceDevicesMut
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRecord {
    pub id: String,
    pub name: String,
    pub role: DeviceRole,
    /// SHA-256 of its key.
    pub key_hash: [u8; 32],
    /// Of the Lectern that it runs, as it said last.
    pub version: String,
    pub paired_at: Timestamp,
    pub seen_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairingCodeRecord {
    pub role: DeviceRole,
    pub until: Timestamp,
    /// Who became one with it.
    pub device_id: Option<String>,
}

impl ServiceDevices<'_> {
    pub fn by_id(&self, id: &str) -> Result<Option<DeviceRecord>, StoreError> {
        self.db.one("SELECT * FROM service_devices WHERE id = ?1", [id], read)
    }

    /// In the order in which they were paired, the revoked ones too.
    pub fn list(&self) -> Result<Vec<DeviceRecord>, StoreError> {
        self.db.all("SELECT * FROM service_devices ORDER BY paired_at, id", [], read)
    }

    pub fn code(&self, code_hash: &[u8; 32]) -> Result<Option<PairingCodeRecord>, StoreError> {
        let sql = "SELECT role, until, device_id FROM service_pairing_codes WHERE code_hash = ?1";
        self.db.one(sql, [code_hash], |row| {
            Ok(PairingCodeRecord {
                role: row.get::<_, DeviceRoleWord>("role")?.0,
                until: at(row, "until")?,
                device_id: row.get("device_id")?,
            })
        })
    }
}

impl ServiceDevicesMut<'_> {
    pub fn add(&self, device: &DeviceRecord) -> Result<(), StoreError> {
        let sql = "INSERT INTO service_devices (id, name, role, key_hash, version, paired_at, seen_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let DeviceRecord { id, name, role, key_hash, version, paired_at, seen_at, .. } = device;
        let role = DeviceRoleWord(*role);
        self.db.run(sql, params![id, name, role, key_hash, version, At(*paired_at), At(*seen_at)]).map(drop)
    }

    pub fn seen(&self, id: &str, version: &str, now: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE service_devices SET seen_at = ?2, version = ?3 WHERE id = ?1";
        self.db.run(sql, params![id, At(now), version]).map(drop)
    }

    /// `false`: there is none, or it was revoked before.
    pub fn revoke(&self, id: &str, now: Timestamp) -> Result<bool, StoreError> {
        let sql = "UPDATE service_devices SET revoked_at = ?2 WHERE id = ?1 AND revoked_at IS NULL";
        Ok(self.db.run(sql, params![id, At(now)])? > 0)
    }

    /// Codes that have run out go with it.
    pub fn offer(
        &self,
        code_hash: &[u8; 32],
        role: DeviceRole,
        (now, until): (Timestamp, Timestamp),
    ) -> Result<(), StoreError> {
        self.db.run("DELETE FROM service_pairing_codes WHERE until <= ?1", [At(now)])?;
        let sql =
            "INSERT INTO service_pairing_codes (code_hash, role, made_at, until) VALUES (?1, ?2, ?3, ?4)";
        self.db.run(sql, params![code_hash, DeviceRoleWord(role), At(now), At(until)]).map(drop)
    }

    pub fn used(&self, code_hash: &[u8; 32], device_id: &str) -> Result<(), StoreError> {
        let sql = "UPDATE service_pairing_codes SET device_id = ?2 WHERE code_hash = ?1";
        self.db.run(sql, params![code_hash, device_id]).map(drop)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<DeviceRecord> {
    Ok(DeviceRecord {
        id: row.get("id")?,
        name: row.get("name")?,
        role: row.get::<_, DeviceRoleWord>("role")?.0,
        key_hash: row.get("key_hash")?,
        version: row.get("version")?,
        paired_at: at(row, "paired_at")?,
        seen_at: at(row, "seen_at")?,
        revoked_at: maybe_at(row, "revoked_at")?,
    })
}
