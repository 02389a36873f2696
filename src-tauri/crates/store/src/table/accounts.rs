//! The account that a profile belongs to; there is one. Tokens arrive sealed.

use jiff::Timestamp;
use rusqlite::params;

use crate::db::{At, at};
use crate::error::StoreError;

table! {
    /// The table `accounts`.
    Accounts, AccountsMut
}

#[derive(Clone, PartialEq, Eq)]
pub struct AccountRecord {
    pub user_id: String,
    pub tenant_id: String,
    pub username: String,
    pub display_name: String,
    /// Encrypted under the profile's key, as are the cached access tokens.
    pub refresh_token_sealed: Option<Vec<u8>>,
    pub access_tokens_sealed: Option<Vec<u8>>,
    pub needs_sign_in: bool,
    pub signed_in_at: Timestamp,
}

impl Accounts<'_> {
    pub fn get(&self) -> Result<Option<AccountRecord>, StoreError> {
        self.db.one("SELECT * FROM accounts WHERE id = 1", [], |row| {
            Ok(AccountRecord {
                user_id: row.get("user_id")?,
                tenant_id: row.get("tenant_id")?,
                username: row.get("username")?,
                display_name: row.get("display_name")?,
                refresh_token_sealed: row.get("refresh_token_sealed")?,
                access_tokens_sealed: row.get("access_tokens_sealed")?,
                needs_sign_in: row.get("needs_sign_in")?,
                signed_in_at: at(row, "signed_in_at")?,
            })
        })
    }
}

impl AccountsMut<'_> {
    /// Signs in, replacing whoever was there.
    pub fn put(&self, account: &AccountRecord) -> Result<(), StoreError> {
        self.db.run(
            "REPLACE INTO accounts (id, user_id, tenant_id, username, display_name, refresh_token_sealed,
                 access_tokens_sealed, needs_sign_in, signed_in_at)
             VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                account.user_id,
                account.tenant_id,
                account.username,
                account.display_name,
                account.refresh_token_sealed,
                account.access_tokens_sealed,
                account.needs_sign_in,
                At(account.signed_in_at),
            ],
        )?;
        Ok(())
    }

    /// Keeps rotated tokens; a refresh token of `None` keeps the one there is. [`StoreError::NotFound`] after sign-out.
    pub fn keep_tokens(
        &self,
        refresh_token_sealed: Option<&[u8]>,
        access_tokens_sealed: Option<&[u8]>,
    ) -> Result<(), StoreError> {
        one_row(self.db.run(
            "UPDATE accounts SET refresh_token_sealed = coalesce(?1, refresh_token_sealed), access_tokens_sealed = ?2",
            params![refresh_token_sealed, access_tokens_sealed],
        )?)
    }

    /// The grant is gone: forgets the tokens, keeps the account.
    pub fn needs_sign_in(&self) -> Result<(), StoreError> {
        one_row(self.db.run(
            "UPDATE accounts SET needs_sign_in = 1, refresh_token_sealed = NULL, access_tokens_sealed = NULL",
            [],
        )?)
    }

    /// Signs out; nothing of the account stays.
    pub fn remove(&self) -> Result<(), StoreError> {
        self.db.run("DELETE FROM accounts", [])?;
        Ok(())
    }
}

fn one_row(changed: usize) -> Result<(), StoreError> {
    if changed == 1 { Ok(()) } else { Err(StoreError::not_found("account", "on this profile")) }
}

impl std::fmt::Debug for AccountRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccountRecord")
            .field("user_id", &self.user_id)
            .field("tenant_id", &self.tenant_id)
            .field("needs_sign_in", &self.needs_sign_in)
            .finish_non_exhaustive()
    }
}
