//! Which mail domains may register. A domain stands for its sub-domains too, and the longest entry that fits decides:
//! `contoso.com` allowed and `guests.contoso.com` blocked says what it looks like.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::Refusal;
use crate::email_address::EmailAddress;
use crate::text;

/// Both lists as typed; compared in lower-case punycode, so that `bücher.example` is `xn--bcher-kva.example`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[ts(export_to = "core.ts", rename = "MailDomains")]
pub struct DomainList {
    /// Empty: everybody who is not blocked.
    pub allowed: Vec<String>,
    pub blocked: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DomainError {
    #[error("{0:?} is not a mail domain like contoso.com.")]
    Malformed(String),
    #[error("{0} is both allowed and blocked.")]
    Both(String),
}

impl DomainList {
    /// Ready to compare: what people put around a domain (`@`, `*.`, blanks) is taken off, each stands once.
    pub fn normalized(&self) -> Result<Self, DomainError> {
        let list = |entries: &[String]| -> Result<Vec<String>, DomainError> {
            let mut domains = Vec::with_capacity(entries.len());
            for entry in entries.iter().filter(|entry| !text::trim(entry).is_empty()) {
                let domain = ascii(entry).ok_or_else(|| DomainError::Malformed(entry.clone()))?;
                if !domains.contains(&domain) {
                    domains.push(domain);
                }
            }
            Ok(domains)
        };
        let (allowed, blocked) = (list(&self.allowed)?, list(&self.blocked)?);
        match allowed.iter().find(|domain| blocked.contains(domain)) {
            Some(both) => Err(DomainError::Both(both.clone())),
            None => Ok(Self { allowed, blocked }),
        }
    }

    /// `None`: the address may register. Only for a normalized list.
    pub fn refusal(&self, address: &EmailAddress) -> Option<Refusal> {
        let domain = address.normalized().rsplit('@').next().unwrap_or_default();
        let longest =
            |entries: &[String]| entries.iter().filter(|entry| covers(entry, domain)).map(String::len).max();
        match (longest(&self.allowed), longest(&self.blocked)) {
            (allowed, Some(blocked)) if allowed.is_none_or(|allowed| allowed < blocked) => {
                Some(Refusal::DomainBlocked { domain: domain.to_owned() })
            }
            (None, _) if !self.allowed.is_empty() => {
                Some(Refusal::DomainNotAllowed { domain: domain.to_owned() })
            }
            _ => None,
        }
    }
}

/// The domain itself, or one below it; `notcontoso.com` is not below `contoso.com`.
fn covers(entry: &str, domain: &str) -> bool {
    domain.strip_suffix(entry).is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

/// A whole top-level domain (`edu`) may be named, which an address alone could not be at.
fn ascii(entry: &str) -> Option<String> {
    let bare = text::trim(entry).trim_start_matches('@').trim_start_matches("*.").trim_end_matches('.');
    let ascii = idna::domain_to_ascii_cow(bare.as_bytes(), idna::AsciiDenyList::STD3).ok()?.into_owned();
    let fine = |label: &str| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
    let letters = ascii.rsplit('.').next().is_some_and(|top| top.bytes().any(|b| b.is_ascii_alphabetic()));
    (letters && ascii.split('.').all(fine)).then_some(ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(allowed: &[&str], blocked: &[&str]) -> DomainList {
        let owned = |entries: &[&str]| entries.iter().map(|entry| (*entry).to_owned()).collect();
        DomainList { allowed: owned(allowed), blocked: owned(blocked) }.normalized().expect("domains")
    }

    fn allows(list: &DomainList, address: &str) -> bool {
        list.refusal(&EmailAddress::parse(address).expect(address)).is_none()
    }

    #[test]
    fn a_domain_stands_for_what_is_below_it_and_for_nothing_beside_it() {
        let list = list(&["Contoso.com"], &[]);
        for (address, allowed) in [
            ("a@contoso.com", true),
            ("a@CONTOSO.com", true),
            ("a@sales.contoso.com", true),
            ("a@notcontoso.com", false),
            ("a@contoso.com.evil.example", false),
        ] {
            assert_eq!(allows(&list, address), allowed, "{address}");
        }
    }

    #[test]
    fn the_longest_entry_decides() {
        let list = list(&["contoso.com", "vip.guests.contoso.com"], &["guests.contoso.com"]);
        assert!(allows(&list, "a@contoso.com"));
        assert!(!allows(&list, "a@guests.contoso.com"));
        assert!(!allows(&list, "a@x.guests.contoso.com"));
        assert!(allows(&list, "a@vip.guests.contoso.com"));
    }

    #[test]
    fn one_domain_has_one_name_however_it_is_written() {
        let list = list(&[" @Bücher.example ", "*.xn--bcher-kva.example", "b\u{fc}cher.example."], &[]);
        assert_eq!(list.allowed, ["xn--bcher-kva.example"], "written three ways, it is one");
        assert!(allows(&list, "post@BÜCHER.example"));
        assert!(allows(&list, "post@mail.xn--bcher-kva.example"));
        // U+0430 is the Cyrillic letter that looks like a: another domain, whatever it looks like.
        assert!(!allows(&self::list(&["paypal.example"], &[]), "a@p\u{430}ypal.example"));
    }

    #[test]
    fn what_is_no_domain_is_named() {
        for wrong in ["a b.example", "-x.example", "x..example", "127.0.0.1", "ada@example.org"] {
            let given = DomainList { allowed: vec![wrong.into()], blocked: vec![] };
            assert_eq!(given.normalized(), Err(DomainError::Malformed(wrong.into())), "{wrong}");
        }
        let both = DomainList { allowed: vec!["x.org".into()], blocked: vec!["X.ORG".into()] };
        assert_eq!(both.normalized(), Err(DomainError::Both("x.org".into())));
        assert_eq!(list(&["", "  ", "edu"], &[]).allowed, ["edu"], "an empty line is no entry");
    }
}
