//! Small secrets at rest: sealed with XChaCha20-Poly1305 under a key derived from the profile's own.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use lectern_domain::secret::Secret;
use sha2::Sha256;

use crate::chance::Chance;
use crate::error::DeskError;

const NONCE: usize = 24;

/// The 32 bytes that the keychain holds; every other key is derived from them by purpose.
pub struct ProfileKey(Secret<[u8; 32]>);

impl ProfileKey {
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Secret::new(bytes))
    }

    fn derive(&self, purpose: &str) -> [u8; 32] {
        let mut key = [0; 32];
        Hkdf::<Sha256>::new(None, self.0.expose())
            .expand(purpose.as_bytes(), &mut key)
            .expect("32 bytes are within what HKDF-SHA256 expands to");
        key
    }

    pub fn store_key(&self) -> Secret<[u8; 32]> {
        Secret::new(self.derive("lectern store 1"))
    }

    pub fn seal(&self) -> Seal {
        Seal(Secret::new(self.derive("lectern seal 1")))
    }

    /// What the key of a copy is sealed under.
    pub fn backup_seal(&self) -> Seal {
        Seal(Secret::new(self.derive("lectern backup 1")))
    }
}

/// Names for people who were erased: the same for the same address. Without the profile's keys nobody comes back from
/// them, nor finds one by trying addresses.
#[derive(Clone)]
pub struct Pseudonyms(Secret<[u8; 32]>);

impl Pseudonyms {
    /// Of a normalized address: `erased-` and 16 hexadecimal digits.
    pub fn of(&self, email: &str) -> String {
        let mut digits = [0; 8];
        Hkdf::<Sha256>::from_prk(self.0.expose())
            .expect("32 bytes are what HKDF-SHA256 expands from")
            .expand(email.as_bytes(), &mut digits)
            .expect("8 bytes are within what HKDF-SHA256 expands to");
        format!("erased-{:016x}", u64::from_be_bytes(digits))
    }
}

/// Seals and opens; `context` binds a sealed value to its place, so that one can't be moved to another row.
#[derive(Clone)]
pub struct Seal(Secret<[u8; 32]>);

impl Seal {
    /// Its own key: for a copy, whose sealed values have to open somewhere else.
    pub fn key(&self) -> Secret<[u8; 32]> {
        self.0.clone()
    }

    pub fn of(key: Secret<[u8; 32]>) -> Self {
        Self(key)
    }

    /// Under a key of their own that comes from this one: it stays the same when the profile's key is made anew.
    pub fn pseudonyms(&self) -> Pseudonyms {
        let mut key = [0; 32];
        Hkdf::<Sha256>::new(None, self.0.expose())
            .expand(b"lectern pseudonym 1", &mut key)
            .expect("32 bytes are within what HKDF-SHA256 expands to");
        Pseudonyms(Secret::new(key))
    }

    pub fn seal(&self, chance: Chance, context: &str, plain: &[u8]) -> Vec<u8> {
        let nonce: [u8; NONCE] = chance.bytes();
        let payload = Payload { msg: plain, aad: context.as_bytes() };
        let sealed = self
            .cipher()
            .encrypt(&XNonce::from(nonce), payload)
            .expect("XChaCha20-Poly1305 seals anything that fits in memory");
        [nonce.as_slice(), &sealed].concat()
    }

    pub fn open(&self, context: &'static str, sealed: &[u8]) -> Result<Secret<Vec<u8>>, DeskError> {
        let (nonce, body) = sealed.split_at_checked(NONCE).ok_or(DeskError::Seal(context))?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| DeskError::Seal(context))?;
        let payload = Payload { msg: body, aad: context.as_bytes() };
        let plain =
            self.cipher().decrypt(&XNonce::from(nonce), payload).map_err(|_| DeskError::Seal(context))?;
        Ok(Secret::new(plain))
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.0.expose().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pseudonym_is_the_same_for_the_same_address_and_under_the_same_key_only() {
        let (names, others) =
            (ProfileKey::new([7; 32]).seal().pseudonyms(), ProfileKey::new([8; 32]).seal().pseudonyms());
        let first = names.of("ana@example.org");
        assert_eq!(first, names.of("ana@example.org"), "a list that is imported again has to meet it");
        assert!(first.starts_with("erased-") && first.len() == 23, "{first}");
        assert_ne!(first, names.of("ben@example.org"));
        assert_ne!(
            first,
            others.of("ana@example.org"),
            "whoever has another key must not find anybody by trying"
        );
    }

    #[test]
    fn a_sealed_value_opens_only_in_its_own_place_and_unchanged() {
        let seal = ProfileKey::new([7; 32]).seal();
        let sealed = seal.seal(Chance, "ticket", b"code");
        assert_eq!(seal.open("ticket", &sealed).expect("opens").expose(), b"code");
        assert!(seal.open("token", &sealed).is_err(), "a ticket's seal must not open as a token");
        let mut bent = sealed.clone();
        bent[30] ^= 1;
        assert!(seal.open("ticket", &bent).is_err(), "a changed byte must be noticed");
        assert!(seal.open("ticket", &sealed[..10]).is_err(), "a cut value must be an error, not a panic");
        let other = ProfileKey::new([8; 32]).seal();
        assert!(other.open("ticket", &sealed).is_err(), "another profile's key must not open it");
    }
}
