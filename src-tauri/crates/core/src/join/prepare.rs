//! "Can I join this here?" Answered before the person presses Join (D4).

use lectern_domain::deep_link;
use lectern_domain::event::EventState;
use lectern_domain::join_link::{self, Cloud, JoinTarget, Kind, LinkDecision, Needs, Reason, Verdict};
use lectern_domain::ticket::TicketCode;
use serde::Serialize;
use ts_rs::TS;

use super::checks::{self, JoinCheck};
use super::clouds;
use super::notice::{self, EventStanding, JoinEvent};
use super::offers::{self, Blocker, JoinOffer, WebviewAbilities};
use super::passes::service::{self, AskError, Led, ServiceFailure, ServiceView};
use super::passes::{self, JoinAs, JoinIdentity, TicketOfEvent};
use super::start::RunningJoin;
use crate::desk::Desk;
use crate::error::{CommandError, DeskError, ErrorCode};
use crate::profile::ProfileKind;
use crate::scheduling::series;
use crate::session;

/// `input` is whatever the person has: a Teams link however wrapped, a `lectern:` link, a ticket's code.
pub struct JoinRequest {
    pub input: String,
    pub passcode: Option<String>,
    /// `None`: nobody can look (a terminal).
    pub abilities: Option<WebviewAbilities>,
    /// The origin or host of a trusted service that the person said yes to.
    pub confirmed_service: Option<String>,
    pub separate: Separate,
}

/// Whether the call may run in a browser's window of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separate {
    /// It is that window which asks.
    Never,
    /// Where this one can't make calls.
    IfNeeded,
    /// The person wants it so.
    Wished,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub enum Surface {
    Window,
    /// An installed browser's window: [`crate::companion`].
    Companion,
}

#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "core.ts")]
pub struct JoinView {
    pub join_id: String,
    pub verdict: Verdict,
    pub kind: Kind,
    pub cloud: Option<Cloud>,
    pub needs: Option<Needs>,
    pub reason: Reason,
    /// The decision in words.
    pub message: String,
    /// Where the call can run here; `None`: only in Teams or the browser, or not at all.
    pub surface: Option<Surface>,
    /// The installed browser that can show the call in a window of its own.
    pub companion: Option<&'static str>,
    pub blockers: Vec<Blocker>,
    /// Whom one can join as here, and what one then has.
    pub identities: Vec<JoinIdentity>,
    /// The trusted service that the ticket names, where it is that service's to decide.
    pub service: Option<ServiceView>,
    /// Known where the ticket or link belongs to an event of this desk.
    pub event: Option<JoinEvent>,
    pub display_name: Option<String>,
    /// As a guest.
    pub offers: Vec<JoinOffer>,
    /// What was looked at for the decision, each with how it stands and why.
    pub checks: Vec<JoinCheck>,
    /// A sandbox: the call is simulated.
    pub simulated: bool,
    pub can_open_teams: bool,
    pub terms_needed: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    #[error(
        "This ticket is not on this machine's lists. Open the link in the organizer's mail instead, or ask the organizer."
    )]
    UnknownTicket,
    #[error("This ticket was cancelled. Ask the organizer if you think that is wrong.")]
    TicketRevoked,
    #[error("The event was cancelled by its organizer.")]
    EventCancelled,
    #[error("The meeting of this event isn't ready yet. Try again in a minute.")]
    NoMeetingYet,
    #[error("This link was damaged on its way: {0}. Copy it again, whole.")]
    Damaged(String),
    #[error("{0}")]
    OtherProfile(&'static str),
    #[error("That join is over. Open the link again.")]
    Over,
    #[error(transparent)]
    Service(ServiceFailure),
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<AskError> for PrepareError {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Service(failure) => Self::Service(failure),
            AskError::Desk(error) => Self::Desk(error),
        }
    }
}

impl From<PrepareError> for CommandError {
    fn from(error: PrepareError) -> Self {
        let code = match error {
            PrepareError::Desk(inner) => return inner.into(),
            PrepareError::Service(inner) => return inner.into(),
            PrepareError::UnknownTicket | PrepareError::Over => ErrorCode::NotFound,
            PrepareError::TicketRevoked | PrepareError::EventCancelled | PrepareError::NoMeetingYet => {
                ErrorCode::Refused
            }
            // Trying again changes nothing about either.
            PrepareError::Damaged(_) | PrepareError::OtherProfile(_) => ErrorCode::Invalid,
        };
        Self::new(code, error.to_string())
    }
}

pub async fn prepare(desk: &Desk, request: JoinRequest) -> Result<JoinView, PrepareError> {
    prepare_led(desk, request, None).await
}

/// What a service answered to a join's ticket.
pub(crate) fn led(desk: &Desk, join_id: &str) -> Option<Led> {
    desk.joins().get(join_id).and_then(|join| join.service.clone())
}

/// `led`: what the ticket's service answered already. It is not asked for the same code twice.
pub(crate) async fn prepare_led(
    desk: &Desk,
    request: JoinRequest,
    led: Option<Led>,
) -> Result<JoinView, PrepareError> {
    let asked = Asked::read(&request.input, desk.profile().kind())?;
    let known = asked.known(desk).await?;
    let link = known.as_ref().map(|known| known.join_url.clone()).or_else(|| asked.link.clone());
    let led = match led.map(|led| service::Asked::Led(Box::new(led))) {
        None => ask_service(desk, &asked, known.as_ref(), link.as_deref(), &request).await?,
        led => led,
    };
    let simulated = desk.sandbox().is_some();
    let Lead { decision, service, display_name: name_there, fetched, stop } =
        Lead::of(led, link.as_deref(), &asked, request.passcode.as_deref())?;
    let event = known.as_ref().map(|known| &known.event);
    let decision = match event.map(|event| event.standing) {
        Some(EventStanding::Cancelled) => notice::called_off(&decision),
        _ => decision,
    };
    let (decision, elsewhere) =
        clouds::weigh_here(desk, decision, fetched.as_ref().map(|led| led.fetched.endpoint()));
    let whom = passes::whom(desk, fetched.is_some() || desk.acs().is_some()).await?;
    let here = offers::blockers(&decision, request.abilities, simulated, !whom.is_empty());
    let mut found: Vec<Blocker> = elsewhere.into_iter().chain(here).collect();
    let (companion, there) = separately(desk, request.separate, &mut found);
    let told: Vec<Blocker> = stop.iter().chain(&found).cloned().collect();
    let blockers = stop.map_or(found, |stop| vec![stop]);
    let embeds = blockers.is_empty() && decision.needs.is_none_or(|needs| needs == Needs::Passcode);
    let join_id = desk.chance().uuid().to_string();
    let identities = with_offers(whom, &decision, embeds, event);
    let view = JoinView {
        join_id: join_id.clone(),
        verdict: decision.verdict,
        kind: decision.kind,
        cloud: decision.cloud,
        needs: decision.needs,
        reason: decision.reason,
        message: offers::message(&decision, &blockers),
        surface: embeds.then_some(if there { Surface::Companion } else { Surface::Window }),
        companion: companion.filter(|_| embeds),
        offers: offers::offers(&decision, embeds, event, JoinAs::Guest),
        checks: checks::checks(
            &decision,
            &told,
            simulated,
            service.as_ref(),
            there.then_some(companion).flatten(),
            event,
        ),
        event: event.cloned(),
        identities,
        service,
        display_name: known.as_ref().map(|known| known.name.clone()).or(name_there),
        simulated,
        can_open_teams: decision.open.is_some(),
        terms_needed: embeds && !session::terms_accepted(desk).await?,
        blockers,
    };
    let (event, ticket) = known.map(|known| (known.event_id, known.ticket)).unzip();
    let join = RunningJoin { event, ticket, service: fetched, ..remembered(&decision, embeds) };
    desk.joins().insert(join_id, join);
    Ok(view)
}

fn with_offers(
    whom: Vec<(JoinAs, Option<String>)>,
    decision: &LinkDecision,
    embeds: bool,
    event: Option<&JoinEvent>,
) -> Vec<JoinIdentity> {
    let identity = |(joins_as, account)| {
        let offers = offers::offers(decision, embeds, event, joins_as);
        JoinIdentity { joins_as, account, offers }
    };
    whom.into_iter().map(identity).collect()
}

/// The browser that can show the call, and whether it will. What only this window lacks stands in the way no more then.
pub(super) fn separately(
    desk: &Desk,
    separate: Separate,
    found: &mut Vec<Blocker>,
) -> (Option<&'static str>, bool) {
    let companion = match separate {
        Separate::Never => None,
        Separate::IfNeeded | Separate::Wished => desk.browser.find().map(|browser| browser.name),
    };
    let needed = companion.is_some() && offers::remedy(found);
    (companion, needed || (companion.is_some() && separate == Separate::Wished))
}

/// A ticket of our own lists is ours to decide where this machine can sign for it; otherwise the service that the link
/// names is asked.
async fn ask_service(
    desk: &Desk,
    asked: &Asked,
    known: Option<&Known>,
    link: Option<&str>,
    request: &JoinRequest,
) -> Result<Option<service::Asked>, PrepareError> {
    let (Some(origin), Some(ticket)) = (&asked.service, &asked.ticket) else { return Ok(None) };
    if known.is_some_and(|known| desk.acs().is_some() || known.event.standing == EventStanding::Cancelled) {
        return Ok(None);
    }
    match service::ask(desk, origin, ticket, link, request.confirmed_service.as_deref()).await {
        Err(AskError::Service(failure)) if link.is_some() && failure.leaves_the_link() => {
            let view = ServiceView { origin: origin.clone(), host: service::host(origin), confirmed: true };
            Ok(Some(service::Asked::Failed(view, failure)))
        }
        answer => Ok(Some(answer?)),
    }
}

/// Where it leads, once every source was asked.
struct Lead {
    decision: LinkDecision,
    service: Option<ServiceView>,
    display_name: Option<String>,
    fetched: Option<Led>,
    /// What stands in the way before anything else is looked at.
    stop: Option<Blocker>,
}

impl Lead {
    fn of(
        led: Option<service::Asked>,
        link: Option<&str>,
        asked: &Asked,
        passcode: Option<&str>,
    ) -> Result<Self, PrepareError> {
        let plain =
            |decision, service, stop| Self { decision, service, display_name: None, fetched: None, stop };
        let linked = || link.map(|link| join_link::decide(link, passcode));
        let by_ticket = || {
            let code = asked.ticket.as_ref().map(TicketCode::canonical).unwrap_or_default();
            join_link::decide(&code, passcode)
        };
        Ok(match led {
            Some(service::Asked::Led(led)) => {
                let Led { view, decision, display_name, .. } = (*led).clone();
                Self { decision, service: Some(view), display_name, fetched: Some(*led), stop: None }
            }
            Some(service::Asked::Unconfirmed(view)) => {
                let stop = offers::unconfirmed(&view.host);
                plain(linked().unwrap_or_else(by_ticket), Some(view), Some(stop))
            }
            Some(service::Asked::Failed(view, failure)) => {
                plain(linked().unwrap_or_else(by_ticket), Some(view), Some(offers::failed(&failure)))
            }
            None => plain(linked().ok_or(PrepareError::UnknownTicket)?, None, None),
        })
    }
}

/// What goes to the calling SDK, where the call can run here.
pub fn target(desk: &Desk, join_id: &str) -> Option<JoinTarget> {
    desk.joins().get(join_id).and_then(|join| join.target.clone())
}

/// Where Teams or the browser is sent; always one click away.
pub fn teams_address(desk: &Desk, join_id: &str) -> Result<String, PrepareError> {
    let joins = desk.joins();
    let join = joins.get(join_id).ok_or(PrepareError::Over)?;
    join.open.clone().ok_or(PrepareError::Over)
}

/// The system's words may repeat the command, and with it the link.
pub fn not_opened(error: impl std::fmt::Display) -> CommandError {
    let error = join_link::redact(&error.to_string());
    CommandError::new(
        ErrorCode::Internal,
        format!("The system did not open the link ({error}). Copy it into a browser instead."),
    )
}

fn remembered(decision: &LinkDecision, embeds: bool) -> RunningJoin {
    let target: Option<JoinTarget> = if embeds { decision.target.clone() } else { None };
    RunningJoin {
        target,
        open: decision.open.clone(),
        kind: decision.kind,
        event: None,
        ticket: None,
        service: None,
        holding: None,
    }
}

struct Asked {
    link: Option<String>,
    ticket: Option<TicketCode>,
    service: Option<String>,
}

impl Asked {
    /// What this desk's own lists say of the ticket.
    async fn known(&self, desk: &Desk) -> Result<Option<Known>, PrepareError> {
        let Some(ticket) = &self.ticket else { return Ok(None) };
        known_by_ticket(desk, ticket, self.link.is_some() || self.service.is_some()).await
    }

    fn read(input: &str, kind: ProfileKind) -> Result<Self, PrepareError> {
        let (input, scheme) = (join_link::bare(input), kind.scheme());
        if deep_link::claims(input, scheme) {
            let found =
                deep_link::parse(input, scheme).map_err(|error| PrepareError::Damaged(error.to_string()))?;
            return Ok(Self { link: found.link, ticket: found.ticket, service: found.service });
        }
        if let Some(told) = of_another_profile(input, kind) {
            return Err(PrepareError::OtherProfile(told));
        }
        if let Ok(ticket) = TicketCode::parse(input) {
            return Ok(Self { link: None, ticket: Some(ticket), service: None });
        }
        Ok(Self { link: Some(input.to_owned()), ticket: None, service: None })
    }
}

/// What to say of a deep link that only the other kind of profile may open.
pub(super) fn of_another_profile(input: &str, kind: ProfileKind) -> Option<&'static str> {
    deep_link::claims(join_link::bare(input), other(kind).scheme()).then(|| of_the_other(kind))
}

fn other(kind: ProfileKind) -> ProfileKind {
    match kind {
        ProfileKind::Real => ProfileKind::Sandbox,
        ProfileKind::Sandbox => ProfileKind::Real,
    }
}

/// A ticket is on the lists of the profile that sent it, and a sandbox never reaches a real meeting (D10).
fn of_the_other(kind: ProfileKind) -> &'static str {
    match kind {
        ProfileKind::Sandbox => {
            "This link belongs to a real profile (lectern://); this is a sandbox. \
             Open it in Lectern started without a sandbox, or use the Teams link in the same mail."
        }
        ProfileKind::Real => {
            "This link belongs to a sandbox (lectern-sandbox://); this is a real profile. \
             Open it in the sandbox that it comes from: start Lectern with --explore."
        }
    }
}

struct Known {
    event_id: String,
    ticket: TicketOfEvent,
    join_url: String,
    name: String,
    event: JoinEvent,
}

/// A ticket of this desk's own lists. One from elsewhere that carries a link is joined by its link.
async fn known_by_ticket(
    desk: &Desk,
    ticket: &TicketCode,
    has_link: bool,
) -> Result<Option<Known>, PrepareError> {
    let (hash, now) = (ticket.lookup_hash(), desk.now());
    let found = desk
        .read(move |r| {
            let Some(holder) = r.registrants().by_ticket_hash(&hash)? else { return Ok(None) };
            let Some(event) = r.events().by_id(&holder.registrant.event_id)? else { return Ok(None) };
            Ok(Some((holder, series::current(r, event, now)?)))
        })
        .await?;
    let Some((holder, event)) = found else {
        return if has_link { Ok(None) } else { Err(PrepareError::UnknownTicket) };
    };
    if holder.revoked_at.is_some() {
        return Err(PrepareError::TicketRevoked);
    }
    // A cancelled event is told as such, whether or not its meeting ever came about.
    let join_url = match (event.join_url.clone(), event.state) {
        (Some(join_url), _) => join_url,
        (None, EventState::Cancelled) => String::new(),
        (None, _) => return Err(PrepareError::NoMeetingYet),
    };
    Ok(Some(Known {
        event_id: event.id.clone(),
        ticket: TicketOfEvent { hash, event_ends: event.end },
        join_url,
        name: holder.registrant.name,
        event: notice::event(desk, event, holder.registrant.registered_at).await?,
    }))
}
