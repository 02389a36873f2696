//! Chance as a parameter: codes, nonces and ids come from here.

use uuid::Uuid;

/// The operating system's randomness. A machine that has none must not hand out tickets.
#[derive(Debug, Clone, Copy, Default)]
pub struct Chance;

impl Chance {
    #[expect(clippy::disallowed_methods, reason = "this is the replacement that clippy.toml names")]
    pub fn bytes<const N: usize>(self) -> [u8; N] {
        let mut bytes = [0; N];
        getrandom::fill(&mut bytes).expect("the operating system gives randomness");
        bytes
    }

    pub fn uuid(self) -> Uuid {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid()
    }
}
