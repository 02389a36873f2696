//! Settings and drafts: one JSON value a key.

use rusqlite::params;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::StoreError;

table! {
    /// The table `settings`.
    Settings, SettingsMut
}

impl Settings<'_> {
    /// [`StoreError::Unexpected`] when the value does not have the form of `T`.
    pub fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, StoreError> {
        let text: Option<String> =
            self.db.one("SELECT value FROM settings WHERE key = ?1", [key], |row| row.get(0))?;
        text.map(|text| serde_json::from_str(&text))
            .transpose()
            .map_err(|error| self.db.unexpected(format!("setting {key}: {error}")))
    }
}

impl SettingsMut<'_> {
    pub fn set<T: Serialize + ?Sized>(&self, key: &str, value: &T) -> Result<(), StoreError> {
        let text = serde_json::to_string(value)
            .map_err(|error| self.db.unexpected(format!("setting {key}: {error}")))?;
        self.db.run("REPLACE INTO settings (key, value) VALUES (?1, ?2)", params![key, text])?;
        Ok(())
    }

    pub fn remove(&self, key: &str) -> Result<(), StoreError> {
        self.db.run("DELETE FROM settings WHERE key = ?1", [key])?;
        Ok(())
    }
}
