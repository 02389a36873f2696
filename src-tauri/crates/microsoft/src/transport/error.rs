//! What can go wrong between us and a service, sorted by what it means for the next step.

use crate::ambient::NoEntropy;
use std::error::Error;
use url::Url;

/// A call that brought no usable answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    #[error("the HTTP client cannot be set up: {reason}")]
    Setup { reason: String },
    #[error(transparent)]
    NoEntropy(#[from] NoEntropy),
    /// The address is neither https nor on this machine. Nothing was sent.
    #[error("{origin} is not an https address")]
    Refused { origin: String },
    /// Something of ours that no request can carry. Nothing was sent.
    #[error("the {what} cannot be sent")]
    Unsendable { what: &'static str },
    /// No connection: no network, no such name, nobody listening. Nothing was sent.
    #[error("{host} cannot be reached: {reason}")]
    Offline { host: String, reason: String },
    /// The other side could not prove who it is. Nothing was sent.
    #[error("no trusted connection to {host}: {reason}")]
    Tls { host: String, reason: String },
    /// The request was sent, and no answer came in time.
    #[error("{host} did not answer in time")]
    Timeout { host: String },
    /// The request was sent at least in part, and the connection broke.
    #[error("the connection to {host} broke: {reason}")]
    Broken { host: String, reason: String },
    /// Somebody answers with a redirect where the service never does (a captive portal, a proxy).
    #[error("the answer was a redirect ({status}): is there a sign-in page between here and the service?")]
    Redirected { status: u16 },
    #[error("the answer ({status}) is larger than {limit} bytes")]
    TooLarge { status: u16, limit: usize },
    /// Not the service's voice: a captive portal, a proxy's or a gateway's page.
    #[error("the answer ({status}) is {content_type:?}, not JSON: {snippet}")]
    NotJson { status: u16, content_type: String, snippet: String },
    /// JSON that is cut off or not of the documented shape; `path` names the place, values are left out.
    #[error("the answer ({status}) cannot be read at {path}: {reason}")]
    Malformed { status: u16, path: String, reason: String },
}

impl TransportError {
    /// Whether the request may have been applied although no usable answer came. `false` only where it surely was not:
    /// never sent, or refused with a 4xx or a redirect.
    pub fn ambiguous(&self) -> bool {
        match self {
            Self::Setup { .. }
            | Self::NoEntropy(_)
            | Self::Refused { .. }
            | Self::Unsendable { .. }
            | Self::Offline { .. }
            | Self::Tls { .. }
            | Self::Redirected { .. } => false,
            Self::Timeout { .. } | Self::Broken { .. } => true,
            Self::TooLarge { status, .. } | Self::NotJson { status, .. } | Self::Malformed { status, .. } => {
                !(400..500).contains(status)
            }
        }
    }

    pub(super) fn from_send(url: &Url, error: &reqwest::Error) -> Self {
        let host = host(url);
        if let Some(reason) = tls_reason(error)
            && error.is_connect()
        {
            return Self::Tls { host, reason };
        }
        if error.is_connect() {
            return Self::Offline { host, reason: root_cause(error) };
        }
        if error.is_builder() {
            return Self::Unsendable { what: "request" };
        }
        if error.is_timeout() {
            Self::Timeout { host }
        } else {
            Self::Broken { host, reason: root_cause(error) }
        }
    }

    /// The head of the answer came and the rest did not.
    pub(super) fn from_read(url: &Url, error: &reqwest::Error) -> Self {
        let host = host(url);
        if error.is_timeout() {
            Self::Timeout { host }
        } else {
            Self::Broken { host, reason: root_cause(error) }
        }
    }

    pub(crate) fn malformed(status: u16, error: &serde_path_to_error::Error<serde_json::Error>) -> Self {
        Self::Malformed { status, path: error.path().to_string(), reason: json_reason(error.inner()) }
    }
}

/// serde's words without the value it met: that could be a token or a person's address.
fn json_reason(error: &serde_json::Error) -> String {
    use serde_json::error::Category;
    let (line, column) = (error.line(), error.column());
    match error.classify() {
        Category::Eof => format!("cut off at line {line} column {column}"),
        Category::Syntax => format!("no JSON at line {line} column {column}"),
        Category::Io => "unreadable".to_owned(),
        Category::Data => {
            let text = error.to_string();
            let expected =
                text.find("missing field").or_else(|| text.find("expected ")).map(|at| &text[at..]);
            expected
                .map_or_else(|| format!("not as documented at line {line} column {column}"), str::to_owned)
        }
    }
}

/// A few harmless words of a page, for the person who must find out which proxy answered: its title, no more.
pub(super) fn snippet(body: &[u8]) -> String {
    let head = String::from_utf8_lossy(&body[..body.len().min(4096)]).into_owned();
    let lower = head.to_ascii_lowercase();
    let title = lower.find("<title>").and_then(|start| {
        let start = start + "<title>".len();
        let end = start + lower[start..].find("</title>")?;
        head.get(start..end)
    });
    match title {
        Some(title) => title.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(80).collect(),
        None => format!("<{} bytes left out>", body.len()),
    }
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// The innermost cause's own words; reqwest's outer ones repeat the URL with its query.
fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: &(dyn Error + 'static) = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    if cause.is::<reqwest::Error>() { "no further reason".to_owned() } else { cause.to_string() }
}

/// rustls' words, if it was the one who refused. It hides inside `io::Error`s, which do not name it as their source.
fn tls_reason(error: &reqwest::Error) -> Option<String> {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(current) = cause {
        if let Some(tls) = current.downcast_ref::<rustls::Error>() {
            return Some(tls.to_string());
        }
        let inside = current.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        cause = match inside {
            Some(inner) => Some(inner),
            None => current.source(),
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_gives_away_nothing_but_a_title() {
        let page = b"<html><head><TITLE>Hotel  Wi-Fi\n sign-in</TITLE></head><body>token=abc</body>";
        assert_eq!(snippet(page), "Hotel Wi-Fi sign-in", "the title tells whose page it is");
        assert_eq!(snippet(b"access_token=abc"), "<16 bytes left out>", "a body may hold secrets");
        assert_eq!(snippet("<title>İ".as_bytes()), "<9 bytes left out>", "an unclosed title must not panic");
    }

    #[test]
    fn a_json_error_names_the_place_and_not_the_value() {
        #[derive(Debug, serde::Deserialize)]
        struct Item {
            #[allow(dead_code, reason = "only its type matters here")]
            id: u8,
        }
        #[derive(Debug, serde::Deserialize)]
        struct Page {
            #[allow(dead_code, reason = "only its type matters here")]
            value: Vec<Item>,
        }
        let bytes = br#"{"value":[{"id":"secret-token"},{"id":{"token":"secret"}}]}"#;
        let error =
            serde_path_to_error::deserialize::<_, Page>(&mut serde_json::Deserializer::from_slice(bytes))
                .expect_err("an id is no number");
        let shown = TransportError::malformed(200, &error).to_string();
        assert!(shown.contains("value[0].id"), "support needs the place: {shown}");
        assert!(!shown.contains("secret"), "the value may be a token: {shown}");
    }
}
