//! `lectern://join?link=…&ticket=…&service=…`: what arrives from outside, read strictly.

use std::fmt;

use url::{Host, Url};

use crate::join_link::redact;
use crate::percent;
use crate::ticket::{TicketCode, TicketCodeError};

/// The longest deep link that is looked at, in bytes.
pub const MAX_BYTES: usize = 8 * 1024;

/// What a deep link asks for. It is data: [`crate::join_link::decide`] judges the link before anything happens.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct DeepLink {
    /// A join link, decoded once and not judged yet.
    pub link: Option<String>,
    pub ticket: Option<TicketCode>,
    /// An https origin (`https://host[:port]`; in a sandbox's links also http on this machine); only ever together with
    /// a ticket.
    pub service: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeepLinkError {
    #[error("the link is longer than 8 KB")]
    TooLong,
    #[error("the link contains control characters or blanks")]
    ForbiddenCharacter,
    #[error("this is not a {expected}: link")]
    OtherScheme { expected: String },
    #[error("only {expected}://join links are understood")]
    OtherPlace { expected: String },
    #[error("the link has a parameter that is not known here: {name}")]
    UnknownParameter { name: String },
    #[error("the link has the parameter {name} twice")]
    RepeatedParameter { name: &'static str },
    #[error("the parameter {name} is empty or wrongly encoded")]
    BadValue { name: &'static str },
    #[error("the ticket code is wrong: {0}")]
    Ticket(#[from] TicketCodeError),
    #[error("a service must be a plain https address without path, and comes with a ticket")]
    Service,
    #[error("the link names neither a meeting nor a ticket")]
    Empty,
}

/// Whether a text gives itself out as a link of this scheme, sound or not.
pub fn claims(text: &str, scheme: &str) -> bool {
    text.split_once(':').is_some_and(|(given, _)| given.eq_ignore_ascii_case(scheme))
}

/// Reads a deep link of the given scheme (`lectern` or `lectern-sandbox`; compared case-insensitively).
pub fn parse(url: &str, scheme: &str) -> Result<DeepLink, DeepLinkError> {
    if url.len() > MAX_BYTES {
        return Err(DeepLinkError::TooLong);
    }
    if url.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(DeepLinkError::ForbiddenCharacter);
    }
    let other_scheme = || DeepLinkError::OtherScheme { expected: scheme.to_owned() };
    let (given, rest) = url.split_once("://").ok_or_else(other_scheme)?;
    if !given.eq_ignore_ascii_case(scheme) {
        return Err(other_scheme());
    }
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    // Desktops hand `scheme://join` on as `scheme://join/`.
    let place = place.strip_suffix('/').unwrap_or(place);
    if !place.eq_ignore_ascii_case("join") || query.contains('#') {
        return Err(DeepLinkError::OtherPlace { expected: scheme.to_owned() });
    }
    parameters(query, scheme.ends_with("-sandbox"))
}

fn parameters(query: &str, sandbox: bool) -> Result<DeepLink, DeepLinkError> {
    let mut found = DeepLink::default();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        match name {
            "link" => set(&mut found.link, "link", text("link", value)?)?,
            "ticket" => set(&mut found.ticket, "ticket", TicketCode::parse(&text("ticket", value)?)?)?,
            "service" => set(&mut found.service, "service", origin(&text("service", value)?, sandbox)?)?,
            _ => return Err(DeepLinkError::UnknownParameter { name: nameable(pair) }),
        }
    }
    if found.link.is_none() && found.ticket.is_none() && found.service.is_none() {
        return Err(DeepLinkError::Empty);
    }
    if found.service.is_some() && found.ticket.is_none() {
        return Err(DeepLinkError::Service);
    }
    Ok(found)
}

/// The name of a parameter as a message may repeat it. What is no plain name may be the rest of a link that came without
/// its encoding, and with it a passcode.
fn nameable(pair: &str) -> String {
    match pair.split_once('=') {
        Some((name, _)) if name.len() <= 16 && name.bytes().all(|byte| byte.is_ascii_lowercase()) => {
            name.to_owned()
        }
        _ => "(unreadable)".to_owned(),
    }
}

impl fmt::Debug for DeepLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeepLink")
            .field("link", &self.link.as_deref().map(redact))
            .field("ticket", &self.ticket)
            .field("service", &self.service)
            .finish()
    }
}

fn set<T>(slot: &mut Option<T>, name: &'static str, value: T) -> Result<(), DeepLinkError> {
    if slot.is_some() {
        return Err(DeepLinkError::RepeatedParameter { name });
    }
    *slot = Some(value);
    Ok(())
}

fn text(name: &'static str, value: &str) -> Result<String, DeepLinkError> {
    let decoded =
        percent::decode(value).filter(|text| !text.is_empty()).ok_or(DeepLinkError::BadValue { name })?;
    if decoded.chars().any(char::is_control) {
        return Err(DeepLinkError::ForbiddenCharacter);
    }
    Ok(decoded)
}

fn origin(text: &str, sandbox: bool) -> Result<String, DeepLinkError> {
    // The parser repairs what it can; a repaired address is not what the link showed.
    let repaired = text.contains(['\\', '@']) || text.chars().any(|c| c.is_whitespace() || c.is_control());
    let url = Url::parse(text).map_err(|_| DeepLinkError::Service)?;
    let scheme = if sandbox && is_loopback(&url) { url.scheme() } else { "https" };
    let start = match scheme {
        "http" | "https" => format!("{scheme}://"),
        _ => return Err(DeepLinkError::Service),
    };
    let after_scheme = text.get(start.len()..).unwrap_or_default();
    let plain = url.scheme() == scheme
        && text.get(..start.len()).is_some_and(|given| given.eq_ignore_ascii_case(&start))
        && !after_scheme.strip_suffix('/').unwrap_or(after_scheme).contains(['/', '?', '#'])
        && !after_scheme.is_empty();
    if repaired || !plain {
        return Err(DeepLinkError::Service);
    }
    Ok(url.origin().ascii_serialization())
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Writes a deep link; [`parse`] reads it back to the same value.
pub fn build(scheme: &str, deep_link: &DeepLink) -> String {
    let mut parts = Vec::with_capacity(3);
    if let Some(link) = &deep_link.link {
        parts.push(format!("link={}", percent::encode(link)));
    }
    if let Some(ticket) = &deep_link.ticket {
        parts.push(format!("ticket={}", ticket.canonical()));
    }
    if let Some(service) = &deep_link.service {
        parts.push(format!("service={}", percent::encode(service)));
    }
    format!("{scheme}://join?{}", parts.join("&"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CODE: &str = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    proptest! {
        #[test]
        fn what_is_built_is_read_back(
            link in proptest::option::of("[^\\p{C}]{1,200}"),
            bytes: [u8; 16],
            port in proptest::option::of(1u16..),
        ) {
            let service = port.map(|port| format!("https://events.example.org:{port}"));
            let service = service.map(|origin| origin.trim_end_matches(":443").to_owned());
            let wanted = DeepLink { link, ticket: Some(TicketCode::from_bytes(bytes)), service };
            let built = build("lectern-sandbox", &wanted);
            prop_assert_eq!(parse(&built, "Lectern-Sandbox"), Ok(wanted));
        }

        #[test]
        fn nothing_from_outside_makes_it_panic(rest in "\\PC{0,300}") {
            let _ = parse(&rest, "lectern");
            let _ = parse(&format!("lectern://join?{rest}"), "lectern");
            let _ = parse(&format!("lectern://join?ticket={CODE}&service=https://{rest}"), "lectern");
        }
    }

    #[test]
    fn a_browser_may_add_its_slash_and_its_case() {
        for url in [
            format!("LECTERN://Join/?ticket={CODE}"),
            format!("lectern://join?ticket={}", CODE.to_lowercase()),
        ] {
            assert!(parse(&url, "lectern").is_ok_and(|link| link.ticket.is_some()), "{url} is ours");
        }
    }

    #[test]
    fn the_outside_is_held_to_the_letter() {
        let ticket = format!("ticket={CODE}");
        let cases = [
            ("lectern://join".to_owned(), DeepLinkError::Empty),
            ("lectern://join?".to_owned(), DeepLinkError::Empty),
            (
                format!("lectern://join?{ticket}&run=1"),
                DeepLinkError::UnknownParameter { name: "run".into() },
            ),
            (
                format!("lectern://join?{ticket}&{ticket}"),
                DeepLinkError::RepeatedParameter { name: "ticket" },
            ),
            ("lectern://join?link=a%0d%0ab".to_owned(), DeepLinkError::ForbiddenCharacter),
            ("lectern://join?link=a%00".to_owned(), DeepLinkError::ForbiddenCharacter),
            (format!("lectern://join?{ticket}\r\n"), DeepLinkError::ForbiddenCharacter),
            ("lectern://join?link=%zz".to_owned(), DeepLinkError::BadValue { name: "link" }),
            ("lectern://join?link=".to_owned(), DeepLinkError::BadValue { name: "link" }),
            (
                format!("lectern://settings?{ticket}"),
                DeepLinkError::OtherPlace { expected: "lectern".into() },
            ),
            (
                format!("lectern://user@join?{ticket}"),
                DeepLinkError::OtherPlace { expected: "lectern".into() },
            ),
            (
                format!("lectern-sandbox://join?{ticket}"),
                DeepLinkError::OtherScheme { expected: "lectern".into() },
            ),
            ("--flag".to_owned(), DeepLinkError::OtherScheme { expected: "lectern".into() }),
            ("lectern://join?ticket=123".to_owned(), TicketCodeError::Length { got: 3 }.into()),
            (format!("lectern://join?link={}", "a".repeat(MAX_BYTES)), DeepLinkError::TooLong),
            ("lectern://join?service=https://events.example.org".to_owned(), DeepLinkError::Service),
        ];
        for (url, expected) in cases {
            assert_eq!(parse(&url, "lectern"), Err(expected), "{url:.80}");
        }
    }

    #[test]
    fn a_service_is_an_https_origin_and_nothing_else() {
        for bad in [
            "http://events.example.org",
            "https://user@events.example.org",
            "https://events.example.org/path",
            "https://events.example.org?x=1",
            "https://",
            "https:events.example.org",
            "https:\\\\events.example.org",
            "javascript:alert(1)",
            "file:///etc/passwd",
        ] {
            let url = format!("lectern://join?ticket={CODE}&service={}", percent::encode(bad));
            assert_eq!(
                parse(&url, "lectern"),
                Err(DeepLinkError::Service),
                "a ticket would be sent to {bad}"
            );
        }
        for (scheme, service, good) in [
            ("lectern-sandbox", "http://127.0.0.1:8080", true),
            ("lectern-sandbox", "http://events.example.org", false),
            ("lectern-sandbox", "ftp://127.0.0.1", false),
            ("lectern", "http://127.0.0.1:8080", false),
        ] {
            let url = format!("{scheme}://join?ticket={CODE}&service={}", percent::encode(service));
            assert_eq!(
                parse(&url, scheme).is_ok(),
                good,
                "only a sandbox's own machine is spoken to in the clear: {url}"
            );
        }
        let url = format!("lectern://join?ticket={CODE}&service=HTTPS%3A%2F%2FEvents.Example.org%3A8443%2F");
        let service = parse(&url, "lectern").expect("an origin").service;
        assert_eq!(service.as_deref(), Some("https://events.example.org:8443"));
    }
}
