//! A desk that is paired with a trusted service, and the code by which it becomes so.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

/// What a paired desk may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum DeviceRole {
    /// Also pairs others, and revokes them.
    Owner,
    Organizer,
}

/// Without I, L, O and U: it is read off a server's log and typed.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 12;

/// Sixty random bits, shown as `XXXX-XXXX-XXXX`. Good once, and for minutes: it prints as `<redacted>`.
#[derive(Clone, PartialEq, Eq)]
pub struct PairingCode(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a pairing code has 12 letters and digits, as in 4F7K-09XM-T2QA")]
pub struct PairingCodeError;

impl PairingCode {
    /// The caller brings the randomness.
    pub fn from_bytes(bytes: [u8; LENGTH]) -> Self {
        Self(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect())
    }

    /// As people type it: case, dashes and blanks are ignored, I and L count as 1, O as 0.
    pub fn parse(text: &str) -> Result<Self, PairingCodeError> {
        let read = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').map(|letter| {
            let letter = match letter.to_ascii_uppercase() {
                'I' | 'L' => '1',
                'O' => '0',
                other => other,
            };
            u8::try_from(letter).ok().filter(|byte| ALPHABET.contains(byte)).map(char::from)
        });
        let read: String = read.collect::<Option<_>>().ok_or(PairingCodeError)?;
        if read.len() == LENGTH { Ok(Self(read)) } else { Err(PairingCodeError) }
    }

    /// As it is shown and sent.
    pub fn grouped(&self) -> String {
        format!("{}-{}-{}", &self.0[..4], &self.0[4..8], &self.0[8..])
    }

    /// By which it is found again.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

impl fmt::Debug for PairingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_shown_and_as_it_is_typed() {
        let code = PairingCode::from_bytes([0, 1, 31, 32, 255, 10, 20, 30, 7, 8, 9, 11]);
        let shown = code.grouped();
        assert_eq!(shown.len(), 14);
        let typed = shown.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
        for text in [shown, typed] {
            assert_eq!(PairingCode::parse(&text), Ok(code.clone()), "{text}");
        }
        assert_eq!(format!("{code:?}"), "<redacted>");
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in ["", "4F7K-09XM", "4F7K-09XM-T2QAA", "4F7K-09XM-T2QÜ", "4F7K-09XM-T2Q!"] {
            assert_eq!(PairingCode::parse(text), Err(PairingCodeError), "{text}");
        }
    }
}
