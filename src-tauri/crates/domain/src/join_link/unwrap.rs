//! From the text to the one address inside it: schemes, hosts and wrappers.

use std::borrow::Cow;

use serde::Serialize;
use ts_rs::TS;
use url::Url;

use super::{Cloud, Reason};
use crate::percent;

/// How many wrappers may lie around each other. Mail that was forwarded twice has three.
const MAX_WRAPS: usize = 5;
const SAFE_LINKS: &str = ".safelinks.protection.outlook.com";
/// A name has at most 253 characters, each at most four bytes; decoding longer ones costs more than they are worth.
const MAX_HOST: usize = 4 * 253;
const DEFAULT_HOST: &str = "teams.microsoft.com";
const PATHS: [&str; 3] = ["l/", "meet/", "_#/"];

/// Whom an allowed host belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Site {
    Work(Cloud),
    Consumer,
    EventPages,
    SafeLinks,
    Bookings,
}

/// An address on an allowed host, https, with nothing around it.
pub(super) struct Address {
    pub(super) site: Site,
    pub(super) url: Url,
}

impl Address {
    pub(super) fn host(&self) -> &str {
        self.url.host_str().unwrap_or_default()
    }

    /// The value of a query parameter, decoded once. Given twice, it has no one meaning.
    pub(super) fn parameter(&self, name: &str) -> Result<Option<String>, Reason> {
        let mut values = self
            .url
            .query()
            .unwrap_or_default()
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .filter(|(key, _)| *key == name)
            .map(|(_, value)| value);
        let (first, second) = (values.next(), values.next());
        match (first, second) {
            (None, _) => Ok(None),
            (Some(value), None) => percent::decode(value).map(Some).ok_or(Reason::Malformed),
            (Some(_), Some(_)) => Err(Reason::Malformed),
        }
    }
}

/// What lay around a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts", rename = "LinkWrapper")]
pub enum Wrapper {
    /// `lectern:`, our own.
    Lectern,
    SafeLinks,
    /// The page that offers the Teams app.
    Launcher,
    Bookings,
    /// `/_#/` and `/v2/#/`: the address inside the web client.
    WebClient,
    /// `msteams:`
    TeamsApp,
}

/// What was met on the way to the address, also where that way ended in a refusal.
#[derive(Default)]
pub(super) struct Trail {
    pub(super) wrappers: Vec<Wrapper>,
    /// The innermost host so far, after IDNA.
    pub(super) host: Option<String>,
}

pub(super) fn unwrap(text: &str, trail: &mut Trail) -> Result<Address, Reason> {
    let mut current = text.to_owned();
    for _ in 0..=MAX_WRAPS {
        let address = address(&current, trail)?;
        match inside(&address, trail)? {
            Some(inner) => current = inner,
            None => return Ok(address),
        }
    }
    Err(Reason::Malformed)
}

/// Undoes the escaping of `&` in HTML, however often a mail was quoted in another.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains("&amp;") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("&amp;") {
        plain.push_str(before);
        plain.push('&');
        rest = after;
        while let Some(again) = rest.strip_prefix("amp;") {
            rest = again;
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

fn address(text: &str, trail: &mut Trail) -> Result<Address, Reason> {
    let text = unescape(text);
    // The URL parser drops tabs and line breaks and reads a backslash as a slash; other readers do not.
    if text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
        return Err(Reason::Malformed);
    }
    let rest = without_scheme(&text, trail)?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.is_empty() {
        return Err(Reason::Malformed);
    }
    if authority.contains(['@', ':']) || authority.len() > MAX_HOST {
        return Err(Reason::UnknownHost);
    }
    // After the checks above only the host can still be wrong: no name at all, or one that IDNA refuses.
    let url = Url::parse(&format!("https://{rest}")).map_err(|_| Reason::UnknownHost)?;
    trail.host = url.host_str().map(str::to_owned);
    let site = url.host_str().and_then(site).ok_or(Reason::UnknownHost)?;
    Ok(Address { site, url })
}

/// What follows `https://`. Plain http is lifted to https; `msteams:` is the same address for the Teams app,
/// written with or without its host.
fn without_scheme(text: &str, trail: &mut Trail) -> Result<String, Reason> {
    let (scheme, rest) = text.split_once(':').ok_or(Reason::Malformed)?;
    let well_formed = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if !well_formed {
        return Err(Reason::Malformed);
    }
    let hosted = rest.strip_prefix("//").filter(|after| !after.starts_with('/'));
    let scheme = scheme.to_ascii_lowercase();
    // `msteams://l/…` has no host either: `l` is where the path starts.
    let hosted =
        hosted.filter(|after| scheme != "msteams" || !PATHS.iter().any(|path| after.starts_with(path)));
    if scheme == "msteams" {
        trail.wrappers.push(Wrapper::TeamsApp);
    }
    match (scheme.as_str(), hosted) {
        ("https" | "http" | "msteams", Some(after)) => Ok(after.to_owned()),
        ("https" | "http", None) => Err(Reason::Malformed),
        ("msteams", None) => Ok(format!("{DEFAULT_HOST}/{}", rest.trim_start_matches('/'))),
        _ => Err(Reason::NotAJoinLink),
    }
}

/// The list of hosts, compared after the URL parser has applied IDNA: a look-alike is `xn--…` by now.
fn site(host: &str) -> Option<Site> {
    Some(match host {
        "teams.microsoft.com" | "teams.cloud.microsoft" => Site::Work(Cloud::Global),
        "gov.teams.microsoft.us" => Site::Work(Cloud::Gcch),
        "dod.teams.microsoft.us" => Site::Work(Cloud::Dod),
        "teams.microsoftonline.cn" => Site::Work(Cloud::China),
        "teams.live.com" => Site::Consumer,
        "events.teams.microsoft.com" => Site::EventPages,
        "visit.teams.microsoft.com" => Site::Bookings,
        other => {
            other
                .strip_suffix(SAFE_LINKS)
                .filter(|region| !region.is_empty() && !region.split('.').any(str::is_empty))?;
            Site::SafeLinks
        }
    })
}

/// The address inside a wrapper, or nothing where there is no wrapper.
fn inside(address: &Address, trail: &mut Trail) -> Result<Option<String>, Reason> {
    let path = address.url.path();
    let (wrapper, inner) = match address.site {
        Site::SafeLinks if is_safe_links_path(path) => (Wrapper::SafeLinks, address.parameter("url")?),
        Site::SafeLinks => (Wrapper::SafeLinks, None),
        Site::Bookings => (Wrapper::Bookings, address.parameter("JoinWebUrl")?),
        Site::EventPages => return Ok(None),
        Site::Work(_) | Site::Consumer => return in_web_client(address, path, trail),
    };
    trail.wrappers.push(wrapper);
    inner.map(Some).ok_or(Reason::NotAJoinLink)
}

/// `/` or `/ap/<x>/`, the form that Safe Links has in Office apps.
fn is_safe_links_path(path: &str) -> bool {
    let mut segments = path.trim_matches('/').split('/');
    match (segments.next(), segments.next(), segments.next()) {
        (Some(""), None, None) => true,
        (Some("ap"), Some(app), None) => !app.is_empty(),
        _ => false,
    }
}

/// The launcher page and the web client carry the path in a parameter or the fragment, and keep the host.
fn in_web_client(address: &Address, path: &str, trail: &mut Trail) -> Result<Option<String>, Reason> {
    let host = address.host();
    match path {
        "/dl/launcher/launcher.html" => {
            trail.wrappers.push(Wrapper::Launcher);
            let inner = address.parameter("url")?.ok_or(Reason::NotAJoinLink)?;
            Ok(Some(if inner.starts_with('/') { format!("https://{host}{inner}") } else { inner }))
        }
        "/_" | "/_/" | "/v2" | "/v2/" => {
            let fragment = address.url.fragment().filter(|fragment| fragment.starts_with('/'));
            if fragment.is_some() && trail.wrappers.last() != Some(&Wrapper::Launcher) {
                trail.wrappers.push(Wrapper::WebClient);
            }
            Ok(fragment.map(|fragment| format!("https://{host}{fragment}")))
        }
        _ => Ok(None),
    }
}
