//! What a link is, for somebody who wants to know before doing anything with it.

use serde::Serialize;
use ts_rs::TS;

use super::unwrap::{Trail, Wrapper};
use super::{JoinTarget, Kind, LinkDecision, redact, weigh};

/// What in a link lets its holder in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "core.ts", rename = "LinkSecret")]
pub enum SecretPart {
    Passcode,
    /// The meeting's organizer and organization, without which a long link opens nothing.
    Context,
    Ticket,
}

/// The decision, and how it came about. Holds secrets where the decision does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    pub decision: LinkDecision,
    /// Where the link leads, after IDNA: `xn--…` for a look-alike. Also told of a link that is refused for it.
    pub host: Option<String>,
    /// What lay around the link, from the outside in.
    pub wrappers: Vec<Wrapper>,
    pub secrets: Vec<SecretPart>,
    /// The clean link as it may be shown to whoever looks over a shoulder.
    pub shown: Option<String>,
}

/// Explains `input` in the very words of [`super::decide`].
pub fn explain(input: &str, passcode: Option<&str>) -> Explanation {
    let mut trail = Trail::default();
    let decision = weigh(input, passcode, &mut trail);
    let host = trail.host.or_else(|| decision.open.as_deref().and_then(host_of).map(str::to_owned));
    let shown = decision.open.as_deref().map(redact);
    Explanation { host, wrappers: trail.wrappers, secrets: secrets(&decision), shown, decision }
}

fn secrets(decision: &LinkDecision) -> Vec<SecretPart> {
    let open = decision.open.as_deref().unwrap_or_default();
    let aside = matches!(&decision.target, Some(JoinTarget::MeetingId { passcode: Some(_), .. }));
    let mut found = Vec::new();
    if decision.kind == Kind::Ticket {
        found.push(SecretPart::Ticket);
    }
    if open.contains("?p=") || aside {
        found.push(SecretPart::Passcode);
    }
    if open.contains("?context=") || open.contains("&context=") {
        found.push(SecretPart::Context);
    }
    found
}

fn host_of(link: &str) -> Option<&str> {
    link.strip_prefix("https://")?.split(['/', '?', '#']).next()
}
