//! Chance, in one place.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// `N` random bytes.
#[allow(clippy::disallowed_methods, reason = "this is the source of chance that everything else asks")]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system has randomness once it serves sockets");
    bytes
}

/// A random GUID in lower case.
pub fn guid() -> String {
    uuid::Builder::from_random_bytes(bytes()).into_uuid().to_string()
}

/// `N` random bytes, url-safe.
pub fn opaque<const N: usize>() -> String {
    URL_SAFE_NO_PAD.encode(bytes::<N>())
}

/// `N` random bytes in hexadecimal digits.
pub fn hex<const N: usize>() -> String {
    bytes::<N>().iter().fold(String::with_capacity(N * 2), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
        text
    })
}
