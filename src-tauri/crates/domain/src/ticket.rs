//! A ticket's code: 128 random bits, written as 26 characters of Crockford base32.
//!
//! The alphabet leaves out I, L, O and U, so a code survives being read aloud at a door
//! (<https://www.crockford.com/base32.html>).

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::Zeroize;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 26;
const GROUP: usize = 4;

/// A registrant's personal way in. Whoever holds it is let in, so it prints as `<redacted>`.
#[derive(Clone, PartialEq, Eq)]
pub struct TicketCode([u8; 16]);

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TicketCodeError {
    #[error("a ticket code has 26 characters, this one has {got}")]
    Length { got: usize },
    #[error("character {position} cannot be part of a ticket code")]
    Character { position: usize },
    #[error("this is not a ticket code: its first character must be 0 to 7")]
    TooLarge,
}

impl TicketCode {
    /// The caller brings the randomness: 16 bytes from the operating system's generator.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Reads a code as people type it: case, dashes and blanks are ignored, I and L count as 1, O as 0.
    pub fn parse(text: &str) -> Result<Self, TicketCodeError> {
        let mut value: u128 = 0;
        let mut digits = 0;
        for (index, character) in text.chars().enumerate() {
            if is_separator(character) {
                continue;
            }
            let digit = digit(character).ok_or(TicketCodeError::Character { position: index + 1 })?;
            if digits == 0 && digit > 7 {
                return Err(TicketCodeError::TooLarge);
            }
            value = (value << 5) | u128::from(digit);
            digits += 1;
            if digits > LENGTH {
                return Err(TicketCodeError::Length {
                    got: text.chars().filter(|c| !is_separator(*c)).count(),
                });
            }
        }
        if digits != LENGTH {
            return Err(TicketCodeError::Length { got: digits });
        }
        Ok(Self(value.to_be_bytes()))
    }

    /// 26 upper-case characters: what links and QR codes carry.
    pub fn canonical(&self) -> String {
        let value = u128::from_be_bytes(self.0);
        (0..LENGTH)
            .rev()
            .map(|place| char::from(ALPHABET[usize::try_from((value >> (place * 5)) & 31).unwrap_or(0)]))
            .collect()
    }

    /// The canonical form in groups of four, for people to read and type.
    pub fn grouped(&self) -> String {
        let canonical = self.canonical();
        let mut grouped = String::with_capacity(LENGTH + LENGTH / GROUP);
        for (index, character) in canonical.chars().enumerate() {
            if index > 0 && index % GROUP == 0 {
                grouped.push('-');
            }
            grouped.push(character);
        }
        grouped
    }

    /// SHA-256 of the canonical form: finds a ticket without storing its code in the clear.
    pub fn lookup_hash(&self) -> [u8; 32] {
        Sha256::digest(self.canonical().as_bytes()).into()
    }

    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl Drop for TicketCode {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for TicketCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TicketCode(<redacted>)")
    }
}

fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn digit(character: char) -> Option<u8> {
    let canonical = match character.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    };
    ALPHABET
        .iter()
        .position(|symbol| char::from(*symbol) == canonical)
        .and_then(|index| u8::try_from(index).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_code_survives_being_written_down(bytes: [u8; 16]) {
            let code = TicketCode::from_bytes(bytes);
            prop_assert_eq!(code.canonical().len(), 26);
            prop_assert_eq!(&TicketCode::parse(&code.canonical()).expect("canonical"), &code);
            prop_assert_eq!(&TicketCode::parse(&code.grouped().to_lowercase()).expect("grouped"), &code);
            prop_assert_eq!(code.as_bytes(), &bytes);
        }

        #[test]
        fn nothing_typed_makes_it_panic(text in "\\PC{0,64}") {
            let _ = TicketCode::parse(&text);
        }
    }

    #[test]
    fn what_people_misread_is_understood() {
        let written = TicketCode::parse("01ARZ3NDEKTSV4RRFFQ69G5FAV").expect("a code");
        for typed in [
            "oiarz3ndektsv4rrffq69g5fav",
            "0lar-z3nd ektsv4rrff\u{2013}q69g5fav",
            " OLARZ3NDEKTSV4RRFFQ69G5FAV\n",
        ] {
            assert_eq!(TicketCode::parse(typed), Ok(written.clone()), "a door must accept {typed:?}");
        }
        assert_eq!(written.grouped(), "01AR-Z3ND-EKTS-V4RR-FFQ6-9G5F-AV");
    }

    #[test]
    fn what_is_no_code_is_refused_by_name() {
        assert_eq!(TicketCode::parse("01ARZ"), Err(TicketCodeError::Length { got: 5 }));
        assert_eq!(TicketCode::parse(&"0".repeat(27)), Err(TicketCodeError::Length { got: 27 }));
        assert_eq!(
            TicketCode::parse("01ARZ3NDEKTSV4RRFFQ69G5FAU"),
            Err(TicketCodeError::Character { position: 26 }),
            "U is not in Crockford's alphabet"
        );
        assert_eq!(
            TicketCode::parse(&"8".repeat(26)),
            Err(TicketCodeError::TooLarge),
            "two codes must never mean one ticket"
        );
    }

    #[test]
    fn the_look_up_is_by_the_canonical_form_and_debug_is_silent() {
        let code = TicketCode::from_bytes([0; 16]);
        let typed = TicketCode::parse(&"o".repeat(26)).expect("zeros");
        assert_eq!(code.lookup_hash(), typed.lookup_hash());
        let expected: [u8; 32] = Sha256::digest(b"00000000000000000000000000").into();
        assert_eq!(code.lookup_hash(), expected);
        assert_eq!(format!("{code:?}"), "TicketCode(<redacted>)");
    }
}
