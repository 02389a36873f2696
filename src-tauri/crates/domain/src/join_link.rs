//! What a link, a meeting number or a ticket turns out to be, decided before anybody presses Join.
//!
//! A pure function of the text: it is trimmed, unwrapped (Safe Links, launcher, Bookings, `msteams:`, the older
//! web client's `/_#/` and `/v2/…#/`), judged against a list of hosts, and rebuilt from its parts. Nothing is
//! fetched, and nothing that is not understood is handed on. The calling SDK itself checks neither host nor
//! scheme, so this is the only gate.

mod classify;
mod explain;
mod redact;
mod unwrap;
mod words;

use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::deep_link::{self, DeepLink};
use crate::text;
use crate::ticket::TicketCode;

pub use explain::{Explanation, SecretPart, explain};
pub use redact::redact;
use unwrap::Trail;
pub use unwrap::Wrapper;

/// The longest text that is looked at, in bytes.
pub const MAX_BYTES: usize = 8 * 1024;

/// The schemes of our own deep links: the real profile's and the sandbox's.
const OWN_SCHEMES: [&str; 2] = ["lectern", "lectern-sandbox"];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export_to = "core.ts", rename = "LinkVerdict")]
pub enum Verdict {
    /// The calling SDK can join it.
    Embed,
    /// A meeting that only Teams can join.
    Teams,
    /// A page worth opening.
    Browser,
    /// Neither.
    Refuse,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export_to = "core.ts", rename = "LinkKind")]
pub enum Kind {
    Meeting,
    /// A meeting in a channel: guests have no chat there.
    ChannelMeeting,
    /// A meeting number, with or without its passcode.
    MeetingId,
    Consumer,
    LiveEvent,
    WebinarPage,
    Ticket,
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export_to = "core.ts", rename = "LinkCloud")]
pub enum Cloud {
    Global,
    Gcch,
    Dod,
    China,
}

/// What embedding needs besides a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export_to = "core.ts", rename = "LinkNeeds")]
pub enum Needs {
    GcchResource,
    Passcode,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export_to = "core.ts", rename = "LinkReason")]
pub enum Reason {
    Ok,
    NeedsGcchResource,
    MayNeedPasscode,
    DodUnsupported,
    ChinaUnsupported,
    ConsumerUnsupported,
    LiveEventUnsupported,
    WebinarPage,
    MissingContext,
    Malformed,
    UnknownHost,
    NotAJoinLink,
}

/// What the calling SDK is given (`TeamsMeetingLinkLocator` or `TeamsMeetingIdLocator`). Holds secrets: `Debug`
/// redacts them; serialising is for the join itself.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(untagged, rename_all_fields = "camelCase")]
#[ts(export_to = "core.ts")]
pub enum JoinTarget {
    MeetingLink { meeting_link: String },
    MeetingId { meeting_id: String, passcode: Option<String> },
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkDecision {
    pub verdict: Verdict,
    pub kind: Kind,
    pub cloud: Option<Cloud>,
    pub needs: Option<Needs>,
    /// Present when the verdict is to embed, except for a ticket without a link, which has to be looked up.
    pub target: Option<JoinTarget>,
    /// What Teams or the browser is given.
    pub open: Option<String>,
    pub reason: Reason,
    /// The decision in plain words.
    pub message: String,
}

impl LinkDecision {
    /// The same where the resource is there that a meeting of GCC High needs.
    #[must_use]
    pub fn with_gcch_resource(self) -> Self {
        if self.needs != Some(Needs::GcchResource) {
            return self;
        }
        // Of what needs the resource, only a short link can be without its passcode.
        let asks = matches!(
            &self.target,
            Some(JoinTarget::MeetingLink { meeting_link })
                if meeting_link.contains("/meet/") && !meeting_link.contains("?p=")
        );
        let (needs, reason) =
            if asks { (Some(Needs::Passcode), Reason::MayNeedPasscode) } else { (None, Reason::Ok) };
        let message = match self.kind {
            Kind::Ticket => {
                format!("{} {}", words::TICKET, words::say(Kind::Meeting, self.cloud, reason))
            }
            kind => words::say(kind, self.cloud, reason).to_owned(),
        };
        Self { needs, reason, message, ..self }
    }
}

/// Decides what `input` is. A `passcode` given aside is used where the input brings none.
pub fn decide(input: &str, passcode: Option<&str>) -> LinkDecision {
    weigh(input, passcode, &mut Trail::default())
}

fn weigh(input: &str, passcode: Option<&str>, trail: &mut Trail) -> LinkDecision {
    let decision = judge(input, passcode, trail).unwrap_or_else(refuse);
    // Encoding makes it longer; what is handed on must be a link that would be looked at again.
    let too_long = decision.open.as_ref().is_some_and(|open| open.len() > MAX_BYTES);
    if too_long { refuse(Reason::Malformed) } else { decision }
}

/// The text without what pasting and mail programs put around it (`<https://…>`).
pub fn bare(input: &str) -> &str {
    let trimmed = text::trim(input);
    trimmed.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).map_or(trimmed, text::trim)
}

fn judge(input: &str, passcode: Option<&str>, trail: &mut Trail) -> Result<LinkDecision, Reason> {
    if input.len() > MAX_BYTES {
        return Err(Reason::Malformed);
    }
    let bare = bare(input);
    if bare.chars().any(char::is_control) {
        return Err(Reason::Malformed);
    }
    let passcode = usable_passcode(passcode)?;
    if TicketCode::parse(bare).is_ok() {
        return Ok(ticket(None));
    }
    if let Some(id) = meeting_id(bare) {
        return Ok(classify::meeting_id(&id, passcode));
    }
    match own_scheme(bare) {
        Some(scheme) => {
            trail.wrappers.push(Wrapper::Lectern);
            let found = deep_link::parse(bare, scheme).map_err(|_| Reason::Malformed)?;
            deep(&found, passcode, trail)
        }
        None => classify::classify(&unwrap::unwrap(bare, trail)?, passcode),
    }
}

/// A deep link is its link, its ticket, or both; the link inside is judged like any other, but may not be a deep
/// link again.
fn deep(deep_link: &DeepLink, passcode: Option<&str>, trail: &mut Trail) -> Result<LinkDecision, Reason> {
    let linked = match &deep_link.link {
        Some(link) => Some(classify::classify(&unwrap::unwrap(text::trim(link), trail)?, passcode)?),
        None => None,
    };
    match (linked, &deep_link.ticket) {
        (linked, Some(_)) => Ok(ticket(linked)),
        (Some(linked), None) => Ok(linked),
        (None, None) => Err(Reason::Malformed),
    }
}

/// A ticket's own target is known to whoever issued it; the link beside it says what this machine can do already.
fn ticket(linked: Option<LinkDecision>) -> LinkDecision {
    match linked {
        Some(linked) => {
            let message = format!("{} {}", words::TICKET, linked.message);
            LinkDecision { kind: Kind::Ticket, message, ..linked }
        }
        None => LinkDecision {
            verdict: Verdict::Embed,
            kind: Kind::Ticket,
            cloud: None,
            needs: None,
            target: None,
            open: None,
            reason: Reason::Ok,
            message: words::TICKET.to_owned(),
        },
    }
}

fn refuse(reason: Reason) -> LinkDecision {
    LinkDecision {
        verdict: Verdict::Refuse,
        kind: Kind::Unknown,
        cloud: None,
        needs: None,
        target: None,
        open: None,
        reason,
        message: words::say(Kind::Unknown, None, reason).to_owned(),
    }
}

fn usable_passcode(passcode: Option<&str>) -> Result<Option<&str>, Reason> {
    let passcode = passcode.map(text::trim).filter(|text| !text.is_empty());
    match passcode {
        Some(text) if text.len() > 256 || text.chars().any(char::is_control) => Err(Reason::Malformed),
        other => Ok(other),
    }
}

/// The number from an invitation ("234 567 890 123 4"): 9 to 20 digits in groups.
fn meeting_id(text: &str) -> Option<String> {
    if !text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace()) {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (9..=20).contains(&digits.len()).then_some(digits)
}

fn own_scheme(text: &str) -> Option<&'static str> {
    let (scheme, _) = text.split_once(':')?;
    OWN_SCHEMES.into_iter().find(|own| scheme.eq_ignore_ascii_case(own))
}

impl fmt::Debug for JoinTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MeetingLink { meeting_link } => {
                f.debug_struct("MeetingLink").field("meeting_link", &redact(meeting_link)).finish()
            }
            Self::MeetingId { meeting_id, passcode } => f
                .debug_struct("MeetingId")
                .field("meeting_id", meeting_id)
                .field("passcode", &passcode.as_ref().map(|_| "<redacted>"))
                .finish(),
        }
    }
}

impl fmt::Debug for LinkDecision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LinkDecision")
            .field("verdict", &self.verdict)
            .field("kind", &self.kind)
            .field("cloud", &self.cloud)
            .field("needs", &self.needs)
            .field("target", &self.target)
            .field("open", &self.open.as_deref().map(redact))
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}
