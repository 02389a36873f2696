//! A trusted service: ticket → what one joins with. Asked only where it is paired, or where the person said yes to its
//! name; and what it answers is judged like anything else from outside.

use jiff::{SignedDuration, Timestamp};
use lectern_domain::join_link::{self, JoinTarget, LinkDecision, Verdict};
use lectern_domain::person_name;
use lectern_domain::ticket::TicketCode;
use lectern_microsoft::AccessToken;
use lectern_microsoft::acs::read_endpoint;
use lectern_microsoft::secret::RefreshKey;
use lectern_microsoft::service::{Meeting, Reason, Service, ServiceError};
use lectern_microsoft::transport::TransportError;
use serde::Serialize;
use ts_rs::TS;
use url::Url;

use super::{BadPass, Fresh, Held, Pass, check};
use crate::desk::Desk;
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::join::start::StartError;
use crate::services::pairing;

/// A token that ends sooner than this is renewed before anybody joins with it.
const MARGIN: SignedDuration = SignedDuration::from_mins(5);

/// The service that a ticket names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct ServiceView {
    /// `https://host[:port]`: what is given back as confirmed.
    pub origin: String,
    /// As the person is asked about it.
    pub host: String,
    /// Paired, or confirmed for this join. Otherwise nothing was sent to it yet.
    pub confirmed: bool,
}

/// What it answered to a ticket, once judged. Lives in memory only.
#[derive(Clone)]
pub(crate) struct Fetched {
    origin: String,
    user_id: String,
    endpoint: String,
    token: AccessToken,
    expires_on: Timestamp,
    key: RefreshKey,
}

impl Fetched {
    /// Of the resource that the pass is of.
    pub(crate) fn endpoint(&self) -> &str {
        &self.endpoint
    }
}

/// The whole answer, with what is shown before Join. A code may be good for one answer only, so this one is handed on
/// where the same join goes on elsewhere ([`crate::companion`]).
#[derive(Clone)]
pub(crate) struct Led {
    pub view: ServiceView,
    pub decision: LinkDecision,
    pub display_name: Option<String>,
    pub fetched: Fetched,
}

pub(crate) enum Asked {
    /// The person has to say yes to its name first.
    Unconfirmed(ServiceView),
    Led(Box<Led>),
    /// It gave nothing to join with, but a link came beside the ticket.
    Failed(ServiceView, ServiceFailure),
}

#[derive(Debug, thiserror::Error)]
#[error("{host} {fault}")]
pub struct ServiceFailure {
    pub host: String,
    pub fault: Fault,
}

/// Each is the rest of a sentence that begins with the host.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    #[error(
        "can't be asked for a ticket: a service has an https address, and a sandbox's is on this machine."
    )]
    Address,
    #[error(
        "can't be reached ({0}). Check the network and try again, or use the Teams link in the same mail."
    )]
    Unreachable(String),
    #[error("did not answer in time. Try again in a moment, or use the Teams link in the same mail.")]
    Slow,
    #[error("could not prove who it is ({0}), so your ticket was not sent. Ask the organizer.")]
    Untrusted(String),
    #[error(
        "answered with a web page instead of your ticket. Is there a sign-in page between here and the internet (a hotel's, a company's)? Open a browser to see, then try again."
    )]
    WebPage,
    #[error(
        "sends elsewhere, and your ticket isn't sent after it. Is there a sign-in page between here and the internet? Otherwise ask the organizer."
    )]
    Redirected,
    #[error("answered with more than a ticket needs, so it was not read. Ask the organizer.")]
    TooLarge,
    #[error("gave an answer that can't be read as a ticket ({0}). Ask the organizer.")]
    Unreadable(String),
    #[error("doesn't know this ticket. Open the newest mail of the event, or ask the organizer.")]
    UnknownTicket,
    #[error("doesn't let this ticket in. Ask the organizer.")]
    Refused,
    #[error("says that this ticket is used up, or that its event is over. Ask the organizer.")]
    Over,
    #[error("lets nobody in yet: its doors open shortly before the event. Come back then.")]
    Early,
    #[error("says that the event was cancelled by its organizer.")]
    Cancelled,
    #[error("leaves this event to Teams: it can't be joined here. Use the Teams link in the same mail.")]
    HandOver,
    #[error(
        "has many people at the door, and kept a place for you. Try again in {} s, or use the Teams link in the same mail.",
        .0.unwrap_or(30.0)
    )]
    Queued(Option<f64>),
    #[error(
        "gets no passes from the calling service now. Use the Teams link in the same mail, or try again in {} s.",
        .0.unwrap_or(30.0)
    )]
    UseTeams(Option<f64>),
    #[error("asks for a pause. Try again in {} s, or use the Teams link in the same mail.", .0.unwrap_or(30.0))]
    Throttled(Option<f64>),
    #[error(
        "is in trouble (it answered {0}). Try again in a moment, or use the Teams link in the same mail."
    )]
    Trouble(u16),
    #[error("names no meeting of Teams for this ticket. Ask the organizer.")]
    NoMeeting,
    #[error(
        "names another meeting than the link beside your ticket, so nothing is joined. Open the newest mail of the event, or ask the organizer which is right."
    )]
    OtherMeeting,
    #[error(
        "gave a pass that can't be used: {0}. Ask the organizer, or use the Teams link in the same mail."
    )]
    Pass(BadPass),
}

impl ServiceFailure {
    /// The link beside the ticket may still be followed.
    pub(crate) fn leaves_the_link(&self) -> bool {
        !matches!(self.fault, Fault::OtherMeeting)
    }
}

impl From<ServiceFailure> for CommandError {
    fn from(failure: ServiceFailure) -> Self {
        let code = match failure.fault {
            Fault::Unreachable(_) | Fault::Slow => ErrorCode::Offline,
            Fault::Throttled(_) | Fault::Queued(_) => ErrorCode::Throttled,
            Fault::UnknownTicket => ErrorCode::NotFound,
            Fault::Address => ErrorCode::Invalid,
            Fault::Refused
            | Fault::Early
            | Fault::Cancelled
            | Fault::HandOver
            | Fault::Over
            | Fault::OtherMeeting
            | Fault::Untrusted(_) => ErrorCode::Refused,
            Fault::WebPage
            | Fault::Redirected
            | Fault::TooLarge
            | Fault::Unreadable(_)
            | Fault::Trouble(_)
            | Fault::UseTeams(_)
            | Fault::NoMeeting
            | Fault::Pass(_) => ErrorCode::Remote,
        };
        let mut told = Self::new(code, failure.to_string());
        if let Fault::Throttled(seconds) | Fault::Queued(seconds) | Fault::UseTeams(seconds) = failure.fault {
            told.retry_after = seconds;
        }
        told
    }
}

/// Why a service was not even judged.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    #[error(transparent)]
    Service(#[from] ServiceFailure),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

/// `link` is what came beside the ticket, or what our own list knows of it.
pub(crate) async fn ask(
    desk: &Desk,
    origin: &str,
    ticket: &TicketCode,
    link: Option<&str>,
    confirmed: Option<&str>,
) -> Result<Asked, AskError> {
    let mut view = ServiceView { origin: origin.to_owned(), host: host(origin), confirmed: false };
    let said = confirmed.is_some_and(|said| said == view.origin || said.eq_ignore_ascii_case(&view.host));
    if !said && !pairing::paired(desk).await?.contains(&view.origin) {
        return Ok(Asked::Unconfirmed(view));
    }
    view.confirmed = true;
    let at = |fault| ServiceFailure { host: view.host.clone(), fault };
    let service = service(desk, origin)?;
    let pass = service.join(&ticket.canonical()).await.map_err(|error| at(fault(error)))?;
    let decision = meeting(&pass.meeting).ok_or_else(|| at(Fault::NoMeeting))?;
    if let Some(link) = link
        && !same_meeting(&decision, &join_link::decide(link, None))
    {
        return Err(at(Fault::OtherMeeting).into());
    }
    let endpoint = read_endpoint(&pass.endpoint).ok().filter(|url| desk.is_acs(url));
    let endpoint = endpoint.ok_or_else(|| at(Fault::Pass(BadPass::Endpoint)))?;
    if !check::is_of_acs(&pass.user_id) {
        return Err(at(Fault::Pass(BadPass::Person)).into());
    }
    check::usable(&pass.user_id, &pass.token, pass.expires_on, desk.now())
        .map_err(|problem| at(Fault::Pass(problem)))?;
    let fetched = Fetched {
        origin: origin.to_owned(),
        user_id: pass.user_id,
        endpoint: endpoint.as_str().trim_end_matches('/').to_owned(),
        token: pass.token,
        expires_on: pass.expires_on,
        key: pass.refresh_key,
    };
    let display_name = person_name::clean(&pass.display_name).ok();
    Ok(Asked::Led(Box::new(Led { view, decision, display_name, fetched })))
}

pub(super) async fn pass(desk: &Desk, fetched: &Fetched) -> Result<Pass, StartError> {
    let Fetched { origin, user_id, endpoint, token, expires_on, key } = fetched.clone();
    let mut pass = Pass {
        user_id,
        endpoint,
        token,
        expires_on,
        held: Held::Service { origin: origin.clone(), key: key.clone() },
    };
    let soon = desk.now().saturating_add(MARGIN).unwrap_or(Timestamp::MAX);
    if expires_on <= soon {
        let fresh = renew(desk, &origin, &key).await?;
        (pass.token, pass.expires_on) = (fresh.token, fresh.expires_on);
        if let Some(held) = fresh.held {
            pass.held = held;
        }
    }
    Ok(pass)
}

pub(super) async fn renew(desk: &Desk, origin: &str, key: &RefreshKey) -> Result<Fresh, StartError> {
    let renewed = service(desk, origin)?
        .renew(key)
        .await
        .map_err(|error| ServiceFailure { host: host(origin), fault: fault(error) })?;
    let held = renewed.refresh_key.map(|key| Held::Service { origin: origin.to_owned(), key });
    Ok(Fresh { token: renewed.token, expires_on: renewed.expires_on, held })
}

/// A fresh token and the key that comes with it count for every join of the same person: the answer may still be handed on,
/// and the old key is used up.
pub(super) fn keep(
    desk: &Desk,
    origin: &str,
    user_id: &str,
    (token, expires_on): (&AccessToken, Timestamp),
    key: Option<&RefreshKey>,
) {
    let mut joins = desk.joins();
    let same = joins.values_mut().filter_map(|join| join.service.as_mut()).map(|led| &mut led.fetched);
    for fetched in same.filter(|fetched| fetched.origin == origin && fetched.user_id == user_id) {
        (fetched.token, fetched.expires_on) = (token.clone(), expires_on);
        if let Some(key) = key {
            fetched.key = key.clone();
        }
    }
}

/// `host[:port]` of an origin.
pub fn host(origin: &str) -> String {
    let read = Url::parse(origin).ok();
    let named = read.as_ref().and_then(|url| url.host_str().map(|host| (host, url.port())));
    match named {
        Some((host, Some(port))) => format!("{host}:{port}"),
        Some((host, None)) => host.to_owned(),
        None => origin.to_owned(),
    }
}

fn service(desk: &Desk, origin: &str) -> Result<Service, ServiceFailure> {
    Service::new(desk.transport(), origin, desk.sandbox().is_some())
        .map_err(|error| ServiceFailure { host: host(origin), fault: fault(error) })
}

fn fault(error: ServiceError) -> Fault {
    match error {
        ServiceError::Address => Fault::Address,
        ServiceError::Refused { status, retry_after, reason } => {
            refused(status, reason, retry_after.map(|pause| pause.as_secs_f64()))
        }
        ServiceError::Transport(error) => match error {
            TransportError::Timeout { .. } => Fault::Slow,
            TransportError::Tls { reason, .. } => Fault::Untrusted(reason),
            TransportError::Offline { reason, .. } | TransportError::Broken { reason, .. } => {
                Fault::Unreachable(reason)
            }
            TransportError::Redirected { .. } => Fault::Redirected,
            TransportError::TooLarge { .. } => Fault::TooLarge,
            TransportError::NotJson { .. } => Fault::WebPage,
            TransportError::Malformed { path, reason, .. } => Fault::Unreadable(format!("{path}: {reason}")),
            TransportError::Refused { .. } => Fault::Address,
            other => Fault::Unreachable(other.to_string()),
        },
    }
}

/// The status says what it is; the reason says it better.
fn refused(status: u16, reason: Option<Reason>, wait: Option<f64>) -> Fault {
    match (status, reason) {
        (404, _) => Fault::UnknownTicket,
        (403, Some(Reason::Early)) => Fault::Early,
        (409, Some(Reason::HandOver)) => Fault::HandOver,
        (410, Some(Reason::Cancelled)) => Fault::Cancelled,
        (409 | 410, _) => Fault::Over,
        (429, Some(Reason::Queued)) => Fault::Queued(wait),
        (429, _) => Fault::Throttled(wait),
        (503, Some(Reason::UseTeams)) => Fault::UseTeams(wait),
        (400..500, _) => Fault::Refused,
        _ => Fault::Trouble(status),
    }
}

/// Judged like any link from outside. A number counts only as a number, never as a text that something could hide in.
fn meeting(meeting: &Meeting) -> Option<LinkDecision> {
    let decision = match meeting {
        Meeting::Link { meeting_link } => join_link::decide(meeting_link, None),
        Meeting::Id { meeting_id, passcode } => {
            let number = meeting_id.chars().all(|c| c.is_ascii_digit() || c == ' ');
            number.then(|| join_link::decide(meeting_id, passcode.as_deref()))?
        }
    };
    let leads = decision.target.is_some() || decision.open.is_some();
    (decision.verdict != Verdict::Refuse && leads).then_some(decision)
}

/// By what the rebuilt links name: a thread, or a number. A link and a number can't be compared, and count as different.
fn same_meeting(one: &LinkDecision, other: &LinkDecision) -> bool {
    matches!((named(one), named(other)), (Some(one), Some(other)) if one == other)
}

fn named(decision: &LinkDecision) -> Option<String> {
    let link = match &decision.target {
        Some(JoinTarget::MeetingId { meeting_id, .. }) => return Some(meeting_id.clone()),
        Some(JoinTarget::MeetingLink { meeting_link }) => meeting_link,
        None => decision.open.as_ref()?,
    };
    let url = Url::parse(link).ok()?;
    let parts: Vec<&str> = url.path_segments()?.collect();
    match parts.as_slice() {
        ["l", "meetup-join", thread, ..] => Some((*thread).to_owned()),
        ["meet", id] => Some((*id).to_owned()),
        _ => Some(link.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const THREAD: &str = "19%3ameeting_YWJj%40thread.v2";

    fn long(thread: &str, message: &str) -> String {
        format!(
            "https://teams.microsoft.com/l/meetup-join/{thread}/{message}?context=%7b%22Tid%22%3a%2211111111-2222-3333-4444-555555555555%22%2c%22Oid%22%3a%2211111111-2222-3333-4444-555555555556%22%7d"
        )
    }

    fn same(one: &str, other: &str) -> bool {
        same_meeting(&join_link::decide(one, None), &join_link::decide(other, None))
    }

    #[test]
    fn a_meeting_is_the_same_by_its_thread_or_number_alone() {
        assert!(same(&long(THREAD, "0"), &long(THREAD, "0")));
        assert!(same("https://teams.microsoft.com/meet/2345678901234?p=abc", "234 567 890 123 4"));
        for (one, other) in [
            (long(THREAD, "0"), long("19%3ameeting_ZGVm%40thread.v2", "0")),
            (long(THREAD, "0"), "https://teams.microsoft.com/meet/2345678901234?p=abc".into()),
            ("https://teams.microsoft.com/meet/2345678901235".into(), "2345678901234".into()),
            ("https://evil.example/x".into(), "https://evil.example/x".into()),
        ] {
            assert!(!same(&one, &other), "somebody would be led into another meeting than the mail says");
        }
    }

    #[test]
    fn a_service_leads_to_meetings_of_teams_only() {
        let link = |text: &str| meeting(&Meeting::Link { meeting_link: text.to_owned() });
        let id = |text: &str| meeting(&Meeting::Id { meeting_id: text.to_owned(), passcode: None });
        assert!(link(&long(THREAD, "0")).is_some() && id("234 567 890 123 4").is_some());
        for bad in [
            "https://evil.example/l/meetup-join/1",
            "javascript:alert(1)",
            "lectern://join?ticket=01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "01ARZ3NDEKTSV4RRFFQ69G5FAV",
            "",
        ] {
            assert!(link(bad).is_none() && id(bad).is_none(), "{bad}");
        }
        assert!(id("https://teams.microsoft.com/meet/2345678901234").is_none(), "a number is a number");
    }

    #[test]
    fn a_host_is_told_with_its_port() {
        assert_eq!(host("https://events.contoso.example"), "events.contoso.example");
        assert_eq!(host("https://events.contoso.example:8443"), "events.contoso.example:8443");
    }
}
