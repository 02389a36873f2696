//! Linux: the keychain is a program like others, and may have been started since this one was.

use keyring::{Entry, Result};
use keyring_core::api::CredentialStoreApi as _;
use zbus_secret_service_keyring_store::Store;

pub fn entry(name: &str) -> Result<Entry> {
    Ok(Entry { inner: Store::new()?.build(super::SERVICE, name, None)? })
}
