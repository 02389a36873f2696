//! An e-mail address as a person typed it, and the form by which two of them are the same.
//!
//! Narrower than RFC 5321 where the channels are: no quoted local parts, no address literals, no bare host names.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::text;

const MAX_ADDRESS: usize = 254;
const MAX_LOCAL: usize = 64;
const MAX_DOMAIN: usize = 253;

/// Shown as typed (trimmed, NFC); compared by [`EmailAddress::normalized`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress {
    typed: String,
    normalized: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    #[error("the e-mail address is empty")]
    Empty,
    #[error("the e-mail address is too long")]
    TooLong,
    #[error("the e-mail address contains an invisible or control character")]
    HiddenCharacter,
    #[error("{}", if *count == 0 { "the @ is missing from the e-mail address" } else { "the e-mail address has more than one @" })]
    At { count: usize },
    #[error("the part before the @ is not one that mail systems deliver to")]
    LocalPart,
    #[error("the part after the @ is not a domain name")]
    Domain,
}

impl EmailError {
    /// A word for machines: import reports carry it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "emailMissing",
            Self::TooLong => "emailTooLong",
            Self::HiddenCharacter => "emailHiddenCharacter",
            Self::At { .. } | Self::LocalPart | Self::Domain => "emailInvalid",
        }
    }
}

impl EmailAddress {
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(EmailError::Empty);
        }
        // Four times the limit: what NFC could still bring below it.
        if trimmed.len() > MAX_ADDRESS * 4 {
            return Err(EmailError::TooLong);
        }
        if trimmed.chars().any(|c| c.is_control() || text::is_invisible(c) || text::is_bidi_control(c)) {
            return Err(EmailError::HiddenCharacter);
        }
        let typed: String = if trimmed.is_ascii() { trimmed.to_owned() } else { trimmed.nfc().collect() };
        let count = typed.matches('@').count();
        let Some((local, domain)) = typed.split_once('@').filter(|_| count == 1) else {
            return Err(EmailError::At { count });
        };
        check_local(local)?;
        let ascii_domain = check_domain(domain)?;
        if local.len() + 1 + ascii_domain.len() > MAX_ADDRESS {
            return Err(EmailError::TooLong);
        }
        let normalized = if local.is_ascii() {
            format!("{}@{ascii_domain}", local.to_ascii_lowercase())
        } else {
            format!("{}@{ascii_domain}", local.to_lowercase().nfc().collect::<String>())
        };
        Ok(Self { typed, normalized })
    }

    /// As typed, trimmed.
    pub fn as_str(&self) -> &str {
        &self.typed
    }

    /// Lower-case, the domain in punycode: two addresses with the same normalized form are one registrant. Plus
    /// tags are kept apart, since many systems deliver them to different people.
    pub fn normalized(&self) -> &str {
        &self.normalized
    }
}

fn check_local(local: &str) -> Result<(), EmailError> {
    if local.len() > MAX_LOCAL {
        return Err(EmailError::TooLong);
    }
    let allowed = |c: char| {
        c.is_ascii_alphanumeric()
            || "!#$%&'*+-/=?^_`{|}~.".contains(c)
            || (!c.is_ascii() && !c.is_whitespace())
    };
    let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
    if local.is_empty() || dots || !local.chars().all(allowed) { Err(EmailError::LocalPart) } else { Ok(()) }
}

/// The domain in lower-case punycode.
fn check_domain(domain: &str) -> Result<String, EmailError> {
    let ascii = idna::domain_to_ascii_cow(domain.as_bytes(), idna::AsciiDenyList::STD3)
        .map_err(|_| EmailError::Domain)?
        .into_owned();
    let label_is_fine = |label: &str| {
        !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-')
    };
    let top = ascii.rsplit('.').next().unwrap_or_default();
    let whole = ascii.len() <= MAX_DOMAIN
        && ascii.contains('.')
        && ascii.split('.').all(label_is_fine)
        && top.len() >= 2
        && !top.bytes().all(|byte| byte.is_ascii_digit());
    if whole { Ok(ascii) } else { Err(EmailError::Domain) }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.typed)
    }
}

impl FromStr for EmailAddress {
    type Err = EmailError;

    fn from_str(text: &str) -> Result<Self, EmailError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = EmailError;

    fn try_from(text: String) -> Result<Self, EmailError> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.typed
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn nothing_typed_makes_it_panic_and_normalizing_is_stable(text in "\\PC{0,20}@?\\PC{0,20}") {
            if let Ok(address) = EmailAddress::parse(&text) {
                let again = EmailAddress::parse(address.normalized()).expect("still an address");
                prop_assert_eq!(again.normalized(), address.normalized());
            }
        }
    }

    #[test]
    fn one_person_typing_differently_is_one_registrant() {
        let same = |a: &str, b: &str| {
            let (a, b) = (EmailAddress::parse(a).expect(a), EmailAddress::parse(b).expect(b));
            a.normalized() == b.normalized()
        };
        assert!(same(" Ada.Lovelace@Example.ORG ", "ada.lovelace@example.org"));
        assert!(same("post@bücher.example", "post@XN--BCHER-KVA.example"), "IDN and punycode are one domain");
        assert!(same("jose\u{301}@example.org", "JOSÉ@example.org"), "NFD from a Mac, NFC from Windows");
        assert!(!same("ada+talk@example.org", "ada@example.org"), "plus tags are kept apart");
    }

    #[test]
    fn it_is_shown_as_typed() {
        let address = EmailAddress::parse("\tAda@Bücher.example\n").expect("an address");
        assert_eq!(
            (address.as_str(), address.normalized()),
            ("Ada@Bücher.example", "ada@xn--bcher-kva.example")
        );
    }

    #[test]
    fn what_could_smuggle_or_not_be_delivered_is_refused() {
        use EmailError::{At, Domain, Empty, HiddenCharacter, LocalPart, TooLong};
        let long_local = format!("{}@example.org", "a".repeat(65));
        let long_domain = format!("a@{}org", "abcdefghi.".repeat(26));
        for (text, expected) in [
            ("", Empty),
            (" \t", Empty),
            ("a@example.org\r\nBcc: b@example.org", HiddenCharacter),
            ("a\u{200B}@example.org", HiddenCharacter),
            ("a\u{202E}@example.org", HiddenCharacter),
            ("ada", At { count: 0 }),
            ("a@b@example.org", At { count: 2 }),
            ("Ada <ada@example.org>", LocalPart),
            ("\"a b\"@example.org", LocalPart),
            (".a@example.org", LocalPart),
            ("a..b@example.org", LocalPart),
            ("@example.org", LocalPart),
            ("a@localhost", Domain),
            ("a@[127.0.0.1]", Domain),
            ("a@127.0.0.1", Domain),
            ("a@-x.org", Domain),
            ("a@x..org", Domain),
            ("a@example.org.", Domain),
            ("a@exa mple.org", Domain),
            ("a@example_.org", Domain),
            (long_local.as_str(), TooLong),
            (long_domain.as_str(), Domain),
        ] {
            assert_eq!(EmailAddress::parse(text), Err(expected), "{text:?}");
        }
    }

    #[test]
    fn it_crosses_as_a_string_and_is_checked_on_the_way_in() {
        let address: EmailAddress = serde_json::from_str(r#""Ada@example.org""#).expect("a string");
        assert_eq!(serde_json::to_string(&address).expect("a string"), r#""Ada@example.org""#);
        assert!(serde_json::from_str::<EmailAddress>(r#""nobody""#).is_err());
    }
}
